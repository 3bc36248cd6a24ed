"""Gives a text editor a strip with the numbers of its lines at the left edge."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from .theme import colours

PADDING: Final = 6  # px, on both sides of a line's number


class NumberedEditor(QPlainTextEdit):
    """Who has other lines than the document has blocks says so in `lines` and `number`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers = _Strip(self)
        self.blockCountChanged.connect(self.make_room)
        self.updateRequest.connect(self._scrolled)

    def lines(self) -> int:
        """How many lines there are, or will be."""
        return self.blockCount()

    def number(self, block: int) -> int | None:
        """The number of the line that begins with a block; None for one that begins none."""
        return block + 1

    def numbers_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("9") * max(2, len(str(self.lines()))) + 2 * PADDING

    def make_room(self) -> None:
        """Give the numbers the room that they need now."""
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        self._place_numbers()

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Paint the numbers of the lines in sight into the strip at the left."""
        painter = QPainter(self._numbers)
        painter.fillRect(event.rect(), self.palette().window())
        painter.setFont(self.font())
        painter.setPen(colours(self.palette()).muted)
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        width, line = self._numbers.width() - PADDING, self.fontMetrics().height()
        while block.isValid() and top <= event.rect().bottom():
            if block.isVisible() and (number := self.number(block.blockNumber())) is not None:
                place = QRect(0, round(top), width, line)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(number))
            top += self.blockBoundingRect(block).height()
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()

    def _place_numbers(self) -> None:
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width(), inside.height()))

    def _scrolled(self, part: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, part.y(), self._numbers.width(), part.height())


class _Strip(QWidget):
    """The editor knows what to paint into it."""

    def __init__(self, editor: NumberedEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_numbers(event)
