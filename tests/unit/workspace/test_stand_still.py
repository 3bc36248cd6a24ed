"""Looks at the clock into how long the machine stood still."""

from __future__ import annotations

import time

import pytest

from tracemq.workspace.stand_still import LOOK_INTERVAL_S, NOTICED_S, StandStill, clock_that_never_stops


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("slept_s", [NOTICED_S, 60.0, 1e6])
def test_a_sleep_between_two_looks_is_noticed_once(slept_s: float) -> None:
    clock = Clock()
    still = StandStill(clock)
    clock.now += LOOK_INTERVAL_S
    assert still.look() == 0.0
    clock.now += LOOK_INTERVAL_S + slept_s
    assert still.look() == slept_s
    clock.now += LOOK_INTERVAL_S
    assert still.look() == 0.0


def test_a_busy_machine_has_not_slept() -> None:
    clock = Clock()
    still = StandStill(clock)
    clock.now += LOOK_INTERVAL_S + NOTICED_S - 0.1
    assert still.look() == 0.0


def test_a_clock_that_is_set_back_is_no_sleep() -> None:
    clock = Clock()
    still = StandStill(clock)
    clock.now -= 3600.0
    assert still.look() == 0.0


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="the system has no such clock")
def test_the_clock_goes_on_in_suspend() -> None:
    assert clock_that_never_stops() == pytest.approx(time.clock_gettime(time.CLOCK_BOOTTIME), abs=5)
    assert clock_that_never_stops() <= clock_that_never_stops()
