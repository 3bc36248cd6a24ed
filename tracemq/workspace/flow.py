"""Turns what comes and goes into whether messages flow, and tells of the first one after a silence."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

FLOWING_S: Final = 0.25  # a stream with longer pauses is single messages


class Flow:
    """Costs a look at the clock for each read; `stirred` is called when something moves after a silence."""

    def __init__(self, stirred: Callable[[], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._stirred = stirred
        self._clock = clock
        self._arrived_s = float("-inf")
        self._silent = True

    @property
    def flowing(self) -> bool:
        """Whether messages arrived within the last quarter of a second."""
        return self._clock() - self._arrived_s < FLOWING_S

    def arrive(self) -> None:
        """Messages have arrived."""
        self._arrived_s = self._clock()
        if self._silent:
            self.stir()

    def stir(self) -> None:
        """Something moves that is no arrival, such as what is published."""
        if self._silent:
            self._silent = False
            self._stirred()

    def settle(self) -> None:
        """Somebody has looked: what comes next ends a silence, if there is one."""
        self._silent = not self.flowing
