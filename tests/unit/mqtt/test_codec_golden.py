"""Every kind of packet of every version, as bytes and as a record."""

from __future__ import annotations

import pytest

from tests.support.golden_packets import GOLDEN, Golden
from tracemq.mqtt.codec import decode, encode
from tracemq.mqtt.packets import Packet
from tracemq.mqtt.types import PacketType, Version

CASES = [pytest.param(golden, id=golden.name, marks=pytest.mark.statement(*golden.statements)) for golden in GOLDEN]


@pytest.mark.parametrize("golden", CASES)
def test_bytes_become_the_record(golden: Golden) -> None:
    assert decode(golden.data, golden.version, golden.sender) == (golden.packet, len(golden.data))


@pytest.mark.parametrize("golden", CASES)
def test_a_record_becomes_the_bytes(golden: Golden) -> None:
    assert encode(golden.packet, golden.version, golden.sender) == golden.data
    assert encode(golden.packet, golden.version) == golden.data


@pytest.mark.parametrize("golden", CASES)
def test_incomplete_bytes_are_no_error_at_any_cut(golden: Golden) -> None:
    for cut in range(len(golden.data)):
        assert decode(golden.data[:cut], golden.version, golden.sender) is None


@pytest.mark.parametrize("golden", CASES)
def test_what_follows_a_packet_is_left_alone(golden: Golden) -> None:
    assert decode(golden.data + b"\xff\xff\xff\xff\xff", golden.version, golden.sender) == (
        golden.packet,
        len(golden.data),
    )


@pytest.mark.parametrize("golden", CASES)
def test_a_packet_is_found_in_the_middle_of_any_buffer(golden: Golden) -> None:
    for buffer in (b"\0\0" + golden.data, bytearray(b"\0\0" + golden.data), memoryview(b"\0\0" + golden.data)):
        assert decode(buffer, golden.version, golden.sender, start=2) == (golden.packet, len(golden.data))


def test_the_table_has_every_packet_of_every_version() -> None:
    had = {(golden.version, golden.data[0] >> 4) for golden in GOLDEN}
    wanted = {(version, int(kind)) for version in Version for kind in PacketType}
    assert wanted - had == {(Version.V31, PacketType.AUTH), (Version.V311, PacketType.AUTH)}


def test_records_hold_bytes_whatever_they_were_read_from() -> None:
    for golden in GOLDEN:
        got = decode(memoryview(bytearray(golden.data)), golden.version, golden.sender)
        assert got is not None
        assert _views_in(got[0]) == []


def _views_in(packet: Packet) -> list[object]:
    values = [getattr(packet, name) for name in packet.__slots__]
    properties = getattr(packet, "properties", None)
    if properties is not None:
        values += [getattr(properties, name) for name in type(properties).__slots__]
    return [value for value in values if isinstance(value, (memoryview, bytearray))]
