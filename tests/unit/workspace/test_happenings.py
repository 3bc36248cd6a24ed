"""Events of a client into what happened to its connection."""

from __future__ import annotations

from tests.support.open_connection import accepted as connected
from tracemq.mqtt import (
    ConnectFailed,
    Connecting,
    ConnectionLost,
    Disconnected,
    Stopped,
    TimedOut,
    TransportFacts,
    TransportOpened,
    Version,
)
from tracemq.mqtt.errors import ConnectionRefusedByHost
from tracemq.mqtt.events import SessionDiscarded
from tracemq.workspace.happenings import KEPT, CameBack, Happening, History, What


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def lost(held_s: float = 60.0) -> Disconnected:
    return Disconnected(error=ConnectionLost("reset"), held_s=held_s, reconnects=True)


def kinds(history: History) -> list[What]:
    return [each.what for each in history]


def test_a_connection_that_comes_back_is_news_with_since_when_and_why() -> None:
    clock = Clock()
    history = History(clock)
    assert history.take(TransportOpened(url="", facts=TransportFacts(peer="10.0.0.1"))) is None
    assert history.take(connected()) is None
    clock.now = 1060.0
    end = lost()
    assert history.take(end) is None
    clock.now = 1062.0
    assert history.take(ConnectFailed(url="", error=ConnectionRefusedByHost("h:1"))) is None
    clock.now = 1065.0
    back = history.take(connected(session_present=True))
    assert back == CameBack(lost_at=1060.0, away_s=5.0, error=end.error, attempts=2, session_present=True)
    assert kinds(history) == [What.CONNECTED, What.LOST, What.FAILED, What.CONNECTED]
    assert [each.peer for each in history] == ["10.0.0.1", "10.0.0.1", "", "10.0.0.1"]


def test_the_first_connection_and_one_after_an_end_of_ours_are_no_news() -> None:
    history = History()
    assert history.take(Connecting(url="", version=Version.V5, attempt=1)) is None
    assert history.take(connected()) is None
    history.take(Disconnected(error=None, held_s=1.0))
    history.take(Stopped(error=None))
    assert history.take(connected()) is None
    assert kinds(history) == [What.CONNECTED, What.CLOSED, What.CONNECTED]


def test_a_connection_that_was_given_up_and_opened_by_hand_is_no_news() -> None:
    history = History()
    history.take(connected())
    history.take(lost())
    history.take(Stopped(error=ConnectionLost("x"), attempts=3))
    assert history.take(connected()) is None
    assert kinds(history) == [What.CONNECTED, What.LOST, What.GAVE_UP, What.CONNECTED]


def test_the_same_failure_again_and_again_is_one_entry() -> None:
    clock = Clock()
    history = History(clock)
    for _ in range(1000):
        history.take(ConnectFailed(url="", error=ConnectionRefusedByHost("h:1")))
        clock.now += 10
    history.take(ConnectFailed(url="", error=TimedOut("CONNACK", 10)))
    first, second = history
    assert (first.times, first.at, first.until) == (1000, 1000.0, 10_990.0)
    assert second.times == 1


def test_a_session_that_the_server_forgot_is_told_with_what_went_with_it() -> None:
    history = History()
    history.take(SessionDiscarded(republished=(), lost=(1, 2), forgotten=1, resubscribed=()))
    assert [(each.what, each.unsent) for each in history] == [(What.SESSION_GONE, 2)]


def test_the_time_that_the_machine_slept_counts_as_time_connected() -> None:
    clock = Clock()
    history = History(clock)
    history.take(connected())
    clock.now += 7200.0
    history.take(lost(held_s=60.0))  # the monotonic clock stood still
    assert [each.held_s for each in history] == [0.0, 7200.0]


def test_the_list_is_bounded() -> None:
    history = History()
    for number in range(10 * KEPT):
        history.woke(float(number))
    assert len(history) == KEPT
    assert [each.held_s for each in history][-1] == 10 * KEPT - 1


def test_an_error_is_kept_without_the_frames_that_hold_the_password() -> None:
    try:
        try:
            raise OSError("below")
        except OSError as cause:
            raise ConnectionLost("gone") from cause
    except ConnectionLost as fault:
        error = fault
    history = History()
    history.take(Disconnected(error=error, held_s=1.0))
    (entry,) = history
    assert entry.error is error
    assert error.__traceback__ is None
    assert error.__cause__ is not None
    assert error.__cause__.__traceback__ is None


def test_a_line_of_a_report_has_kinds_and_no_text_of_others() -> None:
    error = ConnectionLost("secret words")
    assert str(Happening(at=0.0, what=What.LOST, error=error)) == "lost, ConnectionLost"
    assert str(Happening(at=0.0, what=What.CONNECTED, session_present=True)) == "connected, session present"
    assert str(Happening(at=0.0, what=What.FAILED, error=error, times=7)) == "failed, ConnectionLost, x7"
