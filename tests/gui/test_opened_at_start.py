"""When the program starts, what was open comes back, and what is marked is connected."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.free_ports import free_port
from tests.support.plain_panels import Layouts, plain_panels
from tracemq.profiles.profile import Profile, ReconnectSettings
from tracemq.profiles.secrets import FallbackSecrets, MemorySecrets
from tracemq.profiles.store import ProfileStore
from tracemq.ui.conductor import Conductor
from tracemq.ui.main_window import MainWindow
from tracemq.ui.theme import Scheme, Theme
from tracemq.viewmodels.connections import ConnectionsModel
from tracemq.workspace.workspace import DEMO_ID, Workspace


class Desk:
    """Three saved connections, one of them marked, and a window in which none is open."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, folder: Path) -> None:
        store = ProfileStore(folder / "profiles")
        for name in ("aa", "bb", "marked"):
            never = ReconnectSettings(enabled=False)
            port, marked = free_port(), name == "marked"
            store.save(
                Profile(id=name, name=name, host="127.0.0.1", port=port, reconnect=never, connect_at_start=marked)
            )
        secrets, model = FallbackSecrets(MemorySecrets()), ConnectionsModel()
        self.workspace = Workspace(store, secrets)
        window = MainWindow(Theme(qapp, Scheme.LIGHT), model, Layouts(), plain_panels)
        window.clock.stop()
        qtbot.addWidget(window)
        self.conductor = Conductor(window, model, self.workspace, secrets)

    @property
    def open(self) -> list[str]:
        return [connection.profile.id for connection in self.workspace.connections]


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(qtbot, qapp, tmp_path)
    yield desk
    await desk.workspace.close_all()


async def test_a_newcomer_gets_what_is_marked(desk: Desk) -> None:
    await desk.conductor.open_at_start(())
    assert desk.open == ["marked"]


async def test_what_was_open_comes_back_in_its_order_before_what_is_marked(desk: Desk) -> None:
    await desk.conductor.open_at_start(("bb", "aa"))
    assert desk.open == ["bb", "aa", "marked"]


async def test_what_was_open_and_is_marked_is_opened_once(desk: Desk) -> None:
    await desk.conductor.open_at_start(("marked", "aa"))
    assert desk.open == ["marked", "aa"]


async def test_the_demo_comes_back_too(desk: Desk) -> None:
    await desk.conductor.open_at_start((DEMO_ID,))
    assert desk.open == [DEMO_ID, "marked"]


async def test_what_is_gone_since_is_passed_over(desk: Desk) -> None:
    await desk.conductor.open_at_start(("gone", "aa"))
    assert desk.open == ["aa", "marked"]
