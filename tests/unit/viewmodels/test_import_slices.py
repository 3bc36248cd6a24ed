"""A large import goes in steps, comes to the same as any other, and raises what that would raise."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from tracemq.viewmodels.import_slices import import_steps, touch_steps


def package(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, last: str = "") -> None:
    made = folder / name
    made.mkdir()
    (made / "__init__.py").write_text(f"from . import one, two\n{last}\n")
    (made / "one.py").write_text("import threading\nTHREAD = threading.get_ident()\n")
    (made / "two.py").write_text("from .one import THREAD\n")
    monkeypatch.syspath_prepend(str(folder))


def test_modules_are_imported_one_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, monkeypatch, "zplnsteps")
    steps = import_steps("zplnsteps")
    next(steps)
    assert "zplnsteps.two" not in sys.modules
    assert len(list(steps)) >= 2
    import zplnsteps  # type: ignore[import-not-found]

    assert zplnsteps.one.THREAD != threading.get_ident()
    assert list(import_steps("zplnsteps")) == []
    assert not [finder for finder in sys.meta_path if type(finder).__name__ == "_Checkpoint"]


def test_what_goes_wrong_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, monkeypatch, "zplnbroken", "raise LookupError('zpln')")
    with pytest.raises(LookupError, match="zpln"):
        list(import_steps("zplnbroken"))


def test_an_import_that_nobody_waits_for_is_finished_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, monkeypatch, "zplnclosed")
    steps = import_steps("zplnclosed")
    next(steps)
    steps.close()
    assert "zplnclosed.two" in sys.modules


def test_every_name_of_a_module_is_asked_for() -> None:
    class Lazy:
        asked: list[str] = []

        def __dir__(self) -> list[str]:
            return ["a", "b"]

        def __getattr__(self, name: str) -> int:
            self.asked.append(name)
            return 1

    assert len(list(touch_steps(Lazy()))) == 2  # type: ignore[arg-type]
    assert Lazy.asked == ["a", "b"]
