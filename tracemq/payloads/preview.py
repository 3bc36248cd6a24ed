"""A payload becomes one short line that is safe to paint; 100 bytes of ASCII take well under a microsecond."""

from __future__ import annotations

from typing import Final

from .text import visible_line
from .tree import ELISION

LIMIT: Final = 200
LONGEST_CHARACTER: Final = 4  # bytes of UTF-8


def preview(payload: bytes, limit: int = LIMIT, size: int | None = None) -> str:
    """Return text as it is and anything else as hex; at most `limit` characters, then an ellipsis.

    `size` is the size of the whole payload where only its start is given.
    """
    room = LONGEST_CHARACTER * limit
    part = payload if len(payload) <= room else payload[:room]
    cut = len(part) < len(payload) or (size is not None and size > len(payload))
    try:
        text = part.decode()
    except UnicodeDecodeError as error:
        if not cut or error.start < len(part) - LONGEST_CHARACTER + 1 or error.reason != "unexpected end of data":
            return _digits(part, limit, cut=cut)
        text = part[: error.start].decode()
    if len(text) > limit:
        text, cut = text[:limit], True
    if not text.isprintable():
        text = visible_line(text)
        if len(text) > limit:
            text, cut = text[:limit], True
    return text + ELISION if cut else text


def _digits(data: bytes, limit: int, *, cut: bool) -> str:
    room = max(1, (limit + 1) // 3)
    shown = data[:room].hex(" ")
    return f"{shown} {ELISION}" if cut or len(data) > room else shown
