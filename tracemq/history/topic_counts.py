"""Turns batches of topic numbers into counts, bytes, rates and last messages, of every topic and every branch.

Receiving only appends to a few arrays (`Lot`); a lot is added up as a whole, with numpy, when somebody looks: first by
topic, then branch by branch up to the root. So the sums of a branch and of what is below it always agree. A node
without children has the numbers of its topic; only branches have sums of their own.

A rate counts messages in windows of three seconds: what the current one has, and of the one before it the part that a
span of three seconds would still cover.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tracemq.mqtt.batch import MessageBatch

from .topic_nodes import TopicNodes

WINDOW_S: Final = 3.0
LOT_MESSAGES: Final = 16_384  # adding up a lot of new topics alone takes 10 ms
SMALL: Final = 2_000  # indices; sorting so few beats marking them in an array of all nodes

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]


class Lot:
    """Messages received and not yet added up."""

    __slots__ = ("_at", "_ends", "_payload_starts", "_runs", "_seqs", "closed", "flags", "topic_ids")

    def __init__(self) -> None:
        self.closed = False  # being worked on: it must not grow
        self.topic_ids = array("i")
        self.flags = array("B")
        self._payload_starts = array("I")
        self._ends = array("I")
        self._runs = array("I")  # the first message of each read, the number it has in the log, when it arrived
        self._seqs = array("q")
        self._at = array("d")

    def __len__(self) -> int:
        return len(self.topic_ids)

    @property
    def first_seq(self) -> int:
        return self._seqs[0]

    @property
    def last_seq(self) -> int:
        return self._seqs[-1] + len(self.topic_ids) - self._runs[-1] - 1

    def extend(self, batch: MessageBatch, first_seq: int) -> None:
        self._runs.append(len(self.topic_ids))
        self._seqs.append(first_seq)
        self._at.append(batch.received_at)
        self.topic_ids.extend(batch.topic_ids)
        self.flags.extend(batch.flags)
        self._payload_starts.extend(batch.payload_starts)
        self._ends.extend(batch.ends)

    def sizes(self) -> NDArray[np.uint32]:
        return np.frombuffer(self._ends, np.uint32) - np.frombuffer(self._payload_starts, np.uint32)

    def origin(self, messages: Ints) -> tuple[Ints, NDArray[np.float64]]:
        """Number and time of arrival of some of the messages."""
        runs = np.frombuffer(self._runs, np.uint32)
        run = np.searchsorted(runs, messages, side="right") - 1
        return np.frombuffer(self._seqs, np.int64)[run] + messages - runs[run], np.frombuffer(self._at)[run]


class Sums:
    """Messages, bytes, time and rate of one array index each: a topic, or a branch with everything below it."""

    def __init__(self) -> None:
        self.messages = array("q")
        self.bytes = array("q")
        self.at = array("d")  # when the last message arrived, seconds since the epoch
        self._window = array("I")  # the number of the window that the next two belong to
        self._now = array("I")
        self._before = array("I")

    def __len__(self) -> int:
        return len(self.messages)

    def reach(self, size: int) -> None:
        _stretch(size, self.messages, self.bytes, self.at, self._window, self._now, self._before)

    def reset(self, index: int) -> None:
        self.messages[index] = self.bytes[index] = self._window[index] = self._now[index] = self._before[index] = 0
        self.at[index] = 0.0

    def clear(self) -> None:
        size = len(self)
        for column in (self.messages, self.bytes, self.at, self._window, self._now, self._before):
            del column[:]
        self.reach(size)

    def copy(self, index: int, other: Sums, other_index: int) -> None:
        """Take over what another one has counted."""
        self.messages[index], self.bytes[index] = other.messages[other_index], other.bytes[other_index]
        self.at[index], self._window[index] = other.at[other_index], other._window[other_index]
        self._now[index], self._before[index] = other._now[other_index], other._before[other_index]

    def add(self, indices: Indices, counts: Ints, sizes: Ints, at: NDArray[np.float64], now: float) -> None:
        """Count messages at different indices; `now` is the clock that rates are measured by, in seconds."""
        self._roll(indices, now)
        np.frombuffer(self.messages, np.int64)[indices] += counts
        np.frombuffer(self.bytes, np.int64)[indices] += sizes
        np.frombuffer(self._now, np.uint32)[indices] += counts.astype(np.uint32)
        latest = np.frombuffer(self.at)
        latest[indices] = np.maximum(latest[indices], at)

    def _roll(self, indices: Indices, now: float) -> None:
        """Bring windows to the current one."""
        current = int(now / WINDOW_S)
        window = np.frombuffer(self._window, np.uint32)
        age = current - window[indices].astype(np.int64)
        late = age > 0
        if not late.any():
            return
        indices, age = indices[late], age[late]
        window[indices] = current
        counted = np.frombuffer(self._now, np.uint32)
        np.frombuffer(self._before, np.uint32)[indices] = np.where(age == 1, counted[indices], np.uint32(0))
        counted[indices] = 0

    def rate(self, index: int, now: float) -> float:
        """Messages per second."""
        counted, before = self._now[index], self._before[index]
        windows = now / WINDOW_S
        age = int(windows) - self._window[index]
        if age > 1:
            return 0.0
        if age == 1:
            counted, before = 0, counted
        return (counted + before * (1.0 - windows % 1.0)) / WINDOW_S

    def rates(self, indices: Indices, now: float) -> NDArray[np.float64]:
        """The same of many."""
        windows = now / WINDOW_S
        age = int(windows) - np.frombuffer(self._window, np.uint32)[indices].astype(np.int64)
        counted, before = np.frombuffer(self._now, np.uint32)[indices], np.frombuffer(self._before, np.uint32)[indices]
        counted, before = np.where(age > 0, 0, counted), np.where(age > 0, counted, before)
        return np.where(age > 1, 0.0, (counted + before * (1.0 - windows % 1.0)) / WINDOW_S)

    def busy(self, now: float) -> tuple[Indices, NDArray[np.float64]]:
        """The indices that have a rate at all, and their rates."""
        windows = now / WINDOW_S
        part = 1.0 - windows % 1.0
        window = np.frombuffer(self._window, np.uint32)
        found = np.flatnonzero(window >= max(int(windows) - 1, 0)).astype(np.int32)
        counted, before = np.frombuffer(self._now, np.uint32)[found], np.frombuffer(self._before, np.uint32)[found]
        rates = np.where(window[found] >= int(windows), counted + before * part, counted * part)
        some = rates > 0
        return found[some], rates[some] / WINDOW_S


class TopicCounts:
    """Numbers by topic, and by branch whatever is at and below it included."""

    def __init__(self) -> None:
        self.lots: deque[Lot] = deque()
        self.waiting = 0  # messages in lots
        self.topics = Sums()
        self.branches = Sums()
        self.last_seq = array("q")  # by topic
        self.last_flags = array("B")

    def reach(self, topics: int, branches: int) -> None:
        """Make room for these numbers."""
        self.topics.reach(topics)
        self.branches.reach(branches)
        _stretch(topics, self.last_flags)
        _stretch(topics, self.last_seq, fill=b"\xff")

    def forget(self, topics: Sequence[int], branches: Iterable[int]) -> None:
        """Their numbers may be given to others, who start from nothing."""
        for topic in topics:
            if topic < len(self.topics):
                self.topics.reset(topic)
                self.last_flags[topic], self.last_seq[topic] = 0, -1
        for branch in branches:
            if branch < len(self.branches):
                self.branches.reset(branch)

    def clear(self) -> None:
        """Begin anew, with what waits as well; `reach` must cover every topic. Newest rows stay known."""
        for lot in self.lots:
            np.frombuffer(self.last_seq, np.int64)[np.frombuffer(lot.topic_ids, np.int32)] = lot.last_seq
        self.lots.clear()
        self.waiting = 0
        self.topics.clear()
        self.branches.clear()

    def receive(self, batch: MessageBatch, first_seq: int) -> None:
        """Put a read's messages aside; `first_seq` is the number of the first one in the log."""
        count = len(batch.topic_ids)
        if not count:
            return
        if not self.lots or self.lots[-1].closed or len(self.lots[-1]) >= LOT_MESSAGES:
            self.lots.append(Lot())
        self.lots[-1].extend(batch, first_seq)
        self.waiting += count

    def add_up(self, lot: Lot, nodes: TopicNodes, now: float) -> Indices:
        """Count a lot, whose topics all have nodes; gives the nodes whose numbers changed.

        `now` is the clock that rates are measured by, in seconds.
        """
        topics, place = _distinct(np.frombuffer(lot.topic_ids, np.int32), len(self.topics))
        counts = np.bincount(place)
        sizes = np.bincount(place, weights=lot.sizes()).astype(np.int64)
        newest = np.empty(len(topics), np.int64)
        newest[place] = np.arange(len(place))  # the last one wins
        seqs, at = lot.origin(newest)
        self.topics.add(topics, counts, sizes, at, now)
        np.frombuffer(self.last_seq, np.int64)[topics] = seqs
        np.frombuffer(self.last_flags, np.uint8)[topics] = np.frombuffer(lot.flags, np.uint8)[newest]
        leaves = np.frombuffer(nodes.node_of, np.int32)[topics]
        return self._add_up_branches(leaves, nodes, counts, sizes, at, now)

    def _add_up_branches(
        self, leaves: Indices, nodes: TopicNodes, counts: Ints, sizes: Ints, at: NDArray[np.float64], now: float
    ) -> Indices:
        branch_of, parent = np.frombuffer(nodes.branch_of, np.int32), np.frombuffer(nodes.parent, np.int32)
        node = np.frombuffer(nodes.node, np.int32)
        own = branch_of[leaves]
        above = np.where(own >= 0, own, branch_of[parent[leaves]])
        changed = [leaves]
        while len(above):
            branches, place = _distinct(above, len(node))
            counts = np.bincount(place, weights=counts).astype(np.int64)
            sizes = np.bincount(place, weights=sizes).astype(np.int64)
            newest = np.zeros(len(branches))
            np.maximum.at(newest, place, at)
            at = newest
            self.branches.add(branches, counts, sizes, at, now)
            changed.append(node[branches])
            higher = parent[node[branches]]
            inside = higher >= 0
            if not inside.all():
                higher, counts, sizes, at = higher[inside], counts[inside], sizes[inside], at[inside]
            above = branch_of[higher]
        return np.unique(np.concatenate(changed))


def _distinct(indices: Indices, size: int) -> tuple[Indices, Ints]:
    """The different indices, all below `size`, in order, and where among them each one stands."""
    if len(indices) < SMALL < size:
        found, place = np.unique(indices, return_inverse=True)
        return found, place
    marked = np.zeros(size, np.bool_)
    marked[indices] = True
    found = np.flatnonzero(marked).astype(np.int32)
    places = np.empty(size, np.int64)
    places[found] = np.arange(len(found))
    return found, places[indices]


def _stretch(size: int, *columns: array[int] | array[float], fill: bytes = b"\0") -> None:
    for column in columns:
        if len(column) < size:
            column.frombytes(fill * ((size - len(column)) * column.itemsize))
