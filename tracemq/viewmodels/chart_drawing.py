"""Turns the points of a line into the few that a picture of a given width needs; no peak is lost.

Of each column of pixels the first, lowest, highest and last point are drawn, in that order, which gives the same pixels
as drawing all of them. The points themselves stay as they are.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PER_COLUMN: Final = 4
FAR: Final = 1e6  # heights of the picture
LEAST: Final = 1e-300  # what can be divided by


def visible(times: Floats, left: float, right: float) -> slice:
    """The points from `left` to `right` with one neighbour on each side, so that lines go on to the edge."""
    first = int(np.searchsorted(times, left))
    last = int(np.searchsorted(times, right, side="right"))
    return slice(max(0, first - 1), min(len(times), last + 1))


def thinned(times: Floats, values: Floats, left: float, right: float, columns: int) -> tuple[Floats, Floats]:
    """The points to draw between two times in a picture of so many columns of pixels."""
    part = visible(times, left, right)
    times, values = times[part], values[part]
    if len(times) <= PER_COLUMN * columns or right <= left:
        return times, values
    edges = np.linspace(left, right, columns + 1)
    starts = np.unique(np.concatenate(([0], np.searchsorted(times, edges))))
    starts = starts[starts < len(times)]
    ends = np.append(starts[1:], len(times)) - 1
    x = np.empty(PER_COLUMN * len(starts))
    y = np.empty_like(x)
    x[0::4], y[0::4] = times[starts], values[starts]
    x[1::4] = x[2::4] = times[starts]
    y[1::4] = np.minimum.reduceat(values, starts)
    y[2::4] = np.maximum.reduceat(values, starts)
    x[3::4], y[3::4] = times[ends], values[ends]
    return x, y


def as_steps(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The same as stairs: a value holds until the next one comes."""
    return np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]


def cut(x: Floats, y: Floats, left: float, right: float) -> tuple[Floats, Floats]:
    """The same lines, ended a picture's width beside the picture: what draws does not take numbers of any size."""
    span = right - left
    if not len(x) or span <= 0:
        return x, y
    low, high = left - span, right + span
    if x[0] >= low and x[-1] <= high:
        return x, y
    x, y = x.copy(), y.copy()
    for at, beside, edge in ((0, 1, low), (-1, -2, high)):
        if (x[at] < low or x[at] > high) and len(x) > 1:
            share = (edge - x[at]) / (x[beside] - x[at]) if x[beside] != x[at] else 0.0
            x[at], y[at] = edge, y[at] + (y[beside] - y[at]) * share
    return x, y


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers as parts of a range, 0 at its lower end and 1 at its upper; any float has a place in it."""

    low: float = 0.0
    high: float = 1.0

    def place(self, values: Floats) -> Floats:
        """Where values stand, at most FAR from the range."""
        with np.errstate(over="ignore"):  # infinitely far is FAR as well
            return np.clip((values / 2 - self.low / 2) / self._half, -FAR, FAR)

    def value(self, place: float) -> float:
        """What stands at a place."""
        return self.low + place * self._half + place * self._half

    @property
    def _half(self) -> float:
        """Half of the range: the whole of it may be more than a float can hold."""
        half = self.high / 2 - self.low / 2
        return half if half > LEAST else max(abs(self.low), abs(self.high)) / 2 or 0.5


@dataclass(slots=True)
class Extremes:
    """The lowest and the highest of some values."""

    low: float = math.inf
    high: float = -math.inf

    def take(self, values: Floats) -> None:
        if len(values):
            self.low, self.high = min(self.low, float(values.min())), max(self.high, float(values.max()))

    def with_room(self, share: float) -> tuple[float, float]:
        """A range that shows them with some room above and below; of nothing 0 to 1."""
        if self.low > self.high:
            return 0.0, 1.0
        span = self.high - self.low
        if not math.isfinite(span):  # from one end of all floats to the other
            return self.low, self.high
        room = span * share if span > LEAST else max(abs(self.high) * share, 4 * LEAST) if self.high else 1.0
        return max(self.low - room, -sys.float_info.max), min(self.high + room, sys.float_info.max)
