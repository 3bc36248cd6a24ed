"""Turns a connection into the facts that the status bar tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracemq.mqtt.types import Version
from tracemq.workspace.connection import Connection, ConnectionState

BEHIND_MS: Final = 200.0  # what a person takes for "now"
BEHIND_BYTES: Final = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Sizes in bytes, rates per second; `behind` is a claim worth a warning."""

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

    @property
    def behind(self) -> bool:
        return self.behind_ms >= BEHIND_MS or self.behind_bytes >= BEHIND_BYTES


def status_of(connection: Connection, waiting: int = 0) -> Status:
    """Take the facts of this moment."""
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
        behind_bytes=counters.behind_bytes,
        behind_ms=counters.behind_ms,
    )
