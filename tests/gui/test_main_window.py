"""The window shows what is open, asks for what the user wants, and remembers how it was arranged."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from tests.support.open_connection import become, connection, receive
from tests.support.plain_panels import Form, Inspector, Layouts, plain_panels
from tests.unit.history.batches import Sent
from tracemq import APP_NAME
from tracemq.mqtt.errors import ConnectionLost
from tracemq.ui import tab_panels
from tracemq.ui.connection_tab import ConnectionTab
from tracemq.ui.dock import LaterDock
from tracemq.ui.frame_clock import Pace
from tracemq.ui.main_window import MainWindow
from tracemq.ui.retained_panel import RetainedPanel
from tracemq.ui.theme import DARK, Scheme, Theme
from tracemq.ui.top_talkers import TopTalkers
from tracemq.viewmodels.connections import ConnectionsModel, Entry, EntryRole, Kind
from tracemq.viewmodels.message_table import Column
from tracemq.viewmodels.times import TimeMode
from tracemq.viewmodels.topic_nodes import TreeOrder
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState


@pytest.fixture
def layouts() -> Layouts:
    return Layouts()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    yield Theme(qapp, Scheme.LIGHT)
    qapp.setStyleSheet("")


@pytest.fixture
def model() -> ConnectionsModel:
    made = ConnectionsModel()
    made.show(
        [
            Entry(id="a1", name="Plant", detail="mqtt://broker.example"),
            Entry(id="demo", name="Demo", detail="built in", kind=Kind.DEMO),
            Entry(id="bad", name="old.yaml", detail="line 3", kind=Kind.BROKEN),
        ]
    )
    return made


@pytest.fixture
def window(theme: Theme, model: ConnectionsModel, layouts: Layouts, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(theme, model, layouts, plain_panels)
    window.clock.stop()  # the tests make the frames
    qtbot.addWidget(window)
    window.show()
    yield window
    window.clock.stop()


@pytest.fixture
def plant() -> Connection:
    return connection()


def action(window: MainWindow, name: str) -> QAction:
    return window.actions_by_name[name]


def status_texts(window: MainWindow) -> list[str]:
    return [label.text() for label in window.statusBar().findChildren(QLabel) if label.isVisible()]


def test_without_a_connection_it_says_how_to_open_one(window: MainWindow, qtbot: QtBot) -> None:
    assert window.welcome.isVisible()
    assert window.windowTitle() == APP_NAME
    assert status_texts(window) == []
    asked: list[str] = []
    window.connect_asked.connect(asked.append)
    with qtbot.waitSignal(window.new_asked):
        window.welcome._new.click()
    window.welcome._demo.click()
    assert asked == ["demo"]


def test_a_connection_is_a_tab_with_its_state_and_name(
    window: MainWindow, plant: Connection, model: ConnectionsModel
) -> None:
    window.add_connection(plant)
    assert not window.welcome.isVisible()
    assert (window.tabs.tabText(0), window.windowTitle()) == ("Plant", f"Plant – {APP_NAME}")
    row = model.row_of("a1")
    assert row is not None
    assert model.index(row).data(EntryRole.STATE) is ConnectionState.CONNECTED
    entry = window.connections.current
    assert entry is not None
    assert entry.id == "a1"
    window.remove_connection(plant)
    assert window.welcome.isVisible()
    assert model.index(row).data(EntryRole.STATE) is ConnectionState.OFFLINE


def test_an_ampersand_in_a_name_stays_one(window: MainWindow) -> None:
    window.add_connection(connection("This & that"))
    assert window.tabs.tabText(0) == "This && that"


def test_a_frame_shows_what_has_arrived(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    receive(plant, *["house/light"] * 5, at=time.time())
    assert window._frame(10.0) is Pace.FLOWING
    assert tab.table.model().rowCount() == 5
    assert tab.topics.tree.model().rowCount() == 1
    assert any("5" in text for text in status_texts(window) if text.startswith("Received"))
    assert any("mqtt://broker.example" in label.toolTip() for label in window.statusBar().findChildren(QLabel))


def test_a_silent_window_rests_and_one_without_connections_stands_still(window: MainWindow, plant: Connection) -> None:
    assert window._frame(10.0) is Pace.STILL
    window.add_connection(plant)
    assert window._frame(11.0) is Pace.IDLE


def test_frames_go_on_until_the_rates_have_fallen_to_zero(window: MainWindow, plant: Connection, qtbot: QtBot) -> None:
    window.add_connection(plant)
    now_s = time.monotonic()
    window._frame(now_s - 1.0)
    receive(plant, "a", at=time.time())
    assert window._frame(now_s) is Pace.FLOWING
    qtbot.waitUntil(lambda: not plant.flowing)
    assert window._frame(now_s + 0.5) is Pace.SETTLING
    assert window._frame(now_s + 3.0) is Pace.IDLE


def test_the_first_message_after_a_silence_is_seen_at_once(window: MainWindow, plant: Connection, qtbot: QtBot) -> None:
    tab = window.add_connection(plant)
    painted_s: list[float] = []

    class Painted(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and tab.table.model().rowCount() > len(painted_s):
                QTimer.singleShot(0, lambda: painted_s.append(time.monotonic()))
            return False

    painted = Painted()
    tab.table.viewport().installEventFilter(painted)
    window.clock.start()
    delays: list[float] = []
    for number in range(1, 6):
        qtbot.waitUntil(lambda: tab.pace is Pace.IDLE)
        frames = window.clock.frames
        qtbot.waitUntil(lambda frames=frames: window.clock.frames > frames)
        qtbot.wait(Pace.FLOWING.value)  # the next frame is a quarter of a second away
        arrived_s = time.monotonic()
        receive(plant, "house/light", at=time.time())
        qtbot.waitUntil(lambda number=number: len(painted_s) >= number)
        delays.append(painted_s[-1] - arrived_s)
    assert min(delays) < 0.12  # without being woken a quarter of a second; other programs share the machine


def test_what_comes_into_sight_wakes_a_silent_window(window: MainWindow, plant: Connection, qtbot: QtBot) -> None:
    tab = window.add_connection(plant)
    window.clock.start()
    for change in (
        tab.docks["talkers"].show,
        lambda: tab.topics.line.setText("h"),
        lambda: become(plant, ConnectionState.RECONNECTING),
        lambda: window.add_connection(connection("Other", "b2")),
    ):
        qtbot.waitUntil(lambda: not window.clock.hurried)
        change()
        assert window.clock.hurried


def test_rows_and_topics_go_to_inspector_and_form(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    tab.complete()
    receive(plant, Sent("a/b", b"first"), Sent("c", b"second"))
    window._frame(10.0)
    tab.table.go_to(1)
    node = plant.tree.find("a/b")
    assert node is not None
    tab.topics.tree.select_node(node)
    inspector, form = tab.inspector, tab.publish
    assert isinstance(inspector, Inspector)
    assert isinstance(form, Form)
    assert inspector.shown == ["second", "first"]
    assert form.text() == "a/b"


def test_a_top_talker_is_shown_in_the_tree(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    tab.complete()
    receive(plant, "a/b", "a/b", "c")
    window._frame(10.0)
    assert not tab.docks["talkers"].isVisible()
    tab.docks["talkers"].toggleViewAction().trigger()
    window._frame(20.0)
    dock = tab.docks["talkers"]
    assert isinstance(dock, LaterDock)
    assert isinstance(dock.panel, TopTalkers)
    dock.panel.topic_chosen.emit("a/b")
    assert tab.topics.tree.topic == "a/b"


def test_a_panel_that_nobody_asked_for_is_not_made(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    dock = tab.docks["talkers"]
    assert isinstance(dock, LaterDock)
    assert dock.panel is None
    tab.show_dock("talkers")
    assert isinstance(dock.panel, TopTalkers)


def test_a_connection_that_waits_for_its_next_attempt_can_be_asked_to_try_now(
    window: MainWindow, plant: Connection
) -> None:
    tab = window.add_connection(plant)
    asked: list[str] = []
    window.connect_asked.connect(asked.append)
    become(plant, ConnectionState.RECONNECTING, ConnectionLost())
    assert action(window, "connect").isEnabled()
    assert action(window, "disconnect").isEnabled()
    assert [button.text() for button in tab.notice._buttons] == ["Connect", "Diagnose…"]
    tab.notice._buttons[0].click()
    assert asked == [plant.profile.id]


def has_rows(tab: ConnectionTab, count: int) -> bool:
    return tab.table.model().rowCount() == count


def test_the_selected_branch_narrows_the_messages(window: MainWindow, plant: Connection, qtbot: QtBot) -> None:
    tab = window.add_connection(plant)
    receive(plant, "a/b", "a/c", "d")
    window._frame(10.0)
    action(window, "narrow").trigger()
    for topic, rows in (("a", 2), ("d", 1)):
        node = plant.tree.find(topic)
        assert node is not None
        tab.topics.tree.select_node(node)
        qtbot.waitUntil(partial(has_rows, tab, rows))
    tab.panel.filter_line._chip.click()
    assert tab.table.model().rowCount() == 3
    assert not action(window, "narrow").isChecked()


def test_search_is_called_by_keys(window: MainWindow, plant: Connection, qtbot: QtBot) -> None:
    tab = window.add_connection(plant)
    receive(plant, "a", "b", "a")
    window._frame(10.0)
    action(window, "find").trigger()
    assert tab.panel.find_bar.isVisible()
    tab.panel.find_bar.line.setText("a")
    found = []
    for name in ("find_next", "find_next", "find_previous"):
        action(window, name).trigger()
        qtbot.waitUntil(lambda: tab.panel.find_bar._search is None)
        found.append(tab.table.current_seq)
    assert found in ([2, 0, 2], [0, 2, 0])
    tab.panel.filter_line.line.setText("zzz")
    action(window, "filter").trigger()
    assert tab.panel.filter_line.line.selectedText() == "zzz"


def test_clearing_empties_table_tree_and_inspector(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    receive(plant, "a/b", "c")
    window._frame(10.0)
    tab.table.go_to(1)
    action(window, "clear").trigger()
    window._frame(11.0)
    inspector = tab.inspector
    assert isinstance(inspector, Inspector)
    assert tab.table.model().rowCount() == 0
    assert inspector.shown[-1] is None
    receive(plant, "d")
    window._frame(12.0)
    assert tab.table.model().rowCount() == 1


def test_pause_keeps_the_rows_and_says_what_waits(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    receive(plant, "a")
    window._frame(10.0)
    action(window, "pause").trigger()
    receive(plant, "b", "c")
    window._frame(11.0)
    assert tab.table.model().rowCount() == 1
    assert any(text.startswith("Paused at 1, 2") for text in status_texts(window))
    action(window, "pause").trigger()
    assert tab.table.model().rowCount() == 3


def test_follow_is_a_switch_that_the_table_moves_too(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    receive(plant, *["a"] * 200)
    window._frame(10.0)
    assert action(window, "follow").isChecked()
    tab.table.verticalScrollBar().setValue(0)
    assert not action(window, "follow").isChecked()
    action(window, "follow").trigger()
    assert tab.table.following


def test_actions_fit_the_state(window: MainWindow, plant: Connection) -> None:
    assert not action(window, "clear").isEnabled()
    window.add_connection(plant)
    assert [action(window, name).isEnabled() for name in ("connect", "disconnect", "clear")] == [False, True, True]
    become(plant, ConnectionState.OFFLINE)
    assert [action(window, name).isEnabled() for name in ("connect", "disconnect")] == [True, False]


def test_actions_ask_for_the_connection_in_front(window: MainWindow, plant: Connection) -> None:
    asked: list[object] = []
    window.connect_asked.connect(asked.append)
    window.disconnect_asked.connect(asked.append)
    window.edit_asked.connect(asked.append)
    window.close_asked.connect(asked.append)
    window.add_connection(plant)
    action(window, "disconnect").trigger()
    become(plant, ConnectionState.OFFLINE)
    action(window, "connect").trigger()
    action(window, "edit").trigger()
    action(window, "close_tab").trigger()
    button = window.tabs.tabBar().tabButton(0, window.tabs.tabBar().ButtonPosition.RightSide)
    assert isinstance(button, QToolButton)
    button.click()
    assert asked == ["a1", "a1", "a1", plant, plant]


def test_a_failure_is_told_where_the_user_looks_with_a_way_out(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    asked: list[str] = []
    window.connect_asked.connect(asked.append)
    become(plant, ConnectionState.OFFLINE, ConnectionLost())
    assert tab.notice.isVisible()
    next(button for button in tab.notice.findChildren(QAbstractButton) if button.text() == "Connect").click()
    assert asked == ["a1"]
    become(plant, ConnectionState.CONNECTED)
    assert not tab.notice.isVisible()


def test_an_empty_table_says_what_it_waits_for(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    said = []
    for state in (ConnectionState.CONNECTED, ConnectionState.RECONNECTING, ConnectionState.OFFLINE):
        become(plant, state)
        said.append(tab.table.empty_text)
    assert said == ["Waiting for messages…", "Connecting…", "Not connected"]


def test_what_a_tab_has_stays_whole_when_another_is_closed(theme: Theme, model: ConnectionsModel, qtbot: QtBot) -> None:
    window = MainWindow(theme, model, Layouts(), tab_panels.panels)
    window.clock.stop()
    qtbot.addWidget(window)
    window.show()
    first, second = connection("Plant", "a1"), connection("Home", "b2")
    tabs = [window.add_connection(opened) for opened in (first, second)]
    for tab in tabs:
        tab.complete()
    window.remove_connection(second)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    tabs[0].retranslate()
    tabs[0].topics.retranslate()
    tabs[0].publish.setFocus()
    assert all(shiboken6.isValid(child) for child in vars(tabs[0].topics).values() if isinstance(child, QObject))


def test_an_unforeseen_error_is_told_and_can_be_copied(window: MainWindow, qtbot: QtBot) -> None:
    try:
        raise ValueError("of all things")
    except ValueError as error:
        window.show_error(error, "TraceMQ 1.0")
    assert window.errors.isVisible()
    window.errors.copy_report()
    report = QGuiApplication.clipboard().text()
    assert report.startswith("TraceMQ 1.0")
    assert "of all things" in report
    window.errors._close.click()
    assert not window.errors.isVisible()


def test_the_layout_is_remembered(
    window: MainWindow, plant: Connection, theme: Theme, model: ConnectionsModel, layouts: Layouts, qtbot: QtBot
) -> None:
    tab = window.add_connection(plant)
    tab.docks["inspector"].hide()
    tab.table.showColumn(0)
    window.resize(1000, 555)
    with qtbot.waitSignal(window.quit_asked):
        window.close()
    again = MainWindow(theme, model, layouts, plain_panels)
    again.clock.stop()
    qtbot.addWidget(again)
    again.show()
    other = again.add_connection(connection())
    assert not other.docks["inspector"].isVisibleTo(other)
    assert not other.table.isColumnHidden(0)
    assert again.height() == 555
    action(again, "reset_layout").trigger()
    assert other.docks["inspector"].isVisibleTo(other)


def test_each_saved_connection_has_its_own_columns_order_and_times(
    window: MainWindow, theme: Theme, model: ConnectionsModel, layouts: Layouts, qtbot: QtBot
) -> None:
    model.show(
        [Entry(id="a1", name="Plant"), Entry(id="b2", name="House"), Entry(id="c3", name="?", kind=Kind.UNSAVED)]
    )
    first = window.add_connection(connection("Plant", "a1"))
    second = window.add_connection(connection("House", "b2"))
    third = window.add_connection(connection("?", "c3"))
    first.table.show_time(TimeMode.SINCE_PREVIOUS)
    first.topics.tree.columns.sort_by(TreeOrder.COUNT, descending=True)
    first.table.horizontalHeader().moveSection(Column.PAYLOAD, Column.TOPIC)
    second.table.setColumnWidth(Column.TOPIC, 123)
    third.table.hideColumn(Column.SIZE)
    with qtbot.waitSignal(window.quit_asked):
        window.close()
    assert not [name for name in layouts if "c3" in name]  # nobody will have that id again
    again = MainWindow(theme, model, layouts, plain_panels)
    again.clock.stop()
    qtbot.addWidget(again)
    first, second = (again.add_connection(connection(name, name)) for name in ("a1", "b2"))
    assert [tab.messages.time_mode for tab in (first, second)] == [TimeMode.SINCE_PREVIOUS, TimeMode.CLOCK]
    assert [tab.topics.model.order[0] for tab in (first, second)] == [TreeOrder.COUNT, TreeOrder.NAME]
    assert first.table.horizontalHeader().visualIndex(Column.PAYLOAD) == Column.TOPIC
    assert second.table.columnWidth(Column.TOPIC) == 123
    assert not second.table.isColumnHidden(Column.SIZE)
    new = again.add_connection(connection("New", "d4"))
    assert new.table.isColumnHidden(Column.SIZE)  # as the tab that was in front at the end


def test_the_sizes_of_the_panels_are_remembered(
    window: MainWindow, plant: Connection, theme: Theme, model: ConnectionsModel, layouts: Layouts, qtbot: QtBot
) -> None:
    def sizes(tab: ConnectionTab) -> dict[str, tuple[int, int]]:
        return {name: dock.size().toTuple() for name, dock in tab.docks.items() if not dock.isHidden()}

    def same(now: dict[str, tuple[int, int]]) -> bool:
        """Qt rounds when it parts the room anew: a pixel is nothing."""
        pairs = [(size, now[name]) for name, size in before.items() if name in now]
        near = all(abs(one[0] - other[0]) <= 1 and abs(one[1] - other[1]) <= 1 for one, other in pairs)
        return near and now.keys() == before.keys()

    def arranged() -> bool:
        tab.resizeDocks([tab.docks["topics"], tab.docks["inspector"]], [333, 277], Qt.Orientation.Horizontal)
        QApplication.processEvents()
        return tab.docks["topics"].width() == 333 and tab.docks["inspector"].width() == 277

    window.resize(1280, 760)
    tab = window.add_connection(plant)
    topics, subscriptions = tab.docks["topics"], tab.docks["subscriptions"]
    qtbot.waitUntil(lambda: topics.height() > 1.5 * subscriptions.height())  # first sizes come once the tab has its own
    qtbot.waitUntil(arranged)
    before = sizes(tab)
    with qtbot.waitSignal(window.quit_asked):
        window.close()
    again = MainWindow(theme, model, layouts, plain_panels)
    again.clock.stop()
    qtbot.addWidget(again)
    again.show()
    again.resize(1280, 760)  # wider than the screen of the tests, which it was cut to
    other = again.add_connection(connection())
    qtbot.waitUntil(lambda: same(sizes(other)))


def test_a_disk_that_is_full_does_not_keep_the_window_open(
    window: MainWindow,
    layouts: Layouts,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(_self: Layouts, _name: str, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Layouts, "save", full)
    with qtbot.waitSignal(window.quit_asked):
        window.close()
    assert "No space left" in caplog.text


def test_a_damaged_layout_does_no_harm(theme: Theme, model: ConnectionsModel, qtbot: QtBot) -> None:
    damaged = Layouts(dict.fromkeys(("window", "window-docks", "tab-docks", "tab-messages"), b"\x00\xff" * 9))
    window = MainWindow(theme, model, damaged, plain_panels)
    window.clock.stop()
    qtbot.addWidget(window)
    window.show()
    assert window.add_connection(connection()).docks["topics"].isVisibleTo(window)


def test_the_theme_is_chosen_in_the_menu(window: MainWindow, theme: Theme, plant: Connection) -> None:
    window.add_connection(plant)
    chosen: list[object] = []
    window.scheme_chosen.connect(chosen.append)
    window._menus.schemes.by_scheme[Scheme.DARK].trigger()
    assert theme.colours is DARK
    assert chosen == [Scheme.DARK]


def test_the_first_paint_is_told_once(theme: Theme, model: ConnectionsModel, qtbot: QtBot) -> None:
    window = MainWindow(theme, model, Layouts(), plain_panels)
    window.clock.stop()
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted_first):
        window.show()


def test_every_control_has_a_name_and_every_action_can_be_reached_by_keyboard(
    window: MainWindow, plant: Connection
) -> None:
    window.add_connection(plant)
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not isinstance(button.parent(), QLineEdit | QTabBar):  # those make their own
            assert button.accessibleName() or button.text() or button.toolTip(), button
    in_menus: set[QAction] = set()
    window._menus._fill_view()
    for menu in window._menus.by_name.values():
        assert "&" in menu.title()
        in_menus.update(menu.actions())
    assert set(window.actions_by_name.values()) <= in_menus
    shortcuts = [keys for found in window.actions_by_name.values() if (keys := found.shortcut().toString())]
    assert len(set(shortcuts)) == len(shortcuts)


def test_the_publish_form_is_filled_and_reached(window: MainWindow, plant: Connection, qtbot: QtBot) -> None:
    tab = window.add_connection(plant)
    tab.docks["publish"].hide()
    tab.publish_to("a/b")
    form = tab.publish
    assert isinstance(form, Form)
    assert (form.text(), tab.docks["publish"].isVisibleTo(tab)) == ("a/b", True)


def test_the_second_tab_has_its_own_state(window: MainWindow, plant: Connection) -> None:
    other = connection("Other", "b2")
    window.add_connection(plant)
    window.add_connection(other)
    become(other, ConnectionState.RECONNECTING)
    assert action(window, "disconnect").isEnabled()
    window.show_connection(plant)
    assert window.windowTitle().startswith("Plant")
    receive(other, "a")
    window._frame(10.0)
    assert other.log.last == 1  # what is behind goes on as well
    assert window.tab is not None
    assert Qt.WindowType.Widget == window.tab.windowType()


def test_the_tree_offers_to_look_at_what_is_retained_of_a_branch(window: MainWindow, plant: Connection) -> None:
    tab = window.add_connection(plant)
    tab.complete()
    become(plant, ConnectionState.OFFLINE)  # so that nothing is asked for
    receive(plant, "a/b")
    window._frame(10.0)
    tab.topics.tree.select_node(plant.tree.find("a") or 0)
    tab.topics.tree.topic_actions.retained.trigger()
    dock = tab.docks["retained"]
    assert isinstance(dock, LaterDock)
    assert isinstance(dock.panel, RetainedPanel)
    assert dock.panel.filter.text() == "a/#"
