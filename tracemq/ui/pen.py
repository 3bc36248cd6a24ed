"""Turns texts into glyphs in a row: cut with a mark to fit, unshaped where that is quicker, and nowhere but in it."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter

CUT: Final = "…"
SAMPLE: Final = 64  # digits that are measured together


class Pen:
    """A font in its two forms: shaped for what needs it, and quick for ASCII."""

    def __init__(self, font: QFont) -> None:
        self.shaped = font
        self.quick = QFont(font)
        self.quick.setKerning(False)
        self.quick.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
        self.shaped_metrics = QFontMetrics(font)
        self.quick_metrics = QFontMetrics(self.quick)
        self.average = max(1, self.quick_metrics.averageCharWidth())
        self.digit = QFontMetricsF(self.quick).horizontalAdvance("0" * SAMPLE) / SAMPLE  # px; hinted fonts have parts
        self.fixed = self.quick_metrics.horizontalAdvance("i") == self.quick_metrics.horizontalAdvance("W")

    def elided(self, text: str, width: int, *, middle: bool = False, whole_levels: bool = True) -> str:
        """Return the text, cut so that it fits into `width` px; asks Qt only if it may be too long."""
        fits = width // self.average
        if len(text) * 4 <= fits * 3:
            return text
        if middle:
            return self._without_middle(text, width, fits, whole_levels=whole_levels)
        if self.fixed and text.isascii():
            fits = int(width / self.digit)
            return text if len(text) <= fits else text[: max(0, fits - 1)] + CUT
        most = fits * 2 + 8  # Qt would measure all of it
        if len(text) > most:
            text = text[:most] + CUT  # letters without a width, as marks on others, may fit
        return self.metrics_for(text).elidedText(text, Qt.TextElideMode.ElideRight, width)

    def _without_middle(self, text: str, width: int, fits: int, *, whole_levels: bool) -> str:
        """Return the text with levels of a topic left out after the first one, or cut anywhere if that will not do."""
        if len(text) > fits * 4 + 16:  # Qt would measure all of it
            text = text[: fits * 2 + 8] + CUT + text[-fits * 2 - 8 :]
        metrics = self.metrics_for(text)
        if metrics.horizontalAdvance(text) <= width:
            return text
        levels = text.split("/") if whole_levels else []

        def fits_from(level: int) -> bool:
            return metrics.horizontalAdvance("/".join((levels[0], CUT, *levels[level:]))) <= width

        level = bisect_left(range(len(levels)), True, lo=min(2, len(levels)), key=fits_from)
        if level < len(levels):
            return "/".join((levels[0], CUT, *levels[level:]))
        return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)

    def font_for(self, text: str) -> QFont:
        return self.quick if _plain(text) else self.shaped

    def metrics_for(self, text: str) -> QFontMetrics:
        return self.quick_metrics if _plain(text) else self.shaped_metrics

    def width(self, text: str) -> int:
        if text.isdecimal() and text.isascii():
            return round(len(text) * self.digit)
        return self.shaped_metrics.horizontalAdvance(text)


def draw_in_row(painter: QPainter, cells: QRect, top: int, height: int, at: QPoint, text: str) -> None:
    """Draw a text into its row of the `cells` that the painter is clipped to.

    Letters may carry so many marks, one over the other, that they would be painted over the rows above and below.
    """
    if _plain(text):
        painter.drawText(at, text)
        return
    painter.setClipRect(cells.x(), top, cells.width(), height)
    painter.drawText(at, text)
    painter.setClipRect(cells)


def _plain(text: str) -> bool:
    """Whether the quick form will do: the mark of what was left out is one glyph in either."""
    return text.isascii() or (text.count(CUT) == 1 and text.replace(CUT, "").isascii())
