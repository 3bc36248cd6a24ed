"""What a tab asks of its panels, and what makes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

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
    """Makes the panels of a tab; each takes the connection and its parent, the form also `bring` of the tab.

    `modules` has the names of what each imports: it can be imported before, in steps.
    """

    subscriptions: Callable[[Connection, QWidget], QWidget]
    inspector: Callable[[Connection, QWidget], QWidget]
    publish: Callable[[Connection, QWidget, Callable[..., object]], QWidget]
    modules: Mapping[str, Sequence[str]] = field(default_factory=lambda: defaultdict(tuple))
