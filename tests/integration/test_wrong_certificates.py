"""Servers whose certificates are wrong in every way: the doctor names each, and shows what the server had shown."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.support.certificates import HERE, PEM, Authority
from tests.support.scripted_broker import soon
from tracemq.mqtt.transports.base import Step
from tracemq.profiles.profile import Profile, Scheme, TlsSettings, Trust
from tracemq.ui.doctor_text import diagnosis_text, report_text, step_facts
from tracemq.viewmodels.doctor import StepRow, StepState
from tracemq.workspace.diagnosis import Cause
from tracemq.workspace.doctor import Examination, examine
from tracemq.workspace.profile_secrets import ProfileSecrets

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)
AUTHORITY, OTHER = Authority("ca"), Authority("other")
ELSEWHERE = (x509.DNSName("elsewhere.invalid"), x509.DNSName("*.elsewhere.invalid"))


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What a certificate is like where it is not as it should be."""

    start: dt.datetime = NOW - DAY
    end: dt.datetime = NOW + 30 * DAY
    names: tuple[x509.GeneralName, ...] = HERE
    usage: x509.ObjectIdentifier = ExtendedKeyUsageOID.SERVER_AUTH
    bits: int = 0  # of an RSA key; 0 is a good one on a curve
    authority: Authority | None = AUTHORITY

    def write(self, folder: Path) -> x509.Certificate:
        key = rsa.generate_private_key(65537, self.bits) if self.bits else ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        builder = (
            x509.CertificateBuilder(subject_name=subject, public_key=key.public_key())
            .issuer_name(self.authority.name if self.authority else subject)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.start)
            .not_valid_after(self.end)
            .add_extension(x509.ExtendedKeyUsage([self.usage]), critical=False)
        )
        if self.names:
            builder = builder.add_extension(x509.SubjectAlternativeName(self.names), critical=False)
        certificate = builder.sign(self.authority.key if self.authority else key, hashes.SHA256())
        (folder / "server.pem").write_bytes(certificate.public_bytes(PEM))
        plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (folder / "server.key").write_bytes(key.private_bytes(PEM, *plain))
        (folder / "ca.pem").write_bytes(AUTHORITY.certificate.public_bytes(PEM))
        return certificate


def revoke(certificate: x509.Certificate, folder: Path) -> None:
    """Put a list of what the authority has revoked beside it."""
    revoked = x509.RevokedCertificateBuilder(certificate.serial_number, NOW).build()
    crl = x509.CertificateRevocationListBuilder(AUTHORITY.name, NOW - DAY, NOW + DAY).add_revoked_certificate(revoked)
    with (folder / "ca.pem").open("ab") as file:
        file.write(crl.sign(AUTHORITY.key, hashes.SHA256()).public_bytes(PEM))


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # it shows what a strict one would not
    context.load_cert_chain(folder / "server.pem", folder / "server.key")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if await reader.read(1):
            writer.write(bytes.fromhex("20 03 00 00 00"))
            await reader.read(-1)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def examined(folder: Path, port: int) -> Examination:
    tls = TlsSettings(trust=Trust.CA_FILE, ca_file=str(folder / "ca.pem"))
    patient = Profile(scheme=Scheme.MQTTS, host="localhost", port=port, tls=tls, subscriptions=())
    return await soon(examine(patient, ProfileSecrets(), hold_s=0.0), 10)


@pytest.mark.parametrize(
    ("wrong", "cause", "words"),
    [
        (Wrong(), None, ""),
        (Wrong(start=NOW - 20 * DAY, end=NOW - DAY), Cause.CERTIFICATE_EXPIRED, "valid until"),
        (Wrong(start=NOW + DAY), Cause.CERTIFICATE_NOT_YET_VALID, "valid from"),
        (Wrong(names=ELSEWHERE), Cause.CERTIFICATE_WRONG_HOST, "elsewhere.invalid, *.elsewhere.invalid"),
        (Wrong(names=()), None, ""),  # then the common name counts
        (Wrong(authority=OTHER), Cause.CERTIFICATE_UNKNOWN_ISSUER, "Test CA other"),
        (Wrong(authority=None), Cause.CERTIFICATE_SELF_SIGNED, "localhost"),
        (Wrong(usage=ExtendedKeyUsageOID.CLIENT_AUTH), Cause.CERTIFICATE_BAD, "purpose"),
        (Wrong(bits=1024), Cause.CERTIFICATE_BAD, "key too weak"),
    ],
    ids=["right", "expired", "not yet", "elsewhere", "nameless", "unknown", "self-signed", "for clients", "weak key"],
)
async def test_each_is_named_with_its_facts(tmp_path: Path, wrong: Wrong, cause: Cause | None, words: str) -> None:
    wrong.write(tmp_path)
    async with serving(tmp_path) as port:
        examination = await examined(tmp_path, port)
    assert (examination.fatal.cause if examination.fatal else None) is cause
    if examination.fatal is not None:
        told = " ".join(diagnosis_text(examination.fatal))
        assert words in told
        assert "{" not in told
        failed = next(step for step in examination.steps if step.error is not None)
        assert failed.step is Step.TLS
    assert [each.subject for each in examination.chain] == ["CN=localhost"]


async def test_a_revoked_certificate_is_named_where_the_authority_says_so(tmp_path: Path) -> None:
    certificate = Wrong().write(tmp_path)
    revoke(certificate, tmp_path)
    async with serving(tmp_path) as port:
        examination = await examined(tmp_path, port)
    assert examination.fatal is not None
    assert examination.fatal.cause is Cause.CERTIFICATE_REVOKED


async def test_one_that_was_not_revoked_passes_the_list(tmp_path: Path) -> None:
    revoke(Wrong().write(tmp_path), tmp_path)
    crl = (tmp_path / "ca.pem").read_bytes()
    Wrong().write(tmp_path)
    (tmp_path / "ca.pem").write_bytes(crl)
    async with serving(tmp_path) as port:
        assert (await examined(tmp_path, port)).fatal is None


async def test_the_whole_chain_is_shown_after_a_failure_and_after_a_success(tmp_path: Path) -> None:
    Wrong().write(tmp_path)
    with (tmp_path / "server.pem").open("ab") as file:
        file.write(AUTHORITY.certificate.public_bytes(PEM))
    async with serving(tmp_path) as port:
        trusted = await examined(tmp_path, port)
        (tmp_path / "ca.pem").write_bytes(OTHER.certificate.public_bytes(PEM))
        distrusted = await examined(tmp_path, port)
    assert trusted.fatal is None
    assert distrusted.fatal is not None
    for examination in (trusted, distrusted):
        assert [each.subject for each in examination.chain] == ["CN=localhost", "CN=Test CA ca"]


async def test_what_the_server_showed_stands_in_the_failed_step_and_in_the_report(tmp_path: Path) -> None:
    certificate = Wrong(authority=OTHER).write(tmp_path)
    async with serving(tmp_path) as port:
        examination = await examined(tmp_path, port)
    failed = next(step for step in examination.steps if step.error is not None)
    facts = dict(step_facts(failed, examination))
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    assert facts["Certificate for"] == "CN=localhost"
    assert facts["Issued by"] == "CN=Test CA other"
    assert facts["SHA-256"] == fingerprint
    rows = [StepRow(step=failed.step, state=StepState.FAILED, done=failed)]
    assert fingerprint in report_text(rows, examination)
