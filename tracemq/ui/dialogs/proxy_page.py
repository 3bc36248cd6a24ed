"""Makes the Proxy page of the connection dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from tracemq.profiles.profile import ProxyKind
from tracemq.profiles.secrets import SecretKind
from tracemq.ui.fields import Choice, FormPage, beside, number_line
from tracemq.ui.inputs import PasswordLine
from tracemq.ui.line_edit import LineEdit

from .profile_fields import ProfileFields


class ProxyPage(FormPage):
    def __init__(self, fields: ProfileFields) -> None:
        super().__init__()
        self._fields = fields
        self.kind = Choice(
            (self.tr("None"), ProxyKind.NONE),
            (self.tr("As the system has it"), ProxyKind.SYSTEM),
            ("SOCKS5", ProxyKind.SOCKS5),
            (self.tr("HTTP (CONNECT)"), ProxyKind.HTTP),
        )
        fields.choice("proxy.kind", self.kind)
        fields.row("proxy.kind", self.row(self.tr("&Proxy:"), self.kind))
        self.host = fields.text("proxy.host", LineEdit())
        self.host.setPlaceholderText("proxy.example")
        fields.row("proxy.host", self.row(self.tr("&Host:"), self.host))
        self.port = fields.number("proxy.port", number_line())
        fields.row("proxy.port", self.row(self.tr("P&ort:"), beside(self.port), self.port))
        self.username = fields.text("proxy.username", LineEdit())
        fields.row("proxy.username", self.row(self.tr("&User name:"), self.username))
        password = PasswordLine()
        self.password = fields.secret(SecretKind.PROXY_PASSWORD, password.line)
        fields.row("proxy.password", self.row(self.tr("Pass&word:"), password, password.line))
        self.remote_dns = QCheckBox(self.tr("The proxy &looks up the broker's name"))
        fields.flag("proxy.remote_dns", self.remote_dns)
        fields.row("proxy.remote_dns", self.check(self.remote_dns))
        fields.refreshed.connect(self._show)

    def _show(self) -> None:
        default = self._fields.form.default_number("proxy.port")
        self.port.setPlaceholderText(str(default or ""))
