"""Publishing one call each to a sink, at QoS 0 until written and at QoS 1 with every receipt settled."""

from __future__ import annotations

import asyncio
import time

from tests.support.fake_broker import Load
from tests.support.fire_hose import fire_hose
from tracemq.mqtt import Client, ConnectOptions, ReasonCode

from .figures import Figure, Size

PAYLOAD = bytes(128)
TOPICS = [f"bench/{number}" for number in range(100)]
DRAIN_EVERY = 512


async def publish(port: int, messages: int, qos: int) -> float:
    """Messages per second, from the first call until all are written or answered."""
    async with Client(ConnectOptions(f"mqtt://127.0.0.1:{port}")) as client:
        began = time.monotonic()
        receipts = []
        for number in range(messages):
            receipt = client.publish(TOPICS[number % len(TOPICS)], PAYLOAD, qos=qos)
            if qos:
                receipts.append(receipt)
            if number % DRAIN_EVERY == 0:
                await client.drain()
        if not qos:
            await receipt
        for each in receipts:
            assert await each is ReasonCode.SUCCESS
        return messages / (time.monotonic() - began)


def once(messages: int, qos: int) -> float:
    with fire_hose(Load(messages=0)) as hose:
        rate = asyncio.run(publish(hose.port, messages, qos))
        assert hose.report()["received"] <= messages
        return rate


def run(size: Size) -> list[Figure]:
    return [
        Figure(
            row="publish",
            what=f"QoS {qos}, {len(PAYLOAD)} B, one call each" + (", every receipt settled" if qos else ""),
            unit="/s",
            values=[once(size.of(full, 5_000), qos) for _ in range(size.repeat)],
            wanted=wanted,
        )
        for qos, full, wanted in ((0, 1_000_000, "400,000"), (1, 400_000, "150,000"))
    ]
