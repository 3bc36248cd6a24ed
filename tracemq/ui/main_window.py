"""Turns the open connections into a window: tabs, menus, tool bar, the list of connections and the status line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from tracemq import APP_NAME
from tracemq.profiles.settings import TimeFormat
from tracemq.viewmodels.connections import ConnectionsModel, Kind
from tracemq.viewmodels.shortcuts import NamedAction
from tracemq.workspace.connection_state import ConnectionState

from .connections_panel import ConnectionsPanel
from .dock import Dock
from .error_bar import ErrorBar
from .frame_clock import FrameClock, Pace, quickest
from .icons import application_icon
from .room import take_room
from .state_text import state_colour
from .status_bar import StatusBar
from .tab_layouts import Layouts, TabLayouts
from .tab_strip import TabStrip
from .tab_turns import TabTurns
from .tab_window import TabWindows, tab_menu
from .theme import Theme
from .welcome import Welcome
from .window_actions import WindowActions
from .window_menus import Tools, WindowMenus
from .window_slots import window_slots

if TYPE_CHECKING:  # imported where they are first needed: the window opens sooner
    from tracemq.workspace.connection import Connection

    from .connection_tab import ConnectionTab
    from .tab_parts import Panels

LAYOUT_VERSION: Final = 1
STATUS_INTERVAL_S: Final = 0.25  # numbers that change more often cannot be read
NOTE_MS: Final = 4000
FIRST_SIZE: Final = QSize(1440, 900)
CONNECTIONS_WIDTH: Final = 170  # px


class MainWindow(QMainWindow):
    """Shows connections and emits what the user wants done with them; signals carry a profile's id."""

    connect_asked = Signal(str)
    disconnect_asked = Signal(str)
    new_asked = Signal()
    edit_asked = Signal(str)
    diagnose_asked = Signal(str)
    open_messages_asked = Signal()
    export_messages_asked = Signal(object)  # the tab
    import_asked = Signal()
    export_asked = Signal()
    duplicate_asked = Signal(str)
    delete_asked = Signal(str)
    close_asked = Signal(object)  # the connection whose tab is to be closed
    scheme_chosen = Signal(object)  # a Scheme
    about_asked = Signal()
    preferences_asked = Signal()
    details_asked = Signal(object)  # the connection
    guide_asked = Signal()
    painted_first = Signal()
    quit_asked = Signal()  # the window is closed; whoever listens ends the program

    def __init__(
        self, theme: Theme, connections: ConnectionsModel, layouts: Layouts, panels: Callable[[], Panels]
    ) -> None:
        super().__init__()
        self._theme = theme
        self._model = connections
        self._layouts = layouts
        self.tab_layouts = TabLayouts(layouts, self._lasting)
        self._panels = panels
        self._tabs_by_connection: dict[Connection, ConnectionTab] = {}
        self._times = TimeFormat.TIME
        self._status_at = 0.0
        self._turns: TabTurns[ConnectionTab] = TabTurns()
        self.clock = FrameClock(self._frame, self)
        self._painted = False
        self.setWindowIcon(application_icon())
        take_room(self, FIRST_SIZE)
        self._actions = WindowActions(self)
        self.errors = ErrorBar(self)
        self.tabs = TabStrip(self)
        self.welcome = Welcome(self)
        self._middle = QStackedWidget(self)
        self._place_middle()
        self.windows = TabWindows(self, self.tabs, self._actions, self._place_tab)
        self.connections = ConnectionsPanel(connections, self)
        self._connections_dock = Dock("connections", self.connections, self)
        self._connections_dock.setMinimumWidth(150)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self._connections_dock)
        self.resizeDocks([self._connections_dock], [CONNECTIONS_WIDTH], Qt.Orientation.Horizontal)
        self._status = StatusBar(self)
        self.setStatusBar(self._status)
        self.actions_by_name = self._actions.make(window_slots(self))
        self._menus = WindowMenus(self, self._actions, theme, self._docks, self._columns)
        self._tools = Tools(self._actions, self)
        self.addToolBar(self._tools)
        self._connect()
        self.retranslate()
        self._first_layout = self.saveState(LAYOUT_VERSION)
        self._restore_layout()
        self._tab_changed()
        self.clock.start()

    # -- making

    def _place_middle(self) -> None:
        self._middle.addWidget(self.welcome)
        self._middle.addWidget(self.tabs)
        centre = QWidget(self)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.errors)
        layout.addWidget(self._middle, 1)
        self.setCentralWidget(centre)

    def _docks(self) -> list[QAction]:
        """What the View menu shows and hides."""
        docks = [] if self.tab is None else self.tab.docks.values()
        return [self._connections_dock.toggleViewAction(), *(dock.toggleViewAction() for dock in docks)]

    def _columns(self, menu: QMenu) -> list[QAction]:
        return [] if self.tab is None else self.tab.table.column_actions(menu)

    def _connect(self) -> None:
        self._status.details_asked.connect(self.actions_by_name["details"].trigger)
        panel = self.connections
        panel.connect_asked.connect(self.connect_asked)
        panel.disconnect_asked.connect(self.disconnect_asked)
        panel.new_asked.connect(self.new_asked)
        panel.edit_asked.connect(self.edit_asked)
        panel.duplicate_asked.connect(self.duplicate_asked)
        panel.delete_asked.connect(self.delete_asked)
        self.welcome.new_asked.connect(self.new_asked)
        self.welcome.demo_asked.connect(self._ask_demo)
        self.tabs.currentChanged.connect(self._tab_changed)
        self.tabs.tabBar().customContextMenuRequested.connect(self._show_tab_menu)
        self.windows.changed.connect(self._tab_changed)
        self.windows.details_asked.connect(self.actions_by_name["details"].trigger)
        self.windows.menus = list(self._menus.by_name.values())
        self._theme.changed.connect(self._tell_states)
        self._menus.schemes.chosen.connect(self.scheme_chosen)
        self.tabs.close_asked.connect(self.close_asked)

    def retranslate(self) -> None:
        self._actions.retranslate()
        self._menus.retranslate()
        self._tools.retranslate()
        self._connections_dock.setWindowTitle(self.tr("Connections"))
        self.tabs.retranslate()
        self._tell_title()

    # -- connections

    @property
    def tab(self) -> ConnectionTab | None:
        """The tab in front, be it a window."""
        if self.windows.front is not None:
            return self.windows.front
        return self.tabs.current

    def add_connection(self, connection: Connection) -> ConnectionTab:
        """Open a tab for a connection, and bring it to the front."""
        from .connection_tab import ConnectionTab
        from .tab_pace import keep_pace

        tab = ConnectionTab(connection, self._panels(), self.tabs.pages)
        tab.restore_layout(self.tab_layouts.load(connection.profile.id))
        tab.table.show_clock(self._times)
        self._tabs_by_connection[connection] = tab
        self._place_tab(tab)
        self._follow(tab)
        keep_pace(tab, self.clock)
        self.windows.reopen(tab, self.tab_layouts.window(connection.profile.id))
        self._tab_changed()
        self._tell_states()
        return tab

    def _place_tab(self, tab: ConnectionTab) -> None:
        """Put a tab among the others, in front."""
        self.tabs.add_tab(tab)
        self._tell_states()

    def _follow(self, tab: ConnectionTab) -> None:
        connection = tab.connection
        tab.state_changed.connect(self._tell_states)
        tab.follow_changed.connect(self._update_actions)
        tab.topics.narrow.toggled.connect(self._update_actions)
        tab.reconnect_asked.connect(lambda: self.connect_asked.emit(connection.profile.id))
        tab.edit_asked.connect(lambda: self.edit_asked.emit(connection.profile.id))
        tab.diagnose_asked.connect(lambda: self.diagnose_asked.emit(connection.profile.id))
        tab.note.connect(self._tell_note)
        tab.export_asked.connect(lambda: self.export_messages_asked.emit(tab))

    def show_connection(self, connection: Connection) -> None:
        """Bring the tab of a connection to the front."""
        tab = self._tabs_by_connection[connection]
        if not self.windows.show(tab):
            self.tabs.setCurrentWidget(tab)

    def remove_connection(self, connection: Connection) -> None:
        """Close the tab of a connection."""
        tab = self._tabs_by_connection.pop(connection)
        self._save_tab_layout(tab)
        tab.close_panels()
        if not self.windows.drop(tab):
            self.tabs.remove_tab(tab)
        tab.deleteLater()
        self._model.tell(connection.profile.id, ConnectionState.OFFLINE, failed=False)
        self._tab_changed()

    def show_error(self, error: BaseException, facts: str = "") -> None:
        """Tell of an error that nobody foresaw."""
        self.errors.show_error(error, facts)

    def _show_tab_menu(self, at: QPoint) -> None:
        index = self.tabs.tabBar().tabAt(at)
        if index >= 0:
            self.tabs.setCurrentIndex(index)
            named = self.actions_by_name
            tab_menu(self, named["move_tab"], named["close_tab"]).popup(self.tabs.tabBar().mapToGlobal(at))

    def _ask_demo(self) -> None:
        if (demo := self._model.demo_id) is not None:
            self.connect_asked.emit(demo)

    # -- time

    def _frame(self, now_s: float) -> Pace:
        tabs = self._tabs_by_connection.values()
        seen, others = [tab for tab in tabs if tab.isVisible()], [tab for tab in tabs if not tab.isVisible()]
        self._turns.serve(seen, others, lambda tab: tab.tick(now_s))
        if now_s - self._status_at >= STATUS_INTERVAL_S:
            self._status_at = now_s
            self._model.measure(self._tabs_by_connection)
            self._tell_status()
            self.windows.tell()
        return quickest(tab.pace for tab in tabs)

    # -- what is shown of states

    def _tab_changed(self) -> None:
        tab = self.tab
        self._middle.setCurrentWidget(self.tabs if self.tabs.count() else self.welcome)
        if tab is not None:
            self.connections.select(tab.connection.profile.id)
        self._tell_status()
        self._update_actions()
        self._tell_title()
        self.clock.wake()

    def _tell_status(self) -> None:
        """The line at the bottom is about the tab above it."""
        tab = self.tabs.current
        self._status.tell(None if tab is None else tab.status)

    def _tell_states(self) -> None:
        shades = self._theme.colours
        for connection, tab in self._tabs_by_connection.items():
            failed = connection.last_error is not None
            self._model.tell(connection.profile.id, connection.state, failed=failed)
            colour = state_colour(connection.state, shades, failed=failed)
            self.tabs.tell_state(tab, colour)
        self._update_actions()

    def _update_actions(self) -> None:
        tab = self.tab
        self._actions.follow(tab, moved=self.windows.holds(tab))

    def _tell_title(self) -> None:
        tab = self.tabs.current
        self.setWindowTitle(APP_NAME if tab is None else f"{tab.connection.name} – {APP_NAME}")

    def _tell_note(self, note: str) -> None:
        self._status.showMessage(note, NOTE_MS)

    # -- look and layout

    def show_times(self, times: TimeFormat) -> None:
        """Write the times of messages like this, in the tabs to come as well."""
        self._times = times
        for tab in self._tabs_by_connection.values():
            tab.table.show_clock(times)

    def use_shortcuts(self, chosen: Mapping[str, str]) -> None:
        """Give actions the keys that the user has chosen, by name."""
        self._actions.use_shortcuts(chosen)

    def named_actions(self) -> list[NamedAction]:
        """Every action in words."""
        return self._actions.named()

    def reset_layout(self) -> None:
        """Put everything where it stood at first."""
        self.restoreState(self._first_layout, LAYOUT_VERSION)
        if self.tab is not None:
            self.tab.reset_layout()

    def _restore_layout(self) -> None:
        geometry, state = self._layouts.load("window"), self._layouts.load("window-docks")
        if geometry:
            self.restoreGeometry(QByteArray(geometry))
        if state:
            self.restoreState(QByteArray(state), LAYOUT_VERSION)

    def _save_tab_layout(self, tab: ConnectionTab) -> None:
        self.tab_layouts.save(tab.connection.profile.id, tab.layout_state(), self.windows.place(tab))

    def _lasting(self, profile_id: str) -> bool:
        """Whether a connection will have the same id at the next start."""
        return self._model.kind_of(profile_id) in {Kind.DEMO, Kind.SAVED}

    def save_layout(self) -> None:
        """Keep places and sizes for the next start; what all tabs share is as in the one in front."""
        self.tab_layouts.keep("window", self.saveGeometry())
        self.tab_layouts.keep("window-docks", self.saveState(LAYOUT_VERSION))
        for tab in sorted(self._tabs_by_connection.values(), key=lambda tab: tab is self.tab):
            self._save_tab_layout(tab)

    # -- what Qt tells

    def closeEvent(self, event: QCloseEvent) -> None:
        self.clock.stop()
        self.save_layout()
        self.windows.close_all()
        event.accept()
        self.quit_asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted_first.emit)  # not after the window is gone

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
