"""Turns "something flows" into frames: 30 a second while messages arrive, ten when nothing does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

FRAME_MS: Final = 33
IDLE_MS: Final = 100  # the first message after a silence waits for no longer than this
REST_SHARE: Final = 1.0  # a frame that took long is followed by as much time for everything else


class FrameClock(QObject):
    """Calls `frame` with time.monotonic(); what it returns says whether more is to be expected soon."""

    def __init__(self, frame: Callable[[float], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.frames = 0

    def start(self) -> None:
        self._timer.start(0)

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        began = time.monotonic()
        self.frames += 1
        interval_ms = IDLE_MS
        try:
            if self._frame(began):
                interval_ms = FRAME_MS
        finally:  # an error in one frame must not stop the clock
            took_ms = (time.monotonic() - began) * 1000
            self._timer.start(max(1, round(interval_ms - took_ms), round(took_ms * REST_SHARE)))
