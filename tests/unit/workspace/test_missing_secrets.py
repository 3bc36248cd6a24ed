"""What a connection must ask its user for is known before it connects, and nothing else is asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.certificates import Certificates
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Header,
    Profile,
    ProxyKind,
    ProxySettings,
    Scheme,
    TlsSettings,
    WebSocketSettings,
)
from tracemq.profiles.secrets import MemorySecrets, SecretKind, header_secret_id
from tracemq.workspace.missing_secrets import Why, missing_secrets
from tracemq.workspace.profile_secrets import ProfileSecrets, read_secrets

NAMED = Profile(host="broker.example", authentication=AuthMethod.PASSWORD, username="ann")
NOTHING = ProfileSecrets()


def asked(profile: Profile, known: ProfileSecrets = NOTHING, *, works: bool = True) -> list[tuple[object, Why]]:
    return [(each.kind or each.header, each.why) for each in missing_secrets(profile, known, keyring_works=works)]


def test_a_connection_without_secrets_asks_for_nothing() -> None:
    assert asked(Profile(host="broker.example")) == []


@pytest.mark.parametrize(
    ("method", "remember", "works", "wanted"),
    [
        (AuthMethod.PASSWORD, True, True, False),  # left empty on purpose: some brokers want a user name alone
        (AuthMethod.PASSWORD, True, False, True),  # perhaps it is in the keyring, which does not answer
        (AuthMethod.PASSWORD, False, True, True),
        (AuthMethod.TOKEN, True, True, True),
        (AuthMethod.SCRAM_SHA_256, True, True, True),
    ],
)
def test_a_password_is_asked_for_where_it_is_not_known(
    method: AuthMethod, remember: bool, works: bool, wanted: bool
) -> None:
    profile = replace(NAMED, authentication=method, remember_password=remember)
    assert asked(profile, works=works) == ([(SecretKind.PASSWORD, Why.NOT_KNOWN)] if wanted else [])
    assert asked(profile, ProfileSecrets(password="x"), works=works) == []


def test_an_empty_answer_is_an_answer() -> None:
    profile = replace(NAMED, remember_password=False)
    assert asked(profile, ProfileSecrets(password="")) == []


def test_a_locked_key_asks_for_its_passphrase_and_again_if_it_does_not_fit(tmp_path: Path) -> None:
    made = Certificates(tmp_path)
    for tls in (
        TlsSettings(certificate=ClientCertificate.P12, p12_file=made.path("client.p12")),
        TlsSettings(
            certificate=ClientCertificate.PEM, cert_file=made.path("client.pem"), key_file=made.path("client-enc.key")
        ),
    ):
        profile = Profile(host="broker.example", scheme=Scheme.MQTTS, tls=tls)
        assert asked(profile) == [(SecretKind.KEY_PASSPHRASE, Why.LOCKED)]
        assert asked(profile, ProfileSecrets(key_passphrase="no")) == [(SecretKind.KEY_PASSPHRASE, Why.WRONG)]
        assert asked(profile, ProfileSecrets(key_passphrase="secret")) == []
        assert asked(replace(profile, scheme=Scheme.MQTT)) == []


def test_the_other_secrets_are_asked_for_where_they_are_used() -> None:
    profile = Profile(
        host="broker.example",
        scheme=Scheme.WSS,
        tls=TlsSettings(psk_identity="me"),
        proxy=ProxySettings(kind=ProxyKind.HTTP, host="proxy", username="bob"),
        websocket=WebSocketSettings(headers=(Header(name="X-Key", secret=True), Header(name="X-Open", value="1"))),
    )
    kinds = [SecretKind.PSK, SecretKind.PROXY_PASSWORD, "X-Key"]
    assert [kind for kind, _ in asked(profile)] == kinds
    assert asked(replace(profile, scheme=Scheme.UNIX, socket_path="/s")) == []
    kept = MemorySecrets()
    kept.set(header_secret_id(profile.id, "X-Key"), "")
    assert "X-Key" not in dict(asked(profile, read_secrets(kept, profile)))
