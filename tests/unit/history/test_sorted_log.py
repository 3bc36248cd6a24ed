"""A sorted view has the rows of a log or filter in the order of a column, and loses those that leave the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.history import payload_order, sorted_log
from tracemq.history.filter import FilteredLog
from tracemq.history.log import MessageLog
from tracemq.history.query import parse
from tracemq.history.row import LogView
from tracemq.history.sorted_log import SortColumn, SortedLog
from tracemq.mqtt.batch import TopicTable

from .batches import Sent, batch_of
from .test_filter import SENT, ViewRecorder, kept

KEYS: dict[SortColumn, Callable[[Sent], Any]] = {
    SortColumn.ARRIVAL: lambda sent: 0,
    SortColumn.TOPIC: lambda sent: sent.topic,
    SortColumn.PAYLOAD: lambda sent: sent.payload,
    SortColumn.QOS: lambda sent: sent.qos,
    SortColumn.RETAIN: lambda sent: sent.retain,
    SortColumn.DUP: lambda sent: sent.dup,
    SortColumn.PACKET_ID: lambda sent: sent.packet_id,
    SortColumn.SIZE: lambda sent: len(sent.payload),
}


def sorted_view(
    log: MessageLog, by: SortColumn, source: LogView | None = None, *, descending: bool = False
) -> SortedLog:
    view = SortedLog(log, source or log, by, descending=descending)
    while not view.step(budget_s=0.001):
        assert view.last == 0
    return view


def order(view: LogView) -> list[int]:
    return list(view.seqs(view.first, view.last - view.first))


@given(st.lists(SENT, max_size=30), st.sampled_from(SortColumn), st.booleans())
@settings(max_examples=150)
def test_rows_stand_in_the_order_of_the_column(messages: list[Sent], by: SortColumn, descending: bool) -> None:
    log = MessageLog(TopicTable(), segment_bytes=150)
    for sent in messages:
        log.append(batch_of(log.topics, sent))
    log.tick()
    view = sorted_view(log, by, descending=descending)
    expected = sorted(range(len(messages)), key=lambda seq: KEYS[by](messages[seq]), reverse=descending)
    if by is SortColumn.ARRIVAL and descending:
        expected = list(range(len(messages)))[::-1]
    assert order(view) == expected
    view.close()


ALIKE = st.builds(
    lambda count, tail: b"0123456789" * count + tail,
    st.integers(0, 9),
    st.sampled_from([b"", b"\0", b"\0\0", b"1", b"12", b"\xff", b"1" * 40, b"1" * 40 + b"\0"]),
)


@given(st.lists(ALIKE, max_size=40), st.booleans(), st.integers(100, 5000))
@settings(max_examples=150)
def test_payloads_that_begin_alike_stand_in_the_order_of_what_follows(
    payloads: list[bytes], descending: bool, segment_bytes: int
) -> None:
    log = kept(*(Sent("t", payload) for payload in payloads), segment_bytes=segment_bytes)
    view = sorted_view(log, SortColumn.PAYLOAD, descending=descending)
    assert order(view) == sorted(range(len(payloads)), key=lambda seq: payloads[seq], reverse=descending)
    view.close()


def test_payloads_are_told_apart_as_far_as_they_are_looked_at() -> None:
    same = b"x" * (payload_order.MOST_BYTES - 1)
    log = kept(Sent("t", same + b"b"), Sent("t", same + b"a2"), Sent("t", same + b"a1"), Sent("t", same))
    assert order(sorted_view(log, SortColumn.PAYLOAD)) == [3, 1, 2, 0]


def test_rows_that_leave_while_payloads_are_told_apart_are_blank() -> None:
    log = kept(*(Sent("t", b"x" * 60 + b"%03d" % (999 - number)) for number in range(500)), segment_bytes=1000)
    view = SortedLog(log, log, SortColumn.PAYLOAD)
    steps = 0
    while not view.step(budget_s=0.0):
        steps += 1
        if steps == 2:  # how many there are is a matter of the thread that compares
            for _ in range(3):
                log.give_up(100)
                log.tick()
    assert log.first >= 300
    there = [seq for seq in order(view) if seq >= log.first]
    assert there == list(range(499, log.first - 1, -1))
    view.close()


def test_many_rows_and_topics_are_sorted_in_slices() -> None:
    log = kept()
    log.append(batch_of(log.topics, *[Sent(f"t/{number * 7919 % 20_011}") for number in range(20_000)]))
    log.tick()
    view = SortedLog(log, log, SortColumn.TOPIC)
    steps = 1
    assert view.progress == 0.0
    while not view.step(budget_s=0.0):
        steps += 1
    assert steps > 5
    assert view.progress == 1.0
    topics = [row.topic for row in view.rows(0, 20_000)]
    assert topics == sorted(topics)


def test_a_filtered_view_can_be_sorted() -> None:
    log = kept(*(Sent("ab"[number % 2], bytes(10 - number)) for number in range(10)))
    term = parse("topic:a")
    assert term is not None
    filtered = FilteredLog(log, term)
    filtered.step()
    assert order(sorted_view(log, SortColumn.SIZE, filtered)) == [8, 6, 4, 2, 0]


def test_a_sorted_view_answers_like_the_log() -> None:
    log = kept(Sent("b", b"12"), Sent("a", b"1"))
    view = sorted_view(log, SortColumn.SIZE)
    assert (view.first, view.last) == (0, 2)
    assert view.rows(0, 5) == [log.row(1), log.row(0)] == [view.row(0), view.row(1)]
    assert (view.payload(1), view.payload(1, 1), view.packet(0)) == (b"12", b"1", log.packet(1))
    assert (view.message(0), view.version(0)) == (log.message(1), log.version(1))
    assert [view.position(seq) for seq in (0, 1, 2)] == [1, 0, 2]
    for wrong in (-1, 2):
        with pytest.raises(IndexError):
            view.row(wrong)
    with pytest.raises(IndexError):
        view.rows(-1, 2)


def test_rows_that_leave_are_blank_until_the_view_is_packed() -> None:
    log = kept(*[Sent("t", bytes(100 - number)) for number in range(100)], segment_bytes=500)
    view = sorted_view(log, SortColumn.SIZE)
    recorder = ViewRecorder(view)  # type: ignore[arg-type]  # it asks nothing else of a view
    unwatch = view.watch(recorder)
    log.give_up(50)
    log.tick()
    assert view.last == 100
    assert (view.row(99).seq, view.row(99).topic) == (0, "")
    assert view.row(0).topic == "t"
    with pytest.raises(IndexError):
        view.payload(99)

    assert view.step()
    left = 100 - log.first
    assert recorder.told == [("removing", 100), ("adding", left)]
    assert (view.first, view.last) == (100, 100 + left)
    assert order(view) == list(range(99, log.first - 1, -1))
    assert view.step()  # nothing left to do
    assert len(recorder.told) == 2
    unwatch()
    log.clear()
    view._pack_after = 0.0
    view.step()
    assert (view.first, view.last) == (100 + left, 100 + left)
    assert len(recorder.told) == 2


def test_rows_that_leave_before_they_are_sorted_are_not_in_the_view() -> None:
    log = kept(segment_bytes=20_000)
    log.append(batch_of(log.topics, *[Sent("t", bytes(10))] * 40_000))
    log.tick()
    view = SortedLog(log, log, SortColumn.SIZE)
    view.step(budget_s=0.0)
    log.give_up(30_000)
    log.tick()
    while not view.step():
        pass
    view._pack_after = 0.0
    view.step()
    assert order(view) == list(range(log.first, 40_000))


def test_an_empty_log_is_sorted_at_once() -> None:
    view = SortedLog(kept(), kept(), SortColumn.TOPIC)
    assert view.progress == 1.0
    assert view.step()
    assert view.first == view.last == 0


def test_a_view_can_be_closed_while_it_is_sorted() -> None:
    log = kept(*[Sent("t")] * 10)
    view = SortedLog(log, log, SortColumn.TOPIC)
    view.step(budget_s=0.0)
    view.close()
    log.clear()
    assert view.last == 0


def test_a_view_is_packed_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorted_log, "PACKED_AT_ONCE", 10)
    log = kept(*(Sent("a", bytes(90 - number)) for number in range(90)), segment_bytes=400)
    view = sorted_view(log, SortColumn.SIZE)
    before = order(view)
    log.give_up(30)
    log.tick()
    steps = 0
    while view.first == 0:
        assert order(view) == before, "nothing changes until all of it is packed"
        assert view.step(budget_s=0.0)
        steps += 1
        if steps == 3:
            log.give_up(20)  # these leave while the view is packed
            log.tick()
    assert steps == 10
    assert [seq for seq in order(view) if seq >= log.first] == [seq for seq in before if seq >= log.first]
    assert view._gone > 0, "the later ones are still to be taken out"
    view._pack_after = 0.0
    while view._gone:
        view.step(budget_s=0.0)
    assert order(view) == [seq for seq in before if seq >= log.first]
    view.close()
