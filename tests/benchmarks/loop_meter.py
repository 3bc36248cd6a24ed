"""The turns of Qt's event loop become the longest gap since it was asked last, and where the time went in it.

A gap is the whole time between two turns of the sampling timer, its own interval included. Beside it stands the
processor time of the main thread in one turn: on a machine that others use as well it stays what it is.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

SAMPLE_MS: Final = 5
LOOK_S: Final = 0.002  # between two looks at what the main thread does
WORTH_ASKING_MS: Final = 30.0  # of a gap: what was done in shorter ones is forgotten
OURS: Final = "tracemq"


@dataclass(slots=True)
class Gaps:
    """In ms: the longest gap by the clock, and the most processor time in one; `at` counts the places in long ones."""

    wall: float = 0.0
    cpu: float = 0.0
    at: Counter[str] = field(default_factory=Counter)


class LoopMeter(QObject):
    """Begins to measure when it is made; `take` gives what was measured since the last time."""

    def __init__(self, parent: QObject, *, look: bool = False) -> None:
        super().__init__(parent)
        self._gaps = Gaps()
        self._looks = _Looks() if look else None
        self._wall_s, self._cpu_s = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=SAMPLE_MS)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def take(self) -> Gaps:
        self._turn()
        gaps, self._gaps = self._gaps, Gaps()
        return gaps

    def _turn(self) -> None:
        wall_s, cpu_s = time.perf_counter(), time.thread_time()
        wall, cpu = (wall_s - self._wall_s) * 1000, (cpu_s - self._cpu_s) * 1000
        self._wall_s, self._cpu_s = wall_s, cpu_s
        self._gaps.wall, self._gaps.cpu = max(self._gaps.wall, wall), max(self._gaps.cpu, cpu)
        if self._looks is not None:
            seen = self._looks.take()
            if cpu > WORTH_ASKING_MS:
                self._gaps.at.update(seen)


class _Looks:
    """Looks from a thread at where the main thread is."""

    def __init__(self) -> None:
        self._main = threading.get_ident()
        self._seen: list[str] = []
        threading.Thread(target=self._run, daemon=True, name="looks").start()

    def take(self) -> list[str]:
        seen, self._seen = self._seen, []
        return seen

    def _run(self) -> None:
        while True:
            time.sleep(LOOK_S)  # nothing tells a thread that another one stands still: it has to look
            # no name holds the frame while this thread sleeps: it would keep alive what the frame has, painters too
            self._seen.append(_place(sys._current_frames().get(self._main)))


def _place(frame: FrameType | None) -> str:
    """The three innermost lines of the program's own, the innermost first."""
    lines: list[str] = []
    while frame is not None and len(lines) < 3:
        path = frame.f_code.co_filename
        if f"/{OURS}/" in path and "/site-packages/" not in path:
            lines.append(f"{path.rpartition(f'/{OURS}/')[2]}:{frame.f_lineno} {frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(lines)
