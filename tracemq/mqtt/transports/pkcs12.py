"""PKCS #12 bytes become PEM that ssl can load, in a process of its own where opening them takes long.

The library that opens them lets no other thread run meanwhile, and a million rounds are about a second: too long for a
window, or for other connections. This file is also what that process runs, so it imports nothing of ours.
"""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import Final

ENDINGS: Final = (".p12", ".pfx")  # of a name, by which such a file is told from PEM
QUICK_ROUNDS: Final = 50_000  # some 30 ms; OpenSSL makes 2,048, Java 10,000
PATIENCE_S: Final = 60.0
_LENGTHS: Final = 4  # bytes of the length before each part of what goes through the pipes


class BundleError(ValueError):
    """The bytes could not be opened; `word` is one of WRONG, NO_BUNDLE, NO_CERTIFICATE and NO_KEY."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


WRONG: Final = "wrong"  # the password, or none was given and one is needed
NO_BUNDLE: Final = "no bundle"
NO_CERTIFICATE: Final = "no certificate"
NO_KEY: Final = "no key"


def pem_of(data: bytes, password: bytes | None, passphrase: bytes | None) -> bytes:
    """The key, locked with the passphrase, its certificate and those beside it; raises BundleError.

    Without a passphrase only the public half of the key is given, for those who look and do not use.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that it is BER: so are those of Firefox
            bundle = pkcs12.load_pkcs12(data, password)
    except (ValueError, TypeError, UnsupportedAlgorithm, OverflowError) as fault:
        raise BundleError(WRONG if "password" in str(fault).lower() else NO_BUNDLE) from fault
    if bundle.cert is None or bundle.key is None:
        raise BundleError(NO_CERTIFICATE if bundle.cert is None else NO_KEY)
    pem = serialization.Encoding.PEM
    if passphrase is None:
        key = bundle.key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    else:
        lock = serialization.BestAvailableEncryption(passphrase)
        key = bundle.key.private_bytes(pem, serialization.PrivateFormat.PKCS8, lock)
    chain = [bundle.cert, *bundle.additional_certs]
    return key + b"".join(item.certificate.public_bytes(pem) for item in chain)


def has_process() -> bool:
    """Whether this Python can start another one of itself; a program that was packed into one file cannot."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


def pem_of_costly(data: bytes, password: bytes | None, passphrase: bytes | None) -> bytes:
    """As `pem_of`, without holding up other threads, if there can be a process for it. Secrets go through pipes."""
    if not has_process():
        return pem_of(data, password, passphrase)
    given = [data, passphrase or b"", *([] if password is None else [password])]
    try:
        done = subprocess.run(  # noqa: S603 - this Python, and this file
            [sys.executable, "-P", __file__],
            input=b"".join(len(part).to_bytes(_LENGTHS, "big") + part for part in given),
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError):
        return pem_of(data, password, passphrase)
    if done.returncode == 0:
        return done.stdout
    word = done.stdout.decode("ascii", "replace")
    if word in {WRONG, NO_BUNDLE, NO_CERTIFICATE, NO_KEY}:
        raise BundleError(word)
    return pem_of(data, password, passphrase)  # the process did not get as far as that


def main() -> int:
    """What the process does: from its input to its output."""
    given = sys.stdin.buffer.read()
    parts: list[bytes] = []
    while given:
        end = _LENGTHS + int.from_bytes(given[:_LENGTHS], "big")
        parts.append(given[_LENGTHS:end])
        given = given[end:]
    data, passphrase, *password = parts
    try:
        answer, status = pem_of(data, password[0] if password else None, passphrase or None), 0
    except BundleError as fault:
        answer, status = fault.word.encode(), 1
    sys.stdout.buffer.write(answer)
    return status


if __name__ == "__main__":
    sys.exit(main())
