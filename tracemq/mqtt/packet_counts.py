"""What is written to a transport into numbers of packets by type: 25 ns a packet, since all of it is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from operator import itemgetter
from typing import Final

from .types import PacketType

_FIRST: Final = itemgetter(0)
_TYPES: Final = {head: PacketType(head >> 4) for head in range(0x10, 0x100)}
_ACKNOWLEDGEMENTS: Final = (0x40, 0x50, 0x62, 0x70)


def no_packets() -> Counter[PacketType]:
    """Zero of each type."""
    return Counter(dict.fromkeys(PacketType, 0))


def count_packets(counts: Counter[PacketType], chunks: Sequence[bytes]) -> None:
    """Add what is in these chunks: each is one packet, or a run of acknowledgements of four bytes each."""
    heads = bytes(map(_FIRST, chunks))
    for head in set(heads):
        if head in _ACKNOWLEDGEMENTS:
            for chunk in chunks:
                if chunk[0] == head:
                    _count_run(counts, chunk)
        else:
            counts[_TYPES[head]] += heads.count(head)


def _count_run(counts: Counter[PacketType], chunk: bytes) -> None:
    if chunk[1] != 2:  # with a reason: it stands alone
        counts[_TYPES[chunk[0]]] += 1
        return
    heads = chunk[::4]
    for head in _ACKNOWLEDGEMENTS:
        counts[_TYPES[head]] += heads.count(head)
