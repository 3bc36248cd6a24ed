"""Makes the TLS page of the connection dialog: whom to trust, and how to prove who we are."""

from __future__ import annotations

import ssl
from html import escape
from typing import Final

from PySide6.QtWidgets import QCheckBox

from tracemq.profiles.profile import ClientCertificate, TlsVersion, Trust
from tracemq.profiles.secrets import SecretKind, SecretsState
from tracemq.ui.fields import Choice, FormPage, Note, Tone
from tracemq.ui.inputs import PasswordLine, PathLine
from tracemq.ui.line_edit import LineEdit
from tracemq.ui.tls_file_text import file_text, fingerprint_text
from tracemq.viewmodels.tls_files import TlsFileReader

from .keyring_note import keyring_note
from .profile_fields import ProfileFields

ALPN_EXAMPLE: Final = "mqtt"  # a protocol's name, the same in every language


class TlsPage(FormPage):
    def __init__(self, fields: ProfileFields, keyring: SecretsState) -> None:
        super().__init__()
        self._fields = fields
        self._keyring = keyring
        self._remarks: dict[str, Note] = {}  # what is in a file that was chosen, by the path of its field
        self.files = TlsFileReader(self)
        self.files.changed.connect(self._show_files)
        self.enabled = QCheckBox(self.tr("&Encrypt the connection with TLS"))
        fields.switch(self.enabled, lambda: fields.form.profile.scheme.encrypted, fields.form.encrypt)
        self.check(self.enabled).hint(self.tr("Switches the scheme: mqtt and mqtts, ws and wss."))
        self._broker()
        self._client()
        self._details()
        fields.refreshed.connect(self._show)

    def _broker(self) -> None:
        fields = self._fields
        self.heading(self.tr("The broker's certificate"))
        self.trust = Choice(
            (self.tr("Authorities that this computer trusts"), Trust.SYSTEM),
            (self.tr("An authority's certificate in a file"), Trust.CA_FILE),
            (self.tr("Authorities' certificates in a folder"), Trust.CA_FOLDER),
            (self.tr("Do not verify"), Trust.NOBODY),
        )
        fields.choice("tls.trust", self.trust)
        fields.row("tls.trust", self.row(self.tr("&Verify with:"), self.trust))
        certificates = self.tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        self.ca_file = fields.path("tls.ca_file", PathLine(self.tr("Choose the CA certificate"), certificates))
        fields.row("tls.ca_file", self.row(self.tr("C&A file:"), self.ca_file, self.ca_file.line))
        self._remarks["tls.ca_file"] = self.remark()
        self.ca_folder = fields.path("tls.ca_folder", PathLine(self.tr("Choose the CA folder"), folder=True))
        fields.row("tls.ca_folder", self.row(self.tr("CA &folder:"), self.ca_folder, self.ca_folder.line))
        self._remarks["tls.ca_folder"] = self.remark()
        self.server_name = fields.text("tls.server_name", LineEdit())
        row = self.row(self.tr("Server na&me:"), self.server_name)
        row.hint(self.tr("Only where the certificate is for another name than the host's."))
        fields.row("tls.server_name", row)

    def _client(self) -> None:
        fields = self._fields
        self.heading(self.tr("Our certificate"))
        self.certificate = Choice(
            (self.tr("None"), ClientCertificate.NONE),
            (self.tr("Certificate and key as PEM"), ClientCertificate.PEM),
            (self.tr("Both in one file, PKCS #12"), ClientCertificate.P12),
        )
        fields.choice("tls.certificate", self.certificate)
        fields.row("tls.certificate", self.row(self.tr("&Client certificate:"), self.certificate))
        certificates = self.tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        self.cert_file = fields.path("tls.cert_file", PathLine(self.tr("Choose the client certificate"), certificates))
        fields.row("tls.cert_file", self.row(self.tr("Certificate f&ile:"), self.cert_file, self.cert_file.line))
        self._remarks["tls.cert_file"] = self.remark()
        keys = self.tr("Keys (*.pem *.key);;All files (*)")
        self.key_file = fields.path("tls.key_file", PathLine(self.tr("Choose the client key"), keys))
        row = self.row(self.tr("&Key file:"), self.key_file, self.key_file.line)
        row.hint(self.tr("Empty if the certificate's file has the key as well."))
        fields.row("tls.key_file", row)
        self._remarks["tls.key_file"] = self.remark()
        p12 = self.tr("PKCS #12 (*.p12 *.pfx);;All files (*)")
        self.p12_file = fields.path("tls.p12_file", PathLine(self.tr("Choose the PKCS #12 file"), p12))
        fields.row("tls.p12_file", self.row(self.tr("&PKCS #12 file:"), self.p12_file, self.p12_file.line))
        self._remarks["tls.p12_file"] = self.remark()
        passphrase = PasswordLine()
        self.passphrase = fields.secret(SecretKind.KEY_PASSPHRASE, passphrase.line)
        fields.row("tls.passphrase", self.row(self.tr("Passp&hrase:"), passphrase, passphrase.line))
        self.remember = QCheckBox(self.tr("&Remember it in the system's keyring"))
        fields.flag("tls.remember_passphrase", self.remember)
        self._remember_row = fields.row("tls.remember_passphrase", self.check(self.remember))

    def _details(self) -> None:
        fields = self._fields
        self.heading(self.tr("Details"))
        self.minimum = Choice(*((f"TLS {version.value}", version) for version in reversed(TlsVersion)))
        fields.choice("tls.minimum_version", self.minimum)
        fields.row("tls.minimum_version", self.row(self.tr("Minim&um version:"), self.minimum))
        self.alpn = LineEdit()
        self.alpn.setPlaceholderText(ALPN_EXAMPLE)
        fields.bind(self.alpn, self._show_alpn, self.alpn.textEdited, self._alpn_typed)
        row = self.row(self.tr("A&LPN:"), self.alpn)
        row.hint(self.tr("Names of protocols, separated by commas; needed where one port serves several."))
        fields.row("tls.alpn", row)
        self.psk_identity = fields.text("tls.psk_identity", LineEdit())
        row = self.row(self.tr("PSK i&dentity:"), self.psk_identity)
        row.hint(self._about_psk())
        fields.row("tls.psk_identity", row)
        psk = PasswordLine()
        self.psk = fields.secret(SecretKind.PSK, psk.line)
        fields.row("tls.psk", self.row(self.tr("PSK in he&x:"), psk, psk.line))

    def _about_psk(self) -> str:
        if callable(getattr(ssl.SSLContext, "set_psk_client_callback", None)):
            return self.tr("A pre-shared key instead of certificates.")
        return self.tr("A pre-shared key instead of certificates. It needs Python 3.13, and this one is older.")

    def _show_alpn(self) -> None:
        text = ", ".join(self._fields.form.profile.tls.alpn)
        if self.alpn.text() != text:
            self.alpn.setText(text)

    def _alpn_typed(self, text: str) -> None:
        self._fields.form.put("tls.alpn", tuple(name.strip() for name in text.split(",") if name.strip()))

    def _show(self) -> None:
        tls = self._fields.form.profile.tls
        if tls.certificate is not ClientCertificate.NONE:
            self.remember.setEnabled(self._keyring is SecretsState.AVAILABLE and self.field_enabled)
            self._remember_row.note.say(keyring_note(self._keyring, remember=tls.remember_passphrase))
        if self.field_enabled:
            self.files.look(tls, self._fields.form.secret(SecretKind.KEY_PASSPHRASE))
        self._show_files()

    def _show_files(self) -> None:
        """Say what is in the files that were chosen; it keeps nobody from saving, as they may lie elsewhere later."""
        form = self._fields.form
        for path, remark in self._remarks.items():
            facts = self.files.found.get(path)
            chosen = form.get(path) or (path == "tls.key_file" and form.get("tls.cert_file"))
            if facts is None or not chosen or form.unused(path) is not None:
                remark.say("")
                continue
            tone, text = file_text(facts)
            remark.say(text, tone)
            remark.setToolTip(escape(fingerprint_text(facts)).replace("\n", "<br>"))

    @property
    def tone(self) -> Tone:
        """How bad it is with the files that were chosen."""
        tones = {remark.tone for remark in self._remarks.values() if remark.text()}
        return next((tone for tone in (Tone.BAD, Tone.WARNING) if tone in tones), Tone.PLAIN)

    @property
    def field_enabled(self) -> bool:
        return self._fields.form.profile.scheme.encrypted
