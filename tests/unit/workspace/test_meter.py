"""How far what is shown is behind what the broker sent: bytes that wait, and the delay of the newest row."""

from __future__ import annotations

import time

import pytest

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.log import MessageLog
from tracemq.mqtt.batch import TopicTable
from tracemq.mqtt.statistics import Statistics
from tracemq.workspace.meter import LONG_ARRIVAL_S, SLOWEST_READ, Meter


@pytest.fixture
def log() -> MessageLog:
    return MessageLog(TopicTable())


def test_nothing_that_waits_is_no_delay(log: MessageLog) -> None:
    meter = Meter()
    meter.measure(1.0, None, log)
    meter.measure(2.0, Statistics(bytes_in=1000), log)
    assert (meter.counters.behind_bytes, meter.counters.behind_ms) == (0, 0.0)
    assert meter.counters.bytes_in == 1000


def test_bytes_in_the_socket_are_as_late_as_reading_them_takes(log: MessageLog) -> None:
    meter = Meter()
    for second in range(3):
        meter.measure(float(second), Statistics(bytes_in=second * 40_000_000, unread_bytes=8_000_000), log)
    assert meter.counters.behind_bytes == 8_000_000
    assert meter.counters.behind_ms == pytest.approx(200.0)


def test_a_broker_that_sends_slowly_makes_nobody_late(log: MessageLog) -> None:
    meter = Meter()
    for second in range(3):
        meter.measure(float(second), Statistics(bytes_in=second * 10, unread_bytes=100), log)
    assert meter.counters.behind_ms == pytest.approx(100 / SLOWEST_READ * 1000)


def test_the_bytes_of_a_packet_that_is_not_whole_wait_and_make_nothing_late(log: MessageLog) -> None:
    meter = Meter()
    for second in range(3):
        bytes_in = 10_000_000 * (second + 1)
        packet = Statistics(bytes_in=bytes_in, unread_bytes=50_000, unparsed_bytes=bytes_in, unparsed_of_bytes=10**8)
        meter.measure(float(second), packet, log)
    assert (meter.counters.behind_bytes, meter.counters.queued_bytes) == (30_050_000, 50_000)
    assert meter.counters.behind_ms == pytest.approx(5.0)


def test_a_packet_that_takes_long_to_arrive_is_told_until_it_is_whole(log: MessageLog) -> None:
    meter = Meter()
    told = []
    for now_s, unparsed_bytes in ((1.0, 0), (2.0, 100), (2.0 + LONG_ARRIVAL_S, 200), (9.0, 500), (9.1, 0), (10.0, 0)):
        of_bytes = 600 if unparsed_bytes else 0
        bytes_in = 7000 + (unparsed_bytes or (0 if now_s < 2 else 600))
        statistics = Statistics(bytes_in=bytes_in, unparsed_bytes=unparsed_bytes, unparsed_of_bytes=of_bytes)
        meter.measure(now_s, statistics, log)
        told.append((meter.counters.arriving_bytes, meter.counters.arriving_of_bytes))
    assert told == [(0, 0), (0, 0), (200, 600), (500, 600), (0, 0), (0, 0)]


def test_packets_that_are_cut_by_every_read_do_not_take_long_to_arrive(log: MessageLog) -> None:
    meter = Meter()
    for turn in range(100):
        statistics = Statistics(bytes_in=1000 * turn, unparsed_bytes=60, unparsed_of_bytes=150)
        meter.measure(turn * 0.03, statistics, log)
        assert meter.counters.arriving_of_bytes == 0


def test_a_row_that_is_not_shown_yet_is_as_late_as_it_is_old(log: MessageLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1000.5)
    meter = Meter()
    log.append(batch_of(log.topics, Sent("a"), received_at=1000.0))
    meter.measure(1.0, Statistics(), log)
    assert meter.counters.behind_ms == pytest.approx(500.0)
    log.tick()
    meter.measure(2.0, Statistics(), log)
    assert meter.counters.behind_ms == 0.0
    assert meter.counters.behind_ms_max == pytest.approx(500.0)


def test_the_worst_is_remembered(log: MessageLog) -> None:
    meter = Meter()
    for second, waiting in enumerate((10, 5_000, 20)):
        meter.measure(float(second), Statistics(unread_bytes=waiting), log)
    assert (meter.counters.behind_bytes, meter.counters.behind_bytes_max) == (20, 5_000)


def test_what_moves_is_told_until_it_has_been_still_for_a_while(log: MessageLog) -> None:
    meter = Meter()
    meter.measure(0.0, None, log)
    assert not meter.moving
    meter.counters.received = 10
    meter.measure(0.5, None, log)
    assert meter.moving
    meter.measure(5.0, None, log)
    meter.measure(6.5, None, log)
    assert not meter.moving
