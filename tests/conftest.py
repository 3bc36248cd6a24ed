"""What every test shares: Qt without a screen, and folders of its own for everything the program keeps."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first import of Qt
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # no test touches the user's keyring

import tempfile
from pathlib import Path

_HOME = tempfile.TemporaryDirectory(prefix="tracemq-tests-")  # configuration, data and cache of this test process
for _name in ("CONFIG", "DATA", "STATE", "CACHE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME.name) / _name.lower())
