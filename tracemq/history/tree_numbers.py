"""Turns many nodes of the topic tree into one number each, at once."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .branch_index import NOTHING
from .topic_counts import Indices, Sums, TopicCounts
from .topic_nodes import TopicNodes


class Number(Enum):
    """What can be asked for; each is called as the method of `TopicTree` that gives it for one node."""

    SUBTREE = "subtree"
    SUBTREE_BYTES = "subtree_bytes"
    SUBTREE_RATE = "subtree_rate"
    CHANGED_AT = "changed_at"


COLUMNS: Final[dict[Number, Callable[[Sums, Indices, float], NDArray[Any]]]] = {
    Number.SUBTREE: lambda sums, at, _: np.frombuffer(sums.messages, np.int64)[at],
    Number.SUBTREE_BYTES: lambda sums, at, _: np.frombuffer(sums.bytes, np.int64)[at],
    Number.SUBTREE_RATE: lambda sums, at, now: sums.rates(at, now),
    Number.CHANGED_AT: lambda sums, at, _: np.frombuffer(sums.at)[at],
}
FLOATS: Final = {Number.SUBTREE_RATE, Number.CHANGED_AT}


def numbers(nodes: TopicNodes, counts: TopicCounts, given: NDArray[np.int32], what: Number, now: float) -> NDArray[Any]:
    """A number of each node, in their order, as int64 or float64; `now` is the clock that rates are measured by."""
    found = np.zeros(len(given), np.float64 if what in FLOATS else np.int64)
    branch = np.frombuffer(nodes.branch_of, np.int32)[given]
    topic = np.frombuffer(nodes.topic, np.int32)[given]
    inner = branch != NOTHING
    outer = ~inner & (topic >= 0) & (topic < len(counts.topics))
    for there, sums, indices in ((inner, counts.branches, branch), (outer, counts.topics, topic)):
        if there.any():
            found[there] = COLUMNS[what](sums, indices[there], now)
    return found
