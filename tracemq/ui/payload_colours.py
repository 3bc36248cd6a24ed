"""Colours a payload while it is typed: JSON or XML by what each word is, and variables, a line at a time."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtGui import QFont, QTextCharFormat

from .json_colours import MOST_CHARS, JsonColours

_VARIABLE: Final = re.compile(r"\{\{[^{}\n]*\}\}")
_COMMENT_END: Final = re.compile(r"-->")
_TAG_START: Final = re.compile(r"<!--|<[/?!]?")
_IN_TAG: Final = re.compile(r"(\"[^\"]*\"|'[^']*')|([\w:.-]+)(?=\s*=)|([\w:.-]+)|([/?]?>)")
TEXT, COMMENT, TAG = 0, 1, 2  # where a line begins, in XML


class PayloadColours(JsonColours):
    """`active` is JSON, `xml` is XML; `variables` marks what will be filled in, in either or in plain text."""

    xml = False
    variables = False

    def choose(self, *, json: bool | None = None, xml: bool | None = None, variables: bool | None = None) -> None:
        """Say what is wanted and what not, or leave it as it is."""
        before = (self.active, self.xml, self.variables)
        wanted = (json, xml, variables)
        self.active, self.xml, self.variables = (
            old if new is None else new for old, new in zip(before, wanted, strict=True)
        )
        if (self.active, self.xml, self.variables) != before:
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if self.document().characterCount() > MOST_CHARS:
            return
        super().highlightBlock(text)
        if self.xml:
            self._colour_xml(text)
        if self.variables and "{{" in text:
            self._mark_variables(text)

    def _mark_variables(self, text: str) -> None:
        for found in _VARIABLE.finditer(text):
            style = QTextCharFormat(self._formats["word"])
            style.setFontWeight(QFont.Weight.DemiBold)
            self.setFormat(found.start(), len(found[0]), style)

    def _colour_xml(self, text: str) -> None:
        state, at = max(self.previousBlockState(), TEXT), 0
        while at < len(text):
            if state == COMMENT:
                end = _COMMENT_END.search(text, at)
                stop = end.end() if end else len(text)
                self.setFormat(at, stop - at, self._formats["number"])
                state = TEXT if end else COMMENT
            elif state == TAG:
                stop, state = self._colour_tag(text, at)
            else:
                start = _TAG_START.search(text, at)
                if start is None:
                    break
                if start[0] == "<!--":
                    stop, state = start.start(), COMMENT
                else:
                    self.setFormat(start.start(), len(start[0]), self._formats["key"])
                    stop, state = start.end(), TAG
            at = stop
        self.setCurrentBlockState(state)

    def _colour_tag(self, text: str, at: int) -> tuple[int, int]:
        """Colour up to the tag's end; returns where the line goes on, and what it is there."""
        for found in _IN_TAG.finditer(text, at):
            string, attribute, _, end = found.groups()
            name = "text" if string else "word" if attribute else "key"
            self.setFormat(found.start(), len(found[0]), self._formats[name])
            if end:
                return found.end(), TEXT
        return len(text), TAG
