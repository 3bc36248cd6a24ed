"""Turns of the event loop become figures about how fluid it was: the gaps, and the share of time in long ones.

A p99 over samples is blind to a rare long freeze, because a freeze takes only one sample; hence the maximum and the
share of time beside it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

LONG_GAP_MS: Final = 16.0  # one frame at 60 Hz
_STEPS_PER_MS: Final = 10  # the histogram's resolution is a tenth of a millisecond


@dataclass(frozen=True, slots=True, kw_only=True)
class GapFigures:
    """Milliseconds; `stall_share` is the part of the sampled time that lay inside gaps of more than LONG_GAP_MS."""

    p50: float
    p99: float
    max: float
    stall_share: float
    samples: int
    late_max: float  # how late the loop was at worst while nothing flowed


class LoopGaps:
    """Fed by a short timer with the time of each turn; only turns while messages flow count as samples."""

    def __init__(self) -> None:
        self._gaps: Counter[int] = Counter()
        self._last_turn_s: float | None = None
        self._sampled_ms = 0.0
        self._stalled_ms = 0.0
        self._max_ms = 0.0
        self._late_max_ms = 0.0

    def turn(self, now_s: float, *, flowing: bool) -> None:
        """The loop had a turn at `now_s` (a monotonic clock); `flowing`: messages arrived lately."""
        last, self._last_turn_s = self._last_turn_s, now_s
        if last is None or not flowing:
            return
        gap_ms = (now_s - last) * 1000
        self._gaps[int(gap_ms * _STEPS_PER_MS)] += 1
        self._sampled_ms += gap_ms
        self._max_ms = max(self._max_ms, gap_ms)
        if gap_ms > LONG_GAP_MS:
            self._stalled_ms += gap_ms

    def late(self, late_s: float) -> None:
        """The loop came so much later than it should have, while nothing flowed."""
        self._late_max_ms = max(self._late_max_ms, late_s * 1000)

    def figures(self) -> GapFigures:
        return GapFigures(
            p50=self._percentile(0.50),
            p99=self._percentile(0.99),
            max=round(self._max_ms, 2),
            stall_share=round(self._stalled_ms / self._sampled_ms, 5) if self._sampled_ms else 0.0,
            samples=self._gaps.total(),
            late_max=round(self._late_max_ms, 2),
        )

    def _percentile(self, share: float) -> float:
        """The upper edge of the histogram step that the share falls into."""
        wanted = share * self._gaps.total()
        seen = 0
        for step in sorted(self._gaps):
            seen += self._gaps[step]
            if seen >= wanted:
                return min((step + 1) / _STEPS_PER_MS, round(self._max_ms, 2))
        return 0.0
