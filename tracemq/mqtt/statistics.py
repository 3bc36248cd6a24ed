"""The numbers of one client, counted where they happen and read at any time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .packet_counts import no_packets
from .types import PacketType


@dataclass(slots=True)
class Statistics:
    """Counters run over all connections of a client; the last seven are of the present moment."""

    bytes_in: int = 0
    bytes_out: int = 0
    reads: int = 0
    writes: int = 0
    packets_in: Counter[PacketType] = field(default_factory=no_packets)  # of each type; `.total()` is the sum
    packets_out: Counter[PacketType] = field(default_factory=no_packets)
    messages_in: int = 0
    messages_out: int = 0  # publishes accepted
    settled: int = 0  # publishes at QoS 1 and 2 that the server has answered
    failed: int = 0  # and those that were given up
    connects: int = 0  # attempts
    connections: int = 0  # that CONNACK accepted
    reconnects: int = 0  # connections after the first
    read_paused_s: float = 0.0
    waiting: int = 0  # messages that wait for a connection or for the server's Receive Maximum
    in_flight: int = 0  # messages sent at QoS 1 and 2 and not settled
    unsent_bytes: int = 0  # in our write buffer
    unread_bytes: int = 0  # in the socket, as far as the system tells
    unparsed_bytes: int = 0  # read, of a packet that is not whole yet (a WebSocket hands up whole frames alone)
    unparsed_of_bytes: int = 0  # and how many that packet will have
    connected_s: float = 0.0  # since CONNACK; 0: not connected
