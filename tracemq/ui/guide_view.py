"""Turns a guide's Markdown into a page in the palette's colours, which can be searched.

Nothing is loaded from elsewhere: a guide is text. Qt gives Markdown no look of its own, so headings, code and tables
are dressed here, once for each page.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from tracemq.help import Guide

from .theme import MARGIN, Colours, colours, monospace

HEADING_SIZES: Final = {1: 1.7, 2: 1.25, 3: 1.05}  # times the interface font
LINE_PERCENT: Final = 125
PARAGRAPH_GAP: Final = 10.0  # px
CELL_PADDING: Final = 6.0  # px
CODE_PADDING: Final = 10.0  # px
OUTPUT: Final = "text"  # the language of a block that shows what the one before it prints


class GuideView(QTextBrowser):
    """One guide. Links to other guides are told by `guide_asked`, those to https opened by the system."""

    guide_asked = Signal(str)  # a guide's id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._follow)
        self._guide: Guide | None = None
        self._page: QTextDocument | None = None
        self._look: object = None  # that the page was made for
        self._sought = ""
        self._found: list[QTextCursor] = []

    @property
    def guide(self) -> Guide | None:
        return self._guide

    @property
    def matches(self) -> int:
        """How often the words that are sought stand on this page."""
        return len(self._found)

    def show_guide(self, guide: Guide) -> None:
        """Turn to its first line."""
        self._guide = guide
        self._render()
        self.verticalScrollBar().setValue(0)

    def seek(self, words: str) -> None:
        """Mark all places where the words stand, whatever their case; "" marks nothing."""
        self._sought = words
        self._found = occurrences(self.document(), words)
        self._mark()

    def turn_to(self, *, forward: bool) -> bool:
        """Select the next match after the cursor, or the last before it; False if there is none on that side."""
        here = self.textCursor()
        if forward:
            left = [match for match in self._found if match.selectionStart() >= here.selectionEnd()]
        else:
            left = [match for match in reversed(self._found) if match.selectionEnd() <= here.selectionStart()]
        if not left:
            return False
        self.setTextCursor(left[0])
        self._bring_into_view()
        return True

    def start_from(self, *, end: bool) -> None:
        """Put the cursor where a search begins: before the first match, or after the last."""
        self.moveCursor(QTextCursor.MoveOperation.End if end else QTextCursor.MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing: neither files nor the network have anything that belongs into a guide."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() not in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} or self._guide is None:
            return
        if self._look != self._look_now():  # a change of theme comes as several of the palette
            place = self.verticalScrollBar().value()
            self._render()
            self.verticalScrollBar().setValue(place)

    def _look_now(self) -> object:
        return colours(self.palette()), self.font(), monospace()

    def _render(self) -> None:
        assert self._guide is not None  # noqa: S101 - the callers see to it
        before = self._page
        self._look = self._look_now()
        self._page = page(self._guide.text, self.font(), colours(self.palette()), self)
        self.setDocument(self._page)
        if before is not None:  # Qt deletes none but the first, which it made itself
            before.deleteLater()
        self.seek(self._sought)

    def _bring_into_view(self) -> None:
        """With some lines before and after it."""
        top, height = self.cursorRect().top(), self.viewport().height()
        if not height // 8 < top < height * 3 // 4:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + top - height // 3)

    def _mark(self) -> None:
        chosen = colours(self.palette())
        marked = []
        for match in self._found:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = match
            selection.format.setBackground(QColor(chosen.warning_ground))
            selection.format.setForeground(QColor(chosen.text))
            marked.append(selection)
        self.setExtraSelections(marked)

    def _follow(self, target: QUrl) -> None:
        if target.scheme() == "https":
            QDesktopServices.openUrl(target)
        elif target.isRelative() and target.path().endswith(".md"):
            self.guide_asked.emit(target.path().removesuffix(".md"))


def occurrences(document: QTextDocument, words: str) -> list[QTextCursor]:
    """Every place where the words stand, as selections."""
    found: list[QTextCursor] = []
    if not words:
        return found
    cursor = document.find(words)
    while not cursor.isNull():
        found.append(QTextCursor(cursor))
        cursor = document.find(words, cursor)
    return found


def plain(guide: Guide) -> str:
    """What a search goes through: the text without its marks."""
    document = QTextDocument()
    document.setMarkdown(guide.text)
    return document.toPlainText()


def page(markdown: str, font: QFont, chosen: Colours, owner: QWidget) -> QTextDocument:
    """A document of the text, dressed in the colours."""
    document = QTextDocument(owner)
    document.setDefaultFont(font)
    document.setDocumentMargin(2.5 * MARGIN)
    document.setMarkdown(markdown)
    for number in range(document.blockCount()):
        _dress(document.findBlockByNumber(number), font, chosen)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame, chosen)
    for first, last in reversed(_blocks_of_code(document)):  # from the end: a frame moves what follows
        _frame_code(document, first, last, chosen)
    _flatten_separators(document)
    return document


def _dress(block: QTextBlock, font: QFont, chosen: Colours) -> None:
    cursor = _all_of(block)
    layout = block.blockFormat()
    if layout.headingLevel():
        _dress_heading(cursor, layout, font)
    elif _is_code(block):
        letters = QTextCharFormat()
        letters.setFont(monospace())
        letters.setForeground(QColor(chosen.muted if _language(block) == OUTPUT else chosen.text))
        cursor.mergeCharFormat(letters)
    else:
        if block.textList() is None and not _in_table(block):
            layout.setTopMargin(PARAGRAPH_GAP)
            layout.setBottomMargin(PARAGRAPH_GAP)
        layout.setLineHeight(LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(layout)
        _dress_words(block, chosen)


def _dress_heading(cursor: QTextCursor, layout: QTextBlockFormat, font: QFont) -> None:
    letters = QTextCharFormat(cursor.charFormat())
    letters.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
    letters.setFontPointSize(font.pointSizeF() * HEADING_SIZES.get(layout.headingLevel(), 1.0))
    letters.setFontWeight(QFont.Weight.DemiBold)
    cursor.setCharFormat(letters)
    layout.setTopMargin(3 * MARGIN if layout.headingLevel() > 1 else 0)
    layout.setBottomMargin(MARGIN)
    cursor.setBlockFormat(layout)


def _blocks_of_code(document: QTextDocument) -> list[tuple[int, int]]:
    """First and last position of each block of code; what follows in another language is another one."""
    found: list[tuple[int, int]] = []
    running = ""
    for number in range(document.blockCount()):
        block = document.findBlockByNumber(number)
        language = _language(block) if _is_code(block) else ""
        if language and language == running:
            found[-1] = (found[-1][0], block.position() + block.length() - 1)
        elif language:
            found.append((block.position(), block.position() + block.length() - 1))
        running = language
    return found


def _frame_code(document: QTextDocument, first: int, last: int, chosen: Colours) -> None:
    """A ground behind a block of code; that of its output continues it."""
    cursor = QTextCursor(document)
    cursor.setPosition(first)
    is_output = _language(cursor.block()) == OUTPUT
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    layout = QTextFrameFormat()
    layout.setBackground(QColor(chosen.alternate if is_output else chosen.window))
    layout.setPadding(CODE_PADDING)
    layout.setTopMargin(0)
    layout.setBottomMargin(PARAGRAPH_GAP / 2)
    layout.setBorder(0)
    cursor.insertFrame(layout)


def _flatten_separators(document: QTextDocument) -> None:
    """Qt keeps an empty line before each frame and table: it shall not be seen."""
    for number in range(document.blockCount()):
        block = document.findBlockByNumber(number)
        cursor = QTextCursor(block)
        if block.length() == 1 and cursor.currentFrame() is document.rootFrame():
            layout = QTextBlockFormat()
            layout.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            cursor.setBlockFormat(layout)


def _dress_words(block: QTextBlock, chosen: Colours) -> None:
    """`code` inside a sentence gets the fixed-width font of the system."""
    places: list[tuple[int, int]] = []
    pieces = block.begin()
    while block.length() > 1 and not pieces.atEnd():
        piece = pieces.fragment()
        if piece.charFormat().fontFixedPitch():
            places.append((piece.position(), piece.length()))
        pieces += 1
    for position, length in places:
        cursor = QTextCursor(block)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        letters = QTextCharFormat()
        letters.setFontFamilies([monospace().family()])
        letters.setBackground(QColor(chosen.window))
        cursor.mergeCharFormat(letters)


def _dress_table(table: QTextTable, chosen: Colours) -> None:
    layout = table.format()
    layout.setBorder(1)
    layout.setBorderCollapse(True)
    layout.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    layout.setBorderBrush(QColor(chosen.line))
    layout.setCellPadding(CELL_PADDING)
    layout.setCellSpacing(0)
    layout.setTopMargin(PARAGRAPH_GAP)
    layout.setBottomMargin(PARAGRAPH_GAP)
    table.setFormat(layout)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        ground = cell.format()
        ground.setBackground(QColor(chosen.window))
        cell.setFormat(ground)


def _all_of(block: QTextBlock) -> QTextCursor:
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _is_code(block: QTextBlock) -> bool:
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _language(block: QTextBlock) -> str:
    return block.blockFormat().stringProperty(QTextFormat.Property.BlockCodeLanguage)


def _in_table(block: QTextBlock) -> bool:
    return QTextCursor(block).currentTable() is not None
