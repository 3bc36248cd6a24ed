"""What the demo broker allows one client, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NEVER: Final = 0xFFFFFFFF  # a session expiry interval of this many seconds has no end (section 3.1.2.11.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes are in bytes and times in seconds; the first four are announced in CONNACK."""

    receive_maximum: int = 1000
    maximum_packet_size: int = 128 << 20
    topic_alias_maximum: int = 64
    server_keep_alive: int | None = None
    first_packet_size: int = 1 << 20  # CONNECT comes from somebody unknown
    connect_timeout_s: float = 10.0
    inflight_messages: int = 1000  # QoS 1 and 2 towards a client that announces no receive maximum
    queued_messages: int = 50_000  # for a client that is slow or away
    queued_bytes: int = 64 << 20
    retained_messages: int = 100_000
    sessions: int = 10_000
    connections: int = 1000
