"""Joins the message table with the lines that filter it, search it and say in which order it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracemq.history.log import MessageLog
from tracemq.history.query import payload_query, topic_query
from tracemq.history.query_terms import Term
from tracemq.viewmodels.message_table import Column, MessageTableModel
from tracemq.viewmodels.row_colours import RowColours
from tracemq.viewmodels.table_rows import TableRows

from .filter_line import FilterLine
from .find_bar import FindBar
from .later import Later, keep_tab_order
from .message_table import MessageTable
from .order_bar import OrderBar

FRAME_SLICE_S: Final = 0.004  # in each frame, for what has just arrived
WORK_SLICE_S: Final = 0.008  # again and again, for what was kept
PAUSE_MS: Final = 1  # for everything else, between two slices
TELL_INTERVAL_S: Final = 0.25  # numbers that change more often cannot be read
AGE_INTERVAL_S: Final = 1.0
LATE_ROWS: Final = 100_000  # a filter that has more to look at than this cannot keep up with what arrives


class MessagePanel(QWidget):
    """Call `tick` once per frame and `close_views` when the connection is closed."""

    def __init__(self, log: MessageLog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._told_at_s = self._aged_at_s = 0.0
        self._late = False
        self._evicted_before = 0  # before the user cleared the log
        self._looked_back = True  # whether the filter is through with what was kept when it began
        self.filter_line = FilterLine(self)
        self.model = MessageTableModel(log, self)
        self.table = MessageTable(self.model, self)
        self.rows = TableRows(log, self.table.show_view)
        self._colours = RowColours(log)
        self._order_bar, self._find_bar = Later(self._make_order_bar), Later(self._make_find_bar)
        self._work = QTimer(self, interval=PAUSE_MS)
        self._work.timeout.connect(self._go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_line)
        column.addWidget(self.table, 1)
        self._column = column
        self._connect()

    @property
    def order_bar(self) -> OrderBar:
        return self._order_bar()

    @property
    def find_bar(self) -> FindBar:
        return self._find_bar()

    def _make_order_bar(self) -> OrderBar:
        bar = OrderBar(self)
        bar.again_asked.connect(self._sort_again)
        bar.live_asked.connect(self._leave_order)
        self._column.insertWidget(self._column.indexOf(self.table), bar)
        keep_tab_order(self.filter_line, bar)
        return bar

    def _make_find_bar(self) -> FindBar:
        bar = FindBar(self._log, self.rows, self.table, self)
        bar.closed.connect(self._focus_table)
        self._column.addWidget(bar)
        keep_tab_order(self.table, bar)
        return bar

    def _connect(self) -> None:
        table, line = self.table, self.filter_line
        table.offer_filters()
        table.filter_asked.connect(self._filter_topic)
        table.value_asked.connect(self._filter_value)
        table.sort_asked.connect(self.sort)
        table.escaped.connect(self._escaped)
        line.query_changed.connect(self.narrow)
        line.stop_asked.connect(self.stop)
        line.left.connect(self._focus_table)

    # -- filtering

    def narrow(self, query: Term | None) -> None:
        """Show only what matches."""
        self._looked_back = False
        self.rows.narrow(query)
        if self._find_bar.made is not None:
            self.find_bar.rows_changed()
        self._begin()

    def show_only(self, topic_filter: str) -> None:
        """Filter by a topic or a branch, in place of the filter that stands."""
        self.filter_line.set_query(topic_query(topic_filter))

    def _filter_topic(self, topic: str) -> None:
        self.filter_line.add_query(topic_query(topic))

    def _filter_value(self, payload: str) -> None:
        self.filter_line.add_query(payload_query(payload))

    def stop(self) -> None:
        """Look no further back."""
        self.rows.stop()
        self._tell()

    def _escaped(self) -> None:
        if self.rows.working:
            self.stop()
        elif self._find_bar.made is not None and self.find_bar.isVisible():
            self.find_bar.end()

    # -- order

    def sort(self, column: Column | None, descending: bool = False) -> None:
        """Put the rows that are there in order; None leads back to the order of arrival."""
        self.rows.sort(column, descending=descending)
        self._begin()

    def _sort_again(self) -> None:
        if self.rows.order is not None:
            self.sort(*self.rows.order)

    def _leave_order(self) -> None:
        self.sort(None)

    # -- time

    def tick(self, now_s: float) -> None:
        """Look at what has arrived; `now_s` is time.monotonic."""
        if not self._work.isActive() and self.rows.step(FRAME_SLICE_S):
            self._work.start()
        if self._find_bar.made is not None:
            self.find_bar.catch_up(FRAME_SLICE_S)
        if now_s - self._told_at_s >= TELL_INTERVAL_S:
            self._told_at_s = now_s
            self._tell()
        if now_s - self._aged_at_s >= AGE_INTERVAL_S:
            self._aged_at_s = now_s
            self.table.tick()

    def _begin(self) -> None:
        self._work.start()
        self._go_on()
        self._tell()

    def _go_on(self) -> None:
        if not self.rows.step(WORK_SLICE_S):
            self._work.stop()
            self._tell()
        if not self._looked_back:
            self.table.nothing_is_new()
            self._looked_back = not self._work.isActive()

    def _tell(self) -> None:
        """Say how far filter, order and the count of what was found are."""
        if self._find_bar.made is not None:
            self.find_bar.tell()
        rows, log = self.rows, self._log
        found = rows.filter
        busy = found is not None and not found.caught_up and found.progress < 1
        self.filter_line.tell_progress(busy, rows.progress)
        if found is not None:
            slow = found.stopped_by
            if found.progress < 1 or found.waiting < (LATE_ROWS // 4 if self._late else LATE_ROWS):
                self._late = False  # small numbers come and go with every frame
            else:
                self._late = True
            self.filter_line.tell_end(
                stopped_over=found.stopped_over,
                gone=found.passed_over - found.stopped_over,
                late=found.waiting if self._late else 0,
                too_long=found.too_long,
                pattern=None if slow is None else slow.pattern,
            )
        self.table.say_evicted(log.evicted - self._evicted_before)
        self.table.say_filtered(found is not None, busy)
        if not busy:
            self.filter_line.tell_count(None if found is None else found.last - found.first, log.last - log.first)
        if rows.order is None:
            if self._order_bar.made is not None:
                self.order_bar.hide()
            self.table.show_order(None, False)
        else:
            column, descending = rows.order
            self.table.show_order(column, descending)
            self.order_bar.say(self.table.columns.titles[column], not rows.working, rows.since_sorted)

    # -- the rest

    def colour_rows(self, coloured: Iterable[tuple[str, str]]) -> None:
        """Mark rows by the subscriptions that match them: filters with their colours, "" for none."""
        if self._colours.use(coloured):
            self.table.colour_rows(self._colours.of)

    def pause(self, paused: bool) -> None:
        """Keep the rows as they are."""
        self.model.pause(paused, self._log.last)
        self.rows.paused_at = self.model.paused_at

    def clear(self) -> None:
        """The log is empty: there is nothing to be in order."""
        self._evicted_before = self._log.evicted
        if self.rows.order is not None:
            self._leave_order()

    def close_views(self) -> None:
        """Look at the log no more."""
        self._work.stop()
        if self._find_bar.made is not None:
            self.find_bar.close_search()
        self.rows.close()
        self.model.close()
        self._colours.close()

    def _focus_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._tell()
