"""Turns the topic tree's sums into how many messages match a filter, without looking at a message.

Where wildcards lead through too many branches, topics are judged one by one, in slices, and each of them once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple, Protocol

from tracemq.history.filter_topics import FilterTopics
from tracemq.history.log import MessageLog
from tracemq.history.topic_nodes import MAX_LEVELS
from tracemq.history.tree import TopicTree
from tracemq.mqtt.topics import split_shared

MOST_NODES: Final = 2_000  # looked at for one filter, a few ms; one that needs more has no count


class Sums(Protocol):
    """What is asked of history.tree.TopicTree; node 0 is the root."""

    def name(self, node: int) -> str: ...
    def child_count(self, node: int) -> int: ...
    def children(self, node: int) -> Sequence[int]: ...
    def topic(self, node: int) -> str: ...
    def find(self, topic: str) -> int | None: ...
    def messages(self, node: int) -> int: ...
    def subtree(self, node: int) -> int: ...
    def rate(self, node: int) -> float: ...
    def subtree_rate(self, node: int) -> float: ...


class Count(NamedTuple):
    """Messages that matched, and how many do per second."""

    messages: int
    per_second: float


class _TooManyError(Exception):
    """The filter has wildcards over too many topics."""


def count_matching(tree: Sums, topic_filter: str) -> Count | None:
    """Return how many messages arrived on topics that match; None if that takes too long to find out."""
    levels = split_shared(topic_filter)[1].split("/")
    if len(levels) >= MAX_LEVELS:  # so deep the tree has the rest of a topic as one level
        return None
    messages, rate = 0, 0.0
    try:
        for node, whole_branch in _matching(tree, levels):
            messages += tree.subtree(node) if whole_branch else tree.messages(node)
            rate += tree.subtree_rate(node) if whole_branch else tree.rate(node)
    except _TooManyError:
        return None
    return Count(messages, rate)


def topics_matching(tree: Sums, topic_filter: str, most: int) -> list[str]:
    """Return at most so many topics that match and have messages; none if that takes too long to find out."""
    found: list[str] = []
    try:
        todo = list(_matching(tree, split_shared(topic_filter)[1].split("/")))[::-1]
    except _TooManyError:
        return []
    for _ in range(MOST_NODES):
        if not todo or len(found) == most:
            break
        node, whole_branch = todo.pop()
        if tree.messages(node):
            found.append(tree.topic(node))
        if whole_branch and tree.child_count(node) <= MOST_NODES:
            todo += ((child, True) for child in reversed(tree.children(node)))
    return found


def _matching(tree: Sums, levels: list[str]) -> Iterator[tuple[int, bool]]:
    """Yield the nodes that match, and whether all below them do as well."""
    looked_at = 0
    nodes = [0]
    for depth, level in enumerate(levels):
        if level == "#":
            if depth:
                yield from ((node, True) for node in nodes)
            elif tree.child_count(0) > MOST_NODES:
                raise _TooManyError
            else:  # wildcards do not match what begins with $ [MQTT-4.7.2-1]
                yield from ((node, True) for node in tree.children(0) if not tree.name(node).startswith("$"))
            return
        found: list[int] = []
        for node in nodes:
            if level == "+":
                looked_at += tree.child_count(node)
                if looked_at > MOST_NODES:
                    raise _TooManyError
                children = tree.children(node)
                found += [child for child in children if depth or not tree.name(child).startswith("$")]
            else:
                looked_at += 1
                child_of = tree.find(f"{tree.topic(node)}/{level}" if depth else level)
                found += [] if child_of is None else [child_of]
            if looked_at > MOST_NODES:
                raise _TooManyError
        nodes = found
    yield from ((node, False) for node in nodes)


class FilterCounter:
    """Counts by branches where that is quick, else by topics: call `step` while it returns true."""

    def __init__(self, tree: TopicTree, log: MessageLog) -> None:
        self._tree, self._log = tree, log
        self._by_topics: dict[str, FilterTopics] = {}
        self._known: dict[str, Count] = {}  # of those that are counted by topics
        self._asked: set[str] = set()

    def count(self, topic_filter: str) -> Count | None:
        """Return how many messages match; None as long as that is not known."""
        quick = count_matching(self._tree, topic_filter)
        if quick is not None:
            return quick
        if topic_filter not in self._by_topics:
            inner = split_shared(topic_filter)[1]
            self._by_topics[topic_filter] = FilterTopics(inner, self._tree, self._log)
        self._asked.add(topic_filter)
        return self._known.get(topic_filter)

    def step(self, budget_s: float) -> bool:
        """Go on for about so long with what was asked for; return whether there is more to do."""
        if self._asked:
            topic_filter = min(self._asked)
            found = self._by_topics[topic_filter]
            if found.step(budget_s):
                self._asked.discard(topic_filter)
                self._known[topic_filter] = Count(*self._tree.sum_of_topics(found.matching()))
        return bool(self._asked)

    def keep(self, filters: Collection[str]) -> None:
        """Forget all but these."""
        for gone in self._by_topics.keys() - set(filters):
            self._by_topics.pop(gone).close()
            self._known.pop(gone, None)
            self._asked.discard(gone)
