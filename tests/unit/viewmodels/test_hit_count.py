"""What a search finds is counted over what is kept and what arrives, and each row has its place among it."""

from __future__ import annotations

import pytest

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.filter import FilteredLog
from tracemq.history.log import MessageLog
from tracemq.history.query import parse
from tracemq.history.query_terms import Term
from tracemq.mqtt.batch import TopicTable
from tracemq.viewmodels.hit_count import HitCount


@pytest.fixture
def log() -> MessageLog:
    return MessageLog(TopicTable(), segment_bytes=2000)


def query(text: str) -> Term:
    term = parse(text)
    assert term is not None
    return term


def receive(log: MessageLog, *topics: str) -> None:
    log.append(batch_of(log.topics, *(Sent(topic, b"payload") for topic in topics)))
    log.tick()


def finish(hits: HitCount) -> None:
    while not hits.complete:
        hits.step(0.01)


def test_it_counts_what_is_kept_and_what_arrives(log: MessageLog) -> None:
    receive(log, *(f"t/{number}" for number in range(100)))
    hits = HitCount(log, query("5"))
    assert not hits.complete
    finish(hits)
    assert hits.count == 19
    receive(log, "x/5", "y")
    assert not hits.complete
    finish(hits)
    assert hits.count == 20
    assert [hits.place(seq) for seq in (5, 6, 15, 100)] == [1, None, 2, 20]
    hits.close()


def test_rows_that_leave_do_not_count_any_more(log: MessageLog) -> None:
    receive(log, *(f"t/{number}" for number in range(1000)))
    hits = HitCount(log, query("t/"))
    finish(hits)
    log.retain(max_rows=100, max_age_s=None)
    log.tick()
    assert hits.count == log.last - log.first
    assert hits.place(log.first) == 1
    hits.close()


def test_rows_that_a_filter_hides_do_not_count(log: MessageLog) -> None:
    receive(log, "a/1", "b/1", "a/2")
    within = FilteredLog(log, query("topic:a/+"))
    hits = HitCount(log, query("1"), within)
    finish(hits)
    assert hits.count == 1
    hits.close()


def test_where_a_filter_has_skipped_rows_there_is_no_number(log: MessageLog) -> None:
    receive(log, "a", "b")
    within = FilteredLog(log, query("a"))
    within.stop()
    hits = HitCount(log, query("a"), within)
    finish(hits)
    assert hits.count is None
    hits.close()
