"""Makes the Reconnect page of the connection dialog: what happens when the connection is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from tracemq.ui.fields import FormPage, beside, number_line

from .profile_fields import ProfileFields


class ReconnectPage(FormPage):
    def __init__(self, fields: ProfileFields) -> None:
        super().__init__()
        self.enabled = fields.flag("reconnect.enabled", QCheckBox(self.tr("&Reconnect when the connection is lost")))
        fields.row("reconnect.enabled", self.check(self.enabled))
        self.first_delay = fields.number("reconnect.first_delay_s", number_line())
        line = beside(self.first_delay, self.tr("seconds, then after twice as long, and so on"))
        fields.row("reconnect.first_delay_s", self.row(self.tr("&First after:"), line, self.first_delay))
        self.max_delay = fields.number("reconnect.max_delay_s", number_line())
        line = beside(self.max_delay, self.tr("seconds at most"))
        fields.row("reconnect.max_delay_s", self.row(self.tr("&Longest wait:"), line, self.max_delay))
        self.attempts = fields.number("reconnect.attempts", number_line())
        line = beside(self.attempts, self.tr("attempts (0: never)"))
        fields.row("reconnect.attempts", self.row(self.tr("&Give up after:"), line, self.attempts))
