"""Acknowledgements that follow each other into one run, as long as they are of one kind and one reason.

Part of the hot path (see scan.py): a burst of 10,000 PUBACKs is one record with a list of packet ids.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from .reason_codes import ALLOWED, ReasonCode
from .types import PacketType

_BLOCK: Final = 4096  # acknowledgements looked at in one go
_KINDS: Final = {0x40: PacketType.PUBACK, 0x50: PacketType.PUBREC, 0x62: PacketType.PUBREL, 0x70: PacketType.PUBCOMP}
_REASONS: Final = {kind: {int(code): code for code in ALLOWED[kind]} for kind in _KINDS.values()}
_FEW: Final = 8  # read one by one, before numpy is asked


class AckRun(NamedTuple):
    """Acknowledgements of one kind and one reason, without properties, in order."""

    kind: PacketType
    reason: ReasonCode
    packet_ids: list[int]


def ack_run(data: bytes, position: int, *, v5: bool, limit: int) -> tuple[AckRun, int] | None:
    """The run that begins here and where it ends; None if the codec has to look at the first one."""
    kind = _KINDS.get(data[position])
    if kind is None or len(data) - position < 4:
        return None
    size = 2 + data[position + 1]
    reason: ReasonCode | None = ReasonCode.SUCCESS
    if size == 5 and v5 and len(data) - position >= size:
        reason = _REASONS[kind].get(data[position + 4])
    elif size != 4:
        return None
    if reason is None or size > limit:
        return None
    ids = _packet_ids(data, position, size)
    return (AckRun(kind, reason, ids), position + size * len(ids)) if ids else None


def _packet_ids(data: bytes, position: int, size: int) -> list[int]:
    """The packet ids of the acknowledgements that follow from here and are equal apart from that."""
    head, tail = data[position : position + 2], data[position + 4 : position + size]
    ids: list[int] = []
    end = len(data) - size
    while position <= end and len(ids) < _FEW:
        packet_id = data[position + 2] << 8 | data[position + 3]
        after = position + size
        if not packet_id or data[position : position + 2] != head or data[position + 4 : after] != tail:
            return ids
        ids.append(packet_id)
        position = after
    while position <= end:
        count = min((len(data) - position) // size, _BLOCK)
        block = np.frombuffer(data, np.uint8, count * size, position).reshape(count, size)
        same = (block[:, 0] == head[0]) & (block[:, 1] == head[1]) & ((block[:, 2] != 0) | (block[:, 3] != 0))
        if tail:
            same &= block[:, 4] == tail[0]
        fitting = count if same.all() else int(same.argmin())
        ids += (block[:fitting, 2].astype(np.intp) << 8 | block[:fitting, 3]).tolist()
        if fitting < count:
            break
        position += fitting * size
    return ids
