"""Paints a list of entries: an icon, a title with something at the right, a detail below, and how far it is."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from tracemq.viewmodels.entries import EntriesModel, Entry, EntryRole

from . import theme
from .empty_text import paint_empty
from .fields import ICON_PX, Tone, tone_colour
from .icons import pixmap
from .tool_tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
PADDING: Final = 4  # px, above and below
BAR: Final = 2  # px, the height of the bar that shows progress


class EntryDelegate(QStyledItemDelegate):
    """Two lines of text, whatever the language; nothing in them is read as HTML."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, 2 * QFontMetrics(option.font).height() + 2 * PADDING + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(EntryRole)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        palette: QPalette = option.palette
        shades = theme.colours(palette)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, palette.highlight())
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(shades.hover))
        if state & QStyle.StateFlag.State_HasFocus and chosen:
            painter.setPen(QColor(shades.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        text = QColor(shades.on_selection if chosen else shades.text)
        muted = QColor(shades.on_selection if chosen else shades.muted)
        self._paint_mark(painter, rect, entry, palette, option)
        words = rect.adjusted(theme.MARGIN + ICON_PX + theme.GAP, PADDING, -theme.MARGIN, -PADDING)
        metrics = QFontMetrics(option.font)
        painter.setFont(option.font)
        top = QRect(words.x(), words.y(), words.width(), metrics.height())
        aside = metrics.horizontalAdvance(entry.aside)
        painter.setPen(muted)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, entry.aside)
        painter.setPen(text)
        self._draw(painter, metrics, top.adjusted(0, 0, -aside - (theme.GAP if aside else 0), 0), entry.title)
        painter.setPen(muted)
        self._draw(painter, metrics, top.translated(0, metrics.height() + 1), entry.detail)
        if entry.progress is not None:
            self._paint_progress(painter, rect, entry.progress, shades)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """What may be cut is shown whole."""
        entry: Entry | None = index.data(EntryRole)
        if entry is None or event.type() is not QEvent.Type.ToolTip:
            return False
        QToolTip.showText(event.globalPos(), plain_tip(f"{entry.title}\n{entry.detail}"), view)
        return True

    def _draw(self, painter: QPainter, metrics: QFontMetrics, place: QRect, text: str) -> None:
        shown = metrics.elidedText(text[:1000], Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_mark(
        self, painter: QPainter, rect: QRect, entry: Entry, palette: QPalette, option: QStyleOptionViewItem
    ) -> None:
        if not entry.mark:
            return
        widget: QWidget | None = option.widget
        ratio = widget.devicePixelRatioF() if widget is not None else 1.0
        picture = pixmap(entry.mark, tone_colour(Tone(entry.mark), palette), round(ICON_PX * ratio))
        picture.setDevicePixelRatio(ratio)
        line = QFontMetrics(option.font).height()
        painter.drawPixmap(QPoint(rect.x() + theme.MARGIN, rect.y() + PADDING + (line - ICON_PX) // 2), picture)

    def _paint_progress(self, painter: QPainter, rect: QRect, progress: float, shades: theme.Colours) -> None:
        bar = QRect(rect.x(), rect.bottom() - BAR + 1, rect.width(), BAR)
        painter.fillRect(bar, QColor(shades.line))
        bar.setWidth(round(rect.width() * min(1.0, progress)))
        painter.fillRect(bar, QColor(shades.accent))


class EntryList(QListView):
    """`picked` comes with a click, Enter or a double-click; `chosen` when the current row is another one."""

    picked = Signal(object)  # the entry's key
    chosen = Signal()

    def __init__(self, model: EntriesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = model
        self.empty_text = ""
        self.setModel(model)
        self.setItemDelegate(EntryDelegate(self))
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the panel's own one
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.activated.connect(self._pick)
        self.selectionModel().currentChanged.connect(self._chosen)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._select_again)
        self._remembered: Hashable = None

    @property
    def current(self) -> Any:
        """The key of the current entry; None without one."""
        index = self.currentIndex()
        return self._entries.entries[index.row()].key if index.isValid() else None

    def select(self, key: Hashable) -> None:
        row = self._entries.row_of(key)
        if row is not None:
            self.setCurrentIndex(self._entries.index(row))

    def say_empty(self, text: str) -> None:
        self.empty_text = text
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.picked.emit(self._entries.entries[index.row()].key)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty_text and not self._entries.rowCount():
            painter = QPainter(self.viewport())
            paint_empty(self, painter, self.empty_text)
            painter.end()

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self._entries.entries[index.row()].key)

    def _chosen(self) -> None:
        self.setAccessibleDescription(self.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")
        self.chosen.emit()

    def _remember(self) -> None:
        self._remembered = self.current

    def _select_again(self) -> None:
        if self._remembered is not None:
            self.select(self._remembered)
        self.chosen.emit()
