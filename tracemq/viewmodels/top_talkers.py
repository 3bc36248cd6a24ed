"""Turns the rates of a topic tree into a table of its busiest topics or branches, as of the last `refresh`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracemq.history.tree import TopicTree
from tracemq.payloads.text import visible_line

Index = QModelIndex | QPersistentModelIndex
NO_PARENT: Final = QModelIndex()
MOST_SHOWN: Final = 200


class TalkerColumn(IntEnum):
    """The columns in their order."""

    TOPIC = 0
    RATE = 1
    SHARE = 2
    MESSAGES = 3
    BYTES = 4


class Talker(NamedTuple):
    """A topic or a branch as it was at the last refresh; `share` is the part of all messages per second."""

    topic: str
    rate: float
    share: float
    messages: int
    payload_bytes: int


TEXTS: Final[tuple[Callable[[Talker], str], ...]] = (
    lambda talker: visible_line(talker.topic),
    lambda talker: QLocale().toString(talker.rate, "f", 0 if talker.rate >= 10 else 1),
    lambda talker: f"{QLocale().toString(talker.share * 100, 'f', 1)} %",
    lambda talker: QLocale().toString(talker.messages),
    lambda talker: QLocale().formattedDataSize(talker.payload_bytes, 1),
)
KEYS: Final[tuple[Callable[[Talker], Any], ...]] = (
    lambda talker: talker.topic,
    lambda talker: talker.rate,
    lambda talker: talker.share,
    lambda talker: talker.messages,
    lambda talker: talker.payload_bytes,
)


class TopTalkersModel(QAbstractTableModel):
    """`depth` is None for single topics, or the level of the branches whose rates are summed up."""

    def __init__(self, tree: TopicTree, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self._titles: Sequence[str] = [""] * len(TalkerColumn)
        self._alignments: Sequence[Qt.AlignmentFlag] = [Qt.AlignmentFlag.AlignLeft] * len(TalkerColumn)
        self._talkers: list[Talker] = []
        self._column, self._descending = TalkerColumn.RATE, True
        self.depth: int | None = None

    def refresh(self) -> None:
        """Take the rates of this moment."""
        tree = self._tree
        whole = tree.subtree_rate(0) or 1.0
        own = self.depth is None
        talkers = [
            Talker(
                tree.topic(node),
                found.rate,
                found.rate / whole,
                tree.messages(node) if own else tree.subtree(node),
                tree.payload_bytes(node) if own else tree.subtree_bytes(node),
            )
            for found in tree.top_talkers(MOST_SHOWN, self.depth)
            for node in (found.node,)
        ]
        self._show(talkers)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._descending = TalkerColumn(column), order is Qt.SortOrder.DescendingOrder
        self._show(self._talkers)

    def _show(self, talkers: list[Talker]) -> None:
        talkers = sorted(talkers, key=KEYS[self._column], reverse=self._descending)
        more = len(talkers) - len(self._talkers)
        if more > 0:
            self.beginInsertRows(NO_PARENT, len(self._talkers), len(talkers) - 1)
            self._talkers = self._talkers + talkers[-more:]
            self.endInsertRows()
        elif more < 0:
            self.beginRemoveRows(NO_PARENT, len(talkers), len(self._talkers) - 1)
            self._talkers = self._talkers[:more]
            self.endRemoveRows()
        self._talkers = talkers
        if talkers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(talkers) - 1, len(TalkerColumn) - 1))

    def topic(self, row: int) -> str:
        return self._talkers[row].topic

    def row_of(self, topic: str) -> int | None:
        return next((row for row, talker in enumerate(self._talkers) if talker.topic == topic), None)

    def page(self, first: int, count: int) -> Sequence[Talker]:
        return self._talkers[first : first + count]

    @staticmethod
    def text(column: int, item: Talker) -> str:
        return TEXTS[column](item)

    def set_titles(self, titles: Sequence[str], alignments: Sequence[Qt.AlignmentFlag]) -> None:
        """The words above the columns and where they stand; the window knows the user's language."""
        self._titles, self._alignments = titles, alignments
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(TalkerColumn) - 1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._talkers)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(TalkerColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.column(), self._talkers[index.row()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[section]
        return None
