"""Floating-point numbers become the shortest texts that give them again."""

from __future__ import annotations

import struct
from math import isfinite, isnan
from typing import Final

SINGLE_DIGITS: Final = 6  # of a number of single precision, that are always exact; nine are always enough
SHORT_CHARS: Final = 13
_SINGLE: Final = struct.Struct(">f")


def float_text(value: float) -> str:
    """Return the shortest text that gives the same double again."""
    if isnan(value):
        return "NaN"
    return repr(value).replace("inf", "Infinity")


def single_text(value: float) -> str:
    """Return a number of single precision exactly, if that is short, or as the shortest text that gives it again.

    48.1 is meant where 48.099998474121094 is sent.
    """
    exact = float_text(value)
    if not isfinite(value) or value.is_integer() or len(exact) <= SHORT_CHARS:
        return exact
    for digits in range(SINGLE_DIGITS, 9):
        short = float(f"{value:.{digits}g}")
        if _SINGLE.unpack(_SINGLE.pack(short))[0] == value:
            return repr(short)
    return repr(float(f"{value:.9g}"))
