"""Turns the list of profiles into a panel that emits what is wanted of them; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracemq.viewmodels.connections import ConnectionsModel, Entry, EntryRole, Kind
from tracemq.workspace.connection import ConnectionState

from . import theme
from .icons import set_icon
from .state_text import state_colour, state_text

DOT: Final = 9  # px


class _EntryDelegate(QStyledItemDelegate):
    """Draws a dot, the name, and the detail below it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = QFontMetrics(option.font).height()
        return QSize(120, 2 * line + 11)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        palette: QPalette = option.palette
        state: QStyle.StateFlag = option.state
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
        self._paint_dot(painter, rect, index, shades, chosen)
        words = rect.adjusted(DOT + 18, 5, -6, -5)
        font = option.font
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(shades.on_selection if chosen else shades.text))
        top = QRect(words.x(), words.y(), words.width(), metrics.height())
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(index.data(), elide, top.width()))
        painter.setPen(QColor(shades.on_selection if chosen else shades.muted))
        bottom = top.translated(0, metrics.height() + 1)
        detail = metrics.elidedText(index.data(EntryRole.DETAIL), elide, bottom.width())
        painter.drawText(bottom, Qt.AlignmentFlag.AlignVCenter, detail)
        painter.restore()

    def _paint_dot(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        shades: theme.Colours,
        chosen: bool,
    ) -> None:
        failed = index.data(EntryRole.FAILED) or index.data(EntryRole.KIND) is Kind.BROKEN
        colour = QColor(state_colour(index.data(EntryRole.STATE), shades, failed=failed))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hollow = index.data(EntryRole.STATE) is ConnectionState.OFFLINE and not failed
        if hollow and chosen:
            colour = QColor(shades.on_selection)
        painter.setPen(colour if hollow else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
        painter.drawEllipse(rect.x() + 10, rect.center().y() - DOT // 2, DOT, DOT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class ConnectionsPanel(QWidget):
    """The signals carry an entry's id."""

    connect_asked = Signal(str)
    disconnect_asked = Signal(str)
    new_asked = Signal()
    edit_asked = Signal(str)
    duplicate_asked = Signal(str)
    delete_asked = Signal(str)

    def __init__(self, model: ConnectionsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.list = QListView(self)
        self.list.setModel(model)
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._make_actions()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.list, 1)
        layout.addLayout(self._buttons())
        self.list.activated.connect(self._activate)
        self.list.selectionModel().currentChanged.connect(self._update_actions)
        model.dataChanged.connect(self._update_actions)
        model.modelReset.connect(self._select_something)
        self.retranslate()
        self._select_something()

    def _make_actions(self) -> None:
        def action(icon: str, slot: Callable[[], object], shortcut: str = "") -> QAction:
            made = QAction(self)
            made.triggered.connect(slot)
            set_icon(made, icon)
            if shortcut:
                made.setShortcut(shortcut)
                made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(made)
            return made

        self.new = action("add", self.new_asked.emit)
        self.connect_action = action("connect", lambda: self._ask(self.connect_asked))
        self.disconnect_action = action("disconnect", lambda: self._ask(self.disconnect_asked))
        self.edit = action("edit", lambda: self._ask(self.edit_asked), "F2")
        self.duplicate = action("duplicate", lambda: self._ask(self.duplicate_asked))
        self.delete = action("delete", lambda: self._ask(self.delete_asked), "Del")

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(2)
        for action in (self.connect_action, self.new, self.edit, self.duplicate, self.delete):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
        line.addStretch(1)
        return line

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Connections"))
        self.new.setText(self.tr("New Connection…"))
        self.connect_action.setText(self.tr("Connect"))
        self.disconnect_action.setText(self.tr("Disconnect"))
        self.edit.setText(self.tr("Edit…"))
        self.duplicate.setText(self.tr("Duplicate…"))
        self.delete.setText(self.tr("Delete…"))

    @property
    def current(self) -> Entry | None:
        index = self.list.currentIndex()
        return self._model.entry(index.row()) if index.isValid() else None

    def select(self, entry_id: str) -> None:
        row = self._model.row_of(entry_id)
        if row is not None:
            self.list.setCurrentIndex(self._model.index(row))

    def _select_something(self) -> None:
        if not self.list.currentIndex().isValid() and self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0))
        self._update_actions()

    def _update_actions(self) -> None:
        entry = self.current
        open_now = entry is not None and entry.state is not ConnectionState.OFFLINE
        usable = entry is not None and entry.kind is not Kind.BROKEN
        self.connect_action.setEnabled(usable and not open_now)
        self.disconnect_action.setEnabled(open_now)
        self.edit.setEnabled(entry is not None and entry.kind is not Kind.DEMO)
        self.duplicate.setEnabled(usable)
        self.delete.setEnabled(entry is not None and entry.kind in {Kind.SAVED, Kind.BROKEN})
        self._describe(entry)

    def _describe(self, entry: Entry | None) -> None:
        words = "" if entry is None else f"{entry.detail}, {state_text(entry.state, failed=entry.failed)}"
        self.list.setAccessibleDescription(words)

    def _ask(self, signal: object) -> None:
        entry = self.current
        if entry is not None:
            signal.emit(entry.id)  # type: ignore[attr-defined]  # a bound signal

    def _activate(self) -> None:
        """A double-click or Enter connects, or shows what is connected; a broken file is shown in the editor."""
        entry = self.current
        if entry is not None:
            self._ask(self.edit_asked if entry.kind is Kind.BROKEN else self.connect_asked)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.connect_action, self.disconnect_action])
        menu.addSeparator()
        menu.addActions([self.new, self.edit, self.duplicate, self.delete])
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
            self._describe(self.current)
