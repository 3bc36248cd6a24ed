"""The program as a process of its own on a virtual screen, with folders of its own and no key ring."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from .screen import VirtualScreen

NO_KEYRING = "keyring.backends.fail.Keyring"
# ms between two turns of the loop that not even a machine at eight times its load makes (242 were seen there). How
# fluid the window is on a quiet one, the benchmarks say: limits of time fail on whatever else a machine is doing.
FROZEN_MS = 2000


def folders(home: Path | str) -> dict[str, str]:
    """Environment variables that give a program folders of its own below `home`."""
    return {f"XDG_{name}_HOME": f"{home}/{name.lower()}" for name in ("CONFIG", "DATA", "STATE", "CACHE")}


def environment(home: Path | str, *, keyring: str = NO_KEYRING) -> dict[str, str]:
    """The folders, in English, with another key ring than that of whoever runs the tests."""
    return {**folders(home), "PYTHON_KEYRING_BACKEND": keyring, "LANGUAGE": "en"}


def start(screen: VirtualScreen, home: dict[str, str], *arguments: str | Path) -> subprocess.Popen[bytes]:
    """Start the program in English; `home` is an `environment`."""
    return screen.start([sys.executable, "-m", "tracemq", "--language", "en", *arguments], environment=home)


def logged(home: dict[str, str]) -> str:
    """What the program has written to its log so far."""
    log = Path(home["XDG_STATE_HOME"]) / "tracemq" / "log" / "tracemq.log"
    return log.read_text() if log.exists() else ""
