"""Free packet identifiers for what we send: one space for PUBLISH, SUBSCRIBE and UNSUBSCRIBE [MQTT-2.2.1-3]."""

from __future__ import annotations

from .types import MAX_PACKET_ID


class PacketIds:
    """Gives ids out in turn, so that a freed one rests as long as possible before it is used again."""

    def __init__(self) -> None:
        self.used: set[int] = set()
        self._last = 0

    @property
    def exhausted(self) -> bool:
        return len(self.used) >= MAX_PACKET_ID

    def take(self) -> int:
        """An id that is not in use; the caller has seen that there is one."""
        used = self.used
        candidate = self._last % MAX_PACKET_ID + 1
        while candidate in used:
            candidate = candidate % MAX_PACKET_ID + 1
        used.add(candidate)
        self._last = candidate
        return candidate

    def give_back(self, packet_id: int) -> None:
        """The id taken last was not used after all: it is the next one again."""
        self.used.discard(packet_id)
        self._last = packet_id - 1
