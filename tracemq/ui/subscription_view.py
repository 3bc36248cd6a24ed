"""Draws the list of subscriptions: a colour and a box before each filter, marks for what is not active."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QStyleOptionViewItem, QTableView, QWidget

from tracemq.viewmodels.subscriptions import ColourRole, StateRole, SubscriptionColumn, SubscriptionsModel
from tracemq.workspace.subscription_list import SubscriptionEntry, SubscriptionState

from . import theme
from .fields import Tone, tone_colour
from .icons import icon
from .row_colour_choice import SWATCH, draw_swatch
from .row_delegate import RowDelegate

_TONES: Final = {SubscriptionState.REFUSED: Tone.BAD, SubscriptionState.WAITING: Tone.BUSY}
SAMPLES: Final = {
    SubscriptionColumn.QOS: "2 → 0",
    SubscriptionColumn.COUNT: "999,999",
    SubscriptionColumn.RATE: "9,999/s",
}
NUMBER_ROOM: Final = 10  # px around a number
LEAST_ROWS: Final = 4
LEAST_FILTER: Final = 7  # average characters of filter that a QoS may not take away
BOX: Final = 26  # px of the box before a filter
ROOM_FOR_RATE: Final = 24  # average characters of filter that a rate may not take away


class SubscriptionView(QTableView):
    """Knows the keys that open and end subscriptions, and the click on a colour."""

    ending = Signal()
    opening = Signal()
    colour_clicked = Signal(QPoint)  # where a menu may open

    def __init__(self, model: SubscriptionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = model
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setItemDelegateForColumn(SubscriptionColumn.FILTER, _FilterDelegate(self))
        self.setItemDelegateForColumn(SubscriptionColumn.COLOUR, _ColourDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(SWATCH + 8)
        model.modelReset.connect(self.updateGeometry)
        self._measuring = QTimer(self, singleShot=True, interval=0)
        self._measuring.timeout.connect(self.measure)
        self.measure()

    def measure(self) -> None:
        """Give rows and columns the room that letters and titles of now need."""
        self.verticalHeader().setDefaultSectionSize(theme.row_height(self.font()))
        header = self.horizontalHeader()
        for column in (SubscriptionColumn.QOS, SubscriptionColumn.COUNT, SubscriptionColumn.RATE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, self._room(column))
        header.setSectionResizeMode(SubscriptionColumn.COLOUR, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(SubscriptionColumn.COLOUR, SWATCH + 10)
        header.setSectionResizeMode(SubscriptionColumn.FILTER, QHeaderView.ResizeMode.Stretch)
        self.show_rate()

    def minimumSizeHint(self) -> QSize:
        """Some rows stay in sight whatever is said below them: those of a short list, and of the end of a long one."""
        least, rows = super().minimumSizeHint(), min(self._entries.rowCount(), LEAST_ROWS)
        header = self.horizontalHeader().sizeHint().height()
        return least.expandedTo(QSize(0, header + rows * self.verticalHeader().defaultSectionSize()))

    def fit_numbers(self) -> None:
        """Numbers grow: a cut one would be another one."""
        for column in SAMPLES:
            texts = (self._entries.index(row, column).data() for row in range(self._entries.rowCount()))
            widest = max((self.fontMetrics().horizontalAdvance(text) for text in texts), default=0) + NUMBER_ROOM
            if widest > self.columnWidth(column) and not self.isColumnHidden(column):
                self.setColumnWidth(column, widest)
        self.show_rate()

    def show_rate(self) -> None:
        """The rate has a column where the panel is wide; else it stands in the line below the list alone.

        So does the QoS where a filter could not be read beside it.
        """
        others = (SubscriptionColumn.COLOUR, SubscriptionColumn.QOS, SubscriptionColumn.COUNT)
        left = self.width() - sum(self.columnWidth(column) for column in others) - self._room(SubscriptionColumn.RATE)
        hidden = left < ROOM_FOR_RATE * self.fontMetrics().averageCharWidth()
        if hidden != self.isColumnHidden(SubscriptionColumn.RATE):
            self.setColumnHidden(SubscriptionColumn.RATE, hidden)
        least = BOX + LEAST_FILTER * self.fontMetrics().averageCharWidth()
        fixed = (SubscriptionColumn.COLOUR, SubscriptionColumn.COUNT)
        left = self.width() - sum(self.columnWidth(column) for column in fixed) - self._room(SubscriptionColumn.QOS)
        if (left < least) != self.isColumnHidden(SubscriptionColumn.QOS):
            self.setColumnHidden(SubscriptionColumn.QOS, left < least)

    def _room(self, column: SubscriptionColumn) -> int:
        """The px that a column's title and its usual numbers take."""
        numbers = self.fontMetrics().horizontalAdvance(SAMPLES[column]) + NUMBER_ROOM
        return max(self.horizontalHeader().sectionSizeHint(column), numbers)

    @property
    def chosen(self) -> list[SubscriptionEntry]:
        """The selected entries, in the order of the list."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self._entries.entries[row] for row in rows if row < len(self._entries.entries)]

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.show_rate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._measuring.start()  # once the titles have heard of it as well

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.ending.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opening.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the options, but for a click on what answers to one by itself: the colour and the box."""
        super().mouseDoubleClickEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        own = index.column() == SubscriptionColumn.COLOUR or (
            index.column() == SubscriptionColumn.FILTER and at.x() < self.visualRect(index).left() + BOX
        )
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and not own:
            self.opening.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.column() == SubscriptionColumn.COLOUR:
            self.colour_clicked.emit(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))


class _ColourDelegate(RowDelegate):
    """Draws the colour that marks the rows of a subscription."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        cell: Any = option.rect
        box = QRectF(cell.center().x() - SWATCH / 2 + 1, cell.center().y() - SWATCH / 2 + 1, SWATCH, SWATCH)
        shades = theme.colours(option.palette)
        chosen = option.state & QStyle.StateFlag.State_Selected
        draw_swatch(painter, box, index.data(ColourRole), shades.on_selection if chosen else shades.muted)


class _FilterDelegate(RowDelegate):
    """Marks what is not active before its filter, and greys what is switched off."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Any) -> None:
        super().initStyleOption(option, index)
        state = SubscriptionState(index.data(StateRole))
        tone = _TONES.get(state)
        if tone is not None:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icon(tone.value, QColor(tone_colour(tone, option.palette)))
            option.decorationSize = QSize(14, 14)
        if state is SubscriptionState.OFF:
            palette = option.palette
            palette.setColor(palette.ColorRole.Text, palette.color(palette.ColorRole.PlaceholderText))
