"""Turns a client's events into what happened to its connection: a short list with times and reasons, for people.

Times are those of the wall clock, in seconds since the epoch: the monotonic one stands still while the machine sleeps.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from tracemq.mqtt import Connected, ConnectFailed, Disconnected, Stopped, TransportOpened
from tracemq.mqtt.events import SessionDiscarded

KEPT: Final = 200


class What(Enum):
    CONNECTED = "connected"
    LOST = "lost"  # a connection that stood has ended, and not because we wanted it
    FAILED = "failed"  # an attempt
    CLOSED = "closed"  # by us
    GAVE_UP = "gave up"  # no further attempt is made
    SESSION_GONE = "session gone"  # the server did not know ours any more
    WOKE = "woke"  # the machine, or the program, had stood still


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing; `times` counts it if the same came several times in a row, the last one at `until`."""

    at: float
    what: What
    error: BaseException | None = None
    held_s: float = 0.0  # how long the connection had stood, or the machine had stood still
    peer: str = ""  # the address that was connected to
    session_present: bool = False
    unsent: int = 0  # messages that were given up with the session
    times: int = 1
    until: float = 0.0

    def __str__(self) -> str:
        """For reports: no text of others."""
        words = [self.what.value]
        words += [type(self.error).__name__] if self.error else []
        words += ["session present"] if self.session_present else []
        words += [f"x{self.times}"] if self.times > 1 else []
        return ", ".join(words)

    def repeats(self, other: Happening) -> bool:
        """Whether it is the same failure once more."""
        return (
            self.what is other.what is What.FAILED
            and type(self.error) is type(other.error)
            and str(self.error) == str(other.error)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """A connection that was lost stands again: since when it was away, why, and whether the server kept the session."""

    lost_at: float
    away_s: float
    error: BaseException | None
    attempts: int
    session_present: bool


class History:
    """The last KEPT happenings of one connection, the oldest first."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._entries: deque[Happening] = deque(maxlen=KEPT)
        self._lost: Happening | None = None
        self._attempts = 0
        self._since: float | None = None  # when it was connected: the client's own count stops in a sleep
        self._peer = ""

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Happening]:
        return iter(tuple(self._entries))

    def add(self, entry: Happening) -> None:
        last = self._entries[-1] if self._entries else None
        if last is not None and entry.repeats(last):
            self._entries[-1] = replace(last, times=last.times + 1, until=entry.at)
        else:
            self._entries.append(entry)

    def woke(self, stood_still_s: float) -> None:
        """The machine slept, or the program was stopped, for so long."""
        self.add(Happening(at=self._clock(), what=What.WOKE, held_s=stood_still_s))

    def take(self, event: object) -> CameBack | None:
        """Note what an event of the client means; returns the news that a lost connection is back."""
        now = self._clock()
        match event:
            case TransportOpened(facts=facts):
                self._peer = facts.peer
            case Connected():
                return self._connected(event, now)
            case ConnectFailed(error=error):
                self._attempts += 1
                self.add(Happening(at=now, what=What.FAILED, error=_light(error)))
            case Disconnected(error=None, held_s=held_s):
                self.add(Happening(at=now, what=What.CLOSED, held_s=self._held(now, held_s)))
            case Disconnected(error=error, held_s=held_s):
                held_s = self._held(now, held_s)
                self._lost = Happening(at=now, what=What.LOST, error=_light(error), held_s=held_s, peer=self._peer)
                self._attempts = 0
                self.add(self._lost)
            case SessionDiscarded(lost=lost):
                self.add(Happening(at=now, what=What.SESSION_GONE, unsent=len(lost)))
            case Stopped(error=error):
                self._lost = None
                if error is not None:
                    self.add(Happening(at=now, what=What.GAVE_UP, error=_light(error)))
        return None

    def _held(self, now: float, counted_s: float) -> float:
        since, self._since = self._since, None
        return counted_s if since is None else max(counted_s, now - since)

    def _connected(self, event: Connected, now: float) -> CameBack | None:
        present, self._since = event.session_present, now
        self.add(Happening(at=now, what=What.CONNECTED, peer=self._peer, session_present=present))
        lost, self._lost = self._lost, None
        if lost is None:
            return None
        return CameBack(
            lost_at=lost.at,
            away_s=max(0.0, now - lost.at),
            error=lost.error,
            attempts=self._attempts + 1,
            session_present=present,
        )


def _light(error: BaseException | None) -> BaseException | None:
    """The error without the frames that it went through: they hold the whole client, and its password."""
    seen: set[int] = set()
    link = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    return error
