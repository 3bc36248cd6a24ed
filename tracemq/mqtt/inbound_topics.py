"""Topic bytes, topic aliases and property bytes of PUBLISH packets into topic numbers, each checked once.

Part of the hot path (see scan.py). The topic table holds only topics that the codec has accepted, and `known` only
property bytes that are well-formed, with the topic alias that is in them.
"""

from __future__ import annotations

from typing import Final

from .batch import TopicTable
from .codec import decode
from .errors import ProtocolError
from .packets import Publish
from .reason_codes import ReasonCode
from .skim import UNSURE, skim
from .types import Version
from .wire import write_varint

MOST_PROPERTIES: Final = 10_000  # of one packet; five bytes make one, and a megabyte of them would take seconds
_KNOWN: Final = 4096  # property bytes that are remembered
_KNOWN_BYTES: Final = 256  # longer ones are looked at each time


class InboundTopics:
    """The topics of one connection after the other."""

    def __init__(self, topics: TopicTable | None, topic_limit: int) -> None:
        self._own = topics is None
        self._limit = topic_limit
        self.table = TopicTable() if topics is None else topics
        self.known: dict[bytes, int] = {}  # property bytes -> the topic alias in them, or 0
        self.begin(Version.V5, 0)

    def begin(self, version: Version, alias_maximum: int) -> None:
        """A new connection: no alias stands for anything [MQTT-3.3.2-7]."""
        self._version = version
        self._alias_maximum = alias_maximum
        self._aliases: dict[int, bytes] = {}  # bytes, since the table's owner may forget topics

    def renew(self) -> None:
        """Begin another table if our own one is full; batches keep the one that they were made with."""
        if self._own and len(self.table) > self._limit:
            self.table = TopicTable()

    def resolve(self, data: bytes, start: int, raw: bytes, position: int, payload: int) -> int:
        """The topic number of a PUBLISH that is new in some way: its topic, its properties, or an alias in them.

        The packet begins at `start`, its topic is `raw`, its properties lie from `position` to `payload`. Raises what
        the codec says of it, or ProtocolError for an alias that we did not allow or do not know.
        """
        topic = self.table.ids.find(raw)
        key = data[position:payload]
        alias = self.known.get(key)
        if alias is None:
            alias = self._alias(data, start, position, payload, key)
        if topic is None and (raw or not alias):
            self._checked(data, start, payload)
            topic = self.table.add(raw)
        if not alias:
            assert topic is not None  # noqa: S101 - added above
            return topic
        if alias > self._alias_maximum:  # section 3.3.2.3.4
            raise ProtocolError(f"topic alias {alias} of {self._alias_maximum}", ReasonCode.TOPIC_ALIAS_INVALID)
        if topic is not None:
            self._aliases[alias] = raw
            return topic
        raw = self._aliases.get(alias, b"")
        if not raw:
            raise ProtocolError(f"topic alias {alias} stands for nothing")
        topic = self.table.ids.find(raw)
        return self.table.add(raw) if topic is None else topic

    def _alias(self, data: bytes, start: int, position: int, payload: int, key: bytes) -> int:
        """The alias in properties not seen before; remembers them."""
        alias = 0
        if len(key) > 1:
            alias = skim(data, position + (2 if key[0] & 0x80 else 1), payload)  # longer ones make it unsure
        if alias == UNSURE:
            alias = self._checked(data, start, payload).properties.topic_alias or 0
        if len(key) <= _KNOWN_BYTES:
            if len(self.known) >= _KNOWN:
                self.known.clear()
            self.known[key] = alias
        return alias

    def _checked(self, data: bytes, start: int, payload: int) -> Publish:
        """The PUBLISH without its payload, on which nothing depends, as the codec reads it."""
        body = start + 2
        while data[body - 1] >= 0x80:
            body += 1
        packet = data[start : start + 1] + write_varint(payload - body) + data[body:payload]
        decoded = decode(packet, self._version, property_limit=MOST_PROPERTIES)
        assert decoded is not None  # noqa: S101 - it was made whole
        assert isinstance(decoded[0], Publish)  # noqa: S101 - by its first byte
        return decoded[0]
