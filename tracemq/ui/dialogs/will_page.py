"""Makes the Last Will page of the connection dialog: what the broker publishes when we are gone."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QStackedWidget

from tracemq.mqtt.types import QoS
from tracemq.profiles.profile import PayloadSource
from tracemq.ui.fields import Choice, FormPage, Note, beside, number_line
from tracemq.ui.inputs import PathLine
from tracemq.ui.line_edit import LineEdit
from tracemq.ui.pairs_editor import pairs_editor
from tracemq.ui.problem_text import problem_text
from tracemq.ui.theme import monospace
from tracemq.viewmodels.payload_input import PayloadKind
from tracemq.viewmodels.profile_form import Unused

from .profile_fields import ProfileFields

EDITOR_LINES = 5


class WillPage(FormPage):
    def __init__(self, fields: ProfileFields) -> None:
        super().__init__()
        self._fields = fields
        self.enabled = QCheckBox(self.tr("&Leave a last will with the broker"))
        fields.flag("will.enabled", self.enabled)
        row = self.check(self.enabled)
        row.hint(self.tr("The broker publishes it when this connection ends without a goodbye."))
        fields.row("will.enabled", row)
        self.topic = fields.text("will.topic", LineEdit())
        self.topic.setPlaceholderText("house/status")
        fields.row("will.topic", self.row(self.tr("Top&ic:"), self.topic))
        self._payload()
        self.qos = Choice(*((str(level.value), level) for level in QoS))
        fields.choice("will.qos", self.qos)
        fields.row("will.qos", self.row(self.tr("&QoS:"), self.qos))
        self.retain = fields.flag("will.retain", QCheckBox(self.tr("&Retain")))
        fields.row("will.retain", self.check(self.retain))
        self._properties()
        fields.refreshed.connect(self._show)

    def _payload(self) -> None:
        fields = self._fields
        self.source = Choice(
            (self.tr("Text"), PayloadSource.TEXT),
            ("JSON", PayloadSource.JSON),
            (self.tr("Hex"), PayloadSource.HEX),
            (self.tr("File"), PayloadSource.FILE),
        )
        fields.choice("will.source", self.source)
        fields.row("will.source", self.row(self.tr("Payload &as:"), self.source))
        self.payload = fields.editor("will.payload", QPlainTextEdit())
        self.payload.setFont(monospace())
        self.payload.setTabChangesFocus(True)
        self.payload.setFixedHeight(self.payload.fontMetrics().height() * EDITOR_LINES)
        self.file = fields.path("will.payload", PathLine(self.tr("Choose the file with the will's payload")))
        self.file.line.setAccessibleName(self.tr("File with the payload"))
        self._payload_places = QStackedWidget()
        self._payload_places.addWidget(self.payload)
        self._payload_places.addWidget(beside(self.file, stretch=0))
        fields.row("will.payload", self.tall_row(self.tr("&Payload:"), self._payload_places, self.payload))

    def _properties(self) -> None:
        fields = self._fields
        self.heading(self.tr("Properties"))
        self._note = Note()
        self.wide(self._note)
        self.delay = fields.number("will.delay_interval_s", number_line())
        line = beside(self.delay, self.tr("seconds after the connection is lost"))
        fields.row("will.delay_interval_s", self.row(self.tr("&Delay:"), line, self.delay))
        self.expiry = fields.number("will.message_expiry_interval_s", number_line())
        line = beside(self.expiry, self.tr("seconds"))
        fields.row("will.message_expiry_interval_s", self.row(self.tr("&Expires after:"), line, self.expiry))
        self.indicator = Choice((self.tr("Not said"), None), (self.tr("Bytes (0)"), 0), (self.tr("UTF-8 text (1)"), 1))
        fields.choice("will.payload_format_indicator", self.indicator)
        fields.row("will.payload_format_indicator", self.row(self.tr("Payload &format:"), self.indicator))
        self.content_type = fields.text("will.content_type", LineEdit())
        self.content_type.setPlaceholderText("application/json")
        fields.row("will.content_type", self.row(self.tr("Content t&ype:"), self.content_type))
        self.response_topic = fields.text("will.response_topic", LineEdit())
        fields.row("will.response_topic", self.row(self.tr("Response t&opic:"), self.response_topic))
        self.correlation = LineEdit()
        self.correlation_kind = Choice((self.tr("Text"), PayloadKind.TEXT), (self.tr("Hex"), PayloadKind.HEX))
        self.correlation_kind.setAccessibleName(self.tr("How the correlation data is written"))
        form = fields.form
        fields.bind(self.correlation, self._show_correlation, self.correlation.textEdited, form.type_correlation)
        fields.bind(
            self.correlation_kind,
            lambda: self.correlation_kind.choose(form.correlation_kind),
            self.correlation_kind.activated,
            lambda _: form.choose_correlation_kind(self.correlation_kind.value),
        )
        line = beside(self.correlation, self.correlation_kind, stretch=0)
        fields.row("will.correlation_data", self.row(self.tr("&Correlation data:"), line, self.correlation))
        self.pairs, self.table = pairs_editor(self.tr("User properties of the will"), self)
        fields.pairs("will.user_properties", self.pairs, self.table)
        self.table.setFixedHeight(150)
        fields.row("will.user_properties", self.tall_row(self.tr("&User properties:"), self.table, self.table.view))

    def _show(self) -> None:
        unused = self._fields.form.unused("will.content_type")
        self._note.say(problem_text(unused) if unused is Unused.NEEDS_MQTT_5 else "")
        is_file = self._fields.form.profile.will.source is PayloadSource.FILE
        self._payload_places.setCurrentIndex(1 if is_file else 0)
        height = self.file.sizeHint().height() if is_file else self.payload.height()
        self._payload_places.setFixedHeight(height)
        self.table.complain(self._fields.complaints_below("will.user_properties"))

    def _show_correlation(self) -> None:
        text = self._fields.form.correlation_text
        if self.correlation.text() != text:
            self.correlation.setText(text)
