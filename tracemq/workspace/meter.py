"""Turns what a connection counts into figures that are shown: sums, rates, and how far it is behind the broker.

Bytes wait in two places. Those in the socket's queue are there to be read: whoever has many of them is late. Those that
have been read and belong to a packet that is not whole wait for the broker, not for us: they are counted among the
bytes that wait, but they make nothing late, and a packet that takes long to arrive is told as what it is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

from tracemq.history.log import MessageLog
from tracemq.mqtt.statistics import Statistics

from .rates import Rate

SLOWEST_READ: Final = float(1 << 20)  # bytes/s that any machine reads: a rate below that is the server's, not ours
LONG_ARRIVAL_S: Final = 0.5  # for which one and the same packet has been arriving when that is worth telling


@dataclass(slots=True)
class Counters:
    """Sums since the connection was opened. `behind_*` say how far what is shown is after what the broker sent.

    `behind_bytes` are all that wait, `queued_bytes` those of them in the socket. Of a packet that has been arriving
    for LONG_ARRIVAL_S, `arriving_bytes` of `arriving_of_bytes` are there; 0 of 0 without one.
    """

    received: int = 0
    sent: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    behind_bytes: int = 0
    queued_bytes: int = 0
    arriving_bytes: int = 0
    arriving_of_bytes: int = 0
    behind_ms: float = 0.0
    behind_bytes_max: int = 0
    behind_ms_max: float = 0.0


@dataclass(slots=True)
class Rates:
    """Per second, over about the last second."""

    received: Rate = field(default_factory=Rate)
    sent: Rate = field(default_factory=Rate)
    bytes_in: Rate = field(default_factory=Rate)
    bytes_out: Rate = field(default_factory=Rate)


class Meter:
    """Measured once per frame."""

    def __init__(self) -> None:
        self.counters = Counters()
        self.rates = Rates()
        self._parsed_bytes = 0
        self._arriving_since_s: float | None = None  # of the packet behind them

    @property
    def moving(self) -> bool:
        """Whether messages came or went in the last second or so."""
        return self.rates.received.per_second > 0 or self.rates.sent.per_second > 0

    def measure(self, now_s: float, statistics: Statistics | None, log: MessageLog) -> None:
        """Take in the client's counters, and what of the log is not shown yet; `now_s` is time.monotonic."""
        counters, rates = self.counters, self.rates
        if statistics is not None:
            counters.bytes_in, counters.bytes_out = statistics.bytes_in, statistics.bytes_out
            counters.queued_bytes = statistics.unread_bytes
            self._follow_packet(now_s, statistics)
        rates.received.count(counters.received, now_s)
        rates.sent.count(counters.sent, now_s)
        rates.bytes_in.count(counters.bytes_in, now_s)
        rates.bytes_out.count(counters.bytes_out, now_s)
        # A queue of n bytes that drains at r bytes a second holds its newest byte back for n / r seconds.
        queued_ms = counters.queued_bytes / max(rates.bytes_in.per_second, SLOWEST_READ) * 1000
        unshown_ms = 0.0
        live = statistics is not None  # the messages of a file may be as old as they like
        if live and log.pending and (newest := log.newest_at) is not None:
            unshown_ms = max(0.0, (time.time() - newest) * 1000)
        counters.behind_bytes = counters.queued_bytes + (statistics.unparsed_bytes if statistics is not None else 0)
        counters.behind_ms = queued_ms + unshown_ms
        counters.behind_bytes_max = max(counters.behind_bytes_max, counters.behind_bytes)
        counters.behind_ms_max = max(counters.behind_ms_max, counters.behind_ms)

    def _follow_packet(self, now_s: float, statistics: Statistics) -> None:
        """As long as no packet becomes whole, the one that arrives is the same."""
        parsed_bytes = statistics.bytes_in - statistics.unparsed_bytes
        if not statistics.unparsed_bytes:
            self._arriving_since_s = None
        elif parsed_bytes != self._parsed_bytes or self._arriving_since_s is None:
            self._arriving_since_s = now_s
        self._parsed_bytes = parsed_bytes
        long = self._arriving_since_s is not None and now_s - self._arriving_since_s >= LONG_ARRIVAL_S
        self.counters.arriving_bytes = statistics.unparsed_bytes if long else 0
        self.counters.arriving_of_bytes = statistics.unparsed_of_bytes if long else 0
