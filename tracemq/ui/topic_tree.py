"""Turns the topic model into a tree that paints its own rows: folding by mouse and keyboard, search, menu."""

from __future__ import annotations

import time
from typing import Any, Final

from PySide6.QtCore import QByteArray, QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tracemq.viewmodels.topic_children import ROOT
from tracemq.viewmodels.topic_nodes import TreeColumn
from tracemq.viewmodels.topic_tree import TopicTreeModel

from . import icons, theme
from .painted_table import PADDING, ColumnPaint, PaintedTable
from .pen import draw_in_row
from .topic_actions import TopicActions
from .topic_columns import STYLES, TopicColumns

STEP: Final = 14  # px of indentation a level
ARROW: Final = 12  # px
DEEPEST_INDENT: Final = 12  # levels; deeper ones are not moved further right
VALUE_GAP: Final = 8  # px between a name and its value
LEAST_VALUE: Final = 24  # px
FRESH_S: Final = 0.4  # how long a change stands out
STALE_S: Final = 60.0  # what did not change for so long fades
LONGEST_TYPE_AHEAD: Final = 10_000  # rows looked at for typed letters


class TopicTree(PaintedTable):
    """The rows of a `TopicTreeModel`; nodes are named by their topics to everybody else."""

    topic_selected = Signal(str)
    topic_activated = Signal(str)  # Enter, or a double-click on what has nothing below it
    expanded_in_part = Signal(int)  # "expand all" stopped at its limit; how many rows there are now

    def __init__(self, model: TopicTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(model, [STYLES[column] for column in TreeColumn], parent)
        self._tree = model
        self._node: int | None = None  # the selected one
        self._top_node: int | None = None
        self._typed, self._typed_at_s = "", 0.0
        self.setSelectionMode(PaintedTable.SelectionMode.SingleSelection)
        self.columns = TopicColumns(self, model)
        self.topic_actions = TopicActions(self, model, self.columns)
        self.expand_all, self.collapse_all = QAction(self), QAction(self)
        for action, icon, slot in (
            (self.expand_all, "expand-all", self._unfold_all),
            (self.collapse_all, "collapse-all", model.fold_all),
        ):
            icons.set_icon(action, icon)
            action.triggered.connect(slot)
            self.addAction(action)
        model.modelAboutToBeReset.connect(self._before_reset)
        model.reset_done.connect(self._after_reset)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.retranslate()

    # -- selection by node

    @property
    def topic(self) -> str | None:
        """The topic of the selected node."""
        return self.topic_actions.topic

    @property
    def node(self) -> int | None:
        return self._node

    def select_node(self, node: int) -> None:
        """Unfold what hides a node, select it and bring it into sight."""
        row = self._tree.reveal(node)
        if row is not None:
            self._go_to_row(row)

    def _go_to_row(self, row: int) -> None:
        index = self._tree.index(row, TreeColumn.TOPIC)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _current_changed(self, current: QModelIndex) -> None:
        if current.isValid() and not self.quiet:
            node = self._tree.node(current.row())
            if node != self._node:
                self._set_node(node)
                self.topic_selected.emit(self._tree.topic(node))

    def _set_node(self, node: int | None) -> None:
        self._node = node
        self.topic_actions.select(node)

    def _before_reset(self) -> None:
        top = self.rowAt(0) if self.verticalScrollBar().value() else -1
        self._top_node = self._tree.node(top) if top >= 0 else None

    def _after_reset(self) -> None:
        row = None if self._node is None else self._tree.row_of(self._node)
        if row is not None:
            index = self._tree.index(row, TreeColumn.TOPIC)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        top = None if self._top_node is None else self._tree.row_of(self._top_node)
        if top is None:
            self.scrollToTop()
        else:
            self.scrollTo(self._tree.index(top, TreeColumn.TOPIC), PaintedTable.ScrollHint.PositionAtTop)

    def forget_selection(self) -> None:
        """The tree was cleared: no node is what it was."""
        self._set_node(None)
        self._top_node = None

    # -- painting

    @property
    def ages(self) -> bool:
        """Whether it shows what changes with time alone."""
        return not (self.isColumnHidden(TreeColumn.AGE) and self.isColumnHidden(TreeColumn.RATE))

    def indent(self, column: int, item: Any) -> int:
        if column != TreeColumn.TOPIC:
            return 0
        return min(self._tree.depth(item), DEEPEST_INDENT) * STEP + ARROW + 2

    def decorate(self, painter: QPainter, column: int, item: Any, cell: QRect, selected: bool) -> None:
        if not self._tree.foldable(item):
            return
        shades = theme.colours(self.palette())
        arrow = icons.pixmap(
            "chevron-down" if self._tree.unfolded(item) else "chevron-right",
            shades.on_selection if selected else shades.muted,
            round(ARROW * self.devicePixelRatioF()),
        )
        box = QRect(cell.right() - ARROW - 2, cell.y() + (cell.height() - ARROW) // 2, ARROW, ARROW)
        painter.drawPixmap(box, arrow)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = time.time()
        self._fresh_since, self._stale_before = now - FRESH_S, now - STALE_S
        self._fresh_ink = self.palette().color(QPalette.ColorRole.Accent)
        self._stale_ink = self.palette().color(QPalette.ColorRole.PlaceholderText)
        super().paintEvent(event)

    def paint_column(self, paint: ColumnPaint, column: int) -> None:
        super().paint_column(paint, column)
        if column == TreeColumn.TOPIC and self.isColumnHidden(TreeColumn.VALUE):
            self._paint_values(paint)

    def _paint_values(self, paint: ColumnPaint) -> None:
        """Draw each value behind its name: a column of its own would leave both too little room."""
        painter, palette = paint.painter, self.palette()
        x, width = self.columnViewportPosition(TreeColumn.TOPIC), self.columnWidth(TreeColumn.TOPIC)
        names, values = self.proportional, self.monospace
        muted, inverse = palette.placeholderText().color(), palette.highlightedText().color()
        cells = QRect(x, paint.box.y(), width, paint.box.height())
        painter.setClipRect(cells)
        for row, node in enumerate(paint.items):
            value = self._tree.text(TreeColumn.VALUE, node)
            if not value:
                continue
            used = 2 * PADDING + self.indent(TreeColumn.TOPIC, node) + VALUE_GAP
            used += names.width(self._tree.text(TreeColumn.TOPIC, node))
            if width - used < LEAST_VALUE:
                continue
            text = values.elided(value, width - used)
            painter.setFont(values.font_for(text))
            chosen = paint.first + row in paint.selected
            painter.setPen(inverse if chosen else self.ink(TreeColumn.VALUE, node, muted))
            top = paint.top + row * self.row_height
            draw_in_row(painter, cells, top, self.row_height, QPoint(x + used - PADDING, top + self.baseline), text)
        painter.setClipping(False)

    def cut_text(self, row: int, column: int, item: Any) -> str:
        """Where a name or the value behind it is cut: the topic, and the value."""
        if column != TreeColumn.TOPIC or not self.isColumnHidden(TreeColumn.VALUE):
            return super().cut_text(row, column, item)
        value = self._tree.text(TreeColumn.VALUE, item)
        used = self.proportional.width(self._tree.text(column, item)) + self.indent(column, item) + 2 * PADDING
        room = self.columnWidth(column) - used - (VALUE_GAP if value else 0)
        if self.monospace.elided(value, max(room, 0)) == value and room >= 0:
            return ""
        return "\n".join(text for text in (self._tree.shown_topic(item), value) if text)

    def ink(self, column: int, item: Any, ink: QColor) -> QColor:
        """What has just changed stands out for a moment; what has not for long fades."""
        changed_at = self._tree.changed_at(item)
        if column == TreeColumn.TOPIC:
            return self._stale_ink if changed_at < self._stale_before else ink
        return self._fresh_ink if changed_at > self._fresh_since else ink

    # -- folding

    def _toggle(self, node: int) -> None:
        if self._tree.unfolded(node):
            self._fold(node)
        else:
            self._tree.unfold(node)

    def _fold(self, node: int) -> None:
        """Fold, and select the node itself if the selected one is below it; Qt would select the next row instead."""
        row = self._tree.row_of(node)
        if row is not None and self._node is not None and self._tree.is_below(self._node, node):
            self._go_to_row(row)
        self._tree.fold(node)

    def _unfold_all(self) -> None:
        if not self._tree.unfold_all(ROOT):
            self.expanded_in_part.emit(self._tree.rowCount())

    def _on_arrow(self, point: QPoint) -> int | None:
        """Return the node whose arrow is under a point."""
        row = self.rowAt(point.y())
        if row < 0 or self.columnAt(point.x()) != TreeColumn.TOPIC:
            return None
        node = self._tree.node(row)
        right = self.columnViewportPosition(TreeColumn.TOPIC) + self.indent(TreeColumn.TOPIC, node) + PADDING
        inside = right - ARROW - PADDING <= point.x() <= right
        return node if inside and self._tree.foldable(node) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        node = self._on_arrow(event.position().toPoint())
        if node is not None and event.button() is Qt.MouseButton.LeftButton:
            self._toggle(node)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        row = self.rowAt(point.y())
        if row < 0 or event.button() is not Qt.MouseButton.LeftButton:
            return
        node = self._tree.node(row)
        if self._tree.foldable(node):
            self._toggle(node)
        elif self._on_arrow(point) is None:
            self.topic_activated.emit(self._tree.topic(node))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        node = self._node
        if node is not None and self._tree.row_of(node) is not None and self._fold_by_key(event.key(), node):
            return
        if event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._tree.rowCount():
            self._go_to_row(0 if event.key() == Qt.Key.Key_Home else self._tree.rowCount() - 1)
            return
        super().keyPressEvent(event)

    def _fold_by_key(self, key: int, node: int) -> bool:
        """Do what the arrows, + - * and Enter mean in a tree; return whether it was one of them."""
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.topic_activated.emit(self._tree.topic(node))
        elif key == Qt.Key.Key_Plus:
            self._tree.unfold(node)
        elif key == Qt.Key.Key_Minus:
            self._fold(node)
        elif key == Qt.Key.Key_Asterisk:
            if not self._tree.unfold_all(node):
                self.expanded_in_part.emit(self._tree.rowCount())
        elif key == Qt.Key.Key_Right:
            self._step_in(node)
        elif key == Qt.Key.Key_Left:
            self._step_out(node)
        else:
            return False
        return True

    def _step_in(self, node: int) -> None:
        row = self._tree.row_of(node)
        if not self._tree.unfolded(node):
            self._tree.unfold(node)
        elif row is not None and self._tree.foldable(node):
            self._go_to_row(row + 1)

    def _step_out(self, node: int) -> None:
        if self._tree.unfolded(node) and self._tree.foldable(node):
            self._fold(node)
            return
        row = self._tree.parent_row(node)
        if row is not None:
            self._go_to_row(row)

    def keyboardSearch(self, search: str) -> None:
        """Go to the next row that begins with the letters typed in a row; Qt's own would ask all of the model."""
        rows = self._tree.rowCount()
        now_s = time.monotonic()
        going_on = now_s - self._typed_at_s < QApplication.keyboardInputInterval() / 1000
        self._typed = (self._typed if going_on else "") + search.lower()
        self._typed_at_s = now_s
        start = max(self.currentIndex().row() + (0 if going_on else 1), 0)
        for step in range(min(rows, LONGEST_TYPE_AHEAD)):
            row = (start + step) % rows
            if self._tree.text(TreeColumn.TOPIC, self._tree.node(row)).lower().startswith(self._typed):
                self._go_to_row(row)
                return

    # -- menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """Make the menu of the selected node."""
        return self.topic_actions.menu(self.expand_all, self.collapse_all)

    def layout_state(self) -> QByteArray:
        """Return what was arranged in the header, for `restore_layout`."""
        return self.columns.state()

    def restore_layout(self, state: QByteArray) -> None:
        self.columns.restore(state)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Topics"))
        self.empty_text = self.tr("No topics yet")
        self.expand_all.setText(self.tr("Expand All"))
        self.collapse_all.setText(self.tr("Collapse All"))
        self.columns.retranslate()
        self.topic_actions.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
