"""Turns batches of topic numbers into counts, bytes, rates and last messages, of every topic and every branch.

Receiving only appends to a few arrays (`Lot`); a lot is added up as a whole, with numpy, when somebody looks: first by
topic, then level by level up to the root. So the sums of a branch and of what is below it always agree.

A rate counts messages in windows of three seconds: what the current one has, and of the one before it the part that a
span of three seconds would still cover.
"""

from __future__ import annotations

from array import array
from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tracemq.mqtt.batch import MessageBatch

WINDOW_S: Final = 3.0
LOT_MESSAGES: Final = 32_768
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


class TopicCounts:
    """Numbers by topic and by node; both kinds of arrays are made longer by `reach`, filled with zeros."""

    def __init__(self) -> None:
        self.lots: deque[Lot] = deque()
        self.waiting = 0  # messages in lots
        # by topic
        self.own = array("q")
        self.own_bytes = array("q")
        self.last_seq = array("q")
        self.last_at = array("d")
        self.last_flags = array("B")
        # by node, whatever is below it included
        self.subtree = array("q")
        self.subtree_bytes = array("q")
        self.changed_at = array("d")  # when the last message arrived, seconds since the epoch
        self._window = array("I")  # the number of the window that the next four belong to
        self._now = array("I")
        self._before = array("I")
        self._own_now = array("I")
        self._own_before = array("I")

    def reach(self, topics: int, nodes: int) -> None:
        _stretch(topics, self.own, self.own_bytes, self.last_at, self.last_flags)
        _stretch(topics, self.last_seq, fill=b"\xff")
        _stretch(nodes, self.subtree, self.subtree_bytes, self.changed_at)
        _stretch(nodes, self._window, self._now, self._before, self._own_now, self._own_before)

    def forget(self, topics: list[int], nodes: list[int]) -> None:
        """Their numbers may be given to others, who start from nothing."""
        for topic in topics:
            if topic < len(self.own):
                self.own[topic] = self.own_bytes[topic] = self.last_flags[topic] = 0
                self.last_at[topic], self.last_seq[topic] = 0.0, -1
        for node in nodes:
            if node < len(self.subtree):
                self.subtree[node] = self.subtree_bytes[node] = 0
                self.changed_at[node] = 0.0
                self._now[node] = self._before[node] = self._own_now[node] = self._own_before[node] = 0

    def clear(self) -> None:
        """Begin anew, with what waits as well; `reach` must cover every topic. Newest rows stay known."""
        for lot in self.lots:
            np.frombuffer(self.last_seq, np.int64)[np.frombuffer(lot.topic_ids, np.int32)] = lot.last_seq
        self.lots.clear()
        self.waiting = 0
        for column in (
            *(self.own, self.own_bytes, self.last_at, self.last_flags),
            *(self.subtree, self.subtree_bytes, self.changed_at),
            *(self._now, self._before, self._own_now, self._own_before),
        ):
            memoryview(column).cast("B")[:] = bytes(len(column) * column.itemsize)

    def receive(self, batch: MessageBatch, first_seq: int) -> None:
        """Put a read's messages aside; `first_seq` is the number of the first one in the log."""
        count = len(batch.topic_ids)
        if not count:
            return
        if not self.lots or self.lots[-1].closed or len(self.lots[-1]) >= LOT_MESSAGES:
            self.lots.append(Lot())
        self.lots[-1].extend(batch, first_seq)
        self.waiting += count

    def add_up(self, lot: Lot, node_of: array[int], parent: array[int], now: float) -> Indices:
        """Count a lot, whose topics all have nodes, on every level; gives the nodes whose numbers changed.

        `now` is the clock that rates are measured by, in seconds.
        """
        topic_ids = np.frombuffer(lot.topic_ids, np.int32)
        topics, place = _distinct(topic_ids, len(self.own))
        counts = np.bincount(place)
        sizes = np.bincount(place, weights=lot.sizes()).astype(np.int64)
        newest = np.empty(len(topics), np.int64)
        newest[place] = np.arange(len(place))  # the last one wins
        seqs, at = lot.origin(newest)
        np.frombuffer(self.own, np.int64)[topics] += counts
        np.frombuffer(self.own_bytes, np.int64)[topics] += sizes
        np.frombuffer(self.last_seq, np.int64)[topics] = seqs
        np.frombuffer(self.last_at)[topics] = at
        np.frombuffer(self.last_flags, np.uint8)[topics] = np.frombuffer(lot.flags, np.uint8)[newest]
        nodes = np.frombuffer(node_of, np.int32)[topics]
        self._roll(nodes, now)
        np.frombuffer(self._own_now, np.uint32)[nodes] += counts.astype(np.uint32)
        return self._add_up_branches(nodes, np.frombuffer(parent, np.int32), counts, sizes, at, now)

    def _add_up_branches(
        self, nodes: Indices, parent: Indices, counts: Ints, sizes: Ints, at: NDArray[np.float64], now: float
    ) -> Indices:
        subtree, subtree_bytes = np.frombuffer(self.subtree, np.int64), np.frombuffer(self.subtree_bytes, np.int64)
        changed_at, in_window = np.frombuffer(self.changed_at), np.frombuffer(self._now, np.uint32)
        changed = [nodes]
        while True:
            self._roll(nodes, now)
            subtree[nodes] += counts
            subtree_bytes[nodes] += sizes
            in_window[nodes] += counts.astype(np.uint32)
            changed_at[nodes] = np.maximum(changed_at[nodes], at)
            above = parent[nodes]
            inside = above >= 0
            if not inside.all():
                above, counts, sizes, at = above[inside], counts[inside], sizes[inside], at[inside]
            if not len(above):
                return np.unique(np.concatenate(changed))
            nodes, place = _distinct(above, len(parent))
            counts = np.bincount(place, weights=counts).astype(np.int64)
            sizes = np.bincount(place, weights=sizes).astype(np.int64)
            newest = np.zeros(len(nodes))
            np.maximum.at(newest, place, at)
            at = newest
            changed.append(nodes)

    # -- rates

    def _roll(self, nodes: Indices, now: float) -> None:
        """Bring the windows of these nodes, each of which stands here once, to the current one."""
        current = int(now / WINDOW_S)
        window = np.frombuffer(self._window, np.uint32)
        age = current - window[nodes].astype(np.int64)
        late = age > 0
        if not late.any():
            return
        nodes, age = nodes[late], age[late]
        window[nodes] = current
        for column, before_column in ((self._now, self._before), (self._own_now, self._own_before)):
            counted, before = np.frombuffer(column, np.uint32), np.frombuffer(before_column, np.uint32)
            before[nodes] = np.where(age == 1, counted[nodes], np.uint32(0))
            counted[nodes] = 0

    def rate(self, node: int, now: float, *, own: bool = False) -> float:
        """Messages per second at and below a node, or right at it."""
        if node >= len(self._window):
            return 0.0
        columns = (self._own_now, self._own_before) if own else (self._now, self._before)
        counted, before = columns[0][node], columns[1][node]
        windows = now / WINDOW_S
        age = int(windows) - self._window[node]
        if age > 1:
            return 0.0
        if age == 1:
            counted, before = 0, counted
        return (counted + before * (1.0 - windows % 1.0)) / WINDOW_S

    def busy(self, now: float, *, own: bool = False) -> tuple[Indices, NDArray[np.float64]]:
        """The nodes that have a rate at all, and their rates."""
        columns = (self._own_now, self._own_before) if own else (self._now, self._before)
        windows = now / WINDOW_S
        part = 1.0 - windows % 1.0
        window = np.frombuffer(self._window, np.uint32)
        nodes = np.flatnonzero(window >= max(int(windows) - 1, 0)).astype(np.int32)
        counted = np.frombuffer(columns[0], np.uint32)[nodes]
        before = np.frombuffer(columns[1], np.uint32)[nodes]
        rates = np.where(window[nodes] >= int(windows), counted + before * part, counted * part)
        some = rates > 0
        return nodes[some], rates[some] / WINDOW_S


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
