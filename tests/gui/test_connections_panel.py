"""The list of connections shows how each one is, and asks for what a user wants of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection
from tracemq.ui.connection_rows import entry_facts, rate_text
from tracemq.ui.connections_panel import ConnectionsPanel
from tracemq.viewmodels.connections import ConnectionsModel, Entry, EntryRole, Kind
from tracemq.workspace.connection_state import ConnectionState

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
        ("demo", ConnectionState.OFFLINE, {"connect"}),
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


# Folders

FILED = (
    Entry(id="demo", name="Demo", kind=Kind.DEMO),
    Entry(id="a", name="alpha", folder="work/plant", position=0),
    Entry(id="b", name="beta", folder="work", position=1, words="ann\nask her"),
    Entry(id="c", name="gamma", position=2),
    Entry(id="d", name="delta", position=3),
)


class Keeper:
    """Takes over what the model tells, as the program does with its files."""

    def __init__(self, model: ConnectionsModel) -> None:
        self.model = model
        model.keeper = self  # type: ignore[attr-defined]  # as long as the model: Qt does not hold it
        self.entries = [replace(entry) for entry in FILED]
        self.made: tuple[str, ...] = ()
        model.arranged.connect(self.arrange)
        self.show()

    def arrange(self, order: list[tuple[str, str]]) -> None:
        places = {name: (folder, place) for place, (name, folder) in enumerate(order)}
        for at, entry in enumerate(self.entries):
            if entry.id in places:
                folder, place = places[entry.id]
                self.entries[at] = replace(entry, folder=folder, position=place)
        self.show()

    def show(self) -> None:
        self.model.show([replace(entry) for entry in self.entries], self.made)


def tree(model: ConnectionsModel, parent: QModelIndex = QModelIndex()) -> list[object]:
    """Names, with what is inside behind each folder."""
    found: list[object] = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        found.append(index.data())
        if model.rowCount(index):
            found.append(tree(model, index))
    return found


def test_folders_come_behind_the_demo_and_hold_what_is_in_them(model: ConnectionsModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keeper = Keeper(model)
    assert tree(model) == ["Demo", "work", ["plant", ["alpha"], "beta"], "gamma", "delta"]
    keeper.made = ("empty",)
    keeper.show()
    assert tree(model)[:2] == ["Demo", "empty"]
    assert tester is not None


def test_a_search_looks_into_names_addresses_folders_and_notes(panel: ConnectionsPanel, qtbot: QtBot) -> None:
    keeper = Keeper(panel._model)
    keeper.made = ("empty",)
    for typed, left in (
        ("gam", ["gamma"]),
        ("PLANT", ["work", ["plant", ["alpha"]]]),
        ("ann her", ["work", ["beta"]]),
        ("nothing like it", []),
        ("", ["Demo", "empty", "work", ["plant", ["alpha"], "beta"], "gamma", "delta"]),
    ):
        panel.search.clear()
        keeper.show()
        qtbot.keyClicks(panel.search, typed)
        assert tree(panel._model) == left


def test_what_is_found_is_open_even_in_a_closed_folder(panel: ConnectionsPanel, qtbot: QtBot) -> None:
    Keeper(panel._model)
    panel.close_folders(["work"])
    assert not panel.list.isExpanded(panel._model.folder_index("work"))
    qtbot.keyClicks(panel.search, "alpha")
    assert panel.list.isExpanded(panel._model.folder_index("work"))
    panel.search.clear()
    assert not panel.list.isExpanded(panel._model.folder_index("work"))


def test_folders_are_closed_by_arrow_double_click_and_key_and_that_is_told(
    panel: ConnectionsPanel, qtbot: QtBot
) -> None:
    Keeper(panel._model)
    told: list[tuple[str, ...]] = []
    panel.folders_closed.connect(told.append)
    index = panel._model.folder_index("work")
    rect = panel.list.visualRect(index)
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(8, 8))
    assert told == [("work",)]
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert len(told) == 1  # a click beside the arrow only selects
    qtbot.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert told[1:] == [()]
    panel.list.setCurrentIndex(index)
    for key, closed in ((Qt.Key.Key_Left, ("work",)), (Qt.Key.Key_Right, ()), (Qt.Key.Key_Return, ("work",))):
        qtbot.keyClick(panel.list, key)
        assert told[-1] == closed


def dropped(model: ConnectionsModel, entry_id: str, row: int, parent: QModelIndex) -> None:
    data = model.mimeData([model.index_of(entry_id)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, parent)


def test_a_connection_is_dragged_into_a_folder_and_among_others(model: ConnectionsModel) -> None:
    Keeper(model)
    dropped(model, "d", -1, model.folder_index("work"))
    assert tree(model) == ["Demo", "work", ["plant", ["alpha"], "beta", "delta"], "gamma"]
    dropped(model, "d", 1, model.folder_index("work"))
    assert tree(model) == ["Demo", "work", ["plant", ["alpha"], "delta", "beta"], "gamma"]
    dropped(model, "a", 2, QModelIndex())
    assert tree(model) == ["Demo", "work", ["delta", "beta"], "alpha", "gamma"]
    dropped(model, "a", model.rowCount(), QModelIndex())
    assert tree(model) == ["Demo", "work", ["delta", "beta"], "gamma", "alpha"]


def test_only_saved_connections_can_be_dragged_and_only_into_folders(model: ConnectionsModel) -> None:
    Keeper(model)
    drag, drop = Qt.ItemFlag.ItemIsDragEnabled, Qt.ItemFlag.ItemIsDropEnabled
    assert not model.flags(model.index_of("demo")) & (drag | drop)
    assert model.flags(model.index_of("c")) & (drag | drop) == drag
    assert model.flags(model.folder_index("work")) & (drag | drop) == drag | drop
    before = tree(model)
    dropped(model, "demo", -1, model.folder_index("work"))
    model.dropMimeData(QMimeData(), Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert tree(model) == before


def test_a_folder_is_dragged_into_another_one_but_not_into_itself(model: ConnectionsModel) -> None:
    keeper = Keeper(model)
    keeper.made = ("home",)
    keeper.show()
    told: list[tuple[str, str]] = []
    model.folder_renamed.connect(lambda old, new: told.append((old, new)))

    def drop(path: str, into: QModelIndex) -> None:
        data = model.mimeData([model.folder_index(path)])
        model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, into)

    drop("work", model.folder_index("work"))
    drop("work", model.folder_index("work/plant"))
    drop("work", QModelIndex())  # where it is
    assert told == []
    drop("work/plant", QModelIndex())
    drop("work", model.folder_index("home"))
    assert told == [("work/plant", "plant"), ("work", "home/work")]


def test_a_folder_is_put_into_another_one_from_its_menu(panel: ConnectionsPanel) -> None:
    Keeper(panel._model)
    told: list[tuple[str, str]] = []
    panel._model.folder_renamed.connect(lambda old, new: told.append((old, new)))
    panel.list.setCurrentIndex(panel._model.folder_index("work"))
    into = panel._folder_menu(QMenu(panel)).actions()
    assert [action.isEnabled() for action in into] == [True, False, False]  # not into itself
    panel.list.setCurrentIndex(panel._model.folder_index("work/plant"))
    into = panel._folder_menu(QMenu(panel)).actions()
    assert [action.isChecked() for action in into] == [False, True, False]
    into[0].trigger()
    assert told == [("work/plant", "plant")]


def test_the_order_is_changed_by_keyboard_as_well(panel: ConnectionsPanel, qtbot: QtBot) -> None:
    Keeper(panel._model)
    panel.select("d")
    panel.up.trigger()
    assert tree(panel._model)[-2:] == ["delta", "gamma"]
    assert panel.current is not None
    assert panel.current.id == "d"  # it stays selected
    panel.up.trigger()  # there is nothing above it but folders
    assert tree(panel._model)[-2:] == ["delta", "gamma"]
    panel.down.trigger()
    assert tree(panel._model)[-2:] == ["gamma", "delta"]


def test_a_folder_is_made_renamed_in_place_and_removed(panel: ConnectionsPanel, qtbot: QtBot) -> None:
    keeper = Keeper(panel._model)
    told: list[tuple[str, ...]] = []

    def made(path: str) -> None:
        keeper.made = (*keeper.made, path)
        keeper.show()

    panel.folder_made.connect(made)
    panel.folder_removed.connect(lambda path: told.append(("remove", path)))
    panel._model.folder_renamed.connect(lambda old, new: told.append((old, new)))
    panel.select("c")
    panel.new_folder.trigger()
    assert keeper.made == ("New folder",)
    editor = panel.list.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "home / cellar")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: told == [("New folder", "home/cellar")])
    panel.new_folder.trigger()
    assert keeper.made[1] == "New folder/New folder"  # inside the one that is selected
    panel.list.setCurrentIndex(panel._model.folder_index("work"))
    assert panel.current is None
    assert enabled(panel) == {"connect": False, "disconnect": False, "edit": True, "duplicate": False, "delete": True}
    panel.delete.trigger()
    assert told[-1] == ("remove", "work")


def test_a_connection_is_put_into_a_folder_from_its_menu(panel: ConnectionsPanel) -> None:
    Keeper(panel._model)
    panel.select("c")
    menu = QMenu(panel)
    into = panel._folder_menu(menu)
    assert [action.text() for action in into.actions()] == ["No folder", "work", "work/plant"]
    assert [action.isChecked() for action in into.actions()] == [True, False, False]
    into.actions()[2].trigger()
    assert tree(panel._model) == ["Demo", "work", ["plant", ["alpha", "gamma"], "beta"], "delta"]


def test_rates_and_what_was_not_verified_are_told(panel: ConnectionsPanel, qtbot: QtBot) -> None:
    Keeper(panel._model)
    panel.select("c")
    plant = connection("gamma", "c")
    plant.rates.received.per_second = 12.0
    panel._model.tell("c", ConnectionState.CONNECTED, failed=False)
    panel._model.measure([plant])
    assert panel.list.accessibleDescription().endswith("Connected, 12/s")
    panel._model.tell("c", ConnectionState.OFFLINE, failed=False)
    assert "12/s" not in panel.list.accessibleDescription()


def test_the_date_of_the_last_use_and_connecting_at_start_are_told() -> None:
    entry = Entry(id="a", name="n", detail="d", last_used=datetime(2026, 5, 4, 12, tzinfo=UTC), at_start=True)
    assert any("2026" in fact or "26" in fact for fact in entry_facts(entry))
    assert "Connects when the program starts." in entry_facts(entry)


@pytest.mark.parametrize(
    ("rate", "text"),
    [(0.0, ""), (0.4, "0.4/s"), (12.34, "12/s"), (999.6, "1.0k/s"), (45_000, "45k/s"), (1_200_000, "1.2M/s")],
)
def test_rates_are_short(rate: float, text: str) -> None:
    assert rate_text(rate) == text


def test_tool_tips_are_not_read_as_html(panel: ConnectionsPanel, qtbot: QtBot) -> None:
    panel._model.show([Entry(id="x", name="<b>bold</b>", detail="mqtt://x")])
    at = panel.list.visualRect(panel._model.index(0)).center()
    panel._tell(at, panel.list.viewport().mapToGlobal(at))
    assert "&lt;b&gt;" in QToolTip.text()
    QToolTip.hideText()
