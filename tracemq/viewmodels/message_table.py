"""Turns a window of recorded messages into rows and columns of text.

The model owns no row: it keeps the bounds of what it has announced, so that a paused view stays as it is while the log
goes on. `data()` is for those who ask cell by cell (accessibility, tests); the view paints whole pages of `page()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import QLocale, QObject, Qt

from tracemq.history.row import PREVIEW_BYTES, LogView, Row
from tracemq.payloads.preview import LONGEST_CHARACTER, preview
from tracemq.payloads.text import visible_line
from tracemq.payloads.tree import ELISION
from tracemq.profiles.settings import TimeFormat

from .times import CLOCKS, TimeMode, clock_text, span_text
from .titled_table import NO_PARENT, Index, TitledTable

LONGEST_TIP: Final = 1_000  # bytes of a payload that a tool tip shows
MAX_ROWS: Final = 50_000_000  # a view counts pixels in 31 bits; older rows stay in the log


class Column(IntEnum):
    """The columns in their first order."""

    NUMBER = 0
    TIME = 1
    TOPIC = 2
    PAYLOAD = 3
    QOS = 4
    RETAIN = 5
    DUP = 6
    PACKET_ID = 7
    SIZE = 8


def _topic(row: Row) -> str:
    topic = row.topic
    return topic if topic.isprintable() else visible_line(topic)


def _payload(row: Row) -> str:
    """The row carries the beginning of a long payload: what is missing has its mark."""
    text = preview(row.preview, row.payload_size)
    return text if row.payload_size <= len(row.preview) or text.endswith(ELISION) else f"{text}{ELISION}"


@lru_cache(maxsize=256)
def _size(size: int) -> str:
    return QLocale().toString(size)


TEXTS: Final[tuple[Callable[[Row], str], ...]] = (
    lambda row: str(row.seq + 1),
    lambda row: clock_text(row.received_at),
    _topic,
    _payload,
    lambda row: "012"[row.qos],
    lambda row: "✓" if row.retain else "",
    lambda row: "✓" if row.dup else "",
    lambda row: str(row.packet_id) if row.packet_id else "",
    lambda row: _size(row.payload_size),
)


class MessageTableModel(TitledTable):
    """The rows of a `LogView` as a Qt model; row 0 is the position `first`. Call `close` when done with it."""

    def __init__(self, view: LogView, parent: QObject | None = None) -> None:
        super().__init__(len(Column), parent)
        self._view = view
        self._first = max(view.first, view.last - MAX_ROWS)
        self._last = view.last
        self._paused = False
        self._paused_at = 0  # rows of the log from this number on are not shown while paused
        self._in_order = True  # of arrival
        self._time_mode = TimeMode.CLOCK
        self._clock: Callable[[float], str] = clock_text
        self._reference_at: float | None = None
        self._times_before: dict[int, float] = {}  # by sequence number: when the row above arrived
        self._texts: tuple[Callable[[Row], str], ...] = TEXTS
        self._characters = 0  # of a payload that can be seen in a row; each is up to four bytes long
        self._unwatch = view.watch(self)

    @property
    def view(self) -> LogView:
        return self._view

    @property
    def first(self) -> int:
        """The position of row 0."""
        return self._first

    @property
    def last(self) -> int:
        """One past the position of the last row."""
        return self._last

    @property
    def waiting(self) -> int:
        """Rows that a paused view does not show yet."""
        return self._view.last - self._last

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def paused_at(self) -> int | None:
        """The number of the first message that a pause hides; None without one."""
        return self._paused_at if self._paused else None

    def pause(self, paused: bool, at: int | None = None) -> None:
        """Stop announcing rows of the log from number `at` on (the next one), or announce at once all that came."""
        if paused and not self._paused:
            self._paused_at = self._next_seq() if at is None else at
        self._paused = paused
        if not paused and self.waiting:
            with self._inserting(self._view.last):
                pass
            self._trim()

    def _next_seq(self) -> int:
        return self._view.seq(self._last - 1) + 1 if self._last > self._first else self._view.last

    @property
    def time_mode(self) -> TimeMode:
        return self._time_mode

    def show_time(self, mode: TimeMode) -> None:
        """Say times by the clock, or how long after another row each one came."""
        self._time_mode = mode
        texts, clock = list(TEXTS), self._clock
        texts[Column.TIME] = lambda row: clock(row.received_at)
        if mode is TimeMode.SINCE_PREVIOUS:
            texts[Column.TIME] = self._since_previous
        elif mode is TimeMode.SINCE_SELECTED:
            texts[Column.TIME] = self._since_selected
        self._texts = tuple(texts)

    def show_clock(self, times: TimeFormat) -> None:
        """Write the times of the clock like this; one that has no writing of its own here, as the time of day."""
        self._clock = CLOCKS.get(times, clock_text)
        self.show_time(self._time_mode)

    def count_time_from(self, received_at: float | None) -> None:
        """The selected row's time; None where no row is selected."""
        self._reference_at = received_at

    def _since_previous(self, row: Row) -> str:
        before = self._times_before.get(row.seq)
        return "" if before is None else span_text(row.received_at - before)

    def _since_selected(self, row: Row) -> str:
        return "" if self._reference_at is None else span_text(row.received_at - self._reference_at)

    def set_view(self, view: LogView, *, in_order: bool = True) -> None:
        """Show other rows: the whole log, what a filter leaves of it, or (not in order of arrival) what was sorted."""
        self.beginResetModel()
        self._unwatch()
        self._view, self._in_order = view, in_order
        self._last = view.position(self._paused_at) if self._paused and in_order else view.last
        self._first = max(view.first, self._last - MAX_ROWS)
        self._unwatch = view.watch(self)
        self.endResetModel()

    def close(self) -> None:
        self._unwatch()

    def show_characters(self, count: int) -> None:
        """Let rows have so many characters of their payloads, where these are longer than what rows carry anyway."""
        self._characters = count

    def page(self, first: int, count: int) -> Sequence[Row]:
        """Return the rows from row number `first` on, as many as there are of `count`."""
        at, count = self._first + first, min(count, self._last - self._first - first)
        above = 1 if self._time_mode is TimeMode.SINCE_PREVIOUS and at > self._view.first else 0
        rows = self._view.rows(at - above, count + above)
        if self._time_mode is TimeMode.SINCE_PREVIOUS:
            self._times_before = {row.seq: before.received_at for before, row in pairwise(rows)}
        if self._characters * LONGEST_CHARACTER > PREVIEW_BYTES:
            self._lengthen(rows, at - above)
        return rows[above:] if above else rows

    def _lengthen(self, rows: Sequence[Row], first: int) -> None:
        """Read more of payloads that have more to show."""
        for position, row in enumerate(rows, first):
            if row.payload_size > PREVIEW_BYTES:
                wanted = self._characters if row.preview.isascii() else self._characters * LONGEST_CHARACTER
                if wanted > PREVIEW_BYTES:
                    row.preview = self._view.payload(position, wanted)

    def whole_text(self, column: int, row: int) -> str:
        """Return what a cell says, with as much more of a payload as a tool tip has room for."""
        item = self._view.row(self._first + row)
        if column == Column.PAYLOAD and item.payload_size > len(item.preview):
            item.preview = self._view.payload(self._first + row, LONGEST_TIP)
        return self.text(column, item)

    def text(self, column: int, item: Row) -> str:
        return self._texts[column](item)

    # -- what Qt asks

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else self._last - self._first

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        return self.text(index.column(), self.page(index.row(), 1)[0])

    # -- what the log tells

    @contextmanager
    def adding(self, count: int) -> Iterator[None]:
        if self._paused and self._in_order:  # a filter may still find rows that were there when the pause began
            yield
            last = self._view.position(self._paused_at)
            if last > self._last:
                with self._inserting(last):
                    pass
            return
        with self._inserting(self._view.last + count):
            yield
        self._trim()

    @contextmanager
    def removing(self, count: int) -> Iterator[None]:
        first = self._view.first + count
        gone = min(first, self._last) - self._first
        if gone > 0:
            with self._dropping(gone):
                yield
        else:
            yield
        if self._first < first and self._first == self._last:  # what a paused view had not shown yet is gone as well
            self._first = self._last = first

    def _trim(self) -> None:
        surplus = self._last - self._first - MAX_ROWS
        if surplus > 0:
            with self._dropping(surplus):
                pass

    @contextmanager
    def _inserting(self, last: int) -> Iterator[None]:
        self.beginInsertRows(NO_PARENT, self._last - self._first, last - self._first - 1)
        yield
        self._last = last
        self.endInsertRows()

    @contextmanager
    def _dropping(self, count: int) -> Iterator[None]:
        self.beginRemoveRows(NO_PARENT, 0, count - 1)
        yield
        self._first += count
        self.endRemoveRows()
