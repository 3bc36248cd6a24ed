"""Turns a connection into what an inspector asks beside the message: rules, filters, births, and its address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from tracemq.mqtt.topics import matches
from tracemq.payloads.message_code import Target
from tracemq.profiles.profile import AuthMethod, ClientCertificate, Trust
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
    def target(self) -> Target:
        """Where to publish to; the usual place, if the messages are of a file."""
        connection = self.connection
        if connection is None or connection.read_only:
            return Target()
        profile, tls = connection.profile, connection.profile.tls
        uses_password = profile.authentication in {AuthMethod.PASSWORD, AuthMethod.TOKEN}
        in_pem = tls.certificate is ClientCertificate.PEM
        return Target(
            url=connection.url,
            username=profile.username if uses_password else "",
            has_password=uses_password,
            ca_file=tls.ca_file if tls.trust is Trust.CA_FILE else "",
            ca_folder=tls.ca_folder if tls.trust is Trust.CA_FOLDER else "",
            cert_file=tls.cert_file if in_pem else "",
            key_file=tls.key_file if in_pem else "",
            verify=tls.verified,
        )

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
