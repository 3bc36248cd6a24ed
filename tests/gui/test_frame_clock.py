"""Frames come often while something flows, seldom otherwise, at once when woken, and go on after an error."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from tracemq.ui.frame_clock import FrameClock, Pace, quickest

FRAME_S = Pace.FLOWING.value / 1000


class Frames:
    """A clock whose frames are written down; each wants the next one at `pace`."""

    def __init__(self, pace: Pace, *, lasting_s: float = 0.0) -> None:
        self.began: list[float] = []
        self.ended: list[float] = []
        self.pace = pace
        self._lasting_s = lasting_s
        self.clock = FrameClock(self._frame)
        self.clock.start()

    def _frame(self, now_s: float) -> Pace:
        self.began.append(now_s)
        while time.monotonic() - now_s < self._lasting_s:
            pass
        self.ended.append(time.monotonic())
        return self.pace

    def wait_for(self, qtbot: QtBot, frames: int) -> None:
        qtbot.waitUntil(lambda: len(self.ended) >= frames)

    def intervals(self, qtbot: QtBot, frames: int = 5) -> list[float]:
        self.wait_for(qtbot, frames)
        self.clock.stop()
        return [after - before for before, after in pairwise(self.began)]


def test_it_is_quick_while_messages_flow_and_slow_in_silence(qtbot: QtBot) -> None:
    assert min(Frames(Pace.FLOWING).intervals(qtbot)) >= FRAME_S - 0.002
    assert min(Frames(Pace.FLOWING).intervals(qtbot)) < Pace.SETTLING.value / 1000
    assert min(Frames(Pace.SETTLING).intervals(qtbot)) >= Pace.SETTLING.value / 1000 - 0.002
    assert min(Frames(Pace.IDLE).intervals(qtbot, 3)) >= Pace.IDLE.value / 1000 - 0.002


def test_where_nothing_is_to_be_shown_no_frame_comes_until_it_is_woken(qtbot: QtBot) -> None:
    frames = Frames(Pace.STILL)
    frames.wait_for(qtbot, 1)
    assert not frames.clock.due
    frames.clock.wake()
    assert frames.clock.due
    frames.wait_for(qtbot, 2)
    frames.clock.stop()


def test_woken_from_a_silence_it_makes_the_next_frame_at_once(qtbot: QtBot) -> None:
    frames, delays = Frames(Pace.IDLE), []
    for number in range(1, 5):
        frames.wait_for(qtbot, number)
        qtbot.wait(50)  # the pause between two frames is over, the silence is not
        woken = time.monotonic()
        frames.clock.wake()
        frames.wait_for(qtbot, number + 1)
        delays.append(frames.began[-1] - woken)
    frames.clock.stop()
    assert min(delays) < 0.1  # without being woken each would take a quarter of a second


def test_being_woken_again_and_again_makes_frames_no_more_frequent(qtbot: QtBot) -> None:
    frames = Frames(Pace.IDLE)
    until = time.monotonic() + 10 * FRAME_S
    while time.monotonic() < until:
        frames.clock.wake()
        qtbot.wait(1)
    frames.clock.stop()
    assert min(after - before for before, after in pairwise(frames.began)) >= FRAME_S - 0.002


def test_what_happens_within_a_frame_is_followed_by_another_one_soon(qtbot: QtBot) -> None:
    frames: list[float] = []

    def frame(now_s: float) -> Pace:
        frames.append(now_s)
        if len(frames) == 1:
            clock.wake()
        return Pace.STILL

    clock = FrameClock(frame)
    clock.start()
    qtbot.waitUntil(lambda: len(frames) == 2)
    assert not clock.due


def test_a_stopped_clock_is_not_woken(qtbot: QtBot) -> None:
    frames = Frames(Pace.IDLE)
    frames.wait_for(qtbot, 1)
    frames.clock.stop()
    frames.clock.wake()
    assert not frames.clock.due


def test_a_long_frame_is_followed_by_as_long_a_rest(qtbot: QtBot) -> None:
    frames = Frames(Pace.FLOWING, lasting_s=0.06)
    frames.wait_for(qtbot, 4)
    frames.clock.stop()
    rests = [begin - end for begin, end in zip(frames.began[1:], frames.ended, strict=False)]
    assert min(rests) >= 0.058


def test_an_error_in_one_frame_does_not_stop_the_next(qtbot: QtBot) -> None:
    frames: list[float] = []

    def frame(now_s: float) -> Pace:
        frames.append(now_s)
        if len(frames) == 1:
            raise ZeroDivisionError
        return Pace.FLOWING

    clock = FrameClock(frame)
    with qtbot.captureExceptions() as errors:
        clock.start()
        qtbot.waitUntil(lambda: len(frames) > 2)
    clock.stop()
    assert [kind for kind, _, _ in errors] == [ZeroDivisionError]


@pytest.mark.parametrize(
    ("paces", "expected"),
    [
        ([], Pace.STILL),
        ([Pace.STILL, Pace.IDLE], Pace.IDLE),
        ([Pace.IDLE, Pace.SETTLING, Pace.IDLE], Pace.SETTLING),
        ([Pace.SETTLING, Pace.FLOWING], Pace.FLOWING),
    ],
)
def test_the_quickest_of_many_paces_holds(paces: list[Pace], expected: Pace) -> None:
    assert quickest(paces) is expected
