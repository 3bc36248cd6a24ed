"""Turns topic names into the nodes of a tree: parents, names, and children in order.

A node is an index into arrays, because a million objects would cost more than the messages. It has no name of its own:
the name is cut out of `sample`, the number of a topic at or below it, which the topic table keeps anyway. Measured per
topic, topic table included: 350 bytes with 100 topics to a branch, 600 when every topic has a branch of its own.

A topic may have 65,536 levels. Below level 100 the rest of a topic is one node, slashes and all, so that no topic can
make the tree deep or fill the memory by itself.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tracemq.mqtt.batch import TopicTable

ROOT: Final = 0
NOTHING: Final = -1
MAX_LEVELS: Final = 100
MERGE_FROM: Final = 32  # new children; fewer are inserted one by one


class OrderedChildren:
    """The children of one node by name; kept from the first time that they are asked for."""

    __slots__ = ("arrived", "nodes")

    def __init__(self, nodes: list[int]) -> None:
        self.nodes = nodes
        self.arrived: list[int] = []


class TopicNodes:
    """The shape of the tree; nodes are small integers, 0 is the root, and -1 stands for no node or no topic.

    A node's number stays with it until it is forgotten together with its last topic.
    """

    def __init__(self, topics: TopicTable) -> None:
        self._topics = topics
        self.node_of = array("i")  # by topic
        self.parent = array("i", [NOTHING])
        self.topic = array("i", [NOTHING])  # the topic that is this very node
        self.topics_below = array("i", [0])  # not counting its own
        self._sample = array("i", [NOTHING])
        self._depth = array("B", [0])
        self._first = array("i", [NOTHING])  # children as a doubly linked list
        self._next = array("i", [NOTHING])
        self._previous = array("i", [NOTHING])
        self._children = array("i", [0])
        self._inner: dict[str, int] = {}  # path -> node, for nodes that have or had children
        self._ordered: dict[int, OrderedChildren] = {}
        self._free: list[int] = []
        self.added: list[int] = []  # these three until `settle`
        self.removed: list[int] = []
        self.regrouped: set[int] = set()  # nodes that got or lost children

    def __len__(self) -> int:
        """The number of nodes, the root among them."""
        return len(self.parent) - len(self._free) - len(self.removed)

    @property
    def size(self) -> int:
        """One more than the highest node number: the length for arrays indexed by node."""
        return len(self.parent)

    # -- growing

    def reach(self, topics: int) -> None:
        """Make room for this many topic numbers."""
        missing = topics - len(self.node_of)
        if missing > 0:
            self.node_of.frombytes(b"\xff" * (missing * self.node_of.itemsize))

    def add(self, topic_id: int) -> int:
        """The node of a topic, made if it is new; the number must be within `reach`."""
        node = self.node_of[topic_id]
        if node != NOTHING:
            return node
        path = self._topics.name(topic_id)
        found = self._inner.get(path)
        if found is None:
            levels = path.split("/", MAX_LEVELS - 1)
            found = self._new(self._branch(path, levels, topic_id), topic_id, len(levels))
        self.topic[found] = topic_id
        self.node_of[topic_id] = found
        above = self.parent[found]
        while above != NOTHING:
            self.topics_below[above] += 1
            above = self.parent[above]
        return found

    def _branch(self, path: str, levels: list[str], topic_id: int) -> int:
        """The node above a new one; it and those above it are made as needed."""
        missing = []  # paths, the longest first
        node = ROOT
        for level in reversed(levels[1:]):
            path = path[: len(path) - len(level) - 1]
            known = self._inner.get(path)
            if known is None:
                known = self._turn_inner(path)
            if known is not None:
                node = known
                break
            missing.append(path)
        depth = len(levels) - 1 - len(missing)
        for path in reversed(missing):
            depth += 1
            node = self._inner[path] = self._new(node, topic_id, depth)
        return node

    def _turn_inner(self, path: str) -> int | None:
        """A topic without children is known by the topic table alone, until it gets some."""
        topic_id = self._topics.ids.get(path.encode())
        if topic_id is None or topic_id >= len(self.node_of) or self.node_of[topic_id] == NOTHING:
            return None
        node = self._inner[path] = self.node_of[topic_id]
        return node

    def _new(self, parent: int, sample: int, depth: int) -> int:
        follower = self._first[parent]
        if self._free:
            node = self._free.pop()
            self.parent[node], self.topic[node], self.topics_below[node] = parent, NOTHING, 0
            self._sample[node], self._depth[node], self._first[node] = sample, depth, NOTHING
            self._next[node], self._previous[node], self._children[node] = follower, NOTHING, 0
        else:
            node = len(self.parent)
            self.parent.append(parent)
            self.topic.append(NOTHING)
            self.topics_below.append(0)
            self._sample.append(sample)
            self._depth.append(depth)
            self._first.append(NOTHING)
            self._next.append(follower)
            self._previous.append(NOTHING)
            self._children.append(0)
        self._first[parent] = node
        if follower != NOTHING:
            self._previous[follower] = node
        self._children[parent] += 1
        self.added.append(node)
        self.regrouped.add(parent)
        ordered = self._ordered.get(parent)
        if ordered is not None:
            ordered.arrived.append(node)
        return node

    # -- shrinking

    def forget(self, topic_ids: Iterable[int]) -> None:
        """Take topics out, and the branches that held nothing else; the topic table must still know them."""
        bereft: set[int] = set()
        for topic_id in topic_ids:
            node = self.node_of[topic_id]
            if node == NOTHING:
                continue
            self.node_of[topic_id] = NOTHING
            self.topic[node] = NOTHING
            path = self._topics.name(topic_id)
            above = self.parent[node]
            while above != NOTHING:
                self.topics_below[above] -= 1
                above = self.parent[above]
            while node != ROOT:
                above = self.parent[node]
                shorter = path[: len(path) - len(self.name_in(path, self._depth[node])) - 1]
                if not self._children[node] and self.topic[node] == NOTHING:
                    self._inner.pop(path, None)
                    self._unlink(node, above)
                    bereft.add(above)
                elif self._sample[node] == topic_id:
                    self._sample[node] = self._another_sample(node)
                path, node = shorter, above
        for parent in bereft & self._ordered.keys():
            self._drop_removed(self._ordered[parent])

    def clear(self) -> None:
        """Take every topic out."""
        self.removed += [node for node, depth in enumerate(self._depth) if depth]
        for column in (self.node_of, self.topic, self._first):
            _fill(column, b"\xff")
        for column in (self.topics_below, self._children, self._depth):
            _fill(column, b"\0")
        self._inner.clear()
        self._ordered.clear()
        self.regrouped = {ROOT}

    def name_in(self, path: str, depth: int) -> str:
        """The last name of a path that leads to a node at this depth."""
        return path.split("/", min(depth, MAX_LEVELS - 1))[depth - 1]

    def _unlink(self, node: int, parent: int) -> None:
        before, after = self._previous[node], self._next[node]
        if before == NOTHING:
            self._first[parent] = after
        else:
            self._next[before] = after
        if after != NOTHING:
            self._previous[after] = before
        self._children[parent] -= 1
        self._depth[node] = 0  # no living node but the root is at depth 0
        self._ordered.pop(node, None)
        self.removed.append(node)
        self.regrouped.add(parent)
        self.regrouped.discard(node)

    def _another_sample(self, node: int) -> int:
        return self.topic[node] if self.topic[node] != NOTHING else self._sample[self._first[node]]

    def _drop_removed(self, ordered: OrderedChildren) -> None:
        ordered.nodes = [node for node in ordered.nodes if self._depth[node]]
        ordered.arrived = [node for node in ordered.arrived if self._depth[node]]

    def settle(self) -> tuple[list[int], list[int], frozenset[int]]:
        """What was added, removed and regrouped since the last time; numbers of removed nodes may now be used again."""
        removed = self.removed
        gone = set(removed)
        added = [node for node in self.added if node not in gone] if gone else self.added
        regrouped = frozenset(self.regrouped)
        self._free += removed
        self.added, self.removed, self.regrouped = [], [], set()
        return added, removed, regrouped

    # -- reading

    def name(self, node: int) -> str:
        depth = self._depth[node]
        return self.name_in(self._topics.name(self._sample[node]), depth) if depth else ""

    def path(self, node: int) -> str:
        """The topic that leads to a node; the root's is empty."""
        depth = self._depth[node]
        if not depth:
            return ""
        topic = self._topics.name(self._sample[node])
        return topic if depth == MAX_LEVELS else "/".join(topic.split("/", depth)[:depth])

    def depth(self, node: int) -> int:
        return self._depth[node]

    def depths(self) -> NDArray[np.uint8]:
        """The depth of every node; 0 for the root and for numbers that are free."""
        return np.frombuffer(self._depth, np.uint8).copy()

    def child_count(self, node: int) -> int:
        return self._children[node]

    def find(self, path: str) -> int | None:
        """The node that a topic leads to, whether something was published right there or only below."""
        node = self._inner.get(path)
        if node is None:
            topic_id = self._topics.ids.get(path.encode(errors="surrogatepass"))
            if topic_id is not None and topic_id < len(self.node_of) and self.node_of[topic_id] != NOTHING:
                node = self.node_of[topic_id]
        return node

    def children(self, node: int) -> Sequence[int]:
        """The children by name; the list is valid until the next tick."""
        ordered = self._ordered.get(node)
        if ordered is None:
            nodes = self.children_in_any_order(node)
            nodes.sort(key=self.child_name(node))
            ordered = self._ordered[node] = OrderedChildren(nodes)
        elif ordered.arrived:
            self._merge(ordered, self.child_name(node))
        return ordered.nodes

    def keep_order(self, node: int, nodes: list[int], arrived: list[int]) -> None:
        """Take over children that somebody else has put in order, and those that came meanwhile."""
        ordered = self._ordered[node] = OrderedChildren(nodes)
        ordered.arrived = arrived

    def has_order(self, node: int) -> bool:
        return node in self._ordered

    def collapsed(self, node: int) -> None:
        """Nobody looks at the children of a node any more: the order is made anew when somebody does."""
        self._ordered.pop(node, None)

    def position(self, node: int) -> int:
        """A node's place among its parent's children."""
        parent = self.parent[node]
        name = self.child_name(parent)
        return bisect_left(self.children(parent), name(node), key=name)

    def children_in_any_order(self, node: int) -> list[int]:
        if self._children[node] > len(self.parent) >> 6:  # so many that looking at every node is quicker than a walk
            nodes: list[int] = np.flatnonzero(np.frombuffer(self.parent, np.int32) == node).tolist()
            return [child for child in nodes if self._depth[child]] if self.removed or self._free else nodes
        nodes = []
        child = self._first[node]
        while child != NOTHING:
            nodes.append(child)
            child = self._next[child]
        return nodes

    def child_name(self, parent: int) -> Callable[[int], str]:
        """What names the children of a node, quicker than `name`."""
        depth, topic_name, sample = self._depth[parent] + 1, self._topics.name, self._sample
        skip = len(self.path(parent)) + 1 if depth > 1 else 0
        if depth == MAX_LEVELS:
            return lambda node: topic_name(sample[node])[skip:]
        return lambda node: topic_name(sample[node])[skip:].partition("/")[0]

    def _merge(self, ordered: OrderedChildren, name: Callable[[int], str]) -> None:
        arrived, ordered.arrived = ordered.arrived, []
        nodes = ordered.nodes
        if len(arrived) > len(nodes) >> 3:
            nodes += arrived
            nodes.sort(key=name)
        elif len(arrived) < MERGE_FROM:
            for node in arrived:
                nodes.insert(bisect_left(nodes, name(node), key=name), node)
        else:
            arrived.sort(key=name)
            merged: list[int] = []
            start = 0
            for node in arrived:
                at = bisect_left(nodes, name(node), start, key=name)
                merged += nodes[start:at]
                merged.append(node)
                start = at
            ordered.nodes = merged + nodes[start:]


def _fill(column: array[int], byte: bytes) -> None:
    memoryview(column).cast("B")[:] = byte * (len(column) * column.itemsize)
