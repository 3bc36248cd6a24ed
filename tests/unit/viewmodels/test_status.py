"""A delay that is worth a warning is held long enough to be read, with its worst figures."""

from __future__ import annotations

from tests.support.open_connection import connection
from tracemq.viewmodels.status import BEHIND_BYTES, HOLD_S, Lag, status_of
from tracemq.workspace.meter import Counters


def counters(ms: float, waiting: int = 0, queued: int | None = None) -> Counters:
    return Counters(behind_ms=ms, behind_bytes=waiting, queued_bytes=waiting if queued is None else queued)


def test_a_small_delay_is_told_as_it_is() -> None:
    lag = Lag()
    for ms in (50.0, 10.0, 0.0):
        lag.note(counters(ms, 1000), 1.0)
        assert (lag.ms, lag.bytes) == (ms, 1000)


def test_a_warning_is_held_with_its_worst_figures_and_then_let_go() -> None:
    lag = Lag()
    lag.note(counters(300.0, 10), 1.0)
    lag.note(counters(500.0, 5), 1.1)
    lag.note(counters(20.0, 0), 1.2)
    assert (lag.ms, lag.bytes) == (500.0, 10)
    assert status_of(connection(), lag=lag).behind
    lag.note(counters(20.0, 0), 1.1 + HOLD_S)
    assert (lag.ms, lag.bytes) == (20.0, 0)
    assert not status_of(connection(), lag=lag).behind


def test_a_pause_in_reading_is_held_as_well_however_short_it_is() -> None:
    lag = Lag()
    lag.note(counters(1.0, 10), 0.0, paused=True)
    assert lag.paused
    lag.note(counters(1.0, 10), HOLD_S - 0.1)
    assert lag.paused
    lag.note(counters(1.0, 10), HOLD_S + 0.1)
    assert not lag.paused


def test_bytes_that_wait_warn_as_well() -> None:
    lag = Lag()
    lag.note(counters(0.0, BEHIND_BYTES), 1.0)
    lag.note(counters(0.0, 0), 1.5)
    assert status_of(connection(), lag=lag).behind


def test_a_message_that_arrives_slowly_is_no_warning_however_large_it_is() -> None:
    lag = Lag()
    lag.note(counters(5.0, 10 * BEHIND_BYTES, queued=1000), 1.0)
    lag.note(counters(5.0, 1000, queued=1000), 1.1)
    assert lag.bytes == 1000
    slowly = connection()
    slowly.counters.behind_bytes = slowly.counters.arriving_bytes = 10 * BEHIND_BYTES
    slowly.counters.arriving_of_bytes = 20 * BEHIND_BYTES
    status = status_of(slowly)
    assert not status.behind
    assert (status.arriving_bytes, status.arriving_of_bytes) == (10 * BEHIND_BYTES, 20 * BEHIND_BYTES)


def test_a_full_socket_warns_even_while_a_large_message_arrives() -> None:
    lag = Lag()
    lag.note(counters(5.0, 11 * BEHIND_BYTES, queued=BEHIND_BYTES), 1.0)
    lag.note(counters(5.0, 10 * BEHIND_BYTES, queued=0), 1.1)
    assert lag.bytes == 11 * BEHIND_BYTES
    assert status_of(connection(), lag=lag).behind
