"""The files that a profile names for TLS become what is in them: for whom, until when, and what is wrong.

Reading blocks; call from a thread. Nothing here trusts a file: it may be a folder, a film or made to do harm. A key or
a PKCS #12 file is opened only if that costs little, because the library that opens it lets nothing else run meanwhile;
or, the latter, in a process of its own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tracemq.mqtt.derivation_cost import MAX_ROUNDS, rounds
from tracemq.mqtt.pem import Block, blocks, der
from tracemq.mqtt.transports import pkcs12
from tracemq.profiles.files import read_file
from tracemq.profiles.profile import ClientCertificate, TlsSettings, Trust
from tracemq.profiles.yaml_nodes import BadFileError, FileProblem

from .certificate_facts import CertificateFacts, certificate_facts, days_left
from .file_facts import FileFacts, Finding, KeyFacts

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes

MAX_BYTES: Final = 4 << 20  # the largest bundles of authorities have a quarter of a million
MAX_FILES: Final = 1000  # of a folder
SOON_DAYS: Final = 30
FOLDER_ENDINGS: Final = frozenset({".pem", ".crt", ".cer", ".0"})


def tls_files(tls: TlsSettings, passphrase: str = "", now: datetime | None = None) -> dict[str, FileFacts]:
    """Return what is in each file that is chosen and would be used, by the path of its field."""
    now = now or datetime.now(UTC)
    found: dict[str, FileFacts] = {}
    if tls.trust is Trust.CA_FILE and tls.ca_file:
        found["tls.ca_file"] = _authorities(tls.ca_file, now)
    if tls.trust is Trust.CA_FOLDER and tls.ca_folder:
        found["tls.ca_folder"] = _folder(tls.ca_folder, now)
    if tls.certificate is ClientCertificate.PEM and tls.cert_file:
        found["tls.cert_file"] = _client(tls.cert_file, now)
    if tls.certificate is ClientCertificate.PEM and (tls.key_file or tls.cert_file):
        certificate = found.get("tls.cert_file", FileFacts())
        key = _key(tls.key_file or tls.cert_file, passphrase, certificate.public_keys[:1])
        found["tls.key_file"] = key
    if tls.certificate is ClientCertificate.P12 and tls.p12_file:
        found["tls.p12_file"] = _bundle(tls.p12_file, passphrase, now)
    return found


def needs_passphrase(tls: TlsSettings, passphrase: str = "") -> Finding | None:
    """Return NEEDS_PASSPHRASE or WRONG_PASSPHRASE if the client certificate cannot be opened with this one."""
    own = replace(tls, trust=Trust.SYSTEM)
    for facts in tls_files(own, passphrase).values():
        for finding in (Finding.WRONG_PASSPHRASE, Finding.NEEDS_PASSPHRASE):
            if finding in facts.findings:
                return finding
    return None


# Reading

_FROM_PROBLEM: Final = {
    FileProblem.NOT_A_FILE: Finding.NOT_A_FILE,
    FileProblem.TOO_LARGE: Finding.TOO_LARGE,
}


def _read(path: str) -> bytes | Finding:
    try:
        data = read_file(Path(path).expanduser(), MAX_BYTES)
    except BadFileError as error:
        if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
            return Finding.MISSING
        return _FROM_PROBLEM.get(error.problem, Finding.UNREADABLE)
    except RuntimeError:  # no home folder for "~somebody"
        return Finding.MISSING
    return data or Finding.EMPTY


_CERTIFICATE_LABELS: Final = frozenset({"CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"})


def _certificates(data: bytes, now: datetime) -> FileFacts:
    """The certificates of a PEM file, or what else it is."""
    found: list[CertificateFacts] = []
    keys: list[bytes] = []
    labels: set[str] = set()
    findings: list[Finding] = []
    for block in blocks(data):
        labels.add(block.label)
        if block.label not in _CERTIFICATE_LABELS:
            continue
        data_of = der(block)
        facts = certificate_facts(data_of) if data_of else None
        if facts is None or data_of is None:
            findings.append(Finding.DAMAGED)
            continue
        found.append(facts)
        keys.append(_public_key(data_of) if not keys else b"")
    if not found and not findings:
        findings.append(_something_else(data, labels))
    expired = sum(not each.valid_from <= now <= each.valid_until for each in found)
    return FileFacts(certificates=tuple(found), public_keys=tuple(keys), expired=expired).but(*findings)


def _something_else(data: bytes, labels: set[str]) -> Finding:
    if any(label.endswith("PRIVATE KEY") for label in labels):
        return Finding.IS_A_KEY
    if any("REQUEST" in label for label in labels):
        return Finding.IS_REQUEST
    if any(label.endswith("PUBLIC KEY") for label in labels):
        return Finding.IS_PUBLIC_KEY
    if certificate_facts(data) is not None:
        return Finding.IS_DER
    return Finding.IS_PKCS12 if _looks_like_pkcs12(data) else Finding.NO_CERTIFICATE


def _looks_like_pkcs12(data: bytes) -> bool:
    return data[:1] == b"\x30" and b"\x2a\x86\x48\x86\xf7\x0d\x01\x07" in data[:64]  # a PKCS #7 content type


def _public_key(der: bytes) -> bytes:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return _bytes_of(x509.load_der_x509_certificate(der).public_key())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return b""


def _bytes_of(public_key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return bytes(public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _dates(facts: CertificateFacts, now: datetime) -> list[Finding]:
    if facts.valid_until < now:
        return [Finding.EXPIRED]
    if facts.valid_from > now:
        return [Finding.NOT_YET_VALID]
    return [Finding.EXPIRES_SOON] if days_left(facts, now) < SOON_DAYS else []


# Each kind of file


def _authorities(path: str, now: datetime) -> FileFacts:
    data = _read(path)
    if isinstance(data, Finding):
        return FileFacts(findings=(data,))
    facts = _certificates(data, now)
    if len(facts.certificates) == 1:
        only = facts.certificates[0]
        facts = facts.but(*_dates(only, now))
        if not (only.authority or only.self_signed):
            facts = facts.but(Finding.NOT_AN_AUTHORITY)
    elif facts.certificates and facts.expired == len(facts.certificates):
        facts = facts.but(Finding.EXPIRED)
    return facts


def _folder(path: str, now: datetime) -> FileFacts:
    try:
        folder = Path(path).expanduser()
        if not folder.exists():
            return FileFacts(findings=(Finding.MISSING,))
        if not folder.is_dir():
            return FileFacts(findings=(Finding.NOT_A_FOLDER,))
        with os.scandir(folder) as entries:
            names = [entry.path for _, entry in zip(range(MAX_FILES), entries, strict=False)]
    except (OSError, ValueError, RuntimeError):
        return FileFacts(findings=(Finding.UNREADABLE,))
    found: dict[str, CertificateFacts] = {}
    for name in sorted(names):
        if Path(name).suffix in FOLDER_ENDINGS and not isinstance(data := _read(name), Finding):
            found |= {each.fingerprint: each for each in _certificates(data, now).certificates}
    everything = tuple(found.values())
    expired = sum(not each.valid_from <= now <= each.valid_until for each in everything)
    findings = () if everything else (Finding.NO_CERTIFICATE,)
    return FileFacts(certificates=everything, expired=expired, findings=findings)


def _client(path: str, now: datetime) -> FileFacts:
    data = _read(path)
    if isinstance(data, Finding):
        return FileFacts(findings=(data,))
    return _judged(_certificates(data, now), now)


def _judged(facts: FileFacts, now: datetime) -> FileFacts:
    """What there is to say against a client's certificate, the first one."""
    if not facts.certificates:
        return facts
    own = facts.certificates[0]
    findings = _dates(own, now)
    if own.authority:
        findings.append(Finding.IS_AN_AUTHORITY)
    if not own.for_clients:
        findings.append(Finding.NOT_FOR_CLIENTS)
    return replace(facts, leads=True).but(*findings)


def _key(path: str, passphrase: str, certificate_keys: Iterable[bytes]) -> FileFacts:
    data = _read(path)
    if isinstance(data, Finding):
        return FileFacts(findings=(data,))
    parts = list(blocks(data))
    block = next((each for each in parts if each.label.endswith("PRIVATE KEY")), None)
    if block is None or block.label == "OPENSSH PRIVATE KEY":
        return FileFacts(findings=(_no_key(data, block, parts),))
    open_to_others = (Finding.OTHERS_MAY_READ,) if _others_may_read(path) else ()
    encrypted = block.label == "ENCRYPTED PRIVATE KEY" or b"Proc-Type: 4,ENCRYPTED" in block.text[:200]
    if encrypted:
        return _locked_key(block, passphrase, certificate_keys)
    try:
        key = _load(block.text, None)
    except _UnusableError:
        return FileFacts(findings=(Finding.DAMAGED,))
    return _described(key.public_key(), certificate_keys).but(*open_to_others)


def _no_key(data: bytes, block: Block | None, parts: list[Block]) -> Finding:
    if block is not None:
        return Finding.IS_SSH_KEY
    if any(each.label in _CERTIFICATE_LABELS for each in parts):
        return Finding.IS_A_CERTIFICATE
    if any(each.label.endswith("PUBLIC KEY") for each in parts):
        return Finding.IS_PUBLIC_KEY
    return Finding.IS_PKCS12 if _looks_like_pkcs12(data) else Finding.NO_KEY


def _locked_key(block: Block, passphrase: str, certificate_keys: Iterable[bytes]) -> FileFacts:
    locked = FileFacts(encrypted=True, opened=False)
    if not passphrase:
        return locked.but(Finding.NEEDS_PASSPHRASE)
    if block.label == "ENCRYPTED PRIVATE KEY":  # the older form has one round
        cost = rounds(der(block) or b"\0")
        if cost is None:
            return locked.but(Finding.DAMAGED)
        if cost > pkcs12.QUICK_ROUNDS:
            return locked.but(Finding.COSTLY)
    try:
        key = _load(block.text, passphrase.encode(errors="replace"))
    except _UnusableError:
        return locked.but(Finding.WRONG_PASSPHRASE)
    return replace(_described(key.public_key(), certificate_keys), encrypted=True)


class _UnusableError(Exception):
    """The key does not open, or is of a kind that nobody knows."""


def _load(pem: bytes, passphrase: bytes | None) -> PrivateKeyTypes:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(pem, passphrase)
    except (ValueError, TypeError, UnsupportedAlgorithm, OverflowError) as error:
        raise _UnusableError from error


def _described(key: PublicKeyTypes, certificate_keys: Iterable[bytes]) -> FileFacts:
    """What there is to say of a private key, by its public half."""
    own, beside = _bytes_of(key), [each for each in certificate_keys if each]
    belongs = own in beside if beside else None
    curve = getattr(key, "curve", None)
    size = curve.name if curve is not None else str(getattr(key, "key_size", ""))
    kind = type(key).__name__.strip("_").removesuffix("PublicKey").replace("EllipticCurve", "EC")
    facts = FileFacts(key=KeyFacts(kind=kind, size=size, belongs=belongs))
    return facts.but(Finding.KEY_OF_ANOTHER) if belongs is False else facts


def _others_may_read(path: str) -> bool:
    if os.name == "nt":  # which has no such bits
        return False
    try:
        return bool(Path(path).expanduser().stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def _bundle(path: str, passphrase: str, now: datetime) -> FileFacts:
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    data = _read(path)
    if isinstance(data, Finding):
        return FileFacts(findings=(data,))
    ending = () if path.lower().endswith(pkcs12.ENDINGS) else (Finding.NAME_ENDING,)
    if not _looks_like_pkcs12(data):
        return FileFacts(findings=(Finding.NOT_PKCS12,))
    cost = rounds(data)
    if cost is None:
        return FileFacts(findings=(Finding.DAMAGED,))
    if cost > (MAX_ROUNDS if pkcs12.has_process() else pkcs12.QUICK_ROUNDS):
        asking = () if passphrase else (Finding.NEEDS_PASSPHRASE,)
        return FileFacts(encrypted=True, opened=False).but(Finding.COSTLY, *asking, *ending)
    open_it = pkcs12.pem_of if cost <= pkcs12.QUICK_ROUNDS else pkcs12.pem_of_costly
    try:
        opened = open_it(data, passphrase.encode(errors="replace") if passphrase else None, None)
    except pkcs12.BundleError as fault:
        if fault.word == pkcs12.WRONG:
            finding = Finding.WRONG_PASSPHRASE if passphrase else Finding.NEEDS_PASSPHRASE
            return FileFacts(encrypted=True, opened=False).but(finding, *ending)
        if fault.word == pkcs12.NO_BUNDLE:
            return FileFacts(findings=(Finding.DAMAGED,))
        missing = Finding.NO_CERTIFICATE if fault.word == pkcs12.NO_CERTIFICATE else Finding.NO_KEY
        return FileFacts(encrypted=bool(passphrase)).but(missing, *ending)
    facts = _certificates(opened, now)
    facts = replace(
        _described(load_pem_public_key(opened), facts.public_keys[:1]),
        certificates=facts.certificates,
        encrypted=bool(passphrase),
    )
    return _judged(facts, now).but(*ending)
