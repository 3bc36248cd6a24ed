"""The program itself as a process on a virtual screen, driven by mouse and keyboard against a real mosquitto."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
import yaml

from tests.support.marks import ON_SCREEN
from tests.support.mosquitto import Mosquitto
from tests.support.mosquitto_clients import mosquitto_pub, mosquitto_sub
from tests.support.program import FROZEN_MS, logged, start
from tests.support.screen import VirtualScreen, wait_until
from tracemq import APP_NAME, desktop
from tracemq.mqtt import Client, ConnectOptions

pytestmark = list(ON_SCREEN)


def test_a_newcomer_connects_browses_publishes_and_quits(
    screen: VirtualScreen, home: dict[str, str], mosquitto: Mosquitto, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    program = start(screen, home, "--report", report)
    screen.window(f"Demo – {APP_NAME}")  # the very first start connects the Demo
    screen.key("ctrl+n")
    screen.window("New connection")
    screen.type("Workshop")
    screen.key("alt+h", "ctrl+a")
    screen.type("127.0.0.1")
    screen.key("alt+p", "ctrl+a")
    screen.type(str(mosquitto.port))
    screen.key("Return")  # Save & Connect is the default button
    window = screen.window(f"Workshop – {APP_NAME}")
    profiles = list((Path(home["XDG_CONFIG_HOME"]) / "tracemq" / "profiles").glob("*.yaml"))
    assert [yaml.safe_load(path.read_text())["name"] for path in profiles] == ["Workshop"]
    assert [path.stat().st_mode & 0o777 for path in profiles] == [0o600]

    async def exchange() -> str:
        async with mosquitto_sub(mosquitto.port, "from/window", output="%t %p %q %r") as subscriber:
            wait_until(lambda: "from/window" in mosquitto.log, what="the subscription")
            await mosquitto_pub(mosquitto.port, "to/window", "hello")
            screen.key("ctrl+p")  # goes to the publish form's topic line
            screen.type("from/window")
            screen.click(window, 850, 695)  # into the payload editor
            screen.type("21.5")
            screen.key("ctrl+Return")
            return await subscriber.line()

    assert asyncio.run(exchange()) == "from/window 21.5 0 0"
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    workshop = json.loads(report.read_text())["connections"][1]
    assert workshop["url"] == f"mqtt://127.0.0.1:{mosquitto.port}"
    assert workshop["sent"] == 1
    assert workshop["received"] >= 2  # the one that came to the window, and its own


def test_the_second_start_waits_for_the_user(screen: VirtualScreen, home: dict[str, str]) -> None:
    first = start(screen, home)
    screen.window(f"Demo – {APP_NAME}")
    screen.key("ctrl+q")
    assert first.wait(20) == 0
    second = start(screen, home)
    assert screen.run("xdotool", "getwindowname", screen.window(APP_NAME)) == APP_NAME
    screen.key("ctrl+q")
    assert second.wait(20) == 0


def test_messages_at_twenty_thousand_a_second_all_become_rows_and_the_window_stays_fluid(
    screen: VirtualScreen, home: dict[str, str], mosquitto: Mosquitto, tmp_path: Path
) -> None:
    count, rate, topics, report = 100_000, 20_000, 100, tmp_path / "report.json"
    url = f"mqtt://127.0.0.1:{mosquitto.port}"
    program = start(screen, home, "--connect", url, "--subscribe", "bench/#", "--report", report, "--exit-after", "14")
    screen.window(APP_NAME)
    wait_until(lambda: "bench/#" in mosquitto.log, what="the subscription")

    async def publish() -> None:
        async with Client(ConnectOptions(url)) as client:
            loop = asyncio.get_running_loop()
            began, sent = loop.time(), 0
            while sent < count:
                for number in range(sent, min(count, int((loop.time() - began) * rate) + 1)):
                    client.publish(f"bench/{number % topics}", b"%010d %s" % (number // topics, b"x" * 89))
                    sent = number + 1
                await client.drain()
                await asyncio.sleep(0.002)

    asyncio.run(publish())
    assert program.wait(40) == 0
    content = json.loads(report.read_text())
    connection = content["connections"][0]
    assert (connection["received"], connection["rows"], connection["evicted"]) == (count, count, 0)
    assert (connection["state"], connection["topics"], connection["last_error"]) == ("connected", topics, None)
    assert content["window_shown_s"] > 0
    gaps = content["loop_gap_ms"]
    assert gaps["max"] < FROZEN_MS
    assert gaps["samples"] > count / rate * 1000 / FROZEN_MS  # at least so many turns are as long as the messages flow


@pytest.mark.parametrize("url", ["mqtt://127.0.0.1:1", "mqtt://no-such-host.invalid", "nonsense"])
def test_a_broker_that_cannot_be_reached_is_told_and_the_window_stays(
    screen: VirtualScreen, home: dict[str, str], tmp_path: Path, url: str
) -> None:
    report = tmp_path / "report.json"
    program = start(screen, home, "--connect", url, "--report", report)
    screen.window("Unknown connection" if url == "nonsense" else APP_NAME)
    if url != "nonsense":
        wait_until(lambda: "event=Stopped" in logged(home), what="the end of the attempt")
    program.terminate()
    assert program.wait(20) == 0
    content = json.loads(report.read_text())
    if url == "nonsense":
        assert content["connections"] == []
    else:
        assert content["connections"][0]["last_error"]


def test_the_exit_status_tells_that_a_report_could_not_be_written(
    screen: VirtualScreen, home: dict[str, str], tmp_path: Path
) -> None:
    program = start(screen, home, "--report", tmp_path / "no" / "such" / "folder.json", "--exit-after", "1")
    assert program.wait(20) == 1


def test_the_menu_entry_starts_the_program(
    screen: VirtualScreen, home: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", home["XDG_DATA_HOME"])
    assert desktop.install() == 0
    exec_line = next(line for line in desktop.entry_path().read_text().splitlines() if line.startswith("Exec="))
    # as a menu does it: the field code for URLs is empty, and a shell-like split takes the quotes away
    command = exec_line.removeprefix("Exec=").replace("%u", "").replace("%%", "%").replace("\\\\", "\\")
    program = screen.start(["/bin/sh", "-c", f"exec {command}"], environment=home)
    screen.window(APP_NAME)
    screen.key("ctrl+q")
    assert program.wait(20) == 0


def test_when_the_display_dies_the_program_saves_and_ends_in_order(home: dict[str, str], tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    with VirtualScreen("1280x800") as screen:
        program = start(screen, home, "--demo", "--report", report)
        screen.window(f"Demo – {APP_NAME}")
        wait_until(lambda: "event=Connected" in logged(home), what="the Demo")
        screen.kill()
        assert program.wait(20) == 1
    assert json.loads(report.read_text())["connections"][0]["state"] == "connected"
    assert "event=Stopped" in logged(home)
    assert "ERROR" not in logged(home)


def test_broken_settings_are_left_alone_and_the_window_comes_with_those_of_a_newcomer(
    screen: VirtualScreen, home: dict[str, str]
) -> None:
    settings = Path(home["XDG_CONFIG_HOME"]) / "tracemq" / "settings.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(b"at_start: [reopen\n\x00")
    program = start(screen, home)
    box = screen.window("^Preferences")  # which says so
    screen.key("Return")
    wait_until(lambda: box not in screen.run("xdotool", "search", "--onlyvisible", "--name", "^Preferences"))
    screen.window(f"^{APP_NAME}$")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
    assert settings.read_bytes() == b"at_start: [reopen\n\x00"
