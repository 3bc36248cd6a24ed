"""Two payloads become their differences: by structure for trees, by line for text, by position for bytes.

Everything has a limit, and says so when it is reached: two texts of 50 MiB with nothing in common are not worth a
frozen window.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from heapq import merge
from itertools import chain, islice, zip_longest
from math import isqrt
from typing import NamedTuple, TypeVar

from .tree import CONTAINERS, Steps, Tree, finish

MAX_CHANGES = 10_000
MAX_EDITS = 500  # of lines: the work grows with its square
MAX_WORK = 20_000_000
STEP_WORK = 20_000
STEP_NODES = 1024
STEP_BYTES = 1 << 20
STEP_LINES = 4096
SHARDS = 64

K = TypeVar("K", bound=Hashable)


class Change(Enum):
    """What became of a part."""

    SAME = auto()
    ADDED = auto()
    REMOVED = auto()
    CHANGED = auto()


Differ = Callable[[int, int], bool]  # takes a node of the old and one of the new tree, which are of the same kind


class NodeChange(NamedTuple):
    """A node that differs: its number in the old and the new tree, -1 where it is not there."""

    change: Change
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class TreeDifference:
    """The nodes that differ, outermost first; not `complete` where there were too many."""

    changes: tuple[NodeChange, ...]
    complete: bool = True


def diff_trees(old: Tree, new: Tree, max_changes: int = MAX_CHANGES) -> TreeDifference:
    """Compare by label in objects (the n-th of a doubled one with the n-th) and by place in lists."""
    return finish(diff_trees_steps(old, new, max_changes))


def diff_trees_steps(
    old: Tree, new: Tree, max_changes: int = MAX_CHANGES, differ: Differ | None = None
) -> Steps[TreeDifference]:
    """The same in steps of a few milliseconds. `differ` may know a quicker way to compare two values than as texts."""
    differ = differ or (lambda left, right: old.text(left) != new.text(right))
    changes: list[NodeChange] = []
    todo = array("q", (0, 0))  # pairs, the next one last; no tuples: to let go of a million of them takes 50 ms
    count = 0
    while todo:
        left, right = todo.pop(), todo.pop()
        count += 1
        if not count % STEP_NODES:
            yield count
        if len(changes) >= max_changes:
            return TreeDifference(tuple(changes[:max_changes]), complete=False)
        if old.kinds[left] != new.kinds[right] or differ(left, right):
            changes.append(NodeChange(Change.CHANGED, left, right))
        elif old.kind(left) in CONTAINERS:
            pairs, lone = yield from _matched(old, left, new, right, max_changes + 1)
            changes += lone
            pairs.reverse()
            todo += pairs
    return TreeDifference(tuple(changes[:max_changes]), complete=len(changes) <= max_changes)


def _matched(old: Tree, left: int, new: Tree, right: int, most: int) -> Steps[tuple[array[int], list[NodeChange]]]:
    """Pair the children of two containers, and return those that have no partner, `most` at most."""
    olds, news = old.children(left), new.children(right)
    pairs = array("q")
    one = other = None
    for number, (one, other) in enumerate(zip_longest(olds, news)):  # mostly they stand in the same order
        if one is None or other is None or old.label(one) != new.label(other):
            break
        pairs.append(one)
        pairs.append(other)
        if not number % STEP_NODES:
            yield number
    else:
        return pairs, []
    there: Shards[tuple[str, int]] = Shards()
    seen: Shards[str] = Shards()
    for number, (child, name) in enumerate(_named(old, olds if one is None else chain((one,), olds), seen)):
        there.of(name)[name] = child
        if not number % STEP_NODES:
            yield number
    yield from seen.clear_steps()
    added: list[NodeChange] = []
    for number, (child, name) in enumerate(_named(new, news if other is None else chain((other,), news), seen)):
        partner = there.of(name).pop(name, None)
        if partner is None and len(added) < most:
            added.append(NodeChange(Change.ADDED, -1, child))
        elif partner is not None:
            pairs.append(partner)
            pairs.append(child)
        if not number % STEP_NODES:
            yield number
    yield from seen.clear_steps()
    removed: list[NodeChange] = []
    for child in islice(merge(*(shard.values() for shard in there)), most):
        removed.append(NodeChange(Change.REMOVED, child, -1))
        if not len(removed) % STEP_NODES:
            yield len(removed)
    yield from there.clear_steps()
    return pairs, removed + added


def _named(tree: Tree, nodes: Iterable[int], seen: Shards[str]) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield the nodes, each with its label and how many before it have the same."""
    for node in nodes:
        label = tree.label(node)
        shard = seen.of(label)
        nth = shard.get(label, 0)
        shard[label] = nth + 1
        yield node, (label, nth)


class Shards(list[dict[K, int]]):
    """One dict in many: one with a million entries takes 50 ms when it grows, and when it goes.

    They differ in size, because dicts that fill up alike would all grow in the same moment.
    """

    def __init__(self) -> None:
        super().__init__({} for _ in range(SHARDS))

    def of(self, key: K) -> dict[K, int]:
        return self[isqrt(hash(key) % (SHARDS * SHARDS))]

    def clear_steps(self) -> Steps[None]:
        for number, shard in enumerate(self):
            shard.clear()
            yield number


Lines = Sequence[str] | Sequence[bytes]
Run = tuple[int, int, int]  # of equal lines: where it begins in both texts, and how many they are


class LineBlock(NamedTuple):
    """Lines `old_first` to `old_last` (exclusive) became lines `new_first` to `new_last`; SAME where they are equal."""

    change: Change
    old_first: int
    old_last: int
    new_first: int
    new_last: int


@dataclass(frozen=True, slots=True)
class LineDifference:
    """All lines of both texts in blocks, in order. Where not `exact`, one block stands for more than it tells apart."""

    blocks: tuple[LineBlock, ...]
    exact: bool = True


def diff_lines(old: Lines, new: Lines, max_edits: int = MAX_EDITS) -> LineDifference:
    """Compare two texts by line, with as few added and removed lines as there can be (Myers, 1986)."""
    return finish(diff_lines_steps(old, new, max_edits))


def diff_lines_steps(old: Lines, new: Lines, max_edits: int = MAX_EDITS) -> Steps[LineDifference]:
    """The same in steps of a few milliseconds."""
    head = yield from _common_steps(old, new)
    tail = yield from _common_tail_steps(old, new, min(len(old), len(new)) - head)
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    matches = yield from _matching_lines(left, right, max_edits)
    exact = matches is not None
    runs = [(0, 0, head)]
    runs += [(head + a, head + b, size) for a, b, size in matches or ()]
    runs.append((len(old) - tail, len(new) - tail, tail))
    return LineDifference(tuple(_blocks(runs)), exact)


def _common_steps(old: Lines, new: Lines) -> Steps[int]:
    """Count the equal lines at the beginning."""
    shorter = min(len(old), len(new))
    for start in range(0, shorter, STEP_LINES):
        end = min(start + STEP_LINES, shorter)
        if old[start:end] != new[start:end]:
            return next(at for at in range(start, end) if old[at] != new[at])
        yield start
    return shorter


def _common_tail_steps(old: Lines, new: Lines, most: int) -> Steps[int]:
    """Count the equal lines at the end, of `most` at most."""
    for start in range(0, most, STEP_LINES):
        end = min(start + STEP_LINES, most)
        if old[len(old) - end : len(old) - start] != new[len(new) - end : len(new) - start]:
            return next(at for at in range(start, end) if old[-1 - at] != new[-1 - at])
        yield start
    return most


def _matching_lines(old: Lines, new: Lines, max_edits: int) -> Steps[list[Run] | None]:
    """Return the runs of equal lines on a shortest way from one text to the other; None if it has too many edits."""
    furthest = {1: 0}  # by diagonal: how far in `old` a way of so many edits came
    trace: list[dict[int, int]] = []
    work = told = 0
    for edits in range(min(max_edits, len(old) + len(new)) + 1):
        trace.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            x = start = _start(furthest, diagonal, edits)
            y = x - diagonal
            while x < len(old) and y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
                if not x % STEP_WORK:
                    yield work
            furthest[diagonal] = x
            if x >= len(old) and y >= len(new):
                return _walked_back(trace, x, y)
            work += 1 + x - start
            if work - told > STEP_WORK:
                told = work
                yield work
        if work > MAX_WORK:
            break
    return None


def _came_down(furthest: dict[int, int], diagonal: int, edits: int) -> bool:
    """Tell whether the best way onto a diagonal adds a line (from the diagonal above) or removes one."""
    return diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])


def _start(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    down = _came_down(furthest, diagonal, edits)
    return furthest[diagonal + 1] if down else furthest[diagonal - 1] + 1


def _walked_back(trace: list[dict[int, int]], x: int, y: int) -> list[Run]:
    runs = []
    for edits in range(len(trace) - 1, -1, -1):
        furthest, diagonal = trace[edits], x - y
        before = diagonal + 1 if _came_down(furthest, diagonal, edits) else diagonal - 1
        before_x = furthest[before]
        before_y = before_x - before
        size = min(x - before_x, y - before_y)
        if size > 0:
            runs.append((x - size, y - size, size))
        x, y = before_x, before_y
    return runs[::-1]


def _blocks(runs: list[Run]) -> list[LineBlock]:
    blocks: list[LineBlock] = []
    old_at = new_at = 0
    for a, b, size in runs:
        if a > old_at or b > new_at:
            change = Change.CHANGED if a > old_at and b > new_at else Change.REMOVED if a > old_at else Change.ADDED
            blocks.append(LineBlock(change, old_at, a, new_at, b))
        if size:
            last = blocks[-1] if blocks else None
            if last and last.change is Change.SAME:
                blocks[-1] = last._replace(old_last=a + size, new_last=b + size)
            else:
                blocks.append(LineBlock(Change.SAME, a, a + size, b, b + size))
        old_at, new_at = a + size, b + size
    return blocks


@dataclass(frozen=True, slots=True)
class ByteDifference:
    """Ranges (first byte, byte behind) in which both have bytes and these differ; the sizes tell what one has more."""

    ranges: tuple[tuple[int, int], ...]
    old_size: int
    new_size: int
    complete: bool = True


def diff_bytes(old: bytes, new: bytes, max_ranges: int = MAX_CHANGES) -> ByteDifference:
    """Compare byte by byte, position by position."""
    return finish(diff_bytes_steps(old, new, max_ranges))


def diff_bytes_steps(old: bytes, new: bytes, max_ranges: int = MAX_CHANGES) -> Steps[ByteDifference]:
    """The same in steps of a few milliseconds; equal pieces cost next to nothing."""
    import numpy as np

    size = min(len(old), len(new))
    left, right = memoryview(old)[:size], memoryview(new)[:size]
    ranges: list[tuple[int, int]] = []
    for start in range(0, size, STEP_BYTES):
        yield start
        one, two = left[start : start + STEP_BYTES], right[start : start + STEP_BYTES]
        if bytes(one) == bytes(two):
            continue
        unlike = np.frombuffer(one, np.uint8) != np.frombuffer(two, np.uint8)
        edges = np.flatnonzero(np.diff(unlike, prepend=False, append=False))[: 2 * max_ranges + 2] + start
        pairs = edges.reshape(-1, 2).tolist()
        if ranges and pairs and pairs[0][0] == ranges[-1][1]:  # goes on from the piece before
            ranges[-1] = (ranges[-1][0], pairs.pop(0)[1])
        ranges += [(first, last) for first, last in pairs]
        if len(ranges) > max_ranges:
            return ByteDifference(tuple(ranges[:max_ranges]), len(old), len(new), complete=False)
    return ByteDifference(tuple(ranges), len(old), len(new))
