"""Turns a file of messages into a recording, in slices on the event loop."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Generator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from tracemq.history.import_lines import Imported, import_lines
from tracemq.workspace.recording import Recording

from .slices import Slices


class MessageReader(QObject):
    """`start` it; `progressed` comes after each slice, `finished` at the end, after `stop`, or if it fails."""

    progressed = Signal()
    finished = Signal()

    def __init__(self, recording: Recording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recording = recording
        self.imported = Imported()
        self.size = 0  # bytes of the file
        self.error: OSError | None = None
        self.stopped = False  # by the user
        self._slices = Slices(self)
        self._slices.progress.connect(self._tell)

    @property
    def running(self) -> bool:
        return self._slices.busy

    @property
    def progress(self) -> float:
        """From 0 to 1."""
        return min(1.0, self.imported.bytes / self.size) if self.size else 0.0

    def start(self) -> None:
        self._slices.run(self._read(), self._done, self._failed, OSError)

    def stop(self) -> None:
        """Keep what was read and leave the rest."""
        if self._slices.busy:
            self._slices.cancel()
            self.stopped = True
            self.finished.emit()

    def _read(self) -> Generator[None, None, None]:
        path = self.recording.path
        with open_file(path) as file:
            self.size = os.fstat(file.fileno()).st_size
            run = import_lines(file, self.recording.topics, self.recording.take)
            while True:
                try:
                    self.imported = next(run)
                except StopIteration as finished:
                    self.imported = finished.value
                    return
                yield

    def _tell(self) -> None:
        self.progressed.emit()

    def _done(self, _nothing: None) -> None:
        self.finished.emit()

    def _failed(self, error: OSError) -> None:
        self.error = error
        self.finished.emit()


def open_file(path: Path) -> Any:
    """Open a file for reading; raises OSError, also for a pipe, which would never end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(descriptor, "rb", buffering=1 << 20)
    os.close(descriptor)
    number = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
    raise OSError(number, os.strerror(number), str(path))
