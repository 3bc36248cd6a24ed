"""Turns messages that are made one after the other into moments: what variables see of time, chance and counts."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from random import Random
from typing import Any


@dataclass(slots=True)
class Moment:
    """One message's share of a stream: all its variables see the same time and count."""

    at: float  # seconds since the epoch
    elapsed_s: float
    random: Random
    memory: dict[Hashable, Any]
    drawn: dict[Hashable, str] = field(default_factory=dict)  # counters: one number per message


class Stream:
    """What variables remember from one message to the next.

    `begin` gives the same random numbers until `commit` takes a moment's memory over, when its message was sent: what
    is shown is what is sent.
    """

    def __init__(self, clock: Callable[[], float] = time.time, seed: Callable[[], int] | None = None) -> None:
        self._clock = clock
        self._new_seed = seed or (lambda: secrets.randbits(128))
        self.reset()

    def reset(self) -> None:
        """Begin anew: counters at their first number, waves at their beginning."""
        self._started_at = self._clock()
        self._memory: dict[Hashable, Any] = {}
        self._seed = self._new_seed()

    def begin(self) -> Moment:
        """The next message; nothing is remembered of it before `commit`."""
        now = self._clock()
        return Moment(now, max(0.0, now - self._started_at), Random(self._seed), dict(self._memory))  # noqa: S311

    def commit(self, moment: Moment) -> None:
        self._memory = moment.memory
        self._seed = self._new_seed()
