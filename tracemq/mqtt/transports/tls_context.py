"""Turns TLS options into an SSL context; whatever is wrong with a file is named."""

from __future__ import annotations

import asyncio
import os
import secrets
import ssl
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Final

from tracemq.mqtt.addresses import Address
from tracemq.mqtt.derivation_cost import MAX_ROUNDS, rounds
from tracemq.mqtt.errors import FileFault, RefusedLocally, TlsFileInvalid
from tracemq.mqtt.options import ConnectOptions, TlsOptions
from tracemq.mqtt.pem import blocks, der
from tracemq.mqtt.tasks import call_safely

from . import pkcs12
from .base import Step, StepDone, Trace

VERSIONS: Final = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}
MAX_KEY_BYTES: Final = 4 << 20
_BUNDLE_FAULTS: Final = {
    pkcs12.NO_BUNDLE: FileFault.NOT_A_CERTIFICATE,
    pkcs12.NO_CERTIFICATE: FileFault.NOT_A_CERTIFICATE,
    pkcs12.NO_KEY: FileFault.NOT_A_KEY,
}


async def context_for(address: Address, options: ConnectOptions, trace: Trace) -> ssl.SSLContext | None:
    """The context for an encrypted connection, made in a thread: to read the system's trust store takes a while.

    It is made before anything is sent: what is wrong with a file is told as a failed step.
    """
    if not address.scheme.encrypted:
        return None
    tls = options.tls or TlsOptions()
    if tls.context is not None:
        return tls.context
    started = time.monotonic()
    try:
        return await asyncio.to_thread(make_context, tls)
    except RefusedLocally as fault:
        call_safely(trace, StepDone(step=Step.TLS, seconds=time.monotonic() - started, error=fault))
        raise


def verifies(options: TlsOptions | None, context: ssl.SSLContext) -> bool:
    """Whether a server that was not meant would be found out: by its certificate, or because it lacks the key."""
    return context.verify_mode is not ssl.CERT_NONE or (options is not None and options.psk_key is not None)


def make_context(options: TlsOptions) -> ssl.SSLContext:
    """The context; raises TlsFileInvalid, or RefusedLocally for what this Python cannot do."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of TLS 1.0 and 1.1, which some servers have nothing above
        context.minimum_version = VERSIONS[options.minimum_version]
    if VERSIONS[options.minimum_version] < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # OpenSSL 3 has none of TLS 1.0 and 1.1 above that level
    if options.ciphers:
        try:
            context.set_ciphers(options.ciphers)
        except ssl.SSLError as fault:
            raise RefusedLocally(f"OpenSSL knows no cipher of {options.ciphers!r}") from fault
    if options.alpn:
        context.set_alpn_protocols(list(options.alpn))
    _trust(context, options)
    if options.cert_file:
        load_client_certificate(context, options.cert_file, options.key_file, options.key_password)
    if options.psk_key is not None:
        _use_psk(context, options.psk_identity, options.psk_key)
    if key_log := os.environ.get("SSLKEYLOGFILE"):
        context.keylog_filename = key_log
    return context


def _trust(context: ssl.SSLContext, options: TlsOptions) -> None:
    if not options.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return
    context.check_hostname = options.check_host
    if not (options.ca_file or options.ca_folder):
        context.load_default_certs(ssl.Purpose.SERVER_AUTH)
        return
    if options.ca_file:
        _check_there(options.ca_file)
        try:
            context.load_verify_locations(cafile=options.ca_file)
        except (ssl.SSLError, UnicodeDecodeError) as fault:
            raise TlsFileInvalid(FileFault.NOT_A_CERTIFICATE, options.ca_file) from fault
    if options.ca_folder:
        _trust_folder(context, Path(options.ca_folder))
    if context.cert_store_stats()["crl"]:  # ssl never fetches lists of what was revoked: they come beside the authority
        context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF


def _trust_folder(context: ssl.SSLContext, folder: Path) -> None:
    """OpenSSL looks only at names like 9d66eef0.0 (openssl rehash); people have plain files: take both."""
    if not folder.is_dir():
        raise TlsFileInvalid(FileFault.MISSING, str(folder))
    context.load_verify_locations(capath=str(folder))
    for path in sorted(folder.iterdir()):
        if path.suffix in {".pem", ".crt", ".cer"} and path.is_file():
            try:
                context.load_verify_locations(cafile=str(path))
            except (ssl.SSLError, OSError):  # a key or something else that lies beside them
                continue


def load_client_certificate(
    context: ssl.SSLContext, cert_file: str, key_file: str | None, password: str | None
) -> None:
    """Load certificate and key from PEM files, or both from PKCS #12."""
    _check_there(cert_file)
    if cert_file.lower().endswith(pkcs12.ENDINGS):
        _load_pkcs12(context, cert_file, password)
        return
    if key_file:
        _check_there(key_file)
    _check_pem_cost(key_file or cert_file)
    asked = False

    def give() -> bytes:  # without a function OpenSSL would ask on the terminal
        nonlocal asked
        asked = True
        return (password or "").encode()

    try:
        context.load_cert_chain(cert_file, key_file, give)
    except (ssl.SSLError, ValueError) as fault:
        raise _pem_fault(fault, cert_file, key_file, asked, password) from fault


def _pem_fault(
    fault: Exception, cert_file: str, key_file: str | None, asked: bool, password: str | None
) -> TlsFileInvalid:
    key_path = key_file or cert_file
    if getattr(fault, "reason", None) == "KEY_VALUES_MISMATCH":
        return TlsFileInvalid(FileFault.KEY_OF_ANOTHER, key_path)
    if asked:
        return TlsFileInvalid(FileFault.WRONG_PASSWORD if password else FileFault.NEEDS_PASSWORD, key_path)
    certificate = "-----BEGIN CERTIFICATE-----" in Path(cert_file).read_text("ascii", errors="replace")
    return (
        TlsFileInvalid(FileFault.NOT_A_KEY, key_path)
        if certificate
        else TlsFileInvalid(FileFault.NOT_A_CERTIFICATE, cert_file)
    )


def _load_pkcs12(context: ssl.SSLContext, path: str, password: str | None) -> None:
    """ssl reads keys from files only: one with mode 0600, encrypted under a random passphrase, deleted at once."""
    data = _read_key(path)
    cost = _check_cost(data, path)
    if cost is None:
        raise TlsFileInvalid(FileFault.NOT_A_CERTIFICATE, path)
    passphrase = secrets.token_urlsafe(32).encode()
    open_it = pkcs12.pem_of if cost <= pkcs12.QUICK_ROUNDS else pkcs12.pem_of_costly
    try:
        content = open_it(data, password.encode() if password else None, passphrase)
    except pkcs12.BundleError as fault:
        needed = FileFault.WRONG_PASSWORD if password else FileFault.NEEDS_PASSWORD
        raise TlsFileInvalid(_BUNDLE_FAULTS.get(fault.word, needed), path) from fault
    handle, name = tempfile.mkstemp(suffix=".pem")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        context.load_cert_chain(name, password=passphrase)
    finally:
        Path(name).unlink()


def _check_pem_cost(path: str) -> None:
    for block in blocks(_read_key(path)):
        if block.label == "ENCRYPTED PRIVATE KEY":  # the older form has one round
            _check_cost(der(block) or b"", path)


def _check_cost(data: bytes, path: str) -> int | None:
    """The number of rounds, None where there is none to be read; too many are refused.

    Whoever made the file chose it: thousands of millions take hours, and nothing stops them.
    """
    cost = rounds(data)
    if cost is not None and cost > MAX_ROUNDS:
        raise TlsFileInvalid(FileFault.COSTLY, path)
    return cost


def _read_key(path: str) -> bytes:
    with Path(path).open("rb") as file:
        data = file.read(MAX_KEY_BYTES + 1)
    if len(data) > MAX_KEY_BYTES:
        raise TlsFileInvalid(FileFault.NOT_A_KEY, path)
    return data


def _use_psk(context: ssl.SSLContext, identity: str | None, key: bytes) -> None:
    if sys.version_info < (3, 13):
        raise RefusedLocally("TLS-PSK needs Python 3.13 or newer")
    context.check_hostname = False  # the key itself proves the server
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # servers with keys of 1.2 refuse those of 1.3
    context.set_ciphers("PSK")
    context.set_psk_client_callback(lambda hint: (identity, key))


def _check_there(path: str) -> None:
    try:
        with Path(path).open("rb"):
            pass
    except FileNotFoundError as fault:
        raise TlsFileInvalid(FileFault.MISSING, path) from fault
    except OSError as fault:
        raise TlsFileInvalid(FileFault.UNREADABLE, path) from fault
