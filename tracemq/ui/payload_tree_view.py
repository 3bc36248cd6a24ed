"""Shows the tree of a payload; what is selected by the user is told, what is asked for is unfolded and selected."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from tracemq.payloads.tree import Kind, Steps, Tree
from tracemq.viewmodels.payload_reader import Reading
from tracemq.viewmodels.payload_tree import Index, KindRole, NodeRole, PayloadTreeModel, TreeColumn
from tracemq.viewmodels.slices import Slices

from .cut_tips import show_cut_tip
from .json_colours import syntax_colours
from .row_delegate import RowDelegate

DEEPEST: Final = 200  # levels that are unfolded at once: Qt lays them out by recursion, and 100,000 end the program
MOST_UNFOLDED: Final = 2000  # rows
NAME_SHARE: Final = 0.45  # of the width, for the names
State = QStyle.StateFlag
_COLOUR_OF: Final = {
    Kind.STRING: "text",
    Kind.INTEGER: "number",
    Kind.FLOAT: "number",
    Kind.TIME: "number",
    Kind.ENUM: "word",
    Kind.BOOLEAN: "word",
    Kind.NULL: "word",
}


class PayloadTreeView(QTreeView):
    """`node_chosen` has the number of the node that became current."""

    node_chosen = Signal(int)
    copy_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = PayloadTreeModel(("", ""), self)
        self.setModel(self.items)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setIndentation(14)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setItemDelegate(RowDelegate(self))
        self.setItemDelegateForColumn(TreeColumn.VALUE, _ValueDelegate(self))
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.sectionResized.connect(self._section_resized)
        self._sized_by_hand = False
        self._sizing = False
        self._selecting = False  # not by the user
        self._unfolding = Slices(self)

    @property
    def node(self) -> int | None:
        """The current node."""
        node: int | None = self.currentIndex().data(NodeRole)
        return node

    def show_reading(self, reading: Reading) -> None:
        """Show a reading's tree with its first levels unfolded."""
        self._unfolding.cancel()
        self.items.show(reading)
        if reading.tree is None:
            return
        self.expandToDepth(1 if len(reading.tree) < MOST_UNFOLDED else 0)
        first = self.items.index(0, 0, self.items.index(0, 0))
        while self.items.group_at(first):
            self.expand(first)
            first = self.items.index(0, 0, first)
        self._fold_tags(reading.tree)

    def _fold_tags(self, tree: Tree) -> None:
        """What a tag means says more than what it consists of."""
        root = self.items.index(0, 0)
        for row in range(self.items.rowCount(root)):
            index = self.items.index(row, 0, root)
            if index.data(KindRole) == Kind.TAG and tree.plain(index.data(NodeRole)):
                self.collapse(index)

    def leave(self) -> None:
        """Let the tree go."""
        self._unfolding.cancel()
        self.items.show(None)

    def select_node(self, node: int) -> bool:
        """Unfold what is around a node and select it; one that is too deep is not unfolded, but what is around it."""
        tree = self.items.tree
        if tree is None:
            return False
        surplus = tree.depth(node) - DEEPEST
        for _ in range(surplus):
            node = tree.parent(node)
        index = self.items.index_of(node)
        self._selecting = True
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self._selecting = False
        self.scrollTo(index)
        return surplus <= 0

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        node = current.data(NodeRole)
        if node is not None and not self._selecting:
            self.node_chosen.emit(node)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Unfold a branch with * only as far as Qt stands; Ctrl+C is for the whole value."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif event.key() == Qt.Key.Key_Asterisk:
            self.unfold(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def unfold(self, index: QModelIndex) -> None:
        """Unfold a branch, from the outside in, as long as there are not too many rows or levels."""
        self._unfolding.run(self._unfold_steps(index), lambda _: None)

    def _unfold_steps(self, index: QModelIndex) -> Steps[None]:
        level, rows = [index], 0
        for _ in range(DEEPEST):
            below: list[QModelIndex] = []
            for parent in level:
                if rows > MOST_UNFOLDED:
                    return
                self.expand(parent)
                count = self.items.rowCount(parent)
                rows += count
                below += [self.items.index(row, 0, parent) for row in range(count)]
                yield rows
            level = [child for child in below if self.items.hasChildren(child)]
            if not level:
                return

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Draw the row's own arrow; Qt goes through all levels around it, which takes 20 ms where there are 200."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        step = self.indentation()
        option.rect = QRect(rect.right() + 1 - step, rect.top(), step, rect.height())
        if not option.rect.intersects(self.viewport().rect()):
            return
        option.state = State.State_Item | (option.state & State.State_Enabled)
        if self.items.hasChildren(index):
            option.state |= State.State_Children | (State.State_Open if self.isExpanded(index) else State.State_None)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorBranch, option, painter, self)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say all of a name or value that is shortened."""
        return show_cut_tip(self, event) or bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._sized_by_hand:
            self._sizing = True
            self.header().resizeSection(TreeColumn.NAME, round(NAME_SHARE * self.viewport().width()))
            self._sizing = False

    def _section_resized(self, column: int) -> None:
        if column == TreeColumn.NAME and not self._sizing and self.isVisible():
            self._sized_by_hand = True


class _ValueDelegate(RowDelegate):
    """Colours values by their kind; a selected one has the selection's colour."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Any) -> None:
        super().initStyleOption(option, index)
        name = _COLOUR_OF.get(index.data(KindRole))
        if name:
            option.palette.setColor(option.palette.ColorRole.Text, QColor(syntax_colours(option.palette)[name]))
