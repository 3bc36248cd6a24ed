"""Brings long texts into a document, and out of it, in steps of a few milliseconds."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Final

from PySide6.QtGui import QTextCursor, QTextDocument

from tracemq.viewmodels.text_pieces import picture

STEP_CHARS: Final = 16 << 10  # laid out in 4 ms
STEP_BLOCKS: Final = 1_000  # taken out in 1 ms

Pouring = Generator[int, None, None]  # yields how many percent are there


def put_lines(cursor: QTextCursor, text: str) -> Pouring:
    """Insert some whole lines after others; all of it is one step for undo."""
    at = 0
    while True:
        end = text.rfind("\n", at, at + STEP_CHARS) + 1 or text.find("\n", at + STEP_CHARS) + 1 or len(text)
        if at:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        cursor.insertText(text[at:end])
        cursor.endEditBlock()
        at = end
        if at >= len(text):
            break
        yield at * 100 // len(text)


def clear(document: QTextDocument, first: int, count: int) -> Pouring:
    """Take blocks out of the document, until one is left that is empty."""
    cursor = QTextCursor(document)
    while True:
        block = document.findBlockByNumber(first)
        start, taken, chars = block.position(), 0, 0
        while taken < count - 1 and taken < STEP_BLOCKS and chars < 4 * STEP_CHARS:
            chars += block.length()
            block = block.next()
            taken += 1
        cursor.setPosition(start)
        end = block.position() if taken else start + block.length() - 1
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if not taken:
            return
        count -= taken
        yield 0


def fill(document: QTextDocument, first: int, texts: list[str]) -> Pouring:
    """Put pieces into the document, in the place of an empty block."""
    cursor = QTextCursor(document.findBlockByNumber(first))
    done = 0
    for some in _some(texts):
        cursor.insertText(("\n" if done else "") + "\n".join(map(picture, some)))
        done += len(some)
        yield done * 100 // len(texts)


def _some(texts: list[str]) -> Iterator[list[str]]:
    """Pieces for a step each."""
    some: list[str] = []
    chars = 0
    for text in texts:
        if some and (chars + len(text) > STEP_CHARS or len(some) >= STEP_BLOCKS):
            yield some
            some, chars = [], 0
        some.append(text)
        chars += len(text) + 1
    yield some


def plain_text(raw: str) -> str:
    """The text of a document as it is held, where Qt's plain text makes spaces of those that do not break."""
    return raw.replace("\u2029", "\n").replace("\u2028", "\n")
