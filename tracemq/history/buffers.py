"""Memory for segments, handed out ready to be written to.

Fresh pages cost more than copying into them (measured on a virtual machine, for 4 MiB: 7 to 14 ms as a bytearray, 2 to
11 ms in huge pages, 0.6 ms when the pages were used before). So large buffers ask for huge pages, that of a segment
that left is used again, and while messages pour in a thread touches the next one ahead of them.
"""

from __future__ import annotations

import mmap
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import Final

import numpy as np

HUGE_PAGE: Final = 2 << 20

Buffer = bytearray | mmap.mmap


class Buffers:
    """The buffers of one log: at most one that was used before and one that is touched ahead wait to be taken."""

    def __init__(self) -> None:
        self._used: Buffer | None = None
        self._ahead: Future[Buffer] | None = None

    def take(self, size: int) -> Buffer:
        """Return a buffer of so many bytes, whatever is in them."""
        used, self._used = self._used, None
        if used is not None and len(used) == size:
            return used
        if self._ahead is not None and self._ahead.done():
            ahead, self._ahead = self._ahead, None
            if ahead.exception() is None and len(ahead.result()) == size:
                return ahead.result()
        return new_buffer(size)

    def give_back(self, buffer: Buffer) -> None:
        """Nobody uses the buffer any more."""
        self._used = buffer

    def prepare(self, size: int) -> None:
        """Another buffer of this size will be taken soon."""
        if self._used is None and self._ahead is None and size >= HUGE_PAGE:
            self._ahead = _thread().submit(_touched, size)


def new_buffer(size: int) -> Buffer:
    """Writable memory; pages that are never written to are never taken from the system."""
    if size < HUGE_PAGE:
        return bytearray(size)
    buffer = mmap.mmap(-1, size)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with suppress(OSError):  # a kernel without them; ordinary pages do as well
            buffer.madvise(mmap.MADV_HUGEPAGE)
    return buffer


def _touched(size: int) -> Buffer:
    """Writable memory that the system has handed out already; numpy lets other threads run meanwhile."""
    buffer = new_buffer(size)
    np.frombuffer(buffer, np.uint8)[:: mmap.PAGESIZE] = 0
    return buffer


@cache
def _thread() -> ThreadPoolExecutor:
    """One for all logs: a buffer takes it 2 to 11 ms, and the quickest connection fills one in 16."""
    return ThreadPoolExecutor(1, "memory")
