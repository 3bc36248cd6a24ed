"""The menu entry that `tracemq --install-desktop` writes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tracemq import APP_NAME, desktop


@pytest.fixture
def menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data home"))
    return tmp_path / "data home"


def test_installing_writes_an_entry_and_an_icon_and_uninstalling_takes_both_away(menu: Path) -> None:
    assert desktop.install() == 0
    assert desktop.entry_path().read_text().startswith("[Desktop Entry]\n")
    assert f"Name={APP_NAME}\n" in desktop.entry_path().read_text()
    assert desktop.icon_path().read_text().lstrip().startswith("<svg")
    assert desktop.uninstall() == 0
    assert [path for path in menu.rglob("*") if path.is_file() and path.name != "mimeinfo.cache"] == []


def test_the_entry_is_valid_by_the_desktops_own_tool(menu: Path) -> None:
    tool = shutil.which("desktop-file-validate")
    if tool is None:
        pytest.skip("desktop-file-validate is not installed")
    desktop.install()
    done = subprocess.run([tool, desktop.entry_path()], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_folder_that_cannot_be_written_is_told_not_raised(menu: Path, capsys: pytest.CaptureFixture[str]) -> None:
    menu.mkdir(parents=True)
    (menu / "applications").write_text("a file where the folder should be")
    assert desktop.install() == 1
    assert "applications" in capsys.readouterr().err


def test_odd_characters_in_the_path_reach_the_program_unchanged() -> None:
    line = desktop.exec_line(['/opt/it\'s 100% "mine"/py$thon', "-m", "tracemq"])
    # undone in the order of the specification: the string's escapes, the quoting (by a shell), the percent signs
    unescaped = line.replace("\\\\", "\\")
    arguments = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s\\n' {unescaped}"], capture_output=True, text=True, check=True
    )
    assert arguments.stdout.replace("%%", "%").splitlines() == ['/opt/it\'s 100% "mine"/py$thon', "-m", "tracemq"]
