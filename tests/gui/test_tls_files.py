"""What is in the certificate files that are chosen stands beside them, and is read while the window goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support.certificates import Certificates
from tracemq.profiles.profile import ClientCertificate, Profile, Scheme, TlsSettings, Trust
from tracemq.profiles.secrets import SecretKind, secret_id
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.fields import Note, Tone
from tracemq.ui.tls_file_text import FINDINGS, file_text
from tracemq.workspace.file_facts import FileFacts, Finding
from tracemq.workspace.tls_files import tls_files

PROFILE = Profile(name="home", host="broker.example", client_id="me", scheme=Scheme.MQTTS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    certificates = Certificates(tmp_path_factory.mktemp("certificates"))
    for key in certificates.folder.glob("*.key"):
        key.chmod(0o600)
    return certificates


def opened(qtbot: QtBot, tls: TlsSettings, passphrase: str = "") -> ConnectionDialog:
    profile = replace(PROFILE, tls=tls)
    secrets = {secret_id(profile.id, SecretKind.KEY_PASSPHRASE): passphrase} if passphrase else {}
    dialog = ConnectionDialog(profile, secrets=secrets)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.show_page("tls")
    qtbot.waitUntil(lambda: not dialog.tls.files.busy)
    return dialog


def remark(dialog: ConnectionDialog, name: str) -> Note:
    return dialog.tls._remarks[f"tls.{name}"]


def test_what_is_in_a_file_stands_beside_it_as_soon_as_it_is_chosen(qtbot: QtBot, made: Certificates) -> None:
    dialog = opened(qtbot, TlsSettings(trust=Trust.CA_FILE))
    assert not remark(dialog, "ca_file").isVisible()
    dialog.tls.ca_file._take(made.path("ca.pem"))
    qtbot.waitUntil(remark(dialog, "ca_file").isVisible)
    assert remark(dialog, "ca_file").text().startswith("The authority Test CA ca, valid from ")
    assert remark(dialog, "ca_file").tone is Tone.GOOD
    assert "SHA-256" in remark(dialog, "ca_file").toolTip()


def test_typing_a_path_reads_the_file_of_now(qtbot: QtBot, made: Certificates) -> None:
    dialog = opened(qtbot, TlsSettings(trust=Trust.CA_FILE, ca_file=made.path("ca.pem")))
    qtbot.keyClicks(dialog.tls.ca_file.line, "x")
    qtbot.waitUntil(lambda: remark(dialog, "ca_file").text() == "There is no such file or folder.")
    assert remark(dialog, "ca_file").tone is Tone.BAD
    qtbot.keyClick(dialog.tls.ca_file.line, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: remark(dialog, "ca_file").tone is Tone.GOOD)


def test_the_passphrase_is_tried_while_it_is_typed(qtbot: QtBot, made: Certificates) -> None:
    tls = TlsSettings(
        certificate=ClientCertificate.PEM, cert_file=made.path("client.pem"), key_file=made.path("client-enc.key")
    )
    dialog = opened(qtbot, tls)
    key = remark(dialog, "key_file")
    assert "needs a passphrase" in key.text()
    qtbot.keyClicks(dialog.tls.passphrase, "secre")
    qtbot.waitUntil(lambda: key.text() == "The passphrase does not open it.")
    qtbot.keyClicks(dialog.tls.passphrase, "t")
    qtbot.waitUntil(lambda: key.tone is Tone.GOOD)
    assert key.text() == "The passphrase opens the key (EC, secp256r1), and it belongs to the certificate."
    assert remark(dialog, "cert_file").text().startswith("For alice, issued by Test CA ca, valid from ")


def test_a_file_that_is_wrong_marks_the_page_and_keeps_nobody_from_saving(qtbot: QtBot, made: Certificates) -> None:
    tls = TlsSettings(certificate=ClientCertificate.PEM, cert_file=made.path("expired.pem"))
    dialog = opened(qtbot, tls)
    assert "It expired on" in remark(dialog, "cert_file").text()
    assert dialog._marks["tls"].toolTip() == "something is unusual"
    assert dialog.save_button.isEnabled()


def test_without_tls_nothing_is_said_of_the_files(qtbot: QtBot, made: Certificates) -> None:
    dialog = opened(qtbot, TlsSettings(trust=Trust.CA_FILE, ca_file=made.path("ca.pem")))
    assert remark(dialog, "ca_file").text()
    qtbot.keyClick(dialog.tls.enabled, Qt.Key.Key_Space)
    assert not remark(dialog, "ca_file").text()


def test_every_finding_has_a_sentence(qtbot: QtBot) -> None:
    for finding in Finding:
        tone, text = file_text(FileFacts(findings=(finding,)))
        assert text == FINDINGS[finding]
        assert tone is (Tone.BAD if finding.serious else Tone.WARNING)


def test_a_certificate_with_those_that_lead_to_its_authority_is_told_as_one(
    qtbot: QtBot, made: Certificates, tmp_path: Path
) -> None:
    chain = tmp_path / "chain.pem"
    chain.write_bytes(b"".join(Path(made.path(name)).read_bytes() for name in ("client.pem", "ca.pem")))
    facts = tls_files(TlsSettings(certificate=ClientCertificate.PEM, cert_file=str(chain)))["tls.cert_file"]
    assert file_text(facts)[1].startswith("For alice, issued by Test CA ca")
    assert file_text(facts)[1].endswith("Further certificates in it: 1.")


def test_a_bundle_is_counted_and_names_of_a_certificate_are_taken_as_they_are(
    qtbot: QtBot, made: Certificates, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(b"".join(Path(made.path(name)).read_bytes() for name in ("ca.pem", "expired.pem")))
    facts = tls_files(TlsSettings(trust=Trust.CA_FILE, ca_file=str(bundle)))["tls.ca_file"]
    assert file_text(facts) == (Tone.GOOD, "2 certificates, 1 of them not valid today.")
    odd = replace(facts.certificates[0], short_subject="{start} <b>x</b>", authority=False, issuer="other")
    assert "{start} <b>x</b>" in file_text(FileFacts(certificates=(odd,)))[1]
