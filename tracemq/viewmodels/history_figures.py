"""Turns the messages of one topic into figures: how many, how often, how large, and how high their numbers go.

Rows are gone through once, in blocks; a block that has left the log takes its figures along, and one that has lost its
oldest rows is gone through again. So extremes are those of what is kept, and no tick looks at old rows.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from tracemq.history.filter import FilteredLog
from tracemq.history.log import MessageLog
from tracemq.history.segment import Segment

BLOCK_ROWS: Final = 2048
ROWS_PER_LOOK: Final = 128  # between two looks at the clock
LONGEST_NUMBER: Final = 64  # bytes


@dataclass(slots=True)
class Range:
    """The extremes and the mean of some numbers."""

    count: int = 0
    low: float = math.inf
    high: float = -math.inf
    total: float = 0.0

    def add(self, value: float) -> None:
        self.count += 1
        self.total += value
        self.low = min(self.low, value)
        self.high = max(self.high, value)

    def join(self, other: Range) -> None:
        self.count += other.count
        self.total += other.total
        self.low = min(self.low, other.low)
        self.high = max(self.high, other.high)

    @property
    def mean(self) -> float:
        return self.total / self.count


@dataclass(slots=True)
class Figures:
    """Times in seconds since the epoch, intervals in seconds, sizes in bytes of payload."""

    count: int = 0
    first_at: float = 0.0
    last_at: float = 0.0
    intervals: Range = field(default_factory=Range)
    sizes: Range = field(default_factory=Range)
    values: Range = field(default_factory=Range)  # of payloads that are a number


@dataclass(slots=True)
class _Block(Figures):
    first_seq: int = 0
    last_seq: int = 0
    lead_s: float | None = None  # the interval between the row before the block and its first one


class HistoryFigures:
    """Call `step` in every frame; `figures` is what has been gone through."""

    def __init__(self, log: MessageLog, rows: FilteredLog) -> None:
        self._log = log
        self._rows = rows
        self._at = rows.first  # a position: what is before it was gone through
        self._blocks: deque[_Block] = deque()

    def step(self, budget_s: float) -> bool:
        """Go through rows for about so long; whether there are more."""
        until = perf_counter() + budget_s
        self._forget()
        while self._at < self._rows.last:
            block = self._blocks[-1] if self._blocks else None
            if block is None or block.count >= BLOCK_ROWS:
                before = block
                block = _Block()
                if before is not None:
                    block.lead_s, block.last_at = 0.0, before.last_at
                self._blocks.append(block)
            room = min(ROWS_PER_LOOK, BLOCK_ROWS - block.count, self._rows.last - self._at)
            self._at += self._add(block, self._at, room)
            if perf_counter() > until:
                break
        return self._at < self._rows.last

    def _forget(self) -> None:
        """Let go of what has left the log."""
        first = self._log.first
        self._at = max(self._at, self._rows.first)
        while self._blocks and self._blocks[0].last_seq < first:
            self._blocks.popleft()
        if self._blocks and self._blocks[0].first_seq < first:
            left = self._blocks[0]
            begin, end = self._rows.first, self._rows.position(left.last_seq) + 1
            block = _Block()
            while begin < end:
                begin += self._add(block, begin, end - begin)
            self._blocks[0] = block

    def _add(self, block: _Block, position: int, count: int) -> int:
        """Take rows into a block; how many there were."""
        seqs = self._rows.seqs(position, count)
        for segment, indexes in self._log.parts(seqs):
            for index in indexes:
                _add_row(block, segment, index)
        if block.count == len(seqs):
            block.first_seq = seqs[0]
        block.last_seq = seqs[-1]
        return len(seqs)

    @property
    def figures(self) -> Figures:
        whole = Figures()
        for block in self._blocks:
            if not whole.count:
                whole.first_at = block.first_at
            elif block.lead_s is not None:
                whole.intervals.add(block.lead_s)
            whole.count += block.count
            whole.last_at = block.last_at
            whole.intervals.join(block.intervals)
            whole.sizes.join(block.sizes)
            whole.values.join(block.values)
        return whole


def _add_row(block: _Block, segment: Segment, index: int) -> None:
    at = segment.received_at(index)
    if block.count:
        block.intervals.add(at - block.last_at)
    else:
        block.first_at = at
        if block.lead_s is not None:  # `last_at` is still that of the block before
            block.lead_s = at - block.last_at
    block.last_at = at
    block.count += 1
    size = segment.payload_size(index)
    block.sizes.add(size)
    if 0 < size <= LONGEST_NUMBER:
        value = plain_number(segment.payload(index))
        if value is not None:
            block.values.add(value)


def plain_number(payload: bytes) -> float | None:
    """The number that a payload is; None for anything else, also for NaN and what no float can hold."""
    if not payload[:1] or payload[0] not in b"+-.0123456789 \t\n\r" or b"_" in payload:
        return None
    try:
        value = float(payload)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
