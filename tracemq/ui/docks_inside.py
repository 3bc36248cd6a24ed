"""Keeps the lowest dock inside a window that gets narrower: what it lacks is taken from the docks at the left.

Qt shares out the width among left, middle and right without a look at what lies below middle and right. Where that
needs more than the two have, it would stick out at the window's edge.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow


class DocksInside(QObject):
    """`low` is the dock that may stick out, `left` one of those at the left of it."""

    def __init__(self, window: QMainWindow, low: QDockWidget, left: QDockWidget) -> None:
        super().__init__(window)
        self._window, self._low, self._left = window, low, left
        self._tried: object = None  # the places in which it was of no use: the docks at the left cannot be narrower
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._look)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._later.start()  # once the docks have their places
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        low, left = self._low, self._left
        if not (low.isVisible() and left.isVisible()) or low.isFloating() or left.isFloating():
            return
        too_wide = low.geometry().right() - self._window.rect().right()
        wanted = max(left.width() - too_wide, left.minimumSizeHint().width())
        places = self._window.size(), left.geometry(), low.geometry()
        if places == self._tried:  # the layout is asked for anew by the attempt itself
            return
        if too_wide > 0 and left.geometry().right() < low.geometry().left() and wanted < left.width():
            self._tried = places
            self._window.resizeDocks([left], [wanted], Qt.Orientation.Horizontal)
