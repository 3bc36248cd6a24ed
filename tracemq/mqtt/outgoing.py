"""A message that somebody publishes into a PUBLISH as this connection wants it (section 3.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from .aliases import OutboundAliases
from .codec import encode_publish, publish_properties, publish_topic
from .errors import RefusedLocally
from .negotiation import MAX_PACKET_BYTES
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .types import Version
from .wire import read_varint, write_varint

_TOPICS: Final = 10_000  # whose bytes are kept
_ALIAS: Final = b"\x23"  # the property's identifier
_ALIAS_BYTES: Final = 5  # what an alias adds to a packet at most: itself, and one byte to each of two lengths
_SHORT: Final = 16_383  # remaining length of up to two bytes
_DIRECT: Final = 16_000
_ONE_BYTE_HEADS: Final = [[bytes((0x30 | flags, length)) for length in range(0x80)] for flags in range(16)]
_CLOCK_ERROR_S: Final = 0.001


@dataclass(slots=True)
class Outgoing:
    """A message that waits or is in flight."""

    ticket: int
    topic: str  # empty if it was published by a topic alias alone
    raw: bytes  # the topic on the wire, never empty
    payload: bytes
    qos: int
    retain: bool
    properties: Properties
    expires_at: float | None  # on the session's clock
    packet_id: int = 0


class Encoder:
    """Encodes for one connection after the other; what it may not send it refuses."""

    def __init__(self) -> None:
        self.aliases = OutboundAliases()
        self.direct: dict[str, bytes] = {}  # topic -> what stands before the payload at QoS 0, without retain
        self._topics: dict[str, bytes] = {}
        self._last: tuple[Properties, bytes] = (NO_PROPERTIES, b"\0")
        self.begin(Version.V5, MAX_PACKET_BYTES)

    def begin(self, version: Version, size_limit: int) -> None:
        """A new connection, on which a packet may have at most `size_limit` bytes."""
        self._v5 = version is Version.V5
        self._nothing = b"\0" if self._v5 else b""  # no properties
        self.size_limit = size_limit
        self.direct_size = min(_DIRECT, size_limit - 2)  # bytes after the fixed header up to which `direct` may be used
        self.direct.clear()

    def raw(self, topic: str) -> bytes:
        """The topic as it stands on the wire; RefusedLocally if it is not one."""
        raw = self._topics.get(topic)
        if raw is None:
            raw = publish_topic(topic)
            if len(self._topics) >= _TOPICS:
                self._topics.clear()
            self._topics[topic] = raw
        return raw

    def properties(self, properties: Properties) -> bytes:
        """The bytes of a message's properties; those of the last one are kept, for whoever sends the same again."""
        last, written = self._last
        if properties is not last:
            if properties.subscription_identifiers:
                raise RefusedLocally("a subscription identifier in a PUBLISH of a client")  # [MQTT-3.3.4-6]
            written = publish_properties(properties)
            self._last = properties, written
        return written

    def plain(self, raw: bytes, payload: bytes, flags: int, packet_id: int) -> bytes | None:
        """A short PUBLISH above QoS 0 without properties and aliases, quickly; None if `encode` has to look at it."""
        length = len(raw) + len(payload) + 4 + self._v5
        if length > _SHORT or length + 3 > self.size_limit:
            return None
        head = _ONE_BYTE_HEADS[flags][length] if length < 0x80 else _two_byte_head(flags, length)
        parts = (head, len(raw).to_bytes(2, "big"), raw, packet_id.to_bytes(2, "big"), self._nothing, payload)
        return b"".join(parts)

    def encode(self, message: Outgoing, now: float, *, dup: bool = False) -> bytes:
        """The packet, with what is left of the message's lifetime; RefusedLocally if the server does not take it."""
        flags = dup << 3 | message.qos << 1 | message.retain
        if not self._v5:
            return self._packet(message, message.raw, flags, b"")
        properties = message.properties
        if message.expires_at is not None:
            properties = _aged(properties, message.expires_at - now)
        if properties.topic_alias is not None:
            if properties.topic_alias <= self.aliases.maximum:
                return self._with_alias_by_hand(message, properties, flags)
            properties = replace(properties, topic_alias=None)  # it waited, and this server takes fewer
        written = self.properties(properties)
        if self.aliases.automatic:
            return self._with_automatic_alias(message, written, flags)
        if not message.qos and properties is NO_PROPERTIES:
            self._remember(message.topic, len(message.raw).to_bytes(2, "big") + message.raw + written)
        return self._packet(message, message.raw, flags, written)

    def _with_alias_by_hand(self, message: Outgoing, properties: Properties, flags: int) -> bytes:
        alias = properties.topic_alias or 0
        known = not message.topic and self.aliases.maps(alias, message.raw)
        packet = self._packet(message, b"" if known else message.raw, flags, self.properties(properties))
        if not known:
            self._lost_alias(self.aliases.set_by_hand(alias, message.raw))
        return packet

    def _with_automatic_alias(self, message: Outgoing, written: bytes, flags: int) -> bytes:
        alias = self.aliases.given(message.raw)
        if alias:
            if not message.qos and written == b"\0":
                self._remember(message.topic, b"\0\0" + _with_alias(written, alias))
            return self._packet(message, b"", flags, _with_alias(written, alias))
        packet = self._packet(message, message.raw, flags, written)
        if len(packet) + _ALIAS_BYTES > self.size_limit:
            return packet
        alias, loser = self.aliases.earn(message.raw)
        self._lost_alias(loser)
        return self._packet(message, message.raw, flags, _with_alias(written, alias)) if alias else packet

    def _packet(self, message: Outgoing, topic: bytes, flags: int, properties: bytes) -> bytes:
        packet = encode_publish(topic, message.payload, flags, message.packet_id, properties)
        if len(packet) > self.size_limit:
            raise RefusedLocally(
                f"a packet of {len(packet)} bytes, and the server takes {self.size_limit}", ReasonCode.PACKET_TOO_LARGE
            )
        return packet

    def _remember(self, topic: str, head: bytes) -> None:
        if len(self.direct) >= _TOPICS:
            self.direct.clear()
        self.direct[topic] = head

    def _lost_alias(self, topic: bytes | None) -> None:
        if topic is not None:
            self.direct.pop(topic.decode(), None)


def _two_byte_head(flags: int, length: int) -> bytes:
    return bytes((0x30 | flags, length & 0x7F | 0x80, length >> 7))


def _aged(properties: Properties, left_s: float) -> Properties:
    """With the message expiry interval that is left (section 3.3.2.3.3); what is in flight never gets to 0."""
    interval = properties.message_expiry_interval or 0
    left = max(ceil(left_s - _CLOCK_ERROR_S), 1)
    return replace(properties, message_expiry_interval=left) if left < interval else properties


def _with_alias(written: bytes, alias: int) -> bytes:
    """Property bytes with a topic alias put before what they have."""
    length = read_varint(written, 0, len(written), "property length")
    assert length is not None  # noqa: S101 - we wrote it
    return write_varint(length[0] + 3) + _ALIAS + alias.to_bytes(2, "big") + written[length[1] :]
