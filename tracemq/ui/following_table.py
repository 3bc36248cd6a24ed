"""Turns rows that come and go into a table that follows the newest one until the user looks back.

Whatever rows a view of the log has or loses, the current row and those in sight stay where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from tracemq.history.row import LogView
from tracemq.viewmodels.message_table import Column, MessageTableModel

from .old_rows import OldRows
from .painted_table import ColumnStyle, PaintedTable

BAR_INTERVAL_MS: Final = 250  # how often the scroll bar is drawn while following; each frame would double the cost
EDGE_ROWS: Final = 3  # what is gone to stands no nearer to the end, where the number of new rows lies over them
MOVES: Final = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class NewRows(QPushButton):
    """Says how many rows came since the table let go of the newest, and leads back there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("newRows")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def say(self, new: int) -> None:
        self.setText("↓ " + self.tr("%Ln new", "", new))


class FollowingTable(PaintedTable):
    """The rows of a `MessageTableModel`; row numbers never leave it, only positions of the model's view."""

    row_selected = Signal(object)  # the position of the current row, or None
    follow_changed = Signal(bool)
    sort_asked = Signal(object, bool)  # a Column, or None for the order of arrival; whether descending

    def __init__(self, model: MessageTableModel, styles: Sequence[ColumnStyle], parent: QWidget | None = None) -> None:
        super().__init__(model, styles, parent)
        self._messages = model
        self._follow = True
        self._in_order = True  # of arrival; what was sorted cannot be followed
        self._followed_before = False
        self._held: tuple[int | None, int | None] = (None, None)  # the current and the top row, by sequence number
        self._moving = False  # the scroll bar moves by our doing, not the user's
        self._let_go_at = model.last
        self._top_before = 0
        self._bar_timer = QTimer(self, interval=BAR_INTERVAL_MS, singleShot=True)
        self._bar_timer.timeout.connect(self._draw_bar)
        self._pill = NewRows(self)
        self._pill.clicked.connect(self._return_to_newest)
        self._old, self._evicted = OldRows(self), 0
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        model.rowsInserted.connect(self._rows_inserted)
        model.rowsRemoved.connect(self._rows_left)
        model.modelReset.connect(self._model_reset)
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    def _current_changed(self, current: QModelIndex) -> None:
        if not self.quiet:
            self.row_selected.emit(self._messages.first + current.row() if current.isValid() else None)

    # -- following

    @property
    def following(self) -> bool:
        return self._follow

    def follow(self, wanted: bool) -> None:
        """Stick to the newest row, or stay where we are; what was sorted is left for that."""
        if wanted and not self._in_order:
            self.sort_asked.emit(None, False)
        if wanted:
            self._to_end()
        if wanted == self._follow:
            return
        self._follow = wanted
        self._let_go_at = self._messages.last
        self.verticalScrollBar().setUpdatesEnabled(True)
        self._show_new()
        self.follow_changed.emit(wanted)

    def go_to(self, position: int) -> None:
        """Make the row at a position the current one and bring it into sight."""
        row = position - self._messages.first
        if 0 <= row < self._messages.rowCount():
            self.follow(False)
            index = self._messages.index(row, Column.TOPIC)
            self.setCurrentIndex(index)
            box = self.visualRect(index)
            if not self.row_height <= box.top() <= self.viewport().height() - EDGE_ROWS * self.row_height:
                self.scrollTo(index, PaintedTable.ScrollHint.PositionAtCenter)  # with what stands around it

    def go_to_seq(self, seq: int) -> bool:
        """Make the message with this number the current row; return whether it is among the rows."""
        row = self._row_of(seq)
        if row is not None:
            self.go_to(self._messages.first + row)
        return row is not None

    @property
    def current_seq(self) -> int | None:
        """The number of the current row's message."""
        return self._seq(self.currentIndex().row())

    @property
    def current(self) -> int | None:
        """The position of the current row."""
        index = self.currentIndex()
        return self._messages.first + index.row() if index.isValid() else None

    def _return_to_newest(self) -> None:
        self.follow(True)

    def _to_end(self) -> None:
        self._moving = True
        self.scrollToBottom()
        self._moving = False

    def _scrolled(self, value: int) -> None:
        self._show_old()
        if not self._moving and self._in_order:
            self.follow(value >= self.verticalScrollBar().maximum())

    def _rows_inserted(self) -> None:
        if not self._in_order:
            self._put_back()
            return
        if not self._follow:
            self._show_new()
            return
        bar = self.verticalScrollBar()
        bar.setUpdatesEnabled(False)
        if not self._bar_timer.isActive():
            self._bar_timer.start()
        self._to_end()

    def _draw_bar(self) -> None:
        self.verticalScrollBar().setUpdatesEnabled(True)

    def _show_new(self) -> None:
        new = self._messages.last - max(self._let_go_at, self._messages.first)
        shown = self._in_order and not self._follow and new > 0
        if shown:
            self._pill.say(new)
            self._pill.adjustSize()
            self._place_pill()
        self._pill.setVisible(shown)
        self._show_old()

    def say_evicted(self, count: int) -> None:
        """Say above the oldest row that so many older ones had to leave."""
        if count != self._evicted:
            self._evicted = count
            self._show_old()

    def _show_old(self) -> None:
        at_top = self._in_order and not self._follow and self.verticalScrollBar().value() == 0
        shown = at_top and self._evicted > 0 and self._messages.rowCount() > 0
        if shown:
            self._old.say(self._evicted)
            area = self.viewport().geometry()
            self._old.move(area.x() + (area.width() - self._old.width()) // 2, area.y() + 2)
        self._old.setVisible(shown)

    def _place_pill(self) -> None:
        area = self.viewport().geometry()
        self._pill.move(area.x() + (area.width() - self._pill.width()) // 2, area.bottom() - self._pill.height() - 10)

    def nothing_is_new(self) -> None:
        """What has been added so far was there before, as when a filter goes through old rows."""
        self._let_go_at = self._messages.last
        self._show_new()

    # -- other rows

    def show_view(self, view: LogView, in_order: bool) -> None:
        """Show other rows; the current one and those in sight stay where they are, if they are among them."""
        self._hold()
        if in_order is not self._in_order:
            self._in_order = in_order
            if not in_order:
                self._followed_before = self._follow
                self.follow(False)
        self.quiet = True
        self._messages.set_view(view, in_order=in_order)
        self.quiet = False
        if in_order and self._followed_before:
            self._followed_before = False
            self.follow(True)
        self._put_back()
        if not in_order:
            self._moving = True
            self.scrollToTop()
            self._moving = False

    def _seq(self, row: int) -> int | None:
        model = self._messages
        return model.view.seq(model.first + row) if 0 <= row < model.rowCount() else None

    def _hold(self) -> None:
        self._held = self._seq(self.currentIndex().row()), self._seq(self.rowAt(0))

    def _put_back(self) -> None:
        """Make current what was, and let the same row stand at the top, as far as they are still there."""
        current, top = (self._row_of(seq) for seq in self._held)
        self._moving = True
        if current is not None:
            self.quiet = True
            self.setCurrentIndex(self._messages.index(current, self.shown_columns()[0]))
            self.quiet = False
        if not self._follow and top is not None:
            self.updateGeometries()
            self.verticalScrollBar().setValue(top)
        self._moving = False

    def _row_of(self, seq: int | None) -> int | None:
        model = self._messages
        position = model.view.last if seq is None else model.view.position(seq)
        there = model.first <= position < model.last and model.view.seq(position) == seq
        return position - model.first if there else None

    # -- what leaves

    def striped(self, row: int) -> bool:
        """A message keeps its ground while older ones leave."""
        return super().striped(row + self._messages.first)

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, first: int, last: int) -> None:
        """Let go of a current row that leaves; Qt would choose its neighbour, which nobody has asked for."""
        self._top_before = self.verticalScrollBar().value()
        if not self._in_order:
            self._hold()
        if self.currentIndex().isValid() and self.currentIndex().row() <= last:
            self.quiet = True  # who shows that message may go on showing it
            self.selectionModel().clearCurrentIndex()
            self.quiet = False
        super().rowsAboutToBeRemoved(parent, first, last)

    def _rows_left(self, _parent: QModelIndex, _first: int, last: int) -> None:
        if self._follow:
            self._to_end()
            return
        if not self._in_order:  # they are put back once others have come
            return
        self._moving = True
        self.updateGeometries()
        self.verticalScrollBar().setValue(max(0, self._top_before - last - 1))
        self._moving = False
        self._show_new()

    def _model_reset(self) -> None:
        self._let_go_at = self._messages.last
        if self._follow:
            self._to_end()
        self._show_new()

    # -- what the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.rowAt(event.position().toPoint().y()) >= 0:
            self.follow(False)  # who points at a row wants it to stay there
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the newest row; Qt's own want Ctrl for that."""
        rows = self._messages.rowCount()
        if event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and rows:
            newest = event.key() == Qt.Key.Key_End
            keep = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.follow(False)
            index = self._messages.index(rows - 1 if newest else 0, self.shown_columns()[0])
            flags = QItemSelectionModel.SelectionFlag
            if keep and self.currentIndex().isValid():
                self._select_to(index)
            else:
                self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            if self._in_order:
                self.follow(newest)
            return
        before = self.currentIndex()
        if not before.isValid() and event.key() in MOVES and rows:
            self._go_into_sight()
            return
        super().keyPressEvent(event)
        if self.currentIndex() != before and self._in_order:
            self.follow(self.currentIndex().row() == rows - 1)

    def _go_into_sight(self) -> None:
        """Where no row is current, the keyboard begins with one that can be seen."""
        row = self._messages.rowCount() - 1 if self._follow else max(self.rowAt(0), 0)
        self.follow(False)
        self.setCurrentIndex(self._messages.index(row, self.shown_columns()[0]))

    def _select_to(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag
        low, high = sorted((self.currentIndex().row(), index.row()))
        span = QItemSelection(self._messages.index(low, 0), self._messages.index(high, 0))
        self.selectionModel().select(span, flags.ClearAndSelect | flags.Rows)
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._follow:
            self._to_end()
        self._place_pill()
