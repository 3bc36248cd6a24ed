"""The lowest dock stays inside a window that gets narrower, as far as the docks at the left of it can give way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from tracemq.ui.docks_inside import DocksInside

LEFT, BOTTOM = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
TURNS = 60


class Layouts(QObject):
    """How often a window was laid out anew."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


def dock(window: QMainWindow, area: Qt.DockWidgetArea, least: int) -> QDockWidget:
    made, content = QDockWidget(window), QWidget()
    content.setMinimumSize(least, 40)
    made.setWidget(content)
    window.addDockWidget(area, made)
    return made


def narrowed(qtbot: QtBot, least_above: int) -> tuple[QMainWindow, QDockWidget, Layouts]:
    """A window that has just become too narrow for its lowest dock, and what lies above the left dock."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    window.setCorner(Qt.Corner.BottomLeftCorner, LEFT)
    dock(window, LEFT, least_above)
    left, low = dock(window, LEFT, 60), dock(window, BOTTOM, 500)
    window.resizeDocks([left], [400], Qt.Orientation.Horizontal)
    window.setMinimumSize(1, 1)
    window.resize(1000, 500)
    window.show()
    turns()
    DocksInside(window, low, left)
    layouts = Layouts(window)
    window.installEventFilter(layouts)
    window.resize(700, 500)
    turns()
    return window, low, layouts


def turns() -> None:
    for _ in range(TURNS):
        QCoreApplication.processEvents()


def test_the_docks_at_the_left_give_way(qtbot: QtBot) -> None:
    window, low, _ = narrowed(qtbot, 60)
    assert low.geometry().right() <= window.rect().right()


def test_where_they_cannot_the_window_comes_to_rest(qtbot: QtBot) -> None:
    window, low, layouts = narrowed(qtbot, 300)
    assert low.geometry().right() > window.rect().right()
    assert layouts.count < TURNS // 4
