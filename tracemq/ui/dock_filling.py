"""Fills the docks of a new tab one after the other, each in a turn of the event loop of its own.

All at once they would stop the window for a moment that those who watch a busy connection notice. What a panel needs
to be imported is imported in steps before. Once messages flow, a panel is made in one turn and given its place in
another, with time for everything else in between; until then the docks had better be filled than wait.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

from .dock import LaterDock
from .soon import when_imported

PAUSE_MS: Final = 10  # between two turns while messages flow


class DockFilling(QObject):
    """What is shown once the tab has been filled is made at once: somebody has asked for it."""

    def __init__(self, parent: QObject, flowing: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._flowing = flowing
        self._waiting: list[LaterDock] = []
        self._making: LaterDock | None = None  # the first one, once its panel is made
        self._done = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)

    def wait(self, dock: LaterDock) -> bool:
        """Take care of a dock that is shown; false if it is to be filled at once instead."""
        if self._done and all(name in sys.modules for name in dock.modules):
            return False
        if dock not in self._waiting:
            self._waiting.append(dock)
        self._go_on()
        return True

    def complete(self) -> None:
        """Fill at once what is waiting."""
        self._done = True
        while self._waiting:
            self._fill_first()

    def stop(self) -> None:
        """The tab is not seen any more; when it is again, its docks ask again."""
        self._waiting.clear()
        self._making = None
        self._timer.stop()

    def _go_on(self) -> None:
        self._timer.start(PAUSE_MS if self._flowing() else 0)

    def _turn(self) -> None:
        self._timer.stop()
        if not self._waiting:  # they were asked for all at once meanwhile
            return
        dock = self._waiting[0]
        if not all(name in sys.modules for name in dock.modules):
            when_imported(self, self._go_on, *dock.modules)
        elif self._flowing() and dock is not self._making and dock.isVisible():
            self._making = dock
            dock.prepare()
            self._go_on()
        else:
            self._fill_first()

    def _fill_first(self) -> None:
        self._making = None
        dock = self._waiting.pop(0)
        if self._waiting:
            self._go_on()
        else:
            self._done = True
        if dock.isVisible():  # else it asks again when it is shown
            dock.complete()
