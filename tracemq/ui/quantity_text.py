"""Turns sizes, durations and times into text in the user's notation."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from tracemq.viewmodels.times import age_text

from .marked import QT_TRANSLATE_NOOP

_UNITS: Final = (  # by the power of 1024
    QT_TRANSLATE_NOOP("QuantityText", "{number} B"),
    QT_TRANSLATE_NOOP("QuantityText", "{number} KiB"),
    QT_TRANSLATE_NOOP("QuantityText", "{number} MiB"),
    QT_TRANSLATE_NOOP("QuantityText", "{number} GiB"),
    QT_TRANSLATE_NOOP("QuantityText", "{number} TiB"),
)
_MILLISECONDS: Final = QT_TRANSLATE_NOOP("QuantityText", "{number} ms")
_SECONDS: Final = QT_TRANSLATE_NOOP("QuantityText", "{number} s")


def _with_unit(template: str, number: str) -> str:
    return QCoreApplication.translate("QuantityText", template).format(number=number)


def size_text(size: int) -> str:
    """Say a number of bytes: exactly below 1 KiB, then with one decimal."""
    power = min(max(size.bit_length() - 1, 0) // 10, len(_UNITS) - 1)
    number = QLocale().toString(size / 1024**power, "f", 1) if power else str(size)
    return _with_unit(_UNITS[power], number)


def exact_size_text(size: int) -> str:
    """Say a number of bytes exactly, and roughly beside it where that helps."""
    if size < 1024:
        return size_text(size)
    exact = QCoreApplication.translate("QuantityText", "{bytes} bytes").format(bytes=QLocale().toString(size))
    return f"{size_text(size)} ({exact})"


def duration_text(seconds: float) -> str:
    """Say a duration as people read it: 0.4 ms, 12 ms, 3.2 s."""
    if seconds < 0.01:
        return _with_unit(_MILLISECONDS, QLocale().toString(seconds * 1000, "f", 1))
    if seconds < 1:
        return _with_unit(_MILLISECONDS, QLocale().toString(round(seconds * 1000)))
    return _with_unit(_SECONDS, QLocale().toString(seconds, "f", 1))


def stretch_text(seconds: float) -> str:
    """Say a duration that may be of hours or days: 0.4 s, 12 s, 3 min, 5 h, 2 d."""
    return duration_text(seconds) if seconds < 60 else age_text(seconds)


def time_text(at_s: float) -> str:
    """Say a time, in seconds since the epoch, as local date and time to the millisecond."""
    local = datetime.fromtimestamp(at_s).astimezone()
    return f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond // 1000:03d} {local:%z}"


def clock_text(at_s: float) -> str:
    """Say the local time of day to the millisecond."""
    local = datetime.fromtimestamp(at_s).astimezone()
    return f"{local:%H:%M:%S}.{local.microsecond // 1000:03d}"
