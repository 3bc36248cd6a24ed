"""The message log keeps what arrives, in order, shows it at ticks, and lets old segments go within its limits."""

from __future__ import annotations

import gc
import random
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tracemq.history.budget import Budget
from tracemq.history.log import MessageLog
from tracemq.history.row import Row
from tracemq.mqtt.batch import TopicTable
from tracemq.mqtt.types import QoS, Version

from .batches import Kept, Sent, batch_of, encode


class Recorder:
    """A watcher that writes down what it is told and what it sees meanwhile."""

    def __init__(self, log: MessageLog) -> None:
        self.log = log
        self.told: list[tuple[str, int, tuple[int, int], tuple[int, int]]] = []
        self.first, self.last = log.first, log.last

    @contextmanager
    def adding(self, count: int) -> Iterator[None]:
        before = self.log.first, self.log.last
        assert before == (self.first, self.last)
        yield
        self.last += count
        self._check("adding", count, before)

    @contextmanager
    def removing(self, count: int) -> Iterator[None]:
        before = self.log.first, self.log.last
        assert before == (self.first, self.last)
        self.log.rows(self.first, count)  # what is about to go can still be read
        yield
        self.first += count
        self._check("removing", count, before)

    def _check(self, what: str, count: int, before: tuple[int, int]) -> None:
        assert count > 0
        after = self.log.first, self.log.last
        assert after == (self.first, self.last)
        assert self.last - self.first + self.log.evicted + self.log.cleared + self.log.pending == self.log.received
        self.told.append((what, count, before, after))


def filled(topics: TopicTable, log: MessageLog, count: int, size: int = 100) -> None:
    """Append `count` messages, each a read of its own."""
    for number in range(count):
        log.append(batch_of(topics, Sent("t", bytes(size)), received_at=float(number)))


def test_a_message_becomes_a_row_at_the_tick() -> None:
    topics = TopicTable()
    log = MessageLog(topics)
    sent = Sent("a/b", b"hello", qos=1, retain=True, dup=True, packet_id=7)

    log.append(batch_of(topics, sent, received_at=12.5))
    assert (log.first, log.last, log.end, log.received, log.pending) == (0, 0, 1, 1, 1)
    with pytest.raises(IndexError):
        log.row(0)

    log.tick()
    assert (log.first, log.last, log.received, log.pending) == (0, 1, 1, 0)
    assert log.row(0) == Row(0, 0, "a/b", 1, True, True, 7, 12.5, 5, len(encode(sent)[0]), b"hello")


def test_payload_packet_and_message_are_those_that_arrived() -> None:
    topics = TopicTable()
    log = MessageLog(topics)
    expiry = b"\x02\x00\x00\x00\x0a"
    sent = Sent("a", b"0123456789", qos=2, packet_id=3, properties=expiry)
    log.append(batch_of(topics, Sent("z"), sent, received_at=1.0, before=b"\xd0\x00", after=b"\x30"))
    log.tick()

    assert log.payload(1) == b"0123456789"
    assert log.payload(1, 4) == b"0123"
    assert log.payload(1, 0) == b""
    assert log.packet(1) == encode(sent)[0]
    message = log.message(1)
    assert (message.topic, message.payload, message.qos) == ("a", b"0123456789", QoS.EXACTLY_ONCE)
    assert (message.packet_id, message.received_at) == (3, 1.0)
    assert message.properties.message_expiry_interval == 10
    assert log.version(1) is Version.V5


def test_every_version_keeps_its_own_packets() -> None:
    topics = TopicTable()
    log = MessageLog(topics)
    for version in (Version.V31, Version.V5, Version.V311):
        log.append(batch_of(topics, Sent("a", b"x"), version=version))
    log.tick()
    assert [log.version(seq) for seq in range(3)] == [Version.V31, Version.V5, Version.V311]
    assert log.packet(0) == b"\x30\x04\x00\x01ax"
    assert log.packet(1) == b"\x30\x05\x00\x01a\x00x"


def test_an_empty_batch_changes_nothing() -> None:
    topics = TopicTable()
    log = MessageLog(topics)
    watcher = Recorder(log)
    log.watch(watcher)
    log.append(batch_of(topics))
    log.tick()
    assert (log.received, log.newest_at, watcher.told) == (0, None, [])


def test_a_preview_ends_after_200_bytes() -> None:
    topics = TopicTable()
    log = MessageLog(topics)
    log.append(batch_of(topics, Sent("a", bytes(1000))))
    log.tick()
    assert log.row(0).preview == bytes(200)
    assert log.row(0).payload_size == 1000


def test_a_page_of_rows_is_the_rows_one_by_one_across_reads_and_segments() -> None:
    topics = TopicTable()
    log = MessageLog(topics, segment_bytes=1000)
    for number in range(60):
        several = [Sent(f"t/{number}", b"%d" % part * 20) for part in range(number % 4 + 1)]
        log.append(batch_of(topics, *several, received_at=float(number)))
    log.tick()
    one_by_one = [log.row(seq) for seq in range(log.last)]
    for first in range(0, log.last, 7):
        assert log.rows(first, 40) == one_by_one[first : first + 40]
    assert log.rows(log.last, 5) == []


def test_asking_outside_the_window_is_an_index_error() -> None:
    topics = TopicTable()
    log = MessageLog(topics, budget_bytes=10_000, segment_bytes=1000)
    filled(topics, log, 200)
    log.tick()
    assert log.first > 0
    for wrong in (-1, log.first - 1, log.last):
        for ask in (log.row, log.payload, log.packet, log.message, log.version, log.seq):
            with pytest.raises(IndexError):
                ask(wrong)
    with pytest.raises(IndexError):
        log.rows(log.first - 1, 3)


def test_a_position_is_a_sequence_number_and_is_held_inside_the_window() -> None:
    topics = TopicTable()
    log = MessageLog(topics, budget_bytes=10_000, segment_bytes=1000)
    filled(topics, log, 200)
    log.tick()
    assert log.position(0) == log.first
    assert log.position(150) == log.seq(150) == 150
    assert log.position(10_000) == log.last


def test_old_segments_leave_when_the_budget_is_exceeded() -> None:
    topics = TopicTable()
    log = MessageLog(topics, budget_bytes=20_000, segment_bytes=2000)
    watcher = Recorder(log)
    log.watch(watcher)
    for _ in range(50):
        filled(topics, log, 10)
        log.tick()
        assert log.memory_bytes <= 20_000
    assert log.last == log.received == 500
    assert log.evicted == log.first > 0
    assert log.rows(log.first, 1)[0].seq == log.first
    assert {what for what, *_ in watcher.told} == {"adding", "removing"}


def test_a_burst_larger_than_the_budget_is_shown_and_then_leaves() -> None:
    topics = TopicTable()
    log = MessageLog(topics, budget_bytes=5_000, segment_bytes=1000)
    watcher = Recorder(log)
    log.watch(watcher)
    filled(topics, log, 500)
    log.tick()
    (what, count, _, window), (then, gone, _, _) = watcher.told
    assert (what, count, window) == ("adding", 500, (0, 500))
    assert (then, gone) == ("removing", log.first)


def test_a_message_larger_than_the_budget_stays_until_the_next_segment() -> None:
    topics = TopicTable()
    log = MessageLog(topics, budget_bytes=5_000, segment_bytes=1000)
    log.append(batch_of(topics, Sent("big", bytes(50_000))))
    log.tick()
    assert len(log.payload(0)) == 50_000
    log.append(batch_of(topics, Sent("small", b"x")))
    log.tick()
    assert (log.first, log.last, log.evicted) == (1, 2, 1)
    assert log.memory_bytes < 1000


def test_no_more_rows_than_asked_for_are_kept() -> None:
    topics = TopicTable()
    log = MessageLog(topics, max_rows=1000)
    for _ in range(30):
        log.append(batch_of(topics, *[Sent("a")] * 123))
        log.tick()
        assert log.last - log.first <= 1000
    assert log.last - log.first > 900
    assert log.last - log.first + log.evicted == log.received == 30 * 123


def test_rows_leave_when_they_are_too_old() -> None:
    topics = TopicTable()
    log = MessageLog(topics, max_age_s=60.0)
    for now in range(300):
        log.append(batch_of(topics, Sent("a"), received_at=float(now)))
        log.tick(float(now))
        assert now - log.row(log.first).received_at <= 60 + 60 / 16 + 1
    assert log.last - log.first > 55
    log.tick(1000.0)
    assert log.first == log.last == 300
    assert log.evicted == 300


def test_a_lower_number_of_rows_holds_at_once_and_exactly() -> None:
    topics = TopicTable()
    log = MessageLog(topics)
    log.append(batch_of(topics, *(Sent("a", b"%d" % number) for number in range(2_000))))
    log.tick()
    log.retain(max_rows=300, max_age_s=None)
    assert log.last - log.first == 2_000, "nothing leaves between ticks"
    log.tick()
    assert (log.first, log.last, log.evicted) == (1_700, 2_000, 1_700)
    assert log.payload(1_700) == b"1700"
    with pytest.raises(IndexError):
        log.row(1_699)
    for _ in range(40):
        log.append(batch_of(topics, *[Sent("a")] * 10))
        log.tick()
        assert 300 - 300 // 16 <= log.last - log.first <= 300
    assert log.memory_bytes < 300 * 64, "the long old segment is gone"
    log.retain(max_rows=None, max_age_s=None)
    log.append(batch_of(topics, *[Sent("a")] * 500))
    log.tick()
    assert log.last - log.first > 600
    assert log.last - log.first + log.evicted == log.received


def test_a_lower_age_holds_at_once_and_spares_younger_rows() -> None:
    topics = TopicTable()
    log = MessageLog(topics)
    for second in range(1_000):
        log.append(batch_of(topics, Sent("a"), Sent("b"), received_at=float(second)))
    log.tick(999.0)
    log.retain(max_rows=None, max_age_s=100.0)
    log.tick()
    assert log.first == 0, "without a clock rows do not age"
    for second in range(1_000, 1_300):
        log.append(batch_of(topics, Sent("a"), Sent("b"), received_at=float(second)))
        log.tick(float(second))
        assert second - 100 - 100 / 16 - 1 <= log.row(log.first).received_at <= second - 100 + 1
        assert log.last - log.first + log.evicted == log.received
    log.tick(5_000.0)
    assert log.first == log.last == 2_600


def test_both_limits_and_the_budget_hold_together() -> None:
    topics = TopicTable()
    log = MessageLog(topics, budget_bytes=60_000, max_rows=500, max_age_s=1_000.0)
    for second in range(3_000):
        log.append(batch_of(topics, Sent("a", bytes(200)), received_at=float(second)))
        log.tick(float(second))
        assert log.last - log.first <= 500
        assert log.memory_bytes <= 70_000
    assert (log.max_rows, log.max_age_s) == (500, 1_000.0)
    assert log.last - log.first + log.evicted == log.received


@pytest.mark.parametrize("limits", [(0, None), (-1, None), (None, 0.0), (None, -1.0), (None, float("nan"))])
def test_a_limit_that_keeps_nothing_is_refused(limits: tuple[int | None, float | None]) -> None:
    log = MessageLog(TopicTable(), max_rows=7)
    with pytest.raises(ValueError, match="row"):
        log.retain(max_rows=limits[0], max_age_s=limits[1])
    assert log.max_rows == 7


def test_limits_may_change_while_running() -> None:
    topics = TopicTable()
    log = MessageLog(topics, segment_bytes=1000)
    filled(topics, log, 100)
    log.tick()
    assert log.first == 0
    log.budget_bytes = 3000
    log.tick()
    assert log.first > 0
    assert log.memory_bytes <= 3000


def test_what_is_to_be_given_up_leaves_by_whole_segments_at_the_tick() -> None:
    topics = TopicTable()
    log = MessageLog(topics, segment_bytes=1000)
    filled(topics, log, 100)
    log.tick()
    log.give_up(50)
    assert log.first == 0
    log.tick()
    assert 50 <= log.first < 60
    log.tick()
    assert log.first < 60  # once, not every time
    log.give_up(10_000)  # never the newest segment
    log.tick()
    assert log.first < log.last


def test_clear_empties_the_log_and_numbers_go_on() -> None:
    topics = TopicTable()
    log = MessageLog(topics, segment_bytes=1000)
    watcher = Recorder(log)
    log.watch(watcher)
    filled(topics, log, 25)
    log.tick()
    filled(topics, log, 5)  # received, not yet visible: cleared as well
    log.clear()
    assert (log.first, log.last, log.cleared, log.evicted, log.memory_bytes) == (30, 30, 30, 0, 0)
    log.append(batch_of(topics, Sent("after")))
    log.tick()
    assert log.row(30).topic == "after"
    log.clear()
    log.clear()
    assert [count for what, count, *_ in watcher.told if what == "removing"] == [30, 1]


def test_who_no_longer_watches_is_no_longer_told() -> None:
    topics = TopicTable()
    log = MessageLog(topics)
    first, second = Recorder(log), Recorder(log)
    unwatch = log.watch(first)
    log.watch(second)
    unwatch()
    unwatch()
    log.append(batch_of(topics, Sent("a")))
    log.tick()
    assert (len(first.told), len(second.told)) == (0, 1)


def test_logs_that_share_a_budget_let_the_largest_give_way() -> None:
    topics = TopicTable()
    budget = Budget(30_000)
    quiet = MessageLog(topics, segment_bytes=1000, shared=budget)
    busy = MessageLog(topics, segment_bytes=1000, shared=budget)
    filled(topics, quiet, 50)
    for _ in range(50):
        filled(topics, busy, 10)
        quiet.tick()
        busy.tick()
        assert budget.used_bytes <= 30_000
    assert quiet.evicted == 0
    assert busy.evicted > 0

    busy.close()
    assert budget.used_bytes == quiet.memory_bytes


def test_segments_name_the_rows_they_hold() -> None:
    topics = TopicTable()
    log = MessageLog(topics, segment_bytes=1000)
    filled(topics, log, 100)
    log.tick()
    seen: list[int] = []
    for segment, low, high in log.segments(13, 77):
        columns = segment.columns(low, high)
        assert columns.first == segment.first + low
        seen += range(columns.first, columns.first + len(columns.topic_ids))
        assert [float(seq) for seq in seen[-(high - low) :]] == segment.times(low, high).tolist()
    assert seen == list(range(13, 77))


@pytest.mark.parametrize("per_read", [1, 1000])
def test_memory_is_the_wire_bytes_and_40_bytes_per_message(per_read: int) -> None:
    """Reads are much longer than what the batch covers: nothing but the packets may stay alive."""
    topics = TopicTable()
    messages = 60_000
    size = len(encode(Sent("t", bytes(100)))[0])
    log = MessageLog(topics, segment_bytes=1 << 20)
    around = bytes(2000)
    sample = batch_of(topics, *[Sent("t", bytes(100))] * per_read, before=around, after=around)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(messages // per_read):
            log.append(replace(sample, data=bytes(bytearray(sample.data)), received_at=float(number)))
        log.tick()
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert log.received == messages
    assert used <= messages * (size + 40) + (2 << 20)  # one open segment's reserve
    assert log.memory_bytes <= messages * (size + 40)


# -- the log against a plain list


SIZES = st.sampled_from([0, 1, 5, 130, 700])
MESSAGES = st.builds(
    lambda number, size, qos, flags, properties: Sent(
        topic=f"t/{number}",
        payload=bytes([65 + number]) * size,
        qos=qos,
        retain=bool(flags & 1),
        dup=bool(flags & 2 and qos),
        packet_id=number + 1 if qos else 0,
        properties=properties,
    ),
    st.integers(0, 9),
    SIZES,
    st.integers(0, 2),
    st.integers(0, 3),
    st.sampled_from([b"", b"\x01\x01", b"\x26\x00\x01k\x00\x01v"]),
)


class LogMachine(RuleBasedStateMachine):
    """Whatever happens to the log, it says the same as a list that keeps everything."""

    @initialize(budget=st.sampled_from([2_000, 10_000, 1 << 30]), max_rows=st.sampled_from([None, 5, 40]))
    def start(self, budget: int, max_rows: int | None) -> None:
        self.topics = TopicTable()
        self.log = MessageLog(self.topics, budget_bytes=budget, segment_bytes=600, max_rows=max_rows)
        self.kept: list[Kept] = []
        self.shown = 0
        self.watcher = Recorder(self.log)
        self.log.watch(self.watcher)
        self.now = 0.0

    @rule(
        messages=st.lists(MESSAGES, max_size=40),
        version=st.sampled_from([Version.V5, Version.V5, Version.V5, Version.V311]),
        around=st.binary(max_size=3),
        wait=st.sampled_from([0.0, 1.5]),
    )
    def append(self, messages: list[Sent], version: Version, around: bytes, wait: float) -> None:
        self.now += wait
        if version is not Version.V5:
            messages = [replace(sent, properties=b"") for sent in messages]
        batch = batch_of(self.topics, *messages, received_at=self.now, version=version, before=around, after=around)
        self.log.append(batch)
        self.kept += [
            Kept(len(self.kept) + index, sent, self.now, encode(sent, version)[0], version)
            for index, sent in enumerate(messages)
        ]

    @rule()
    def tick(self) -> None:
        self.log.tick(self.now)
        self.shown = len(self.kept)
        assert self.log.max_rows is None or self.log.last - self.log.first <= self.log.max_rows
        if self.log.max_age_s is not None and self.log.first < self.log.last:
            assert self.now - self.kept[self.log.first].received_at <= self.log.max_age_s * 17 / 16

    @rule(max_rows=st.sampled_from([None, 1, 7, 50]), max_age_s=st.sampled_from([None, 2.0, 20.0]))
    def retain(self, max_rows: int | None, max_age_s: float | None) -> None:
        self.log.retain(max_rows=max_rows, max_age_s=max_age_s)

    @rule()
    def clear(self) -> None:
        self.log.clear()
        self.shown = len(self.kept)
        assert self.log.first == self.log.last

    @rule(start=st.integers(0, 200), count=st.integers(0, 60))
    def read_a_page(self, start: int, count: int) -> None:
        first = min(self.log.first + start, self.log.last)
        rows = self.log.rows(first, count)
        assert [row.seq for row in rows] == list(range(first, min(first + count, self.log.last)))
        for row in rows:
            self.check(row)

    @rule(data=st.data())
    def read_one(self, data: st.DataObject) -> None:
        if self.log.first < self.log.last:
            seq = data.draw(st.integers(self.log.first, self.log.last - 1))
            kept = self.kept[seq]
            self.check(self.log.row(seq))
            assert self.log.payload(seq) == kept.sent.payload
            assert self.log.packet(seq) == kept.packet
            assert self.log.version(seq) is kept.version
            message = self.log.message(seq)
            assert (message.topic, message.payload) == (kept.sent.topic, kept.sent.payload)
            assert (message.properties.user_properties == (("k", "v"),)) is (len(kept.sent.properties) == 7)

    def check(self, row: Row) -> None:
        kept = self.kept[row.seq]
        sent = kept.sent
        assert (row.topic, row.qos, row.retain, row.dup) == (sent.topic, sent.qos, sent.retain, sent.dup)
        assert (row.packet_id, row.received_at) == (sent.packet_id, kept.received_at)
        assert (row.payload_size, row.wire_size) == (len(sent.payload), len(kept.packet))
        assert row.preview == sent.payload[:200]

    @invariant()
    def numbers_agree(self) -> None:
        log = self.log
        assert log.last == self.shown
        assert log.received == log.end == len(self.kept)
        assert log.last - log.first + log.evicted + log.cleared + log.pending == log.received
        assert (self.watcher.first, self.watcher.last) == (log.first, log.last)
        assert log.memory_bytes >= sum(len(kept.packet) for kept in self.kept[log.first :])


TestLogMachine = LogMachine.TestCase
TestLogMachine.settings = settings(max_examples=60, stateful_step_count=40)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=20), st.integers(1, 2000))
@settings(max_examples=100)
def test_how_messages_are_cut_into_reads_never_changes_the_rows(reads: list[int], segment_bytes: int) -> None:
    topics = TopicTable()
    log = MessageLog(topics, segment_bytes=segment_bytes)
    source = random.Random(len(reads))
    sent = [Sent(f"t/{n % 7}", bytes([n % 251]) * source.randrange(90)) for n in range(sum(reads))]
    at = 0
    for count in reads:
        log.append(batch_of(topics, *sent[at : at + count]))
        at += count
    log.tick()
    assert [log.payload(seq) for seq in range(log.last)] == [one.payload for one in sent]
    assert [row.topic for row in log.rows(0, len(sent))] == [one.topic for one in sent]
