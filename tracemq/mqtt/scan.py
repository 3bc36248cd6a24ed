"""Bytes from a server into rows of PUBLISH columns, runs of acknowledgements, and packets for everything rarer.

This is the hot path: plain style yields to speed here, and `codec.decode` is the slow twin that the tests hold it
against. What the fast rules do not know for certain goes to the codec, which accepts it or raises.

How it is done: one loop finds where packets begin; the columns of a run are then taken with numpy (scan_columns.py),
and topics are looked up as bytes in the topic table, which holds only topics that were decoded and checked. Properties
are looked up the same way among property bytes that were found in order (inbound_topics.py).

Measured with `python -m tests.benchmarks.bench_session` on the project's 2-core machines, Python 3.11: the whole of
`Session.receive` with acknowledgements, CPU time of one core, median of five, messages per second. 256 KiB reads,
1,000 topics, 128 byte payloads, MQTT 5:

    QoS 0 3,300,000   QoS 1 2,900,000   QoS 2 whole 1,600,000   the same properties each 2,000,000
    new properties each 500,000   reads of 1,500 bytes (10 messages) 600,000   one message a read 140,000
"""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from typing import Final, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from .batch import MessageBatch, TopicTable
from .codec import decode
from .errors import MqttError
from .inbound_topics import MOST_PROPERTIES, InboundTopics
from .packet_counts import no_packets
from .packets import Packet
from .scan_acks import AckRun, ack_run
from .scan_columns import SHORT_PACKET, Columns, columns, find_starts, topic_names
from .types import PacketType, Version
from .wire import read_varint

LONGEST_ANSWER: Final = 1 << 20  # bytes of a packet that is no PUBLISH: no request that we make has a longer answer
VECTOR_FROM: Final = 48  # packets in a run from which numpy is quicker than a plain loop
UNUSUAL: Final = -1  # instead of a topic id


class Rows(NamedTuple):
    """Rows `first` to `last` (exclusive) of the open batch are new; `qos` is false only if all are at QoS 0."""

    batch: MessageBatch
    first: int
    last: int
    qos: bool


Item = Rows | AckRun | Packet


class Scanner:
    """Takes reads of one connection after the other, and gives what is in them piece by piece."""

    def __init__(
        self,
        topics: TopicTable | None = None,
        *,
        topic_limit: int = 200_000,
        counts: Counter[PacketType] | None = None,
    ) -> None:
        self._topics = InboundTopics(topics, topic_limit)
        self._counts = no_packets() if counts is None else counts
        self.begin(Version.V5, limit=SHORT_PACKET, alias_maximum=0)

    def begin(self, version: Version, *, limit: int, alias_maximum: int) -> None:
        """A new connection: forget what was left of the last one. `limit` is in bytes, for a packet, and may change."""
        self._topics.begin(version, alias_maximum)
        self._version = version
        self._v5 = version is Version.V5
        self.limit = limit
        self._pieces: list[bytes] = []  # of a packet that is not whole yet
        self._held = 0  # bytes in them
        self._needed = 0  # bytes from which it is worth another look
        self._data = b""
        self._position = 0
        self._batch: MessageBatch | None = None
        self._received_at = 0.0
        self._fault: MqttError | None = None

    def end(self) -> None:
        """The connection is over: what it left of a packet will never be whole."""
        self._pieces, self._held, self._data, self._position = [], 0, b"", 0

    @property
    def held(self) -> int:
        """Bytes of a packet that has not arrived as a whole."""
        return self._held

    @property
    def arriving(self) -> tuple[int, int]:
        """`held`, and what that packet will have as far as its length has been read; (0, 0) without one."""
        return (self._held, self._needed) if self._held else (0, 0)

    def feed(self, data: bytes, received_at: float) -> None:
        """Take one read; `next` then gives what is in it, until it returns None."""
        if self._pieces:
            self._pieces.append(data)
            self._held += len(data)
            if self._held < self._needed:
                return
            data = b"".join(self._pieces)
            self._pieces.clear()
            self._held = 0
        self._topics.renew()
        self._data, self._position, self._received_at = data, 0, received_at
        self._batch = None

    def take_batch(self) -> MessageBatch | None:
        """The open batch, if there is one; the next row begins another. To be called after each read."""
        batch, self._batch = self._batch, None
        return batch

    def next(self) -> Item | None:
        """The next piece, in order; None if the rest is not whole yet. Raises what is wrong with the next packet."""
        if self._fault is not None:
            raise self._fault
        data, position = self._data, self._position
        if position >= len(data):
            return None
        if self._is_cut(data, position):
            self._keep_rest()
            return None
        kind = data[position] >> 4
        if kind == PacketType.PUBLISH:
            rows = self._publishes()
            if rows is not None:
                self._counts[PacketType.PUBLISH] += rows.last - rows.first
                return rows
        elif 4 <= kind <= 7:
            acks = ack_run(data, position, v5=self._v5, limit=self.limit)
            if acks is not None:
                run, self._position = acks
                self._counts[run.kind] += len(run.packet_ids)
                return run
        limit = self.limit if kind == PacketType.PUBLISH else min(self.limit, LONGEST_ANSWER)
        decoded = decode(data, self._version, start=position, limit=limit, property_limit=MOST_PROPERTIES)
        if decoded is None:
            self._keep_rest()
            return None
        packet, size = decoded
        self._position = position + size
        self._counts[PacketType(kind)] += 1
        return packet

    def _is_cut(self, data: bytes, position: int) -> bool:
        """Whether the next packet is plainly not whole yet: most reads end inside one."""
        end = len(data)
        if position + 1 == end:
            return True
        size = 2 + data[position + 1]
        if size >= 0x82:
            if position + 2 == end:
                return True
            high = data[position + 2]
            if high >= 0x80 or not high:
                return False
            size += 1 - 0x80 + (high << 7)
        return position + size > end and size <= self.limit

    def _keep_rest(self) -> None:
        rest = self._data[self._position :]
        self._pieces = [rest]
        self._held = len(rest)
        length = read_varint(rest, 1, len(rest), "the remaining length")
        self._needed = length[0] + length[1] if length else self._held + 1
        self._data, self._position = b"", 0

    def _publishes(self) -> Rows | None:
        """The run of PUBLISH packets that begins here; None if the codec has to look at the first one."""
        starts, after = find_starts(self._data, self._position)
        if len(starts) >= VECTOR_FROM:
            return self._many(starts, after)
        return self._few(starts, after) if starts else self._long()

    def _open_batch(self) -> MessageBatch:
        batch = self._batch
        if batch is None:
            batch = MessageBatch(self._data, self._version, self._topics.table, self._received_at)
            self._batch = batch
        return batch

    def _few(self, starts: list[int], after: int) -> Rows:
        """Append a short run of whole PUBLISH packets with lengths of one or two bytes, ending at `after`."""
        data = self._data
        batch = self._open_batch()
        first = len(batch.topic_ids)
        qos = 0
        starts.append(after)
        try:
            for index in range(len(starts) - 1):
                start = starts[index]
                self._row(batch, start, start + 2 + (data[start + 1] >> 7), starts[index + 1])
                qos |= data[start] & 6
        except MqttError as fault:
            if len(batch.topic_ids) == first:
                raise
            self._fault = fault
        else:
            self._position = after
        return Rows(batch, first, len(batch.topic_ids), qos != 0)

    def _long(self) -> Rows | None:
        """Append one PUBLISH whose length takes more than two bytes."""
        data, start = self._data, self._position
        header = read_varint(data, start + 1, len(data), "the remaining length")
        if header is None:
            return None
        length, body = header
        end = body + length
        if end > len(data) or end - start > self.limit:
            return None
        batch = self._open_batch()
        self._row(batch, start, body, end)
        self._position = end
        rows = len(batch.topic_ids)
        return Rows(batch, rows - 1, rows, data[start] & 6 != 0)

    def _row(self, batch: MessageBatch, start: int, body: int, end: int) -> None:
        """Append one PUBLISH that is there as a whole; `body` is where its variable header begins."""
        data = self._data
        first = data[start]
        topic_start = body + 2
        if first & 6 == 6 or first & 14 == 8 or topic_start > end or end - start > self.limit:
            self._refuse(start)
        topic_end = position = topic_start + (data[body] << 8 | data[body + 1])
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
            payload = self._end_of_properties(start, position, end)
        if payload > end:
            self._refuse(start)
        raw = data[topic_start:topic_end]
        topic = self._topics.table.ids.find(raw)
        if payload - position > 1:
            if topic is None or self._topics.known.get(data[position:payload]) != 0:
                topic = self._topics.resolve(data, start, raw, position, payload)
        else:
            if topic is None:
                topic = self._topics.resolve(data, start, raw, position, payload)
            position = payload
        batch.topic_ids.append(topic)
        batch.starts.append(start)
        batch.properties_starts.append(position)
        batch.payload_starts.append(payload)
        batch.ends.append(end)
        batch.flags.append(first)
        batch.packet_ids.append(packet_id)

    def _end_of_properties(self, start: int, position: int, end: int) -> int:
        if position >= end:
            self._refuse(start)
        length = self._data[position]
        if length < 0x80:
            return position + 1 + length
        try:
            read = read_varint(self._data, position, end, "property length")
        except MqttError:
            read = None
        if read is None:
            self._refuse(start)
        return read[0] + read[1]

    def _refuse(self, start: int) -> NoReturn:
        """The codec says what is wrong with the packet."""
        decode(self._data, self._version, start=start, limit=self.limit, property_limit=MOST_PROPERTIES)
        raise AssertionError("the scanner refuses what the codec accepts")  # pragma: no cover - a fault of ours

    def _many(self, starts: list[int], after: int) -> Rows:
        """As `_few`, for a long run."""
        run = columns(self._data, starts, after, v5=self._v5, limit=self.limit)
        count = run.good
        if not count:
            self._refuse(starts[0])
        topic_ids = self._topic_ids(run)
        fault = self._resolve_unusual(run, topic_ids)
        if fault is not None:
            count = int(topic_ids.argmin())  # the row that it is about is the first that is still UNUSUAL
            if not count:
                raise fault
            self._fault = fault
        batch = self._open_batch()
        first = len(batch.topic_ids)
        batch.topic_ids.frombytes(topic_ids[:count].tobytes())
        batch.starts.extend(run.starts[:count])
        payloads = run.payload[:count].astype(np.uint32)
        batch.payload_starts.frombytes(payloads.tobytes())
        if run.lengths is not None:
            payloads = np.where(run.lengths[:count], run.properties[:count], payloads).astype(np.uint32)
        batch.properties_starts.frombytes(payloads.tobytes())
        batch.ends.frombytes(run.end[:count].astype(np.uint32).tobytes())
        batch.flags.frombytes(run.flags[:count].tobytes())
        batch.packet_ids.frombytes(bytes(2 * count) if run.ids is None else run.ids[:count].tobytes())
        self._position = int(run.end[count - 1])
        return Rows(batch, first, first + count, run.ids is not None)

    def _topic_ids(self, run: Columns) -> NDArray[np.int32]:
        """The topic ids of the good rows; UNUSUAL where a row has to be resolved."""
        topic_ids = np.empty(run.good, np.int32)
        first, *others = self._topics.table.ids.parts
        for rows, names in topic_names(self._data, run):
            found = np.fromiter(map(first.get, names, repeat(UNUSUAL)), np.int32, len(names))
            for other in others:  # there are so many topics
                for missing in (found == UNUSUAL).nonzero()[0].tolist():
                    found[missing] = other.get(names[missing], UNUSUAL)
            topic_ids[rows] = found
        if run.lengths is not None:
            data, known = self._data, self._topics.known.get
            rows = run.lengths[: run.good].nonzero()[0]
            parts = zip(run.properties[rows].tolist(), run.payload[rows].tolist(), strict=True)
            for row, (start, end) in zip(rows.tolist(), parts, strict=True):
                if known(data[start:end]) != 0:  # never seen, or with a topic alias
                    topic_ids[row] = UNUSUAL
        return topic_ids

    def _resolve_unusual(self, run: Columns, topic_ids: NDArray[np.int32]) -> MqttError | None:
        """Fill in the topics that are UNUSUAL, in order; the fault that stops it, if any."""
        data, resolve = self._data, self._topics.resolve
        try:
            for row in (topic_ids == UNUSUAL).nonzero()[0].tolist():
                raw = data[run.topic[row] : run.topic_end[row]]
                topic_ids[row] = resolve(data, run.starts[row], raw, int(run.properties[row]), int(run.payload[row]))
        except MqttError as fault:
            return fault
        return None
