"""Turns a list of records into a table that is painted page by page: what a painted table asks of a small model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt

from .titled_table import NO_PARENT, Index, TitledTable

T = TypeVar("T")


class RecordTable(TitledTable, Generic[T]):
    """`texts` has a function per column. For thousands of records; the message log has a model of its own."""

    def __init__(self, texts: Sequence[Callable[[T], str]], parent: QObject | None = None) -> None:
        super().__init__(len(texts), parent)
        self._texts = texts
        self._records: list[T] = []

    def show_records(self, records: list[T]) -> None:
        """Replace the records. Rows are added and taken away at the end only, so that the view keeps its place."""
        more = len(records) - len(self._records)
        if more > 0:
            self.beginInsertRows(NO_PARENT, len(self._records), len(records) - 1)
            self._records = self._records + records[-more:]  # the others change afterwards, as Qt wants it told
            self.endInsertRows()
        elif more < 0:
            self.beginRemoveRows(NO_PARENT, len(records), len(self._records) - 1)
            self._records = self._records[:more]
            self.endRemoveRows()
        self._records = records
        if records:
            self.dataChanged.emit(self.index(0, 0), self.index(len(records) - 1, len(self._texts) - 1))

    def page(self, first: int, count: int) -> Sequence[T]:
        return self._records[first : first + count]

    def text(self, column: int, item: T) -> str:
        return self._texts[column](item)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._records)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.column(), self._records[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[index.column()]
        return None
