"""What every test shares: Qt without a screen, folders of its own, garbage in one thread, the same random examples."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first import of Qt
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # no test touches the user's keyring

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings

from tracemq.ui.collecting import Generations

_HOME = tempfile.TemporaryDirectory(prefix="tracemq-tests-")  # configuration, data and cache of this test process
for _name in ("CONFIG", "DATA", "STATE", "CACHE"):
    os.environ[f"XDG_{_name}_HOME"] = str(Path(_HOME.name) / _name.lower())

# The same examples in each run, on machines of any speed; others with ARGS="--hypothesis-profile=random".
ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", ANY_SPEED, derandomize=True)
settings.register_profile("random", ANY_SPEED)
settings.load_profile("same")

# as in the program: what a test of windows has left must not go in a thread of the next one
gc.disable()
_generations = Generations()


def pytest_runtest_logfinish() -> None:
    gc.disable()  # tests that need it switched off may switch it on behind them
    _generations.collect_due()
