"""Turns the message model into the table in the middle, which follows the newest row until the user looks back."""

from __future__ import annotations

from time import perf_counter
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
    QActionGroup,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from tracemq.history.find import marks
from tracemq.history.query_terms import Field, Term
from tracemq.history.row import LogView
from tracemq.profiles.settings import TimeFormat
from tracemq.viewmodels.message_table import Column, MessageTableModel
from tracemq.viewmodels.times import TimeMode

from . import theme
from .icons import set_icon
from .painted_table import PADDING, ColumnPaint, ColumnStyle, PaintedTable

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
    Column.SIZE: ColumnStyle(right=True, muted=True, sample="9,999"),
}
CLOCK_SAMPLES: Final = {
    TimeFormat.DATE_TIME: "0000-00-00 00:00:00.000",
    TimeFormat.ISO_UTC: "0000-00-00T00:00:00.000Z",
}
MOVES: Final = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
TOPIC_SHARE: Final = 0.34  # of the table's width
WIDEST_TOPIC: Final = 380  # px, at first
LONGEST_VALUE: Final = 200  # bytes of a payload that can be filtered by
MARKED: Final = {Column.TOPIC: Field.TOPIC, Column.PAYLOAD: Field.PAYLOAD}
MARKING_S: Final = 0.006  # a regular expression may be slow: what is not marked by then stays unmarked
HIDDEN_AT_FIRST: Final = (Column.NUMBER, Column.DUP, Column.PACKET_ID)


class MessageTable(PaintedTable):
    """The rows of a `MessageTableModel`; row numbers never leave it, only positions of the model's view."""

    row_selected = Signal(object)  # the position of the current row, or None
    follow_changed = Signal(bool)
    filter_asked = Signal(str)  # a topic to narrow the table to
    value_asked = Signal(str)  # a payload to narrow the table to
    sort_asked = Signal(object, bool)  # a Column, or None for the order of arrival; whether descending
    escaped = Signal()
    publish_asked = Signal(str)  # a topic to publish to
    copied = Signal(int, int)  # rows copied, rows selected

    def __init__(self, model: MessageTableModel, parent: QWidget | None = None) -> None:
        super().__init__(model, [STYLES[column] for column in Column], parent)
        self._messages = model
        self._follow = True
        self._in_order = True  # of arrival; what was sorted cannot be followed
        self._followed_before = False
        self._order: tuple[Column, bool] | None = None
        self._held: tuple[int | None, int | None] = (None, None)  # the current and the top row, by sequence number
        self._marked: Term | None = None
        self._moving = False  # the scroll bar moves by our doing, not the user's
        self._let_go_at = model.last
        self._top_before = 0
        self._times = TimeFormat.TIME
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
        self.size_columns([self._heads[column] for column in Column])
        self.fill_with(Column.PAYLOAD, 90)

    # -- columns and words

    def _dress_columns(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(36)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_column_menu)
        header.sectionClicked.connect(self._ask_sort)
        for column in HIDDEN_AT_FIRST:
            header.hideSection(column)

    def _make_actions(self) -> None:
        self._copy_rows = QAction(self)
        self._copy_rows.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy_topic = QAction(self)
        self._copy_topic.setShortcut("Ctrl+Shift+C")
        self._filter_topic = QAction(self)
        self._filter_value = QAction(self)
        self._publish_topic = QAction(self)
        for action, icon, slot in (
            (self._copy_rows, "copy", self.copy_rows),
            (self._copy_topic, "copy", self.copy_topic),
            (self._filter_topic, "filter", self._ask_filter),
            (self._filter_value, "filter", self._ask_value),
            (self._publish_topic, "publish", self._ask_publish),
        ):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            set_icon(action, icon)
            self.addAction(action)
        self._filter_topic.setVisible(False)
        self._filter_value.setVisible(False)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Messages"))
        self._filter_value.setText(self.tr("Show Only This Payload"))
        self._copy_rows.setText(self.tr("Copy Rows"))
        self._copy_topic.setText(self.tr("Copy Topic"))
        self._filter_topic.setText(self.tr("Show Only This Topic"))
        self._publish_topic.setText(self.tr("Publish to This Topic"))
        self._titles = {
            Column.NUMBER: self.tr("No."),
            Column.TIME: {
                TimeMode.CLOCK: self.tr("Time"),
                TimeMode.SINCE_PREVIOUS: self.tr("Since previous"),
                TimeMode.SINCE_SELECTED: self.tr("Since selected"),
            }[self._messages.time_mode],
            Column.TOPIC: self.tr("Topic"),
            Column.PAYLOAD: self.tr("Payload"),
            Column.QOS: self.tr("QoS"),
            Column.RETAIN: self.tr("Retain"),
            Column.DUP: self.tr("Dup"),
            Column.PACKET_ID: self.tr("Packet ID"),
            Column.SIZE: self.tr("Size"),
        }
        self._heads = {**self._titles, Column.RETAIN: self.tr("Ret.")}  # a tick needs no more room than that
        self._messages.set_titles(
            [self._heads[column] for column in Column],
            [STYLES[column].alignment for column in Column],
            [self._titles[column] for column in Column],
        )
        self._show_new()

    def offer_filters(self) -> None:
        """Somebody listens to `filter_asked` and `value_asked`."""
        self._filter_topic.setVisible(True)
        self._filter_value.setVisible(True)

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

    def _count_time_from(self, index: QModelIndex) -> None:
        if index.isValid():
            self._messages.count_time_from(self._messages.page(index.row(), 1)[0].received_at)

    def _show_column_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSection(self.tr("Time"))
        menu.addActions(self.time_actions(menu))
        menu.addSection(self.tr("Columns"))
        menu.addActions(self.column_actions(menu))
        menu.popup(self.horizontalHeader().mapToGlobal(point))

    def time_actions(self, parent: QWidget) -> list[QAction]:
        """Return one checkable action for each of the ways to say when a message came."""
        group = QActionGroup(parent)
        actions = []
        for mode, text in (
            (TimeMode.CLOCK, self.tr("Time of Day")),
            (TimeMode.SINCE_PREVIOUS, self.tr("Since the Previous Row")),
            (TimeMode.SINCE_SELECTED, self.tr("Since the Selected Row")),
        ):
            action = QAction(text, group, checkable=True)
            action.setChecked(mode is self._messages.time_mode)
            action.triggered.connect(lambda _=False, chosen=mode: self.show_time(chosen))
            actions.append(action)
        return actions

    def show_time(self, mode: TimeMode) -> None:
        """Say the time of day, or how long after another row each one came."""
        self._messages.show_time(mode)
        self._count_time_from(self.currentIndex())
        self.retranslate()
        header = self.horizontalHeader()
        wanted = self.proportional.width(self._titles[Column.TIME]) + 2 * PADDING + 6
        header.resizeSection(Column.TIME, max(header.sectionSize(Column.TIME), wanted))
        self.viewport().update()

    def show_clock(self, times: TimeFormat) -> None:
        """Write the times of the clock like this, and give them the room that they need."""
        before, wanted = self._clock_width(), self._clock_width(times)
        self._times = times
        self._messages.show_clock(times)
        header = self.horizontalHeader()
        width = header.sectionSize(Column.TIME)
        if not header.isSectionHidden(Column.TIME):
            header.resizeSection(Column.TIME, wanted if width == before else max(width, wanted))
        self.viewport().update()

    def _clock_width(self, times: TimeFormat | None = None) -> int:
        sample = CLOCK_SAMPLES.get(times or self._times, STYLES[Column.TIME].sample)
        return (
            max(self.proportional.width(sample), self.proportional.width(self._titles[Column.TIME])) + 2 * PADDING + 2
        )

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
            self.scrollTo(index)

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

    def title(self, column: Column) -> str:
        return self._titles[column]

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
            self._pill.setText("↓ " + self.tr("%Ln new", "", new))
            self._pill.adjustSize()
            self._place_pill()
        self._pill.setVisible(shown)

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
            self.setCurrentIndex(self._messages.index(current, self._first_shown()))
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

    # -- marks

    def mark(self, query: Term | None) -> None:
        """Mark what a query looks for in the rows that can be seen; None marks nothing."""
        self._marked = query
        self.viewport().update()

    def paint_column(self, paint: ColumnPaint, column: int) -> None:
        if self._marked is not None and column in MARKED:
            self._paint_marks(paint, Column(column), self._marked)
        super().paint_column(paint, column)

    def _paint_marks(self, paint: ColumnPaint, column: Column, query: Term) -> None:
        painter, until = paint.painter, perf_counter() + MARKING_S
        x, width = self.columnViewportPosition(column), self.columnWidth(column)
        pen = self.monospace if STYLES[column].monospace else self.proportional
        shades = theme.colours(self.palette())
        painter.setClipRect(x, paint.box.y(), width, paint.box.height())
        painter.setPen(QColor(shades.warning))
        painter.setBrush(QColor(shades.warning_ground))
        y = paint.top + 1
        for item in paint.items:
            text = pen.elided(self._messages.text(column, item), width - 2 * PADDING)
            metrics = pen.quick_metrics if pen.font_for(text or " ") is pen.quick else pen.shaped_metrics
            for start, end in marks(query, MARKED[column], text):
                left = x + PADDING + metrics.horizontalAdvance(text[:start])
                painter.drawRect(left - 1, y, metrics.horizontalAdvance(text[start:end]) + 1, self.row_height - 3)
            y += self.row_height
            if perf_counter() > until:
                break
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setClipping(False)

    # -- what leaves

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

    def _current_changed(self, current: QModelIndex) -> None:
        if self._messages.time_mode is TimeMode.SINCE_SELECTED:
            self._count_time_from(current)
            self.viewport().update()
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

    def _ask_value(self) -> None:
        value = self._value()
        if value is not None:
            self.value_asked.emit(value)

    def _value(self) -> str | None:
        """The payload of the current row, if it is a text that is short enough to filter by."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        payload = self._messages.view.payload(self._messages.first + index.row(), LONGEST_VALUE + 1)
        try:
            return payload.decode() if 0 < len(payload) <= LONGEST_VALUE else None
        except UnicodeDecodeError:
            return None

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
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
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
        menu.addActions([self._filter_topic, self._filter_value, self._publish_topic])
        menu.addSeparator()
        times = menu.addMenu(self.tr("Time"))
        times.addActions(self.time_actions(times))
        columns = menu.addMenu(self.tr("Columns"))
        columns.addActions(self.column_actions(columns))
        for action in (self._copy_rows, self._copy_topic, self._filter_topic, self._publish_topic):
            action.setEnabled(self.currentIndex().isValid())
        self._filter_value.setEnabled(self._value() is not None)
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
