"""What a panel is made of is named beside it, so that it is imported in steps before and not when it is made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import importlib, sys
from PySide6.QtWidgets import QApplication
application = QApplication(["-platform", "offscreen"])
from tests.support.open_connection import connection
from tracemq.ui.connection_tab import ConnectionTab
from tracemq.ui.tab_docks import LATER_DOCKS
from tracemq.ui.tab_panels import panels

tab = ConnectionTab(connection(), panels())
tab.complete()
for spec in LATER_DOCKS:
    for name in spec.modules:
        importlib.import_module(name)
    before = set(sys.modules)
    tab.docks[spec.name].complete()
    late = sorted(name for name in set(sys.modules) - before if name.startswith("tracemq."))
    print(spec.name, *late)
tab.close_panels()
"""


def test_a_panel_imports_nothing_of_ours_when_it_is_made() -> None:
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    made = done.stdout.split("\n")[:-1]
    assert made == ["chart", "history", "differences", "talkers", "retained", "messages", "repeats", "requests"]
