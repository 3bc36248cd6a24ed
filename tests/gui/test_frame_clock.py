"""Frames come often while something flows, seldom otherwise, and go on after an error."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from tracemq.ui import frame_clock
from tracemq.ui.frame_clock import FRAME_MS, IDLE_MS, FrameClock


def intervals(qtbot: QtBot, *, flowing: bool, frames: int = 5) -> list[float]:
    times: list[float] = []

    def frame(now_s: float) -> bool:
        times.append(now_s)
        return flowing

    clock = FrameClock(frame)
    clock.start()
    qtbot.waitUntil(lambda: len(times) > frames)
    clock.stop()
    return [(after - before) * 1000 for before, after in pairwise(times)]


def test_it_is_quick_while_messages_flow_and_slow_in_silence(qtbot: QtBot) -> None:
    assert min(intervals(qtbot, flowing=True)) >= FRAME_MS - 2
    assert min(intervals(qtbot, flowing=True)) < IDLE_MS
    assert min(intervals(qtbot, flowing=False)) >= IDLE_MS - 2


def test_a_long_frame_is_followed_by_as_long_a_rest(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_clock, "FRAME_MS", 10)
    began: list[float] = []
    ended: list[float] = []

    def frame(now_s: float) -> bool:
        began.append(now_s)
        while time.monotonic() - now_s < 0.03:
            pass
        ended.append(time.monotonic())
        return True

    clock = FrameClock(frame)
    clock.start()
    qtbot.waitUntil(lambda: len(ended) > 3)
    clock.stop()
    assert min(begin - end for begin, end in zip(began[1:], ended, strict=False)) >= 0.028


def test_an_error_in_one_frame_does_not_stop_the_next(qtbot: QtBot) -> None:
    frames: list[float] = []

    def frame(now_s: float) -> bool:
        frames.append(now_s)
        if len(frames) == 1:
            raise ZeroDivisionError
        return True

    clock = FrameClock(frame)
    with qtbot.captureExceptions() as errors:
        clock.start()
        qtbot.waitUntil(lambda: len(frames) > 2)
    clock.stop()
    assert [kind for kind, _, _ in errors] == [ZeroDivisionError]
