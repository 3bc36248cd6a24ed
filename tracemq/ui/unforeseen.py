"""Errors that nobody foresaw become a log entry and a signal that the window shows; the program goes on.

They come from Qt slots and event handlers (sys.excepthook, as PySide calls it), from threads, from the event loop, and
from the tasks and callbacks that mqtt/tasks.py starts and logs.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal

from tracemq.mqtt import tasks

log = logging.getLogger(__name__)


class Unforeseen(QObject):
    """Install it once, early; `happened` carries the exception and is delivered in the window's thread."""

    happened = Signal(object)

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        sys.excepthook = self._raised
        threading.excepthook = self._raised_in_thread
        loop.set_exception_handler(self._raised_in_loop)
        logging.getLogger(tasks.__name__).addHandler(_Listener(self.happened.emit))

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("unforeseen", exc_info=(kind, error, trace))
        self.happened.emit(error)

    def _raised_in_thread(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._raised(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _raised_in_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self._raised(type(error), error, error.__traceback__)
        else:
            log.error("unforeseen: %s", context.get("message"))


class _Listener(logging.Handler):
    """Passes on the exceptions of log records; the record itself goes on to the log file."""

    def __init__(self, tell: Callable[[BaseException], object]) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self._tell(record.exc_info[1])
