"""How much work a file asks for is known before any of it is done, whatever the file is made of."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.ber import in_pieces
from tests.support.certificates import Certificates
from tracemq.mqtt.derivation_cost import MAX_NODES, SCRYPT_SHARE, rounds
from tracemq.mqtt.pem import blocks, der

PASSPHRASE = "secret"
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl tool")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


def key(made: Certificates, path: Path, *how: str) -> bytes:
    written = ("-in", made.path("client.key"), "-out", str(path), "-outform", "DER", "-passout", f"pass:{PASSPHRASE}")
    subprocess.run(["openssl", "pkcs8", "-topk8", *written, *how], check=True, capture_output=True)
    return path.read_bytes()


def bundle(made: Certificates, path: Path, *how: str) -> bytes:
    pair = ("-in", made.path("client.pem"), "-inkey", made.path("client.key"), "-passout", f"pass:{PASSPHRASE}")
    subprocess.run(["openssl", "pkcs12", "-export", *pair, "-out", path, *how], check=True, capture_output=True)
    return path.read_bytes()


@needs_openssl
def test_the_number_stands_in_keys_and_bundles(made: Certificates, tmp_path: Path) -> None:
    for data in (key(made, tmp_path / "key", "-iter", "3000"), bundle(made, tmp_path / "p12", "-iter", "3000")):
        assert rounds(data) == 3000
        assert rounds(data.replace(b"\x02\x02\x0b\xb8", b"\x02\x02\x7f\xff")) == 0x7FFF


@needs_openssl
def test_the_rounds_of_scrypt_count_as_well(made: Certificates, tmp_path: Path) -> None:
    usual = rounds(key(made, tmp_path / "usual", "-scrypt"))
    assert usual is not None
    assert usual > 50_000
    costs = ("-scrypt_N", "1024", "-scrypt_r", "4", "-scrypt_p", "2")
    assert rounds(key(made, tmp_path / "light", *costs)) == int(1024 * 4 * 2 * SCRYPT_SHARE)


@needs_openssl
@pytest.mark.parametrize("piece", [16, 100, 300, 5000])
def test_lengths_need_not_be_told_and_octets_may_come_in_pieces(made: Certificates, tmp_path: Path, piece: int) -> None:
    assert rounds(in_pieces(bundle(made, tmp_path / "p12", "-iter", "3000"), piece)) == 3000
    assert rounds(in_pieces(key(made, tmp_path / "key", "-iter", "3000"), piece)) == 3000


@given(st.binary(max_size=200), st.integers(0, 40))
def test_whatever_the_bytes_are_the_walk_ends(data: bytes, depth: int) -> None:
    for each in (data, b"\x30\x80" * depth + data, b"\x24\x80" * depth + data + b"\0\0" * depth):
        found = rounds(each)
        assert found is None or found >= 0


@pytest.mark.parametrize("data", [b"", b"\x30\x80\x00\x00", b"\x30\x00", b"\x04\x02\x30\x80", b"\x24\x03\x04\x01\x30"])
def test_what_asks_for_nothing_asks_for_no_rounds(data: bytes) -> None:
    assert rounds(data) == 0


@pytest.mark.parametrize(
    "data",
    [
        b"\x30",  # no length
        b"\x30\x80",  # no end
        b"\x04\x80\x00\x00",  # only what has parts may be without a length
        b"\x30\x84\xff\xff\xff\xff",  # longer than all of it
        b"\x30\x85\x00\x00\x00\x00\x00",  # a length of more than four bytes
        b"\x30\x82\x01",  # half a length
        b"\x1f\x81\x01\x00",  # a tag of several bytes
        b"\x30\x00" * (MAX_NODES + 1),
        b"\x30\x80" * 30 + b"\0\0" * 30,  # deeper than any key
        b"\x24\x80" * 30 + b"\0\0" * 30,
    ],
)
def test_what_is_not_ber_has_no_number_of_rounds(data: bytes) -> None:
    assert rounds(data) is None


def test_the_parts_of_a_pem_file_come_in_order() -> None:
    text = b"noise\n-----BEGIN A-----\nx\n-----END A-----\n-----BEGIN B-----\ny\n-----END B-----"
    assert [each.label for each in blocks(text)] == ["A", "B"]
    assert [der(each) for each in blocks(b"-----BEGIN A-----\n?\n-----END A-----")] == [None]
