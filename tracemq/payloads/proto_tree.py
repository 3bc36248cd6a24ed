"""A fixed32 or fixed64 that no schema explains becomes the whole number and the real one that it may be."""

from __future__ import annotations

from struct import Struct
from typing import Final

from .numbers_text import float_text, single_text
from .tree import Kind, Tree

LEAST_REAL: Final = 1e-9  # what is smaller or greater is hardly a measured value, but mostly a whole number
MOST_REAL: Final = 1e15
_NAMES_32, _NAMES_64 = ("fixed32", "float"), ("fixed64", "double")
_MAY_BE: Final = {4: (Struct("<I"), Struct("<f"), _NAMES_32), 8: (Struct("<Q"), Struct("<d"), _NAMES_64)}


class ProtoTree(Tree):
    """Such a field is shown by its bytes and in both ways in which they may be meant."""

    __slots__ = ()

    def text(self, node: int, limit: int = 0) -> str:
        fixed = self._fixed(node)
        if fixed is None:
            return super().text(node, limit)
        whole, real, names = fixed
        write = single_text if names is _NAMES_32 else float_text
        return f"{super().text(node)} ({names[1]} {write(real)}, {names[0]} {whole})"

    def plain(self, node: int, limit: int = 0) -> str:
        return super().text(node, limit) if self.kinds[node] == Kind.BYTES else self.text(node, limit)

    def number(self, node: int) -> float | None:
        """The floating-point number, if it is of a size that is measured; else the whole one."""
        fixed = self._fixed(node)
        if fixed is None:
            return None
        whole, real, names = fixed
        if real and not LEAST_REAL < abs(real) < MOST_REAL:
            return float(whole)
        return float(single_text(real)) if names is _NAMES_32 else real

    def _fixed(self, node: int) -> tuple[int, float, tuple[str, str]] | None:
        """What the bytes may be as a whole number and as another; None for bytes that came with their length."""
        if self.kinds[node] != Kind.BYTES:
            return None
        body, (start, end) = self.raw_bytes(node), self.span(node)
        found = _MAY_BE.get(len(body))
        if found is None or not (label := self.label(node)).isdecimal():
            return None
        key = -(-(int(label) << 3).bit_length() // 7)
        if end - start != key + len(body):
            return None
        whole, real, names = found
        return whole.unpack(body)[0], real.unpack(body)[0], names
