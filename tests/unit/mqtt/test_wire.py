"""Integers, strings and binary data on the wire."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt.errors import MalformedPacket, RefusedLocally
from tracemq.mqtt.types import MAX_REMAINING_LENGTH
from tracemq.mqtt.wire import (
    Reader,
    read_text,
    read_varint,
    text_bytes,
    write_binary,
    write_pair,
    write_text,
    write_u16,
    write_u32,
    write_varint,
)

# Table 1-1 of section 1.5.5
VARINTS = [
    (0, "00"),
    (127, "7F"),
    (128, "80 01"),
    (321, "C1 02"),
    (16_383, "FF 7F"),
    (16_384, "80 80 01"),
    (2_097_151, "FF FF 7F"),
    (2_097_152, "80 80 80 01"),
    (268_435_455, "FF FF FF 7F"),
]
NOT_UTF8 = {
    "a lone continuation byte": "80",
    "a first byte without a second": "C3",
    "an overlong slash": "C0AF",
    "an overlong U+0000": "C080",
    "the first surrogate": "EDA080",
    "the last surrogate": "EDBFBF",
    "a surrogate pair as in CESU-8": "EDA0BDEDB880",
    "above U+10FFFF": "F4908080",
    "a byte that never occurs": "FE",
    "a first byte that is followed by another": "C341",
}


def reader(data: str) -> Reader:
    raw = bytes.fromhex(data)
    return Reader(raw, 0, len(raw))


@pytest.mark.statement("MQTT-1.5.5-1")
@pytest.mark.parametrize(("value", "hexadecimal"), VARINTS)
def test_variable_byte_integers_are_written_and_read_in_the_fewest_bytes(value: int, hexadecimal: str) -> None:
    data = bytes.fromhex(hexadecimal)
    assert write_varint(value) == data
    assert read_varint(data, 0, len(data), "it") == (value, len(data))
    assert reader(hexadecimal).varint("it") == value


@given(st.integers(0, MAX_REMAINING_LENGTH))
def test_every_variable_byte_integer_comes_back(value: int) -> None:
    data = write_varint(value)
    assert read_varint(b"\xff" + data, 1, 1 + len(data), "it") == (value, 1 + len(data))


@pytest.mark.parametrize("value", [MAX_REMAINING_LENGTH + 1, 1 << 40])
def test_a_number_of_more_than_28_bits_is_refused(value: int) -> None:
    with pytest.raises(RefusedLocally):
        write_varint(value)


@pytest.mark.statement("MQTT-1.5.5-1")
@pytest.mark.parametrize("hexadecimal", ["80 00", "FF 00", "80 80 00", "80 80 80 00", "81 80 00"])
def test_a_variable_byte_integer_that_is_not_the_shortest_is_malformed(hexadecimal: str) -> None:
    with pytest.raises(MalformedPacket, match="fewest"):
        reader(hexadecimal).varint("it")


@pytest.mark.parametrize("hexadecimal", ["80 80 80 80", "FF FF FF FF 7F", "80 80 80 80 00"])
def test_a_variable_byte_integer_of_five_bytes_is_malformed(hexadecimal: str) -> None:
    with pytest.raises(MalformedPacket, match="four bytes"):
        reader(hexadecimal).varint("it")


@pytest.mark.parametrize("hexadecimal", ["", "80", "80 80", "80 80 80"])
def test_a_variable_byte_integer_that_goes_on_is_incomplete_outside_and_malformed_inside_a_packet(
    hexadecimal: str,
) -> None:
    data = bytes.fromhex(hexadecimal)
    assert read_varint(data, 0, len(data), "it") is None
    with pytest.raises(MalformedPacket, match="ends inside it"):
        reader(hexadecimal).varint("it")


def test_a_reader_reads_one_field_after_the_other() -> None:
    fields = reader("01 0203 04050607 8101 0002C3BC 0003FFFE00 0001610000 7879")
    assert fields.u8("") == 1
    assert fields.u16("") == 0x0203
    assert fields.u32("") == 0x04050607
    assert fields.varint("") == 129
    assert fields.text("") == "ü"
    assert fields.binary("") == b"\xff\xfe\0"
    assert fields.pair("") == ("a", "")
    assert fields.left == 2
    assert fields.rest() == b"xy"
    assert fields.left == 0
    fields.finish()


@pytest.mark.parametrize(
    ("method", "hexadecimal"),
    [
        ("u8", ""),
        ("u16", "00"),
        ("u32", "000000"),
        ("binary", "00"),
        ("binary", "000200"),
        ("text", "0001"),
        ("pair", "00016100"),
    ],
)
def test_a_field_that_goes_beyond_the_end_is_malformed_and_named(method: str, hexadecimal: str) -> None:
    fields = reader(hexadecimal)
    with pytest.raises(MalformedPacket, match="ends inside the field"):
        getattr(fields, method)("the field")


def test_a_reader_stops_at_its_end_though_the_data_goes_on() -> None:
    fields = Reader(b"\0\3abc", 0, 4)
    with pytest.raises(MalformedPacket):
        fields.text("it")


def test_a_part_is_read_by_itself_and_skipped_by_the_whole() -> None:
    whole = reader("616263")
    part = whole.part(2, "it")
    assert (part.rest(), whole.rest()) == (b"ab", b"c")
    assert reader("6162").part(2, "it").rest() == b"ab"
    with pytest.raises(MalformedPacket, match="past the end"):
        whole.part(1, "it")


def test_what_is_left_over_is_malformed() -> None:
    with pytest.raises(MalformedPacket, match="3 bytes left over"):
        reader("616263").finish()


@pytest.mark.statement("MQTT-1.5.4-1", "MQTT-1.5.7-1", "3.1.1:MQTT-1.5.3-1")
@pytest.mark.parametrize("raw", NOT_UTF8.values(), ids=NOT_UTF8)
def test_text_that_is_not_well_formed_utf8_is_malformed(raw: str) -> None:
    with pytest.raises(MalformedPacket, match="not UTF-8"):
        read_text(bytes.fromhex(raw), "it")


@pytest.mark.statement("MQTT-1.5.4-2", "3.1.1:MQTT-1.5.3-2")
def test_u0000_is_malformed_to_read_and_refused_to_write() -> None:
    with pytest.raises(MalformedPacket, match="U\\+0000"):
        read_text(b"a\0b", "it")
    with pytest.raises(RefusedLocally, match="U\\+0000"):
        write_text("a\0b", "it")


@pytest.mark.statement("MQTT-1.5.4-3", "3.1.1:MQTT-1.5.3-3")
def test_ef_bb_bf_is_ufeff_wherever_it_stands() -> None:
    assert read_text(b"\xef\xbb\xbfa\xef\xbb\xbf", "it") == "\ufeffa\ufeff"
    assert write_text("\ufeffa", "it") == b"\0\4\xef\xbb\xbfa"


@pytest.mark.statement("MQTT-1.5.4-1")
@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\udbff\udc00"])
def test_lone_surrogates_are_refused(text: str) -> None:
    with pytest.raises(RefusedLocally, match="surrogate"):
        text_bytes(text, "it")


def test_the_example_of_the_standard_is_written_as_there() -> None:
    """Figure 1-2 of section 1.5.4: A and U+2A6D4."""
    assert write_text("A\U0002a6d4", "it") == bytes.fromhex("0005 41F0AA9B94")


def test_lengths_are_counted_in_bytes_up_to_65535() -> None:
    assert write_text("é" * 32_767, "it")[:2] == b"\xff\xfe"
    assert write_text("x" * 65_535, "it")[:2] == b"\xff\xff"
    assert write_binary(bytes(65_535), "it")[:2] == b"\xff\xff"
    with pytest.raises(RefusedLocally, match="65536 bytes"):
        write_text("é" * 32_768, "it")
    with pytest.raises(RefusedLocally, match="65536 bytes"):
        write_binary(bytes(65_536), "it")


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50), st.binary(max_size=50))
def test_texts_and_binary_data_come_back(text: str, data: bytes) -> None:
    written = write_text(text, "") + write_binary(data, "") + write_pair((text, text), "")
    fields = Reader(written, 0, len(written))
    assert (fields.text(""), fields.binary(""), fields.pair("")) == (text, data, (text, text))


@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF))
def test_integers_are_big_endian(short: int, long: int) -> None:
    written = write_u16(short) + write_u32(long)
    assert written == short.to_bytes(2, "big") + long.to_bytes(4, "big")
    fields = Reader(memoryview(written), 0, 6)
    assert (fields.u16(""), fields.u32("")) == (short, long)
