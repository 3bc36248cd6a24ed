"""Turns the import of a large library into steps of a few milliseconds, so that the window goes on meanwhile.

An import cannot be interrupted, but it can wait: it runs in a thread, which stops before each module that it comes to
until it is given another step. Only one of the two threads runs at a time, so neither slows the other down. A thread
that waits holds the locks of modules that are half imported; if nobody gives it a step for some time (another import
may wait for such a lock), it goes on by itself.
"""

from __future__ import annotations

import importlib
import importlib.abc
import sys
from collections.abc import Generator, Sequence
from importlib.machinery import ModuleSpec
from threading import Semaphore, Thread, get_ident
from types import ModuleType
from typing import Final

PATIENCE_S: Final = 0.03
LONGEST_STEP_S: Final = 0.015  # a module that takes longer, or an import that goes on by itself, is not waited for


class _Import(importlib.abc.MetaPathFinder):
    """As a finder of modules it finds nothing: whoever asks from its thread waits for a step."""

    def __init__(self, names: Sequence[str]) -> None:
        self.done = False
        self.error: Exception | None = None
        self._names = names
        self._free = False  # it waits no more
        self._ident = 0
        self._turn, self._stopped = Semaphore(0), Semaphore(0)
        # Python waits for it before it ends: a thread that dies inside a library of C++ takes the process with it
        self._thread = Thread(target=self._run, name="import", daemon=False)

    def begin(self) -> None:
        sys.meta_path.insert(0, self)
        self._thread.start()

    def step(self) -> None:
        """Let the import go on to the next module."""
        self._turn.release()
        self._stopped.acquire(timeout=LONGEST_STEP_S)

    def let_go(self) -> None:
        """Nobody gives it steps any more."""
        self._free = True
        self._turn.release()

    def find_spec(
        self, _name: str, _path: Sequence[str] | None, _target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        if get_ident() == self._ident and not self._free:
            self._wait()
        return None

    def _wait(self) -> None:
        self._stopped.release()
        if not self._turn.acquire(timeout=PATIENCE_S):
            self._free = True

    def _run(self) -> None:
        self._ident = get_ident()
        try:
            for name in self._names:
                importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - raised again for whoever wants the modules
            self.error = error
        sys.meta_path.remove(self)
        self.done = True
        self._stopped.release()


_running: list[_Import] = []  # one at most: two would wait for each other's modules


def import_steps(*names: str) -> Generator[None, None, None]:
    """Import modules; raises what the import raises."""
    while _running:
        yield from _steps(_running[0])
    missing = [name for name in names if name not in sys.modules]
    if missing:
        work = _Import(missing)
        _running.append(work)
        work.begin()
        yield from _steps(work)
        if work.error is not None:
            raise work.error


def _steps(work: _Import) -> Generator[None, None, None]:
    try:
        while not work.done:
            work.step()
            yield
    finally:
        if work in _running:
            _running.remove(work)
        if not work.done:
            work.let_go()


def touch_steps(*modules: ModuleType) -> Generator[None, None, None]:
    """Make the classes of Qt's modules, which are not made before somebody asks; libraries ask for all at once."""
    for module in modules:
        for name in dir(module):
            getattr(module, name)
            yield
