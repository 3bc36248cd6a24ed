"""Colours formatted JSON by what each word is, a line at a time."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtGui import QColor, QPalette, QSyntaxHighlighter, QTextCharFormat, QTextDocument

MOST_CHARS: Final = 300_000  # of a document; pasting more must not take seconds
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
        self.use(palette)

    def use(self, palette: QPalette) -> None:
        for name, colour in syntax_colours(palette).items():
            style = QTextCharFormat()
            style.setForeground(QColor(colour))
            self._formats[name] = style

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
