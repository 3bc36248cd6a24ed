"""Turns paths into the numbers of branches without keeping the paths: a hash table of numbers alone.

A dict costs 140 bytes a branch (the path, its place and the number), this takes 12: a place for the number and 32 bits
of its path's hash; whether a number that was found is the right one its owner knows. The table is cut into 256 parts
that grow each at its time, so that no new branch ever waits for all of them to be put in place anew (a dict of 1.4
million entries stops for 110 ms when it grows).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Final

NOTHING: Final = -1  # also: a place that was never taken; the search ends there
REMOVED: Final = -2  # a place that is free again; the search goes on
PARTS: Final = 256
FIRST_SIZE: Final = 4
FULL: Final = 0.7  # of the places
RECENT: Final = 4_096  # paths that are known without a search: topics that arrive together have branches in common


class BranchIndex:
    """`is_path(branch, path)` says whether a branch has that path."""

    def __init__(self, is_path: Callable[[int, bytes], bool]) -> None:
        self._is_path = is_path
        self._hashes = array("I")  # by branch
        self.clear()

    def clear(self) -> None:
        self._parts = [array("i", [NOTHING]) * FIRST_SIZE for _ in range(PARTS)]
        self._taken = [0] * PARTS  # places, those of removed ones included
        self._recent: dict[bytes, int] = {}

    def find(self, path: bytes) -> int:
        """The branch of a path, or -1."""
        recent = self._recent.get(path)
        if recent is not None:
            return recent
        code = hash(path) & 0xFFFFFFFF
        part = self._parts[code % PARTS]
        at = code // PARTS % len(part)
        while (branch := part[at]) != NOTHING:
            if branch >= 0 and self._hashes[branch] == code and self._is_path(branch, path):
                self._remember(path, branch)
                return branch
            at += 1
            if at == len(part):
                at = 0
        return NOTHING

    def _remember(self, path: bytes, branch: int) -> None:
        if len(self._recent) >= RECENT:
            self._recent.clear()
        self._recent[path] = branch

    def add(self, path: bytes, branch: int) -> None:
        """Take in a branch whose path is not there yet."""
        code = hash(path) & 0xFFFFFFFF
        while len(self._hashes) <= branch:
            self._hashes.append(0)
        self._hashes[branch] = code
        number = code % PARTS
        if self._taken[number] >= FULL * len(self._parts[number]):
            self._grow(number)
        part = self._parts[number]
        at = code // PARTS % len(part)
        while part[at] >= 0:
            at = (at + 1) % len(part)
        self._taken[number] += part[at] == NOTHING
        part[at] = branch
        self._remember(path, branch)

    def _grow(self, number: int) -> None:
        branches = [branch for branch in self._parts[number] if branch >= 0]
        size = max(FIRST_SIZE, 2 * len(branches))
        part = array("i", [NOTHING]) * size
        hashes = self._hashes
        for branch in branches:
            at = hashes[branch] // PARTS % size
            while part[at] != NOTHING:
                at = (at + 1) % size
            part[at] = branch
        self._parts[number], self._taken[number] = part, len(branches)

    def remove(self, branch: int) -> None:
        self._recent.clear()
        code = self._hashes[branch]
        part = self._parts[code % PARTS]
        at = code // PARTS % len(part)
        while part[at] != branch:
            at = (at + 1) % len(part)
        part[at] = REMOVED
