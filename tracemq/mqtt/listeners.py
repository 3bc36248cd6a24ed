"""Events into calls of everybody who asked for their type."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from .tasks import call_safely

E = TypeVar("E")


class Listeners:
    """Callbacks by event type, called in the order in which they came. What one raises is logged.

    They may be added and taken out on any thread.
    """

    def __init__(self) -> None:
        self._by_type: dict[type, tuple[Callable[[Any], object], ...]] = {}
        self._asked: list[tuple[type, Callable[[Any], object]]] = []
        self._changing = Lock()

    def add(self, kind: type[E], callback: Callable[[E], object]) -> Callable[[], None]:
        """Call for events of this type (object: for all); the function returned ends that, and may be called twice."""
        entry = (kind, callback)
        with self._changing:
            self._asked.append(entry)
            self._by_type.clear()

        def remove() -> None:
            with self._changing:
                for index, asked in enumerate(self._asked):
                    if asked is entry:
                        del self._asked[index]
                        self._by_type.clear()
                        return

        return remove

    def tell(self, event: object) -> None:
        kind = type(event)
        callbacks = self._by_type.get(kind)
        if callbacks is None:
            with self._changing:
                callbacks = tuple(callback for wanted, callback in self._asked if issubclass(kind, wanted))
                self._by_type[kind] = callbacks
        for callback in callbacks:
            call_safely(callback, event)
