"""The index of branches finds what a dict would find, keeps no paths, and grows a part at a time."""

from __future__ import annotations

import sys
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tracemq.history.branch_index import FIRST_SIZE, PARTS, RECENT, BranchIndex


def index_of(paths: dict[int, bytes]) -> BranchIndex:
    return BranchIndex(lambda branch, path: paths[branch] == path)


PATHS = st.sampled_from([b"", b"a", b"b/c", *(b"%d" % number for number in range(40))])


class IndexMachine(RuleBasedStateMachine):
    """Whatever is added and removed, it finds what a dict finds."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: dict[int, bytes] = {}  # by branch
        self.index = index_of(self.paths)
        self.twin: dict[bytes, int] = {}
        self.free: list[int] = []

    @rule(path=PATHS)
    def add(self, path: bytes) -> None:
        if path not in self.twin:
            branch = self.free.pop() if self.free else len(self.paths) + 1
            self.paths[branch] = path
            self.index.add(path, branch)
            self.twin[path] = branch

    @rule(path=PATHS)
    def remove(self, path: bytes) -> None:
        if path in self.twin:
            branch = self.twin.pop(path)
            self.index.remove(branch)
            self.free.append(branch)

    @rule()
    def forget_what_was_asked_last(self) -> None:
        self.index._recent.clear()

    @rule()
    def clear(self) -> None:
        self.index.clear()
        self.free += self.twin.values()
        self.twin.clear()

    @invariant()
    def it_finds_what_is_there_and_nothing_else(self) -> None:
        for path in (b"", b"a", b"b/c", b"nowhere", *(b"%d" % number for number in range(40))):
            assert self.index.find(path) == self.twin.get(path, -1)


TestIndexMachine = IndexMachine.TestCase
TestIndexMachine.settings = settings(max_examples=40, stateful_step_count=60)


def test_very_many_are_found_and_take_few_bytes_each() -> None:
    count = 60_000
    paths = {branch: b"fleet/vehicle-%06d" % branch for branch in range(1, count + 1)}
    index = index_of(paths)
    for branch, path in paths.items():
        index.add(path, branch)
    assert all(index.find(path) == branch for branch, path in paths.items())
    assert index.find(b"fleet/vehicle-%06d" % 0) == -1
    assert sum(map(sys.getsizeof, index._parts)) + sys.getsizeof(index._hashes) < 16 * count
    assert len(index._recent) <= RECENT


def test_paths_with_the_same_hash_are_told_apart() -> None:
    class Path(bytes):
        """Bytes that all have one hash."""

        def __hash__(self) -> int:
            return 77

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Path) and bytes(self) == bytes(other)

    paths: dict[int, Any] = {branch: Path(b"%d" % branch) for branch in range(1, 60)}
    index = index_of(paths)
    for branch, path in paths.items():
        index.add(path, branch)
    for branch in range(1, 60, 2):
        index.remove(branch)
    found = [index.find(paths[branch]) for branch in range(1, 60)]
    assert found == [-1 if branch % 2 else branch for branch in range(1, 60)]


def test_a_part_that_only_comes_and_goes_does_not_grow() -> None:
    paths: dict[int, bytes] = {}
    index = index_of(paths)
    for number in range(20_000):
        paths[1] = b"%d" % number
        index.add(paths[1], 1)
        index.remove(1)
        assert index.find(paths[1]) == -1
    assert sum(map(len, index._parts)) == FIRST_SIZE * PARTS
