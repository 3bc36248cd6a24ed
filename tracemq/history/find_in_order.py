"""Turns a query and a place in a sorted view into the next row of that view that matches, forward or backward.

Rows that are neighbours in such a view lie anywhere in the log. The nearest ones are looked at one by one, which finds
what is common at once; then the log is looked through from end to end, as a filter does it, and the view is walked
with what was found. That is done once for a query: `Matches` keeps it for the following looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .log import MessageLog
from .matcher import Chunk, make_matcher
from .query_terms import Term
from .regex_guard import RegexTooSlow
from .regex_search import StillSearching
from .scan import Scan
from .sorted_log import SortedLog

NEAR: Final = 1_000  # rows that are looked at one by one
NEAR_AT_ONCE: Final = 16  # between two looks at the clock
WALKED_AT_ONCE: Final = 65_536


class Matches:
    """Which rows of a log match a query, of those that were there when it was made; a bit of memory for each row."""

    def __init__(self, log: MessageLog, query: Term) -> None:
        self._log = log
        self._matcher = make_matcher(query, log.topics)
        self._scan = Scan(log, self._matcher, log.first)
        self._first, self._last = log.first, log.last
        self._found = np.zeros((log.last - log.first + 7) // 8, np.uint8)

    @property
    def complete(self) -> bool:
        return self._scan.at >= self._last

    @property
    def stopped_by(self) -> RegexTooSlow | None:
        """The pattern that ran away, if one did: the rest will not be looked at."""
        return self._scan.stopped_by

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        return (self._scan.at - self._first) / (self._last - self._first) if self._last > self._first else 1.0

    def step(self, until: float) -> bool:
        """Look through the log until then (as of perf_counter); true if all of it was looked at."""
        places = self._scan.step(self._last, until) - self._first
        np.bitwise_or.at(self._found, places >> 3, (1 << (places & 7)).astype(np.uint8))
        return self.complete or self.stopped_by is not None

    def test(self, seq: int) -> bool:
        """Whether one row of the log matches; may raise RegexTooSlow and StillSearching."""
        segment, low, high = next(self._log.segments(seq, seq + 1))
        chunk = Chunk(segment, low, high)
        self._matcher.learn(chunk.columns.topic_ids, float("inf"))
        sure, unsure = self._matcher.scan(chunk)
        return bool(sure[0]) or (bool(unsure[0]) and self._matcher.test(chunk, 0))

    def among(self, seqs: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each row whether it is known to match; rows that left the log do not."""
        places = seqs - self._first
        inside = (seqs >= self._log.first) & (seqs < self._last)
        places[~inside] = 0
        found: NDArray[np.bool_] = (self._found[places >> 3] >> (places & 7) & 1).astype(np.bool_)
        return found & inside

    def close(self) -> None:
        """Look at the log no more."""
        self._scan.close()


class FindInOrder:
    """Looks from position `start` of the view (included) to its end or beginning; `found` is a position of the view.

    Call `step` until it returns true, then `close`. It does not begin again at the other end: another one can, with
    the same `matches`, which belong to the caller. While rows leave, `found` moves with the view until `close`.
    """

    def __init__(
        self, log: MessageLog, view: SortedLog, matches: Matches, start: int, *, backward: bool = False
    ) -> None:
        self.found: int | None = None
        self.stopped_by: RegexTooSlow | None = None
        self._log = log
        self._view = view
        self._matches = matches
        self._backward = backward
        self._at = start + 1 if backward else start  # a border between positions: what lies behind it is done
        self._near = NEAR
        self._searching: StillSearching | None = None  # what the nearest row waits for
        self._unwatch = view.watch(self)

    def close(self) -> None:
        self._unwatch()

    @property
    def at(self) -> int:
        """How far the view was looked at, as a border between positions."""
        return self._at

    @property
    def progress(self) -> float:
        """How much of the log was looked through, from 0 to 1; the walk through the view takes next to nothing."""
        return self._matches.progress

    def step(self, budget_s: float = 0.008) -> bool:
        """Look for about so long; true if a row was found, or if there is none."""
        until = perf_counter() + budget_s
        try:
            while self._looking and not self._matches.complete and self._near:
                if self._searching is not None and not self._searching.wait(until):
                    return False
                self._look_near()
                if perf_counter() > until:
                    return not self._looking
        except RegexTooSlow as slow:
            self.stopped_by = slow
            return True
        if self._looking and not self._matches.step(until):
            return False
        self.stopped_by = self._matches.stopped_by
        while self._looking and self.stopped_by is None:
            self._walk()
            if perf_counter() > until:
                break
        return not self._looking or self.stopped_by is not None

    @property
    def _looking(self) -> bool:
        if self.found is not None:
            return False
        return min(self._at, self._view.last) > self._view.first if self._backward else self._at < self._view.last

    def _part(self, count: int) -> tuple[int, NDArray[np.int64]]:
        """The next rows to look at, and the position of the first one."""
        view = self._view
        if self._backward:
            last = min(self._at, view.last)
            first = max(last - count, view.first)
        else:
            first = max(self._at, view.first)
            last = min(first + count, view.last)
        return first, view.numbers(first, last)

    def _look_near(self) -> None:
        first, seqs = self._part(min(NEAR_AT_ONCE, self._near))
        order = range(len(seqs) - 1, -1, -1) if self._backward else range(len(seqs))
        for place in order:
            try:
                hit = seqs[place] >= self._log.first and self._matches.test(int(seqs[place]))
            except StillSearching as still:
                self._searching = still
                return
            if self._searching is not None:
                self._searching.searches.settle()
                self._searching = None
            if hit:
                self._set_found(first + place)
                return
            self._at = first + place + (not self._backward)
            self._near -= 1

    def _walk(self) -> None:
        first, seqs = self._part(WALKED_AT_ONCE)
        places = np.flatnonzero(self._matches.among(seqs))
        if len(places):
            self._set_found(first + int(places[-1 if self._backward else 0]))
        else:
            self._at = first if self._backward else first + len(seqs)

    def _set_found(self, position: int) -> None:
        self.found = position
        self._at = position

    @contextmanager
    def adding(self, count: int) -> Iterator[None]:
        """What joins the view at its end comes later."""
        yield

    @contextmanager
    def removing(self, count: int) -> Iterator[None]:
        """A sorted view is packed: all rows leave, and those that are still in the log join again, in their order."""
        first, last = self._view.first, self._view.last
        at = min(max(self._at, first), last)
        stay = int((self._view.numbers(first, at) >= self._log.first).sum())
        yield
        self._at = last + stay
        if self.found is not None:
            self.found = self._at
