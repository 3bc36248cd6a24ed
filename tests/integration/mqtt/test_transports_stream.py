"""Sockets that are slow, full, cut or slow to connect, with and without TLS."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from tests.support.certificates import Certificates
from tests.support.free_ports import free_port
from tests.support.scripted_broker import ScriptedBroker, running, soon, until
from tracemq.mqtt import (
    Client,
    ConnectionLost,
    ConnectionRefusedByHost,
    ConnectOptions,
    Disconnected,
    Message,
    MqttError,
    ServerUnreachable,
    SpeaksAnother,
    TlsFailed,
    TlsOptions,
    Version,
    codec,
)
from tracemq.mqtt.errors import TlsFault
from tracemq.mqtt.packets import Connack, Disconnect, Publish
from tracemq.mqtt.transports.base import no_trace
from tracemq.mqtt.transports.dial import dial, race
from tracemq.mqtt.transports.ports import LoopPort, open_port

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
CONNACK = codec.encode(Connack(), Version.V5)


@contextlib.asynccontextmanager
async def serving(serve: Serve, context: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server whose connections are handled by `serve`; its port."""
    writers: set[asyncio.StreamWriter] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await serve(reader, writer)
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()
        writers.discard(writer)

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()
        await until(lambda: not writers)


@pytest.fixture(params=["mqtt", "mqtts"])
def way(request: pytest.FixtureRequest, certificates: Certificates) -> tuple[str, ssl.SSLContext | None, TlsOptions]:
    """Scheme, the server's context, the client's options: everything here holds with and without TLS."""
    context = None
    if request.param == "mqtts":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.path("server.pem"), certificates.path("server.key"))
    return request.param, context, TlsOptions(ca_file=certificates.path("ca.pem"))


Way = tuple[str, ssl.SSLContext | None, TlsOptions]


@pytest.fixture(autouse=True, params=["watched", "unwatched"])
def _kind_of_loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it holds also on loops that cannot watch sockets, as those of Windows."""
    if request.param == "unwatched":

        async def without_watching(connected: socket.socket, owner: Any) -> LoopPort:
            loop = asyncio.get_running_loop()
            _, port = await loop.create_connection(lambda: LoopPort(owner), sock=connected)
            return port

        monkeypatch.setattr("tracemq.mqtt.transports.stream.open_port", without_watching)


async def test_a_server_that_does_not_read_is_felt_and_gets_everything_in_the_end(way: Way) -> None:
    scheme, context, tls = way
    go_on = asyncio.Event()
    received = bytearray()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)  # CONNECT
        writer.write(CONNACK)
        await go_on.wait()
        while data := await reader.read(1 << 20):
            received.extend(data)

    async with serving(slow, context) as port:
        client = Client(ConnectOptions(f"{scheme}://127.0.0.1:{port}", tls=tls))
        await soon(client.connect())
        payload = bytes(1_000_000)
        for number in range(30):
            client.publish(f"t/{number}", payload)
        await asyncio.sleep(0)
        assert client.statistics.unsent_bytes > 1_000_000
        async with running(client.drain()) as draining:
            await asyncio.sleep(0.05)
            assert not draining.done()
            go_on.set()
            await soon(draining, 20)
        assert client.statistics.unsent_bytes < 1_000_000
        await soon(client.disconnect(), 20)
    rest = bytes(received)
    for number in range(30):
        decoded = codec.decode(rest, Version.V5, sender="client")
        assert decoded is not None
        packet, used = decoded
        assert isinstance(packet, Publish)
        assert (packet.topic, len(packet.payload)) == (f"t/{number}", len(payload))
        rest = rest[used:]
    assert rest == codec.encode(Disconnect(), Version.V5)


async def test_a_flood_leaves_the_loop_its_turns(way: Way) -> None:
    scheme, context, tls = way
    block = codec.encode(Publish("a", bytes(100)), Version.V5) * 10_000

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(CONNACK)
        for _ in range(20):
            writer.write(block)
            await writer.drain()
        await reader.read()

    async with serving(flood, context) as port:
        client = Client(ConnectOptions(f"{scheme}://127.0.0.1:{port}", tls=tls))
        count = 0

        def take(batch: object) -> None:
            nonlocal count
            count += len(batch)  # type: ignore[arg-type] # a batch has a length

        client.on_messages = take
        await soon(client.connect())
        gaps = []
        while count < 200_000:
            began = time.monotonic()
            await asyncio.sleep(0)
            gaps.append(time.monotonic() - began)
        assert count == 200_000
        assert len(gaps) > 5
        await soon(client.disconnect())


async def test_the_client_may_be_aborted_from_inside_a_callback(way: Way) -> None:
    scheme, context, tls = way

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(CONNACK + codec.encode(Publish("a"), Version.V5) * 1000)
        await reader.read()

    async with serving(serve, context) as port:
        client = Client(ConnectOptions(f"{scheme}://127.0.0.1:{port}", tls=tls))
        client.on_messages = lambda _: client.abort()
        client.start()
        await until(lambda: client.statistics.messages_in > 0 and not client.running)


@pytest.mark.parametrize("politely", [True, False])
async def test_the_servers_end_is_noticed(way: Way, politely: bool) -> None:
    scheme, context, tls = way

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(CONNACK)
        await writer.drain()
        await reader.read(1)
        if not politely:
            writer.transport.abort()

    async with serving(serve, context) as port:
        client = Client(ConnectOptions(f"{scheme}://127.0.0.1:{port}", tls=tls))
        ends: list[Disconnected] = []
        client.listen(Disconnected, ends.append)
        await soon(client.connect())
        await client.publish("a", b"1")
        await until(lambda: bool(ends))
        assert isinstance(ends[0].error, ConnectionLost)


async def test_writing_into_a_connection_that_was_reset_ends_it_without_an_exception(way: Way) -> None:
    scheme, context, tls = way

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(CONNACK)
        await writer.drain()
        await asyncio.sleep(0.02)
        writer.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        writer.transport.abort()

    async with serving(serve, context) as port:
        client = Client(ConnectOptions(f"{scheme}://127.0.0.1:{port}", tls=tls))
        await soon(client.connect())
        client.pause_reading()
        for _ in range(100):
            client.publish("a", bytes(100_000))
            await asyncio.sleep(0.001)
            if not client.running:
                break
        await until(lambda: not client.running)


async def test_a_server_that_goes_on_sending_does_not_hold_up_disconnect(way: Way) -> None:
    scheme, context, tls = way

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(CONNACK)
        while True:
            writer.write(codec.encode(Publish("a", bytes(10_000)), Version.V5))
            await writer.drain()
            await asyncio.sleep(0.001)

    async with serving(serve, context) as port:
        client = Client(ConnectOptions(f"{scheme}://127.0.0.1:{port}", tls=tls))
        await soon(client.connect())
        await soon(client.disconnect(), 3)


# what is no MQTT


@pytest.mark.parametrize(
    ("answer", "protocol"),
    [(b"HTTP/1.1 400 Bad Request\r\n\r\n", "http"), (bytes.fromhex("15030300020246"), "tls")],
)
async def test_what_speaks_another_protocol_is_named(answer: bytes, protocol: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(answer)
        await reader.read()

    async with serving(serve) as port:
        client = Client(ConnectOptions(f"mqtt://127.0.0.1:{port}"))
        with pytest.raises(SpeaksAnother) as other:
            await soon(client.connect())
        assert other.value.protocol == protocol


@pytest.mark.parametrize("answer", [b"220 smtp.example ready\r\n", b"\x00\x01\x02", b""])
async def test_tls_against_what_is_no_tls_is_named(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(answer)

    async with serving(serve) as port:
        client = Client(ConnectOptions(f"mqtts://127.0.0.1:{port}", tls=TlsOptions(verify=False)))
        with pytest.raises(TlsFailed) as failed:
            await soon(client.connect())
        assert failed.value.fault in {TlsFault.NOT_TLS, TlsFault.CLOSED}


async def test_versions_of_tls_that_do_not_meet_are_named(certificates: Certificates) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.path("server.pem"), certificates.path("server.key"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2

    def serve(listener: socket.socket) -> None:
        connected, _ = listener.accept()
        with connected, contextlib.suppress(ssl.SSLError):
            context.wrap_socket(connected, server_side=True).close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.get_running_loop().run_in_executor(None, serve, listener)
        options = TlsOptions(verify=False, minimum_version="1.3")
        client = Client(ConnectOptions(f"mqtts://127.0.0.1:{listener.getsockname()[1]}", tls=options))
        with pytest.raises(TlsFailed) as failed:
            await soon(client.connect())
        await serving
        assert failed.value.fault is TlsFault.NO_COMMON_VERSION


# dialling


@contextlib.contextmanager
def black_hole() -> Any:
    """An address where connects hang: a listener whose queue is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()


def info(address: tuple[str, int]) -> tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]:
    return (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", address)


async def test_an_address_that_hangs_does_not_keep_the_next_one_waiting() -> None:
    async with ScriptedBroker(tcp=True) as broker:
        with black_hole() as hole:
            began = time.monotonic()
            connected = await soon(race([info(hole), info(("127.0.0.1", broker.port))], "both"))
            assert time.monotonic() - began < 10  # the system would wait for two minutes
            assert connected.getpeername() == ("127.0.0.1", broker.port)
            connected.close()
            await asyncio.sleep(0)


async def test_a_dial_that_is_cancelled_leaves_no_socket_behind() -> None:
    with black_hole() as hole:
        async with running(race([info(hole)], "hole")):
            await asyncio.sleep(0.02)


async def test_addresses_that_all_fail_are_all_told() -> None:
    gone = "127.0.0.1", free_port()
    with pytest.raises(ConnectionRefusedByHost) as refused:
        await soon(race([info(gone), info(gone)], "both"))
    assert len(refused.value.errors) == 2
    with pytest.raises(ServerUnreachable):
        await soon(race([info(("255.255.255.255", 1)), info(gone)], "mixed"))


async def test_a_name_with_no_address_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_: object, **__: object) -> list[object]:
        return []

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", nothing)
    with pytest.raises(MqttError):
        await dial("somewhere.invalid", 1, no_trace)


async def test_reading_goes_on_where_it_was_paused(way: Way) -> None:
    scheme, context, tls = way

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(CONNACK)
        writer.write(b"".join(codec.encode(Publish("a", b"%d" % number), Version.V5) for number in range(5000)))
        await reader.read()

    async with serving(serve, context) as port:
        client = Client(ConnectOptions(f"{scheme}://127.0.0.1:{port}", tls=tls))
        got: list[Message] = []

        def take(batch: Any) -> None:
            got.extend(batch)
            client.pause_reading()
            asyncio.get_running_loop().call_later(0.005, client.resume_reading)

        client.on_messages = take
        await soon(client.connect())
        await until(lambda: len(got) == 5000)
        assert [int(message.payload) for message in got] == list(range(5000))
        client.pause_reading()
        client.pause_reading()
        client.resume_reading()
        await soon(client.disconnect())


async def test_a_loop_that_cannot_watch_sockets_gets_asyncios_own_transport(monkeypatch: pytest.MonkeyPatch) -> None:
    class Owner:
        def took(self, data: bytes) -> None: ...
        def ended(self, cause: Exception | None) -> None: ...
        def drained(self) -> None: ...

    def cannot(_: object) -> bool:
        raise NotImplementedError

    async with ScriptedBroker(tcp=True) as broker:
        connected = await dial("127.0.0.1", broker.port, no_trace)
        with monkeypatch.context() as patch:
            patch.setattr(asyncio.get_running_loop(), "remove_reader", cannot)
            port = await open_port(connected, Owner())
        assert isinstance(port, LoopPort)
        port.close()
        await asyncio.sleep(0)
