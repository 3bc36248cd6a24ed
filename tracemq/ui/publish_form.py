"""Turns topic, payload, QoS, retain and properties as they are typed into publications, and shows what came of them."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from tracemq.mqtt.errors import MqttError
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.receipts import Receipt
from tracemq.mqtt.types import Version
from tracemq.payloads.tree import finish
from tracemq.profiles.message_record import EMPTY, MessageRecord
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.payload_input import PayloadKind
from tracemq.viewmodels.publish_form import (
    PayloadVerdict,
    Publication,
    PublishDraft,
    PublishField,
    PublishProblem,
    unfit_field,
)
from tracemq.viewmodels.recipe import Made, Recipe
from tracemq.viewmodels.slices import Slices
from tracemq.workspace.repeats import UnfitMessage
from tracemq.workspace.shelf import Shelf, reads
from tracemq.workspace.variable_stream import Stream
from tracemq.workspace.variables import Template, VariableProblem, escaped

from .barred_bar import BarredBar
from .fields import Note, Tone
from .problem_text import complaint_text
from .publish_head import PublishHead
from .publish_preview import PublishPreview
from .publish_properties import PublishProperties
from .publish_tabs import PAYLOAD, PROPERTIES, PublishTabs
from .quantity_text import size_text
from .receipt_line import ReceiptLine
from .theme import GAP, MARGIN

JUDGED_AT_ONCE, ONE_STEP_S = 20_000, 1e-6  # characters of a payload; of a longer one a step in each turn
_BARRED: Final = {VariableProblem.ENVIRONMENT_BARRED, PublishProblem.FILE_BARRED}  # said above the payload


class PublishForm(QWidget):
    """The signals say what is wanted; say what comes of it with `follow`, `show_receipt` or `show_failure`."""

    publish_requested = Signal(object, object)  # Publication, and the SentMessage to remember
    request_requested = Signal(object, object)  # the same, with an answer to wait for
    repeat_requested = Signal(object, object)  # Recipe, and the MessageRecord that it is made from
    save_requested = Signal(object)  # MessageRecord
    variables_asked = Signal()
    dock_asked = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, *, shelf: Shelf | None = None, stream: Stream | None = None
    ) -> None:
        super().__init__(parent)
        self.draft = PublishDraft()
        self._shelf = shelf or Shelf()
        self._stream = stream or Stream()
        self._connected, self._touched, self._judging = True, False, Slices(self, slice_s=ONE_STEP_S)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.set_known()
        self._payload_edited()

    def _make_parts(self) -> None:
        self.head = PublishHead(self)
        self.topic, self.qos, self.retain = self.head.topic, self.head.qos, self.head.retain
        self.publish_button = self.head.publish_button
        self.setFocusProxy(self.topic)
        self.topic_note, self.barred = Note(self), BarredBar(self)
        self.tabs = PublishTabs(self._make_properties, lambda parent: PublishPreview(self._preview, parent), self)
        self.variables, self.payload = self.tabs.variables, self.tabs.payload
        self.receipt = ReceiptLine(self)
        self.show_receipt, self.show_failure = self.receipt.show_receipt, self.receipt.show_failure
        self.size_label = QLabel(self)
        self._last_text: QWidget = self.payload.text  # where a variable is put in

    @property
    def properties(self) -> PublishProperties:
        return self.tabs.properties()

    @property
    def preview(self) -> PublishPreview:
        return self.tabs.preview()

    def _make_properties(self, parent: QWidget) -> PublishProperties:
        """They show what the draft has, which may come from a message that was kept."""
        properties = PublishProperties(parent)
        properties.show_draft(self.draft)
        properties.complain(self.draft.complaints())
        properties.edited.connect(self._edited)
        return properties

    def _connect(self) -> None:
        self.head.typed.connect(self._topic_typed)
        self.head.edited.connect(self._edited)
        self.head.asked.connect(self._asked)
        self.head.dock_asked.connect(self.dock_asked)
        self.payload.edited.connect(self._payload_edited)
        self.payload.check_asked.connect(self._check)
        self.publish_button.clicked.connect(self.publish)
        self.barred.allowed.connect(self._allow)
        self.variables.chosen.connect(self._put_variable)
        self.variables.toggled_use.connect(self._payload_edited)
        self.variables.own_asked.connect(self.variables_asked)
        self.variables.reset_asked.connect(self._reset_stream)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.publish)
        self.addActions(list(self.head.actions_by_name.values()))  # their keys work in the whole form
        for text in (self.topic, self.payload.text):
            text.installEventFilter(self)

    @property
    def busy(self) -> bool:
        """Whether the payload is being judged."""
        return self._judging.busy or self.payload.busy

    @property
    def title_actions(self) -> list[QAction]:
        """What stands in the title of the form's dock."""
        return self.head.dock_actions

    # What the window tells the form

    def set_topic(self, topic: str) -> None:
        """Put a topic in, as when one is chosen in the tree; everything else stays as it is.

        What looks like a variable in it is none: the topic comes from somebody else.
        """
        self.topic.setText(self._escaped(topic))
        self._edited()

    def set_version(self, version: Version) -> None:
        """Which version the connection speaks: properties exist in MQTT 5.0 only."""
        self.draft.version = version
        self._edited()

    def set_connected(self, connected: bool) -> None:
        self._connected = connected
        self._edited()

    def set_known(self) -> None:
        """Take over what variables stand for now."""
        self.draft.known = self._shelf.known(barred=self.draft.barred)
        self.variables.show_own(self._shelf.settings.variables)

    def known_changed(self) -> None:
        """The user's own variables are others now."""
        self.set_known()
        self._payload_edited()

    def complete_with(self, complete: Callable[[str], list[str]]) -> None:
        """Ask this for topics that begin with what is typed."""
        self.head.complete_with(lambda typed: [self._escaped(topic) for topic in complete(self._unescaped(typed))])

    def _escaped(self, topic: str) -> str:
        return escaped(topic) if self.variables.wanted.isChecked() else topic

    def _unescaped(self, typed: str) -> str:
        return typed.replace("{{{{", "{{") if self.variables.wanted.isChecked() else typed

    def show_record(self, record: MessageRecord, *, barred: bool = False, note: str = "") -> None:
        """Fill the form with a message that was kept; `note` says what it lacks."""
        draft = self.draft
        draft.take(record)
        draft.barred = barred
        self._touched = bool(record.topic)
        self.topic.setText(draft.topic)
        self.topic.setCursorPosition(0)
        self.qos.choose(draft.qos)
        self.retain.setChecked(draft.retain)
        self.variables.wanted.setChecked(draft.variables)
        if self.tabs.properties.made is not None:
            self.properties.show_draft(draft)
        self.set_known()
        self.payload.put(draft.kind, draft.payload_source)
        self.receipt.say(note, Tone.WARNING if note else Tone.PLAIN)

    async def follow(
        self,
        publication: Publication,
        receipt: Awaitable[ReasonCode],
        settled: Callable[[float, ReasonCode | MqttError], object] = lambda _took_s, _outcome: None,
    ) -> None:
        """Wait for the broker's answer, and show it; `settled` is called with it and the seconds that it took."""
        began = time.monotonic()
        try:
            code = await receipt
        except MqttError as error:
            self.show_failure(publication, error)
            settled(time.monotonic() - began, error)
        else:
            words = receipt.properties.reason_string if isinstance(receipt, Receipt) else None
            self.show_receipt(publication, code, words)
            settled(time.monotonic() - began, code)

    # What the user does

    def publish(self) -> None:
        """Ask for what stands in the form to be sent, or say what stands in the way."""
        if (made := self._make()) is not None:
            self.receipt.sending(made.publication)
            self.publish_requested.emit(made.publication, self.draft.sent(made, time.time()))
            self.tabs.message_made()

    def request(self) -> None:
        """Ask for it to be sent as a request."""
        if (made := self._make()) is not None:
            self.receipt.say("")
            self.request_requested.emit(made.publication, self.draft.sent(made, time.time()))
            self.tabs.message_made()

    def repeat(self) -> None:
        """Ask for it to be sent again and again."""
        self._take()
        recipe = self.draft.recipe()
        if not isinstance(recipe, Recipe):
            self._point_at(*recipe)
        elif not isinstance(made := self._preview(), Made):
            self._point_at(*made)
        else:
            self.repeat_requested.emit(recipe, self.draft.record())

    def clear(self) -> None:
        """Begin with an empty form."""
        self.show_record(EMPTY)
        self.topic.setFocus()

    def _asked(self, name: str) -> None:
        if name == "save":
            self._take()
            self.save_requested.emit(self.draft.record())
        else:
            {"repeat": self.repeat, "request": self.request, "clear": self.clear}[name]()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._last_text = watched
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._payload_edited()

    # Building

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(2 * GAP)
        foot.addWidget(self.receipt, 1)
        foot.addWidget(self.size_label)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.setSpacing(GAP - 2)
        column.addWidget(self.head)
        column.addWidget(self.topic_note)
        column.addWidget(self.barred)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)

    # Between the fields and the draft

    def _take(self) -> None:
        draft = self.draft
        draft.kind = self.payload.kind.value
        if draft.kind is PayloadKind.FILE:
            draft.file = self.payload.source
        else:
            draft.text = self.payload.source
        self._take_fields()

    def _take_fields(self) -> None:
        draft = self.draft
        draft.topic = self.topic.text()
        draft.qos = self.qos.value
        draft.retain = self.retain.isChecked()
        draft.variables = self.variables.wanted.isChecked()
        if self.tabs.properties.made is not None:
            self.properties.take(draft)

    def _make(self) -> Made | None:
        """The next message; None after saying what stands in its way."""
        self._take()
        if not self._connected:
            return None
        made = self.draft.made(self._stream)
        if isinstance(made, Made):
            return made
        self._point_at(*made)
        return None

    def _preview(self) -> Made | tuple[PublishField, Complaint]:
        self._take()
        recipe = self.draft.recipe(read_file=False)  # it may be long, and is asked for often
        if not isinstance(recipe, Recipe):
            return recipe
        if self.tabs.preview.made is not None:
            self.preview.moves = not (recipe.topic.fixed and recipe.payload.fixed)
            self.preview.of_file, self.preview.properties = recipe.file is not None, self.draft.properties_set
        try:
            return recipe.at(self._stream.begin())
        except UnfitMessage as unfit:
            return unfit_field(unfit)

    def _topic_typed(self) -> None:
        self._touched = True
        self._edited()

    def _edited(self) -> None:
        """Something other than the payload was typed."""
        draft = self.draft
        self._take_fields()
        complaints = draft.complaints()
        # an empty topic is no fault before anybody has typed one or tried to publish
        self._say_topic(complaints.get(PublishField.TOPIC) if draft.topic or self._touched else None)
        if self.tabs.properties.made is not None:
            self.properties.complain(complaints)
        self.tabs.show_properties(draft.properties_set, enabled=draft.has_properties)
        self.head.set_connected(self._connected)
        self.barred.show_names(reads(draft.record()) if draft.barred else ())
        self.tabs.refresh_preview()

    def _payload_edited(self) -> None:
        self._take()
        self.payload.text.mark_variables(self.draft.variables)
        verdict = self.draft.verdict_steps(self._stream.begin())
        if len(self.draft.payload_source) <= JUDGED_AT_ONCE:
            self._judging.cancel()
            self._judged(finish(verdict))
        else:
            self._judging.run(verdict, self._judged)
        self._edited()

    def _judged(self, verdict: PayloadVerdict) -> None:
        complaint = verdict.complaint
        self.payload.complain(None if complaint is not None and complaint.problem in _BARRED else complaint)
        if complaint is None:
            self.payload.check(verdict.text, asked=False)
        self.size_label.setText("" if verdict.size is None else size_text(verdict.size))

    def _check(self) -> None:
        self._take()
        made = self.draft.payload_template()
        self.payload.check(made.expand(self._stream.begin()) if isinstance(made, Template) else None)

    def _put_variable(self, text: str) -> None:
        if isinstance(self._last_text, QLineEdit):
            self._last_text.insert(text)
            self._topic_typed()
        else:
            self.payload.text.insert(text)
        self._last_text.setFocus()

    def _reset_stream(self) -> None:
        self._stream.reset()
        self._payload_edited()

    def _allow(self) -> None:
        self.draft.barred = False
        try:
            self._shelf.allow(self.draft.record())
        except OSError as error:
            self.receipt.say(error.strerror or str(error), Tone.WARNING)
        self.known_changed()

    # What is said

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
            self.tabs.setCurrentIndex(PAYLOAD)
            self.payload.complain(None if complaint.problem in _BARRED else complaint)
            self.payload.text.setFocus()
        else:
            self.tabs.setCurrentIndex(PROPERTIES)
            row = self.properties.rows.get(place)
            (row.inputs[0] if row else self.properties.table.view).setFocus()
