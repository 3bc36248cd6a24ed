"""Turns sizes, durations and times into text in the user's notation."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

_UNITS: Final = ("KiB", "MiB", "GiB", "TiB")


def size_text(size: int) -> str:
    """Say a number of bytes: exactly below 1 KiB, then with one decimal."""
    if size < 1024:
        return f"{size} B"
    power = min((size.bit_length() - 1) // 10, len(_UNITS))
    return f"{QLocale().toString(size / 1024**power, 'f', 1)} {_UNITS[power - 1]}"


def exact_size_text(size: int) -> str:
    """Say a number of bytes exactly, and roughly beside it where that helps."""
    if size < 1024:
        return size_text(size)
    exact = QCoreApplication.translate("QuantityText", "{bytes} bytes").format(bytes=QLocale().toString(size))
    return f"{size_text(size)} ({exact})"


def duration_text(seconds: float) -> str:
    """Say a duration as people read it: 0.4 ms, 12 ms, 3.2 s."""
    if seconds < 0.01:
        return f"{QLocale().toString(seconds * 1000, 'f', 1)} ms"
    if seconds < 1:
        return f"{QLocale().toString(round(seconds * 1000))} ms"
    return f"{QLocale().toString(seconds, 'f', 1)} s"


def time_text(at_s: float) -> str:
    """Say a time, in seconds since the epoch, as local date and time to the millisecond."""
    local = datetime.fromtimestamp(at_s).astimezone()
    return f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond // 1000:03d} {local:%z}"


def clock_text(at_s: float) -> str:
    """Say the local time of day to the millisecond."""
    local = datetime.fromtimestamp(at_s).astimezone()
    return f"{local:%H:%M:%S}.{local.microsecond // 1000:03d}"
