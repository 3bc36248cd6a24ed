"""A 5 ms timer that feeds LoopGaps while messages flow, and rests otherwise, so that an idle window costs nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from tracemq.workspace.loop_gap import LoopGaps

SAMPLE_MS: Final = 5
LOOK_MS: Final = 100  # how often a resting watch looks whether messages flow again


class LoopWatch(QObject):
    """Watches the loop of the thread it was made in; `flowing` tells whether messages arrive."""

    def __init__(self, gaps: LoopGaps, flowing: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gaps = gaps
        self._flowing = flowing
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=LOOK_MS)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        flowing = self._flowing()
        wanted = SAMPLE_MS if flowing else LOOK_MS
        resting = self._timer.interval() != SAMPLE_MS
        self._gaps.turn(time.monotonic(), flowing=flowing and not resting)
        if self._timer.interval() != wanted:
            self._timer.setInterval(wanted)
