"""A client's side of a conversation with the demo broker, without a socket: packets in, packets out."""

from __future__ import annotations

from collections.abc import Iterable

from tracemq.demo.connection import Connection
from tracemq.demo.exchange import Exchange
from tracemq.mqtt import codec
from tracemq.mqtt.packets import Connect, Packet, Publish, Subscribe, Subscription, Will
from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.types import PROTOCOL_NAMES, QoS, Version


class DemoClient:
    """`say` sends packets and returns what came back; `heard` returns what came without being asked for."""

    def __init__(self, exchange: Exchange, version: Version = Version.V5, now: float = 0.0) -> None:
        self.version = version
        self.now = now
        self.connection = Connection(exchange, lambda _: None, now)

    def connect(
        self,
        client_id: str = "client",
        *,
        clean: bool = True,
        keep_alive: int = 0,
        will: Will | None = None,
        properties: Properties = NO_PROPERTIES,
    ) -> list[Packet]:
        request = Connect(
            PROTOCOL_NAMES[self.version],
            int(self.version),
            client_id=client_id,
            clean_start=clean,
            keep_alive=keep_alive,
            will=will,
            properties=properties,
        )
        return self.say(request)

    def subscribe(self, *subscriptions: Subscription | str, identifier: int = 0) -> list[Packet]:
        entries = tuple(
            Subscription(entry, QoS.EXACTLY_ONCE) if isinstance(entry, str) else entry for entry in subscriptions
        )
        properties = Properties(subscription_identifiers=(identifier,)) if identifier else NO_PROPERTIES
        return self.say(Subscribe(1, entries, properties))

    def say(self, *packets: Packet) -> list[Packet]:
        return self.send(b"".join(codec.encode(packet, self.version, "client") for packet in packets))

    def send(self, data: bytes) -> list[Packet]:
        self.connection.receive(data, self.now)
        while self.connection.step(self.now):
            pass
        return self.heard()

    def heard(self) -> list[Packet]:
        data = self.connection.written()
        packets: list[Packet] = []
        while data:
            decoded = codec.decode(data, self.version, "server")
            assert decoded is not None, "the broker wrote half a packet"
            packets.append(decoded[0])
            data = data[decoded[1] :]
        return packets

    def payloads(self) -> list[bytes]:
        """Of the messages that came without being asked for."""
        return payloads(self.heard())


def payloads(packets: Iterable[Packet]) -> list[bytes]:
    return [packet.payload for packet in packets if isinstance(packet, Publish)]


def connected(
    exchange: Exchange, client_id: str = "client", version: Version = Version.V5, *filters: str
) -> DemoClient:
    """A client past CONNACK and SUBACK."""
    client = DemoClient(exchange, version)
    client.connect(client_id)
    if filters:
        client.subscribe(*filters)
    return client
