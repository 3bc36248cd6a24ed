"""What the report says of gaps: each one while messages flow, and how late the loop was in silence."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tracemq.ui.loop_watch import LoopWatch
from tracemq.workspace.loop_gap import LoopGaps


class Watched:
    """A watch whose messages flow as long as `flowing` is set."""

    def __init__(self) -> None:
        self.flowing = False
        self.gaps = LoopGaps()
        self.watch = LoopWatch(self.gaps, lambda: self.flowing)
        self.watch.start()

    def begin(self) -> None:
        self.flowing = True
        self.watch.wake()

    @property
    def samples(self) -> int:
        return self.gaps.figures().samples


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[Watched]:
    made = Watched()
    yield made
    made.watch.stop()


def freeze(seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        pass


def test_in_silence_it_takes_no_samples_and_looks_now_and_then(watched: Watched, qtbot: QtBot) -> None:
    qtbot.wait(250)
    assert watched.watch.resting
    assert watched.samples == 0


def test_a_flow_is_sampled_until_it_ends(watched: Watched, qtbot: QtBot) -> None:
    watched.begin()
    qtbot.waitUntil(lambda: watched.samples > 5)
    watched.flowing = False
    qtbot.waitUntil(lambda: watched.watch.resting)


def test_what_the_first_messages_set_off_counts(watched: Watched, qtbot: QtBot) -> None:
    watched.begin()
    freeze(0.15)
    qtbot.waitUntil(lambda: watched.samples > 0)
    assert watched.gaps.figures().max >= 150


def test_a_freeze_longer_than_the_flow_itself_counts(watched: Watched, qtbot: QtBot) -> None:
    watched.begin()
    qtbot.waitUntil(lambda: watched.samples > 2)
    freeze(0.3)
    watched.flowing = False  # nothing could arrive meanwhile
    qtbot.waitUntil(lambda: watched.watch.resting)
    assert watched.gaps.figures().max >= 300


def test_a_freeze_in_silence_is_found_and_spoils_no_figure_of_the_flow(watched: Watched, qtbot: QtBot) -> None:
    qtbot.wait(20)
    freeze(0.4)
    qtbot.waitUntil(lambda: watched.gaps.figures().late_max > 0)
    figures = watched.gaps.figures()
    assert figures.late_max >= 199
    assert (figures.max, figures.samples) == (0, 0)


def test_messages_of_which_nobody_tells_are_noticed_all_the_same(watched: Watched, qtbot: QtBot) -> None:
    watched.flowing = True
    qtbot.waitUntil(lambda: watched.samples > 5)


def test_without_a_connection_it_does_not_wake_the_process(qtbot: QtBot) -> None:
    watched = Watched()
    watched.watch.stop()
    freeze(0.15)
    qtbot.wait(150)
    assert watched.gaps.figures().late_max == 0
