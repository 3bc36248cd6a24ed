"""Turns bytes that come piece by piece into a file that is there whole or not at all, written by a thread of its own.

The thread waits for the disk, so that the caller never does; it runs no Python between two writes, so that it never
holds the caller up either. It gets half a MiB at a time: to wake it costs the caller a change of threads, which on a
busy machine takes as long as what it writes.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Final

PART: Final = 512 << 10  # bytes that the thread is given at once
MOST_WAITING: Final = 16 << 20  # bytes; who has more to write had better wait


class _Order:
    """What the thread is told beside bytes."""


FINISH: Final = _Order()
DISCARD: Final = _Order()


class OutputFile:
    """Write to it, then `finish` or `discard`; `done` says when that has happened, `error` what went wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.error: OSError | None = None
        self.done = False  # nothing more will be done: the file is there, or it is not and nothing is left behind
        self._todo: SimpleQueue[bytes | _Order] = SimpleQueue()
        self._put = self._written = self._held = 0
        self._parts: list[bytes] = []  # that the thread has not been given yet
        self._thread = Thread(target=self._run, name=f"write {path.name}", daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Hand bytes over; raises the OSError that writing earlier ones met."""
        if self.error is not None:
            raise self.error
        self._put += len(data)
        self._held += len(data)
        self._parts.append(data)
        if self._held >= PART:
            self._hand_over()

    def _hand_over(self) -> None:
        parts, self._parts, self._held = self._parts, [], 0
        self._todo.put(parts[0] if len(parts) == 1 else b"".join(parts))

    @property
    def busy(self) -> bool:
        """More waits to be written than should."""
        return self._put - self._written > MOST_WAITING and self.error is None

    def finish(self) -> None:
        """Give the file its name once everything is on the disk."""
        self._hand_over()
        self._todo.put(FINISH)

    def discard(self) -> None:
        """Leave things as they were before."""
        self._todo.put(DISCARD)

    def wait(self) -> None:
        """Wait for what `finish` or `discard` has begun; for tests and tools without a loop."""
        self._thread.join()

    def _run(self) -> None:
        temporary: Path | None = None
        try:
            target, mode = _target(self.path)
            temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                if mode is not None:
                    temporary.chmod(mode)
                whole = self._write_all(descriptor)
                if whole:
                    os.fsync(file.fileno())
            if whole:
                temporary.replace(target)
                temporary = None
        except OSError as error:
            self.error = error
        finally:
            if temporary is not None:
                with suppress(OSError):
                    temporary.unlink()
            self.done = True

    def _write_all(self, descriptor: int) -> bool:
        """Write until an order comes; whether the file is to be kept."""
        while not isinstance(data := self._todo.get(), _Order):
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            self._written += len(data)
        return data is FINISH


def _target(path: Path) -> tuple[Path, int | None]:
    """Where a link leads, and the permissions of a file that is there already; raises OSError for what is no file."""
    path = Path(os.path.realpath(path))
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return path, None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):  # a device or a pipe must not be replaced by a file
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    return path, stat.S_IMODE(mode)
