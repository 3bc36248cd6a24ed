"""Adds to the menus of a tab's table and tree what its further panels do with a row or a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction

from .icons import set_icon
from .tab_docks import LATER_DOCKS

if TYPE_CHECKING:
    from .connection_tab import ConnectionTab


class TabTools(QObject):
    """Lives as long as the tab."""

    def __init__(self, tab: ConnectionTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._export = QAction(self)
        set_icon(self._export, "save")
        self._export.triggered.connect(tab.export_asked)
        self._history = QAction(self)
        set_icon(self._history, "history")
        self._history.triggered.connect(lambda: tab.show_dock("history"))
        tab.table.row_actions.more += [self._history, self._export]
        tab.topics.tree.topic_actions.more += [self._history]
        tab.installEventFilter(self)
        self.retranslate()

    def hide_what_sends(self) -> None:
        """Where a file is shown, there is no broker to subscribe at or to publish to."""
        tab = self._tab
        if not tab.connection.read_only:
            return
        for action in (tab.topics.tree.topic_actions.publish, tab.table.row_actions.publish):
            action.setVisible(False)
        for name in ("subscriptions", "publish", *(spec.name for spec in LATER_DOCKS if spec.needs_broker)):
            tab.docks[name].hide()
            tab.docks[name].toggleViewAction().setVisible(False)

    def retranslate(self) -> None:
        self._export.setText(self.tr("Export…"))
        self._history.setText(self.tr("Topic History"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        return super().eventFilter(watched, event)
