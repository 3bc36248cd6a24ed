"""Shows one message whole: its payload in the view that suits it, its facts and its packet; copies and saves it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from tracemq.history.row import LogView
from tracemq.mqtt.batch import Message
from tracemq.mqtt.types import QoS
from tracemq.viewmodels.inspected import Inspected

from .fields import Choice, Note
from .inspector_actions import InspectorActions
from .inspector_facts import FactsView, MessageFacts
from .inspector_pages import NO_FACTS, PACKET, PAYLOAD, PROPERTIES, InspectorPages
from .inspector_tools import InspectorTools
from .later import Later, keep_tab_order
from .packet_view import PacketView
from .payload_views import PayloadViews
from .soon import NEXT_TURN_MS

__all__ = ["PACKET", "PAYLOAD", "PROPERTIES", "InspectorPanel"]

MOST_HEAD_BYTES: Final = 256 << 10  # before the payload; decoding more of them would be felt


class InspectorPanel(QWidget):
    """`show_row` shows a row of the log, `show_message` any message; `problem` has what could not be done.

    What shows a message is made with the first one: after the turn of the event loop that took its bytes from the log,
    which may be many, and before the one in which it is filled. All at once would be felt.
    """

    problem = Signal(object)  # an exception

    def __init__(self, parent: QWidget | None = None, inspected: Inspected | None = None) -> None:
        super().__init__(parent)
        self.message: Message | None = None
        self._inspected = inspected or Inspected()
        self._facts = NO_FACTS
        self._stack = QStackedWidget(self)
        self._nothing = QLabel(self._stack)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._nothing.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._stack.addWidget(self._nothing)
        self._pages = Later(self._make_pages)
        self._filling = QTimer(self, singleShot=True, interval=NEXT_TURN_MS)
        self._filling.timeout.connect(self._go_on)
        self._of_tree: list[QAction] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._retranslate()

    def _make_pages(self) -> InspectorPages:
        pages = InspectorPages(self._inspected, self._stack)
        self._stack.addWidget(pages)
        keep_tab_order(self._stack, pages)
        pages.tools.bindings_asked.connect(self.edit_bindings)
        pages.problem.connect(self.problem)
        for action in self._of_tree:
            pages.views.stack.offer_to_tree(action)
        return pages

    # What the pages have

    def _complete(self) -> InspectorPages:
        """The pages with what is to be shown in them."""
        pages = self._pages()
        if self._filling.isActive():
            self._fill(pages)
        return pages

    @property
    def busy(self) -> bool:
        """Whether more of the message is still to come."""
        return self._filling.isActive() or (self._pages.made is not None and self._pages.made.views.busy)

    @property
    def topic(self) -> QLineEdit:
        return self._complete().topic

    @property
    def tabs(self) -> QTabWidget:
        return self._complete().tabs

    @property
    def tools(self) -> InspectorTools:
        return self._complete().tools

    @property
    def view_choice(self) -> Choice:
        return self.tools.view_choice

    @property
    def views(self) -> PayloadViews:
        return self._complete().views

    @property
    def facts(self) -> FactsView:
        return self._complete().facts

    @property
    def packet(self) -> PacketView:
        return self._complete().packet

    @property
    def feedback(self) -> Note:
        return self._complete().feedback

    @property
    def actions_on_message(self) -> InspectorActions:
        return self._complete().actions_on_message

    # What is shown

    def offer_to_tree(self, action: QAction) -> None:
        """Let something be done with the current value of a payload that is shown as a tree."""
        self._of_tree.append(action)
        if self._pages.made is not None:
            self.views.stack.offer_to_tree(action)

    def show_row(self, log: LogView, seq: int | None) -> None:
        """Show the row of a log at this position, or nothing; one that is gone leaves the last one where it is."""
        if seq is None:
            self.show_message(None)
            return
        try:
            row = log.row(seq)
            head = row.wire_size - row.payload_size
            too_many = head > MOST_HEAD_BYTES
            message = _without_properties(log, seq) if too_many else log.message(seq)
            version = log.version(seq)
        except IndexError:
            return
        facts = MessageFacts(
            seq=row.seq,
            wire_size=row.wire_size,
            unread_bytes=head if too_many else 0,
            version=version,
            packet=partial(log.packet, seq),
            filters_of=self._inspected.filters_of,
            matching=self._inspected.matching,
        )
        self.show_message(message, facts)

    def show_message(self, message: Message | None, facts: MessageFacts | None = None) -> None:
        """Show a message; None empties the panel."""
        self.message, self._facts = message, facts or NO_FACTS
        pages = self._pages.made
        if pages is not None and not self._filling.isActive():
            self._fill(pages)
        elif pages is not None or message is not None:
            self._filling.start()
        else:
            self._filling.stop()

    def _go_on(self) -> None:
        if self._pages.made is None:
            self._pages()
            self._filling.start()
        else:
            self._fill(self._pages.made)

    def _fill(self, pages: InspectorPages) -> None:
        self._filling.stop()
        pages.show_message(self.message, self._facts)
        self._stack.setCurrentIndex(0 if self.message is None else 1)

    def edit_bindings(self) -> None:
        """Open the rules that say what the payloads of a topic are."""
        from .dialogs.bindings_dialog import BindingsDialog

        inspected = self._inspected
        topic = self.message.topic if self.message is not None else ""
        dialog = BindingsDialog(inspected.bindings, topic, (inspected.profile, inspected.name), self)
        dialog.problem.connect(self.problem)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self.show_message(self.message, self._facts)

    def event(self, event: QEvent) -> bool:
        """Take the keys of the search from the window, which looks through the messages by the same ones."""
        if event.type() is QEvent.Type.ShortcutOverride and self._searching(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        search = self._searching(event)
        if search is None:
            super().keyPressEvent(event)
        else:
            search()

    def _searching(self, event: QEvent) -> Callable[[], None] | None:
        """What a key does in the payload; the one for the next place only while its search is open."""
        if not isinstance(event, QKeyEvent) or self.message is None:
            return None
        pages, keys = self._complete(), QKeySequence.StandardKey
        if event.matches(keys.Find):
            return pages.begin_search
        for key, backward in ((keys.FindNext, False), (keys.FindPrevious, True)):
            if event.matches(key) and pages.views.searching.open:
                return partial(pages.views.finder.look, backward=backward)
        return None

    def _retranslate(self) -> None:
        self._nothing.setText(self.tr("Choose a message in the table to see all of it here."))


def _without_properties(log: LogView, seq: int) -> Message:
    """The message of a row, for packets with millions of properties."""
    row = log.row(seq)
    return Message(
        row.topic,
        log.payload(seq),
        QoS(row.qos),
        row.retain,
        row.dup,
        packet_id=row.packet_id,
        received_at=row.received_at,
    )
