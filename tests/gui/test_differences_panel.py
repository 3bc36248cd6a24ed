"""What is new in a message, or differs between two: with signs, times and a way to swap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QLocale
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tests.unit.history.batches import Sent
from tracemq.ui import tab_panels
from tracemq.ui.connection_tab import ConnectionTab
from tracemq.ui.differences_panel import DifferencesPanel
from tracemq.ui.theme import DARK, LIGHT, palette
from tracemq.viewmodels import slices
from tracemq.viewmodels.difference_rows import DiffColumn
from tracemq.viewmodels.differences import Mode
from tracemq.workspace.connection import Connection


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do all work in one slice, however busy the machine is."""
    monkeypatch.setattr(slices, "SLICE_S", 60.0)


@pytest.fixture
def plant() -> Connection:
    made = connection()
    for number, payload in enumerate([b'{"t": 1}', b'{"t": 2, "u": 0}', b"plain"]):
        receive(made, Sent("a", payload), Sent("other", b"x"), at=1000.0 + 3 * number)
    made.tick(1.0)
    return made


@pytest.fixture
def panel(plant: Connection, qtbot: QtBot) -> Iterator[DifferencesPanel]:
    QLocale.setDefault(QLocale.c())
    made = DifferencesPanel(plant.log)
    tester = QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    yield made
    made.close_panel()
    assert tester is not None


def rows(panel: DifferencesPanel) -> list[list[str]]:
    model = panel.model
    return [[model.index(row, column).data() for column in DiffColumn] for row in range(model.rowCount())]


def test_at_first_it_says_what_to_do(panel: DifferencesPanel) -> None:
    assert "Choose a message" in panel.table.empty_text
    assert not panel.swap.isEnabled()


def test_a_message_is_compared_with_the_one_before_it_on_its_topic(panel: DifferencesPanel, plant: Connection) -> None:
    panel.show_row(plant.log, 2)
    assert rows(panel) == [["+", "$.u", "", "0"], ["≠", "$.t", "1", "2"]]
    assert panel.sides.text().startswith("a\n")
    assert panel.sides.text().endswith("3.0 s later · 8 B → 16 B")
    assert panel.note.text() == "≠ 1   + 1   − 0"


def test_before_and_after_can_be_swapped(panel: DifferencesPanel, plant: Connection) -> None:
    panel.show_row(plant.log, 2)
    panel.swap.click()
    assert rows(panel) == [["−", "$.u", "0", ""], ["≠", "$.t", "2", "1"]]
    assert "3.0 s earlier" in panel.sides.text()


def test_any_two_messages_are_compared_also_of_two_topics(panel: DifferencesPanel, plant: Connection) -> None:
    panel.show_two(0, 5)
    assert rows(panel)[0] == ["≠", "Topic", "a", "other"]
    assert panel.sides.text().startswith("a → other")


def test_the_first_message_has_none_before_it(panel: DifferencesPanel, plant: Connection) -> None:
    panel.show_row(plant.log, 2)
    panel.show_row(plant.log, 0)
    assert rows(panel) == []
    assert "No earlier message" in panel.table.empty_text
    assert not panel.swap.isEnabled()


def test_equal_payloads_are_said_to_be_so(panel: DifferencesPanel, plant: Connection) -> None:
    panel.show_row(plant.log, 3)
    assert rows(panel) == []
    assert "equal" in panel.table.empty_text


def test_the_way_to_compare_can_be_chosen(panel: DifferencesPanel, plant: Connection) -> None:
    panel.show_row(plant.log, 2)
    panel.mode.choose(Mode.BYTES)
    panel.mode.activated.emit(3)
    assert rows(panel)[0][1:] == ["0006–0007", "31 7d", "32 2c"]
    panel.mode.choose(Mode.STRUCTURE)
    panel.mode.activated.emit(1)
    panel.show_row(plant.log, 4)
    assert "compared by line" in panel.note.text()


def test_equal_lines_are_counted_where_they_are_left_out(panel: DifferencesPanel, plant: Connection) -> None:
    text = "\n".join(map(str, range(30)))
    receive(plant, Sent("t", text.encode()), Sent("t", (text + "\nend").encode()))
    plant.tick(2.0)
    panel.show_row(plant.log, 7)
    assert rows(panel)[0] == ["⋯", "", "28 equal line(s)", ""]


def test_what_leaves_the_log_is_compared_no_more(panel: DifferencesPanel, plant: Connection) -> None:
    panel.show_row(plant.log, 2)
    plant.clear()
    panel.mode.activated.emit(0)
    panel.show_row(plant.log, 2)
    assert rows(panel) == [["+", "$.u", "", "0"], ["≠", "$.t", "1", "2"]]  # what was found stays


def test_rows_and_cells_can_be_copied(panel: DifferencesPanel, plant: Connection) -> None:
    panel.show_row(plant.log, 2)
    panel.table.selectRow(1)
    panel.table.copy_rows()
    assert QGuiApplication.clipboard().text() == "≠\t$.t\t1\t2"
    panel.table.copy_cell(DiffColumn.PLACE)
    assert QGuiApplication.clipboard().text() == "$.t"


@pytest.mark.parametrize("shades", [LIGHT, DARK])
def test_colours_follow_the_theme(panel: DifferencesPanel, plant: Connection, shades: object) -> None:
    panel.show_row(plant.log, 2)
    panel.table.setPalette(palette(shades))  # type: ignore[arg-type]
    ink = panel.table.ink(DiffColumn.SIGN, panel.model.rows[0], panel.table.palette().text().color())
    assert ink.name() == shades.good  # type: ignore[attr-defined]


def test_two_selected_rows_of_the_table_are_compared(plant: Connection, qtbot: QtBot) -> None:
    tab = ConnectionTab(plant, tab_panels.panels())
    qtbot.addWidget(tab)
    tab.resize(1000, 600)
    tab.show()
    tab.tick(2.0)
    tab.show_dock("differences")
    panel = tab.docks["differences"].widget()
    assert isinstance(panel, DifferencesPanel)
    choice, flags = tab.table.selectionModel(), QItemSelectionModel.SelectionFlag
    choice.setCurrentIndex(tab.messages.index(2, 0), flags.ClearAndSelect | flags.Rows)
    qtbot.waitUntil(lambda: panel._sides == (0, 2))
    choice.setCurrentIndex(tab.messages.index(4, 0), flags.Select | flags.Rows)
    qtbot.waitUntil(lambda: panel._sides == (2, 4))
    choice.setCurrentIndex(tab.messages.index(3, 0), flags.ClearAndSelect | flags.Rows)
    qtbot.waitUntil(lambda: panel._sides == (1, 3))
    tab.close_panels()
