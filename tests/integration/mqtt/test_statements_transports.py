"""Statements of the standards about what carries the packets, on real sockets."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from tests.support.scripted_broker import ScriptedBroker, soon, until
from tracemq.mqtt import Client, ConnectOptions, Disconnected, Message, MessageBatch, MqttError, SqliteSessionStore
from tracemq.mqtt.packets import Publish
from tracemq.mqtt.types import QoS, Version

pytestmark = pytest.mark.timeout(60)


@pytest.mark.statement("MQTT-4.2.0-1", "3.1.1:MQTT-7.1.2-1")
@pytest.mark.parametrize("version", [Version.V311, Version.V5])
async def test_bytes_go_both_ways_in_order_and_whole(version: Version) -> None:
    async with ScriptedBroker(tcp=True) as broker:
        client = broker.client(version=version)
        got: list[Message] = []
        client.on_messages = got.extend
        client.start()
        peer = await broker.peer()
        await peer.accept()
        await until(lambda: client.connected)
        payloads = [bytes([number % 256]) * (number * 997 % 70_000) for number in range(100)]
        for payload in payloads:
            client.publish("up", payload)
            peer.send(Publish("down", payload))
        for payload in payloads:
            await peer.expect(Publish, topic="up", payload=payload)
        await until(lambda: len(got) == len(payloads))
        assert [message.payload for message in got] == payloads
        await soon(client.disconnect())


@pytest.mark.statement("MQTT-6.0.0-3", "3.1.1:MQTT-6.0.0-3")
async def test_a_websocket_offers_the_subprotocol_mqtt() -> None:
    asked: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set_result(await reader.readuntil(b"\r\n\r\n"))
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = Client(ConnectOptions(f"ws://127.0.0.1:{port}/mqtt"))
        with pytest.raises(MqttError):
            await soon(client.connect())
    lines = (await asked).decode().lower().split("\r\n")
    (offered,) = [line.partition(":")[2] for line in lines if line.startswith("sec-websocket-protocol:")]
    assert "mqtt" in [name.strip() for name in offered.split(",")]


@pytest.mark.statement("3.1.1:MQTT-4.8.0-2")
@pytest.mark.parametrize("version", [Version.V311, Version.V5])
async def test_a_fault_of_ours_while_a_message_is_kept_ends_the_connection(version: Version, tmp_path: Path) -> None:
    def disk_full(database: sqlite3.Connection, batches: list[MessageBatch]) -> None:
        raise OSError("disk full")

    async with ScriptedBroker(tcp=True) as broker:
        store = SqliteSessionStore(tmp_path / "sessions.db")
        client = broker.client(version=version, client_id="me", clean_start=False, session_store=store)
        client.on_commit = disk_full
        ends: list[Disconnected] = []
        client.listen(Disconnected, ends.append)
        client.start()
        peer = await broker.peer()
        await peer.accept()
        await until(lambda: client.connected)
        peer.send(Publish("t", b"kept nowhere", QoS.AT_LEAST_ONCE, packet_id=1))
        await peer.expect_end()  # without a PUBACK
        await until(lambda: bool(ends))
        await until(lambda: not client.running)
