"""Shows the facts of one message: topic, flags, sizes, times, and every property that came with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem, QWidget

from tracemq.mqtt.batch import Message
from tracemq.mqtt.types import Version
from tracemq.payloads.text import visible_line

from .packet_text import identifier_text
from .property_text import property_name, property_rows
from .quantity_text import exact_size_text, time_text
from .state_text import VERSIONS
from .wrapping_delegate import WrappingDelegate

MOST_USER_PROPERTIES: Final = 1000  # shown; a packet may have millions
SHOWN_CHARS: Final = 400  # of a value; the whole one is copied
NAME_SHARE: Final = 0.42  # of the width, for the names at most
PADDING: Final = 12  # px, between a name and its value
WholeRole: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """What is known of a message beside its content; sizes in bytes."""

    seq: int | None = None
    wire_size: int | None = None
    version: Version | None = None
    unread_bytes: int = 0  # of properties that are too many to be read
    packet: Callable[[], bytes] | None = None  # raises IndexError when the row has left
    filters_of: Callable[[int], Sequence[str]] = lambda _: ()  # those of a subscription identifier
    matching: Callable[[str], Sequence[str]] = lambda _: ()  # our subscriptions that match a topic


class FactsView(QTreeWidget):
    """Names at the left, values at the right, in groups; Ctrl+C copies the chosen value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setItemsExpandable(False)
        self.setHeaderHidden(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(WrappingDelegate(self))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(True)
        self._names: set[str] = set()
        self._longest = 0

    def show_facts(self, message: Message | None, facts: MessageFacts) -> None:
        self.clear()
        self._names.clear()
        if message is None:
            return
        self._group(self.tr("Message"), self._message_rows(message, facts))
        rows = property_rows(replace(message.properties, subscription_identifiers=()))
        rows += [
            (property_name("subscription_identifiers"), identifier_text(number, facts.filters_of))
            for number in message.properties.subscription_identifiers[:MOST_USER_PROPERTIES]
        ]
        if facts.unread_bytes:
            text = self.tr("{size}, too many to be listed; the packet has them")
            rows.append((self.tr("Properties"), text.format(size=exact_size_text(facts.unread_bytes))))
        if rows:
            self._group(self.tr("Properties"), rows)
        pairs = message.properties.user_properties
        if pairs:
            shown = [(visible_line(key), visible_line(value)) for key, value in pairs[:MOST_USER_PROPERTIES]]
            if len(pairs) > MOST_USER_PROPERTIES:
                more = self.tr("{count} more, in the packet’s bytes").format(count=len(pairs) - MOST_USER_PROPERTIES)
                shown.append(("…", more))
            self._group(property_name("user_properties"), shown)
        self.expandAll()
        self._longest = max((self.fontMetrics().horizontalAdvance(name) for name in self._names), default=0) + PADDING
        self._size_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_value()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, slot in (
            (self.tr("Copy &Value"), self.copy_value),
            (self.tr("Copy &Name and Value"), self.copy_line),
        ):
            action = menu.addAction(text)
            action.triggered.connect(slot)
            action.setEnabled(self._chosen() is not None)
        everything = menu.addAction(self.tr("Copy &All"))
        everything.triggered.connect(self.copy_all)
        menu.popup(event.globalPos())

    def copy_value(self) -> None:
        """Put the current value into the clipboard, whole."""
        item = self._chosen()
        if item is not None:
            QGuiApplication.clipboard().setText(_whole(item, 1))

    def copy_line(self) -> None:
        """The same with its name before it."""
        item = self._chosen()
        if item is not None:
            QGuiApplication.clipboard().setText(_line(item))

    def copy_all(self) -> None:
        """Put all names and values into the clipboard, a line each."""
        QGuiApplication.clipboard().setText("\n".join(map(_line, self._items())))

    def _items(self) -> list[QTreeWidgetItem]:
        groups = [self.topLevelItem(at) for at in range(self.topLevelItemCount())]
        items = (group.child(at) for group in groups if group is not None for at in range(group.childCount()))
        return [item for item in items if item is not None]

    def _chosen(self) -> QTreeWidgetItem | None:
        item = self.currentItem()
        return item if item is not None and item.parent() is not None else None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for item in self._items():
                item.setForeground(0, self.palette().placeholderText())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    def _size_columns(self) -> None:
        """Names get what they need, but never nearly half."""
        most = round(NAME_SHARE * self.viewport().width())
        self.header().resizeSection(0, min(self._longest, most))
        self.doItemsLayout()

    def _message_rows(self, message: Message, facts: MessageFacts) -> list[tuple[str, str]]:
        yes, no = self.tr("yes"), self.tr("no")
        matching = ", ".join(map(visible_line, facts.matching(message.topic)))
        rows = [
            (self.tr("Topic"), visible_line(message.topic)),
            (self.tr("Received"), time_text(message.received_at) if message.received_at else ""),
            (self.tr("QoS"), str(int(message.qos))),
            (self.tr("Retain"), yes if message.retain else no),
            (self.tr("DUP"), yes if message.dup else no),
            (self.tr("Packet id"), str(message.packet_id) if message.packet_id else ""),
            (self.tr("Subscriptions"), matching),
            (self.tr("Payload"), exact_size_text(len(message.payload))),
            (self.tr("Whole packet"), "" if facts.wire_size is None else exact_size_text(facts.wire_size)),
            (self.tr("Protocol"), VERSIONS[facts.version] if facts.version else ""),
            (self.tr("Number in the log"), "" if facts.seq is None else str(facts.seq + 1)),
        ]
        return [(name, value) for name, value in rows if value]

    def _group(self, title: str, rows: list[tuple[str, str]]) -> None:
        if self.topLevelItemCount():
            gap = QTreeWidgetItem()
            gap.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addTopLevelItem(gap)
        head = QTreeWidgetItem([title])
        font = self.font()
        font.setBold(True)
        head.setFont(0, font)
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addTopLevelItem(head)
        head.setFirstColumnSpanned(True)
        for name, value in rows:
            item = QTreeWidgetItem(head, [_short(name), _short(value)])
            self._names.add(_short(name))
            item.setForeground(0, self.palette().placeholderText())
            for column, text in enumerate((name, value)):
                if len(text) > SHOWN_CHARS:
                    item.setData(column, WholeRole, text)


def _whole(item: QTreeWidgetItem, column: int) -> str:
    text: str = item.data(column, WholeRole) or item.text(column)
    return text


def _line(item: QTreeWidgetItem) -> str:
    return f"{_whole(item, 0)}\t{_whole(item, 1)}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else text[:SHOWN_CHARS] + "…"
