"""Between two tests of windows nothing is left over that makes the next one slow; in one, short work takes one turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from tracemq.viewmodels import slices

SLICE_S = slices.SLICE_S
PATIENCE_MS = 60_000  # so that a test that waits for ever ends; a machine with much else to do may be ten times as slow


class PatientBot(QtBot):
    """Waits for what will come as long as it takes."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **how)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def one_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let work that fits into a slice on a quiet machine do so on any: a test may look at once at what it led to."""
    monkeypatch.setattr(slices, "SLICE_S", 60.0)


@pytest.fixture(autouse=True)
def letters(qapp: QApplication) -> Iterator[None]:
    """Take back what a test has chosen of letters and rows: it is kept by the application, for all windows to come."""
    font = QFont(qapp.font())
    yield
    for name in qapp.dynamicPropertyNames():
        qapp.setProperty(bytes(name.data()).decode(), None)
    if qapp.font() != font:
        qapp.setFont(font)


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
