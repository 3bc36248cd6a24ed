"""Turns a connection into the facts that the status bar tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tracemq.mqtt.types import Version
from tracemq.workspace.connection_state import ConnectionState

if TYPE_CHECKING:  # the status line is there before any connection is
    from tracemq.workspace.connection import Connection
    from tracemq.workspace.meter import Counters

BEHIND_MS: Final = 200.0  # what a person takes for "now"
BEHIND_BYTES: Final = 4 << 20
HOLD_S: Final = 2.0  # a warning that comes and goes quicker cannot be read
LONGEST_COUNT: Final = 20  # digits; a broker is not trusted
DROPPED_TOPIC: Final = "$SYS/broker/publish/messages/dropped"  # mosquitto counts there what it threw away


class Lag:
    """How far what is shown was behind at worst, held long enough to be read; call `note` once per frame."""

    def __init__(self) -> None:
        self.ms = 0.0
        self.bytes = 0
        self.queued_bytes = 0
        self.paused = False
        self._until_s = float("-inf")

    def note(self, counters: Counters, now_s: float, *, paused: bool = False) -> None:
        """Take the delay of this frame, and whether nothing is read; `now_s` is time.monotonic."""
        held = now_s < self._until_s
        self.ms = max(self.ms, counters.behind_ms) if held else counters.behind_ms
        self.bytes = max(self.bytes, counters.behind_bytes) if held else counters.behind_bytes
        self.queued_bytes = max(self.queued_bytes, counters.queued_bytes) if held else counters.queued_bytes
        self.paused = paused or (held and self.paused)
        if paused or counters.behind_ms >= BEHIND_MS or counters.queued_bytes >= BEHIND_BYTES:
            self._until_s = now_s + HOLD_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Sizes in bytes, rates per second; `behind` is a claim worth a warning.

    A large message that arrives slowly is no reason for one: its bytes wait for the broker.
    """

    state: ConnectionState
    failed: bool
    url: str
    version: Version
    retry_in_s: float | None
    rate_in: float
    rate_out: float
    bytes_in_per_s: float
    received: int
    shown: int
    evicted: int
    waiting: int  # rows that a paused table does not show yet
    topics: int
    memory_bytes: int
    behind_bytes: int
    behind_ms: float
    queued_bytes: int = 0  # those of the bytes behind that are there to be read
    arriving_bytes: int = 0  # of a packet that has been arriving for a while, and
    arriving_of_bytes: int = 0  # how many it will have; 0: there is none
    filtered: int | None = None  # rows that a filter lets through; None without a filter
    read_only: bool = False  # a file is shown
    unverified: bool = False  # encrypted, but nobody has checked that it is the broker who answers
    topics_forgotten: int = 0  # those without rows that had to leave because there were too many
    dropped: int | None = None  # messages that the broker says it dropped, for all its clients since it started

    reading_paused: bool = False  # messages come faster than they can be counted: the broker has to wait

    @property
    def behind(self) -> bool:
        return self.reading_paused or self.behind_ms >= BEHIND_MS or self.queued_bytes >= BEHIND_BYTES


def status_of(connection: Connection, waiting: int = 0, filtered: int | None = None, lag: Lag | None = None) -> Status:
    """Take the facts of this moment, and the delay of the last ones if there is a `lag`."""
    log, counters, rates = connection.log, connection.counters, connection.rates
    return Status(
        state=connection.state,
        failed=connection.last_error is not None,
        url=connection.url,
        version=connection.version,
        retry_in_s=connection.retry_in_s,
        rate_in=rates.received.per_second,
        rate_out=rates.sent.per_second,
        bytes_in_per_s=rates.bytes_in.per_second,
        received=counters.received,
        shown=log.last - log.first - waiting,
        evicted=log.evicted,
        waiting=waiting,
        topics=len(connection.topics),
        memory_bytes=log.memory_bytes,
        behind_bytes=counters.behind_bytes if lag is None else lag.bytes,
        behind_ms=counters.behind_ms if lag is None else lag.ms,
        queued_bytes=counters.queued_bytes if lag is None else lag.queued_bytes,
        arriving_bytes=counters.arriving_bytes,
        arriving_of_bytes=counters.arriving_of_bytes,
        filtered=filtered,
        read_only=connection.read_only,
        unverified=_unverified(connection),
        topics_forgotten=log.topics_forgotten,
        reading_paused=connection.reading_paused if lag is None else lag.paused,
        dropped=_dropped(connection),
    )


def _unverified(connection: Connection) -> bool:
    facts = connection.transport_facts if connection.state is ConnectionState.CONNECTED else None
    return facts is not None and facts.tls is not None and not facts.tls.verified


def _dropped(connection: Connection) -> int | None:
    node = connection.tree.find(DROPPED_TOPIC)
    said = b"" if node is None else connection.tree.last_payload(node)
    return int(said) if said.isdigit() and len(said) < LONGEST_COUNT else None
