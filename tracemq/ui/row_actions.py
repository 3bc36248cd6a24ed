"""Turns the current row of the message table into what can be done with it: copy, filter by it, publish to it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from tracemq.viewmodels.message_table import MessageTableModel

from .icons import set_icon
from .message_columns import MessageColumns
from .painted_table import PaintedTable

MOST_COPIED: Final = 10_000  # rows; the clipboard is text in memory
LONGEST_VALUE: Final = 200  # bytes of a payload that can be filtered by


class RowActions(QObject):
    """The actions of one table; they have their shortcuts while it has the focus."""

    filter_asked = Signal(str)  # a topic to narrow the table to
    value_asked = Signal(str)  # a payload to narrow the table to
    publish_asked = Signal(str)  # a topic to publish to
    copied = Signal(int, int)  # rows copied, rows selected

    def __init__(self, table: PaintedTable, messages: MessageTableModel, columns: MessageColumns) -> None:
        super().__init__(table)
        self._table, self._messages, self._columns = table, messages, columns
        self._copy_rows, self._copy_topic = QAction(self), QAction(self)
        self._filter_topic, self._filter_value, self.publish = QAction(self), QAction(self), QAction(self)
        self._copy_rows.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy_topic.setShortcut("Ctrl+Shift+C")
        for action, icon, slot in (
            (self._copy_rows, "copy", self.copy_rows),
            (self._copy_topic, "copy", self.copy_topic),
            (self._filter_topic, "filter", self._ask_filter),
            (self._filter_value, "filter", self._ask_value),
            (self.publish, "publish", self._ask_publish),
        ):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            set_icon(action, icon)
            table.addAction(action)
        self._filter_topic.setVisible(False)
        self._filter_value.setVisible(False)
        self.more: list[QAction] = []  # what others offer to do with the rows
        self.retranslate()

    def retranslate(self) -> None:
        self._filter_value.setText(self.tr("Show Only This Payload"))
        self._copy_rows.setText(self.tr("Copy Rows"))
        self._copy_topic.setText(self.tr("Copy Topic"))
        self._filter_topic.setText(self.tr("Show Only This Topic"))
        self.publish.setText(self.tr("Publish to This Topic"))

    def offer_filters(self) -> None:
        """Somebody listens to `filter_asked` and `value_asked`."""
        self._filter_topic.setVisible(True)
        self._filter_value.setVisible(True)

    def menu(self) -> QMenu:
        """Make the menu of the current row."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._copy_rows, self._copy_topic])
        menu.addSeparator()
        menu.addActions([self._filter_topic, self._filter_value, self.publish])
        menu.addSeparator()
        if self.more:
            menu.addActions(self.more)
            menu.addSeparator()
        times = menu.addMenu(self.tr("Time"))
        times.addActions(self._columns.time_actions(times))
        columns = menu.addMenu(self.tr("Columns"))
        columns.addActions(self._columns.column_actions(columns))
        for action in (self._copy_rows, self._copy_topic, self._filter_topic, self.publish):
            action.setEnabled(self._table.currentIndex().isValid())
        self._filter_value.setEnabled(self._value() is not None)
        return menu

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard: the shown columns, separated by tabs."""
        shown = self._table.shown_columns()
        spans = self._table.selected_spans()
        lines: list[str] = []
        for top, bottom in spans:
            items = self._messages.page(top, min(bottom - top + 1, MOST_COPIED - len(lines)))
            lines += ["\t".join(self._messages.text(column, item) for column in shown) for item in items]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))
            self.copied.emit(len(lines), sum(bottom - top + 1 for top, bottom in spans))

    def copy_topic(self) -> None:
        topic = self._topic()
        if topic is not None:
            QGuiApplication.clipboard().setText(topic)

    def _topic(self) -> str | None:
        index = self._table.currentIndex()
        return self._messages.page(index.row(), 1)[0].topic if index.isValid() else None

    def _value(self) -> str | None:
        """The payload of the current row, if it is a text that is short enough to filter by."""
        index = self._table.currentIndex()
        if not index.isValid():
            return None
        payload = self._messages.view.payload(self._messages.first + index.row(), LONGEST_VALUE + 1)
        try:
            return payload.decode() if 0 < len(payload) <= LONGEST_VALUE else None
        except UnicodeDecodeError:
            return None

    def _ask_filter(self) -> None:
        topic = self._topic()
        if topic is not None:
            self.filter_asked.emit(topic)

    def _ask_value(self) -> None:
        value = self._value()
        if value is not None:
            self.value_asked.emit(value)

    def _ask_publish(self) -> None:
        topic = self._topic()
        if topic is not None:
            self.publish_asked.emit(topic)
