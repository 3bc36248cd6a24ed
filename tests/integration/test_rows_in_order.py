"""What mosquitto delivers at speed is read back from the rows of an open connection: all of it, in order per topic."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest

from tests.support.mosquitto import Mosquitto
from tracemq.mqtt import Client, ConnectOptions
from tracemq.profiles.profile import Profile, SubscriptionSettings
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import Change
from tracemq.workspace.subscription_list import SubscriptionState

COUNT, TOPICS, RATE = 100_000, 50, 20_000


async def publish(url: str, qos: int) -> None:
    async with Client(ConnectOptions(url)) as client:
        loop = asyncio.get_running_loop()
        began, sent, receipt = loop.time(), 0, None
        while sent < COUNT:
            for number in range(sent, min(COUNT, int((loop.time() - began) * RATE) + 1)):
                receipt = client.publish(f"bench/{number % TOPICS}", b"%d" % (number // TOPICS), qos=qos)
                sent = number + 1
            await client.drain()
            await asyncio.sleep(0.002)
        assert receipt is not None
        await receipt


@pytest.mark.parametrize("qos", [0, 1, 2])
async def test_rows_have_every_sequence_number_in_order_per_topic(mosquitto: Mosquitto, qos: int) -> None:
    profile = Profile(
        host="127.0.0.1", port=mosquitto.port, subscriptions=(SubscriptionSettings(filter="bench/#", qos=qos),)
    )
    connection = Connection(profile)
    subscribed = asyncio.Event()

    def heard(change: Change) -> None:
        if change is Change.SUBSCRIPTIONS and connection.subscriptions[0].state is SubscriptionState.ACTIVE:
            subscribed.set()

    connection.listen(heard)
    connection.open()
    await asyncio.wait_for(subscribed.wait(), 10)
    publishing = asyncio.ensure_future(publish(f"mqtt://127.0.0.1:{mosquitto.port}", qos))
    async with asyncio.timeout(60):
        while connection.counters.received < COUNT:
            connection.tick(asyncio.get_running_loop().time())
            await asyncio.sleep(0.01)
    await publishing
    connection.tick(asyncio.get_running_loop().time())
    log = connection.log
    assert (log.last - log.first, log.evicted) == (COUNT, 0)
    next_of: dict[str, int] = defaultdict(int)
    for first in range(log.first, log.last, 1000):
        for row in log.rows(first, 1000):
            assert int(row.preview) == next_of[row.topic], f"row {row.seq} of {row.topic}"
            next_of[row.topic] += 1
    assert set(next_of.values()) == {COUNT // TOPICS}
    assert len(next_of) == TOPICS
    await connection.close()
