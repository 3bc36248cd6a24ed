"""Turns the rates of a topic tree into a table of its busiest topics or branches, as of the last `refresh`."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QLocale, QObject, Qt

from tracemq.history.tree import TopicTree
from tracemq.payloads.text import visible_line

from .record_table import RecordTable

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


class TopTalkersModel(RecordTable[Talker]):
    """`depth` is None for single topics, or the level of the branches whose rates are summed up."""

    def __init__(self, tree: TopicTree, parent: QObject | None = None) -> None:
        super().__init__(TEXTS, parent)
        self._tree = tree
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
        self._show(self._records)

    def _show(self, talkers: list[Talker]) -> None:
        self.show_records(sorted(talkers, key=KEYS[self._column], reverse=self._descending))

    def topic(self, row: int) -> str:
        return self._records[row].topic

    def row_of(self, topic: str) -> int | None:
        return next((row for row, talker in enumerate(self._records) if talker.topic == topic), None)
