"""Turns saved profiles and the states of open connections into the list at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracemq.workspace.connection import ConnectionState

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class Kind(Enum):
    DEMO = auto()  # built in: cannot be edited or deleted
    SAVED = auto()
    BROKEN = auto()  # a file that cannot be read; its name stands for the profile's
    UNSAVED = auto()  # open, but from the command line alone


@dataclass(slots=True, kw_only=True)
class Entry:
    """One line of the list; `detail` is the URL without user and password, or what is wrong with a broken file."""

    id: str
    name: str
    detail: str
    kind: Kind = Kind.SAVED
    state: ConnectionState = ConnectionState.OFFLINE
    failed: bool = False


class EntryRole(IntEnum):
    ID = Qt.ItemDataRole.UserRole
    DETAIL = Qt.ItemDataRole.UserRole + 1
    KIND = Qt.ItemDataRole.UserRole + 2
    STATE = Qt.ItemDataRole.UserRole + 3
    FAILED = Qt.ItemDataRole.UserRole + 4


class ConnectionsModel(QAbstractListModel):
    """The entries in the order they are given: the Demo first, then by name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Replace the list; those that were open keep their states."""
        open_ones = {entry.id: entry for entry in self._entries}
        self.beginResetModel()
        self._entries = sorted(entries, key=lambda entry: (entry.kind is not Kind.DEMO, entry.name.casefold()))
        for entry in self._entries:
            before = open_ones.get(entry.id)
            if before is not None:
                entry.state, entry.failed = before.state, before.failed
        self.endResetModel()

    def tell(self, entry_id: str, state: ConnectionState, *, failed: bool) -> None:
        """The connection of an entry has changed."""
        for row, entry in enumerate(self._entries):
            if entry.id == entry_id and (entry.state, entry.failed) != (state, failed):
                entry.state, entry.failed = state, failed
                self.dataChanged.emit(self.index(row), self.index(row))

    def entry(self, row: int) -> Entry:
        return self._entries[row]

    def row_of(self, entry_id: str) -> int | None:
        return next((row for row, entry in enumerate(self._entries) if entry.id == entry_id), None)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.name
            case EntryRole.ID:
                return entry.id
            case EntryRole.DETAIL:
                return entry.detail
            case EntryRole.KIND:
                return entry.kind
            case EntryRole.STATE:
                return entry.state
            case EntryRole.FAILED:
                return entry.failed
            case _:
                return None
