"""Turns the certificates that a server showed (DER) into what people want to know of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from tracemq.mqtt.transports.base import TlsFacts

if TYPE_CHECKING:
    from cryptography import x509

MAX_SHOWN: Final = 20  # certificates of a chain, and names of a certificate: a server may send as many as it likes
MAX_TEXT: Final = 300  # characters of one name


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """One certificate; `names` are the hosts that it is for, `issuer` == `subject` where it signs itself.

    `for_clients` is False where the certificate says what it is for, and that this is not clients (extended key usage).
    """

    subject: str
    issuer: str
    names: tuple[str, ...]
    valid_from: datetime  # UTC
    valid_until: datetime  # UTC
    fingerprint: str  # SHA-256, pairs of hexadecimal digits with colons
    short_subject: str = ""  # the common name alone, where there is one
    short_issuer: str = ""
    authority: bool = False  # it may sign others (basic constraints)
    for_clients: bool = True

    @property
    def self_signed(self) -> bool:
        return self.subject == self.issuer


def certificate_facts(der: bytes) -> CertificateFacts | None:
    """Return the facts, or None for bytes that are no certificate."""
    from cryptography import x509

    try:
        return facts_of(x509.load_der_x509_certificate(der))
    except (ValueError, TypeError, x509.InvalidVersion, OverflowError):
        return None


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    """Return the facts; raises ValueError, TypeError or OverflowError for one that cannot be read to its end."""
    from cryptography.hazmat.primitives import hashes

    return CertificateFacts(
        subject=_clean(certificate.subject.rfc4514_string()),
        issuer=_clean(certificate.issuer.rfc4514_string()),
        names=_names(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(":").upper(),
        short_subject=_common_name(certificate.subject),
        short_issuer=_common_name(certificate.issuer),
        authority=_is_authority(certificate),
        for_clients=_is_for_clients(certificate),
    )


def _common_name(name: x509.Name) -> str:
    from cryptography.x509.oid import NameOID

    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return _clean(str(found[0].value)) if found else _clean(name.rfc4514_string())


def _is_authority(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False


def _is_for_clients(certificate: x509.Certificate) -> bool:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return True
    return bool({ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE} & set(usage))


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return ()
    found: Iterable[str] = [
        *alternatives.get_values_for_type(x509.DNSName),
        *(str(address) for address in alternatives.get_values_for_type(x509.IPAddress)),
    ]
    return tuple(_clean(name) for name in list(found)[:MAX_SHOWN])


def _clean(text: str) -> str:
    """Whoever made the certificate chose its texts: keep them on one line and of a bearable length."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[:MAX_TEXT])


def chain_facts(tls: TlsFacts | None) -> tuple[CertificateFacts, ...]:
    """Return the facts of what the server sent, its own certificate first."""
    if tls is None:
        return ()
    ders = tls.chain or ((tls.certificate,) if tls.certificate else ())
    return tuple(facts for der in ders[:MAX_SHOWN] if (facts := certificate_facts(der)) is not None)


def days_left(facts: CertificateFacts, now: datetime | None = None) -> int:
    """Return how many whole days a certificate is still valid; negative once it has expired."""
    return (facts.valid_until - (now or datetime.now(UTC))).days
