"""Collects Python's garbage in the thread of the window alone, between two turns of its event loop.

By itself Python collects in whatever thread makes the object that is one too many, such as one that imports, reads a
file or waits for a keyring. What goes then may be widgets, timers and models which refer to each other in a circle, and
Qt's objects have to go in the thread that they live in: elsewhere the process crashes or hangs. PySide takes care of
its own classes of widgets, but not of classes that are derived from them, and of nothing else.

So Python's own collector stays switched off, and what it would do is done here by the same rules (see the module gc).
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QAbstractEventDispatcher, QObject

GROWN: Final = 4  # all objects are looked at again once a quarter more have come to stay


class Generations:
    """Knows which of Python's three generations of objects is due."""

    def __init__(self) -> None:
        self._all = self._new = 0  # objects when all were looked at, and an estimate of those that have stayed since

    def collect_due(self) -> None:
        """Collect what Python would have collected by now, which is mostly nothing: 0.1 us."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] <= limits[0] or not limits[0]:
            return
        if counts[2] > limits[2] and self._new * GROWN >= self._all:
            gc.collect()
            self._all, self._new = len(gc.get_objects()), 0
        else:
            self._new += max(0, counts[0] - gc.collect(int(counts[1] > limits[1])))


class Collecting(QObject):
    """Collects from `start` on, in the thread that it was made in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._generations = Generations()

    def start(self) -> None:
        gc.disable()
        QAbstractEventDispatcher.instance(self.thread()).awake.connect(self._look)  # emitted at each turn

    def _look(self) -> None:
        self._generations.collect_due()
