"""Turns what is to be written into files by and by: a thread writes, and until it has, readers are given what it will.

A write waits for the disk (12 ms, seconds on a slow one), and the window must not. There is one writer for all files
of the program, as there is one disk: it writes in the order in which it was asked, except that the newest content of a
file takes the place of an older one that was still waiting. A file that takes the place of another (a profile with
another name) is therefore there before that one is removed, and a crash at any time leaves each file old or new.

Before `begin` and after `end` everything is written at once, by whoever asks, who is told what went wrong.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Wanted:
    """What is to become of a file: its bytes, or what is to be added to them; None removes it."""

    data: bytes | None
    added: bool = False
    to_disk: bool = True  # wait until the disk has it
    expected: bytes | None = None  # what must stand there still; None: whatever it is
    quiet: bool = False  # an error is written to the log alone
    outcome: Future[None] | None = None  # of somebody who waits: tells the error instead


class Writer:
    """`write` is what does the work, in the thread or at once."""

    def __init__(self, write: Callable[[Path, Wanted], None]) -> None:
        self._write = write
        self._report: Callable[[Exception], object] | None = None
        self._waiting: dict[Path, Wanted] = {}  # in the order in which they will be written
        self._writing: tuple[Path, Wanted] | None = None
        self._thread: threading.Thread | None = None
        self._quiet = False
        self._changed = threading.Condition()

    def begin(self, report: Callable[[Exception], object]) -> None:
        """Write in a thread from now on, which calls `report` with what goes wrong; the error's file is in `filename`.

        The thread ends when there is nothing to do, and the interpreter does not end before it.
        """
        self._report = report

    def end(self) -> None:
        """Wait until all is written; what is asked for from now on is written at once."""
        self.finish()
        self._report = None

    def finish(self) -> None:
        """Wait until all is written."""
        with self._changed:
            self._changed.wait_for(lambda: self._thread is None)

    def finish_below(self, folder: Path) -> None:
        """Wait until what is in a folder is written: it is about to be renamed."""
        with self._changed:
            self._changed.wait_for(lambda: not any(folder in path.parents for path in self._paths()))

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """What is asked for meanwhile is of little importance: an error is written to the log alone."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def ask(self, path: Path, wanted: Wanted) -> None:
        """Let a file become so; raises OSError where it is done at once."""
        if self._report is None:
            self._write(path, wanted)
            return
        with self._changed:
            wanted.quiet = self._quiet
            older = self._waiting.get(path)
            if older is not None:
                wanted = _both(older, wanted)
                if wanted.data is None:  # what it was replaced by may wait behind it
                    del self._waiting[path]
            self._waiting[path] = wanted
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="files")
                self._thread.start()

    def outcome(self, path: Path) -> Future[None]:
        """What comes of the newest that was asked for a file: done, or the error, which is told nobody else then."""
        with self._changed:
            wanted = self._wanted(path)
            if wanted is None:
                done: Future[None] = Future()
                done.set_result(None)
                return done
            wanted.outcome = wanted.outcome or Future()
            return wanted.outcome

    def pending(self, path: Path) -> Wanted | None:
        """What a file will become; None if it is what it is."""
        with self._changed:
            return self._wanted(path)

    def pending_in(self, folder: Path) -> dict[str, bool]:
        """The names of the files in a folder that are not written yet, and whether they will be there."""
        with self._changed:
            paths = {path for path in self._paths() if path.parent == folder}
            found = {path: self._wanted(path) for path in paths}
            return {path.name: wanted is not None and wanted.data is not None for path, wanted in found.items()}

    def _paths(self) -> list[Path]:
        return [*self._waiting, *([self._writing[0]] if self._writing is not None else [])]

    def _wanted(self, path: Path) -> Wanted | None:
        if path in self._waiting:
            return self._waiting[path]
        return self._writing[1] if self._writing is not None and self._writing[0] == path else None

    # The thread

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._thread = None
                    self._changed.notify_all()
                    return
                path = next(iter(self._waiting))
                wanted = self._waiting.pop(path)
                self._writing = path, wanted
            error: Exception | None = None
            try:
                self._write(path, wanted)
            except Exception as wrong:  # noqa: BLE001 - told to whoever waits, or reported; the next file is to be written
                error = wrong
            with self._changed:
                self._writing = None
                outcome = wanted.outcome
                self._changed.notify_all()
            self._tell(path, wanted, error, outcome)

    def _tell(self, path: Path, wanted: Wanted, error: Exception | None, outcome: Future[None] | None) -> None:
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)
        if outcome is not None and error is not None:
            outcome.set_exception(error)
        elif outcome is not None:
            outcome.set_result(None)
        elif error is not None:
            log.warning("%s was not written: %s", path.name, getattr(error, "strerror", None) or error)
            report = self._report
            if report is not None and not wanted.quiet:
                report(error)


def _both(older: Wanted, newer: Wanted) -> Wanted:
    """What a file is to become that was to become something else, and has not yet."""
    if newer.added and older.data is not None and newer.data is not None:
        newer.data, newer.added = older.data + newer.data, older.added
    newer.to_disk = newer.to_disk or older.to_disk
    newer.expected = older.expected if older.data is not None else None
    newer.quiet = newer.quiet and older.quiet
    newer.outcome = older.outcome
    return newer
