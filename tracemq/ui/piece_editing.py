"""Lets a document show the pieces of a text with long lines, and the keys that edit it change the pieces.

No key reaches Qt's own editing, which knows nothing of lines in pieces: those that only move or select do, all others
are done here. The document never has a say: what is read, copied and undone comes from the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from tracemq.viewmodels.text_pieces import MOST_IN_PIECE, Change, Place, TextPieces, index_of, picture, units

from .pouring import STEP_BLOCKS, Pouring, clear, fill

AT_ONCE: Final = 4 * MOST_IN_PIECE  # characters of a change that needs no steps

Move = QTextCursor.MoveOperation
Modifier = Qt.KeyboardModifier
MOVE, KEEP = QTextCursor.MoveMode.MoveAnchor, QTextCursor.MoveMode.KeepAnchor
Key = QKeySequence.StandardKey
MOVES: Final = (
    Key.MoveToNextChar,
    Key.MoveToPreviousChar,
    Key.MoveToNextWord,
    Key.MoveToPreviousWord,
    Key.MoveToNextLine,
    Key.MoveToPreviousLine,
    Key.MoveToNextPage,
    Key.MoveToPreviousPage,
    Key.MoveToStartOfLine,
    Key.MoveToEndOfLine,
    Key.MoveToStartOfBlock,
    Key.MoveToEndOfBlock,
    Key.MoveToStartOfDocument,
    Key.MoveToEndOfDocument,
    Key.SelectNextChar,
    Key.SelectPreviousChar,
    Key.SelectNextWord,
    Key.SelectPreviousWord,
    Key.SelectNextLine,
    Key.SelectPreviousLine,
    Key.SelectNextPage,
    Key.SelectPreviousPage,
    Key.SelectStartOfLine,
    Key.SelectEndOfLine,
    Key.SelectStartOfBlock,
    Key.SelectEndOfBlock,
    Key.SelectStartOfDocument,
    Key.SelectEndOfDocument,
    Key.SelectAll,
    Key.Copy,
)
BY_CHARACTER: Final = {
    Key.MoveToNextChar: (Move.NextCharacter, MOVE),
    Key.MoveToPreviousChar: (Move.PreviousCharacter, MOVE),
    Key.SelectNextChar: (Move.NextCharacter, KEEP),
    Key.SelectPreviousChar: (Move.PreviousCharacter, KEEP),
}
DELETED: Final = {
    Key.Backspace: Move.PreviousCharacter,
    Key.Delete: Move.NextCharacter,
    Key.DeleteStartOfWord: Move.PreviousWord,
    Key.DeleteEndOfWord: Move.NextWord,
    Key.DeleteEndOfLine: Move.EndOfBlock,
}
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class PieceEditing:
    """The steps that its calls return bring the document to what the pieces are."""

    def __init__(self, editor: QPlainTextEdit, pieces: TextPieces) -> None:
        self._editor = editor
        self._document: QTextDocument = editor.document()
        self.pieces = pieces

    # Places

    def place(self, position: int) -> Place:
        """The place in the pieces of one in the document."""
        block = self._document.findBlock(position)
        piece = min(block.blockNumber(), len(self.pieces.texts) - 1)
        return piece, index_of(self.pieces.texts[piece], position - block.position())

    def position(self, place: Place) -> int:
        """The place in the document of one in the pieces."""
        piece, index = place
        return self._document.findBlockByNumber(piece).position() + units(self.pieces.texts[piece][:index])

    @property
    def selection(self) -> tuple[Place, Place]:
        cursor = self._editor.textCursor()
        return self.place(cursor.selectionStart()), self.place(cursor.selectionEnd())

    @property
    def selected_text(self) -> str:
        return self.pieces.between(*self.selection)

    def go_to(self, place: Place) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(self.position(place))
        self._editor.setTextCursor(cursor)
        self._editor.ensureCursorVisible()

    # Editing

    def put(self, text: str, how: str = "") -> Pouring:
        """Let a text stand instead of what is selected."""
        return self._put(*self.selection, text, how)

    def put_all(self, text: str) -> Pouring:
        """Let a text stand instead of all."""
        return self._put((0, 0), self.pieces.end, text, "")

    def _put(self, start: Place, end: Place, text: str, how: str) -> Pouring:
        before = self.place(self._editor.textCursor().position())
        return self.show(self.pieces.put(start, end, text, before=before, how=how))

    def delete(self, move: Move) -> Pouring | None:
        """Delete what is selected, else up to where the cursor would move."""
        cursor = self._editor.textCursor()
        if not cursor.hasSelection():
            self._select(cursor, move)
        start, end = self.place(cursor.selectionStart()), self.place(cursor.selectionEnd())
        if start == end:
            return None
        return self._put(start, end, "", move.name)

    def _select(self, cursor: QTextCursor, move: Move) -> None:
        """Select on as far as it takes to get beyond the end of a piece."""
        start = self.place(cursor.position())
        while cursor.movePosition(move, KEEP) and self.pieces.same(start, self.place(cursor.position())):
            pass

    def only_moves(self, event: QKeyEvent) -> bool:
        """Whether a key is one that changes nothing. Steps over what is nothing to the text."""
        step = next((step for key, step in BY_CHARACTER.items() if event.matches(key)), None)
        cursor = self._editor.textCursor()
        if step is not None and (step[1] is KEEP or not cursor.hasSelection()):
            there = QTextCursor(cursor)
            there.movePosition(*step)
            if there.position() != cursor.position() and self.pieces.same(
                *map(self.place, (cursor.position(), there.position()))
            ):
                self._editor.setTextCursor(there)
        return any(event.matches(key) for key in MOVES)

    def press(self, event: QKeyEvent) -> Pouring | None:
        """Do what any other key asks for."""
        if event.key() == Qt.Key.Key_Backspace and not event.modifiers() & ~Modifier.ShiftModifier:
            return self.delete(Move.PreviousCharacter)  # no standard key, but on a Mac
        for key, move in DELETED.items():
            if event.matches(key):
                return self.delete(move)
        if event.matches(Key.InsertParagraphSeparator) or event.matches(Key.InsertLineSeparator):
            return self.put("\n")
        held = event.modifiers() & (Modifier.ControlModifier | Modifier.AltModifier)
        if event.text() and held != Modifier.ControlModifier and not _CONTROL.search(event.text()):
            return self.put(event.text(), "typed")
        event.ignore()
        return None

    def commit(self, event: QInputMethodEvent) -> Pouring:
        """Put in what an input method has made; it may stand for characters that are there."""
        cursor = self._editor.textCursor()
        if event.replacementLength():
            at = cursor.position() + event.replacementStart()
            cursor.setPosition(at)
            cursor.setPosition(at + event.replacementLength(), KEEP)
        start, end = self.place(cursor.selectionStart()), self.place(cursor.selectionEnd())
        return self._put(start, end, event.commitString(), "typed")

    def undo(self) -> Pouring | None:
        change = self.pieces.undo()
        return None if change is None else self.show(change)

    def redo(self) -> Pouring | None:
        change = self.pieces.redo()
        return None if change is None else self.show(change)

    # Showing

    def show(self, change: Change) -> Pouring:
        """Bring what a change has changed into the document, and the cursor to where it came to."""
        if len(change.old) + len(change.new) <= STEP_BLOCKS and change.size <= AT_ONCE:
            self._show_small(change)
        else:
            yield from clear(self._document, change.first, len(change.old))
            yield from fill(self._document, change.first, change.new)
        self.go_to(change.after)

    def _show_small(self, change: Change) -> None:
        """Only what differs is changed in the document."""
        old, new = ("\n".join(map(picture, texts)) for texts in (change.old, change.new))
        same = _common(old, new)
        rest = _common(old[same:][::-1], new[same:][::-1])
        start = self._document.findBlockByNumber(change.first).position() + units(old[:same])
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        cursor.setPosition(start)
        cursor.setPosition(start + units(old[same : len(old) - rest]), KEEP)
        cursor.insertText(new[same : len(new) - rest])
        cursor.endEditBlock()


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def lead(menu: QMenu, name: str, act: Callable[[], object], *, possible: bool) -> None:
    """Let an action of a menu do something else than it did."""
    for action in menu.actions():
        if action.objectName() == name:
            action.triggered.disconnect()
            action.triggered.connect(act)
            action.setEnabled(possible)
