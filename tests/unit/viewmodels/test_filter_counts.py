from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.history.batches import Sent
from tests.unit.history.test_tree import World
from tracemq.mqtt.topics import matches
from tracemq.viewmodels.filter_counts import Count, FilterCounter, count_matching, topics_matching

TOPICS = {"a": 1, "a/b": 2, "a/b/c": 4, "a/x/c": 8, "$SYS/up": 16, "/lead": 32, "b//c": 64, "b/": 128}


class Tree:
    """A topic tree over a dict, slow and plain: node numbers index the sorted list of all prefixes."""

    def __init__(self, messages: dict[str, int]) -> None:
        paths = {tuple(topic.split("/")[:depth]) for topic in messages for depth in range(1, topic.count("/") + 2)}
        self.paths: list[tuple[str, ...]] = [(), *sorted(paths)]
        self._messages = messages

    def name(self, node: int) -> str:
        return self.paths[node][-1]

    def topic(self, node: int) -> str:
        return "/".join(self.paths[node])

    def find(self, topic: str) -> int | None:
        path = tuple(topic.split("/"))
        return self.paths.index(path) if path in self.paths else None

    def children(self, node: int) -> Sequence[int]:
        above = self.paths[node]
        return [at for at, path in enumerate(self.paths) if path[:-1] == above and len(path) == len(above) + 1]

    def child_count(self, node: int) -> int:
        return len(self.children(node))

    def messages(self, node: int) -> int:
        return self._messages.get(self.topic(node), 0) if node else 0

    def subtree(self, node: int) -> int:
        above = self.paths[node]
        return sum(self.messages(at) for at, path in enumerate(self.paths) if path[: len(above)] == above)

    def rate(self, node: int) -> float:
        return self.messages(node) / 2

    def subtree_rate(self, node: int) -> float:
        return self.subtree(node) / 2


FILTERS = ["#", "a", "a/#", "a/+", "+/b", "+/+/c", "a/+/c", "$SYS/#", "+/up", "/+", "+", "b//c", "b/+/c", "none", "+/#",
           "a/b/#", "/#", "$share/g/a/#"]  # fmt: skip


@pytest.mark.parametrize("topic_filter", FILTERS)
def test_a_filter_counts_exactly_the_messages_that_match_it(topic_filter: str) -> None:
    wanted = sum(count for topic, count in TOPICS.items() if matches(topic_filter, topic))
    assert count_matching(Tree(TOPICS), topic_filter) == Count(wanted, wanted / 2)


def test_a_filter_over_too_many_topics_has_no_count() -> None:
    wide = Tree({f"t/{number}/x": 1 for number in range(2100)})
    assert count_matching(wide, "t/+/x") is None
    assert count_matching(wide, "t/#") == Count(2100, 1050.0)


def test_the_topics_that_match_are_named_up_to_a_number() -> None:
    tree = Tree(TOPICS)
    assert topics_matching(tree, "a/+", 9) == ["a/b"]
    assert topics_matching(tree, "a/#", 9) == ["a", "a/b", "a/b/c", "a/x/c"]
    assert len(topics_matching(tree, "#", 2)) == 2
    assert topics_matching(tree, "c/+", 9) == []


def test_topics_of_nothing_but_slashes_are_counted_as_the_filter_says() -> None:
    slashes = "/" * 65_535
    world = World()
    world.receive(Sent(slashes), Sent(slashes), Sent(slashes[:-1] + "x"))
    world.tick()
    counter = FilterCounter(world.tree, world.log)
    wanted = {"#": 3, slashes: 2, slashes[:-1] + "x": 1, "/" * 200 + "#": 3, "/".join("+" * 100): 0, "/#": 3}
    for topic_filter in wanted:
        counter.count(topic_filter)
    while counter.step(1.0):
        pass
    found = {topic_filter: counter.count(topic_filter) for topic_filter in wanted}
    assert {topic_filter: count and count.messages for topic_filter, count in found.items()} == wanted
