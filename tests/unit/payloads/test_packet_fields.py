"""A PUBLISH packet field by field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt.codec import encode
from tracemq.mqtt.packets import Publish
from tracemq.mqtt.properties import PROPERTIES_OF, Properties
from tracemq.mqtt.types import PacketType, QoS, Version
from tracemq.payloads.packet_fields import (
    _PROPERTY_SECTIONS,
    MOST_PROPERTIES,
    SECTIONS,
    PacketField,
    PacketPart,
    innermost,
    packet_fields,
)

EVERYTHING = Publish(
    topic="a/é",
    payload=b"hello",
    qos=QoS.AT_LEAST_ONCE,
    retain=True,
    dup=True,
    packet_id=0x1234,
    properties=Properties(
        payload_format_indicator=1,
        message_expiry_interval=60,
        topic_alias=3,
        response_topic="r",
        correlation_data=b"\x01\xff",
        user_properties=(("k", "v"), ("k", "w")),
        subscription_identifiers=(7, 300),
        content_type="t",
    ),
)


def flat(fields: list[PacketField]) -> Iterator[PacketField]:
    for item in fields:
        yield item
        yield from flat(item.inside)


def test_every_field_of_a_packet_has_its_place_value_and_section() -> None:
    packet = encode(EVERYTHING, Version.V5)
    fields = packet_fields(packet, Version.V5)
    assert [item.part for item in fields] == [PacketPart.FIXED_HEADER, PacketPart.VARIABLE_HEADER, PacketPart.PAYLOAD]
    found = {item.part: item for item in flat(fields)}
    for part, value in {
        PacketPart.TYPE: 3,
        PacketPart.DUP: 1,
        PacketPart.QOS: 1,
        PacketPart.RETAIN: 1,
        PacketPart.REMAINING_LENGTH: len(packet) - 2,
        PacketPart.TOPIC_LENGTH: 4,
        PacketPart.TOPIC: "a/é",
        PacketPart.PACKET_ID: 0x1234,
        PacketPart.PAYLOAD: 5,
    }.items():
        assert found[part].value == value
    assert (found[PacketPart.TOPIC].section, found[PacketPart.DUP].section) == ("3.3.2.1", "3.3.1.1")
    properties = [item for item in flat(fields) if item.part is PacketPart.PROPERTY]
    assert {(item.property, item.value, item.section) for item in properties} == {
        ("payload_format_indicator", 1, "3.3.2.3.2"),
        ("message_expiry_interval", 60, "3.3.2.3.3"),
        ("topic_alias", 3, "3.3.2.3.4"),
        ("response_topic", "r", "3.3.2.3.5"),
        ("correlation_data", b"\x01\xff", "3.3.2.3.6"),
        ("user_properties", "k: v", "3.3.2.3.7"),
        ("user_properties", "k: w", "3.3.2.3.7"),
        ("subscription_identifiers", 7, "3.3.2.3.8"),
        ("subscription_identifiers", 300, "3.3.2.3.8"),
        ("content_type", "t", "3.3.2.3.9"),
    }


@pytest.mark.parametrize("version", list(Version))
def test_the_fields_cover_every_byte_once(version: Version) -> None:
    packet = encode(EVERYTHING if version is Version.V5 else Publish(topic="a", payload=b"x"), version)
    fields = packet_fields(packet, version)
    leaves = [item for item in flat(fields) if not item.inside and not item.bits]
    at = 1  # the first byte is taken apart by its bits
    for item in leaves:
        assert item.start == at
        at = item.end
    assert at == len(packet)
    assert all(item.section for item in flat(fields))


def test_a_byte_leads_to_the_smallest_field_that_has_it() -> None:
    packet = encode(EVERYTHING, Version.V5)
    fields = packet_fields(packet, Version.V5)
    at = packet.index(b"\x23\x00\x03")
    found = innermost(fields, at + 1)
    assert found is not None
    assert (found.part, found.value) == (PacketPart.VALUE, 3)
    assert innermost(fields, len(packet)) is None
    last = innermost(fields, len(packet) - 1)
    assert last is not None
    assert last.part is PacketPart.PAYLOAD


def test_a_packet_with_very_many_properties_ends_in_one_field_that_says_so() -> None:
    pairs = tuple(("k", str(number)) for number in range(MOST_PROPERTIES + 500))
    packet = encode(Publish(topic="a", payload=b"", properties=Properties(user_properties=pairs)), Version.V5)
    fields = list(flat(packet_fields(packet, Version.V5)))
    rest = next(item for item in fields if item.part is PacketPart.REST)
    assert rest.value == rest.end - rest.start > 0
    assert len(fields) < 10_000


@given(st.binary(max_size=60), st.sampled_from(list(Version)))
def test_any_bytes_give_fields_and_what_cannot_be_read_is_one_of_them(data: bytes, version: Version) -> None:
    fields = packet_fields(b"\x30" + data, version)
    assert all(
        0 <= item.start <= item.end <= len(data) + 1 or item.part is PacketPart.PROPERTIES for item in flat(fields)
    )


def test_every_part_and_property_has_its_section() -> None:
    assert set(SECTIONS) == set(PacketPart)
    assert set(_PROPERTY_SECTIONS) == {spec.name for spec in PROPERTIES_OF[PacketType.PUBLISH]}
