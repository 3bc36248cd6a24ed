"""Rows, topics and values lead from the menus of a tab into its further panels."""

from __future__ import annotations

from collections.abc import Iterator

import cbor2
import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from tests.support.open_connection import become, connection, receive
from tests.unit.history.batches import Sent
from tracemq.payloads.detect import Format
from tracemq.ui import tab_panels
from tracemq.ui.chart_panel import ChartPanel
from tracemq.ui.connection_tab import ConnectionTab
from tracemq.ui.history_panel import HistoryPanel
from tracemq.ui.inspector import InspectorPanel
from tracemq.ui.messages_panel import MessagesPanel
from tracemq.ui.publish_form import PublishForm
from tracemq.ui.publish_tabs import PAYLOAD, PROPERTIES
from tracemq.ui.retained_panel import RetainedPanel
from tracemq.ui.tab_arrangement import PUBLISH_HEIGHT
from tracemq.ui.tab_tools import PROPERTIES_HEIGHT
from tracemq.workspace.connection_state import ConnectionState


@pytest.fixture
def tab(qtbot: QtBot) -> Iterator[ConnectionTab]:
    plant = connection()
    for number in range(3):
        receive(plant, Sent("a/b", b'{"t": %d, "s": "on", "odd key": 7}' % number), Sent("c", b"%d" % number))
    made = ConnectionTab(plant, tab_panels.panels())
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.complete()
    for now_s in (1.0, 2.0, 3.0):
        made.tick(now_s)
    yield made
    made.close_panels()


def action(actions: list[QAction], text: str) -> QAction:
    return next(one for one in actions if one.text() == text)


def series(tab: ConnectionTab) -> list[tuple[str, str]]:
    chart = tab.docks["chart"].widget()
    assert isinstance(chart, ChartPanel)
    return [one.key[:2] for one in chart.chart.series]


def test_a_row_of_the_table_goes_into_the_chart(tab: ConnectionTab) -> None:
    tab.table.selectRow(1)
    action(tab.table.row_actions.more, "Add to Chart").trigger()
    assert series(tab) == [("c", "$")]
    assert not tab.docks["chart"].isHidden()


def test_a_topic_of_the_tree_goes_into_the_chart_and_has_its_history(tab: ConnectionTab) -> None:
    node = tab.connection.tree.find("a/b")
    assert node is not None
    tab.topics.tree.select_node(node)
    action(tab.topics.tree.topic_actions.more, "Add to Chart").trigger()
    assert series(tab) == [("a/b", "$.t"), ("a/b", '$["odd key"]')]
    action(tab.topics.tree.topic_actions.more, "Topic History").trigger()
    history = tab.docks["history"].widget()
    assert isinstance(history, HistoryPanel)
    assert (history.model.topic, history.model.rowCount()) == ("a/b", 3)


def test_a_value_of_the_inspectors_tree_goes_into_the_chart(tab: ConnectionTab) -> None:
    tab.table.selectRow(0)
    inspector = tab.inspector
    assert isinstance(inspector, InspectorPanel)
    views = inspector.views
    views.use_tree(True)
    told: list[str] = []
    tab.note.connect(told.append)
    draw = action(views.tree.actions(), "Add to Chart")
    views.tree.select_node(2)
    draw.trigger()
    assert told == ["This value is no number."]
    views.tree.select_node(3)
    draw.trigger()
    assert series(tab) == [("a/b", '$["odd key"]')]


def test_a_value_of_the_inspectors_tree_becomes_a_filter(tab: ConnectionTab) -> None:
    tab.table.selectRow(0)
    inspector = tab.inspector
    assert isinstance(inspector, InspectorPanel)
    inspector.views.use_tree(True)
    narrow = action(inspector.views.tree.actions(), "Show Only This Value")
    told: list[str] = []
    tab.note.connect(told.append)
    inspector.views.tree.select_node(0)
    narrow.trigger()
    assert told == ["A filter can look at single values of JSON payloads alone."]
    inspector.views.tree.select_node(1)
    narrow.trigger()
    inspector.views.tree.select_node(3)
    narrow.trigger()
    assert tab.panel.filter_line.line.text() == '$.t = 0 $["odd key"] = 7'
    assert tab.messages.rowCount() == 1


def test_a_number_of_any_tree_goes_into_the_chart_in_the_format_in_which_it_is_shown(tab: ConnectionTab) -> None:
    receive(tab.connection, Sent("d", cbor2.dumps({"t": 7})), Sent("e", b"\x18\x2a"))
    for now_s in (4.0, 5.0):
        tab.tick(now_s)
    inspector = tab.inspector
    assert isinstance(inspector, InspectorPanel)
    tab.table.selectRow(6)
    draw = action(inspector.views.tree.actions(), "Add to Chart")
    inspector.views.tree.select_node(1)
    draw.trigger()
    tab.table.selectRow(7)
    inspector.views.use(Format.CBOR)
    inspector.views.tree.select_node(0)
    draw.trigger()
    chart = tab.docks["chart"].widget()
    assert isinstance(chart, ChartPanel)
    assert [one.key for one in chart.chart.series] == [("d", "$.t", None), ("e", "$", Format.CBOR)]
    chart.chart.step(1.0)
    assert [one.points.values.tolist() for one in chart.chart.series] == [[7.0], [42.0]]


def test_the_lines_of_the_chart_are_part_of_the_tabs_layout_and_wait_until_it_is_opened(
    tab: ConnectionTab, qtbot: QtBot
) -> None:
    tab.tools.add_to_chart("c", "$")
    state = tab.layout_state()
    other = ConnectionTab(tab.connection, tab_panels.panels())
    qtbot.addWidget(other)
    other.restore_layout({"chart": state["chart"]})
    assert other.layout_state()["chart"] == state["chart"]
    other.reset_layout()
    other.show()
    other.show_dock("chart")
    assert series(other) == [("c", "$")]
    other.restore_layout({"chart": QByteArray(b"\x00\xff" * 9)})
    assert series(other) == [("c", "$")]
    other.close_panels()


def test_the_tree_offers_to_delete_what_is_retained_of_a_branch(tab: ConnectionTab) -> None:
    become(tab.connection, ConnectionState.OFFLINE)  # so that nothing is asked for
    node = tab.connection.tree.find("a")
    assert node is not None
    tab.topics.tree.select_node(node)
    tab.topics.tree.topic_actions.delete_retained.trigger()
    panel = tab.docks["retained"].widget()
    assert isinstance(panel, RetainedPanel)
    assert panel.filter.text() == "a/#"
    tab.topics.tree.select_node(tab.connection.tree.find("a/b") or 0)
    tab.topics.tree.topic_actions.delete_retained.trigger()
    assert panel.filter.text() == "a/b"


def test_what_was_chosen_before_a_panel_was_opened_is_shown_in_it(tab: ConnectionTab) -> None:
    tab.table.selectRow(0)
    tab.show_dock("history")
    history = tab.docks["history"].widget()
    assert isinstance(history, HistoryPanel)
    assert history.model.topic == "a/b"
    assert history.model.seq(history.table.currentIndex().row()) == 0


def test_a_row_of_the_history_is_shown_in_the_inspector(tab: ConnectionTab) -> None:
    tab.table.selectRow(0)
    tab.show_dock("history")
    history = tab.docks["history"].widget()
    assert isinstance(history, HistoryPanel)
    history.table.selectRow(0)
    inspector = tab.inspector
    assert isinstance(inspector, InspectorPanel)
    assert inspector.message is not None
    assert inspector.message.payload.startswith(b'{"t": 2')


def test_the_publish_form_grows_once_for_its_properties(tab: ConnectionTab, qtbot: QtBot) -> None:
    form, dock = tab.publish, tab.docks["publish"]
    assert isinstance(form, PublishForm)
    qtbot.waitUntil(lambda: dock.height() == PUBLISH_HEIGHT)
    form.tabs.setCurrentIndex(PROPERTIES)
    qtbot.waitUntil(lambda: dock.height() == PROPERTIES_HEIGHT)
    tab.resizeDocks([dock], [PUBLISH_HEIGHT], Qt.Orientation.Vertical)
    form.tabs.setCurrentIndex(PAYLOAD)
    form.tabs.setCurrentIndex(PROPERTIES)
    QCoreApplication.processEvents()
    QCoreApplication.processEvents()
    assert dock.height() < PROPERTIES_HEIGHT


def test_tabs_of_docks_keep_their_whole_titles_and_scroll_where_they_have_no_room(tab: ConnectionTab) -> None:
    for name in ("history", "differences", "talkers"):
        tab.show_dock(name)
        QCoreApplication.processEvents()
    bars = [bar for bar in tab.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly) if bar.count()]
    (bar,) = [bar for bar in bars if "Inspector" in {bar.tabText(index) for index in range(bar.count())}]
    assert bar.elideMode() is Qt.TextElideMode.ElideNone
    assert bar.usesScrollButtons()
    for index in range(bar.count()):
        assert bar.tabRect(index).width() >= bar.fontMetrics().horizontalAdvance(bar.tabText(index))


def test_a_tab_has_room_beside_the_connections_in_a_small_window(tab: ConnectionTab) -> None:
    assert tab.minimumSizeHint().width() <= 520
    for width in (1000, 520):
        tab.resize(width, 500)
        for _ in range(3):
            QCoreApplication.processEvents()
    assert tab.docks["publish"].geometry().right() <= tab.rect().right()


def test_what_was_filled_in_is_sent_from_the_list_of_messages(tab: ConnectionTab, qtbot: QtBot) -> None:
    become(tab.connection, ConnectionState.CONNECTED)
    form = tab.publish
    assert isinstance(form, PublishForm)
    form.set_topic("a/b")
    panel = tab.show_dock("messages")
    assert isinstance(panel, MessagesPanel)
    tab.activateWindow()
    panel.sent.list.setFocus()
    with qtbot.waitSignal(form.publish_requested) as signal:
        qtbot.keyClick(panel.sent.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert signal.args[0].topic == "a/b"
