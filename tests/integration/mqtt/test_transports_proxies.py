"""Through real SOCKS5 and HTTP proxies to a real mosquitto, and what is said when one does not let us through."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.certificates import Certificates
from tests.support.free_ports import free_port
from tests.support.mosquitto import Mosquitto
from tests.support.proxies import PASSWORD, USER, Proxies
from tests.support.scripted_broker import soon
from tracemq.mqtt import (
    Client,
    ConnectOptions,
    MqttError,
    ProxyFailed,
    ProxyOptions,
    RefusedLocally,
    TimedOut,
    TlsOptions,
)
from tracemq.mqtt.addresses import parse_url
from tracemq.mqtt.transports.base import Step, StepDone
from tracemq.mqtt.transports.proxies import proxy_for

Make = Callable[..., Mosquitto]


@pytest.fixture
def proxies(tmp_path: Path) -> Iterator[Proxies]:
    if missing := Proxies.missing():
        pytest.skip(f"not installed: {missing}")
    running = Proxies(tmp_path)
    yield running
    running.stop()


async def through(url: str, proxy: ProxyOptions, **options: Any) -> list[StepDone]:
    steps: list[StepDone] = []
    client = Client(ConnectOptions(url, proxy=proxy, **options))
    client.on_step = steps.append
    await soon(client.connect())
    assert client.transport_facts is not None
    assert client.transport_facts.proxy.endswith(f"127.0.0.1:{proxy.port}")
    await soon(_answer(client))
    await soon(client.disconnect())
    return steps


async def _answer(client: Client) -> None:
    code = await client.publish("a", b"x" * 10_000, qos=1)
    assert not code.failed


async def refused(url: str, proxy: ProxyOptions, **options: Any) -> MqttError:
    client = Client(ConnectOptions(url, proxy=proxy, **options))
    with pytest.raises(MqttError) as raised:
        await soon(client.connect())
    return raised.value


@pytest.mark.parametrize("scheme", ["mqtt", "mqtts", "ws", "wss"])
@pytest.mark.parametrize("kind", ["socks5", "socks5h", "http"])
async def test_every_transport_goes_through_every_proxy(
    make_mosquitto: Make, certificates: Certificates, proxies: Proxies, scheme: str, kind: str
) -> None:
    broker = make_mosquitto("tls", "ws", "wss")
    broker.start()
    port = {"mqtt": broker.port, "mqtts": broker.ports["tls"]}.get(scheme) or broker.ports[scheme]
    proxy = ProxyOptions(kind, "127.0.0.1", proxies.http() if kind == "http" else proxies.socks5())
    tls = TlsOptions(ca_file=certificates.path("ca.pem"))
    steps = await through(f"{scheme}://localhost:{port}", proxy, tls=tls)
    assert steps[0].step is Step.PROXY


@pytest.mark.parametrize("kind", ["socks5h", "http"])
async def test_a_proxy_may_want_a_user_and_password(mosquitto: Mosquitto, proxies: Proxies, kind: str) -> None:
    port = proxies.http(password=True) if kind == "http" else proxies.socks5(password=True)
    url = f"mqtt://127.0.0.1:{mosquitto.port}"
    await through(url, ProxyOptions(kind, "127.0.0.1", port, USER, PASSWORD))
    error = await refused(url, ProxyOptions(kind, "127.0.0.1", port, USER, "wrong"))
    assert isinstance(error, ProxyFailed)
    assert error.proxy == f"127.0.0.1:{port}"
    assert "wrong" not in f"{error!r} {error}"
    error = await refused(url, ProxyOptions(kind, "127.0.0.1", port))
    assert isinstance(error, ProxyFailed)
    if kind == "http":
        assert error.code in {401, 407}


async def test_a_proxy_that_forbids_the_port_is_named_with_its_status(mosquitto: Mosquitto, proxies: Proxies) -> None:
    port = proxies.http(only_port=443)
    error = await refused(f"mqtt://127.0.0.1:{mosquitto.port}", ProxyOptions("http", "127.0.0.1", port))
    assert isinstance(error, ProxyFailed)
    assert error.code == 403


@pytest.mark.parametrize("kind", ["socks5", "http"])
async def test_a_proxy_that_is_not_there_is_named(kind: str) -> None:
    port = free_port()
    error = await refused("mqtt://127.0.0.1:1", ProxyOptions(kind, "127.0.0.1", port))
    assert isinstance(error, ProxyFailed)
    assert error.proxy == f"127.0.0.1:{port}"


async def test_a_server_that_the_proxy_cannot_reach_is_the_proxys_failure(proxies: Proxies) -> None:
    error = await refused(f"mqtt://127.0.0.1:{free_port()}", ProxyOptions("socks5", "127.0.0.1", proxies.socks5()))
    assert isinstance(error, ProxyFailed)
    assert error.code


@pytest.mark.parametrize("kind", ["socks5", "http"])
@pytest.mark.parametrize(
    "answer", [b"", b"nonsense that is no answer of any proxy\r\n\r\n", b"HTTP/1.1 what? ever\r\n\r\n"]
)
async def test_what_answers_like_no_proxy_is_named(kind: str, answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert isinstance(await refused("mqtt://127.0.0.1:1", ProxyOptions(kind, "127.0.0.1", port)), ProxyFailed)


async def test_a_proxy_that_resets_the_connection_is_named() -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        writer.close()

    async with await asyncio.start_server(reset, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        error = await refused("mqtt://127.0.0.1:1", ProxyOptions("http", "127.0.0.1", port))
    assert isinstance(error, ProxyFailed)
    assert isinstance(error.__cause__, OSError)


async def test_a_proxy_that_never_answers_ends_in_a_timeout() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        proxy = ProxyOptions("socks5", "127.0.0.1", server.sockets[0].getsockname()[1])
        assert isinstance(await refused("mqtt://127.0.0.1:1", proxy, connect_timeout_s=0.1), TimedOut)


async def test_the_systems_proxy_is_taken_if_so_wanted(
    mosquitto: Mosquitto, proxies: Proxies, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = proxies.socks5(password=True)
    monkeypatch.setenv("all_proxy", f"socks5://{USER}:{PASSWORD}@127.0.0.1:{port}")
    monkeypatch.delenv("no_proxy", raising=False)
    client = Client(ConnectOptions(f"mqtt://127.0.0.1:{mosquitto.port}", proxy=ProxyOptions("system")))
    await soon(client.connect())
    assert client.transport_facts is not None
    assert client.transport_facts.proxy == f"socks5://127.0.0.1:{port}"
    await soon(client.disconnect())


@pytest.mark.parametrize(
    ("url", "environment", "expected"),
    [
        ("mqtt://a", {}, None),
        ("mqtt://a", {"http_proxy": "http://h:1"}, None),  # for HTTP alone
        ("ws://a", {"http_proxy": "http://h:1"}, ("http", "h", 1)),
        ("wss://a", {"https_proxy": "h:1"}, ("http", "h", 1)),
        ("mqtts://a", {"https_proxy": "http://h"}, ("http", "h", 8080)),
        ("mqtt://a", {"all_proxy": "socks5h://h"}, ("socks5h", "h", 1080)),
        ("mqtt://a", {"all_proxy": "socks5h://h", "no_proxy": "a"}, None),
    ],
)
def test_the_environment_names_the_systems_proxy(
    monkeypatch: pytest.MonkeyPatch, url: str, environment: dict[str, str], expected: tuple[str, str, int] | None
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ws_proxy", "wss_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    proxy = proxy_for(parse_url(url), ProxyOptions("system"))
    assert (None if proxy is None else (proxy.scheme, proxy.host, proxy.port)) == expected


def test_a_proxy_without_a_host_is_refused_and_its_password_never_shown() -> None:
    with pytest.raises(RefusedLocally):
        ProxyOptions("socks5", "")
    with pytest.raises(RefusedLocally):
        ProxyOptions("carrier-pigeon", "h")
    assert "hunter2" not in repr(ProxyOptions("http", "h", 1, "u", "hunter2"))
