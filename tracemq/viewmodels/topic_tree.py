"""Turns the unfolded part of a topic tree into a flat list of rows.

A QTreeView with 100,000 rows unfolded takes 485 ms when a topic joins, a flat list of node numbers in a table less than
1 ms: the few that join in a frame are put where their next sibling stands. When many join at once the list is made
anew, and what is new in it found by bisection (row_runs.py). With a million rows that takes 5 to 10 ms, because nothing
looks at each of them in Python.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Collection, Sequence
from time import perf_counter
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QLocale, QObject, Qt, Signal

from tracemq.history.tree import TreeChanges
from tracemq.payloads.preview import preview
from tracemq.payloads.text import visible_line

from .row_runs import MOST_RUNS, insertions
from .times import age_text
from .titled_table import NO_PARENT, Index, TitledTable
from .topic_children import ROOT, TopicChildren
from .topic_nodes import TopicNodes, TreeColumn, TreeOrder

NAMELESS: Final = "∅"  # a level may be empty: "/a" begins with one
MOST_UNFOLDED: Final = 10_000  # rows that "expand all" may open
MOST_FOUND: Final = 2_000  # topics that a search shows
RESORT_S: Final = 1.0  # rows that change places more often cannot be read
RESORT_SHARE: Final = 500  # putting rows in order anew may take one part in so many of the time
SLICES_SHARE: Final = 20  # the same of what is done in slices


class TopicTreeModel(TitledTable):
    """The unfolded nodes of a tree, one row each; it has to be told of growth with `grow`."""

    slices_begun = Signal()  # `step` has something to do
    reset_done = Signal()  # the rows are new as a whole; selection and position have to be put back by node

    def __init__(self, nodes: TopicNodes, parent: QObject | None = None) -> None:
        super().__init__(len(TreeColumn), parent)
        self._nodes = nodes
        self._unfolded = {ROOT}
        self._unfolded_before: set[int] | None = None  # what was unfolded before a search
        self._unsorted, self._resort_at_s = False, 0.0
        self._children = TopicChildren(nodes, self.slices_begun.emit)
        self._news = False  # children are in order that are yet to be shown so
        self._rows = self._flatten(ROOT)[:]

    # -- nodes and rows

    def node(self, row: int) -> int:
        return self._rows[row]

    def row_of(self, node: int) -> int | None:
        """Return the row of a node, or None if it is folded away."""
        if not self._rows:
            return None
        same = np.frombuffer(self._rows, np.int32) == node  # 40 us for 200,000 rows; index() takes 2 ms
        row = int(same.argmax())
        return row if same[row] else None

    def depth(self, node: int) -> int:
        """Return 0 for the nodes of the first level."""
        return self._nodes.depth(node) - 1

    def topic(self, node: int) -> str:
        return self._nodes.topic(node)

    def shown_topic(self, node: int) -> str:
        """The topic as it can be shown: with marks for what could mislead."""
        return visible_line(self._nodes.topic(node))

    def changed_at(self, node: int) -> float:
        return self._nodes.changed_at(node)

    def unfolded(self, node: int) -> bool:
        return node in self._unfolded

    def foldable(self, node: int) -> bool:
        found = self._children.found
        return self._nodes.child_count(node) > 0 if found is None else node in found

    def is_below(self, node: int, branch: int) -> bool:
        """Return whether a node hangs somewhere below another one."""
        above = self._nodes.parent(node)
        while above not in {branch, ROOT}:
            above = self._nodes.parent(above)
        return above == branch

    def parent_row(self, node: int) -> int | None:
        return self.row_of(self._nodes.parent(node))

    # -- order

    @property
    def order(self) -> tuple[TreeOrder, bool]:
        """By what, and whether descending."""
        return self._children.order, self._children.descending

    @property
    def _lasting(self) -> bool:
        """Whether rows keep their places while others join."""
        return self._children.first_by_name and not self._children.working

    def sort_by(self, order: TreeOrder, *, descending: bool) -> None:
        """Put the children of each node in another order."""
        self._children.sort_by(order, self._unfolded, descending=descending)
        self.refresh()

    def keep_order(self, now_s: float, *, changed: bool) -> None:
        """Put what has changed in order again, from time to time; `now_s` is time.monotonic."""
        self._unsorted = self._unsorted or changed
        if self._lasting or self.working:
            return
        self._resort_at_s += SLICES_SHARE * self._children.take_spent_s()
        if self._unsorted and now_s >= self._resort_at_s:
            began = perf_counter()
            self._unsorted = False
            self._children.again()
            self.refresh()
            self._resort_at_s = now_s + max(RESORT_S, RESORT_SHARE * (perf_counter() - began))

    @property
    def working(self) -> bool:
        """Whether an order is yet to be made or to be shown."""
        return self._news or self._children.working

    def step(self, budget_s: float) -> bool:
        """Go on putting very many children in order for about so long; return whether there is more to do."""
        if self._news:  # the slice that found it was long enough
            self._news = False
            self.refresh()
        else:
            self._news = self._children.step(budget_s)
        return self.working

    def _flatten(self, node: int) -> array[int]:
        """Return what is shown below a node; not to be changed."""
        children = self._children.of(node)
        if not (places := self._unfolded_among(children, node)):
            return children
        rows = array("i")
        self._add_rows(rows, children, places)
        return rows

    def _add_rows(self, rows: array[int], children: array[int], places: Sequence[int]) -> None:
        """Add children and what is unfolded below them, each once: a million rows take a ms for each time."""
        view, begin = memoryview(children), 0
        for place in places:
            child = children[place]
            rows.frombytes(view[begin : place + 1].cast("B"))
            below = self._children.of(child)
            self._add_rows(rows, below, self._unfolded_among(below, child))
            begin = place + 1
        rows.frombytes(view[begin:].cast("B"))

    def _unfolded_among(self, children: array[int], parent: int) -> list[int]:
        """The places of those children that are unfolded."""
        unfolded = self._unfolded
        if len(children) <= len(unfolded):
            return [place for place, child in enumerate(children) if child in unfolded]
        wanted = [node for node in unfolded if self._nodes.parent(node) == parent]
        if not wanted:
            return []
        places: list[int] = np.flatnonzero(np.isin(np.frombuffer(children, np.int32), wanted)).tolist()
        return places

    # -- folding

    def unfold(self, node: int) -> None:
        """Show the children of a node."""
        if node in self._unfolded or not self.foldable(node):
            return
        self._unfolded.add(node)
        row = self.row_of(node)
        if row is not None:
            self._insert(row + 1, self._flatten(node))
            self._redraw(row)

    def fold(self, node: int) -> None:
        """Hide everything below a node; what is unfolded in there stays so for the next time."""
        if node not in self._unfolded or node == ROOT:
            return
        row = self.row_of(node)
        below = len(self._flatten(node))
        self._unfolded.remove(node)
        self._children.drop(node)
        if row is not None and below:
            self.beginRemoveRows(NO_PARENT, row + 1, row + below)
            del self._rows[row + 1 : row + 1 + below]
            self.endRemoveRows()
            self._redraw(row)
        self._nodes.collapsed(node)

    def unfold_all(self, node: int = ROOT) -> bool:
        """Unfold level by level, up to MOST_UNFOLDED rows; return whether that was everything."""
        level, room, whole = [node], MOST_UNFOLDED, True
        unfolded: set[int] = set()
        while level and whole:
            below: list[int] = []
            for parent in level:
                if self._count(parent) > room:
                    whole = False
                    continue
                children = self._children.of(parent)
                if children:
                    room -= len(children)
                    unfolded.add(parent)
                    below.extend(children)
            level = below
        self._unfolded |= unfolded
        self.refresh()
        return whole

    def _count(self, node: int) -> int:
        """How many children may be shown."""
        found = self._children.found
        return self._nodes.child_count(node) if found is None else len(found.get(node, ()))

    def fold_all(self) -> None:
        self._children.drop(*(self._unfolded - {ROOT}))
        self._unfolded = {ROOT}
        self._replace(self._flatten(ROOT))

    def reveal(self, node: int) -> int | None:
        """Unfold everything above a node; return its row, or None if a search hides it."""
        child, above = node, self._nodes.parent(node)
        while child != ROOT:
            self._unfolded.add(above)
            self._children.include(above, child)
            child, above = above, self._nodes.parent(above)
        self.refresh()
        return self.row_of(node)

    # -- searching

    @property
    def searching(self) -> bool:
        return self._children.found is not None

    def show_found(self, nodes: Collection[int] | None) -> None:
        """Show only these nodes and what is above them, unfolded; None ends the search and folds back."""
        if nodes is None:
            if self._unfolded_before is not None:
                self._unfolded = self._unfolded_before
            self._children.found = self._unfolded_before = None
        else:
            if self._unfolded_before is None:
                self._unfolded_before = self._unfolded
            self._unfolded = {ROOT}
            self._children.found = self._include({}, nodes)
        self._replace(self._flatten(ROOT))

    def add_found(self, nodes: Collection[int]) -> None:
        """Show further nodes that a search has found."""
        if self._children.found is not None and nodes:
            self._include(self._children.found, nodes)
            self.refresh()

    def _include(self, found: dict[int, set[int]], nodes: Collection[int]) -> dict[int, set[int]]:
        """Add nodes, and whatever leads to them, unfolded."""
        for node in nodes:
            child = node
            while child != ROOT:
                above = self._nodes.parent(child)
                found.setdefault(above, set()).add(child)
                self._unfolded.add(above)
                child = above
        return found

    # -- what changes

    def grow(self, changes: TreeChanges) -> None:
        """Take in what a tick of the tree has added and removed, as far as it is in sight."""
        if changes.removed:  # their numbers may come again
            for nodes in (self._unfolded, self._unfolded_before):
                if nodes is not None:
                    nodes.difference_update(changes.removed)
            self._children.forget(changes.removed)
        if self._unfolded.isdisjoint(changes.parents):
            return
        if not self._lasting:
            self._unsorted = True
            if changes.removed or self._children.first_by_name:
                self.refresh()
            return
        joined = set() if self.searching else {node for node in changes.added if self._in_sight(node)}
        if changes.removed or len(joined) > MOST_RUNS:
            self.refresh()
            return
        while joined:
            node = joined.pop()
            self._insert(self._place(node, joined), array("i", [node]))

    def _in_sight(self, node: int) -> bool:
        """Whether everything above a node is unfolded."""
        above = self._nodes.parent(node)
        while above != ROOT and above in self._unfolded:
            above = self._nodes.parent(above)
        return above == ROOT

    def _place(self, node: int, missing: Collection[int]) -> int:
        """Return the row before which a node belongs; the `missing` ones have no rows yet."""
        while node != ROOT:
            siblings, place = self._children.of(self._nodes.parent(node)), self._nodes.position(node) + 1
            while place < len(siblings) and siblings[place] in missing:
                place += 1
            if place < len(siblings):
                row = self.row_of(siblings[place])
                return len(self._rows) if row is None else row
            node = self._nodes.parent(node)
        return len(self._rows)

    def refresh(self) -> None:
        """Flatten anew and announce what is different."""
        rows = self._flatten(ROOT)
        runs = insertions(self._rows, rows)
        if runs is None:
            self._replace(rows)
            return
        for first, last in runs:
            self._insert(first, rows[first:last])

    def clear(self) -> None:
        """The tree has forgotten everything."""
        self._children.clear()
        self._unfolded = {ROOT}
        self._replace(self._flatten(ROOT))

    def _insert(self, row: int, nodes: array[int]) -> None:
        if nodes:
            self.beginInsertRows(NO_PARENT, row, row + len(nodes) - 1)
            self._rows[row:row] = nodes
            self.endInsertRows()

    def _replace(self, rows: array[int]) -> None:
        self.beginResetModel()
        self._rows = rows[:]
        self.endResetModel()
        self.reset_done.emit()

    def _redraw(self, row: int) -> None:
        index = self.index(row, TreeColumn.TOPIC)
        self.dataChanged.emit(index, index)

    # -- what the view and Qt ask

    def page(self, first: int, count: int) -> Sequence[int]:
        return self._rows[first : first + count]

    def text(self, column: int, node: int) -> str:
        if column == TreeColumn.TOPIC:
            return visible_line(self._nodes.name(node)) or NAMELESS
        if column == TreeColumn.VALUE:
            return preview(self._nodes.last_payload(node))
        if column == TreeColumn.COUNT:
            return QLocale().toString(self._nodes.subtree(node))
        if column == TreeColumn.AGE:
            changed_at = self._nodes.changed_at(node)
            return age_text(time.time() - changed_at) if changed_at else ""
        rate = self._nodes.subtree_rate(node)
        return f"{QLocale().toString(rate, 'f', 0 if rate >= 10 else 1)}/s" if rate >= 0.05 else ""

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.column(), self._rows[index.row()])
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == TreeColumn.TOPIC:
            return visible_line(self._nodes.topic(self._rows[index.row()]))
        return None
