"""A new connection by mouse: made, tested, saved and connected; a broker that nobody verified is marked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.support.marks import ON_SCREEN
from tests.support.mosquitto import Mosquitto
from tests.support.program import environment
from tests.support.screen import VirtualScreen, wait_until
from tracemq import APP_NAME
from tracemq.profiles.settings import Settings, SettingsStore

pytestmark = list(ON_SCREEN)

# Where things are, in px of their windows; the dialog opens at 820 by 700
NEW = (40, 52)
ADDRESS = (500, 56)
PAGES = {"tls": (60, 72)}
VERIFY_WITH = (400, 95)
TEST, SAVE_AND_CONNECT = (460, 668), (738, 668)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    made = Mosquitto(tmp_path / "broker", listeners=("tls",))
    made.start()
    yield made
    made.stop()


def test_a_connection_is_made_tested_saved_and_connected_by_mouse(
    screen: VirtualScreen, broker: Mosquitto, tmp_path: Path
) -> None:
    home = environment(tmp_path)
    settings = SettingsStore(tmp_path / "config" / "tracemq" / "settings.yaml")
    settings.save(Settings(first_start_done=True, language="en"))
    screen.start([sys.executable, "-m", "tracemq", "--theme", "light"], environment=home)
    window = screen.window(f"^{APP_NAME}$")
    screen.click(window, *NEW)
    dialog = screen.window("New connection")
    screen.type("Workshop")  # the name is what is selected at first
    screen.click(dialog, *ADDRESS, times=3)
    screen.type(f"mqtts://127.0.0.1:{broker.ports['tls']}")
    screen.click(dialog, *PAGES["tls"])
    screen.click(dialog, *VERIFY_WITH)
    screen.key("End", "Return")  # the last choice of the list that has dropped: do not verify

    screen.click(dialog, *TEST)
    screen.window("Connection doctor: Workshop")
    wait_until(lambda: "New client connected" in broker.log, what="the test's connection")
    profiles = tmp_path / "config" / "tracemq" / "profiles"
    assert not list(profiles.glob("*.yaml"))  # nothing is saved by a test
    screen.key("Escape")
    dialog = screen.window("New connection")
    connects = broker.log.count("New client connected")

    screen.click(dialog, *SAVE_AND_CONNECT)
    screen.window(f"Workshop – {APP_NAME}")
    wait_until(lambda: broker.log.count("New client connected") > connects, what="the connection")
    (path,) = profiles.glob("*.yaml")
    saved = yaml.safe_load(path.read_text())
    assert (saved["name"], saved["scheme"], saved["tls"]["trust"]) == ("Workshop", "mqtts", "nobody")
    screen.picture(tmp_path / "unverified.png")
