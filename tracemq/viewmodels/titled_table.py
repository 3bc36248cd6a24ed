"""Turns the words that the window has for columns into the header of a table model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NO_PARENT: Final = QModelIndex()


class TitledTable(QAbstractTableModel):
    """A table model of so many columns, whose titles come from outside: the window knows the user's language."""

    def __init__(self, columns: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles: Sequence[str] = [""] * columns
        self._alignments: Sequence[Qt.AlignmentFlag] = [Qt.AlignmentFlag.AlignLeft] * columns
        self._hints: Sequence[str] = self._titles

    def set_titles(
        self, titles: Sequence[str], alignments: Sequence[Qt.AlignmentFlag], hints: Sequence[str] = ()
    ) -> None:
        """The words above the columns, where they stand, and what they mean if they are short."""
        self._titles, self._alignments, self._hints = titles, alignments, hints or titles
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(titles) - 1)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._hints[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[section]
        return None
