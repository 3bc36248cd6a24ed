"""Secrets against a real keyring: gnome-keyring on a D-Bus of its own, without a screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.keyring_session import Session, keyring_session, missing_keyring
from tracemq.profiles.profile import Profile, duplicated
from tracemq.profiles.secrets import (
    FallbackSecrets,
    KeyringSecrets,
    SecretKind,
    SecretsError,
    SecretsState,
    copy_secrets,
    delete_secrets,
    secret_id,
)

pytestmark = [
    pytest.mark.skipif(bool(missing_keyring()), reason="needs the packages dbus and gnome-keyring"),
    # keyring leaves its connection open when the collection turns out to be locked
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    with keyring_session(tmp_path, monkeypatch) as running:
        yield running


def test_a_secret_is_kept_found_again_and_removed(session: Session) -> None:
    secrets = FallbackSecrets(KeyringSecrets())
    name = secret_id("p1", SecretKind.PASSWORD)
    assert secrets.get(name) is None
    secrets.set(name, "geheim \u00fc\U0001f600")
    assert (secrets.state, secrets.in_memory_only(name)) == (SecretsState.AVAILABLE, False)
    assert KeyringSecrets().get(name) == "geheim \u00fc\U0001f600"
    secrets.set(name, "changed")
    assert KeyringSecrets().get(name) == "changed"
    secrets.delete(name)
    secrets.delete(name)
    assert KeyringSecrets().get(name) is None


def test_secrets_follow_their_profile(session: Session) -> None:
    secrets = KeyringSecrets()
    profile = Profile(name="A")
    copy = duplicated(profile, "B")
    secrets.set(secret_id(profile.id, SecretKind.PASSWORD), "one")
    secrets.set(secret_id(profile.id, SecretKind.KEY_PASSPHRASE), "two")
    copy_secrets(secrets, profile, copy)
    delete_secrets(secrets, profile)
    assert secrets.get(secret_id(profile.id, SecretKind.PASSWORD)) is None
    assert secrets.get(secret_id(copy.id, SecretKind.PASSWORD)) == "one"
    assert secrets.get(secret_id(copy.id, SecretKind.KEY_PASSPHRASE)) == "two"


def test_a_locked_keyring_that_nobody_unlocks_is_told_and_memory_steps_in(session: Session) -> None:
    secrets = FallbackSecrets(KeyringSecrets())
    secrets.set("p/password", "before")
    session.lock()
    assert secrets.get("p/password") is None
    assert secrets.state is SecretsState.LOCKED
    secrets.set("p/password", "after")
    assert secrets.state is SecretsState.LOCKED
    assert secrets.get("p/password") == "after"
    assert secrets.in_memory_only("p/password")
    with pytest.raises(SecretsError):
        KeyringSecrets().get("p/password")


def test_a_keyring_that_goes_away_is_told_and_memory_steps_in(session: Session) -> None:
    secrets = FallbackSecrets(KeyringSecrets())
    assert secrets.retry() is SecretsState.AVAILABLE
    session.stop_keyring()
    secrets.set("p/password", "x")
    assert secrets.state in {SecretsState.MISSING, SecretsState.REFUSED}
    assert secrets.get("p/password") == "x"
    session.stop_bus()
    assert secrets.retry() is SecretsState.MISSING
    assert secrets.get("p/password") == "x"
