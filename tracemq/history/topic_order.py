"""Turns the children of a node into their order by name, in slices.

The smallest are picked out first, which makes the first screen: those not after a name that a sample puts near the
beginning. That takes one comparison for each child, and no name has to be cut out of its topic. Then all are dealt out
between names at even distances, and one heap after the other is sorted. Measured for a million children, processor
time: the first ones after 100 ms, all after 1.2 s, in steps of 1 to 7 ms; in one go it takes 0.9 s.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Generator, Sequence
from typing import Final

from .branch_index import NOTHING
from .children_by_name import ChildrenByName
from .topic_nodes import SLASH

PICKED_AT_ONCE: Final = 16_384
DEALT_AT_ONCE: Final = 2_048
SORTED_AT_ONCE: Final = 2_048  # on average
OVERSAMPLE: Final = 8  # paths looked at for each mark, so that heaps are alike
SAMPLE: Final = 1_000
RANK: Final = 4  # at least, of the sampled path up to which the first ones go
SCREEN: Final = 64  # rows; fewer of the first ones are not worth showing
SCREENS: Final = 3  # of first ones are expected, so that there is one
STRIDE: Final = 0.6180339887  # of all: steps of the golden section come to every place, and fall in with no pattern

Steps = Generator[Sequence[int], None, None]


def put_in_order(by_name: ChildrenByName, node: int) -> Generator[Sequence[int], None, Sequence[int]]:
    """Yields what is in its final order so far, returns all; from then on `by_name` has it as well."""
    nodes = by_name.nodes
    while not by_name.known(node):
        shrunk, done = nodes.shrunk, array("i")
        for so_far in _steps(by_name, node, done):
            yield so_far
            if nodes.shrunk != shrunk:  # children may have left: once more from the beginning
                break
        else:
            if not by_name.known(node):  # somebody may have been quicker
                by_name.keep(node, done)
    return by_name.of(node)


def _steps(by_name: ChildrenByName, node: int, done: array[int]) -> Steps:
    """Fills `done`."""
    children = by_name.nodes.children_in_any_order(node)
    yield []
    screen: list[int] = []
    for screen in _first_ones(by_name, node, children):
        yield screen
    marks = _marks(by_name, node, children)
    yield screen
    heaps = [array("i") for _ in range(len(marks) + 1)]
    for begin in range(0, len(children), DEALT_AT_ONCE):
        part = children[begin : begin + DEALT_AT_ONCE]
        for child, path in zip(part, by_name.names.paths(node, part), strict=True):
            heaps[bisect_left(marks, path)].append(child)
        yield screen
    for heap in heaps:
        done.extend([heap[place] for place in _by_path(by_name.names.paths(node, heap))])
        yield done if len(done) > len(screen) else screen


def _sample(by_name: ChildrenByName, node: int, children: array[int], size: int) -> list[bytes]:
    """Paths of some of the children, in order."""
    count = len(children)
    if count > size:
        stride = int(count * STRIDE)
        children = array("i", [children[place * stride % count] for place in range(size)])
    return sorted(by_name.names.paths(node, children))


def _first_ones(by_name: ChildrenByName, node: int, children: array[int]) -> Generator[list[int], None, None]:
    """The children with the smallest names in order, as soon as there are enough for a screen; before that nothing."""
    sample = _sample(by_name, node, children, SAMPLE)
    rank = max(RANK, SCREENS * SCREEN * len(sample) // max(1, len(children)))
    if len(sample) <= rank:
        return
    nodes, limit = by_name.nodes, sample[rank]
    # A leaf's topic is its path. That of a branch goes on behind a slash: the paths up to the limit are those of topics
    # up to the limit, the limit itself, and what the limit begins with.
    behind = limit + bytes([SLASH[0] + 1])
    found = [nodes.branch_at(limit[:end]) for end in range(len(by_name.names.prefix(node)), len(limit))]
    picked = {child for child in found if child != NOTHING and nodes.parent[child] == node}
    for begin in range(0, len(children), PICKED_AT_ONCE):
        part = children[begin : begin + PICKED_AT_ONCE]
        topics = by_name.names.topics(part)
        picked.update([child for child, topic in zip(part, topics, strict=True) if topic < behind])
        yield []
    first = array("i", picked)
    paths = by_name.names.paths(node, first)
    there = [first[place] for place in _by_path(paths) if paths[place] <= limit]
    yield there if len(there) >= SCREEN else []


def _by_path(paths: Sequence[bytes]) -> list[int]:
    """The places of these paths, that of the smallest first."""
    return sorted(range(len(paths)), key=paths.__getitem__)


def _marks(by_name: ChildrenByName, node: int, children: array[int]) -> list[bytes]:
    """Paths between which there are about SORTED_AT_ONCE children each."""
    size = OVERSAMPLE * -(-len(children) // SORTED_AT_ONCE)
    return _sample(by_name, node, children, size)[OVERSAMPLE::OVERSAMPLE]
