"""Turns a panel, or what will make one, into a dock with a flat title line that has room for the panel's actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from . import theme
from .icons import set_icon
from .later import keep_tab_order

BUTTON: Final = 22  # px


class DockTitle(QWidget):
    """Name, actions and a button to close; dragging and double-clicking it (to float) pass through to the dock."""

    def __init__(self, dock: QDockWidget, actions: Sequence[QAction] = ()) -> None:
        super().__init__(dock)
        self._name = QLabel(dock.windowTitle(), self)
        self._name.setObjectName("dockTitle")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(theme.MARGIN, 2, 3, 2)
        self._line.setSpacing(0)
        self._line.addWidget(self._name, 1)
        self._close = self._button("close", dock.close)
        self._line.addWidget(self._close)
        self.offer(actions)
        dock.windowTitleChanged.connect(self._name.setText)
        self.retranslate()

    def offer(self, actions: Sequence[QAction]) -> None:
        """Give each action a button, after those that are there."""
        for action in actions:
            button = self._button("", None)
            button.setDefaultAction(action)
            self._line.insertWidget(self._line.indexOf(self._close), button)
        self._close.raise_()  # the last one for Tab as well

    def _button(self, icon: str, slot: Callable[[], object] | None) -> QToolButton:
        button = QToolButton(self)
        button.setFixedSize(BUTTON, BUTTON)
        button.setIconSize(QSize(14, 14))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if slot is not None:
            set_icon(button, icon)
            button.clicked.connect(slot)
        return button

    def retranslate(self) -> None:
        self._close.setToolTip(self.tr("Close this panel; the View menu brings it back"))
        self._close.setAccessibleName(self._close.toolTip())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class Dock(QDockWidget):
    """A dock that is remembered by `name`; give it its title with `setWindowTitle`."""

    def __init__(self, name: str, content: QWidget, parent: QWidget, actions: Sequence[QAction] = ()) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWidget(content)
        self.setTitleBarWidget(DockTitle(self, actions))


@runtime_checkable
class Ticking(Protocol):
    """A panel that shows what changes by itself."""

    def tick(self, now_s: float) -> object: ...


@runtime_checkable
class Closing(Protocol):
    """A panel that holds on to a connection."""

    def close_panel(self) -> object: ...


@runtime_checkable
class Opened(Protocol):
    """A panel that has a first thing to do for whoever opens it by hand."""

    def opened_by_hand(self) -> object: ...


class LaterDock(QDockWidget):
    """A dock whose title and content are made when it is first shown; `made` is told that its panel is there.

    `wait` may return true and call `complete` later: until then the dock is an empty frame. `modules` has the names of
    what `make` imports.
    """

    made = Signal()

    def __init__(
        self,
        name: str,
        make: Callable[[LaterDock], QWidget],
        parent: QWidget,
        wait: Callable[[LaterDock], bool],
        modules: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._make = make
        self._wait = wait
        self.modules = modules
        self._title: DockTitle | None = None
        self._prepared: QWidget | None = None
        self.panel: QWidget | None = None
        self._covered = False
        self.visibilityChanged.connect(self._cover)

    def prepare(self) -> None:
        """Make the panel, and leave it to `complete` to give it its place: that takes as long again."""
        if self.panel is None and self._prepared is None:
            self._prepared = self._make(self)

    def complete(self) -> QWidget:
        """Make what is not there yet."""
        if self.panel is None:
            title = self._show_title()
            panel = self._prepared or self._make(self)
            self.setWidget(panel)
            title.offer(getattr(panel, "title_actions", ()))
            keep_tab_order(self, title)
            keep_tab_order(self, panel)
            self.panel, self._prepared = panel, None
            policy = panel.sizePolicy()
            policy.setRetainSizeWhenHidden(True)  # or the dock in front would change its height
            panel.setSizePolicy(policy)
            panel.setVisible(not self._covered)
            self.made.emit()
        return self.panel

    def when_made(self, then: Callable[[QWidget], object]) -> None:
        """Call this with the panel, once there is one."""
        if self.panel is not None:
            then(self.panel)
        else:
            self.made.connect(lambda: then(self.complete()), Qt.ConnectionType.SingleShotConnection)

    def opened(self, wanted: bool) -> None:
        """The user has chosen it in a menu, or chosen that it goes."""
        self.raise_()
        if wanted:
            self.when_made(lambda panel: panel.opened_by_hand() if isinstance(panel, Opened) else None)

    def _cover(self, seen: bool) -> None:
        """Hide the panel while the tab of another dock is chosen.

        Qt moves such a dock out of the window and calls it visible: the panel's keys would be ambiguous with those of
        the panel in sight, Tab would go astray in it, and it would go on to show what arrives.
        """
        self._covered = not seen and self.isVisible() and not self.isFloating()
        if self.panel is not None and (seen or self._covered):
            self.panel.setVisible(not self._covered)

    def _show_title(self) -> DockTitle:
        if self._title is None:
            self._title = DockTitle(self)
            self.setTitleBarWidget(self._title)
        return self._title

    def showEvent(self, event: QShowEvent) -> None:
        if self.panel is None:
            self._show_title()
            if not self._wait(self):
                self.complete()
        super().showEvent(event)

    def tick(self, now_s: float) -> bool:
        """Show what has arrived, if the panel has something to show and can be seen; whether there is more to do."""
        if self.panel is None or not self.panel.isVisible() or not isinstance(self.panel, Ticking):
            return False
        return bool(self.panel.tick(now_s))

    def close_panel(self) -> None:
        """The connection is closed."""
        panel = self.panel or self._prepared
        if isinstance(panel, Closing):
            panel.close_panel()
