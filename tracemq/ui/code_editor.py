"""A text editor with line numbers at its left edge, and JSON, XML and variables in colours.

What is long is poured in piece by piece, a few ms each: 5 MB of lines take Qt 1.4 s in one go, and the window would
stand still. A single line is laid out whole each time, so it goes in whole; Qt takes 0.2 s for each MB of it.
"""

from __future__ import annotations

from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracemq.viewmodels.slices import SLICE_S

from .payload_colours import PayloadColours
from .theme import colours, monospace

PADDING: Final = 6  # px, on both sides of a line's number
MOST_COLOURED: Final = 120_000  # characters; colouring all of them, and letting Qt undo them, take 40 ms
LONGEST_LINE: Final = 1_000_000  # characters, which Qt lays out as a whole: 0.4 s
PIECE: Final = 16 << 10  # characters; laying them out takes 4 ms


class CodeEditor(QPlainTextEdit):
    """Tab leaves the editor, as from any other field. `poured` has how many percent of a long text are in."""

    poured = Signal(int)
    refused = Signal(int)  # how many characters a line has that is too long to be pasted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(monospace())
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)  # at words, a long one takes quadratic time
        self._numbers = _LineNumbers(self)
        self._colours = PayloadColours(self.document(), self.palette())
        self._pouring = QTimer(self, interval=0)
        self._pouring.timeout.connect(self._pour)
        self._cursor, self._text, self._at = self.textCursor(), "", 0  # what is poured in, and how far it is
        self._lines = 0  # as many as there will be then: room for their numbers is made once
        self._to_start = False  # once all is in: what is shown anew is read from its beginning
        self._whole: str | None = ""  # None: to be asked for
        self._before: str | None = None  # what was there before something long was put in
        self.textChanged.connect(self._changed)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scrolled)
        self._make_room()

    @property
    def coloured(self) -> bool:
        """Whether the text is short enough for colours."""
        return self._colours.document() is not None

    @property
    def pouring(self) -> bool:
        """Whether a long text is still going in."""
        return self._pouring.isActive()

    @property
    def whole(self) -> str:
        """The text, with all that is still going in; asking again costs nothing."""
        self.complete()
        if self._whole is None:
            self._whole = self.toPlainText()
        return self._whole

    def complete(self) -> None:
        """Let what is still going in be there at once."""
        while self.pouring:
            self._pour_piece()

    def show_text(self, text: str) -> None:
        """Begin with another text."""
        self.complete()
        if len(text) <= PIECE:
            self.setPlainText(text)
        else:
            self.replace(text)
            self._to_start = True
            if not self.pouring:  # it was one line
                self._show_start()
        self._before = None

    def replace(self, text: str) -> None:
        """Put another text into the place of all of it; undo takes that back."""
        self.complete()
        self.selectAll()
        self.insert(text)

    def insert(self, text: str) -> None:
        """Put a text into the place of the selection, a long one by and by."""
        self.complete()
        if self.document().characterCount() + len(text) > MOST_COLOURED:
            self._colours.setDocument(None)  # Qt would ask it for each line, and it would say nothing
        if len(text) > MOST_COLOURED:
            self._before = self.toPlainText()
            self.setUndoRedoEnabled(False)
        self._cursor, self._text, self._at = self.textCursor(), text, 0
        self._lines = self.blockCount() + text.count("\n")
        self._make_room()
        self.setReadOnly(True)
        self._pouring.start()
        self._pour()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert what is pasted or dropped; a line that would stop the window for seconds is refused."""
        text = source.text()
        longest = max(map(len, text.split("\n"))) if len(text) > LONGEST_LINE else 0
        if longest > LONGEST_LINE:
            self.refused.emit(longest)
        else:
            self.insert(text)

    def _pour(self) -> None:
        """Go on for some milliseconds."""
        until = perf_counter() + SLICE_S
        while self.pouring and perf_counter() < until:
            self._pour_piece()
        if self.pouring:
            self.poured.emit(self._at * 100 // len(self._text))

    def _pour_piece(self) -> None:
        """Insert some whole lines; all pieces are one step for undo."""
        text, at = self._text, self._at
        end = text.rfind("\n", at, at + PIECE) + 1 or text.find("\n", at + PIECE) + 1 or len(text)
        cursor = self._cursor
        if at:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        cursor.insertText(text[at:end])
        cursor.endEditBlock()
        self._at = end
        if end >= len(text):
            self._pouring.stop()
            self._text, self._lines = "", 0
            self.setReadOnly(False)
            self.setUndoRedoEnabled(True)
            self.setTextCursor(cursor)
            self._choose_colours()
            self.ensureCursorVisible()
            if self._to_start:
                self._show_start()
            self.poured.emit(100)

    def _show_start(self) -> None:
        self._to_start = False
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo what was poured in by changing places with what was there before."""
        swaps = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        if swaps and self._before is not None and not self.document().isUndoAvailable() and not self.pouring:
            before, here = self._before, self.toPlainText()
            self.setUndoRedoEnabled(False)  # until it is in
            self.replace(before)
            self._before = here
        else:
            super().keyPressEvent(event)

    def _changed(self) -> None:
        self._whole = None
        if not self.pouring:
            if self.document().isUndoAvailable():  # something else was done since
                self._before = None
            self._choose_colours()

    def _choose_colours(self) -> None:
        """Colour what is short enough: Qt asks for each line, and lays it out anew."""
        short = self.document().characterCount() <= MOST_COLOURED
        if short is not self.coloured and not self.pouring:
            self._colours.setDocument(self.document() if short else None)

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
        return (
            self.fontMetrics().horizontalAdvance("9") * max(2, len(str(max(self.blockCount(), self._lines))))
            + 2 * PADDING
        )

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
