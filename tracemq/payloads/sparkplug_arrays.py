"""The bytes of an array of Sparkplug B (section 6.4.16.3: element after element) become a text of its elements."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from .numbers_text import float_text, single_text
from .tree import ELISION

MOST_ELEMENTS: Final = 100  # said in one line; the bytes stand beside it
LAYOUTS: Final = {
    22: "<b", 23: "<h", 24: "<i", 25: "<q", 26: "<B", 27: "<H", 28: "<I", 29: "<Q", 30: "<f", 31: "<d", 34: "<Q",
}  # fmt: skip
FLOATS, DOUBLES, BOOLEANS, STRINGS, TIMES = range(30, 35)
ARRAYS: Final = range(22, 35)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def time_text(milliseconds: int) -> str:
    """Return a time of Sparkplug's (ms since 1970) in ISO 8601; "" beyond the calendar."""
    try:
        moment = _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


def array_text(data: bytes, datatype: int) -> str:
    """Return the elements as in [1, 2, 3], not more than fit a line; "" where the bytes are not such an array."""
    if datatype not in ARRAYS:
        return ""
    size = struct.calcsize(LAYOUTS[datatype]) if datatype in LAYOUTS else 1
    if len(data) % size or (datatype == STRINGS and data and not data.endswith(b"\0")):
        return ""
    found: list[str] = []
    for element in _elements(data, datatype):
        if len(found) == MOST_ELEMENTS:
            found.append(ELISION)
            break
        found.append(element)
    return f"[{', '.join(found)}]"


def _elements(data: bytes, datatype: int) -> Iterator[str]:
    if datatype == BOOLEANS:
        return _booleans(data)
    if datatype == STRINGS:
        return (f'"{part.decode(errors="replace")}"' for part in data.split(b"\0", MOST_ELEMENTS + 1)[:-1])
    values = (value for (value,) in struct.iter_unpack(LAYOUTS[datatype], data))
    if datatype == TIMES:
        return (time_text(value) or str(value) for value in values)
    write = {FLOATS: single_text, DOUBLES: float_text}.get(datatype, str)
    return (write(value) for value in values)


def _booleans(data: bytes) -> Iterator[str]:
    """Four bytes say how many there are; then they are packed, the first one in the highest bit."""
    count = int.from_bytes(data[:4], "little")
    for place in range(min(count, 8 * (len(data) - 4))):
        yield "true" if data[4 + place // 8] >> 7 - place % 8 & 1 else "false"
