"""A message on its way through the broker into PUBLISH bytes, made once for all receivers that need the same ones."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from tracemq.mqtt import codec
from tracemq.mqtt.packets import Publish, Will
from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.types import QoS, Version

_DUP = 0b1000
Identifiers = tuple[int, ...]  # of the subscriptions that a message is delivered for


@dataclass(slots=True, eq=False)
class Publication:
    """A published message; `properties` are those that travel on to the receivers, `publisher` is a client id.

    `expires_at` is on the clock that the caller of the broker keeps; None is never.
    """

    topic: str
    payload: bytes = b""
    qos: QoS = QoS.AT_MOST_ONCE
    retain: bool = False
    properties: Properties = NO_PROPERTIES
    publisher: str = ""
    expires_at: float | None = None
    _topic: bytes = field(init=False, repr=False)
    _properties: dict[Identifiers, bytes] = field(default_factory=dict, init=False, repr=False)
    _at_most_once: dict[tuple[bool, bool, Identifiers], bytes] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        self._topic = codec.publish_topic(self.topic)

    def expired(self, now: float) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    @property
    def size(self) -> int:
        """About what it weighs in a queue, in bytes."""
        return len(self.payload) + len(self.topic) + 64

    def at_most_once(self, version: Version, retain: bool, identifiers: Identifiers, now: float) -> bytes:
        """The PUBLISH at QoS 0, which is the same for all who receive it in this form."""
        v5 = version is Version.V5
        form = (v5, retain, identifiers)
        encoded = self._at_most_once.get(form)
        if encoded is None:
            encoded = self._encode(int(retain), 0, v5, identifiers, now)
            if self.expires_at is None:
                self._at_most_once[form] = encoded
        return encoded

    def acknowledged(
        self,
        version: Version,
        qos: QoS,
        packet_id: int,
        retain: bool,
        dup: bool,
        identifiers: Identifiers,
        now: float,
    ) -> bytes:
        """The PUBLISH at QoS 1 or 2."""
        flags = qos << 1 | retain | (_DUP if dup else 0)
        return self._encode(flags, packet_id, version is Version.V5, identifiers, now)

    def _encode(self, flags: int, packet_id: int, v5: bool, identifiers: Identifiers, now: float) -> bytes:
        properties = self._property_part(identifiers, now) if v5 else b""
        return codec.encode_publish(self._topic, self.payload, flags, packet_id, properties)

    def _property_part(self, identifiers: Identifiers, now: float) -> bytes:
        if self.expires_at is not None:  # what is left of the interval, in whole seconds [MQTT-3.3.2-6]
            left = max(1, math.ceil(self.expires_at - now))
            return codec.publish_properties(
                replace(self.properties, message_expiry_interval=left, subscription_identifiers=identifiers)
            )
        written = self._properties.get(identifiers)
        if written is None:
            properties = self.properties
            if identifiers:
                properties = replace(properties, subscription_identifiers=identifiers)
            written = self._properties[identifiers] = codec.publish_properties(properties)
        return written


def published(packet: Publish, publisher: str, now: float) -> Publication:
    """What a client's PUBLISH asks to be passed on; its topic is the resolved one, not an alias."""
    properties = packet.properties
    if properties.topic_alias is not None:
        properties = replace(properties, topic_alias=None)  # an alias belongs to one connection [MQTT-3.3.2-7]
    return Publication(
        packet.topic, packet.payload, packet.qos, packet.retain, properties, publisher, _expiry(properties, now)
    )


def last_will(will: Will, publisher: str, now: float) -> Publication:
    """What a will asks to be published, at `now`."""
    properties = will.properties
    if properties.will_delay_interval is not None:
        properties = replace(properties, will_delay_interval=None)
    return Publication(will.topic, will.payload, will.qos, will.retain, properties, publisher, _expiry(properties, now))


def _expiry(properties: Properties, now: float) -> float | None:
    interval = properties.message_expiry_interval
    return None if interval is None else now + interval
