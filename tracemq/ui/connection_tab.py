"""Turns one open connection into a tab: its panels as docks around the message table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from tracemq.history.row import LogView
from tracemq.viewmodels.status import Lag, Status, status_of
from tracemq.workspace.connection import Change, Connection, ConnectionState

from .branch_subscriptions import BranchSubscriptions, Subscriber
from .dock import Dock, LaterDock
from .error_text import error_text
from .frame_clock import Pace
from .message_panel import MessagePanel
from .notice_bar import NoticeBar, Severity
from .notice_text import notice_text
from .tab_docks import LATER_DOCKS
from .tab_tools import TabTools
from .topic_panel import TopicPanel

LAYOUT_VERSION: Final = 1
LEFT_WIDTH: Final = (250, 0.2, 340)  # px at least, share of the tab, px at most
RIGHT_WIDTH: Final = (260, 0.22, 420)
PUBLISH_HEIGHT: Final = 170
LEAST_WIDTH: Final = 380
LEAST_HEIGHT: Final = 110
TAB_LAYOUTS: Final = ("docks", "messages", "topics")


class Inspector(Protocol):
    """What the tab asks of the inspector."""

    def show_row(self, log: LogView, seq: int | None) -> None: ...


class Publisher(Protocol):
    """What the tab asks of the publish form."""

    def set_topic(self, topic: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Panels:
    """Makes the panels of a tab; each takes the connection and its parent."""

    subscriptions: Callable[[Connection, QWidget], QWidget]
    inspector: Callable[[Connection, QWidget], QWidget]
    publish: Callable[[Connection, QWidget], QWidget]


class ConnectionTab(QMainWindow):
    """Call `tick` once per frame and `close_panels` when the connection is closed."""

    state_changed = Signal()
    follow_changed = Signal(bool)
    reconnect_asked = Signal()
    edit_asked = Signal()
    diagnose_asked = Signal()
    row_chosen = Signal(object, object)  # the LogView and the absolute number of its row, or None
    topic_chosen = Signal(str)
    export_asked = Signal()
    closing = Signal()
    note = Signal(str)  # a short message for the status bar

    def __init__(self, connection: Connection, made: Panels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)  # a main window for its docks, inside another one
        self.setDockNestingEnabled(True)
        self.connection = connection
        self._lag = Lag()
        self._busy = False  # whether the last tick has left something to do
        # made in the order in which Tab goes through them: down the left, the middle, the right, the form below
        self.subscriptions = made.subscriptions(connection, self)
        self.topics = TopicPanel(connection.tree, connection.topics, self)
        self.notice = NoticeBar(self)
        self.panel = MessagePanel(connection.log, self)
        self.messages, self.table = self.panel.model, self.panel.table
        self.inspector = made.inspector(connection, self)
        self.publish = made.publish(connection, self)
        self._reconnect, self._edit, self._diagnose = QAction(self), QAction(self), QAction(self)
        self._reconnect.triggered.connect(self.reconnect_asked)
        self._edit.triggered.connect(self.edit_asked)
        self._diagnose.triggered.connect(self.diagnose_asked)
        self._place_table()
        self.docks = {
            "subscriptions": Dock("subscriptions", self.subscriptions, self),
            "topics": Dock("topics", self.topics, self, self.topics.title_actions),
            "inspector": Dock("inspector", self.inspector, self),
            "publish": Dock("publish", self.publish, self, getattr(self.publish, "title_actions", ())),
        }
        self._later = {spec.name: LaterDock(spec.name, partial(spec.make, self), self) for spec in LATER_DOCKS}
        self.docks |= self._later
        self._place_docks()
        self._untouched = True  # nobody has moved a dock yet
        self._docks_to_restore = QByteArray()  # until the tab has its size: Qt squeezes docks into the one before
        self._first_layout = self.layout_state()
        self._connect()
        self._unlisten = connection.listen(self._heard)
        self._colour_rows()
        self.tools = TabTools(self)
        self.retranslate()
        self.tools.hide_what_sends()

    def _place_table(self) -> None:
        middle = QWidget(self)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.panel, 1)
        self.setCentralWidget(middle)

    def _place_docks(self) -> None:
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        bottom = Qt.DockWidgetArea.BottomDockWidgetArea
        for name, dock in self.docks.items():
            if name not in self._later:
                self.addDockWidget({"inspector": right, "publish": bottom}.get(name, left), dock)
                dock.show()
        for spec in LATER_DOCKS:
            dock = self.docks[spec.name]
            dock.hide()  # until somebody asks
            self.addDockWidget(spec.area, dock)
            if spec.beside:
                self.tabifyDockWidget(self.docks[spec.beside], dock)
            dock.toggleViewAction().triggered.connect(dock.raise_)
        self.setCorner(Qt.Corner.BottomLeftCorner, left)
        self.setCorner(Qt.Corner.BottomRightCorner, bottom)  # the form is wide
        self.publish.setMinimumHeight(LEAST_HEIGHT)
        self.publish.setMinimumWidth(LEAST_WIDTH)  # less than its pages ask for: a small window is the user's choice

    def _size_docks(self) -> None:
        """Give the docks their first sizes; Qt takes them only once it knows how large the tab is."""
        if not self.isVisible():  # another tab came to the front meanwhile
            self._untouched = True
            return
        docks, across, down = self.docks, Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        widths = [
            round(min(max(least, share * self.width()), most)) for least, share, most in (LEFT_WIDTH, RIGHT_WIDTH)
        ]
        self.resizeDocks([docks["topics"], docks["inspector"]], widths, across)
        self.resizeDocks([docks["subscriptions"], docks["topics"]], [1, 5], down)
        self.resizeDocks([docks["publish"]], [PUBLISH_HEIGHT], down)
        QTimer.singleShot(0, self.table, self.table.widen_topic)  # once the docks have taken their room

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._untouched:
            self._untouched = False
            QTimer.singleShot(0, self, self._size_docks)
        elif not self._docks_to_restore.isEmpty():
            QTimer.singleShot(0, self, self._restore_sizes)

    def _restore_sizes(self) -> None:
        if self.isVisible():
            self.restoreState(self._docks_to_restore, LAYOUT_VERSION)
            self._docks_to_restore = QByteArray()
            self.tools.hide_what_sends()

    def _connect(self) -> None:
        tree, table = self.topics.tree, self.table
        table.row_selected.connect(self._show_row)
        table.publish_asked.connect(self.publish_to)
        table.follow_changed.connect(self.follow_changed)
        table.copied.connect(self._tell_copied)
        tree.topic_selected.connect(self._topic_selected)
        actions = tree.topic_actions
        actions.publish_asked.connect(self.publish_to)
        actions.offer_filters()
        actions.filter_asked.connect(self.panel.show_only)
        if not self.connection.read_only:
            subscriber: Subscriber = self.subscriptions  # type: ignore[assignment]  # made by `Panels`
            BranchSubscriptions(self.connection, actions, subscriber).note.connect(self.note)
            actions.offer_retained()
        actions.retained_asked.connect(self._look_at_retained)
        self.topics.branch_chosen.connect(self.panel.filter_line.narrow_to)
        self.panel.filter_line.branch_dropped.connect(self._drop_branch)

    def retranslate(self) -> None:
        self._reconnect.setText(self.tr("Connect"))
        self._edit.setText(self.tr("Edit…"))
        self._diagnose.setText(self.tr("Diagnose…"))
        for name, title in self._titles().items():
            self.docks[name].setWindowTitle(title)
            self.docks[name].setAccessibleName(title)
        self._tell_state()

    def _titles(self) -> dict[str, str]:
        return {
            "subscriptions": self.tr("Subscriptions"),
            "topics": self.tr("Topics"),
            "inspector": self.tr("Inspector"),
            "chart": self.tr("Chart"),
            "history": self.tr("Topic History"),
            "differences": self.tr("Differences"),
            "talkers": self.tr("Top Talkers"),
            "retained": self.tr("Retained"),
            "publish": self.tr("Publish"),
            "messages": self.tr("Messages"),
            "repeats": self.tr("Repeated"),
            "requests": self.tr("Requests"),
        }

    # -- time and status

    def tick(self, now_s: float) -> None:
        """Show what has arrived."""
        busy = self.topics.tick(self.connection.tick(now_s), now_s)
        self._lag.note(self.connection.counters.behind_ms, self.connection.counters.behind_bytes, now_s)
        self.panel.tick(now_s)
        for dock in self._later.values():
            busy = dock.tick(now_s) or busy
        self._busy = busy

    @property
    def pace(self) -> Pace:
        """How soon the next tick is wanted."""
        if self._busy or self.connection.flowing:
            return Pace.FLOWING
        return Pace.IDLE if self.connection.settled else Pace.SETTLING

    @property
    def status(self) -> Status:
        found = self.panel.rows.filter
        filtered = None if found is None else found.last - found.first
        paused_at, log = self.messages.paused_at, self.connection.log
        waiting = 0 if paused_at is None else log.last - max(paused_at, log.first)
        return status_of(self.connection, waiting, filtered, self._lag)

    def pause(self, paused: bool) -> None:
        """Keep the rows as they are, while recording goes on."""
        self.panel.pause(paused)

    def find_topic(self) -> None:
        """Put the cursor into the search line of the topics."""
        self.docks["topics"].show()
        self.topics.begin_search()

    def go_to_topic(self, topic: str) -> None:
        """Select a topic in the tree, if it is there."""
        node = self.connection.tree.find(topic)
        if node is not None:
            self.docks["topics"].show()
            self.topics.tree.select_node(node)

    def _drop_branch(self) -> None:
        self.topics.narrow.setChecked(False)

    def clear(self) -> None:
        """Forget what was received."""
        self.connection.clear()
        self.topics.tree.forget_selection()
        self.topics.model.clear()
        self.panel.clear()
        self._show_row(None)

    # -- layout

    def layout_state(self) -> dict[str, QByteArray]:
        """Return places of docks and columns by name, for `restore_layout`; a file's tab lacks docks and keeps none."""
        docks = self.saveState(LAYOUT_VERSION) if self._docks_to_restore.isEmpty() else self._docks_to_restore
        return {
            **({} if self.connection.read_only else {"docks": docks}),
            "messages": self.table.layout_state(),
            "topics": self.topics.tree.layout_state(),
        }

    def restore_layout(self, state: dict[str, QByteArray]) -> None:
        docks = state.get("docks", QByteArray())
        self._untouched = not self.restoreState(docks, LAYOUT_VERSION)
        self._docks_to_restore = QByteArray() if self._untouched or self.isVisible() else docks
        self.table.restore_layout(state.get("messages", QByteArray()))
        self.topics.tree.restore_layout(state.get("topics", QByteArray()))
        self.tools.hide_what_sends()

    def reset_layout(self) -> None:
        self.restore_layout(self._first_layout)
        self._size_docks()

    # -- what happens

    def selected_rows(self) -> list[int]:
        """Sequence numbers in the log of the selected rows, in the order of the table."""
        view, first = self.messages.view, self.messages.first
        spans = self.table.selected_spans()
        return [seq for top, bottom in spans for seq in view.seqs(first + top, bottom - top + 1)]

    def show_dock(self, name: str) -> None:
        """Bring a panel to the front."""
        self.docks[name].show()
        self.docks[name].raise_()

    def _show_row(self, position: int | None) -> None:
        self.inspect(self.messages.view, position)

    def inspect(self, log: LogView, seq: int | None) -> None:
        """Show a message in the inspector and in the panels beside it."""
        inspector: Inspector = self.inspector  # type: ignore[assignment]  # made by `Panels`
        inspector.show_row(log, seq)
        self.row_chosen.emit(log, seq)

    def _topic_selected(self, topic: str) -> None:
        node = self.topics.tree.node
        publisher: Publisher = self.publish  # type: ignore[assignment]  # made by `Panels`
        publisher.set_topic(topic)
        seq = -1 if node is None else self.connection.tree.last_seq(node)
        log = self.connection.log
        if log.first <= seq < log.last:
            self.inspect(log, seq)
        self.topic_chosen.emit(topic)

    def publish_to(self, topic: str) -> None:
        """Fill in the publish form, and go there."""
        if self.connection.read_only:
            self.note.emit(self.tr("A file is shown here: nothing can be published."))
            return
        publisher: Publisher = self.publish  # type: ignore[assignment]  # made by `Panels`
        publisher.set_topic(topic)
        self.show_dock("publish")
        self.publish.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_at_retained(self, topic: str) -> None:
        from .retained_panel import RetainedPanel

        self.show_dock("retained")
        panel = self._later["retained"].panel
        if isinstance(panel, RetainedPanel):
            panel.look_below(topic)

    def _tell_copied(self, copied: int, selected: int) -> None:
        if copied < selected:
            self.note.emit(
                self.tr("Copied the first {copied} of {selected} rows").format(copied=copied, selected=selected)
            )
        else:
            self.note.emit(self.tr("Rows copied: {count}").format(count=copied))

    def _heard(self, change: Change) -> None:
        if change is Change.NOTICE:
            self.notice.say(*notice_text(self.connection.notices[-1]))
        if change is Change.SUBSCRIPTIONS:
            self._colour_rows()
        if change in {Change.STATE, Change.PROBLEM}:
            self._tell_state()
            self.state_changed.emit()

    def _colour_rows(self) -> None:
        self.panel.colour_rows((entry.filter, entry.settings.colour) for entry in self.connection.subscriptions)

    def _tell_state(self) -> None:
        connection = self.connection
        if connection.read_only:
            self.table.say_empty(self.tr("No messages"))
            return
        self.table.say_empty(
            {
                ConnectionState.CONNECTED: self.tr("Waiting for messages…"),
                ConnectionState.CONNECTING: self.tr("Connecting…"),
                ConnectionState.RECONNECTING: self.tr("Connecting…"),
            }.get(connection.state, self.tr("Not connected"))
        )
        error = connection.last_error
        if error is None or connection.state in {ConnectionState.CONNECTED, ConnectionState.CONNECTING}:
            if error is None:
                self.notice.hide()
            return
        said = error_text(error)
        actions = {
            ConnectionState.OFFLINE: [self._reconnect, self._edit],
            ConnectionState.RECONNECTING: [self._reconnect],  # instead of waiting for the next attempt
        }.get(connection.state, [])
        actions = [*actions, self._diagnose]
        self.notice.say(Severity.ERROR, said.title, f"{said.detail} {said.advice}".strip(), actions)

    def close_panels(self) -> None:
        """Watch the connection no more."""
        self.closing.emit()
        self._unlisten()
        self.panel.close_views()
        for dock in self._later.values():
            dock.close_panel()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
