"""The program itself exports what it has received and shows the file in a tab of its own, by keyboard alone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.marks import ON_SCREEN
from tests.support.program import start
from tests.support.screen import VirtualScreen, wait_until
from tracemq import APP_NAME

pytestmark = list(ON_SCREEN)


def choose_file(screen: VirtualScreen) -> object:
    """Press Export…, which is the default button once there are messages."""
    screen.key("Return")
    search = ("xdotool", "search", "--onlyvisible", "--name", "Write messages to a file")
    try:
        return wait_until(lambda: screen.run(*search), timeout_s=2.0)
    except TimeoutError:
        return None


def test_messages_are_exported_and_opened_again(screen: VirtualScreen, home: dict[str, str], tmp_path: Path) -> None:
    report, file = tmp_path / "report.json", tmp_path / "rows.jsonl"
    program = start(screen, home, "--demo", "--report", report)
    screen.window(f"Demo – {APP_NAME}")
    screen.key("ctrl+shift+s")
    dialog = screen.window("Export messages")
    wait_until(lambda: choose_file(screen), what="the dialog for the file")
    screen.key("ctrl+a")
    screen.type(str(file))
    screen.key("Return")
    wait_until(file.exists, what="the exported file")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert rows
    assert {"topic", "time", "version", "qos"} <= rows[0].keys()
    screen.run("xdotool", "windowactivate", "--sync", dialog)
    screen.key("Escape")
    screen.window(f"Demo – {APP_NAME}")
    screen.key("ctrl+o")
    screen.window("Open messages")

    def opened() -> object:
        """Letters that come while the dialog still gets ready may be lost: it says then that there is no such file."""
        if asking := screen.run("xdotool", "search", "--onlyvisible", "--name", "Open messages"):
            screen.run("xdotool", "windowactivate", "--sync", asking.split()[-1])
            screen.key("ctrl+a")
            screen.type(str(file))
            screen.key("Return")
        search = ("xdotool", "search", "--onlyvisible", "--name", f"rows.jsonl – {APP_NAME}")
        try:
            return wait_until(lambda: screen.run(*search), timeout_s=5.0)
        except TimeoutError:
            return None

    wait_until(opened, timeout_s=60.0, what="the window of the file")
    screen.window(f"rows.jsonl – {APP_NAME}")
    screen.key("ctrl+q")
    program.wait(20)
    figures = {each["url"]: each for each in json.loads(report.read_text())["connections"]}
    assert figures["file:"]["rows"] == len(rows)
