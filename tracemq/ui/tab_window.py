"""Turns a tab into a window of its own, and a closed one into a tab again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QTabWidget, QWidget

from tracemq import APP_NAME

from .icons import application_icon
from .room import FRAME
from .status_bar import StatusBar
from .window_actions import WindowActions
from .window_menus import Tools

if TYPE_CHECKING:  # imported with the first tab: the window opens sooner
    from .connection_tab import ConnectionTab

FIRST_SIZE: Final = QSize(1100, 760)
STEP: Final = 60  # px
NOTE_MS: Final = 4000
NOWHERE: Final = QByteArray()
IN_REACH: Final = 120  # px of a title bar that must be on some screen


class TabWindow(QMainWindow):
    """One tab with the menus and tools of the main window, which act upon it while this window is in front."""

    closing = Signal()
    in_front = Signal()

    def __init__(self, tab: ConnectionTab, menus: list[QMenu], actions: WindowActions) -> None:
        super().__init__()
        self.tab = tab
        self.setWindowIcon(application_icon())
        self.setWindowTitle(f"{tab.connection.name} – {APP_NAME}")
        for menu in menus:
            self.menuBar().addAction(menu.menuAction())  # `addMenu` would make it this window's, and end with it
        self._tools = Tools(actions, self)
        self.addToolBar(self._tools)
        self.addActions(list(actions.by_name.values()))  # so that their keys work here
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.setCentralWidget(tab)
        tab.show()
        tab.note.connect(self._tell)
        self.resize(FIRST_SIZE)
        self.retranslate()

    def retranslate(self) -> None:
        self._tools.retranslate()

    def give_back(self) -> ConnectionTab:
        """Let go of the tab; the window is of no use afterwards."""
        self.tab.note.disconnect(self._tell)
        self.takeCentralWidget()
        self.tab.setParent(None)
        return self.tab

    def _tell(self, note: str) -> None:
        self.status.showMessage(note, NOTE_MS)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closing.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.in_front.emit()
        elif event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class TabWindows(QObject):
    """The tabs that are windows; `changed` is told when another one is in front, or when one comes or goes.

    `add` puts a tab back among those of the main window.
    """

    changed = Signal()
    details_asked = Signal()

    def __init__(
        self, main: QMainWindow, tabs: QTabWidget, actions: WindowActions, add: Callable[[ConnectionTab], object]
    ) -> None:
        super().__init__(main)
        self._main = main
        self._tabs = tabs
        self._actions = actions
        self._add = add
        self._windows: dict[ConnectionTab, TabWindow] = {}
        self._front: TabWindow | None = None
        self._last_places: dict[ConnectionTab, QByteArray] = {}  # of those that the program closed
        self.menus: list[QMenu] = []
        main.installEventFilter(self)
        tabs.tabBar().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    @property
    def front(self) -> ConnectionTab | None:
        """The tab of the window that the user is at; None while that is the main window."""
        return None if self._front is None else self._front.tab

    @property
    def in_sight(self) -> QMainWindow:
        """The window that the user is at: what is asked or told stands over it."""
        return self._front or self._main

    def holds(self, tab: ConnectionTab | None) -> bool:
        """Whether a tab is a window."""
        return tab in self._windows

    def place(self, tab: ConnectionTab) -> QByteArray:
        """Where the window of a tab is, for `reopen` at the next start; empty if it has none."""
        window = self._windows.get(tab)
        return self._last_places.get(tab, NOWHERE) if window is None else window.saveGeometry()

    def reopen(self, tab: ConnectionTab, place: QByteArray) -> None:
        """Make a window of a tab that was one when it was last open."""
        if not place.isEmpty():
            self.move_out(tab, place)

    def move(self, tab: ConnectionTab) -> None:
        """Make a window of a tab, or a tab of a window."""
        if self.holds(tab):
            self.move_back(tab)
        else:
            self.move_out(tab)

    def move_out(self, tab: ConnectionTab, place: QByteArray = NOWHERE) -> TabWindow:
        """Make a window of a tab; where it was before, if that is still on a screen."""
        self._tabs.removeTab(self._tabs.indexOf(tab))
        window = TabWindow(tab, self.menus, self._actions)
        self._windows[tab] = window
        window.closing.connect(lambda: self.move_back(tab))
        window.in_front.connect(lambda: self._come(window))
        window.status.details_asked.connect(self.details_asked)
        if not (window.restoreGeometry(place) and _in_reach(window)):
            self._place(window)
        window.show()
        window.raise_()
        window.activateWindow()
        tab.table.setFocus()  # else it would be the first button of the tool bar
        self._come(window)
        return window

    def _place(self, window: TabWindow) -> None:
        """A little away from the main window, and wholly on its screen."""
        screen = self._main.screen().availableGeometry().adjusted(0, 0, -FRAME.width(), -FRAME.height())
        window.resize(FIRST_SIZE.boundedTo(screen.size()))
        wanted = self._main.pos() + QPoint(STEP, STEP)
        right, bottom = screen.right() - window.width(), screen.bottom() - window.height()
        window.move(max(screen.left(), min(wanted.x(), right)), max(screen.top(), min(wanted.y(), bottom)))

    def move_back(self, tab: ConnectionTab) -> None:
        """Make a tab of a window again, in front."""
        if self.drop(tab):
            self._add(tab)
            self._main.raise_()
            self._main.activateWindow()
            self.changed.emit()

    def drop(self, tab: ConnectionTab) -> bool:
        """Close the window of a tab, if it has one, and leave the tab to whoever asks."""
        window = self._windows.pop(tab, None)
        if window is None:
            return False
        if self._front is window:
            self._front = None
        window.give_back()
        self._take_over_dialogs(window)
        window.hide()
        window.deleteLater()
        return True

    def _take_over_dialogs(self, window: TabWindow) -> None:
        """What is being typed, asked or written there goes on over the main window."""
        for dialog in window.findChildren(QDialog, options=Qt.FindChildOption.FindDirectChildrenOnly):
            seen = dialog.isVisible()
            dialog.setParent(self._main, dialog.windowFlags())
            if seen:
                dialog.show()

    def show(self, tab: ConnectionTab) -> bool:
        """Bring the window of a tab to the front, if it has one."""
        window = self._windows.get(tab)
        if window is None:
            return False
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        self._come(window)
        return True

    def tell(self) -> None:
        """Say in each window how its connection is."""
        for tab, window in self._windows.items():
            window.status.tell(tab.status)

    def close_all(self) -> None:
        """The program ends."""
        self._last_places = {tab: self.place(tab) for tab in self._windows}
        for tab in tuple(self._windows):
            self.drop(tab)
            tab.setParent(self._main)
            tab.hide()

    def _come(self, window: TabWindow) -> None:
        if self._front is not window:
            self._front = window
            self.changed.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate and self._front is not None:
            self._front = None
            self.changed.emit()
        return False


def _in_reach(window: QMainWindow) -> bool:
    """Whether the user can take hold of a window: the screen that it was on may be gone."""
    frame = window.frameGeometry()
    frame.setHeight(FRAME.height())
    parts = (screen.availableGeometry().intersected(frame) for screen in QGuiApplication.screens())
    return any(part.width() >= IN_REACH and part.height() > 0 for part in parts)


def tab_menu(parent: QWidget, *actions: QAction) -> QMenu:
    """The menu of a tab."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addActions(list(actions))
    return menu
