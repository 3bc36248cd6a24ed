"""What is wanted in the window becomes files, secrets and connections; nothing that was typed is lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.certificates import Certificates
from tests.support.free_ports import free_port
from tests.support.plain_panels import Layouts, plain_panels
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Header,
    Profile,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
)
from tracemq.profiles.secrets import (
    FallbackSecrets,
    MemorySecrets,
    SecretKind,
    SecretsError,
    SecretsState,
    header_secret_id,
    secret_id,
)
from tracemq.profiles.store import Loaded, ProfileStore
from tracemq.ui.conductor import Conductor
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.dialogs.secrets_dialog import SecretsDialog
from tracemq.ui.main_window import MainWindow
from tracemq.ui.theme import Scheme as ThemeScheme
from tracemq.ui.theme import Theme
from tracemq.viewmodels.connections import ConnectionsModel
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.workspace import Workspace

W = TypeVar("W", bound=QWidget)
HOME = Profile(
    id="home1", name="Home", host="127.0.0.1", authentication=AuthMethod.PASSWORD, username="ann", client_id="me"
)
PASSWORD = secret_id("home1", SecretKind.PASSWORD)


class Locked(MemorySecrets):
    """A keyring whose user does not unlock it."""

    def get(self, secret_id: str) -> str | None:
        raise SecretsError(SecretsState.LOCKED)

    set = delete = get  # type: ignore[assignment]


class Desk:
    """A window and everything behind it, but for a broker."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, folder: Path) -> None:
        self.folder = folder / "profiles"
        self.store = ProfileStore(self.folder)
        self.keyring = MemorySecrets()
        self.secrets = FallbackSecrets(self.keyring)
        self.workspace = Workspace(self.store, self.secrets)
        self.model = ConnectionsModel()
        self.window = MainWindow(Theme(qapp, ThemeScheme.LIGHT), self.model, Layouts(), plain_panels)
        self.window.clock.stop()
        qtbot.addWidget(self.window)
        self.store.save(replace(HOME, port=free_port()))
        self.conductor = Conductor(self.window, self.model, self.workspace, self.secrets)

    @property
    def home(self) -> Profile:
        found = self.conductor.saved("home1")
        assert found is not None
        return found

    def change(self, **values: object) -> Profile:
        """Change the saved profile as the user has done some time ago."""
        self.store.save(replace(self.home, **values), overwrite=True)  # type: ignore[arg-type]
        self.conductor.reload()
        return self.home

    def on_disk(self) -> list[Profile]:
        return [entry.profile for entry in ProfileStore(self.folder).load_all() if isinstance(entry, Loaded)]

    async def shown(self, kind: type[W]) -> W:
        """The dialog of this kind, as soon as it is there."""
        return await until(lambda: next((each for each in self.window.findChildren(kind) if each.isVisible()), None))

    async def editing(self, profile_id: str = "home1") -> ConnectionDialog:
        self.window.edit_asked.emit(profile_id)
        return await self.shown(ConnectionDialog)


async def until(value: Callable[[], W | None]) -> W:
    async with asyncio.timeout(10):
        while not (found := value()):
            await asyncio.sleep(0.005)
    return found


async def settled(check: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not check():
            await asyncio.sleep(0.005)


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text().replace("&", "") == text).click()


@pytest.fixture
async def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> AsyncIterator[Desk]:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the window of the test before
    made = Desk(qtbot, qapp, tmp_path)
    yield made
    await made.workspace.close_all()
    qapp.setStyleSheet("")  # else every window that is still there is dressed anew by the next one


async def test_subscriptions_that_the_user_adds_stand_in_the_file_and_do_not_get_in_the_way_of_an_editor(
    desk: Desk,
) -> None:
    connection = desk.workspace.open(desk.home, ProfileSecrets())
    await connection.subscribe(SubscriptionSettings(filter="added/#", colour="#2f7fd1"))
    assert [each.filter for each in desk.on_disk()[0].subscriptions] == ["#", "$SYS/#", "added/#"]
    assert desk.home == desk.on_disk()[0]
    dialog = await desk.editing()
    dialog.fields.form.put("name", "Plant")
    dialog.saved.emit(dialog.fields.form.profile, None, False)
    await settled(lambda: desk.on_disk()[0].name == "Plant")
    assert [each.filter for each in desk.on_disk()[0].subscriptions] == ["#", "$SYS/#", "added/#"]


# Asking for secrets


async def test_what_is_not_known_is_asked_for_before_connecting(desk: Desk) -> None:
    desk.change(remember_password=False)
    desk.window.connect_asked.emit("home1")
    dialog = await desk.shown(SecretsDialog)
    assert desk.workspace.connections == []
    assert not dialog.keep.isChecked()
    dialog.lines[PASSWORD].setText("hunter2")
    dialog.lines[PASSWORD].textEdited.emit("hunter2")
    dialog.connect_button.click()
    await settled(lambda: desk.workspace.connections)
    assert desk.workspace.connections[0].secrets.password == "hunter2"
    assert desk.keyring.get(PASSWORD) is None  # it was not to be kept
    assert desk.secrets.get(PASSWORD) == "hunter2"  # but nobody is asked a second time in this run


async def test_it_is_kept_in_the_keyring_if_the_user_wants_that(desk: Desk) -> None:
    desk.change(authentication=AuthMethod.TOKEN)
    desk.window.connect_asked.emit("home1")
    dialog = await desk.shown(SecretsDialog)
    assert dialog.keep.isChecked()
    assert not dialog.connect_button.isEnabled()  # a token cannot be empty
    dialog.lines[PASSWORD].textEdited.emit("t0ken")
    dialog.connect_button.click()
    await settled(lambda: desk.workspace.connections)
    assert desk.keyring.get(PASSWORD) == "t0ken"


async def test_cancelling_the_question_connects_nothing_and_it_can_be_asked_again(desk: Desk) -> None:
    desk.change(remember_password=False)
    for _ in range(2):
        desk.window.connect_asked.emit("home1")
        desk.window.connect_asked.emit("home1")  # a double-click too many
        dialog = await desk.shown(SecretsDialog)
        assert len([each for each in desk.window.findChildren(SecretsDialog) if each.isVisible()]) == 1
        dialog.cancel_button.click()
        await asyncio.sleep(0)
        await settled(lambda: not desk.conductor._prompt._asking)
    assert desk.workspace.connections == []


async def test_a_locked_keyring_is_said_in_the_question(desk: Desk) -> None:
    desk.secrets._keyring = Locked()
    desk.window.connect_asked.emit("home1")
    dialog = await desk.shown(SecretsDialog)
    assert not dialog.keep.isEnabled()
    assert "keyring is locked" in dialog._keep_row.note.text()
    dialog.reject()


async def test_a_wrong_passphrase_is_asked_for_again(desk: Desk, tmp_path: Path) -> None:
    made = Certificates(tmp_path / "certificates")
    tls = TlsSettings(certificate=ClientCertificate.P12, p12_file=made.path("client.p12"))
    desk.change(scheme=Scheme.MQTTS, tls=tls, authentication=AuthMethod.NONE)
    name = secret_id("home1", SecretKind.KEY_PASSPHRASE)
    desk.window.connect_asked.emit("home1")
    first = await desk.shown(SecretsDialog)
    assert first._rows[name].note.text() == ""
    first.lines[name].textEdited.emit("no")
    first.connect_button.click()
    second = await desk.shown(SecretsDialog)
    assert "does not open the key" in second._rows[name].note.text()
    second.lines[name].textEdited.emit("secret")
    second.connect_button.click()
    await settled(lambda: desk.workspace.connections)
    assert desk.workspace.connections[0].secrets.key_passphrase == "secret"


# Editing


async def test_cancelling_what_was_changed_asks_first(desk: Desk) -> None:
    dialog = await desk.editing()
    dialog.general.host.setText("other.example")
    dialog.general.host.textEdited.emit("other.example")
    dialog.cancel_button.click()
    box = await desk.shown(QMessageBox)
    press(box, "Cancel")
    assert dialog.isVisible()
    dialog.cancel_button.click()
    press(await desk.shown(QMessageBox), "Discard")
    assert not dialog.isVisible()
    assert desk.on_disk()[0].host == "127.0.0.1"


async def test_cancelling_what_was_not_changed_asks_nothing(desk: Desk) -> None:
    desk.keyring.set(PASSWORD, "hunter2")
    dialog = await desk.editing()
    assert dialog.secrets[PASSWORD] == "hunter2"
    dialog.reject()
    assert not dialog.isVisible()
    assert not desk.window.findChildren(QMessageBox)


async def test_a_password_that_was_typed_counts_as_a_change(desk: Desk) -> None:
    dialog = await desk.editing()
    dialog.form.put_secret(SecretKind.PASSWORD, "new")
    dialog.reject()
    assert dialog.isVisible()


async def test_a_profile_that_was_changed_by_hand_meanwhile_is_not_overwritten_in_silence(desk: Desk) -> None:
    dialog = await desk.editing()
    path = desk.store.path("home1")
    assert path is not None
    path.write_text(path.read_text().replace("127.0.0.1", "by-hand.example"))
    desk.conductor.reload()  # as the watch does every few seconds
    dialog.form.put("notes", "typed in the dialog")
    dialog.save_button.click()
    box = await desk.shown(QMessageBox)
    assert "was changed while you edited" in box.text()
    press(box, "Cancel")
    again = await desk.shown(ConnectionDialog)
    assert again.form.profile.notes == "typed in the dialog"  # nothing that was typed is lost
    assert desk.on_disk()[0].host == "by-hand.example"
    again.save_button.click()
    press(await desk.shown(QMessageBox), "Overwrite")
    await settled(lambda: desk.on_disk()[0].notes == "typed in the dialog")
    assert desk.on_disk()[0].host == "127.0.0.1"


async def test_a_change_by_hand_is_told_while_the_dialog_is_open(desk: Desk) -> None:
    dialog = await desk.editing()
    path = desk.store.path("home1")
    assert path is not None
    before = path.read_text()
    path.write_text(before.replace("127.0.0.1", "by-hand.example"))
    desk.conductor.reload()
    assert "Somebody else has changed" in dialog.summary.text()
    path.write_text(before)
    desk.conductor.reload()
    assert dialog.summary.text() == ""
    desk.store.update("home1", position=7)  # that was ourselves, and is kept
    desk.conductor.reload()
    assert dialog.summary.text() == ""
    path.unlink()
    desk.conductor.reload()
    assert "Somebody else has changed" in dialog.summary.text()
    dialog.reject()
    desk.conductor.reload()


async def test_half_typed_names_of_headers_leave_nothing_in_the_keyring(desk: Desk) -> None:
    dialog = await desk.editing()
    for name in ("X", "X-K", "X-Key"):
        dialog.form.put_headers([Header(name=name, value="s3cret", secret=True)])
    dialog.save_button.click()
    await settled(lambda: desk.keyring._values)
    assert desk.keyring._values == {header_secret_id("home1", "X-Key"): "s3cret"}
    again = await desk.editing()
    again.form.put_headers([])
    again.save_button.click()
    await settled(lambda: not desk.keyring._values)


async def test_a_connection_from_an_address_keeps_its_password_when_it_is_saved(desk: Desk) -> None:
    desk.conductor.open_url(f"mqtt://bob:hunter2@127.0.0.1:{free_port()}")
    (connection,) = desk.workspace.connections
    dialog = await desk.editing(connection.profile.id)
    dialog.save_button.click()
    name = secret_id(connection.profile.id, SecretKind.PASSWORD)
    await settled(lambda: desk.keyring.get(name) == "hunter2")
    assert any(profile.id == connection.profile.id for profile in desk.on_disk())


# Copying and deleting


async def test_a_copy_has_the_secrets_of_its_original(desk: Desk) -> None:
    desk.keyring.set(PASSWORD, "hunter2")
    desk.window.duplicate_asked.emit("home1")
    await settled(lambda: len(desk.on_disk()) == 2)
    copy = next(profile for profile in desk.on_disk() if profile.id != "home1")
    name = secret_id(copy.id, SecretKind.PASSWORD)
    await settled(lambda: desk.keyring.get(name) == "hunter2")
    assert copy.client_id != "me"  # two clients with one id throw each other out


async def test_what_must_not_get_into_the_keyring_is_copied_in_memory_alone(desk: Desk) -> None:
    desk.secrets.hold(PASSWORD, "hunter2")
    desk.window.duplicate_asked.emit("home1")
    await settled(lambda: len(desk.on_disk()) == 2)
    copy = next(profile for profile in desk.on_disk() if profile.id != "home1")
    name = secret_id(copy.id, SecretKind.PASSWORD)
    await settled(lambda: desk.secrets.get(name) == "hunter2")
    assert desk.keyring._values == {}


async def test_deleting_removes_the_file_and_its_secrets_and_asks_before(desk: Desk) -> None:
    desk.keyring.set(PASSWORD, "hunter2")
    desk.keyring.set("other/password", "stays")
    desk.window.delete_asked.emit("home1")
    box = await desk.shown(QMessageBox)
    assert "Home" in box.text()
    assert desk.on_disk()
    press(box, "Delete")
    await settled(lambda: not desk.on_disk())
    await settled(lambda: desk.keyring._values == {"other/password": "stays"})


async def test_deleting_leaves_no_layout_behind(desk: Desk) -> None:
    layouts = desk.window._layouts
    assert isinstance(layouts, Layouts)
    await desk.conductor.open_saved(desk.home)
    desk.window.actions_by_name["move_tab"].trigger()
    desk.window.save_layout()
    assert {name for name in layouts if "home1" in name} >= {
        "tab-messages-home1",
        "tab-topics-home1",
        "tab-window-home1",
    }
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.WindowActivate))  # the user goes back to the list
    desk.window.delete_asked.emit("home1")
    press(await desk.shown(QMessageBox), "Delete")
    await settled(lambda: not desk.on_disk())
    await settled(lambda: not [name for name in layouts if "home1" in name])
    assert layouts


async def test_a_file_that_cannot_be_read_is_explained_and_can_be_deleted(desk: Desk) -> None:
    (desk.folder / "odd.yaml").write_text("a: [")
    desk.conductor.reload()
    desk.window.edit_asked.emit("broken:odd.yaml")
    box = await desk.shown(QMessageBox)
    assert box.windowTitle() == "odd.yaml"
    box.close()
    desk.window.delete_asked.emit("broken:odd.yaml")
    press(await until(lambda: _visible_box(desk, "Delete file")), "Delete")
    assert not (desk.folder / "odd.yaml").exists()


def _visible_box(desk: Desk, title: str) -> QMessageBox | None:
    boxes = desk.window.findChildren(QMessageBox)
    return next((box for box in boxes if box.isVisible() and box.windowTitle() == title), None)


# Folders and order


async def names(desk: Desk) -> list[tuple[str, str]]:
    profiles = sorted(desk.on_disk(), key=lambda profile: profile.position)
    return [(profile.name, profile.folder) for profile in profiles]


async def test_order_and_folders_are_kept_in_the_profiles_files(desk: Desk) -> None:
    for name in ("b", "c"):
        desk.store.save(Profile(id=name, name=name, host=name))
    desk.conductor.reload()
    desk.model.move("c", -1)
    desk.model.put_into("b", "work / plant")
    assert await names(desk) == [("c", ""), ("Home", ""), ("b", "work/plant")]
    folder = desk.model.folder_index("work")
    desk.model.setData(folder, "office")
    assert await names(desk) == [("c", ""), ("Home", ""), ("b", "office/plant")]
    desk.window.connections.folder_removed.emit("office/plant")
    press(await until(lambda: _visible_box(desk, "Remove folder")), "Remove")
    assert await names(desk) == [("c", ""), ("Home", ""), ("b", "office")]


async def test_a_folder_that_would_be_too_deep_is_refused_in_words_and_nothing_is_cut(desk: Desk) -> None:
    deep, deeper = "/".join("abcdefgh"), "/".join("abcdefghij")
    desk.change(folder=deep)
    desk.store.save(Profile(id="b", name="b", host="b", folder=deeper))  # written by hand
    desk.conductor.reload()
    before = await names(desk)
    assert desk.model.setData(desk.model.folder_index("a"), "x/y")
    box = await until(lambda: _visible_box(desk, "Folders"))
    assert "eight levels" in box.informativeText()
    press(box, "OK")
    assert await names(desk) == before
    desk.model.put_folder_into("a/b/c", "a/b/c/d")  # into itself
    desk.window.connections.folder_made.emit(f"{deep}/i")
    press(await until(lambda: _visible_box(desk, "Folders")), "OK")
    assert desk.model.folders[-1] == deep
    desk.model.setData(desk.model.folder_index(deep), "z")
    desk.model.move("b", -1)
    assert sorted(folder for _, folder in await names(desk)) == ["a/b/c/d/e/f/g/z", "a/b/c/d/e/f/g/z/i/j"]


async def test_folders_of_one_name_are_joined_only_after_a_question(desk: Desk) -> None:
    desk.change(folder="work/plant")
    desk.store.save(Profile(id="b", name="b", host="b", folder="plant", position=1))
    desk.conductor.reload()
    desk.model.put_folder_into("work/plant", "")
    box = await until(lambda: _visible_box(desk, "Join folders"))
    assert "“plant”" in box.text()
    assert "“work/plant”" in box.text()
    press(box, "Cancel")
    assert await names(desk) == [("Home", "work/plant"), ("b", "plant")]
    desk.model.put_folder_into("work/plant", "")
    press(await until(lambda: _visible_box(desk, "Join folders")), "Join")
    assert await names(desk) == [("Home", "plant"), ("b", "plant")]


async def test_what_is_asked_of_a_folder_stands_over_the_list_wherever_that_is(desk: Desk) -> None:
    desk.change(folder="work")
    desk.window.show()
    dock = desk.window.connections.window().findChild(QDockWidget, "connections")
    assert dock is not None
    dock.setFloating(True)
    desk.window.connections.folder_removed.emit("work")
    box = await until(lambda: _visible_box(desk, "Remove folder"))
    assert box.parentWidget() is dock
    press(box, "Cancel")
    dock.setFloating(False)


async def test_a_new_connection_comes_into_the_folder_that_is_selected_at_its_end(desk: Desk) -> None:
    desk.change(folder="work", position=3)
    desk.window.connections.select("home1")
    desk.window.new_asked.emit()
    dialog = await desk.shown(ConnectionDialog)
    assert (dialog.form.profile.folder, dialog.form.profile.position) == ("work", 4)
    assert not dialog.changed
    dialog.reject()
    assert not dialog.isVisible()


async def test_empty_and_closed_folders_are_there_at_the_next_start(
    desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    desk.window.connections.folder_made.emit("later")
    desk.change(folder="work")
    desk.window.connections.list.collapse(desk.model.folder_index("work"))
    model = ConnectionsModel()
    window = MainWindow(Theme(qapp, ThemeScheme.LIGHT), model, Layouts(), plain_panels)
    window.clock.stop()
    qtbot.addWidget(window)
    Conductor(window, model, Workspace(ProfileStore(desk.folder), desk.secrets), desk.secrets)
    assert model.folders == ["later", "work"]
    assert not window.connections.list.isExpanded(model.folder_index("work"))
    window.connections.folder_removed.emit("later")  # an empty one goes without a question
    assert model.folders == ["work"]


async def test_a_folder_file_that_is_damaged_does_no_harm(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "folders.yaml").write_text("made: {")
    desk = Desk(qtbot, qapp, tmp_path)
    desk.window.connections.folder_made.emit("new")
    assert desk.model.folders == ["new"]


async def test_the_last_use_is_told_in_the_list(desk: Desk) -> None:
    desk.window.connect_asked.emit("home1")
    await settled(lambda: desk.on_disk()[0].last_used is not None)
    entry = desk.model.entry_at(desk.model.index_of("home1"))
    assert entry is not None
    assert entry.last_used == desk.on_disk()[0].last_used
    await desk.workspace.close_all()


# Links


async def test_a_link_asks_before_it_connects(desk: Desk) -> None:
    address = f"mqtt://127.0.0.1:{free_port()}"
    desk.conductor.ask_about_url(address.replace("//", "//bob:hunter2@"))
    box = await desk.shown(QMessageBox)
    assert desk.workspace.connections == []
    assert box.informativeText() == address
    assert "hunter2" not in box.text() + box.informativeText() + box.windowTitle()
    press(box, "Cancel")
    assert desk.workspace.connections == []
    desk.conductor.ask_about_url(address)
    press(await until(lambda: _visible_box(desk, "Connect to a broker")), "Connect")
    assert [connection.url for connection in desk.workspace.connections] == [address]


@pytest.mark.parametrize("link", ["mqtt://", "http://example.org", "mqtt://ho st", "mqtt://h:99999", "", "mqtt://h\n"])
async def test_a_link_that_is_no_brokers_address_is_told_and_connects_nothing(desk: Desk, link: str) -> None:
    desk.conductor.ask_about_url(link)
    box = await desk.shown(QMessageBox)
    assert "neither a saved connection nor" in box.text() or box.windowTitle() == "Connect to a broker"
    assert desk.workspace.connections == []


async def test_the_buttons_of_a_message_box_have_no_pictures(desk: Desk) -> None:
    desk.conductor.ask_about_url("mqtt://")
    box = await desk.shown(QMessageBox)
    assert all(button.icon().isNull() for button in box.findChildren(QPushButton))
