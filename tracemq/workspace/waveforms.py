"""Turns time, or the number before, into the next number of a simulated measurement: pure functions, nothing kept."""

from __future__ import annotations

from math import pi, sin
from random import Random


def sine(low: float, high: float, period_s: float, at_s: float) -> float:
    """Swing between the bounds; it begins in the middle, upwards."""
    return (low + high) / 2 + (high - low) / 2 * sin(2 * pi * at_s / period_s)


def ramp(low: float, high: float, period_s: float, at_s: float) -> float:
    """Climb from the first bound to the second, and begin anew after each period (a sawtooth)."""
    return low + (high - low) * (at_s % period_s / period_s)


def walk(low: float, high: float, step: float, before: float | None, random: Random) -> float:
    """Go up or down by `step` at most and turn back at the bounds; it begins in the middle."""
    if before is None:
        return (low + high) / 2
    there = before + random.uniform(-step, step)
    if there > high:
        there = 2 * high - there
    elif there < low:
        there = 2 * low - there
    return min(max(there, low), high)  # a step longer than the way between the bounds
