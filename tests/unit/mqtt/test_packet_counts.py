"""Packets in and out, counted by type, as the statistics have them."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.scripted_broker import Peer, ScriptedBroker, running, soon, until
from tests.unit.mqtt.conversation import V5, V311
from tracemq.mqtt import Client, Properties, ReasonCode, Subscription, Version
from tracemq.mqtt.acks import acknowledgements, answers_to_publishes
from tracemq.mqtt.codec import encode
from tracemq.mqtt.negotiation import SessionSettings
from tracemq.mqtt.packet_counts import count_packets, no_packets
from tracemq.mqtt.packets import (
    Connack,
    Packet,
    Pingreq,
    Pingresp,
    Puback,
    Pubcomp,
    Publish,
    Pubrec,
    Pubrel,
    Suback,
    Subscribe,
)
from tracemq.mqtt.session import Session
from tracemq.mqtt.types import PacketType, QoS


def counted(*chunks: bytes) -> dict[PacketType, int]:
    counts = no_packets()
    count_packets(counts, chunks)
    return {kind: number for kind, number in counts.items() if number}


@pytest.mark.parametrize("version", [V311, V5])
def test_one_packet_in_a_chunk_is_one_of_its_type(version: Version) -> None:
    packets: list[Packet] = [
        Publish("a", b"x"),
        Publish("a", b"x", QoS.AT_LEAST_ONCE, retain=True, packet_id=1),
        Puback(1),
        Pubrec(2),
        Pubrel(3),
        Pubcomp(4),
        Subscribe(5, (Subscription("a"),)),
        Pingreq(),
    ]
    chunks = [encode(packet, version, "client") for packet in packets]
    assert counted(*chunks) == Counter(PacketType(chunk[0] >> 4) for chunk in chunks)


def test_an_acknowledgement_with_a_reason_or_properties_is_one() -> None:
    reason = encode(Pubcomp(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND), V5)
    words = encode(Puback(1, ReasonCode.NOT_AUTHORIZED, Properties(reason_string="no" * 30)), V5)
    assert counted(reason, words) == {PacketType.PUBCOMP: 1, PacketType.PUBACK: 1}


@pytest.mark.parametrize("count", [1, 10, 1000])
def test_a_run_of_acknowledgements_counts_each(count: int) -> None:
    # packet ids whose bytes look like packet types
    ids = [0x4050 + number for number in range(count)]
    assert counted(acknowledgements(PacketType.PUBREL, ids)) == {PacketType.PUBREL: count}
    mixed = answers_to_publishes([2, 4] * count, ids * 2)
    assert counted(mixed, mixed) == {PacketType.PUBACK: 2 * count, PacketType.PUBREC: 2 * count}


def test_what_a_session_reads_is_counted_however_it_is_cut() -> None:
    stream = [
        encode(Connack(), V5),
        *(encode(Publish("a", b"x" * 100), V5) for _ in range(100)),
        encode(Publish("a", b"y" * 20_000), V5),
        *(encode(Publish("a", b"x", QoS.EXACTLY_ONCE, packet_id=1 + number), V5) for number in range(3)),
        acknowledgements(PacketType.PUBREL, [1, 2, 3]),
        encode(Pingresp(), V5),
    ]
    for size in (1, 7, 1000, 1 << 20):
        counts = no_packets()
        session = Session(SessionSettings(client_id="me"), counts=counts)
        session.connect(0.0)
        data = b"".join(stream)
        for start in range(0, len(data), size):
            session.receive(data[start : start + size], 1.0, 1.0)
        assert {kind: number for kind, number in counts.items() if number} == {
            PacketType.CONNACK: 1,
            PacketType.PUBLISH: 104,
            PacketType.PUBREL: 3,
            PacketType.PINGRESP: 1,
        }


async def test_a_clients_statistics_count_over_all_connections() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(client_id="me")
        await _talk(client, peer)
        await soon(client.disconnect())
        client.start()
        await (await broker.peer()).accept()
        await until(lambda: client.connected)
        numbers = client.statistics
        assert {kind: number for kind, number in numbers.packets_in.items() if number} == {
            PacketType.CONNACK: 2,
            PacketType.PUBACK: 1,
            PacketType.PUBLISH: 2,
            PacketType.SUBACK: 1,
        }
        assert numbers.packets_in.total() == 6
        assert {kind: number for kind, number in numbers.packets_out.items() if number} == {
            PacketType.CONNECT: 2,
            PacketType.PUBLISH: 2,
            PacketType.PUBACK: 1,
            PacketType.SUBSCRIBE: 2,  # and again, as this broker kept no session
            PacketType.DISCONNECT: 1,
        }


async def _talk(client: Client, peer: Peer) -> None:
    client.publish("a")
    receipt = client.publish("a", qos=1)
    await peer.expect(Publish)
    second = await peer.expect(Publish)
    peer.send(Puback(second.packet_id), Publish("b"), Publish("b", qos=QoS.AT_LEAST_ONCE, packet_id=9))
    await receipt
    await peer.expect(Puback)
    async with running(client.subscribe("x")) as asking:
        peer.send(Suback((await peer.expect(Subscribe)).packet_id, (ReasonCode.SUCCESS,)))
        await soon(asking)
