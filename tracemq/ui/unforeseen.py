"""Errors that nobody foresaw become a log entry and a signal that the window shows; the program goes on.

They come from Qt slots and event handlers (sys.excepthook, as PySide calls it), from threads and from tasks.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class Unforeseen(QObject):
    """Install it once, early; `happened` carries the exception and is delivered in the window's thread."""

    happened = Signal(object)

    def install(self, loop: asyncio.AbstractEventLoop) -> None:
        sys.excepthook = self._raised
        threading.excepthook = self._raised_in_thread
        loop.set_exception_handler(self._raised_in_loop)

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
