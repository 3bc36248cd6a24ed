"""Shows one message whole: its payload in the view that suits it, its facts and its packet; copies and saves it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from tracemq.history.row import LogView
from tracemq.mqtt.batch import Message
from tracemq.mqtt.types import QoS
from tracemq.payloads.text import visible_line
from tracemq.viewmodels.inspected import Inspected
from tracemq.viewmodels.payload_reader import Reading

from .fields import Note
from .inspector_actions import InspectorActions
from .inspector_facts import FactsView, MessageFacts
from .inspector_tools import InspectorTools
from .packet_view import PacketView
from .payload_views import PayloadViews
from .quantity_text import clock_text, size_text
from .theme import GAP, MARGIN

NO_FACTS: Final = MessageFacts()
SHOWN_CHARS: Final = 2000  # of a topic in its line; the whole one is copied
MOST_HEAD_BYTES: Final = 256 << 10  # before the payload; decoding more of them would be felt
PAYLOAD, PROPERTIES, PACKET = range(3)


class InspectorPanel(QWidget):
    """`show_row` shows a row of the log, `show_message` any message; `problem` has what could not be done."""

    problem = Signal(object)  # an exception

    def __init__(self, parent: QWidget | None = None, inspected: Inspected | None = None) -> None:
        super().__init__(parent)
        self.message: Message | None = None
        self._inspected = inspected or Inspected()
        self._facts = NO_FACTS
        self._stale: set[int] = set()
        self.topic = QLineEdit()
        self.topic.setReadOnly(True)
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.summary.setWordWrap(True)
        self.views = PayloadViews()
        self.views.rules = self._inspected.bindings.rules(self._inspected.profile)
        self.views.told = self._inspected.told
        self.facts = FactsView()
        self.packet = PacketView()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.feedback = Note()
        self.actions_on_message = InspectorActions(self.feedback, self)
        self.actions_on_message.url = self._inspected.url
        self.tools = InspectorTools(self.views, self.actions_on_message)
        self.view_choice = self.tools.view_choice
        self._nothing = QLabel()
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._nothing.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._stack = QStackedWidget()
        self._lay_out()
        self.views.shown.connect(self._view_shown)
        self.tools.bindings_asked.connect(self.edit_bindings)
        self.actions_on_message.problem.connect(self.problem)
        self._inspected.bindings.changed.connect(self.views.read_again)
        self.tabs.currentChanged.connect(self._fill)
        self._retranslate()
        self.show_message(None)

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
        self.actions_on_message.message, self.actions_on_message.version = message, self._facts.version
        self._stack.setCurrentIndex(0 if message is None else 1)
        self.feedback.say("")
        if message is None:
            self.topic.clear()
        else:
            topic = message.topic if len(message.topic) <= SHOWN_CHARS else message.topic[:SHOWN_CHARS] + "…"
            self.topic.setText(visible_line(topic))
            self.topic.setCursorPosition(0)
            self.summary.setText(self._summary_text(message))
        self._stale = {PAYLOAD, PROPERTIES, PACKET}
        self._fill()

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find) and self.message is not None:
            self.tabs.setCurrentIndex(PAYLOAD)
            self.views.finder.begin()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        """Fill the page in sight, if it shows another message still."""
        page = self.tabs.currentIndex()
        if page not in self._stale:
            return
        self._stale.discard(page)
        if page == PAYLOAD:
            self.views.show_message(self.message, self._facts.seq)
        elif page == PROPERTIES:
            self.facts.show_facts(self.message, self._facts)
        else:
            self._fill_packet()

    def _fill_packet(self) -> None:
        facts = self._facts
        if self.message is None:
            return
        if facts.packet is None or facts.version is None:
            self.packet.say_why_not(self.tr("There are no bytes of a packet for this message."))
            return
        try:
            packet = facts.packet()
        except IndexError:
            self.packet.say_why_not(self.tr("The row has left the table meanwhile, and its bytes with it."))
            return
        self.packet.show_packet(packet, facts.version, self.message.topic, facts.filters_of)

    def _summary_text(self, message: Message) -> str:
        parts = [
            self.tr("QoS {level}").format(level=int(message.qos)),
            self.tr("retained") if message.retain else "",
            self.tr("duplicate") if message.dup else "",
            size_text(len(message.payload)),
            clock_text(message.received_at) if message.received_at else "",
        ]
        return " · ".join(part for part in parts if part)

    def _view_shown(self, reading: Reading) -> None:
        self.tools.show_reading(reading, anything=self.message is not None)

    # Building

    def _lay_out(self) -> None:
        payload = QWidget()
        column = QVBoxLayout(payload)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.tools)
        column.addWidget(self.views, 1)
        for page in (payload, self.facts, self.packet):
            self.tabs.addTab(page, "")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.topic)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.feedback)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _retranslate(self) -> None:
        self._nothing.setText(self.tr("Choose a message in the table to see all of it here."))
        self.topic.setAccessibleName(self.tr("Topic"))
        self.tabs.setTabText(PAYLOAD, self.tr("Payload"))
        self.tabs.setTabText(PROPERTIES, self.tr("Properties"))
        self.tabs.setTabText(PACKET, self.tr("Packet"))
        self.tabs.tabBar().setAccessibleName(self.tr("Parts of the message"))
        self.tabs.setAccessibleName(self.tr("Parts of the message"))
        self.facts.setAccessibleName(self.tr("Facts of the message"))


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
