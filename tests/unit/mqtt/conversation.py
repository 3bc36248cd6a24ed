"""A session and its server talking in packets: this in, that out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tracemq.mqtt.batch import Message, MessageBatch
from tracemq.mqtt.codec import decode, encode
from tracemq.mqtt.events import Closing, Connected, Event, Settled
from tracemq.mqtt.journal import SessionState
from tracemq.mqtt.negotiation import SessionSettings
from tracemq.mqtt.packets import Connack, Packet
from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.reason_codes import ConnectReturnCode, ReasonCode
from tracemq.mqtt.session import Session
from tracemq.mqtt.types import Version

V5, V311, V31 = Version.V5, Version.V311, Version.V31
EVERY_VERSION = [V31, V311, V5]


class Conversation:
    """Plays the transport and the server of one session; the clock stands still unless it is moved."""

    def __init__(self, version: Version = V5, *, restored: SessionState | None = None, **settings: Any) -> None:
        settings.setdefault("client_id", "me")
        settings.setdefault("keep_alive", 0)
        self.version = version
        self.now = 1000.0
        self.session = Session(SessionSettings(version=version, **settings), restored=restored)

    def change(self, **settings: Any) -> None:
        self.session.settings = replace(self.session.settings, **settings)
        self.version = self.session.settings.version

    def connect(
        self, *, present: bool = False, reconnecting: bool = False, properties: Properties = NO_PROPERTIES
    ) -> list[Event]:
        """Connect and be accepted; CONNECT itself is not looked at."""
        self.session.connect(self.now, reconnecting=reconnecting)
        self.says()
        code = ReasonCode.SUCCESS if self.version is V5 else ConnectReturnCode.ACCEPTED
        return self.hears(Connack(present, code, properties))

    def reconnect(self, *, present: bool = False, properties: Properties = NO_PROPERTIES) -> list[Event]:
        """Lose the connection, and connect again."""
        events = self.session.lost(self.now)
        return events + self.connect(present=present, reconnecting=True, properties=properties)

    def hears(self, *packets: Packet | bytes) -> list[Event]:
        """What the session tells when the server sends these in one go."""
        return self.session.receive(self.encoded(*packets), self.now, 5000.0)

    def encoded(self, *packets: Packet | bytes) -> bytes:
        return b"".join(
            packet if isinstance(packet, bytes) else encode(packet, self.version, "server") for packet in packets
        )

    def writes(self) -> bytes:
        """The bytes that the session has to say."""
        return b"".join(self.session.take_output(self.now))

    def says(self) -> list[Packet]:
        """The packets that the session has to say; each must be one that a client may send."""
        stream = self.writes()
        packets: list[Packet] = []
        position = 0
        while position < len(stream):
            decoded = decode(stream, self.version, "client", start=position)
            assert decoded is not None, "the session said half a packet"
            packets.append(decoded[0])
            position += decoded[1]
        return packets

    def publish(self, topic: str = "t", payload: bytes = b"", qos: int = 0, **more: Any) -> int:
        return self.session.publish(topic, payload, qos, now=self.now, **more)

    def passes(self, seconds: float) -> list[Event]:
        self.now += seconds
        return self.session.expire(self.now)


def messages(events: list[Event]) -> list[Message]:
    """The messages of all batches."""
    return [message for event in events if isinstance(event, MessageBatch) for message in event]


def payloads(events: list[Event]) -> list[bytes]:
    return [message.payload for message in messages(events)]


def settled(events: list[Event]) -> list[tuple[int, ReasonCode]]:
    return [(ticket, event.reason) for event in events if isinstance(event, Settled) for ticket in event.tickets]


def closing(events: list[Event]) -> Exception:
    """The error of the Closing event, which is there once and comes last."""
    assert [isinstance(event, Closing) for event in events].count(True) == 1
    last = events[-1]
    assert isinstance(last, Closing)
    return last.error


def connected(events: list[Event]) -> Connected:
    return next(event for event in events if isinstance(event, Connected))
