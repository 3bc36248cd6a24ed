"""Turns the retained messages that a broker has sent into a table: searched, sorted, with sizes and ages."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QLocale, QObject, Qt

from tracemq.history.tree import TopicTree
from tracemq.mqtt import Message
from tracemq.payloads.preview import preview
from tracemq.payloads.text import visible_line

from .record_table import RecordTable
from .times import age_text

SHOWN_BYTES: Final = 200


class RetainedColumn(IntEnum):
    """The columns in their order."""

    TOPIC = 0
    PAYLOAD = 1
    SIZE = 2
    QOS = 3
    AGE = 4
    EXPIRES = 5


class RetainedModel(RecordTable[Message]):
    """All that was found stays in `found`; shown are those whose topic has the searched text in it.

    MQTT does not say when a message was published. What is known is when its topic was heard of in this tab: the age
    is exact if a live message came since, and the least that it can be otherwise (then it is written with a ≥). Of a
    topic that is not subscribed to nothing is known but when the broker was asked.
    """

    def __init__(self, tree: TopicTree, parent: QObject | None = None) -> None:
        super().__init__(
            (
                lambda message: visible_line(message.topic),
                lambda message: preview(message.payload[:SHOWN_BYTES], len(message.payload)),
                lambda message: QLocale().toString(len(message.payload)),
                lambda message: str(int(message.qos)),
                self._age_text,
                _expiry_text,
            ),
            parent,
        )
        self._tree = tree
        self.found: dict[str, Message] = {}
        self._search = ""
        self._column, self._descending = RetainedColumn.TOPIC, False

    @property
    def shown(self) -> Sequence[Message]:
        return self._records

    def message(self, row: int) -> Message:
        return self._records[row]

    def forget(self) -> None:
        """Begin anew."""
        self.found = {}
        self._show()

    def add(self, messages: Iterable[Message]) -> None:
        """Take what has come; call `settle` when no more comes, which sorts."""
        fresh = []
        for message in messages:
            if message.topic not in self.found and self._matches(message):
                fresh.append(message)
            self.found[message.topic] = message
        self.show_records([*self._records, *fresh])

    def settle(self) -> None:
        """Sort what has come."""
        self._show()

    def search(self, text: str) -> None:
        """Show those whose topic contains the text; capitals matter only where the text has some."""
        self._search = text
        self._show()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._descending = RetainedColumn(column), order is Qt.SortOrder.DescendingOrder
        self._show()

    def _matches(self, message: Message) -> bool:
        text = self._search
        return text in (message.topic if text != text.lower() else message.topic.lower())

    def _show(self) -> None:
        shown = [message for message in self.found.values() if self._matches(message)]
        self.show_records(sorted(shown, key=self._keys()[self._column], reverse=self._descending))

    def _keys(self) -> Sequence[Callable[[Message], Any]]:
        return (
            lambda message: message.topic,
            lambda message: message.payload[:SHOWN_BYTES],
            lambda message: len(message.payload),
            lambda message: message.qos,
            self._age_s,
            _expires_in_s,
        )

    def _age_s(self, message: Message) -> float:
        node = self._tree.find(message.topic)
        return time.time() - (message.received_at if node is None else self._tree.last_at(node))

    def _age_text(self, message: Message) -> str:
        node = self._tree.find(message.topic)
        age = age_text(max(0.0, self._age_s(message)))
        return f"≥ {age}" if node is None or self._tree.retained(node) else age


def _expires_in_s(message: Message) -> float:
    interval = message.properties.message_expiry_interval
    return math.inf if interval is None else message.received_at + interval - time.time()


def _expiry_text(message: Message) -> str:
    left = _expires_in_s(message)
    return "" if left == math.inf else age_text(max(0.0, left))
