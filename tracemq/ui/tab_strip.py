"""Turns open connections into tabs, each with the dot of its state and a button that closes it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QStackedWidget, QTabBar, QTabWidget, QToolButton, QWidget

from .icons import set_icon

if TYPE_CHECKING:  # imported with the first tab: the window opens sooner
    from tracemq.workspace.connection import Connection

    from .connection_tab import ConnectionTab

LONGEST_TAB: Final = 200  # px
DOT: Final = 12  # px, with the room around it


class TabStrip(QTabWidget):
    """The tabs of the main window."""

    close_asked = Signal(object)  # the connection

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setUsesScrollButtons(True)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Open connections"))
        for index in range(self.count()):
            self._name_tab(index, cast("ConnectionTab", self.widget(index)).connection)

    @property
    def current(self) -> ConnectionTab | None:
        """The tab in front."""
        return cast("ConnectionTab | None", self.currentWidget())  # `add_tab` alone puts widgets here

    @property
    def pages(self) -> QWidget:
        """What a tab is to be made in: coming there from elsewhere, all its widgets would be styled anew."""
        return self.findChild(QStackedWidget) or self

    def add_tab(self, tab: ConnectionTab) -> None:
        """Put a tab among the others, in front."""
        index = self.addTab(tab, "")
        self.tabBar().setTabButton(index, QTabBar.ButtonPosition.RightSide, self._close_button(tab))
        self._name_tab(index, tab.connection)
        self.setCurrentWidget(tab)

    def _name_tab(self, index: int, connection: Connection) -> None:
        name = self.fontMetrics().elidedText(connection.name, Qt.TextElideMode.ElideMiddle, LONGEST_TAB)
        self.setTabText(index, name.replace("&", "&&"))
        self.setTabToolTip(index, escape(f"{connection.name}, {connection.url}"))
        button = self.tabBar().tabButton(index, QTabBar.ButtonPosition.RightSide)
        button.setAccessibleName(self.tr("Close this connection"))
        button.setToolTip(button.accessibleName())

    def remove_tab(self, tab: ConnectionTab) -> None:
        self.removeTab(self.indexOf(tab))

    def tell_state(self, tab: ConnectionTab, colour: str) -> None:
        """Colour the dot of a tab, if it is here."""
        index = self.indexOf(tab)
        if index >= 0:
            self.setTabIcon(index, _dot(colour, self.devicePixelRatioF()))

    def _close_button(self, tab: ConnectionTab) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFixedSize(18, 18)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_icon(button, "close")
        button.clicked.connect(lambda: self.close_asked.emit(tab.connection))
        return button


def _dot(colour: str, ratio: float) -> QIcon:
    picture = QPixmap(round(DOT * ratio), round(DOT * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(2, 2, DOT - 4, DOT - 4)
    painter.end()
    return QIcon(picture)
