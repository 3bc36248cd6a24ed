"""A delay that is worth a warning is held long enough to be read, with its worst figures."""

from __future__ import annotations

from tests.support.open_connection import connection
from tracemq.viewmodels.status import BEHIND_BYTES, HOLD_S, Lag, status_of


def test_a_small_delay_is_told_as_it_is() -> None:
    lag = Lag()
    for ms in (50.0, 10.0, 0.0):
        lag.note(ms, 1000, 1.0)
        assert (lag.ms, lag.bytes) == (ms, 1000)


def test_a_warning_is_held_with_its_worst_figures_and_then_let_go() -> None:
    lag = Lag()
    lag.note(300.0, 10, 1.0)
    lag.note(500.0, 5, 1.1)
    lag.note(20.0, 0, 1.2)
    assert (lag.ms, lag.bytes) == (500.0, 10)
    assert status_of(connection(), lag=lag).behind
    lag.note(20.0, 0, 1.1 + HOLD_S)
    assert (lag.ms, lag.bytes) == (20.0, 0)
    assert not status_of(connection(), lag=lag).behind


def test_a_pause_in_reading_is_held_as_well_however_short_it_is() -> None:
    lag = Lag()
    lag.note(1.0, 10, 0.0, paused=True)
    assert lag.paused
    lag.note(1.0, 10, HOLD_S - 0.1)
    assert lag.paused
    lag.note(1.0, 10, HOLD_S + 0.1)
    assert not lag.paused


def test_bytes_that_wait_warn_as_well() -> None:
    lag = Lag()
    lag.note(0.0, BEHIND_BYTES, 1.0)
    lag.note(0.0, 0, 1.5)
    assert status_of(connection(), lag=lag).behind
