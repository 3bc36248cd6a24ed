"""One read's PUBLISH packets as columns over the bytes they arrived in; a Message is made only when asked for.

A plain list of Message objects costs about 3 us a message; the columns cost a tenth of that, and the log keeps them
as they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from .codec import decode_publish_properties
from .properties import NO_PROPERTIES, Properties
from .topic_ids import TopicIds
from .types import QoS, Version

COLUMNS: Final = ("topic_ids", "starts", "properties_starts", "payload_starts", "ends", "flags", "packet_ids")


@dataclass(slots=True)
class Message:
    """An application message as its receiver sees it; times are seconds since the epoch."""

    topic: str
    payload: bytes
    qos: QoS = QoS.AT_MOST_ONCE
    retain: bool = False
    dup: bool = False
    properties: Properties = NO_PROPERTIES
    packet_id: int = 0
    received_at: float = 0.0


class TopicTable:
    """Topic names as small numbers: each is checked once, not once per message.

    Numbers stay valid until `forget`; a forgotten number may be given out again. A name is kept as it came, in UTF-8,
    and decoded when somebody wants to read it: that takes 0.1 us, a text beside the bytes 100 bytes a topic.
    """

    def __init__(self) -> None:
        self.ids = TopicIds()  # the scanner looks topics up in its parts, without a call
        self.name_bytes = 0  # the length of all names together
        self._raw: list[bytes | None] = []
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def size(self) -> int:
        """One more than the highest number ever given out: the length for arrays indexed by topic."""
        return len(self._raw)

    def add(self, raw: bytes) -> int:
        """Give a number to a topic that the caller has checked and that is not in `ids`."""
        self.name_bytes += len(raw)
        if self._free:
            number = self._free.pop()
            self._raw[number] = raw
        else:
            number = len(self._raw)
            self._raw.append(raw)
        self.ids.add(raw, number)
        return number

    def number(self, raw: bytes) -> int:
        """The number of a name; KeyError if it has none."""
        number = self.ids.find(raw)
        if number is None:
            raise KeyError(raw)
        return number

    def raw(self, number: int) -> bytes:
        """The name in UTF-8; these bytes stand in the same order as the texts."""
        raw = self._raw[number]
        if raw is None:
            raise KeyError(number)
        return raw

    def raw_many(self, numbers: Sequence[int]) -> Sequence[bytes]:
        """The same of many numbers, all of them in use."""
        if len(numbers) < 2:
            return [self.raw(number) for number in numbers]
        found: tuple[bytes, ...] = itemgetter(*numbers)(self._raw)  # two thirds of what a loop in C takes
        return found

    def name(self, number: int) -> str:
        """The topic of this number, decoded."""
        return self.raw(number).decode()

    def forget(self, numbers: Sequence[int]) -> None:
        """Drop topics that nobody refers to any more."""
        for number in numbers:
            raw = self._raw[number]
            if raw is not None:
                self.ids.remove(raw)
                self.name_bytes -= len(raw)
                self._raw[number] = None
                self._free.append(number)


@dataclass(slots=True)
class MessageBatch:
    """PUBLISH packets that arrived together, in order; iterating makes `Message` objects one by one.

    The columns are parallel; offsets count from the start of `data`. `properties_starts[i]` is the offset of the
    property length byte, and equals `payload_starts[i]` where there are none to read (3.x, or a length of zero).
    """

    data: bytes
    version: Version
    topics: TopicTable
    received_at: float  # seconds since the epoch, one for the whole read
    topic_ids: array[int] = field(default_factory=lambda: array("i"))
    starts: array[int] = field(default_factory=lambda: array("I"))  # the packet's first byte
    properties_starts: array[int] = field(default_factory=lambda: array("I"))
    payload_starts: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("I"))  # one past the payload's last byte
    flags: array[int] = field(default_factory=lambda: array("B"))  # the first byte: type, DUP, QoS, RETAIN
    packet_ids: array[int] = field(default_factory=lambda: array("H"))  # 0 at QoS 0
    acknowledgement: int = 0  # what `Session.acknowledge` knows the batch by; 0: it waits for nobody

    def __len__(self) -> int:
        return len(self.topic_ids)

    def __getitem__(self, index: int) -> Message:
        flags = self.flags[index]
        return Message(
            topic=self.topics.name(self.topic_ids[index]),
            payload=bytes(self.data[self.payload_starts[index] : self.ends[index]]),
            qos=QoS(flags >> 1 & 3),
            retain=bool(flags & 1),
            dup=bool(flags & 8),
            properties=self.properties(index),
            packet_id=self.packet_ids[index],
            received_at=self.received_at,
        )

    def __iter__(self) -> Iterator[Message]:
        return (self[index] for index in range(len(self)))

    def without(self, rows: Iterable[int]) -> MessageBatch:
        """A batch that lacks these rows."""
        dropped = set(rows)
        kept = [row for row in range(len(self)) if row not in dropped]
        batch = MessageBatch(self.data, self.version, self.topics, self.received_at)
        for name in COLUMNS:
            column = getattr(self, name)
            getattr(batch, name).extend([column[row] for row in kept])
        return batch

    def properties(self, index: int) -> Properties:
        """Decode the properties of one message (section 3.3.2.3)."""
        start, end = self.properties_starts[index], self.payload_starts[index]
        if start == end:
            return NO_PROPERTIES
        return decode_publish_properties(self.data[start:end])
