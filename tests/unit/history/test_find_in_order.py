"""Find in a sorted view goes to the next row in the order of that view, near or far, while rows leave."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.history.find_in_order import NEAR, FindInOrder, Matches
from tracemq.history.log import MessageLog
from tracemq.history.query_terms import Term
from tracemq.history.sorted_log import SortColumn
from tracemq.mqtt.batch import TopicTable

from .batches import Sent, batch_of
from .test_filter import QUERIES, SENT, every_search_is_slow, kept, plainly
from .test_find import term_of
from .test_sorted_log import order, sorted_view


def log_of(messages: list[Sent]) -> MessageLog:
    log = MessageLog(TopicTable(), segment_bytes=20_000)
    for begin in range(0, len(messages), 100):
        log.append(batch_of(log.topics, *messages[begin : begin + 100]))
    log.tick()
    return log


def shuffled(count: int, hits: set[int]) -> list[Sent]:
    """Payload sizes in no order; `hits` are ranks by size."""
    ranks = list(range(count))
    random.Random(3).shuffle(ranks)
    return [Sent("a", b"x" * rank + (b"hit" if rank in hits else b"...")) for rank in ranks]


@given(
    st.lists(SENT, max_size=30),
    QUERIES,
    st.integers(-3, 33),
    st.booleans(),
    st.sampled_from([0, 3, NEAR]),
    st.sampled_from([nullcontext, nullcontext, nullcontext, every_search_is_slow]),
)
@settings(max_examples=200)
def test_it_finds_what_a_walk_through_the_view_finds(
    messages: list[Sent],
    query: Term,
    start: int,
    backward: bool,
    near: int,
    searching: Callable[[], AbstractContextManager[object]],
) -> None:
    log = kept(*messages, segment_bytes=150)
    view = sorted_view(log, SortColumn.PAYLOAD)
    matches = Matches(log, query)
    look = FindInOrder(log, view, matches, start, backward=backward)
    look._near = near
    with searching():
        while not look.step(budget_s=0.0):
            pass
    places = range(min(start, view.last - 1), -1, -1) if backward else range(max(start, 0), view.last)
    expected = next((place for place in places if plainly(query, messages[view.seq(place)])), None)
    assert look.found == expected
    look.close()
    matches.close()
    view.close()


@pytest.mark.parametrize("backward", [False, True])
def test_the_matches_of_one_look_serve_the_next(backward: bool) -> None:
    log = log_of(shuffled(6 * NEAR, {2_700, 2_701, 4_400}))
    view = sorted_view(log, SortColumn.SIZE)
    matches = Matches(log, term_of("hit"))
    place, found = (view.last - 1 if backward else 0), []
    while True:
        look = FindInOrder(log, view, matches, place, backward=backward)
        while not look.step():
            assert look.progress < 1
        look.close()
        if look.found is None:
            break
        found.append(look.found)
        place = look.found + (-1 if backward else 1)
    assert found == ([4_400, 2_701, 2_700] if backward else [2_700, 2_701, 4_400])
    assert matches.complete
    assert matches.progress == 1.0


def test_what_is_near_is_found_without_looking_through_the_log() -> None:
    log = log_of(shuffled(3_000, set(range(0, 3_000, 7))))
    view = sorted_view(log, SortColumn.SIZE)
    matches = Matches(log, term_of("hit"))
    look = FindInOrder(log, view, matches, 1, backward=False)
    while not look.step():
        pass
    assert look.found == 7
    assert matches.progress == 0.0


def test_a_look_goes_on_where_it_was_while_rows_leave_and_the_view_is_packed() -> None:
    log = log_of(shuffled(3_000, {2_990, 2_991, 2_992, 2_993, 2_994, 2_995}))
    view = sorted_view(log, SortColumn.SIZE)
    wanted = [seq for seq in order(view) if b"hit" in log.payload(seq)]
    matches = Matches(log, term_of("hit"))
    look = FindInOrder(log, view, matches, 10)
    assert not look.step(budget_s=0.0)
    log.retain(max_rows=1_500, max_age_s=None)
    log.tick()
    before = view.last
    assert view.step()
    assert view.first == before, "packed: the rows have new places"
    while not look.step():
        pass
    left = [seq for seq in wanted if seq >= log.first]
    assert left
    assert look.found is not None
    assert view.seq(look.found) == left[0]

    log.retain(max_rows=1_200, max_age_s=None)
    log.tick()
    view._pack_after = 0.0
    assert view.step()
    left = [seq for seq in left if seq >= log.first]
    assert view.seq(look.found) == left[0], "what was found moves with the view"


def test_a_pattern_that_runs_away_ends_the_look() -> None:
    log = log_of([Sent("a", b"a" * 40 + b"!")] * 3)
    view = sorted_view(log, SortColumn.SIZE)
    for near in (NEAR, 0):
        look = FindInOrder(log, view, Matches(log, term_of("payload~(a|aa)+$")), 0)
        look._near = near
        while not look.step():
            pass
        assert look.found is None
        assert look.stopped_by is not None


def test_nothing_is_found_in_an_empty_view() -> None:
    log = kept()
    view = sorted_view(log, SortColumn.SIZE)
    look = FindInOrder(log, view, Matches(log, term_of("a")), 0)
    assert look.step()
    assert look.found is None
    assert look.progress == 1.0
