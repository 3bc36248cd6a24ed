"""Numbers that stand side by side in bytes become one of them, or a text of as many as fit a line."""

from __future__ import annotations

import struct
from itertools import islice
from typing import Final

from .numbers_text import float_text, single_text
from .tree import ELISION

MOST_ELEMENTS: Final = 100  # said in one line; the bytes stand beside it
_WRITE: Final = {"f": single_text, "d": float_text}

# RFC 8746, section 2: kind, byte order and size by the tag; 68 are bytes as well, and there is no layout for 128 bits
_TYPED: Final = (
    "B", ">H", ">I", ">Q", "B", "<H", "<I", "<Q", "b", ">h", ">i", ">q", "", "<h", "<i", "<q",
    ">e", ">f", ">d", "", "<e", "<f", "<d", "",
)  # fmt: skip
TYPED_ARRAYS: Final = {str(tag): struct.Struct(layout) for tag, layout in enumerate(_TYPED, 64) if layout}


def count(data: bytes | memoryview, layout: struct.Struct) -> int:
    """Return how many numbers there are; 0 where the bytes are not a whole number of them."""
    return len(data) // layout.size if not len(data) % layout.size else 0


def number_at(data: bytes | memoryview, layout: struct.Struct, index: int) -> float:
    """Return one of them, from 0 on."""
    (value,) = layout.unpack_from(data, index * layout.size)
    return float(single_text(value) if layout.format.endswith("f") else value)


def numbers_text(data: bytes | memoryview, layout: struct.Struct) -> str:
    """Return them as in [1, 2, 3], not more than fit a line."""
    write = _WRITE.get(layout.format[-1], str)
    shown = [write(value) for (value,) in islice(layout.iter_unpack(data), MOST_ELEMENTS)]
    more = [ELISION] if count(data, layout) > len(shown) else []
    return f"[{', '.join(shown + more)}]"
