"""Our client under the fire hose, whose bytes no code of ours has made: nothing lost, nothing out of order."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.support.fake_broker import Load
from tests.support.fire_hose import OrderCheck, fire_hose
from tests.support.inbox import LEVELS
from tracemq.mqtt import Client, ConnectOptions, MessageBatch, Properties, QoS, Subscription, Version

COUNT = 50_000


async def received(
    load: Load, *, client_id: str = "hosed", properties: Properties = Properties()
) -> tuple[OrderCheck, dict[str, Any]]:
    """Everything that the hose sends, and its report."""
    check, done = OrderCheck(), asyncio.Event()

    def add(batch: MessageBatch) -> None:
        for message in batch:
            check.add(message.topic, message.payload)
        if check.count >= load.messages:
            done.set()

    with fire_hose(load) as hose:
        version = Version(load.version)
        client = Client(
            ConnectOptions(
                url=f"mqtt://127.0.0.1:{hose.port}", version=version, client_id=client_id, properties=properties
            )
        )
        client.on_messages = add
        await client.connect()
        await client.subscribe(Subscription("#", QoS(load.qos)))
        await asyncio.wait_for(done.wait(), 60)
        report = await asyncio.to_thread(hose.report)
        await client.disconnect()
    return check, report


@pytest.mark.parametrize(("version", "qos"), LEVELS)
async def test_a_flood_arrives_whole_and_in_order_and_is_acknowledged_in_order(version: Version, qos: QoS) -> None:
    load = Load(messages=COUNT, topics=1234, qos=qos, version=version, properties=version is Version.V5)
    check, report = await received(load)
    assert check.problems(report) == []
    assert len(check.next) == 1234
    assert report["acked"] == (COUNT if qos else 0)
    assert report["acks_in_order"]
    assert (report["refused"], report["complaints"]) == (0, [])


@pytest.mark.parametrize("qos", [QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE])
async def test_a_small_receive_maximum_stops_nothing(qos: QoS) -> None:
    load = Load(messages=2000, qos=qos)
    check, report = await received(load, properties=Properties(receive_maximum=10))
    assert check.problems(report) == []
    assert report["acked"] == 2000


async def test_a_flood_in_small_pieces_arrives_whole() -> None:
    check, report = await received(Load(messages=20_000, size=30, write=1))
    assert check.problems(report) == []


async def test_a_steady_rate_is_kept() -> None:
    _, report = await received(Load(messages=2000, rate=4000))
    assert report["seconds"] > 0.4


def test_the_check_finds_what_is_lost_repeated_or_swapped() -> None:
    def problems(*numbers: tuple[str, int]) -> list[str]:
        check = OrderCheck()
        for topic, number in numbers:
            check.add(topic, b"%010d" % number)
        return check.problems({"sent": 4, "crc32": crc32})

    right = [("a", 0), ("b", 0), ("a", 1), ("b", 1)]
    good = OrderCheck()
    for topic, number in right:
        good.add(topic, b"%010d" % number)
    crc32 = good.crc32

    assert problems(*right) == []
    assert problems(*right[:-1])
    assert problems(("a", 0), ("a", 0), ("b", 0), ("b", 1))
    assert problems(("a", 1), ("a", 0), ("b", 0), ("b", 1))
    assert problems(("a", 0), ("a", 1), ("b", 0), ("b", 1)), "topics swapped in time"
