"""Rate: sums in, messages per second out."""

from __future__ import annotations

import pytest

from tracemq.workspace.rates import Rate


def test_a_steady_flow_has_its_rate_whatever_the_frame_time() -> None:
    for frame in (0.005, 0.033, 0.25):
        rate = Rate()
        for turn in range(int(3 / frame)):
            rate.count(round(turn * frame * 1000), 50 + turn * frame)
        assert rate.per_second == pytest.approx(1000, rel=0.02)


def test_the_rate_falls_to_zero_within_the_window_when_nothing_comes() -> None:
    rate = Rate()
    for turn in range(100):
        rate.count(turn * 33, turn * 0.033)
    for turn in range(100, 140):
        rate.count(99 * 33, turn * 0.033)
    assert rate.per_second == 0


def test_the_first_sample_is_no_rate() -> None:
    rate = Rate()
    rate.count(5_000_000, 10)
    assert rate.per_second == 0
