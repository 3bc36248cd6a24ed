"""Turns a payload into what a view shows of it: which view suits it, and its text in parts quick to lay out."""

from __future__ import annotations

import codecs
import re
from enum import Enum, auto
from typing import Final, NamedTuple

from tracemq.mqtt.properties import Properties
from tracemq.payloads.text import visible

MAX_AUTOMATIC_JSON: Final = 4 << 20  # bytes; longer ones are shown as text until the user asks for JSON
PART_BYTES: Final = 32 << 10  # laying out one line of this length takes Qt some 5 to 20 ms, and of 1 MiB 170 ms
LOOKED_AT: Final = 64 << 10  # bytes that decide about the view
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")  # all but white space and escape
JSON_TYPES: Final = ("application/json", "text/json")


class PayloadView(Enum):
    """How a payload is shown."""

    TEXT = auto()
    JSON = auto()  # formatted text
    TREE = auto()
    HEX = auto()


class Part(NamedTuple):
    """Text of the payload's bytes from `start` to `end`; `exact` is False if something stands for other bytes."""

    text: str
    start: int
    end: int
    exact: bool


def best_view(payload: bytes, properties: Properties) -> PayloadView:
    """Choose by content type, payload format indicator and the first bytes, in this order."""
    content_type = (properties.content_type or "").partition(";")[0].strip().lower()
    text = is_text(payload)
    if (
        text
        and len(payload) <= MAX_AUTOMATIC_JSON
        and (content_type in JSON_TYPES or content_type.endswith("+json") or _looks_like_json(payload))
    ):
        return PayloadView.JSON
    return PayloadView.TEXT if text or properties.payload_format_indicator == 1 else PayloadView.HEX


def is_text(payload: bytes) -> bool:
    """Whether the payload, or the start of a long one, is UTF-8 without control characters but white space."""
    start = payload[:LOOKED_AT]
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(start, final=len(start) == len(payload))
    except UnicodeDecodeError:
        return False
    return _CONTROL.search(text) is None


def text_part(payload: bytes, start: int) -> Part:
    """Return the text that begins at a byte: a whole number of characters, about PART_BYTES long."""
    end = min(len(payload), start + PART_BYTES)
    while end < len(payload) and end > start + PART_BYTES - 4 and payload[end] & 0xC0 == 0x80:
        end -= 1  # not in the middle of a character
    raw = payload[start:end]
    try:
        decoded, exact = raw.decode(), True
    except UnicodeDecodeError:
        decoded, exact = raw.decode(errors="replace"), False
    shown = visible(decoded)
    return Part(shown, start, end, exact and shown == decoded)


def _looks_like_json(payload: bytes) -> bool:
    start = payload[:64].lstrip()
    return start[:1] in {b"{", b"["} and payload[-64:].rstrip()[-1:] in {b"}", b"]"}


def previous_part(payload: bytes, start: int) -> int:
    """Where the part begins that ends about at this byte."""
    begin = max(0, start - PART_BYTES)
    while begin > 0 and begin < start and payload[begin] & 0xC0 == 0x80:
        begin += 1
    return begin
