"""Turns topic names into the nodes of a tree, which grows and shrinks with them.

A node is an index into arrays, because a million objects would cost more than the messages. It has no name of its own:
node_names.py cuts it out of a topic at or below it, which the topic table keeps anyway. What only a node with children
needs is kept by branch, a second index: most nodes have none.

A topic may have 65,536 levels. Below level 100 the rest of a topic is one node, slashes and all, so that no topic can
make the tree deep or fill the memory by itself.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tracemq.mqtt.batch import TopicTable

from .branch_index import NOTHING, BranchIndex
from .ordered_children import OrderedChildren

SLASH: Final = b"/"
ROOT: Final = 0
MAX_LEVELS: Final = 100
LOOKED_AT_ONCE: Final = 65_536  # nodes; arrays of so many stay in the processor's caches


class TopicNodes:
    """The shape of the tree; nodes are small integers, 0 is the root, and -1 stands for no node or no topic.

    A node's number stays with it until it is forgotten together with its last topic.
    """

    def __init__(self, topics: TopicTable) -> None:
        self._topics = topics
        self.node_of = array("i")  # by topic
        # by node
        self.parent = array("i", [NOTHING])
        self.topic = array("i", [NOTHING])  # the topic that is this very node
        self.branch_of = array("i", [0])
        self._depth = array("B", [0])
        self._next = array("i", [NOTHING])  # brothers, as a doubly linked list
        self._previous = array("i", [NOTHING])
        # by branch
        self.node = array("i", [ROOT])
        self.topics_below = array("i", [0])  # not counting its own
        self.sample = array("i", [NOTHING])  # a topic at or below it
        self._first = array("i", [NOTHING])  # the first child
        self._children = array("i", [0])

        self._index = BranchIndex(self._has_path)
        self.ordered: dict[int, OrderedChildren] = {}  # by node, of those that somebody keeps in order
        self._free: list[int] = []
        self._free_branches: list[int] = []
        self._removed_branches: list[int] = []
        self.added: list[int] = []  # these three until `settle`
        self.removed: list[int] = []
        self.regrouped: set[int] = set()  # nodes that got or lost children
        self.shrunk = 0  # how often topics were taken out
        self.branched: list[int] = []  # branches made of nodes that had a topic, until somebody empties it

    def __len__(self) -> int:
        """The number of nodes, the root among them."""
        return len(self.parent) - len(self._free) - len(self.removed)

    @property
    def size(self) -> int:
        """One more than the highest node number: the length for arrays indexed by node."""
        return len(self.parent)

    @property
    def branches(self) -> int:
        """One more than the highest branch number: the length for arrays indexed by branch."""
        return len(self.node)

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
        path = self._topics.raw(topic_id)
        branch = self._index.find(path)
        if branch != NOTHING:
            found = self.node[branch]
        else:
            levels = path.split(SLASH, MAX_LEVELS - 1)
            found = self._new(self._way_to(path, levels, topic_id), len(levels))
        self.topic[found] = topic_id
        self.node_of[topic_id] = found
        self._count_above(found, 1)
        return found

    def _count_above(self, node: int, count: int) -> None:
        above = self.parent[node]
        while above != NOTHING:
            self.topics_below[self.branch_of[above]] += count
            above = self.parent[above]

    def _way_to(self, path: bytes, levels: list[bytes], topic_id: int) -> int:
        """The branch above a new node, by its node; it and those above it are made as needed."""
        missing = []  # paths, the longest first
        node = ROOT
        for level in reversed(levels[1:]):
            path = path[: len(path) - len(level) - 1]
            branch = self._index.find(path)
            if branch == NOTHING:
                branch = self._turn_to_branch(path)
            if branch != NOTHING:
                node = self.node[branch]
                break
            missing.append(path)
        depth = len(levels) - 1 - len(missing)
        for path in reversed(missing):
            depth += 1
            node = self._new(node, depth)
            self._branch_out(path, node, topic_id)
        return node

    def _turn_to_branch(self, path: bytes) -> int:
        """A topic without children is known by the topic table alone, until it gets some; -1 if there is none."""
        topic_id = self._topics.ids.find(path)
        if topic_id is None or topic_id >= len(self.node_of) or self.node_of[topic_id] == NOTHING:
            return NOTHING
        branch = self._branch_out(path, self.node_of[topic_id], topic_id)
        self.branched.append(branch)
        return branch

    def _branch_out(self, path: bytes, node: int, sample: int) -> int:
        if self._free_branches:
            branch = self._free_branches.pop()
            self.node[branch], self.sample[branch], self._first[branch] = node, sample, NOTHING
            self.topics_below[branch] = self._children[branch] = 0
        else:
            branch = len(self.node)
            self.node.append(node)
            self.topics_below.append(0)
            self.sample.append(sample)
            self._first.append(NOTHING)
            self._children.append(0)
        self.branch_of[node] = branch
        self._index.add(path, branch)
        return branch

    def _has_path(self, branch: int, path: bytes) -> bool:
        node = self.node[branch]
        topic = self._topics.raw(self.topic_for_name(node))
        if not topic.startswith(path) or path.count(SLASH) + 1 != self._depth[node]:
            return False
        return len(topic) == len(path) or topic[len(path)] == SLASH[0]

    def _new(self, parent: int, depth: int) -> int:
        branch = self.branch_of[parent]
        follower = self._first[branch]
        if self._free:
            node = self._free.pop()
            self.parent[node], self.topic[node], self.branch_of[node] = parent, NOTHING, NOTHING
            self._depth[node], self._next[node], self._previous[node] = depth, follower, NOTHING
        else:
            node = len(self.parent)
            self.parent.append(parent)
            self.topic.append(NOTHING)
            self.branch_of.append(NOTHING)
            self._depth.append(depth)
            self._next.append(follower)
            self._previous.append(NOTHING)
        self._first[branch] = node
        if follower != NOTHING:
            self._previous[follower] = node
        self._children[branch] += 1
        self.added.append(node)
        self.regrouped.add(parent)
        ordered = self.ordered.get(parent)
        if ordered is not None:
            ordered.arrived.append(node)
        return node

    # -- shrinking

    def forget(self, topic_ids: Iterable[int]) -> list[int]:
        """Take topics out, and the nodes that held nothing else; gives the branches among these.

        The topic table must still know the topics.
        """
        self.shrunk += 1
        bereft: set[int] = set()
        before = len(self._removed_branches)
        for topic_id in topic_ids:
            node = self.node_of[topic_id]
            if node == NOTHING:
                continue
            self.node_of[topic_id] = NOTHING
            self.topic[node] = NOTHING
            self._count_above(node, -1)
            path = self._topics.raw(topic_id)
            while node != ROOT:
                above, branch = self.parent[node], self.branch_of[node]
                shorter = path[: len(path) - len(name_in(path, self._depth[node])) - 1]
                if self.topic[node] == NOTHING and (branch == NOTHING or not self._children[branch]):
                    self._unlink(node, above)
                    bereft.add(above)
                elif branch != NOTHING and self.sample[branch] == topic_id:
                    self.sample[branch] = self._some_topic(node)
                path, node = shorter, above
        for parent in bereft & self.ordered.keys():
            self.ordered[parent].keep(np.frombuffer(self._depth, np.uint8) > 0)
        return self._removed_branches[before:]

    def _some_topic(self, node: int) -> int:
        """A topic at or below a node, without asking its own sample."""
        if self.topic[node] != NOTHING:
            return self.topic[node]
        return self.topic_for_name(self._first[self.branch_of[node]])

    def topic_for_name(self, node: int) -> int:
        """A topic that a node's name can be cut out of."""
        topic_id = self.topic[node]
        return topic_id if topic_id != NOTHING else self.sample[self.branch_of[node]]

    def clear(self) -> None:
        """Take every topic out."""
        self.shrunk += 1
        self.removed += np.flatnonzero(np.frombuffer(self._depth, np.uint8)).tolist()
        for column in (self.node_of, self.topic, self.branch_of, self._first):
            _fill(column, b"\xff")
        self.branch_of[ROOT] = 0
        for column in (self.topics_below, self._children, self._depth):
            _fill(column, b"\0")
        self._removed_branches = sorted(set(range(1, len(self.node))) - set(self._free_branches))
        self._index.clear()
        self.ordered.clear()
        self.branched.clear()
        self.regrouped = {ROOT}

    def _unlink(self, node: int, parent: int) -> None:
        above, branch = self.branch_of[parent], self.branch_of[node]
        before, after = self._previous[node], self._next[node]
        if before == NOTHING:
            self._first[above] = after
        else:
            self._next[before] = after
        if after != NOTHING:
            self._previous[after] = before
        self._children[above] -= 1
        self._depth[node] = 0  # no living node but the root is at depth 0
        if branch != NOTHING:
            self._index.remove(branch)
            self._removed_branches.append(branch)
            self.ordered.pop(node, None)
            self.branch_of[node] = NOTHING
        self.removed.append(node)
        self.regrouped.add(parent)
        self.regrouped.discard(node)

    def settle(self) -> tuple[list[int], list[int], frozenset[int]]:
        """What was added, removed and regrouped since the last time; numbers of removed nodes may now be used again."""
        removed = self.removed
        added = [node for node in self.added if self._depth[node]] if removed else self.added
        regrouped = frozenset(self.regrouped)
        self._free += removed
        self._free_branches += self._removed_branches
        self._removed_branches = []
        self.added, self.removed, self.regrouped = [], [], set()
        return added, removed, regrouped

    # -- reading

    def depth(self, node: int) -> int:
        return self._depth[node]

    def depths(self) -> NDArray[np.uint8]:
        """The depth of every node; 0 for the root and for numbers that are free."""
        return np.frombuffer(self._depth, np.uint8).copy()

    def child_count(self, node: int) -> int:
        branch = self.branch_of[node]
        return self._children[branch] if branch != NOTHING else 0

    def below(self, node: int) -> int:
        """How many topics there are below a node, not counting its own."""
        branch = self.branch_of[node]
        return self.topics_below[branch] if branch != NOTHING else 0

    def find(self, path: str) -> int | None:
        """The node that a topic leads to, whether something was published right there or only below."""
        raw = path.encode(errors="surrogatepass")
        branch = self._index.find(raw)
        if branch != NOTHING:
            return self.node[branch]
        topic_id = self._topics.ids.find(raw)
        if topic_id is None or topic_id >= len(self.node_of) or self.node_of[topic_id] == NOTHING:
            return None
        return self.node_of[topic_id]

    def children_in_any_order(self, node: int) -> array[int]:
        branch = self.branch_of[node]
        if branch == NOTHING:
            return array("i")
        if self._children[branch] > len(self.parent) >> 6:  # so many that looking at every node is quicker than a walk
            return self._looked_up(node)
        nodes = array("i")
        child = self._first[branch]
        while child != NOTHING:
            nodes.append(child)
            child = self._next[child]
        return nodes

    def _looked_up(self, parent: int) -> array[int]:
        found = array("i")
        for begin in range(0, len(self.parent), LOOKED_AT_ONCE):
            part = slice(begin, begin + LOOKED_AT_ONCE)
            below = np.frombuffer(self.parent, np.int32)[part] == parent
            if self.removed or self._free:
                below &= np.frombuffer(self._depth, np.uint8)[part] > 0
            found.frombytes((np.flatnonzero(below) + begin).astype(np.int32).tobytes())
        return found

    def branch_at(self, path: bytes) -> int:
        """The node of a branch by its path, or -1."""
        branch = self._index.find(path)
        return self.node[branch] if branch != NOTHING else NOTHING


def name_in(path: bytes, depth: int) -> bytes:
    """The last name of a path that leads to a node at this depth."""
    return path.split(SLASH, min(depth, MAX_LEVELS - 1))[depth - 1]


def _fill(column: array[int], byte: bytes) -> None:
    memoryview(column).cast("B")[:] = byte * (len(column) * column.itemsize)
