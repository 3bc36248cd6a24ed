"""A note of one line, for places where there is no room for two: it shows where it is cut, and all in its tool tip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from .fields import Note, Tone
from .tool_tips import plain_tip


class LineNote(Note):
    """`text()` is always the whole of it."""

    def __init__(self, parent: QWidget | None = None, *, stays: bool = False) -> None:
        super().__init__(parent, stays=stays)
        self.setWordWrap(False)

    @classmethod
    def for_count(cls, parent: QWidget) -> LineNote:
        """Make one for a number: as wide as its text, and cut before it makes the window wider."""
        made = cls(parent, stays=True)
        made.setObjectName("muted")
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        made.setMinimumWidth(1)
        return made

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        super().say(text, tone)
        self._tip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    @property
    def _cut(self) -> bool:
        room = self.contentsRect().width()
        return not self.wordWrap() and self.fontMetrics().horizontalAdvance(self.text()) > room

    def _tip(self) -> None:
        self.setToolTip(plain_tip(self.text()) if self._cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._cut:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.paint_mark(painter)
        room = self.contentsRect()
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
