"""Garbage goes in the thread of the window, however busy other threads are, and as often as Python would see to it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread, get_ident

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tracemq.ui.collecting import Collecting, Generations
from tracemq.viewmodels.import_slices import import_steps

LIMITS = (700, 10, 10)


@pytest.fixture(autouse=True)
def limits() -> Iterator[None]:
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(*LIMITS)
    yield
    gc.set_threshold(*before)


@pytest.fixture
def collecting(qapp: QApplication) -> Collecting:
    """Needs the application's event loop."""
    assert qapp.thread().isCurrentThread()
    made = Collecting()
    made.start()
    return made


class Own(QWidget):
    """Of a class of ours: PySide lets go of its own in the right thread."""


class Circle:
    """Refers to itself and to something else."""

    def __init__(self, other: object = None) -> None:
        self.me, self.other = self, other


def left(kind: Callable[[], QObject], threads: list[int]) -> None:
    """Leave an object as garbage; the thread that it goes in is noted."""
    made = kind()
    made.destroyed.connect(lambda: threads.append(get_ident()), Qt.ConnectionType.DirectConnection)
    Circle(made)


def allocate() -> list[list[int]]:
    return [[] for _ in range(20 * LIMITS[0])]


@pytest.mark.usefixtures("collecting")
def test_what_another_thread_makes_ends_nothing_of_qt(qapp: QApplication) -> None:
    threads: list[int] = []
    for kind in (Own, QTimer, QObject):
        left(kind, threads)
    other = Thread(target=allocate)
    other.start()
    other.join()
    assert threads == []
    kept = allocate()
    qapp.processEvents()
    assert threads == [get_ident()] * 3
    assert kept


@pytest.mark.usefixtures("collecting")
def test_an_import_ends_nothing_of_qt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zplncollecting.py").write_text("MANY = [[] for _ in range(100_000)]\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    threads: list[int] = []
    left(Own, threads)
    list(import_steps("zplncollecting"))
    assert threads == []


def test_little_is_left_for_later() -> None:
    gone = weakref.ref(Circle())
    Generations().collect_due()
    assert gone() is not None


def test_what_has_stayed_is_looked_at_again_as_often_as_python_does() -> None:
    collected: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            collected.append(info["generation"])

    generations = Generations()
    kept: list[list[list[int]]] = []
    gc.callbacks.append(note)
    try:
        for _ in range(14 * 12):
            kept.append([[] for _ in range(LIMITS[0] + 1)])
            generations.collect_due()
    finally:
        gc.callbacks.remove(note)
    assert collected[:12] == [0] * 11 + [1]
    assert len(collected) == 14 * 12
    assert collected.count(1) >= 12
    assert collected.count(2) >= 1


def test_all_are_not_looked_at_again_before_a_quarter_more_have_come() -> None:
    generations = Generations()
    generations._all = 10**9
    gone = weakref.ref(old := Circle())
    gc.collect()
    del old  # garbage of the oldest generation
    for _ in range(12 * 12):
        kept: list[list[int]] = [[] for _ in range(LIMITS[0] + 1)]
        generations.collect_due()
        assert kept
    assert gone() is not None
