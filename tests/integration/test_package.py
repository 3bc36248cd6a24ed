"""The stand-alone program: PyInstaller builds it, and it opens its window and connects the Demo."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.marks import on_screen
from tests.support.program import folders, logged
from tests.support.screen import VirtualScreen
from tracemq import APP_NAME

ROOT = Path(__file__).parents[2]
pytest.importorskip("PyInstaller", reason="PyInstaller is not installed")


@on_screen
@pytest.mark.timeout(300)
def test_the_stand_alone_program_opens_its_window(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    places = ["--distpath", tmp_path / "dist", "--workpath", tmp_path / "build"]
    subprocess.run([*command, *places, ROOT / "packaging" / "tracemq.spec"], check=True, cwd=ROOT)
    home = folders(tmp_path)
    report = tmp_path / "report.json"
    with VirtualScreen() as screen:
        program = screen.start(
            [tmp_path / "dist" / "tracemq" / "tracemq", "--report", report, "--exit-after", "8", "--language", "fr"],
            environment=home,
        )
        screen.window(APP_NAME)
        assert program.wait(40) == 0
    content = json.loads(report.read_text())
    assert content["connections"][0]["received"] > 10
    assert "no translation" not in logged(home)
