"""Parts of a panel are made when they are asked for, and Tab comes to them where they stand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from tracemq.ui.later import Later, keep_tab_order


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def lines(parent: QWidget, *names: str) -> list[QLineEdit]:
    return [QLineEdit(parent, objectName=name) for name in names]


def met(window: QWidget, qtbot: QtBot) -> list[str]:
    """The names of what Tab comes to, from the first one on."""
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    found: list[str] = []
    while (focused := QApplication.focusWidget()) is not None and focused.objectName() not in found:
        found.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return found


def test_it_is_made_once() -> None:
    made: list[int] = []
    later = Later(lambda: made.append(1) or made)
    assert later.made is None
    assert later() is later() is later.made is made
    assert made == [1]


def test_tab_comes_to_what_was_made_later_where_it_stands(window: QWidget, qtbot: QtBot) -> None:
    lines(window, "a", "b")[0].setFocus()
    place = QWidget(window)
    lines(window, "y", "z")
    content = QWidget(place)
    lines(content, "c", "d")
    keep_tab_order(place, content)
    assert met(window, qtbot) == ["a", "b", "c", "d", "y", "z"]


def test_what_is_made_in_it_later_still_finds_its_place_too(window: QWidget, qtbot: QtBot) -> None:
    first, place, last = lines(window, "a")[0], QWidget(window), lines(window, "z")
    first.setFocus()
    content = QWidget(place)
    lines(content, "c")
    inside = QWidget(content)
    keep_tab_order(place, content)
    lines(inside, "d")
    keep_tab_order(inside, inside.findChildren(QLineEdit)[0])
    assert last
    assert met(window, qtbot) == ["a", "c", "d", "z"]


def test_tabs_come_before_their_pages_and_views_can_still_be_reached(window: QWidget, qtbot: QtBot) -> None:
    first, place = lines(window, "a")[0], QWidget(window)
    lines(window, "z")
    first.setFocus()
    tabs = QTabWidget(place, objectName="tabs")
    page = QWidget()
    tabs.addTab(page, "page")
    view = QTableView(page, objectName="view")
    view.setTabKeyNavigation(False)
    lines(page, "d")
    keep_tab_order(place, tabs)
    assert met(window, qtbot) == ["a", "qt_tabwidget_tabbar", "view", "d", "z"]


def test_who_stands_in_for_another_keeps_the_focus_for_it(window: QWidget, qtbot: QtBot) -> None:
    first, place = lines(window, "a")[0], QWidget(window)
    lines(window, "z")
    first.setFocus()
    content = QWidget(place)
    content.setFocusProxy(lines(content, "c")[0])
    keep_tab_order(place, content)
    assert met(window, qtbot) == ["a", "c", "z"]
