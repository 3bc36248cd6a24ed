"""Turns a list without rows into one that says in its middle why, or how the first one comes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QTreeWidget

ROOM: Final = 16  # px, at the sides of the text
ABOVE: Final = 8  # px, and below


def paint_empty(view: QAbstractItemView, painter: QPainter, text: str) -> None:
    """Paint the text into the middle of a view."""
    painter.setPen(view.palette().color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(
        view.viewport().rect().adjusted(ROOM, ABOVE, -ROOM, -ABOVE),
        Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
        text,
    )


class TellingList(QListWidget):
    """`empty_text` is what it says without rows."""

    empty_text = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty_text and not self.count():
            painter = QPainter(self.viewport())
            paint_empty(self, painter, self.empty_text)
            painter.end()


class TellingTree(QTreeWidget):
    """`empty_text` is what it says without rows."""

    empty_text = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.empty_text and not self.topLevelItemCount():
            painter = QPainter(self.viewport())
            paint_empty(self, painter, self.empty_text)
            painter.end()
