"""Runs long work in slices on the event loop, so that the window stays alive: one piece of work at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

SLICE_S: Final = 0.008


class Slices(QObject):
    """`progress` comes after each slice with what the work has yielded last."""

    progress = Signal(object)

    def __init__(self, parent: QObject | None = None, *, slice_s: float | None = None) -> None:
        super().__init__(parent)
        self._slice_s = slice_s
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._slice)
        self._work: Generator[Any, None, Any] | None = None
        self._done: Callable[[Any], None] = lambda _: None
        self._failed: Callable[[Exception], None] = lambda _: None
        self._expected: type[Exception] | tuple[type[Exception], ...] = ()
        self._until: float | None = None  # of the slice that is at work: what it leads to has the rest of its time

    @property
    def busy(self) -> bool:
        return self._work is not None

    def run(
        self,
        work: Generator[Any, None, Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None] = lambda _: None,
        expected: type[Exception] | tuple[type[Exception], ...] = (),
    ) -> None:
        """Begin, instead of what is running. Short work is finished before this returns; `expected` errors are told.

        Work that follows other work has what is left of its slice, or else begins in the next turn.
        """
        self.cancel()
        self._work, self._done, self._failed, self._expected = work, done, failed, expected
        if self._until is None or time.monotonic() < self._until:
            self._slice()
        if self._work is work:
            self._timer.start()

    def cancel(self) -> None:
        """Drop what is running; neither `done` nor `failed` is called."""
        self._timer.stop()
        if self._work is not None:
            self._work.close()
            self._work = None

    def _slice(self) -> None:
        outer = self._until
        self._until = time.monotonic() + (self._slice_s or SLICE_S) if outer is None else outer
        try:
            if self._work is not None:
                self._go_on(self._work, self._until)
        finally:
            self._until = outer

    def _go_on(self, work: Generator[Any, None, Any], until: float) -> None:
        try:
            step = next(work)
            while time.monotonic() < until:
                step = next(work)
        except StopIteration as finished:
            self._end()
            self._done(finished.value)
        except self._expected as error:
            self._end()
            self._failed(error)
        else:
            self.progress.emit(step)

    def _end(self) -> None:
        self._timer.stop()
        self._work = None
