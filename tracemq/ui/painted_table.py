"""Turns a page of a model into painted rows: about 3 ms a frame where Qt's delegates and `data()` take 19.7 ms.

Measured with 37 rows by 6 columns, all of them new each tick and the view scrolled to the end: the cost of the plain
way is the thousand calls into Python that Qt makes for one frame, and shaping of text that needs none. So the view
asks its model for a page of records at once and draws column by column, with a font that is not shaped where the text
is plain. Selection, keyboard, header and accessible table stay Qt's. Given up: delegates, item style sheets, spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from PySide6.QtCore import QEvent, QItemSelectionModel, QItemSelectionRange, QPoint, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from . import theme
from .empty_text import paint_empty
from .pen import Pen, draw_in_row
from .tool_tips import plain_tip

LETTERS: Final = "0123456789 abcdefghij"  # as wide as a column, about: what fonts are compared by
PADDING: Final = 6  # px, left and right of a cell's text
OPAQUE: Final = Qt.WidgetAttribute.WA_OpaquePaintEvent


class PaintedModel(Protocol):
    """What the view asks of its model beside what Qt asks."""

    def page(self, first: int, count: int) -> Sequence[Any]:
        """Return the records of rows `first` to `first + count`, or as many of them as there are."""

    def text(self, column: int, item: Any) -> str:
        """Return what `data()` returns for this column of the row that the record is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnStyle:
    """How a column's texts are drawn."""

    monospace: bool = False
    muted: bool = False
    right: bool = False
    centred: bool = False
    middle: bool = False  # what is too long loses levels in its middle: a topic's last ones say most
    whole_levels: bool = True  # or letters, where both ends say something
    sample: str = ""  # a text that the column has room for at first

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Where the column's title stands: over its texts."""
        if self.right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self.centred:
            return Qt.AlignmentFlag.AlignCenter
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True)
class ColumnPaint:
    """What painting the columns of one frame shares: the rows from `first` on, whose uppermost is at `top` px."""

    painter: QPainter
    box: QRect
    first: int
    top: int
    items: Sequence[Any]
    selected: set[int]


class PaintedTable(QTableView):
    """A read-only table of rows of one height; `styles` says how each column of the model is drawn."""

    def __init__(self, model: Any, styles: Sequence[ColumnStyle], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page_model: PaintedModel = model
        self._styles = styles
        self._filling, self._least = -1, 0
        self.quiet = False  # the current row changes by our doing: nobody is to be told
        self.empty_text = ""  # shown in the middle while there are no rows
        self.setModel(model)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        # One in which nothing is ever selected: Qt asks at each paint of a title whether all of the column is selected,
        # and finds out by looking at every selected row (2.4 s for 200,000 of them).
        columns.setSelectionModel(QItemSelectionModel(model, columns))
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.viewport().setAttribute(OPAQUE)
        model.headerDataChanged.connect(self._give_titles_room)
        self._take_fonts()

    def _take_fonts(self) -> None:
        self.proportional = Pen(QFont(self.font()))
        self.monospace = Pen(theme.monospace())
        self.row_height = theme.row_height(self.font())
        metrics = self.proportional.quick_metrics
        self.baseline = (self.row_height + metrics.ascent() - metrics.descent()) // 2
        self.verticalHeader().setMinimumSectionSize(self.row_height)
        self.verticalHeader().setDefaultSectionSize(self.row_height)

    def size_columns(self, titles: Sequence[str]) -> None:
        """Give every column room for its title and for its sample text."""
        header = self.horizontalHeader()
        for column, (style, title) in enumerate(zip(self._styles, titles, strict=True)):
            pen = self.monospace if style.monospace else self.proportional
            text_width = max(pen.width(style.sample), self.proportional.width(title))
            header.resizeSection(column, text_width + 2 * PADDING + 2)

    def _give_titles_room(self) -> None:
        """Widen the columns whose titles have become longer: in another language, say."""
        header, model = self.horizontalHeader(), self.model()
        for column in range(header.count()):
            title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            least = self.proportional.width(title) + 2 * PADDING + 2
            if column != self._filling and not header.isSectionHidden(column) and header.sectionSize(column) < least:
                header.resizeSection(column, least)

    def fill_with(self, column: int, least: int) -> None:
        """Let a column take the width that the others leave, but no less than `least` px."""
        self._filling, self._least = column, least
        header = self.horizontalHeader()
        header.sectionResized.connect(self._fill)
        header.sectionCountChanged.connect(self._fill)
        self._fill()

    def _fill(self, changed: int = -1) -> None:
        """Qt's own stretching leaves a column nothing where the others need all."""
        header = self.horizontalHeader()
        if self._filling < 0 or changed == self._filling:
            return
        others = header.length() - header.sectionSize(self._filling)
        header.resizeSection(self._filling, max(self._least, self.viewport().width() - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def say_empty(self, text: str) -> None:
        """Say this in the middle while there are no rows."""
        self.empty_text = text
        self.viewport().update()

    # -- what a subclass may draw differently

    def striped(self, row: int) -> bool:
        """Return whether a row has the other ground of the two."""
        return row & 1 == 1

    def indent(self, column: int, item: Any) -> int:
        """Return the px that are left free (or drawn into by `decorate`) before a cell's text."""
        return 0

    def decorate(self, painter: QPainter, column: int, item: Any, cell: QRect, selected: bool) -> None:
        """Draw into the free px of `indent`."""

    def decorate_rows(self, paint: ColumnPaint) -> None:
        """Draw beside the columns, over everything."""

    def ink(self, column: int, item: Any, ink: QColor) -> QColor:
        """Return the colour of a cell's text; `ink` is the column's own."""
        return ink

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        box = event.rect()
        painter.fillRect(box, self.palette().base())
        first = self.rowAt(box.top())
        if first < 0:
            if self.empty_text:
                paint_empty(self, painter, self.empty_text)
            return
        last = self.rowAt(box.bottom())
        if last < 0:
            last = self.model().rowCount() - 1
        selected = self._selected(first, last)
        top = self.rowViewportPosition(first)
        self._paint_ground(painter, box, first, last, top, selected)
        items = self._page_model.page(first, last - first + 1)
        paint = ColumnPaint(painter, box, first, top, items, selected)
        header = self.horizontalHeader()
        for visual in range(header.count()):
            column = header.logicalIndex(visual)
            if not header.isSectionHidden(column):
                self.paint_column(paint, column)
        self.decorate_rows(paint)
        self._paint_focus(painter)

    def _selected(self, first: int, last: int) -> set[int]:
        rows: set[int] = set()
        for top, bottom in self.selected_spans():
            rows.update(range(max(first, top), min(last, bottom) + 1))
        return rows

    def _paint_ground(self, painter: QPainter, box: QRect, first: int, last: int, top: int, selected: set[int]) -> None:
        height, palette = self.row_height, self.palette()
        stripe, chosen = palette.alternateBase(), palette.highlight()
        for row in range(first, last + 1):
            if row in selected or self.striped(row):
                ground = chosen if row in selected else stripe
                painter.fillRect(box.x(), top + (row - first) * height, box.width(), height, ground)

    def paint_column(self, paint: ColumnPaint, column: int) -> None:
        """Draw a column's texts."""
        painter, box = paint.painter, paint.box
        x, width = self.columnViewportPosition(column), self.columnWidth(column)
        if x > box.right() or x + width < box.left():
            return
        style, palette, text_of = self._styles[column], self.palette(), self._page_model.text
        pen = self.monospace if style.monospace else self.proportional
        plain = palette.color(QPalette.ColorRole.PlaceholderText if style.muted else QPalette.ColorRole.Text)
        inverse = palette.color(QPalette.ColorRole.HighlightedText)
        cells = QRect(x, box.y(), width, box.height())
        painter.setClipRect(cells)
        font, ink = None, None
        y = paint.top
        for row, item in enumerate(paint.items, paint.first):
            chosen = row in paint.selected
            indent = self.indent(column, item)
            if indent:
                self.decorate(painter, column, item, QRect(x, y, indent + PADDING, self.row_height), chosen)
                ink = None
            room = width - 2 * PADDING - indent
            text = pen.elided(text_of(column, item), room, middle=style.middle, whole_levels=style.whole_levels)
            if text:
                wanted_font = pen.font_for(text)
                if wanted_font is not font:
                    font = wanted_font
                    painter.setFont(font)
                wanted_ink = inverse if chosen else self.ink(column, item, plain)
                if wanted_ink is not ink:
                    ink = wanted_ink
                    painter.setPen(ink)
                left = x + PADDING + indent
                if style.right:
                    left += room - pen.width(text)
                elif style.centred:
                    left += (room - pen.width(text)) // 2
                draw_in_row(painter, cells, y, self.row_height, QPoint(left, y + self.baseline), text)
            y += self.row_height
        painter.setClipping(False)

    def cell_text(self, column: int, item: Any, room: int) -> tuple[str, QFontMetrics]:
        """Return a cell's text as it fits into `room` px, and what measures it."""
        style = self._styles[column]
        pen = self.monospace if style.monospace else self.proportional
        text = pen.elided(
            self._page_model.text(column, item), room, middle=style.middle, whole_levels=style.whole_levels
        )
        return text, pen.metrics_for(text)

    def _paint_focus(self, painter: QPainter) -> None:
        index = self.currentIndex()
        if not index.isValid() or not self.hasFocus():
            return
        y = self.rowViewportPosition(index.row())
        painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
        painter.drawRect(0, y, self.viewport().width() - 1, self.row_height - 1)

    # -- tool tips

    def viewportEvent(self, event: QEvent) -> bool:
        """Say all of a text that is cut, where the mouse rests on it."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def tip_at(self, point: QPoint) -> str:
        row, column = self.rowAt(point.y()), self.columnAt(point.x())
        if row < 0 or column < 0:
            return ""
        return plain_tip(self.cut_text(row, column, self._page_model.page(row, 1)[0]))

    def cut_text(self, row: int, column: int, item: Any) -> str:
        """Return all of a cell's text if it is cut, "" if it is not."""
        whole = self._page_model.text(column, item)
        room = self.columnWidth(column) - 2 * PADDING - self.indent(column, item)
        return "" if self.cell_text(column, item, room)[0] == whole else whole

    # -- what is not the table's own

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() in {event.Type.FontChange, event.Type.StyleChange}:
            before = self.proportional.width(LETTERS)
            self._take_fonts()
            if before != (after := self.proportional.width(LETTERS)):
                self._widen_columns(after / before)

    def _widen_columns(self, ratio: float) -> None:
        """Let letters of another size have as much room as the ones before."""
        header = self.horizontalHeader()
        for column in self.shown_columns():
            if column != self._filling:
                header.resizeSection(column, round(header.sectionSize(column) * ratio))

    def shown_columns(self) -> list[int]:
        """Return the columns that are not hidden, from left to right."""
        header = self.horizontalHeader()
        order = (header.logicalIndex(visual) for visual in range(header.count()))
        return [column for column in order if not header.isSectionHidden(column)]

    def selected_spans(self) -> list[tuple[int, int]]:
        """Return the first and the last row of each run of selected rows, in order."""
        ranges: Iterable[QItemSelectionRange] = self.selectionModel().selection()  # type: ignore[assignment]  # a list
        return sorted((span.top(), span.bottom()) for span in ranges)

    def verticalScrollbarValueChanged(self, value: int) -> None:
        """Do nothing: Qt would ask the X server where the mouse is, to mark what is below it, and wait for the answer.

        Rows have no such mark, and a table that follows scrolls in each frame: a busy server held up every one of them.
        """

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the focus without choosing a row: Qt would make the first one current, which nobody has asked for."""
        chosen = self.currentIndex().isValid()
        self.quiet = True
        super().focusInEvent(event)
        if not chosen:
            self.selectionModel().clearCurrentIndex()
        self.quiet = False
