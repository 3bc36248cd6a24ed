"""Says at the oldest row of a table how many older ones had to leave."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from . import theme

ROUND: Final = 11  # px


class OldRows(QLabel):
    """Lies over the first row; it takes no clicks from it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setContentsMargins(12, 3, 12, 3)
        self.hide()

    def say(self, count: int) -> None:
        """Name the number of rows that are gone."""
        self.setText("↑ " + self.tr("%Ln older message(s) evicted", "", count))
        self.adjustSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        shades = theme.colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(shades.edge))
        painter.setBrush(QColor(shades.window))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), ROUND, ROUND)
        painter.end()
        super().paintEvent(event)
