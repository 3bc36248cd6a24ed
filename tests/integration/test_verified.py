"""Against a real broker: whether somebody has verified it is known, and its certificates can be looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.support.mosquitto import Mosquitto
from tracemq.profiles.profile import Profile, ReconnectSettings, Scheme, TlsSettings, Trust
from tracemq.viewmodels.connection_facts import Fact, Group, facts_of
from tracemq.viewmodels.status import status_of
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState


async def until(check: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not check():
            await asyncio.sleep(0.01)


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mosquitto]:
    made = Mosquitto(tmp_path_factory.mktemp("broker"), listeners=("tls", "wss", "expired"))
    made.start()
    yield made
    made.stop()


def profile(broker: Mosquitto, kind: str, **tls: object) -> Profile:
    return Profile(
        host="127.0.0.1",
        port=broker.ports[kind],
        scheme=Scheme.WSS if kind == "wss" else Scheme.MQTTS,
        tls=TlsSettings(**tls),  # type: ignore[arg-type]
        reconnect=ReconnectSettings(enabled=False),
    )


@pytest.mark.parametrize("kind", ["tls", "wss"])
async def test_who_was_not_verified_is_marked_and_their_certificate_shown(broker: Mosquitto, kind: str) -> None:
    assert broker.certificates is not None
    connection = Connection(profile(broker, kind, trust=Trust.NOBODY))
    for trusting, marked in (
        (TlsSettings(trust=Trust.NOBODY), True),
        (TlsSettings(trust=Trust.CA_FILE, ca_file=broker.certificates.path("ca.pem")), False),
    ):
        connection.use(replace(connection.profile, tls=trusting), connection.secrets)
        connection.open()
        await until(lambda: connection.state is ConnectionState.CONNECTED)
        assert status_of(connection).unverified is marked
        said = {(line.group, line.fact): line.granted for line in facts_of(connection)}
        assert said[Group.TRANSPORT, Fact.VERIFIED] is not marked
        assert said[Group.CERTIFICATE, Fact.SUBJECT] == "CN=localhost"
        await connection.disconnect()
        assert not status_of(connection).unverified
    await connection.close()


async def test_the_certificate_that_did_not_pass_can_be_looked_at(broker: Mosquitto) -> None:
    assert broker.certificates is not None
    ca_file = broker.certificates.path("ca.pem")
    connection = Connection(profile(broker, "expired", trust=Trust.CA_FILE, ca_file=ca_file))
    connection.open()
    await until(lambda: connection.state is ConnectionState.OFFLINE)
    said = {(line.group, line.fact): line.granted for line in facts_of(connection)}
    assert said[Group.REFUSED_CERTIFICATE, Fact.SUBJECT] == "CN=localhost"
    await connection.close()
