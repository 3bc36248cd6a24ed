"""A 5 ms timer that feeds LoopGaps while messages flow; in silence five looks a second, which cost next to nothing.

Qt's dispatcher says when it is about to sleep, but not when it wakes: what it runs lies between these two, so that its
signals do not tell how long a turn took. A timer that comes late does.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from tracemq.workspace.loop_gap import LoopGaps

SAMPLE_MS: Final = 5
LOOK_MS: Final = 200


class LoopWatch(QObject):
    """Watches the loop of the thread it was made in, from `start` to `stop`.

    Call `wake` when messages begin to flow; `flowing` says whether they still do.
    """

    def __init__(self, gaps: LoopGaps, flowing: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gaps = gaps
        self._flowing = flowing
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=LOOK_MS)
        self._timer.timeout.connect(self._turn)
        self._looked_s = 0.0

    def start(self) -> None:
        """There is a connection."""
        if not self._timer.isActive():
            self._looked_s = time.monotonic()
            self._timer.start(LOOK_MS)

    def stop(self) -> None:
        """There is none: nothing can flow, and nobody waits."""
        self._timer.stop()

    @property
    def resting(self) -> bool:
        return self._timer.interval() == LOOK_MS

    def wake(self) -> None:
        """Messages begin to flow: what the first of them set off counts already."""
        if self.resting:
            self._gaps.turn(time.monotonic(), flowing=False)
            self._timer.start(SAMPLE_MS)

    def _turn(self) -> None:
        now_s = time.monotonic()
        if self.resting:
            self._gaps.late(now_s - self._looked_s - LOOK_MS / 1000)
        else:  # what lies behind this turn began while messages flowed, however long it took
            self._gaps.turn(now_s, flowing=True)
        self._looked_s = now_s
        if self._flowing() is self.resting:
            self._gaps.turn(now_s, flowing=False)
            self._timer.start(SAMPLE_MS if self.resting else LOOK_MS)
