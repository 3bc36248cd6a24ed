"""Turns the messages of one topic into the points of one line: times and numbers, whole, as long as the log keeps them.

Rows are found by a scan over the log and their payloads read in slices; what the log lets go, the line lets go. JSON is
read on the spot, anything else step by step (`payload_numbers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tracemq.history.json_path import JsonPath
from tracemq.history.log import MessageLog
from tracemq.history.matcher import make_matcher
from tracemq.history.numbers import LONGEST_PAYLOAD
from tracemq.history.query_terms import TopicMatches
from tracemq.history.scan import Scan
from tracemq.payloads.detect import Format
from tracemq.payloads.sparkplug_tree import Births
from tracemq.payloads.tree import Steps

from .payload_bindings import TopicRules
from .payload_numbers import NumberReader, Slow
from .sparkplug_nodes import Told

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

    def append(self, times: Sequence[float], values: Sequence[float], seqs: Sequence[int]) -> None:
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

    def __init__(
        self,
        log: MessageLog,
        topic: str,
        path: JsonPath,
        wanted: Format | None = None,
        rules: TopicRules | None = None,
        told: Told | None = None,
    ) -> None:
        self.topic = topic
        self.path = path
        self.wanted = wanted  # the format that the user has chosen by hand
        self.shown = True
        self.colour = -1  # its number, once there is one
        self.points = Points()
        self.changed = True  # since somebody has looked and set it to false
        self._log, self._rules, self._told = log, rules, told
        self._begin()

    def _begin(self) -> None:
        self.no_numbers = 0  # messages without a number there
        self.too_long = 0  # messages whose payload was too long to be looked into
        self._reader = NumberReader(self.topic, self.path, self._rules, self._told, self.wanted)
        self._births: Births | None = self._reader.births(self.topic)
        self._scan = Scan(self._log, make_matcher(TopicMatches(self.topic), self._log.topics), self._log.first)
        self._found: NDArray[np.int64] = np.empty(0, np.int64)
        self._next = 0  # of those found
        self._reading: Steps[float | None] | None = None  # of a message that takes long
        self._place = (0.0, 0)  # when that one came, and its row

    def read_again(self) -> None:
        """Begin anew: payloads are read in another way than before."""
        self._scan.close()
        self.points = Points()
        self.changed = True
        self._begin()

    @property
    def key(self) -> tuple[str, str, Format | None]:
        return self.topic, str(self.path), self.wanted

    @property
    def passed_over(self) -> int:
        """Messages that left the log before they could be looked at."""
        return self._scan.passed_over

    @property
    def waiting(self) -> int:
        """Messages found that are yet to be read."""
        return len(self._found) - self._next + (self._reading is not None)

    def step(self, budget_s: float) -> bool:
        """Go on for about so long; whether there is more to do at once."""
        now = perf_counter()
        until = now + budget_s
        births = self._reader.births(self.topic)
        if births is not self._births and births != self._births and self.no_numbers:
            self.read_again()  # what had a nameless alias may have a name now
        self._births = births
        if self.points.drop_before(self._log.first):
            self.changed = True
        if not self.waiting:
            self._found = self._scan.step(self._log.last, now + budget_s * SCAN_SHARE)
            self._next = 0
        while self.waiting:
            self._read_some(until)
            if perf_counter() > until:
                break
        return self.waiting > 0 or self._scan.at < self._log.last

    def _read_some(self, until: float) -> None:
        """Read on where it was left, and the payloads of the next rows found; one that takes long ends this."""
        taken: list[tuple[float, float, int]] = []  # time, number, row
        read = 0  # bytes
        if self._reading is not None and not self._read_on(until, taken):
            return
        seqs = self._found[self._next : self._next + ROWS_PER_LOOK].tolist()
        present = [seq for seq in seqs if seq >= self._log.first]
        self._scan.passed_over += len(seqs) - len(present)
        self._next += len(seqs) - len(present)
        for segment, index in ((segment, index) for segment, part in self._log.parts(present) for index in part):
            if read > BYTES_PER_LOOK:
                break
            self._next += 1
            size = segment.payload_size(index)
            if size > LONGEST_PAYLOAD:
                self.too_long += 1
                continue
            read += size
            number = self._reader.quick(segment, index)
            if number is Slow.SLOW:
                self._reading = self._reader.steps(segment.message(index, self._log.topics))
                self._place = segment.received_at(index), segment.first + index
                if not self._read_on(until, taken):
                    break
            elif number is None:
                self.no_numbers += 1
            else:
                taken.append((segment.received_at(index), number, segment.first + index))
        if taken:
            times, values, rows = zip(*taken, strict=True)
            self.points.append(times, values, rows)
            self.changed = True

    def _read_on(self, until: float, taken: list[tuple[float, float, int]]) -> bool:
        """Go on with the message that takes long; whether it is done."""
        assert self._reading is not None  # noqa: S101 - the callers have looked
        try:
            next(self._reading)
            while perf_counter() < until:
                next(self._reading)
        except StopIteration as done:
            number: float | None = done.value
        else:
            return False
        self._reading = None
        at, seq = self._place
        if number is None:
            self.no_numbers += 1
        elif seq >= self._log.first:
            taken.append((at, number, seq))
        return True

    def value_at(self, time_s: float) -> float | None:
        """The number that was known at a time: that of the last message before it."""
        at = int(np.searchsorted(self.points.times, time_s, side="right")) - 1
        return float(self.points.values[at]) if at >= 0 else None

    def close(self) -> None:
        """Look at the log no more."""
        self._scan.close()
