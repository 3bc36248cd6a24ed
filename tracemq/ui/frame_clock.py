"""Turns "something flows" into frames: 30 a second while messages arrive, three when nothing does, none for nobody.

What ends a silence calls `wake`, so that the first message is seen at once, however seldom a silent window looks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

REST_SHARE: Final = 1.0  # a frame that took long is followed by as much time for everything else


class Pace(Enum):
    """How soon the next frame is wanted, in milliseconds."""

    FLOWING = 33
    SETTLING = 100  # figures fall to zero, colours fade
    IDLE = 300  # ages grow; what the user does is told at the bottom
    STILL = None  # there is nothing to be shown: until `wake`


def quickest(paces: Iterable[Pace]) -> Pace:
    """The pace that suits all of them; STILL for none."""
    return min(paces, key=lambda pace: float("inf") if pace.value is None else pace.value, default=Pace.STILL)


class FrameClock(QObject):
    """Calls `frame` with time.monotonic(); what it returns says how soon the next one is wanted."""

    def __init__(self, frame: Callable[[float], Pace], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = frame
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._running = self._in_frame = self._woken = False
        self._pace = Pace.STILL
        self._next_s = 0.0  # the soonest time of the next frame
        self.frames = 0

    def start(self) -> None:
        self._running, self._pace = True, Pace.FLOWING
        self._timer.start(0)

    def stop(self) -> None:
        self._running = False
        self._timer.stop()

    @property
    def due(self) -> bool:
        """Whether a frame will come by itself."""
        return self._timer.isActive()

    @property
    def hurried(self) -> bool:
        """Whether frames come as while messages flow."""
        return self._pace is Pace.FLOWING

    def wake(self) -> None:
        """There is something to show: the next frame comes as soon as it would while messages flow."""
        if self._in_frame:
            self._woken = True
        elif self._running and self._pace is not Pace.FLOWING:
            self._pace = Pace.FLOWING
            self._timer.start(max(0, round((self._next_s - time.monotonic()) * 1000)))

    def _tick(self) -> None:
        began = time.monotonic()
        self.frames += 1
        self._pace, self._in_frame = Pace.SETTLING, True
        try:
            self._pace = self._frame(began)
        finally:  # an error in one frame must not stop the clock
            self._in_frame = False
            if self._woken:
                self._woken, self._pace = False, Pace.FLOWING
            now = time.monotonic()
            took_s = now - began
            self._next_s = now + max(Pace.FLOWING.value / 1000 - took_s, took_s * REST_SHARE, 0.001)
            if self._running and self._pace.value is not None:
                rest_ms = round((self._next_s - now) * 1000)
                self._timer.start(max(rest_ms, round(self._pace.value - took_s * 1000)))
