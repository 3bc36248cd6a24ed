"""Closing at the wrong moment, and what others hand in wrongly: whoever waits is told, and nothing is left."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.support.scripted_broker import MemoryTransport, ScriptedBroker, soon
from tracemq.mqtt import (
    Client,
    Closed,
    ConnectFailed,
    ConnectionRefused,
    CredentialsUnavailable,
    Properties,
    ReasonCode,
    RefusedLocally,
    SqliteSessionStore,
    Stopped,
    Unforeseen,
)
from tracemq.mqtt.packets import Connack, Connect, Publish, Suback, Subscribe
from tracemq.mqtt.receipts import ThreadReceipt
from tracemq.mqtt.session_store import OpenSession


class Lingering(MemoryTransport):
    """Its peer never closes its own side."""

    def close(self) -> None:
        """The last bytes are still on their way."""


async def test_closing_while_a_refused_connection_still_lingers_tells_whoever_waits() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(transport=Lingering(broker))
        failed, stopped = asyncio.Event(), asyncio.Event()
        client.listen(ConnectFailed, lambda _event: failed.set())
        client.listen(Stopped, lambda _event: stopped.set())
        connecting = asyncio.ensure_future(client.connect())
        peer = await broker.peer()
        await peer.expect(Connect)
        peer.send(Connack(False, ReasonCode.BANNED))
        await soon(failed.wait())
        await soon(client.disconnect())
        with pytest.raises(ConnectionRefused):
            await soon(connecting)
        assert stopped.is_set()
        assert not client.running


@pytest.mark.parametrize("close", [Client.abort, Client.disconnect])
async def test_closing_in_the_turn_in_which_it_was_started_tells_whoever_waits(close: Any) -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        stopped = asyncio.Event()
        client.listen(Stopped, lambda _event: stopped.set())
        connecting = asyncio.ensure_future(client.connect())
        await asyncio.sleep(0)
        closing = close(client)
        if closing is not None:
            await soon(closing)
        with pytest.raises(Closed):
            await soon(connecting)
        await soon(stopped.wait())
        assert not client.running


async def test_a_client_closed_before_it_began_can_be_started_again() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client()
        client.start()
        client.abort()
        connecting = asyncio.ensure_future(client.connect())
        await (await broker.peer()).accept()
        await soon(connecting)


async def test_a_disconnect_that_is_cancelled_while_the_store_commits_still_ends_the_connection(tmp_path: Path) -> None:
    async with ScriptedBroker() as broker:
        client, _peer = await broker.connected(
            client_id="me", clean_start=False, session_store=SqliteSessionStore(tmp_path / "session.db")
        )
        stopped = asyncio.Event()
        client.listen(Stopped, lambda _event: stopped.set())
        for _ in range(100):
            client.publish("t", b"", qos=1)
        closing = asyncio.ensure_future(client.disconnect())
        await asyncio.sleep(0)
        closing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await closing
        assert not client.running
        await soon(stopped.wait())  # which comes when the store is closed
        assert not client.connected


async def test_credentials_that_are_none_are_told_as_such() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(credentials=lambda: ("user", "secret"))
        with pytest.raises(CredentialsUnavailable) as raised:
            await soon(client.connect())
        assert "secret" not in str(raised.value)


async def test_options_that_make_no_sense_end_the_client_with_an_error_of_ours() -> None:
    async with ScriptedBroker() as broker:
        client = broker.client(password=5)
        with pytest.raises(RefusedLocally):
            await soon(client.connect())
        assert not client.running


async def test_a_store_of_others_that_fails_ends_the_client_with_an_error_of_ours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken:
        def open(self, client_id: str, server: str) -> OpenSession:
            raise KeyError(client_id)

    async with ScriptedBroker() as broker:
        client = broker.client(client_id="me", session_store=Broken())
        with pytest.raises(Unforeseen) as raised:
            await soon(client.connect())
        assert isinstance(raised.value.__cause__, KeyError)
        assert not client.running
    assert "an unforeseen error" in caplog.text
    caplog.clear()


async def test_a_wrong_argument_from_another_thread_is_raised_there() -> None:
    async with ScriptedBroker() as broker:
        client, _peer = await broker.connected()

        def publish() -> None:
            for wrong in ({"payload": None}, {"qos": 1, "properties": 5}):
                receipt = client.publish("t", **wrong)  # type: ignore[arg-type]  # that is the point
                assert isinstance(receipt, ThreadReceipt)
                with pytest.raises(RefusedLocally):
                    receipt.result(5)

        await soon(asyncio.to_thread(publish))


async def test_wildcards_in_a_client_id_are_no_part_of_the_response_topic() -> None:
    async with ScriptedBroker() as broker:
        client, peer = await broker.connected(client_id="a+#/b")
        asking = asyncio.ensure_future(client.request("question", qos=0))
        subscribe = await peer.expect(Subscribe)
        assert not set("+#") & set(subscribe.subscriptions[0].filter)
        peer.send(Suback(subscribe.packet_id, (ReasonCode.GRANTED_QOS_1,)))
        question = await peer.expect(Publish)
        mark = Properties(correlation_data=question.properties.correlation_data)
        peer.send(Publish(question.properties.response_topic or "", b"answer", properties=mark))
        assert (await soon(asking)).payload == b"answer"
