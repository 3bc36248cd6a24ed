"""Turns what a search looks for into boxes behind the text of the rows that can be seen."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from tracemq.history.find import marks
from tracemq.history.query_terms import Field, Term
from tracemq.viewmodels.message_table import Column

from . import theme
from .painted_table import PADDING, ColumnPaint, PaintedTable

MARKED: Final = {Column.TOPIC: Field.TOPIC, Column.PAYLOAD: Field.PAYLOAD}
CUT: Final = "…"
MARKING_S: Final = 0.006  # a regular expression may be slow: what is not marked by then stays unmarked


def paint_marks(
    table: PaintedTable, paint: ColumnPaint, column: int, query: Term, found: Callable[[int], bool]
) -> None:
    """Mark every place of a column that a query looks for; where none is shown of a row that has one, what is cut.

    `found` says of a message's number whether it is known to have what is looked for.
    """
    field = MARKED.get(Column(column))
    if field is None:
        return
    painter, until = paint.painter, perf_counter() + MARKING_S
    x, width = table.columnViewportPosition(column), table.columnWidth(column)
    shades = theme.colours(table.palette())
    painter.setClipRect(x, paint.box.y(), width, paint.box.height())
    painter.setPen(QColor(shades.warning))
    painter.setBrush(QColor(shades.warning_ground))
    y = paint.top + 1
    for item in paint.items:
        text, metrics = table.cell_text(column, item, width - 2 * PADDING)
        places = marks(query, field, text)
        out_of_sight = not places and field is Field.PAYLOAD and text.endswith(CUT) and found(item.seq)
        if out_of_sight and not marks(query, Field.TOPIC, item.topic):
            places = [(len(text) - len(CUT), len(text))]
        for start, end in places:
            left = x + PADDING + metrics.horizontalAdvance(text[:start])
            painter.drawRect(left - 1, y, metrics.horizontalAdvance(text[start:end]) + 1, table.row_height - 3)
        y += table.row_height
        if perf_counter() > until:
            break
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setClipping(False)
