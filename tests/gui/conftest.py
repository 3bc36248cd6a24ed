"""Between two tests of windows nothing is left over that makes the next one slow; in one, short work takes one turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from tracemq.viewmodels import slices

SLICE_S = slices.SLICE_S


@pytest.fixture(autouse=True)
def one_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let work that fits into a slice on a quiet machine do so on any: a test may look at once at what it led to."""
    monkeypatch.setattr(slices, "SLICE_S", 60.0)


@pytest.fixture
def short_slices(one_turn: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a test of what happens between the slices of long work: slices as they are in the program."""
    monkeypatch.setattr(slices, "SLICE_S", SLICE_S)


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Let widgets go that a test has left to the event loop, which runs no more: a style sheet is for all there are."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
