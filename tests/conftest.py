"""What every test shares: Qt without a screen, own folders for everything the program keeps, garbage in one thread."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first import of Qt
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # no test touches the user's keyring

import tempfile
from pathlib import Path

from tracemq.ui.collecting import Generations

_HOME = tempfile.TemporaryDirectory(prefix="tracemq-tests-")  # configuration, data and cache of this test process
for _name in ("CONFIG", "DATA", "STATE", "CACHE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME.name) / _name.lower())

# as in the program: what a test of windows has left must not go in a thread of the next one
gc.disable()
_generations = Generations()


def pytest_runtest_logfinish() -> None:
    gc.disable()  # tests that need it switched off may switch it on behind them
    _generations.collect_due()
