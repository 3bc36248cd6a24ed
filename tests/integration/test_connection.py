"""An open connection against real brokers: what its listeners are told, and what stays when the broker goes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from tests.support.mosquitto import Mosquitto
from tracemq.mqtt import ReasonCode, Version
from tracemq.profiles.profile import Profile, ReconnectSettings, SubscriptionSettings
from tracemq.profiles.secrets import MemorySecrets
from tracemq.profiles.store import ProfileStore
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.subscription_list import SubscriptionState
from tracemq.workspace.workspace import Workspace


async def until(check: Callable[[], object], timeout_s: float = 10.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not check():
            await asyncio.sleep(0.01)


def profile_of(mosquitto: Mosquitto, *filters: str) -> Profile:
    return Profile(
        host="127.0.0.1",
        port=mosquitto.port,
        reconnect=ReconnectSettings(first_delay_s=0.1, max_delay_s=0.2),
        subscriptions=tuple(SubscriptionSettings(filter=each) for each in filters),
    )


@pytest.fixture
async def connection(mosquitto: Mosquitto) -> AsyncIterator[Connection]:
    connection = Connection(profile_of(mosquitto, "#", "off/#"))
    yield connection
    await connection.close()
    assert connection.state is ConnectionState.OFFLINE


def active(connection: Connection) -> bool:
    return all(entry.state is SubscriptionState.ACTIVE for entry in connection.subscriptions)


@pytest.mark.parametrize("version", list(Version))
async def test_it_connects_subscribes_publishes_and_shows_what_comes_back_at_a_tick(
    mosquitto: Mosquitto, version: Version
) -> None:
    connection = Connection(replace(profile_of(mosquitto, "#"), version=version))
    connection.open()
    await until(lambda: connection.state is ConnectionState.CONNECTED and active(connection))
    assert await connection.publish("a/b", b"1", qos=1) is ReasonCode.SUCCESS
    await until(lambda: connection.counters.received == 1)
    assert connection.log.last == 0  # not before a tick
    connection.tick(time.monotonic())
    assert [row.topic for row in connection.log.rows(0, 10)] == ["a/b"]
    node = connection.tree.find("a/b")
    assert node is not None
    assert connection.tree.messages(node) == 1
    assert connection.counters.received == 1
    await connection.close()


async def test_it_comes_back_by_itself_and_subscribes_again(connection: Connection, mosquitto: Mosquitto) -> None:
    connection.open()
    await until(lambda: connection.state is ConnectionState.CONNECTED and active(connection))
    mosquitto.kill()
    await until(lambda: connection.state is ConnectionState.RECONNECTING)
    assert connection.last_error is not None
    mosquitto.start()
    await until(lambda: connection.state is ConnectionState.CONNECTED and active(connection))
    assert connection.last_error is None
    await connection.publish("still/there", b"", qos=1)
    await until(lambda: connection.counters.received >= 1)


async def test_a_subscription_can_be_added_switched_off_and_taken_away(
    connection: Connection, mosquitto: Mosquitto
) -> None:
    connection.open()
    await until(lambda: connection.state is ConnectionState.CONNECTED and active(connection))
    entry = await connection.subscribe(SubscriptionSettings(filter="more/#", qos=2))
    assert (entry.state, entry.granted) == (SubscriptionState.ACTIVE, ReasonCode.GRANTED_QOS_2)
    await connection.unsubscribe(entry, forget=False)
    assert entry.state is SubscriptionState.OFF
    assert entry in connection.subscriptions
    await connection.unsubscribe(entry)
    assert entry not in connection.subscriptions


async def test_clearing_empties_log_and_tree_and_counting_goes_on(connection: Connection) -> None:
    connection.open()
    await until(lambda: connection.state is ConnectionState.CONNECTED and active(connection))
    await connection.publish("x/y", b"1", qos=1)
    await until(lambda: connection.counters.received == 1)
    connection.tick(time.monotonic())
    connection.clear()
    connection.tick(time.monotonic())
    assert connection.log.first == connection.log.last
    assert connection.tree.find("x/y") is None
    await connection.publish("x/y", b"2", qos=1)
    await until(lambda: connection.counters.received == 2)
    connection.tick(time.monotonic())
    assert [row.preview for row in connection.log.rows(connection.log.first, 9)] == [b"2"]


async def test_the_workspace_leaves_nothing_running(
    mosquitto: Mosquitto, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tasks_before = asyncio.all_tasks()
    workspace = Workspace(ProfileStore(tmp_path_factory.mktemp("profiles")), MemorySecrets())
    profile = await workspace.demo_profile()
    demo = workspace.open(profile, await workspace.secrets_of(profile))
    other = workspace.open(profile_of(mosquitto, "#"), await workspace.secrets_of(profile))
    await until(lambda: demo.state is other.state is ConnectionState.CONNECTED)
    assert workspace.open(profile, await workspace.secrets_of(profile)) is demo  # open already
    await until(lambda: demo.counters.received > 20)
    await workspace.close_all()
    assert workspace.connections == []
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == tasks_before
