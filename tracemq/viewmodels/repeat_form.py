"""Turns how often a message is to be sent, as it is typed, into seconds and times, or says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from .complaint import Complaint
from .numbers import parse_decimal, parse_number

LONGEST_S: Final = 86_400
MOST_TIMES: Final = 10_000_000


class RepeatField(Enum):
    EVERY = auto()
    TIMES = auto()


class RepeatProblem(Enum):
    AT_ONCE_FOR_EVER = auto()  # no pause and no end: a broker has not deserved that


@dataclass(slots=True)
class RepeatForm:
    """`every` "" or "0" is without a pause; `times` "" is until it is stopped."""

    every: str = "1"
    times: str = ""

    def complaints(self) -> dict[RepeatField, Complaint]:
        every, times = self._every(), self._times()
        found = {
            place: value
            for place, value in ((RepeatField.EVERY, every), (RepeatField.TIMES, times))
            if isinstance(value, Complaint)
        }
        if not found and not every and times is None:
            found[RepeatField.TIMES] = Complaint(RepeatProblem.AT_ONCE_FOR_EVER)
        return found

    def values(self) -> tuple[float, int | None] | None:
        """Seconds between two messages and how many, None for no end; None while something is wrong."""
        every, times = self._every(), self._times()
        if self.complaints() or isinstance(every, Complaint) or isinstance(times, Complaint):
            return None
        return every or 0.0, times

    def _every(self) -> float | Complaint | None:
        return parse_decimal(self.every, 0, LONGEST_S)

    def _times(self) -> int | Complaint | None:
        return parse_number(self.times, 1, MOST_TIMES)
