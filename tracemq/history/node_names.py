"""Turns the nodes of a topic tree into their names and paths, cut out of topics that the topic table keeps.

Topics are compared and cut as UTF-8, whose bytes stand in the same order as the texts.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

import numpy as np

from tracemq.mqtt.batch import TopicTable

from .branch_index import NOTHING
from .topic_nodes import MAX_LEVELS, SLASH, TopicNodes, name_in


class NodeNames:
    """Looks at the nodes that there are at the moment; the root has no name, and its path is empty."""

    def __init__(self, topics: TopicTable, nodes: TopicNodes) -> None:
        self._topics = topics
        self._nodes = nodes

    def name(self, node: int) -> str:
        """The last level of a node's path."""
        nodes = self._nodes
        depth = nodes.depth(node)
        return name_in(self._topics.raw(nodes.topic_for_name(node)), depth).decode() if depth else ""

    def path(self, node: int) -> str:
        """The topic that leads to a node."""
        depth = self._nodes.depth(node)
        if not depth:
            return ""
        topic = self._topics.name(self._nodes.topic_for_name(node))
        return topic if depth == MAX_LEVELS else "/".join(topic.split("/", depth)[:depth])

    def prefix(self, parent: int) -> bytes:
        """What all paths below a node begin with."""
        return self.path(parent).encode() + SLASH if self._nodes.depth(parent) else b""

    def of_children(self, parent: int) -> Callable[[int], bytes]:
        """What names the children of a node in UTF-8, quicker than `name`."""
        nodes, topic_name = self._nodes, self._topics.raw
        topic, branch_of, sample = nodes.topic, nodes.branch_of, nodes.sample
        skip = len(self.prefix(parent))
        levels = MAX_LEVELS - nodes.depth(parent) - 1  # of which those below the name are cut off

        def name(node: int) -> bytes:
            topic_id = topic[node]
            rest = topic_name(topic_id if topic_id >= 0 else sample[branch_of[node]])[skip:]
            return rest.partition(SLASH)[0] if levels else rest

        return name

    def topics(self, given: array[int]) -> Sequence[bytes]:
        """A topic at or below each of these nodes, which are not the root; its own one, if it has one."""
        return self._topics_of(given)[0]

    def paths(self, parent: int, children: array[int]) -> Sequence[bytes]:
        """The paths of some children of a node; those of topics, which need not be cut, in a quarter of the time."""
        topics, outer = self._topics_of(children)
        if not len(outer):
            return topics
        prefix, name, paths = self.prefix(parent), self.of_children(parent), list(topics)
        for place in outer.tolist():
            paths[place] = prefix + name(children[place])
        return paths

    def _topics_of(self, given: array[int]) -> tuple[Sequence[bytes], np.ndarray]:
        """The topics, and the places of those that are not the nodes' own."""
        nodes = np.frombuffer(given, np.int32)
        topic_ids = np.frombuffer(self._nodes.topic, np.int32)[nodes]
        outer = np.flatnonzero(topic_ids == NOTHING)
        branches = np.frombuffer(self._nodes.branch_of, np.int32)[nodes[outer]]
        topic_ids[outer] = np.frombuffer(self._nodes.sample, np.int32)[branches]
        return self._topics.raw_many(topic_ids.tolist()), outer
