"""Turns a choice of rows and a format into a file of messages, in slices on the event loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from tracemq.history.export import Exported, all_of, between, export, in_parts
from tracemq.history.export_file import OutputFile
from tracemq.history.export_formats import Format
from tracemq.history.log import MessageLog
from tracemq.history.row import LogView

from .slices import Slices

Spans = Sequence[tuple[int, int]]  # positions [first, last) of a view
SLICE_S: Final = 0.01  # the window paints between two
NAP_S: Final = 0.001  # while the disk is slower than we are


class Scope(Enum):
    """Which rows are exported."""

    SELECTED = auto()
    FILTERED = auto()
    ALL = auto()


@dataclass(frozen=True, slots=True)
class Rows:
    """What there is to export: the log, what a filter leaves of it, and what is selected in the view on the screen."""

    log: MessageLog
    live: LogView  # the log, or a filter over it
    shown: LogView  # the view on the screen, which may be sorted
    selected: Spans = ()
    filtered: bool = False

    def count(self, scope: Scope) -> int:
        if scope is Scope.SELECTED:
            return sum(last - first for first, last in self.selected)
        view = self.log if scope is Scope.ALL else self.live
        return view.last - view.first

    def parts(self, scope: Scope) -> Iterator[Sequence[int]]:
        """The rows' numbers in the order of arrival."""
        if scope is not Scope.SELECTED:
            return all_of(self.log if scope is Scope.ALL else self.live)
        if self.shown is self.live:
            return between(self.live, self.selected)
        numbers = [np.asarray(self.shown.seqs(first, last - first), np.int64) for first, last in self.selected]
        return in_parts(np.sort(np.concatenate(numbers)).tolist() if numbers else [])


class ExportMessagesForm:
    """The state of the dialog: which rows, as what."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.format = Format.JSON_LINES
        self.scope = Scope.ALL
        if rows.count(Scope.SELECTED) > 1:
            self.scope = Scope.SELECTED
        elif rows.filtered:
            self.scope = Scope.FILTERED

    @property
    def scopes(self) -> list[Scope]:
        """Those that make sense now."""
        there = {Scope.SELECTED: bool(self.rows.selected), Scope.FILTERED: self.rows.filtered, Scope.ALL: True}
        return [scope for scope in Scope if there[scope]]

    @property
    def count(self) -> int:
        return self.rows.count(self.scope)


class End(Enum):
    """How an export ended."""

    DONE = auto()
    CANCELLED = auto()  # nothing is left of it
    FAILED = auto()  # likewise


@dataclass(slots=True)
class Outcome:
    end: End
    exported: Exported
    seconds: float
    error: OSError | None = None


@dataclass(slots=True)
class Task:
    """What is written where; `parts` are ascending sequence numbers."""

    log: MessageLog
    parts: Iterator[Sequence[int]]
    format: Format
    path: Path
    total: int = 0
    exported: Exported = field(default_factory=Exported)


class ExportJob(QObject):
    """`start` it; `progressed` comes after each slice, `finished` (an Outcome) once, also after `cancel`."""

    progressed = Signal()
    finished = Signal(object)

    def __init__(self, task: Task, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.task = task
        self._began_s = 0.0
        self._slices = Slices(self, slice_s=SLICE_S)
        self._slices.progress.connect(self._tell)

    @property
    def running(self) -> bool:
        return self._slices.busy

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began_s

    def start(self) -> None:
        self._began_s = time.monotonic()
        self._slices.run(write_rows(self.task), self._done, self._failed, OSError)

    def cancel(self) -> None:
        """Leave everything as it was before."""
        if self._slices.busy:
            self._slices.cancel()
            self._end(End.CANCELLED)

    def _tell(self) -> None:
        self.progressed.emit()

    def _done(self, _exported: Exported) -> None:
        self._end(End.DONE)

    def _failed(self, error: OSError) -> None:
        self._end(End.FAILED, error)

    def _end(self, end: End, error: OSError | None = None) -> None:
        self.finished.emit(Outcome(end, self.task.exported, self.seconds, error))


def write_rows(task: Task, sleep: Callable[[float], Any] = time.sleep) -> Generator[None, None, Exported]:
    """Write a file in steps of about a ms; raises OSError. Whoever stops half way leaves nothing behind."""
    file = OutputFile(task.path)
    try:
        for done in export(task.log, task.parts, task.format, file.write):
            task.exported = done
            yield
            while file.busy:
                sleep(NAP_S)
                yield
        file.finish()
        while not file.done:
            sleep(NAP_S)
            yield
    except BaseException:
        file.discard()
        raise
    if file.error is not None:
        raise file.error
    return task.exported
