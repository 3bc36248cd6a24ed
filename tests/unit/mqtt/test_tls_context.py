"""Tests of what is refused while TLS options become a context."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.certificates import Certificates
from tracemq.mqtt import TlsOptions
from tracemq.mqtt.errors import FileFault, TlsFileInvalid
from tracemq.mqtt.transports.tls_context import make_context

PASSPHRASE = "secret"
ASKED, PATCHED = b"\x02\x03\x01\x11\x70", b"\x02\x03\x7f\xff\xff"  # 70,000 and eight million rounds


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl tool")
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
