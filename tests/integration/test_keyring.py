"""Secrets against a real keyring: gnome-keyring on a D-Bus of its own, without a screen."""

import gc
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import keyring.core
import pytest

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
    pytest.mark.skipif(
        not (shutil.which("dbus-daemon") and shutil.which("gnome-keyring-daemon")),
        reason="needs the packages dbus and gnome-keyring",
    ),
    # keyring leaves its connection open when the collection turns out to be locked
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# No service files: nothing is started on demand, neither a prompter nor a second keyring.
BUS_CONFIG = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass
class Session:
    """A running bus with an unlocked keyring on it."""

    lock: Callable[[], None]
    stop_keyring: Callable[[], None]
    stop_bus: Callable[[], None]


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(run))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    config = tmp_path / "bus.conf"
    config.write_text(BUS_CONFIG.format(folder=run))
    bus = subprocess.Popen(
        ["dbus-daemon", "--nofork", f"--config-file={config}", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    daemon = None
    try:
        assert bus.stdout
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().strip())
        daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert daemon.stdin
        daemon.stdin.write(b"throw-away")
        daemon.stdin.close()
        _wait_for_the_service(daemon)
        monkeypatch.setattr(keyring.core, "_keyring_backend", None)  # chosen anew, for this bus
        yield Session(_lock, lambda: _stop(daemon), lambda: _stop(bus))
    finally:
        for process in (daemon, bus):
            if process:
                _stop(process)
        if bus.stdout:
            bus.stdout.close()
        gc.collect()


def _wait_for_the_service(daemon: "subprocess.Popen[bytes]") -> None:
    import secretstorage

    for _ in range(200):
        connection = secretstorage.dbus_init()
        try:
            if secretstorage.check_service_availability(connection):
                return
        finally:
            connection.close()
        assert daemon.poll() is None, "gnome-keyring-daemon ended"
        threading.Event().wait(0.05)
    pytest.fail("no Secret Service within 10 s")


def _lock() -> None:
    import secretstorage

    connection = secretstorage.dbus_init()
    secretstorage.get_default_collection(connection).lock()
    connection.close()


def _stop(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    process.terminate()
    process.wait(10)


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
