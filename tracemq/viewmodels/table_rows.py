"""Turns a query and a wish for an order into the rows that the message table shows, in slices of time.

What is shown is always one of three: the whole log, a filter over it, or one of these two as it was when it was
sorted. The filter goes on beneath a sorted view, so that the live order can be come back to at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tracemq.history.filter import FilteredLog
from tracemq.history.log import MessageLog
from tracemq.history.query_terms import Term
from tracemq.history.row import LogView
from tracemq.history.sorted_log import SortColumn, SortedLog

from .message_table import Column

SORT_KEYS: Final = {
    Column.NUMBER: SortColumn.ARRIVAL,
    Column.TIME: SortColumn.ARRIVAL,
    Column.TOPIC: SortColumn.TOPIC,
    Column.PAYLOAD: SortColumn.PAYLOAD,
    Column.QOS: SortColumn.QOS,
    Column.RETAIN: SortColumn.RETAIN,
    Column.DUP: SortColumn.DUP,
    Column.PACKET_ID: SortColumn.PACKET_ID,
    Column.SIZE: SortColumn.SIZE,
}


class TableRows:
    """Call `step` in every frame, and again soon while it returns true; `show` gets each new view of the rows."""

    def __init__(self, log: MessageLog, show: Callable[[LogView, bool], None]) -> None:
        """`show` is called with a view and whether it is in the order of arrival."""
        self._log = log
        self._show = show
        self._filter: FilteredLog | None = None
        self._sorted: SortedLog | None = None
        self._sorting: SortedLog | None = None  # not in order yet: the view before it is still shown
        self._order: tuple[Column, bool] | None = None
        self._sorted_until = 0  # a position in the live order
        self.paused_at: int | None = None  # the first message that a pause hides: it is not sorted either

    @property
    def filter(self) -> FilteredLog | None:
        return self._filter

    @property
    def order(self) -> tuple[Column, bool] | None:
        """The column that was asked to be sorted by, and whether descending; None for the order of arrival."""
        return self._order

    @property
    def sorted(self) -> SortedLog | None:
        """The rows in another order, once they are shown in it."""
        return self._sorted

    @property
    def live(self) -> LogView:
        """The rows in the order of arrival."""
        return self._log if self._filter is None else self._filter

    def narrow(self, query: Term | None) -> None:
        """Show only rows that match; None for all."""
        before = self._filter
        self._filter = None if query is None else FilteredLog(self._log, query)
        self._show(self.live, True)
        self._leave_order()
        if before is not None:
            before.close()

    def sort(self, column: Column | None, *, descending: bool = False) -> None:
        """Sort the rows that are there once the filter is through; None goes back to the live order."""
        self._order = None if column is None else (column, descending)
        if column is None and self._sorted is not None:  # another order replaces this one once it is made
            self._show(self.live, True)
        self._leave_order()

    def _leave_order(self) -> None:
        for view in (self._sorted, self._sorting):
            if view is not None:
                view.close()
        self._sorted = self._sorting = None

    # -- time

    def step(self, budget_s: float) -> bool:
        """Go on for about so long; return whether there is more to do at once."""
        filtering = self._filter is not None and not self._filter.step(budget_s)
        if self._sorted is not None:
            self._sorted.step(budget_s)
        if self._order is None or self._sorted is not None or filtering:
            return filtering
        if self._sorting is None:
            column, descending = self._order
            live, before = self.live, self.paused_at
            self._sorted_until = live.last if before is None else live.position(before)
            self._sorting = SortedLog(self._log, live, SORT_KEYS[column], descending=descending, before=before)
        if not self._sorting.step(budget_s):
            return True
        self._sorted, self._sorting = self._sorting, None
        self._show(self._sorted, False)
        return False

    @property
    def working(self) -> bool:
        """Whether rows are yet to be looked at or to be put in order."""
        filtering = self._filter is not None and not self._filter.caught_up
        return filtering or (self._order is not None and self._sorted is None)

    @property
    def progress(self) -> float:
        """How much of the work is done, from 0 to 1."""
        if self._sorting is not None:
            return self._sorting.progress
        return 1.0 if self._filter is None else self._filter.progress

    @property
    def since_sorted(self) -> int:
        """Rows of the live order that came, or were found, after the order was made; at least 0."""
        return 0 if self._sorted is None else max(0, self.live.last - self._sorted_until)

    def stop(self) -> None:
        """Leave out what the filter has not looked at yet, or the order that is being made."""
        if self._filter is not None and not self._filter.caught_up:
            self._filter.stop()
        elif self._sorting is not None:
            self.sort(None)

    def close(self) -> None:
        self._leave_order()
        if self._filter is not None:
            self._filter.close()
