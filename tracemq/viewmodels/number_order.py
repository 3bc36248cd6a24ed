"""Turns a million numbers into their order in slices: argsort would take 100 ms in one step."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

AT_ONCE: Final = 32_768  # numbers; a ms or two
SAMPLE: Final = 4_096

Places = NDArray[np.intp]


def order_in_slices(keys: NDArray[Any]) -> Generator[None, None, Places]:
    """Return where the smallest stands, the next one, and so on; equal ones stay in their order. Not for NaN.

    The numbers are dealt out between some of them that a sample puts at even distances; each of these has a heap of
    its own, because the same number often comes very often.
    """
    if len(keys) <= AT_ONCE:
        return np.argsort(keys, kind="stable")
    sample = np.unique(keys[:: max(1, len(keys) // SAMPLE)])
    marks = sample[:: max(1, len(sample) * AT_ONCE // len(keys))]
    yield
    heaps = np.empty(len(keys), np.int32)
    for begin in range(0, len(keys), AT_ONCE):
        part = keys[begin : begin + AT_ONCE]
        below = np.searchsorted(marks, part)
        heaps[begin : begin + AT_ONCE] = 2 * below + (marks[np.minimum(below, len(marks) - 1)] == part)
        yield
    found: list[Places] = []
    for heap in range(2 * len(marks) + 1):
        there = np.flatnonzero(heaps == heap)
        if len(there) and not heap % 2:
            there = there[np.argsort(keys[there], kind="stable")]
        found.append(there)
        yield
    return np.concatenate(found)
