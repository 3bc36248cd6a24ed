"""Turns children that arrive one after the other into their order by name, as often as somebody asks for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Final

MERGE_FROM: Final = 32  # new children; fewer are inserted one by one


class OrderedChildren:
    """`nodes` are in order, `arrived` wait for `merge`."""

    __slots__ = ("arrived", "nodes")

    def __init__(self, nodes: list[int]) -> None:
        self.nodes = nodes
        self.arrived: list[int] = []

    def merge(self, name: Callable[[int], bytes]) -> None:
        """Put those that arrived where they belong."""
        arrived, self.arrived = self.arrived, []
        nodes = self.nodes
        if len(arrived) > len(nodes) >> 3:
            nodes += arrived
            nodes.sort(key=name)
        elif len(arrived) < MERGE_FROM:
            for node in arrived:
                nodes.insert(bisect_left(nodes, name(node), key=name), node)
        else:
            arrived.sort(key=name)
            merged: list[int] = []
            start = 0
            for node in arrived:
                at = bisect_left(nodes, name(node), start, key=name)
                merged += nodes[start:at]
                merged.append(node)
                start = at
            self.nodes = merged + nodes[start:]

    def keep(self, there: Callable[[int], bool]) -> None:
        """Drop those that are not there any more."""
        self.nodes = list(filter(there, self.nodes))
        self.arrived = list(filter(there, self.arrived))
