"""What the user chooses in the running program holds at once, and stands in the files: subscriptions and shortcuts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tests.support.marks import ON_SCREEN
from tests.support.mosquitto import Mosquitto
from tests.support.program import start
from tests.support.screen import VirtualScreen, wait_until
from tracemq import APP_NAME

pytestmark = list(ON_SCREEN)


def content(path: Path) -> Any:
    return yaml.safe_load(path.read_text()) if path.exists() else {}


def test_subscriptions_and_shortcuts_are_chosen_and_kept(
    screen: VirtualScreen, home: dict[str, str], mosquitto: Mosquitto
) -> None:
    folder = Path(home["XDG_CONFIG_HOME"]) / "tracemq"
    profile = folder / "profiles" / "workshop-ab12.yaml"
    profile.parent.mkdir(parents=True)
    saved = {"id": "ab12", "name": "Workshop", "host": "127.0.0.1", "port": mosquitto.port}
    profile.write_text(yaml.safe_dump({"schema": 1, **saved, "subscriptions": [{"filter": "#"}]}))
    program = start(screen, home, "--connect", "Workshop")
    screen.window(f"Workshop – {APP_NAME}")
    screen.rest()  # the panels come one after the other
    screen.key("ctrl+t", *["shift+Tab"] * 5)  # from the search of topics to the line above it
    screen.type("house/#, plant/+")
    screen.key("Return")

    def filters() -> list[str]:
        return [each["filter"] for each in content(profile)["subscriptions"]]

    wait_until(lambda: filters() == ["#", "house/#", "plant/+"], what="the subscriptions in the file")
    colours = [each.get("colour", "") for each in content(profile)["subscriptions"]]
    assert colours[0] == "" != colours[1] != colours[2] != ""
    screen.key("ctrl+comma")
    screen.window("Preferences")
    screen.key("ctrl+Tab", "ctrl+Tab", "ctrl+Tab", "Tab", "Tab", "ctrl+alt+n")  # page, list, field: the first action's
    wait_until(lambda: content(folder / "settings.yaml").get("shortcuts") == [["new", "Ctrl+Alt+N"]], what="the keys")
    screen.key("Tab", "alt+c")  # the field takes every other key
    screen.window(f"Workshop – {APP_NAME}")
    screen.key("ctrl+alt+n")
    screen.window("New connection")
    screen.key("Escape")
    screen.window(f"Workshop – {APP_NAME}")
    screen.key("ctrl+q")
    assert program.wait(20) == 0
