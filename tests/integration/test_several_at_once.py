"""Twenty open connections, one of them flooded: each has its own state, rate and rows, and all share one budget."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.mosquitto import Mosquitto
from tests.support.scripted_broker import until
from tracemq.mqtt import Client, ConnectOptions
from tracemq.profiles.profile import Profile, ReconnectSettings, SubscriptionSettings
from tracemq.profiles.secrets import MemorySecrets
from tracemq.profiles.store import ProfileStore
from tracemq.viewmodels.connections import ConnectionsModel, Entry
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.subscription_list import SubscriptionState
from tracemq.workspace.workspace import MIB, Workspace

COUNT = 20
QUIET, FLOOD = 30, 6000  # messages
PAYLOAD = bytes(1000)


@pytest.fixture
async def workspace(mosquitto: Mosquitto, tmp_path: Path) -> AsyncIterator[Workspace]:
    workspace = Workspace(ProfileStore(tmp_path / "profiles"), MemorySecrets(), retain_mib=2)
    for number in range(COUNT):
        profile = Profile(
            id=f"line{number:02d}",
            host="127.0.0.1",
            port=mosquitto.port,
            reconnect=ReconnectSettings(first_delay_s=0.05, max_delay_s=0.1),
            subscriptions=(SubscriptionSettings(filter=f"line/{number}/#"),),
        )
        workspace.open(profile, ProfileSecrets())
    await stand(workspace)
    yield workspace
    await workspace.close_all()


async def stand(workspace: Workspace) -> None:
    await until(lambda: all(map(stands, workspace.connections)), 15.0)


def stands(connection: Connection) -> bool:
    subscribed = all(entry.state is SubscriptionState.ACTIVE for entry in connection.subscriptions)
    return connection.state is ConnectionState.CONNECTED and subscribed


def tick(workspace: Workspace, now_s: float) -> int:
    """The bytes that all logs keep behind it; rates are those of this clock, however long the machine takes."""
    for connection in workspace.connections:
        connection.tick(now_s)
    return sum(connection.log.memory_bytes for connection in workspace.connections)


async def test_a_flood_in_one_leaves_the_others_their_rows_and_the_budget_holds(
    mosquitto: Mosquitto, workspace: Workspace
) -> None:
    model = ConnectionsModel()
    model.show([Entry(id=each.profile.id, name=each.name, detail=each.url) for each in workspace.connections])
    most = tick(workspace, 100.0)
    async with Client(ConnectOptions(f"mqtt://127.0.0.1:{mosquitto.port}")) as client:
        for number in range(COUNT):
            for index in range(QUIET):
                client.publish(f"line/{number}/{index}", PAYLOAD)
        for index in range(FLOOD):
            client.publish(f"line/0/{index % 100}", PAYLOAD)
            if index % 200 == 0:
                await client.drain()
                await asyncio.sleep(0)
                most = max(most, tick(workspace, 100.2))
        flooded, *quiet = workspace.connections
        await until(lambda: flooded.counters.received == QUIET + FLOOD, 15.0)
        await until(lambda: all(each.counters.received == QUIET for each in quiet), 15.0)
    most = max(most, tick(workspace, 100.5), tick(workspace, 100.5))
    model.measure(workspace.connections)
    rates = {each.profile.id: each.rates.received.per_second for each in workspace.connections}
    assert all(rate > 0 for rate in rates.values())
    assert max(rates, key=lambda name: rates[name]) == flooded.profile.id
    assert all(each.log.last - each.log.first == QUIET for each in quiet)
    assert all(each.log.evicted == 0 for each in quiet)
    assert flooded.log.evicted > 0
    assert tick(workspace, 100.5) <= 2 * MIB
    assert most < 8 * MIB  # what one read brings is counted before it is judged


async def test_all_come_back_when_their_broker_does(mosquitto: Mosquitto, workspace: Workspace) -> None:
    mosquitto.kill()
    await until(lambda: all(each.state is ConnectionState.RECONNECTING for each in workspace.connections), 15.0)
    mosquitto.start()
    await stand(workspace)
