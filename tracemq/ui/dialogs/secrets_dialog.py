"""Asks for the secrets that a connection lacks, when it is about to connect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tracemq.profiles.profile import AuthMethod, Profile
from tracemq.profiles.secrets import SecretKind, SecretsState
from tracemq.profiles.url import url
from tracemq.ui.fields import FormPage, Tone
from tracemq.ui.inputs import PasswordLine
from tracemq.ui.theme import GAP, MARGIN
from tracemq.viewmodels.secret_form import SecretForm
from tracemq.workspace.missing_secrets import Missing, Why

from .keyring_note import keyring_note

WIDTH: Final = 460  # px


class SecretsDialog(QDialog):
    """`given` has the secrets by id, and whether they are to be kept in the keyring."""

    given = Signal(object, bool)

    def __init__(
        self,
        profile: Profile,
        missing: Sequence[Missing],
        keyring: SecretsState = SecretsState.AVAILABLE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = SecretForm(profile, missing)
        self._keyring = keyring
        self.setWindowTitle(self.tr("Connect to {name}").format(name=profile.name or url(profile)))
        introduction = QLabel(self.tr("To connect to {address}:").format(address=url(profile).partition("?")[0]))
        introduction.setTextFormat(Qt.TextFormat.PlainText)
        introduction.setWordWrap(True)
        self.page = FormPage(framed=False)
        self.page.wide(introduction)
        self.lines: dict[str, QLineEdit] = {}
        self._rows = {}
        for each in missing:
            password = PasswordLine()
            password.line.textEdited.connect(lambda text, name=each.id: self._typed(name, text))
            self._rows[each.id] = self.page.row(self._label(each, profile), password, password.line)
            self.lines[each.id] = password.line
        self.keep = QCheckBox(self.tr("&Remember it in the system's keyring"))
        self.keep.setChecked(self.form.keep and keyring is SecretsState.AVAILABLE)
        self.keep.setEnabled(keyring is SecretsState.AVAILABLE)
        self.keep.toggled.connect(self._show)
        self._keep_row = self.page.check(self.keep)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.connect_button = QPushButton(self.tr("C&onnect"))
        self.connect_button.setDefault(True)
        self.connect_button.clicked.connect(self._finish)
        self._lay_out()
        self._show()
        next(iter(self.lines.values())).setFocus()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.connect_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, 2 * MARGIN)
        column.setSpacing(MARGIN)
        column.addWidget(self.page, 1)
        line = QHBoxLayout()
        line.setContentsMargins(MARGIN, 0, MARGIN, 0)
        line.addLayout(buttons)
        column.addLayout(line)

    def _label(self, missing: Missing, profile: Profile) -> str:
        if missing.kind is None:
            return self.tr("Header “{name}”:").format(name=missing.header.replace("&", "&&"))
        if missing.kind is SecretKind.PASSWORD and profile.authentication is AuthMethod.TOKEN:
            return self.tr("&Token:")
        if missing.kind is SecretKind.PASSWORD and profile.username:
            return self.tr("&Password of {user}:").format(user=profile.username.replace("&", "&&"))
        return {
            SecretKind.PASSWORD: self.tr("&Password:"),
            SecretKind.KEY_PASSPHRASE: self.tr("Passp&hrase of the key:"),
            SecretKind.PROXY_PASSWORD: self.tr("Pass&word of the proxy:"),
            SecretKind.PSK: self.tr("P&SK in hex:"),
        }[missing.kind]

    def _typed(self, name: str, text: str) -> None:
        self.form.type(name, text)
        self._show()

    def _show(self) -> None:
        for each in self.form.missing:
            row = self._rows[each.id]
            complaint = self.form.complaint(each)
            if complaint is not None:
                row.complain(complaint)
            elif each.why is Why.WRONG and not self.form.text(each.id):
                row.note.say(self.tr("The passphrase that is known does not open the key."), Tone.BAD)
            else:
                row.note.say("")
        self._keep_row.note.say(keyring_note(self._keyring, remember=self.keep.isChecked()))
        self.connect_button.setEnabled(self.form.complete)
        self.resize(WIDTH, max(self.sizeHint().height(), self._height()))

    def _height(self) -> int:
        return self.page.height_at(WIDTH - 2 * MARGIN) + self.connect_button.sizeHint().height() + 5 * MARGIN

    def _finish(self) -> None:
        self.given.emit(self.form.given, self.keep.isChecked())
        self.accept()
