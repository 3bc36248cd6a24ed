"""Values of a tree's nodes, one after the other, become one block of memory from which each is read by its number.

As objects half a million texts take 20 to 60 ms to be let go, and as long as any of Python's garbage collections that
comes by: it looks at all that a list has. The block is let go at once, and nobody looks into it.
"""

from __future__ import annotations

from array import array
from typing import Final, Generic, TypeVar, cast

V = TypeVar("V")
LONG_BYTES: Final = 64 << 10  # or characters: what is longer is not copied, nor read as a whole for its beginning
TEXT, BYTES, OTHER = 0, 1, 2


class ValueColumn(Generic[V]):
    """A list of texts, bytes and a few other things; what is written into a place is kept as it is."""

    __slots__ = ("_block", "_ends", "_kinds", "_others")

    def __init__(self) -> None:
        self._block = bytearray()
        self._ends = array("Q")
        self._kinds = bytearray()
        self._others: dict[int, V] = {}

    def append(self, value: V) -> None:
        if isinstance(value, str) and len(value) <= LONG_BYTES:
            self._block += value.encode("utf-8", "surrogatepass")
            self._kinds.append(TEXT)
        elif isinstance(value, bytes) and len(value) <= LONG_BYTES:
            self._block += value
            self._kinds.append(BYTES)
        else:
            self._others[len(self._kinds)] = value
            self._kinds.append(OTHER)
        self._ends.append(len(self._block))

    def __len__(self) -> int:
        return len(self._kinds)

    def __getitem__(self, number: int) -> V:
        kind = self._kinds[number]
        if kind == OTHER:
            return self._others[number]
        part = self._block[self._ends[number - 1] if number else 0 : self._ends[number]]
        return cast("V", part.decode("utf-8", "surrogatepass") if kind == TEXT else bytes(part))

    def __setitem__(self, number: int, value: V) -> None:
        self._others[number] = value
        self._kinds[number] = OTHER
