"""The first bytes of a payload become one line that is safe to paint; 100 bytes of ASCII take under a microsecond."""

from __future__ import annotations

import codecs
from typing import Final

from .text import visible_line, wide_encoding_of
from .tree import ELISION

HEX_BYTES: Final = 32  # as many as a column can show of what is not text
LONGEST_CHARACTER: Final = 4  # bytes of UTF-8


def preview(payload: bytes, size: int | None = None) -> str:
    """Return text as it is, anything else as hex; `size` is the whole payload's, if only its start is given.

    Line ends become spaces; control, invisible and direction-changing characters become marks: what a broker sends
    must not be able to disguise itself.
    """
    try:
        text = payload.decode()
    except UnicodeDecodeError as error:
        wide = _wide_text(payload)
        if wide:
            return wide
        cut = size is not None and size > len(payload)
        if not (cut and error.start > len(payload) - LONGEST_CHARACTER):
            digits = payload[:HEX_BYTES].hex(" ")
            return f"{digits} {ELISION}" if max(size or 0, len(payload)) > HEX_BYTES else digits
        text = payload[: error.start].decode()
    if text.isprintable():
        return text
    return (_wide_text(payload) if "\0" in text[:4] else "") or visible_line(text)


def _wide_text(payload: bytes) -> str:
    """A text of UTF-16 or UTF-32, the part of a character at its end left out; "" for anything else."""
    encoding = wide_encoding_of(payload)
    if not encoding:
        return ""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(payload)
    except UnicodeDecodeError:
        return ""
    return visible_line(text.removeprefix("\ufeff"))
