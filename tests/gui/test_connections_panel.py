"""The list of connections shows how each one is, and asks for what a user wants of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from tracemq.ui.connections_panel import ConnectionsPanel
from tracemq.viewmodels.connections import ConnectionsModel, Entry, EntryRole, Kind
from tracemq.workspace.connection import ConnectionState

ENTRIES = (
    Entry(id="b", name="beta", detail="mqtt://beta"),
    Entry(id="a", name="Alpha", detail="mqtt://alpha"),
    Entry(id="demo", name="Demo", detail="built in", kind=Kind.DEMO),
    Entry(id="bad", name="zzz.yaml", detail="line 3", kind=Kind.BROKEN),
)


@pytest.fixture
def model(qapp: object) -> ConnectionsModel:
    return ConnectionsModel()


@pytest.fixture
def panel(model: ConnectionsModel, qtbot: QtBot) -> ConnectionsPanel:
    model.show(ENTRIES)
    panel = ConnectionsPanel(model)
    qtbot.addWidget(panel)
    panel.resize(200, 400)
    panel.show()
    return panel


def enabled(panel: ConnectionsPanel) -> dict[str, bool]:
    return {
        "connect": panel.connect_action.isEnabled(),
        "disconnect": panel.disconnect_action.isEnabled(),
        "edit": panel.edit.isEnabled(),
        "duplicate": panel.duplicate.isEnabled(),
        "delete": panel.delete.isEnabled(),
    }


def test_the_demo_comes_first_and_the_rest_by_name(model: ConnectionsModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(ENTRIES)
    names = [model.index(row).data() for row in range(model.rowCount())]
    assert names == ["Demo", "Alpha", "beta", "zzz.yaml"]
    assert tester is not None


def test_a_state_is_told_and_kept_when_the_list_is_read_anew(model: ConnectionsModel) -> None:
    model.show(ENTRIES)
    model.tell("a", ConnectionState.CONNECTED, failed=False)
    model.tell("unknown", ConnectionState.CONNECTED, failed=False)
    model.show([Entry(id="a", name="Alpha", detail="mqtt://alpha")])
    assert model.index(0).data(EntryRole.STATE) is ConnectionState.CONNECTED


@pytest.mark.parametrize(
    ("entry_id", "state", "possible"),
    [
        ("demo", ConnectionState.OFFLINE, {"connect", "duplicate"}),
        ("a", ConnectionState.OFFLINE, {"connect", "edit", "duplicate", "delete"}),
        ("a", ConnectionState.CONNECTED, {"disconnect", "edit", "duplicate", "delete"}),
        ("bad", ConnectionState.OFFLINE, {"edit", "delete"}),
    ],
)
def test_only_what_makes_sense_is_offered(
    panel: ConnectionsPanel, model: ConnectionsModel, entry_id: str, state: ConnectionState, possible: set[str]
) -> None:
    panel.select(entry_id)
    model.tell(entry_id, state, failed=False)
    assert {name for name, on in enabled(panel).items() if on} == possible


def test_a_double_click_connects(panel: ConnectionsPanel, model: ConnectionsModel, qtbot: QtBot) -> None:
    where = panel.list.visualRect(model.index(1)).center()
    with qtbot.waitSignal(panel.connect_asked) as heard:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
        qtbot.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert heard.args == ["a"]


def test_enter_connects_and_shows_what_is_wrong_with_a_broken_file(panel: ConnectionsPanel, qtbot: QtBot) -> None:
    asked: list[tuple[str, str]] = []
    panel.connect_asked.connect(lambda entry: asked.append(("connect", entry)))
    panel.edit_asked.connect(lambda entry: asked.append(("edit", entry)))
    for entry in ("b", "bad"):
        panel.select(entry)
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert asked == [("connect", "b"), ("edit", "bad")]


def test_buttons_ask_for_the_selected_one(panel: ConnectionsPanel) -> None:
    asked: list[str] = []
    panel.duplicate_asked.connect(asked.append)
    panel.delete_asked.connect(asked.append)
    panel.edit_asked.connect(asked.append)
    panel.new_asked.connect(lambda: asked.append("new"))
    panel.select("b")
    for button in panel.findChildren(QToolButton):
        if button.defaultAction() is not panel.connect_action:
            button.click()
    assert asked == ["new", "b", "b", "b"]


def test_the_selection_is_described_for_those_who_listen(panel: ConnectionsPanel, model: ConnectionsModel) -> None:
    panel.select("a")
    model.tell("a", ConnectionState.OFFLINE, failed=True)
    assert panel.list.accessibleName() == "Connections"
    assert panel.list.accessibleDescription() == "mqtt://alpha, Failed"


def test_states_look_different(panel: ConnectionsPanel, model: ConnectionsModel) -> None:
    pictures = []
    for state in (ConnectionState.OFFLINE, ConnectionState.CONNECTED, ConnectionState.RECONNECTING):
        model.tell("a", state, failed=False)
        pictures.append(panel.list.viewport().grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2]
