"""Turns a searched query into how many rows have it, and which of them one row is, a slice of time after another.

What arrives is counted as well, and what leaves no more. A row that a filter hides does not count.
"""

from __future__ import annotations

from tracemq.history.filter import FilteredLog
from tracemq.history.log import MessageLog
from tracemq.history.query_terms import And, Term


class HitCount:
    """Call `step` until `complete`, again when messages have arrived, and `close` when done with it."""

    def __init__(self, log: MessageLog, query: Term, within: FilteredLog | None = None) -> None:
        self._within = within
        self._hits = FilteredLog(log, query if within is None else And((within.query, query)))

    def step(self, budget_s: float) -> None:
        """Go on for about so long."""
        if not self._hits.caught_up:
            self._hits.step(budget_s)

    @property
    def complete(self) -> bool:
        return self._hits.caught_up

    @property
    def count(self) -> int | None:
        """Rows found so far; None where that cannot be said: a pattern ran away, or the filter has skipped rows."""
        skipped = self._within is not None and self._within.passed_over > 0
        if skipped or self._hits.stopped_by is not None:
            return None
        return self._hits.last - self._hits.first

    def place(self, seq: int) -> int | None:
        """Which of the rows that were found a message is, from 1 on; None if it is none of them."""
        position = self._hits.position(seq)
        if position >= self._hits.last or self._hits.seq(position) != seq:
            return None
        return position - self._hits.first + 1

    def close(self) -> None:
        """Look at the log no more."""
        self._hits.close()
