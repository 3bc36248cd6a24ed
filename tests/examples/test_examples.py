"""Every example runs, against a real mosquitto, and says what it promises."""

from __future__ import annotations

import asyncio
import importlib
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.examples import (
    auto_reconnect,
    chat,
    errors,
    own_transport,
    persistent_session,
    request_response,
    scram,
    simple,
    throughput,
    tls,
    topic_aliases,
    v5_properties,
    websocket,
    wildcards,
    will,
)
from tests.support import scram_plugin
from tests.support.certificates import Certificates
from tests.support.mosquitto import Mosquitto
from tests.support.scripted_broker import soon, until
from tracemq.mqtt import ConnectionLost

EXAMPLES = sorted(path for path in Path(__file__).parent.glob("[a-z]*.py") if not path.name.startswith("test_"))
Said = Callable[[], list[str]]

# The standard input and output of this program are a connection to a port, as with ssh -W or nc.
NETCAT = """
import os, socket, sys, threading
link = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
def up():
    while data := os.read(0, 65536):
        link.sendall(data)
    link.shutdown(socket.SHUT_WR)
threading.Thread(target=up, daemon=True).start()
while data := link.recv(65536):
    os.write(1, data)
"""


@pytest.fixture
def make_broker(tmp_path: Path) -> Iterator[Callable[..., Mosquitto]]:
    made: list[Mosquitto] = []

    def make(*listeners: str, config: str = "", certificates: Certificates | None = None) -> Mosquitto:
        broker = Mosquitto(tmp_path / f"mosquitto-{len(made)}", listeners=listeners, certificates=certificates)
        made.append(broker)
        broker.start(config)
        return broker

    yield make
    for broker in made:
        broker.stop()


@pytest.fixture
def url(make_broker: Callable[..., Mosquitto]) -> str:
    return f"mqtt://127.0.0.1:{make_broker().port}"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """The lines printed so far."""
    lines: list[str] = []

    def more() -> list[str]:
        lines.extend(capsys.readouterr().out.splitlines())
        return lines

    return more


async def test_simple(url: str, said: Said) -> None:
    await soon(simple.main(url))
    assert sorted(said()) == ["example/greeting: hello", "published: SUCCESS"]


async def test_wildcards(url: str, said: Said) -> None:
    await soon(wildcards.main(url))
    assert said() == [
        "kitchen has 21.5 degrees",
        "seen example/house/kitchen/temperature",
        "seen example/house/kitchen/humidity",
        "attic has 17.0 degrees",
        "seen example/house/attic/temperature",
        "seen example/house",
    ]


async def test_will(url: str, said: Said) -> None:
    await soon(will.main(url))
    assert said() == ["the pump is online", "the pump is offline"]


async def test_auto_reconnect(make_broker: Callable[..., Mosquitto], said: Said) -> None:
    keeps = "persistence true\npersistence_location {folder}/\n"
    broker = make_broker()
    broker.stop()
    config = keeps.format(folder=broker.folder)
    broker.start(config)
    work = asyncio.ensure_future(auto_reconnect.main(f"mqtt://127.0.0.1:{broker.port}", 40, 0.02))
    await until(lambda: "connected, session present: False" in said())
    await asyncio.to_thread(broker.stop)
    await until(lambda: any(line.startswith("attempt") for line in said()))
    await asyncio.to_thread(broker.start, config)
    await soon(work, 30)
    assert said()[-2:] == ["40 messages delivered, 1 reconnects", "disconnected: None"]
    assert "connected, session present: True" in said()


async def test_errors(make_broker: Callable[..., Mosquitto], said: Said) -> None:
    broker = make_broker("password")
    guarded = f"mqtt://alice:wrong@127.0.0.1:{broker.ports['password']}"
    await soon(errors.main(f"mqtt://127.0.0.1:{broker.port}", guarded))
    assert said() == [
        "unreachable: 127.0.0.1:1",
        "refused: check name and password",
        "not sent: TOPIC_NAME_INVALID",
        "NO_MATCHING_SUBSCRIBERS: fine, but nobody heard it",
        "subscribed: ['SUCCESS', 'SUCCESS']",
        "no response within 0.2 s",
        "NotConnected: the client has not been started, or was closed",
    ]


async def test_persistent_session(url: str, said: Said, tmp_path: Path) -> None:
    await soon(persistent_session.main(url, tmp_path / "sessions.db"))
    assert said() == [
        "first run, session present: False",
        "second run, session present: True",
        "order 0",
        "order 1",
        "order 2",
    ]


async def test_scram(make_broker: Callable[..., Mosquitto], said: Said, tmp_path: Path) -> None:
    plugin = scram_plugin.build(tmp_path)
    broker = make_broker(config=scram_plugin.configuration(plugin))
    await soon(scram.main(f"mqtt://127.0.0.1:{broker.port}", scram_plugin.USER, scram_plugin.PASSWORD))
    assert said() == [
        "both sides have proven that they know the password",
        "and have done so again",
        "with a wrong password: the server refused the connection: NOT_AUTHORIZED (0x87)",
    ]


async def test_throughput(url: str, said: Said) -> None:
    await soon(throughput.main(url, 20_000), 60)
    assert re.fullmatch(r"20000 messages in [\d.]+ s: [\d,]+ messages/s", said()[0])


async def test_tls(make_broker: Callable[..., Mosquitto], said: Said, tmp_path: Path) -> None:
    certificates = Certificates(tmp_path / "certificates")
    broker = make_broker("tls", "mtls", certificates=certificates)
    folder = certificates.folder
    await soon(tls.main(f"mqtts://localhost:{broker.ports['tls']}", str(folder / "ca.pem")))
    assert re.fullmatch(r"TLSv1\.[23], verified: True", said()[0])
    assert said()[1] == "not trusted: self-signed" or said()[1].startswith("not trusted: unknown issuer")
    await soon(
        tls.main(
            f"mqtts://localhost:{broker.ports['mtls']}",
            str(folder / "ca.pem"),
            str(folder / "client.pem"),
            str(folder / "client.key"),
        )
    )
    assert len(said()) == 4


async def test_topic_aliases(url: str, said: Said) -> None:
    await soon(topic_aliases.main(url))
    without, with_aliases = (int(line.split()[-2]) for line in said()[:2])
    assert with_aliases * 5 < without
    assert re.fullmatch(r"the broker takes \d+ aliases", said()[2])


async def test_v5_properties(url: str, said: Said) -> None:
    await soon(v5_properties.main(url))
    assert said() == [
        "session expiry: asked 60 s, granted 60 s",
        "application/json from (('sensor', 'a'), ('sensor', 'b')), subscription (7,)",
        "{'celsius': 21.5}",
    ]


async def test_request_response(url: str, said: Said) -> None:
    await soon(request_response.main(url))
    assert said() == ["[0, 1, 4, 9, 16]"]


async def test_websocket(make_broker: Callable[..., Mosquitto], said: Said) -> None:
    broker = make_broker("ws")
    await soon(websocket.main(f"ws://127.0.0.1:{broker.ports['ws']}/mqtt"))
    assert said() == ["through a WebSocket"]


async def test_chat(url: str, said: Said) -> None:
    both, answered = asyncio.Event(), asyncio.Event()

    async def alice() -> AsyncIterator[str]:
        await both.wait()
        yield "anybody here?"
        await answered.wait()

    async def bob() -> AsyncIterator[str]:
        await until(lambda: "[bob's screen] alice: anybody here?" in said())
        yield "me"
        await until(lambda: "[alice's screen] bob: me" in said())

    first = asyncio.ensure_future(chat.main(url, "alice", alice()))
    await until(lambda: "[alice's screen] alice is here" in said())
    second = asyncio.ensure_future(chat.main(url, "bob", bob()))
    await until(lambda: "[alice's screen] bob is here" in said() and "[bob's screen] alice is here" in said())
    both.set()
    await soon(second)
    await until(lambda: "[alice's screen] bob has left" in said())
    answered.set()
    await soon(first)
    assert "[alice's screen] alice: anybody here?" not in said()  # nobody reads their own words twice


async def test_own_transport(make_broker: Callable[..., Mosquitto], said: Said) -> None:
    await soon(own_transport.main(sys.executable, "-c", NETCAT, str(make_broker().port)))
    assert said() == ["through another program"]


async def test_a_program_that_cannot_be_started_is_no_way_to_a_server() -> None:
    with pytest.raises(ConnectionLost, match="cannot be started"):
        await soon(own_transport.main("/nowhere/ssh"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_small_uses_the_public_names_alone_and_has_its_own_test(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    imported = re.findall(r"^(?:from|import) (tracemq[\w.]*|tests[\w.]*)", text, re.MULTILINE)
    assert imported in ([], ["tracemq.mqtt"])
    if path.stem == "__init__":
        return
    assert len(text.splitlines()) <= 125
    assert f"python -m tests.examples.{path.stem} " in text
    assert asyncio.iscoroutinefunction(importlib.import_module(f"tests.examples.{path.stem}").main)
    assert f"test_{path.stem}" in globals()
