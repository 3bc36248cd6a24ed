"""The demo broker over real sockets, with Debian's mosquitto programs as its clients."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.mosquitto_clients import mosquitto_pub, mosquitto_rr, mosquitto_sub
from tracemq.demo import Demo, DemoBroker, start_demo
from tracemq.demo.exchange import Exchange
from tracemq.demo.limits import Limits
from tracemq.demo.publication import Publication
from tracemq.mqtt import codec
from tracemq.mqtt.packets import Connack, Connect, Disconnect, Packet, Pingreq, Publish
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import QoS, Version

READY = Publication("ready", b"yes", retain=True)  # who receives it has subscribed


@pytest_asyncio.fixture
async def broker() -> AsyncIterator[DemoBroker]:
    """A broker without devices."""
    made = DemoBroker()
    made.exchange.publish(READY, 0.0)
    await made.start()
    yield made
    await made.stop()


@pytest_asyncio.fixture
async def demo() -> AsyncIterator[Demo]:
    made = await start_demo()
    yield made
    await made.stop()


@pytest.mark.parametrize("qos", QoS)
@pytest.mark.parametrize("version", Version)
async def test_mosquitto_pub_reaches_mosquitto_sub(broker: DemoBroker, version: Version, qos: QoS) -> None:
    async with mosquitto_sub(
        broker.port, "a/+/c", "ready", version=version, qos=qos, output="%t %q %r %p"
    ) as subscriber:
        assert await subscriber.line() == "ready 0 1 yes"
        await mosquitto_pub(broker.port, "a/b/c", "grüezi", version=version, qos=qos)
        assert await subscriber.line() == f"a/b/c {qos} 0 grüezi"


@pytest.mark.parametrize("version", Version)
async def test_retained_messages_are_kept_and_forgotten(broker: DemoBroker, version: Version) -> None:
    await mosquitto_pub(broker.port, "state", "old", version=version, qos=1, options="-r")
    await mosquitto_pub(broker.port, "state", "new", version=version, qos=1, options="-r")
    async with mosquitto_sub(broker.port, "state", "ready", version=version) as subscriber:
        assert await subscriber.lines(2) == ["state new", "ready yes"]
    await mosquitto_pub(broker.port, "state", version=version, qos=1, options="-r")
    async with mosquitto_sub(broker.port, "state", "ready", version=version) as subscriber:
        assert await subscriber.line() == "ready yes"


@pytest.mark.parametrize("version", Version)
async def test_a_killed_client_leaves_its_will(broker: DemoBroker, version: Version) -> None:
    async with mosquitto_sub(broker.port, "will", "ready", version=version) as watcher:
        await watcher.line()
        will = "--will-topic will --will-payload gone --will-qos 1"
        async with mosquitto_sub(broker.port, "ready", version=version, options=will) as dying:
            await dying.line()
            dying.process.kill()
            assert await watcher.line() == "will gone"


@pytest.mark.parametrize("version", [Version.V311, Version.V5])
async def test_messages_wait_for_a_session_that_is_kept(broker: DemoBroker, version: Version) -> None:
    options = "-c -i keeper"
    async with mosquitto_sub(broker.port, "work/#", "ready", version=version, qos=1, options=options) as subscriber:
        await subscriber.line()
        subscriber.process.terminate()
        await subscriber.ended()
    for number in range(3):
        await mosquitto_pub(broker.port, f"work/{number}", "do", version=version, qos=1)
    async with mosquitto_sub(broker.port, "other", version=version, qos=1, options=options) as subscriber:
        assert await subscriber.lines(3) == ["work/0 do", "work/1 do", "work/2 do"]


async def test_properties_and_identifiers_reach_a_version_5_subscriber(broker: DemoBroker) -> None:
    subscribe = "-D subscribe subscription-identifier 42"
    output = "%t %C %E %D %R %P %S %p"
    async with mosquitto_sub(broker.port, "ready", "t", output=output, options=subscribe) as subscriber:
        await subscriber.line()
        publish = (
            "-D publish content-type text/plain -D publish message-expiry-interval 30 -D publish correlation-data corr"
            " -D publish response-topic answer -D publish user-property colour blue"
        )
        await mosquitto_pub(broker.port, "t", "x", qos=1, options=publish)
        assert await subscriber.line() == "t text/plain 30 corr answer colour:blue 42 x"


async def test_shared_subscribers_share(broker: DemoBroker) -> None:
    async with (
        mosquitto_sub(broker.port, "$share/team/jobs", "ready") as one,
        mosquitto_sub(broker.port, "$share/team/jobs", "ready") as two,
    ):
        await one.line()
        await two.line()
        lines = b"".join(b"%d\n" % number for number in range(10))
        await mosquitto_pub(broker.port, "jobs", options="-l", stdin=lines, qos=1)
        got = [*await one.lines(5), *await two.lines(5)]
    assert sorted(got) == sorted(f"jobs {number}" for number in range(10))


async def test_the_broker_tells_about_itself(broker: DemoBroker) -> None:
    async with mosquitto_sub(broker.port, "$SYS/broker/clients/connected", "$SYS/broker/version") as subscriber:
        lines = await subscriber.lines(2)
    assert lines[0].startswith("$SYS/broker/version TraceMQ demo broker")
    assert lines[1] == "$SYS/broker/clients/connected 1"


async def test_a_large_message_arrives_whole(broker: DemoBroker, tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(os.urandom(1 << 20) * 50)
    async with mosquitto_sub(broker.port, "ready", "large", output="%t %l", qos=2) as subscriber:
        await subscriber.line()
        await mosquitto_pub(broker.port, "large", qos=2, options=f"-f {path}", stdin=b"")
        assert await subscriber.line() == f"large {50 << 20}"


async def test_the_second_client_of_a_name_takes_the_first_ones_place(broker: DemoBroker) -> None:
    async with mosquitto_sub(broker.port, "ready", options="-i same -d", output="%t") as first:
        while await first.line() != "ready":
            pass
        reader, writer = await connect(broker.port, Connect(client_id="same"))
        said = [await first.line() for _ in range(1)]
        assert said == ["Received DISCONNECT (142)"]
        assert isinstance(await packet(reader), Connack)
        writer.close()


# --- the demo, as a newcomer meets it


@pytest.mark.parametrize("version", Version)
async def test_a_newcomer_sees_states_at_once_and_life_within_the_first_second(demo: Demo, version: Version) -> None:
    async with mosquitto_sub(demo.port, "#", version=version, output="%r %t") as subscriber:
        retained = []
        while (line := await subscriber.line()).startswith("1 "):
            retained.append(line)
        began = time.monotonic()
        await subscriber.lines(30)
        took = time.monotonic() - began
    assert len(retained) > 20
    assert took < 10  # about a second on a quiet machine


async def test_a_lamp_obeys_a_stranger(demo: Demo) -> None:
    async with mosquitto_sub(demo.port, "house/office/light", qos=1) as subscriber:
        before = await subscriber.line()
        wanted = "off" if before.endswith("on") else "on"
        await mosquitto_pub(demo.port, "house/office/light/set", wanted, version=Version.V31)
        assert await subscriber.line() == f"house/office/light {wanted}"


async def test_the_echo_answers_a_request(demo: Demo) -> None:
    assert await mosquitto_rr(demo.port, "services/echo", "my/answers", "hello") == "hello\n"


async def test_positions_are_json(demo: Demo) -> None:
    async with mosquitto_sub(demo.port, "fleet/+/position", output="%p") as subscriber:
        assert {"lat", "lon", "speed"} <= json.loads(await subscriber.line()).keys()


# --- sockets


async def connect(port: int, request: Connect) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(codec.encode(request, Version.V5))
    return reader, writer


async def packet(reader: asyncio.StreamReader) -> Packet:
    """The next packet; IncompleteReadError when the broker has closed."""
    data = await reader.readexactly(2)
    while (decoded := codec.decode(data, Version.V5, "server")) is None:
        data += await reader.readexactly(1)
    return decoded[0]


async def test_stopping_says_goodbye_and_leaves_nothing_behind() -> None:
    tasks, open_files = asyncio.all_tasks(), list(Path("/proc/self/fd").iterdir())
    demo = await start_demo()
    port = demo.port
    reader, writer = await connect(port, Connect(client_id="me"))
    assert isinstance(await packet(reader), Connack)
    await demo.stop()
    await demo.stop()
    goodbye = await packet(reader)
    assert isinstance(goodbye, Disconnect)
    assert goodbye.reason_code is ReasonCode.SERVER_SHUTTING_DOWN
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    assert asyncio.all_tasks() == tasks
    assert len(list(Path("/proc/self/fd").iterdir())) == len(open_files)
    assert demo.broker._timer is None
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


@pytest.mark.parametrize("turns", range(5))
async def test_who_is_accepted_in_the_very_turn_of_the_stop_is_closed_too(turns: int) -> None:
    broker = DemoBroker()
    await broker.start()
    with socket.create_connection(("127.0.0.1", broker.port)) as peer:
        for _ in range(turns):
            await asyncio.sleep(0)
        await broker.stop()
        peer.settimeout(10)
        with contextlib.suppress(ConnectionResetError):
            while peer.recv(100):
                pass
    gc.collect()  # a socket that nobody has closed would warn now


async def test_a_client_that_never_reads_does_not_hold_up_the_stop() -> None:
    broker = DemoBroker()
    await broker.start()
    deaf = await deaf_client(broker)
    began = time.monotonic()
    await broker.stop()
    assert time.monotonic() - began < 5.0
    deaf.close()


async def deaf_client(broker: DemoBroker) -> socket.socket:
    """A client that subscribed to everything and got more than any socket buffer takes, without reading."""
    loop = asyncio.get_running_loop()
    deaf = socket.socket()
    deaf.setblocking(False)
    await loop.sock_connect(deaf, ("127.0.0.1", broker.port))
    subscribe = bytes.fromhex("82 07 0001 00 0001 23 00")
    await loop.sock_sendall(deaf, codec.encode(Connect(client_id="deaf"), Version.V5) + subscribe)
    while not len(broker.exchange.subscriptions):
        await asyncio.sleep(0)
    session = broker.exchange.sessions["deaf"]
    while not session.queued:
        broker.exchange.publish(Publication("flood", bytes(100_000)), loop.time())
        await asyncio.sleep(0)
    return deaf


async def test_a_slow_client_gets_what_was_kept_for_it_in_order() -> None:
    broker = DemoBroker()
    await broker.start()
    slow = await deaf_client(broker)
    for number in range(1000):
        broker.exchange.publish(Publication("t", b"%d" % number), 0.0)
    reader, writer = await asyncio.open_connection(sock=slow)
    payloads: list[bytes] = []
    data = b""
    while len(payloads) < 1000:
        data += await reader.read(1 << 20)
        position = 0
        while (decoded := codec.decode(data, Version.V5, "server", start=position)) is not None:
            position += decoded[1]
            if isinstance(decoded[0], Publish) and decoded[0].topic == "t":
                payloads.append(decoded[0].payload)
        data = data[position:]
    assert payloads == [b"%d" % number for number in range(1000)]
    writer.close()
    await broker.stop()


async def test_messages_beyond_a_slow_clients_queue_are_dropped_and_counted() -> None:
    broker = DemoBroker(Exchange(Limits(queued_messages=10)))
    await broker.start()
    deaf = await deaf_client(broker)
    for _ in range(100):
        broker.exchange.publish(Publication("t", b"x"), 0.0)
    session = broker.exchange.sessions["deaf"]
    assert session.queued == 10
    assert session.dropped >= 90
    deaf.close()
    await broker.stop()


async def test_silence_beyond_the_keep_alive_ends_the_connection(broker: DemoBroker) -> None:
    reader, writer = await connect(broker.port, Connect(client_id="silent", keep_alive=1))
    assert isinstance(await packet(reader), Connack)
    began = time.monotonic()
    goodbye = await asyncio.wait_for(packet(reader), 10)
    assert isinstance(goodbye, Disconnect)
    assert goodbye.reason_code is ReasonCode.KEEP_ALIVE_TIMEOUT
    assert time.monotonic() - began >= 1.4
    writer.close()


async def test_nobody_works_while_nobody_is_connected(demo: Demo) -> None:
    assert demo.broker._timer is None
    reader, writer = await connect(demo.port, Connect(client_id="me"))
    assert isinstance(await packet(reader), Connack)
    assert demo.broker._timer is not None
    writer.close()
    while demo.broker.exchange.sessions:
        await asyncio.sleep(0)
    assert demo.broker._timer is None


async def test_too_many_connections_are_turned_away() -> None:
    broker = DemoBroker(Exchange(Limits(connections=1)))
    await broker.start()
    reader, writer = await connect(broker.port, Connect(client_id="one"))
    assert isinstance(await packet(reader), Connack)
    other_reader, other_writer = await connect(broker.port, Connect(client_id="two"))
    with contextlib.suppress(ConnectionResetError):
        assert await other_reader.read() == b""
    writer.write(codec.encode(Pingreq(), Version.V5))
    assert await packet(reader)
    writer.close()
    other_writer.close()
    await broker.stop()


async def test_a_burst_never_takes_the_loop_for_long(broker: DemoBroker) -> None:
    """Counted in processor time, which a busy machine does not change."""
    count = 20_000
    block = b"".join(codec.encode(Publish("burst", b"%d" % number), Version.V5) for number in range(count))
    reader, writer = await connect(broker.port, Connect(client_id="burst"))
    assert isinstance(await packet(reader), Connack)
    writer.write(block)
    longest, before = 0.0, time.thread_time()
    while broker.exchange.counters.publish_received < count:
        await asyncio.sleep(0)
        now = time.thread_time()
        longest, before = max(longest, now - before), now
    assert longest < 0.02
    writer.close()
