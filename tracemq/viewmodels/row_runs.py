"""Turns two states of a list of numbers into the runs that were inserted, by bisection.

A list that only had things inserted differs from its old self at every place from the first insertion on.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import Final

import numpy as np

MOST_RUNS: Final = 32  # insertions announced one by one; more of them at once are a reset


def insertions(old: array[int], new: array[int]) -> list[tuple[int, int]] | None:
    """Return the runs [first, last) of `new` that were inserted into `old`; None if it is not that, or too many."""
    runs: list[tuple[int, int]] = []
    kept, rows = array("i"), memoryview(new)
    low, missing = 0, len(new) - len(old)
    while missing > 0 and len(runs) < MOST_RUNS:
        shift = low - len(kept)
        # numbers never repeat, so that "not in its old place" is false, false, ..., true, true
        size = len(old) - len(kept)
        at = bisect_left(range(size), True, key=lambda place: old[len(kept) + place] != new[low + place])
        first = low + at
        last = _find(new, old[first - shift], first) if at < size else len(new)
        kept.frombytes(rows[low:first].cast("B"))
        runs.append((first, last))
        low, missing = last, missing - (last - first)
    kept.frombytes(rows[low:].cast("B"))
    return runs if np.array_equal(np.frombuffer(kept, np.int32), np.frombuffer(old, np.int32)) else None


def _find(numbers: array[int], number: int, start: int) -> int:
    same = np.frombuffer(numbers, np.int32)[start:] == number  # index() takes 20 ms for a million
    place = int(same.argmax()) if len(same) else 0
    return start + place if len(same) and same[place] else len(numbers)
