"""Turns the message model into the table in the middle, which follows the newest row until the user looks back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from tracemq.viewmodels.message_table import Column, MessageTableModel

from .icons import set_icon
from .painted_table import ColumnStyle, PaintedTable

BAR_INTERVAL_MS: Final = 250  # how often the scroll bar is drawn while following; each frame would double the cost
MOST_COPIED: Final = 10_000  # rows; the clipboard is text in memory
STYLES: Final = {
    Column.NUMBER: ColumnStyle(muted=True, right=True, sample="0" * 9),
    Column.TIME: ColumnStyle(muted=True, sample="00:00:00.000"),
    Column.TOPIC: ColumnStyle(sample="building/floor/device 7"),
    Column.PAYLOAD: ColumnStyle(monospace=True, sample="0" * 40),
    Column.QOS: ColumnStyle(centred=True, muted=True),
    Column.RETAIN: ColumnStyle(centred=True),
    Column.DUP: ColumnStyle(centred=True),
    Column.PACKET_ID: ColumnStyle(right=True, muted=True, sample="65535"),
    Column.SIZE: ColumnStyle(right=True, muted=True, sample="10,000"),
}
MOVES: Final = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
TOPIC_SHARE: Final = 0.28  # of the table's width
WIDEST_TOPIC: Final = 380  # px, at first
HIDDEN_AT_FIRST: Final = (Column.NUMBER, Column.DUP, Column.PACKET_ID)


class MessageTable(PaintedTable):
    """The rows of a `MessageTableModel`; row numbers never leave it, only positions of the model's view."""

    row_selected = Signal(object)  # the position of the current row, or None
    follow_changed = Signal(bool)
    filter_asked = Signal(str)  # a topic to narrow the table to
    publish_asked = Signal(str)  # a topic to publish to
    copied = Signal(int, int)  # rows copied, rows selected

    def __init__(self, model: MessageTableModel, parent: QWidget | None = None) -> None:
        super().__init__(model, [STYLES[column] for column in Column], parent)
        self._messages = model
        self._follow = True
        self._moving = False  # the scroll bar moves by our doing, not the user's
        self._let_go_at = model.last
        self._top_before = 0
        self._untouched = True  # nobody has arranged the columns yet
        self._bar_timer = QTimer(self, interval=BAR_INTERVAL_MS, singleShot=True)
        self._bar_timer.timeout.connect(self._draw_bar)
        self._pill = QPushButton(self)
        self._pill.setObjectName("newRows")
        self._pill.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pill.hide()
        self._pill.clicked.connect(self._return_to_newest)
        self._dress_columns()
        self._make_actions()
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        model.rowsInserted.connect(self._rows_inserted)
        model.rowsRemoved.connect(self._rows_left)
        model.modelReset.connect(self._model_reset)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.retranslate()
        self.size_columns([self._titles[column] for column in Column])
        self.fill_with(Column.PAYLOAD, 90)

    # -- columns and words

    def _dress_columns(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(36)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_column_menu)
        for column in HIDDEN_AT_FIRST:
            header.hideSection(column)

    def _make_actions(self) -> None:
        self._copy_rows = QAction(self)
        self._copy_rows.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy_topic = QAction(self)
        self._copy_topic.setShortcut("Ctrl+Shift+C")
        self._filter_topic = QAction(self)
        self._publish_topic = QAction(self)
        for action, icon, slot in (
            (self._copy_rows, "copy", self.copy_rows),
            (self._copy_topic, "copy", self.copy_topic),
            (self._filter_topic, "filter", self._ask_filter),
            (self._publish_topic, "publish", self._ask_publish),
        ):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            set_icon(action, icon)
            self.addAction(action)
        self._filter_topic.setVisible(False)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Messages"))
        self._copy_rows.setText(self.tr("Copy Rows"))
        self._copy_topic.setText(self.tr("Copy Topic"))
        self._filter_topic.setText(self.tr("Show Only This Topic"))
        self._publish_topic.setText(self.tr("Publish to This Topic"))
        self._titles = {
            Column.NUMBER: self.tr("No."),
            Column.TIME: self.tr("Time"),
            Column.TOPIC: self.tr("Topic"),
            Column.PAYLOAD: self.tr("Payload"),
            Column.QOS: self.tr("QoS"),
            Column.RETAIN: self.tr("Retain"),
            Column.DUP: self.tr("Dup"),
            Column.PACKET_ID: self.tr("Packet ID"),
            Column.SIZE: self.tr("Size"),
        }
        self._messages.set_titles(
            [self._titles[column] for column in Column], [STYLES[column].alignment for column in Column]
        )
        self._show_new()

    def offer_filters(self) -> None:
        """Somebody listens to `filter_asked`."""
        self._filter_topic.setVisible(True)

    def column_actions(self, parent: QWidget) -> list[QAction]:
        """Return one checkable action a column, which shows or hides it."""
        actions = []
        for column in Column:
            action = QAction(self._titles[column], parent, checkable=True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column is not Column.PAYLOAD)
            action.toggled.connect(lambda shown, hidden=column: self.setColumnHidden(hidden, not shown))
            actions.append(action)
        return actions

    def _show_column_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.column_actions(menu))
        menu.popup(self.horizontalHeader().mapToGlobal(point))

    def layout_state(self) -> QByteArray:
        """Return order, widths and visibility of the columns, for `restore_layout`."""
        return self.horizontalHeader().saveState()

    def restore_layout(self, state: QByteArray) -> None:
        header = self.horizontalHeader()
        if not state.isEmpty() and header.restoreState(state):
            self._untouched = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._untouched:
            self._untouched = False
            QTimer.singleShot(0, self.widen_topic)

    def widen_topic(self) -> None:
        """Give the topic its share of a wide window, once, when its width is known."""
        width = min(round(TOPIC_SHARE * self.viewport().width()), WIDEST_TOPIC)
        header = self.horizontalHeader()
        header.resizeSection(Column.TOPIC, max(header.sectionSize(Column.TOPIC), width))

    # -- following

    @property
    def following(self) -> bool:
        return self._follow

    def follow(self, wanted: bool) -> None:
        """Stick to the newest row, or stay where we are."""
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
            self.scrollTo(index)

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
        if not self._moving:
            self.follow(value >= self.verticalScrollBar().maximum())

    def _rows_inserted(self) -> None:
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
        shown = not self._follow and new > 0
        if shown:
            self._pill.setText("↓ " + self.tr("%Ln new", "", new))
            self._pill.adjustSize()
            self._place_pill()
        self._pill.setVisible(shown)

    def _place_pill(self) -> None:
        area = self.viewport().geometry()
        self._pill.move(area.x() + (area.width() - self._pill.width()) // 2, area.bottom() - self._pill.height() - 10)

    # -- what leaves

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, first: int, last: int) -> None:
        """Let go of a current row that leaves; Qt would choose its neighbour, which nobody has asked for."""
        self._top_before = self.verticalScrollBar().value()
        if self.currentIndex().isValid() and self.currentIndex().row() <= last:
            self.quiet = True  # who shows that message may go on showing it
            self.selectionModel().clearCurrentIndex()
            self.quiet = False
        super().rowsAboutToBeRemoved(parent, first, last)

    def _rows_left(self, _parent: QModelIndex, _first: int, last: int) -> None:
        if self._follow:
            self._to_end()
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

    def _current_changed(self, current: QModelIndex) -> None:
        if not self.quiet:
            self.row_selected.emit(self._messages.first + current.row() if current.isValid() else None)

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard: the shown columns, separated by tabs."""
        header = self.horizontalHeader()
        columns = [header.logicalIndex(visual) for visual in range(header.count())]
        shown = [column for column in columns if not header.isSectionHidden(column)]
        spans = self.selected_spans()
        lines: list[str] = []
        for top, bottom in spans:
            items = self._messages.page(top, min(bottom - top + 1, MOST_COPIED - len(lines)))
            lines += ["\t".join(self._messages.text(column, item) for column in shown) for item in items]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))
            self.copied.emit(len(lines), sum(bottom - top + 1 for top, bottom in spans))

    def _topic(self) -> str | None:
        index = self.currentIndex()
        return self._messages.page(index.row(), 1)[0].topic if index.isValid() else None

    def copy_topic(self) -> None:
        topic = self._topic()
        if topic is not None:
            QGuiApplication.clipboard().setText(topic)

    def _ask_filter(self) -> None:
        topic = self._topic()
        if topic is not None:
            self.filter_asked.emit(topic)

    def _ask_publish(self) -> None:
        topic = self._topic()
        if topic is not None:
            self.publish_asked.emit(topic)

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
            index = self._messages.index(rows - 1 if newest else 0, self._first_shown())
            flags = QItemSelectionModel.SelectionFlag
            if keep and self.currentIndex().isValid():
                self._select_to(index)
            else:
                self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.follow(newest)
            return
        before = self.currentIndex()
        if not before.isValid() and event.key() in MOVES and rows:
            self._go_into_sight()
            return
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self.follow(self.currentIndex().row() == rows - 1)

    def _go_into_sight(self) -> None:
        """Where no row is current, the keyboard begins with one that can be seen."""
        row = self._messages.rowCount() - 1 if self._follow else max(self.rowAt(0), 0)
        self.follow(False)
        self.setCurrentIndex(self._messages.index(row, self._first_shown()))

    def _select_to(self, index: QModelIndex) -> None:
        flags = QItemSelectionModel.SelectionFlag
        low, high = sorted((self.currentIndex().row(), index.row()))
        span = QItemSelection(self._messages.index(low, 0), self._messages.index(high, 0))
        self.selectionModel().select(span, flags.ClearAndSelect | flags.Rows)
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)

    def _first_shown(self) -> int:
        header = self.horizontalHeader()
        order = (header.logicalIndex(visual) for visual in range(header.count()))
        return next(column for column in order if not header.isSectionHidden(column))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """Make the menu of the current row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._copy_rows, self._copy_topic])
        menu.addSeparator()
        menu.addActions([self._filter_topic, self._publish_topic])
        menu.addSeparator()
        columns = menu.addMenu(self.tr("Columns"))
        columns.addActions(self.column_actions(columns))
        for action in (self._copy_rows, self._copy_topic, self._filter_topic, self._publish_topic):
            action.setEnabled(self.currentIndex().isValid())
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._follow:
            self._to_end()
        self._place_pill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
