"""Turns the messages into the table in the middle: columns, order, marks, tool tips and the menu of a row."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any, Final

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from tracemq.history.query_terms import Term
from tracemq.profiles.settings import TimeFormat
from tracemq.viewmodels.message_table import Column, MessageTableModel
from tracemq.viewmodels.times import TimeMode

from .following_table import FollowingTable
from .mark_painting import paint_marks
from .message_columns import STYLES, MessageColumns
from .painted_table import PADDING, ColumnPaint
from .row_actions import RowActions

STRIPE: Final = 3  # px, at the beginning of a row whose subscription has a colour


class MessageTable(FollowingTable):
    """The rows with their columns, their marks and what can be done with them."""

    filter_asked = Signal(str)  # a topic to narrow the table to
    value_asked = Signal(str)  # a payload to narrow the table to
    escaped = Signal()
    publish_asked = Signal(str)  # a topic to publish to
    copied = Signal(int, int)  # rows copied, rows selected

    def __init__(self, model: MessageTableModel, parent: QWidget | None = None) -> None:
        super().__init__(model, [STYLES[column] for column in Column], parent)
        self._order: tuple[Column, bool] | None = None
        self._unfiltered_text = self._filtered_text = ""
        self._marked: Term | None = None
        self._found: Callable[[int], bool] = lambda _: False
        self._colour_of: Callable[[int, str], str] | None = None
        self.columns = MessageColumns(self, model)
        self.row_actions = RowActions(self, model, self.columns)
        self.columns.sort_asked.connect(self._ask_sort)
        self.columns.time_chosen.connect(self._time_chosen)
        self.row_actions.filter_asked.connect(self.filter_asked)
        self.row_actions.value_asked.connect(self.value_asked)
        self.row_actions.publish_asked.connect(self.publish_asked)
        self.row_actions.copied.connect(self.copied)
        self.horizontalHeader().sectionResized.connect(self._show_more_payload)
        self.setAccessibleName(self.tr("Messages"))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Messages"))
        self.columns.retranslate()
        self.row_actions.retranslate()
        self._show_new()

    # -- columns, which stand in a module of their own

    def column_actions(self, parent: QWidget) -> list[QAction]:
        """Return one checkable action a column, which shows or hides it."""
        return self.columns.column_actions(parent)

    def show_time(self, mode: TimeMode) -> None:
        """Say the time of day, or how long after another row each one came."""
        self.columns.show_time(mode)

    def show_clock(self, times: TimeFormat) -> None:
        """Write the times of the clock like this, and give them the room that they need."""
        self.columns.show_clock(times)

    def layout_state(self) -> QByteArray:
        """Return what was arranged in the header, for `restore_layout`."""
        return self.columns.state()

    def restore_layout(self, state: QByteArray) -> None:
        self.columns.restore(state)

    def widen_topic(self) -> None:
        """Give the topic its share of a wide window, once its width is known; not where columns were arranged."""
        if self.columns.untouched:
            self.columns.widen_topic()

    def tick(self) -> None:
        """A second has gone by: ages are others."""
        if self.columns.ages and self._messages.rowCount():
            self.viewport().update()

    def _time_chosen(self) -> None:
        self._count_time_from(self.currentIndex())

    def _count_time_from(self, index: QModelIndex) -> None:
        if index.isValid():
            self._messages.count_time_from(self._messages.page(index.row(), 1)[0].received_at)

    def _show_more_payload(self, section: int = Column.PAYLOAD) -> None:
        """A wide column has room for more of a payload than a row carries by itself."""
        if section == Column.PAYLOAD:
            room = self.columnWidth(Column.PAYLOAD) - 2 * PADDING
            self._messages.show_characters(max(1, int(room / self.monospace.digit) + 1))

    # -- order

    def show_order(self, column: Column | None, descending: bool) -> None:
        """Show in the header by what the rows are sorted; None for the order of arrival."""
        wanted = None if column is None else (column, descending)
        if wanted == self._order:
            return
        self._order = wanted
        header = self.horizontalHeader()
        header.setSortIndicatorShown(column is not None)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(-1 if column is None else column, order)

    def _ask_sort(self, section: int) -> None:
        """The first click sorts upwards, the second downwards, the third leads back."""
        if self._order is None or self._order[0] != section:
            self.sort_asked.emit(Column(section), False)
        elif not self._order[1]:
            self.sort_asked.emit(Column(section), True)
        else:
            self.sort_asked.emit(None, False)

    # -- without rows

    def say_empty(self, text: str) -> None:
        """Say this in the middle while there are no rows, unless a filter hides all that there are."""
        self._unfiltered_text = text
        super().say_empty(self._filtered_text or text)

    def say_filtered(self, filtered: bool, busy: bool) -> None:
        """Say in the middle that the filter, which may still look through old rows, lets none through."""
        words = "" if not filtered else self.tr("Looking…") if busy else self.tr("No message matches the filter")
        if words != self._filtered_text:
            self._filtered_text = words
            self.say_empty(self._unfiltered_text)

    # -- marks

    def mark(self, query: Term | None, found: Callable[[int], bool] = lambda _: False) -> None:
        """Mark what a query looks for in the rows that can be seen; None marks nothing.

        `found` says of a message's number whether it is known to have it, if only where its row is cut.
        """
        self._marked, self._found = query, found
        self.viewport().update()

    def colour_rows(self, colour_of: Callable[[int, str], str] | None) -> None:
        """Mark each row with the colour that this gives for a topic's number and name; empty for none."""
        self._colour_of = colour_of
        self.viewport().update()

    def paint_column(self, paint: ColumnPaint, column: int) -> None:
        if self._marked is not None:
            paint_marks(self, paint, column, self._marked, self._found)
        super().paint_column(paint, column)

    def decorate_rows(self, paint: ColumnPaint) -> None:
        """Draw the stripes of the subscriptions."""
        if self._colour_of is None:
            return
        colours = (self._colour_of(item.topic_id, item.topic) for item in paint.items)
        y = paint.top
        for colour, rows in groupby(colours):  # neighbours of one colour are one stripe
            height = self.row_height * sum(1 for _ in rows)
            if colour:
                paint.painter.fillRect(0, y, STRIPE, height, QColor(colour))
            y += height

    def cut_text(self, row: int, column: int, item: Any) -> str:
        """The row carries the beginning of its payload alone: a tool tip has more of it."""
        cut = super().cut_text(row, column, item) or item.payload_size > len(item.preview)
        return self._messages.whole_text(column, row) if cut and column in {Column.TOPIC, Column.PAYLOAD} else ""

    # -- what the user does

    def _current_changed(self, current: QModelIndex) -> None:
        if self._messages.time_mode is TimeMode.SINCE_SELECTED:
            self._count_time_from(current)
            self.viewport().update()
        super()._current_changed(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """Make the menu of the current row."""
        return self.row_actions.menu()

    def offer_filters(self) -> None:
        """Somebody listens to `filter_asked` and `value_asked`."""
        self.row_actions.offer_filters()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
