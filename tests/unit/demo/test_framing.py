from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.demo.framing import Announced, Framer, announced
from tracemq.mqtt import codec
from tracemq.mqtt.errors import MalformedPacket, MqttError, ProtocolError
from tracemq.mqtt.packets import Connect
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import Version
from tracemq.mqtt.wire import write_varint


def packets_of(framer: Framer) -> list[bytes]:
    packets = []
    while (packet := framer.packet()) is not None:
        packets.append(packet)
    return packets


def frame(body: bytes) -> bytes:
    return b"\x30" + write_varint(len(body)) + body


@given(st.lists(st.binary(max_size=300), max_size=8), st.integers(1, 40))
def test_the_size_of_reads_never_changes_the_packets(bodies: list[bytes], size: int) -> None:
    sent = [frame(body) for body in bodies]
    stream = b"".join(sent)
    framer = Framer(1 << 20)
    got = []
    for start in range(0, len(stream), size):
        framer.feed(stream[start : start + size])
        got += packets_of(framer)
    assert got == sent


def test_reads_that_pile_up_before_anybody_asks_are_all_taken_in() -> None:
    framer = Framer(1 << 20)
    sent = [frame(b"a" * 200), frame(b""), frame(b"b" * 20_000)]
    for byte in b"".join(sent):
        framer.feed(bytes((byte,)))
    assert packets_of(framer) == sent


def test_a_packet_above_the_limit_is_refused_as_soon_as_its_length_is_known() -> None:
    framer = Framer(1000)
    framer.feed(b"\x30" + write_varint(5000))
    with pytest.raises(ProtocolError) as caught:
        framer.packet()
    assert caught.value.reason is ReasonCode.PACKET_TOO_LARGE


def test_the_limit_counts_the_header() -> None:
    framer = Framer(102)
    framer.feed(frame(bytes(100)))
    assert packets_of(framer) == [frame(bytes(100))]
    framer.feed(frame(bytes(101)))
    with pytest.raises(ProtocolError):
        framer.packet()


def test_a_length_of_more_than_four_bytes_is_no_packet() -> None:
    framer = Framer(1 << 20)
    framer.feed(b"\x30\xff\xff\xff")
    assert framer.packet() is None
    framer.feed(b"\xff\x7f")
    with pytest.raises(MalformedPacket):
        framer.packet()


def test_connect_announces_its_protocol() -> None:
    connect = codec.encode(Connect("MQIsdp", 3, client_id="a"), Version.V31)
    assert announced(connect) == Announced("MQIsdp", 3)


@given(st.binary(max_size=40))
def test_garbage_instead_of_connect_gives_mqtt_errors_only(data: bytes) -> None:
    with contextlib.suppress(MqttError):
        announced(data)
