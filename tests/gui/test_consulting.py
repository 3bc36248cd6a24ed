"""Advice that is carried out: in what is saved, in an open connection, in the dialog that is being edited."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.free_ports import free_port
from tests.support.plain_panels import Layouts, plain_panels
from tracemq.profiles.profile import Profile, ReconnectSettings
from tracemq.profiles.secrets import MemorySecrets
from tracemq.profiles.store import Loaded, ProfileStore
from tracemq.ui.consulting import Consulting
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.dialogs.doctor_dialog import DoctorDialog
from tracemq.ui.main_window import MainWindow
from tracemq.ui.theme import Scheme as Look
from tracemq.ui.theme import Theme
from tracemq.viewmodels.connections import ConnectionsModel
from tracemq.viewmodels.doctor import Phase
from tracemq.workspace import doctor
from tracemq.workspace.diagnosis import Cause
from tracemq.workspace.doctor import examine
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.workspace import DEMO_ID, Workspace


class Desk:
    """A window with a workspace behind it, and one saved connection with the wrong port for its scheme."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, folder: Path) -> None:
        self.store = ProfileStore(folder / "profiles")
        self.workspace = Workspace(self.store, MemorySecrets())
        self.window = MainWindow(Theme(qapp, Look.LIGHT), ConnectionsModel(), Layouts(), plain_panels)
        qtbot.addWidget(self.window)
        self.home = Profile(
            name="Home",
            host="127.0.0.1",
            port=free_port(),
            connect_timeout_s=1.0,
            reconnect=ReconnectSettings(enabled=False),
            subscriptions=(),
        )
        self.store.save(self.home)
        self.changes = 0
        self.consulting = Consulting(self.window, self.workspace, self.saved, self.changed)

    def saved(self, profile_id: str) -> Profile | None:
        found = [entry.profile for entry in self.store.load_all() if isinstance(entry, Loaded)]
        return next((profile for profile in found if profile.id == profile_id), None)

    def changed(self) -> None:
        self.changes += 1

    async def examined(self) -> DoctorDialog:
        """The open dialog, once its examination is over."""
        async with asyncio.timeout(10):
            while True:
                await asyncio.sleep(0.01)
                for dialog in self.window.findChildren(DoctorDialog):
                    if dialog.model.phase is Phase.FINISHED:
                        return dialog


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody with the same client id is waited for."""
    monkeypatch.setattr(doctor, "examine", partial(examine, hold_s=0.0))


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Desk:
    return Desk(qtbot, qapp, tmp_path)


def cause(dialog: DoctorDialog) -> Cause | None:
    examination = dialog.model.examination
    assert examination is not None
    return examination.fatal.cause if examination.fatal else None


async def test_a_saved_connection_is_changed_and_examined_again(desk: Desk) -> None:
    desk.window.diagnose_asked.emit(desk.home.id)
    dialog = await desk.examined()
    assert cause(dialog) is Cause.NOBODY_LISTENS
    dialog.verdicts[0].buttons[0].click()
    after = desk.saved(desk.home.id)
    assert after is not None
    assert (after.port_number, desk.changes) == (1883, 1)
    assert dialog.address.text() == "mqtt://127.0.0.1:1883"
    assert await desk.examined() is dialog
    dialog.reject()


async def test_an_open_connection_uses_the_change_from_the_next_time_on(desk: Desk) -> None:
    connection = desk.workspace.open(desk.home, ProfileSecrets())
    desk.window.diagnose_asked.emit(desk.home.id)
    dialog = await desk.examined()
    dialog.verdicts[0].buttons[0].click()
    assert connection.profile.port_number == 1883
    dialog.reject()
    await desk.workspace.close_all()


async def test_a_connection_that_is_nowhere_but_in_the_window_is_changed_there(desk: Desk) -> None:
    connection = desk.workspace.open(Profile(host="127.0.0.1", port=desk.home.port), ProfileSecrets())
    desk.window.diagnose_asked.emit(connection.profile.id)
    dialog = await desk.examined()
    dialog.verdicts[0].buttons[0].click()
    assert (connection.profile.port_number, desk.changes) == (1883, 0)
    dialog.reject()
    await desk.workspace.close_all()


async def test_what_is_being_edited_is_changed_in_its_dialog_and_nothing_is_saved(desk: Desk, qtbot: QtBot) -> None:
    editing = ConnectionDialog(desk.home, None, desk.window)
    desk.consulting.follow(editing)
    editing.open()
    editing.test_button.click()
    async with asyncio.timeout(10):
        while not (found := editing.findChildren(DoctorDialog)) or found[0].model.phase is not Phase.FINISHED:
            await asyncio.sleep(0.01)
    found[0].verdicts[0].buttons[0].click()
    assert editing.form.profile.port_number == 1883
    assert editing.general.port.text() == "1883"
    after = desk.saved(desk.home.id)
    assert after is not None
    assert after.port == desk.home.port
    found[0].reject()


async def test_a_connection_that_works_can_be_made_from_there(desk: Desk) -> None:
    asked: list[str] = []
    desk.window.connect_asked.connect(asked.append)
    desk.window.diagnose_asked.emit(DEMO_ID)
    dialog = await desk.examined()
    assert dialog.connect_button.isVisible()
    dialog.connect_button.click()
    assert asked == [DEMO_ID]
    assert not dialog.isVisible()
    await desk.workspace.close_all()


async def test_a_connection_that_fails_or_is_being_edited_has_no_button_to_connect(desk: Desk) -> None:
    desk.window.diagnose_asked.emit(desk.home.id)
    dialog = await desk.examined()
    assert not dialog.connect_button.isVisible()
    dialog.reject()
    editing = ConnectionDialog(desk.home, None, desk.window)
    demo = await desk.workspace.demo_profile()
    dialog = desk.consulting.show(demo, ProfileSecrets(), editing)
    async with asyncio.timeout(10):
        while dialog.model.phase is not Phase.FINISHED:
            await asyncio.sleep(0.01)
    assert not dialog.connect_button.isVisible()
    dialog.reject()
    await desk.workspace.close_all()


async def test_the_demo_is_examined_without_being_opened_and_nothing_is_offered(desk: Desk) -> None:
    desk.window.diagnose_asked.emit(DEMO_ID)
    dialog = await desk.examined()
    assert cause(dialog) is None
    assert [verdict.buttons for verdict in dialog.verdicts] == [[]]
    assert desk.workspace.connections == []
    dialog.reject()
    await desk.workspace.close_all()


async def test_somebody_elses_id_is_no_wish(desk: Desk) -> None:
    desk.window.diagnose_asked.emit("nobody")
    await asyncio.sleep(0.05)
    assert desk.window.findChildren(DoctorDialog) == []
