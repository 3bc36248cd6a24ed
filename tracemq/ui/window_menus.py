"""Turns the window's actions into its menus and its tool bar; the View menu is filled anew whenever it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton

from .theme import Scheme, Theme
from .window_actions import MENUS, TOOLS, WindowActions

TOOL_ICON: Final = QSize(16, 16)


class WindowMenus(QObject):
    """`view_docks` and `view_columns` are asked for what the View menu offers now; the columns may be none."""

    def __init__(
        self,
        window: QMainWindow,
        actions: WindowActions,
        theme: Theme,
        view_docks: Callable[[], Sequence[QAction]],
        view_columns: Callable[[QMenu], Sequence[QAction]],
    ) -> None:
        super().__init__(window)
        self._actions = actions
        self._theme = theme
        self._view_docks, self._view_columns = view_docks, view_columns
        bar = window.menuBar()
        self.by_name = {name: bar.addMenu("") for name in ("file", "connection", "search", "view", "help")}
        for name, entries in MENUS.items():
            actions.fill(self.by_name[name], entries)
        self.schemes = SchemeMenu(theme, window)
        self._columns = QMenu(window)
        self.by_name["view"].aboutToShow.connect(self._fill_view)

    def retranslate(self) -> None:
        for menu, title in (
            (self.by_name["file"], self.tr("&File")),
            (self.by_name["connection"], self.tr("&Connection")),
            (self.by_name["search"], self.tr("&Search")),
            (self.by_name["view"], self.tr("&View")),
            (self.by_name["help"], self.tr("&Help")),
            (self._columns, self.tr("Message &Columns")),
        ):
            menu.setTitle(title)
        self.schemes.retranslate()

    def _fill_view(self) -> None:
        view, named = self.by_name["view"], self._actions.by_name
        view.clear()
        view.addActions(list(self._view_docks()))
        view.addSeparator()
        self._columns.clear()
        columns = self._view_columns(self._columns)
        if columns:
            self._columns.addActions(list(columns))
            view.addMenu(self._columns)
            view.addSeparator()
        view.addMenu(self.schemes)
        view.addActions([named["move_tab"], named["reset_layout"]])


class SchemeMenu(QMenu):
    """Light, dark or as the system."""

    chosen = Signal(object)  # a Scheme

    def __init__(self, theme: Theme, parent: QMainWindow) -> None:
        super().__init__(parent)
        self._theme = theme
        group = QActionGroup(self)
        self.by_scheme: dict[Scheme, QAction] = {}
        for scheme in Scheme:
            action = QAction(self)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, wanted=scheme: self._choose(wanted))
            group.addAction(action)
            self.addAction(action)
            self.by_scheme[scheme] = action
        theme.changed.connect(self._tell)
        self._tell()

    def _choose(self, scheme: Scheme) -> None:
        self._theme.use(scheme)
        self.chosen.emit(scheme)

    def _tell(self) -> None:
        self.by_scheme[self._theme.scheme].setChecked(True)

    def retranslate(self) -> None:
        self.setTitle(self.tr("&Theme"))
        self.by_scheme[Scheme.SYSTEM].setText(self.tr("As the &System"))
        self.by_scheme[Scheme.LIGHT].setText(self.tr("&Light"))
        self.by_scheme[Scheme.DARK].setText(self.tr("&Dark"))


class Tools(QToolBar):
    """A window's tool bar: what is done most, in words."""

    def __init__(self, actions: WindowActions, parent: QMainWindow) -> None:
        super().__init__(parent)
        self.setObjectName("tools")
        self.setMovable(False)
        self.setIconSize(TOOL_ICON)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        actions.fill(self, TOOLS)
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Tools"))
