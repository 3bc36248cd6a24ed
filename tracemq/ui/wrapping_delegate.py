"""Paints the cells of a narrow list as paragraphs: a value that is longer than its column goes on in the next line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QTreeView

from .row_delegate import RowDelegate

MARGIN: Final = 3  # px at the left and right of a cell
MOST_HEIGHT: Final = 1000  # px of a cell
LEAST_WIDTH: Final = 20  # px
_WRAP: Final = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_WRAP.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
Index = QModelIndex | QPersistentModelIndex


class WrappingDelegate(RowDelegate):
    """For a tree without uniform row heights; whoever changes a column's width calls `doItemsLayout`."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        if self._view.isFirstColumnSpanned(index.row(), index.parent()):
            return hint
        self.initStyleOption(option, index)
        width = self._view.columnWidth(index.column()) - self._indent(index) - 2 * MARGIN
        if option.fontMetrics.horizontalAdvance(option.text) <= width:
            return hint
        padding = hint.height() - option.fontMetrics.height()
        return QSize(hint.width(), min(_height(option, max(width, LEAST_WIDTH)) + padding, MOST_HEIGHT))

    def _indent(self, index: Index) -> int:
        """How far a cell of the first column is indented, in px."""
        if index.column():
            return 0
        levels = int(self._view.rootIsDecorated())
        above = index.parent()
        while above.isValid():
            levels, above = levels + 1, above.parent()
        return levels * self._view.indentation()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        text = option.text
        padding = (super().sizeHint(option, index).height() - option.fontMetrics.height()) // 2
        if self._view.isFirstColumnSpanned(index.row(), index.parent()):
            super().paint(painter, option, index)
            return
        option.text = ""
        style = self._view.style() or QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._view)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(option.font)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        painter.setClipRect(option.rect)
        painter.drawText(QRectF(option.rect.adjusted(MARGIN, padding, -MARGIN, 0)), text, _WRAP)
        painter.restore()


def _height(option: QStyleOptionViewItem, width: int) -> int:
    """How high a cell's text is in lines of a width."""
    layout = QTextLayout(option.text, option.font)
    layout.setTextOption(_WRAP)
    layout.beginLayout()
    lines = 0
    while (line := layout.createLine()).isValid() and lines * option.fontMetrics.height() < MOST_HEIGHT:
        line.setLineWidth(width)
        lines += 1
    layout.endLayout()
    return lines * option.fontMetrics.lineSpacing()
