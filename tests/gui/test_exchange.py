"""What was chosen in the dialogs becomes files and profiles; the doctor examines what is saved or being edited."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.support.free_ports import free_port
from tests.support.plain_panels import Layouts, plain_panels
from tracemq.profiles.export import export
from tracemq.profiles.importers.anything import read_anything
from tracemq.profiles.profile import AuthMethod, Profile
from tracemq.profiles.secrets import MemorySecrets, SecretKind, secret_id
from tracemq.profiles.store import Loaded, ProfileStore
from tracemq.ui.consulting import Consulting
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.dialogs.doctor_dialog import DoctorDialog
from tracemq.ui.exchange import Exchange
from tracemq.ui.main_window import MainWindow
from tracemq.ui.theme import Scheme, Theme
from tracemq.viewmodels.connections import ConnectionsModel
from tracemq.workspace.diagnosis import Cause
from tracemq.workspace.workspace import Workspace

HOME = Profile(id="home1", name="Home", host="127.0.0.1", authentication=AuthMethod.PASSWORD, username="me")
PASSWORD = secret_id("home1", SecretKind.PASSWORD)


class Desk:
    """A window with a workspace behind it, and what the tests ask of both."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, folder: Path) -> None:
        self.store = ProfileStore(folder / "profiles")
        self.secrets = MemorySecrets()
        self.workspace = Workspace(self.store, self.secrets)
        self.window = MainWindow(Theme(qapp, Scheme.LIGHT), ConnectionsModel(), Layouts(), plain_panels)
        qtbot.addWidget(self.window)
        self.reloads = 0
        self.exchange = Exchange(self.window, self.workspace, self.secrets, self.profiles, self.reload)
        self.known = {HOME.id: _closed()}
        self.consulting = Consulting(self.window, self.workspace, self.known.get)

    def profiles(self) -> list[Profile]:
        return [entry.profile for entry in self.store.load_all() if isinstance(entry, Loaded)]

    def reload(self) -> None:
        self.reloads += 1


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Desk:
    return Desk(qtbot, qapp, tmp_path)


async def examined(desk: Desk) -> DoctorDialog:
    while not (found := desk.window.findChildren(DoctorDialog)) or found[0].model.examination is None:
        await asyncio.sleep(0.01)
    return found[0]


async def test_exported_connections_come_back_with_their_passwords(desk: Desk, tmp_path: Path) -> None:
    desk.secrets.set(PASSWORD, "hunter2")
    await desk.exchange.give(tmp_path / "out.yaml", [HOME], "open sesame")
    data = (tmp_path / "out.yaml").read_bytes()
    assert b"hunter2" not in data
    result = read_anything(data, "open sesame")[1]
    assert isinstance(result, list)
    await desk.exchange.take(result)
    (taken,) = desk.profiles()
    assert (taken.name, desk.reloads) == ("Home", 1)
    assert desk.secrets.get(secret_id(taken.id, SecretKind.PASSWORD)) == "hunter2"


async def test_without_a_passphrase_no_secret_is_even_asked_for(desk: Desk, tmp_path: Path) -> None:
    desk.secrets.set(PASSWORD, "hunter2")
    await desk.exchange.give(tmp_path / "out.yaml", [HOME], "")
    assert (tmp_path / "out.yaml").read_bytes() == export([HOME])
    assert (tmp_path / "out.yaml").stat().st_mode & 0o777 == 0o600


async def test_a_file_that_cannot_be_written_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    await desk.exchange.give(tmp_path / "file" / "out.yaml", [HOME], "")
    assert desk.window.findChildren(QMessageBox)


def test_the_menu_opens_the_dialogs(desk: Desk, qtbot: QtBot) -> None:
    def titles() -> set[str]:
        return {widget.windowTitle() for widget in desk.window.findChildren(QWidget) if widget.isWindow()}

    desk.window.actions_by_name["import"].trigger()
    desk.window.actions_by_name["export"].trigger()
    qtbot.waitUntil(lambda: {"Import connections", "Export connections"} <= titles())  # they are imported first


async def test_a_saved_connection_is_examined_without_being_opened(desk: Desk) -> None:
    desk.window.diagnose_asked.emit(HOME.id)
    dialog = await asyncio.wait_for(examined(desk), 10)
    assert dialog.model.examination is not None
    assert dialog.model.examination.fatal is not None
    assert dialog.model.examination.fatal.cause is Cause.NOBODY_LISTENS
    assert desk.workspace.connections == []


async def test_a_connection_is_tested_from_its_dialog_and_nothing_is_saved(desk: Desk) -> None:
    editing = ConnectionDialog(_closed(), "hunter2", desk.window)
    desk.consulting.follow(editing)
    editing.open()
    editing.test_button.click()
    dialog = await asyncio.wait_for(examined(desk), 10)
    assert dialog.verdicts[0].text.title.startswith("No program listens")
    assert desk.profiles() == []
    assert editing.isVisible()


def _closed() -> Profile:
    return Profile(id=HOME.id, name="Home", host="127.0.0.1", port=free_port())
