"""Turns the subscriptions of a connection into an item model: colour, filter, QoS, state, count and rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from tracemq.mqtt.types import QoS
from tracemq.payloads.text import visible_line
from tracemq.workspace.subscription_list import SubscriptionEntry, SubscriptionState

from .filter_counts import Count

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
StateRole = Qt.ItemDataRole.UserRole + 1  # a SubscriptionState
UNKNOWN: Final = "–"
ColourRole = Qt.ItemDataRole.UserRole + 2  # "#rrggbb", or "" for none


class SubscriptionColumn(IntEnum):
    COLOUR = 0
    FILTER = 1
    QOS = 2
    COUNT = 3
    RATE = 4


class SubscriptionsModel(QAbstractTableModel):
    """`switched` has the entry and whether it is wanted on."""

    switched = Signal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[SubscriptionEntry] = []
        self.titles = [""] * len(SubscriptionColumn)
        self.tip: Callable[[SubscriptionEntry], str] = lambda entry: entry.filter  # the window has the words
        self.colour_name: Callable[[str], str] = lambda colour: colour
        self._counts: dict[str, Count | None] = {}

    def show(self, entries: Sequence[SubscriptionEntry]) -> None:
        """Take over the list, which may be the same objects with other states."""
        if [id(entry) for entry in entries] == [id(entry) for entry in self.entries]:
            self._changed(SubscriptionColumn.COLOUR, SubscriptionColumn.QOS)
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def show_counts(self, counts: dict[str, Count | None]) -> None:
        if counts != self._counts:
            self._counts = counts
            self._changed(SubscriptionColumn.COUNT, SubscriptionColumn.RATE)

    def uncounted(self, entry: SubscriptionEntry) -> bool:
        """Whether it takes too long to find out how many messages match."""
        return entry.filter in self._counts and self._counts[entry.filter] is None

    def rate_text(self, entry: SubscriptionEntry) -> str:
        """Say how many messages match per second; "" where that is none, or unknown."""
        count = self._counts.get(entry.filter)
        if count is None or count.per_second < 0.05:
            return ""
        return f"{QLocale().toString(count.per_second, 'f', 0 if count.per_second >= 10 else 1)}/s"

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(SubscriptionColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == SubscriptionColumn.FILTER:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, SubscriptionColumn(index.column()))
        if role == StateRole:
            return entry.state
        if role == ColourRole:
            return entry.settings.colour
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(entry)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == SubscriptionColumn.COLOUR:
            return self.colour_name(entry.settings.colour)
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == SubscriptionColumn.FILTER:
            on = entry.state is not SubscriptionState.OFF
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= SubscriptionColumn.COUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.switched.emit(self.entries[index.row()], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def _text(self, entry: SubscriptionEntry, column: SubscriptionColumn) -> str:
        match column:
            case SubscriptionColumn.COLOUR:
                return ""
            case SubscriptionColumn.FILTER:
                return visible_line(entry.filter)
            case SubscriptionColumn.QOS:
                return qos_text(entry)
            case SubscriptionColumn.COUNT:
                if self.uncounted(entry):
                    return UNKNOWN
                count = self._counts.get(entry.filter)
                return "" if count is None else QLocale().toString(count.messages)
            case SubscriptionColumn.RATE:
                return self.rate_text(entry)

    def _changed(self, first: SubscriptionColumn, last: SubscriptionColumn) -> None:
        if self.entries:
            self.dataChanged.emit(self.index(0, first), self.index(len(self.entries) - 1, last))


def qos_text(entry: SubscriptionEntry) -> str:
    """The QoS asked for, and the one granted where it is another."""
    asked = int(entry.settings.qos)
    granted = entry.granted
    if granted is None or granted.failed or granted == asked or entry.state is not SubscriptionState.ACTIVE:
        return str(asked)
    return f"{asked} → {int(QoS(granted))}"
