"""Turns two looks at the clock into how long the machine, or this program, stood still in between.

CLOCK_MONOTONIC, and every timer with it, stops while Linux is suspended; CLOCK_BOOTTIME goes on. A program that is
stopped (SIGSTOP, a frozen container) sees both jump. Either way connections may have died unnoticed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

LOOK_INTERVAL_S: Final = 2.0
NOTICED_S: Final = 5.0  # less than that is a busy machine


def clock_that_never_stops() -> float:
    """Seconds since some moment, of a clock that goes on in suspend as far as the system has one."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.time() if boot_time is None else time.clock_gettime(boot_time)


class StandStill:
    """Ask it every LOOK_INTERVAL_S or so."""

    def __init__(self, clock: Callable[[], float] = clock_that_never_stops) -> None:
        self._clock = clock
        self._looked_at = clock()

    def look(self) -> float:
        """Seconds that were lost since the last look; 0.0 for no more than usual."""
        now = self._clock()
        gap_s, self._looked_at = now - self._looked_at - LOOK_INTERVAL_S, now
        return gap_s if gap_s >= NOTICED_S else 0.0

    async def watch(self, told: Callable[[float], object]) -> None:
        """Call `told` with the seconds after each stand-still; until it is cancelled."""
        while True:
            await asyncio.sleep(LOOK_INTERVAL_S)
            if stood_still_s := self.look():
                told(stood_still_s)
