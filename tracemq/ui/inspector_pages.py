"""The pages of one message: its payload in the view that suits it, its facts and its packet, each made when seen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from tracemq.mqtt.batch import Message
from tracemq.payloads.text import visible_line
from tracemq.viewmodels.inspected import Inspected
from tracemq.viewmodels.payload_reader import Reading

from .fields import Note
from .inspector_actions import InspectorActions
from .inspector_facts import FactsView, MessageFacts
from .inspector_tools import InspectorTools
from .later import Later, keep_tab_order
from .line_edit import LineEdit
from .packet_view import PacketView
from .payload_views import PayloadViews
from .quantity_text import clock_text, size_text
from .theme import GAP, MARGIN

NO_FACTS: Final = MessageFacts()
SHOWN_CHARS: Final = 2000  # of a topic in its line; the whole one is copied
PAYLOAD, PROPERTIES, PACKET = range(3)


class InspectorPages(QWidget):
    """`show_message` fills the page in sight; `problem` has what could not be done."""

    problem = Signal(object)  # an exception

    def __init__(self, inspected: Inspected, parent: QWidget) -> None:
        super().__init__(parent)
        self._inspected = inspected
        self._message: Message | None = None
        self._facts = NO_FACTS
        self._stale: set[int] = set()
        self.topic = LineEdit(parent=self)
        self.topic.setReadOnly(True)
        self.summary = QLabel(self)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.summary.setWordWrap(True)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self._pages = [self._page() for _ in range(3)]  # in the tabs, before anything is in them
        self.feedback = Note(self)
        self.actions_on_message = InspectorActions(self.feedback, self)
        self.actions_on_message.target = lambda: inspected.target
        self.views = PayloadViews(self._pages[PAYLOAD])
        self.views.rules = inspected.bindings.rules(inspected.profile)
        self.views.told = inspected.told
        self.tools = InspectorTools(self.views, self.actions_on_message, self._pages[PAYLOAD])
        self._facts_view, self._packet = Later(self._make_facts), Later(self._make_packet)
        self._lay_out()
        self.views.shown.connect(self._view_shown)
        self.actions_on_message.problem.connect(self.problem)
        inspected.bindings.changed.connect(self.views.read_again)
        self.tabs.currentChanged.connect(self._fill)
        self._retranslate()

    @property
    def facts(self) -> FactsView:
        return self._facts_view()

    @property
    def packet(self) -> PacketView:
        return self._packet()

    def show_message(self, message: Message | None, facts: MessageFacts) -> None:
        """Show a message; None lets go of the one before."""
        self._message, self._facts = message, facts
        self.actions_on_message.message, self.actions_on_message.version = message, facts.version
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

    def begin_search(self) -> None:
        """Look for something in the payload."""
        self.tabs.setCurrentIndex(PAYLOAD)
        self.views.begin_search()

    def _fill(self) -> None:
        """Fill the page in sight, if it shows another message still."""
        page = self.tabs.currentIndex()
        if page not in self._stale:
            return
        self._stale.discard(page)
        if page == PAYLOAD:
            self.views.show_message(self._message, self._facts.seq)
        elif page == PROPERTIES:
            self.facts.show_facts(self._message, self._facts)
        else:
            self._fill_packet()

    def _fill_packet(self) -> None:
        facts = self._facts
        if self._message is None:
            return
        if facts.packet is None or facts.version is None:
            self.packet.say_why_not(self.tr("There are no bytes of a packet for this message."))
            return
        try:
            packet = facts.packet()
        except IndexError:
            self.packet.say_why_not(self.tr("The row has left the table meanwhile, and its bytes with it."))
            return
        self.packet.show_packet(packet, facts.version, self._message.topic, facts.filters_of)

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
        self.tools.show_reading(reading, anything=self._message is not None)

    # Building

    def _page(self) -> QWidget:
        page = QWidget()
        self.tabs.addTab(page, "")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        return page

    def _make_facts(self) -> FactsView:
        facts = FactsView(self._pages[PROPERTIES])
        facts.setAccessibleName(self.tr("Facts of the message"))
        self._put(facts, PROPERTIES)
        return facts

    def _make_packet(self) -> PacketView:
        packet = PacketView(self._pages[PACKET])
        self._put(packet, PACKET)
        return packet

    def _put(self, view: QWidget, page: int) -> None:
        column = self._pages[page].layout()
        if column is not None:
            column.addWidget(view)
        keep_tab_order(self._pages[page], view)
        view.show()  # the layout would do it a turn of the event loop later

    def _lay_out(self) -> None:
        payload: QVBoxLayout = self._pages[PAYLOAD].layout()  # type: ignore[assignment]  # see `_page`
        payload.addWidget(self.tools)
        payload.addWidget(self.views, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.topic)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.feedback)
        self.tools.lower()  # to be the first of the page for Tab as well, although they need the views

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.topic.setAccessibleName(self.tr("Topic"))
        self.tabs.setTabText(PAYLOAD, self.tr("Payload"))
        self.tabs.setTabText(PROPERTIES, self.tr("Properties"))
        self.tabs.setTabText(PACKET, self.tr("Packet"))
        self.tabs.tabBar().setAccessibleName(self.tr("Parts of the message"))
        self.tabs.setAccessibleName(self.tr("Parts of the message"))
        if self._facts_view.made is not None:
            self.facts.setAccessibleName(self.tr("Facts of the message"))
