"""The topic tree counts what the log receives, on every level, and knows names, order, last values and rates."""

from __future__ import annotations

import random
import sys
from collections import defaultdict

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tracemq.history.log import MessageLog
from tracemq.history.topic_counts import LOT_MESSAGES
from tracemq.history.topic_nodes import MAX_LEVELS
from tracemq.history.tree import TopicTree
from tracemq.history.tree_numbers import Number
from tracemq.mqtt.batch import TopicTable

from .batches import Sent, batch_of


class World:
    """A log and a tree that receive the same batches."""

    def __init__(self, *, segment_bytes: int | None = None, budget_bytes: int = 1 << 30) -> None:
        self.topics = TopicTable()
        self.log = MessageLog(self.topics, segment_bytes=segment_bytes, budget_bytes=budget_bytes)
        self.tree = TopicTree(self.topics, self.log)

    def receive(self, *messages: Sent, received_at: float = 1.0) -> None:
        batch = batch_of(self.topics, *messages, received_at=received_at)
        first = self.log.end
        self.log.append(batch)
        self.tree.count(batch, first)

    def tick(self, now: float = 0.0) -> None:
        self.log.tick()
        self.tree.tick(now, budget_s=60.0)

    def names(self, topic: str = "") -> list[str]:
        node = self.node(topic) if topic else 0
        return [self.tree.name(child) for child in self.tree.children(node)]

    def node(self, topic: str) -> int:
        node = self.tree.find(topic)
        assert node is not None
        return node


def test_a_topic_becomes_a_branch_and_counts_on_every_level() -> None:
    world = World()
    world.receive(Sent("a/b/c", b"12345"), Sent("a/b", b"1"), Sent("a/b/c", b"123", retain=True), received_at=7.0)
    world.tick()
    tree = world.tree
    top, middle, leaf = world.node("a"), world.node("a/b"), world.node("a/b/c")

    assert [tree.name(node) for node in (0, top, middle, leaf)] == ["", "a", "b", "c"]
    assert [tree.topic(node) for node in (0, top, middle, leaf)] == ["", "a", "a/b", "a/b/c"]
    assert [tree.parent(node) for node in (0, top, middle, leaf)] == [-1, 0, top, middle]
    assert [tree.depth(node) for node in (0, top, middle, leaf)] == [0, 1, 2, 3]
    assert [tree.messages(node) for node in (0, top, middle, leaf)] == [0, 0, 1, 2]
    assert [tree.subtree(node) for node in (0, top, middle, leaf)] == [3, 3, 3, 2]
    assert [tree.payload_bytes(node) for node in (0, top, middle, leaf)] == [0, 0, 1, 8]
    assert [tree.subtree_bytes(node) for node in (0, top, middle, leaf)] == [9, 9, 9, 8]
    assert [tree.topics_below(node) for node in (0, top, middle, leaf)] == [2, 2, 1, 0]
    assert [tree.topic_id(node) for node in (0, top, middle, leaf)] == [-1, -1, 1, 0]
    assert [tree.last_seq(node) for node in (0, top, middle, leaf)] == [-1, -1, 1, 2]
    assert [tree.last_at(node) for node in (0, top, middle, leaf)] == [0.0, 0.0, 7.0, 7.0]
    assert [tree.changed_at(node) for node in (0, top, middle, leaf)] == [7.0] * 4
    assert [tree.retained(node) for node in (0, top, middle, leaf)] == [False, False, False, True]
    assert [tree.last_payload(node) for node in (0, top, middle, leaf)] == [b"", b"", b"1", b"123"]
    assert [tree.child_count(node) for node in (0, top, middle, leaf)] == [1, 1, 1, 0]
    assert tree.node_of(0) == leaf
    assert tree.node_of(99) is None
    assert len(tree) == 3


def test_many_nodes_have_the_numbers_that_each_has_alone() -> None:
    world = World()
    assert world.tree.numbers([0], Number.SUBTREE).tolist() == [0], "before anything arrived"
    source = random.Random(5)
    for now in (0.0, 1.0, 2.9, 4.0, 9.5):
        world.receive(
            *(Sent("/".join("abc"[: source.randint(1, 3)]) + str(source.randrange(40)), b"x" * 9) for _ in range(200)),
            received_at=1e9 + now,
        )
        world.tick(now)
        for later in (0.0, 1.7, 3.0):
            world.tick(now + later)
            for nodes in (range(len(world.tree) + 1), [3, 0, 3, 7], []):
                for what in Number:
                    one = getattr(world.tree, what.value)
                    assert world.tree.numbers(nodes, what).tolist() == pytest.approx([one(node) for node in nodes])


def test_very_many_nodes_give_their_numbers_without_a_call_each() -> None:
    world = World()
    world.receive(*(Sent(f"a/{number}") for number in range(3000)))
    world.tick()
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    nodes = world.tree.children(world.node("a"))
    sys.setprofile(count)
    try:
        world.tree.numbers(nodes, Number.SUBTREE)
    finally:
        sys.setprofile(None)
    assert calls < 100


def test_empty_levels_are_nodes_with_empty_names() -> None:
    world = World()
    world.receive(Sent("/"), Sent("a//b"), Sent("/x"), Sent("a/"), Sent("a"))
    world.tick()
    assert world.names() == ["", "a"]
    root_slash = world.tree.children(0)[0]
    assert [world.tree.name(node) for node in world.tree.children(root_slash)] == ["", "x"]
    assert world.tree.topic(root_slash) == ""
    assert world.names("a") == [""]
    assert world.names("a/") == ["b"]
    assert [world.tree.messages(world.node(topic)) for topic in ("/", "a//b", "/x", "a/", "a")] == [1] * 5
    assert world.tree.subtree(world.node("a")) == 3


def test_a_branch_may_be_published_to_before_or_after_what_is_below_it() -> None:
    world = World()
    world.receive(Sent("a"), Sent("b/c"))
    world.tick()
    world.receive(Sent("a/x"), Sent("b"))
    world.tick()
    assert world.names() == ["a", "b"]
    assert [world.tree.messages(world.node(topic)) for topic in ("a", "a/x", "b", "b/c")] == [1] * 4
    assert [world.tree.topics_below(world.node(topic)) for topic in ("a", "b")] == [1, 1]


def test_what_does_not_exist_is_not_found() -> None:
    world = World()
    world.receive(Sent("a/b"))
    assert world.tree.find("a/b") is None  # not before the tick
    world.tick()
    assert world.tree.find("a/c") is None
    assert world.tree.find("") is None


def test_changes_name_new_nodes_their_parents_and_what_counts_changed() -> None:
    world = World()
    world.receive(Sent("a/b"), Sent("c"))
    changes = world.tree.tick(0.0)
    a, b, c = (world.node(topic) for topic in ("a", "a/b", "c"))
    assert changes.parents == {0, a}
    assert sorted(changes.added) == sorted([a, b, c])
    assert changes.changed.tolist() == sorted([0, a, b, c])
    assert changes

    assert not world.tree.tick(0.0)
    world.receive(Sent("c"))
    changes = world.tree.tick(0.0)
    assert (changes.parents, changes.added, changes.changed.tolist()) == (frozenset(), [], [0, c])


@pytest.mark.parametrize("later", [1, 20, 60, 3000])
def test_children_stay_in_order_as_more_of_them_come(later: int) -> None:
    world = World()
    source = random.Random(later)
    names = [f"{source.randrange(10**9)}" for _ in range(1000 + later)]
    world.receive(*(Sent(f"top/{name}") for name in names[:1000]))
    world.tick()
    assert world.names("top") == sorted(names[:1000])
    world.receive(*(Sent(f"top/{name}/deeper") for name in names[1000:]))
    world.tick()
    assert world.names("top") == sorted(names)
    top = world.node("top")
    children = world.tree.children(top)
    for place in range(0, len(children), 97):
        assert world.tree.position(children[place]) == place
    world.tree.collapsed(top)
    assert world.tree.children(top) == children


def test_a_tick_without_time_leaves_the_rest_for_the_next_and_never_a_wrong_sum() -> None:
    world = World()
    expected = defaultdict[str, int](int)
    for read in range(40):
        messages = [Sent(f"{n % 7}/{(n + read) % 31}/{n * read % 1009}") for n in range(2000)]
        world.receive(*messages)
        for sent in messages:
            expected[sent.topic] += 1
    tree = world.tree
    ticks = 0
    while tree.waiting:
        tree.tick(0.0, budget_s=0.0)
        ticks += 1
        assert tree.subtree(0) == 80_000 - tree.waiting
        assert tree.subtree(0) == sum(tree.subtree(node) for node in tree.children(0))
    assert ticks > 40_000 / LOT_MESSAGES
    assert {topic: tree.messages(world.node(topic)) for topic in expected} == expected


def test_the_last_payload_outlives_its_row() -> None:
    world = World(budget_bytes=4000, segment_bytes=1000)
    world.receive(Sent("quiet", bytes(range(256)) * 2), Sent("cleared", b"once"))
    for number in range(300):
        world.receive(Sent("busy", b"%d" % number))
        world.tick()
    assert world.log.first > 2
    assert world.tree.last_payload(world.node("quiet")) == bytes(range(256))
    assert world.tree.last_payload(world.node("busy")) == b"299"
    world.log.clear()
    assert world.tree.last_payload(world.node("busy")) == b"299"
    assert world.tree.last_seq(world.node("quiet")) == 0


def test_the_last_payload_is_kept_even_if_its_row_leaves_before_the_tree_looked() -> None:
    world = World(budget_bytes=4000, segment_bytes=1000)
    world.receive(Sent("quiet", b"value"))
    for number in range(300):
        world.receive(Sent("busy", b"%d" % number))
    world.log.tick()
    assert world.log.first > 0
    changes = world.tree.tick(0.0)
    assert world.node("quiet") in changes.changed.tolist()
    assert world.tree.last_payload(world.node("quiet")) == b"value"


def test_a_tree_without_a_log_copies_last_payloads() -> None:
    topics = TopicTable()
    tree = TopicTree(topics)
    tree.count(batch_of(topics, Sent("a", b"1"), Sent("b", bytes(1000)), Sent("a", b"2")), 0)
    tree.tick(0.0)
    a, b = tree.children(0)
    assert (tree.last_payload(a), tree.last_payload(b)) == (b"2", bytes(256))
    tree.close()


def test_a_closed_tree_no_longer_watches_the_log() -> None:
    world = World(budget_bytes=4000, segment_bytes=1000)
    world.receive(Sent("a", b"1"))
    world.tick()
    world.tree.close()
    world.log.clear()
    assert world.tree.last_payload(world.node("a")) == b""


def test_a_steady_topic_has_its_rate_and_loses_it_when_it_stops() -> None:
    world = World()
    now = 100.0
    for _ in range(120):
        world.receive(*[Sent("fast/x")] * 10, Sent("slow"))
        now += 0.1
        world.tick(now)
        if now > 107:
            assert world.tree.subtree_rate(world.node("fast")) == pytest.approx(100, rel=0.1)
            assert world.tree.rate(world.node("fast/x")) == pytest.approx(100, rel=0.1)
            assert world.tree.rate(world.node("fast")) == 0.0
            assert world.tree.subtree_rate(0) == pytest.approx(110, rel=0.1)
    assert [(world.tree.topic(t.node), round(t.rate)) for t in world.tree.top_talkers(5)] == [
        ("fast/x", 100),
        ("slow", 10),
    ]
    assert [world.tree.topic(t.node) for t in world.tree.top_talkers(5, depth=1)] == ["fast", "slow"]
    assert len(world.tree.top_talkers(1)) == 1
    rates = []
    for _ in range(8):
        now += 1.0
        world.tick(now)
        rates.append(world.tree.subtree_rate(0))
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == 0.0
    assert world.tree.top_talkers(5) == []


def test_an_empty_tree_has_numbers_too() -> None:
    tree = World().tree
    assert tree.top_talkers(5) == tree.top_talkers(5, depth=1) == []
    assert (tree.subtree(0), tree.messages(0), tree.rate(0), tree.subtree_rate(0), tree.last_at(0)) == (0, 0, 0, 0, 0)
    assert (list(tree.children(0)), tree.topics_below(0), tree.last_payload(0), tree.retained(0)) == ([], 0, b"", False)
    assert not tree.tick(0.0)


def test_rates_of_branches_that_are_topics_too_are_kept_apart() -> None:
    world = World()
    now = 50.0
    for step in range(100):
        world.receive(*[Sent("a")] * 2, *([Sent("a/b")] if step > 50 else []))
        now += 0.1
        world.tick(now)
    node = world.node("a")
    assert world.tree.rate(node) == pytest.approx(20, rel=0.1)
    assert world.tree.subtree_rate(node) == pytest.approx(30, rel=0.1)
    assert (world.tree.messages(node), world.tree.subtree(node)) == (200, 249)
    assert [round(t.rate / 10) for t in world.tree.top_talkers(5)] == [2, 1]
    assert [round(t.rate / 10) for t in world.tree.top_talkers(5, depth=1)] == [3]
    assert [world.tree.topic(t.node) for t in world.tree.top_talkers(5, depth=2)] == ["a/b"]


def test_a_topic_of_slashes_alone_does_not_make_the_tree_deep() -> None:
    world = World()
    slashes = "/" * 65_535
    world.receive(Sent(slashes), Sent(slashes[:-1] + "x"), Sent("/" * (MAX_LEVELS - 1)), Sent("/" * MAX_LEVELS))
    world.tick()
    assert len(world.tree) == MAX_LEVELS - 1 + 4
    node = world.node(slashes)
    assert world.tree.depth(node) == MAX_LEVELS
    assert world.tree.topic(node) == slashes
    assert world.tree.name(node) == "/" * (65_535 - MAX_LEVELS + 1)
    siblings = world.tree.children(world.tree.parent(node))
    assert [len(world.tree.name(child)) for child in siblings] == [0, 1, 65_436, 65_436]
    world.tree.forget([0, 1, 2, 3])
    assert len(world.tree) == 0


def test_forgotten_topics_leave_with_the_branches_that_held_nothing_else() -> None:
    world = World()
    world.receive(Sent("a/b/c"), Sent("a/b"), Sent("a/d/e"), Sent("f"))
    world.tick()
    tree = world.tree
    a, d = world.node("a"), world.node("a/d")
    gone = {world.node("a/b/c"), world.node("a/d/e"), d}
    tree.children(a)

    assert tree.forget([0, 2]) == [0, 2]
    changes = tree.tick(0.0)
    assert set(changes.removed) == gone
    assert changes.parents >= {a, world.node("a/b")}
    world.topics.forget([0, 2])
    assert world.names("a") == ["b"]
    assert world.names() == ["a", "f"]
    assert tree.find("a/b/c") is None
    assert tree.topic(a) == "a"  # its name came from a topic that is gone
    assert (tree.subtree(a), tree.topics_below(a), tree.topics_below(0)) == (3, 1, 2)

    world.receive(Sent("a/d/e"), Sent("new"))  # numbers are used again, by others
    world.tick()
    assert (tree.messages(world.node("a/d/e")), tree.subtree(world.node("a/d"))) == (1, 1)
    assert tree.messages(world.node("new")) == 1
    assert world.names("a") == ["b", "d"]


def test_a_tree_that_is_cleared_begins_anew() -> None:
    world = World()
    world.receive(Sent("a/b"), Sent("c"))
    world.tick()
    old = {world.node(topic) for topic in ("a", "a/b", "c")}
    world.receive(Sent("d"))
    world.tree.clear()
    assert (len(world.tree), world.tree.waiting, world.tree.subtree(0), world.names()) == (0, 0, 0, [])
    world.receive(Sent("c/x"))
    changes = world.tree.tick(0.0)
    assert set(changes.removed) == old
    assert old.isdisjoint(changes.added)
    assert (world.tree.subtree(0), world.tree.topics_below(0), world.names()) == (1, 1, ["c"])
    assert world.tree.find("a/b") is None


def test_a_topic_that_waits_to_be_counted_is_not_forgotten() -> None:
    world = World()
    world.receive(Sent("a"), Sent("b"))
    world.tick()
    world.receive(Sent("a"))
    assert world.tree.forget([0, 1, 5]) == [1]
    world.tick()
    assert world.tree.messages(world.node("a")) == 2


# -- the tree against a plain dict


LEVELS = st.lists(st.sampled_from(["", "a", "b", "c", "é", "10", "9"]), min_size=1, max_size=4)
TOPICS = LEVELS.map("/".join).filter(bool)


class TreeMachine(RuleBasedStateMachine):
    """Whatever is received, evicted and forgotten, the tree says what a dict of all topics says."""

    @initialize(budget=st.sampled_from([1500, 1 << 20]))
    def start(self, budget: int) -> None:
        self.world = World(budget_bytes=budget, segment_bytes=400)
        self.own: dict[str, int] = {}
        self.last: dict[str, tuple[int, bytes, bool]] = {}
        self.subtree: dict[str, int] = {}  # by path with a leading slash: "" is the root
        self.expanded: set[str] = set()
        self.received = 0

    def paths(self, topic: str) -> list[str]:
        levels = topic.split("/")
        return ["".join("/" + level for level in levels[:end]) for end in range(len(levels) + 1)]

    @rule(messages=st.lists(st.tuples(TOPICS, st.binary(max_size=4), st.booleans()), max_size=30))
    def receive(self, messages: list[tuple[str, bytes, bool]]) -> None:
        self.world.receive(*(Sent(topic, payload, retain=retain) for topic, payload, retain in messages))
        for topic, payload, retain in messages:
            self.own[topic] = self.own.get(topic, 0) + 1
            self.last[topic] = self.received, payload, retain
            self.received += 1
            for path in self.paths(topic):
                self.subtree[path] = self.subtree.get(path, 0) + 1

    @rule()
    def tick(self) -> None:
        self.world.tick()

    @rule()
    def lag(self) -> None:
        self.world.log.tick()
        self.world.tree.tick(0.0, budget_s=0.0)

    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        self.world.tick()
        if not self.own:
            return
        names = data.draw(st.lists(st.sampled_from(sorted(self.own)), unique=True, max_size=6))
        numbers = [self.world.topics.number(name.encode()) for name in names]
        assert self.world.tree.forget(numbers) == numbers
        if data.draw(st.booleans()):
            self.world.tree.tick(0.0)
        # rows of forgotten topics would have no name any more: in the program they have none
        self.world.log.clear()
        self.world.topics.forget(numbers)
        for name in names:
            del self.own[name], self.last[name]
        alive = {path for topic in self.own for path in self.paths(topic)} | {""}
        for path in set(self.subtree) - alive:
            del self.subtree[path]

    @rule()
    def clear(self) -> None:
        self.world.log.clear()
        self.world.tree.clear()
        self.own.clear()
        self.last.clear()
        self.subtree.clear()

    @rule(data=st.data())
    def expand(self, data: st.DataObject) -> None:
        self.world.tick()
        if self.subtree:
            path = data.draw(st.sampled_from(sorted(self.subtree)))
            self.world.tree.children(self.node(path))

    def node(self, path: str) -> int:
        node = 0
        for level in path.split("/")[1:]:
            (node,) = [child for child in self.world.tree.children(node) if self.world.tree.name(child) == level]
        return node

    @invariant()
    def they_agree(self) -> None:
        tree = self.world.tree
        if tree.waiting:
            return
        seen = {}
        todo = [(0, "")]
        while todo:
            node, path = todo.pop()
            seen[path] = tree.subtree(node)
            topic = path[1:]
            if path:
                assert tree.topic(node) == topic
                assert tree.find(topic) == node
            assert tree.messages(node) == (self.own.get(topic, 0) if path else 0)
            below = [name for name in self.own if f"/{name}".startswith(path + "/") and f"/{name}" != path]
            assert tree.topics_below(node) == len(below)
            if path and topic in self.last and tree.last_seq(node) < self.world.log.last:
                seq, payload, retain = self.last[topic]
                assert (tree.last_seq(node), tree.last_payload(node), tree.retained(node)) == (seq, payload, retain)
            children = list(tree.children(node)) if node % 2 else tree._nodes.children_in_any_order(node)
            names = [tree.name(child) for child in children]
            assert len(set(names)) == len(names) == tree.child_count(node)
            if node % 2:
                assert names == sorted(names)
            todo += [(child, f"{path}/{name}") for child, name in zip(children, names, strict=True)]
        assert seen == (self.subtree or {"": 0})
        assert len(tree) == len(seen) - 1


TestTreeMachine = TreeMachine.TestCase
TestTreeMachine.settings = settings(max_examples=80, stateful_step_count=30)
