"""A WebSocket server that frames as it likes: fragments, pings, compression, close codes, and broken rules."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, WSUpgradeResponse, ws_create_server
from picows.picows import WSUpgradeResponseWithListener

from tests.support.scripted_broker import soon, until
from tracemq.mqtt import (
    Client,
    ConnectionLost,
    ConnectOptions,
    Disconnected,
    Message,
    ReasonCode,
    Version,
    WebSocketClosed,
    WebSocketRefused,
    codec,
)
from tracemq.mqtt.packets import Connack, Puback, Publish
from tracemq.mqtt.transports.deflate import Deflate
from tracemq.mqtt.transports.websocket import WebSocketTransport

CONNACK = codec.encode(Connack(), Version.V5)
TAIL = b"\x00\x00\xff\xff"


class Server(WSListener):
    """One WebSocket's server side: CONNECT is answered, everything else is for the test to see."""

    def __init__(self) -> None:
        self.frames: list[tuple[WSMsgType, bytes, bool]] = []
        self.closed = False

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            transport.send_close(frame.get_close_code())
            transport.disconnect()
        self.frames.append((frame.msg_type, frame.get_payload_as_bytes(), bool(frame.rsv1)))
        if len(self.frames) == 1:
            self.answer()

    def answer(self) -> None:
        self.send(CONNACK)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.closed = True

    def send(self, data: bytes, kind: WSMsgType = WSMsgType.BINARY, **flags: bool) -> None:
        self.transport.send(kind, data, **flags)


class DeflatingServer(Server):
    """The same, with its own use of zlib for permessage-deflate."""

    def __init__(self) -> None:
        super().__init__()
        self.out = zlib.compressobj(wbits=-15)
        self.into = zlib.decompressobj(-15)

    def answer(self) -> None:
        self.send_deflated(CONNACK)

    def deflated(self, data: bytes) -> bytes:
        return (self.out.compress(data) + self.out.flush(zlib.Z_SYNC_FLUSH)).removesuffix(TAIL)

    def send_deflated(self, data: bytes) -> None:
        self.send(self.deflated(data), rsv1=True)

    def inflated(self) -> bytes:
        return b"".join(self.into.decompress(data + TAIL) for _, data, packed in self.frames if packed)


@asynccontextmanager
async def serving(
    kind: type[Server] = Server, headers: dict[str, str] | None = None
) -> AsyncIterator[tuple[int, list[Server], list[WSUpgradeRequest]]]:
    made: list[Server] = []
    requests: list[WSUpgradeRequest] = []

    def accept(request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        requests.append(request)
        made.append(kind())
        answer = {"Sec-WebSocket-Protocol": "mqtt"} if headers is None else headers
        return WSUpgradeResponseWithListener(WSUpgradeResponse.create_101_response(answer), made[-1])

    server = await ws_create_server(accept, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], made, requests
    finally:
        server.close()
        for one in made:
            one.transport.disconnect(False)
        await asyncio.sleep(0.01)


async def joined(port: int, **options: Any) -> tuple[Client, list[Message], list[Disconnected]]:
    client = Client(ConnectOptions(f"ws://127.0.0.1:{port}/mqtt", **options))
    got: list[Message] = []
    ends: list[Disconnected] = []
    client.on_messages = got.extend
    client.listen(Disconnected, ends.append)
    await soon(client.connect())
    return client, got, ends


def publish(payload: bytes) -> bytes:
    return codec.encode(Publish("a", payload), Version.V5)


@pytest.mark.statement("MQTT-6.0.0-2", "3.1.1:MQTT-6.0.0-2")
async def test_packets_may_be_cut_into_frames_and_fragments_at_any_place() -> None:
    async with serving() as (port, servers, _):
        client, got, _ = await joined(port)
        data = b"".join(publish(b"%d" % number) for number in range(50))
        for start in range(0, len(data), 7):
            servers[0].send(data[start : start + 7])
        half = len(data) // 2
        servers[0].send(data[:half], fin=False)
        servers[0].send(b"ping", WSMsgType.PING)
        servers[0].send(b"", WSMsgType.CONTINUATION, fin=False)
        servers[0].send(data[half:], WSMsgType.CONTINUATION)
        await until(lambda: len(got) == 100)
        assert [message.payload for message in got] == [b"%d" % number for number in range(50)] * 2
        await until(lambda: (WSMsgType.PONG, b"ping", False) in servers[0].frames)
        await soon(client.disconnect())


async def test_large_messages_go_both_ways_and_back_pressure_is_felt() -> None:
    async with serving() as (port, servers, _):
        client, got, _ = await joined(port)
        big = bytes(range(256)) * 40_000
        servers[0].send(publish(big))
        servers[0].transport.underlying_transport.pause_reading()
        receipt = client.publish("a", big, qos=1)
        await asyncio.sleep(0.02)
        assert client.statistics.unsent_bytes > 0
        draining = asyncio.ensure_future(client.drain())
        await asyncio.sleep(0.02)
        assert not draining.done()
        servers[0].transport.underlying_transport.resume_reading()
        await soon(draining)
        await until(lambda: len(servers[0].frames) == 2)
        servers[0].send(codec.encode(Puback(1), Version.V5))
        assert await receipt is ReasonCode.SUCCESS
        assert got[0].payload == big
        await soon(client.disconnect())


async def test_reading_may_be_paused() -> None:
    async with serving() as (port, servers, _):
        client, got, _ = await joined(port)
        client.pause_reading()
        servers[0].send(publish(b"1"))
        await until(lambda: client.statistics.unread_bytes > 0)
        assert not got
        client.resume_reading()
        await until(lambda: len(got) == 1)
        await soon(client.disconnect())


async def test_disconnect_closes_the_websocket_properly() -> None:
    async with serving() as (port, servers, _):
        client, _, ends = await joined(port)
        await soon(client.disconnect())
        kinds = [kind for kind, _, _ in servers[0].frames]
        assert kinds == [WSMsgType.BINARY, WSMsgType.BINARY, WSMsgType.CLOSE]
        await until(lambda: servers[0].closed)
        assert ends[0].error is None


async def test_an_abort_ends_it_without_a_close_frame_and_tells_nothing() -> None:
    async with serving() as (port, servers, _):
        client, _, ends = await joined(port)
        transport = client._pump.link.transport if client._pump.link else None
        assert isinstance(transport, WebSocketTransport)
        stream = transport._stream
        assert stream is not None
        client.abort()
        await until(lambda: servers[0].closed)
        assert [kind for kind, _, _ in servers[0].frames] == [WSMsgType.BINARY]
        await until(lambda: not client.running)
        assert len(ends) == 1
        stream.resume_writing()  # what the library below still has to say
        stream.write(b"into the void")
        stream.pause_reading()
        stream.resume_reading()
        stream.close()
        assert stream.waiting_bytes() == 0


async def test_an_abort_while_the_servers_answer_to_our_close_is_awaited_ends_the_wait() -> None:
    class Mute(Server):
        def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
            if frame.msg_type != WSMsgType.CLOSE:
                super().on_ws_frame(transport, frame)

    async with serving(Mute) as (port, servers, _):
        client, _, _ = await joined(port)
        closing = asyncio.ensure_future(client.disconnect())
        await until(lambda: len(servers[0].frames) == 2)
        client.abort()
        await soon(closing, 0.8)  # the server would have a second to answer
        await until(lambda: servers[0].closed)


@pytest.mark.parametrize("code", [1001, 1008, 1011, 1013, 4000])
async def test_a_close_code_and_its_words_are_facts(code: int) -> None:
    async with serving() as (port, servers, _):
        _, _, ends = await joined(port)
        servers[0].transport.send_close(code, b"because")
        await until(lambda: bool(ends))
        error = ends[0].error
        assert isinstance(error, WebSocketClosed)
        assert (error.code, error.text) == (code, "because")


async def test_a_connection_cut_without_a_close_frame_is_lost() -> None:
    async with serving() as (port, servers, _):
        _, _, ends = await joined(port)
        servers[0].transport.disconnect(False)
        await until(lambda: bool(ends))
        assert isinstance(ends[0].error, ConnectionLost)


@pytest.mark.statement("MQTT-6.0.0-1", "3.1.1:MQTT-6.0.0-1")
@pytest.mark.parametrize(
    ("kind", "data", "flags", "code"),
    [
        (WSMsgType.TEXT, b"hello", {}, 1003),
        (WSMsgType.CONTINUATION, b"x", {}, 1002),
        (WSMsgType.BINARY, b"\x00", {"rsv1": True}, 1002),
    ],
)
async def test_a_frame_against_the_rules_ends_the_connection(
    kind: WSMsgType, data: bytes, flags: dict[str, bool], code: int
) -> None:
    async with serving() as (port, servers, _):
        _, _, ends = await joined(port)
        servers[0].send(data, kind, **flags)
        await until(lambda: bool(ends))
        error = ends[0].error
        assert isinstance(error, WebSocketClosed)
        assert error.code == code


async def test_a_new_message_inside_a_fragmented_one_ends_the_connection() -> None:
    async with serving() as (port, servers, _):
        _, _, ends = await joined(port)
        servers[0].send(b"\x30", fin=False)
        servers[0].send(publish(b"1"))
        await until(lambda: bool(ends))
        assert isinstance(ends[0].error, WebSocketClosed)


async def test_endless_fragments_are_bounded_by_the_packet_limit() -> None:
    async with serving() as (port, servers, _):
        _, _, ends = await joined(port, incoming_packet_limit=1000)
        servers[0].send(b"\x30\xff\xff\x7f", fin=False)
        for _ in range(10):
            servers[0].send(b"\x00" * 1000, WSMsgType.CONTINUATION, fin=False)
        await until(lambda: bool(ends))
        assert ends[0].reason is ReasonCode.PACKET_TOO_LARGE


async def test_a_frame_beyond_the_packet_limit_ends_the_connection() -> None:
    async with serving() as (port, servers, _):
        _, _, ends = await joined(port, incoming_packet_limit=1000)
        servers[0].send(b"\x00" * 3_000_000)
        await until(lambda: bool(ends))
        assert isinstance(ends[0].error, WebSocketClosed)
        assert ends[0].error.code == 1009


@pytest.mark.statement("MQTT-6.0.0-4", "3.1.1:MQTT-6.0.0-4")
@pytest.mark.parametrize("headers", [{}, {"Sec-WebSocket-Protocol": "chat"}])
async def test_a_server_without_the_subprotocol_is_refused(headers: dict[str, str]) -> None:
    async with serving(headers=headers) as (port, _, _):
        with pytest.raises(WebSocketRefused) as refused:
            await joined(port)
        assert refused.value.status == 101


# compression


async def test_compression_is_offered_only_if_wanted() -> None:
    async with serving() as (port, _, requests):
        for wanted in (False, True):
            client, _, _ = await joined(port, websocket_compression=wanted)
            assert client.transport_facts is not None
            assert not client.transport_facts.compressed  # this server does not agree to it
            await soon(client.disconnect())
        assert ["Sec-WebSocket-Extensions" in request.headers for request in requests] == [False, True]


@pytest.mark.parametrize(
    "parameters",
    ["", "; client_no_context_takeover; server_no_context_takeover", "; client_max_window_bits=9"],
)
async def test_compressed_messages_go_both_ways(parameters: str) -> None:
    headers = {
        "Sec-WebSocket-Protocol": "mqtt",
        "Sec-WebSocket-Extensions": f"permessage-deflate{parameters}",
    }
    async with serving(DeflatingServer, headers) as (port, servers, _):
        client, got, _ = await joined(port, websocket_compression=True)
        assert client.transport_facts is not None
        assert client.transport_facts.compressed
        server = servers[0]
        assert isinstance(server, DeflatingServer)
        server.send(publish(b"plain"))
        for number in range(3):
            if "server_no" in parameters:
                server.out = zlib.compressobj(wbits=-15)
            server.send_deflated(publish(b"%d" % number * 1000))
            client.publish("a", b"%d" % number * 1000)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        packed = server.deflated(publish(b"cut")) if "server_no" not in parameters else b""
        if packed:
            server.send(packed[:3], fin=False, rsv1=True)
            server.send(packed[3:], WSMsgType.CONTINUATION)
        await until(lambda: len(got) == 4 + bool(packed))
        assert got[3].payload == b"2" * 1000
        await until(lambda: len(server.frames) >= 2)
        await soon(client.disconnect())
        if "client_no" not in parameters:
            assert publish(b"2" * 1000) in server.inflated()


async def test_a_little_that_inflates_to_very_much_stays_bounded() -> None:
    headers = {"Sec-WebSocket-Protocol": "mqtt", "Sec-WebSocket-Extensions": "permessage-deflate"}
    async with serving(DeflatingServer, headers) as (port, servers, _):
        _, _, ends = await joined(port, websocket_compression=True, incoming_packet_limit=100_000)
        server = servers[0]
        assert isinstance(server, DeflatingServer)
        server.send_deflated(b"\x30\xff\xff\xff\x7f" + bytes(200_000_000))
        await until(lambda: bool(ends))
        assert ends[0].reason is ReasonCode.PACKET_TOO_LARGE


async def test_what_is_not_deflated_data_ends_the_connection() -> None:
    headers = {"Sec-WebSocket-Protocol": "mqtt", "Sec-WebSocket-Extensions": "permessage-deflate"}
    async with serving(DeflatingServer, headers) as (port, servers, _):
        _, _, ends = await joined(port, websocket_compression=True)
        servers[0].send(b"\xff\xff\xff\xff", rsv1=True)
        await until(lambda: bool(ends))
        assert isinstance(ends[0].error, WebSocketClosed)


def test_other_extensions_are_no_compression() -> None:
    assert Deflate.agreed("") is None
    assert Deflate.agreed("x-other; a=1") is None
    assert Deflate.agreed('x-other, permessage-deflate; client_max_window_bits="10"') is not None


@pytest.mark.parametrize("forgets", [False, True])
def test_a_message_may_be_inflated_byte_by_byte(forgets: bool) -> None:
    parameters = {"server_no_context_takeover": ""} if forgets else {}
    ours, theirs = Deflate(parameters), Deflate({"client_no_context_takeover": ""} if forgets else {})
    for text in (b"a" * 1000, b"", b"b"):
        packed = theirs.deflate(text)
        cuts = [packed[index : index + 1] for index in range(len(packed))] or [b""]
        pieces = [piece for index, cut in enumerate(cuts) for piece in ours.inflate(cut, last=index + 1 == len(cuts))]
        assert b"".join(pieces) == text
        assert all(pieces)
