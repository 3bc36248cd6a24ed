"""Turns the rows of a comparison into a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from .differences import DiffRow, Sign

Index = QModelIndex | QPersistentModelIndex
NO_PARENT: Final = QModelIndex()


class DiffColumn(IntEnum):
    """The columns in their order."""

    SIGN = 0
    PLACE = 1
    BEFORE = 2
    AFTER = 3


class DifferencesModel(QAbstractTableModel):
    """`fact_name` says the name of a property in the user's language, `gap_text` that so many lines are equal."""

    def __init__(
        self, fact_name: Callable[[str], str], gap_text: Callable[[int], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fact_name, self._gap_text = fact_name, gap_text
        self._titles: Sequence[str] = [""] * len(DiffColumn)
        self._alignments: Sequence[Qt.AlignmentFlag] = [Qt.AlignmentFlag.AlignLeft] * len(DiffColumn)
        self.rows: Sequence[DiffRow] = ()

    def show(self, rows: Sequence[DiffRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def page(self, first: int, count: int) -> Sequence[DiffRow]:
        return self.rows[first : first + count]

    def text(self, column: int, item: DiffRow) -> str:
        if column == DiffColumn.SIGN:
            return item.sign.value
        if column == DiffColumn.PLACE:
            return self._fact_name(item.fact) if item.fact else item.place
        if item.sign is Sign.GAP:
            return self._gap_text(int(item.before)) if column == DiffColumn.BEFORE else ""
        return item.before if column == DiffColumn.BEFORE else item.after

    def set_titles(self, titles: Sequence[str], alignments: Sequence[Qt.AlignmentFlag]) -> None:
        """The words above the columns and where they stand; the window knows the user's language."""
        self._titles, self._alignments = titles, alignments
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(DiffColumn) - 1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(DiffColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or not index.isValid():
            return None
        return self.text(index.column(), self.rows[index.row()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[section]
        return None


def two_selected(spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The two rows that spans stand for, if they are two."""
    if not 1 <= len(spans) <= 2 or sum(bottom - top + 1 for top, bottom in spans) != 2:
        return None
    return spans[0][0], spans[-1][1]
