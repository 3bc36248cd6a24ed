"""A gnome-keyring on a D-Bus of its own, without a screen: a key ring that tests may fill, lock and take away."""

from __future__ import annotations

import gc
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import keyring.core
import pytest


def missing_keyring() -> list[str]:
    """Programs that are not installed."""
    return [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]


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


@contextmanager
def keyring_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """The environment of this process points to it as long as it is there; its files are below `tmp_path`."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    short = tempfile.TemporaryDirectory(prefix="tmq-")  # the address of a Unix socket has 107 bytes at most
    run = short.name
    monkeypatch.setenv("XDG_RUNTIME_DIR", run)
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
        short.cleanup()


def _wait_for_the_service(daemon: subprocess.Popen[bytes]) -> None:
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


def _stop(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    process.terminate()
    process.wait(10)
