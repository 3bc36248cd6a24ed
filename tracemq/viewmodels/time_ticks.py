"""Turns a part of time and a width into marks at round local times, and those into text."""

from __future__ import annotations

import math
import time
from datetime import datetime
from typing import Final

from PySide6.QtCore import QDateTime, QLocale

DAY_S: Final = 86_400.0
STEPS_S: Final = (
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    *(1.0, 2.0, 5.0, 10.0, 15.0, 30.0),
    *(60.0, 120.0, 300.0, 600.0, 900.0, 1800.0),
    *(3600.0, 7200.0, 10_800.0, 21_600.0, 43_200.0),
    *(DAY_S, 2 * DAY_S, 7 * DAY_S, 14 * DAY_S, 28 * DAY_S, 91 * DAY_S, 182 * DAY_S, 364 * DAY_S),
)
MOST: Final = 100


def tick_step(span_s: float, most: int) -> float:
    """The distance of marks of which at most so many lie in a span."""
    wanted = span_s / max(1, most)
    return next((step for step in STEPS_S if step >= wanted), STEPS_S[-1] * math.ceil(wanted / STEPS_S[-1]))


def tick_times(left: float, right: float, step_s: float) -> list[float]:
    """Round local times from `left` to `right`, in seconds since the epoch."""
    if not (math.isfinite(left) and math.isfinite(right)) or right <= left or (right - left) / step_s > MOST:
        return []
    offset = _utc_offset(left)
    first = math.ceil((left + offset) / step_s)
    last = math.floor((right + offset) / step_s)
    return [number * step_s - offset for number in range(first, last + 1)]


def _utc_offset(at_s: float) -> float:
    try:
        return float(time.localtime(at_s).tm_gmtoff)
    except (OverflowError, ValueError, OSError):
        return 0.0


def tick_text(at_s: float, step_s: float) -> str:
    """A mark as text: as much of the time as tells neighbours apart, the date at midnight."""
    try:
        local = datetime.fromtimestamp(round(at_s, 3)).astimezone()
    except (OverflowError, ValueError, OSError):
        return ""
    if step_s < 1:
        return f"{local:%H:%M:%S}.{local.microsecond // 1000:03}"
    if step_s >= DAY_S or (local.hour == local.minute == local.second == 0):
        shape = "d MMM" if step_s < 91 * DAY_S else "MMM yyyy"
        return QLocale().toString(QDateTime.fromSecsSinceEpoch(round(at_s)), shape)
    return f"{local:%H:%M:%S}" if step_s < 60 else f"{local:%H:%M}"
