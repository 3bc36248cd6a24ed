"""The codec against packets and bytes that nobody chose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.golden_packets import GOLDEN
from tests.support.random_packets import sent
from tracemq.mqtt.codec import Sender, decode, encode, version_of_connect
from tracemq.mqtt.errors import MalformedPacket, MqttError, ProtocolError
from tracemq.mqtt.packets import Connack, Connect, Packet
from tracemq.mqtt.types import Version
from tracemq.mqtt.wire import write_varint

Sent = tuple[Packet, Version, Sender]
VERSIONS = st.sampled_from(Version)
SENDERS: st.SearchStrategy[Sender] = st.sampled_from(["server", "client"])


@settings(max_examples=400)
@given(sent())
def test_every_packet_that_may_be_sent_comes_back(case: Sent) -> None:
    packet, version, sender = case
    data = encode(packet, version, sender)
    assert decode(data, version, sender) == (packet, len(data))
    if isinstance(packet, Connect):
        assert version_of_connect(data) is version


@given(sent(), st.data())
def test_every_cut_is_incomplete(case: Sent, data: st.DataObject) -> None:
    packet, version, sender = case
    whole = encode(packet, version)
    for cut in {0, 1, data.draw(st.integers(0, len(whole) - 1)), len(whole) - 1}:
        assert decode(whole[:cut], version, sender) is None


@given(sent(), st.binary(max_size=20))
def test_what_follows_changes_nothing(case: Sent, more: bytes) -> None:
    packet, version, sender = case
    whole = encode(packet, version)
    assert decode(whole + more, version, sender) == (packet, len(whole))


@given(st.lists(sent(), max_size=5))
def test_a_stream_of_packets_is_read_one_by_one(cases: list[Sent]) -> None:
    stream = b"".join(encode(packet, version) for packet, version, _ in cases)
    position = 0
    for packet, version, sender in cases:
        got = decode(stream, version, sender, start=position)
        assert got is not None
        assert got[0] == packet
        position += got[1]
    assert position == len(stream)


def outcome(data: bytes, version: Version, sender: Sender) -> tuple[Packet, int] | MqttError | None:
    """What became of the bytes; any other exception goes through and fails the test."""
    try:
        return decode(data, version, sender)
    except (MalformedPacket, ProtocolError) as error:
        return error


def holds(data: bytes, version: Version, sender: Sender) -> None:
    """Whatever the bytes: a packet that can be written again, nothing yet, or one of the two errors with a reason."""
    got = outcome(data, version, sender)
    if isinstance(got, MqttError):
        assert got.reason is not None
        assert got.reason.failed
    elif got is not None:
        packet, consumed = got
        assert 2 <= consumed <= len(data)
        if isinstance(packet, Connack) and packet.reason_code:
            packet.session_present = False  # refused to write, but not to read: the refusal is what matters
        again = encode(packet, version, sender)
        assert decode(again, version, sender) == (packet, len(again))


@settings(max_examples=500)
@given(st.binary(max_size=60), VERSIONS, SENDERS)
def test_any_bytes_give_a_packet_an_mqtt_error_or_nothing(data: bytes, version: Version, sender: Sender) -> None:
    holds(data, version, sender)


@settings(max_examples=500)
@given(st.integers(0, 255), st.binary(max_size=60), VERSIONS, SENDERS)
def test_any_body_gives_a_packet_or_an_mqtt_error(first: int, body: bytes, version: Version, sender: Sender) -> None:
    data = bytes((first,)) + write_varint(len(body)) + body
    assert outcome(data, version, sender) is not None
    holds(data, version, sender)


@settings(max_examples=500)
@given(sent(), st.data())
def test_a_packet_with_other_bytes_in_it_gives_a_packet_an_mqtt_error_or_nothing(
    case: Sent, data: st.DataObject
) -> None:
    packet, version, sender = case
    mutated = bytearray(encode(packet, version))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place] = data.draw(st.integers(0, 255))
    holds(bytes(mutated), version, sender)


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("sender", ["server", "client"])
def test_every_single_bit_flipped_in_every_golden_packet_is_survived(version: Version, sender: Sender) -> None:
    for golden in GOLDEN:
        for bit in range(len(golden.data) * 8):
            flipped = bytearray(golden.data)
            flipped[bit >> 3] ^= 1 << (bit & 7)
            holds(bytes(flipped), version, sender)


@given(st.binary(max_size=40), VERSIONS, SENDERS)
def test_a_cut_of_any_bytes_is_never_a_packet_of_another_length(data: bytes, version: Version, sender: Sender) -> None:
    """Whoever waits for more bytes must not have decided differently with fewer."""
    whole = outcome(data, version, sender)
    if isinstance(whole, tuple):
        for cut in range(whole[1]):
            assert outcome(data[:cut], version, sender) is None
        assert outcome(data[: whole[1]], version, sender) == whole


@given(st.binary(max_size=40))
def test_any_bytes_have_a_version_none_or_are_malformed(data: bytes) -> None:
    try:
        version = version_of_connect(data)
    except MalformedPacket:
        return
    assert version is None or version in Version
