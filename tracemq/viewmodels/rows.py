"""Turns a short list of records that the user edits into an item model: one record a row, one attribute a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from .complaint import Complaint

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
ComplaintRole = Qt.ItemDataRole.UserRole + 1  # a Complaint or None


class Kind(Enum):
    """How a column is edited."""

    TEXT = auto()
    FLAG = auto()  # a check box
    CHOICE = auto()  # one of several values; the delegate says them in words


class Column(NamedTuple):
    """`title` comes translated; `flag` names a bool attribute whose check box stands before a TEXT column's text."""

    attribute: str
    title: str
    kind: Kind = Kind.TEXT
    flag: str = ""
    hint: str = ""  # what the title's tool tip says


@dataclass(frozen=True, slots=True)
class Pair:
    """A user property: the pairs are ordered, and keys may repeat (section 2.2.2.2)."""

    name: str = ""
    value: str = ""


class RowsModel(QAbstractTableModel, Generic[T]):
    """`edited` comes after each change by the user, not after `show`."""

    edited = Signal()

    def __init__(self, columns: Sequence[Column], new_row: Callable[[], T], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._new_row = new_row
        self._complaints: dict[tuple[int, str], Complaint] = {}
        self._disabled: frozenset[str] = frozenset()
        self.rows: list[T] = []

    def rename(self, titles: Sequence[str]) -> None:
        """Give the columns other titles, as when the language changes."""
        self._columns = tuple(column._replace(title=title) for column, title in zip(self._columns, titles, strict=True))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def show(self, rows: Sequence[T]) -> None:
        """Replace all rows, unless they are the same."""
        if list(rows) != self.rows:
            self.beginResetModel()
            self.rows = list(rows)
            self._complaints = {}
            self.endResetModel()

    def complain(self, complaints: dict[tuple[int, str], Complaint]) -> None:
        """Take over what there is to say about which row and attribute."""
        if complaints != self._complaints:
            self._complaints = complaints
            self._changed_all()

    def disable(self, attributes: frozenset[str]) -> None:
        """Columns that have no effect at the moment are shown as such."""
        if attributes != self._disabled:
            self._disabled = attributes
            self._changed_all()

    def add(self) -> int:
        """Append a new row; returns its number."""
        at = len(self.rows)
        self.beginInsertRows(NO_PARENT, at, at)
        self.rows.append(self._new_row())
        self.endInsertRows()
        self.edited.emit()
        return at

    def remove(self, row: int) -> None:
        self.beginRemoveRows(NO_PARENT, row, row)
        del self.rows[row]
        self._complaints = {}
        self.endRemoveRows()
        self.edited.emit()

    def move(self, row: int, by: int) -> int:
        """Move a row up (-1) or down (1); returns its new number."""
        target = row + by
        if not 0 <= target < len(self.rows):
            return row
        self.beginMoveRows(NO_PARENT, row, row, NO_PARENT, target + (by > 0))
        self.rows.insert(target, self.rows.pop(row))
        self._complaints = {}
        self.endMoveRows()
        self.edited.emit()
        return target

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            if role == Qt.ItemDataRole.ToolTipRole:
                column = self._columns[section]
                return f"{column.title}: {column.hint}" if column.hint else column.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        column = self._columns[index.column()]
        flags = Qt.ItemFlag.ItemIsSelectable
        if column.attribute not in self._disabled:
            flags |= Qt.ItemFlag.ItemIsEnabled
            if column.kind is not Kind.FLAG:
                flags |= Qt.ItemFlag.ItemIsEditable
        if column.flag or column.kind is Kind.FLAG:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        row = self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole} and column.kind is not Kind.FLAG:
            value = getattr(row, column.attribute)
            return str(value) if column.kind is Kind.TEXT else value
        if role == Qt.ItemDataRole.CheckStateRole and (column.flag or column.kind is Kind.FLAG):
            ticked = getattr(row, column.flag or column.attribute)
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == ComplaintRole:
            return self._complaints.get((index.row(), column.attribute))
        if role == Qt.ItemDataRole.AccessibleTextRole and column.kind is Kind.FLAG:
            return column.title
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole:
            attribute, value = column.flag or column.attribute, Qt.CheckState(value) is Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.EditRole:
            attribute = column.attribute
        else:
            return False
        before: Any = self.rows[index.row()]
        if isinstance(getattr(before, attribute), Enum):  # Qt carries the number or text that the member is made of
            value = type(getattr(before, attribute))(value)
        if getattr(before, attribute) != value:
            changes: dict[str, Any] = {attribute: value}
            self.rows[index.row()] = replace(before, **changes)
            self.dataChanged.emit(index, index)
            self.edited.emit()
        return True

    def _changed_all(self) -> None:
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
