"""Turns batches into a few MiB of wire bytes with the columns that find the messages in them.

Speed rules here: tiny batches are copied field by field, big ones column by column, and no object is made per message.
A segment costs its wire bytes, 23 bytes per message and 12 per read. Reads are copied into one buffer instead of being
kept as they are: the copy is a small part of what a batch costs, one contiguous buffer makes a text search one pass,
and no read of 256 KiB stays alive because of 50 bytes in it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracemq.mqtt.batch import Message, MessageBatch, TopicTable
from tracemq.mqtt.codec import decode_publish_properties
from tracemq.mqtt.properties import NO_PROPERTIES
from tracemq.mqtt.types import QoS, Version

from .buffers import Buffer
from .row import Row

COLUMN_BYTES: Final = 23  # per message
READ_BYTES: Final = 12  # per read
TINY: Final = 12  # rows; below it a loop is quicker than numpy's calls


class Columns(NamedTuple):
    """Some rows of a segment as numpy arrays; offsets count from the start of the segment's `data`.

    Of a sealed segment these are views, of the open one copies: an array that numpy looks at cannot grow.
    """

    first: int  # the sequence number of row 0
    topic_ids: NDArray[np.int32]
    starts: NDArray[np.uint32]
    properties_starts: NDArray[np.uint32]
    payload_starts: NDArray[np.uint32]
    ends: NDArray[np.uint32]
    flags: NDArray[np.uint8]
    packet_ids: NDArray[np.uint16]


class Segment:
    """Consecutive messages of one protocol version; the newest segment of a log grows, sealed ones never change."""

    __slots__ = (
        "_ends",
        "_flags",
        "_packet_ids",
        "_payload_starts",
        "_properties_starts",
        "_read_rows",
        "_read_times",
        "_starts",
        "_topic_ids",
        "_window",
        "data",
        "first",
        "sealed",
        "used",
        "version",
    )

    def __init__(self, first: int, version: Version, buffer: Buffer) -> None:
        self.first = first
        self.version = version
        self.sealed = False
        self.data: Buffer = buffer
        self.used = 0
        self._window = memoryview(self.data)
        self._topic_ids = array("i")
        self._starts = array("I")
        self._properties_starts = array("I")
        self._payload_starts = array("I")
        self._ends = array("I")
        self._flags = array("B")
        self._packet_ids = array("H")
        self._read_rows = array("I")  # the first row of each read ...
        self._read_times = array("d")  # ... and when it arrived

    def __len__(self) -> int:
        return len(self._topic_ids)

    @property
    def last(self) -> int:
        """One past the sequence number of the newest row."""
        return self.first + len(self._topic_ids)

    @property
    def memory_bytes(self) -> int:
        data = len(self.data) if self.sealed else self.used
        return data + COLUMN_BYTES * len(self._topic_ids) + READ_BYTES * len(self._read_rows)

    @property
    def oldest_at(self) -> float:
        return self._read_times[0]

    @property
    def newest_at(self) -> float:
        return self._read_times[-1]

    # -- writing

    def fits(self, batch: MessageBatch, low: int, rows: int) -> int:
        """The end of the run of at most `rows` messages from `low` on that still fits; `low` if none does."""
        limit = batch.starts[low] + len(self.data) - self.used
        return bisect_right(batch.ends, limit, low, min(low + max(rows, 0), len(batch)))

    def extend(self, batch: MessageBatch, low: int, high: int) -> None:
        """Take over the messages [low, high) of a batch; the caller has made sure that they fit."""
        begin, end = batch.starts[low], batch.ends[high - 1]
        used = self.used
        data = batch.data
        if end - begin != len(data):
            data = data[begin:end] if end - begin < 4096 else memoryview(data)[begin:end]  # type: ignore[assignment]
        self._window[used : used + end - begin] = data
        self.used = used + end - begin
        times = self._read_times
        if not times or times[-1] != batch.received_at:
            self._read_rows.append(len(self._topic_ids))
            times.append(batch.received_at)
        if high - low < TINY:
            self._extend_by_rows(batch, low, high, used - begin)
        else:
            self._extend_by_columns(batch, low, high, used - begin)

    def _extend_by_rows(self, batch: MessageBatch, low: int, high: int, shift: int) -> None:
        for row in range(low, high):
            self._topic_ids.append(batch.topic_ids[row])
            self._starts.append(batch.starts[row] + shift)
            self._properties_starts.append(batch.properties_starts[row] + shift)
            self._payload_starts.append(batch.payload_starts[row] + shift)
            self._ends.append(batch.ends[row] + shift)
            self._flags.append(batch.flags[row])
            self._packet_ids.append(batch.packet_ids[row])

    def _extend_by_columns(self, batch: MessageBatch, low: int, high: int, shift: int) -> None:
        _append_shifted(self._starts, batch.starts, low, high, shift)
        _append_shifted(self._properties_starts, batch.properties_starts, low, high, shift)
        _append_shifted(self._payload_starts, batch.payload_starts, low, high, shift)
        _append_shifted(self._ends, batch.ends, low, high, shift)
        if high - low == len(batch):
            self._topic_ids.extend(batch.topic_ids)
            self._flags.extend(batch.flags)
            self._packet_ids.extend(batch.packet_ids)
        else:
            self._topic_ids.extend(batch.topic_ids[low:high])
            self._flags.extend(batch.flags[low:high])
            self._packet_ids.extend(batch.packet_ids[low:high])

    def seal(self) -> None:
        """Nothing more will be added: give back what growing kept in reserve."""
        self.sealed = True
        if len(self.data) - self.used > len(self.data) >> 4:
            data = bytearray(self._window[: self.used])
            self._window.release()
            self.data, self._window = data, memoryview(data)
        for name in COLUMN_NAMES:
            setattr(self, name, getattr(self, name)[:])  # a slice of an array has no reserve

    def release(self) -> Buffer:
        """Give the buffer away for another segment; the rows are gone."""
        data, self.data = self.data, bytearray()
        self._window = memoryview(self.data)
        return data

    # -- reading

    def columns(self, low: int = 0, high: int | None = None) -> Columns:
        """The rows [low, high) for work on many at once."""
        if high is None:
            high = len(self._topic_ids)
        views: list[NDArray[np.generic]] = [
            np.frombuffer(column, dtype)[low:high] if column else np.empty(0, dtype)
            for column, dtype in (
                (self._topic_ids, np.int32),
                (self._starts, np.uint32),
                (self._properties_starts, np.uint32),
                (self._payload_starts, np.uint32),
                (self._ends, np.uint32),
                (self._flags, np.uint8),
                (self._packet_ids, np.uint16),
            )
        ]
        if not self.sealed:
            views = [view.copy() for view in views]
        return Columns(self.first + low, *views)  # type: ignore[arg-type]  # each has its column's dtype

    def times(self, low: int = 0, high: int | None = None) -> NDArray[np.float64]:
        """When the rows [low, high) arrived, in seconds since the epoch."""
        if high is None:
            high = len(self._topic_ids)
        reads = np.searchsorted(np.array(self._read_rows, np.uint32), np.arange(low, high), side="right") - 1
        return np.array(self._read_times, np.float64)[reads]

    def received(self, indexes: NDArray[np.int64]) -> list[float]:
        """When these rows arrived."""
        reads = np.frombuffer(self._read_rows, np.uint32).searchsorted(indexes, side="right") - 1
        times: list[float] = np.frombuffer(self._read_times)[reads].tolist()
        return times

    def topic_id(self, index: int) -> int:
        return self._topic_ids[index]

    def received_at(self, index: int) -> float:
        return self._read_times[bisect_right(self._read_rows, index) - 1]

    def index_since(self, time_s: float) -> int:
        """The first row that arrived at this time (in seconds since the epoch) or later; one past the last if none."""
        read = next((read for read, at in enumerate(self._read_times) if at >= time_s), None)
        return len(self) if read is None else self._read_rows[read]

    def payload(self, index: int, limit: int | None = None) -> bytes:
        start, end = self._payload_starts[index], self._ends[index]
        if limit is not None and end - start > limit:
            end = start + limit
        return bytes(self._window[start:end])

    def payload_size(self, index: int) -> int:
        return self._ends[index] - self._payload_starts[index]

    def payload_part(self, index: int, offset: int, size: int) -> bytes:
        """At most `size` bytes of a payload from `offset` on."""
        start = self._payload_starts[index] + offset
        return bytes(self._window[start : min(start + size, self._ends[index])])

    def span(self, first: int, last: int) -> int:
        """The bytes from the start of the packet `first` to the end of the packet `last`."""
        return self._ends[last] - self._starts[first]

    def packet(self, index: int) -> bytes:
        return bytes(self._window[self._starts[index] : self._ends[index]])

    def properties_bytes(self, index: int) -> bytes:
        """The properties as they are on the wire, with their length; empty if there are none."""
        return bytes(self._window[self._properties_starts[index] : self._payload_starts[index]])

    def message(self, index: int, topics: TopicTable) -> Message:
        flags = self._flags[index]
        properties = self.properties_bytes(index)
        return Message(
            topic=topics.name(self._topic_ids[index]),
            payload=self.payload(index),
            qos=QoS(flags >> 1 & 3),
            retain=bool(flags & 1),
            dup=bool(flags & 8),
            properties=decode_publish_properties(properties) if properties else NO_PROPERTIES,
            packet_id=self._packet_ids[index],
            received_at=self.received_at(index),
        )

    def rows(self, indexes: Iterable[int], topics: TopicTable, preview: int) -> list[Row]:
        """Rows in ascending order as records, for painting."""
        window, first, name = self._window, self.first, topics.name
        read_rows, read_times = self._read_rows, self._read_times
        next_read, received_at = 0, 0.0
        rows = []
        for index in indexes:
            if index >= next_read:
                read = bisect_right(read_rows, index)
                received_at = read_times[read - 1]
                next_read = read_rows[read] if read < len(read_rows) else len(self._topic_ids)
            topic_id, flags = self._topic_ids[index], self._flags[index]
            start, end = self._payload_starts[index], self._ends[index]
            rows.append(
                Row(
                    first + index,
                    topic_id,
                    name(topic_id),
                    flags >> 1 & 3,
                    flags & 1 == 1,
                    flags & 8 == 8,
                    self._packet_ids[index],
                    received_at,
                    end - start,
                    end - self._starts[index],
                    bytes(window[start : min(end, start + preview)]),
                )
            )
        return rows


COLUMN_NAMES: Final = (
    "_topic_ids",
    "_starts",
    "_properties_starts",
    "_payload_starts",
    "_ends",
    "_flags",
    "_packet_ids",
    "_read_rows",
    "_read_times",
)


def _append_shifted(target: array[int], source: array[int], low: int, high: int, shift: int) -> None:
    moved = np.frombuffer(source, np.uint32)[low:high] + np.uint32(shift & 0xFFFFFFFF)  # wraps for a negative shift
    target.frombytes(moved.view(np.uint8).data)
