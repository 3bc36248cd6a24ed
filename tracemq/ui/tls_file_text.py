"""Says what is in a certificate's or key's file: for whom, by whom, until when, and what is wrong with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from tracemq.workspace.certificate_facts import CertificateFacts
from tracemq.workspace.file_facts import FileFacts, Finding, KeyFacts

from .doctor_text import day
from .fields import Tone
from .marked import QT_TRANSLATE_NOOP

MAX_NAMES: Final = 5  # of a certificate's hosts

FINDINGS: Final = {
    Finding.MISSING: QT_TRANSLATE_NOOP("TlsFileText", "There is no such file or folder."),
    Finding.UNREADABLE: QT_TRANSLATE_NOOP("TlsFileText", "It cannot be read: perhaps you lack the permission."),
    Finding.NOT_A_FILE: QT_TRANSLATE_NOOP("TlsFileText", "It is a folder or a device, not a file."),
    Finding.NOT_A_FOLDER: QT_TRANSLATE_NOOP("TlsFileText", "It is a file, not a folder."),
    Finding.TOO_LARGE: QT_TRANSLATE_NOOP("TlsFileText", "It is far too large for certificates and keys."),
    Finding.EMPTY: QT_TRANSLATE_NOOP("TlsFileText", "The file is empty."),
    Finding.IS_PKCS12: QT_TRANSLATE_NOOP(
        "TlsFileText", "It is a PKCS #12 file, where PEM is needed; choose PKCS #12 above if it is yours."
    ),
    Finding.IS_DER: QT_TRANSLATE_NOOP(
        "TlsFileText", "The certificate is in DER form, where PEM is needed; convert it: openssl x509 -inform der."
    ),
    Finding.IS_REQUEST: QT_TRANSLATE_NOOP(
        "TlsFileText", "It is a request for a certificate; an authority makes a certificate of it."
    ),
    Finding.IS_SSH_KEY: QT_TRANSLATE_NOOP("TlsFileText", "It is an SSH key, which TLS cannot use."),
    Finding.IS_PUBLIC_KEY: QT_TRANSLATE_NOOP("TlsFileText", "It is a public key alone."),
    Finding.IS_A_KEY: QT_TRANSLATE_NOOP("TlsFileText", "It holds a private key and no certificate."),
    Finding.IS_A_CERTIFICATE: QT_TRANSLATE_NOOP("TlsFileText", "It holds a certificate and no private key."),
    Finding.NO_CERTIFICATE: QT_TRANSLATE_NOOP("TlsFileText", "There is no certificate in it."),
    Finding.NO_KEY: QT_TRANSLATE_NOOP("TlsFileText", "There is no private key in it."),
    Finding.NOT_PKCS12: QT_TRANSLATE_NOOP("TlsFileText", "It is not a PKCS #12 file."),
    Finding.NAME_ENDING: QT_TRANSLATE_NOOP("TlsFileText", "Its name must end in .p12 or .pfx: rename it."),
    Finding.DAMAGED: QT_TRANSLATE_NOOP("TlsFileText", "Something in it is damaged."),
    Finding.KEY_OF_ANOTHER: QT_TRANSLATE_NOOP("TlsFileText", "This key belongs to another certificate."),
    Finding.WRONG_PASSPHRASE: QT_TRANSLATE_NOOP("TlsFileText", "The passphrase does not open it."),
    Finding.EXPIRED: QT_TRANSLATE_NOOP("TlsFileText", "It expired on {date}."),
    Finding.NOT_YET_VALID: QT_TRANSLATE_NOOP("TlsFileText", "It is not valid before {date}."),
    Finding.NEEDS_PASSPHRASE: QT_TRANSLATE_NOOP(
        "TlsFileText", "It needs a passphrase: type it below, or you are asked for it when connecting."
    ),
    Finding.COSTLY: QT_TRANSLATE_NOOP(
        "TlsFileText", "To open it takes so long that the passphrase is not tried before connecting."
    ),
    Finding.NOT_AN_AUTHORITY: QT_TRANSLATE_NOOP(
        "TlsFileText", "This is no authority’s certificate; it will most likely not verify any broker."
    ),
    Finding.IS_AN_AUTHORITY: QT_TRANSLATE_NOOP(
        "TlsFileText", "This is an authority’s certificate; a client usually shows one of its own."
    ),
    Finding.NOT_FOR_CLIENTS: QT_TRANSLATE_NOOP("TlsFileText", "It was not issued for clients; brokers may refuse it."),
    Finding.EXPIRES_SOON: QT_TRANSLATE_NOOP("TlsFileText", "It expires soon."),
    Finding.OTHERS_MAY_READ: QT_TRANSLATE_NOOP("TlsFileText", "Others on this computer may read this key."),
}
_ALL_EXPIRED: Final = QT_TRANSLATE_NOOP("TlsFileText", "All of them have expired.")


def _say(text: str) -> str:
    return QCoreApplication.translate("TlsFileText", text)


def file_text(facts: FileFacts) -> tuple[Tone, str]:
    """Say a file's facts, what is wrong first, and how they are meant."""
    sentences = [_finding(finding, facts) for finding in facts.findings]
    if facts.single:
        sentences += [_certificate(each, facts) for each in facts.certificates[:1]]
    elif facts.certificates:
        sentences.append(_several(facts))
    if facts.key is not None and Finding.KEY_OF_ANOTHER not in facts.findings:
        sentences.append(_key(facts.key, facts))
    return _tone(facts), " ".join(sentences)


def fingerprint_text(facts: FileFacts) -> str:
    """The whole name and the fingerprint of a single certificate, for a tool tip; "" otherwise."""
    if not (facts.certificates and facts.single):
        return ""
    own = facts.certificates[0]
    return f"{own.subject}\nSHA-256 {own.fingerprint}"


def _tone(facts: FileFacts) -> Tone:
    if not facts.findings:
        return Tone.GOOD
    return Tone.BAD if facts.findings[0].serious else Tone.WARNING


def _finding(finding: Finding, facts: FileFacts) -> str:
    if finding is Finding.EXPIRED and not facts.single:
        return _say(_ALL_EXPIRED)
    text = _say(FINDINGS[finding])
    if finding in {Finding.EXPIRED, Finding.NOT_YET_VALID} and facts.certificates:
        own = facts.certificates[0]
        return text.format(date=day(own.valid_until if finding is Finding.EXPIRED else own.valid_from))
    return text


def _certificate(certificate: CertificateFacts, facts: FileFacts) -> str:
    whom = _whom(certificate)
    translate = QCoreApplication.translate
    if certificate.authority and certificate.self_signed:
        text = translate("TlsFileText", "The authority {name}, valid from {start} to {end}.")
    elif certificate.self_signed:
        text = translate("TlsFileText", "For {name}, signed by itself, valid from {start} to {end}.")
    else:
        text = translate("TlsFileText", "For {name}, issued by {issuer}, valid from {start} to {end}.")
    dates = {"start": day(certificate.valid_from), "end": day(certificate.valid_until)}
    said = _filled(text, name=whom, issuer=certificate.short_issuer, **dates)
    if len(facts.certificates) > 1:
        further = translate("TlsFileText", "Further certificates in it: {count}.")
        said = f"{said} {further.format(count=len(facts.certificates) - 1)}"
    return said


def _whom(certificate: CertificateFacts) -> str:
    names = [name for name in certificate.names if name != certificate.short_subject]
    if not names:
        return certificate.short_subject
    shown = ", ".join(names[:MAX_NAMES]) + (" …" if len(names) > MAX_NAMES else "")
    return f"{certificate.short_subject} ({shown})"


def _several(facts: FileFacts) -> str:
    translate = QCoreApplication.translate
    count = QLocale().toString(len(facts.certificates))
    if not facts.expired or Finding.EXPIRED in facts.findings:
        return translate("TlsFileText", "{count} certificates.").format(count=count)
    text = translate("TlsFileText", "{count} certificates, {expired} of them not valid today.")
    return text.format(count=count, expired=QLocale().toString(facts.expired))


def _key(key: KeyFacts, facts: FileFacts) -> str:
    translate = QCoreApplication.translate
    size = translate("TlsFileText", "{bits} bits").format(bits=key.size) if key.size.isdecimal() else key.size
    kind = f"{key.kind}, {size}" if size else key.kind
    if key.belongs and facts.encrypted:
        text = translate("TlsFileText", "The passphrase opens the key ({kind}), and it belongs to the certificate.")
    elif key.belongs:
        text = translate("TlsFileText", "The key ({kind}) belongs to the certificate.")
    elif facts.encrypted:
        text = translate("TlsFileText", "The passphrase opens the key ({kind}).")
    else:
        text = translate("TlsFileText", "A private key ({kind}).")
    return _filled(text, kind=kind)


def _filled(text: str, **values: str) -> str:
    """Whoever made the certificate chose its names: they are filled in and not read as placeholders."""
    return text.format(**values)
