"""A tab becomes a window with everything in it, the same actions act upon it, and it comes back when it is closed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from tests.support.open_connection import become, connection, receive
from tests.support.plain_panels import Layouts, plain_panels
from tracemq.ui.dialogs.question import tell
from tracemq.ui.main_window import MainWindow
from tracemq.ui.tab_window import TabWindow
from tracemq.ui.theme import Scheme, Theme
from tracemq.viewmodels.connections import ConnectionsModel, Entry
from tracemq.workspace.connection_state import ConnectionState


def opened(qapp: QApplication, model: ConnectionsModel, layouts: Layouts, qtbot: QtBot) -> MainWindow:
    window = MainWindow(Theme(qapp, Scheme.LIGHT), model, layouts, plain_panels)
    window.clock.stop()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    model = ConnectionsModel()
    model.show([Entry(id="a1", name="Plant"), Entry(id="b2", name="Home")])
    window = opened(qapp, model, Layouts(), qtbot)
    yield window
    window.windows.close_all()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyleSheet("")


def moved_out(window: MainWindow) -> TabWindow:
    """Move the tab in front into a window; both connections are open."""
    window.actions_by_name["move_tab"].trigger()
    tab = window.windows.front
    assert tab is not None
    return window.windows._windows[tab]


def test_a_tab_becomes_a_window_with_what_it_has_received(window: MainWindow) -> None:
    plant, home = connection("Plant", "a1"), connection("Home", "b2")
    tab = window.add_connection(plant)
    window.add_connection(home)
    receive(plant, "a/b")
    window._frame(1.0)
    window.show_connection(plant)
    separate = moved_out(window)
    assert separate.isVisible()
    assert separate.focusWidget() is tab.table
    assert separate.windowTitle().startswith("Plant")
    assert tab.isVisible()
    assert tab.messages.rowCount() == 1
    assert window.tabs.count() == 1
    receive(plant, "a/c")
    window._frame(2.0)
    assert tab.messages.rowCount() == 2
    assert window.windowTitle().startswith("Home")
    said = [label.text() for label in separate.status.findChildren(QLabel) if label.isVisible()]
    assert "Received 2" in said


def test_actions_and_their_keys_act_upon_the_window_that_is_in_front(window: MainWindow, qtbot: QtBot) -> None:
    plant, home = connection("Plant", "a1"), connection("Home", "b2")
    window.add_connection(home)
    tab = window.add_connection(plant)
    separate = moved_out(window)
    asked: list[str] = []
    window.disconnect_asked.connect(asked.append)
    window.actions_by_name["disconnect"].trigger()
    qtbot.keyClick(separate, Qt.Key.Key_F7)
    assert tab.messages.paused
    assert window.actions_by_name["pause"].isChecked()
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))  # the user goes to the main window
    window.actions_by_name["disconnect"].trigger()
    assert not window.actions_by_name["pause"].isChecked()
    separate.in_front.emit()
    window.actions_by_name["disconnect"].trigger()
    assert asked == ["a1", "b2", "a1"]
    menus = [action.text() for action in separate.menuBar().actions()]
    assert menus == [action.text() for action in window.menuBar().actions()]
    assert separate.findChildren(QToolButton)


def test_closing_the_window_brings_the_tab_back_in_front_with_its_layout(window: MainWindow, qtbot: QtBot) -> None:
    plant, home = connection("Plant", "a1"), connection("Home", "b2")
    tab = window.add_connection(plant)
    window.add_connection(home)
    window.show_connection(plant)
    separate = moved_out(window)
    tab.docks["publish"].hide()
    separate.close()
    assert window.tab is tab
    assert window.tabs.count() == 2
    assert tab.isVisible()
    assert not tab.docks["publish"].isVisible()
    assert not window.windows.holds(tab)
    receive(plant, "a/b")
    window._frame(1.0)
    assert tab.messages.rowCount() == 1


def test_the_menu_offers_the_way_there_and_back(window: MainWindow) -> None:
    action = window.actions_by_name["move_tab"]
    assert not action.isEnabled()
    window.add_connection(connection("Plant", "a1"))
    assert action.text() == "Move to New &Window"
    moved_out(window)
    assert action.text() == "Move &Back to the Main Window"
    assert window.welcome.isVisible()  # no tab is left
    action.trigger()
    assert window.tabs.count() == 1
    assert action.text() == "Move to New &Window"
    window._show_tab_menu(QPoint(5, 5))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [each.text() for each in menu.actions()] == ["Move to New &Window", "&Close Tab"]
    menu.close()


def test_a_connection_that_is_a_window_is_shown_closed_and_told_of(window: MainWindow) -> None:
    plant, home = connection("Plant", "a1"), connection("Home", "b2")
    window.add_connection(home)
    window.add_connection(plant)
    separate = moved_out(window)
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    window.show_connection(plant)  # as a double-click in the list does
    assert window.tab is separate.tab
    become(plant, ConnectionState.OFFLINE)
    assert window.actions_by_name["connect"].isEnabled()
    window.remove_connection(plant)
    assert not separate.isVisible()
    assert window.tab is not None
    assert window.tab.connection is home


def test_the_program_ends_with_the_main_window_whatever_is_still_open(window: MainWindow, qtbot: QtBot) -> None:
    window.add_connection(connection("Plant", "a1"))
    separate = moved_out(window)
    with qtbot.waitSignal(window.quit_asked):
        window.close()
    assert not separate.isVisible()


def test_what_is_asked_stands_over_the_window_in_front_and_outlives_it(window: MainWindow) -> None:
    plant = connection("Plant", "a1")
    window.add_connection(plant)
    assert window.windows.in_sight is window
    separate = moved_out(window)
    assert window.windows.in_sight is separate
    box = tell(window.windows.in_sight, "title", "text")
    assert box.parent() is separate
    window.remove_connection(plant)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert window.windows.in_sight is window
    assert box.parent() is window
    assert box.isVisible()
    assert box.isModal()
    box.close()


def test_what_was_a_window_is_one_again_at_the_next_start_and_what_was_a_tab_a_tab(
    window: MainWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    plant, home = connection("Plant", "a1"), connection("Home", "b2")
    window.add_connection(home)
    window.add_connection(plant)
    separate = moved_out(window)
    separate.setGeometry(40, 60, 640, 420)
    window.close()
    for each in (plant, home):  # as the program does at its end
        window.remove_connection(each)
    again = opened(qapp, window._model, window._layouts, qtbot)
    first, second = again.add_connection(connection("Plant", "a1")), again.add_connection(connection("Home", "b2"))
    assert again.windows.holds(first)
    assert not again.windows.holds(second)
    restored = again.windows._windows[first]
    assert restored.isVisible()
    assert (restored.width(), restored.height()) == (640, 420)
    restored.close()  # it is to be a tab from now on
    again.close()
    once_more = opened(qapp, window._model, window._layouts, qtbot)
    assert not once_more.windows.holds(once_more.add_connection(connection("Plant", "a1")))
    once_more.windows.close_all()


def test_a_window_whose_screen_is_gone_comes_back_where_it_can_be_seen(
    window: MainWindow, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.add_connection(connection("Plant", "a1"))
    separate = moved_out(window)
    monkeypatch.setattr(separate, "saveGeometry", lambda: QByteArray(b"of another screen"))
    window.close()

    def beyond(self: TabWindow, place: QByteArray) -> bool:
        self.move(9000, -4000)
        return bool(place.data() == b"of another screen")

    monkeypatch.setattr(TabWindow, "restoreGeometry", beyond)
    again = opened(qapp, window._model, window._layouts, qtbot)
    tab = again.add_connection(connection("Plant", "a1"))
    place = again.windows._windows[tab].frameGeometry()
    assert again.screen().availableGeometry().contains(place)
    again.windows.close_all()


def test_the_menus_outlive_the_window_of_a_tab(window: MainWindow) -> None:
    window.add_connection(connection("Plant", "a1"))
    moved_out(window).close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.retranslate()
    titles = [action.menu().title() for action in window.menuBar().actions()]
    assert "&File" in titles
