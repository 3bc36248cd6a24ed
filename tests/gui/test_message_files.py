"""Messages go into a file and come back in a tab that has no broker; what was wrong with the file is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tests.support.plain_panels import Layouts
from tests.unit.history.batches import Sent
from tracemq.profiles.secrets import MemorySecrets
from tracemq.profiles.store import ProfileStore
from tracemq.ui import tab_panels
from tracemq.ui.connection_tab import ConnectionTab
from tracemq.ui.dialogs.export_messages_dialog import ExportMessagesDialog
from tracemq.ui.main_window import MainWindow
from tracemq.ui.message_files import MessageFiles, rows_of
from tracemq.ui.theme import Scheme, Theme
from tracemq.viewmodels.connections import ConnectionsModel
from tracemq.viewmodels.export_messages import Scope
from tracemq.workspace.workspace import Opening, Workspace


@pytest.fixture
def window(qtbot: QtBot, qapp: object) -> Iterator[MainWindow]:
    made = MainWindow(Theme(qapp, Scheme.LIGHT), ConnectionsModel(), Layouts(), tab_panels.panels)  # type: ignore[arg-type]
    made.clock.stop()
    qtbot.addWidget(made)
    made.show()
    yield made
    qapp.setStyleSheet("")  # type: ignore[attr-defined]


@pytest.fixture
def files(window: MainWindow, tmp_path: Path) -> MessageFiles:
    workspace = Workspace(ProfileStore(tmp_path / "profiles"), MemorySecrets())
    workspace.listen(lambda opening, each: window.add_connection(each) if opening is Opening.OPENED else None)
    return MessageFiles(window, workspace)


def opened(qtbot: QtBot, files: MessageFiles, path: Path) -> ConnectionTab:
    tab = files.open_file(str(path))
    assert tab is not None
    qtbot.waitUntil(lambda: "Reading" not in tab.notice.accessibleName() and tab.notice.isVisible())
    tab.tick(1.0)
    tab.tick(2.0)
    return tab


def write(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def test_a_file_is_shown_in_a_tab_that_cannot_send(
    qtbot: QtBot, window: MainWindow, files: MessageFiles, tmp_path: Path
) -> None:
    path = write(tmp_path / "rows.jsonl", *({"topic": f"a/{n}", "payload": str(n)} for n in range(3)))
    tab = opened(qtbot, files, path)
    assert "3 messages" in tab.notice.accessibleName()
    assert (tab.connection.name, tab.connection.read_only) == ("rows.jsonl", True)
    assert tab.messages.rowCount() == 3
    assert tab.connection.tree.find("a/2") is not None
    for name in ("subscriptions", "publish", "retained"):
        assert tab.docks[name].isHidden()
        assert not tab.docks[name].toggleViewAction().isVisible()
    named = window.actions_by_name
    assert not any(named[name].isEnabled() for name in ("connect", "disconnect", "edit", "diagnose", "publish"))
    assert named["export_messages"].isEnabled()
    told: list[str] = []
    tab.note.connect(told.append)
    tab.publish_to("a")
    assert told == ["A file is shown here: nothing can be published."]
    assert tab.docks["publish"].isHidden()
    assert (tab.status.read_only, tab.status.url) == (True, str(path))


def test_a_filter_and_the_tree_work_on_a_file(qtbot: QtBot, files: MessageFiles, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", *({"topic": f"a/{n % 2}", "payload": str(n)} for n in range(10)))
    tab = opened(qtbot, files, path)
    tab.panel.show_only("a/1")
    qtbot.waitUntil(lambda: tab.messages.rowCount() == 5)
    assert rows_of(tab).count(Scope.FILTERED) == 5
    tab.close_panels()


def test_broken_lines_are_counted_and_the_first_is_named(qtbot: QtBot, files: MessageFiles, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", {"topic": "a", "payload": ""}, "what?", {"topic": "a"}, "")
    tab = opened(qtbot, files, path)
    assert tab.notice.accessibleDescription() == ("Lines that are no messages: 2. The first is line 2: it is not JSON.")
    assert tab.messages.rowCount() == 1


def test_a_file_that_is_not_there_is_told(qtbot: QtBot, files: MessageFiles, tmp_path: Path) -> None:
    tab = opened(qtbot, files, tmp_path / "no.jsonl")
    assert "no.jsonl" in tab.notice.accessibleDescription()
    assert tab.messages.rowCount() == 0


@pytest.mark.usefixtures("short_slices")
def test_reading_can_be_stopped_and_keeps_what_there_is(
    qtbot: QtBot, window: MainWindow, files: MessageFiles, tmp_path: Path
) -> None:
    line = json.dumps({"topic": "a", "payload": "x"}) + "\n"
    path = tmp_path / "rows.jsonl"
    path.write_text(line * 60_000)
    tab = files.open_file(str(path))
    assert tab is not None

    def has_begun() -> bool:
        tab.tick(1.0)
        return tab.messages.rowCount() > 0 and tab.notice.isVisible()

    qtbot.waitUntil(has_begun)
    stop = next(button for button in tab.notice._buttons if button.text() == "Stop")
    stop.click()
    tab.tick(1.0)
    assert 0 < tab.messages.rowCount() < 60_000
    assert "left out" in tab.notice.accessibleDescription()


def test_a_tab_that_is_closed_stops_the_reading(
    qtbot: QtBot, window: MainWindow, files: MessageFiles, tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text((json.dumps({"topic": "a", "payload": "x"}) + "\n") * 60_000)
    tab = files.open_file(str(path))
    assert tab is not None
    log = tab.connection.log
    window.remove_connection(tab.connection)
    rows = log.end
    qtbot.wait(30)
    assert log.end == rows < 60_000


def test_a_layout_without_the_docks_of_a_broker_is_not_kept(
    qtbot: QtBot, window: MainWindow, files: MessageFiles, tmp_path: Path
) -> None:
    tab = opened(qtbot, files, write(tmp_path / "rows.jsonl", {"topic": "a", "payload": ""}))
    window.remove_connection(tab.connection)
    other = window.add_connection(connection())
    assert not other.docks["publish"].isHidden()


def test_what_was_exported_comes_back_as_it_was(
    qtbot: QtBot, window: MainWindow, files: MessageFiles, tmp_path: Path
) -> None:
    sent = [
        Sent("a/b", b'{"n": 1}', retain=True, properties=b"\x01\x01&\x00\x01k\x00\x01v"),
        Sent("a/\u00e9", b"\xff\x00", qos=2, packet_id=7, dup=True),
        Sent("c", b""),
    ]
    live = connection()
    tab = window.add_connection(live)
    for number, one in enumerate(sent):
        receive(live, one, at=1000.25 + number)
    tab.tick(1.0)
    files.ask_export(tab)
    dialog = window.findChild(ExportMessagesDialog)
    path = tmp_path / "rows.jsonl"
    with qtbot.waitSignal(dialog.exported):
        dialog.write(str(path))
    dialog.reject()
    again = opened(qtbot, files, path).connection.log
    assert again.last == len(sent)
    for seq in range(len(sent)):
        assert again.message(seq) == live.log.message(seq)
        assert again.packet(seq) == live.log.packet(seq)
        assert again.version(seq) == live.log.version(seq)
