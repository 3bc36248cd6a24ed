"""Turns saved profiles and the states of open connections into the list at the left, a tree of folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum, auto
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from tracemq.profiles.folders import SEPARATOR, clean, inside, tidy, with_parents
from tracemq.workspace.connection_state import ConnectionState

if TYPE_CHECKING:  # the list is there before any connection is, and what that stands on is much
    from tracemq.workspace.connection import Connection

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
MIME: Final = "application/x-tracemq-connections"
FOLDER: Final = "folder:"  # before its path, where there are ids of connections as well


class Kind(Enum):
    DEMO = auto()  # built in: cannot be edited or deleted
    SAVED = auto()
    BROKEN = auto()  # a file that cannot be read; its name stands for the profile's
    UNSAVED = auto()  # open, but from the command line alone
    FOLDER = auto()


@dataclass(slots=True, kw_only=True)
class Entry:
    """One line of the list; `detail` is the URL without user and password, or what is wrong with a broken file.

    A folder's id is its path. `words` are what a search looks into, beside name and detail.
    """

    id: str
    name: str
    detail: str = ""
    kind: Kind = Kind.SAVED
    state: ConnectionState = ConnectionState.OFFLINE
    failed: bool = False
    folder: str = ""
    position: int = 0
    colour: str = ""
    last_used: datetime | None = None
    at_start: bool = False
    words: str = ""
    rate: float = 0.0  # messages received per second
    unverified: bool = False  # connected, and nobody has verified the broker

    @property
    def movable(self) -> bool:
        """Whether it has a place that is kept."""
        return self.kind is Kind.SAVED

    def matches(self, words: Sequence[str]) -> bool:
        text = f"{self.name}\n{self.detail}\n{self.folder}\n{self.words}".casefold()
        return all(word in text for word in words)


class EntryRole(IntEnum):
    ID = Qt.ItemDataRole.UserRole
    DETAIL = Qt.ItemDataRole.UserRole + 1
    KIND = Qt.ItemDataRole.UserRole + 2
    STATE = Qt.ItemDataRole.UserRole + 3
    FAILED = Qt.ItemDataRole.UserRole + 4
    ENTRY = Qt.ItemDataRole.UserRole + 5


_PLACES: Final = {Kind.DEMO: 0, Kind.FOLDER: 1, Kind.SAVED: 2, Kind.UNSAVED: 3, Kind.BROKEN: 4}


@dataclass(slots=True, eq=False)
class _Node:
    entry: Entry
    parent: _Node | None = None
    children: list[_Node] = field(default_factory=list)

    def rows(self) -> Iterator[_Node]:
        for child in self.children:
            yield child
            yield from child.rows()


class ConnectionsModel(QAbstractItemModel):
    """At each level the Demo first, then folders, then connections by their places, else by name."""

    arranged = Signal(object)  # [(id, folder)] of all saved connections, in their new order
    folder_renamed = Signal(str, str)  # the path before and after; that may be longer than `fits`

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []
        self._folders: tuple[str, ...] = ()
        self._root = _Node(Entry(id="", name="", kind=Kind.FOLDER))
        self._nodes: dict[str, _Node] = {}
        self._words: list[str] = []

    # What is shown

    def show(self, entries: Sequence[Entry], folders: Iterable[str] = ()) -> None:
        """Replace the list; those that were open keep their states. `folders` are there even while they are empty."""
        open_ones = {entry.id: entry for entry in self._entries}
        for entry in entries:
            before = open_ones.get(entry.id)
            if before is not None:
                entry.state, entry.failed = before.state, before.failed
                entry.rate, entry.unverified = before.rate, before.unverified
        if list(entries) == self._entries and tuple(folders) == self._folders:
            return
        self._entries, self._folders = list(entries), tuple(folders)
        self._build()

    def kind_of(self, entry_id: str) -> Kind | None:
        """What an entry is, whether a search hides it or not; None if there is no such one."""
        return next((entry.kind for entry in self._entries if entry.id == entry_id), None)

    def search(self, words: str) -> None:
        """Show only entries in which every word occurs."""
        wanted = words.casefold().split()
        if wanted != self._words:
            self._words = wanted
            self._build()

    @property
    def searching(self) -> bool:
        return bool(self._words)

    @property
    def folders(self) -> list[str]:
        """Every folder, the empty ones as well."""
        return with_parents((*self._folders, *(entry.folder for entry in self._entries)))

    def tell(self, entry_id: str, state: ConnectionState, *, failed: bool) -> None:
        """The connection of an entry has changed."""
        for entry in self._entries:
            if entry.id == entry_id and (entry.state, entry.failed) != (state, failed):
                entry.state, entry.failed = state, failed
                if state is not ConnectionState.CONNECTED:
                    entry.rate, entry.unverified = 0.0, False
                self._changed(entry_id)

    def measure(self, connections: Iterable[Connection]) -> None:
        """Show how much each open connection receives now, and whether its broker was verified."""
        known = {entry.id: entry for entry in self._entries}
        for connection in connections:
            entry = known.get(connection.profile.id)
            if entry is None or connection.state is not ConnectionState.CONNECTED:
                continue
            facts = connection.transport_facts
            seen = (
                connection.rates.received.per_second,
                facts is not None and facts.tls is not None and not facts.tls.verified,
            )
            if (entry.rate, entry.unverified) != seen:
                entry.rate, entry.unverified = seen
                self._changed(entry.id)

    def _changed(self, entry_id: str) -> None:
        index = self.index_of(entry_id)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def _build(self) -> None:
        self.beginResetModel()
        self._root = _Node(self._root.entry)
        self._nodes = {"": self._root}
        shown = [entry for entry in self._entries if entry.matches(self._words)]
        paths = [clean(entry.folder) for entry in shown]
        for path in with_parents(paths if self._words else (*self._folders, *paths)):
            above, _, name = path.rpartition(SEPARATOR)
            self._add(Entry(id=path, name=name, kind=Kind.FOLDER, folder=above), above, f"{FOLDER}{path}")
        for entry, path in zip(shown, paths, strict=True):
            self._add(entry, path, entry.id)
        for node in [self._root, *self._root.rows()]:
            node.children.sort(key=_place)
        self.endResetModel()

    def _add(self, entry: Entry, folder: str, key: str) -> None:
        parent = self._nodes[f"{FOLDER}{folder}" if folder else ""]
        node = _Node(entry, parent)
        parent.children.append(node)
        self._nodes[key] = node

    # Finding

    def entry(self, row: int) -> Entry:
        """An entry of the top level."""
        return self._root.children[row].entry

    def entry_at(self, index: Index) -> Entry | None:
        node = self._node(index)
        return node.entry if node is not self._root else None

    def index_of(self, entry_id: str) -> QModelIndex:
        """Where a connection stands; not valid if it is not in the list, or not found by the search."""
        return self._index_of(self._nodes.get(entry_id))

    def folder_index(self, path: str) -> QModelIndex:
        return self._index_of(self._nodes.get(f"{FOLDER}{path}"))

    def row_of(self, entry_id: str) -> int | None:
        index = self.index_of(entry_id)
        return index.row() if index.isValid() else None

    @property
    def demo_id(self) -> str | None:
        """The built-in entry's, if it is there."""
        return next((entry.id for entry in self._entries if entry.kind is Kind.DEMO), None)

    def _node(self, index: Index) -> _Node:
        node: _Node = index.internalPointer() if index.isValid() else self._root
        return node

    def _index_of(self, node: _Node | None) -> QModelIndex:
        if node is None or node.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.children.index(node), 0, node)

    # Arranging

    def move(self, entry_id: str, by: int) -> None:
        """Move a connection among those of its folder."""
        node = self._nodes.get(entry_id)
        if node is None or node.parent is None or not node.entry.movable:
            return
        siblings = [each for each in node.parent.children if each.entry.movable]
        at = siblings.index(node)
        to = max(0, min(len(siblings) - 1, at + by))
        if to != at:
            beyond = siblings[to]
            row = node.parent.children.index(beyond) + (1 if by > 0 else 0)
            self._put([entry_id], node.parent, row)

    def put_into(self, entry_id: str, folder: str) -> None:
        """Move a connection into a folder, at its end; the folder need not be there yet."""
        order = [pair for pair in self._order() if pair[0] != entry_id]
        self.arranged.emit([*order, (entry_id, clean(folder))])

    def put_folder_into(self, path: str, folder: str) -> None:
        """Move a folder with all that is in it into another one, or to the top level; never into itself."""
        wanted = tidy(f"{folder}{SEPARATOR}{path.rpartition(SEPARATOR)[2]}")
        if not inside(folder, path) and wanted != path:
            self.folder_renamed.emit(path, wanted)

    def _put(self, ids: Sequence[str], parent: _Node, row: int) -> None:
        folder = parent.entry.id
        before = next(
            (each.entry.id for each in parent.children[row:] if each.entry.movable and each.entry.id not in ids), None
        )
        order = [pair for pair in self._order() if pair[0] not in ids]
        at = next((place for place, (name, _) in enumerate(order) if name == before), None)
        if at is None:  # behind the last one of that folder
            at = max((place + 1 for place, (_, path) in enumerate(order) if clean(path) == folder), default=len(order))
        order[at:at] = [(name, folder) for name in ids]
        self.arranged.emit(order)

    def _order(self) -> list[tuple[str, str]]:
        saved = [entry for entry in self._entries if entry.movable]
        saved.sort(key=lambda entry: (entry.position, entry.name.casefold()))
        return [(entry.id, entry.folder) for entry in saved]  # those that stay where they are keep what they say

    # What Qt asks

    def index(self, row: int, column: int = 0, parent: Index = NO_PARENT) -> QModelIndex:
        children = self._node(parent).children
        if column or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # Qt has a second method of this name
        return self._index_of(self._node(index).parent)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return len(self._node(parent).children)

    def columnCount(self, _parent: Index = NO_PARENT) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._node(index).entry
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
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
            case EntryRole.ENTRY:
                return entry
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename a folder."""
        entry = self.entry_at(index)
        if entry is None or entry.kind is not Kind.FOLDER or role != Qt.ItemDataRole.EditRole:
            return False
        path = tidy(f"{entry.folder}{SEPARATOR}{value}")
        if not tidy(str(value)) or path == entry.id or inside(path, entry.id):
            return False
        self.folder_renamed.emit(entry.id, path)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        entry, flags = self._node(index).entry, Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        folder = entry.kind is Kind.FOLDER
        if folder:
            flags |= Qt.ItemFlag.ItemIsDropEnabled | Qt.ItemFlag.ItemIsEditable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if (folder or entry.movable) and not self._words else flags

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        entries = [self._node(index).entry for index in indexes]
        names = (f"{FOLDER}{entry.id}" if entry.kind is Kind.FOLDER else entry.id for entry in entries)
        data.setData(MIME, "\n".join(names).encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Take over a new order or another folder; whoever listens saves it, and shows the list anew."""
        if action is not Qt.DropAction.MoveAction or not data.hasFormat(MIME):
            return False
        named = bytes(data.data(MIME).data()).decode(errors="replace").split("\n")
        ids = [name for name in named if (node := self._nodes.get(name)) is not None and node.entry.movable]
        target = self._node(parent)
        if target.entry.kind is not Kind.FOLDER:
            return False
        if ids:
            self._put(ids, target, len(target.children) if row < 0 else row)
        for name in named:
            if name.startswith(FOLDER) and name in self._nodes:
                self.put_folder_into(name.removeprefix(FOLDER), target.entry.id)
        return False  # else Qt would take the rows away itself


def _place(node: _Node) -> tuple[int, int, str]:
    entry = node.entry
    return _PLACES[entry.kind], entry.position, entry.name.casefold()
