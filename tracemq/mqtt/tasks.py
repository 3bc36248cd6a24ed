"""Starts tasks and calls callbacks so that whatever they raise is logged and breaks nothing else."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

log = logging.getLogger(__name__)
P = ParamSpec("P")
A = TypeVar("A")
T = TypeVar("T")

_running: set[asyncio.Task[Any]] = set()  # the loop itself keeps tasks by weak references only


def start_task(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    """Run a coroutine beside its caller; an exception that it lets out is logged."""
    task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work, name=name)
    _running.add(task)
    task.add_done_callback(_ended)
    return task


def start_attempt(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Run a coroutine beside its caller, who looks at the result and so at the exception."""
    return asyncio.get_running_loop().create_task(work)


def _ended(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled() and (fault := task.exception()) is not None:
        log.error("the task %s failed", task.get_name(), exc_info=fault)


async def ask(callback: Callable[[], T | Awaitable[T]], failed: type[Exception]) -> T:
    """What somebody else's function or coroutine function gives; whatever it raises is raised as `failed`.

    The text of the fault is not repeated: where passwords are asked for it may hold one.
    """
    try:
        answer = callback()
        return await answer if inspect.isawaitable(answer) else answer
    except Exception as fault:
        raise failed(type(fault).__name__) from fault


async def run_foreign(work: Awaitable[None], failed: type[Exception], unless: tuple[type[Exception], ...]) -> None:
    """Somebody else's coroutine; what it raises is raised as `failed`, unless it is one of those that are expected."""
    try:
        await work
    except unless:
        raise
    except Exception as fault:
        raise failed(f"{type(fault).__name__}: {fault}") from fault


def attempt(callback: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> Exception | None:
    """Call a function of our own that is not expected to raise; what it raises all the same is logged and returned."""
    try:
        callback(*args, **kwargs)
    except Exception as fault:
        log.exception("an unforeseen error")
        return fault
    return None


def call_safely(callback: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
    """Call somebody else's function; what it raises is logged."""
    try:
        callback(*args, **kwargs)
    except Exception:
        log.exception("a callback failed: %r", callback)


def ask_now(callback: Callable[[A], T | None], argument: A, otherwise: T) -> T | None:
    """What somebody else's function answers; `otherwise` if it raises, which is logged."""
    try:
        return callback(argument)
    except Exception:
        log.exception("a callback failed: %r", callback)
        return otherwise
