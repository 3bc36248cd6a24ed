"""The table of properties, and its way into bytes and back."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tracemq.mqtt.errors import MalformedPacket, ProtocolError, RefusedLocally
from tracemq.mqtt.properties import (
    NO_PROPERTIES,
    PROPERTIES_OF,
    SPEC_BY_IDENTIFIER,
    SPEC_BY_NAME,
    SPECS,
    WILL,
    Kind,
    Properties,
    Spec,
)
from tracemq.mqtt.property_codec import Place, read_properties, write_properties
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import PacketType
from tracemq.mqtt.wire import Reader, write_varint

P = PacketType
PLACES = list(PROPERTIES_OF)
ANSWERS: set[Place] = {P.CONNACK, P.PUBACK, P.PUBREC, P.PUBREL, P.PUBCOMP, P.SUBACK, P.UNSUBACK, P.DISCONNECT, P.AUTH}

# Table 2-4 of section 2.2.2.2, as it stands there
TABLE_2_4: dict[int, tuple[Kind, set[Place]]] = {
    0x01: (Kind.BYTE, {P.PUBLISH, WILL}),
    0x02: (Kind.U32, {P.PUBLISH, WILL}),
    0x03: (Kind.TEXT, {P.PUBLISH, WILL}),
    0x08: (Kind.TEXT, {P.PUBLISH, WILL}),
    0x09: (Kind.BINARY, {P.PUBLISH, WILL}),
    0x0B: (Kind.VARINT, {P.PUBLISH, P.SUBSCRIBE}),
    0x11: (Kind.U32, {P.CONNECT, P.CONNACK, P.DISCONNECT}),
    0x12: (Kind.TEXT, {P.CONNACK}),
    0x13: (Kind.U16, {P.CONNACK}),
    0x15: (Kind.TEXT, {P.CONNECT, P.CONNACK, P.AUTH}),
    0x16: (Kind.BINARY, {P.CONNECT, P.CONNACK, P.AUTH}),
    0x17: (Kind.BYTE, {P.CONNECT}),
    0x18: (Kind.U32, {WILL}),
    0x19: (Kind.BYTE, {P.CONNECT}),
    0x1A: (Kind.TEXT, {P.CONNACK}),
    0x1C: (Kind.TEXT, {P.CONNACK, P.DISCONNECT}),
    0x1F: (Kind.TEXT, set(ANSWERS)),
    0x21: (Kind.U16, {P.CONNECT, P.CONNACK}),
    0x22: (Kind.U16, {P.CONNECT, P.CONNACK}),
    0x23: (Kind.U16, {P.PUBLISH}),
    0x24: (Kind.BYTE, {P.CONNACK}),
    0x25: (Kind.BYTE, {P.CONNACK}),
    0x26: (Kind.PAIR, {P.CONNECT, P.PUBLISH, WILL, P.SUBSCRIBE, P.UNSUBSCRIBE, *ANSWERS}),
    0x27: (Kind.U32, {P.CONNECT, P.CONNACK}),
    0x28: (Kind.BYTE, {P.CONNACK}),
    0x29: (Kind.BYTE, {P.CONNACK}),
    0x2A: (Kind.BYTE, {P.CONNACK}),
}
SAMPLES: dict[Kind, tuple[Any, str]] = {
    Kind.BYTE: (1, "01"),
    Kind.U16: (258, "0102"),
    Kind.U32: (16_909_060, "01020304"),
    Kind.VARINT: (300, "AC02"),
    Kind.TEXT: ("é", "0002C3A9"),
    Kind.BINARY: (b"\0\xff", "000200FF"),
    Kind.PAIR: (("k", ""), "00016B0000"),
}
EVERYWHERE = [
    pytest.param(place, spec, id=f"{spec.name} in {place}") for place in PLACES for spec in PROPERTIES_OF[place]
]


def one(spec: Spec, value: Any) -> Properties:
    values: dict[str, Any] = {spec.name: (value,) if spec.repeats else value}
    return Properties(**values)


def read(hexadecimal: str, place: Place) -> Properties:
    """The properties whose bytes these are, without their length."""
    body = bytes.fromhex(hexadecimal)
    data = write_varint(len(body)) + body
    reader = Reader(data, 0, len(data))
    properties = read_properties(reader, place)
    reader.finish()
    return properties


def test_the_table_is_that_of_the_standard() -> None:
    assert {spec.identifier: (spec.kind, set(spec.packets)) for spec in SPECS} == TABLE_2_4
    assert [spec.identifier for spec in SPECS] == sorted(TABLE_2_4)


def test_there_is_a_field_for_each_property_and_no_other() -> None:
    assert [field.name for field in dataclasses.fields(Properties)] == [spec.name for spec in SPECS]
    assert set(SPEC_BY_NAME.values()) == set(SPEC_BY_IDENTIFIER.values()) == set(SPECS)


def test_absent_is_none_or_the_empty_tuple() -> None:
    assert {name for name in SPEC_BY_NAME if getattr(NO_PROPERTIES, name) is not None} == {
        "user_properties",
        "subscription_identifiers",
    }
    assert NO_PROPERTIES.user_properties == ()
    assert NO_PROPERTIES.subscription_identifiers == ()


def test_only_user_properties_and_subscription_identifiers_repeat() -> None:
    assert {spec.name for spec in SPECS if spec.repeats} == {"user_properties", "subscription_identifiers"}


def test_bounds_are_those_of_the_kind_or_narrower() -> None:
    bounds = {spec.name: (spec.low, spec.high) for spec in SPECS}
    assert bounds["receive_maximum"] == bounds["topic_alias"] == (1, 65_535)
    assert bounds["topic_alias_maximum"] == bounds["server_keep_alive"] == (0, 65_535)
    assert bounds["maximum_packet_size"] == (1, 0xFFFFFFFF)
    assert bounds["session_expiry_interval"] == (0, 0xFFFFFFFF)
    assert bounds["subscription_identifiers"] == (1, 268_435_455)
    assert bounds["maximum_qos"] == bounds["payload_format_indicator"] == (0, 1)


@pytest.mark.parametrize(("place", "spec"), EVERYWHERE)
def test_each_property_has_its_bytes_in_each_packet(place: Place, spec: Spec) -> None:
    value, hexadecimal = SAMPLES[spec.kind]
    data = bytes((spec.identifier,)) + bytes.fromhex(hexadecimal)
    assert write_properties(one(spec, value), place) == bytes((len(data),)) + data
    assert read(data.hex(), place) == one(spec, value)


@pytest.mark.parametrize("place", PLACES)
def test_a_property_that_does_not_belong_is_malformed_and_refused(place: Place) -> None:
    for spec in set(SPECS) - set(PROPERTIES_OF[place]):
        value, hexadecimal = SAMPLES[spec.kind]
        with pytest.raises(MalformedPacket, match=spec.name):
            read(f"{spec.identifier:02X}{hexadecimal}", place)
        with pytest.raises(RefusedLocally, match=spec.name):
            write_properties(one(spec, value), place)


def test_a_refusal_names_what_does_not_belong_and_nothing_else() -> None:
    with pytest.raises(RefusedLocally, match=r"^maximum_qos, retain_available cannot be sent in PUBLISH$"):
        write_properties(Properties(content_type="c", maximum_qos=0, retain_available=1), P.PUBLISH)


@pytest.mark.parametrize("place", PLACES)
def test_an_unknown_property_is_malformed(place: Place) -> None:
    for identifier in set(range(128)) - set(TABLE_2_4):
        with pytest.raises(MalformedPacket, match="unknown property"):
            read(f"{identifier:02X}00", place)
    with pytest.raises(MalformedPacket, match="unknown property 0x4000"):
        read("808001", place)


@pytest.mark.statement("MQTT-1.5.5-1")
def test_a_property_identifier_is_written_in_the_fewest_bytes() -> None:
    with pytest.raises(MalformedPacket, match="fewest"):
        read("A60000016B000176", P.PUBLISH)
    with pytest.raises(MalformedPacket, match="four bytes"):
        read("A68080808000", P.PUBLISH)


@pytest.mark.parametrize(("place", "spec"), EVERYWHERE)
def test_a_property_twice_is_a_protocol_error_unless_it_may_repeat(place: Place, spec: Spec) -> None:
    value, hexadecimal = SAMPLES[spec.kind]
    twice = f"{spec.identifier:02X}{hexadecimal}" * 2
    if spec.name == "user_properties" or (spec.name == "subscription_identifiers" and place is P.PUBLISH):
        assert getattr(read(twice, place), spec.name) == (value, value)
        assert write_properties(read(twice, place), place)[1:].hex().upper() == twice
    else:
        with pytest.raises(ProtocolError, match=f"{spec.name} twice") as caught:
            read(twice, place)
        assert caught.value.reason is ReasonCode.PROTOCOL_ERROR


@pytest.mark.parametrize(("place", "spec"), EVERYWHERE)
def test_a_value_out_of_range_is_a_protocol_error_and_refused(place: Place, spec: Spec) -> None:
    sizes = {Kind.BYTE: 1, Kind.U16: 2, Kind.U32: 4}
    for value in (spec.low - 1, spec.high + 1):
        if spec.kind in sizes or spec.kind is Kind.VARINT:
            with pytest.raises(RefusedLocally) as refused:
                write_properties(one(spec, value), place)
            assert refused.value.reason is spec.out_of_range
        if spec.kind in sizes and 0 <= value < 256 ** sizes[spec.kind]:
            with pytest.raises(ProtocolError) as caught:
                read(f"{spec.identifier:02X}" + value.to_bytes(sizes[spec.kind], "big").hex(), place)
            assert caught.value.reason is spec.out_of_range


def test_topic_alias_0_has_a_reason_of_its_own() -> None:
    with pytest.raises(ProtocolError) as caught:
        read("230000", P.PUBLISH)
    assert caught.value.reason is ReasonCode.TOPIC_ALIAS_INVALID


@pytest.mark.parametrize(("place", "spec"), EVERYWHERE)
def test_a_property_that_ends_too_soon_is_malformed(place: Place, spec: Spec) -> None:
    whole = f"{spec.identifier:02X}{SAMPLES[spec.kind][1]}"
    for cut in range(2, len(whole), 2):
        with pytest.raises(MalformedPacket, match=f"ends inside {spec.name}"):
            read(whole[:cut], place)


@pytest.mark.parametrize("data", ["", "01", "05 1F0001", "80", "FF FF FF 7F", "80 00", "80 80 80 80 01"])
def test_a_property_length_that_is_missing_or_wrong_is_malformed(data: str) -> None:
    raw = bytes.fromhex(data)
    with pytest.raises(MalformedPacket, match="property length"):
        read_properties(Reader(raw, 0, len(raw)), P.PUBACK)


def test_a_value_does_not_reach_beyond_the_properties() -> None:
    data = bytes.fromhex("03 1F0004 61626364")
    with pytest.raises(MalformedPacket, match="reason_string"):
        read_properties(Reader(data, 0, len(data)), P.PUBACK)


@pytest.mark.statement("MQTT-2.2.2-1")
def test_no_properties_are_a_length_of_zero() -> None:
    for place in PLACES:
        assert write_properties(NO_PROPERTIES, place) == write_properties(Properties(), place) == b"\0"
    assert read_properties(Reader(b"\0", 0, 1), P.PUBLISH) is NO_PROPERTIES


@pytest.mark.statement("MQTT-3.3.2-18")
def test_user_properties_keep_their_order_and_repeat() -> None:
    pairs = (("b", "1"), ("a", "2"), ("b", "1"), ("", ""))
    written = write_properties(Properties(user_properties=pairs), P.PUBLISH)
    assert read(written[1:].hex(), P.PUBLISH).user_properties == pairs


def test_new_properties_are_written_in_the_order_of_the_packet_section() -> None:
    properties = Properties(content_type="c", user_properties=(("k", "v"),), payload_format_indicator=1, topic_alias=2)
    assert write_properties(properties, P.PUBLISH) == bytes.fromhex("10 0101 230002 2600016B000176 03000163")


@pytest.mark.parametrize(
    "hexadecimal",
    [
        "2300010101",
        "2600016B00017601012600016A0001760B02030001630B012600016B000176",
    ],
)
def test_properties_that_were_read_are_written_in_the_order_in_which_they_came(hexadecimal: str) -> None:
    properties = read(hexadecimal, P.PUBLISH)
    written = write_properties(properties, P.PUBLISH)
    assert written[1:].hex().upper() == hexadecimal
    assert [SPEC_BY_IDENTIFIER[identifier].name for identifier in properties.wire_order]


def test_the_order_on_the_wire_makes_no_difference_to_equality() -> None:
    one_way, other_way = read("0101230001", P.PUBLISH), read("2300010101", P.PUBLISH)
    assert one_way == other_way == Properties(payload_format_indicator=1, topic_alias=1)
    assert hash(one_way) == hash(other_way)
    assert one_way.wire_order == (0x01, 0x23)
    assert NO_PROPERTIES.wire_order == Properties(topic_alias=1).wire_order == ()


def test_what_is_replaced_after_reading_is_written_in_the_usual_order() -> None:
    properties = dataclasses.replace(read("2300010101", P.PUBLISH), content_type="c")
    assert write_properties(properties, P.PUBLISH) == bytes.fromhex("09 0101 230001 03000163")


def test_many_user_properties_take_linear_time() -> None:
    pairs = tuple((f"key {number}", "value") for number in range(50_000))
    written = write_properties(Properties(user_properties=pairs), P.PUBLISH)
    properties = read_properties(Reader(written, 0, len(written)), P.PUBLISH)
    assert properties.user_properties == pairs
    assert write_properties(properties, P.PUBLISH) == written


def test_only_what_is_there_is_shown_and_no_secret() -> None:
    assert repr(Properties()) == "Properties()"
    shown = repr(Properties(receive_maximum=0, user_properties=(("a", "b"),), authentication_data=b"secret"))
    assert shown == "Properties(authentication_data=..., receive_maximum=0, user_properties=(('a', 'b'),))"


@pytest.mark.parametrize("allowed", [True, False])
def test_more_properties_than_allowed_are_refused(allowed: bool) -> None:
    written = write_properties(Properties(receive_maximum=1, user_properties=(("a", "b"),) * 9), P.CONNACK)
    reader = Reader(written, 0, len(written))
    if allowed:
        assert len(read_properties(reader, P.CONNACK, 10).user_properties) == 9
        return
    with pytest.raises(ProtocolError) as refused:
        read_properties(reader, P.CONNACK, 9)
    assert refused.value.reason is ReasonCode.QUOTA_EXCEEDED
