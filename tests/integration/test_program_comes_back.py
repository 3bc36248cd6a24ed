"""The program itself, without a screen: it sleeps, loses its broker, ends; and what was there is there again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.mosquitto import Mosquitto
from tests.support.program import folders
from tests.support.screen import wait_until
from tracemq.mqtt import Client, ConnectOptions, QoS
from tracemq.profiles.layouts import LayoutStore
from tracemq.profiles.profile import Mqtt5Settings, Profile, ReconnectSettings, SubscriptionSettings
from tracemq.profiles.settings import AtStart, Settings, SettingsStore
from tracemq.profiles.store import ProfileStore

LIMIT_S = 60.0  # for what comes in a second: a machine with much else to do may be slow
KEPT_BY_BROKER = "persistence true\npersistence_location {folder}/\n"


def published(port: int, names: Sequence[str], qos: int) -> None:
    async def publish() -> None:
        async with Client(ConnectOptions(f"mqtt://127.0.0.1:{port}")) as client:
            for receipt in [client.publish(f"to/sleeper/{name}", name, qos=qos) for name in names]:
                assert not (await receipt).failed

    asyncio.run(publish())


def numbered(word: str, count: int) -> list[str]:
    return [f"{word}-{number:03d}" for number in range(count)]


Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the program without a screen, with folders of its own; what still runs at the end is killed."""
    made: list[subprocess.Popen[bytes]] = []

    def run(*arguments: str) -> subprocess.Popen[bytes]:
        environment = os.environ | folders(tmp_path) | {"QT_QPA_PLATFORM": "offscreen"}
        made.append(subprocess.Popen([sys.executable, "-m", "tracemq", *arguments], env=environment))
        return made[-1]

    yield run
    for program in made:
        program.kill()
        program.wait()


@contextmanager
def broker_hears(broker: Mosquitto, words: str) -> Iterator[None]:
    """Wait at the end until the broker has logged the words once more."""
    before = broker.log.count(words)
    yield
    wait_until(lambda: broker.log.count(words) > before, timeout_s=LIMIT_S, what=words)


@pytest.fixture
def profile(make_mosquitto: Callable[..., Mosquitto], tmp_path: Path) -> tuple[Mosquitto, Path]:
    broker = make_mosquitto()
    broker.start(KEPT_BY_BROKER.format(folder=broker.folder))
    store = ProfileStore(tmp_path / "profiles")
    store.save(
        Profile(
            name="Sleeper",
            host="127.0.0.1",
            port=broker.port,
            client_id="sleeper",
            clean_start=False,
            keep_alive_s=1,
            mqtt5=Mqtt5Settings(session_expiry_interval_s=3600),
            reconnect=ReconnectSettings(first_delay_s=0.1, max_delay_s=0.2),
            subscriptions=(SubscriptionSettings(filter="to/sleeper/#", qos=QoS.EXACTLY_ONCE),),
        )
    )
    (path,) = (tmp_path / "profiles").glob("*.yaml")
    return broker, path


def test_after_a_sleep_and_a_restart_of_the_broker_every_message_is_there_once(
    profile: tuple[Mosquitto, Path], start: Start, tmp_path: Path
) -> None:
    broker, path = profile
    report = tmp_path / "report.json"
    program = start("--profile", str(path), "--report", str(report))

    def said(words: str, times: int) -> None:
        wait_until(lambda: broker.log.count(words) >= times, timeout_s=LIMIT_S, what=f"{words!r} x{times}")

    said("Sending SUBACK to sleeper", 1)
    published(broker.port, numbered("awake", 10), 2)
    said("Received PUBCOMP from sleeper", 10)

    program.send_signal(signal.SIGSTOP)
    published(broker.port, numbered("falling-asleep", 10), 2)  # into the socket of one who does not read
    said("sleeper has exceeded timeout", 1)
    published(broker.port, numbered("asleep-2", 10), 2)
    published(broker.port, numbered("asleep-1", 10), 1)
    program.send_signal(signal.SIGCONT)
    said("Received PUBACK from sleeper", 10)
    said("Received PUBCOMP from sleeper", 30)

    broker.stop()
    broker.start(KEPT_BY_BROKER.format(folder=broker.folder))
    said("Sending CONNACK to sleeper", 3)
    published(broker.port, numbered("restarted", 10), 2)
    said("Received PUBCOMP from sleeper", 40)
    program.send_signal(signal.SIGTERM)
    assert program.wait(LIMIT_S) == 0
    (connection,) = json.loads(report.read_text())["connections"]
    assert (connection["received"], connection["topics"]) == (50, 50)
    kinds = [line.partition(",")[0] for line in connection["history"]]
    assert (kinds[0], kinds[-1], kinds.count("connected"), kinds.count("lost")) == ("connected", "connected", 3, 2)
    assert connection["history"][-1] == "connected, session present"


def test_what_was_open_at_the_end_is_open_at_the_next_start(
    profile: tuple[Mosquitto, Path], start: Start, tmp_path: Path
) -> None:
    broker, _ = profile
    config = tmp_path / "config" / "tracemq"
    store = ProfileStore(config / "profiles")
    for name in ("first", "second"):
        store.save(Profile(id=name, name=name, host="127.0.0.1", port=broker.port, client_id=name))
    SettingsStore(config / "settings.yaml").save(Settings(at_start=AtStart.REOPEN, first_start_done=True))
    for arguments in (["--connect", "second"], []):
        with broker_hears(broker, "Sending SUBACK to second"):
            program = start(*arguments)
        program.send_signal(signal.SIGTERM)
        assert program.wait(LIMIT_S) == 0
        assert SettingsStore(config / "settings.yaml").load().open_profiles == ("second",)
        assert LayoutStore(config / "layouts").load("window")
    assert "SUBACK to first" not in broker.log
