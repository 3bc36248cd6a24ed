"""Turns a connection into what an inspector asks beside the message: rules, filters, births, and its address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tracemq.mqtt.topics import matches
from tracemq.workspace.connection import Connection

from .payload_bindings import PayloadBindings
from .sparkplug_nodes import EdgeNodes, Told

MOST_FILTERS: Final = 8  # named for one message


@dataclass(slots=True)
class Inspected:
    """`connection` is None for messages of no connection (from a file)."""

    bindings: PayloadBindings = field(default_factory=PayloadBindings)
    connection: Connection | None = None

    @property
    def profile(self) -> str:
        """The id of the connection's profile, for the rules that are its own."""
        return "" if self.connection is None else self.connection.profile.id

    @property
    def name(self) -> str:
        return "" if self.connection is None else self.connection.name

    @property
    def url(self) -> str:
        """Where to publish to, without user name and password."""
        return "mqtt://localhost" if self.connection is None else self.connection.url

    @property
    def told(self) -> Told | None:
        """What earlier Sparkplug messages told."""
        return None if self.connection is None else EdgeNodes(self.connection.log, self.connection.tree)

    def filters_of(self, identifier: int) -> list[str]:
        """Return the filters that were subscribed to with an identifier."""
        if self.connection is None:
            return []
        entries = self.connection.subscriptions
        return [entry.filter for entry in entries if entry.settings.identifier == identifier]

    def matching(self, topic: str) -> list[str]:
        """Return the subscriptions that match a topic."""
        if self.connection is None:
            return []
        return [entry.filter for entry in self.connection.subscriptions if matches(entry.filter, topic)][:MOST_FILTERS]
