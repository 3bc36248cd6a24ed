"""Find goes to the next or the previous row that matches, over everything kept or within a filter."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.history.filter import FilteredLog
from tracemq.history.find import Find, marks
from tracemq.history.log import MessageLog
from tracemq.history.query import parse
from tracemq.history.query_terms import Field, Term
from tracemq.mqtt.batch import TopicTable

from .batches import Sent, batch_of
from .test_filter import QUERIES, SENT, every_search_is_slow, kept, plainly


def term_of(query: str) -> Term:
    term = parse(query)
    assert term is not None
    return term


def find(log: MessageLog, query: str, start: int, *, backward: bool = False) -> int | None:
    search = Find(log, term_of(query), start, backward=backward)
    while not search.step():
        pass
    search.close()
    return search.found


def test_it_goes_to_the_next_and_the_previous_row() -> None:
    log = kept(*(Sent("a", b"hit" if number in (3, 5, 8) else b"x") for number in range(10)), segment_bytes=40)
    assert [find(log, "hit", start) for start in (0, 3, 4, 6, 9)] == [3, 3, 5, 8, None]
    assert [find(log, "hit", start, backward=True) for start in (9, 8, 7, 4, 2)] == [8, 8, 5, 3, None]


def test_a_start_outside_the_log_means_its_border() -> None:
    log = kept(*[Sent("a", bytes(50))] * 100, segment_bytes=500)
    log.give_up(50)
    log.tick()
    assert log.first > 0
    assert find(log, "topic:a", 0) == log.first
    assert find(log, "topic:a", 1000) is None
    assert find(log, "topic:a", 1000, backward=True) == 99
    assert find(log, "topic:a", 0, backward=True) is None
    assert find(kept(), "a", 0) is None


def test_it_runs_in_slices() -> None:
    log = kept()
    log.append(batch_of(log.topics, *[Sent("a", b'{"n": %d}' % number) for number in range(20_000)]))
    log.tick()
    for start, backward, wanted in ((0, False, "$.n >= 19990"), (19_999, True, "$.n <= 9")):
        search = Find(log, term_of(wanted), start, backward=backward)
        steps = 1
        while not search.step(budget_s=0.001):
            steps += 1
        assert search.found == (9 if backward else 19_990)
        assert steps > 3


def test_rows_that_leave_meanwhile_are_passed_over() -> None:
    log = kept(segment_bytes=20_000)
    log.append(batch_of(log.topics, *[Sent("a", b'{"n": %d}' % number) for number in range(20_000)]))
    log.tick()
    search = Find(log, term_of("$.n = 5"), 0)
    assert not search.step(budget_s=0.0)
    log.clear()
    while not search.step():
        pass
    assert search.found is None


def test_within_a_filter_only_its_rows_count() -> None:
    log = kept(*(Sent("ab"[number % 2], b"hit") for number in range(10)))
    view = FilteredLog(log, term_of("topic:b"))
    view.step()
    search = Find(log, term_of("hit"), 4, within=view)
    assert search.step()
    assert search.found == 5
    search = Find(log, term_of("hit"), 4, backward=True, within=view)
    assert search.step()
    assert search.found == 3


def test_a_pattern_that_runs_away_ends_the_search() -> None:
    log = kept(Sent("a", b"a" * 60 + b"b"))
    search = Find(log, term_of("payload~(a|aa)+$"), 0)
    while not search.step():
        pass
    assert (search.found, search.stopped_by is not None) == (None, True)


@given(
    QUERIES,
    st.lists(SENT, max_size=20),
    st.integers(-3, 25),
    st.booleans(),
    st.sampled_from([0.0, 1.0]),
    st.sampled_from([nullcontext, nullcontext, nullcontext, every_search_is_slow]),
)
@settings(max_examples=200)
def test_it_finds_what_looking_at_each_row_finds(
    query: Term,
    messages: list[Sent],
    start: int,
    backward: bool,
    budget_s: float,
    searching: Callable[[], AbstractContextManager[object]],
) -> None:
    log = MessageLog(TopicTable(), segment_bytes=100)
    for sent in messages:
        log.append(batch_of(log.topics, sent))
    log.tick()
    search = Find(log, query, start, backward=backward)
    with searching():
        while not search.step(budget_s):
            pass
    rows = [seq for seq, sent in enumerate(messages) if plainly(query, sent)]
    if backward:
        assert search.found == max((seq for seq in rows if seq <= start), default=None)
    else:
        assert search.found == min((seq for seq in rows if seq >= start), default=None)


@pytest.mark.parametrize(
    ("query", "text", "spans"),
    [
        ("ab", "xABxab", [(1, 3), (4, 6)]),
        ("aB", "xABxaB", [(4, 6)]),
        ("payload:a or b", "ab a", [(0, 2), (3, 4)]),
        ("topic:a", "a", []),
        ("topic~a", "a", []),
        ("payload~a+", "baab", [(1, 3)]),
        ("payload~a*", "baab", [(1, 3)]),
        ("payload~(a|aa)+$", "a" * 60 + "b", []),
        ("not a", "a", []),
        ("aba", "ababa", [(0, 3)]),
        ("i", "\u0130i", [(1, 2)]),
        ("$.a > 1 and x", "x", [(0, 1)]),
    ],
)
def test_what_was_looked_for_can_be_marked(query: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert marks(term_of(query), Field.PAYLOAD, text) == spans


def test_marks_in_topics_are_those_of_topics() -> None:
    assert marks(term_of("payload:a topic~b+ c"), Field.TOPIC, "abbc") == [(1, 4)]
