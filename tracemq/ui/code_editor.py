"""A text editor with line numbers at its left edge, and JSON, XML and variables in colours.

What is long is poured in piece by piece, a few ms each: 5 MB of lines take Qt 1.4 s in one go, and the window would
stand still. A long line is laid out whole at each key: a text that has one, is long itself, or has characters that
Qt's documents change, is held in pieces (viewmodels/text_pieces.py) from then on until another text is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QMenu, QWidget

from tracemq.viewmodels.slices import SLICE_S
from tracemq.viewmodels.text_pieces import LONGEST_LINE, MOST_IN_DOCUMENT, TextPieces, has_long_line, needs_pieces

from .line_numbers import NumberedEditor
from .payload_colours import PayloadColours
from .piece_editing import PieceEditing, lead
from .pouring import STEP_CHARS, Pouring, fill, plain_text, put_lines
from .theme import monospace

MOST_COLOURED: Final = MOST_IN_DOCUMENT  # characters; colouring all of them, and letting Qt undo them, take 40 ms

Standard = QKeySequence.StandardKey


class CodeEditor(NumberedEditor):
    """Tab leaves the editor, as from any other field. `poured` has how many percent of a long text are in."""

    poured = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(monospace())
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)  # at words, a long one takes quadratic time
        self._colours = PayloadColours(self.document(), self.palette())
        self._choosing = False  # whether to colour; to let go of colours says that the text changes
        self._pieces: PieceEditing | None = None  # what holds the text, if it is no text for a document
        self._shown = (0, 0)  # blocks and characters, where the document shows the pieces
        self._pouring = QTimer(self, interval=0)
        self._pouring.timeout.connect(self._pour)
        self._steps: Pouring | None = None  # what is poured in
        self._percent, self._told, self._mine, self._fixed = 0, False, False, False  # fixed: it was read-only before
        self._lines = 0  # as many as there will be then: room for their numbers is made once
        self._whole: str | None = ""  # None: to be asked for
        self._last = ""  # what it was when it was asked for last
        self.textChanged.connect(self._changed)
        self.make_room()

    @property
    def coloured(self) -> bool:
        """Whether the text is short enough for colours."""
        return self._colours.document() is not None

    @property
    def pouring(self) -> bool:
        """Whether a long text is still going in."""
        return self._steps is not None

    @property
    def whole(self) -> str:
        """The text, with all that is still going in; asking again costs nothing."""
        if self._pieces is None:
            self.complete()
        if self._whole is None:
            self._whole = (
                self._pieces.pieces.whole if self._pieces is not None else plain_text(self.document().toRawText())
            )
        self._last = self._whole
        return self._whole

    def complete(self) -> None:
        """Let what is still going in be there at once."""
        while self.pouring:
            self._pour_step()

    # Texts

    def show_text(self, text: str) -> None:
        """Begin with another text."""
        self._stop()
        self._pieces = PieceEditing(self, TextPieces(text)) if needs_pieces(text) else None
        self._whole = None
        if self._pieces is None and len(text) <= STEP_CHARS:
            self.setUndoRedoEnabled(True)
            super().setPlainText(text)
            return
        self._begin(len(text))
        self._run(self._show_anew(text), tell=True)
        if len(text) <= STEP_CHARS:
            self.complete()

    def toPlainText(self) -> str:
        return self.whole

    def setPlainText(self, text: str) -> None:
        self.show_text(text)

    def clear(self) -> None:
        self.show_text("")

    def insertPlainText(self, text: str) -> None:
        self.insert(text)

    def replace(self, text: str) -> None:
        """Put another text into the place of all of it; undo takes that back."""
        self.complete()
        self.selectAll()
        self.insert(text)

    def insert(self, text: str) -> None:
        """Put a text into the place of the selection, a long one by and by."""
        self.complete()
        if self._pieces is None and self._would_need_pieces(text):
            self._take_over()
        self._begin(self.document().characterCount() + len(text))
        if self._pieces is not None:
            self._whole = None
            self._run(self._pieces.put(text), tell=True)
            return
        self._lines = self.blockCount() + text.count("\n")
        self.make_room()
        self._run(self._put_lines(text), tell=True)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert what is pasted or dropped."""
        if not self.pouring:
            self.insert(source.text())

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        if not self.pouring:  # else the document is not what it shows
            selected = plain_text(self.textCursor().selectedText())
            data.setText(selected if self._pieces is None else self._pieces.selected_text)
        return data

    def _would_need_pieces(self, text: str) -> bool:
        ends = (self.textCursor().selectionStart(), self.textCursor().selectionEnd())
        around = sum(self.document().findBlock(place).length() for place in ends)
        too_long = self.document().characterCount() + len(text) > MOST_COLOURED
        return too_long or needs_pieces(text) or has_long_line(text, max(0, LONGEST_LINE - around))

    def _take_over(self, before: str | None = None) -> None:
        """Hold the text in pieces from now on; `before` is what undo brings back first."""
        self._pieces = PieceEditing(self, TextPieces(self.whole, shown=True))
        if before is not None:
            self._pieces.pieces.became(before)
        self.setUndoRedoEnabled(False)
        self._shown = (self.blockCount(), self.document().characterCount())

    # Pouring

    def _begin(self, chars: int) -> None:
        if chars > MOST_COLOURED or self._soft:
            self._colour(wanted=False)  # Qt would ask it for each line, and it would say nothing

    def _run(self, steps: Pouring, *, tell: bool) -> None:
        """Begin with what changes the document; `tell` when it is done."""
        self._steps, self._percent, self._told, self._fixed = steps, 0, tell, self.isReadOnly()
        if self._pieces is not None:
            self._lines = self._pieces.pieces.lines
            self.make_room()
        self.setReadOnly(True)
        self._pouring.start()
        self._pour()

    def _pour(self) -> None:
        """Go on for some milliseconds, and a step in any case: what takes one step is there at once."""
        until, first = perf_counter() + SLICE_S, True
        while self.pouring and (first or perf_counter() < until):
            self._pour_step()
            first = False
        if self.pouring:
            self._told = True
            self.poured.emit(self._percent)

    def _pour_step(self) -> None:
        self._mine = True
        try:
            self._percent = next(self._steps or iter(()))
        except StopIteration:
            self._poured()
        finally:
            self._mine = False

    def _poured(self) -> None:
        """All is there."""
        self._stop()
        self._shown = (self.blockCount(), self.document().characterCount())
        self.setUndoRedoEnabled(self._pieces is None)
        self._choose_colours()
        self.make_room()
        self.ensureCursorVisible()
        if self._told:
            self.poured.emit(100)

    def _stop(self) -> None:
        """Pour no further."""
        if self._steps is not None:
            self._pouring.stop()
            self._steps, self._lines = None, 0
            self.setReadOnly(self._fixed)

    def _show_anew(self, text: str) -> Pouring:
        """Other blocks instead of all."""
        self.setUndoRedoEnabled(False)
        super().setPlainText("")  # 160,000 lines take 25 ms
        yield 0
        yield from fill(self.document(), 0, text.split("\n") if self._pieces is None else self._pieces.pieces.texts)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._whole = text  # reading 5 MB out of the document again takes 20 ms

    def _put_lines(self, text: str) -> Pouring:
        cursor = self.textCursor()
        yield from put_lines(cursor, text)
        self.setTextCursor(cursor)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._pieces is not None:
            self._press(self._pieces, event)
        elif event.matches(Standard.InsertLineSeparator) and not self.isReadOnly():
            self.textCursor().insertBlock()  # Qt would begin a line in the same paragraph
            self.ensureCursorVisible()
        else:
            super().keyPressEvent(event)

    def _press(self, editing: PieceEditing, event: QKeyEvent) -> None:
        if editing.only_moves(event):
            if not (event.matches(Standard.Copy) and self.pouring):
                super().keyPressEvent(event)
        elif self.isReadOnly():
            event.ignore()
        elif (act := next((act for key, act in EDITS.items() if event.matches(key)), None)) is not None:
            act(self)
        else:
            self._do(editing.press(event))

    def _do(self, steps: Pouring | None) -> None:
        """Change the pieces, which is done, and what the document shows of them."""
        if steps is not None and self._pieces is not None:
            self._whole = None
            self._begin(self.document().characterCount())
            self._run(steps, tell=False)

    def undo(self) -> None:
        if self._pieces is None:
            super().undo()
        elif not self.isReadOnly():
            self._do(self._pieces.undo())

    def redo(self) -> None:
        if self._pieces is None:
            super().redo()
        elif not self.isReadOnly():
            self._do(self._pieces.redo())

    def cut(self) -> None:
        if self._pieces is None:
            super().cut()
        elif not self.isReadOnly() and self.textCursor().hasSelection():
            self.copy()
            self._do(self._pieces.put(""))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method commits goes into the pieces; what it still composes is only shown."""
        if self._pieces is not None and (event.commitString() or event.replacementLength()):
            if not self.isReadOnly():
                self._do(self._pieces.commit(event))
            event = QInputMethodEvent(event.preeditString(), event.attributes())
        super().inputMethodEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A selection of pieces is not dragged away: Qt would take it out of the document."""
        if self._pieces is not None and event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            self.setTextCursor(self.cursorForPosition(event.position().toPoint()))
        super().mousePressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self._pieces is None:
            super().dropEvent(event)
        elif not self.isReadOnly():
            self.setTextCursor(self.cursorForPosition(event.position().toPoint()))
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.insertFromMimeData(event.mimeData())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu(event.pos())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._pieces is not None:
            self._lead_to_pieces(menu, self._pieces)
        menu.popup(event.globalPos())

    def _lead_to_pieces(self, menu: QMenu, editing: PieceEditing) -> None:
        """Let Qt's menu, in the user's language, do what the keys do."""
        selected, can = self.textCursor().hasSelection() and not self.isReadOnly(), editing.pieces
        lead(menu, "edit-undo", self.undo, possible=can.can_undo and not self.isReadOnly())
        lead(menu, "edit-redo", self.redo, possible=can.can_redo and not self.isReadOnly())
        lead(menu, "edit-cut", self.cut, possible=selected)
        lead(menu, "edit-paste", self.paste, possible=self.canPaste())
        lead(menu, "edit-delete", lambda: self._do(editing.put("")), possible=selected)

    # Changes

    def _changed(self) -> None:
        if self._choosing or (self._pieces is not None and (self.pouring or self._mine)):
            return
        if self._pieces is not None:
            here = (self.blockCount(), self.document().characterCount())
            if here != self._shown:  # somebody else has changed what is only shown
                self._run(self._show_anew(self.whole), tell=False)
            return
        self._whole = None
        if self.pouring:
            return
        if self.textCursor().block().length() > LONGEST_LINE + 1:  # key by key
            self._take_over(self._last)
        self._choose_colours()

    @property
    def _soft(self) -> bool:
        """Whether a line stands in several pieces."""
        return self._pieces is not None and 1 in self._pieces.pieces.soft

    def _choose_colours(self) -> None:
        """Colour what is short enough: Qt asks for each line, and lays it out anew."""
        short = self.document().characterCount() <= MOST_COLOURED and not self._soft
        if short is not self.coloured and not self.pouring:
            self._colour(wanted=short)

    def _colour(self, *, wanted: bool) -> None:
        if not self._choosing and wanted is not self.coloured:
            self._choosing = True
            self._colours.setDocument(self.document() if wanted else None)
            self._choosing = False

    def colour_json(self, wanted: bool) -> None:
        """Show the text in the colours of JSON, or plain."""
        self._colours.choose(json=wanted)

    def colour_xml(self, wanted: bool) -> None:
        """Show the text in the colours of XML, or plain."""
        self._colours.choose(xml=wanted)

    def mark_variables(self, wanted: bool) -> None:
        """Let variables stand out from the text."""
        self._colours.choose(variables=wanted)

    # Numbers

    def lines(self) -> int:
        if self._pieces is not None and not self.pouring:
            return self._pieces.pieces.lines
        return max(self._lines, self.blockCount())  # less room lays all blocks out anew that are still there

    def number(self, block: int) -> int | None:
        return block + 1 if self._pieces is None else self._pieces.pieces.line(block)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colours.use(self.palette())


EDITS: Final[dict[Standard, Callable[[CodeEditor], object]]] = {
    Standard.Undo: CodeEditor.undo,
    Standard.Redo: CodeEditor.redo,
    Standard.Cut: CodeEditor.cut,
    Standard.Paste: CodeEditor.paste,
}
