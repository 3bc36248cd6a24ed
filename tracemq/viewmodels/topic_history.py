"""Turns the messages of one topic into a table: when, how long after the one before, what; newest first or last.

The rows of a topic are a filter over the log: ten million rows are gone through in slices, and what arrives is looked
at once. Only the newest MAX_ROWS of a topic are listed, the others are counted: a view measures all its rows anew when
some go at the front, and at a hundred thousand that is not felt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracemq.history.filter import FilteredLog
from tracemq.history.log import MessageLog
from tracemq.history.query_terms import TopicMatches
from tracemq.history.row import Row
from tracemq.payloads.preview import preview

from .times import age_since_text, clock_text, span_text

Index = QModelIndex | QPersistentModelIndex
NO_PARENT: Final = QModelIndex()
MAX_ROWS: Final = 100_000


class HistoryColumn(IntEnum):
    """The columns in their order."""

    TIME = 0
    INTERVAL = 1
    VALUE = 2
    AGE = 3
    SIZE = 4


class Entry(NamedTuple):
    """A message, and how many seconds after the one before it came; None for the oldest one kept."""

    row: Row
    interval_s: float | None


TEXTS: Final[tuple[Callable[[Entry], str], ...]] = (
    lambda entry: clock_text(entry.row.received_at),
    lambda entry: "" if entry.interval_s is None else span_text(entry.interval_s),
    lambda entry: preview(entry.row.preview, size=entry.row.payload_size),
    lambda entry: age_since_text(entry.row.received_at),
    lambda entry: QLocale().toString(entry.row.payload_size),
)


class TopicHistoryModel(QAbstractTableModel):
    """`show` a topic, then `step` in every frame; `close` when done with the log."""

    def __init__(self, log: MessageLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._titles: Sequence[str] = [""] * len(HistoryColumn)
        self._alignments: Sequence[Qt.AlignmentFlag] = [Qt.AlignmentFlag.AlignLeft] * len(HistoryColumn)
        self._newest_first = True
        self._loading = False  # what was kept is not gone through yet
        self._first = self._last = 0  # positions in `rows`
        self.topic: str | None = None
        self.rows: FilteredLog | None = None
        self._unwatch: Callable[[], object] = lambda: None

    # -- what is shown

    def show(self, topic: str | None) -> None:
        """Show another topic; None for nothing."""
        if topic == self.topic:
            return
        self.beginResetModel()
        self._leave()
        self.topic = topic
        if topic is not None:
            self.rows = FilteredLog(self._log, TopicMatches(topic))
            self._unwatch = self.rows.watch(self)
            self._loading = True
        self._first = self._last = 0
        self.endResetModel()

    def _leave(self) -> None:
        self._unwatch()
        if self.rows is not None:
            self.rows.close()
        self.rows, self._loading = None, False

    def close(self) -> None:
        self.show(None)

    @property
    def loading(self) -> bool:
        return self._loading

    @property
    def not_listed(self) -> int:
        """Older rows that the log has but the table does not."""
        return 0 if self.rows is None or self._loading else self._first - self.rows.first

    @property
    def newest_first(self) -> bool:
        return self._newest_first

    def put_newest_first(self, wanted: bool) -> None:
        self.beginResetModel()
        self._newest_first = wanted
        self.endResetModel()

    def step(self, budget_s: float) -> bool:
        """Look at rows that have not been looked at, for about so long; whether more are to be looked at."""
        if self.rows is None:
            return False
        caught_up = self.rows.step(budget_s)
        if caught_up and self._loading:
            self.beginResetModel()
            self._loading = False
            self._last = self.rows.last
            self._first = max(self.rows.first, self._last - MAX_ROWS)
            self.endResetModel()
        return not caught_up

    # -- rows and messages

    def position(self, row: int) -> int:
        """Where a row of the table is among the messages of the topic."""
        return self._last - 1 - row if self._newest_first else self._first + row

    def seq(self, row: int) -> int | None:
        """The message of a row, by its number in the log."""
        return self.rows.seq(self.position(row)) if self.rows is not None and 0 <= row < self.rowCount() else None

    def row_of(self, seq: int | None) -> int | None:
        """The row of a message, if it is listed."""
        if self.rows is None or seq is None:
            return None
        position = self.rows.position(seq)
        if not self._first <= position < self._last or self.rows.seq(position) != seq:
            return None
        return self._last - 1 - position if self._newest_first else position - self._first

    def page(self, first: int, count: int) -> Sequence[Entry]:
        """Return the rows from row number `first` on, as many as there are of `count`."""
        count = min(count, self.rowCount() - first)
        if self.rows is None or count <= 0:
            return ()
        low = self.position(first + count - 1 if self._newest_first else first)
        before = 1 if low > self.rows.first else 0
        rows = self.rows.rows(low - before, count + before)
        times: list[float | None] = [row.received_at for row in rows]
        if not before:
            times.insert(0, None)
        entries = [
            Entry(row, None if at is None else row.received_at - at)
            for row, at in zip(rows[before:], times, strict=False)
        ]
        return entries[::-1] if self._newest_first else entries

    @staticmethod
    def text(column: int, item: Entry) -> str:
        return TEXTS[column](item)

    # -- what Qt asks

    def set_titles(self, titles: Sequence[str], alignments: Sequence[Qt.AlignmentFlag]) -> None:
        """The words above the columns and where they stand; the window knows the user's language."""
        self._titles, self._alignments = titles, alignments
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HistoryColumn) - 1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else self._last - self._first

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(HistoryColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        return self.text(index.column(), self.page(index.row(), 1)[0])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[section]
        return None

    # -- what the filter tells (LogWatcher)

    @contextmanager
    def adding(self, count: int) -> Iterator[None]:
        if self._loading or self.rows is None:
            yield
            return
        start = 0 if self._newest_first else self._last - self._first
        self.beginInsertRows(NO_PARENT, start, start + count - 1)
        yield
        self._last += count
        self.endInsertRows()
        surplus = self._last - self._first - MAX_ROWS
        if surplus > 0:
            with self._dropping(surplus):
                pass

    @contextmanager
    def removing(self, count: int) -> Iterator[None]:
        gone = 0 if self.rows is None else min(self.rows.first + count, self._last) - self._first
        if self._loading or gone <= 0:
            yield
            return
        with self._dropping(gone):
            yield

    @contextmanager
    def _dropping(self, count: int) -> Iterator[None]:
        start = self._last - self._first - count if self._newest_first else 0
        self.beginRemoveRows(NO_PARENT, start, start + count - 1)
        yield
        self._first += count
        self.endRemoveRows()
