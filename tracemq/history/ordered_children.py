"""Turns children that arrive one after the other into their order by name, as often as somebody asks for it.

Arrays and not lists: a million children are copied in a ms, where a list of as many numbers takes 20.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

MERGE_FROM: Final = 32  # new children; fewer are inserted one by one


def as_children(nodes: Iterable[int] | NDArray[np.int32]) -> array[int]:
    """These nodes as an array."""
    if isinstance(nodes, np.ndarray):
        return array("i", nodes.astype(np.int32).tobytes())
    return array("i", nodes)


class OrderedChildren:
    """`nodes` are in order, `arrived` wait for `merge`."""

    __slots__ = ("arrived", "nodes")

    def __init__(self, nodes: array[int]) -> None:
        self.nodes = nodes
        self.arrived: list[int] = []

    def merge(self, name: Callable[[int], bytes]) -> None:
        """Put those that arrived where they belong."""
        arrived, self.arrived = self.arrived, []
        nodes = self.nodes
        if len(arrived) > len(nodes) >> 3:
            self.nodes = array("i", sorted([*nodes, *arrived], key=name))
        elif len(arrived) < MERGE_FROM:
            for node in arrived:
                nodes.insert(bisect_left(nodes, name(node), key=name), node)
        else:
            arrived.sort(key=name)
            merged = array("i")
            start = 0
            for node in arrived:
                at = bisect_left(nodes, name(node), start, key=name)
                merged += nodes[start:at]
                merged.append(node)
                start = at
            self.nodes = merged + nodes[start:]

    def keep(self, there: NDArray[np.bool_]) -> None:
        """Drop those that are not there any more; `there` says it of every node."""
        nodes = np.frombuffer(self.nodes, np.int32)
        self.nodes = as_children(nodes[there[nodes]])
        self.arrived = [node for node in self.arrived if there[node]]
