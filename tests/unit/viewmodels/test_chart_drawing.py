"""Few points stand for many, and no peak is lost."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.viewmodels.chart_drawing import Extremes, Scale, as_steps, cut, thinned, visible


def test_the_neighbours_of_what_is_visible_are_drawn_as_well() -> None:
    times = np.arange(10.0)
    assert visible(times, 3.5, 5.5) == slice(3, 7)
    assert visible(times, -5.0, 50.0) == slice(0, 10)
    assert visible(times, 20.0, 30.0) == slice(9, 10)
    assert visible(np.empty(0), 0.0, 1.0) == slice(0, 0)


def test_few_points_stay_as_they_are() -> None:
    times, values = np.arange(10.0), np.arange(10.0)
    x, y = thinned(times, values, 0.0, 9.0, 100)
    assert (x.tolist(), y.tolist()) == (times.tolist(), values.tolist())


@given(st.integers(0, 2**32 - 1), st.integers(1, 50), st.integers(0, 3000))
def test_each_column_keeps_its_first_lowest_highest_and_last_point(seed: int, columns: int, count: int) -> None:
    chance = np.random.default_rng(seed)
    times, values = np.sort(chance.random(count)), chance.normal(size=count)
    left, right = 0.2, 0.8
    x, y = thinned(times, values, left, right, columns)
    part = visible(times, left, right)
    if count:
        assert set(y) <= set(values)
        assert (y.min(), y.max()) == (values[part].min(), values[part].max())
    assert len(x) == len(y) <= max(4 * (columns + 2), 0) or len(x) == len(values[part])
    assert np.all(np.diff(x) >= 0)
    edges = np.linspace(left, right, columns + 1)
    for low, high in pairwise(edges):
        inside = values[(times >= low) & (times < high)]
        drawn = y[(x >= low) & (x < high)]
        if len(inside):
            assert (drawn[0], drawn.min(), drawn.max(), drawn[-1]) == (
                inside[0],
                inside.min(),
                inside.max(),
                inside[-1],
            )


def test_one_peak_among_a_million_points_is_drawn() -> None:
    times, values = np.linspace(0.0, 1.0, 1_000_000), np.zeros(1_000_000)
    values[654_321] = 9.0
    x, y = thinned(times, values, 0.0, 1.0, 500)
    assert y.max() == 9.0
    assert len(x) <= 2100


def test_stairs_hold_a_value_until_the_next() -> None:
    x, y = as_steps(np.array([1.0, 2.0, 5.0]), np.array([7.0, 8.0, 9.0]))
    assert list(zip(x, y, strict=True)) == [(1, 7), (2, 7), (2, 8), (5, 8), (5, 9)]


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([], 0, 1), ([5.0], 4.5, 5.5), ([0.0], -1, 1), ([0.0, 10.0], -1, 11), ([-1.5e308, 1.5e308], -1.5e308, 1.5e308)],
)
def test_a_range_has_room_around_its_extremes(values: list[float], low: float, high: float) -> None:
    found = Extremes()
    found.take(np.array(values))
    assert found.with_room(0.1) == (pytest.approx(low), pytest.approx(high))
    assert all(map(math.isfinite, found.with_room(0.1)))


FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(FLOATS, min_size=1, max_size=5))
def test_any_floats_have_a_place_in_the_picture(values: list[float]) -> None:
    found = Extremes()
    found.take(np.array(values))
    scale = Scale(*found.with_room(0.1))
    places = scale.place(np.array(values))
    assert np.all(np.isfinite(places))
    assert np.all(np.abs(places) <= 3)
    assert math.isfinite(scale.value(0.0))


@pytest.mark.parametrize("values", [[-1.79e308], [1.79e308], [5e-324], [-1.7e308, 1.7e308], [0.0], [1e-300, 2e-300]])
def test_the_ends_of_all_floats_have_a_place_as_well(values: list[float]) -> None:
    found = Extremes()
    found.take(np.array(values))
    scale = Scale(*found.with_room(0.1))
    places = scale.place(np.array([*values, 1.79e308, -1.79e308, 0.0, 5e-324]))
    assert np.all(np.isfinite(places))
    assert all(-0.1 <= place <= 1.1 for place in places[: len(values)])


def test_a_place_leads_back_to_its_value() -> None:
    scale = Scale(-10.0, 30.0)
    assert scale.place(np.array([-10.0, 10.0, 30.0])).tolist() == [0.0, 0.5, 1.0]
    assert [scale.value(place) for place in (0.0, 0.5, 1.0)] == [-10.0, 10.0, 30.0]
    assert scale.place(np.array([1e300])).tolist() == [1e6]


def test_lines_from_far_away_are_cut_where_nobody_sees_it() -> None:
    x, y = cut(np.array([-1e9, 5.0, 1e9]), np.array([0.0, 1.0, 0.0]), 0.0, 10.0)
    assert x.tolist() == [-10.0, 5.0, 20.0]
    assert y.tolist() == pytest.approx([1.0, 1.0, 1.0], abs=1e-6)
    near = np.array([1.0, 2.0])
    assert cut(near, near, 0.0, 10.0)[0] is near
    assert cut(near[:0], near[:0], 0.0, 10.0)[0].tolist() == []
    assert cut(np.array([-1e9]), np.array([3.0]), 0.0, 10.0)[1].tolist() == [3.0]
