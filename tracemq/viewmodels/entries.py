"""Turns records that the window has put into words into a list of two lines each, and keeps the list's place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
NO_PARENT: Final = QModelIndex()
EntryRole: Final = Qt.ItemDataRole.UserRole + 1  # the Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: a title with something beside it, a detail below, and an icon that says how it stands."""

    key: Hashable
    title: str
    aside: str = ""
    detail: str = ""
    mark: str = ""  # the value of a Tone
    progress: float | None = None  # 0 to 1

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.title, self.aside, self.detail) if part)


class EntriesModel(QAbstractListModel):
    """`show` tells views no more than what has changed: rows that came at the top, went at the end, or read anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    @property
    def entries(self) -> Sequence[Entry]:
        return self._entries

    def show(self, entries: Sequence[Entry]) -> None:
        new, old = list(entries), self._entries
        keys, known = [one.key for one in new], [one.key for one in old]
        added = keys.index(known[0]) if known and known[0] in keys else len(keys)
        kept = len(keys) - added
        if keys[added:] != known[:kept] or (known and not kept):
            self.beginResetModel()
            self._entries = new
            self.endResetModel()
            return
        if kept < len(known):
            self.beginRemoveRows(NO_PARENT, kept, len(known) - 1)
            self._entries = old[:kept]
            self.endRemoveRows()
        if added:
            self.beginInsertRows(NO_PARENT, 0, added - 1)
            self._entries = new[:added] + self._entries
            self.endInsertRows()
        for row in range(added, len(new)):
            if self._entries[row] != new[row]:
                self._entries[row] = new[row]
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, key: Hashable) -> int | None:
        return next((row for row, entry in enumerate(self._entries) if entry.key == key), None)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        return entry if role == EntryRole else None
