"""Turns one long call of C, which does not hold the interpreter, into a wait that the event loop goes on in."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_thread(work: Callable[[], T]) -> Generator[bool, None, T]:
    """Do the work in a thread; yields true as long as there is only waiting to do."""
    future = begin_in_thread(work)
    while not future.done():
        yield True
    return future.result()


def begin_in_thread(work: Callable[[], T]) -> Future[T]:
    """Begin the work in a thread of its own."""
    thread = ThreadPoolExecutor(1)
    future = thread.submit(work)
    thread.shutdown(wait=False)  # it ends after this
    return future
