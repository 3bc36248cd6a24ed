"""Turns a node of the topic tree into its children in the order of their names.

An order that was asked for is kept, and what joins is put into it, until nobody looks any more.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

import numpy as np

from .node_names import NodeNames
from .ordered_children import OrderedChildren, as_children
from .topic_nodes import TopicNodes

AT_ONCE: Final = 65_536  # indices; arrays of so many stay in the processor's caches


class ChildrenByName:
    """The orders stand with the nodes, which keep them free of what is no more."""

    def __init__(self, nodes: TopicNodes, names: NodeNames) -> None:
        self.nodes = nodes
        self.names = names

    def of(self, node: int) -> Sequence[int]:
        """The children by name; the list is valid until the next tick."""
        ordered = self.nodes.ordered.get(node)
        if ordered is None:
            children = sorted(self.nodes.children_in_any_order(node), key=self.names.of_children(node))
            ordered = self.nodes.ordered[node] = OrderedChildren(as_children(children))
        elif ordered.arrived:
            ordered.merge(self.names.of_children(node))
        return ordered.nodes

    def known(self, node: int) -> bool:
        """Whether the children were asked for before."""
        return node in self.nodes.ordered

    def keep(self, node: int, children: array[int]) -> None:
        """Take over children that somebody else has put in order; those that are not among them follow."""
        ordered = self.nodes.ordered[node] = OrderedChildren(children)
        missing = (np.frombuffer(self.nodes.parent, np.int32) == node) & (self.nodes.depths() > 0)
        for begin in range(0, len(children), AT_ONCE):
            missing[np.frombuffer(children, np.int32)[begin : begin + AT_ONCE]] = False
        ordered.arrived = np.flatnonzero(missing).tolist()

    def collapsed(self, node: int) -> None:
        """Nobody looks at the children of a node any more: the order is made anew when somebody does."""
        self.nodes.ordered.pop(node, None)

    def position(self, node: int) -> int:
        """A node's place among its parent's children."""
        parent = self.nodes.parent[node]
        name = self.names.of_children(parent)
        return bisect_left(self.of(parent), name(node), key=name)
