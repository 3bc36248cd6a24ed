import threading
from dataclasses import replace

import keyring
import keyring.backend
import keyring.backends.null
import keyring.errors
import pytest

from tracemq.profiles.profile import Header, Profile, WebSocketSettings, duplicated
from tracemq.profiles.secrets import (
    FallbackSecrets,
    KeyringSecrets,
    MemorySecrets,
    SecretKind,
    SecretsError,
    SecretsState,
    copy_secrets,
    delete_secrets,
    header_secret_id,
    secret_id,
    secret_ids,
)

HUSH = "hunter2"


class Backend(keyring.backend.KeyringBackend):
    """A keyring that works until it is given an error to raise; nothing viable, so that keyring never chooses it."""

    priority = -1  # type: ignore[assignment]  # keyring wants a class property

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.error:
            raise self.error
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.values:
            raise keyring.errors.PasswordDeleteError("none")
        del self.values[service, username]


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Backend:
    backend = Backend()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    return backend


def test_the_keyring_has_secrets_under_the_services_name_and_the_profiles_id(backend: Backend) -> None:
    secrets = KeyringSecrets()
    secrets.set(secret_id("p1", SecretKind.PASSWORD), HUSH)
    assert backend.values == {("TraceMQ", "p1/password"): HUSH}
    assert secrets.get("p1/password") == HUSH
    secrets.delete("p1/password")
    secrets.delete("p1/password")
    assert backend.values == {}
    assert secrets.get("p1/password") is None


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (keyring.errors.KeyringLocked(HUSH), SecretsState.LOCKED),
        (keyring.errors.InitError(f"Object is locked: IsLocked {HUSH}"), SecretsState.LOCKED),
        (keyring.errors.InitError("Prompt dismissed."), SecretsState.LOCKED),
        (keyring.errors.InitError("no such collection"), SecretsState.REFUSED),
        (keyring.errors.PasswordSetError(HUSH), SecretsState.REFUSED),
        (keyring.errors.NoKeyringError(), SecretsState.MISSING),
        (FileNotFoundError(2, "no bus"), SecretsState.MISSING),
        (ConnectionResetError(), SecretsState.MISSING),
        (OSError(5, "I/O"), SecretsState.REFUSED),
    ],
)
def test_a_failing_keyring_is_told_by_state_and_its_words_are_dropped(
    backend: Backend, error: Exception, state: SecretsState
) -> None:
    backend.error = error
    for call in (
        lambda: KeyringSecrets().get("x"),
        lambda: KeyringSecrets().set("x", HUSH),
        lambda: KeyringSecrets().delete("x"),
    ):
        with pytest.raises(SecretsError) as caught:
            call()
        assert (caught.value.state, caught.value.error_class) == (state, type(error).__name__)
        assert HUSH not in str(caught.value) + repr(caught.value)
        assert caught.value.__cause__ is None


def test_errors_of_the_d_bus_library_are_translated_too(backend: Backend) -> None:
    from secretstorage.exceptions import PromptDismissedException, SecretServiceNotAvailableException

    for error, state in (
        (PromptDismissedException(), SecretsState.LOCKED),
        (SecretServiceNotAvailableException(), SecretsState.MISSING),
    ):
        backend.error = error
        with pytest.raises(SecretsError) as caught:
            KeyringSecrets().get("x")
        assert caught.value.state is state


def test_a_bug_in_a_backend_is_not_hidden(backend: Backend) -> None:
    backend.error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        KeyringSecrets().get("x")


def test_backends_that_keep_nothing_count_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SecretsError) as caught:  # the tests' own environment names keyring's "fail"
        KeyringSecrets().get("x")
    assert caught.value.state is SecretsState.MISSING
    monkeypatch.setattr(keyring, "get_keyring", keyring.backends.null.Keyring)
    with pytest.raises(SecretsError) as caught:
        KeyringSecrets().set("x", HUSH)
    assert caught.value.state is SecretsState.MISSING


def test_a_backend_that_keeps_clear_text_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    class PlaintextKeyring(Backend):
        pass

    PlaintextKeyring.__module__ = "keyrings.alt.file"
    plain, good = PlaintextKeyring(), Backend()

    class Chain(Backend):
        backends = (plain, good)

    monkeypatch.setattr(keyring, "get_keyring", Chain)
    KeyringSecrets().set("x", HUSH)
    assert plain.values == {}
    assert good.values == {("TraceMQ", "x"): HUSH}
    Chain.backends = (plain,)  # type: ignore[assignment]
    with pytest.raises(SecretsError):
        KeyringSecrets().set("x", HUSH)
    assert plain.values == {}


def test_a_configuration_that_names_no_backend_counts_as_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> keyring.backend.KeyringBackend:
        raise ModuleNotFoundError("nosuch")

    monkeypatch.setattr(keyring, "get_keyring", fail)
    with pytest.raises(SecretsError) as caught:
        KeyringSecrets().get("x")
    assert (caught.value.state, caught.value.error_class) == (SecretsState.MISSING, "ModuleNotFoundError")


def test_without_a_keyring_a_secret_lives_for_this_run(backend: Backend) -> None:
    backend.error = keyring.errors.KeyringLocked()
    secrets = FallbackSecrets(KeyringSecrets())
    secrets.set("x", HUSH)
    assert secrets.get("x") == HUSH
    assert secrets.in_memory_only("x")
    assert (secrets.state, secrets.error_class) == (SecretsState.LOCKED, "KeyringLocked")
    assert secrets.get("other") is None
    backend.error = None
    assert secrets.retry() is SecretsState.AVAILABLE
    assert not secrets.in_memory_only("x")
    assert backend.values == {("TraceMQ", "x"): HUSH}
    assert secrets.get("x") == HUSH


def test_a_secret_that_the_user_does_not_want_kept_never_reaches_the_keyring(backend: Backend) -> None:
    secrets = FallbackSecrets(KeyringSecrets())
    secrets.hold("x", HUSH)
    assert secrets.get("x") == HUSH
    assert secrets.in_memory_only("x")
    assert secrets.retry() is SecretsState.AVAILABLE
    assert backend.values == {}
    secrets.delete("x")
    assert secrets.get("x") is None


def test_deleting_without_a_keyring_forgets_what_is_in_memory(backend: Backend) -> None:
    backend.error = keyring.errors.NoKeyringError()
    secrets = FallbackSecrets(KeyringSecrets())
    secrets.set("x", HUSH)
    secrets.delete("x")
    assert secrets.state is SecretsState.MISSING
    assert secrets.get("x") is None


def test_calls_of_several_threads_reach_the_keyring_one_after_the_other(backend: Backend) -> None:
    inside, most = 0, 0

    def slow_get(service: str, username: str) -> str:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        threading.Event().wait(0.005)  # a prompt that is answered
        inside -= 1
        return username

    backend.get_password = slow_get  # type: ignore[method-assign]
    secrets = KeyringSecrets()
    threads = [threading.Thread(target=secrets.get, args=(str(number),)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_secrets_go_and_are_duplicated_with_their_profile() -> None:
    secrets = MemorySecrets()
    headers = (Header(name="Authorization", secret=True), Header(name="AUTHORIZATION", secret=True))
    profile = Profile(name="A", websocket=WebSocketSettings(headers=headers))
    other = Profile(name="B")
    for name in (*secret_ids(profile), *secret_ids(other)):
        secrets.set(name, f"of {name}")
    copy = duplicated(profile, "C")
    copy_secrets(secrets, profile, copy)
    assert secrets.get(secret_id(copy.id, SecretKind.PASSWORD)) == f"of {profile.id}/password"
    assert secrets.get(header_secret_id(copy.id, "authorization")) == f"of {profile.id}/header/authorization"
    delete_secrets(secrets, profile)
    assert all(secrets.get(name) is None for name in secret_ids(profile))
    assert all(secrets.get(name) for name in (*secret_ids(copy), *secret_ids(other)))


def test_no_secret_shows_in_a_repr(backend: Backend) -> None:
    secrets = FallbackSecrets(KeyringSecrets())
    memory = MemorySecrets()
    for place in (secrets, memory):
        place.set("x", HUSH)
    secrets.hold("y", HUSH)
    assert HUSH not in repr(secrets) + repr(memory) + repr(replace(Profile(), username="u"))
