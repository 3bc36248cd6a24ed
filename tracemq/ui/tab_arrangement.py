"""Turns the docks of a tab into an arrangement: where each stands at first, how large, and what was kept of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, Qt, QTimer

from .dock_tabs import DockTabs
from .docks_inside import DocksInside
from .tab_docks import LATER_DOCKS

if TYPE_CHECKING:
    from .connection_tab import ConnectionTab

LAYOUT_VERSION: Final = 1
LEFT_WIDTH: Final = (250, 0.2, 340)  # px at least, share of the tab, px at most
RIGHT_WIDTH: Final = (260, 0.22, 420)
PUBLISH_HEIGHT: Final = 190
FORM_WIDTH: Final = 340  # px at least, of the form: beside topics and connections in a window of 700
SUBSCRIPTIONS_LINES: Final = 18  # of text: title, header, four filters, what is said of one, the line to type into
LONGEST_UNSEEN_MS: Final = 100  # for a new tab, whatever becomes of its panels


class TabArrangement:
    """Sizes are given once the tab is shown: Qt squeezes docks into the size that a window has before."""

    def __init__(self, tab: ConnectionTab) -> None:
        self._tab = tab
        DockTabs(tab)
        DocksInside(tab, tab.docks["publish"], tab.docks["topics"])
        self._place()
        self._untouched = True  # nobody has moved a dock yet
        self._to_restore = QByteArray()
        self._first = self.state()

    def _place(self) -> None:
        tab, areas = self._tab, Qt.DockWidgetArea
        left, right, bottom = areas.LeftDockWidgetArea, areas.RightDockWidgetArea, areas.BottomDockWidgetArea
        for name, area in (("subscriptions", left), ("topics", left), ("inspector", right), ("publish", bottom)):
            tab.addDockWidget(area, tab.docks[name])
            tab.docks[name].show()
        for spec in LATER_DOCKS:
            dock = tab.docks[spec.name]
            dock.hide()  # until somebody asks
            tab.addDockWidget(spec.area, dock)
            if spec.beside:
                tab.tabifyDockWidget(tab.docks[spec.beside], dock)
            dock.toggleViewAction().triggered.connect(dock.opened)
        tab.setCorner(Qt.Corner.BottomLeftCorner, left)
        tab.setCorner(Qt.Corner.BottomRightCorner, bottom)  # the form is wide

    def state(self) -> QByteArray:
        """Return the places of the docks, for `restore`."""
        return self._tab.saveState(LAYOUT_VERSION) if self._to_restore.isEmpty() else self._to_restore

    def restore(self, state: QByteArray) -> None:
        """Put the docks where they were."""
        self._untouched = not self._tab.restoreState(state, LAYOUT_VERSION)
        self._to_restore = QByteArray() if self._untouched or self._tab.isVisible() else state

    def reset(self) -> None:
        """Put the docks where they stand at first."""
        self.restore(self._first)
        if self._tab.isVisible():
            self._give_sizes()
        else:
            self._untouched = True

    def shown(self) -> None:
        """The tab is there: give its docks their sizes, if they have none, before anybody sees them."""
        tab = self._tab
        if self._untouched:
            tab.setUpdatesEnabled(False)
            first = tab.docks["subscriptions"]  # it may need more height than its share
            coming = first.panel is None and not first.isHidden()
            first.made.connect(self._size_first, Qt.ConnectionType.SingleShotConnection)
            QTimer.singleShot(LONGEST_UNSEEN_MS if coming else 0, tab, self._size_first)
        elif not self._to_restore.isEmpty():
            tab.setUpdatesEnabled(False)
            QTimer.singleShot(0, tab, self._restore_sizes)
        else:
            tab.setUpdatesEnabled(True)

    def _size_first(self) -> None:
        if not self._tab.isVisible():  # another tab came to the front meanwhile
            return
        if self._untouched:
            self._untouched = False
            self._give_sizes()
        self._let_see()

    def _let_see(self) -> None:
        """Once the docks have taken their room."""
        QTimer.singleShot(0, self._tab, lambda: self._tab.setUpdatesEnabled(True))

    def _give_sizes(self) -> None:
        """Give the docks their first sizes; Qt takes them only once it knows how large the tab is."""
        tab = self._tab
        docks, across, down = tab.docks, Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        widths = [round(min(max(least, share * tab.width()), most)) for least, share, most in (LEFT_WIDTH, RIGHT_WIDTH)]
        tab.resizeDocks([docks["topics"], docks["inspector"]], widths, across)
        listed = SUBSCRIPTIONS_LINES * tab.fontMetrics().height()  # what it has said so far must not make a difference
        tab.resizeDocks([docks["subscriptions"], docks["topics"]], [listed, max(listed, tab.height() - listed)], down)
        tab.resizeDocks([docks["publish"]], [PUBLISH_HEIGHT], down)
        self._widen_topic()

    def _widen_topic(self) -> None:
        QTimer.singleShot(0, self._tab.table, self._tab.table.widen_topic)  # once the docks have taken their room

    def _restore_sizes(self) -> None:
        tab = self._tab
        if tab.isVisible():
            tab.restoreState(self._to_restore, LAYOUT_VERSION)
            self._to_restore = QByteArray()
            tab.tools.hide_what_sends()
            self._widen_topic()
            self._let_see()
