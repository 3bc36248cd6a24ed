"""A node of a tree becomes its path, as in $.sensors[2]['odd key'], and a step of such a path the nodes it leads to.

Members are named as the tree names them, attributes of XML with an @ before. Where several of one name stand beside
each other, as repeated fields of Protobuf and elements of XML do, their place among them follows the name. JSON has no
such places: of doubled keys the last one counts, as programs read it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Final

from .tree import Kind, Tree

MOST_SIBLINGS: Final = 10_000  # that are walked along, or looked at for others of the same name; more would be felt
_PLAIN_NAME: Final = re.compile(r"@?[A-Za-z_][A-Za-z0-9_]*")
_TRANSPARENT: Final = frozenset({Kind.TAG})


def node_path(tree: Tree, node: int, *, doubled: bool = True) -> str:
    """Return where a node is; without `doubled` of namesakes the last one is meant."""
    parts: list[str] = []
    while (parent := tree.parent(node)) >= 0:
        parts.append(_step(tree, parent, node, doubled=doubled))
        node = parent
    return "$" + "".join(reversed(parts))


def step_name(tree: Tree, node: int) -> str:
    """Return the name by which a path leads to a node in its parent."""
    return "@" + tree.name(node) if tree.kind(node) is Kind.ATTRIBUTE else tree.name(node)


def namesakes(tree: Tree, parent: int, node: int) -> list[int]:
    """Return the children of a node that are named like one of them."""
    wanted = step_name(tree, node)
    return [child for child in islice(tree.children(parent), MOST_SIBLINGS) if step_name(tree, child) == wanted]


def inner_nodes(tree: Tree, node: int) -> Iterator[int]:
    """Yield the nodes that a path leads to from a node; what is around a tagged value is no step of it."""
    while tree.kind(node) in _TRANSPARENT and tree.has_children(node):
        node = next(tree.children(node))
    return tree.children(node)


def _step(tree: Tree, parent: int, node: int, *, doubled: bool) -> str:
    if tree.kind(parent) is Kind.ARRAY:
        return f"[{_place(tree, parent, node)}]"
    name = step_name(tree, node)
    if not name and tree.kind(parent) is not Kind.OBJECT:  # what is tagged, and the text of an element
        return ""
    place = ""
    if doubled:
        same = namesakes(tree, parent, node)
        place = f"[{same.index(node)}]" if len(same) > 1 and node in same else ""
    return _written(name) + place


def _place(tree: Tree, parent: int, node: int) -> int:
    """How many children of the parent come before this one."""
    first = list(islice(tree.children(parent), MOST_SIBLINGS))
    if node <= first[-1]:
        return bisect_left(first, node)
    import numpy as np  # to walk from one to the next of two million takes 100 ms

    before = np.frombuffer(tree.parents, np.intc)[first[-1] + 1 : node]
    return len(first) + int(np.count_nonzero(before == parent))


def _written(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name):
        return "." + name
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"
