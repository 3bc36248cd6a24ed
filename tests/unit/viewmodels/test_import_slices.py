"""A large import goes in steps, comes to the same as any other, and raises what that would raise."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tracemq.viewmodels import import_slices
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
    monkeypatch.setattr(import_slices, "PATIENCE_S", 60.0)
    steps = import_steps("zplnsteps")
    next(steps)
    assert "zplnsteps.two" not in sys.modules
    assert len(list(steps)) >= 2
    import zplnsteps  # type: ignore[import-not-found]

    assert threading.get_ident() != zplnsteps.one.THREAD
    assert list(import_steps("zplnsteps")) == []
    assert not [finder for finder in sys.meta_path if type(finder).__name__ == "_Import"]


def test_what_goes_wrong_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, monkeypatch, "zplnbroken", "raise LookupError('zpln')")
    with pytest.raises(LookupError, match="zpln"):
        list(import_steps("zplnbroken"))


def until(check: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not check():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_an_import_that_is_dropped_ends_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, monkeypatch, "zplnclosed")
    monkeypatch.setattr(import_slices, "PATIENCE_S", 60.0)
    steps = import_steps("zplnclosed")
    next(steps)
    steps.close()
    until(lambda: "zplnclosed.two" in sys.modules)


def test_a_process_that_ends_waits_for_an_import_that_is_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, monkeypatch, "zplnending", f"import pathlib\npathlib.Path({str(tmp_path / 'end')!r}).touch()")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from tracemq.viewmodels.import_slices import import_steps\n"
        "steps = import_steps('zplnending')\n"
        "next(steps)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    assert (tmp_path / "end").exists()


def test_an_import_that_is_kept_waiting_does_not_keep_others_waiting_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, monkeypatch, "zplnheld")
    monkeypatch.setattr(import_slices, "PATIENCE_S", 0.01)
    steps = import_steps("zplnheld")
    next(steps)
    importlib.import_module("zplnheld")  # it is half imported
    list(steps)


def test_two_that_want_the_same_share_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, monkeypatch, "zplnshared")
    monkeypatch.setattr(import_slices, "PATIENCE_S", 60.0)
    one, other = import_steps("zplnshared"), import_steps("zplnshared")
    next(one)
    next(other)
    assert len(list(other)) >= 1
    assert "zplnshared.two" in sys.modules
    assert list(one) == []


def test_every_name_of_a_module_is_asked_for() -> None:
    asked: list[str] = []

    class Lazy:
        def __dir__(self) -> list[str]:
            return ["a", "b"]

        def __getattr__(self, name: str) -> int:
            asked.append(name)
            return 1

    assert len(list(touch_steps(Lazy()))) == 2  # type: ignore[arg-type]
    assert asked == ["a", "b"]
