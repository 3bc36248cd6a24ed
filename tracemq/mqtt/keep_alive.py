"""Times of sending and hearing into "ping now" and "the link is dead" (section 3.1.2.10).

PINGREQ is due when nothing was sent for almost a keep alive interval [MQTT-3.1.2-20], and also when nothing was heard
for as long, so that a dead link is found while we only publish. It is dead when nothing at all was heard for one and
a half intervals: the time that the standard gives the server. What does not count as silence: time in which we were
not reading, and time in which nobody called us, as when the machine slept.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

PATIENCE: Final = 1.5  # intervals
LONGEST_LEAD_S: Final = 5.0
DOUBT_S: Final = 5.0  # for the answer to a ping that asks whether the link is still there


class Pulse(Enum):
    """What the keep alive asks for."""

    QUIET = "nothing to do"
    PING = "send PINGREQ"
    DEAD = "the connection is dead"


class KeepAlive:
    """The keep alive of one connection after the other; `now` is a monotonic clock in seconds."""

    def __init__(self) -> None:
        self.interval_s = 0  # 0: none
        self._reading = True
        self._sent = self._heard = 0.0
        self._pinged = False  # since we last heard something
        self._in_doubt = False  # for as long

    def begin(self, interval_s: int, now: float) -> None:
        self.interval_s = interval_s
        self._sent = self._heard = now
        self._pinged = self._in_doubt = False
        self._reading = True

    def stop(self) -> None:
        self.interval_s = 0

    def sent(self, now: float) -> None:
        self._sent = now

    def heard(self, now: float) -> None:
        self._heard = now
        self._pinged = self._in_doubt = False

    def set_reading(self, reading: bool, now: float) -> None:
        if reading and not self._reading:
            self.heard(now)  # what came meanwhile waits to be read
        self._reading = reading

    def doubt(self, now: float) -> None:
        """The link may have died unnoticed, as while the machine slept: ping at once, and wait for less long."""
        patience = PATIENCE * self.interval_s
        self._in_doubt, self._pinged = True, True
        self._sent = now - self._before_ping
        self._heard = now - patience + self.patience_s

    @property
    def patience_s(self) -> float:
        """How long a link may be silent before it is given up."""
        patience = PATIENCE * self.interval_s
        return min(DOUBT_S, patience) if self._in_doubt else patience

    @property
    def _before_ping(self) -> float:
        return self.interval_s - min(self.interval_s / 4, LONGEST_LEAD_S)

    def deadline(self) -> float | None:
        if not self.interval_s:
            return None
        due = self._sent + self._before_ping
        if self._reading:
            due = min(due, self._heard + (PATIENCE * self.interval_s if self._pinged else self._before_ping))
        return due

    def check(self, now: float) -> Pulse:
        """What is due; asking for a ping counts as having sent it."""
        due = self.deadline()
        if due is None or now < due:
            return Pulse.QUIET
        if self._reading and now >= self._heard + PATIENCE * self.interval_s:
            if now - due <= max(self.interval_s / 4, 1.0):
                return Pulse.DEAD
            self._heard = now - self._before_ping  # nobody called us in time: an answer may wait, or is still to come
        self._sent = now
        self._pinged = True
        return Pulse.PING
