"""Turns a number as it is typed into one within bounds, or says what is wrong with it."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from .complaint import Complaint


class NumberProblem(Enum):
    """Facts: low, high."""

    NOT_A_NUMBER = auto()
    NOT_WHOLE = auto()
    OUT_OF_RANGE = auto()


_BETWEEN_DIGITS: Final = re.compile(r"[\s_\u00a0\u202f]")
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(?:[.,][0-9]{0,6})?|-?[.,][0-9]{1,6}")
_WHOLE: Final = re.compile(r"-?[0-9]{1,15}")


def parse_decimal(text: str, low: float, high: float, *, whole: bool = False) -> float | Complaint | None:
    """Read a number, with a point or a comma; an empty text is None: not set."""
    digits = _BETWEEN_DIGITS.sub("", text)
    if not text.strip():
        return None
    facts: dict[str, str | float] = {"low": low, "high": high}
    if not _NUMBER.fullmatch(digits):
        return Complaint(NumberProblem.NOT_A_NUMBER, facts)
    if whole and not _WHOLE.fullmatch(digits):
        return Complaint(NumberProblem.NOT_WHOLE, facts)
    number = float(digits.replace(",", "."))
    return number if low <= number <= high else Complaint(NumberProblem.OUT_OF_RANGE, facts)


def parse_number(text: str, low: int, high: int) -> int | Complaint | None:
    """Read a whole number; an empty text is None: not set."""
    number = parse_decimal(text, low, high, whole=True)
    return int(number) if isinstance(number, float) else number
