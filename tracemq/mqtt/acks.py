"""Packet ids into the bytes of their acknowledgements, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from .types import PacketType

_FIRST: Final = {
    PacketType.PUBACK: 0x40,
    PacketType.PUBREC: 0x50,
    PacketType.PUBREL: 0x62,
    PacketType.PUBCOMP: 0x70,
}
_HEADS: Final = {kind: bytes((first, 2)) for kind, first in _FIRST.items()}
_VECTOR_FROM: Final = 24  # where numpy becomes quicker


def acknowledgements(kind: PacketType, packet_ids: Sequence[int]) -> bytes:
    """One acknowledgement of this kind for each packet id, in order, in the short form that means success."""
    if len(packet_ids) < _VECTOR_FROM:
        head = _HEADS[kind]
        return b"".join([head + packet_id.to_bytes(2, "big") for packet_id in packet_ids])
    table = np.empty((len(packet_ids), 4), np.uint8)
    table[:, 0] = _FIRST[kind]
    table[:, 1] = 2
    table[:, 2:] = np.array(packet_ids, ">u2").view(np.uint8).reshape(-1, 2)
    return table.tobytes()


def answers_to_publishes(qos_bits: Sequence[int], packet_ids: Sequence[int]) -> bytes:
    """PUBACK or PUBREC for each message above QoS 0; `qos_bits` are the flags of PUBLISH, of which two bits count."""
    bits = np.asarray(qos_bits, np.uint8) & 6
    table = np.empty((len(bits), 4), np.uint8)
    table[:, 0] = np.where(bits == 2, _FIRST[PacketType.PUBACK], _FIRST[PacketType.PUBREC])
    table[:, 1] = 2
    table[:, 2:] = np.asarray(packet_ids, ">u2").view(np.uint8).reshape(-1, 2)
    packets: bytes = table[bits != 0].tobytes()
    return packets
