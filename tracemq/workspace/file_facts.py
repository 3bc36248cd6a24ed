"""What there is to know of a certificate's or key's file, and to say against it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto

from .certificate_facts import CertificateFacts


class Finding(Enum):
    """What there is to say against a file, the worst first; the sentences are in ui/tls_file_text.py."""

    MISSING = auto()
    UNREADABLE = auto()
    NOT_A_FILE = auto()
    NOT_A_FOLDER = auto()
    TOO_LARGE = auto()
    EMPTY = auto()
    IS_PKCS12 = auto()  # where PEM is wanted
    IS_DER = auto()
    IS_REQUEST = auto()  # a certificate signing request
    IS_SSH_KEY = auto()
    IS_PUBLIC_KEY = auto()
    IS_A_KEY = auto()  # where a certificate is wanted
    IS_A_CERTIFICATE = auto()  # where a key is wanted
    NO_CERTIFICATE = auto()
    NO_KEY = auto()
    NOT_PKCS12 = auto()
    NAME_ENDING = auto()  # PKCS #12 is told by the name's ending
    DAMAGED = auto()
    KEY_OF_ANOTHER = auto()
    WRONG_PASSPHRASE = auto()
    EXPIRED = auto()
    NOT_YET_VALID = auto()
    # from here on it can be used
    NEEDS_PASSPHRASE = auto()
    COSTLY = auto()  # it would take too long to open it only to look
    NOT_AN_AUTHORITY = auto()
    IS_AN_AUTHORITY = auto()
    NOT_FOR_CLIENTS = auto()
    EXPIRES_SOON = auto()
    OTHERS_MAY_READ = auto()

    @property
    def serious(self) -> bool:
        return self.value < Finding.NEEDS_PASSPHRASE.value


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts:
    """A private key: its kind as people call it ("EC", "RSA", "Ed25519"), and its size in bits or its curve."""

    kind: str
    size: str = ""
    belongs: bool | None = None  # to the certificate beside it; None where there is none to compare with


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """One file or folder. `certificates` are at most a few hundred; `expired` counts those that are not valid now."""

    certificates: tuple[CertificateFacts, ...] = ()
    key: KeyFacts | None = None
    encrypted: bool = False  # a passphrase opens it
    opened: bool = True  # and did, where it was tried
    findings: tuple[Finding, ...] = ()
    expired: int = 0
    leads: bool = False  # the first certificate is the one that counts, the others only lead to its authority
    public_keys: tuple[bytes, ...] = field(default=(), repr=False)  # of certificates, in their order

    @property
    def single(self) -> bool:
        """Whether one certificate is meant, and not a collection."""
        return self.leads or len(self.certificates) < 2

    @property
    def wants_passphrase(self) -> bool:
        """Whether it cannot be used with the passphrase that was given, as far as that was tried."""
        return bool({Finding.NEEDS_PASSPHRASE, Finding.WRONG_PASSPHRASE} & set(self.findings))

    def but(self, *findings: Finding) -> FileFacts:
        """The same with something more to say, the worst first."""
        together = sorted({*self.findings, *findings}, key=lambda each: each.value)
        return replace(self, findings=tuple(together))
