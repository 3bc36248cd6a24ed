"""Turns the children of a topic into the order that was asked for; says what a screen asks of a topic tree."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Sequence
from enum import Enum, IntEnum
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tracemq.history.tree_numbers import Number


class TreeColumn(IntEnum):
    TOPIC = 0
    VALUE = 1
    COUNT = 2
    RATE = 3
    AGE = 4


class TreeOrder(Enum):
    """By what the children of a node are sorted; the values are kept with the layout."""

    NAME = "name"
    COUNT = "count"
    RATE = "rate"
    CHANGED = "changed"


class TopicNodes(Protocol):
    """What is asked of a topic tree; nodes are numbers, and 0 is the root."""

    def name(self, node: int) -> str: ...

    def parent(self, node: int) -> int: ...

    def children(self, node: int) -> Sequence[int]:
        """Return the children, sorted by name."""

    def children_in_slices(self, node: int) -> Generator[Sequence[int], None, Sequence[int]]:
        """The same; yields how far the order has come."""

    def known_in_order(self, node: int) -> bool:
        """Return whether the children are there in order, so that asking for them takes no time."""

    def position(self, node: int) -> int:
        """Return a node's place among the children of its parent."""

    def child_count(self, node: int) -> int: ...

    def depth(self, node: int) -> int:
        """Return 0 for the root, 1 for the first level."""

    def topic(self, node: int) -> str: ...

    def subtree(self, node: int) -> int:
        """Return the messages of the node and of everything below it."""

    def numbers(self, nodes: NDArray[np.int32], what: Number) -> NDArray[Any]:
        """Return one of these numbers for many nodes, in their order."""

    def subtree_rate(self, node: int) -> float:
        """Return the messages per second at the node and below it."""

    def changed_at(self, node: int) -> float:
        """Return when the last message at or below the node arrived, in seconds since the epoch."""

    def collapsed(self, node: int) -> None:
        """Take note that nobody looks at the children of the node any more."""

    def last_payload(self, node: int) -> bytes: ...


NUMBERS: Final = {
    TreeOrder.COUNT: Number.SUBTREE,
    TreeOrder.RATE: Number.SUBTREE_RATE,
    TreeOrder.CHANGED: Number.CHANGED_AT,
}


def in_order(nodes: TopicNodes, children: Sequence[int], order: TreeOrder, *, descending: bool) -> Sequence[int]:
    """Return children, which come by name, in another order; those with the same number stay by name."""
    if order is TreeOrder.NAME:
        return array("i", np.asarray(children, np.int32)[::-1].tobytes()) if descending else children
    given = np.asarray(children, np.int32)
    keys = nodes.numbers(given, NUMBERS[order])
    found: list[int] = given[np.argsort(-keys if descending else keys, kind="stable")].tolist()
    return found
