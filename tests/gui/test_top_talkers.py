"""The busiest topics and branches, as of the last second; the selection stays with its topic."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tracemq.ui.top_talkers import TopTalkers
from tracemq.viewmodels.top_talkers import MOST_SHOWN, TalkerColumn
from tracemq.workspace.connection import Connection


@pytest.fixture
def plant() -> Connection:
    return connection()


@pytest.fixture
def talkers(plant: Connection, qtbot: QtBot) -> Iterator[TopTalkers]:
    QLocale.setDefault(QLocale.c())
    talkers = TopTalkers(plant.tree)
    tester = QAbstractItemModelTester(talkers.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.addWidget(talkers)
    talkers.resize(600, 400)
    talkers.show()
    yield talkers
    assert tester is not None


def tell(talkers: TopTalkers, plant: Connection, now_s: float, *topics: str) -> None:
    receive(plant, *topics)
    plant.tick(now_s)
    talkers.tick(now_s)


def column(talkers: TopTalkers, number: TalkerColumn) -> list[str]:
    return [talkers.model.index(row, number).data() for row in range(talkers.model.rowCount())]


def test_the_busiest_topics_come_first(talkers: TopTalkers, plant: Connection) -> None:
    tell(talkers, plant, 100.0, "a/x", *["b/y"] * 6, *["b/z"] * 3)
    assert column(talkers, TalkerColumn.TOPIC) == ["b/y", "b/z", "a/x"]
    assert column(talkers, TalkerColumn.RATE) == ["2.0", "1.0", "0.3"]
    assert column(talkers, TalkerColumn.SHARE) == ["60.0 %", "30.0 %", "10.0 %"]
    assert column(talkers, TalkerColumn.MESSAGES) == ["6", "3", "1"]


def test_numbers_change_once_a_second(talkers: TopTalkers, plant: Connection) -> None:
    tell(talkers, plant, 100.0, "a")
    tell(talkers, plant, 100.5, "a", "b")
    assert column(talkers, TalkerColumn.MESSAGES) == ["1"]
    tell(talkers, plant, 101.0)
    assert column(talkers, TalkerColumn.MESSAGES) == ["2", "1"]
    tell(talkers, plant, 200.0)
    assert column(talkers, TalkerColumn.MESSAGES) == []


def test_it_says_that_only_the_busiest_are_shown(talkers: TopTalkers, plant: Connection) -> None:
    tell(talkers, plant, 100.0, *(f"t/{number}" for number in range(MOST_SHOWN - 1)))
    assert not talkers._note.isVisible()
    tell(talkers, plant, 101.0, "u", *["busy"] * 9)
    assert (talkers.model.rowCount(), column(talkers, TalkerColumn.TOPIC)[0]) == (MOST_SHOWN, "busy")
    assert (talkers._note.isVisible(), talkers._note.text()) == (True, "Only the 200 busiest are shown.")


def test_branches_are_summed_up(talkers: TopTalkers, plant: Connection) -> None:
    tell(talkers, plant, 100.0, "a/x", "b/y", "b/z", "c")
    talkers.by.choose(1)
    talkers.by.activated.emit(1)
    assert sorted(column(talkers, TalkerColumn.TOPIC)) == ["a", "b", "c"]
    assert column(talkers, TalkerColumn.MESSAGES)[0] == "2"


def test_it_sorts_by_any_column_and_the_selection_stays_with_its_topic(talkers: TopTalkers, plant: Connection) -> None:
    tell(talkers, plant, 100.0, "b", "b", "a", "c", "c", "c")
    talkers.table.selectRow(1)
    for column_, order, wanted in (
        (TalkerColumn.TOPIC, Qt.SortOrder.AscendingOrder, ["a", "b", "c"]),
        (TalkerColumn.BYTES, Qt.SortOrder.AscendingOrder, ["a", "b", "c"]),
        (TalkerColumn.MESSAGES, Qt.SortOrder.DescendingOrder, ["c", "b", "a"]),
    ):
        talkers.table.sortByColumn(column_, order)
        assert column(talkers, TalkerColumn.TOPIC) == wanted
    tell(talkers, plant, 101.0, *["b"] * 9, "d")
    assert column(talkers, TalkerColumn.TOPIC)[0] == "b"
    assert talkers.table.currentIndex().row() == 0


def test_a_topic_is_chosen(talkers: TopTalkers, plant: Connection, qtbot: QtBot) -> None:
    tell(talkers, plant, 100.0, "a/b")
    with qtbot.waitSignal(talkers.topic_chosen) as heard:
        talkers.table.activated.emit(talkers.model.index(0, 0))
    assert heard.args == ["a/b"]
    assert talkers.model.rowCount(talkers.model.index(0, 0)) == 0
    assert talkers.model.data(QModelIndex()) is None


def test_it_rests_while_nobody_looks(talkers: TopTalkers, plant: Connection) -> None:
    talkers.hide()
    tell(talkers, plant, 100.0, "a")
    assert talkers.model.rowCount() == 0
    talkers.show()
    assert column(talkers, TalkerColumn.TOPIC) == ["a"]


def test_everything_has_a_name(talkers: TopTalkers) -> None:
    assert talkers.table.accessibleName() == "Top talkers"
    assert talkers.by.accessibleName() == "Rates by"
    assert talkers.by.itemText(2) == "Branch, level 2"
