"""Turns saved messages and their folders into a tree; renaming and dragging become requests, not changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon, QStandardItem, QStandardItemModel

from tracemq.payloads.text import visible_line
from tracemq.profiles.saved_messages import Library, SavedMessage, parent_of

Index = QModelIndex | QPersistentModelIndex
MIME: Final = "application/x-tracemq-saved-message"


class SavedRole(IntEnum):
    PATH = Qt.ItemDataRole.UserRole + 1
    IS_FOLDER = Qt.ItemDataRole.UserRole + 2


class SavedTree(QStandardItemModel):
    """`icons` gives those of a folder, a message and a broken file; who hears the requests shows what came of them."""

    rename_asked = Signal(str, bool, str)  # path, whether it is a folder, the new name
    move_asked = Signal(str, bool, str)  # path, whether it is a folder, the folder to put it into

    def __init__(
        self, icons: Callable[[str], QIcon], tip: Callable[[SavedMessage], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make_icon = icons
        self._icons: dict[str, QIcon] = {}  # thousands of rows share them
        self._tip = tip
        self._items: dict[tuple[str, bool], QStandardItem] = {}
        self.library = Library()

    def show(self, library: Library) -> None:
        """Replace the tree, unless nothing has changed."""
        if library == self.library and self._items:
            return
        self.library = library
        self.clear()
        self._items = {}
        self._icons = {name: self._make_icon(name) for name in ("folder", "warning", "send")}
        for path in library.folders:
            self._add(path, path.rpartition("/")[2], "folder", is_folder=True)
        for message in library.messages:
            mark = "warning" if message.message is None else "send"
            item = self._add(message.path, message.name, mark, is_folder=False)
            item.setToolTip(self._tip(message))

    def message(self, path: str) -> SavedMessage | None:
        return next((one for one in self.library.messages if one.path == path), None)

    def index_of(self, path: str, *, is_folder: bool) -> QModelIndex:
        """Where a message or a folder stands; an invalid index if it does not."""
        item = self._items.get((path, is_folder))
        return item.index() if item is not None else QModelIndex()

    def folders(self) -> Iterator[QModelIndex]:
        """Every folder's place."""
        return (item.index() for (_, is_folder), item in self._items.items() if is_folder)

    def _add(self, path: str, name: str, mark: str, *, is_folder: bool) -> QStandardItem:
        item = QStandardItem(self._icons[mark], visible_line(name))
        item.setData(path, SavedRole.PATH)
        item.setData(is_folder, SavedRole.IS_FOLDER)
        item.setDropEnabled(is_folder)
        self._items[path, is_folder] = item
        above = self._items.get((parent_of(path), True), self.invisibleRootItem())
        above.appendRow(item)
        return item

    # What the view asks for

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return super().setData(index, value, role)
        name = str(value).strip()
        if name and name != index.data(Qt.ItemDataRole.EditRole):
            self.rename_asked.emit(index.data(SavedRole.PATH), index.data(SavedRole.IS_FOLDER), name)
        return False

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            kind = "folder" if indexes[0].data(SavedRole.IS_FOLDER) else "message"
            data.setData(MIME, QByteArray(f"{kind}:{indexes[0].data(SavedRole.PATH)}".encode()))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        return data.hasFormat(MIME)

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        """Ask for the move, and tell the view that nothing was dropped: else it would take the row out itself."""
        kind, _, path = bytes(data.data(MIME).data()).decode().partition(":")
        if path:
            folder = parent.data(SavedRole.PATH) if parent.isValid() else ""
            if parent.isValid() and not parent.data(SavedRole.IS_FOLDER):
                folder = parent_of(folder)
            self.move_asked.emit(path, kind == "folder", folder)
        return False
