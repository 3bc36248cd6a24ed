"""Times into pings and verdicts, with numbers instead of waiting."""

from __future__ import annotations

import pytest

from tests.unit.mqtt.conversation import EVERY_VERSION, Conversation, closing
from tracemq.mqtt.errors import TimedOut
from tracemq.mqtt.keep_alive import KeepAlive, Pulse
from tracemq.mqtt.packets import Pingreq, Pingresp, Publish
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import Version


def begun(interval_s: int = 60) -> KeepAlive:
    keep_alive = KeepAlive()
    keep_alive.begin(interval_s, 0.0)
    return keep_alive


@pytest.mark.statement("MQTT-3.1.2-20", "3.1.1:MQTT-3.1.2-23")
@pytest.mark.parametrize(("interval_s", "due"), [(60, 55.0), (20, 15.0), (4, 3.0), (1, 0.75), (65_535, 65_530.0)])
def test_a_ping_is_due_somewhat_before_the_interval_is_over(interval_s: int, due: float) -> None:
    keep_alive = begun(interval_s)
    assert keep_alive.deadline() == due
    assert keep_alive.check(due - 0.01) is Pulse.QUIET
    assert keep_alive.check(due) is Pulse.PING
    assert keep_alive.check(due) is Pulse.QUIET


def test_without_an_interval_nothing_is_ever_due() -> None:
    keep_alive = begun(0)
    assert keep_alive.deadline() is None
    assert keep_alive.check(1e9) is Pulse.QUIET
    keep_alive = begun(60)
    keep_alive.stop()
    assert keep_alive.deadline() is None


def test_a_ping_is_due_while_we_only_publish() -> None:
    keep_alive = begun()
    for second in range(1, 55):
        keep_alive.sent(float(second))
    assert keep_alive.deadline() == 55.0
    assert keep_alive.check(55.0) is Pulse.PING


@pytest.mark.statement("MQTT-3.1.2-20")
def test_a_ping_is_due_while_we_only_receive() -> None:
    keep_alive = begun()
    for second in range(1, 55):
        keep_alive.heard(float(second))
    assert keep_alive.check(55.0) is Pulse.PING
    for second in range(56, 110):
        keep_alive.heard(float(second))
    assert keep_alive.check(109.9) is Pulse.QUIET
    assert keep_alive.check(110.0) is Pulse.PING


def test_nobody_is_pinged_who_talks_and_is_talked_to() -> None:
    keep_alive = begun()
    for second in range(1, 1000):
        keep_alive.heard(float(second))
        keep_alive.sent(float(second))
        assert keep_alive.check(float(second)) is Pulse.QUIET


@pytest.mark.statement("MQTT-3.1.2-22", "3.1.1:MQTT-3.1.2-24")
def test_a_link_is_dead_after_one_and_a_half_intervals_of_silence() -> None:
    keep_alive = begun()
    keep_alive.heard(10.0)
    assert keep_alive.check(55.0) is Pulse.PING
    assert keep_alive.deadline() == 100.0
    assert keep_alive.check(99.9) is Pulse.QUIET
    assert keep_alive.check(100.0) is Pulse.DEAD


def test_a_link_is_dead_on_time_although_we_go_on_publishing() -> None:
    keep_alive = begun()
    second = 0.0
    pulse = Pulse.QUIET
    while pulse is not Pulse.DEAD:
        second += 1.0
        keep_alive.sent(second)
        pulse = keep_alive.check(second)
    assert second == 90.0


def test_an_answer_begins_the_count_anew() -> None:
    keep_alive = begun()
    assert keep_alive.check(55.0) is Pulse.PING
    keep_alive.heard(56.0)
    assert keep_alive.deadline() == 110.0


def test_silence_while_we_do_not_read_is_not_the_servers() -> None:
    keep_alive = begun()
    keep_alive.set_reading(False, 10.0)
    for due in (55.0, 110.0, 165.0, 220.0):
        assert keep_alive.deadline() == due
        assert keep_alive.check(due) is Pulse.PING  # the server still wants to hear us
    keep_alive.set_reading(True, 230.0)
    keep_alive.set_reading(True, 240.0)
    assert keep_alive.check(275.0) is Pulse.PING
    assert keep_alive.check(320.0) is Pulse.DEAD


def test_time_in_which_the_machine_slept_is_not_the_servers() -> None:
    keep_alive = begun()
    assert keep_alive.check(55.0) is Pulse.PING
    assert keep_alive.check(10_000.0) is Pulse.PING
    assert keep_alive.check(10_034.0) is Pulse.QUIET
    assert keep_alive.check(10_035.0) is Pulse.DEAD


@pytest.mark.parametrize("interval_s", [4, 60, 65_535])
def test_a_link_in_doubt_is_pinged_at_once_and_given_up_soon(interval_s: int) -> None:
    keep_alive = begun(interval_s)
    keep_alive.doubt(1.0)
    assert keep_alive.deadline() == 1.0
    assert keep_alive.check(1.0) is Pulse.PING
    assert keep_alive.deadline() == pytest.approx(min(6.0, 1.0 + keep_alive._before_ping))
    pulses = [keep_alive.check(1.0 + tenths / 10) for tenths in range(1, 51)]
    assert pulses[-1] is Pulse.DEAD
    assert Pulse.DEAD not in pulses[:-1]
    assert keep_alive.patience_s == 5.0
    keep_alive.heard(7.0)
    assert keep_alive.patience_s == 1.5 * interval_s


def test_a_link_in_doubt_that_answers_goes_on_as_before() -> None:
    keep_alive = begun()
    keep_alive.doubt(1.0)
    keep_alive.check(1.0)
    keep_alive.heard(1.2)
    assert keep_alive.deadline() == 56.0
    assert keep_alive.check(50.0) is Pulse.QUIET


def test_without_an_interval_a_doubt_changes_nothing() -> None:
    keep_alive = begun(0)
    keep_alive.doubt(1.0)
    assert keep_alive.deadline() is None


def test_after_a_sleep_an_answer_that_was_waiting_is_enough() -> None:
    keep_alive = begun()
    keep_alive.check(55.0)
    keep_alive.check(10_000.0)
    keep_alive.heard(10_000.1)
    assert keep_alive.check(10_050.0) is Pulse.QUIET


def test_a_timer_that_is_a_little_late_finds_a_dead_link_all_the_same() -> None:
    keep_alive = begun(4)
    assert keep_alive.check(3.0) is Pulse.PING
    assert keep_alive.check(6.9) is Pulse.DEAD


# In a session


@pytest.mark.statement("MQTT-3.12.4-1", "3.1.1:MQTT-3.12.4-1")
@pytest.mark.parametrize("version", EVERY_VERSION)
def test_a_session_pings_and_ends_a_dead_connection(version: Version) -> None:
    talk = Conversation(version, keep_alive=60)
    talk.connect()
    assert talk.session.deadline() == talk.now + 55
    assert talk.passes(55) == []
    assert talk.writes() == bytes.fromhex("c000")
    assert talk.hears(Pingresp()) == []
    assert talk.passes(55) == []
    assert talk.says() == [Pingreq()]
    error = closing(talk.passes(35))
    assert isinstance(error, TimedOut)
    assert (error.waiting_for, error.seconds) == ("PINGRESP", 90.0)
    assert talk.says() == []
    assert talk.session.deadline() is None


@pytest.mark.statement("MQTT-3.1.2-21", "MQTT-3.2.2-21")
def test_the_keep_alive_of_the_server_counts() -> None:
    talk = Conversation(keep_alive=60)
    talk.connect(properties=Properties(server_keep_alive=4))
    assert talk.session.deadline() == talk.now + 3
    talk.session.lost(talk.now)
    talk.connect(properties=Properties(server_keep_alive=0))
    assert talk.session.deadline() is None


def test_messages_either_way_put_the_ping_off() -> None:
    talk = Conversation(keep_alive=60)
    talk.connect()
    for _ in range(10):
        talk.passes(50)
        talk.publish("t")
        assert [type(packet) for packet in talk.says()] == [Publish]
        talk.hears(Publish("t"))
    assert talk.session.deadline() == talk.now + 55


def test_a_session_whose_reading_is_paused_does_not_take_silence_for_death() -> None:
    talk = Conversation(keep_alive=60)
    talk.connect()
    talk.session.set_reading(False, talk.now)
    for _ in range(5):
        assert talk.passes(55) == []
        assert talk.says() == [Pingreq()]
    talk.session.set_reading(True, talk.now)
    assert talk.hears(Pingresp()) == []
    assert talk.session.deadline() == talk.now + 55
