"""Batches for tests: PUBLISH packets encoded by hand, and the plain messages they should read as."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracemq.mqtt.batch import MessageBatch, TopicTable
from tracemq.mqtt.types import Version


@dataclass(slots=True)
class Sent:
    """One message to encode; `properties` are the bytes behind the property length."""

    topic: str = "a"
    payload: bytes = b""
    qos: int = 0
    retain: bool = False
    dup: bool = False
    packet_id: int = 0
    properties: bytes = b""

    @property
    def flags(self) -> int:
        return 0x30 | self.retain | self.qos << 1 | self.dup << 3


@dataclass(slots=True)
class Kept:
    """What a twin log keeps of a message: everything a row says of it."""

    seq: int
    sent: Sent
    received_at: float
    packet: bytes
    version: Version = field(default=Version.V5)


def varint(number: int) -> bytes:
    out = bytearray()
    while True:
        number, low = divmod(number, 128)
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def encode(sent: Sent, version: Version = Version.V5) -> tuple[bytes, int, int]:
    """The packet, and where its properties and its payload start."""
    raw = sent.topic.encode()
    body = len(raw).to_bytes(2, "big") + raw
    if sent.qos:
        body += sent.packet_id.to_bytes(2, "big")
    properties = varint(len(sent.properties)) + sent.properties if version is Version.V5 else b""
    rest = body + properties + sent.payload
    head = bytes([sent.flags]) + varint(len(rest))
    payload_start = len(head) + len(body) + len(properties)
    properties_start = len(head) + len(body) if sent.properties else payload_start
    return head + rest, properties_start, payload_start


def batch_of(
    topics: TopicTable,
    *messages: Sent,
    received_at: float = 0.0,
    version: Version = Version.V5,
    before: bytes = b"",
    after: bytes = b"",
) -> MessageBatch:
    """A read that holds these messages, between other bytes that are none of the batch's business."""
    batch = MessageBatch(data=b"", version=version, topics=topics, received_at=received_at)
    parts = [before]
    offset = len(before)
    for sent in messages:
        packet, properties_start, payload_start = encode(sent, version)
        raw = sent.topic.encode()
        number = topics.ids.find(raw)
        batch.topic_ids.append(topics.add(raw) if number is None else number)
        batch.starts.append(offset)
        batch.properties_starts.append(offset + properties_start)
        batch.payload_starts.append(offset + payload_start)
        batch.ends.append(offset + len(packet))
        batch.flags.append(sent.flags)
        batch.packet_ids.append(sent.packet_id if sent.qos else 0)
        parts.append(packet)
        offset += len(packet)
    parts.append(after)
    batch.data = b"".join(parts)
    return batch
