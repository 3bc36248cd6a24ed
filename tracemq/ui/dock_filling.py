"""Fills the docks of a new tab one after the other, each in a turn of the event loop of its own.

All at once they would stop the window for a moment that those who watch a busy connection notice.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from .dock import LaterDock


class DockFilling(QObject):
    """What is shown once the tab has been filled is made at once: somebody has asked for it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[LaterDock] = []
        self._done = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)

    def wait(self, dock: LaterDock) -> bool:
        """Take care of a dock that is shown; false if it is to be filled at once instead."""
        if self._done:
            return False
        if dock not in self._waiting:
            self._waiting.append(dock)
        self._timer.start()
        return True

    def complete(self) -> None:
        """Fill at once what is waiting."""
        self._done = True
        while self._waiting:
            self._turn()

    def stop(self) -> None:
        """The tab is not seen any more; when it is again, its docks ask again."""
        self._waiting.clear()
        self._timer.stop()

    def _turn(self) -> None:
        dock = self._waiting.pop(0)
        if not self._waiting:
            self._timer.stop()
            self._done = True
        if dock.isVisible():  # else it asks again when it is shown
            dock.complete()
