"""A tab joins the list of subscriptions with the tree and the table beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.ui import tab_panels
from tracemq.ui.connection_tab import ConnectionTab
from tracemq.ui.theme import Scheme, Theme
from tracemq.viewmodels.message_table import Column
from tracemq.viewmodels.row_colours import COLOURS


@pytest.fixture
def tab(qapp: QApplication, qtbot: QtBot) -> Iterator[ConnectionTab]:
    theme = Theme(qapp, Scheme.LIGHT)
    opened = connection("Plant", subscriptions=(SubscriptionSettings(filter="#"),))
    tab = ConnectionTab(opened, tab_panels.panels())
    qtbot.addWidget(tab)
    tab.resize(1200, 700)
    tab.show()
    receive(opened, "a/b", "c")
    for now_s in (1.0, 2.0):
        tab.tick(now_s)
    yield tab
    tab.close_panels()
    del theme
    qapp.setStyleSheet("")


def select(tab: ConnectionTab, topic: str) -> None:
    node = tab.connection.tree.find(topic)
    assert node is not None
    tab.topics.tree.select_node(node)
    tab.topics.tree.menu()


def stripe(tab: ConnectionTab, row: int) -> str:
    """The colour at the beginning of a row."""
    box = tab.table.visualRect(tab.messages.index(row, Column.TIME))
    return tab.table.viewport().grab().toImage().pixelColor(1, box.center().y()).name()


async def test_a_branch_is_subscribed_to_from_the_tree_and_its_rows_get_a_colour(tab: ConnectionTab) -> None:
    actions = tab.topics.tree.topic_actions
    select(tab, "a")
    assert not actions.unsubscribe.isEnabled()
    assert stripe(tab, 0) not in COLOURS
    actions.subscribe.trigger()
    await asyncio.sleep(0)
    assert [entry.filter for entry in tab.connection.subscriptions] == ["#", "a/#"]
    assert (stripe(tab, 0), stripe(tab, 1) in COLOURS) == (COLOURS[0], False)


async def test_a_branch_is_ended_from_the_tree_and_what_still_brings_it_is_said(tab: ConnectionTab) -> None:
    notes: list[str] = []
    tab.note.connect(notes.append)
    await tab.connection.subscribe(SubscriptionSettings(filter="a/b", colour=COLOURS[3]))
    assert stripe(tab, 0) == COLOURS[3]
    select(tab, "a")
    assert tab.topics.tree.topic_actions.unsubscribe.isEnabled()
    tab.topics.tree.topic_actions.unsubscribe.trigger()
    await asyncio.sleep(0)
    assert [entry.filter for entry in tab.connection.subscriptions] == ["#"]
    assert stripe(tab, 0) not in COLOURS
    assert notes == ["Messages still come: # matches this branch as well"]


async def test_enter_on_a_topic_shows_only_its_messages(tab: ConnectionTab, qtbot: QtBot) -> None:
    select(tab, "a")
    qtbot.keyClick(tab.topics.tree, Qt.Key.Key_Return)
    assert tab.panel.filter_line.line.text() == 'topic:"a/#"'
    qtbot.waitUntil(lambda: tab.messages.rowCount() == 1)


async def test_another_colour_holds_at_once(tab: ConnectionTab) -> None:
    for colour in (COLOURS[1], COLOURS[2], ""):
        await tab.connection.subscribe(SubscriptionSettings(filter="#", colour=colour))
        assert stripe(tab, 1) == colour if colour else stripe(tab, 1) not in COLOURS


async def test_a_pause_under_a_filter_is_counted_as_it_is_shown(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.panel.filter_line.set_query("a/#")
    qtbot.waitUntil(lambda: tab.messages.rowCount() == 1)
    tab.pause(True)
    receive(tab.connection, "a/b", "a/c", "d")
    for now_s in (3.0, 4.0):
        tab.tick(now_s)
    status = tab.status
    assert tab.messages.rowCount() == 1
    assert (status.filtered, status.shown, status.waiting) == (1, 2, 3)
    tab.pause(False)
    status = tab.status
    assert (tab.messages.rowCount(), status.filtered, status.shown, status.waiting) == (3, 3, 5, 0)


def test_a_key_belongs_to_the_panel_in_front_and_not_to_one_behind_its_tab(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.activateWindow()
    qtbot.waitActive(tab)
    tab.complete()
    tab.show_dock("retained")
    retained, publish = tab.docks["retained"], tab.docks["publish"]
    qtbot.waitUntil(lambda: retained.panel is not None and retained.panel.isVisible())
    assert publish.panel is not None
    assert not publish.panel.isVisible()
    key = Qt.Key.Key_R  # Retained under:, and Retain in the form
    for name, line in (("retained", "filter"), ("publish", "retain")):
        tab.docks[name].raise_()
        panel = tab.docks[name].panel
        qtbot.waitUntil(panel.isVisible)
        panel.setFocus()
        qtbot.keyClick(tab, key, Qt.KeyboardModifier.AltModifier)
        assert getattr(panel, line).hasFocus()


def test_a_panel_that_goes_behind_another_ones_tab_leaves_the_height_of_both(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.complete()
    tab.show_dock("retained")
    qtbot.waitUntil(lambda: tab.docks["retained"].panel is not None)
    before = tab.docks["retained"].minimumSizeHint(), tab.docks["publish"].minimumSizeHint()
    tab.docks["publish"].raise_()
    assert (tab.docks["retained"].minimumSizeHint(), tab.docks["publish"].minimumSizeHint()) == before
