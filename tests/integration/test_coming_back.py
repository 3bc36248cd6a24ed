"""An open connection loses its broker in every usual way, and comes back by itself with what QoS 1 and 2 promise."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.certificates import Certificates
from tests.support.mosquitto import Mosquitto
from tests.support.relay import Relay
from tests.support.scripted_broker import until
from tracemq.mqtt import (
    Client,
    ConnectOptions,
    MessageBatch,
    QoS,
    ReasonCode,
    SqliteSessionStore,
    Subscription,
    TimedOut,
    keep_alive,
)
from tracemq.mqtt.errors import TlsFailed, TlsFault
from tracemq.profiles.profile import (
    Mqtt5Settings,
    Profile,
    ReconnectSettings,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    Trust,
)
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.happenings import CameBack, What
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.subscription_list import SubscriptionState

Make = Callable[..., Mosquitto]
LIMIT_S = 15.0
KEPT_BY_BROKER = "persistence true\npersistence_location {folder}/\nautosave_interval 1\n"
AT_ONCE = ReconnectSettings(first_delay_s=0.05, max_delay_s=0.1)


def persistent(port: int, **fields: Any) -> Profile:
    """A profile whose session outlives its connections."""
    fields.setdefault("reconnect", AT_ONCE)
    return Profile(
        host="127.0.0.1",
        port=port,
        client_id="sleeper",
        clean_start=False,
        mqtt5=Mqtt5Settings(session_expiry_interval_s=3600),
        subscriptions=(SubscriptionSettings(filter="to/sleeper/#", qos=QoS.EXACTLY_ONCE),),
        **fields,
    )


@asynccontextmanager
async def opened(profile: Profile, folder: Path) -> AsyncIterator[Connection]:
    connection = Connection(profile, store=SqliteSessionStore(folder / "sessions.sqlite"))
    connection.open()
    await stands(connection)
    try:
        yield connection
    finally:
        await connection.close()


async def stands(connection: Connection) -> None:
    def ready() -> bool:
        subscribed = all(entry.state is SubscriptionState.ACTIVE for entry in connection.subscriptions)
        return connection.state is ConnectionState.CONNECTED and subscribed

    await until(ready, LIMIT_S)


async def away(connection: Connection) -> None:
    await until(lambda: connection.state is ConnectionState.RECONNECTING, LIMIT_S)


def url(port: int) -> ConnectOptions:
    return ConnectOptions(f"mqtt://127.0.0.1:{port}")


async def published(port: int, names: Sequence[str], qos: int) -> None:
    async with Client(url(port)) as client:
        for name in names:
            assert not (await client.publish(f"to/sleeper/{name}", name.encode(), qos=qos)).failed


def numbered(word: str, count: int = 100) -> list[str]:
    return [f"{word}-{number:03d}" for number in range(count)]


def shown(connection: Connection) -> list[str]:
    """The payloads of the log, in its order."""
    connection.tick(time.monotonic())
    return [row.preview.decode() for row in connection.log.rows(connection.log.first, connection.log.last)]


async def got(connection: Connection, count: int) -> list[str]:
    await until(lambda: connection.counters.received >= count, LIMIT_S)
    return shown(connection)


def backs(connection: Connection) -> list[CameBack]:
    return [notice for notice in connection.notices if isinstance(notice, CameBack)]


def kinds(connection: Connection) -> list[What]:
    return [each.what for each in connection.history]


@pytest.mark.parametrize("qos", [1, 2])
async def test_a_broker_that_keeps_sessions_is_restarted_and_nothing_is_lost_or_comes_twice(
    make_mosquitto: Make, tmp_path: Path, qos: int
) -> None:
    broker = make_mosquitto()
    config = KEPT_BY_BROKER.format(folder=broker.folder)
    broker.start(config)
    async with opened(persistent(broker.port), tmp_path) as connection:
        broker.stop()
        await away(connection)
        ours = [connection.publish(f"to/sleeper/{name}", name.encode(), qos=qos) for name in numbered("own")]
        broker.start(config)
        await stands(connection)
        assert {await receipt for receipt in ours} <= {ReasonCode.SUCCESS, ReasonCode.NO_MATCHING_SUBSCRIBERS}
        await published(broker.port, numbered("other"), qos)
        assert await got(connection, 200) == numbered("own") + numbered("other")
        assert [(back.session_present, back.error is None) for back in backs(connection)] == [(True, False)]
        assert kinds(connection)[:2] == [What.CONNECTED, What.LOST]
        assert kinds(connection)[-1] is What.CONNECTED
        assert What.SESSION_GONE not in kinds(connection)


async def test_a_broker_that_forgets_sessions_is_killed_and_what_it_lost_is_told(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    async with opened(persistent(mosquitto.port), tmp_path) as connection:
        mosquitto.kill()
        await away(connection)
        ours = [connection.publish(f"to/sleeper/{name}", name.encode(), qos=2) for name in numbered("own", 10)]
        mosquitto.start()
        await stands(connection)
        for receipt in ours:
            await receipt
        await published(mosquitto.port, numbered("other", 10), 2)
        seen = await got(connection, 10)
        assert seen[-10:] == numbered("other", 10)
        assert sorted(seen) == sorted(set(seen))
        assert [back.session_present for back in backs(connection)] == [False]
        assert [each.session_present for each in connection.history if each.what is What.CONNECTED] == [False, False]


async def test_a_network_that_swallows_everything_is_noticed_by_the_keep_alive(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    async with (
        Relay(mosquitto.port) as relay,
        opened(persistent(relay.port, keep_alive_s=1, connect_timeout_s=0.5), tmp_path) as connection,
    ):
        relay.swallow()
        await published(mosquitto.port, numbered("swallowed"), 2)
        await away(connection)
        await until(lambda: relay.swallowed > 0)
        assert isinstance(next(each for each in connection.history if each.what is What.LOST).error, TimedOut)
        await until(lambda: What.FAILED in kinds(connection), LIMIT_S)  # nor does a new attempt get through
        await published(mosquitto.port, numbered("meanwhile"), 2)
        relay.heal()
        await stands(connection)
        assert await got(connection, 200) == numbered("swallowed") + numbered("meanwhile")
        assert [back.session_present for back in backs(connection)] == [True]


async def test_what_is_published_into_a_network_that_swallows_it_arrives_once_in_the_end(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    arrived: list[str] = []
    async with (
        Client(url(mosquitto.port)) as other,
        Relay(mosquitto.port) as relay,
        opened(persistent(relay.port, keep_alive_s=1, connect_timeout_s=0.5), tmp_path) as connection,
    ):
        other.listen(MessageBatch, lambda batch: arrived.extend(message.payload.decode() for message in batch))
        await other.subscribe([Subscription("from/sleeper", QoS.EXACTLY_ONCE)])
        relay.swallow()
        ours = [connection.publish("from/sleeper", name.encode(), qos=2) for name in numbered("into-the-void")]
        await away(connection)
        ours += [connection.publish("from/sleeper", name.encode(), qos=2) for name in numbered("while-away")]
        relay.heal()
        await stands(connection)
        for receipt in ours:
            assert not (await receipt).failed
        await until(lambda: len(arrived) >= 200, LIMIT_S)
        assert arrived == numbered("into-the-void") + numbered("while-away")


async def test_after_a_sleep_a_dead_connection_is_found_at_once_and_not_by_the_keep_alive(
    mosquitto: Mosquitto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keep_alive, "DOUBT_S", 0.3)
    async with (
        Relay(mosquitto.port) as relay,
        opened(persistent(relay.port, keep_alive_s=3600, connect_timeout_s=0.5), tmp_path) as connection,
    ):
        relay.swallow()
        connection.woke(3000.0)
        await away(connection)
        relay.heal()
        await stands(connection)
        assert kinds(connection)[:3] == [What.CONNECTED, What.WOKE, What.LOST]


async def test_after_a_sleep_a_connection_that_is_waited_for_is_tried_at_once(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    patient = ReconnectSettings(first_delay_s=1000.0, max_delay_s=1000.0)
    async with opened(persistent(mosquitto.port, reconnect=patient), tmp_path) as connection:
        mosquitto.kill()
        await away(connection)
        first = connection.retry_in_s
        assert first is not None
        await until(lambda: connection.retry_in_s is not None and connection.retry_in_s < first)  # it counts down
        mosquitto.start()
        connection.woke(3000.0)
        await stands(connection)
        assert connection.retry_in_s is None


async def test_settings_that_are_changed_while_it_tries_are_used_for_the_next_attempt(
    make_mosquitto: Make, tmp_path: Path
) -> None:
    gone, other = make_mosquitto(), make_mosquitto()
    gone.start()
    other.start()
    patient = ReconnectSettings(first_delay_s=1000.0, max_delay_s=1000.0)
    profile = Profile(host="127.0.0.1", port=gone.port, reconnect=patient)
    async with opened(profile, tmp_path) as connection:
        gone.kill()
        await away(connection)
        connection.use(replace(profile, port=other.port), ProfileSecrets())
        connection.open()  # now, and not in a quarter of an hour
        await stands(connection)
        assert connection.url.endswith(str(other.port))


async def test_after_a_sleep_a_connection_that_answers_stays(mosquitto: Mosquitto, tmp_path: Path) -> None:
    async with opened(persistent(mosquitto.port), tmp_path) as connection:
        before = mosquitto.log.count("PINGRESP")
        connection.woke(3000.0)
        await until(lambda: mosquitto.log.count("PINGRESP") > before)
        await published(mosquitto.port, ["still-there"], 2)
        assert await got(connection, 1) == ["still-there"]
        assert kinds(connection) == [What.CONNECTED, What.WOKE]


class Renewable(Certificates):
    """Its own copy of the certificates, of which the server's can be exchanged."""

    def __init__(self, source: Certificates, folder: Path) -> None:
        shutil.copytree(source.folder, folder)
        self.folder = folder
        for end in ("pem", "key"):
            shutil.copyfile(folder / f"server.{end}", folder / f"good.{end}")

    def use(self, name: str) -> None:
        for end in ("pem", "key"):
            shutil.copyfile(self.folder / f"{name}.{end}", self.folder / f"server.{end}")


@pytest.fixture
def renewable(certificates: Certificates, tmp_path: Path) -> Iterator[tuple[Mosquitto, Renewable, str]]:
    """A broker with TLS that keeps sessions, its certificates, and the configuration to start it with."""
    mine = Renewable(certificates, tmp_path / "certificates")
    broker = Mosquitto(tmp_path / "broker", listeners=("tls",), certificates=mine)
    yield broker, mine, KEPT_BY_BROKER.format(folder=broker.folder)
    broker.stop()


def trusting(broker: Mosquitto, certificates: Certificates) -> Profile:
    tls = TlsSettings(trust=Trust.CA_FILE, ca_file=certificates.path("ca.pem"))
    return persistent(broker.ports["tls"], scheme=Scheme.MQTTS, tls=tls)


async def test_a_certificate_that_ran_out_is_told_and_a_renewed_one_lets_it_come_back(
    renewable: tuple[Mosquitto, Renewable, str], tmp_path: Path
) -> None:
    broker, mine, config = renewable
    broker.start(config)
    async with opened(trusting(broker, mine), tmp_path) as connection:
        broker.stop()
        mine.use("expired")
        broker.start(config)
        await published(broker.port, numbered("meanwhile", 10), 2)

        def expired() -> bool:
            error = connection.last_error
            return isinstance(error, TlsFailed) and error.fault is TlsFault.EXPIRED

        await until(expired, LIMIT_S)
        broker.stop()
        mine.use("good")
        broker.start(config)
        await stands(connection)
        assert await got(connection, 10) == numbered("meanwhile", 10)
        assert [back.session_present for back in backs(connection)] == [True]
        assert What.FAILED in kinds(connection)


async def test_a_certificate_that_is_renewed_while_it_is_connected_does_no_harm(
    renewable: tuple[Mosquitto, Renewable, str], tmp_path: Path
) -> None:
    broker, mine, config = renewable
    broker.start(config)
    async with opened(trusting(broker, mine), tmp_path) as connection:

        def shown() -> bytes | None:
            facts = connection.transport_facts
            return facts.tls.certificate if facts is not None and facts.tls is not None else None

        before = shown()
        mine.use("renewed")
        reloads = broker.log.count("Reloading config")
        os.kill(broker.pid, signal.SIGHUP)
        await until(lambda: broker.log.count("Reloading config") > reloads)
        await published(broker.port, numbered("renewed", 10), 2)
        assert await got(connection, 10) == numbered("renewed", 10)
        assert (kinds(connection), shown()) == ([What.CONNECTED], before)
        broker.stop()
        broker.start(config)
        await away(connection)
        await stands(connection)
        assert shown() not in {None, before}
        assert [back.session_present for back in backs(connection)] == [True]
