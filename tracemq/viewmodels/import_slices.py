"""Turns the import of a large library into steps of a few milliseconds, so that the window goes on meanwhile.

An import cannot be interrupted, but it can wait: it runs in a thread, which stops before each module that it comes to
until it is given another step. Only one of the two threads ever runs, so neither slows the other down.
"""

from __future__ import annotations

import importlib
import importlib.abc
import sys
from collections.abc import Generator, Sequence
from importlib.machinery import ModuleSpec
from threading import Lock, Thread, get_ident
from types import ModuleType


class _Checkpoint(importlib.abc.MetaPathFinder):
    """Finds nothing; whoever asks from the thread waits for its turn."""

    def __init__(self) -> None:
        self.thread = 0
        self._go, self._stopped = Lock(), Lock()
        self._go.acquire()
        self._stopped.acquire()

    def find_spec(
        self, _name: str, _path: Sequence[str] | None, _target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        if get_ident() == self.thread:
            self.wait()
        return None

    def wait(self) -> None:
        """The thread: let the other one go on, and wait for the next step."""
        self._stopped.release()
        self._go.acquire()

    def begin(self, thread: Thread) -> None:
        """The other one: start the thread, which waits at once."""
        thread.start()
        self._stopped.acquire()

    def end(self) -> None:
        """The thread: there is nothing more to do."""
        self._stopped.release()

    def step(self) -> None:
        """The other one: let the thread go on until it waits again."""
        self._go.release()
        self._stopped.acquire()


def import_steps(*names: str) -> Generator[None, None, None]:
    """Import modules; raises what the import raises. To be gone through to its end once begun."""
    names = tuple(name for name in names if name not in sys.modules)
    if not names:
        return
    checkpoint, errors, done = _Checkpoint(), list[Exception](), list[bool]()

    def work() -> None:
        checkpoint.thread = get_ident()
        checkpoint.wait()
        try:
            for name in names:
                importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - raised again for whoever wants the modules
            errors.append(error)
        done.append(True)
        checkpoint.end()

    sys.meta_path.insert(0, checkpoint)
    thread = Thread(target=work, name="import", daemon=True)
    try:
        checkpoint.begin(thread)
        while not done:
            checkpoint.step()
            yield
    finally:
        while not done:  # a module that is half imported would be so for ever
            checkpoint.step()
        thread.join()
        sys.meta_path.remove(checkpoint)
    if errors:
        raise errors[0]


def touch_steps(*modules: ModuleType) -> Generator[None, None, None]:
    """Make the classes of Qt's modules, which are not made before somebody asks; libraries ask for all at once."""
    for module in modules:
        for name in dir(module):
            getattr(module, name)
            yield
