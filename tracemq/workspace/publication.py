"""A message that is to be sent, and what is asked of who sends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import Final, Protocol

from tracemq.mqtt import Message, Properties, Receipt, Version
from tracemq.mqtt.properties import NO_PROPERTIES
from tracemq.mqtt.types import QoS


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be sent; the ticket tells two equal ones apart. DUP is the client's own business (section 3.3.1.1)."""

    topic: str
    payload: bytes
    qos: QoS = QoS.AT_MOST_ONCE
    retain: bool = False
    properties: Properties = NO_PROPERTIES
    ticket: int = 0


_TICKETS: Final = count(1)


def numbered(publication: Publication) -> Publication:
    """The same with a ticket of its own."""
    return replace(publication, ticket=next(_TICKETS))


class Line(Protocol):
    """What is asked of a connection."""

    @property
    def online(self) -> bool: ...

    @property
    def version(self) -> Version: ...

    @property
    def response_stem(self) -> str:
        """What topics for answers to this client begin with, without a slash at the end."""

    def publish(
        self, topic: str, payload: bytes, *, qos: int = 0, retain: bool = False, properties: Properties = NO_PROPERTIES
    ) -> Receipt: ...

    async def drain(self) -> None: ...

    def hears(self, topic: str) -> bool:
        """Whether a subscription of this connection brings messages with this topic."""

    async def hear(self, topic: str) -> None:
        """Subscribe to a topic; raises MqttError if the server refuses."""

    def watch(self, topic_filter: str, watcher: Callable[[Message, int], object]) -> Callable[[], None]:
        """Call with each message that arrives under the filter and its row's number; returns what ends that."""


def send(line: Line, publication: Publication) -> Receipt:
    """Publish it; raises MqttError at once for what may not be sent."""
    return line.publish(
        publication.topic,
        publication.payload,
        qos=publication.qos,
        retain=publication.retain,
        properties=publication.properties,
    )
