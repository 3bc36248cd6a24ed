"""Turns a searched text into a ground behind every place in sight of a text that has it."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from .theme import colours

MOST_MARKS: Final = 1000  # a screenful of short places; each is a cursor of the document


class TextMarks(QObject):
    """`mark` says what is looked for; what comes into sight later is marked then."""

    def __init__(self, text: QPlainTextEdit) -> None:
        super().__init__(text)
        self._text = text
        self._wanted: re.Pattern[str] | None = None
        text.verticalScrollBar().valueChanged.connect(self._mark)
        text.textChanged.connect(self._mark)
        text.installEventFilter(self)

    def mark(self, text: str) -> None:
        """Mark a text, whatever its case; "" marks nothing."""
        self._wanted = re.compile(re.escape(text), re.IGNORECASE) if text else None
        self._mark()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._wanted is not None and event.type() in {QEvent.Type.Resize, QEvent.Type.PaletteChange}:
            self._mark()
        return super().eventFilter(watched, event)

    def _mark(self) -> None:
        if self._wanted is not None or self._text.extraSelections():
            self._text.setExtraSelections([] if self._wanted is None else self._places(self._wanted))

    def _places(self, wanted: re.Pattern[str]) -> list[QTextEdit.ExtraSelection]:
        text = self._text
        first = text.cursorForPosition(QPoint(0, 0)).block()
        last = text.cursorForPosition(QPoint(0, text.viewport().height())).block()
        found: list[QTextEdit.ExtraSelection] = []
        block, ground = first, QColor(colours(text.palette()).warning_ground)
        while block.isValid() and block.position() <= last.position():
            line = block.text()
            astral = not line.isascii() and max(line) > "\uffff"  # Qt counts such letters as two
            for place in wanted.finditer(line):
                if len(found) == MOST_MARKS:
                    return found
                start, end = (_units(line, at) if astral else at for at in place.span())
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(block)
                mark.cursor.setPosition(block.position() + start)
                mark.cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
                mark.format.setBackground(ground)
                found.append(mark)
            block = block.next()
        return found


def _units(line: str, at: int) -> int:
    """How many units of UTF-16 stand before a letter."""
    return len(line[:at].encode("utf-16-le", "surrogatepass")) // 2
