"""What the window needs before it is painted, and what comes behind that."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tracemq import app
from tracemq.desktop import DESKTOP_ID
from tracemq.profiles.profile import Profile
from tracemq.profiles.store import ProfileStore
from tracemq.ui.collecting import Collecting

ROOT = Path(__file__).parents[2]
NOT_YET = {  # together half of the processor time that the start took when they came first
    "keyring",
    "numpy",
    "sqlite3",
    "tracemq.demo",
    "tracemq.history.log",
    "tracemq.mqtt.client",
    "tracemq.ui.connection_tab",
    "tracemq.ui.dialogs.connection_dialog",
    "tracemq.ui.tab_panels",
    "tracemq.workspace.connection",
    "tracemq.workspace.shelf",
    "uuid",
}
Loaded = tuple[set[str], set[str]]


@pytest.fixture(scope="module")
def at_first_paint(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The modules that are loaded, and the names of files whose source is kept in memory."""
    folder = tmp_path_factory.mktemp("home")
    ProfileStore(folder / "config" / DESKTOP_ID / "profiles").save(Profile(name="Garage", host="broker.example"))
    names = ("CONFIG", "DATA", "STATE", "CACHE")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment |= {f"XDG_{name}_HOME": str(folder / name.lower()) for name in names}
    command = [sys.executable, "-m", "tests.support.first_paint"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=120)
    modules, sources = done.stdout.splitlines()
    return set(modules.split()), set(sources.split())


def test_the_window_is_painted_before_what_only_a_tab_needs_is_loaded(
    at_first_paint: Loaded,
) -> None:
    modules, _ = at_first_paint
    assert "tracemq.ui.main_window" in modules
    assert "yaml" in modules, "the list is to have a saved connection in it"
    assert modules & NOT_YET == set()


def test_no_source_is_read_while_the_program_starts(at_first_paint: Loaded) -> None:
    """Qt's hook before each import reads them all, and they stay in memory."""
    _, sources = at_first_paint
    assert {"main_window.py", "conductor.py", "theme.py"} & sources == set()


@pytest.fixture
def collecting() -> Iterator[Collecting]:
    yield Collecting()
    gc.unfreeze()


def collects(application: QApplication) -> bool:
    """Whether garbage goes with the turns of the event loop."""
    circle: list[object] = [Circle()]
    circle.append(circle)
    gone = weakref.ref(circle[0])
    circle = [[] for _ in range(2 * gc.get_threshold()[0])]
    application.processEvents()
    return bool(circle) and gone() is None


class Circle:
    """What can be referred to weakly."""


def test_garbage_is_collected_behind_the_imports_and_not_among_what_they_brought(
    qapp: QApplication, collecting: Collecting
) -> None:
    asyncio.run(app.import_the_rest(collecting))
    assert collects(qapp)
    assert gc.get_freeze_count() > 10_000


def test_garbage_is_collected_even_if_an_import_fails(
    qapp: QApplication, collecting: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "NEEDED_BY_TABS", ("tracemq.not_there",))
    with pytest.raises(ModuleNotFoundError, match="not_there"):
        asyncio.run(app.import_the_rest(collecting))
    assert collects(qapp)


def test_there_is_what_is_imported_behind_the_paint() -> None:
    for name in app.NEEDED_BY_TABS:
        assert find_spec(name) is not None, name
