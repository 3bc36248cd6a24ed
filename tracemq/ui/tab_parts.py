"""What a tab asks of its panels, and what makes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from tracemq.history.row import LogView
from tracemq.workspace.connection import Connection


class Inspector(Protocol):
    """What the tab asks of the inspector."""

    def show_row(self, log: LogView, seq: int | None) -> None: ...


class Publisher(Protocol):
    """What the tab asks of the publish form."""

    def set_topic(self, topic: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """Makes the panels of a tab; each takes the connection and its parent, the form also what shows a dock by name."""

    subscriptions: Callable[[Connection, QWidget], QWidget]
    inspector: Callable[[Connection, QWidget], QWidget]
    publish: Callable[[Connection, QWidget, Callable[[str], Any]], QWidget]
