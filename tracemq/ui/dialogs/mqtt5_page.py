"""Makes the MQTT 5 page of the connection dialog: the properties that CONNECT carries."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from tracemq.ui.fields import FormPage, Note, beside, number_line
from tracemq.ui.pairs_editor import pairs_editor
from tracemq.ui.problem_text import problem_text

from .profile_fields import ProfileFields


class Mqtt5Page(FormPage):
    def __init__(self, fields: ProfileFields) -> None:
        super().__init__()
        self._fields = fields
        self._note = Note()
        self.wide(self._note)
        rows = (
            ("session_expiry_interval_s", self.tr("Session e&xpiry:"), self.tr("seconds (empty: with the connection)")),
            ("receive_maximum", self.tr("&Receive maximum:"), self.tr("unconfirmed messages (empty: 65,535)")),
            ("maximum_packet_size", self.tr("&Maximum packet size:"), self.tr("bytes (empty: no limit)")),
            ("topic_alias_maximum", self.tr("Topic &alias maximum:"), self.tr("aliases (empty: none)")),
        )
        for name, label, unit in rows:
            path = f"mqtt5.{name}"
            line = fields.number(path, number_line())
            fields.row(path, self.row(label, beside(line, unit), line))
        self.response = QCheckBox(self.tr("Ask for response &information"))
        fields.flag("mqtt5.request_response_information", self.response)
        fields.row("mqtt5.request_response_information", self.check(self.response))
        self.problem = QCheckBox(self.tr("Ask for reasons when something &fails"))
        fields.flag("mqtt5.request_problem_information", self.problem)
        fields.row("mqtt5.request_problem_information", self.check(self.problem))
        self.pairs, self.table = pairs_editor(self.tr("User properties of the connection"), self)
        fields.pairs("mqtt5.user_properties", self.pairs, self.table)
        fields.row("mqtt5.user_properties", self.tall_row(self.tr("&User properties:"), self.table, self.table.view))
        fields.refreshed.connect(self._show)

    def _show(self) -> None:
        self.table.complain(self._fields.complaints_below("mqtt5.user_properties"))
        unused = self._fields.form.unused("mqtt5.receive_maximum")
        self._note.say(problem_text(unused) if unused else "")
