"""Columns into messages, and topics into numbers."""

from __future__ import annotations

import pytest

from tracemq.mqtt.batch import Message, MessageBatch, TopicTable
from tracemq.mqtt.codec import encode
from tracemq.mqtt.packets import Publish
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.scan import Rows, Scanner
from tracemq.mqtt.types import QoS, Version

PACKETS = [
    Publish("a", b"1"),
    Publish("b/c", b"22", QoS.AT_LEAST_ONCE, retain=True, packet_id=7),
    Publish("a", b"", QoS.EXACTLY_ONCE, dup=True, packet_id=65_535, properties=Properties(content_type="text")),
]


def batch_of(packets: list[Publish], version: Version = Version.V5) -> MessageBatch:
    scanner = Scanner()
    scanner.begin(version, limit=1 << 20, alias_maximum=0)
    scanner.feed(b"".join(encode(packet, version) for packet in packets), 1234.5)
    rows = scanner.next()
    assert isinstance(rows, Rows)
    return rows.batch


def test_a_batch_makes_the_messages_that_arrived() -> None:
    assert list(batch_of(PACKETS)) == [
        Message("a", b"1", received_at=1234.5),
        Message("b/c", b"22", QoS.AT_LEAST_ONCE, retain=True, packet_id=7, received_at=1234.5),
        Message(
            "a",
            b"",
            QoS.EXACTLY_ONCE,
            dup=True,
            packet_id=65_535,
            properties=Properties(content_type="text"),
            received_at=1234.5,
        ),
    ]


def test_a_batch_can_do_without_some_of_its_rows() -> None:
    batch = batch_of(PACKETS)
    kept = batch.without([1])
    assert list(kept) == [batch[0], batch[2]]
    assert len(batch) == 3
    assert kept.starts.tolist() == [batch.starts[0], batch.starts[2]]


def test_in_3x_properties_take_no_room() -> None:
    batch = batch_of(PACKETS[:2], Version.V311)
    assert batch.properties_starts == batch.payload_starts
    assert batch.properties(0) == Properties()


def test_a_topic_keeps_its_number_until_it_is_forgotten() -> None:
    table = TopicTable()
    first, second = table.add(b"a"), table.add(b"\xc3\xa4")
    assert (table.name(first), table.name(second), len(table), table.size) == ("a", "ä", 2, 2)

    table.forget([second, second])

    assert b"\xc3\xa4" not in list(table.ids)
    with pytest.raises(KeyError):
        table.name(second)
    assert table.add(b"new") == second
    assert table.size == 2
