"""Turns the children of a node into their order by name, in slices.

The smallest are picked out first, which makes the first screen: those not after a name that a sample puts near the
beginning. That takes one comparison for each child, and no name has to be cut out of its topic. Then parts are sorted,
and merged from the front. Measured for 100,000 children, processor time: the first ones after 13 ms, all after 120 ms
in steps of at most 6 ms; in one go it takes 42 ms.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Sequence
from heapq import merge
from typing import Final

from .branch_index import NOTHING
from .topic_nodes import SLASH, TopicNodes

PICKED_AT_ONCE: Final = 16_384
SORTED_AT_ONCE: Final = 2_048
MERGED_AT_ONCE: Final = 1_024
SAMPLE: Final = 1_000
RANK: Final = 4  # of the sampled name up to which the first ones go
SCREEN: Final = 64  # rows; fewer of the first ones are not worth showing


def put_in_order(nodes: TopicNodes, node: int) -> Generator[Sequence[int], None, Sequence[int]]:
    """Yields what is in its final order so far, returns all; from then on `children` has it as well."""
    while not nodes.in_order(node):
        done = yield from _attempt(nodes, node)
        if done is not None and not nodes.in_order(node):  # somebody may have been quicker
            nodes.keep_order(node, done)
    return nodes.children(node)


def _attempt(nodes: TopicNodes, node: int) -> Generator[Sequence[int], None, array[int] | None]:
    """None if children left meanwhile."""
    shrunk = nodes.shrunk
    name = nodes.child_name(node)
    children = nodes.children_in_any_order(node)
    screen: list[int] = []
    for screen in _first_ones(nodes, node, children, name):
        yield screen
        if nodes.shrunk != shrunk:
            return None
    parts = []
    for begin in range(0, len(children), SORTED_AT_ONCE):
        parts.append(sorted(children[begin : begin + SORTED_AT_ONCE], key=name))
        yield screen
        if nodes.shrunk != shrunk:
            return None
    done: array[int] = array("i")
    for child in merge(*parts, key=name):
        done.append(child)
        if len(done) % MERGED_AT_ONCE == 0:
            yield done if len(done) > len(screen) else screen
            if nodes.shrunk != shrunk:
                return None
    return done


def _first_ones(
    nodes: TopicNodes, node: int, children: array[int], name: Callable[[int], bytes]
) -> Generator[list[int], None, None]:
    """The children with the smallest names in order, as soon as there are enough for a screen; before that nothing."""
    sample = sorted(map(name, children[:: max(1, len(children) // SAMPLE)]))
    if len(sample) <= RANK:
        return
    prefix, limit = nodes.prefix(node), sample[RANK]
    # A leaf's topic is its path. That of a branch goes on behind a slash: the names up to the limit are those of topics
    # up to the limit, the limit itself, and what the limit begins with.
    behind = prefix + limit + bytes([SLASH[0] + 1])
    found = [child for end in range(len(limit)) if (child := nodes.branch_at(prefix + limit[:end])) != NOTHING]
    picked = {child for child in found if nodes.parent[child] == node}
    for begin in range(0, len(children), PICKED_AT_ONCE):
        part = children[begin : begin + PICKED_AT_ONCE]
        topics = nodes.topics_for_names(part)
        picked.update([child for child, topic in zip(part, topics, strict=True) if topic < behind])
        yield []
    first = sorted((child for child in picked if name(child) <= limit), key=name)
    yield first if len(first) >= SCREEN else []
