"""Makes the WebSocket page of the connection dialog: path, query and the headers of the handshake."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from tracemq.profiles.profile import Header, Scheme
from tracemq.ui.fields import FormPage
from tracemq.ui.line_edit import LineEdit
from tracemq.ui.table_editor import TableEditor
from tracemq.viewmodels.rows import Column, Kind, RowsModel

from .profile_fields import ProfileFields


class WebSocketPage(FormPage):
    def __init__(self, fields: ProfileFields) -> None:
        super().__init__()
        self._fields = fields
        self.enabled = QCheckBox(self.tr("&Connect through a WebSocket"))
        fields.switch(self.enabled, lambda: fields.form.profile.scheme.websocket, fields.form.use_websocket)
        self.check(self.enabled).hint(self.tr("Switches the scheme: mqtt and ws, mqtts and wss."))
        self.path = fields.text("websocket.path", LineEdit())
        self.path.setPlaceholderText("/mqtt")
        fields.row("websocket.path", self.row(self.tr("&Path:"), self.path))
        self.query = fields.text("websocket.query", LineEdit())
        self.query.setPlaceholderText("key=value&other=value")
        fields.row("websocket.query", self.row(self.tr("&Query:"), self.query))
        self.compression = QCheckBox(self.tr("Offer co&mpression (permessage-deflate)"))
        fields.flag("websocket.compression", self.compression)
        fields.row("websocket.compression", self.check(self.compression))
        self._headers()
        fields.refreshed.connect(self._show)

    def _headers(self) -> None:
        fields = self._fields
        columns = [
            Column("name", self.tr("HTTP header")),
            Column("value", self.tr("Value")),
            Column("secret", self.tr("Secret"), Kind.FLAG, hint=self.tr("Kept in the keyring, not in the file")),
        ]
        self.headers: RowsModel[Header] = RowsModel(columns, lambda: Header(name=""), self)
        self.table = TableEditor(self.headers, self.tr("HTTP headers"))
        self.table.widths(1, 170)
        fields.bind(
            self.table,
            lambda: self.headers.show(fields.form.headers()),
            self.headers.edited,
            lambda: fields.form.put_headers(self.headers.rows),
        )
        self._table_row = self.tall_row(self.tr("&Headers:"), self.table, self.table.view)

    def _show(self) -> None:
        used = self._fields.form.profile.scheme in {Scheme.WS, Scheme.WSS}
        self._table_row.enable_only_if(used)
        self.table.complain(self._fields.complaints_below("websocket.headers"))
