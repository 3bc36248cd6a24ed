"""MQTT's data representations out of bytes and into bytes (section 1.5 of the standard).

A read raises MalformedPacket, a write RefusedLocally: what the peer sent is its fault, what we were asked to send is
the caller's.
"""

from __future__ import annotations

from typing import Final

from .errors import MalformedPacket, RefusedLocally
from .types import MAX_REMAINING_LENGTH, MAX_STRING_BYTES

Buffer = bytes | bytearray | memoryview

_SHORTEST: Final = (0, 1 << 7, 1 << 14, 1 << 21)  # the least value that needs one more byte


def read_varint(data: Buffer, start: int, end: int, what: str) -> tuple[int, int] | None:
    """A variable byte integer and the offset behind it; None if `end` comes first (section 1.5.5)."""
    value = 0
    for index in range(4):
        if start + index >= end:
            return None
        byte = data[start + index]
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            if value < _SHORTEST[index]:
                raise MalformedPacket(f"{what} is not written in the fewest bytes")  # [MQTT-1.5.5-1]
            return value, start + index + 1
    raise MalformedPacket(f"{what} is longer than four bytes")


def read_text(raw: bytes, what: str) -> str:
    """The text that well-formed UTF-8 without U+0000 stands for; a leading U+FEFF stays (section 1.5.4)."""
    try:
        text = raw.decode()  # strict: no surrogates, nothing overlong, nothing above U+10FFFF
    except UnicodeDecodeError as error:
        raise MalformedPacket(f"{what} is not UTF-8: {error.reason}") from None  # [MQTT-1.5.4-1]
    if "\0" in text:
        raise MalformedPacket(f"{what} contains U+0000")  # [MQTT-1.5.4-2]
    return text


class Reader:
    """Reads fields one after the other, up to the end of a packet or of its properties.

    Every method raises MalformedPacket if the packet ends inside the field; `what` names the field in that error.
    """

    __slots__ = ("data", "end", "position")

    def __init__(self, data: Buffer, position: int, end: int) -> None:
        self.data = data
        self.position = position
        self.end = end

    @property
    def left(self) -> int:
        return self.end - self.position

    def take(self, count: int, what: str) -> bytes:
        start = self.position
        if count > self.end - start:
            raise _ended(what)
        self.position = start + count
        return bytes(self.data[start : start + count])

    def u8(self, what: str) -> int:
        position = self.position
        if position >= self.end:
            raise _ended(what)
        self.position = position + 1
        return self.data[position]

    def u16(self, what: str) -> int:
        position = self.position
        if position + 2 > self.end:
            raise _ended(what)
        self.position = position + 2
        return self.data[position] << 8 | self.data[position + 1]

    def u32(self, what: str) -> int:
        return int.from_bytes(self.take(4, what), "big")

    def varint(self, what: str) -> int:
        position = self.position
        if position < self.end and self.data[position] < 0x80:  # nearly all of them
            self.position = position + 1
            return self.data[position]
        read = read_varint(self.data, position, self.end, what)
        if read is None:
            raise _ended(what)
        value, self.position = read
        return value

    def binary(self, what: str) -> bytes:
        return self.take(self.u16(what), what)

    def text(self, what: str) -> str:
        return read_text(self.take(self.u16(what), what), what)

    def pair(self, what: str) -> tuple[str, str]:
        return self.text(what), self.text(what)

    def rest(self) -> bytes:
        return self.take(self.left, "payload")

    def part(self, count: int, what: str) -> Reader:
        """A reader of the next `count` bytes, which this one skips."""
        if count > self.left:
            raise MalformedPacket(f"{what} runs past the end of the packet")
        start = self.position
        self.position = start + count
        return Reader(self.data, start, start + count)

    def finish(self) -> None:
        if self.left:
            raise MalformedPacket(f"{self.left} bytes left over")


def _ended(what: str) -> MalformedPacket:
    return MalformedPacket(f"the packet ends inside {what}")


def write_u16(value: int) -> bytes:
    return value.to_bytes(2, "big")


def write_u32(value: int) -> bytes:
    return value.to_bytes(4, "big")


def write_varint(value: int) -> bytes:
    """A variable byte integer in its shortest form [MQTT-1.5.5-1]."""
    if value < 0x80:
        return bytes((value,))
    if value < 0x4000:
        return bytes((value & 0x7F | 0x80, value >> 7))
    if value < 0x200000:
        return bytes((value & 0x7F | 0x80, value >> 7 & 0x7F | 0x80, value >> 14))
    if value <= MAX_REMAINING_LENGTH:
        return bytes((value & 0x7F | 0x80, value >> 7 & 0x7F | 0x80, value >> 14 & 0x7F | 0x80, value >> 21))
    raise RefusedLocally(f"{value} does not fit into four bytes of seven bits")


def text_bytes(text: str, what: str) -> bytes:
    """The UTF-8 of a text that a packet may carry, without its length; RefusedLocally otherwise (section 1.5.4)."""
    if not isinstance(text, str):
        raise RefusedLocally(f"{what} is a text, not {type(text).__name__}")
    if "\0" in text:
        raise RefusedLocally(f"{what} contains U+0000")  # [MQTT-1.5.4-2]
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raise RefusedLocally(f"{what} contains a lone surrogate") from None  # [MQTT-1.5.4-1]
    if len(raw) > MAX_STRING_BYTES:
        raise RefusedLocally(f"{what} has {len(raw)} bytes, more than {MAX_STRING_BYTES}")
    return raw


def write_text(text: str, what: str) -> bytes:
    raw = text_bytes(text, what)
    return len(raw).to_bytes(2, "big") + raw


def write_binary(data: bytes, what: str) -> bytes:
    if not isinstance(data, Buffer):
        raise RefusedLocally(f"{what} is bytes, not {type(data).__name__}")
    if len(data) > MAX_STRING_BYTES:
        raise RefusedLocally(f"{what} has {len(data)} bytes, more than {MAX_STRING_BYTES}")
    return len(data).to_bytes(2, "big") + data


def write_pair(pair: tuple[str, str], what: str) -> bytes:
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise RefusedLocally(f"{what} are pairs of name and value")
    name, value = pair
    return write_text(name, what) + write_text(value, what)
