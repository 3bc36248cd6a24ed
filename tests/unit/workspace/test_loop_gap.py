"""LoopGaps: turns in, figures out."""

from __future__ import annotations

import pytest

from tracemq.workspace.loop_gap import LoopGaps


def fed(gaps_ms: list[float], *, flowing: bool = True) -> LoopGaps:
    gaps, now = LoopGaps(), 100.0
    gaps.turn(now, flowing=flowing)
    for gap in gaps_ms:
        now += gap / 1000
        gaps.turn(now, flowing=flowing)
    return gaps


def test_without_samples_every_figure_is_zero() -> None:
    figures = LoopGaps().figures()
    assert (figures.p50, figures.p99, figures.max, figures.stall_share, figures.samples) == (0, 0, 0, 0, 0)


def test_one_freeze_among_thousands_of_turns_shows_in_max_and_share_though_not_in_p99() -> None:
    figures = fed([5.0] * 2000 + [1000.0]).figures()
    assert figures.p99 == pytest.approx(5.0, abs=0.15)
    assert figures.max == pytest.approx(1000.0, abs=0.1)
    assert figures.stall_share == pytest.approx(1000 / 11000, rel=0.01)


def test_a_gap_of_one_frame_is_not_a_stall() -> None:
    assert fed([15.9] * 100).figures().stall_share == 0
    assert fed([16.2] * 100).figures().stall_share == 1


def test_time_without_messages_does_not_count() -> None:
    gaps = fed([500.0] * 3, flowing=False)
    assert gaps.figures().samples == 0
    gaps.turn(101.51, flowing=True)
    assert gaps.figures().max == pytest.approx(10, abs=0.1)


def test_percentiles_come_from_the_order_of_the_gaps_not_of_their_arrival() -> None:
    figures = fed([9.0, 1.0, 5.0, 3.0, 7.0]).figures()
    assert figures.p50 == pytest.approx(5.0, abs=0.15)
    assert figures.p99 == pytest.approx(9.0, abs=0.15)
