"""Makes the Subscriptions page of the connection dialog: the filters that are asked for at each connect."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.problems import not_carried
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.ui.fields import FormPage, Note, Tone
from tracemq.ui.problem_text import complaint_text
from tracemq.ui.table_editor import TableEditor
from tracemq.viewmodels.rows import Column, Kind, RowsModel

from .profile_fields import ProfileFields


class SubscriptionsPage(FormPage):
    def __init__(self, fields: ProfileFields) -> None:
        super().__init__()
        self._fields = fields
        columns = [
            Column("filter", self.tr("Filter"), flag="enabled"),
            Column("qos", self.tr("QoS"), Kind.CHOICE),
            Column("no_local", self.tr("No Local"), Kind.FLAG, hint=self.tr("Do not send me what I publish myself")),
            Column(
                "retain_as_published",
                self.tr("Retain as published"),
                Kind.FLAG,
                hint=self.tr("Keep the retain flag as the publisher set it"),
            ),
            Column(
                "retain_handling",
                self.tr("Retained messages"),
                Kind.CHOICE,
                hint=self.tr("Whether the broker sends what it retains when the subscription is made"),
            ),
        ]
        self.model: RowsModel[SubscriptionSettings] = RowsModel(columns, lambda: SubscriptionSettings(filter=""), self)
        self.table = TableEditor(self.model, self.tr("Filters to subscribe to"))
        self.table.choices(1, {QoS(level): str(level) for level in (0, 1, 2)})
        self.table.choices(4, {0: self.tr("send"), 1: self.tr("send if new"), 2: self.tr("do not send")})
        text = self.tr("Each filter that is ticked is subscribed to when the connection is made.")
        introduction = QLabel(text)
        introduction.setWordWrap(True)
        self.wide(introduction)
        self.wide(self.table, stretch=1)
        self._general = Note()
        self.wide(self._general)
        fields.bind(
            self.table,
            lambda: self.model.show(fields.form.profile.subscriptions),
            self.model.edited,
            lambda: fields.form.put("subscriptions", tuple(self.model.rows)),
        )
        fields.refreshed.connect(self._show)
        self._show()
        self.table.widths(0)

    def _show(self) -> None:
        fields = self._fields
        self.model.show(fields.form.profile.subscriptions)
        absent = not_carried(fields.form.profile.version)
        self.model.disable(frozenset(name.removeprefix("subscriptions.") for name in absent))
        self.table.complain(fields.complaints_below("subscriptions"))
        complaint = fields.complaints.get("subscriptions")
        if complaint:
            self._general.say(complaint_text(complaint), Tone.BAD if complaint.serious else Tone.WARNING)
        elif fields.form.profile.version is not Version.V5:
            self._general.say(self.tr("The last three columns exist in MQTT 5.0 only; they are kept and not sent."))
        else:
            self._general.say("")
