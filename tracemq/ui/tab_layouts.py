"""Turns the arrangement of tabs into layouts that are kept: columns for each connection, places of docks for all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from PySide6.QtCore import QByteArray

log = logging.getLogger(__name__)

OF_ALL: Final = ("docks",)
WINDOW: Final = "window"
OF_EACH: Final = ("messages", "topics")  # columns, what the time column says, the order of the topics
OF_ITSELF: Final = ("chart",)  # lines are of topics, which another connection may not have


class Layouts(Protocol):
    """Where layouts are kept by name, as opaque bytes; `load` gives b"" for what is not there."""

    def load(self, name: str) -> bytes: ...
    def save(self, name: str, data: bytes) -> None: ...
    def remove(self, name: str) -> None: ...


class TabLayouts:
    """A connection that was never arranged begins as the last tab that was closed."""

    def __init__(self, layouts: Layouts, known: Callable[[str], bool]) -> None:
        """`known` says whether a profile's id will be the same at the next start."""
        self._layouts = layouts
        self._known = known

    def load(self, profile_id: str) -> dict[str, QByteArray]:
        """Return what a tab of this connection is to look like."""
        found = {name: self._layouts.load(f"tab-{name}") for name in (*OF_ALL, *OF_EACH)}
        if self._known(profile_id):
            for name in OF_EACH:
                found[name] = self._layouts.load(f"tab-{name}-{profile_id}") or found[name]
            found |= {name: self._layouts.load(f"tab-{name}-{profile_id}") for name in OF_ITSELF}
        return {name: QByteArray(state) for name, state in found.items()}

    def window(self, profile_id: str) -> QByteArray:
        """Return where the tab's own window was; empty if it was a tab among the others."""
        return QByteArray(self._layouts.load(f"tab-{WINDOW}-{profile_id}") if self._known(profile_id) else b"")

    def save(self, profile_id: str, states: Mapping[str, QByteArray], window: QByteArray) -> None:
        """Keep what a tab of this connection looks like, and where its own window is, if it has one."""
        if self._known(profile_id) and window != self.window(profile_id):
            self.keep(f"tab-{WINDOW}-{profile_id}", window)
        for name, state in states.items():
            if name not in OF_ITSELF:
                self.keep(f"tab-{name}", state)
            if name not in OF_ALL and self._known(profile_id):
                self.keep(f"tab-{name}-{profile_id}", state)

    def forget(self, profile_id: str) -> None:
        """The connection is deleted; nobody will have its id again."""
        for name in (*OF_EACH, *OF_ITSELF, WINDOW):
            try:
                self._layouts.remove(f"tab-{name}-{profile_id}")
            except OSError as error:  # it is only a small file too many
                log.warning("layout not removed: %s", error.strerror)

    def keep(self, name: str, state: QByteArray) -> None:
        try:
            self._layouts.save(name, bytes(state.data()))
        except OSError as error:  # a full disk must not keep the window from closing
            log.warning("layout not kept: %s", error.strerror)
