"""A stream of bytes into whole packets, each still as bytes."""

from __future__ import annotations

from typing import Final, NamedTuple

from tracemq.mqtt.errors import ProtocolError
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.wire import Reader, read_varint

_LONGEST_HEADER: Final = 5  # type and flags, then at most four bytes of length


class Framer:
    """Collects reads and hands out packets; a big packet is joined once, when its last byte is there."""

    def __init__(self, size_limit: int) -> None:
        self.size_limit = size_limit
        self._data = b""
        self._position = 0
        self._later: list[bytes] = []
        self._later_size = 0
        self._wanted = 2  # bytes from _position on without which there is no next packet

    def feed(self, data: bytes) -> None:
        self._later.append(data)
        self._later_size += len(data)

    def packet(self) -> bytes | None:
        """The next packet, or None until more arrives; MalformedPacket or ProtocolError if it cannot be one."""
        if len(self._data) - self._position < self._wanted and not self._joined():
            return None
        start, end = self._position, len(self._data)
        length = read_varint(self._data, start + 1, min(end, start + _LONGEST_HEADER), "remaining length")
        if length is None:
            self._wanted = end - start + 1
            return self.packet() if self._later else None
        size = length[1] - start + length[0]
        if size > self.size_limit:
            raise ProtocolError(f"a packet of {size} bytes", ReasonCode.PACKET_TOO_LARGE)  # [MQTT-3.1.2-24]
        if size > end - start:
            self._wanted = size
            return self.packet() if self._later else None
        self._wanted = 2
        self._position = start + size
        return self._data[start : start + size]

    def _joined(self) -> bool:
        """Take in what was fed since, if it can complete a packet."""
        if not self._later or len(self._data) - self._position + self._later_size < self._wanted:
            return False
        self._data = b"".join((memoryview(self._data)[self._position :], *self._later))
        self._position = 0
        self._later.clear()
        self._later_size = 0
        return True


class Announced(NamedTuple):
    """What a CONNECT says it speaks, before it is decoded."""

    name: str
    level: int


def announced(connect: bytes) -> Announced:
    """Name and level of the protocol in a CONNECT packet (section 3.1.2.1); MalformedPacket if it has none."""
    reader = Reader(connect, 1, len(connect))
    reader.varint("remaining length")
    return Announced(reader.text("protocol name"), reader.u8("protocol level"))
