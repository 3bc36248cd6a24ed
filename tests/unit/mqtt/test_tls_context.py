"""Tests of what is refused while TLS options become a context."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.ber import in_pieces
from tests.support.certificates import Certificates
from tracemq.mqtt import TlsOptions
from tracemq.mqtt.errors import FileFault, TlsFileInvalid
from tracemq.mqtt.transports import pkcs12
from tracemq.mqtt.transports.tls_context import make_context

PASSPHRASE = "secret"
ASKED, PATCHED = b"\x02\x03\x01\x11\x70", b"\x02\x03\x7f\xff\xff"  # 70,000 and eight million rounds


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl tool")


def bundle_of(made: Certificates, path: Path, rounds: int) -> Path:
    pair = ("-in", made.path("client.pem"), "-inkey", made.path("client.key"))
    openssl("pkcs12", "-export", *pair, "-out", path, "-passout", f"pass:{PASSPHRASE}", "-iter", rounds)
    return path


def load(bundle: Path, password: str | None = PASSPHRASE) -> None:
    make_context(TlsOptions(verify=False, cert_file=str(bundle), key_password=password))


@needs_openssl
def test_a_key_that_asks_for_endless_work_is_named_and_not_opened(made: Certificates, tmp_path: Path) -> None:
    """Real files are patched: opening them would take minutes, and nobody could stop it."""
    key, bundle, certificate = tmp_path / "slow.key", tmp_path / "slow.p12", made.path("client.pem")
    locked = ("-passout", f"pass:{PASSPHRASE}", "-iter", "70000")
    openssl("pkcs8", "-topk8", "-in", made.path("client.key"), "-out", key, "-outform", "DER", *locked)
    openssl("pkcs12", "-export", "-in", certificate, "-inkey", made.path("client.key"), "-out", bundle, *locked)
    make_context(TlsOptions(verify=False, cert_file=str(bundle), key_password=PASSPHRASE))  # as it is, it opens

    assert ASKED in key.read_bytes()
    text = base64.encodebytes(key.read_bytes().replace(ASKED, PATCHED)).decode()
    key.write_text(f"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{text}-----END ENCRYPTED PRIVATE KEY-----\n", "ascii")
    bundle.write_bytes(bundle.read_bytes().replace(ASKED, PATCHED))
    for cert_file, key_file in ((certificate, str(key)), (str(bundle), None)):
        options = TlsOptions(verify=False, cert_file=cert_file, key_file=key_file, key_password=PASSPHRASE)
        with pytest.raises(TlsFileInvalid) as raised:
            make_context(options)
        assert raised.value.fault is FileFault.COSTLY


@needs_openssl
def test_a_bundle_that_takes_long_is_opened_in_a_process_of_its_own_which_nobody_can_listen_to(
    made: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is opened no other thread of the same process would run."""
    quick, costly = bundle_of(made, tmp_path / "quick.p12", 3000), bundle_of(made, tmp_path / "costly.p12", 5000)
    started: list[list[str]] = []
    run = subprocess.run

    def watched(command: list[str], **more: object) -> subprocess.CompletedProcess[bytes]:
        started.append(command)
        return run(command, **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(pkcs12.subprocess, "run", watched)
    monkeypatch.setattr(pkcs12, "QUICK_ROUNDS", 4000)
    load(quick)
    assert started == []
    load(costly)
    assert [command[-1] for command in started] == [pkcs12.__file__]
    assert PASSPHRASE not in " ".join(started[0])
    for password, fault in (("x", FileFault.WRONG_PASSWORD), (None, FileFault.NEEDS_PASSWORD)):
        with pytest.raises(TlsFileInvalid) as raised:
            load(costly, password)
        assert raised.value.fault is fault
    assert len(started) == 3


@needs_openssl
@pytest.mark.parametrize("without", ["an interpreter", "one that starts", "one that knows the way", "time", "files"])
def test_without_such_a_process_it_is_opened_all_the_same(
    made: Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, without: str
) -> None:
    bundle = bundle_of(made, tmp_path / "costly.p12", 5000)
    monkeypatch.setattr(pkcs12, "QUICK_ROUNDS", 4000)
    monkeypatch.setattr(sys, "executable", {"one that starts": "/nowhere", "an interpreter": ""}.get(without, "false"))
    if without == "files":  # a program that was packed into one
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", "/nowhere")
        monkeypatch.setattr(pkcs12.subprocess, "run", None)
    if without == "time":
        monkeypatch.setattr(sys, "executable", shutil.which("cat"))
        monkeypatch.setattr(pkcs12, "PATIENCE_S", 0.0)
    load(bundle)


def test_the_process_answers_with_what_it_has_opened_or_with_a_word(
    made: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(*parts: bytes) -> tuple[int, bytes]:
        given = io.BytesIO(b"".join(len(part).to_bytes(4, "big") + part for part in parts))
        told = io.BytesIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(told, write_through=True))
        status = pkcs12.main()
        return status, told.getvalue()

    bundle = Path(made.path("client.p12")).read_bytes()
    status, opened = answer(bundle, b"for now", PASSPHRASE.encode())
    assert status == 0
    assert opened.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")
    assert answer(bundle, b"for now", b"x") == (1, pkcs12.WRONG.encode())
    assert answer(bundle, b"for now") == (1, pkcs12.WRONG.encode())
    assert answer(b"\x30\x00", b"for now") == (1, pkcs12.NO_BUNDLE.encode())


@needs_openssl
def test_a_bundle_as_firefox_writes_it_opens_and_its_rounds_are_known(made: Certificates, tmp_path: Path) -> None:
    bundle = bundle_of(made, tmp_path / "few.p12", 3000)
    bundle.write_bytes(in_pieces(bundle.read_bytes(), 300))
    load(bundle)
    slow = bundle_of(made, tmp_path / "slow.p12", 70000)
    assert ASKED in slow.read_bytes()
    slow.write_bytes(in_pieces(slow.read_bytes().replace(ASKED, PATCHED), 300))
    with pytest.raises(TlsFileInvalid) as raised:
        load(slow)
    assert raised.value.fault is FileFault.COSTLY


def test_a_bundle_whose_rounds_cannot_be_read_is_not_opened(tmp_path: Path) -> None:
    bundle = tmp_path / "odd.p12"
    bundle.write_bytes(b"\x30\x80" * 30 + b"\x02\x01\x03")
    with pytest.raises(TlsFileInvalid) as raised:
        load(bundle)
    assert raised.value.fault is FileFault.NOT_A_CERTIFICATE
