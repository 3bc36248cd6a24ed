"""Turns a sentence that has no room for all of its lines into those that fit, the last one ending in "…"."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QTextLayout

from .fields import Note

LINE_SEPARATOR = "\u2028"  # what a text layout takes for the end of a line


class ElidedNote(Note):
    """The tool tip should have all of it; where there is room it is a note like any other."""

    _asked = ("", 0, "")
    _wanted = 0  # px of height

    @property
    def whole(self) -> bool:
        """Whether all of it can be seen."""
        asked = self.text(), self.width(), self.font().key()
        if asked != self._asked:  # a label that is asked paints itself anew, for ever if it asks while it does so
            self._asked, self._wanted = asked, self.heightForWidth(self.width())
        return self._wanted <= self.height()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.whole:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        place, metrics = self.contentsRect(), self.fontMetrics()
        for number, line in enumerate(self.lines()):
            painter.drawText(
                QPointF(place.left(), place.top() + metrics.ascent() + number * metrics.lineSpacing()), line
            )
        self.paint_mark(painter)
        painter.end()

    def lines(self) -> list[str]:
        """The lines that fit; the last one says that there are more."""
        place, metrics = self.contentsRect(), self.fontMetrics()
        most = max(1, place.height() // metrics.lineSpacing())
        text = self.text().replace("\n", LINE_SEPARATOR)
        layout = QTextLayout(text, self.font())
        layout.beginLayout()
        lines: list[str] = []
        while len(lines) < most and (line := layout.createLine()).isValid():
            line.setLineWidth(place.width())
            start, end = line.textStart(), line.textStart() + line.textLength()
            if len(lines) == most - 1 and end < len(text):
                rest = text[start:].replace(LINE_SEPARATOR, " ")
                lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, place.width()))
            else:
                lines.append(text[start:end].rstrip(f" {LINE_SEPARATOR}"))
        layout.endLayout()
        return lines
