"""Turns the moment at which a message arrived into the text of the time column."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq.profiles.settings import TimeFormat


class TimeMode(Enum):
    """What the time column says; the values are kept with the layout."""

    CLOCK = "clock"
    SINCE_PREVIOUS = "previous"  # the row above
    SINCE_SELECTED = "selected"


@lru_cache(maxsize=64)
def _clock(second: int) -> str:
    return time.strftime("%H:%M:%S", time.localtime(second))


def clock_text(received_at: float) -> str:
    """Return the local time of day with milliseconds."""
    second, millisecond = divmod(int(received_at * 1000), 1000)
    return f"{_clock(second)}.{millisecond:03}"


@lru_cache(maxsize=64)
def _date_clock(second: int) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))


@lru_cache(maxsize=64)
def _utc_clock(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))


def date_clock_text(received_at: float) -> str:
    """Return the local date and time of day with milliseconds."""
    second, millisecond = divmod(int(received_at * 1000), 1000)
    return f"{_date_clock(second)}.{millisecond:03}"


def utc_clock_text(received_at: float) -> str:
    """Return date and time in UTC as ISO 8601 has it, with milliseconds."""
    second, millisecond = divmod(int(received_at * 1000), 1000)
    return f"{_utc_clock(second)}.{millisecond:03}Z"


def age_text(seconds: float) -> str:
    """Return how long ago something was, in the largest unit that fits."""
    if seconds < 60:
        return f"{max(0, int(seconds))} s"
    if seconds < 3600:
        return f"{int(seconds / 60)} min"
    if seconds < 86_400:
        return f"{int(seconds / 3600)} h"
    return QCoreApplication.translate("Times", "{number} d").format(number=int(seconds / 86_400))


def age_since_text(received_at: float) -> str:
    """Return how long ago that was; it is another text a second later."""
    return age_text(time.time() - received_at)


CLOCKS: Final[dict[TimeFormat, Callable[[float], str]]] = {
    TimeFormat.TIME: clock_text,
    TimeFormat.DATE_TIME: date_clock_text,
    TimeFormat.ISO_UTC: utc_clock_text,
    TimeFormat.AGE: age_since_text,
}


def span_text(seconds: float) -> str:
    """Return a span of time with its sign, to the millisecond: reads bring many messages at one moment."""
    sign, milliseconds = "−" if seconds < -0.0005 else "+", round(abs(seconds) * 1000)
    whole, milliseconds = divmod(milliseconds, 1000)
    if whole < 60:
        return f"{sign}{whole}.{milliseconds:03}"
    minutes, whole = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return (
        f"{sign}{hours}:{minutes:02}:{whole:02}.{milliseconds:03}"
        if hours
        else (f"{sign}{minutes}:{whole:02}.{milliseconds:03}")
    )
