"""Turns what happened to a connection into a table: when, what, and why; the newest first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from tracemq.workspace.happenings import Happening, What

from . import theme
from .doctor_history import history_lines
from .theme import GAP

_GRAVE = {What.LOST, What.FAILED, What.GAVE_UP, What.SESSION_GONE}


class HistoryView(QTreeWidget):
    """Shown anew as a whole: there are at most some hundred lines."""

    def __init__(self) -> None:
        super().__init__()
        self._history: tuple[Happening, ...] = ()
        self.setColumnCount(3)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._copy = QAction(self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self._copy_line)
        self.addAction(self._copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._retranslate()

    def show_history(self, history: Iterable[Happening]) -> None:
        shown = tuple(history)
        if shown == self._history:
            return
        self._history = shown
        self._fill()

    def _fill(self) -> None:
        self.clear()
        grave = QColor(theme.colours(self.palette()).bad)
        for entry, line in zip(reversed(self._history), history_lines(self._history), strict=True):
            item = QTreeWidgetItem(list(line))
            item.setToolTip(2, line.detail)
            item.setSizeHint(0, QSize(0, theme.row_height(self.font())))
            if entry.what in _GRAVE:
                item.setForeground(1, grave)
            self.addTopLevelItem(item)
        widths = self.fontMetrics().horizontalAdvance
        lines = history_lines(self._history)
        for column in range(2):
            widest = max((widths(line[column]) for line in lines), default=0)
            self.header().resizeSection(column, max(widest, widths(self.headerItem().text(column))) + 4 * GAP)

    def _copy_line(self) -> None:
        item = self.currentItem()
        if item is not None:
            QGuiApplication.clipboard().setText("\t".join(filter(None, map(item.text, range(3)))))

    def _retranslate(self) -> None:
        self.setHeaderLabels([self.tr("Time"), self.tr("What"), self.tr("Details")])
        self.setAccessibleName(self.tr("What happened to the connection"))
        self._copy.setText(self.tr("Copy"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange and hasattr(self, "_copy"):
            self._retranslate()
            self._fill()
        elif event.type() is QEvent.Type.PaletteChange and hasattr(self, "_history"):
            self._fill()
