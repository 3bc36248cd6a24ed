"""Import shows what will come and what cannot before anything is saved; export keeps passwords back or sealed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from tracemq.profiles.export import export
from tracemq.profiles.importers.anything import Format
from tracemq.profiles.importers.imported import MAX_BYTES, ImportProblem, Note, NoteKind
from tracemq.profiles.profile import AuthMethod, Profile
from tracemq.profiles.secrets import SecretKind, secret_id
from tracemq.ui.dialogs.export_dialog import ExportDialog
from tracemq.ui.dialogs.import_dialog import ImportDialog
from tracemq.ui.exchange_text import exchange_problem_text, format_text, note_text
from tracemq.viewmodels.exchange import ExportForm, ExportProblem, ImportForm

HOME = Profile(id="home1", name="Home", host="home.example", authentication=AuthMethod.PASSWORD, username="me")
WORK = Profile(id="work1", name="Work", host="work.example")
SECRETS = {secret_id("home1", SecretKind.PASSWORD): "hunter2"}


async def opened(qtbot: QtBot, *existing: Profile) -> ImportDialog:
    dialog = ImportDialog(ImportForm(existing))
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


async def reads(dialog: ImportDialog, data: bytes, passphrase: str | None = None) -> None:
    await dialog._read(data, passphrase)


def row(dialog: ImportDialog, at: int) -> QTreeWidgetItem:
    item = dialog.list.topLevelItem(at)
    assert item is not None
    return item


def notes(item: QTreeWidgetItem) -> list[str]:
    return [item.child(at).text(0) for at in range(item.childCount())]


@pytest.mark.parametrize("problem", [*ImportProblem, *ExportProblem])
def test_every_problem_has_a_sentence(problem: ImportProblem | ExportProblem) -> None:
    assert exchange_problem_text(problem).endswith(".")


@pytest.mark.parametrize("kind", NoteKind)
def test_every_note_has_a_sentence_with_its_detail(kind: NoteKind) -> None:
    assert note_text(Note(kind, "{x}")).endswith(".")
    assert "?" not in note_text(Note(kind, "{x}"))


def test_every_format_has_a_name() -> None:
    assert all(map(format_text, Format))


async def test_nothing_can_be_imported_before_something_was_read(qtbot: QtBot) -> None:
    dialog = await opened(qtbot)
    assert not dialog.import_button.isEnabled()
    assert not dialog.lock.isVisible()


async def test_what_will_come_and_what_cannot_is_shown_with_check_boxes(qtbot: QtBot) -> None:
    dialog = await opened(qtbot, WORK)
    await reads(dialog, b"mqtt://me:hunter2@new.example\nmqtt://a b\nmqtt://work.example\n")
    assert [row(dialog, at).text(0) for at in range(3)] == ["new.example", "mqtt://a b", "work.example"]
    assert row(dialog, 0).checkState(0) is Qt.CheckState.Checked
    assert notes(row(dialog, 0)) == ["Its password comes along, into the keyring."]
    assert not row(dialog, 1).flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert notes(row(dialog, 1)) == ["Cannot be imported: line 2 is not an address."]
    shown = [row(dialog, at).text(column) for at in range(3) for column in range(2)]
    assert not any("hunter2" in text for text in shown)


async def test_only_what_is_checked_is_imported(qtbot: QtBot) -> None:
    dialog = await opened(qtbot)
    await reads(dialog, b"mqtt://a.example\nmqtt://b.example\n")
    row(dialog, 0).setCheckState(0, Qt.CheckState.Unchecked)
    with qtbot.waitSignal(dialog.wanted) as signal:
        qtbot.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    assert [each.profile.host for each in signal.args[0]] == ["b.example"]


async def test_a_connection_that_is_there_already_is_not_chosen(qtbot: QtBot) -> None:
    dialog = await opened(qtbot, WORK)
    await reads(dialog, export([WORK, HOME]))
    assert row(dialog, 0).checkState(0) is Qt.CheckState.Unchecked
    assert "there already" in notes(row(dialog, 0))[0]
    assert row(dialog, 1).checkState(0) is Qt.CheckState.Checked


async def test_a_passphrase_is_asked_for_and_a_wrong_one_is_told(qtbot: QtBot) -> None:
    dialog = await opened(qtbot)
    await reads(dialog, export([HOME], SECRETS, "sesame"))
    assert dialog.lock.isVisible()
    assert "encrypted" in dialog.state.text()
    await reads(dialog, dialog.form.data, "wrong")
    assert "does not fit" in dialog.state.text()
    await reads(dialog, dialog.form.data, "sesame")
    assert not dialog.lock.isVisible()
    assert list(dialog.form.wanted[0].secrets.values()) == ["hunter2"]


async def test_passwords_may_be_left_out(qtbot: QtBot) -> None:
    dialog = await opened(qtbot)
    await reads(dialog, export([HOME], SECRETS, "sesame"))
    qtbot.mouseClick(dialog.without_button, Qt.MouseButton.LeftButton)
    while not dialog.form.rows:
        await asyncio.sleep(0.01)
    assert dialog.form.wanted[0].secrets == {}


async def test_a_file_that_cannot_be_read_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = await opened(qtbot)
    await dialog._read_path(str(tmp_path / "nothing.json"))
    assert "No such file" in dialog.state.text()
    (large := tmp_path / "large").write_bytes(b"x" * (MAX_BYTES + 1))
    await dialog._read_path(str(large))
    assert "too large" in dialog.state.text()
    await dialog._read_path("\0")
    assert dialog.state.text()


def exporting(qtbot: QtBot) -> ExportDialog:
    dialog = ExportDialog(ExportForm([HOME, WORK]))
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_passwords_need_the_same_passphrase_twice(qtbot: QtBot) -> None:
    dialog = exporting(qtbot)
    assert dialog.export_button.isEnabled()
    dialog.secrets.setChecked(True)
    assert not dialog.export_button.isEnabled()
    qtbot.keyClicks(dialog.passphrase, "open sesame")
    assert "not the same" in dialog.note.text()
    qtbot.keyClicks(dialog.repeated, "open sesame")
    assert dialog.export_button.isEnabled()


def test_an_export_hands_over_what_was_chosen(qtbot: QtBot) -> None:
    dialog = exporting(qtbot)
    first = dialog.list.item(0)
    assert first is not None
    first.setCheckState(Qt.CheckState.Unchecked)
    with qtbot.waitSignal(dialog.wanted) as signal:
        dialog.finish("/tmp/x.yaml")
    assert signal.args == ["/tmp/x.yaml", [WORK], ""]


def test_nothing_chosen_cannot_be_exported(qtbot: QtBot) -> None:
    dialog = exporting(qtbot)
    for at in range(2):
        item = dialog.list.item(at)
        assert item is not None
        item.setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.export_button.isEnabled()
    assert "at least one" in dialog.note.text()


def test_where_no_connection_is_saved_nobody_is_asked_to_choose_one(qtbot: QtBot) -> None:
    dialog = ExportDialog(ExportForm([]))
    qtbot.addWidget(dialog)
    assert dialog.note.text() == "There is no saved connection yet."
    assert not dialog.export_button.isEnabled()


async def test_before_anything_is_read_the_list_says_what_will_be_in_it(qtbot: QtBot) -> None:
    dialog = await opened(qtbot)
    empty = dialog.list.grab().toImage()
    assert dialog.list.empty_text
    dialog.list.empty_text = ""
    assert dialog.list.grab().toImage() != empty
