"""What stands in certificate and key files is told, whatever they are, in little time and memory."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.ber import in_pieces
from tests.support.certificates import Certificates
from tracemq.profiles.profile import ClientCertificate, TlsSettings, Trust
from tracemq.workspace.file_facts import FileFacts, Finding, KeyFacts
from tracemq.workspace.tls_files import MAX_BYTES, needs_passphrase, tls_files

PASSPHRASE = "secret"
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl tool")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    certificates = Certificates(tmp_path_factory.mktemp("certificates"))
    for key in certificates.folder.glob("*.key"):
        key.chmod(0o600)
    return certificates


def ca(path: object, now: dt.datetime | None = None) -> FileFacts:
    return tls_files(TlsSettings(trust=Trust.CA_FILE, ca_file=str(path)), now=now)["tls.ca_file"]


def pem(certificate: object, key: object = "", passphrase: str = "") -> dict[str, FileFacts]:
    settings = TlsSettings(certificate=ClientCertificate.PEM, cert_file=str(certificate), key_file=str(key))
    return tls_files(settings, passphrase)


def p12(path: object, passphrase: str = "") -> FileFacts:
    return tls_files(TlsSettings(certificate=ClientCertificate.P12, p12_file=str(path)), passphrase)["tls.p12_file"]


def test_nothing_chosen_gives_nothing() -> None:
    assert tls_files(TlsSettings()) == {}


def test_only_files_that_would_be_used_are_looked_at(made: Certificates) -> None:
    settings = TlsSettings(ca_file=made.path("ca.pem"), cert_file=made.path("client.pem"))
    assert tls_files(settings) == {}


def test_an_authority_is_told_with_its_dates(made: Certificates) -> None:
    facts = ca(made.path("ca.pem"))
    (certificate,) = facts.certificates
    assert (certificate.short_subject, certificate.authority, certificate.self_signed) == ("Test CA ca", True, True)
    assert facts.findings == ()


def test_a_server_certificate_as_authority_is_warned_about(made: Certificates) -> None:
    assert ca(made.path("server.pem")).findings == (Finding.NOT_AN_AUTHORITY,)
    assert ca(made.path("self-signed.pem")).findings == ()  # which OpenSSL takes


def test_dates_are_judged_by_the_clock(made: Certificates) -> None:
    now = dt.datetime.now(dt.UTC)
    assert Finding.EXPIRED in ca(made.path("ca.pem"), now + dt.timedelta(days=4000)).findings
    assert Finding.NOT_YET_VALID in ca(made.path("ca.pem"), now - dt.timedelta(days=9)).findings
    assert Finding.EXPIRES_SOON in ca(made.path("ca.pem"), now + dt.timedelta(days=3640)).findings


def test_a_bundle_is_counted(made: Certificates, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_bytes(
        b"".join(Path(made.path(name)).read_bytes() for name in ("ca.pem", "other-ca.pem", "expired.pem"))
    )
    facts = ca(bundle)
    assert (len(facts.certificates), facts.expired, facts.findings) == (3, 1, ())


def test_a_folder_of_authorities_is_counted_once_each(made: Certificates, tmp_path: Path) -> None:
    for name in ("a.pem", "b.crt"):
        (tmp_path / name).write_bytes(Path(made.path("ca.pem")).read_bytes())
    (tmp_path / "c.pem").write_bytes(b"not a certificate")
    settings = TlsSettings(trust=Trust.CA_FOLDER, ca_folder=str(tmp_path))
    assert len(tls_files(settings)["tls.ca_folder"].certificates) == 1


@pytest.mark.parametrize(
    ("name", "finding"),
    [("nowhere", Finding.MISSING), ("file", Finding.NOT_A_FOLDER), ("empty", Finding.NO_CERTIFICATE)],
)
def test_a_folder_that_is_none_is_told(tmp_path: Path, name: str, finding: Finding) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    settings = TlsSettings(trust=Trust.CA_FOLDER, ca_folder=str(tmp_path / name))
    assert tls_files(settings)["tls.ca_folder"].findings == (finding,)


def test_a_client_certificate_and_its_key_belong_together(made: Certificates) -> None:
    found = pem(made.path("client.pem"), made.path("client.key"))
    assert found["tls.cert_file"].certificates[0].short_issuer == "Test CA ca"
    assert found["tls.cert_file"].findings == ()
    key = found["tls.key_file"].key
    assert key is not None
    assert (key.kind, key.size, key.belongs) == ("EC", "secp256r1", True)


def test_the_key_of_another_certificate_is_told(made: Certificates) -> None:
    found = pem(made.path("client.pem"), made.path("client-bad.key"))
    assert found["tls.key_file"].findings == (Finding.KEY_OF_ANOTHER,)


def test_without_a_key_file_the_key_is_looked_for_in_the_certificates_file(made: Certificates, tmp_path: Path) -> None:
    both = tmp_path / "both.pem"
    both.write_bytes(Path(made.path("client.key")).read_bytes() + Path(made.path("client.pem")).read_bytes())
    both.chmod(0o600)
    found = pem(both)
    assert found["tls.key_file"].findings == found["tls.cert_file"].findings == ()
    assert pem(made.path("client.pem"))["tls.key_file"].findings == (Finding.IS_A_CERTIFICATE,)


def test_a_servers_certificate_does_not_fit_a_client(made: Certificates) -> None:
    assert pem(made.path("server.pem"))["tls.cert_file"].findings == (Finding.NOT_FOR_CLIENTS,)
    assert Finding.EXPIRED in pem(made.path("expired.pem"))["tls.cert_file"].findings
    assert Finding.IS_AN_AUTHORITY in pem(made.path("ca.pem"))["tls.cert_file"].findings


@pytest.mark.parametrize(
    ("passphrase", "findings"),
    [("", (Finding.NEEDS_PASSPHRASE,)), ("wrong", (Finding.WRONG_PASSPHRASE,)), (PASSPHRASE, ())],
)
def test_a_locked_key_and_a_bundle_say_whether_the_passphrase_fits(
    made: Certificates, passphrase: str, findings: tuple[Finding, ...]
) -> None:
    key = pem(made.path("client.pem"), made.path("client-enc.key"), passphrase)["tls.key_file"]
    bundle = p12(made.path("client.p12"), passphrase)
    assert key.findings == bundle.findings == findings
    assert key.wants_passphrase == bundle.wants_passphrase == bool(findings)
    if not findings:
        assert bundle.certificates[0].short_subject == "alice"
        assert bundle.key is not None
        assert bundle.key.belongs


def test_what_must_be_asked_for_is_known_before_connecting(made: Certificates) -> None:
    locked = TlsSettings(
        certificate=ClientCertificate.PEM, cert_file=made.path("client.pem"), key_file=made.path("client-enc.key")
    )
    assert needs_passphrase(locked) is Finding.NEEDS_PASSPHRASE
    assert needs_passphrase(locked, "wrong") is Finding.WRONG_PASSPHRASE
    assert needs_passphrase(locked, PASSPHRASE) is None
    assert needs_passphrase(TlsSettings()) is None


def test_a_bundle_whose_name_does_not_say_so_is_told(made: Certificates, tmp_path: Path) -> None:
    other = tmp_path / "client.bin"
    other.write_bytes(Path(made.path("client.p12")).read_bytes())
    assert Finding.NAME_ENDING in p12(other, PASSPHRASE).findings


def test_one_kind_of_file_in_place_of_another_is_named(made: Certificates, tmp_path: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    der = tmp_path / "ca.cer"
    der.write_bytes(x509.load_pem_x509_certificate(Path(made.path("ca.pem")).read_bytes()).public_bytes(Encoding.DER))
    assert ca(der).findings == (Finding.IS_DER,)
    assert ca(made.path("client.p12")).findings == (Finding.IS_PKCS12,)
    assert ca(made.path("client.key")).findings == (Finding.IS_A_KEY,)
    assert p12(made.path("client.pem")).findings == (Finding.NOT_PKCS12,)
    assert pem(made.path("client.pem"), made.path("client.p12"))["tls.key_file"].findings == (Finding.IS_PKCS12,)
    for label, finding in (("CERTIFICATE REQUEST", Finding.IS_REQUEST), ("PUBLIC KEY", Finding.IS_PUBLIC_KEY)):
        der.write_text(f"-----BEGIN {label}-----\nAAAA\n-----END {label}-----\n")
        assert ca(der).findings == (finding,)
    der.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")
    assert pem(made.path("client.pem"), der)["tls.key_file"].findings == (Finding.IS_SSH_KEY,)


def test_a_key_that_others_may_read_is_warned_about(made: Certificates, tmp_path: Path) -> None:
    key = tmp_path / "open.key"
    key.write_bytes(Path(made.path("client.key")).read_bytes())
    key.chmod(0o644)
    assert pem(made.path("client.pem"), key)["tls.key_file"].findings == (Finding.OTHERS_MAY_READ,)


def test_hostile_files_are_told_at_once(tmp_path: Path) -> None:
    large = tmp_path / "large.pem"
    with large.open("wb") as file:
        file.truncate(100 << 20)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    empty, binary = tmp_path / "empty", tmp_path / "binary.p12"
    empty.touch()
    binary.write_bytes(os.urandom(100_000))
    begins = tmp_path / "begins.pem"
    begins.write_bytes(b"-----BEGIN CERTIFICATE-----\n" * (MAX_BYTES // 28))
    pairs = tmp_path / "pairs.pem"
    pairs.write_bytes(b"-----BEGIN A-----\n-----END B-----\n" * (MAX_BYTES // 40))
    began = time.monotonic()
    for path, finding in (
        (large, Finding.TOO_LARGE),
        (tmp_path, Finding.NOT_A_FILE),
        (pipe, Finding.NOT_A_FILE),
        (empty, Finding.EMPTY),
        (tmp_path / "none", Finding.MISSING),
        (tmp_path / "empty" / "below", Finding.MISSING),
        ("with\0nul", Finding.UNREADABLE),
        ("~nobody-has-this-name/x", Finding.MISSING),
        (begins, Finding.NO_CERTIFICATE),
        (pairs, Finding.NO_CERTIFICATE),
        (binary, Finding.NO_CERTIFICATE),
    ):
        assert ca(path).findings == (finding,), path
        assert pem(path)["tls.cert_file"].findings == (finding,)
    assert p12(binary).findings == (Finding.NOT_PKCS12,)
    assert time.monotonic() - began < 5


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(made: Certificates, tmp_path: Path) -> None:
    secret = tmp_path / "secret.pem"
    secret.write_bytes(Path(made.path("ca.pem")).read_bytes())
    secret.chmod(0)
    assert ca(secret).findings == (Finding.UNREADABLE,)


def test_a_damaged_certificate_is_told_beside_the_good_ones(made: Certificates, tmp_path: Path) -> None:
    both = tmp_path / "both.pem"
    good = Path(made.path("ca.pem")).read_bytes()
    both.write_bytes(good + b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    facts = ca(both)
    assert (len(facts.certificates), facts.findings) == (1, (Finding.DAMAGED,))


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@needs_openssl
def test_a_file_that_asks_for_endless_work_is_not_opened(
    made: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, bundle = tmp_path / "slow.key", tmp_path / "slow.p12"
    many = ("-passout", f"pass:{PASSPHRASE}", "-iter", "60000")
    inputs = ("-in", made.path("client.pem"), "-inkey", made.path("client.key"))
    openssl("pkcs8", "-topk8", "-in", made.path("client.key"), "-out", key, *many)
    openssl("pkcs12", "-export", *inputs, "-out", bundle, *many)
    assert pem(made.path("client.pem"), key, PASSPHRASE)["tls.key_file"].findings == (Finding.COSTLY,)
    opened = p12(bundle, PASSPHRASE)  # in a process of its own
    assert (opened.findings, len(opened.certificates), opened.key) == (
        (),
        1,
        KeyFacts(kind="EC", size="secp256r1", belongs=True),
    )
    assert p12(bundle, "x").findings == (Finding.WRONG_PASSPHRASE,)
    monkeypatch.setattr("tracemq.workspace.tls_files.MAX_ROUNDS", 50_000)
    assert p12(bundle, PASSPHRASE).findings == (Finding.COSTLY,)
    assert p12(bundle).wants_passphrase


@needs_openssl
def test_a_bundle_without_lengths_and_with_octets_in_pieces_is_read(made: Certificates, tmp_path: Path) -> None:
    bundle, inputs = tmp_path / "few.p12", ("-in", made.path("client.pem"), "-inkey", made.path("client.key"))
    openssl("pkcs12", "-export", *inputs, "-out", bundle, "-passout", f"pass:{PASSPHRASE}", "-iter", "3000")
    plain = bundle.read_bytes()
    for piece in (100, 300, 5000):
        bundle.write_bytes(in_pieces(plain, piece))
        assert p12(bundle, PASSPHRASE).certificates
        assert p12(bundle, "x").findings == (Finding.WRONG_PASSPHRASE,)
    bundle.write_bytes(plain[:40] + b"\x30\x80" * 100)
    assert p12(bundle, PASSPHRASE).findings == (Finding.DAMAGED,)
