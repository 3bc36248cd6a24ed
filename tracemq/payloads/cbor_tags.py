"""The tagged values of a CBOR tree become what they mean: times, great, decimal and binary numbers, fractions, UUIDs.

Nodes and their bytes stay as they were sent; what they mean stands beside the tag. The tags are those of RFC 8949,
section 3.4, of RFC 8746 (64 to 87: arrays of numbers in bytes), and of IANA's registry (30: fractions; 37: UUIDs; 100:
days; 264 and 265: numbers with great exponents).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from math import isfinite
from struct import Struct
from typing import Final
from uuid import UUID

from . import packed_numbers
from .tree import CONTAINERS, ELISION, Kind, Tree

MOST_BYTES: Final = 1024  # of a great number: Python writes at most 4,300 digits
MOST_PLACES: Final = 24  # before and behind the point; numbers with more are written with an exponent
MOST_POWERS: Final = 1100  # of two, that are reckoned: doubles have no more
MOST_CHARS: Final = 4096  # of what is tagged, beside its tag
MOST_TAGS: Final = 8  # around a value
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class CborTree(Tree):
    """A number that consists of several values is one; what else is tagged counts as its content."""

    __slots__ = ()

    def text(self, node: int, limit: int = 0) -> str:
        if self.kinds[node] != Kind.TAG:
            return super().text(node, limit)
        tag, meant = super().text(node), self._meaning(node)
        if limit and len(meant) > limit:
            meant = meant[:limit] + ELISION
        return f"{meant} (tag {tag})" if meant else f"tag {tag}"

    def plain(self, node: int, limit: int = 0) -> str:
        return self._meaning(node) if self.kinds[node] == Kind.TAG else super().plain(node, limit)

    def value_node(self, node: int) -> int:
        while self.kinds[node] == Kind.TAG and self.has_children(node):
            if self._number(node) or self._layout(node) is not None:
                break
            node += 1
        return node

    def element_count(self, node: int) -> int:
        layout = self._layout(node)
        return 0 if layout is None else packed_numbers.count(self.raw_bytes(node + 1), layout)

    def element(self, node: int, index: int) -> float:
        layout = self._layout(node)
        if layout is None:
            raise IndexError(index)
        return packed_numbers.number_at(self.raw_bytes(node + 1), layout, index)

    def _layout(self, node: int) -> Struct | None:
        """How the numbers of a typed array (RFC 8746) stand in its bytes."""
        if self.kinds[node] != Kind.TAG or self.kinds[node + 1 : node + 2] != _BYTES:
            return None
        layout = packed_numbers.TYPED_ARRAYS.get(super().text(node))
        return layout if layout is not None and packed_numbers.count(self.raw_bytes(node + 1), layout) else None

    def _meaning(self, node: int) -> str:
        """What a tag makes of its content; the content itself where that is short; else ""."""
        for _ in range(MOST_TAGS):
            if self.kinds[node] != Kind.TAG or not self.has_children(node):
                break
            if meant := self._number(node) or self._special(node):
                return meant
            node += 1
        start, end = self.span(node)
        return "" if self.kinds[node] in CONTAINERS or end - start > MOST_CHARS else super().text(node)

    def _special(self, node: int) -> str:
        layout = self._layout(node)
        if layout is not None:
            return packed_numbers.numbers_text(self.raw_bytes(node + 1), layout)
        make = _SPECIAL.get(super().text(node))
        if make is None:
            return ""
        return make(
            Kind(self.kinds[node + 1]), super().text(node + 1, MOST_CHARS)
        )  # of a tag its number, not its meaning

    def _number(self, node: int) -> str:
        """The number that a tag makes of its content; "" where it makes none."""
        tag = super().text(node)
        if tag in _INTEGERS:
            number = self._whole(node)
            return "" if number is None else str(number)
        make = _PAIRS.get(tag)
        if make is None or self.kinds[node + 1 : node + 2] != _LIST:
            return ""
        parts = [self._whole(child) for child in islice(self.children(node + 1), 3)]
        if len(parts) != 2 or parts[0] is None or parts[1] is None:
            return ""
        return make(parts[0], parts[1])

    def _whole(self, node: int) -> int | None:
        """A whole number, also one that is too great for CBOR's own ones."""
        if self.kinds[node] == Kind.INTEGER:
            return int(super().text(node))
        sign = _INTEGERS.get(super().text(node)) if self.kinds[node] == Kind.TAG else None
        if sign is None or self.kinds[node + 1 : node + 2] != _BYTES:
            return None
        start, end = self.span(node + 1)
        if end - start > MOST_BYTES:
            return None
        number = int(super().text(node + 1) or "0", 16)
        return number if sign > 0 else -1 - number


def _decimal(exponent: int, mantissa: int) -> str:
    if abs(exponent) > MOST_PLACES:
        return f"{mantissa}e{exponent}"
    return format(Decimal((mantissa < 0, tuple(map(int, str(abs(mantissa)))), exponent)), "f")


def _binary(exponent: int, mantissa: int) -> str:
    if not -MOST_POWERS <= exponent <= MOST_POWERS:
        return f"{mantissa} × 2^{exponent}"
    if exponent >= 0:
        return _decimal(0, mantissa << exponent)
    while exponent and not mantissa & 1:
        exponent, mantissa = exponent + 1, mantissa >> 1
    return _decimal(exponent, mantissa * 5**-exponent)


def _fraction(above: int, below: int) -> str:
    return f"{above}/{below}" if below > 0 else ""


def _time(kind: Kind, text: str) -> str:
    try:
        seconds = float(text) if kind in {Kind.INTEGER, Kind.FLOAT} else float("nan")
        moment = _EPOCH + timedelta(seconds=seconds) if isfinite(seconds) else None
    except (ValueError, OverflowError):
        return ""
    return "" if moment is None else moment.isoformat().replace("+00:00", "Z")


def _day(kind: Kind, text: str) -> str:
    try:
        return str(date(1970, 1, 1) + timedelta(days=int(text))) if kind is Kind.INTEGER else ""
    except OverflowError:
        return ""


def _uuid(kind: Kind, text: str) -> str:
    return str(UUID(text)) if kind is Kind.BYTES and len(text) == 32 else ""


_LIST: Final = bytes([Kind.ARRAY])
_BYTES: Final = bytes([Kind.BYTES])
_INTEGERS: Final = {"2": 1, "3": -1}
_PAIRS: Final[dict[str, Callable[[int, int], str]]] = {
    "4": _decimal, "5": _binary, "30": _fraction, "264": _decimal, "265": _binary,
}  # fmt: skip
_SPECIAL: Final[dict[str, Callable[[Kind, str], str]]] = {"1": _time, "37": _uuid, "100": _day}
