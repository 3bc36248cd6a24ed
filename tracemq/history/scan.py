"""Turns rows of a log into those that match, in slices of a few ms, from old to new.

A chunk is a part of one segment; its size follows the time that the last one took. Rows that only a slow test can
decide are tested one by one with an eye on the clock, so no step takes much longer than it was allowed.
"""

from __future__ import annotations

from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .log import MessageLog
from .matcher import Chunk, Matcher
from .regex_guard import RegexTooSlow
from .regex_search import StillSearching

FIRST_ROWS: Final = 2_048
MIN_ROWS: Final = 256
MAX_ROWS: Final = 65_536
QUICK_S: Final = 0.001  # a chunk that took less lets the next one be larger ...
SLOW_S: Final = 0.004  # ... and one that took more makes it smaller


class Scan:
    """Looks at rows from `at` on, once each; rows that leave the log before their turn are passed over."""

    def __init__(self, log: MessageLog, matcher: Matcher, at: int) -> None:
        self.at = at  # every row before it is decided
        self.too_long = 0  # rows whose payload was too long to be looked into; they do not match
        self.passed_over = 0  # rows that were never looked at
        self.stopped_by: RegexTooSlow | None = None
        self._log = log
        self._matcher = matcher
        self._rows = FIRST_ROWS
        self._chunk: Chunk | None = None  # one that has open rows
        self._yes = np.empty(0, np.bool_)
        self._open: list[int] = []  # indexes of rows to test, the next one last
        self._reported = 0  # rows of the chunk that were given out or turned down
        self._searching: StillSearching | None = None  # what the next row waits for
        self._unwatch = log.watch_topics(matcher.forget)

    def close(self) -> None:
        self._unwatch()

    def skip_to(self, row: int) -> None:
        """Leave the rows before this one undecided."""
        self.passed_over += row - self.at
        self.at = row
        self._chunk = None
        self._settle()

    def step(self, last: int, until: float) -> NDArray[np.int64]:
        """The next matches below row `last`, as many as are found until then (as of perf_counter).

        A pattern that runs away ends the scan: `stopped_by` says so.
        """
        found: list[NDArray[np.int64]] = []
        try:
            while self.at < last and self.stopped_by is None:
                if self._forgotten():
                    continue
                if self._searching is not None and not self._searching.wait(until):
                    break
                if self._chunk is None and not self._begin(last, until):
                    break
                found.append(self._go_on(until))
                if perf_counter() > until:
                    break
        except RegexTooSlow as slow:
            self.stopped_by = slow
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def _forgotten(self) -> bool:
        """Whether rows left before they were looked at."""
        if self.at >= self._log.first:
            return False
        self.skip_to(self._log.first)
        return True

    def _begin(self, last: int, until: float) -> bool:
        """Look at another chunk as a whole; false if its topics could not be learned yet."""
        began = perf_counter()
        segment, low, high = next(self._log.segments(self.at, min(last, self.at + self._rows)))
        chunk = Chunk(segment, low, high)
        try:
            if not self._matcher.learn(chunk.columns.topic_ids, until):
                return False
        except StillSearching as still:
            self._searching = still
            return still.wait(until)
        self._settle()
        self._yes, unsure = self._matcher.scan(chunk)
        self._open = np.flatnonzero(unsure)[::-1].tolist()
        self._reported = 0
        self._chunk = chunk
        took = perf_counter() - began
        if took < QUICK_S:
            self._rows = min(self._rows * 2, MAX_ROWS)
        elif took > SLOW_S:
            self._rows = max(self._rows // 2, MIN_ROWS)
        return True

    def _go_on(self, until: float) -> NDArray[np.int64]:
        """Test open rows of the chunk, and give out what is decided."""
        chunk = self._chunk
        if chunk is None:
            return np.empty(0, np.int64)
        undecided, yes, test = self._open, self._yes, self._matcher.test
        try:
            while undecided:
                index = undecided[-1]
                yes[index] = test(chunk, index)
                undecided.pop()
                if self._searching is not None:
                    self._settle()
                if perf_counter() > until:  # a look costs 0.04 us, a test 1 us or 10 ms
                    break
        except StillSearching as still:
            self._searching = still
        finally:
            decided = undecided[-1] if undecided else len(chunk)
            self.too_long += len(chunk.too_long)
            chunk.too_long.clear()
        matching = np.flatnonzero(self._yes[self._reported : decided]) + chunk.first + self._reported
        self._reported = decided
        self.at = chunk.first + decided
        if decided == len(chunk):
            self._chunk = None
        return matching

    def _settle(self) -> None:
        """What was searched for is decided, or not wanted any more."""
        if self._searching is not None:
            self._searching.searches.settle()
            self._searching = None
