"""Turns a query and a starting point into the next row that matches, forward or backward, in slices.

Unlike a filter it keeps nothing: it looks at rows until it has one. With `within` only rows that another filter lets
through count.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

import numpy as np

from .filter import FilteredLog
from .log import MessageLog
from .matcher import Chunk, make_matcher
from .query_terms import And, Field, Or, RegexIn, Term, TextIn
from .regex_guard import RegexTooSlow, compile_regex
from .regex_search import StillSearching

FIRST_ROWS: Final = 512
MAX_ROWS: Final = 65_536
QUICK_S: Final = 0.002  # a chunk that took less lets the next one be larger


class Find:
    """Looks from row `start` (included) to the newest or the oldest visible row; `found` is a sequence number.

    Call `step` until it returns true. It does not begin again at the other end: another `Find` can.
    """

    def __init__(
        self, log: MessageLog, query: Term, start: int, *, backward: bool = False, within: FilteredLog | None = None
    ) -> None:
        self.found: int | None = None
        self.stopped_by: RegexTooSlow | None = None
        self._log = log
        self._matcher = make_matcher(query, log.topics)
        self._within = within
        self._backward = backward
        self._at = start + 1 if backward else start  # a border between rows: what lies behind it is done
        self._rows = FIRST_ROWS
        self._chunk: Chunk | None = None
        self._sure = np.empty(0, np.bool_)
        self._candidates: list[int] = []  # indexes in the chunk, the next one last
        self._searching: StillSearching | None = None  # what the next candidate waits for
        self._unwatch = log.watch_topics(self._matcher.forget)

    def close(self) -> None:
        self._unwatch()

    @property
    def at(self) -> int:
        """How far the rows were looked at."""
        return self._at

    def step(self, budget_s: float = 0.008) -> bool:
        """Look for about so long; true if a row was found, or if there is none."""
        until = perf_counter() + budget_s
        try:
            while self.found is None and (self._searching is None or self._searching.wait(until)):
                try:
                    if self._chunk is None and not self._begin(until):
                        break
                    self._go_on(until)
                except StillSearching as still:
                    self._searching = still
                if perf_counter() > until:
                    break
        except RegexTooSlow as slow:
            self.stopped_by = slow
        return self.found is not None or self.stopped_by is not None or self._ended

    @property
    def _ended(self) -> bool:
        if self._chunk is not None and self._chunk.first >= self._log.first:
            return False
        first, last = self._log.first, self._log.last
        return min(self._at, last) <= first if self._backward else max(self._at, first) >= last

    def _begin(self, until: float) -> bool:
        """Look at another chunk as a whole; false if none is left, or no time to learn its topics."""
        if self._ended:
            return False
        began = perf_counter()
        if self._backward:
            high_seq = min(self._at, self._log.last)
            *_, (segment, low, high) = self._log.segments(max(high_seq - self._rows, self._log.first), high_seq)
        else:
            low_seq = max(self._at, self._log.first)
            segment, low, high = next(self._log.segments(low_seq, low_seq + self._rows))
        chunk = Chunk(segment, low, high)
        if not self._matcher.learn(chunk.columns.topic_ids, until):
            return False
        self._settle()
        self._sure, unsure = self._matcher.scan(chunk)
        possible = self._sure | unsure
        if self._within is not None:
            inside = np.zeros(len(chunk), np.bool_)
            inside[self._within.matching(chunk.first, chunk.first + len(chunk)) - chunk.first] = True
            possible &= inside
        self._candidates = np.flatnonzero(possible if self._backward else possible[::-1]).tolist()
        if not self._backward:
            self._candidates = [len(chunk) - 1 - index for index in self._candidates]
        self._chunk = chunk
        if perf_counter() - began < QUICK_S:
            self._rows = min(self._rows * 2, MAX_ROWS)
        return True

    def _go_on(self, until: float) -> None:
        """Go through the chunk's candidates."""
        chunk = self._chunk
        if chunk is None:
            return
        if chunk.first < self._log.first:  # it left the log meanwhile
            self._chunk = None
            self._settle()
            return
        while self._candidates:
            index = self._candidates[-1]
            if self._sure[index] or self._matcher.test(chunk, index):
                self.found = chunk.first + index
                return
            self._candidates.pop()
            self._settle()
            if perf_counter() > until:
                return
        self._at = chunk.first if self._backward else chunk.first + len(chunk)
        self._chunk = None

    def _settle(self) -> None:
        """What was searched for is decided, or not wanted any more."""
        if self._searching is not None:
            self._searching.searches.settle()
            self._searching = None


def marks(query: Term, field: Field, text: str) -> list[tuple[int, int]]:
    """Where a query's texts and patterns stand in a topic or payload on the screen, as [start, end) in order.

    What stands under a "not" marks nothing. Raises nothing: a pattern that runs away marks nothing either.
    """
    found: list[tuple[int, int]] = []
    for spans in _markers(query, field):
        found += spans(text)
    found.sort()
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


Spans = Callable[[str], list[tuple[int, int]]]


def _markers(term: Term, field: Field) -> list[Spans]:
    match term:
        case And(parts) | Or(parts):
            return [marker for part in parts for marker in _markers(part, field)]
        case TextIn(where, wanted, ignore_case) if wanted and where in (field, Field.ANYWHERE):
            return [lambda text: _text_spans(text, wanted, ignore_case)]
        case RegexIn(where, pattern, ignore_case) if where is field:
            return [compile_regex(pattern, ignore_case).spans]
        case _:
            return []


def _text_spans(text: str, wanted: str, ignore_case: bool) -> list[tuple[int, int]]:
    if ignore_case:
        lower = text.lower()
        text = lower if len(lower) == len(text) else text  # where a letter grows, small ones alone
    spans = []
    at = text.find(wanted)
    while at >= 0:
        spans.append((at, at + len(wanted)))
        at = text.find(wanted, at + len(wanted))
    return spans
