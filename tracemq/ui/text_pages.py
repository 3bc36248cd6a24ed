"""Shows text of any length: what is formatted as a whole, what is raw page by page, and says which page it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from tracemq.payloads.detect import Format
from tracemq.payloads.tree import Steps
from tracemq.viewmodels.payload_search import Hits
from tracemq.viewmodels.payload_text import LEAST_BYTES, PART_BYTES, Part, Parts

from .fields import Note
from .icons import set_icon
from .payload_colours import PayloadColours
from .quantity_text import size_text
from .text_marks import TextMarks
from .theme import GAP, monospace

TAB_CHARS: Final = 8  # from one stop to the next, as in a terminal
BLOCK_BITS: Final = 7  # of letters that mostly come from one font: 128 in Unicode
POURED_CHARS: Final = 4 << 10  # some 5 ms of layout and colours


class TextPages(QWidget):
    """`show_parts` shows a payload page by page, `pour` a finished text; `turned` has the Part that is in sight."""

    turned = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setStyleSheet("QPlainTextEdit { border: 0; border-radius: 0; }")  # flat, as the other views
        self.text.setFont(monospace())
        self.text.setTabStopDistance(TAB_CHARS * QFontMetricsF(monospace()).horizontalAdvance("0"))
        self.text.setUndoRedoEnabled(False)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)  # at words, 64 KiB without a space take 175 ms
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.marks = TextMarks(self.text)
        self._colours = PayloadColours(self.text.document(), self.palette())
        self.parts: Parts | None = None
        self.part: Part | None = None
        self._before: list[int] = []  # where the pages began that were turned
        self._selected = (0, 0)
        self._known = {0}  # blocks of letters whose fonts are loaded
        self._bar = QWidget(self)
        self._where = Note(self._bar, stays=True)
        self._buttons: dict[str, QToolButton] = {}
        self._lay_out()
        self._retranslate()

    def show_parts(self, parts: Parts, start: int = 0) -> None:
        """Show the page that begins at a byte."""
        if parts is not self.parts:
            self._before.clear()
            self._selected = (0, 0)
        self.parts = parts
        self.part = part = parts.part(start)
        self.put(part.text)
        self._tell()
        self.turned.emit(part)

    def show_steps(self, parts: Parts) -> Steps[None]:
        """As `show_parts`; the fonts that the text needs are loaded before, in steps: together they would be felt."""
        metrics, known = self.text.fontMetrics(), self._known
        for letter in parts.part(0).text:
            if (block := ord(letter) >> BLOCK_BITS) not in known:
                known.add(block)
                metrics.horizontalAdvance(letter)
                yield 0
        self.show_parts(parts)
        yield 0

    def put(self, text: str) -> None:
        """Show a short text plain."""
        self._colour(None)
        self.text.setPlainText(text)

    def pour(self, text: str, format_: Format) -> Steps[None]:
        """Show a text piece by piece: laying out and colouring all of it at once would be felt."""
        self.parts = self.part = None
        self._bar.hide()
        self._colour(format_)
        return self._pour(text)

    def _colour(self, format_: Format | None) -> None:
        """Take the colours of a format for the text that comes next."""
        self._colours.active, self._colours.xml = format_ is Format.JSON, format_ is Format.XML

    def _pour(self, text: str) -> Steps[None]:
        self.text.clear()  # 50,000 lines take 20 ms
        yield 0
        cursor = QTextCursor(self.text.document())
        for start in range(0, len(text), POURED_CHARS):
            cursor.insertText(text[start : start + POURED_CHARS])
            yield 0

    def leave(self) -> None:
        """Another view is shown: let the text go."""
        self.parts = self.part = None
        self._before.clear()
        self._bar.hide()
        self.text.clear()

    def show_bytes_at(self, start: int, end: int) -> None:
        """Select the text of some bytes of the raw payload, on their page."""
        if self.parts is None or self.part is None:
            return
        if not self.part.start <= start < self.part.end or end > self.part.end:
            near = self.parts.start_near(max(0, start - LEAST_BYTES // 4))  # no part is shorter than LEAST_BYTES
            self._before.append(self.part.start)
            self.show_parts(self.parts, start if near is None else near)
        self._selected = (start, end)
        cursor = self.text.textCursor()
        cursor.setPosition(self.parts.place(self.part, start))
        cursor.setPosition(self.parts.place(self.part, min(end, self.part.end)), QTextCursor.MoveMode.KeepAnchor)
        self.text.setTextCursor(cursor)
        self.text.centerCursor()

    @property
    def selection(self) -> tuple[int, int]:
        """The bytes that a search has selected; those before the page where there are none."""
        return self._selected if self.part is not None and self._selected[0] >= self.part.start else self._page

    def find_text(self, text: str, *, backward: bool = False) -> bool:
        """Select the next place in what is shown that has a text, going round at the end; tell whether there is one."""
        flags = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        if self.text.find(text, flags):
            return True
        cursor = self.text.textCursor()
        end = QTextCursor(self.text.document())
        if backward:
            end.movePosition(QTextCursor.MoveOperation.End)
        self.text.setTextCursor(end)
        if self.text.find(text, flags):
            return True
        self.text.setTextCursor(cursor)
        return False

    def count_text(self, text: str) -> Hits:
        """Say how many places in what is shown have a text, and which of them is selected."""
        shown, at = self.text.toPlainText(), self.text.textCursor().selectionStart()
        if not shown.isascii():  # Qt counts in units of UTF-16
            at = len(shown.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "surrogatepass"))
        starts = [found.start() for found in re.finditer(re.escape(text), shown, re.IGNORECASE)]
        return Hits(starts.index(at) + 1 if at in starts else 0, len(starts))

    @property
    def _page(self) -> tuple[int, int]:
        return (self.part.start, self.part.start) if self.part is not None else (0, 0)

    def _turn(self, way: str) -> None:
        parts, part = self.parts, self.part
        if parts is None or part is None:
            return
        if way == "next":
            self._before.append(part.start)
            self.show_parts(parts, part.end)
        elif way == "first":
            self._before.clear()
            self.show_parts(parts, 0)
        elif way == "last":
            self._before.append(part.start)
            self.show_parts(parts, parts.start_near(len(parts.data) - PART_BYTES // 2) or 0)
        else:
            before = self._before.pop() if self._before else parts.start_near(part.start - PART_BYTES)
            self.show_parts(parts, before or 0)

    def _tell(self) -> None:
        parts, part = self.parts, self.part
        if parts is None or part is None:
            return
        size = len(parts.data)
        whole = part.start == 0 and part.end == size
        self._bar.setVisible(not whole)
        for name, possible in (
            ("first", part.start > 0),
            ("previous", part.start > 0),
            ("next", part.end < size),
            ("last", part.end < size and parts.start_near(size) is not None),
        ):
            self._buttons[name].setEnabled(possible)
        shown = self.tr("Shown: {first} to {last} of {size}").format(
            first=size_text(part.start), last=size_text(part.end), size=size_text(size)
        )
        self._where.say("" if whole else shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._colours.use(self.palette())
        elif event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self._tell()

    # Building

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(GAP, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._where, 1)
        for name, icon in (
            ("first", "chevron-first"),
            ("previous", "chevron-left"),
            ("next", "chevron-right"),
            ("last", "chevron-last"),
        ):
            button = self._buttons[name] = QToolButton()
            set_icon(button, icon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(self._turner(name))
            row.addWidget(button)
        self._bar.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.text, 1)
        column.addWidget(self._bar)

    def _turner(self, way: str) -> Callable[[], None]:
        return lambda: self._turn(way)

    def _retranslate(self) -> None:
        self.text.setAccessibleName(self.tr("Payload as text"))
        for name, text in (
            ("first", self.tr("First part")),
            ("previous", self.tr("Previous part")),
            ("next", self.tr("Next part")),
            ("last", self.tr("Last part")),
        ):
            self._buttons[name].setToolTip(text)
            self._buttons[name].setAccessibleName(text)
