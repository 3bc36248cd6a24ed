"""The client against a real mosquitto: every version and QoS, retained messages, wills, restarts, threads, stores."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.mosquitto import Mosquitto
from tests.support.scripted_broker import soon, until
from tracemq.mqtt import (
    Client,
    ConnectOptions,
    Disconnected,
    Message,
    MessageBatch,
    NotConnected,
    Properties,
    QoS,
    ReasonCode,
    Receipt,
    ReconnectPolicy,
    RefusedLocally,
    SessionInUse,
    SqliteSessionStore,
    Stopped,
    Subscription,
    TimedOut,
    Version,
    Will,
    WrongThread,
)
from tracemq.mqtt.receipts import ThreadReceipt

QUICKLY = ReconnectPolicy(first_delay_s=0.02, max_delay_s=0.1, first_connect=True)


async def joined(broker: Mosquitto, **options: Any) -> tuple[Client, list[Message]]:
    client = Client(ConnectOptions(f"mqtt://127.0.0.1:{broker.port}", **options))
    got: list[Message] = []
    client.on_messages = got.extend
    await soon(client.connect())
    return client, got


@pytest.mark.parametrize("version", Version)
@pytest.mark.parametrize("qos", QoS)
async def test_messages_go_round_at_every_qos_in_every_version(
    mosquitto: Mosquitto, version: Version, qos: QoS
) -> None:
    client, got = await joined(mosquitto, client_id="me", version=version)
    codes = await soon(client.subscribe(Subscription("a/#", qos)))
    assert codes == (ReasonCode(qos),)
    count = (
        500 if version is Version.V5 or qos < QoS.EXACTLY_ONCE else 20
    )  # mosquitto 2.0.11 cuts off who has more open
    receipts = [client.publish("a/b", b"%d" % number, qos=qos) for number in range(count)]
    await until(lambda: len(got) == count)
    assert [message.payload for message in got] == [b"%d" % number for number in range(count)]
    assert {message.qos for message in got} == {qos}
    assert {await receipt for receipt in receipts} == {ReasonCode.SUCCESS}
    assert await soon(client.unsubscribe("a/#")) == (ReasonCode.SUCCESS,)
    await soon(client.disconnect())


async def test_nobody_subscribed_is_told_in_5_0(mosquitto: Mosquitto) -> None:
    client, _ = await joined(mosquitto)
    assert await client.publish("nobody/listens", b"1", qos=1) is ReasonCode.NO_MATCHING_SUBSCRIBERS
    await soon(client.disconnect())


async def test_retained_messages_and_properties_arrive(mosquitto: Mosquitto) -> None:
    sender, _ = await joined(mosquitto)
    properties = Properties(content_type="text/plain", user_properties=(("a", "1"), ("a", "2")), correlation_data=b"\0")
    await sender.publish("state", b"on", qos=1, retain=True, properties=properties)
    receiver, got = await joined(mosquitto)
    await soon(receiver.subscribe(Subscription("state", retain_as_published=True)))
    await until(lambda: len(got) == 1)
    assert (got[0].payload, got[0].retain, got[0].properties) == (b"on", True, properties)
    await soon(sender.disconnect())
    await soon(receiver.disconnect())


async def test_the_will_is_published_after_abort_and_not_after_disconnect(mosquitto: Mosquitto) -> None:
    watcher, got = await joined(mosquitto)
    await soon(watcher.subscribe("wills/#"))
    for client_id, ends in (("polite", Client.disconnect), ("dead", None)):
        client, _ = await joined(mosquitto, client_id=client_id, will=Will(f"wills/{client_id}", b"gone"))
        if ends is not None:
            await soon(ends(client))
        else:
            client.abort()
    await until(lambda: len(got) == 1)
    assert got[0].topic == "wills/dead"
    await soon(watcher.disconnect())


async def test_a_restarted_broker_is_found_again_with_nothing_lost(make_mosquitto: Callable[..., Mosquitto]) -> None:
    broker = make_mosquitto()
    broker.start(f"persistence true\npersistence_location {broker.folder}/\n")
    keep = Properties(session_expiry_interval=600)
    client, got = await joined(broker, client_id="me", clean_start=False, properties=keep, reconnect=QUICKLY)
    await soon(client.subscribe(Subscription("a", QoS.EXACTLY_ONCE)))
    receipts: list[Receipt] = []
    for number in range(200):
        receipts.append(client.publish("a", b"%d" % number, qos=1 + number % 2))
        if number == 100:
            broker.stop()  # saves its sessions
            await until(lambda: not client.connected)
            await asyncio.to_thread(broker.start, f"persistence true\npersistence_location {broker.folder}/\n")
    codes = [await soon(_settled(receipt)) for receipt in receipts]
    assert set(codes) == {ReasonCode.SUCCESS}
    await until(lambda: len({message.payload for message in got}) == 200)
    twice = [message.payload for message in got if message.qos == QoS.EXACTLY_ONCE]
    assert len(twice) == len(set(twice))
    assert client.statistics.reconnects == 1
    await soon(client.disconnect())


async def _settled(receipt: Receipt) -> ReasonCode:
    return await receipt


async def test_two_clients_with_one_id_throw_each_other_out(mosquitto: Mosquitto) -> None:
    first, _ = await joined(mosquitto, client_id="popular")
    ends: list[Disconnected] = []
    first.listen(Disconnected, ends.append)
    second, _ = await joined(mosquitto, client_id="popular")
    await until(lambda: bool(ends))
    assert ends[0].error is not None  # mosquitto 2.0.11 closes without a word
    await soon(second.disconnect())


async def test_wrong_passwords_are_refused_in_every_version(make_mosquitto: Callable[..., Mosquitto]) -> None:
    broker = make_mosquitto("password")
    broker.start()
    broker.port = broker.ports["password"]
    for version in Version:
        client, _ = await joined(broker, client_id="me", username="alice", password="secret", version=version)
        await soon(client.disconnect())
        with pytest.raises(Exception, match="refused") as refused:
            await joined(broker, client_id="me", username="alice", password="wrong", version=version)
        assert getattr(refused.value, "reason", None) in {
            ReasonCode.NOT_AUTHORIZED,
            ReasonCode.BAD_USER_NAME_OR_PASSWORD,
        }


async def test_keep_alive_holds_a_quiet_connection(make_mosquitto: Callable[..., Mosquitto]) -> None:
    broker = make_mosquitto()
    broker.start()
    client, _ = await joined(broker, keep_alive=1)
    stopped: list[Stopped] = []
    client.listen(Stopped, stopped.append)
    await asyncio.sleep(2.5)  # longer than the broker waits
    assert client.connected
    assert not stopped
    assert "PINGREQ" in broker.log
    await soon(client.disconnect())


async def test_request_and_response(mosquitto: Mosquitto) -> None:
    server, _ = await joined(mosquitto)
    asker, _ = await joined(mosquitto, client_id="asker")

    def answer(message: Message) -> None:
        asked = message.properties
        assert asked.response_topic is not None
        server.publish(
            asked.response_topic,
            message.payload.upper(),
            qos=1,
            properties=Properties(correlation_data=asked.correlation_data),
        )

    await soon(server.subscribe("shout", handler=answer))
    asked = [asker.request("shout", f"word {number}") for number in range(20)]
    answers = await soon(asyncio.gather(*asked))
    assert [message.payload for message in answers] == [b"WORD %d" % number for number in range(20)]
    with pytest.raises(TimedOut) as late:
        await asker.request("nobody/there", b"", timeout_s=0.05, qos=0)
    assert late.value.waiting_for == "response"
    await soon(server.disconnect())
    await soon(asker.disconnect())


async def test_requests_need_5_0(mosquitto: Mosquitto) -> None:
    client, _ = await joined(mosquitto, version=Version.V311, client_id="old")
    with pytest.raises(RefusedLocally):
        await client.request("a", b"")
    await soon(client.disconnect())


# threads


async def test_eight_threads_publish_and_subscribe_at_once(mosquitto: Mosquitto) -> None:
    client, got = await joined(mosquitto, client_id="shared")
    await soon(client.subscribe("t/#"))
    faults: list[BaseException] = []

    def work(number: int) -> None:
        async def inside() -> None:
            codes = await client.subscribe(f"t/{number}/own")
            assert codes == (ReasonCode.GRANTED_QOS_0,)
            receipts = [client.publish(f"t/{number}", b"%d" % index, qos=index % 3) for index in range(200)]
            assert {await receipt for receipt in receipts} == {ReasonCode.SUCCESS}
            receipt = client.publish(f"t/{number}/own", b"", qos=1)
            assert isinstance(receipt, ThreadReceipt)
            assert await asyncio.to_thread(receipt.result, 5) is ReasonCode.SUCCESS
            await client.drain()
            with pytest.raises(WrongThread):
                client.pause_reading()
            with pytest.raises(RefusedLocally):
                await client.publish("not/a/#/topic")
            await client.unsubscribe(f"t/{number}/own")

        try:
            asyncio.run(inside())
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    await until(lambda: not any(thread.is_alive() for thread in threads), 30)
    assert not faults
    await until(lambda: sum(not message.topic.endswith("own") for message in got) == 1600)
    for number in range(8):
        own = [int(message.payload) for message in got if message.topic == f"t/{number}"]
        for qos in range(3):  # the standard promises order per topic and QoS (section 4.6)
            same = [index for index in own if index % 3 == qos]
            assert same == sorted(same)
    await soon(client.disconnect())


async def test_a_client_that_was_not_started_raises_at_once_on_other_threads() -> None:
    client = Client(ConnectOptions("mqtt://127.0.0.1:1"))

    def work() -> None:
        with pytest.raises(WrongThread):
            client.publish("a")
        with pytest.raises(WrongThread):
            client.start()
        with pytest.raises(WrongThread):
            client.pause_reading()

    await asyncio.to_thread(work)


# stores


async def test_with_a_store_work_outlives_the_client(mosquitto: Mosquitto, tmp_path: Path) -> None:
    options: dict[str, Any] = {
        "client_id": "kept",
        "clean_start": False,
        "properties": Properties(session_expiry_interval=600),
        "session_store": SqliteSessionStore(tmp_path / "sessions.db"),
    }
    first = Client(ConnectOptions(f"mqtt://127.0.0.1:{mosquitto.port}", **options))
    with pytest.raises(NotConnected):
        first.publish("a", b"too early", qos=1)
    await soon(first.connect())
    await soon(first.subscribe(Subscription("a", QoS.EXACTLY_ONCE)))
    os.kill(mosquitto.pid, 19)  # SIGSTOP: it hears, and does not answer
    receipt = first.publish("a", b"kept", qos=2)
    await asyncio.sleep(0.05)
    first.abort()
    await until(lambda: not first.running)
    assert not receipt.done
    os.kill(mosquitto.pid, 18)
    await asyncio.sleep(0.05)

    second, got = await joined(mosquitto, **options)
    assert second.subscriptions == (Subscription("a", QoS.EXACTLY_ONCE),)
    await until(lambda: len(got) == 1)
    await until(lambda: second.statistics.in_flight == 0)
    assert [message.payload for message in got] == [b"kept"]
    await soon(second.disconnect())


async def test_what_a_handler_writes_is_committed_with_the_acknowledgement(
    mosquitto: Mosquitto, tmp_path: Path
) -> None:
    path = tmp_path / "sessions.db"
    client = Client(
        ConnectOptions(
            f"mqtt://127.0.0.1:{mosquitto.port}",
            client_id="kept",
            clean_start=False,
            properties=Properties(session_expiry_interval=600),
            session_store=SqliteSessionStore(path),
        )
    )

    def commit(database: sqlite3.Connection, batches: list[MessageBatch]) -> None:
        database.execute("CREATE TABLE IF NOT EXISTS got (payload BLOB)")
        rows = [(message.payload,) for batch in batches for message in batch]
        database.executemany("INSERT INTO got VALUES (?)", rows)

    client.on_commit = commit
    await soon(client.connect())
    await soon(client.subscribe(Subscription("a", QoS.EXACTLY_ONCE)))
    receipts = [client.publish("a", b"%d" % number, qos=2) for number in range(100)]
    for receipt in receipts:
        await soon(_settled(receipt))
    await until(lambda: client.statistics.messages_in == 100)
    await soon(client.disconnect())
    with sqlite3.connect(path) as database:
        rows = [int(payload) for (payload,) in database.execute("SELECT payload FROM got")]
    database.close()
    assert rows == list(range(100))


async def test_a_store_that_fails_ends_the_connection_and_says_so(mosquitto: Mosquitto, tmp_path: Path) -> None:
    client = Client(
        ConnectOptions(
            f"mqtt://127.0.0.1:{mosquitto.port}",
            client_id="kept",
            clean_start=False,
            session_store=SqliteSessionStore(tmp_path / "sessions.db"),
        )
    )

    def commit(database: sqlite3.Connection, batches: list[MessageBatch]) -> None:
        raise OSError("disk full")

    client.on_commit = commit
    stopped: list[Stopped] = []
    client.listen(Stopped, stopped.append)
    await soon(client.connect())
    await soon(client.subscribe(Subscription("a", QoS.AT_LEAST_ONCE)))
    client.publish("a", b"1", qos=1)
    await until(lambda: bool(stopped))
    assert "disk full" in str(stopped[0].error)


async def test_a_store_needs_a_client_id(tmp_path: Path) -> None:
    client = Client(ConnectOptions("mqtt://127.0.0.1:1", session_store=SqliteSessionStore(tmp_path / "sessions.db")))
    with pytest.raises(RefusedLocally):
        await soon(client.connect())


async def test_a_session_that_somebody_else_has_open_is_refused(mosquitto: Mosquitto, tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "sessions.db")
    first, _ = await joined(mosquitto, client_id="kept", clean_start=False, session_store=store)
    with pytest.raises(SessionInUse):
        await joined(mosquitto, client_id="kept", clean_start=False, session_store=store)
    await soon(first.disconnect())
    again, _ = await joined(mosquitto, client_id="kept", clean_start=False, session_store=store)
    await soon(again.disconnect())
