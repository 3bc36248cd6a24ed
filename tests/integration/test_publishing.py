"""Repeating and asking on one connection: against a real mosquitto without a screen, and in the program under Xvfb."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.marks import on_screen
from tests.support.mosquitto import Mosquitto
from tests.support.program import FROZEN_MS, environment
from tests.support.screen import VirtualScreen, wait_until
from tracemq import APP_NAME
from tracemq.mqtt import Client, ConnectOptions, Message, Properties, Version
from tracemq.profiles.profile import Profile, SubscriptionSettings
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import Change, ConnectionState
from tracemq.workspace.publication import Publication
from tracemq.workspace.repeats import RepeatState
from tracemq.workspace.request_response import RequestState


@asynccontextmanager
async def connected(port: int, version: Version = Version.V5, *filters: str) -> AsyncIterator[Connection]:
    subscriptions = tuple(SubscriptionSettings(filter=each) for each in filters)
    made = Connection(
        Profile(id="a1", name="Test", host="127.0.0.1", port=port, version=version, subscriptions=subscriptions)
    )
    there = asyncio.Event()
    made.listen(lambda change: there.set() if change is Change.STATE and made.online else None)
    made.open()
    await asyncio.wait_for(there.wait(), 10)
    try:
        yield made
    finally:
        await made.close()
        assert made.state is ConnectionState.OFFLINE


@asynccontextmanager
async def responder(port: int, version: Version = Version.V5) -> AsyncIterator[Client]:
    """Answers what comes to `ask` with its payload doubled; "late" is answered when `release` is published."""
    async with Client(ConnectOptions(f"mqtt://127.0.0.1:{port}", version=version)) as service:

        def answer(request: Message) -> None:
            topic = request.properties.response_topic or f"{request.topic}/response"
            properties = Properties(correlation_data=request.properties.correlation_data)
            if version is not Version.V5:
                properties = Properties()
            service.publish(topic, request.payload * 2, qos=1, properties=properties)

        await service.subscribe("ask", handler=answer)
        yield service


@pytest.mark.parametrize("version", [Version.V311, Version.V5])
async def test_requests_are_answered_by_a_real_responder(mosquitto: Mosquitto, version: Version) -> None:
    async with connected(mosquitto.port, version) as connection, responder(mosquitto.port, version):
        requests = connection.publishing.requests
        asked = [requests.ask(Publication("ask", str(number).encode()), limit_s=10) for number in range(3)]
        await asyncio.wait_for(asyncio.gather(*(one.over.wait() for one in asked)), 10)
        assert [one.state for one in asked] == [RequestState.ANSWERED] * 3
        assert [one.answer.payload for one in asked if one.answer] == [b"00", b"11", b"22"]
        assert all(one.round_trip_s is not None and one.round_trip_s < 10 for one in asked)
        assert all(one.correlated is (version is Version.V5) for one in asked)
        connection.tick(0.0)
        assert [connection.log.message(one.seq).payload for one in asked if one.seq is not None] == [
            b"00",
            b"11",
            b"22",
        ]
        assert connection.subscriptions == []  # the topic for answers is not put into the user's list


async def test_nobody_answers_within_the_time_limit(mosquitto: Mosquitto) -> None:
    async with connected(mosquitto.port) as connection:
        request = connection.publishing.requests.ask(Publication("nobody", b""), limit_s=0.2)
        await asyncio.wait_for(request.over.wait(), 10)
        assert request.state is RequestState.TIMED_OUT


async def test_ten_thousand_messages_arrive_in_order_with_every_receipt(mosquitto: Mosquitto) -> None:
    async with connected(mosquitto.port, Version.V5, "burst") as connection:
        while not all(entry.granted is not None for entry in connection.subscriptions):
            await asyncio.sleep(0.01)
        numbers = iter(range(10_000))
        repeat = connection.publishing.repeats.start(
            "burst", lambda: Publication("burst", str(next(numbers)).encode(), qos=1), every_s=0, times=10_000
        )
        assert repeat.task is not None
        await asyncio.wait_for(repeat.task, 60)
        assert (repeat.state, repeat.sent, repeat.answered, repeat.failed) == (RepeatState.DONE, 10_000, 10_000, 0)
        while connection.counters.received < 10_000:
            await asyncio.sleep(0.01)
        connection.tick(0.0)
        assert [int(connection.log.message(seq).payload) for seq in range(0, 10_000, 499)] == list(
            range(0, 10_000, 499)
        )


# The program


@on_screen
def test_variables_are_sent_repeated_and_remembered_and_a_burst_leaves_the_window_alone(
    screen: VirtualScreen, mosquitto: Mosquitto, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    home = environment(tmp_path)
    url = f"mqtt://127.0.0.1:{mosquitto.port}"
    command = [sys.executable, "-m", "tracemq", "--language", "en", "--connect", url, "--subscribe", "sim/#"]
    program = screen.start([*command, "--report", report], environment=home)
    window = screen.window(APP_NAME)
    wait_until(lambda: "sim/#" in mosquitto.log, what="the subscription")

    received: list[Message] = []

    async def watch() -> None:
        async with Client(ConnectOptions(url)) as watcher, responder(mosquitto.port):
            watcher.on_messages = received.extend
            await watcher.subscribe("sim/#")
            await watcher.subscribe("ask")
            drive = asyncio.get_running_loop().run_in_executor(None, use_the_window)
            await asyncio.wait_for(drive, 100)

    def sent_to(topic: str) -> list[Message]:
        return [message for message in tuple(received) if message.topic == topic]

    def repeat(every: str, times: str) -> None:
        screen.key("ctrl+shift+Return")
        screen.window("Publish repeatedly")
        screen.key("ctrl+a")
        screen.type(every)
        screen.key("Tab")
        screen.type(times)
        screen.key("Return")

    def use_the_window() -> None:
        screen.key("ctrl+p")
        screen.type("sim/{{choice a}}/t")
        screen.key("Escape")
        screen.click(window, 850, 695)  # into the payload editor
        screen.type("n={{counter}} v={{random 5 5}}")
        screen.key("ctrl+Return")
        wait_until(lambda: len(sent_to("sim/a/t")) == 1, what="the message")
        repeat("0.05", "5")
        wait_until(lambda: len(sent_to("sim/a/t")) == 6, what="five more")
        repeat("0", "10000")
        wait_until(lambda: len(sent_to("sim/a/t")) == 10_006, timeout_s=60, what="ten thousand more")
        screen.key("ctrl+p", "ctrl+a")
        screen.type("ask")
        screen.key("Escape", "Tab", "Tab", "Tab", "Tab", "space", "Down", "Down", "Return")
        wait_until(lambda: sent_to("ask"), what="the request")
        screen.key("ctrl+q")

    asyncio.run(watch())
    assert program.wait(30) == 0
    payloads = [message.payload.decode() for message in sent_to("sim/a/t")]
    assert payloads[0] == "n=1 v=5"
    assert payloads[1:6] == [f"n={number} v=5" for number in range(1, 6)]
    assert payloads[6:] == [f"n={number} v=5" for number in range(1, 10_001)]
    (request,) = sent_to("ask")
    assert request.properties.correlation_data is not None
    history = (tmp_path / "data" / "tracemq" / "sent.jsonl").read_text().splitlines()
    sent = [json.loads(line) for line in history if '"message"' in line]
    assert [entry["topic"] for entry in sent] == ["sim/a/t", "sim/{{choice a}}/t", "sim/{{choice a}}/t", "ask"]
    figures = json.loads(report.read_text())
    assert figures["connections"][0]["sent"] == 10_007
    assert figures["loop_gap_ms"]["max"] < FROZEN_MS
