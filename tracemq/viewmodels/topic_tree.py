"""Turns the unfolded part of a topic tree into a flat list of rows.

A QTreeView with 100,000 rows unfolded takes 485 ms when a topic joins, a flat list of node numbers in a table less than
1 ms: the few that join in a frame are put where their next sibling stands. When many join at once the list is made
anew, and what is new in it found by bisection (row_runs.py).
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Collection, Generator, Iterable, Sequence
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
from .topic_nodes import TopicNodes, TreeColumn, TreeOrder, in_order

ROOT: Final = 0
NAMELESS: Final = "∅"  # a level may be empty: "/a" begins with one
MOST_UNFOLDED: Final = 10_000  # rows that "expand all" may open
MOST_FOUND: Final = 2_000  # topics that a search shows
MANY_CHILDREN: Final = 5_000  # so many are put in order in slices, the first screen first
RESORT_S: Final = 1.0  # rows that change places more often cannot be read
RESORT_SHARE: Final = 500  # putting rows in order anew may take one part in so many of the time
FIRST_SCREEN_S: Final = 0.03  # as long as unfolding may wait for the first rows


class TopicTreeModel(TitledTable):
    """The unfolded nodes of a tree, one row each; it has to be told of growth with `grow`."""

    slices_begun = Signal()  # `step` has something to do
    reset_done = Signal()  # the rows are new as a whole; selection and position have to be put back by node

    def __init__(self, nodes: TopicNodes, parent: QObject | None = None) -> None:
        super().__init__(len(TreeColumn), parent)
        self._nodes = nodes
        self._unfolded = {ROOT}
        self._unfolded_before: set[int] | None = None  # what was unfolded before a search
        self._found: set[int] | None = None  # while searching: what may be shown
        self._order, self._descending = TreeOrder.NAME, False
        self._unsorted, self._resort_at_s = False, 0.0
        self._slices: dict[int, Generator[Sequence[int], None, Sequence[int]]] = {}  # children being put in order
        self._partial: dict[int, list[int]] = {}  # what is shown of these meanwhile
        self._ready: int | None = None  # whose children are in order, and yet to be shown
        self._rows = array("i", self._flatten(ROOT))

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
        return bool(self._nodes.child_count(node) if self._found is None else self._children(node))

    def is_below(self, node: int, branch: int) -> bool:
        """Return whether a node hangs somewhere below another one."""
        above = self._nodes.parent(node)
        while above not in {branch, ROOT}:
            above = self._nodes.parent(above)
        return above == branch

    def parent_row(self, node: int) -> int | None:
        return self.row_of(self._nodes.parent(node))

    def _children(self, node: int) -> Sequence[int]:
        if node in self._partial:
            return self._partial[node]
        children = self._nodes.children(node)
        if self._found is not None:
            children = [child for child in children if child in self._found]
        return in_order(self._nodes, children, self._order, descending=self._descending)

    # -- order

    @property
    def order(self) -> tuple[TreeOrder, bool]:
        """By what, and whether descending."""
        return self._order, self._descending

    @property
    def _lasting(self) -> bool:
        """Whether rows keep their places while others join."""
        return self._first_by_name and not self._partial

    @property
    def _first_by_name(self) -> bool:
        """Whether the first rows are known before all children are in order; else they follow all at once."""
        return self._order is TreeOrder.NAME and not self._descending

    def sort_by(self, order: TreeOrder, *, descending: bool) -> None:
        """Put the children of each node in another order."""
        self._order, self._descending = order, descending
        self._drop_slices()
        self.refresh()

    def keep_order(self, now_s: float, *, changed: bool) -> None:
        """Put what has changed in order again, from time to time; `now_s` is time.monotonic."""
        self._unsorted = self._unsorted or changed
        if self._unsorted and not self._lasting and not self._partial and now_s >= self._resort_at_s:
            began = perf_counter()
            self._unsorted = False
            self.refresh()
            self._resort_at_s = now_s + max(RESORT_S, RESORT_SHARE * (perf_counter() - began))

    def step(self, budget_s: float) -> bool:
        """Go on putting very many children in order for about so long; return whether there is more to do."""
        until = perf_counter() + budget_s
        if self._ready is not None:
            self._drop_slices(self._ready)
            self.refresh()
        while self._slices and self._ready is None and perf_counter() < until:
            node, work = next(iter(self._slices.items()))
            done = next(work, None)
            if done is None:
                self._ready = node  # that was long enough: its rows follow in the next slice
            elif done and not self._partial[node] and self._first_by_name:
                self._partial[node] = list(done)
                self.refresh()
        return bool(self._slices)

    def _begin_slices(self, node: int) -> None:
        """Find out which children come first."""
        until = perf_counter() + FIRST_SCREEN_S
        work = self._nodes.children_in_slices(node)
        for done in work:
            if done or perf_counter() > until:
                self._slices[node], self._partial[node] = work, list(done) if self._first_by_name else []
                self.slices_begun.emit()
                return

    def _drop_slices(self, *nodes: int) -> None:
        """Let the children of these nodes (or of all) be put in order at once when they are asked for."""
        for node in nodes or tuple(self._slices):
            if node in self._slices:
                self._slices.pop(node).close()
                del self._partial[node]
        if self._ready not in self._slices:
            self._ready = None

    def _flatten(self, node: int) -> list[int]:
        """Return what is shown below a node."""
        rows: list[int] = []
        children = self._children(node)
        if self._unfolded.isdisjoint(children):
            rows += children
            return rows
        for child in children:
            rows.append(child)
            if child in self._unfolded:
                rows += self._flatten(child)
        return rows

    # -- folding

    def unfold(self, node: int) -> None:
        """Show the children of a node."""
        if node in self._unfolded or not self.foldable(node):
            return
        self._unfolded.add(node)
        row = self.row_of(node)
        if self._found is None and not self._partial and self._nodes.child_count(node) > MANY_CHILDREN:
            self._begin_slices(node)
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
        self._drop_slices(node)
        if row is not None and below:
            self.beginRemoveRows(NO_PARENT, row + 1, row + below)
            del self._rows[row + 1 : row + 1 + below]
            self.endRemoveRows()
            self._redraw(row)
        self._nodes.collapsed(node)

    def unfold_all(self, node: int = ROOT) -> bool:
        """Unfold level by level, up to MOST_UNFOLDED rows; return whether that was everything."""
        self._drop_slices()
        level, room, whole = [node], MOST_UNFOLDED, True
        unfolded: set[int] = set()
        while level and whole:
            below: list[int] = []
            for parent in level:
                children = self._children(parent)
                if len(children) > room:
                    whole = False
                    continue
                if children:
                    room -= len(children)
                    unfolded.add(parent)
                    below += children
            level = below
        self._unfolded |= unfolded
        self.refresh()
        return whole

    def fold_all(self) -> None:
        self._drop_slices()
        self._unfolded = {ROOT}
        self._replace(self._flatten(ROOT))

    def reveal(self, node: int) -> int | None:
        """Unfold everything above a node; return its row, or None if a search hides it."""
        self._drop_slices()
        above = self._nodes.parent(node)
        while above != ROOT and above not in self._unfolded:
            self._unfolded.add(above)
            above = self._nodes.parent(above)
        self.refresh()
        return self.row_of(node)

    # -- searching

    @property
    def searching(self) -> bool:
        return self._found is not None

    def show_found(self, nodes: Collection[int] | None) -> None:
        """Show only these nodes and what is above them, unfolded; None ends the search and folds back."""
        self._drop_slices()
        if nodes is None:
            if self._unfolded_before is not None:
                self._unfolded = self._unfolded_before
            self._found = self._unfolded_before = None
        else:
            if self._unfolded_before is None:
                self._unfolded_before = self._unfolded
            self._unfolded = {ROOT}
            self._found = self._include(set(), nodes)
        self._replace(self._flatten(ROOT))

    def add_found(self, nodes: Collection[int]) -> None:
        """Show further nodes that a search has found."""
        if self._found is not None and nodes:
            self._include(self._found, nodes)
            self.refresh()

    def _include(self, found: set[int], nodes: Collection[int]) -> set[int]:
        """Add nodes, and whatever leads to them, unfolded."""
        for node in nodes:
            found.add(node)
            above = self._nodes.parent(node)
            while above not in self._unfolded:
                found.add(above)
                self._unfolded.add(above)
                above = self._nodes.parent(above)
            found.add(above)
        return found

    # -- what changes

    def grow(self, changes: TreeChanges) -> None:
        """Take in what a tick of the tree has added and removed, as far as it is in sight."""
        if changes.removed:  # their numbers may come again
            for nodes in (self._unfolded, self._unfolded_before, self._found):
                if nodes is not None:
                    nodes.difference_update(changes.removed)
            self._drop_slices()
        if self._unfolded.isdisjoint(changes.parents):
            return
        if not self._lasting:
            self._unsorted = True
            if changes.removed or self._partial:
                self.refresh()
            return
        joined = {node for node in changes.added if self._in_sight(node)} if self._found is None else set()
        if changes.removed or len(joined) > MOST_RUNS:
            self.refresh()
            return
        while joined:
            node = joined.pop()
            self._insert(self._place(node, joined), [node])

    def _in_sight(self, node: int) -> bool:
        """Whether everything above a node is unfolded."""
        above = self._nodes.parent(node)
        while above != ROOT and above in self._unfolded:
            above = self._nodes.parent(above)
        return above == ROOT

    def _place(self, node: int, missing: Collection[int]) -> int:
        """Return the row before which a node belongs; the `missing` ones have no rows yet."""
        while node != ROOT:
            siblings, place = self._children(self._nodes.parent(node)), self._nodes.position(node) + 1
            while place < len(siblings) and siblings[place] in missing:
                place += 1
            if place < len(siblings):
                row = self.row_of(siblings[place])
                return len(self._rows) if row is None else row
            node = self._nodes.parent(node)
        return len(self._rows)

    def refresh(self) -> None:
        """Flatten anew and announce what is different."""
        rows = array("i", self._flatten(ROOT))
        runs = insertions(self._rows, rows)
        if runs is None:
            self._replace(rows)
            return
        for first, last in runs:
            self._insert(first, rows[first:last])

    def clear(self) -> None:
        """The tree has forgotten everything."""
        self._drop_slices()
        self._unfolded = {ROOT}
        self._replace(self._flatten(ROOT))

    def _insert(self, row: int, nodes: Sequence[int]) -> None:
        if nodes:
            self.beginInsertRows(NO_PARENT, row, row + len(nodes) - 1)
            self._rows[row:row] = array("i", nodes)
            self.endInsertRows()

    def _replace(self, rows: Iterable[int]) -> None:
        self.beginResetModel()
        self._rows = array("i", rows)
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
