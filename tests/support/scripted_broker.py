"""A broker that does exactly what a test tells it: expects packets or bytes, sends packets or bytes, cuts, stalls.

    async with ScriptedBroker() as broker:                       # in memory; ScriptedBroker(tcp=True) on loopback
        client, peer = await broker.connected()                  # CONNECT and CONNACK are through
        receipt = client.publish("a", b"x", qos=1)
        publish = await peer.expect(Publish, topic="a", qos=1)
        peer.send(Puback(publish.packet_id))
        assert await receipt is ReasonCode.SUCCESS

Every wait has a time limit; a packet that was not expected fails the test with what came instead. Clients made by
`client` or `connected` are aborted at the end.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any, Self, TypeVar

from tracemq.mqtt import Client, ConnectOptions, Properties, ReasonCode, Version, codec
from tracemq.mqtt.packets import Connack, Connect, Packet
from tracemq.mqtt.transports import Receiver, TransportFacts

LIMIT_S = 5.0
P = TypeVar("P", bound=Packet)
T = TypeVar("T")


async def soon(work: Coroutine[Any, Any, T] | asyncio.Future[T], limit_s: float = LIMIT_S) -> T:
    """The result, or a failed test."""
    async with asyncio.timeout(limit_s):
        return await work


class Peer:
    """The broker's side of one connection."""

    def __init__(self, reader: asyncio.StreamReader, wire: Wire) -> None:
        self._reader = reader
        self._wire = wire
        self._seen = b""
        self.version = Version.V5  # becomes that of the client's CONNECT

    # what the client sends

    async def expect(self, kind: type[P], **fields: object) -> P:
        """The next packet, which must be of this kind with these fields."""
        packet = await self.receive()
        assert isinstance(packet, kind), f"expected {kind.__name__}, got {packet!r}"
        for name, value in fields.items():
            assert getattr(packet, name) == value, f"{name} of {packet!r}"
        return packet

    async def receive(self) -> Packet:
        """The next packet, whatever it is."""
        while True:
            if self._seen[:1] == b"\x10" and len(self._seen) > 12:
                self.version = Version(self._seen[self._seen.index(b"M") + (6 if b"MQIsdp" in self._seen[:16] else 4)])
            decoded = codec.decode(self._seen, self.version, sender="client")
            if decoded is not None:
                packet, used = decoded
                self._seen = self._seen[used:]
                return packet
            self._seen += await self._some()

    async def expect_bytes(self, expected: bytes) -> None:
        """The next bytes, exactly."""
        while len(self._seen) < len(expected):
            self._seen += await self._some()
        assert self._seen[: len(expected)].hex(" ") == expected.hex(" ")
        self._seen = self._seen[len(expected) :]

    async def expect_end(self) -> None:
        """The client closes, and sends nothing before."""
        rest = self._seen
        with contextlib.suppress(ConnectionError):
            rest += await soon(self._reader.read())
        assert not rest, f"before its end the client sent {rest.hex(' ')}"

    async def expect_silence(self, seconds: float) -> None:
        """Nothing comes for this long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                raise AssertionError(f"not silent: {await self.receive()!r}")

    async def _some(self) -> bytes:
        data = await soon(self._reader.read(65536))
        assert data, f"the client closed; undecoded: {self._seen.hex(' ')}"
        return data

    # what the broker does

    async def accept(self, *, session_present: bool = False, **properties: Any) -> Connect:
        """Take CONNECT and answer that it is accepted."""
        connect = await self.expect(Connect)
        self.send(Connack(session_present, properties=Properties(**properties)))
        return connect

    async def refuse(self, reason: ReasonCode, **properties: Any) -> Connect:
        connect = await self.expect(Connect)
        self.send(Connack(False, reason, Properties(**properties)))
        self.close()
        return connect

    def send(self, *what: Packet | bytes) -> None:
        """In one piece."""
        self._wire.send(b"".join(one if isinstance(one, bytes) else codec.encode(one, self.version) for one in what))

    def close(self) -> None:
        """An orderly end."""
        self._wire.close()

    def cut(self) -> None:
        """As if the network were gone (a reset)."""
        self._wire.cut()


class Wire:
    """Bytes to the client."""

    def send(self, data: bytes) -> None: ...
    def close(self) -> None: ...
    def cut(self) -> None: ...


class MemoryTransport(Wire):
    """Both ends of a connection without a socket: a Transport for the client, a Wire for the peer."""

    def __init__(self, broker: ScriptedBroker) -> None:
        self._broker = broker
        self._receiver: Receiver | None = None
        self._paused = False
        self._held: list[bytes] = []
        self.unsent = 0
        self.facts = TransportFacts(peer="memory")

    async def open(self, receiver: Receiver) -> None:
        await self._broker.admit()
        self._receiver = receiver
        self._reader = asyncio.StreamReader()
        self._broker.joined(Peer(self._reader, _MemoryWire(self, receiver)))

    def write(self, chunks: Sequence[bytes]) -> None:
        if self._receiver is not None:
            self._reader.feed_data(b"".join(chunks))

    def waiting_bytes(self) -> int:
        return sum(map(len, self._held))

    def pause_reading(self) -> None:
        self._paused = True

    def resume_reading(self) -> None:
        self._paused = False
        held, self._held = self._held, []
        for data in held:
            self.arrived(data, self._receiver)

    def arrived(self, data: bytes, receiver: Receiver | None) -> None:
        if receiver is None or receiver is not self._receiver:
            return
        if self._paused:
            self._held.append(data)
        else:
            asyncio.get_running_loop().call_soon(receiver.on_data, data)

    def ended(self, receiver: Receiver, cause: Exception | None) -> None:
        if receiver is self._receiver:
            self._receiver = None
            asyncio.get_running_loop().call_soon(receiver.on_lost, cause)

    def close(self) -> None:
        if self._receiver is not None:
            self._reader.feed_eof()
            self.ended(self._receiver, None)

    def abort(self) -> None:
        if self._receiver is not None:
            self._receiver = None
            self._reader.feed_eof()


class _MemoryWire(Wire):
    def __init__(self, transport: MemoryTransport, receiver: Receiver) -> None:
        self._transport = transport
        self._receiver = receiver

    def send(self, data: bytes) -> None:
        self._transport.arrived(data, self._receiver)

    def close(self) -> None:
        self._transport.ended(self._receiver, None)

    def cut(self) -> None:
        self._transport.ended(self._receiver, ConnectionResetError("cut"))


class _SocketWire(Wire):
    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    def close(self) -> None:
        self._writer.close()

    def cut(self) -> None:
        self._writer.transport.abort()


class ScriptedBroker:
    """Takes connections, and hands them to the test one by one."""

    def __init__(self, *, tcp: bool = False, port: int = 0, host: str = "127.0.0.1") -> None:
        self._tcp = tcp
        self.port = port
        self._host = host
        self.refused_errors: list[Exception] = []  # raised, one each, by the next attempts to open the memory transport
        self._peers: asyncio.Queue[Peer] = asyncio.Queue()
        self._clients: list[Client] = []
        self._writers: list[asyncio.StreamWriter] = []
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        if self._tcp:
            self._server = await asyncio.start_server(self._connected, self._host, self.port)
            self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for client in self._clients:
            client.abort()
        for writer in self._writers:
            writer.close()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        for _ in range(3):  # what was cancelled ends
            await asyncio.sleep(0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        self.joined(Peer(reader, _SocketWire(writer)))

    async def admit(self) -> None:
        if self.refused_errors:
            raise self.refused_errors.pop(0)

    def joined(self, peer: Peer) -> None:
        self._peers.put_nowait(peer)

    @property
    def url(self) -> str:
        return f"mqtt://127.0.0.1:{self.port or 1883}"

    def options(self, **changes: Any) -> ConnectOptions:
        if not self._tcp:
            changes.setdefault("transport", MemoryTransport(self))
        return ConnectOptions(changes.pop("url", self.url), **changes)

    def client(self, **options: Any) -> Client:
        client = Client(self.options(**options))
        self._clients.append(client)
        return client

    async def peer(self) -> Peer:
        """The next connection."""
        return await soon(self._peers.get())

    async def connected(self, *, accept: dict[str, Any] | None = None, **options: Any) -> tuple[Client, Peer]:
        """A client that is connected, and the broker's side of its connection; `accept` are properties of CONNACK."""
        client = self.client(**options)
        client.start()
        peer = await self.peer()
        await peer.accept(**(accept or {}))
        await until(lambda: client.connected)
        return client, peer


async def until(true: Any, limit_s: float = LIMIT_S) -> None:
    """Wait, turn by turn, until the function is true."""
    async with asyncio.timeout(limit_s):
        while not true():
            await asyncio.sleep(0.001)


@contextlib.asynccontextmanager
async def running(work: Coroutine[Any, Any, T]) -> AsyncIterator[asyncio.Task[T]]:
    """A coroutine beside the block; cancelled if the block ends before it."""
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await task
