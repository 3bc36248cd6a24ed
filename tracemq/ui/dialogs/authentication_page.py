"""Makes the Authentication page of the connection dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from tracemq.profiles.profile import AuthMethod
from tracemq.profiles.secrets import SecretKind, SecretsState
from tracemq.ui.fields import Choice, FormPage, Tone
from tracemq.ui.inputs import PasswordLine
from tracemq.ui.line_edit import LineEdit

from .keyring_note import keyring_note
from .profile_fields import ProfileFields


class AuthenticationPage(FormPage):
    def __init__(self, fields: ProfileFields, keyring: SecretsState) -> None:
        super().__init__()
        self._fields = fields
        self._keyring = keyring
        self.method = Choice(
            (self.tr("None"), AuthMethod.NONE),
            (self.tr("User name and password"), AuthMethod.PASSWORD),
            (self.tr("Token as password"), AuthMethod.TOKEN),
            ("SCRAM-SHA-256", AuthMethod.SCRAM_SHA_256),
            ("SCRAM-SHA-512", AuthMethod.SCRAM_SHA_512),
            ("SCRAM-SHA-1", AuthMethod.SCRAM_SHA_1),
        )
        fields.choice("authentication", self.method)
        fields.row("authentication", self.row(self.tr("&Method:"), self.method))
        self.username = fields.text("username", LineEdit())
        fields.row("username", self.row(self.tr("&User name:"), self.username))
        password = PasswordLine()
        self.password = fields.secret(SecretKind.PASSWORD, password.line)
        self._password_row = fields.row("password", self.row(self.tr("&Password:"), password, self.password))
        self.remember = fields.flag("remember_password", QCheckBox(self.tr("&Remember it in the system's keyring")))
        self._remember_row = fields.row("remember_password", self.check(self.remember))
        fields.refreshed.connect(self._show)

    def _show(self) -> None:
        profile = self._fields.form.profile
        token = profile.authentication is AuthMethod.TOKEN
        if self._password_row.label is not None:
            self._password_row.label.setText(self.tr("&Token:") if token else self.tr("&Password:"))
        self.password.setAccessibleName(self.tr("Token") if token else self.tr("Password"))
        if profile.authentication is AuthMethod.NONE:
            return
        working = self._keyring is SecretsState.AVAILABLE
        self.remember.setEnabled(working)
        self._remember_row.note.say(keyring_note(self._keyring, remember=profile.remember_password), Tone.PLAIN)
