"""Servers that misbehave, against the doctor and an open connection: a clear cause each, in time, no growth."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

import pytest

from tests.support.scripted_broker import soon, until
from tracemq.mqtt import MqttError
from tracemq.profiles.profile import Profile, ProxyKind, ProxySettings, ReconnectSettings, Scheme
from tracemq.ui.doctor_text import diagnosis_text
from tracemq.workspace import probes
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.diagnosis import Cause
from tracemq.workspace.doctor import Examination, examine
from tracemq.workspace.process import rss_mib
from tracemq.workspace.profile_secrets import ProfileSecrets

TIMEOUT_S = 0.6
LIMIT_S = 12.0
GROWTH_MIB = 48.0
PIECE = bytes(1 << 16)
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

Reader: TypeAlias = asyncio.StreamReader
Writer: TypeAlias = asyncio.StreamWriter
Answer = Callable[[Reader, Writer], Awaitable[None]]


async def endlessly(writer: Writer, piece: bytes) -> None:
    """Send it again and again, as fast as the other side takes it."""
    while True:
        writer.write(piece)
        await writer.drain()


async def drop_by_drop(writer: Writer, data: bytes, pause_s: float = 0.3) -> None:
    for byte in data:
        writer.write(bytes((byte,)))
        await writer.drain()
        await asyncio.sleep(pause_s)  # the slowness is what is tested


async def request(reader: Reader) -> bytes:
    return await reader.readuntil(b"\r\n\r\n")


async def upgraded(reader: Reader, writer: Writer) -> None:
    """Open a WebSocket for MQTT."""
    asked = await request(reader)
    key = re.search(rb"(?i)sec-websocket-key: *(\S+)", asked)
    assert key is not None
    proof = base64.b64encode(hashlib.sha1(key[1] + GUID, usedforsecurity=False).digest())
    writer.write(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Accept: " + proof + b"\r\n\r\n"
    )


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "PROBE_S", 0.5)


# What goes wrong at the MQTT port


async def slow_connack(reader: Reader, writer: Writer) -> None:
    await reader.read(1)
    await drop_by_drop(writer, bytes.fromhex("20 03 00 00 00"))


async def slow_handshake(reader: Reader, writer: Writer) -> None:
    await reader.read(1)
    writer.write(b"\x16\x03\x03\x00\x7a")
    await drop_by_drop(writer, bytes(100))


async def endless_packet(reader: Reader, writer: Writer) -> None:
    writer.write(b"\x20\xff\xff\xff\x7f\x00\x00")
    await endlessly(writer, PIECE)


async def promised_packet(reader: Reader, writer: Writer) -> None:
    writer.write(b"\x20\xff\xff\xff\x7f\x00\x00")
    await reader.read(-1)


async def length_without_end(reader: Reader, writer: Writer) -> None:
    writer.write(b"\x20\xff\xff\xff\xff\xff\xff\xff")
    await reader.read(-1)


async def endless_authentication(reader: Reader, writer: Writer) -> None:
    await endlessly(writer, bytes.fromhex("f0 02 18 00") * 1000)


async def endless_zeros(reader: Reader, writer: Writer) -> None:
    await endlessly(writer, PIECE)


async def echo(reader: Reader, writer: Writer) -> None:
    while data := await reader.read(65536):
        writer.write(data)


async def endless_banner(reader: Reader, writer: Writer) -> None:
    await endlessly(writer, b"220 mail.example.org ESMTP ready\r\n" * 1000)


# What goes wrong at the WebSocket port


async def slow_http(reader: Reader, writer: Writer) -> None:
    await request(reader)
    await drop_by_drop(writer, b"HTTP/1.1 101 Switching Protocols\r\n")


async def endless_header(reader: Reader, writer: Writer) -> None:
    await request(reader)
    writer.write(b"HTTP/1.1 101 Switching Protocols\r\nX-Long: ")
    await endlessly(writer, b"a" * 65536)


async def endless_headers(reader: Reader, writer: Writer) -> None:
    await request(reader)
    writer.write(b"HTTP/1.1 101 Switching Protocols\r\n")
    await endlessly(writer, b"X-Header: value\r\n" * 1000)


async def endless_body(reader: Reader, writer: Writer) -> None:
    await request(reader)
    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n")
    await endlessly(writer, b"<p>nothing</p>" * 1000)


async def redirect_in_circles(reader: Reader, writer: Writer) -> None:
    await request(reader)
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: /mqtt\r\nContent-Length: 0\r\n\r\n")


async def endless_pings(reader: Reader, writer: Writer) -> None:
    await upgraded(reader, writer)
    await endlessly(writer, b"\x89\x7d" + bytes(125))


async def endless_fragments(reader: Reader, writer: Writer) -> None:
    await upgraded(reader, writer)
    writer.write(b"\x02\x01\x20")
    await endlessly(writer, b"\x00\x01\xff" * 1000)


async def endless_empty_fragments(reader: Reader, writer: Writer) -> None:
    await upgraded(reader, writer)
    writer.write(b"\x02\x00")
    await endlessly(writer, b"\x00\x00" * 1000)


async def promised_frame(reader: Reader, writer: Writer) -> None:
    await upgraded(reader, writer)
    writer.write(b"\x82\x7f" + (1 << 62).to_bytes(8, "big"))
    await endlessly(writer, PIECE)


# What goes wrong at the proxy


async def proxy_of_many_words(reader: Reader, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 Connection established\r\n")
    await endlessly(writer, b"X-Header: value\r\n" * 1000)


async def slow_proxy(reader: Reader, writer: Writer) -> None:
    await drop_by_drop(writer, b"HTTP/1.1 200 Connection established\r\n\r\n")


async def piecemeal_proxy(reader: Reader, writer: Writer) -> None:
    """A slow one that works, and a broker behind it that answers at once."""
    await request(reader)
    for byte in b"HTTP/1.1 200 OK\r\nX-Via: 1\r\n\r\n":
        writer.write(bytes((byte,)))
        await writer.drain()
        await asyncio.sleep(0)
    await reader.read(1)
    writer.write(bytes.fromhex("20 03 00 00 00"))
    await reader.read(-1)


async def socks_of_zeros(reader: Reader, writer: Writer) -> None:
    await endlessly(writer, PIECE)


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[int]:
    tasks: set[asyncio.Task[None]] = set()

    async def accepted(reader: Reader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await answer(reader, writer)
        writer.transport.abort()

    listening = await asyncio.start_server(accepted, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def profile(port: int, scheme: Scheme = Scheme.MQTT, **fields: object) -> Profile:
    settings = {"connect_timeout_s": TIMEOUT_S, "reconnect": ReconnectSettings(enabled=False), **fields}
    return Profile(name="patient", scheme=scheme, host="127.0.0.1", port=port, **settings)  # type: ignore[arg-type]


async def examined(patient: Profile) -> Examination:
    """In time, and without growth."""
    before, began = rss_mib(), time.monotonic()
    examination = await soon(examine(patient, ProfileSecrets(), hold_s=0.0), LIMIT_S)
    assert time.monotonic() - began < LIMIT_S
    assert rss_mib() - before < GROWTH_MIB
    return examination


def said(examination: Examination) -> Cause:
    fatal = examination.fatal
    assert fatal is not None
    assert isinstance(examination.error, MqttError)
    for sentence in diagnosis_text(fatal):
        assert "{" not in sentence
        assert "?" not in sentence.replace("“?”", "")  # a fact that nobody knows
    return fatal.cause


CASES = [
    (Scheme.MQTT, slow_connack, Cause.SILENT),
    (Scheme.MQTT, endless_packet, Cause.NOT_MQTT),
    (Scheme.MQTT, promised_packet, Cause.NOT_MQTT),
    (Scheme.MQTT, length_without_end, Cause.NOT_MQTT),
    (Scheme.MQTT, endless_authentication, Cause.NOT_MQTT),
    (Scheme.MQTT, endless_zeros, Cause.NOT_MQTT),
    (Scheme.MQTT, echo, Cause.NOT_MQTT),
    (Scheme.MQTT, endless_banner, Cause.NOT_MQTT),
    (Scheme.MQTTS, slow_handshake, Cause.SILENT),
    (Scheme.MQTTS, endless_zeros, Cause.TLS_NOT_SPOKEN),
    (Scheme.MQTTS, echo, Cause.TLS_FAILED),
    (Scheme.MQTTS, endless_banner, Cause.TLS_NOT_SPOKEN),
    (Scheme.WS, slow_http, Cause.SILENT),
    (Scheme.WS, endless_header, Cause.WEBSOCKET_REFUSED),
    (Scheme.WS, endless_headers, Cause.WEBSOCKET_REFUSED),
    (Scheme.WS, endless_body, Cause.WEBSOCKET_PATH),
    (Scheme.WS, redirect_in_circles, Cause.WEBSOCKET_MOVED),
    (Scheme.WS, endless_pings, Cause.SILENT),
    (Scheme.WS, endless_fragments, Cause.NOT_MQTT),
    (Scheme.WS, endless_empty_fragments, Cause.SILENT),
    (Scheme.WS, promised_frame, Cause.HUNG_UP),
    (Scheme.WS, endless_zeros, Cause.WEBSOCKET_REFUSED),
]


@pytest.mark.parametrize(("scheme", "answer", "cause"), CASES, ids=lambda each: getattr(each, "__name__", None))
async def test_the_doctor_names_it_in_time_and_without_growth(scheme: Scheme, answer: Answer, cause: Cause) -> None:
    async with serving(answer) as port:
        assert said(await examined(profile(port, scheme))) is cause


@pytest.mark.parametrize(
    ("kind", "answer", "cause"),
    [
        (ProxyKind.HTTP, proxy_of_many_words, Cause.PROXY_FAILED),
        (ProxyKind.HTTP, slow_proxy, Cause.PROXY_SILENT),
        (ProxyKind.HTTP, echo, Cause.PROXY_FAILED),
        (ProxyKind.SOCKS5, socks_of_zeros, Cause.PROXY_FAILED),
        (ProxyKind.SOCKS5, slow_proxy, Cause.PROXY_FAILED),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
async def test_a_proxy_that_misbehaves_is_named(kind: ProxyKind, answer: Answer, cause: Cause) -> None:
    async with serving(answer) as port:
        through = ProxySettings(kind=kind, host="127.0.0.1", port=port)
        assert said(await examined(profile(1883, proxy=through))) is cause


async def test_an_answer_of_a_proxy_may_come_in_many_pieces() -> None:
    async with serving(piecemeal_proxy) as port:
        through = ProxySettings(kind=ProxyKind.HTTP, host="127.0.0.1", port=port)
        examination = await examined(profile(1883, proxy=through, subscriptions=()))
        assert examination.fatal is None
        assert examination.connected is not None


@pytest.mark.parametrize(("scheme", "answer", "cause"), CASES, ids=lambda each: getattr(each, "__name__", None))
async def test_a_connection_ends_with_an_error_and_nothing_runs_on(
    scheme: Scheme, answer: Answer, cause: Cause
) -> None:
    before = rss_mib()
    async with serving(answer) as port:
        connection = Connection(profile(port, scheme))
        connection.open()
        await until(lambda: connection.state is ConnectionState.OFFLINE, LIMIT_S)
        assert isinstance(connection.last_error, MqttError)
        assert connection.counters.received == 0
        await connection.close()
    assert rss_mib() - before < GROWTH_MIB


async def test_pings_of_a_server_that_does_not_read_their_answers_fill_no_memory() -> None:
    sent = 0

    async def flood(reader: Reader, writer: Writer) -> None:
        nonlocal sent
        await upgraded(reader, writer)
        await reader.read(1)
        writer.write(b"\x82\x05" + bytes.fromhex("20 03 00 00 00"))
        while True:
            writer.write((b"\x89\x7d" + bytes(125)) * 500)
            await writer.drain()
            sent += 500 * 127

    async with serving(flood) as port:
        before = rss_mib()
        connection = Connection(profile(port, Scheme.WS, subscriptions=()))
        connection.open()
        await until(lambda: sent > 96 << 20, LIMIT_S)
        assert connection.state is ConnectionState.CONNECTED
        assert rss_mib() - before < GROWTH_MIB
        await connection.close()
