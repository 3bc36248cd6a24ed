"""A profile and the secrets that are known become those that its user must be asked for before it can connect."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from tracemq.profiles.profile import AuthMethod, ClientCertificate, Profile, ProxyKind, Scheme
from tracemq.profiles.secrets import SecretKind, header_secret_id, secret_id

from .profile_secrets import ProfileSecrets


class Why(Enum):
    NOT_KNOWN = auto()
    LOCKED = auto()  # the key or the PKCS #12 file cannot be opened without it
    WRONG = auto()  # the one that is known does not open it


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One secret; `kind` is None for the value of the HTTP header `header`. One that is `needed` cannot be empty."""

    id: str
    kind: SecretKind | None
    why: Why = Why.NOT_KNOWN
    header: str = ""
    needed: bool = True


def missing_secrets(profile: Profile, known: ProfileSecrets, *, keyring_works: bool) -> tuple[Missing, ...]:
    """Return what to ask for; reads the client certificate's files, so call it from a thread.

    A user name without a password is legal, and some brokers want it so: whoever left the password empty and had it
    remembered is not asked at every connect. It is asked for where it is not to be remembered, or where the keyring
    did not answer, and for methods that are nothing without it.
    """
    found: list[Missing] = []
    method = profile.authentication
    if method is not AuthMethod.NONE and known.password is None:
        needed = method is not AuthMethod.PASSWORD
        if needed or not (profile.remember_password and keyring_works):
            found.append(_missing(profile, SecretKind.PASSWORD, needed=needed))
    if profile.scheme.encrypted:
        found += _of_tls(profile, known)
    proxied = profile.proxy.kind in {ProxyKind.SOCKS5, ProxyKind.HTTP} and profile.scheme is not Scheme.UNIX
    if proxied and profile.proxy.username and known.proxy_password is None:
        found.append(_missing(profile, SecretKind.PROXY_PASSWORD, needed=False))
    if profile.scheme.websocket:
        found += [
            Missing(id=header_secret_id(profile.id, item.name), kind=None, header=item.name, needed=False)
            for item in profile.websocket.headers
            if item.secret and item.name not in known.headers
        ]
    return tuple(found)


def _missing(profile: Profile, kind: SecretKind, why: Why = Why.NOT_KNOWN, *, needed: bool = True) -> Missing:
    return Missing(id=secret_id(profile.id, kind), kind=kind, why=why, needed=needed)


def _of_tls(profile: Profile, known: ProfileSecrets) -> list[Missing]:
    found = []
    if profile.tls.certificate is not ClientCertificate.NONE:
        from .file_facts import Finding
        from .tls_files import needs_passphrase  # it knows all kinds of files; few profiles name one

        finding = needs_passphrase(profile.tls, known.key_passphrase or "")
        if finding is not None:
            why = Why.WRONG if finding is Finding.WRONG_PASSPHRASE else Why.LOCKED
            found.append(_missing(profile, SecretKind.KEY_PASSPHRASE, why))
    if profile.tls.psk_identity and not known.psk:
        found.append(_missing(profile, SecretKind.PSK))
    return found
