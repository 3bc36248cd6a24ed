"""Turns a log and a query into a view of the rows that match, over what was kept and what arrives.

`step` goes through the rows in slices, old ones first, so rows only ever appear at the end of the view. A matching row
costs two bytes. Rows leave the view when they leave the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from tracemq.mqtt.batch import Message
from tracemq.mqtt.types import Version

from .log import MessageLog
from .matcher import make_matcher
from .query_terms import Term
from .regex_guard import RegexTooSlow
from .row import LogWatcher, Row
from .scan import Scan
from .seq_list import SeqList


class FilteredLog:
    """The rows of a log that match a query; implements `LogView` and watches the log (`LogWatcher`).

    Positions count the matches, from 0 on; `seq` leads to the row in the log.
    """

    def __init__(self, log: MessageLog, query: Term) -> None:
        self.query = query
        self._log = log
        self._scan = Scan(log, make_matcher(query, log.topics), log.first)
        self._start = log.first
        self._goal = log.last  # what was kept when the filter began
        self._stopped_over = 0
        self._seqs = SeqList()
        self._watchers: list[LogWatcher] = []
        self._unwatch = log.watch(self)

    # -- the run over the rows

    def step(self, budget_s: float = 0.008) -> bool:
        """Look at further rows for about so long, and show those that match; true if no visible row is left."""
        found = self._scan.step(self._log.last, perf_counter() + budget_s)
        if len(found):
            with ExitStack() as told:
                for watcher in tuple(self._watchers):
                    told.enter_context(watcher.adding(len(found)))
                self._seqs.append(found)
        return self.caught_up

    @property
    def caught_up(self) -> bool:
        """Whether every visible row of the log has been looked at, or never will be."""
        return self._scan.at >= self._log.last or self._scan.stopped_by is not None

    @property
    def progress(self) -> float:
        """The part of the rows kept when the filter began that has been looked at, from 0 to 1."""
        done = min(max(self._scan.at, self._log.first), self._goal) - self._start
        return done / (self._goal - self._start) if self._goal > self._start else 1.0

    @property
    def waiting(self) -> int:
        """Visible rows that were not looked at yet: with a slow filter, arriving messages may be faster."""
        return max(self._log.last - max(self._scan.at, self._log.first), 0)

    def stop(self) -> None:
        """Leave out what was not looked at yet, and go on with what arrives from now on."""
        if self.waiting:
            self._stopped_over += self.waiting
            self._scan.skip_to(self._log.last)

    @property
    def passed_over(self) -> int:
        """Rows that were never looked at: because of `stop`, or because they left the log before their turn."""
        return self._scan.passed_over

    @property
    def stopped_over(self) -> int:
        """Those of them that were left out by `stop`."""
        return self._stopped_over

    @property
    def too_long(self) -> int:
        """Rows whose payload was too long for a look at its JSON or by a regular expression."""
        return self._scan.too_long

    @property
    def stopped_by(self) -> RegexTooSlow | None:
        """The pattern that ran away and ended the filter, if one did."""
        return self._scan.stopped_by

    def close(self) -> None:
        """Look at the log no more."""
        self._unwatch()
        self._scan.close()

    @contextmanager
    def adding(self, count: int) -> Iterator[None]:
        """The log's new rows are looked at by the next `step`."""
        yield

    @contextmanager
    def removing(self, count: int) -> Iterator[None]:
        """Rows that leave the log leave the view."""
        first = self._log.first + count
        rows = self._seqs.position(first) - self._seqs.first
        with ExitStack() as told:
            if rows:
                for watcher in tuple(self._watchers):
                    told.enter_context(watcher.removing(rows))
            yield
            self._seqs.drop_before(first)

    # -- LogView

    @property
    def first(self) -> int:
        return self._seqs.first

    @property
    def last(self) -> int:
        return self._seqs.last

    def row(self, position: int) -> Row:
        return self._log.row(self._seqs[position])

    def rows(self, first: int, count: int) -> list[Row]:
        return self._log.rows_at(self._seqs.slice(first, first + count))

    def payload(self, position: int, limit: int | None = None) -> bytes:
        return self._log.payload(self._seqs[position], limit)

    def packet(self, position: int) -> bytes:
        return self._log.packet(self._seqs[position])

    def message(self, position: int) -> Message:
        return self._log.message(self._seqs[position])

    def version(self, position: int) -> Version:
        return self._log.version(self._seqs[position])

    def seq(self, position: int) -> int:
        return self._seqs[position]

    def seqs(self, first: int, count: int) -> Sequence[int]:
        return self._seqs.slice(first, first + count)

    def position(self, seq: int) -> int:
        return self._seqs.position(seq)

    def matching(self, first_seq: int, last_seq: int) -> NDArray[np.int64]:
        """The sequence numbers in [first_seq, last_seq) that were let through, in order."""
        return self._seqs.between(first_seq, last_seq)

    def watch(self, watcher: LogWatcher) -> Callable[[], None]:
        self._watchers.append(watcher)

        def unwatch() -> None:
            self._watchers = [other for other in self._watchers if other is not watcher]

        return unwatch
