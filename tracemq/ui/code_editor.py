"""A text editor with line numbers at its left edge, and JSON, XML and variables in colours."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from .payload_colours import PayloadColours
from .theme import colours, monospace

PADDING: Final = 6  # px, on both sides of a line's number


class CodeEditor(QPlainTextEdit):
    """Tab leaves the editor, as from any other field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(monospace())
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)  # at words, a long one takes quadratic time
        self._numbers = _LineNumbers(self)
        self._colours = PayloadColours(self.document(), self.palette())
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scrolled)
        self._make_room()

    def colour_json(self, wanted: bool) -> None:
        """Show the text in the colours of JSON, or plain."""
        if wanted != self._colours.active:
            self._colours.active = wanted
            self._colours.rehighlight()

    def colour_xml(self, wanted: bool) -> None:
        """Show the text in the colours of XML, or plain."""
        if wanted != self._colours.xml:
            self._colours.xml = wanted
            self._colours.rehighlight()

    def mark_variables(self, wanted: bool) -> None:
        """Let variables stand out from the text."""
        if wanted != self._colours.variables:
            self._colours.variables = wanted
            self._colours.rehighlight()

    def numbers_width(self) -> int:
        return self.fontMetrics().horizontalAdvance("9") * max(2, len(str(self.blockCount()))) + 2 * PADDING

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Paint the numbers of the lines in sight into the strip at the left."""
        painter = QPainter(self._numbers)
        shades = colours(self.palette())
        painter.fillRect(event.rect(), self.palette().window())
        painter.setFont(self.font())
        painter.setPen(shades.muted)
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        width, line = self._numbers.width() - PADDING, self.fontMetrics().height()
        while block.isValid() and top <= event.rect().bottom():
            if block.isVisible():
                place = QRect(0, round(top), width, line)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            top += self.blockBoundingRect(block).height()
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colours.use(self.palette())
            self._colours.rehighlight()

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        self._place_numbers()

    def _place_numbers(self) -> None:
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width(), inside.height()))

    def _scrolled(self, part: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, part.y(), self._numbers.width(), part.height())


class _LineNumbers(QWidget):
    """The strip; the editor knows what to paint into it."""

    def __init__(self, editor: CodeEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        return QSize(self._editor.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._editor.paint_numbers(event)
