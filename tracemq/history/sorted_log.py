"""Turns a view into its rows in the order of a column, as they are now; the live order stays where it is.

Keys are gathered in slices; the sorting itself is one call of numpy in a thread, which does not hold the interpreter.
Rows with equal keys keep the order in which they arrived. Rows that arrive later are not in it: sort again. Rows that
leave the log are blank until the view is packed, for which `step` waits until it costs next to nothing.

Measured with 10,000,000 rows (`make bench ARGS=kept`): 4.7 s by size, 6.9 s by topic (1,000 topics). By payload it
takes longer, and where all payloads begin alike four to eleven times that. Steps of 16 ms at most.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from enum import Enum
from heapq import merge
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tracemq.mqtt.batch import Message
from tracemq.mqtt.types import Version

from .log import MessageLog
from .numpy_thread import in_thread
from .payload_order import payload_places, words_of
from .row import LogView, LogWatcher, Row
from .segment import Columns, Segment

ROWS_AT_ONCE: Final = 16_384
PAYLOADS_AT_ONCE: Final = 4_096  # 2 ms
PACKED_AT_ONCE: Final = 262_144
NAMES_AT_ONCE: Final = 4_096
PACK_SHARE: Final = 100  # packing may take one part in so many of the time

Keys = NDArray[Any]
Rows = NDArray[np.int64]


class SortColumn(Enum):
    """What rows can be sorted by."""

    ARRIVAL = "arrival"
    TOPIC = "topic"
    PAYLOAD = "payload"
    QOS = "qos"
    RETAIN = "retain"
    DUP = "dup"
    PACKET_ID = "packet_id"
    SIZE = "size"


COLUMN_KEYS: Final[dict[SortColumn, Callable[[Columns], Keys]]] = {
    SortColumn.TOPIC: lambda columns: columns.topic_ids,  # until their order is known
    SortColumn.QOS: lambda columns: columns.flags >> 1 & 3,
    SortColumn.RETAIN: lambda columns: columns.flags & 1,
    SortColumn.DUP: lambda columns: columns.flags >> 3 & 1,
    SortColumn.PACKET_ID: lambda columns: columns.packet_ids,
    SortColumn.SIZE: lambda columns: columns.ends - columns.payload_starts,
}


class SortedLog:
    """The rows of a log or filter in another order; implements `LogView` and watches the log (`LogWatcher`).

    It is empty until `step` has returned true for the first time.
    """

    def __init__(
        self,
        log: MessageLog,
        source: LogView,
        by: SortColumn,
        *,
        descending: bool = False,
        before: int | None = None,
    ) -> None:
        """`before` is the number of the first message that is left out; None for none."""
        self.by = by
        self.descending = descending
        self._log = log
        last = source.last if before is None else source.position(before)
        self._total = last - source.first
        self._gathered = 0
        self._base = 0  # the position of the first row
        self._seqs = np.empty(0, np.int64)
        self._gone = 0  # rows of `_seqs` that left the log, at most
        self._lost = 0  # the same of rows that are not shown yet
        self._packing: Generator[bool, None, None] | None = None
        self._packed_s = 0.0
        self._pack_after = 0.0
        self._watchers: list[LogWatcher] = []
        self._unwatch = log.watch(self)
        self._work: Generator[bool, None, Rows] | None = self._sorting(source, last)

    # -- sorting

    @property
    def progress(self) -> float:
        """From 0 to 1; the sorting itself counts for nothing, and takes a second for 10,000,000 rows."""
        return self._gathered / self._total if self._total else 1.0

    def step(self, budget_s: float = 0.008) -> bool:
        """Go on for about so long; true once the rows are in order. To be called on, for rows that leave the log."""
        until = perf_counter() + budget_s
        while self._work is not None:
            try:
                waits = next(self._work)
            except StopIteration as finished:
                self._work = None
                self._show(finished.value)
                break
            if waits or perf_counter() > until:
                break
        if self._work is None and self._gone and perf_counter() > self._pack_after:
            began = perf_counter()
            packing = self._packing = self._packing or self._pack()
            while next(packing, None) is not None and perf_counter() < until:
                pass
            self._packed_s += perf_counter() - began
            if self._packing is None:
                self._pack_after = perf_counter() + self._packed_s * PACK_SHARE
                self._packed_s = 0.0
        return self._work is None

    def _sorting(self, source: LogView, last: int) -> Generator[bool, None, Rows]:
        """Yields true as long as there is only waiting to do."""
        seqs: list[Rows] = []
        keys: list[Keys] = []
        left: list[Keys] = []  # of payloads: how much there is of them
        position = source.first
        at_once = PAYLOADS_AT_ONCE if self.by is SortColumn.PAYLOAD else ROWS_AT_ONCE
        while position < last:
            position = max(position, source.first)  # what left meanwhile is not sorted
            part = source.seqs(position, min(at_once, last - position)) if position < last else ()
            for segment, indexes in self._log.parts(part):
                chosen = np.arange(indexes.start, indexes.stop) if isinstance(indexes, range) else np.array(indexes)
                seqs.append(chosen + segment.first)
                if self.by is SortColumn.PAYLOAD:
                    words, size = words_of(segment, chosen)
                    keys.append(words)
                    left.append(size)
                else:
                    keys.append(_keys(segment, chosen, self.by))
            position += len(part)
            self._gathered = self._total - (last - position)
            yield False
        self._gathered = self._total
        if not seqs:
            return np.empty(0, np.int64)
        ranks = None
        if self.by is SortColumn.TOPIC:
            ranks = yield from self._ranks(keys)
        if self.by is SortColumn.PAYLOAD:
            keys = [(yield from self._payload_places(seqs, keys, left))]
        found: Rows = yield from in_thread(lambda: _in_order(seqs, keys, ranks, self.descending))
        return found

    def _payload_places(self, seqs: list[Rows], words: list[Keys], left: list[Keys]) -> Generator[bool, None, Rows]:
        columns = yield from in_thread(lambda: tuple(map(np.concatenate, (seqs, words, left))))
        words.clear()
        return (yield from payload_places(self._log, *columns))

    def _ranks(self, topic_ids: list[Keys]) -> Generator[bool, None, NDArray[np.uint32]]:
        """Every topic's place in the order of names, by its number."""
        distinct: list[int] = yield from in_thread(lambda: np.unique(np.concatenate(topic_ids)).tolist())
        runs = []
        for begin in range(0, len(distinct), NAMES_AT_ONCE):
            part = distinct[begin : begin + NAMES_AT_ONCE]
            runs.append(sorted((self._log.topics.name(number), number) for number in part))
            yield False
        ranks = np.zeros(distinct[-1] + 1, np.uint32)
        for rank, (_, number) in enumerate(merge(*runs)):
            ranks[number] = rank
            if rank % NAMES_AT_ONCE == 0:
                yield False
        return ranks

    def _show(self, seqs: Rows) -> None:
        with ExitStack() as told:
            if len(seqs):
                for watcher in tuple(self._watchers):
                    told.enter_context(watcher.adding(len(seqs)))
            self._seqs = seqs
        self._gone += self._lost
        self._lost = 0

    def _pack(self) -> Generator[bool, None, None]:
        """Take out rows that are gone: all rows leave the view, and those that are left join it."""
        first, gone, seqs = self._log.first, self._gone, self._seqs
        left, count = np.empty(len(seqs), np.int64), 0
        for begin in range(0, len(seqs), PACKED_AT_ONCE):
            part = seqs[begin : begin + PACKED_AT_ONCE]
            part = part[part >= first]
            left[count : count + len(part)] = part
            count += len(part)
            yield True
        self._packing = None
        self._gone -= gone
        if count == len(seqs):
            return
        with ExitStack() as told:
            for watcher in tuple(self._watchers):
                told.enter_context(watcher.removing(len(seqs)))
            self._base += len(seqs)
            self._seqs = left[:0]
        self._show(left[:count])

    def close(self) -> None:
        """Look at the log no more."""
        self._unwatch()
        if self._work is not None:
            self._work.close()

    @contextmanager
    def adding(self, count: int) -> Iterator[None]:
        """What arrives later is not in this order."""
        yield

    @contextmanager
    def removing(self, count: int) -> Iterator[None]:
        """Rows that leave the log are blank from now on; `step` takes them out."""
        if self._work is None:
            self._gone += count
        else:
            self._lost += count
        yield

    # -- LogView

    @property
    def first(self) -> int:
        return self._base

    @property
    def last(self) -> int:
        return self._base + len(self._seqs)

    def seq(self, position: int) -> int:
        if not self._base <= position < self.last:
            raise IndexError(position)
        return int(self._seqs[position - self._base])

    def seqs(self, first: int, count: int) -> Sequence[int]:
        if first < self._base:
            raise IndexError(first)
        found: list[int] = self.numbers(first, first + count).tolist()
        return found

    def numbers(self, first: int, last: int) -> Rows:
        """The sequence numbers at the positions [first, last), also those of rows that have left the log."""
        return self._seqs[max(first - self._base, 0) : max(last - self._base, 0)]

    def position(self, seq: int) -> int:
        """The position of this message; `last` if it is not in the view."""
        found = np.flatnonzero(self._seqs == seq)
        return self._base + int(found[0]) if len(found) else self.last

    def row(self, position: int) -> Row:
        return self._row(self.seq(position))

    def rows(self, first: int, count: int) -> list[Row]:
        return [self._row(seq) for seq in self.seqs(first, count)]

    def _row(self, seq: int) -> Row:
        if seq >= self._log.first:
            return self._log.row(seq)
        return Row(seq, -1, "", 0, False, False, 0, 0.0, 0, 0, b"")

    def payload(self, position: int, limit: int | None = None) -> bytes:
        return self._log.payload(self.seq(position), limit)

    def packet(self, position: int) -> bytes:
        return self._log.packet(self.seq(position))

    def message(self, position: int) -> Message:
        return self._log.message(self.seq(position))

    def version(self, position: int) -> Version:
        return self._log.version(self.seq(position))

    def watch(self, watcher: LogWatcher) -> Callable[[], None]:
        self._watchers.append(watcher)

        def unwatch() -> None:
            self._watchers = [other for other in self._watchers if other is not watcher]

        return unwatch


def _keys(segment: Segment, chosen: Rows, by: SortColumn) -> Keys:
    """What some rows of a segment are sorted by."""
    if by is SortColumn.ARRIVAL:
        return chosen + segment.first
    keys: Keys = COLUMN_KEYS[by](segment.columns())[chosen]
    return keys


def _in_order(seqs: list[Rows], keys: list[Keys], ranks: NDArray[np.uint32] | None, descending: bool) -> Rows:
    """The rows by key, those with equal keys by arrival in either direction; all of it done by numpy."""
    key = np.concatenate(keys)
    if ranks is not None:
        key = ranks[key]
    if descending:
        key = key[::-1]
    order = np.argsort(key, kind="stable")
    if descending:
        order = len(order) - 1 - order[::-1]
    found: Rows = np.concatenate(seqs)[order]
    return found
