"""The secrets of a profile, read from where they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracemq.profiles.profile import AuthMethod, ClientCertificate, Profile
from tracemq.profiles.secrets import SecretKind, Secrets, header_secret_id, secret_id


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProfileSecrets:
    """The secrets of one profile, in memory while it connects; `headers` has the secret ones by name."""

    password: str | None = None
    key_passphrase: str | None = None
    psk: str | None = None  # hexadecimal digits
    proxy_password: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def read_secrets(secrets: Secrets, profile: Profile) -> ProfileSecrets:
    """Read what a profile needs to connect, and nothing else: a locked key ring may ask its user. Blocks."""

    def value(kind: SecretKind, *, needed: bool) -> str | None:
        return secrets.get(secret_id(profile.id, kind)) if needed else None

    encrypted = profile.scheme.encrypted
    return ProfileSecrets(
        password=value(SecretKind.PASSWORD, needed=profile.authentication is not AuthMethod.NONE),
        key_passphrase=value(
            SecretKind.KEY_PASSPHRASE,
            needed=encrypted and profile.tls.certificate is not ClientCertificate.NONE,
        ),
        psk=value(SecretKind.PSK, needed=encrypted and bool(profile.tls.psk_identity)),
        proxy_password=value(SecretKind.PROXY_PASSWORD, needed=bool(profile.proxy.username)),
        headers={
            header.name: kept
            for header in profile.websocket.headers
            if header.secret and profile.scheme.websocket
            if (kept := secrets.get(header_secret_id(profile.id, header.name))) is not None
        },
    )
