"""Colours formatted JSON by what each word is, a line at a time."""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPalette, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from tracemq.viewmodels.slices import Slices

from .soon import NEXT_TURN_MS

MOST_CHARS: Final = 300_000  # of a document; pasting more must not take seconds
PIECE_CHARS: Final = 4 << 10  # coloured at once: some 2 ms
# a string may lack its end: else the rest of the line would be tried again from each quotation mark in it
_WORD: Final = re.compile(r'("(?:[^"\\]|\\.)*(?:"|\\?$))(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b')

LIGHT: Final = {"key": "#1a6c8a", "text": "#1a7648", "number": "#9a4a00", "word": "#7a3e9d"}
DARK: Final = {"key": "#7cc7e8", "text": "#7fd1a5", "number": "#e5a55b", "word": "#c79be8"}


def syntax_colours(palette: QPalette) -> dict[str, str]:
    """Return the colours of key, text, number and word ("#rrggbb") that go with a palette."""
    return DARK if palette.color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT


class JsonColours(QSyntaxHighlighter):
    """`use` chooses the palette; a document without JSON is left alone with `active` False."""

    def __init__(self, document: QTextDocument, palette: QPalette) -> None:
        super().__init__(document)
        self.active = False
        self._formats: dict[str, QTextCharFormat] = {}
        self._slices = Slices(self)
        self._settled = QTimer(self, singleShot=True, interval=NEXT_TURN_MS)
        self._settled.timeout.connect(self._colour_again)
        self._wanted = self._shown = syntax_colours(palette)
        self.use(palette)

    @property
    def busy(self) -> bool:
        """Whether there are lines that may have the colours of another palette."""
        return self._settled.isActive() or self._slices.busy

    def use(self, palette: QPalette) -> None:
        """Take the colours for a palette; lines that have others follow soon, and once if it changes several times."""
        self._wanted = syntax_colours(palette)
        for name, colour in self._wanted.items():
            style = QTextCharFormat()
            style.setForeground(QColor(colour))
            self._formats[name] = style
        self._settled.start()

    def _colour_again(self) -> None:
        if self._shown is not self._wanted:
            self._shown = self._wanted
            self._slices.run(self._pieces(), lambda _nothing: None)

    def _pieces(self) -> Generator[None, None, None]:
        """Colour some lines after others, from the start again if the text changes meanwhile."""
        at, revision = 0, -1
        while self.document() is not None:
            if self.document().revision() != revision:
                at, revision = 0, self.document().revision()
            if at >= self.document().characterCount():
                return
            at = self._colour_piece(at)
            yield

    def _colour_piece(self, start: int) -> int:
        """Colour the lines from a place on, and return where the next one begins."""
        document = self.document()
        last = document.findBlock(min(start + PIECE_CHARS, document.characterCount() - 1))
        end = last.position() + last.length()
        # Qt colours what is said to be new; `rehighlightBlock` takes four times as long, and says that the text changes
        document.contentsChange.emit(start, 0, end - start - 1)
        return end

    def highlightBlock(self, text: str) -> None:
        if not self.active or self.document().characterCount() > MOST_CHARS:
            return
        for found in _WORD.finditer(text):
            string, colon, number, _ = found.groups()
            if string is not None:
                name, length = ("key" if colon else "text"), len(string)
            else:
                name, length = ("number" if number else "word"), len(found[0])
            self.setFormat(found.start(), length, self._formats[name])
