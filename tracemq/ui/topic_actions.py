"""Turns the selected topic into what can be done with it: copy, filter, publish, subscribe, delete what is retained."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from tracemq.viewmodels.topic_nodes import TreeColumn
from tracemq.viewmodels.topic_tree import TopicTreeModel

from .icons import set_icon
from .painted_table import PaintedTable
from .topic_columns import TopicColumns


class TopicActions(QObject):
    """The actions of one tree; `select` tells of which node they are."""

    filter_asked = Signal(str)  # a topic filter: this branch
    publish_asked = Signal(str)  # a topic
    subscribe_asked = Signal(str)  # a topic filter
    unsubscribe_asked = Signal(str)  # a topic: what is subscribed to there and below
    retained_asked = Signal(str)  # a topic: what the broker retains there and below
    delete_retained_asked = Signal(str)  # a topic filter: what is retained there is to go, after a question

    def __init__(self, table: PaintedTable, tree: TopicTreeModel, columns: TopicColumns) -> None:
        super().__init__(table)
        self._table, self._tree, self._columns = table, tree, columns
        self._node: int | None = None
        self._subscribed: Callable[[str], bool] = lambda _: False
        self.copy = self._action("copy", self.copy_topic, "Ctrl+C")
        self.copy_value = self._action("copy", self._copy_value, "Ctrl+Shift+C")
        self.filter = self._action("filter", self._ask_filter)
        self.publish = self._action("publish", self._ask_publish)
        self.subscribe = self._action("subscriptions", self._ask_subscribe)
        self.unsubscribe = self._action("remove", self._ask_unsubscribe)
        self.retained = self._action("retain", self._ask_retained)
        self.delete_retained = self._action("delete", self._ask_delete_retained, "Del")
        for action in (self.filter, self.subscribe, self.unsubscribe, self.retained, self.delete_retained):
            action.setVisible(False)
        self.more: list[QAction] = []  # what others offer to do with the topic
        self.retranslate()

    def _action(self, icon: str, slot: Callable[[], object], shortcut: str = "") -> QAction:
        made = QAction(self)
        made.setShortcut(shortcut)
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        made.triggered.connect(slot)
        set_icon(made, icon)
        self._table.addAction(made)
        return made

    def retranslate(self) -> None:
        self.copy.setText(self.tr("Copy Topic"))
        self.copy_value.setText(self.tr("Copy Last Value"))
        self.filter.setText(self.tr("Show Only This Branch"))
        self.publish.setText(self.tr("Publish to This Topic"))
        self.subscribe.setText(self.tr("Subscribe to This Branch"))
        self.unsubscribe.setText(self.tr("Unsubscribe from This Branch"))
        self.retained.setText(self.tr("Retained Messages of This Branch…"))
        self.delete_retained.setText(self.tr("Delete Retained Messages…"))

    def offer_filters(self) -> None:
        """Somebody listens to `filter_asked`."""
        self.filter.setVisible(True)

    def offer_subscriptions(self, subscribed: Callable[[str], bool]) -> None:
        """Somebody listens to `subscribe_asked`; `subscribed` says whether there are filters of a branch alone."""
        self._subscribed = subscribed
        self.subscribe.setVisible(True)
        self.unsubscribe.setVisible(True)

    def offer_retained(self) -> None:
        """Somebody listens to `retained_asked` and `delete_retained_asked`."""
        self.retained.setVisible(True)
        self.delete_retained.setVisible(True)

    def select(self, node: int | None) -> None:
        self._node = node

    @property
    def topic(self) -> str | None:
        """The topic of the selected node."""
        return None if self._node is None else self._tree.topic(self._node)

    @property
    def _branch(self) -> str | None:
        """The selected topic with everything below it, as a filter."""
        if self._node is None or self.topic is None:
            return None
        return f"{self.topic}/#" if self._tree.foldable(self._node) else self.topic

    def menu(self, *more: QAction) -> QMenu:
        """Make the menu of the selected node; `more` stands before order and columns."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.copy, self.copy_value])
        menu.addSeparator()
        menu.addActions([self.filter, self.publish])
        menu.addSeparator()
        menu.addActions([self.subscribe, self.unsubscribe])
        menu.addSeparator()
        menu.addActions([self.retained, self.delete_retained])
        menu.addSeparator()
        if self.more:
            menu.addActions(self.more)
            menu.addSeparator()
        menu.addActions(more)
        menu.addSeparator()
        orders = menu.addMenu(self.tr("Sort By"))
        orders.addActions(self._columns.order_actions(orders))
        columns = menu.addMenu(self.tr("Columns"))
        columns.addActions(self._columns.column_actions(columns))
        topic = self.topic
        for action in (
            self.copy,
            self.copy_value,
            self.filter,
            self.publish,
            self.subscribe,
            self.retained,
            self.delete_retained,
            *self.more,
        ):
            action.setEnabled(topic is not None)
        self.unsubscribe.setEnabled(topic is not None and self._subscribed(topic))
        return menu

    def copy_topic(self) -> None:
        if self.topic is not None:
            QGuiApplication.clipboard().setText(self.topic)

    def _copy_value(self) -> None:
        if self._node is not None:
            QGuiApplication.clipboard().setText(self._tree.text(TreeColumn.VALUE, self._node))

    def _ask_filter(self) -> None:
        if self._branch is not None:
            self.filter_asked.emit(self._branch)

    def _ask_publish(self) -> None:
        if self.topic is not None:
            self.publish_asked.emit(self.topic)

    def _ask_subscribe(self) -> None:
        if self._branch is not None:
            self.subscribe_asked.emit(self._branch)

    def _ask_unsubscribe(self) -> None:
        if self.topic is not None:
            self.unsubscribe_asked.emit(self.topic)

    def _ask_retained(self) -> None:
        if self.topic is not None:
            self.retained_asked.emit(self.topic)

    def _ask_delete_retained(self) -> None:
        if self._branch is not None:
            self.delete_retained_asked.emit(self._branch)
