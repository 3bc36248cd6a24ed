"""Passwords go into the system's keyring and come back by id; without a keyring they stay in memory for this run.

Every call may block for as long as the keyring asks its user something: call from an executor, never from the window.
Nothing here writes a secret to a file of ours, and nothing shows one: backends that keep clear text (keyrings.alt) or
that keep nothing (null) count as no keyring at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from enum import Enum, StrEnum, auto
from functools import cache
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

from .profile import Profile

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "TraceMQ"  # an identity, not the name on the screen: renaming it would lose what is saved


class SecretKind(StrEnum):
    """What a profile may keep secret."""

    PASSWORD = "password"  # noqa: S105 - a kind, as the next two
    KEY_PASSPHRASE = "key-passphrase"  # noqa: S105
    PROXY_PASSWORD = "proxy-password"  # noqa: S105
    PSK = "psk"


def secret_id(profile_id: str, kind: SecretKind) -> str:
    """Return the name under which the keyring has it."""
    return f"{profile_id}/{kind.value}"


def header_secret_id(profile_id: str, header: str) -> str:
    """Return the name under which the keyring has the value of a secret HTTP header."""
    return f"{profile_id}/header/{header.lower()}"


def secret_ids(profile: Profile) -> tuple[str, ...]:
    """Return every id under which the profile may have a secret."""
    headers = {item.name.lower(): header_secret_id(profile.id, item.name) for item in profile.websocket.headers}
    return (*(secret_id(profile.id, kind) for kind in SecretKind), *headers.values())


class Secrets(Protocol):
    """A place for secrets. `get` returns None for what is not there; `delete` of that does nothing."""

    def get(self, secret_id: str) -> str | None: ...
    def set(self, secret_id: str, value: str) -> None: ...
    def delete(self, secret_id: str) -> None: ...


class SecretsState(Enum):
    """How the keyring answered last."""

    AVAILABLE = auto()
    MISSING = auto()  # there is none, or none that keeps secrets
    LOCKED = auto()  # it is there, and was not unlocked
    REFUSED = auto()  # it is there, and failed


class SecretsError(Exception):
    """The keyring did not do it. `error_class` names the error underneath; its text may hold a secret: dropped."""

    def __init__(self, state: SecretsState, error_class: str = "") -> None:
        super().__init__(f"keyring: {state.name} {error_class}".rstrip())
        self.state = state
        self.error_class = error_class


class MemorySecrets:
    """Secrets for this run only."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def get(self, secret_id: str) -> str | None:
        return self._values.get(secret_id)

    def set(self, secret_id: str, value: str) -> None:
        self._values[secret_id] = value

    def delete(self, secret_id: str) -> None:
        self._values.pop(secret_id, None)


class KeyringSecrets:
    """Secrets in the system's keyring; every failure is a SecretsError."""

    def __init__(self, service: str = SERVICE) -> None:
        self._service = service
        self._lock = Lock()  # two prompts at once would confuse

    def get(self, secret_id: str) -> str | None:
        with self._lock:
            try:
                return _backend().get_password(self._service, secret_id)
            except _failures() as error:
                raise _translated(error) from None

    def set(self, secret_id: str, value: str) -> None:
        with self._lock:
            try:
                _backend().set_password(self._service, secret_id, value)
            except _failures() as error:
                raise _translated(error) from None

    def delete(self, secret_id: str) -> None:
        with self._lock:
            try:
                backend = _backend()
                if backend.get_password(self._service, secret_id) is not None:
                    backend.delete_password(self._service, secret_id)
            except _failures() as error:
                raise _translated(error) from None


def _backend() -> KeyringBackend:
    import keyring

    try:
        chosen = keyring.get_keyring()
    except (ImportError, AttributeError, ValueError, TypeError) as error:  # a configuration that names nothing
        raise SecretsError(SecretsState.MISSING, type(error).__name__) from None
    # keyring's chainer would fall through to a clear-text file when the first one is locked: take the first alone
    for backend in getattr(chosen, "backends", None) or (chosen,):
        module = type(backend).__module__
        if not module.startswith(("keyring.backends.null", "keyring.backends.fail", "keyrings.alt")):
            return backend
    raise SecretsError(SecretsState.MISSING, type(chosen).__module__)


# What backends raise besides keyring's own errors: D-Bus, and the Windows credential store.
_FURTHER_FAILURES: Final = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("jeepney.io.common", "RouterClosed"),
    ("dbus.exceptions", "DBusException"),
    ("win32ctypes.pywin32.pywintypes", "error"),
)


@cache
def _failures() -> tuple[type[Exception], ...]:
    from keyring.errors import KeyringError

    found: list[type[Exception]] = [KeyringError, OSError, EOFError]
    for module, name in _FURTHER_FAILURES:
        with suppress(ImportError, AttributeError):  # not on this system
            found.append(getattr(import_module(module), name))
    return tuple(found)


_LOCKED_CLASSES: Final = {"KeyringLocked", "LockedException", "PromptDismissedException"}
_LOCKED_CAUSES: Final = ("IsLocked", "dismissed", "unlock")
_MISSING_CLASSES: Final = {"NoKeyringError", "SecretServiceNotAvailableException"}


def _translated(error: Exception) -> SecretsError:
    name = type(error).__name__
    if name in _MISSING_CLASSES or isinstance(error, FileNotFoundError | ConnectionError):  # the bus is gone
        return SecretsError(SecretsState.MISSING, name)
    # InitError has no class for "locked" and carries D-Bus's own words: they are looked at and not kept
    if name in _LOCKED_CLASSES or any(word in str(error) for word in _LOCKED_CAUSES):
        return SecretsError(SecretsState.LOCKED, name)
    return SecretsError(SecretsState.REFUSED, name)


class FallbackSecrets:
    """Secrets in the keyring as long as it works; what it does not take is kept in memory, and `state` says so."""

    def __init__(self, keyring: Secrets) -> None:
        self._keyring = keyring
        self._unsaved: dict[str, str] = {}
        self._held = MemorySecrets()
        self.state = SecretsState.AVAILABLE
        self.error_class = ""

    def get(self, secret_id: str) -> str | None:
        for kept in (self._held.get(secret_id), self._unsaved.get(secret_id)):
            if kept is not None:
                return kept
        try:
            value = self._keyring.get(secret_id)
        except SecretsError as error:
            self._note(error)
            return None
        self._note(None)
        return value

    def set(self, secret_id: str, value: str) -> None:
        self._held.delete(secret_id)
        self._unsaved[secret_id] = value
        self._save(secret_id)

    def hold(self, secret_id: str, value: str) -> None:
        """Keep a secret for this run and never give it to the keyring, as a user may wish."""
        self._held.set(secret_id, value)

    def copy(self, old: str, new: str) -> None:
        """Keep the secret under another id as well; what must not get into the keyring does not."""
        held = self._held.get(old)
        if held is not None:
            self.hold(new, held)
        elif (value := self.get(old)) is not None:
            self.set(new, value)

    def delete(self, secret_id: str) -> None:
        self._held.delete(secret_id)
        self._unsaved.pop(secret_id, None)
        try:
            self._keyring.delete(secret_id)
        except SecretsError as error:
            self._note(error)
        else:
            self._note(None)

    def in_memory_only(self, secret_id: str) -> bool:
        """Tell whether the secret will be gone after this run."""
        return secret_id in self._unsaved or self._held.get(secret_id) is not None

    def retry(self) -> SecretsState:
        """Ask the keyring again, give it what it did not take before, and return how it answered."""
        self.get("probe")
        for name in list(self._unsaved):
            self._save(name)
        return self.state

    def _save(self, secret_id: str) -> None:
        try:
            self._keyring.set(secret_id, self._unsaved[secret_id])
        except SecretsError as error:
            self._note(error)
        else:
            del self._unsaved[secret_id]
            self._note(None)

    def _note(self, error: SecretsError | None) -> None:
        self.state = error.state if error else SecretsState.AVAILABLE
        self.error_class = error.error_class if error else ""


def delete_secrets(secrets: Secrets, profile: Profile) -> None:
    """Remove what the profile kept secret; call after its file is gone."""
    for name in secret_ids(profile):
        secrets.delete(name)


def copy_secrets(secrets: Secrets, source: Profile, target: Profile) -> None:
    """Give a duplicate the secrets of its original."""
    _copy(secrets, zip(secret_ids(source), secret_ids(target), strict=True))


def _copy(secrets: Secrets, names: Iterable[tuple[str, str]]) -> None:
    for old, new in names:
        if isinstance(secrets, FallbackSecrets):
            secrets.copy(old, new)
            continue
        value = secrets.get(old)
        if value is not None:
            secrets.set(new, value)
