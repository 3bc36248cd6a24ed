"""Turns the messages of one topic into the points of one line: times and numbers, whole, as long as the log keeps them.

Rows are found by a scan over the log and their payloads read in slices; what the log lets go, the line lets go.
"""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tracemq.history.json_path import JsonPath
from tracemq.history.log import MessageLog
from tracemq.history.matcher import make_matcher
from tracemq.history.numbers import LONGEST_PAYLOAD, number_reader
from tracemq.history.query_terms import TopicMatches
from tracemq.history.scan import Scan

Floats = NDArray[np.float64]
ROWS_PER_LOOK: Final = 32  # between two looks at the clock
BYTES_PER_LOOK: Final = 64 << 10  # likewise; a payload of 1 MiB takes ten ms
LEAST_ROOM: Final = 256
SCAN_SHARE: Final = 0.5  # of the time, as long as found rows wait to be read


class Points:
    """Growing columns of times, values and row numbers; what leaves at the front is skipped until more comes.

    Times ascend with the rows, unless the computer's clock was put back: then they are put in order for those who ask.
    """

    def __init__(self) -> None:
        self._first = self._last = 0
        self._times, self._values = np.empty(LEAST_ROOM), np.empty(LEAST_ROOM)
        self._seqs = np.empty(LEAST_ROOM, np.int64)
        self._ascending = True
        self._in_order: tuple[Floats, Floats] | None = None  # where times do not ascend

    def __len__(self) -> int:
        return self._last - self._first

    @property
    def times(self) -> Floats:
        """In seconds since the epoch, ascending."""
        return self._columns()[0]

    @property
    def values(self) -> Floats:
        """As many as times."""
        return self._columns()[1]

    def _columns(self) -> tuple[Floats, Floats]:
        times, values = self._times[self._first : self._last], self._values[self._first : self._last]
        if self._ascending:
            return times, values
        if self._in_order is None:
            order = np.argsort(times, kind="stable")
            self._in_order = times[order], values[order]
        return self._in_order

    @property
    def memory_bytes(self) -> int:
        return self._times.nbytes + self._values.nbytes + self._seqs.nbytes

    def append(self, times: list[float], values: list[float], seqs: list[int]) -> None:
        count = len(times)
        if self._last + count > len(self._times):
            self._make_room(count)
        end = self._last + count
        before = self._times[self._last - 1] if len(self) else times[0]
        if before > times[0] or any(one > other for one, other in pairwise(times)):
            self._ascending = False
        self._in_order = None
        self._times[self._last : end] = times
        self._values[self._last : end] = values
        self._seqs[self._last : end] = seqs
        self._last = end

    def drop_before(self, seq: int) -> int:
        """Let go of the points of rows below `seq`; how many there were."""
        gone = int(np.searchsorted(self._seqs[self._first : self._last], seq))
        self._first += gone
        if gone:
            self._in_order = None
        return gone

    def _make_room(self, count: int) -> None:
        kept = len(self)
        room = max(LEAST_ROOM, (kept + count) * 3 // 2)
        for name in ("_times", "_values", "_seqs"):
            before = getattr(self, name)
            after = np.empty(room, before.dtype)
            after[:kept] = before[self._first : self._last]
            setattr(self, name, after)
        self._first, self._last = 0, kept


class Series:
    """One line; call `step` again and again, and `close` at the end."""

    def __init__(self, log: MessageLog, topic: str, path: JsonPath) -> None:
        self.topic = topic
        self.path = path
        self.shown = True
        self.points = Points()
        self.changed = True  # since somebody has looked and set it to false
        self.no_numbers = 0  # messages without a number there
        self.too_long = 0  # messages whose payload was too long to be looked into
        self._log = log
        self._read = number_reader(path)
        self._scan = Scan(log, make_matcher(TopicMatches(topic), log.topics), log.first)
        self._found: NDArray[np.int64] = np.empty(0, np.int64)
        self._next = 0  # of those found

    @property
    def key(self) -> tuple[str, str]:
        return self.topic, str(self.path)

    @property
    def passed_over(self) -> int:
        """Messages that left the log before they could be looked at."""
        return self._scan.passed_over

    @property
    def waiting(self) -> int:
        """Messages found that are yet to be read."""
        return len(self._found) - self._next

    def step(self, budget_s: float) -> bool:
        """Go on for about so long; whether there is more to do at once."""
        now = perf_counter()
        until = now + budget_s
        if self.points.drop_before(self._log.first):
            self.changed = True
        if not self.waiting:
            self._found = self._scan.step(self._log.last, now + budget_s * SCAN_SHARE)
            self._next = 0
        while self.waiting:
            self._read_some()
            if perf_counter() > until:
                break
        return self.waiting > 0 or self._scan.at < self._log.last

    def _read_some(self) -> None:
        """Read the payloads of the next rows found."""
        seqs = self._found[self._next : self._next + ROWS_PER_LOOK].tolist()
        present = [seq for seq in seqs if seq >= self._log.first]
        self._scan.passed_over += len(seqs) - len(present)
        self._next += len(seqs) - len(present)
        times, values, kept = [], [], []
        read = 0  # bytes
        for segment, index in ((segment, index) for segment, part in self._log.parts(present) for index in part):
            if read > BYTES_PER_LOOK:
                break
            self._next += 1
            size = segment.payload_size(index)
            if size > LONGEST_PAYLOAD:
                self.too_long += 1
                continue
            read += size
            number = self._read(segment.payload(index))
            if number is None:
                self.no_numbers += 1
                continue
            times.append(segment.received_at(index))
            values.append(number)
            kept.append(segment.first + index)
        if times:
            self.points.append(times, values, kept)
            self.changed = True

    def value_at(self, time_s: float) -> float | None:
        """The number that was known at a time: that of the last message before it."""
        at = int(np.searchsorted(self.points.times, time_s, side="right")) - 1
        return float(self.points.values[at]) if at >= 0 else None

    def close(self) -> None:
        """Look at the log no more."""
        self._scan.close()
