"""Turns the state of a connection, and what it has to tell, into the bar above a tab's messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracemq.workspace.connection_state import ConnectionState

from .error_text import error_text
from .later import Later, keep_tab_order
from .notice_bar import NoticeBar, Severity
from .notice_text import notice_text

if TYPE_CHECKING:
    from .connection_tab import ConnectionTab


class TabNotices(QObject):
    """The bar is made with the first notice; it stands in `place`, above what is there."""

    def __init__(self, tab: ConnectionTab, place: QWidget, column: QVBoxLayout) -> None:
        super().__init__(tab)
        self._tab, self._place, self._column = tab, place, column
        self._connection, self._table = tab.connection, tab.table
        self._bar = Later(self._make_bar)
        self._reconnect, self._edit, self._diagnose = QAction(self), QAction(self), QAction(self)
        self._reconnect.triggered.connect(tab.reconnect_asked)
        self._edit.triggered.connect(tab.edit_asked)
        self._diagnose.triggered.connect(tab.diagnose_asked)
        self.retranslate()

    def _make_bar(self) -> NoticeBar:
        bar = NoticeBar(self._place)
        self._column.insertWidget(0, bar)
        keep_tab_order(self._place, bar)
        return bar

    @property
    def bar(self) -> NoticeBar:
        return self._bar()

    def retranslate(self) -> None:
        self._reconnect.setText(self.tr("Connect"))
        self._edit.setText(self.tr("Edit…"))
        self._diagnose.setText(self.tr("Diagnose…"))
        self.tell_state()

    def tell_last(self) -> None:
        """Say what the connection has told last."""
        self.bar.say(*notice_text(self._connection.notices[-1]))

    def tell_state(self) -> None:
        """Say how the connection is, and what can be done about it."""
        connection = self._connection
        if connection.read_only:
            self._table.say_empty(self.tr("No messages"))
            return
        self._table.say_empty(
            {
                ConnectionState.CONNECTED: self.tr("Waiting for messages…"),
                ConnectionState.CONNECTING: self.tr("Connecting…"),
                ConnectionState.RECONNECTING: self.tr("Connecting…"),
            }.get(connection.state, self.tr("Not connected"))
        )
        error = connection.last_error
        if error is None or connection.state in {ConnectionState.CONNECTED, ConnectionState.CONNECTING}:
            if error is None and self._bar.made is not None:
                self.bar.hide()
            return
        said = error_text(error)
        actions = {
            ConnectionState.OFFLINE: [self._reconnect, self._edit],
            ConnectionState.RECONNECTING: [self._reconnect],  # instead of waiting for the next attempt
        }.get(connection.state, [])
        actions = [*actions, self._diagnose]
        self.bar.say(Severity.ERROR, said.title, f"{said.detail} {said.advice}".strip(), actions)
