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
_Form = tuple[bool, bool, Identifiers]  # MQTT 5?, retain, and those


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
    _form: _Form | None = field(default=None, init=False, repr=False)  # of _at_most_once: most have one form only
    _at_most_once: bytes = field(default=b"", init=False, repr=False)

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
        if form != self._form or self.expires_at is not None:
            self._at_most_once = self._encode(int(retain), 0, v5, identifiers, now)
            self._form = form
        return self._at_most_once

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
        properties = self.properties
        if self.expires_at is not None:  # what is left of the interval, in whole seconds [MQTT-3.3.2-6]
            left = max(1, math.ceil(self.expires_at - now))
            properties = replace(properties, message_expiry_interval=left)
        if identifiers:
            properties = replace(properties, subscription_identifiers=identifiers)
        return codec.publish_properties(properties) if properties is not NO_PROPERTIES else b"\0"


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
