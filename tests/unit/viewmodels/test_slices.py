from __future__ import annotations

import time
from collections.abc import Generator

import pytest
from pytestqt.qtbot import QtBot

from tracemq.viewmodels.slices import SLICE_S, Slices


def work(steps: int, step_s: float = 0.0) -> Generator[int, None, str]:
    for number in range(steps):
        until = time.monotonic() + step_s
        while time.monotonic() < until:
            pass
        yield number
    return f"{steps} done"


def test_short_work_is_finished_at_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.viewmodels.slices.SLICE_S", 60.0)
    results: list[str] = []
    Slices().run(work(3), results.append)
    assert results == ["3 done"]


def test_long_work_leaves_the_loop_free_between_its_slices(qtbot: QtBot) -> None:
    slices, results, seen = Slices(), [], []
    slices.progress.connect(seen.append)
    slices.run(work(20, SLICE_S / 2), results.append)
    assert results == []
    assert slices.busy
    qtbot.waitUntil(lambda: results == ["20 done"])
    assert seen == sorted(seen)
    assert len(seen) > 3
    assert not slices.busy


def test_new_work_takes_the_place_of_what_is_running(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    slices, results = Slices(), []
    slices.run(work(1000, SLICE_S), results.append)
    monkeypatch.setattr("tracemq.viewmodels.slices.SLICE_S", 60.0)
    slices.run(work(1), results.append)
    assert results == ["1 done"]
    assert not slices.busy


def test_cancelled_work_tells_nothing_and_is_closed(qtbot: QtBot) -> None:
    slices, results = Slices(), []
    running = work(1000, SLICE_S)
    slices.run(running, results.append)
    slices.cancel()
    assert running.gi_frame is None
    qtbot.wait(20)
    assert results == []


def test_an_expected_error_is_told_and_any_other_is_raised(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.viewmodels.slices.SLICE_S", 60.0)

    def fails(error: Exception) -> Generator[int, None, None]:
        yield 1
        raise error

    slices, told = Slices(), []
    slices.run(fails(KeyError("x")), lambda _: None, told.append, KeyError)
    assert [type(error) for error in told] == [KeyError]
    with pytest.raises(ZeroDivisionError):
        slices.run(fails(ZeroDivisionError()), lambda _: None, told.append, KeyError)


def test_work_may_begin_more_work_when_it_is_done(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.viewmodels.slices.SLICE_S", 60.0)
    slices, results = Slices(), []
    slices.run(work(1), lambda first: slices.run(work(2), lambda second: results.extend([first, second])))
    assert results == ["1 done", "2 done"]


def test_work_that_follows_a_slice_that_is_used_up_begins_in_the_next_turn(qtbot: QtBot) -> None:
    slices, results, begun = Slices(), [], []

    def first() -> Generator[int, None, None]:
        yield 1
        until = time.monotonic() + SLICE_S
        while time.monotonic() < until:
            pass

    def second() -> Generator[int, None, str]:
        begun.append(True)
        yield 1
        return "second done"

    slices.run(first(), lambda _: slices.run(second(), results.append))
    assert begun == []
    qtbot.waitUntil(lambda: results == ["second done"])


def test_a_slice_does_one_step_however_late_it_comes(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracemq.viewmodels.slices.SLICE_S", -1.0)
    slices, seen = Slices(), []
    slices.progress.connect(seen.append)
    slices.run(work(3), lambda _: None)
    qtbot.waitUntil(lambda: not slices.busy)
    assert seen == [0, 1, 2]
