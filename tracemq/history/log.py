"""Turns batches of messages into rows with absolute numbers, within a budget of memory.

Appending costs a copy and a few calls per read: measured 1.7 us for a read of one message, and per message in reads of
1,800 (128 byte payloads) 0.08 us while old segments leave, 0.13 to 0.6 us on fresh memory, as the system hands it out.
A page of 40 rows is read in 0.03 ms. Rows become visible, and old ones leave, at `tick` alone, when every watcher has
been told. Old rows leave by whole segments, because a column that loses its head would have to be moved;
retention.py says which.

New rows are announced before old ones go, so that the window of visible rows never jumps and every row was visible
once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Final

from tracemq.mqtt.batch import Message, MessageBatch, TopicTable
from tracemq.mqtt.types import Version

from .budget import Budget
from .buffers import Buffers
from .retention import PARTS, Limits
from .row import PREVIEW_BYTES, LogView, LogWatcher, Row
from .segment import Segment

__all__ = ["LogView", "LogWatcher", "MessageLog", "Row"]

MAX_SEGMENT_BYTES: Final = 4 << 20  # one step of a search or filter is one segment: a few ms
MIN_SEGMENT_BYTES: Final = 64 << 10
POURING_S: Final = 1.0  # a segment that is full sooner will not be the last


class MessageLog:
    """Every message received, as rows `first <= seq < last`; implements `LogView`.

    The limits may be changed at any time and hold from the next tick on. The newest segment is never given up, so a
    single message larger than the budget is kept until the next one arrives.
    """

    def __init__(
        self,
        topics: TopicTable,
        *,
        budget_bytes: int = 1 << 30,
        segment_bytes: int | None = None,
        max_rows: int | None = None,
        max_age_s: float | None = None,
        shared: Budget | None = None,
    ) -> None:
        self.topics = topics
        self.budget_bytes = budget_bytes
        self._segment_bytes = segment_bytes
        self._shared = shared
        self._watchers: list[LogWatcher] = []
        self._first = self._last = self._end = 0
        self._evicted = self._cleared = self._topics_forgotten = 0
        self._forgetters: list[Callable[[Sequence[int]], None]] = []
        self._give_up_before = 0
        self.retain(max_rows=max_rows, max_age_s=max_age_s)
        self._open = Segment(0, Version.V5, bytearray())
        self._segments = [self._open]
        self._firsts = [0]
        self._sealed_bytes = 0
        self._buffers = Buffers()
        if shared is not None:
            shared.join(self)

    @property
    def max_rows(self) -> int | None:
        """How many rows stay at most; None for no such limit."""
        return self._limits.max_rows

    @property
    def max_age_s(self) -> float | None:
        """How old rows may become, in seconds; None for no such limit."""
        return self._limits.max_age_s

    def retain(self, *, max_rows: int | None, max_age_s: float | None) -> None:
        """Set the limits by number and by age, from the next tick on; None is no limit, ValueError below 1 or 0 s.

        After each tick there are no more than `max_rows` rows, and at least 15 of 16 parts of them if so many arrived.
        Every row that is younger than `max_age_s` is there (if the other limits allow), none that is older by more
        than a sixteenth. What leaves counts as `evicted`. The budget in bytes holds beside these.
        """
        self._limits = Limits(max_rows, max_age_s)

    # -- numbers

    @property
    def first(self) -> int:
        """The oldest visible row."""
        return self._first

    @property
    def last(self) -> int:
        """One past the newest visible row."""
        return self._last

    @property
    def end(self) -> int:
        """The number that the next message will get; rows from `last` on become visible at the next tick."""
        return self._end

    @property
    def received(self) -> int:
        """Messages ever appended: visible ones, those that wait for the tick, evicted and cleared ones."""
        return self._end

    @property
    def pending(self) -> int:
        """Messages that wait for the tick."""
        return self._end - self._last

    @property
    def evicted(self) -> int:
        """Rows that had to leave because of a limit."""
        return self._evicted

    @property
    def cleared(self) -> int:
        """Rows that the user cleared away."""
        return self._cleared

    @property
    def topics_forgotten(self) -> int:
        """Topics that had to leave because there were too many."""
        return self._topics_forgotten

    @property
    def memory_bytes(self) -> int:
        """Wire bytes and columns."""
        return self._sealed_bytes + self._open.memory_bytes

    @property
    def spare_bytes(self) -> int:
        """What could be given up: all but the newest segment."""
        return self._sealed_bytes

    @property
    def newest_at(self) -> float | None:
        """When the newest message arrived, in seconds since the epoch."""
        segment = next((segment for segment in reversed(self._segments) if len(segment)), None)
        return segment.newest_at if segment else None

    # -- writing

    def append(self, batch: MessageBatch) -> None:
        """Record a read's messages; they become visible at the next tick."""
        count = len(batch.topic_ids)
        if not count:
            return
        segment = self._open
        if (
            segment.version is batch.version
            and len(segment) + count <= self._limits.segment_rows
            and segment.used + batch.ends[-1] - batch.starts[0] <= len(segment.data)
        ):
            segment.extend(batch, 0, count)
        else:
            self._append_in_parts(batch, count)
        self._end += count

    def _append_in_parts(self, batch: MessageBatch, count: int) -> None:
        if self._open.version is not batch.version:
            self._open_segment(batch.version, 0, self._open.last)
        low = 0
        while low < count:
            segment = self._open
            high = segment.fits(batch, low, self._limits.segment_rows - len(segment))
            if high == low:
                self._open_segment(batch.version, batch.ends[low] - batch.starts[low], segment.last)
                continue
            segment.extend(batch, low, high)
            low = high

    def _open_segment(self, version: Version, at_least: int, first: int) -> None:
        size = self._segment_bytes or max(MIN_SEGMENT_BYTES, min(MAX_SEGMENT_BYTES, self.budget_bytes // PARTS))
        size = max(size, at_least)
        segment = Segment(first, version, self._buffers.take(size))
        if len(self._open):
            if self._open.newest_at - self._open.oldest_at < POURING_S:
                self._buffers.prepare(size)
            self._open.seal()
            self._sealed_bytes += self._open.memory_bytes
        else:  # an empty one has nothing to keep
            self._segments.pop()
            self._firsts.pop()
        self._open = segment
        self._segments.append(segment)
        self._firsts.append(first)

    def tick(self, now: float | None = None) -> None:
        """Show what was appended, then let go what the limits no longer allow.

        `now`, in seconds since the epoch, is needed for the limit by age alone.
        """
        if self._end != self._last:
            with ExitStack() as told:
                for watcher in tuple(self._watchers):
                    told.enter_context(watcher.adding(self._end - self._last))
                self._last = self._end
        limits = self._limits
        if now is not None and len(self._open) and limits.closes(self._open, now):
            self._open_segment(self._open.version, 0, self._open.last)
        leaving = self._count_leaving(now)
        first = max(self._first, self._segments[leaving].first)
        first = limits.cut(self._segments[leaving], first, self._last, now)
        if first > self._first:
            with self._removing(first - self._first):
                self._evicted += first - self._first
                self._drop(leaving, first)
        elif leaving:
            self._drop(leaving, first)

    def _count_leaving(self, now: float | None) -> int:
        """How many of the oldest segments must leave."""
        over = self.memory_bytes - self.budget_bytes
        if self._shared is not None:
            over = max(over, self._shared.surplus(self))
        leaving = 0
        for segment in self._segments[:-1]:
            if (
                over <= 0
                and segment.first >= self._give_up_before
                and not self._limits.lets_go(segment, self._first, self._last, now)
            ):
                break
            over -= segment.memory_bytes
            leaving += 1
        return leaving

    def give_up(self, rows: int) -> None:
        """Let at least so many of the oldest rows leave at the next tick, by whole segments."""
        self._give_up_before = max(self._give_up_before, self._first + rows)

    def clear(self) -> None:
        """Forget every row; sequence numbers go on."""
        self.tick()
        if len(self._open):
            self._open_segment(self._open.version, 0, self._end)
        rows = self._last - self._first
        if rows:
            with self._removing(rows):
                self._cleared += rows
                self._drop(len(self._segments) - 1, self._last)

    def close(self) -> None:
        """The log is no longer needed: it counts in no shared budget any more."""
        if self._shared is not None:
            self._shared.leave(self)

    @contextmanager
    def _removing(self, rows: int) -> Iterator[None]:
        with ExitStack() as told:
            for watcher in tuple(self._watchers):
                told.enter_context(watcher.removing(rows))
            yield

    def _drop(self, segments: int, first: int) -> None:
        """Give up some segments; `first` is the oldest visible row from now on."""
        self._first = first
        if not segments:
            return
        self._sealed_bytes -= sum(segment.memory_bytes for segment in self._segments[:segments])
        self._buffers.give_back(self._segments[segments - 1].release())
        del self._segments[:segments], self._firsts[:segments]

    def watch(self, watcher: LogWatcher) -> Callable[[], None]:
        self._watchers.append(watcher)

        def unwatch() -> None:
            self._watchers = [other for other in self._watchers if other is not watcher]

        return unwatch

    def forget_topics(self, topic_ids: Sequence[int]) -> None:
        """Drop topics that have no rows any more; their numbers may be given to others."""
        self.topics.forget(topic_ids)
        self._topics_forgotten += len(topic_ids)
        for tell in tuple(self._forgetters):
            tell(topic_ids)

    def watch_topics(self, forgotten: Callable[[Sequence[int]], None]) -> Callable[[], None]:
        """Tell of topics whose numbers no longer mean what they did."""
        self._forgetters.append(forgotten)

        def unwatch() -> None:
            self._forgetters = [other for other in self._forgetters if other is not forgotten]

        return unwatch

    # -- reading

    def _find(self, seq: int) -> tuple[Segment, int]:
        if not self._first <= seq < self._last:
            raise IndexError(seq)
        segment = self._segments[bisect_right(self._firsts, seq) - 1]
        return segment, seq - segment.first

    def row(self, position: int) -> Row:
        segment, index = self._find(position)
        return segment.rows((index,), self.topics, PREVIEW_BYTES)[0]

    def rows(self, first: int, count: int) -> list[Row]:
        last = min(first + count, self._last)
        if first < self._first:
            raise IndexError(first)
        rows: list[Row] = []
        while first < last:
            segment, index = self._find(first)
            high = min(len(segment), index + last - first)
            rows += segment.rows(range(index, high), self.topics, PREVIEW_BYTES)
            first += high - index
        return rows

    def rows_at(self, seqs: Sequence[int]) -> list[Row]:
        """Some rows, given in ascending order."""
        parts = self.parts(seqs)
        return [row for segment, indexes in parts for row in segment.rows(indexes, self.topics, PREVIEW_BYTES)]

    def parts(self, seqs: Sequence[int]) -> Iterator[tuple[Segment, Sequence[int]]]:
        """Some rows, given in ascending order, as the segments that hold them, each with the rows' indexes."""
        at = 0
        whole = isinstance(seqs, range)  # one after the other
        while at < len(seqs):
            segment, _ = self._find(seqs[at])
            end = bisect_left(seqs, segment.last, at)
            self._find(seqs[end - 1])
            first = segment.first
            part = seqs[at:end]
            yield (
                segment,
                range(part[0] - first, end - at + part[0] - first) if whole else [seq - first for seq in part],
            )
            at = end

    def payload(self, position: int, limit: int | None = None) -> bytes:
        segment, index = self._find(position)
        return segment.payload(index, limit)

    def packet(self, position: int) -> bytes:
        segment, index = self._find(position)
        return segment.packet(index)

    def message(self, position: int) -> Message:
        segment, index = self._find(position)
        return segment.message(index, self.topics)

    def version(self, position: int) -> Version:
        return self._find(position)[0].version

    def seq(self, position: int) -> int:
        if not self._first <= position < self._last:
            raise IndexError(position)
        return position

    def seqs(self, first: int, count: int) -> Sequence[int]:
        if first < self._first:
            raise IndexError(first)
        return range(first, min(first + count, self._last))

    def position(self, seq: int) -> int:
        return min(max(seq, self._first), self._last)

    def segments(self, first: int, last: int) -> Iterator[tuple[Segment, int, int]]:
        """The segments that hold the visible rows [first, last), each with the indexes [low, high) of those rows."""
        first, last = max(first, self._first), min(last, self._last)
        while first < last:
            segment, low = self._find(first)
            high = min(len(segment), low + last - first)
            yield segment, low, high
            first += high - low
