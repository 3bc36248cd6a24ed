"""Turns what was received into a tree of topics with counts, rates and last values.

Batches wait in lots until `tick`, which makes nodes for new topics and adds lots up while its time lasts; the rest
follows at the next tick. A lot counts for every level at once or not at all, so the sums of the tree always agree with
each other; `waiting` says how many messages they lack.
"""

from __future__ import annotations

from array import array
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tracemq.mqtt.batch import MessageBatch, TopicTable

from .branch_index import NOTHING
from .children_by_name import ChildrenByName
from .last_payloads import CopiedPayloads, LastPayloads
from .log import MessageLog
from .node_names import NodeNames
from .topic_counts import Indices, Lot, Sums, TopicCounts
from .topic_nodes import TopicNodes
from .topic_order import put_in_order
from .tree_numbers import Number, numbers

TICK_BUDGET_S: Final = 0.004
NODES_PER_LOOK: Final = 64  # new topics between two looks at the clock
NOBODY: Final = np.empty(0, np.int32)


@dataclass(slots=True)
class TreeChanges:
    """What a tick changed; numbers of removed nodes may be given to new ones from the next tick on."""

    parents: frozenset[int]  # nodes that got or lost children
    changed: NDArray[np.int32]  # nodes whose numbers changed, in order
    added: list[int]
    removed: list[int]

    def __bool__(self) -> bool:
        return bool(self.parents) or len(self.changed) > 0


@dataclass(slots=True)
class Talker:
    """A node and its messages per second."""

    node: int
    rate: float


class TopicTree:
    """Nodes are integers, 0 is the root; an empty level is a node with an empty name.

    With a `log` last payloads are read from it; without one they are copied, which costs time and memory per topic.
    """

    def __init__(self, topics: TopicTable, log: MessageLog | None = None) -> None:
        self._topics = topics
        self._nodes = TopicNodes(topics)
        self._names = NodeNames(topics, self._nodes)
        self._by_name = ChildrenByName(self._nodes, self._names)
        self._counts = TopicCounts()
        self._counts.reach(0, 1)
        self._fresh: list[int] | None = None  # topics of the first lot that may need a node, the next one last
        self._changed: list[NDArray[np.int32]] = []  # since the last tick
        self._now = 0.0
        self._copied: CopiedPayloads | None = None
        self._payloads: CopiedPayloads | LastPayloads
        if log is None:
            self._payloads = self._copied = CopiedPayloads()
        else:
            self._payloads = LastPayloads(log, self._counts.last_seq, self._catch_up_before)

    def __len__(self) -> int:
        """The number of nodes, without the root."""
        return len(self._nodes) - 1

    @property
    def waiting(self) -> int:
        """Messages counted in no node yet."""
        return self._counts.waiting

    def close(self) -> None:
        """Look at the log no more."""
        self._payloads.close()

    # -- writing

    def count(self, batch: MessageBatch, first_seq: int) -> None:
        """Take note of a read's messages; `first_seq` is the number of the first one in the log."""
        self._counts.receive(batch, first_seq)
        if self._copied is not None:
            self._copied.receive(batch)

    def tick(self, now: float, budget_s: float = TICK_BUDGET_S) -> TreeChanges:
        """Bring the tree up to date as far as the time allows; `now` is the clock for rates, in seconds."""
        self._now = now
        self._work(perf_counter() + budget_s)
        added, removed, parents = self._nodes.settle()
        changed, self._changed = self._changed, []
        if len(changed) > 1:
            changed = [np.unique(np.concatenate(changed))]
        return TreeChanges(parents, changed[0] if changed else NOBODY, added, removed)

    def catch_up(self) -> None:
        """Count everything that waits, however long it takes."""
        self._work(float("inf"))

    def _work(self, until: float) -> None:
        while self._counts.lots:
            lot = self._counts.lots[0]
            if not self._make_nodes(lot, until):
                break
            self._counts.lots.popleft()
            self._fresh = None
            self._counts.waiting -= len(lot)
            self._changed.append(self._counts.add_up(lot, self._nodes, self._now))
            if perf_counter() > until:
                break

    def _make_nodes(self, lot: Lot, until: float) -> bool:
        """Make the nodes that a lot needs; false if time ran out."""
        nodes = self._nodes
        if self._fresh is None:
            lot.closed = True
            topic_ids = np.frombuffer(lot.topic_ids, np.int32)
            nodes.reach(int(topic_ids.max()) + 1)  # not for all at once: touching so much fresh memory takes 100 ms
            self._grow()
            unknown = topic_ids[np.frombuffer(nodes.node_of, np.int32)[topic_ids] == NOTHING]
            self._fresh = np.unique(unknown)[::-1].tolist()
        fresh = self._fresh
        while fresh:
            for topic_id in fresh[: -NODES_PER_LOOK - 1 : -1]:
                nodes.add(topic_id)
            del fresh[-NODES_PER_LOOK:]
            self._grow()
            if perf_counter() > until:
                break
        return not fresh

    def _grow(self) -> None:
        """Give numbers to new branches: those that their topics had."""
        nodes, counts = self._nodes, self._counts
        counts.reach(len(nodes.node_of), nodes.branches)
        for branch in nodes.branched:
            counts.branches.copy(branch, counts.topics, nodes.topic[nodes.node[branch]])
        nodes.branched.clear()

    def _catch_up_before(self, seq: int) -> None:
        if any(lot.first_seq < seq for lot in self._counts.lots):
            self.catch_up()

    def forget(self, topic_ids: Sequence[int]) -> list[int]:
        """Take topics out that have no rows any more; gives those that nothing speaks against.

        The counts of the branches above stay: what was received was received.
        """
        awaited = np.zeros(self._topics.size, np.bool_)  # a set takes 3 ms where 70,000 messages wait
        for lot in self._counts.lots:
            awaited[np.frombuffer(lot.topic_ids, np.int32)] = True
        known = len(self._nodes.node_of)
        leaving = [number for number in topic_ids if number < known and not awaited[number]]
        self._payloads.forget(leaving)
        self._counts.forget(leaving, self._nodes.forget(leaving))
        return leaving

    def clear(self) -> None:
        """Begin anew: every topic leaves the tree, whether its messages were counted yet or not."""
        self._fresh = None
        self._payloads.clear()
        self._nodes.reach(self._topics.size)
        self._counts.reach(self._topics.size, self._nodes.branches)
        self._nodes.clear()
        self._counts.clear()

    def without_rows(self, before: int, count: int) -> list[int]:
        """At most `count` topics whose last message is older than row `before`; the oldest last."""
        known = min(len(self._counts.last_seq), len(self._nodes.node_of))
        if not known:
            return []
        last_seq = np.frombuffer(self._counts.last_seq, np.int64)[:known]
        found = np.flatnonzero((last_seq < before) & (last_seq >= 0))
        if len(found) > count:
            found = found[np.argpartition(last_seq[found], count)[:count]]
        oldest: list[int] = found[np.argsort(-last_seq[found])].tolist()
        return oldest

    def newest_row(self, topic_id: int) -> int:
        """The log's number of a topic's last message; -1 if none was counted."""
        return self._counts.last_seq[topic_id] if topic_id < len(self._counts.last_seq) else -1

    # -- shape

    def name(self, node: int) -> str:
        """The last level of a node's topic."""
        return self._names.name(node)

    def topic(self, node: int) -> str:
        """The whole topic that leads to a node; empty for the root."""
        return self._names.path(node)

    def parent(self, node: int) -> int:
        """-1 for the root."""
        return self._nodes.parent[node]

    def depth(self, node: int) -> int:
        """0 for the root."""
        return self._nodes.depth(node)

    def children(self, node: int) -> Sequence[int]:
        """The children by name; valid until the next tick. The order is kept until `collapsed`."""
        return self._by_name.of(node)

    def children_in_slices(self, node: int) -> Generator[Sequence[int], None, Sequence[int]]:
        """The same for nodes with very many children; yields after each ms or so how far the order has come."""
        return put_in_order(self._by_name, node)

    def known_in_order(self, node: int) -> bool:
        """Whether the order of the children is known, so that `children` takes no time."""
        return self._by_name.known(node)

    def child_count(self, node: int) -> int:
        return self._nodes.child_count(node)

    def position(self, node: int) -> int:
        """A node's place among the children of its parent."""
        return self._by_name.position(node)

    def collapsed(self, node: int) -> None:
        """Nobody looks at the children of this node any more."""
        self._by_name.collapsed(node)

    def find(self, topic: str) -> int | None:
        """The node that a topic leads to."""
        return self._nodes.find(topic)

    def node_of(self, topic_id: int) -> int | None:
        """The node of a topic by its number; None while it waits for its node."""
        if 0 <= topic_id < len(self._nodes.node_of) and self._nodes.node_of[topic_id] != NOTHING:
            return self._nodes.node_of[topic_id]
        return None

    def topic_id(self, node: int) -> int:
        """-1 if nothing was published right there."""
        return self._nodes.topic[node]

    def topics_below(self, node: int) -> int:
        """How many topics there are below a node, not counting its own."""
        return self._nodes.below(node)

    # -- numbers

    def messages(self, node: int) -> int:
        """Messages received right at a node."""
        return self._of_topic(self._counts.topics.messages, node)

    def payload_bytes(self, node: int) -> int:
        """The sum of the payloads received right at a node."""
        return self._of_topic(self._counts.topics.bytes, node)

    def subtree(self, node: int) -> int:
        """Messages received at and below a node."""
        sums, index = self._sums(node)
        return sums.messages[index] if 0 <= index < len(sums) else 0

    def subtree_bytes(self, node: int) -> int:
        """The sum of the payloads received at and below a node."""
        sums, index = self._sums(node)
        return sums.bytes[index] if 0 <= index < len(sums) else 0

    def last_seq(self, node: int) -> int:
        """The log's number of the last message right at a node; -1 if there was none."""
        topic_id = self._nodes.topic[node]
        return self._counts.last_seq[topic_id] if 0 <= topic_id < len(self._counts.last_seq) else -1

    def last_at(self, node: int) -> float:
        """When the last message right at a node arrived, in seconds since the epoch; 0 if there was none."""
        topic_id = self._nodes.topic[node]
        return self._counts.topics.at[topic_id] if 0 <= topic_id < len(self._counts.topics) else 0.0

    def changed_at(self, node: int) -> float:
        """When the last message at or below a node arrived, in seconds since the epoch; 0 if there was none."""
        sums, index = self._sums(node)
        return sums.at[index] if 0 <= index < len(sums) else 0.0

    def retained(self, node: int) -> bool:
        """Whether the last message right at a node had the RETAIN flag."""
        return bool(self._of_topic(self._counts.last_flags, node) & 1)

    def last_payload(self, node: int) -> bytes:
        """The beginning (256 bytes) of the last payload right at a node."""
        topic_id = self._nodes.topic[node]
        return self._payloads.get(topic_id) if 0 <= topic_id < len(self._counts.last_seq) else b""

    def rate(self, node: int) -> float:
        """Messages per second right at a node, in the seconds before the last tick."""
        topic_id = self._nodes.topic[node]
        return self._counts.topics.rate(topic_id, self._now) if 0 <= topic_id < len(self._counts.topics) else 0.0

    def subtree_rate(self, node: int) -> float:
        """Messages per second at and below a node, in the seconds before the last tick."""
        sums, index = self._sums(node)
        return sums.rate(index, self._now) if 0 <= index < len(sums) else 0.0

    def numbers(self, nodes: Sequence[int] | NDArray[np.int32], what: Number) -> NDArray[Any]:
        """The same number of many nodes at once, in their order, as int64 or float64: 100,000 take about a ms."""
        return numbers(self._nodes, self._counts, np.asarray(nodes, np.int32), what, self._now)

    def counted_topics(self) -> Indices:
        """The numbers of all topics that messages were counted of: a ms for 1,000,000."""
        return np.flatnonzero(np.frombuffer(self._counts.topics.messages, np.int64)).astype(np.int32)

    def sum_of_topics(self, topic_ids: Indices) -> tuple[int, float]:
        """Messages received on some topics, and messages per second in the seconds before the last tick."""
        if not len(topic_ids):
            return 0, 0.0
        topics = self._counts.topics
        messages = np.frombuffer(topics.messages, np.int64)[topic_ids].sum()
        return int(messages), float(topics.rates(topic_ids, self._now).sum())

    def _of_topic(self, column: array[int], node: int) -> int:
        topic_id = self._nodes.topic[node]
        return column[topic_id] if 0 <= topic_id < len(column) else 0

    def _sums(self, node: int) -> tuple[Sums, int]:
        """Where the numbers of everything at and below a node stand."""
        branch = self._nodes.branch_of[node]
        return (self._counts.branches, branch) if branch != NOTHING else (self._counts.topics, self._nodes.topic[node])

    def top_talkers(self, count: int, depth: int | None = None) -> list[Talker]:
        """The busiest topics, or the busiest branches at a depth; the busiest first, silent ones not at all."""
        topics, rates = self._counts.topics.busy(self._now)
        nodes = np.frombuffer(self._nodes.node_of, np.int32)[topics] if len(topics) else NOBODY
        if depth is not None:
            branches, branch_rates = self._counts.branches.busy(self._now)
            alone = np.frombuffer(self._nodes.branch_of, np.int32)[nodes] == NOTHING
            nodes = np.concatenate([nodes[alone], np.frombuffer(self._nodes.node, np.int32)[branches]])
            rates = np.concatenate([rates[alone], branch_rates])
            there = self._nodes.depths()[nodes] == depth
            nodes, rates = nodes[there], rates[there]
        if len(nodes) > count:
            most = np.argpartition(rates, -count)[-count:]
            nodes, rates = nodes[most], rates[most]
        talkers = [Talker(node, rate) for node, rate in zip(nodes.tolist(), rates.tolist(), strict=True)]
        talkers.sort(key=lambda talker: (-talker.rate, self.topic(talker.node)))
        return talkers
