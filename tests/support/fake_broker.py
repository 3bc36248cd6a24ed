"""A fire hose: a process that answers CONNECT and SUBSCRIBE and then sends PUBLISH as fast as asked, from ready blocks.

    python -m tests.support.fake_broker --messages 1000000 --rate 0 --topics 1000 --size 100 --qos 0

It prints {"port": ...} when it listens, and one line about what it sent and what was acknowledged when all of that is
done; then it answers pings until the client closes, and ends. Message i goes to topic i % T as that topic's number
i // T; the payload begins with both numbers as ten decimal digits each, so that a receiver can tell order and loss, and
crc32 of all payloads in order is in the report. What a client publishes is acknowledged and counted as well.

Nothing here uses the project's codec: a mistake there cannot hide itself. numpy builds about 10,000,000 messages/s.
"""

from __future__ import annotations

import argparse
import json
import select
import socket
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 2048  # messages
READY_BYTES = 1 << 29  # above this, blocks are built while sending
PACKET_IDS = 65_535
HEADER_DIGITS = 21  # the two numbers and the space between them
PROPERTIES = bytes.fromhex("03 000a") + b"text/plain" + bytes.fromhex("26 0004") + b"from" + b"\x00\x04hose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What to send; `rate` is in messages/s and 0 is without limit, `size` is that of the payload in bytes."""

    messages: int = 100_000
    rate: float = 0.0
    topics: int = 100
    size: int = 100
    qos: int = 0
    version: int = 5
    retain: bool = False
    properties: bool = False
    write: int = 1 << 18  # the most bytes in one send()
    seconds: float = 0.0  # end after so long even if messages are left; 0 is without limit
    wait: float = 0.0  # begin so many seconds after SUBSCRIBE


@dataclass(slots=True)
class Report:
    """What happened; times in seconds."""

    sent: int = 0
    bytes: int = 0
    seconds: float = 0.0
    topics: int = 0
    crc32: int | None = 0  # None if messages were left
    acked: int = 0  # PUBACK or PUBCOMP
    acks_in_order: bool = True
    refused: int = 0  # acknowledgements with a failure
    received: int = 0  # PUBLISH from the client
    received_bytes: int = 0
    complaints: list[str] = field(default_factory=list)


def varint(value: int) -> bytes:
    out = bytearray()
    while True:
        value, byte = value >> 7, value & 0x7F
        out.append(byte | 0x80 if value else byte)
        if not value:
            return bytes(out)


def topic_name(number: int) -> str:
    """All of the same length, a thousand below each branch."""
    return f"hose/{number // 1000:03d}/{number % 1000:03d}"


def digits(numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Each number as ten decimal digits: one row for each."""
    powers = 10 ** np.arange(9, -1, -1)
    return (numbers[:, None] // powers % 10 + 48).astype(np.uint8)


class Blocks:
    """PUBLISH packets in blocks; all packets are of the same length."""

    def __init__(self, load: Load, version: int) -> None:
        self.load = load
        size = max(load.size, HEADER_DIGITS)
        self._names = np.array([list(topic_name(number).encode()) for number in range(load.topics)], np.uint8)
        name_length = self._names.shape[1]
        properties = varint(len(PROPERTIES)) + PROPERTIES if load.properties else b"\0"
        tail = properties if version == 5 else b""
        body = 2 + name_length + (2 if load.qos else 0) + len(tail) + size
        first = bytes((0x30 | load.qos << 1 | load.retain,)) + varint(body)
        filler = bytes(32 + number % 95 for number in range(size - HEADER_DIGITS))
        row = b"".join(
            (
                first,
                name_length.to_bytes(2, "big"),
                bytes(name_length),
                b"\0\0" if load.qos else b"",
                tail,
                b"0000000000 0000000000",
                filler,
            )
        )
        self._name_at = len(first) + 2
        self._id_at = self._name_at + name_length
        self._payload_at = len(row) - size
        self.packet_size = len(row)
        self._template = np.tile(np.frombuffer(row, np.uint8), (BLOCK, 1))
        self.crc32 = 0

    def __iter__(self) -> Iterator[bytes]:
        self.crc32 = 0
        for start in range(0, self.load.messages, BLOCK):
            yield self._block(np.arange(start, min(start + BLOCK, self.load.messages)))

    def _block(self, numbers: NDArray[np.int64]) -> bytes:
        rows, topics = self._template[: len(numbers)], self.load.topics
        rows[:, self._name_at : self._id_at] = self._names[numbers % topics]
        if self.load.qos:
            ids = numbers % PACKET_IDS + 1
            rows[:, self._id_at] = ids >> 8
            rows[:, self._id_at + 1] = ids & 0xFF
        rows[:, self._payload_at : self._payload_at + 10] = digits(numbers // topics)
        rows[:, self._payload_at + 11 : self._payload_at + HEADER_DIGITS] = digits(numbers)
        self.crc32 = zlib.crc32(np.ascontiguousarray(rows[:, self._payload_at :]).tobytes(), self.crc32)
        return rows.tobytes()


class Acks:
    """Checks acknowledgements: at QoS 1 and 2 they come in the order of the messages [MQTT-4.6.0-2] [MQTT-4.6.0-3]."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._next = {4: 0, 5: 0, 7: 0}  # the message that the next PUBACK, PUBREC, PUBCOMP belongs to

    def plain(self, data: bytes) -> int:
        """Take the PUBACKs of four bytes at the start of `data`; how many bytes they are."""
        rows = np.frombuffer(data, np.uint8, len(data) // 4 * 4).reshape(-1, 4)
        others = np.flatnonzero((rows[:, 0] != 0x40) | (rows[:, 1] != 2))
        count = int(others[0]) if len(others) else len(rows)
        expected = (np.arange(self._next[4], self._next[4] + count)) % PACKET_IDS + 1
        got = rows[:count, 2].astype(np.int64) << 8 | rows[:count, 3]
        self._report.acks_in_order &= bool(np.array_equal(got, expected))
        self._next[4] += count
        self._report.acked += count
        return count * 4

    def one(self, kind: int, body: bytes) -> None:
        """Take one of any form."""
        self._report.acks_in_order &= int.from_bytes(body[:2], "big") == self._next[kind] % PACKET_IDS + 1
        self._next[kind] += 1
        refused = len(body) > 2 and body[2] >= 0x80
        self._report.refused += refused
        self._report.acked += kind in {4, 7} or refused


class Hose:
    """One client's connection."""

    def __init__(self, connection: socket.socket, load: Load, blocks: Blocks, ready: list[bytes] | None) -> None:
        self.report = Report(topics=load.topics)
        self._socket = connection
        self._load = load
        self._blocks = blocks
        self._ready = ready
        self._acks = Acks(self.report)
        self._data = b""
        self._out = bytearray()  # answers
        self._v5 = False
        self._receive_maximum = PACKET_IDS
        self._subscribed = load.messages == 0
        self.open = True

    def run(self) -> Report:
        """Wait for SUBSCRIBE, send everything and wait for the acknowledgements."""
        while self.open and not self._subscribed:
            self._turn(b"", 1.0)
        until = time.monotonic() + self._load.wait
        while self.open and (left := until - time.monotonic()) > 0:
            self._turn(b"", left)
        began = time.monotonic()
        window = min(self._receive_maximum, PACKET_IDS)
        for block in self._ready if self._ready is not None else self._blocks:
            self._send_block(block, began, window)
            if not self.open or (self._load.seconds and time.monotonic() - began > self._load.seconds):
                break
        while self.open and self._load.qos and self.report.acked < self.report.sent:
            self._turn(b"", 1.0)
        self.report.seconds = time.monotonic() - began
        self.report.crc32 = self._blocks.crc32 if self.report.sent == self._load.messages else None
        return self.report

    def linger(self) -> None:
        """Answer until the client closes."""
        while self.open:
            self._turn(b"", 1.0)

    def _send_block(self, block: bytes, began: float, window: int) -> None:
        size, sent = self._blocks.packet_size, 0
        total = len(block) // size
        while sent < total and self.open:
            count = min(total - sent, max(1, self._load.write // size))
            if self._load.qos:
                count = min(count, window - (self.report.sent - self.report.acked))
            if self._load.rate:
                due = int((time.monotonic() - began) * self._load.rate) - self.report.sent
                count = min(count, due)
            if count <= 0:
                self._turn(b"", 0.001)
                continue
            self._turn(block[sent * size : (sent + count) * size], 1.0)
            sent += count
            self.report.sent += count
            self.report.bytes += count * size

    def _turn(self, data: bytes, timeout_s: float) -> None:
        """Write `data` behind the answers, reading meanwhile; without data, wait for something to read."""
        self._out += data
        while self.open:
            readable, writable, _ = select.select(
                [self._socket], [self._socket] if self._out else [], [], timeout_s if not data else 5.0
            )
            if readable:
                self._read()
            if writable and self.open:
                try:
                    sent = self._socket.send(self._out)
                except OSError:
                    self.open = False
                    return
                del self._out[:sent]
            if not self._out:
                return

    def _read(self) -> None:
        try:
            data = self._socket.recv(1 << 18)
        except OSError:
            data = b""
        if not data:
            self.open = False
            return
        self._data += data
        position = 0
        while (after := self._packet(position)) > position:
            position = after
        self._data = self._data[position:]

    def _packet(self, start: int) -> int:
        """Handle the packet there, or a run of PUBACKs; where the next one begins, or `start` if this one is cut."""
        data = self._data
        if data[start : start + 2] == b"\x40\x02" and len(data) >= start + 4:
            return start + self._acks.plain(data[start:])
        length, position = 0, start + 1
        while True:
            if position >= len(data):
                return start
            byte = data[position]
            length |= (byte & 0x7F) << 7 * (position - start - 1)
            position += 1
            if byte < 0x80:
                break
        if len(data) < position + length:
            return start
        self._handle(data[start], data[position : position + length])
        return position + length

    def _handle(self, first: int, body: bytes) -> None:
        match first >> 4:
            case 1:
                self._connect(body)
            case 3:
                self._published(first, body)
            case 4 | 7 as kind:
                self._acks.one(kind, body)
            case 5:
                self._acks.one(5, body)
                if len(body) < 3 or body[2] < 0x80:
                    self._out += b"\x62\x02" + body[:2]
            case 6:
                self._out += b"\x70\x02" + body[:2]
            case 8:
                self._subscribe(body)
            case 10:
                self._unsubscribe(body)
            case 12:
                self._out += b"\xd0\x00"
            case 14:
                self.open = False
            case kind:
                self.report.complaints.append(f"packet type {kind}")

    def _connect(self, body: bytes) -> None:
        name_length = int.from_bytes(body[:2], "big")
        level = body[2 + name_length]
        if level != self._load.version:
            self.report.complaints.append(f"CONNECT of level {level} instead of {self._load.version}")
        self._v5 = level == 5
        if self._v5:
            position = 2 + name_length + 4
            length = body[position]
            properties = body[position + 1 : position + 1 + length]
            self._receive_maximum = receive_maximum(properties)
        self._out += bytes.fromhex("20 03 00 00 00" if self._v5 else "20 02 00 00")

    def _subscribe(self, body: bytes) -> None:
        position = 3 + body[2] if self._v5 else 2
        codes = bytearray()
        while position < len(body):
            position += 2 + int.from_bytes(body[position : position + 2], "big")
            codes.append(body[position] & 3)
            position += 1
        answer = body[:2] + (b"\0" if self._v5 else b"") + codes
        self._out += b"\x90" + varint(len(answer)) + answer
        self._subscribed = True

    def _unsubscribe(self, body: bytes) -> None:
        position, count = 3 + body[2] if self._v5 else 2, 0
        while position < len(body):
            position += 2 + int.from_bytes(body[position : position + 2], "big")
            count += 1
        answer = body[:2] + (b"\0" + bytes(count) if self._v5 else b"")
        self._out += b"\xb0" + varint(len(answer)) + answer

    def _published(self, first: int, body: bytes) -> None:
        self.report.received += 1
        self.report.received_bytes += len(body)
        qos = first >> 1 & 3
        if qos:
            at = 2 + int.from_bytes(body[:2], "big")
            self._out += (b"\x40\x02" if qos == 1 else b"\x50\x02") + body[at : at + 2]


def receive_maximum(properties: bytes) -> int:
    """That of CONNECT, which has only properties of fixed length before it, or none of 0x21 at all."""
    fixed = {0x11: 4, 0x17: 1, 0x19: 1, 0x21: 2, 0x22: 2, 0x27: 4}
    position = 0
    while position < len(properties):
        name = properties[position]
        if name not in fixed:
            break
        value = properties[position + 1 : position + 1 + fixed[name]]
        if name == 0x21:
            return int.from_bytes(value, "big")
        position += 1 + fixed[name]
    return PACKET_IDS


def serve(load: Load, port: int = 0) -> None:
    """Serve one client."""
    blocks = Blocks(load, load.version)
    ready = list(blocks) if load.messages * blocks.packet_size <= READY_BYTES else None
    with socket.create_server(("127.0.0.1", port)) as server:
        say(port=server.getsockname()[1], **asdict(load))
        connection, _ = server.accept()
    with connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(False)
        hose = Hose(connection, load, blocks, ready)
        say(**asdict(hose.run()))
        hose.linger()
        if not load.messages:
            say(**asdict(hose.report))


def say(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--port", type=int, default=0)
    for name, value in asdict(Load()).items():
        if isinstance(value, bool):
            parser.add_argument(f"--{name}", action="store_true")
        else:
            parser.add_argument(f"--{name}", type=type(value), default=value)
    given = vars(parser.parse_args(arguments))
    serve(port=given.pop("port"), load=Load(**given))


if __name__ == "__main__":
    main()
