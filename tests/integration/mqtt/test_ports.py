"""Ports on socket pairs, and dialling: what sockets do at the edges, and that none is left open."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import ssl
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.certificates import Certificates
from tests.support.free_ports import free_port
from tests.support.scripted_broker import soon, until
from tracemq.mqtt import ConnectionRefusedByHost, ServerUnreachable, TlsFailed, TransportFacts
from tracemq.mqtt.errors import TlsFault
from tracemq.mqtt.transports.base import HIGH_WATER_BYTES, StepDone, no_trace
from tracemq.mqtt.transports.dial import dial, dial_unix, race
from tracemq.mqtt.transports.ports import LoopPort, Port, SocketPort
from tracemq.mqtt.transports.stream import StreamTransport
from tracemq.mqtt.transports.tls import TlsStream

Pair = tuple[socket.socket, socket.socket]


class Listener:
    """Owner of a port, and receiver of a transport: remembers what it was told."""

    def __init__(self) -> None:
        self.data = b""
        self.ends: list[Exception | None] = []
        self.roomy = 0

    def took(self, data: bytes) -> None:
        self.data += data

    def ended(self, cause: Exception | None) -> None:
        self.ends.append(cause)

    def drained(self) -> None:
        self.roomy += 1

    on_data, on_lost, on_writable = took, ended, drained


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    with ours, theirs:
        yield ours, theirs


async def port_of(kind: str, connected: socket.socket, owner: Listener) -> Port:
    loop = asyncio.get_running_loop()
    if kind == "socket":
        return SocketPort(loop, connected, owner)
    _, port = await loop.create_connection(lambda: LoopPort(owner), sock=connected)
    return port


both = pytest.mark.parametrize("kind", ["socket", "loop"])


@both
async def test_a_port_closed_by_us_tells_nothing_and_takes_every_call(kind: str, pair: Pair) -> None:
    owner = Listener()
    port = await port_of(kind, pair[0], owner)
    port.pause()
    port.pause()
    port.resume()
    port.resume()
    port.close()
    port.close()
    port.pause()
    port.resume()
    port.send([b"into the void"])
    port.finish()
    assert port.waiting_bytes() == 0
    pair[1].close()
    await asyncio.sleep(0.01)
    assert (owner.data, owner.ends) == (b"", [])


@both
async def test_a_port_sends_everything_before_it_tells_the_peer_that_no_more_will_come(kind: str, pair: Pair) -> None:
    owner = Listener()
    port = await port_of(kind, pair[0], owner)
    data = bytes(2 * HIGH_WATER_BYTES)
    port.send([data, b"end"])
    assert port.unsent > HIGH_WATER_BYTES
    port.finish()
    received = bytearray()
    loop = asyncio.get_running_loop()
    while piece := await soon(loop.sock_recv(pair[1], 1 << 20)):
        received += piece
    assert received == data + b"end"
    assert owner.roomy == 1
    port.close()


@both
async def test_a_port_whose_peer_is_gone_ends_once(kind: str, pair: Pair) -> None:
    owner = Listener()
    port = await port_of(kind, pair[0], owner)
    pair[1].close()
    port.send([b"x"])  # fails, and reading sees the end as well
    port.finish()
    await until(lambda: owner.ends)
    await asyncio.sleep(0.01)
    assert len(owner.ends) == 1


@pytest.mark.parametrize("fault", [BlockingIOError(), InterruptedError()])
async def test_a_socket_that_was_not_ready_after_all_is_asked_again(fault: OSError, pair: Pair) -> None:
    class Moody:
        """A socket whose first read and first write do not come about."""

        def __init__(self, real: socket.socket) -> None:
            self._real = real
            self._recv, self._send = [fault], [fault]

        def recv(self, count: int) -> bytes:
            if self._recv:
                raise self._recv.pop()
            return self._real.recv(count)

        def send(self, data: bytes) -> int:
            if self._send:
                raise self._send.pop()
            return self._real.send(data)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

    owner = Listener()
    port = await port_of("socket", Moody(pair[0]), owner)  # type: ignore[arg-type]
    pair[1].send(b"in")
    port.send([b"out"])
    await until(lambda: owner.data == b"in")
    assert await soon(asyncio.get_running_loop().sock_recv(pair[1], 10)) == b"out"
    port.close()


async def test_a_read_that_makes_its_owner_close_is_the_last(pair: Pair) -> None:
    class Ending(Listener):
        def took(self, data: bytes) -> None:
            super().took(data)
            port.close()

    owner = Ending()
    port = await port_of("socket", pair[0], owner)
    pair[1].send(b"x" * 1000)
    await until(lambda: owner.data)
    assert owner.data == b"x" * 1000
    assert owner.ends == []


async def test_a_socket_that_cannot_be_watched_is_closed(monkeypatch: pytest.MonkeyPatch, pair: Pair) -> None:
    async def refuse(connected: socket.socket, owner: object) -> Port:
        raise OSError("no more descriptors")

    async def dialled() -> tuple[socket.socket, None, TransportFacts]:
        return pair[0], None, TransportFacts()

    monkeypatch.setattr("tracemq.mqtt.transports.stream.open_port", refuse)
    with pytest.raises(OSError, match="no more"):
        await StreamTransport(dialled).open(Listener())
    assert pair[0].fileno() == -1


# TLS in small pieces


class _Tls:
    """Stands for the TLS layer: what it decrypts and wants to say is what the test put there."""

    def __init__(self, *, early: bytes = b"", plain: bytes = b"", answer: bytes = b"", ended: bool = False) -> None:
        self._early, self._plain, self._answer, self.ended = early, plain, answer, ended

    def left_over(self) -> bytes:
        return self._early

    def decrypt(self, data: bytes) -> bytes:
        return self._plain

    def pending(self) -> bytes:
        answer, self._answer = self._answer, b""
        return answer


async def transport_over(pair: Pair, tls: _Tls, receiver: Any) -> StreamTransport:
    async def dialled() -> tuple[socket.socket, Any, TransportFacts]:
        return pair[0], tls, TransportFacts()

    transport = StreamTransport(dialled)
    await transport.open(receiver)
    return transport


async def test_what_came_right_behind_the_handshake_is_told_unless_it_was_closed_meanwhile(pair: Pair) -> None:
    receiver = Listener()
    transport = await transport_over(pair, _Tls(early=b"early"), receiver)
    await until(lambda: receiver.data == b"early")
    transport.abort()


async def test_nothing_is_told_after_an_abort_in_the_turn_of_opening(pair: Pair) -> None:
    receiver = Listener()
    transport = await transport_over(pair, _Tls(early=b"early"), receiver)
    transport.abort()
    await asyncio.sleep(0.01)
    assert (receiver.data, receiver.ends) == (b"", [])


async def test_the_tls_layers_own_answer_is_sent(pair: Pair) -> None:
    receiver = Listener()
    transport = await transport_over(pair, _Tls(plain=b"plain", answer=b"key update"), receiver)
    pair[1].send(b"record")
    assert await soon(asyncio.get_running_loop().sock_recv(pair[1], 100)) == b"key update"
    assert receiver.data == b"plain"
    transport.abort()


async def test_an_alert_of_the_peer_is_the_cause_and_is_answered(pair: Pair) -> None:
    class Alarmed(_Tls):
        def decrypt(self, data: bytes) -> bytes:
            raise TlsFailed(TlsFault.CLIENT_CERTIFICATE_REFUSED)

    receiver = Listener()
    await transport_over(pair, Alarmed(answer=b"our alert"), receiver)
    pair[1].send(b"alert")
    assert await soon(asyncio.get_running_loop().sock_recv(pair[1], 100)) == b"our alert"
    (cause,) = receiver.ends
    assert isinstance(cause, TlsFailed)


async def test_a_receiver_that_aborts_on_the_last_record_is_told_nothing_more(pair: Pair) -> None:
    class Ending(Listener):
        def on_data(self, data: bytes) -> None:  # type: ignore[override]
            transport.abort()

    receiver = Ending()
    transport = await transport_over(pair, _Tls(plain=b"last", answer=b"bye", ended=True), receiver)
    pair[1].send(b"record")
    assert await soon(asyncio.get_running_loop().sock_recv(pair[1], 100)) == b""
    assert receiver.ends == []


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
async def test_a_tls_handshake_may_come_in_small_pieces(
    certificates: Certificates, pair: Pair, version: ssl.TLSVersion
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = version
    context.load_cert_chain(certificates.path("server.pem"), certificates.path("server.key"))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = context.wrap_bio(incoming, outgoing, server_side=True)
    loop = asyncio.get_running_loop()

    async def dribble() -> None:
        done = False
        while not done:
            incoming.write(await loop.sock_recv(pair[1], 65536))
            with contextlib.suppress(ssl.SSLWantReadError):
                server.do_handshake()
                done = True
            answer = outgoing.read()
            for start in range(0, len(answer), 300):
                await loop.sock_sendall(pair[1], answer[start : start + 300])
                for _ in range(20):  # turns in which the client reads it
                    await asyncio.sleep(0)

    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ours.load_verify_locations(certificates.path("ca.pem"))
    stream = TlsStream(ours, "localhost", verified=True)
    await soon(asyncio.wait_for(asyncio.gather(stream.handshake(pair[0]), dribble()), 5))
    assert stream.facts().version == version.name.replace("_", ".")


# dialling


async def test_a_unix_socket_where_nobody_accepts_can_be_given_up(tmp_path: Path) -> None:
    path = str(tmp_path / "full.sock")
    waiting: list[socket.socket] = []
    with socket.socket(socket.AF_UNIX) as listener, contextlib.ExitStack() as stack:
        listener.bind(path)
        listener.listen(0)
        while True:
            caller = stack.enter_context(socket.socket(socket.AF_UNIX))
            caller.setblocking(False)
            if caller.connect_ex(path) == errno.EAGAIN:
                break
            waiting.append(caller)
        task = asyncio.ensure_future(dial_unix(path, no_trace))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_a_system_without_unix_sockets_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "AF_UNIX")
    with pytest.raises(ServerUnreachable) as raised:
        await dial_unix("/run/mqtt.sock", no_trace)
    assert "no Unix sockets" in str(raised.value.errors[0])


async def test_of_two_that_connect_at_once_one_is_taken_and_the_other_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.mqtt.transports.dial.ATTEMPT_DELAY_S", 0)
    with socket.create_server(("127.0.0.1", 0), backlog=5) as server:
        server.setblocking(False)
        info = (socket.AF_INET, socket.SOCK_STREAM, 0, "", server.getsockname())
        loop = asyncio.get_running_loop()
        ready = asyncio.Event()

        async def sock_connect(one: socket.socket, address: Any) -> None:
            one.setblocking(True)
            one.connect(address)
            one.setblocking(False)
            await ready.wait()

        monkeypatch.setattr(loop, "sock_connect", sock_connect)
        racing = asyncio.ensure_future(race([info] * 3, "here"))
        await asyncio.sleep(0.01)
        ready.set()
        connected = await soon(racing)
        monkeypatch.undo()
        ours = connected.getsockname()
        ends = []
        while len(ends) < 1 or ends[-1] == "other":
            accepted, caller = await soon(loop.sock_accept(server))
            with accepted:
                ends.append("ours" if caller == ours else "other")
                if caller != ours:
                    accepted.setblocking(False)
                    assert await soon(loop.sock_recv(accepted, 1)) == b""
        connected.close()


async def test_a_race_goes_on_while_one_hangs_and_the_others_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.mqtt.transports.dial.ATTEMPT_DELAY_S", 0.01)
    refused = "127.0.0.1", free_port()
    # TEST-NET-1, to which no route leads an answer
    hangs = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("192.0.2.1", 1))
    fails = (socket.AF_INET, socket.SOCK_STREAM, 0, "", refused)
    task = asyncio.ensure_future(race([fails, fails], "two"))
    with pytest.raises(ServerUnreachable) as raised:
        await soon(task)
    assert len(raised.value.errors) == 2
    hanging = asyncio.get_running_loop().create_future()

    async def sock_connect(sock: socket.socket, address: Any) -> None:
        if address == hangs[4]:
            await hanging
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", sock_connect)
    task = asyncio.ensure_future(race([hangs, fails], "both"))
    await asyncio.sleep(0.05)
    assert not task.done()
    hanging.set_result(None)
    with pytest.raises(ServerUnreachable) as raised:
        await soon(task)
    assert len(raised.value.errors) == 2


async def test_a_connection_that_is_reset_at_once_is_told_by_whoever_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ends while we wait in its queue: the socket has no peer any more, and must not be left open."""
    connect = asyncio.get_running_loop().sock_connect
    with socket.create_server(("127.0.0.1", 0)) as server:

        async def sock_connect(one: socket.socket, address: Any) -> None:
            await connect(one, address)
            accepted, _ = server.accept()
            accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            accepted.close()

        monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", sock_connect)
        steps: list[StepDone] = []
        with await soon(dial("127.0.0.1", server.getsockname()[1], steps.append)) as connected:
            with pytest.raises(OSError, match="not connected"):
                connected.getpeername()
            with pytest.raises(ConnectionResetError):
                connected.recv(1)
        assert [step.error for step in steps] == [None, None]
        assert "peer" not in steps[1].facts


async def test_a_socket_that_has_reached_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As happens to who keeps trying a local port that the system also gives to those who connect."""
    connect = asyncio.get_running_loop().sock_connect
    selves: list[socket.socket] = []

    async def sock_connect(one: socket.socket, address: Any) -> None:
        one.bind(address)
        await connect(one, address)
        assert one.getsockname() == one.getpeername()
        selves.append(one)

    address = "127.0.0.1", free_port()
    monkeypatch.setattr(asyncio.get_running_loop(), "sock_connect", sock_connect)
    with pytest.raises(ConnectionRefusedByHost):
        await soon(dial(*address, no_trace))
    assert [one.fileno() for one in selves] == [-1]


async def test_a_port_that_is_none_is_no_fault_of_the_network() -> None:
    with pytest.raises(OverflowError):
        await soon(race([(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 70_000))], "nowhere"))
