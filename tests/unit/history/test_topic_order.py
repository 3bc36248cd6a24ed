"""Very many children are put in order in slices, whatever joins and leaves meanwhile."""

from __future__ import annotations

import random
from collections.abc import Generator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.history import topic_order

from .batches import Sent
from .test_tree import World


def world_of(children: int) -> tuple[World, int, list[str]]:
    world = World()
    names = [f"{random.Random(number).randrange(10**9)}-{number}" for number in range(children)]
    world.receive(*(Sent(f"top/{name}") for name in names))
    world.tick()
    return world, world.node("top"), sorted(names)


def finish(work: Generator[Sequence[int], None, Sequence[int]]) -> Sequence[int]:
    while True:
        try:
            next(work)
        except StopIteration as finished:
            children: Sequence[int] = finished.value
            return children


def test_the_first_ones_are_there_before_the_rest() -> None:
    world, top, names = world_of(20_000)
    lengths = []
    for done in world.tree.children_in_slices(top):
        assert [world.tree.name(node) for node in done[:50]] == names[: len(done[:50])]
        lengths.append(len(done))
    assert lengths == sorted(lengths)
    assert 0 < lengths[len(lengths) // 2] < 20_000
    assert [world.tree.name(node) for node in world.tree.children(top)] == names


NAMES = st.text(st.sampled_from("ab-/!0é"), min_size=1, max_size=5)


@given(st.sets(NAMES, min_size=1, max_size=60), st.integers(0, 9), st.sampled_from(["", "top/"]))
@settings(max_examples=150)
def test_whatever_is_shown_on_the_way_is_where_it_stays(names: set[str], rank: int, above: str) -> None:
    """Names that begin with others, some of them branches, and letters that stand before the slash."""
    world = World()
    world.receive(*(Sent(f"{above}{name}") for name in names))
    world.tick()
    node = world.node("top") if above else 0
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("RANK", rank), ("SCREEN", 1), ("PICKED_AT_ONCE", 7), ("SORTED_AT_ONCE", 5)):
            patch.setattr(topic_order, name, value)
        patch.setattr(topic_order, "DEALT_AT_ONCE", 3)
        work = Recorded(world.tree.children_in_slices(node))
        steps = [list(done) for done in work]
    final = list(work.value)
    assert [world.tree.name(child) for child in final] == sorted({name.split("/")[0] for name in names})
    assert all(step == final[: len(step)] for step in steps)
    assert [len(step) for step in steps] == sorted(map(len, steps))
    if len(final) > max(rank, topic_order.SCREENS):
        assert steps[1 + -(-len(final) // 7)], "the first ones come once each child was looked at"


class Recorded:
    """Goes through a generator and keeps what it returns."""

    def __init__(self, work: Generator[Sequence[int], None, Sequence[int]]) -> None:
        self._work = work
        self.value: Sequence[int] = ()

    def __iter__(self) -> Generator[Sequence[int], None, None]:
        self.value = yield from self._work


def test_what_is_in_order_already_is_given_at_once() -> None:
    world, top, _ = world_of(100)
    children = world.tree.children(top)
    assert finish(world.tree.children_in_slices(top)) is children
    work = world.tree.children_in_slices(world.tree.children(top)[0])
    assert list(finish(work)) == []


def test_children_that_join_meanwhile_find_their_places() -> None:
    world, top, names = world_of(5000)
    work = world.tree.children_in_slices(top)
    next(work)
    world.receive(Sent("top/0"), Sent("top/zzz"), Sent("top/5/deeper"))
    world.tick()
    assert [world.tree.name(node) for node in finish(work)] == sorted([*names, "0", "zzz", "5"])
    assert world.names("top") == sorted([*names, "0", "zzz", "5"])


def test_children_that_leave_meanwhile_are_not_in_it() -> None:
    world, top, names = world_of(5000)
    for steps in (1, 5):
        work = world.tree.children_in_slices(top)
        for _ in range(steps):
            next(work)
        gone = [world.topics.number(f"top/{name}".encode()) for name in names[:10]]
        world.tree.forget(gone)
        world.topics.forget(gone)
        world.receive(Sent(f"top/new-{steps}"))  # with a number that is used again
        world.tick()
        names = sorted([*names[10:], f"new-{steps}"])
        assert [world.tree.name(node) for node in finish(work)] == names
        world.tree.collapsed(top)


def test_somebody_else_may_be_quicker() -> None:
    world, top, names = world_of(5000)
    work = world.tree.children_in_slices(top)
    next(work)
    children = world.tree.children(top)
    assert finish(work) is children
    assert [world.tree.name(node) for node in children] == names
