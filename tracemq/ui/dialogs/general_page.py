"""Makes the General page of the connection dialog: where the broker is, how to greet it, and when it is lost."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QPushButton

from tracemq.mqtt.types import Version
from tracemq.profiles.profile import Scheme
from tracemq.ui.fields import Choice, FormPage, beside, number_line
from tracemq.ui.icons import set_icon
from tracemq.ui.line_edit import LineEdit
from tracemq.viewmodels.profile_form import URL

from .profile_fields import ProfileFields


class GeneralPage(FormPage):
    def __init__(self, fields: ProfileFields) -> None:
        super().__init__()
        self._fields = fields
        self._name()
        self._address()
        self._greeting()
        self._reconnect()
        fields.refreshed.connect(self._show)

    def _name(self) -> None:
        fields = self._fields
        self.name = fields.text("name", LineEdit())
        fields.row("name", self.row(self.tr("Na&me:"), self.name))
        self.url = LineEdit()
        fields.bind(self.url, self._show_url, self.url.textEdited, fields.form.type_url)
        self.url.editingFinished.connect(self._leave_url)
        row = self.row(self.tr("&Address:"), self.url)
        row.hint(self.tr("Paste an address here, or fill in the fields below: each follows the other."))
        fields.row(URL, row)

    def _address(self) -> None:
        fields = self._fields
        self.heading(self.tr("Broker"))
        self.scheme = Choice(
            (self.tr("mqtt: TCP"), Scheme.MQTT),
            (self.tr("mqtts: TCP with TLS"), Scheme.MQTTS),
            (self.tr("ws: WebSocket"), Scheme.WS),
            (self.tr("wss: WebSocket with TLS"), Scheme.WSS),
            (self.tr("unix: socket on this computer"), Scheme.UNIX),
        )
        fields.choice("scheme", self.scheme)
        fields.row("scheme", self.row(self.tr("Schem&e:"), self.scheme))
        self.host = fields.text("host", LineEdit())
        self.host.setPlaceholderText("broker.example")
        fields.row("host", self.row(self.tr("&Host:"), self.host))
        self.port = fields.number("port", number_line())
        fields.row("port", self.row(self.tr("&Port:"), beside(self.port), self.port))
        self.socket = fields.text("socket_path", LineEdit())
        self.socket.setPlaceholderText("/run/mosquitto/mqtt.sock")
        fields.row("socket_path", self.row(self.tr("Socket fi&le:"), self.socket))

    def _greeting(self) -> None:
        fields = self._fields
        self.heading(self.tr("Session"))
        self.version = Choice(("MQTT 5.0", Version.V5), ("MQTT 3.1.1", Version.V311), ("MQTT 3.1", Version.V31))
        fields.choice("version", self.version)
        fields.row("version", self.row(self.tr("&Version:"), self.version))
        self.client_id = fields.text("client_id", LineEdit())
        self.regenerate = QPushButton(self.tr("Regenerate"))
        set_icon(self.regenerate, "reconnect")
        self.regenerate.setAutoDefault(False)
        self.regenerate.setToolTip(self.tr("Make a new random client id"))
        self.regenerate.clicked.connect(self._regenerate)
        line = beside(self.client_id, self.regenerate, stretch=0)
        fields.row("client_id", self.row(self.tr("Client &id:"), line, self.client_id))
        self.clean_start = fields.flag("clean_start", QCheckBox())
        fields.row("clean_start", self.check(self.clean_start))
        self.keep_alive = fields.number("keep_alive_s", number_line())
        line = beside(self.keep_alive, self.tr("seconds"))
        fields.row("keep_alive_s", self.row(self.tr("&Keep alive:"), line, self.keep_alive))
        self.timeout = fields.number("connect_timeout_s", number_line())
        line = beside(self.timeout, self.tr("seconds"))
        fields.row("connect_timeout_s", self.row(self.tr("Connect time&out:"), line, self.timeout))

    def _reconnect(self) -> None:
        fields = self._fields
        self.heading(self.tr("When the connection is lost"))
        self.reconnect = fields.flag("reconnect.enabled", QCheckBox(self.tr("&Reconnect")))
        fields.row("reconnect.enabled", self.check(self.reconnect))
        self.first_delay = fields.number("reconnect.first_delay_s", number_line())
        line = beside(self.first_delay, self.tr("seconds, then after twice as long, and so on"))
        fields.row("reconnect.first_delay_s", self.row(self.tr("&First after:"), line, self.first_delay))
        self.max_delay = fields.number("reconnect.max_delay_s", number_line())
        line = beside(self.max_delay, self.tr("seconds at most"))
        fields.row("reconnect.max_delay_s", self.row(self.tr("Longest &wait:"), line, self.max_delay))
        self.attempts = fields.number("reconnect.attempts", number_line())
        line = beside(self.attempts, self.tr("attempts (0: never)"))
        fields.row("reconnect.attempts", self.row(self.tr("&Give up after:"), line, self.attempts))

    def _regenerate(self) -> None:
        self._fields.form.regenerate_client_id()
        self._fields.refresh()

    def _show(self) -> None:
        form = self._fields.form
        self.name.setPlaceholderText(form.suggested_name)
        default = form.default_number("port")
        self.port.setPlaceholderText(str(default or ""))
        new = form.profile.version is Version.V5
        self.clean_start.setText(self.tr("&Clean start") if new else self.tr("&Clean session"))
        self.clean_start.setToolTip(
            self.tr("Begin without the subscriptions and messages that the broker kept from the last session")
        )

    def _show_url(self) -> None:
        text = self._fields.form.url_text
        if self.url.text() != text:
            self.url.setText(text)
            self.url.setCursorPosition(0)

    def _leave_url(self) -> None:
        self._fields.form.leave_url()
        self._fields.refresh()
