"""Turns a node into its children in the order that was asked for, in slices where there are very many of them.

A million children take seconds to be put in order. Until then their first rows are shown, if these are known, or the
order that they had before.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from time import perf_counter
from typing import Final

import numpy as np

from .number_order import order_in_slices
from .topic_nodes import NUMBERS, TopicNodes, TreeOrder, in_order

ROOT: Final = 0
MANY_CHILDREN: Final = 5_000  # so many are put in order in slices
FIRST_SCREEN_S: Final = 0.01  # for the first rows in one go; after that in slices
NUMBERS_AT_ONCE: Final = 65_536

Work = Generator[Sequence[int], None, None]


class TopicChildren:
    """`of` never takes long; `begun` is called when there is work for `step`."""

    def __init__(self, nodes: TopicNodes, begun: Callable[[], object]) -> None:
        self._nodes = nodes
        self._begun = begun
        self.order, self.descending = TreeOrder.NAME, False
        self.found: dict[int, set[int]] | None = None  # while searching: what may be shown, by parent
        self._work: dict[int, Work] = {}
        self._shown: dict[int, array[int]] = {}  # what is shown of very many children meanwhile, or by number
        self._blank: set[int] = set()  # nodes whose first rows are awaited
        self._left: list[int] = []  # nodes that are no more since work began
        self._spent_s = 0.0

    # -- what is there

    def of(self, node: int) -> array[int]:
        """Return the children that can be shown; not to be changed."""
        if self.found is not None:
            return self._in_order(sorted(self.found.get(node, ()), key=self._nodes.name))
        if not self._many(node):
            self.drop(node)
            return self._in_order(self._nodes.children(node))
        if node not in self._shown:
            self._begin(node)
        return self._shown[node] if node in self._shown else self._in_order(self._nodes.children(node))

    def _in_order(self, children: Sequence[int]) -> array[int]:
        found = in_order(self._nodes, children, self.order, descending=self.descending)
        return found if isinstance(found, array) else array("i", found)

    def _many(self, node: int) -> bool:
        """Whether the order of the children has to be waited for."""
        if self._nodes.child_count(node) <= MANY_CHILDREN:
            return False
        return self.order is not TreeOrder.NAME or not self._nodes.known_in_order(node)

    @property
    def first_by_name(self) -> bool:
        """Whether the first rows are known before all children are in order; else they follow all at once."""
        return self.order is TreeOrder.NAME and not self.descending

    @property
    def working(self) -> bool:
        return bool(self._work)

    def include(self, node: int, child: int) -> None:
        """Show this child among the others, even if its place is not known yet."""
        if self.found is None:
            there = np.frombuffer(self.of(node), np.int32) == child
            if not there.any() and node in self._shown:
                self._shown[node].append(child)

    # -- work

    def _begin(self, node: int) -> None:
        """Wait a moment for the first rows."""
        until = perf_counter() + FIRST_SCREEN_S
        self._start(node)
        self._shown[node] = array("i")
        self._blank.add(node)
        while not self._advance(node) and perf_counter() < until:
            pass

    def _start(self, node: int) -> None:
        self._work[node] = self._ordering(node)
        self._begun()

    def step(self, budget_s: float) -> bool:
        """Go on for about so long; return whether there is something new to show."""
        began = perf_counter()
        news = False
        while self._work and not news and perf_counter() - began < budget_s:
            news = self._advance(next(iter(self._work)))
        self._spent_s += perf_counter() - began
        return news

    def _advance(self, node: int) -> bool:
        """Do one piece of the work for a node; return whether there is something new to show."""
        first = next(self._work[node], None)
        if first is None:
            del self._work[node]
            self._blank.discard(node)
            if self.order is TreeOrder.NAME:
                del self._shown[node]
            if not self._work:
                self._left = []
            return True
        if not first or node not in self._blank:
            return False
        self._blank.discard(node)
        revealed = self._shown[node]
        self._shown[node] = array("i", first)
        known = set(first)
        self._shown[node].extend(child for child in revealed if child not in known)
        return True

    def _ordering(self, node: int) -> Work:
        """Yields the first rows as far as they are known."""
        for first in self._nodes.children_in_slices(node):
            yield first if self.first_by_name else ()
        if self.order is TreeOrder.NAME:
            return
        given = np.array(self._nodes.children(node), np.int32)
        yield ()
        parts = []
        for begin in range(0, len(given), NUMBERS_AT_ONCE):
            parts.append(self._nodes.numbers(given[begin : begin + NUMBERS_AT_ONCE], NUMBERS[self.order]))
            yield ()
        keys = np.concatenate(parts)
        if self.descending:
            np.negative(keys, out=keys)
        yield ()
        ordered = array("i")
        for places in order_in_slices(keys):
            ordered.frombytes(given[places].tobytes())
            yield ()
        self._shown[node] = _without(ordered, self._left)

    def take_spent_s(self) -> float:
        """How long the work has taken since this was asked last."""
        spent_s, self._spent_s = self._spent_s, 0.0
        return spent_s

    # -- what changes

    def sort_by(self, order: TreeOrder, unfolded: Iterable[int], *, descending: bool) -> None:
        """Use another order; what very many unfolded children are shown in stays until the new one is known."""
        before = {}
        if self.found is None:
            many = (node for node in unfolded if self._nodes.child_count(node) > MANY_CHILDREN)
            before = {node: self.of(node)[:] for node in many}
        self.clear()
        self.order, self.descending = order, descending
        for node, children in before.items():
            if self._many(node):
                self._shown[node] = children
                self._start(node)

    def again(self) -> None:
        """Put very many children in order anew: their numbers have changed."""
        if self.order is not TreeOrder.NAME:
            for node in self._shown.keys() - self._work.keys():
                self._start(node)

    def forget(self, removed: Collection[int]) -> None:
        """These nodes are no more; their numbers may come again."""
        if not self._shown and self.found is None:
            return
        gone = set(removed)
        self.drop(*(self._shown.keys() & gone))
        for node in self._shown:
            self._shown[node] = _without(self._shown[node], removed)
        if self._work:
            self._left += removed
        if self.found is not None:
            found = {node: children - gone for node, children in self.found.items() if node not in gone}
            self.found = {node: children for node, children in found.items() if children}

    def drop(self, *nodes: int) -> None:
        """Nobody looks at the children of these any more."""
        for node in nodes:
            self._shown.pop(node, None)
            self._blank.discard(node)
            work = self._work.pop(node, None)
            if work is not None:
                work.close()

    def clear(self) -> None:
        """Forget every order."""
        self.drop(*self._shown)
        self._left = []


def _without(children: array[int], removed: Collection[int]) -> array[int]:
    """These children, but not those that were removed."""
    if not removed or not children:
        return children
    nodes = np.frombuffer(children, np.int32)
    gone = np.isin(nodes, np.fromiter(removed, np.int32, len(removed)))
    return array("i", nodes[~gone].tobytes()) if gone.any() else children
