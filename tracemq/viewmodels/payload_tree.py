"""Turns a decoded payload into an item model whose branches are filled in portions, as they are opened."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from itertools import islice, pairwise
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracemq.payloads.text import visible_line
from tracemq.payloads.tree import CONTAINERS, Kind, Tree

from .payload_reader import Reading

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
PORTION: Final = 500  # children that appear at once
SHOWN_CHARS: Final = 300  # of a value; the whole one can be copied
NodeRole = Qt.ItemDataRole.UserRole + 1  # the number of the node
KindRole = Qt.ItemDataRole.UserRole + 2


_BRACKETS: Final = dict.fromkeys(CONTAINERS, "") | {Kind.OBJECT: "{}", Kind.ARRAY: "[]"}


class TreeColumn(IntEnum):
    NAME = 0
    VALUE = 1


class PayloadTreeModel(QAbstractItemModel):
    """One root item; a list of a million numbers costs no more than what is seen of it."""

    def __init__(self, titles: tuple[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles = titles
        self.reading: Reading | None = None
        self._children: dict[int, list[int]] = {}
        self._rest: dict[int, Iterator[int]] = {}
        self._rows: dict[int, int] = {}

    @property
    def tree(self) -> Tree | None:
        return self.reading.tree if self.reading else None

    def show(self, reading: Reading | None) -> None:
        self.beginResetModel()
        self.reading = reading
        self._children, self._rest, self._rows = {}, {}, {0: 0}
        self.endResetModel()

    def index_of(self, node: int) -> QModelIndex:
        """The index of a node, fetching what stands before it; however deep it is, this takes no stack."""
        tree = self.tree
        if tree is None or not 0 <= node < len(tree):
            return QModelIndex()
        unknown = [node]
        while (parent := tree.parent(unknown[-1])) >= 0 and unknown[-1] not in self._rows:
            unknown.append(parent)
        for around, inner in pairwise(reversed(unknown)):
            self._known(tree, around)
            above = self.createIndex(self._rows[around], 0, around)
            while inner not in self._rows and self.canFetchMore(above):
                self.fetchMore(above)
        return self.createIndex(self._rows[node], 0, node)

    def index(self, row: int, column: int, parent: Index = NO_PARENT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        tree = self.tree
        node = self._known(tree, parent.internalId())[row] if tree is not None and parent.isValid() else 0
        return self.createIndex(row, column, node)

    def parent(self, child: Index = NO_PARENT) -> QModelIndex:  # type: ignore[override]  # QObject.parent() as well
        tree = self.tree
        if tree is None or not child.isValid():
            return QModelIndex()
        above = tree.parent(child.internalId())
        return QModelIndex() if above < 0 else self.createIndex(self._rows[above], 0, above)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        if self.tree is None or parent.column() > 0:
            return 0
        return len(self._known(self.tree, parent.internalId())) if parent.isValid() else 1

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        del parent
        return len(TreeColumn)

    def hasChildren(self, parent: Index = NO_PARENT) -> bool:
        if self.tree is None or parent.column() > 0:
            return False
        return self.tree.has_children(parent.internalId()) if parent.isValid() else True

    def canFetchMore(self, parent: Index) -> bool:
        return self.tree is not None and parent.isValid() and parent.internalId() in self._rest

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        node = parent.internalId()
        known = self._children[node]
        portion = self._portion(node, self._rest[node])
        if portion:
            above = self.createIndex(parent.row(), 0, node)
            self.beginInsertRows(above, len(known), len(known) + len(portion) - 1)
            self._append(node, portion)
            self.endInsertRows()

    def _known(self, tree: Tree, node: int) -> list[int]:
        """The children that have appeared; the first portion does so when it is asked for."""
        if node not in self._children:
            self._children[node] = []
            self._append(node, self._portion(node, tree.children(node)))
        return self._children[node]

    def _portion(self, node: int, rest: Iterator[int]) -> list[int]:
        portion = list(islice(rest, PORTION))
        if len(portion) == PORTION:
            self._rest[node] = rest
        else:
            self._rest.pop(node, None)
        return portion

    def _append(self, node: int, portion: list[int]) -> None:
        known = self._children[node]
        self._rows.update(zip(portion, range(len(known), len(known) + len(portion)), strict=True))
        known += portion

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        tree = self.tree
        if tree is None or not index.isValid():
            return None
        node = index.internalId()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._name(tree, node) if index.column() == TreeColumn.NAME else self._value(tree, node)
        if role == NodeRole:
            return node
        return int(tree.kind(node)) if role == KindRole else None

    def _name(self, tree: Tree, node: int) -> str:
        parent = tree.parent(node)
        if parent < 0:
            return "$"
        if tree.kind(parent) is Kind.ARRAY:
            return f"[{self._rows[node]}]"
        return visible_line(tree.label(node)[:SHOWN_CHARS]) or '""'

    def _value(self, tree: Tree, node: int) -> str:
        value = self.reading.preview(node, SHOWN_CHARS) if self.reading is not None else ""
        if value:
            return visible_line(value)
        brackets = _BRACKETS.get(tree.kind(node), "")
        return "…".join(brackets) if tree.has_children(node) else brackets
