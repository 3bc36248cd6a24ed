"""A connection as those see it who publish many messages, or wait for answers: it implements `Line`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tracemq.mqtt import Client, Message, NotConnected, Properties, Receipt, RefusedLocally, Subscription, Version
from tracemq.mqtt.properties import NO_PROPERTIES
from tracemq.mqtt.topics import is_shared, matches
from tracemq.mqtt.types import QoS

from .arrivals import Arrivals

if TYPE_CHECKING:
    from .connection import Connection


class ClientLine:
    """The connection's client changes with the connection; without one, nothing is heard and all is refused."""

    def __init__(self, connection: Connection, arrivals: Arrivals) -> None:
        self._connection = connection
        self._arrivals = arrivals

    @property
    def online(self) -> bool:
        return self._connection.online

    @property
    def version(self) -> Version:
        return self._connection.version

    @property
    def response_stem(self) -> str:
        """The server's wish, or our client id (section 3.2.2.3.15)."""
        connected, client = self._connection.connected, self._connection.client
        if connected is not None and (offered := connected.negotiated.response_information):
            return offered.rstrip("/")
        mine = "".join("_" if sign in "+#/" else sign for sign in client.client_id) if client else ""
        return f"responses/{mine or 'tracemq'}"

    def publish(
        self, topic: str, payload: bytes, *, qos: int = 0, retain: bool = False, properties: Properties = NO_PROPERTIES
    ) -> Receipt:
        return self._connection.publish(topic, payload, qos=qos, retain=retain, properties=properties)

    async def drain(self) -> None:
        if (client := self._connection.client) is not None:
            await client.drain()

    def hears(self, topic: str) -> bool:
        client = self._connection.client
        granted = client.subscriptions if client is not None else ()
        return any(not is_shared(one.filter) and matches(one.filter, topic) for one in granted)

    async def hear(self, topic: str) -> None:
        """Subscribe for this session alone: the list of subscriptions is the user's, and kept in the profile."""
        client: Client | None = self._connection.client
        if client is None:
            raise NotConnected("the connection was never opened")
        (code,) = await client.subscribe([Subscription(topic, QoS.AT_LEAST_ONCE)])
        if code.failed:
            raise RefusedLocally(f"the server refused {topic!r}", code)

    def watch(self, topic_filter: str, watcher: Callable[[Message, int], object]) -> Callable[[], None]:
        return self._arrivals.watch(topic_filter, watcher)
