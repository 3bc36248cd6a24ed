"""Shows the facts of one message: topic, flags, sizes, times, and every property that came with it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from tracemq.mqtt.batch import Message
from tracemq.mqtt.types import Version
from tracemq.payloads.text import visible_line

from .property_text import property_name, property_rows
from .quantity_text import exact_size_text, time_text
from .row_delegate import RowDelegate
from .state_text import VERSIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """What is known of a message beside its content; sizes in bytes."""

    seq: int | None = None
    wire_size: int | None = None
    version: Version | None = None


class FactsView(QTreeWidget):
    """Names at the left, values at the right, in groups; Ctrl+C copies the chosen value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setItemsExpandable(False)
        self.setHeaderHidden(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(RowDelegate(self))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)

    def show_facts(self, message: Message | None, facts: MessageFacts) -> None:
        self.clear()
        if message is None:
            return
        self._group(self.tr("Message"), self._message_rows(message, facts))
        rows = property_rows(message.properties)
        if rows:
            self._group(self.tr("Properties"), rows)
        pairs = message.properties.user_properties
        if pairs:
            self._group(
                property_name("user_properties"), [(visible_line(key), visible_line(value)) for key, value in pairs]
            )
        self.expandAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.matches(QKeySequence.StandardKey.Copy) and item is not None:
            QGuiApplication.clipboard().setText(item.text(1))
        else:
            super().keyPressEvent(event)

    def _message_rows(self, message: Message, facts: MessageFacts) -> list[tuple[str, str]]:
        yes, no = self.tr("yes"), self.tr("no")
        rows = [
            (self.tr("Topic"), visible_line(message.topic)),
            (self.tr("Received"), time_text(message.received_at) if message.received_at else ""),
            (self.tr("QoS"), str(int(message.qos))),
            (self.tr("Retain"), yes if message.retain else no),
            (self.tr("DUP"), yes if message.dup else no),
            (self.tr("Packet id"), str(message.packet_id) if message.packet_id else ""),
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
            item = QTreeWidgetItem(head, [name, value])
            item.setForeground(0, self.palette().placeholderText())
