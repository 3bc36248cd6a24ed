"""Turns the header of the topic tree into columns that are chosen, moved, sorted by and remembered."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from tracemq.viewmodels.topic_nodes import TreeColumn, TreeOrder
from tracemq.viewmodels.topic_tree import TopicTreeModel

from .header_layout import join_layout, split_layout
from .painted_table import ColumnStyle, PaintedTable

ORDERS: Final = {
    TreeColumn.TOPIC: TreeOrder.NAME,
    TreeColumn.COUNT: TreeOrder.COUNT,
    TreeColumn.RATE: TreeOrder.RATE,
    TreeColumn.AGE: TreeOrder.CHANGED,
}
STYLES: Final = {
    TreeColumn.TOPIC: ColumnStyle(sample="temperature and more"),
    TreeColumn.VALUE: ColumnStyle(monospace=True, muted=True, sample="1234567.89"),
    TreeColumn.COUNT: ColumnStyle(right=True, muted=True, sample="10,000,000"),
    TreeColumn.RATE: ColumnStyle(right=True, muted=True, sample="10,000/s"),
    TreeColumn.AGE: ColumnStyle(right=True, muted=True, sample="59 min"),
}
# without a column of its own the value follows the name
HIDDEN_AT_FIRST: Final = (TreeColumn.VALUE, TreeColumn.RATE, TreeColumn.AGE)
LEAST_TOPIC: Final = 120  # px
LEAST_COLUMN: Final = 40  # px
ORDER_KEY, DESCENDING_KEY = "order", "descending"  # what the remembered layout calls them


class TopicColumns(QObject):
    """The columns of one tree, and the order of its rows."""

    def __init__(self, table: PaintedTable, tree: TopicTreeModel) -> None:
        super().__init__(table)
        self._table, self._tree = table, tree
        header = self._header = table.horizontalHeader()
        header.setMinimumSectionSize(LEAST_COLUMN)
        header.setSectionsMovable(True)
        header.sectionClicked.connect(self._sort_by_column)
        for column in HIDDEN_AT_FIRST:
            header.hideSection(column)
        self.retranslate()
        table.size_columns([self._titles[column] for column in TreeColumn])
        table.fill_with(TreeColumn.TOPIC, LEAST_TOPIC)

    def retranslate(self) -> None:
        self._titles = {
            TreeColumn.TOPIC: self.tr("Topic"),
            TreeColumn.VALUE: self.tr("Value"),
            TreeColumn.COUNT: self.tr("Messages"),
            TreeColumn.RATE: self.tr("Rate"),
            TreeColumn.AGE: self.tr("Age"),
        }
        self._tree.set_titles(
            [self._titles[column] for column in TreeColumn], [STYLES[column].alignment for column in TreeColumn]
        )

    # -- order

    def sort_by(self, order: TreeOrder, *, descending: bool) -> None:
        """Sort the children of every node; the header shows it where it shows that column."""
        self._tree.sort_by(order, descending=descending)
        column = next(column for column, other in ORDERS.items() if other is order)
        plain = order is TreeOrder.NAME and not descending
        self._header.setSortIndicatorShown(not plain)
        arrow = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicator(-1 if plain else column, arrow)

    def _sort_by_column(self, section: int) -> None:
        """Names go up first, numbers down; a second click turns them round."""
        order = ORDERS.get(TreeColumn(section))
        if order is not None:
            now, descending = self._tree.order
            self.sort_by(order, descending=not descending if now is order else order is not TreeOrder.NAME)

    # -- menus

    def order_actions(self, parent: QWidget) -> list[QAction]:
        """Return one checkable action for each way to sort."""
        group = QActionGroup(parent)
        actions = []
        for order, text in (
            (TreeOrder.NAME, self.tr("Name")),
            (TreeOrder.COUNT, self.tr("Messages")),
            (TreeOrder.RATE, self.tr("Rate")),
            (TreeOrder.CHANGED, self.tr("Last Change")),
        ):
            action = QAction(text, group)
            action.setCheckable(True)
            action.setChecked(self._tree.order[0] is order)
            action.triggered.connect(
                lambda _=False, chosen=order: self.sort_by(chosen, descending=chosen is not TreeOrder.NAME)
            )
            actions.append(action)
        return actions

    def column_actions(self, parent: QWidget) -> list[QAction]:
        """Return one checkable action a column, which shows or hides it."""
        actions = []
        for column in TreeColumn:
            action = QAction(self._titles[column], parent)
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(column))
            action.setEnabled(column is not TreeColumn.TOPIC)
            action.toggled.connect(lambda shown, hidden=column: self._header.setSectionHidden(hidden, not shown))
            actions.append(action)
        return actions

    # -- what is remembered

    def state(self) -> QByteArray:
        """Return order, widths and visibility of the columns and the order of the rows, for `restore`."""
        order, descending = self._tree.order
        kept = {ORDER_KEY: order.value, DESCENDING_KEY: "yes" if descending else "no"}
        return join_layout(kept, self._header.saveState())

    def restore(self, state: QByteArray) -> None:
        kept, columns = split_layout(state)
        if columns.size():
            self._header.restoreState(columns)
        orders = {order.value: order for order in TreeOrder}
        if (order := orders.get(kept.get(ORDER_KEY, ""))) is not None:
            self.sort_by(order, descending=kept.get(DESCENDING_KEY) == "yes")
