"""Turns a decoded payload into an item model; the children of a node with very many are put into groups of 500."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import islice, pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracemq.payloads.nesting import VALUE
from tracemq.payloads.text import visible_line
from tracemq.payloads.tree import CONTAINERS, Kind, Tree

from .payload_reader import Reading

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
MOST_ROWS: Final = 500  # under one another: a view asks for all of them at once, and each takes a call or two
SHOWN_CHARS: Final = 300  # of a value; the whole one can be copied
GROUPED_CHARS: Final = 40  # of the first and the last key of a group
NodeRole = Qt.ItemDataRole.UserRole + 1  # the number of the node; of a group: of what it is a part of
KindRole = Qt.ItemDataRole.UserRole + 2


_NAMELESS: Final = {Kind.COMMENT: "#comment"}  # what has no name of its own
_NAMELESS_IN: Final = {Kind.TAG: VALUE, Kind.ELEMENT: "#text"}  # by what is around it
_BRACKETS: Final = dict.fromkeys(CONTAINERS, "") | {Kind.OBJECT: "{}", Kind.ARRAY: "[]"}


class TreeColumn(IntEnum):
    NAME = 0
    VALUE = 1


class _Group(NamedTuple):
    """Some of the children of a node, from the first to the one behind the last."""

    node: int
    first: int
    end: int


class PayloadTreeModel(QAbstractItemModel):
    """One root item. Rows are nodes by their numbers, and groups of a node's children by numbers behind all nodes."""

    def __init__(self, titles: tuple[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.titles = titles
        self._forget(None)

    def _forget(self, reading: Reading | None) -> None:
        self.reading = reading
        self.tree: Tree | None = reading.tree if reading else None
        self._groups: list[_Group] = []
        self._children: dict[int, Sequence[int]] = {}  # of a node: all of them
        self._below: dict[int, Sequence[int]] = {}  # of a row: the rows in it
        self._places: dict[int, tuple[int, int]] = {0: (-1, 0)}  # of a row: which one it is in, and where there

    def show(self, reading: Reading | None) -> None:
        self.beginResetModel()
        self._forget(reading)
        self.endResetModel()

    def index_of(self, node: int) -> QModelIndex:
        """The index of a node; however deep it is, this takes no stack."""
        tree = self.tree
        if tree is None or not 0 <= node < len(tree):
            return QModelIndex()
        unknown = [node]
        while unknown[-1] not in self._places:
            unknown.append(tree.parent(unknown[-1]))
        for around, inner in pairwise(reversed(unknown)):
            self._find(tree, around, inner)
        return self._index(node)

    def group_at(self, index: Index) -> bool:
        """Whether a row stands for some of many children."""
        return self.tree is not None and index.isValid() and index.internalId() >= len(self.tree)

    def _find(self, tree: Tree, around: int, inner: int) -> None:
        """Get to know the rows between a node and one of its children."""
        rows = self._rows(tree, around)
        while inner not in self._places:
            at = int(np.searchsorted(self._children[around], inner))
            rows = self._rows(tree, next(row for row in rows if self._groups[row - len(tree)].end > at))

    def index(self, row: int, column: int, parent: Index = NO_PARENT) -> QModelIndex:
        tree = self.tree
        if tree is None or row < 0 or not 0 <= column < len(TreeColumn) or (parent.isValid() and parent.column()):
            return QModelIndex()
        rows = self._rows(tree, parent.internalId()) if parent.isValid() else (0,)
        return self.createIndex(row, column, rows[row]) if row < len(rows) else QModelIndex()

    def parent(self, child: Index = NO_PARENT) -> QModelIndex:  # type: ignore[override]  # QObject.parent() as well
        if self.tree is None or not child.isValid():
            return QModelIndex()
        above, _ = self._places[child.internalId()]
        return QModelIndex() if above < 0 else self._index(above)

    def _index(self, row: int) -> QModelIndex:
        return self.createIndex(self._places[row][1], 0, row)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        if self.tree is None or parent.column() > 0:
            return 0
        return len(self._rows(self.tree, parent.internalId())) if parent.isValid() else 1

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        del parent
        return len(TreeColumn)

    def hasChildren(self, parent: Index = NO_PARENT) -> bool:
        if self.tree is None or parent.column() > 0:
            return False
        return not parent.isValid() or self.group_at(parent) or self.tree.has_children(parent.internalId())

    def _rows(self, tree: Tree, row: int) -> Sequence[int]:
        """What a row unfolds to: a node's children, or groups of them where there are many."""
        if row not in self._below:
            if row < len(tree):
                children = self._children_of(tree, row)
                self._below[row] = below = self._portion(tree, _Group(row, 0, len(children)))
            else:
                self._below[row] = below = self._portion(tree, self._groups[row - len(tree)])
            self._places.update((inner, (row, place)) for place, inner in enumerate(below))
        return self._below[row]

    def _portion(self, tree: Tree, all_: _Group) -> Sequence[int]:
        node, first, end = all_
        if end - first <= MOST_ROWS:
            return [int(child) for child in self._children[node][first:end]]
        size = MOST_ROWS
        while size * MOST_ROWS < end - first:
            size *= MOST_ROWS
        known = len(tree) + len(self._groups)
        self._groups += [_Group(node, start, min(end, start + size)) for start in range(first, end, size)]
        return range(known, len(tree) + len(self._groups))

    def _children_of(self, tree: Tree, node: int) -> Sequence[int]:
        if node not in self._children:
            children: Any = list(islice(tree.children(node), MOST_ROWS + 1))
            if len(children) > MOST_ROWS:  # to walk from one to the next of a million would take 100 ms
                children = np.flatnonzero(np.frombuffer(tree.parents, np.intc)[: tree.afters[node]] == node)
            self._children[node] = children
        return self._children[node]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        tree = self.tree
        if tree is None or not index.isValid():
            return None
        node = index.internalId()
        group = self._groups[node - len(tree)] if node >= len(tree) else None
        if role == Qt.ItemDataRole.DisplayRole:
            if group is not None:
                return self._range(tree, group) if index.column() == TreeColumn.NAME else ""
            return self._name(tree, node) if index.column() == TreeColumn.NAME else self._value(tree, node)
        if role == NodeRole:
            return node if group is None else group.node
        return int(tree.kind(node)) if role == KindRole and group is None else None

    def _range(self, tree: Tree, group: _Group) -> str:
        """What a group has: "[500 … 999]", or its first and its last key."""
        if tree.kind(group.node) is Kind.ARRAY:
            return f"[{group.first} … {group.end - 1}]"
        ends = (self._children[group.node][place] for place in (group.first, group.end - 1))
        return " … ".join(visible_line(tree.label(int(node))[:GROUPED_CHARS]) or '""' for node in ends)

    def _name(self, tree: Tree, node: int) -> str:
        around = tree.parent(node)
        if around < 0:
            return "$"
        if tree.kind(around) is Kind.ARRAY:
            above, place = self._places[node]
            return f"[{place if above == around else self._groups[above - len(tree)].first + place}]"
        name = visible_line(tree.label(node)[:SHOWN_CHARS])
        return name or _NAMELESS.get(tree.kind(node)) or _NAMELESS_IN.get(tree.kind(around), '""')

    def _value(self, tree: Tree, node: int) -> str:
        value = self.reading.preview(node, SHOWN_CHARS) if self.reading is not None else ""
        if value:
            return visible_line(value)
        brackets = _BRACKETS.get(tree.kind(node), "")
        return "…".join(brackets) if tree.has_children(node) else brackets
