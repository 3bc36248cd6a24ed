from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.workspace.waveforms import ramp, sine, walk

NUMBERS = st.floats(-1e9, 1e9)


def test_a_sine_begins_in_the_middle_and_reaches_both_bounds() -> None:
    assert [round(sine(0, 100, 60, at), 6) for at in (0, 15, 30, 45, 60)] == [50, 100, 50, 0, 50]


def test_a_ramp_climbs_and_begins_anew() -> None:
    assert [ramp(10, 20, 4, at) for at in (0, 1, 2, 3.9, 4)] == pytest.approx([10, 12.5, 15, 19.75, 10])


def test_a_ramp_may_fall() -> None:
    assert [ramp(20, 10, 4, at) for at in (0, 2)] == [20, 15]


@given(NUMBERS, NUMBERS, st.floats(1e-6, 1e9), st.integers())
def test_a_walk_begins_in_the_middle_and_never_leaves_its_bounds(a: float, b: float, step: float, seed: int) -> None:
    low, high = sorted((a, b))
    here = walk(low, high, step, None, Random(seed))
    assert here == (low + high) / 2
    random = Random(seed)
    for _ in range(20):
        there = walk(low, high, step, here, random)
        assert low <= there <= high
        assert abs(there - here) <= step * (1 + 1e-6) + 1e-3
        here = there


@given(NUMBERS, NUMBERS, st.floats(1e-3, 1e6), st.floats(0, 1e6))
def test_waves_stay_within_their_bounds(a: float, b: float, period_s: float, at_s: float) -> None:
    low, high = sorted((a, b))
    room = 1e-6 * max(1, abs(low), abs(high))
    assert low - room <= sine(low, high, period_s, at_s) <= high + room
    assert low - room <= ramp(low, high, period_s, at_s) <= high + room
