"""The direction of imports, as pyproject.toml has it, and what importing the library must not bring along."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_imports_point_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_library_is_imported_without_qt() -> None:
    code = (
        "import sys, tracemq.mqtt, tracemq.history, tracemq.workspace.connection;"
        "sys.exit(any(name.split('.')[0] in ('PySide6', 'shiboken6', 'qasync') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_view_models_use_qtcore_and_qtgui_at_most() -> None:
    used = set()
    for path in (ROOT / "tracemq" / "viewmodels").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("PySide6"):
                used.add(node.module)
            elif isinstance(node, ast.Import):
                used.update(name.name for name in node.names if name.name.startswith("PySide6"))
    assert used <= {"PySide6.QtCore", "PySide6.QtGui"}
