"""The history of the chosen topic: live, with its figures; a chosen row is shown elsewhere and stays chosen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tests.unit.history.batches import Sent
from tracemq.ui.history_panel import HistoryPanel, long_duration_text, number_text
from tracemq.viewmodels.topic_history import HistoryColumn
from tracemq.workspace.connection import Connection


@pytest.fixture
def plant() -> Connection:
    made = connection()
    for number in range(5):
        receive(made, Sent("a/b", b"%d" % (20 + number)), Sent("c", b"on"), at=1000.0 + 2 * number)
    made.tick(1.0)
    return made


@pytest.fixture
def panel(plant: Connection, qtbot: QtBot) -> Iterator[HistoryPanel]:
    QLocale.setDefault(QLocale.c())
    made = HistoryPanel(plant.log)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    yield made
    made.close_panel()


def values(panel: HistoryPanel) -> list[str]:
    model = panel.model
    return [model.index(row, HistoryColumn.VALUE).data() for row in range(model.rowCount())]


def test_before_a_topic_is_chosen_it_says_what_to_do(panel: HistoryPanel) -> None:
    assert "Choose a topic" in panel.table.empty_text
    assert panel.note.text() == ""


def test_a_chosen_topic_shows_its_messages_and_figures(panel: HistoryPanel, plant: Connection) -> None:
    panel.show_topic("a/b")
    panel.tick(1.0)
    assert values(panel) == ["24", "23", "22", "21", "20"]
    assert panel.topic.text() == "a/b"
    assert panel.note.text() == (
        "5 messages in 8.0 s: every 2.0 s (2.0 s to 2.0 s). Values 20 to 24, mean 22. Size 2 B."
    )


def test_it_follows_what_arrives_and_the_chosen_row_stays_with_its_message(
    panel: HistoryPanel, plant: Connection, qtbot: QtBot
) -> None:
    panel.show_topic("a/b")
    with qtbot.waitSignal(panel.row_chosen) as told:
        qtbot.mouseClick(
            panel.table.viewport(),
            Qt.MouseButton.LeftButton,
            pos=panel.table.visualRect(panel.model.index(1, 0)).center(),
        )
    assert told.args == [plant.log, 6]
    receive(plant, Sent("a/b", b"99"))
    plant.tick(2.0)
    with qtbot.assertNotEmitted(panel.row_chosen):
        panel.tick(2.0)
    assert values(panel)[0] == "99"
    assert panel.table.currentIndex().row() == 2
    panel.order.setChecked(True)
    assert values(panel)[-1] == "99"
    assert panel.table.currentIndex().row() == 3
    panel.copy_value()
    assert QGuiApplication.clipboard().text() == "23"


def test_a_row_of_the_table_leads_to_its_topic_and_itself(panel: HistoryPanel, plant: Connection) -> None:
    panel.show_row(plant.log, 5)
    assert (panel.model.topic, panel.table.currentIndex().row()) == ("c", 2)
    panel.show_row(plant.log, 99)
    panel.show_row(plant.log, None)
    assert panel.model.topic == "c"
    assert "Values" not in panel.note.text()


def test_what_leaves_the_log_leaves_the_history(panel: HistoryPanel, plant: Connection) -> None:
    panel.show_topic("a/b")
    plant.clear()
    panel.tick(2.0)
    assert values(panel) == []
    assert "No message of this topic is left" in panel.table.empty_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0005, "0.5 ms"), (3.25, "3.3 s"), (320, "5 min 20 s"), (7500, "2 h 5 min"), (90_000, "1 d 1 h")],
)
def test_durations_have_two_units(seconds: float, text: str) -> None:
    QLocale.setDefault(QLocale.c())
    assert long_duration_text(seconds) in {text, text.replace("3.3", "3.2")}


def test_numbers_are_said_with_the_digits_that_matter() -> None:
    QLocale.setDefault(QLocale.c())
    assert [number_text(value) for value in (22.0, 21.123456789, 1e-9, 123456789.0)] == [
        "22",
        "21.12346",
        "1e-09",
        "123456789",
    ]
