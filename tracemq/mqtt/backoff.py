"""Turns a policy and the history of a connection into the delay before the next attempt: pure numbers, no clock."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from .errors import RefusedLocally


@dataclass(frozen=True, slots=True)
class ReconnectPolicy:
    """When to try again. The delays grow by `factor` from `first_delay_s` to `max_delay_s`, and start over once a
    connection has held for `held_s`.

    With jitter a delay is drawn evenly from 0 to its length ("full jitter"), so that a thousand clients of a broker
    that was restarted do not all come back at once.
    """

    first_delay_s: float = 1.0
    max_delay_s: float = 60.0
    factor: float = 2.0
    attempts: int | None = None  # in a row; None means without end
    jitter: bool = True
    held_s: float = 10.0
    first_connect: bool = False  # try again also when the first connect fails
    later: bool = True  # try again when an established connection is lost

    def __post_init__(self) -> None:
        if self.first_delay_s < 0 or self.max_delay_s < self.first_delay_s or self.factor < 1 or self.held_s < 0:
            raise RefusedLocally("delays are not negative, max_delay_s >= first_delay_s, and factor >= 1")
        if self.attempts is not None and self.attempts < 0:
            raise RefusedLocally("attempts is a number of attempts, or None")


class Backoff:
    """Counts the attempts in a row and gives the delay before the next one."""

    def __init__(self, policy: ReconnectPolicy, draw: Callable[[], float] = random.random) -> None:
        self._policy = policy
        self._draw = draw
        self.attempts = 0  # made in a row since a connection last held

    def next_delay(self) -> float | None:
        """Seconds to wait before the next attempt; None if there shall be no more."""
        policy = self._policy
        if policy.attempts is not None and self.attempts >= policy.attempts:
            return None
        try:
            ceiling = min(policy.max_delay_s, policy.first_delay_s * policy.factor**self.attempts)
        except OverflowError:
            ceiling = policy.max_delay_s
        self.attempts += 1
        return ceiling * self._draw() if policy.jitter else ceiling

    def ended(self, held_s: float) -> None:
        """A connection that was up for `held_s` seconds has ended; one that held starts the delays over."""
        if held_s >= self._policy.held_s:
            self.attempts = 0
