"""A flood of topics is bounded: those without rows are forgotten, the oldest first, and counted."""

from __future__ import annotations

import pytest

from tracemq.history import topic_bound
from tracemq.history.budget import Budget
from tracemq.history.topic_bound import FIRST_SLICE, TopicBound
from tracemq.history.tree import TICK_BUDGET_S

from .batches import Sent
from .test_tree import World


def flood(world: World, bound: TopicBound, topics: range) -> None:
    for number in topics:
        world.receive(Sent(f"flood/{number}", bytes(20)))
        if number % 10 == 9:
            world.log.tick()
            bound.tick(budget_s=60.0)
            world.tree.tick(0.0, budget_s=60.0)


def test_a_flood_of_topics_stays_within_the_limit() -> None:
    world = World(budget_bytes=4000, segment_bytes=400)
    bound = TopicBound(world.log, world.tree, limit=500)
    world.receive(Sent("alive"))
    for start in range(0, 5000, 50):
        flood(world, bound, range(start, start + 50))
        world.receive(Sent("alive"))
        assert len(world.topics) <= 510
    assert len(world.topics) + bound.forgotten == 5001
    assert world.log.topics_forgotten == bound.forgotten
    assert world.tree.subtree(0) == 5100
    assert world.tree.find("alive") is not None
    assert world.tree.find("flood/0") is None
    left = [int(world.tree.name(node)) for node in world.tree.children(world.node("flood"))]
    assert sorted(left) == list(range(5000 - len(left), 5000))  # the newest ones
    assert world.log.row(world.log.last - 1).topic == "flood/4999"


def test_rows_leave_when_every_topic_has_some() -> None:
    world = World(segment_bytes=400)
    bound = TopicBound(world.log, world.tree, limit=500)
    flood(world, bound, range(3000))
    assert world.log.evicted > 0
    assert len(world.topics) < 600
    for row in world.log.rows(world.log.first, 1000):
        assert row.topic == f"flood/{row.seq}"


def test_pinned_topics_stay() -> None:
    world = World(budget_bytes=4000, segment_bytes=400)
    bound = TopicBound(world.log, world.tree, limit=100, pinned=lambda: [3, 5])
    flood(world, bound, range(1000))
    assert world.tree.find("flood/3") is not None
    assert world.tree.find("flood/5") is not None
    assert world.tree.find("flood/4") is None


def test_topics_that_got_rows_while_they_waited_to_be_forgotten_stay() -> None:
    world = World(budget_bytes=4000, segment_bytes=400)
    bound = TopicBound(world.log, world.tree, limit=100)
    flood(world, TopicBound(world.log, world.tree), range(1000))
    bound.tick(budget_s=0.0)
    assert bound.forgotten == FIRST_SLICE
    world.receive(*(Sent(f"flood/{number}") for number in range(300, 310)))
    world.tick()
    bound.tick(budget_s=60.0)
    assert all(world.tree.find(f"flood/{number}") is not None for number in range(300, 310))
    assert world.tree.find("flood/311") is None


def test_whoever_keeps_topic_numbers_is_told_which_are_forgotten() -> None:
    world = World(budget_bytes=4000, segment_bytes=400)
    bound = TopicBound(world.log, world.tree, limit=100)
    told: list[int] = []
    unwatch = world.log.watch_topics(told.extend)
    flood(world, bound, range(500))
    assert len(told) == bound.forgotten > 0
    unwatch()
    flood(world, bound, range(500, 900))
    assert len(told) < bound.forgotten


def test_topics_of_a_cleared_tree_are_forgotten_like_others() -> None:
    world = World(segment_bytes=400)
    bound = TopicBound(world.log, world.tree, limit=100)
    flood(world, TopicBound(world.log, world.tree), range(300))
    world.receive(Sent("waits"))
    world.tree.clear()
    bound.tick(budget_s=60.0)
    assert bound.forgotten == 0  # their rows are still there
    world.log.clear()
    bound.tick(budget_s=60.0)
    assert bound.forgotten == 201 + 100 // 64
    assert b"waits" in world.topics.ids


def test_topics_with_long_names_are_bounded_by_their_bytes() -> None:
    world = World(budget_bytes=60_000, segment_bytes=3000)
    bound = TopicBound(world.log, world.tree, shared=Budget(400_000))
    for number in range(1000):
        world.receive(Sent(f"flood/{number:04}" + "x" * 2000))
        world.log.tick()
        bound.tick(budget_s=60.0)
        world.tree.tick(0.0, budget_s=60.0)
        assert bound.memory_bytes < 410_000
    assert 150 < len(world.topics) < 200
    assert len(world.topics) + bound.forgotten == 1000


def test_levels_that_nothing_shares_count_as_well() -> None:
    world = World()
    bound = TopicBound(world.log, world.tree, shared=Budget(1 << 30))
    world.receive(*(Sent(f"{number}" + "/a" * 50) for number in range(100)))
    world.tick()
    deep = bound.memory_bytes
    world = World()
    bound = TopicBound(world.log, world.tree, shared=Budget(1 << 30))
    world.receive(*(Sent(f"{number}" + "_a" * 50) for number in range(100)))
    world.tick()
    assert deep > bound.memory_bytes + 100 * 50 * 100


def test_logs_that_share_a_budget_let_the_one_with_most_topics_forget() -> None:
    budget = Budget(100_000)
    flooded, quiet = (World(budget_bytes=4000, segment_bytes=400) for _ in range(2))
    bounds = [TopicBound(world.log, world.tree, shared=budget) for world in (flooded, quiet)]
    flood(quiet, bounds[1], range(100))
    flood(flooded, bounds[0], range(2000))
    assert budget.used_bytes < 105_000
    assert (len(quiet.topics), bounds[1].forgotten) == (100, 0)
    assert bounds[0].forgotten > 1000
    bounds[1].close()
    assert budget.used_bytes == bounds[0].memory_bytes


def test_nothing_more_is_to_be_taken_in_while_topics_wait_to_be_forgotten() -> None:
    world = World(budget_bytes=4000, segment_bytes=400)
    bound = TopicBound(world.log, world.tree, limit=160)
    judged = []
    for start in range(0, 200, 10):
        flood(world, TopicBound(world.log, world.tree), range(start, start + 10))
        judged.append(bound.judge())
    assert judged == [False] * 18 + [True] * 2, "from an eighth above the limit on"
    assert bound.tree_budget_s > TICK_BUDGET_S
    while bound.judge():
        bound.tick(budget_s=0.0)
    assert 160 < len(world.topics) <= 170, "until half of that is gone"
    assert bound.tree_budget_s == TICK_BUDGET_S


def test_the_log_with_most_topics_takes_in_nothing_while_all_together_have_too_many_bytes() -> None:
    budget = Budget(100_000)
    flooded, quiet = World(), World()
    bounds = [TopicBound(world.log, world.tree, shared=budget) for world in (flooded, quiet)]
    quiet.receive(*(Sent(f"t/{number}") for number in range(100)))
    quiet.tick()
    flooded.receive(*(Sent(f"t/{number}") for number in range(470)))
    flooded.tick()
    assert 100_000 < budget.used_bytes < 112_500
    assert [bound.judge() for bound in bounds] == [False, False], "a little too much is no reason yet"
    quiet.receive(*(Sent(f"u/{number}") for number in range(100)))
    quiet.tick()
    assert [bound.judge() for bound in bounds] == [True, False]


@pytest.mark.parametrize(("limit", "budget_bytes"), [("MAX_WAITING", 1 << 30), ("LEAST_WAITING", 10_000)])
def test_nothing_more_is_to_be_taken_in_while_too_much_waits_to_be_counted(
    monkeypatch: pytest.MonkeyPatch, limit: str, budget_bytes: int
) -> None:
    monkeypatch.setattr(topic_bound, limit, 100)
    world = World(budget_bytes=budget_bytes)
    bound = TopicBound(world.log, world.tree)
    world.receive(*(Sent(f"t/{number}", bytes(50)) for number in range(100)))
    world.log.tick()
    assert not bound.judge()
    world.receive(Sent("one more"))
    assert bound.judge()
    world.tick()
    assert not bound.judge()


def test_a_burst_of_new_topics_makes_nobody_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_bound, "LEAST_WAITING", 100)
    world = World()
    bound = TopicBound(world.log, world.tree)
    world.receive(*(Sent(f"t/{number}") for number in range(5000)))
    world.log.tick()
    assert not bound.judge()
