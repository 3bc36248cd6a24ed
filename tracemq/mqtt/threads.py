"""Calls from other threads into calls on the client's own: they work, or raise at once."""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from .errors import WrongThread

P = ParamSpec("P")
T = TypeVar("T")


class Home:
    """The thread and the event loop that a client belongs to: those that it was made, then first started on."""

    __slots__ = ("loop", "thread")

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.loop: asyncio.AbstractEventLoop | None = None

    def settle(self) -> None:
        """From here on this thread and its running loop are the client's."""
        self.loop = asyncio.get_running_loop()
        self.thread = threading.get_ident()

    @property
    def here(self) -> bool:
        return threading.get_ident() == self.thread

    def other_loop(self) -> asyncio.AbstractEventLoop:
        """The client's loop, for a caller on another thread; raises WrongThread if it does not run."""
        if self.loop is None or not self.loop.is_running():
            raise WrongThread("the client has not been started yet: other threads cannot use it")
        return self.loop

    def check(self) -> None:
        if not self.here:
            raise WrongThread("this is for the thread of the client's event loop alone")


def _home(args: tuple[object, ...]) -> Home:
    home = getattr(args[0], "home", None)
    if not isinstance(home, Home):
        raise TypeError("only methods of objects with a home can be decorated so")
    return home


def from_any_thread(method: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """A coroutine method that may be awaited on any thread's loop: it runs on the client's."""

    @functools.wraps(method)
    async def wherever(*args: P.args, **kwargs: P.kwargs) -> T:
        home = _home(args)
        if home.here:
            return await method(*args, **kwargs)
        loop = home.other_loop()
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(method(*args, **kwargs), loop))

    return wherever


def handed_over(method: Callable[P, None]) -> Callable[P, None]:
    """A plain method without a result that other threads may call: it is run on the client's thread, soon."""

    @functools.wraps(method)
    def wherever(*args: P.args, **kwargs: P.kwargs) -> None:
        home = _home(args)
        if home.here:
            method(*args, **kwargs)
        else:
            home.other_loop().call_soon_threadsafe(functools.partial(method, *args, **kwargs))

    return wherever


def thread_only(method: Callable[P, T]) -> Callable[P, T]:
    """A plain method for the client's thread alone: elsewhere it raises WrongThread at once."""

    @functools.wraps(method)
    def here_only(*args: P.args, **kwargs: P.kwargs) -> T:
        _home(args).check()
        return method(*args, **kwargs)

    return here_only
