"""Turns the plot and its lines into a picture that stands for itself: when it was, and every line with its whole name.

The legend on the screen scrolls and shortens; nobody can scroll a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from tracemq.viewmodels.chart_legend import LegendColumn, LegendModel, Line
from tracemq.viewmodels.times import date_clock_text

from . import theme

if TYPE_CHECKING:
    from .chart_plot import ChartPlot

SCALE: Final = 2.0  # dots for each of the screen's
SWATCH: Final = 18  # px
LONGEST_NAME: Final = 1200  # px; a topic may have 65,535 characters


class _Layout(NamedTuple):
    """Sizes in px."""

    row: int
    widths: list[int]  # of the legend's columns
    plot: int  # width

    @property
    def width(self) -> int:
        return max(self.plot, 2 * theme.MARGIN + SWATCH + sum(self.widths))


def picture(plot: ChartPlot, model: LegendModel, titles: Sequence[str]) -> QImage:
    """Draw the plot as it is on the screen, with its part of time above it and a legend of what is shown below it."""
    lines = [line for line in model.lines if line.series.shown]
    font = plot.font()
    sizes = _layout(plot, model, titles, lines, QFontMetrics(font))
    height = plot.height() + sizes.row * (len(lines) + 2) + theme.GAP + theme.MARGIN
    image = QImage(int(sizes.width * SCALE), int(height * SCALE), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    shades = theme.colours(plot.palette())
    image.fill(QColor(shades.base))
    painter = QPainter(image)
    painter.setFont(font)
    painter.setPen(QColor(shades.muted))
    left, right = plot.span
    when = f"{date_clock_text(left)} – {date_clock_text(right)}"
    painter.drawText(QRect(theme.MARGIN, 0, sizes.width, sizes.row), Qt.AlignmentFlag.AlignVCenter, when)
    QWidget.render(plot, painter, QPoint(0, sizes.row))
    top = sizes.row + plot.height() + theme.GAP
    _draw_row(painter, sizes, top, list(titles))
    for line in lines:
        top += sizes.row
        painter.setPen(QColor(shades.text))
        _draw_row(painter, sizes, top, _texts(model, line))
        _draw_swatch(painter, plot, line, top + sizes.row // 2)
    painter.end()
    return image


def _texts(model: LegendModel, line: Line) -> list[str]:
    return [model.said(column, line) for column in LegendColumn]


def _layout(
    plot: ChartPlot, model: LegendModel, titles: Sequence[str], lines: Sequence[Line], metrics: QFontMetrics
) -> _Layout:
    rows = [list(titles), *(_texts(model, line) for line in lines)]
    widths = [max(metrics.horizontalAdvance(row[column]) for row in rows) + 2 * theme.MARGIN for column in LegendColumn]
    widths[LegendColumn.NAME] = min(widths[LegendColumn.NAME], LONGEST_NAME)
    return _Layout(theme.row_height(plot.font()), widths, plot.width())


def _draw_row(painter: QPainter, sizes: _Layout, top: int, texts: Sequence[str]) -> None:
    metrics = QFontMetrics(painter.font())
    x = theme.MARGIN + SWATCH
    for column, (width, text) in enumerate(zip(sizes.widths, texts, strict=True)):
        side = Qt.AlignmentFlag.AlignLeft if column == LegendColumn.NAME else Qt.AlignmentFlag.AlignRight
        cell = QRect(x, top, width - theme.MARGIN, sizes.row)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, cell.width())
        painter.drawText(cell, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        x += width


def _draw_swatch(painter: QPainter, plot: ChartPlot, line: Line, middle: int) -> None:
    from .chart_plot import line_colour, line_dash

    pen = QPen(QColor(line_colour(line.number, plot.palette())), 3, line_dash(line.number))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(theme.MARGIN, middle, theme.MARGIN + SWATCH - 6, middle)
