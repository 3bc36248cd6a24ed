"""Delays before the next attempt, as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.mqtt import ReconnectPolicy, RefusedLocally
from tracemq.mqtt.backoff import Backoff


def delays(backoff: Backoff, count: int) -> list[float | None]:
    return [backoff.next_delay() for _ in range(count)]


def test_delays_grow_by_the_factor_up_to_the_ceiling() -> None:
    backoff = Backoff(ReconnectPolicy(first_delay_s=1, factor=3, max_delay_s=20, jitter=False))
    assert delays(backoff, 5) == [1, 3, 9, 20, 20]


def test_full_jitter_draws_from_zero_to_the_delay() -> None:
    drawn = iter([0.0, 0.5, 0.999])
    backoff = Backoff(ReconnectPolicy(first_delay_s=2, factor=2, max_delay_s=60), lambda: next(drawn))
    assert delays(backoff, 3) == [0, 2, pytest.approx(7.992)]


def test_there_are_as_many_attempts_as_were_allowed() -> None:
    backoff = Backoff(ReconnectPolicy(attempts=2, jitter=False))
    assert delays(backoff, 4) == [1, 2, None, None]


def test_only_a_connection_that_held_starts_the_delays_over() -> None:
    backoff = Backoff(ReconnectPolicy(first_delay_s=1, jitter=False, attempts=3, held_s=10))
    assert delays(backoff, 2) == [1, 2]
    backoff.ended(9.9)
    assert delays(backoff, 2) == [4, None]
    backoff.ended(10)
    assert delays(backoff, 1) == [1]


@given(st.floats(0, 1000), st.floats(1, 1000), st.floats(0, 1e6), st.integers(0, 2000))
def test_no_delay_is_negative_or_above_the_ceiling(first: float, factor: float, more: float, attempts: int) -> None:
    policy = ReconnectPolicy(first_delay_s=first, factor=factor, max_delay_s=first + more)
    backoff = Backoff(policy)
    backoff.attempts = attempts
    delay = backoff.next_delay()
    assert delay is not None
    assert 0 <= delay <= policy.max_delay_s


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_delay_s": -1},
        {"first_delay_s": 10, "max_delay_s": 9},
        {"factor": 0.5},
        {"held_s": -1},
        {"attempts": -1},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(RefusedLocally):
        ReconnectPolicy(**wrong)  # type: ignore[arg-type] # that is the point
