"""Bytes from a server into rows of PUBLISH columns, runs of acknowledgements, and packets for everything rarer.

This is the hot path: plain style yields to speed here, and `codec.decode` is the slow twin that the tests hold it
against. What the fast rules do not know for certain goes to the codec, which accepts it or raises.

How it is done: one loop finds where packets begin; the columns of a run are then taken with numpy, and topics are
looked up as bytes in the topic table, which holds only topics that were decoded and checked. Properties are looked up
the same way in a bounded table of property bytes that the codec has accepted.
"""

from __future__ import annotations

from array import array
from typing import Final, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from .batch import MessageBatch, TopicTable
from .codec import decode
from .errors import MqttError, ProtocolError
from .packets import Packet, Publish
from .reason_codes import ALLOWED, ReasonCode
from .types import PacketType, Version
from .wire import read_varint, write_varint

VECTOR_FROM: Final = 48  # packets in a run from which numpy is quicker than a plain loop
_PATIENCE: Final = 16  # packets between two attempts to find the next ones by their size alone
_ACK_BLOCK: Final = 4096  # acknowledgements looked at in one go
_KNOWN_PROPERTIES: Final = 4096
_KNOWN_PROPERTIES_BYTES: Final = 1024  # longer ones are checked each time
_TWO_BYTE_LENGTH: Final = 16_383 + 3  # the longest packet whose length the loop reads itself

_ACKS: Final = {0x40: PacketType.PUBACK, 0x50: PacketType.PUBREC, 0x62: PacketType.PUBREL, 0x70: PacketType.PUBCOMP}
_ACK_REASONS: Final = {kind: {int(code): code for code in ALLOWED[kind]} for kind in _ACKS.values()}
_BAD_FLAGS: Final = np.array([first & 6 == 6 or first & 14 == 8 for first in range(256)])

Column = NDArray[np.intp]


class Rows(NamedTuple):
    """Rows `first` to `last` (exclusive) of the open batch are new; `qos` is true if any of them is not QoS 0."""

    batch: MessageBatch
    first: int
    last: int
    qos: bool


class AckRun(NamedTuple):
    """Acknowledgements of one kind and one reason, without properties, in order."""

    kind: PacketType
    reason: ReasonCode
    packet_ids: list[int]


Item = Rows | AckRun | Packet


class _Columns(NamedTuple):
    """A run of PUBLISH packets; the first `good` rows have nothing wrong with their outline."""

    good: int
    starts: array[int]
    flags: NDArray[np.uint8]
    topic: Column
    topic_end: Column
    ids: NDArray[np.uint16] | None  # None: all at QoS 0
    properties: Column
    lengths: NDArray[np.uint8] | None  # first byte of the property length; None: all are zero, or there is none
    payload: Column
    end: Column


class Scanner:
    """Takes reads of one connection after the other, and gives what is in them piece by piece."""

    def __init__(self, topics: TopicTable | None = None, *, topic_limit: int = 200_000) -> None:
        self._own_topics = topics is None
        self._topics = TopicTable() if topics is None else topics
        self._topic_limit = topic_limit
        self._known_properties: dict[bytes, int] = {}  # property bytes -> the topic alias in them, or 0
        self.begin(Version.V5, limit=_TWO_BYTE_LENGTH, alias_maximum=0)

    def begin(self, version: Version, *, limit: int, alias_maximum: int) -> None:
        """A new connection: forget what was left of the last one. `limit` is in bytes, for a whole packet."""
        self._version = version
        self._v5 = version is Version.V5
        self._limit = limit
        self._alias_maximum = alias_maximum
        self._aliases: dict[int, bytes] = {}
        self._pieces: list[bytes] = []  # of a packet that is not whole yet
        self._held = 0  # bytes in them
        self._needed = 0  # bytes from which it is worth another look
        self._data = b""
        self._position = 0
        self._batch: MessageBatch | None = None
        self._received_at = 0.0
        self._fault: MqttError | None = None

    @property
    def held(self) -> int:
        """Bytes of a packet that has not arrived as a whole."""
        return self._held

    def feed(self, data: bytes, received_at: float) -> None:
        """Take one read; `next` then gives what is in it, until it returns None."""
        if self._pieces:
            self._pieces.append(data)
            self._held += len(data)
            if self._held < self._needed:
                self._data, self._position = b"", 0
                return
            data = b"".join(self._pieces)
            self._pieces.clear()
            self._held = 0
        if self._own_topics and len(self._topics) > self._topic_limit:
            self._topics = (
                TopicTable()
            )  # nobody tells us what may be forgotten; batches keep the table they were made with
        self._data, self._position, self._received_at = data, 0, received_at
        self._batch = None

    def take_batch(self) -> MessageBatch | None:
        """The open batch, if it has rows; the next row begins another one."""
        batch, self._batch = self._batch, None
        return batch

    def next(self) -> Item | None:
        """The next piece, in order; None if the rest is not whole yet. Raises what is wrong with the next packet."""
        if self._fault is not None:
            fault, self._fault = self._fault, None
            raise fault
        data, position = self._data, self._position
        if position >= len(data):
            return None
        kind = data[position] >> 4
        if kind == PacketType.PUBLISH:
            rows = self._publishes()
            if rows is not None:
                return rows
        elif 4 <= kind <= 7:
            acks = self._acks()
            if acks is not None:
                return acks
        decoded = decode(data, self._version, start=position, limit=self._limit)
        if decoded is None:
            self._keep_rest()
            return None
        packet, size = decoded
        self._position = position + size
        return packet

    def _keep_rest(self) -> None:
        data, position = self._data, self._position
        rest = data[position:] if position else data
        self._pieces = [rest]
        self._held = len(rest)
        length = read_varint(rest, 1, len(rest), "the remaining length") if len(rest) > 1 else None
        self._needed = length[0] + length[1] if length else self._held + 1
        self._data, self._position = b"", 0

    # PUBLISH

    def _publishes(self) -> Rows | None:
        """The run of PUBLISH packets that begins here; None if the first is not whole."""
        data = self._data
        starts, position = self._starts()
        if len(starts) >= VECTOR_FROM:
            return self._many(starts, position)
        batch = self._open_batch()
        first = len(batch.topic_ids)
        if not starts:
            return self._long(batch, first)
        starts.append(position)
        qos = 0
        try:
            for index in range(len(starts) - 1):
                start = starts[index]
                self._row(batch, start, start + 2 + (data[start + 1] >> 7), starts[index + 1])
                qos |= data[start] & 6
        except MqttError as fault:
            return self._rows_before(fault, batch, first)
        self._position = position
        return Rows(batch, first, len(batch.topic_ids), qos != 0)

    def _starts(self) -> tuple[list[int], int]:
        """Where the PUBLISH packets begin that follow here without a gap, and where the last of them ends.

        Ends before one that is not whole, or whose length does not take one or two bytes.
        """
        data, position = self._data, self._position
        starts: list[int] = []
        found = starts.append
        end = len(data)
        last = end - 2  # a header of three bytes begins here at the latest
        patience = _PATIENCE
        while True:
            for _ in range(patience):
                if position >= last or data[position] & 0xF0 != 0x30:
                    return starts, position
                length = data[position + 1]
                if length < 0x80:
                    after = position + 2 + length
                else:
                    high = data[position + 2]
                    if high >= 0x80 or not high:
                        return starts, position
                    after = position + 3 + (length & 0x7F) + (high << 7)
                if after > end:
                    return starts, position
                found(position)
                position = after
            count = self._equal(starts[-1], position - starts[-1])
            if count:
                size = position - starts[-1]
                starts += range(position, position + count * size, size)
                position += count * size
                patience = _PATIENCE
            else:
                patience *= 2

    def _equal(self, start: int, size: int) -> int:
        """How many PUBLISH packets of the same size follow the one that begins here; 0 if it is not worth looking.

        Each has the length of the one before it, so it ends where the next one is looked for.
        """
        data = self._data
        probe = start + 64 * size
        if data[probe : probe + 2] != data[start : start + 2]:
            return 0
        octets = np.frombuffer(data, np.uint8, offset=start)
        count = len(octets) // size
        table = octets[: count * size].reshape(count, size)
        same = table[:, 1] == data[start + 1]
        same &= table[:, 0] & 0xF0 == 0x30
        if data[start + 1] >= 0x80:
            same &= table[:, 2] == data[start + 2]
        return (count if same.all() else int(same.argmin())) - 1

    def _long(self, batch: MessageBatch, first: int) -> Rows | None:
        """One PUBLISH whose length takes more than two bytes, or one that must be held against the limit."""
        data, start = self._data, self._position
        header = read_varint(data, start + 1, len(data), "the remaining length")
        if header is None:
            return None
        length, body = header
        end = body + length
        if end > len(data) or end - start > self._limit:
            return None
        self._row(batch, start, body, end)
        self._position = end
        return Rows(batch, first, first + 1, data[start] & 6 != 0)

    def _rows_before(self, fault: MqttError, batch: MessageBatch, first: int) -> Rows:
        """Hand out what came before a fault; the fault itself is raised next."""
        last = len(batch.topic_ids)
        if last == first:
            raise fault
        self._fault = fault
        return Rows(batch, first, last, any(flags & 6 for flags in batch.flags[first:last]))

    def _open_batch(self) -> MessageBatch:
        batch = self._batch
        if batch is None:
            batch = MessageBatch(self._data, self._version, self._topics, self._received_at)
            self._batch = batch
        return batch

    def _row(self, batch: MessageBatch, start: int, body: int, end: int) -> None:
        """Append one PUBLISH that is there as a whole; `body` is where its variable header begins."""
        data = self._data
        first = data[start]
        topic_start = body + 2
        if first & 6 == 6 or first & 14 == 8 or topic_start > end or end - start > self._limit:
            self._refuse(start)
        topic_end = topic_start + (data[body] << 8 | data[body + 1])
        position = topic_end
        packet_id = 0
        if first & 6:
            position += 2
            if position > end:
                self._refuse(start)
            packet_id = data[topic_end] << 8 | data[topic_end + 1]
            if not packet_id:
                self._refuse(start)
        payload = position
        if self._v5:
            if position >= end:
                self._refuse(start)
            payload += 1 + data[position]
            if data[position] >= 0x80:
                payload = self._end_of_properties(start, position, end)
        if payload > end:
            self._refuse(start)
        raw = data[topic_start:topic_end]
        topic = self._topics.ids.get(raw)
        if payload - position > 1:
            alias = self._known_properties.get(data[position:payload])
            if topic is None or alias != 0:
                topic = self._resolve(start, raw, position, payload)
        else:
            if topic is None:
                topic = self._resolve(start, raw, position, payload)
            position = payload
        batch.topic_ids.append(topic)
        batch.starts.append(start)
        batch.properties_starts.append(position)
        batch.payload_starts.append(payload)
        batch.ends.append(end)
        batch.flags.append(first)
        batch.packet_ids.append(packet_id)

    def _end_of_properties(self, start: int, position: int, end: int) -> int:
        try:
            read = read_varint(self._data, position, end, "property length")
        except MqttError:
            read = None
        if read is None:
            self._refuse(start)
        return read[0] + read[1]

    def _refuse(self, start: int) -> NoReturn:
        """The codec says what is wrong with the packet."""
        decode(self._data, self._version, start=start, limit=self._limit)
        raise AssertionError("the scanner refuses what the codec accepts")  # pragma: no cover - a fault of ours

    def _resolve(self, start: int, raw: bytes, position: int, payload: int) -> int:
        """The topic id of a PUBLISH that is new in some way: its topic, its properties, or a topic alias in them."""
        data, topics = self._data, self._topics
        key = data[position:payload]
        topic = topics.ids.get(raw)
        alias = self._known_properties.get(key)
        if alias is None or (topic is None and (raw or not alias)):
            publish = self._check(start, payload)
            if topic is None and raw:
                topic = topics.add(raw, publish.topic)
            alias = publish.properties.topic_alias or 0
            if len(key) <= _KNOWN_PROPERTIES_BYTES:
                if len(self._known_properties) >= _KNOWN_PROPERTIES:
                    self._known_properties.clear()
                self._known_properties[key] = alias
        if alias:
            if alias > self._alias_maximum:  # section 3.3.2.3.4
                raise ProtocolError(f"topic alias {alias} of {self._alias_maximum}", ReasonCode.TOPIC_ALIAS_INVALID)
            if topic is None:
                raw = self._aliases.get(alias, b"")
                if not raw:
                    raise ProtocolError(f"topic alias {alias} stands for nothing")
                topic = topics.ids.get(raw)
                if topic is None:
                    topic = topics.add(raw, raw.decode())
            else:
                self._aliases[alias] = raw
        assert topic is not None  # noqa: S101 - the codec refuses an empty topic without an alias
        return topic

    def _check(self, start: int, payload: int) -> Publish:
        """Let the codec check a PUBLISH without its payload, of which nothing depends."""
        data = self._data
        body = start + 2
        while data[body - 1] >= 0x80:
            body += 1
        packet = data[start : start + 1] + write_varint(payload - body) + data[body:payload]
        decoded = decode(packet, self._version)
        assert decoded is not None  # noqa: S101 - it was made whole
        assert isinstance(decoded[0], Publish)  # noqa: S101 - by its first byte
        return decoded[0]

    def _many(self, starts: list[int], after: int) -> Rows:
        """Append a long run of whole PUBLISH packets with lengths of one or two bytes, ending at `after`."""
        columns = self._columns(array("I", starts), after)
        count = columns.good
        if not count:
            self._refuse(starts[0])
        topics = self._topic_ids(columns)
        fault = self._resolve_unusual(starts, topics, columns)
        if fault is not None:
            count = topics.index(None)
            if not count:
                raise fault
            self._fault = fault
        batch = self._open_batch()
        first = len(batch.topic_ids)
        batch.topic_ids.extend(array("i", topics[:count]))  # type: ignore[arg-type]  # the rest alone may be None
        batch.starts.extend(columns.starts[:count])
        payloads = columns.payload[:count].astype(np.uint32)
        batch.payload_starts.frombytes(payloads.tobytes())
        if columns.lengths is not None:
            payloads = np.where(columns.lengths[:count], columns.properties[:count], payloads).astype(np.uint32)
        batch.properties_starts.frombytes(payloads.tobytes())
        batch.ends.frombytes(columns.end[:count].astype(np.uint32).tobytes())
        batch.flags.frombytes(columns.flags[:count].tobytes())
        batch.packet_ids.frombytes(bytes(2 * count) if columns.ids is None else columns.ids[:count].tobytes())
        self._position = int(columns.end[count - 1])
        return Rows(batch, first, first + count, columns.ids is not None)

    def _columns(self, starts: array[int], after: int) -> _Columns:
        octets = np.frombuffer(self._data, np.uint8)
        start = np.frombuffer(starts, np.uint32).astype(np.intp)
        end = np.empty_like(start)
        end[:-1] = start[1:]
        end[-1] = after
        flags = octets.take(start)
        topic = start + 4
        topic += octets.take(start + 1) >> 7
        topic_end = octets.take(topic - 2, mode="clip").astype(np.intp)
        topic_end <<= 8
        topic_end |= octets.take(topic - 1, mode="clip")
        topic_end += topic
        bad = topic > end
        bad |= _BAD_FLAGS.take(flags)
        if self._limit < _TWO_BYTE_LENGTH:
            bad |= end - start > self._limit
        properties = topic_end
        ids: NDArray[np.uint16] | None = None
        some = (flags & 6) != 0
        if some.any():
            ids = octets.take(topic_end, mode="clip").astype(np.uint16)
            ids <<= 8
            ids |= octets.take(topic_end + 1, mode="clip")
            ids *= some
            bad |= some & (ids == 0)
            properties = topic_end + some * 2
        payload = properties
        lengths: NDArray[np.uint8] | None = None
        if self._v5:
            bad |= properties >= end
            payload = properties + 1
            found = octets.take(properties, mode="clip")
            if found.any():
                lengths = found
                payload += found
                if (found >= 0x80).any():
                    high = octets.take(properties + 1, mode="clip").astype(np.intp)
                    bad |= (found >= 0x80) & ((high >= 0x80) | (high == 0))  # such a packet has no room for three
                    payload += (found >= 0x80) * (1 - 0x80 + (high << 7))
        bad |= payload > end
        good = int(bad.argmax()) if bad.any() else len(starts)
        return _Columns(good, starts, flags, topic, topic_end, ids, properties, lengths, payload, end)

    def _topic_ids(self, columns: _Columns) -> list[int | None]:
        """The topic ids of the good rows; None where a row is unusual and has to be resolved."""
        data, good = self._data, columns.good
        find = self._topics.ids.get
        parts = zip(columns.topic[:good].tolist(), columns.topic_end[:good].tolist(), strict=True)
        topics = [find(data[start:end]) for start, end in parts]
        if columns.lengths is not None:
            rows = columns.lengths[:good].nonzero()[0]
            known = self._known_properties.get
            parts = zip(columns.properties[rows].tolist(), columns.payload[rows].tolist(), strict=True)
            for row, (start, end) in zip(rows.tolist(), parts, strict=True):
                if known(data[start:end]) != 0:  # never seen, or with a topic alias
                    topics[row] = None
        return topics

    def _resolve_unusual(self, starts: list[int], topics: list[int | None], columns: _Columns) -> MqttError | None:
        """Fill in the topics that are None, in order; the fault that stops it, if any."""
        data = self._data
        row = -1
        try:
            for _ in range(topics.count(None)):
                row = topics.index(None, row + 1)
                raw = data[columns.topic[row] : columns.topic_end[row]]
                topics[row] = self._resolve(starts[row], raw, int(columns.properties[row]), int(columns.payload[row]))
        except MqttError as fault:
            return fault
        return None

    # Acknowledgements

    def _acks(self) -> AckRun | None:
        """The run of equal acknowledgements without properties that begins here; None if it begins otherwise."""
        data, position = self._data, self._position
        kind = _ACKS.get(data[position])
        if kind is None or len(data) - position < 4:
            return None
        pattern = {0: data[position], 1: data[position + 1]}
        stride = 2 + pattern[1]
        reason: ReasonCode | None = ReasonCode.SUCCESS
        if stride == 5 and self._v5 and len(data) - position >= stride:
            pattern[4] = data[position + 4]
            reason = _ACK_REASONS[kind].get(pattern[4])
        elif stride != 4:
            return None
        if reason is None or stride > self._limit:
            return None
        ids = self._ack_ids(pattern, stride)
        if not ids:
            return None
        self._position = position + stride * len(ids)
        return AckRun(kind, reason, ids)

    def _ack_ids(self, pattern: dict[int, int], stride: int) -> list[int]:
        """The packet ids of the acknowledgements that begin here and have these bytes at these offsets."""
        data, position = self._data, self._position
        ids: list[int] = []
        if data[position + stride : position + stride + 2] != data[position : position + 2]:  # alone
            packet_id = data[position + 2] << 8 | data[position + 3]
            return [packet_id] if packet_id else []
        while True:
            count = min((len(data) - position) // stride, _ACK_BLOCK)
            block = np.frombuffer(data, np.uint8, count * stride, position).reshape(count, stride)
            same = (block[:, 2] != 0) | (block[:, 3] != 0)
            for offset, octet in pattern.items():
                same &= block[:, offset] == octet
            fitting = count if same.all() else int(same.argmin())
            found = block[:fitting, 2].astype(np.intp) << 8 | block[:fitting, 3]
            ids += found.tolist()
            if fitting < _ACK_BLOCK:
                return ids
            position += fitting * stride
