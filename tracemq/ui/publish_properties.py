"""Makes the rows for the properties that MQTT 5.0 lets a publication carry (section 3.3.2.3)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from tracemq.profiles.message_record import BytesKind
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.publish_form import PublishDraft, PublishField
from tracemq.viewmodels.rows import Pair

from .fields import Choice, FormPage, Row, beside, number_line
from .line_edit import LineEdit
from .pairs_editor import pairs_editor
from .theme import GAP


class PublishProperties(QWidget):
    """`edited` comes with each keystroke; `take` and `show_draft` move the values."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        page = FormPage(self, framed=False)
        self.content_type = LineEdit()
        self.content_type.setPlaceholderText("application/json")
        self.response_topic = LineEdit()
        self.correlation = LineEdit()
        self.correlation_kind = Choice(("", BytesKind.TEXT), ("", BytesKind.HEX), ("", BytesKind.BASE64))
        self.expiry = number_line()
        self.alias = number_line()
        self.is_text = QCheckBox()
        self._seconds = QLabel()
        correlation = beside(self.correlation, self.correlation_kind, stretch=0)
        expiry = beside(self.expiry, self._seconds)
        self.rows: dict[PublishField, Row] = {
            PublishField.CONTENT_TYPE: page.row("", self.content_type),
            PublishField.RESPONSE_TOPIC: page.row("", self.response_topic),
            PublishField.CORRELATION_DATA: page.row("", correlation, self.correlation),
            PublishField.MESSAGE_EXPIRY: page.row("", expiry, self.expiry),
            PublishField.TOPIC_ALIAS: page.row("", beside(self.alias), self.alias),
        }
        page.check(self.is_text)
        self.pairs, self.table = pairs_editor("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GAP)
        row.addWidget(page, 3)
        row.addWidget(self.table, 2)
        for line in (self.content_type, self.response_topic, self.correlation, self.expiry, self.alias):
            line.textEdited.connect(self.edited)
        self.correlation_kind.activated.connect(self.edited)
        self.is_text.clicked.connect(self.edited)
        self.pairs.edited.connect(self.edited)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        for place, text in (
            (PublishField.CONTENT_TYPE, self.tr("Co&ntent type:")),
            (PublishField.RESPONSE_TOPIC, self.tr("R&esponse topic:")),
            (PublishField.CORRELATION_DATA, self.tr("Correlation &data:")),
            (PublishField.MESSAGE_EXPIRY, self.tr("Expires &after:")),
            (PublishField.TOPIC_ALIAS, self.tr("Topic a&lias:")),
        ):
            self.rows[place].rename(text)
        self._seconds.setText(self.tr("seconds"))
        self.is_text.setText(self.tr("Mark the payload as UTF-8 te&xt"))
        self.correlation_kind.setItemText(0, self.tr("Text"))
        self.correlation_kind.setItemText(1, self.tr("Hex"))
        self.correlation_kind.setItemText(2, self.tr("Base64"))
        self.correlation_kind.setAccessibleName(self.tr("How the correlation data is written"))
        self.table.view.setAccessibleName(self.tr("User properties"))

    def take(self, draft: PublishDraft) -> None:
        """Copy what was typed into the draft."""
        draft.content_type = self.content_type.text()
        draft.response_topic = self.response_topic.text()
        draft.correlation_kind = self.correlation_kind.value
        draft.correlation = self.correlation.text()
        draft.message_expiry = self.expiry.text()
        draft.topic_alias = self.alias.text()
        draft.payload_is_text = self.is_text.isChecked()
        draft.user_properties = tuple((pair.name, pair.value) for pair in self.pairs.rows)

    def show_draft(self, draft: PublishDraft) -> None:
        self.content_type.setText(draft.content_type)
        self.response_topic.setText(draft.response_topic)
        self.correlation_kind.choose(draft.correlation_kind)
        self.correlation.setText(draft.correlation)
        self.expiry.setText(draft.message_expiry)
        self.alias.setText(draft.topic_alias)
        self.is_text.setChecked(draft.payload_is_text)
        self.pairs.show([Pair(*pair) for pair in draft.user_properties])

    def complain(self, complaints: dict[PublishField, Complaint]) -> None:
        for place, row in self.rows.items():
            row.complain(complaints.get(place))
        pairs = complaints.get(PublishField.USER_PROPERTIES)
        self.table.complain({(0, ""): pairs} if pairs else {})
