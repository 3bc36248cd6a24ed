"""Shows the bytes of a PUBLISH packet beside its fields; what is chosen in the one is marked in the other."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tracemq.mqtt.types import Version
from tracemq.payloads.packet_fields import PacketField, PacketPart, innermost, packet_fields

from .cut_tips import show_cut_tip
from .fields import Note, Tone
from .hex_view import HexView
from .packet_text import FiltersOf, field_name, field_place, field_value
from .theme import GAP
from .wrapping_delegate import WrappingDelegate

PADDING: Final = 14  # px, around a name
NAME_SHARE: Final = 0.52  # of the width, for the names at most
UNFOLDED: Final = frozenset({PacketPart.FIXED_HEADER, PacketPart.VARIABLE_HEADER, PacketPart.PROPERTIES})


class PacketView(QWidget):
    """`show_packet` takes the packet apart, `say_why_not` says why there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self.tree = _Fields(self._split)
        self.hex = HexView(self._split)
        self.place = Note(self, stays=True)
        self._version = Version.V5
        self._fields: list[PacketField] = []
        self._items: dict[int, QTreeWidgetItem] = {}  # by the identity of the field
        self._folded: dict[int, PacketField] = {}  # those whose fields are not in the tree yet, likewise
        self._said: tuple[str, FiltersOf] = ("", lambda _: ())
        self._marking = False
        self._split.addWidget(self.tree)
        self._split.addWidget(self.hex)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self._split, 1)
        column.addWidget(self.place)
        self.tree.currentItemChanged.connect(self._field_chosen)
        self.tree.itemExpanded.connect(self._unfold)
        self.tree.bytes_wanted.connect(self._copy_bytes)
        self.hex.pointed.connect(self._byte_chosen)
        self._retranslate()

    def show_packet(self, packet: bytes, version: Version, topic: str, filters_of: FiltersOf) -> None:
        """Show the packet; `topic` is what its alias stood for, where it had one."""
        self._version = version
        self._fields = packet_fields(packet, version)
        self._items.clear()
        self._folded.clear()
        self._said = topic, filters_of
        self._split.show()
        self.place.say(self.tr("Choose a field or a byte to see where it stands in the standard."))
        self._marking = True
        self.tree.blockSignals(True)  # columns are sized once, and not for each branch that is unfolded
        self.tree.clear()
        for item in self._fields:
            self._add(self.tree.invisibleRootItem(), item)
        self.tree.blockSignals(False)
        self.tree.size_columns()
        self.hex.show_bytes(packet)
        self._marking = False

    def say_why_not(self, reason: str) -> None:
        """Show nothing but a reason."""
        self._fields = []
        self._items.clear()
        self._folded.clear()
        self.tree.clear()
        self.hex.show_bytes(b"")
        self._split.setVisible(False)
        self.place.say(reason, Tone.WARNING)

    def _add(self, parent: QTreeWidgetItem, item: PacketField) -> None:
        made = QTreeWidgetItem(parent, [field_name(item), field_value(item, *self._said)])
        made.setData(0, Qt.ItemDataRole.UserRole, id(item))
        self._items[id(item)] = made
        self.tree.field_of[id(item)] = item
        self.tree.make_room_for(made)
        if item.part in UNFOLDED:
            for inner in item.inside:
                self._add(made, inner)
            made.setExpanded(True)
        elif item.inside:  # a thousand properties consist of five thousand fields
            made.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
            self._folded[id(item)] = item

    def _unfold(self, made: QTreeWidgetItem) -> None:
        """Add what a field consists of, once somebody wants to see it."""
        item = self._folded.pop(made.data(0, Qt.ItemDataRole.UserRole), None)
        for inner in item.inside if item is not None else ():
            self._add(made, inner)
        self.tree.size_columns()

    def _field_chosen(self, item: QTreeWidgetItem | None) -> None:
        found = None if item is None else self.tree.field_of.get(item.data(0, Qt.ItemDataRole.UserRole))
        if found is None or self._marking:
            return
        self.place.say(field_place(found, self._version))
        self.hex.select(found.start, found.end)

    def _copy_bytes(self) -> None:
        self._field_chosen(self.tree.currentItem())
        self.hex.copy()

    def _byte_chosen(self, offset: int) -> None:
        found = innermost(self._fields, offset)
        if found is None:
            return
        around = next((item for item in self._folded.values() if item.start <= offset < item.end), None)
        if around is not None:
            self._unfold(self._items[id(around)])
        self._marking = True
        self.tree.setCurrentItem(self._items[id(found)])
        self._marking = False
        self.place.say(field_place(found, self._version))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.tree.setAccessibleName(self.tr("Fields of the packet"))
        self.hex.setAccessibleName(self.tr("Bytes of the packet"))


class _Fields(QTreeWidget):
    """Ctrl+C copies the current value."""

    bytes_wanted = Signal()  # of the current field, into the clipboard

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field_of: dict[int, PacketField] = {}
        self._longest = 0  # px of a name
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlternatingRowColors(True)
        self.setIndentation(12)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegate(WrappingDelegate(self))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(True)

    def clear(self) -> None:
        super().clear()
        self.field_of.clear()
        self._longest = 0

    def size_columns(self) -> None:
        """Names get what they need, but not more than half; what has no room goes on in the next line."""
        most = round(NAME_SHARE * self.viewport().width())
        self.header().resizeSection(0, min(self._longest, most))
        self.doItemsLayout()

    def make_room_for(self, item: QTreeWidgetItem) -> None:
        """Take note of how long a name is, with what it is indented."""
        levels, above = 1, item.parent()
        while above is not None:
            levels, above = levels + 1, above.parent()
        width = self.fontMetrics().horizontalAdvance(item.text(0)) + levels * self.indentation() + PADDING
        self._longest = max(self._longest, width)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say all of a value that is shortened."""
        return show_cut_tip(self, event) or bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.size_columns()

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
            (self.tr("Copy Its &Bytes as Hex"), self.bytes_wanted.emit),
        ):
            action = menu.addAction(text)
            action.triggered.connect(slot)
            action.setEnabled(self.currentItem() is not None)
        menu.popup(event.globalPos())

    def copy_value(self) -> None:
        """Put the current value into the clipboard."""
        item = self.currentItem()
        if item is not None:
            QGuiApplication.clipboard().setText(item.text(1))
