"""A seed and a clock into everything that the simulated devices measure: slow waves, daylight, chance, time stamps.

Times called `t` are seconds since the simulation began. The same seed and the same clock give the same world.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Final

Wave = Callable[[float], float]

_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class World:
    """`began_at` is what the wall clock says at t = 0, in seconds since the epoch."""

    seed: int
    began_at: float

    def chance(self, name: str) -> Random:
        """Chance of its own for each who asks, so that one more device does not change all the others."""
        return Random(f"{self.seed}/{name}")  # noqa: S311 - a simulation, not a secret

    def wave(self, name: str, mean: float, swing: float, period_s: float, ripple: float = 0.0) -> Wave:
        """A quantity that swings slowly around a mean, not quite regularly, with a quick small ripple on it."""
        chance = self.chance(name)
        phases = [chance.uniform(0.0, math.tau) for _ in range(5)]
        parts = ((0.7, 1.0), (0.3, 2.7))
        quick = ((0.5, 11.3), (0.3, 5.9), (0.2, 2.3))  # share, seconds

        def at(t: float) -> float:
            slow = sum(
                share * math.sin(math.tau * t * times / period_s + phase)
                for (share, times), phase in zip(parts, phases, strict=False)
            )
            fast = sum(
                share * math.sin(math.tau * t / seconds + phase)
                for (share, seconds), phase in zip(quick, phases[2:], strict=True)
            )
            return mean + swing * slow + ripple * fast

        return at

    def daylight(self, t: float) -> float:
        """0 at night, 1 at noon (of UTC)."""
        of_day = (self.began_at + t) % _DAY_S / _DAY_S
        return max(0.0, math.sin(math.tau * (of_day - 0.25)))

    def stamp(self, t: float) -> str:
        """The moment as ISO 8601, to the millisecond."""
        return datetime.fromtimestamp(self.began_at + t, UTC).isoformat(timespec="milliseconds")


def any_of(chance: Random, choices: Iterable[str], other_than: str = "") -> str:
    """One of the choices, but not the one that is already the case."""
    return chance.choice([choice for choice in choices if choice != other_than])
