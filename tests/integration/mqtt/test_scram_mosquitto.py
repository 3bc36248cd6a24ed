"""SCRAM against a real mosquitto with a plugin of C that does its own sums."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.mosquitto import Mosquitto
from tests.support.scram_plugin import PASSWORD, USER, build, configuration
from tests.support.scripted_broker import soon, until
from tracemq.mqtt import (
    AuthenticationFailed,
    Client,
    ConnectionRefused,
    ConnectOptions,
    Message,
    ReasonCode,
    Reauthenticated,
    ScramAuthenticator,
)
from tracemq.mqtt.auth import MECHANISMS


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("scram"))


@pytest.fixture
def port(make_mosquitto: Callable[..., Mosquitto], plugin: Path) -> int:
    return make_mosquitto().start(configuration(plugin))


@asynccontextmanager
async def joined(port: int, auth: ScramAuthenticator) -> AsyncIterator[Client]:
    client = Client(ConnectOptions(f"mqtt://127.0.0.1:{port}", client_id="me", auth=auth))
    await soon(client.connect())
    try:
        yield client
    finally:
        await soon(client.disconnect())


@pytest.mark.statement("MQTT-4.12.0-5")
@pytest.mark.parametrize("mechanism", MECHANISMS)
async def test_both_sides_prove_that_they_know_the_password(port: int, mechanism: str) -> None:
    async with joined(port, ScramAuthenticator(USER, PASSWORD, mechanism)) as client:
        assert client.connected


@pytest.mark.parametrize(("user", "password"), [(USER, "wrong"), ("mallory", PASSWORD)])
async def test_a_wrong_name_or_password_is_refused(port: int, user: str, password: str) -> None:
    with pytest.raises(ConnectionRefused) as refused:
        async with joined(port, ScramAuthenticator(user, password)):
            pass
    assert refused.value.reason is ReasonCode.NOT_AUTHORIZED


async def test_a_method_that_the_server_does_not_know_is_refused(port: int) -> None:
    class Unknown:
        method = "SCRAM-MD5"

        def initial(self) -> bytes | None:
            return b"n,,n=alice,r=x"

        def respond(self, data: bytes | None) -> bytes | None:
            return None

        def finish(self, data: bytes | None) -> None:
            """Never asked."""

    client = Client(ConnectOptions(f"mqtt://127.0.0.1:{port}", auth=Unknown()))
    with pytest.raises(ConnectionRefused) as refused:
        await soon(client.connect())
    assert refused.value.reason is ReasonCode.BAD_AUTHENTICATION_METHOD


async def test_a_server_with_another_password_does_not_get_away_with_it(port: int) -> None:
    class Credulous(ScramAuthenticator):
        """Sends the right proof, and expects the signature of somebody who knows another password."""

        def finish(self, data: bytes | None) -> None:
            super().finish((data or b"")[:-4] + b"AAA=")

    with pytest.raises(AuthenticationFailed):
        async with joined(port, Credulous(USER, PASSWORD)):
            pass


@pytest.mark.statement("MQTT-4.12.1-1")
@pytest.mark.parametrize("mechanism", MECHANISMS)
async def test_a_client_authenticates_anew_and_goes_on(port: int, mechanism: str) -> None:
    """mosquitto 2.0 cuts off who publishes meanwhile, although section 4.12.1 allows that; so we wait."""
    async with joined(port, ScramAuthenticator(USER, PASSWORD, mechanism)) as client:
        got: list[Message] = []
        client.on_messages = got.extend
        await soon(client.subscribe("flow"))
        for number in range(3):
            client.publish("flow", b"%d" % number)
            await until(lambda count=number + 1: len(got) == count)
            assert isinstance(await soon(client.reauthenticate()), Reauthenticated)
        assert client.statistics.connections == 1
