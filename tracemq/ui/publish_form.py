"""Turns topic, payload, QoS, retain and properties as they are typed into publications, and shows what came of them."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Final

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from tracemq.mqtt.errors import MqttError
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import PacketType, QoS, Version
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.payload_input import PayloadKind, payload_bytes
from tracemq.viewmodels.publish_form import Publication, PublishDraft, PublishField

from .error_text import error_text
from .fields import Choice, Note, Tone
from .payload_editor import PayloadEditor
from .problem_text import complaint_text
from .publish_properties import PublishProperties
from .quantity_text import duration_text, size_text
from .reason_text import reason_text
from .theme import GAP, MARGIN

# The packet that settles a publication that went well.
_SETTLED_BY: Final = {
    QoS.AT_MOST_ONCE: PacketType.PUBLISH,
    QoS.AT_LEAST_ONCE: PacketType.PUBACK,
    QoS.EXACTLY_ONCE: PacketType.PUBCOMP,
}


class PublishForm(QWidget):
    """`publish_requested` has a Publication; say what comes of it with `follow`, `show_receipt` or `show_failure`."""

    publish_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.draft = PublishDraft()
        self._connected = True
        self._sent_at: dict[int, float] = {}  # by ticket, time.monotonic
        self._newest = 0
        self._touched = False
        self._complete: Callable[[str], list[str]] | None = None
        self._make_head()
        self.setFocusProxy(self.topic)
        self.payload = PayloadEditor()
        self.properties = PublishProperties()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._properties_note = Note()
        self._properties_note.setMargin(2)
        self._add_tabs()
        self.receipt = Note(stays=True)
        self.size_label = QLabel()
        self._lay_out()
        self.topic.textEdited.connect(self._topic_typed)
        self.qos.activated.connect(self._edited)
        self.retain.clicked.connect(self._edited)
        self.payload.edited.connect(self._payload_edited)
        self.properties.edited.connect(self._edited)
        self.publish_button.clicked.connect(self.publish)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.publish)
        self._retranslate()
        self._payload_edited()

    # What the window tells the form

    def set_topic(self, topic: str) -> None:
        """Put a topic in, as when one is chosen in the tree; everything else stays as it is."""
        self.topic.setText(topic)
        self._edited()

    def set_version(self, version: Version) -> None:
        """Which version the connection speaks: properties exist in MQTT 5.0 only."""
        self.draft.version = version
        self._edited()

    def set_connected(self, connected: bool) -> None:
        self._connected = connected
        self._edited()

    def complete_with(self, complete: Callable[[str], list[str]]) -> None:
        """Ask this for topics that begin with what is typed."""
        self._complete = complete

    async def follow(self, publication: Publication, receipt: Awaitable[ReasonCode]) -> None:
        """Wait for the broker's answer, and show it."""
        try:
            code = await receipt
        except MqttError as error:
            self.show_failure(publication, error)
        else:
            self.show_receipt(publication, code)

    def show_receipt(self, publication: Publication, code: ReasonCode) -> None:
        """Say the broker's answer in words, with the time that it took."""
        took = self._took(publication)
        packet = _SETTLED_BY[publication.qos]
        if code.failed and packet is PacketType.PUBCOMP:
            packet = PacketType.PUBREC
        meaning, advice = reason_text(code, packet)
        if code.failed:
            meaning = f"{meaning} {advice} (0x{code:02X})"
        tone = Tone.BAD if code.failed else Tone.WARNING if code is not ReasonCode.SUCCESS else Tone.GOOD
        self._tell(publication, f"{publication.topic}: {meaning} {took}".rstrip(), tone)

    def show_failure(self, publication: Publication, error: BaseException) -> None:
        self._took(publication)
        text = error_text(error)
        self._tell(publication, f"{publication.topic}: {text.title} {text.detail} {text.advice}", Tone.BAD)

    # What the user does

    def publish(self) -> None:
        """Ask for what stands in the form to be sent, or say what stands in the way."""
        self._take()
        if not self._connected:
            return
        made = self.draft.publication()
        if not isinstance(made, Publication):
            self._point_at(*made)
            return
        self._newest = made.ticket
        self._sent_at[made.ticket] = time.monotonic()
        self.receipt.say(self.tr("{topic}: sending…").format(topic=made.topic), Tone.BUSY)
        self.publish_requested.emit(made)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _make_head(self) -> None:
        self.topic = QLineEdit()
        self.topic.setPlaceholderText("house/kitchen/light")
        self.topic.setClearButtonEnabled(True)
        self._suggestions = QStringListModel(self)
        completer = QCompleter(self._suggestions, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self._edited)
        self.topic.setCompleter(completer)
        self.topic_note = Note()
        self._topic_label = QLabel()
        self._topic_label.setBuddy(self.topic)
        self.qos = Choice(*((str(level.value), level) for level in QoS))
        self._qos_label = QLabel()
        self._qos_label.setBuddy(self.qos)
        self.retain = QCheckBox()
        self.publish_button = QPushButton()
        self.publish_button.setDefault(True)  # outside of a dialog this is its looks alone

    def _add_tabs(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, GAP, 0, 0)
        column.addWidget(self.payload)
        self.tabs.addTab(page, "")
        self._kind_label = QLabel()
        self._kind_label.setBuddy(self.payload.kind)
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(GAP)
        row.addWidget(self.payload.format_button)
        row.addWidget(self._kind_label)
        row.addWidget(self.payload.kind)
        self.tabs.setCornerWidget(corner)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._properties_note)
        column.addWidget(self.properties, 1)
        self.tabs.addTab(page, "")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        for widget, stretch in (
            (self._topic_label, 0),
            (self.topic, 1),
            (self._qos_label, 0),
            (self.qos, 0),
            (self.retain, 0),
            (self.publish_button, 0),
        ):
            head.addWidget(widget, stretch)
        foot = QHBoxLayout()
        foot.setSpacing(2 * GAP)
        foot.addWidget(self.receipt, 1)
        foot.addWidget(self.size_label)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.topic_note)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)

    def _retranslate(self) -> None:
        self._topic_label.setText(self.tr("&Topic:"))
        self.topic.setAccessibleName(self.tr("Topic"))
        self._qos_label.setText(self.tr("&QoS:"))
        self.qos.setAccessibleName(self.tr("QoS"))
        self._kind_label.setText(self.tr("Pa&yload as:"))
        self.retain.setText(self.tr("&Retain"))
        self.retain.setToolTip(self.tr("The broker keeps the message for those who subscribe later"))
        self.publish_button.setText(self.tr("Publish"))
        self.publish_button.setToolTip(self.tr("Publish (Ctrl+Enter)"))
        self.tabs.tabBar().setAccessibleName(self.tr("Parts of the message"))
        self.tabs.setAccessibleName(self.tr("Parts of the message"))
        self.tabs.setTabText(0, self.tr("Payload"))
        self._edited()

    def _take(self) -> None:
        draft = self.draft
        draft.topic = self.topic.text()
        draft.qos = self.qos.value
        draft.retain = self.retain.isChecked()
        draft.kind = self.payload.kind.value
        if draft.kind is PayloadKind.FILE:
            draft.file = self.payload.source
        else:
            draft.text = self.payload.source
        self.properties.take(draft)

    def _topic_typed(self, text: str) -> None:
        self._touched = True
        self._suggestions.setStringList(self._complete(text) if self._complete is not None else [])
        self._edited()

    def _edited(self) -> None:
        """Something other than the payload was typed."""
        draft = self.draft
        draft.topic, draft.qos, draft.retain = self.topic.text(), self.qos.value, self.retain.isChecked()
        self.properties.take(draft)
        complaints = draft.complaints()
        # an empty topic is no fault before anybody has typed one or tried to publish
        self._say_topic(complaints.get(PublishField.TOPIC) if draft.topic or self._touched else None)
        self.properties.complain(complaints)
        self.properties.setEnabled(draft.has_properties)
        self._properties_note.say(
            "" if draft.has_properties else self.tr("Properties exist in MQTT 5.0 only; they are kept and not sent.")
        )
        count = draft.properties_set
        text = self.tr("Properties ({count})").format(count=count) if count else self.tr("Properties")
        self.tabs.setTabText(1, text)
        self.publish_button.setEnabled(self._connected)
        self.publish_button.setToolTip(
            self.tr("Publish (Ctrl+Enter)") if self._connected else self.tr("Connect before publishing")
        )

    def _payload_edited(self) -> None:
        self._take()
        complaint = self.draft.payload_complaint()
        self.payload.complain(complaint)
        size = "" if self.draft.kind is PayloadKind.FILE else self._typed_size()
        self.size_label.setText(size)
        self._edited()

    def _typed_size(self) -> str:
        data = payload_bytes(self.draft.kind, self.draft.text)
        return "" if isinstance(data, Complaint) else size_text(len(data))

    def _say_topic(self, complaint: Complaint | None) -> None:
        tone = Tone.PLAIN if complaint is None else Tone.BAD if complaint.serious else Tone.WARNING
        self.topic_note.say(complaint_text(complaint) if complaint else "", tone)
        self.topic.setAccessibleDescription(self.topic_note.text())

    def _point_at(self, place: PublishField, complaint: Complaint) -> None:
        """Show the field that stands in the way."""
        self.receipt.say(self.tr("Not sent: {reason}").format(reason=complaint_text(complaint)), Tone.BAD)
        if place is PublishField.TOPIC:
            self._touched = True
            self._say_topic(complaint)
            self.topic.setFocus()
        elif place is PublishField.PAYLOAD:
            self.tabs.setCurrentIndex(0)
            self.payload.complain(complaint)
            self.payload.text.setFocus()
        else:
            self.tabs.setCurrentIndex(1)
            row = self.properties.rows.get(place)
            (row.inputs[0] if row else self.properties.table.view).setFocus()

    def _took(self, publication: Publication) -> str:
        sent_at = self._sent_at.pop(publication.ticket, None)
        return "" if sent_at is None else f"({duration_text(time.monotonic() - sent_at)})"

    def _tell(self, publication: Publication, text: str, tone: Tone) -> None:
        """Only the newest publication has the line, unless an older one failed."""
        if publication.ticket == self._newest or tone is Tone.BAD:
            self.receipt.say(text, tone)
