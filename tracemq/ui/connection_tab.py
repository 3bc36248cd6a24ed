"""Turns one open connection into a tab: its panels as docks around the message table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from tracemq.history.row import LogView
from tracemq.viewmodels.status import Lag, Status, status_of
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import Change

from .branch_subscriptions import BranchSubscriptions, Subscriber
from .dock import LaterDock
from .dock_filling import DockFilling
from .frame_clock import Pace
from .message_panel import MessagePanel
from .notice_bar import NoticeBar
from .tab_arrangement import FORM_WIDTH, TabArrangement
from .tab_docks import LATER_DOCKS
from .tab_notices import TabNotices
from .tab_parts import Inspector, Panels, Publisher
from .tab_tools import TabTools
from .topic_panel import TopicPanel

LEAST_HEIGHT: Final = 110
FIRST_DOCKS: Final = ("subscriptions", "inspector", "publish")  # made one after the other once the tab is there


class ConnectionTab(QMainWindow):
    """Call `tick` once per frame and `close_panels` when the connection is closed.

    A new tab has its frame, its topics and its table; the other panels are made in the turns of the event loop after
    that, once they can be seen, or when something asks for them: all at once they would stop the window for a moment
    that those who watch a busy connection notice.
    """

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
        self._filling = DockFilling(self, lambda: connection.flowing)
        self._inspected: tuple[LogView, int | None] | None = None  # for an inspector that is not made yet
        self._topic = ""  # likewise for the form
        # made in the order in which Tab goes through them: down the left, the middle, the right, the form below
        self.docks: dict[str, LaterDock] = {}
        modules = made.modules
        self._add_dock("subscriptions", lambda dock: made.subscriptions(connection, dock), modules["subscriptions"])
        topics = self._add_dock("topics", lambda dock: TopicPanel(connection.tree, connection.topics, dock))
        self.topics: TopicPanel = topics.complete()  # type: ignore[assignment]  # made in the line before
        middle = QWidget(self)
        self.panel = MessagePanel(connection.log, middle)
        self.messages, self.table = self.panel.model, self.panel.table
        self._add_dock("inspector", lambda dock: made.inspector(connection, dock), modules["inspector"])
        self._add_dock("publish", lambda dock: made.publish(connection, dock, self.bring), modules["publish"])
        for spec in LATER_DOCKS:
            self._add_dock(spec.name, partial(_made_for, self, spec.make), spec.modules)
        self._notices = TabNotices(self, middle, self._place_table(middle))
        self._arrangement = TabArrangement(self)
        self._connect()
        self._unlisten = connection.listen(self._heard)
        self._colour_rows()
        self.tools = TabTools(self)
        self.retranslate()
        self.tools.hide_what_sends()
        self._first_columns = {"messages": self.table.layout_state(), "topics": self.topics.tree.layout_state()}
        self.table.setFocus()  # it will have it once the tab is in front

    def _add_dock(self, name: str, make: Callable[[LaterDock], QWidget], modules: Sequence[str] = ()) -> LaterDock:
        dock = self.docks[name] = LaterDock(name, make, self, self._filling.wait, modules)
        return dock

    def _place_table(self, middle: QWidget) -> QVBoxLayout:
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.panel, 1)
        self.setCentralWidget(middle)
        return column

    # -- panels that are made later

    @property
    def notice(self) -> NoticeBar:
        """The bar above the messages."""
        return self._notices.bar

    @property
    def subscriptions(self) -> QWidget:
        return self.docks["subscriptions"].complete()

    @property
    def inspector(self) -> QWidget:
        return self.docks["inspector"].complete()

    @property
    def publish(self) -> QWidget:
        return self.docks["publish"].complete()

    def complete(self) -> None:
        """Make at once what a new tab makes bit by bit."""
        for name in FIRST_DOCKS:
            if not self.docks[name].isHidden():
                self.docks[name].complete()
        self._filling.complete()

    def _inspector_made(self) -> None:
        if self._inspected is not None:
            self._inspect(*self._inspected)

    def _form_made(self) -> None:
        form = self.publish
        form.setMinimumHeight(LEAST_HEIGHT)
        form.setMinimumWidth(FORM_WIDTH)  # less than its pages ask for: a small window is the user's choice
        if self._topic:
            self._fill_in(self._topic)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrangement.shown()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._filling.stop()

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
        tree.topic_activated.connect(actions.filter.trigger)
        if not self.connection.read_only:
            BranchSubscriptions(self.connection, actions, self._subscriber).note.connect(self.note)
            actions.offer_retained()
        actions.retained_asked.connect(self._look_at_retained)
        actions.delete_retained_asked.connect(self._delete_retained)
        self.topics.branch_chosen.connect(self.panel.filter_line.narrow_to)
        self.panel.filter_line.branch_dropped.connect(self._drop_branch)
        self.docks["inspector"].made.connect(self._inspector_made)
        self.docks["publish"].made.connect(self._form_made)

    def _subscriber(self) -> Subscriber:
        return self.subscriptions  # type: ignore[return-value]  # made by `Panels`

    def retranslate(self) -> None:
        for name, title in self._titles().items():
            self.docks[name].setWindowTitle(title)
            self.docks[name].setAccessibleName(title)
        self._notices.retranslate()

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
        self._lag.note(self.connection.counters, now_s, paused=self.connection.reading_paused)
        self.panel.tick(now_s)
        for name, dock in self.docks.items():
            busy = (name != "topics" and dock.tick(now_s)) or busy
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
        paused_at, log = self.messages.paused_at, self.connection.log
        waiting = 0 if paused_at is None else log.last - max(paused_at, log.first)
        filtered = None if found is None else found.position(log.last - waiting) - found.first
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
        return {
            **({} if self.connection.read_only else {"docks": self._arrangement.state()}),
            "messages": self.table.layout_state(),
            "topics": self.topics.tree.layout_state(),
            "chart": QByteArray(self.tools.chart_state),
        }

    def restore_layout(self, state: dict[str, QByteArray]) -> None:
        self._arrangement.restore(state.get("docks", QByteArray()))
        self.table.restore_layout(state.get("messages", QByteArray()))
        self.topics.tree.restore_layout(state.get("topics", QByteArray()))
        if "chart" in state:
            self.tools.restore_chart(bytes(state["chart"].data()))
        self.tools.hide_what_sends()

    def reset_layout(self) -> None:
        """Put docks and columns where they stood at first; the chart keeps its lines."""
        self.restore_layout(self._first_columns)
        self.table.columns.untouched = True
        self._arrangement.reset()

    # -- what happens

    def bring(self, name: str, then: Callable[[QWidget], object] = lambda _: None) -> None:
        """Bring a panel to the front; `then` has it once it is made, which may take some turns of the event loop."""
        dock = self.docks[name]
        dock.show()
        dock.raise_()
        dock.when_made(then)

    def show_dock(self, name: str) -> QWidget:
        """Bring a panel to the front, and return it."""
        dock = self.docks[name]
        dock.show()
        dock.raise_()
        return dock.complete()

    def _show_row(self, position: int | None) -> None:
        self.inspect(self.messages.view, position)

    def inspect(self, log: LogView, seq: int | None) -> None:
        """Show a message in the inspector and in the panels beside it."""
        if self.docks["inspector"].panel is None:
            self._inspected = log, seq
        else:
            self._inspect(log, seq)
        self.row_chosen.emit(log, seq)

    def _inspect(self, log: LogView, seq: int | None) -> None:
        inspector: Inspector = self.inspector  # type: ignore[assignment]  # made by `Panels`
        inspector.show_row(log, seq)

    def _topic_selected(self, topic: str) -> None:
        node = self.topics.tree.node
        self._topic = topic
        if self.docks["publish"].panel is not None:
            self._fill_in(topic)
        seq = -1 if node is None else self.connection.tree.last_seq(node)
        log = self.connection.log
        if log.first <= seq < log.last:
            self.inspect(log, seq)
        self.topic_chosen.emit(topic)

    def _fill_in(self, topic: str) -> None:
        publisher: Publisher = self.publish  # type: ignore[assignment]  # made by `Panels`
        publisher.set_topic(topic)

    def publish_to(self, topic: str) -> None:
        """Fill in the publish form, and go there."""
        if self.connection.read_only:
            self.note.emit(self.tr("A file is shown here: nothing can be published."))
            return
        self.show_dock("publish")
        self._fill_in(topic)
        self.publish.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_at_retained(self, topic: str) -> None:
        self.bring("retained", lambda panel: panel.look_below(topic))  # type: ignore[attr-defined]  # a RetainedPanel

    def _delete_retained(self, topic_filter: str) -> None:
        self.bring("retained", lambda panel: panel.delete_below(topic_filter))  # type: ignore[attr-defined]  # likewise

    def _tell_copied(self, copied: int, selected: int) -> None:
        if copied < selected:
            self.note.emit(
                self.tr("Copied the first {copied} of {selected} rows").format(copied=copied, selected=selected)
            )
        else:
            self.note.emit(self.tr("Rows copied: {count}").format(count=copied))

    def _heard(self, change: Change) -> None:
        if change is Change.NOTICE:
            self._notices.tell_last()
        if change is Change.SUBSCRIPTIONS:
            self._colour_rows()
        if change in {Change.STATE, Change.PROBLEM}:
            self._notices.tell_state()
            self.state_changed.emit()

    def _colour_rows(self) -> None:
        self.panel.colour_rows((entry.filter, entry.settings.colour) for entry in self.connection.subscriptions)

    def close_panels(self) -> None:
        """Watch the connection no more."""
        self.closing.emit()
        self._unlisten()
        self._filling.stop()
        self.panel.close_views()
        for dock in self.docks.values():
            dock.close_panel()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


def _made_for(tab: ConnectionTab, make: Callable[[ConnectionTab], QWidget], _dock: LaterDock) -> QWidget:
    return make(tab)
