"""Certificates of every kind that a TLS test needs, made anew in a folder; never for real use.

ca.pem (to trust), other-ca.pem (not to); server and renewed (localhost, 127.0.0.1, ::1), wrong-host, expired,
self-signed; client (CN=alice), client-bad (of the other authority), client-enc.key (the same key, password "secret"),
client.p12 (same).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSWORD = b"secret"
PEM = serialization.Encoding.PEM
Key = ec.EllipticCurvePrivateKey
HERE: tuple[x509.GeneralName, ...] = (
    x509.DNSName("localhost"),
    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    x509.IPAddress(ipaddress.ip_address("::1")),
)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Authority:
    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Test CA {name}")])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        self.certificate = (
            x509.CertificateBuilder(self.name, self.name, self.key.public_key(), x509.random_serial_number())
            .not_valid_before(_now() - dt.timedelta(days=1))
            .not_valid_after(_now() + dt.timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )


class Certificates:
    """All of them, written below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        ca, other = Authority("ca"), Authority("other-ca")
        for name, authority in (("ca", ca), ("other-ca", other)):
            (folder / f"{name}.pem").write_bytes(authority.certificate.public_bytes(PEM))
        server = (ExtendedKeyUsageOID.SERVER_AUTH,)
        client = (ExtendedKeyUsageOID.CLIENT_AUTH,)
        elsewhere = (x509.DNSName("not-this-host.invalid"),)
        self._leaf("server", "localhost", HERE, server, ca)
        self._leaf("renewed", "localhost", HERE, server, ca)
        self._leaf("wrong-host", "not-this-host.invalid", elsewhere, server, ca)
        self._leaf("expired", "localhost", HERE, server, ca, expired=True)
        self._leaf("self-signed", "localhost", HERE, server, None)
        key, certificate = self._leaf("client", "alice", (x509.DNSName("alice"),), client, ca)
        self._leaf("client-bad", "mallory", (x509.DNSName("mallory"),), client, other)
        locked = serialization.BestAvailableEncryption(PASSWORD)
        (folder / "client-enc.key").write_bytes(key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, locked))
        bundle = pkcs12.serialize_key_and_certificates(b"alice", key, certificate, [ca.certificate], locked)
        (folder / "client.p12").write_bytes(bundle)

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def _leaf(
        self,
        file: str,
        common_name: str,
        names: tuple[x509.GeneralName, ...],
        usage: tuple[x509.ObjectIdentifier, ...],
        authority: Authority | None,
        *,
        expired: bool = False,
    ) -> tuple[Key, x509.Certificate]:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
        day = dt.timedelta(days=1)
        start, end = (_now() - 20 * day, _now() - 10 * day) if expired else (_now() - day, _now() + 365 * day)
        issuer = authority.name if authority else subject
        builder = (
            x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.ExtendedKeyUsage(usage), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        )
        if authority:
            builder = builder.add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False
            )
        certificate = builder.sign(authority.key if authority else key, hashes.SHA256())
        (self.folder / f"{file}.pem").write_bytes(certificate.public_bytes(PEM))
        (self.folder / f"{file}.key").write_bytes(
            key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        return key, certificate
