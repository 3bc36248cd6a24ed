"""A new tab has its table at once, its other panels a little later; nothing that is asked of them meanwhile is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tracemq.ui import tab_panels
from tracemq.ui.chart_panel import ChartPanel
from tracemq.ui.connection_tab import FIRST_DOCKS, ConnectionTab
from tracemq.ui.dock import LaterDock
from tracemq.ui.dock_filling import DockFilling
from tracemq.ui.inspector import InspectorPanel
from tracemq.ui.message_columns import TOPIC_SHARE
from tracemq.ui.publish_form import PublishForm
from tracemq.ui.theme import Scheme, Theme
from tracemq.ui.top_talkers import TopTalkers
from tracemq.viewmodels.message_table import Column


@pytest.fixture
def tab(qapp: QApplication, qtbot: QtBot) -> Iterator[ConnectionTab]:
    theme = Theme(qapp, Scheme.LIGHT)
    tab = new_tab()
    qtbot.addWidget(tab)
    yield tab
    tab.close_panels()
    del theme
    qapp.setStyleSheet("")


def new_tab() -> ConnectionTab:
    tab = ConnectionTab(connection("Plant"), tab_panels.panels())
    tab.resize(1200, 700)
    receive(tab.connection, "a/b", "c")
    for now_s in (1.0, 2.0):
        tab.tick(now_s)
    return tab


def made(tab: ConnectionTab) -> list[str]:
    return [name for name, dock in tab.docks.items() if dock.panel is not None]


def filled(tab: ConnectionTab) -> bool:
    return all(tab.docks[name].panel is not None for name in FIRST_DOCKS)


def topic_in_the_form(tab: ConnectionTab) -> str:
    form = tab.publish
    assert isinstance(form, PublishForm)
    return form.topic.text()


def shown_in_the_inspector(tab: ConnectionTab) -> str | None:
    inspector = tab.inspector
    assert isinstance(inspector, InspectorPanel)
    return None if inspector.message is None else inspector.message.topic


def select(tab: ConnectionTab, topic: str) -> None:
    node = tab.connection.tree.find(topic)
    assert node is not None
    tab.topics.tree.select_node(node)


def test_the_panels_follow_one_in_a_turn_of_the_event_loop(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.show()
    assert made(tab) == ["topics"]
    steps = []
    turns = [0]
    beat = QTimer(tab, interval=0)
    beat.timeout.connect(lambda: turns.append(0))
    beat.start()
    for name, dock in tab.docks.items():
        dock.made.connect(lambda name=name: steps.append((name, len(turns))))
    while not filled(tab):
        QCoreApplication.processEvents()
    assert [name for name, _ in steps] == ["subscriptions", "inspector", "publish"]
    assert len({turn for _, turn in steps}) == len(steps)


def test_a_tab_that_nobody_sees_makes_nothing(tab: ConnectionTab) -> None:
    QCoreApplication.processEvents()
    assert made(tab) == ["topics"]


def test_a_tab_that_is_left_halfway_goes_on_when_it_is_seen_again(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.show()
    tab.hide()
    for _ in range(5):
        QCoreApplication.processEvents()
    assert made(tab) == ["topics"]
    tab.show()
    qtbot.waitUntil(lambda: filled(tab))


def test_a_tab_can_be_closed_halfway(qapp: QApplication) -> None:
    tab = new_tab()
    tab.show()
    select(tab, "a/b")
    tab.close_panels()
    tab.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for _ in range(5):
        QCoreApplication.processEvents()


def test_what_is_chosen_before_the_panels_are_there_is_shown_in_them(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.show()
    select(tab, "a/b")
    tab.table.go_to(1)
    assert made(tab) == ["topics"]
    qtbot.waitUntil(lambda: filled(tab))
    assert (topic_in_the_form(tab), shown_in_the_inspector(tab)) == ("a/b", "c")


def test_a_panel_that_is_asked_for_is_there_at_once(tab: ConnectionTab) -> None:
    tab.show()
    tab.publish_to("wanted")
    assert made(tab) == ["topics", "publish"]
    assert topic_in_the_form(tab) == "wanted"


def test_a_panel_that_is_opened_in_a_whole_tab_is_there_at_once(tab: ConnectionTab) -> None:
    tab.show()
    tab.complete()
    assert filled(tab)
    assert TopTalkers  # what is imported need not be waited for
    tab.docks["talkers"].toggleViewAction().trigger()
    assert "talkers" in made(tab)


def test_a_chart_that_is_opened_by_hand_waits_for_a_topic_to_be_typed(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.show()
    tab.complete()
    dock = tab.docks["chart"]
    dock.toggleViewAction().trigger()
    qtbot.waitUntil(lambda: dock.panel is not None)
    chart = dock.panel
    assert isinstance(chart, ChartPanel)
    qtbot.waitUntil(lambda: tab.focusWidget() is chart.add.topic)
    tab.table.setFocus()
    dock.toggleViewAction().trigger()
    assert not dock.isVisible()
    dock.toggleViewAction().trigger()
    qtbot.waitUntil(lambda: tab.focusWidget() is chart.add.topic)


def test_a_chart_that_is_shown_for_a_line_takes_no_focus(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.show()
    tab.complete()
    tab.table.setFocus()
    tab.tools.add_to_chart("a/b", "$")
    chart = tab.docks["chart"].complete()
    assert isinstance(chart, ChartPanel)
    qtbot.waitUntil(lambda: bool(chart.chart.series))
    assert tab.focusWidget() is tab.table


def test_a_whole_tab_can_be_had_without_being_shown(tab: ConnectionTab) -> None:
    tab.complete()
    assert filled(tab)


def test_panels_that_are_made_later_take_nothing_from_the_sizes(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.show()
    qtbot.waitUntil(lambda: "subscriptions" in made(tab))  # first sizes wait for it
    settle()
    first = sizes(tab)
    qtbot.waitUntil(lambda: filled(tab))
    tab.table.go_to(0)  # the inspector's pages are made
    QCoreApplication.processEvents()
    assert shown_in_the_inspector(tab) == "a/b"
    assert sizes(tab) == first


def test_a_kept_arrangement_is_the_same_with_the_panels_made_later(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.show()
    tab.complete()
    tab.show_dock("history")
    docks = tab.docks
    settle()
    tab.resizeDocks([docks["history"], docks["topics"]], [420, 200], Qt.Orientation.Horizontal)
    tab.resizeDocks([docks["publish"]], [280], Qt.Orientation.Vertical)
    docks["subscriptions"].hide()
    settle()
    wanted, kept = sizes(tab), tab.layout_state()
    other = ConnectionTab(connection("Home"), tab_panels.panels())
    qtbot.addWidget(other)
    other.restore_layout({name: QByteArray(state) for name, state in kept.items()})
    other.resize(tab.size())
    other.show()
    qtbot.waitUntil(lambda: all(other.docks[name].panel is not None for name in wanted))
    settle()
    assert sizes(other) == wanted
    assert other.docks["subscriptions"].panel is None
    other.close_panels()


def test_it_is_never_seen_with_other_sizes(tab: ConnectionTab, qtbot: QtBot) -> None:
    painted: list[dict[str, tuple[int, int]]] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                painted.append(sizes(tab))
            return super().eventFilter(watched, event)

    watch = Watch()
    tab.table.viewport().installEventFilter(watch)
    tab.show()
    qtbot.waitUntil(lambda: filled(tab))
    settle()
    assert painted
    assert painted == [painted[-1]] * len(painted)


def test_a_file_has_no_panels_to_wait_for(qtbot: QtBot) -> None:
    opened = connection("Plant")
    opened.read_only = True
    tab = ConnectionTab(opened, tab_panels.panels())
    qtbot.addWidget(tab)
    tab.show()
    qtbot.waitUntil(tab.updatesEnabled, timeout=5000)
    qtbot.waitUntil(lambda: tab.docks["inspector"].panel is not None)
    assert made(tab) == ["topics", "inspector"]
    tab.close_panels()


def test_docks_and_columns_go_back_to_where_they_stood_at_first(tab: ConnectionTab) -> None:
    tab.show()
    tab.complete()
    settle()
    header, wanted = tab.table.horizontalHeader(), sizes(tab)
    before = [header.sectionSize(section) for section in range(header.count())]
    tab.docks["inspector"].hide()
    tab.resizeDocks([tab.docks["topics"]], [400], Qt.Orientation.Horizontal)
    header.hideSection(header.logicalIndex(1))
    settle()
    tab.reset_layout()
    settle()
    assert sizes(tab) == wanted
    assert [header.sectionSize(section) for section in range(header.count())] == before


def test_the_topic_has_its_share_of_the_room_that_the_panels_leave(tab: ConnectionTab) -> None:
    tab.show()
    settle()
    share = tab.table.columnWidth(Column.TOPIC) / tab.table.viewport().width()
    assert share < TOPIC_SHARE + 0.02


def test_a_panel_that_is_brought_is_given_to_who_asked_once_it_is_made(tab: ConnectionTab, qtbot: QtBot) -> None:
    given: list[QWidget] = []
    tab.show()
    tab.bring("talkers", given.append)
    assert given == []
    qtbot.waitUntil(lambda: bool(given))
    assert given == [tab.docks["talkers"].panel]
    tab.bring("talkers", given.append)
    assert len(given) == 2


@pytest.mark.parametrize("flowing", [False, True])
def test_while_messages_flow_a_panel_is_made_in_one_turn_and_placed_in_another(qtbot: QtBot, flowing: bool) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    filling = DockFilling(window, lambda: flowing)
    turns, made_in, placed_in = [0], [], []

    def make(parent: QWidget) -> QWidget:
        made_in.append(len(turns))
        return QWidget(parent)

    docks = [LaterDock(name, make, window, filling.wait) for name in ("one", "other")]
    for dock in docks:
        dock.made.connect(lambda: placed_in.append(len(turns)))
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    beat = QTimer(window, interval=0)
    beat.timeout.connect(lambda: turns.append(0))
    beat.start()
    window.show()
    qtbot.waitUntil(lambda: len(placed_in) == len(docks))
    assert (made_in != placed_in) is flowing
    assert sorted({*made_in, *placed_in}) == sorted([*made_in, *placed_in] if flowing else placed_in)


def test_a_panel_that_has_no_place_yet_is_the_one_that_gets_it(tab: ConnectionTab) -> None:
    tab.show()
    dock = tab.docks["publish"]
    dock.prepare()
    form = dock.findChild(PublishForm)
    assert form is not None
    assert made(tab) == ["topics"]
    assert tab.publish is form
    assert dock.findChildren(PublishForm) == [form]


def test_a_panel_that_has_no_place_yet_is_closed_as_any_other(tab: ConnectionTab) -> None:
    closed: list[bool] = []

    class Panel(QWidget):
        def close_panel(self) -> None:
            closed.append(True)

    dock = LaterDock("later", Panel, tab, lambda _: True)
    dock.close_panel()
    assert closed == []
    dock.prepare()
    dock.close_panel()
    assert closed == [True]


def sizes(tab: ConnectionTab) -> dict[str, tuple[int, int]]:
    return {
        name: (dock.width(), dock.height()) for name, dock in tab.docks.items() if not dock.visibleRegion().isEmpty()
    }


def settle() -> None:
    for _ in range(20):
        QCoreApplication.processEvents()


def panel_of(widget: QWidget) -> str:
    inside: QWidget | None = widget
    while inside is not None and not isinstance(inside, QDockWidget):
        inside = inside.parentWidget()
    return "table" if inside is None else inside.objectName()


def test_tab_goes_from_panel_to_panel_whenever_they_were_made(tab: ConnectionTab, qtbot: QtBot) -> None:
    tab.show()
    tab.activateWindow()
    qtbot.waitUntil(lambda: filled(tab) and tab.isActiveWindow())
    tab.table.go_to(0)
    tab.panel.find_bar.begin()
    inspector, form = tab.inspector, tab.publish
    assert isinstance(inspector, InspectorPanel)
    assert isinstance(form, PublishForm)
    inspector.views.finder.begin()
    form.tabs.setCurrentIndex(1)
    wanted = [
        tab.topics.line,
        tab.topics.tree,
        tab.panel.filter_line.line,
        tab.table,
        tab.panel.find_bar.line,
        inspector.topic,
        inspector.view_choice,
        inspector.views.text,
        inspector.views.finder.line,
        form.topic,
        form.properties.content_type,
        form.properties.table.view,
        form.variables,
    ]
    tab.topics.line.setFocus()
    met: list[QWidget] = []
    for _ in range(70):
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in met:
            break
        met.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert [one for one in met if one in wanted] == wanted
    panels = list(dict.fromkeys(map(panel_of, met)))
    assert panels[:5] == ["topics", "table", "inspector", "publish", "subscriptions"]
