"""Turns the first bytes of a payload into one line of text that is safe to show."""

from __future__ import annotations

import unicodedata
from typing import Final

HEX_BYTES: Final = 32  # as many as a column can show of what is not text
MARKS_OF_NOTHING: Final = {0x0A: " ", 0x0D: " ", 0x09: " "}
LONGEST_CHARACTER: Final = 4  # bytes of UTF-8


def preview(payload: bytes, size: int | None = None) -> str:
    """Return text as it is, anything else as hex; `size` is the whole payload's, if only its start is given.

    Line ends become spaces. Control characters become their pictures, and those that turn the direction of writing
    a replacement mark: what a broker sends must not be able to disguise itself.
    """
    try:
        text = payload.decode()
    except UnicodeDecodeError as error:
        cut = size is not None and size > len(payload)
        if not (cut and error.start > len(payload) - LONGEST_CHARACTER):
            return payload[:HEX_BYTES].hex(" ") + (" …" if max(size or 0, len(payload)) > HEX_BYTES else "")
        text = payload[: error.start].decode()
    return one_line(text)


def one_line(text: str) -> str:
    """Return the text with nothing in it that breaks, hides or reorders the line."""
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable() or character == "\u00a0":
        return character
    code = ord(character)
    if code in MARKS_OF_NOTHING:
        return MARKS_OF_NOTHING[code]
    if code < 0x20:
        return chr(0x2400 + code)
    if unicodedata.category(character) == "Zs":
        return " "
    # a joiner holds emoji and Indic scripts together and disguises nothing
    return character if character in "\u200c\u200d" else "\ufffd"
