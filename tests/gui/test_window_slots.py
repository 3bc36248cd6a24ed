"""Every action of the window does something, and what needs a tab or a connection does nothing without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection
from tests.support.plain_panels import Layouts, plain_panels
from tracemq.ui.main_window import MainWindow
from tracemq.ui.theme import Scheme, Theme
from tracemq.ui.window_actions import ACTIONS
from tracemq.ui.window_slots import OF_TAB, SWITCHES_OF_TAB, window_slots
from tracemq.viewmodels.connections import ConnectionsModel, Entry

ASK = ("connect", "disconnect", "edit", "diagnose")


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    model = ConnectionsModel()
    model.show([Entry(id="a1", name="Plant", detail=""), Entry(id="b2", name="Other", detail="")])
    window = MainWindow(Theme(qapp, Scheme.LIGHT), model, Layouts(), plain_panels)
    window.clock.stop()
    qtbot.addWidget(window)
    yield window
    qapp.setStyleSheet("")


def asked(window: MainWindow) -> list[object]:
    """What the window tells from now on, with whom it concerns."""
    told: list[object] = []
    for name in (*(f"{name}_asked" for name in ASK), "close_asked", "export_messages_asked", "details_asked"):
        getattr(window, name).connect(lambda whom, name=name: told.append((name.removesuffix("_asked"), whom)))
    return told


def test_every_action_has_one(window: MainWindow) -> None:
    assert window_slots(window).keys() == ACTIONS.keys()
    assert {name for name, spec in ACTIONS.items() if spec.checkable} == SWITCHES_OF_TAB.keys()


def test_without_a_tab_nothing_is_done_with_one(window: MainWindow) -> None:
    told, slots = asked(window), window_slots(window)
    for name in (*OF_TAB, "close_tab", "export_messages", "details", "move_tab"):
        slots[name]()
    for name in SWITCHES_OF_TAB:
        slots[name](True)
    assert told == []
    assert window.windows.front is None


def test_what_concerns_a_connection_is_asked_of_the_tab_in_front_else_of_the_one_selected(window: MainWindow) -> None:
    told, slots = asked(window), window_slots(window)
    window.connections.select("b2")
    for name in ASK:
        slots[name]()
    assert told == [(name, "b2") for name in ASK]
    plant = connection()
    tab = window.add_connection(plant)
    told.clear()
    window.connections.select("b2")
    for name in (*ASK, "close_tab", "export_messages", "details"):
        slots[name]()
    assert told == [*((name, "a1") for name in ASK), ("close", plant), ("export_messages", tab), ("details", plant)]


def test_a_switch_is_given_what_is_wanted(window: MainWindow) -> None:
    tab, slots = window.add_connection(connection()), window_slots(window)
    slots["pause"](True)
    slots["narrow"](True)
    assert (tab.messages.paused, tab.topics.narrow.isChecked()) == (True, True)
    slots["pause"](False)
    slots["follow"](False)
    assert (tab.messages.paused, tab.table.following) == (False, False)
