"""A growing sum, looked at now and then, becomes a rate per second over about the last second."""

from __future__ import annotations

from collections import deque
from typing import Final

WINDOW_S: Final = 1.0
_STEP_S: Final = 0.1  # samples closer together than this replace each other, so that the window stays short


class Rate:
    """Feed it the sum with the time; read `per_second`."""

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()
        self.per_second = 0.0

    def count(self, total: int, now_s: float) -> None:
        samples = self._samples
        if len(samples) > 1 and now_s - samples[-2][0] < _STEP_S:
            samples[-1] = (now_s, total)
        else:
            samples.append((now_s, total))
        while len(samples) > 2 and now_s - samples[1][0] >= WINDOW_S:
            samples.popleft()
        since_s, before = samples[0]
        self.per_second = (total - before) / max(now_s - since_s, _STEP_S)
