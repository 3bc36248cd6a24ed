"""Turns rows that a filter let through into positions: sequence numbers in ascending order, two bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

SPAN_BITS: Final = 16  # one block covers 65,536 sequence numbers, of which it keeps the lower half


class SeqList:
    """Positions count from 0 on and are never reused: what leaves at the front takes its positions along."""

    def __init__(self) -> None:
        self._spans: list[int] = []  # the upper half of a block's numbers
        self._starts: list[int] = []  # the position of a block's first number
        self._blocks: list[array[int]] = []
        self.first = 0
        self.last = 0

    def append(self, seqs: NDArray[np.int64]) -> None:
        """Add numbers that are higher than those before."""
        if not len(seqs):
            return
        spans = seqs >> SPAN_BITS
        borders = [0, *(np.flatnonzero(np.diff(spans)) + 1).tolist(), len(seqs)]
        low = (seqs & (1 << SPAN_BITS) - 1).astype(np.uint16)
        for begin, end in pairwise(borders):
            span = int(spans[begin])
            if not self._spans or self._spans[-1] != span:
                self._spans.append(span)
                self._starts.append(self.last)
                self._blocks.append(array("H"))
            self._blocks[-1].frombytes(low[begin:end].tobytes())
            self.last += end - begin

    def __getitem__(self, position: int) -> int:
        if not self.first <= position < self.last:
            raise IndexError(position)
        block = bisect_right(self._starts, position) - 1
        return self._spans[block] << SPAN_BITS | self._blocks[block][position - self._starts[block]]

    def slice(self, first: int, last: int) -> list[int]:
        """The numbers at the positions [first, last)."""
        if first < self.first:
            raise IndexError(first)
        last = min(last, self.last)
        found: list[int] = []
        while first < last:
            block = bisect_right(self._starts, first) - 1
            base, start = self._spans[block] << SPAN_BITS, self._starts[block]
            part = self._blocks[block][first - start : last - start]
            found += [base | low for low in part]
            first += len(part)
        return found

    def position(self, seq: int) -> int:
        """The position of the first number that is `seq` or higher; `last` if there is none."""
        block = bisect_left(self._spans, seq >> SPAN_BITS)
        if block == len(self._spans):
            return self.last
        if self._spans[block] != seq >> SPAN_BITS:
            return self._starts[block]
        return self._starts[block] + bisect_left(self._blocks[block], seq & (1 << SPAN_BITS) - 1)

    def drop_before(self, seq: int) -> None:
        """Let go of the numbers below `seq`."""
        first = self.position(seq)
        while self._blocks and self._starts[0] + len(self._blocks[0]) <= first:
            del self._spans[0], self._starts[0], self._blocks[0]
        if self._blocks and self._starts[0] < first:
            del self._blocks[0][: first - self._starts[0]]
            self._starts[0] = first
        self.first = first

    def between(self, first_seq: int, last_seq: int) -> NDArray[np.int64]:
        """The numbers in [first_seq, last_seq)."""
        return np.array(self.slice(self.position(first_seq), self.position(last_seq)), np.int64)
