"""Turns bytes into text in parts that are quick to lay out, with a mark for whatever could mislead."""

from __future__ import annotations

from typing import Final, NamedTuple

from tracemq.payloads.text import visible

PART_BYTES: Final = 32 << 10  # laying out one line of this length takes Qt some 5 to 20 ms, and of 1 MiB 170 ms


MAX_LINE_CHARS: Final = 8 << 10  # of formatted text: lines that grow piece by piece are laid out anew each time


class Part(NamedTuple):
    """Text of the bytes from `start` to `end`; `exact` is False if something stands for other bytes."""

    text: str
    start: int
    end: int
    exact: bool


def text_part(data: bytes, start: int) -> Part:
    """Return the text that begins at a byte: a whole number of characters, about PART_BYTES long."""
    end = min(len(data), start + PART_BYTES)
    while end < len(data) and end > start + PART_BYTES - 4 and data[end] & 0xC0 == 0x80:
        end -= 1  # not in the middle of a character
    raw = data[start:end]
    try:
        decoded, exact = raw.decode(), True
    except UnicodeDecodeError:
        decoded, exact = raw.decode(errors="replace"), False
    shown = visible(decoded)
    return Part(shown, start, end, exact and shown == decoded.replace("\r\n", "\n"))


def with_shorter_lines(text: str) -> tuple[str, bool]:
    """Cut lines that are too long, each with an ellipsis; tells whether there were any."""
    if len(text) <= MAX_LINE_CHARS:
        return text, False
    lines = text.split("\n")
    cut = [line if len(line) <= MAX_LINE_CHARS else line[:MAX_LINE_CHARS] + " …" for line in lines]
    return "\n".join(cut), cut != lines


def previous_part(data: bytes, start: int) -> int:
    """Where the part begins that ends about at this byte."""
    begin = max(0, start - PART_BYTES)
    while 0 < begin < start and data[begin] & 0xC0 == 0x80:
        begin += 1
    return begin
