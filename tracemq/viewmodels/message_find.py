"""Turns a searched text and a row to begin at into the next row that has it, around the end if need be, in slices."""

from __future__ import annotations

from typing import Final

from tracemq.history.filter import FilteredLog
from tracemq.history.find import Find
from tracemq.history.find_in_order import FindInOrder, Matches
from tracemq.history.log import MessageLog
from tracemq.history.query import QueryError, parse
from tracemq.history.query_reader import ignores_case
from tracemq.history.query_terms import And, Field, Term, TextIn
from tracemq.history.regex_guard import RegexTooSlow
from tracemq.history.sorted_log import SortedLog

QUOTES: Final = frozenset("\"'")


def find_term(text: str) -> Term | None:
    """Read a query as people type it who look for a text: plain words are one text, and nothing is an error."""
    wanted = text.strip()
    try:
        term = parse(text)
    except QueryError:
        term = TextIn(Field.ANYWHERE, wanted, ignores_case(wanted))
    if term is not None and _plain(term) and not QUOTES & set(text):
        term = TextIn(Field.ANYWHERE, wanted, ignores_case(wanted))
    return term


def _plain(term: Term) -> bool:
    if isinstance(term, And):
        return all(map(_plain, term.parts))
    return isinstance(term, TextIn) and term.field is Field.ANYWHERE


class MessageFind:
    """One look for the next row; call `step` while `working`."""

    def __init__(
        self, log: MessageLog, query: Term, start: int, *, backward: bool = False, within: FilteredLog | None = None
    ) -> None:
        self.found: int | None = None  # a sequence number
        self.wrapped = False
        self.working = True
        self.stopped_by: RegexTooSlow | None = None
        self._log, self._query, self._within = log, query, within
        self.backward = backward
        self._start = start
        self._find = Find(log, query, start, backward=backward, within=within)

    def step(self, budget_s: float) -> None:
        """Go on for about so long."""
        if not self.working:
            return
        ended = self._find.step(budget_s)
        if self._find.found is not None:
            self.found = self._find.found
            self.close()
        elif self._find.stopped_by is not None:
            self.stopped_by = self._find.stopped_by
            self.close()
        elif ended and not self.wrapped:
            self._find.close()
            self.wrapped = True
            begin = self._log.last - 1 if self.backward else self._log.first
            self._find = Find(self._log, self._query, begin, backward=self.backward, within=self._within)
        elif ended or (self.wrapped and self._back_at_start):
            self.close()

    @property
    def _back_at_start(self) -> bool:
        return self._find.at <= self._start if self.backward else self._find.at > self._start

    @property
    def progress(self) -> float:
        """How much of all rows was looked at, from 0 to 1."""
        rows = self._log.last - self._log.first
        if not rows:
            return 1.0
        ahead = self._start - self._log.first if self.backward else self._log.last - self._start
        done = self._log.last - self._find.at if self.backward else self._find.at - self._log.first
        looked_at = ahead + done if self.wrapped else done - (rows - ahead)
        return min(max(looked_at / rows, 0.0), 1.0)

    def close(self) -> None:
        """Look at the log no more."""
        self.working = False
        self._find.close()


class SortedFind:
    """The same in the order of a sorted view, from one of its positions on; `matches` belong to the caller."""

    def __init__(
        self, log: MessageLog, view: SortedLog, matches: Matches, start: int, *, backward: bool = False
    ) -> None:
        self.found: int | None = None  # a sequence number
        self.wrapped = False
        self.working = True
        self.stopped_by: RegexTooSlow | None = None
        self.backward = backward
        self._log, self._view, self._matches = log, view, matches
        self._find = FindInOrder(log, view, matches, start, backward=backward)

    def step(self, budget_s: float) -> None:
        """Go on for about so long."""
        if not self.working or not self._find.step(budget_s):
            return
        if self._find.found is not None:
            self.found = self._view.seq(self._find.found)
        elif self._find.stopped_by is not None:
            self.stopped_by = self._find.stopped_by
        elif not self.wrapped:
            self._find.close()
            self.wrapped = True
            begin = self._view.last - 1 if self.backward else self._view.first
            self._find = FindInOrder(self._log, self._view, self._matches, begin, backward=self.backward)
            return
        self.close()

    @property
    def progress(self) -> float:
        """How much of all rows was looked at, from 0 to 1."""
        return self._find.progress

    def close(self) -> None:
        """Look at view and log no more."""
        self.working = False
        self._find.close()
