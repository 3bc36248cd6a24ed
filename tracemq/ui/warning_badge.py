"""A warning that lasts becomes a small button in a status line: loud, and not to be closed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from . import theme
from .icons import pixmap

ICON: Final = 13  # px
PAD: Final = 6  # px


class WarningBadge(QToolButton):
    """Text on the warning's colour with its icon before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        font = self.font()
        font.setBold(True)
        self.setFont(font)

    def say(self, text: str, tip: str) -> None:
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(words + ICON + 3 * PAD, self.fontMetrics().height() + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        shades = theme.colours(self.palette())
        ground, ink = QColor(shades.warning), QColor(shades.window)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(shades.text) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 3, 3)
        ratio = self.devicePixelRatioF()
        picture = pixmap("warning", ink.name(), round(ICON * ratio))
        picture.setDevicePixelRatio(ratio)
        painter.drawPixmap(PAD, (self.height() - ICON) // 2, picture)
        painter.setPen(ink)
        painter.setFont(self.font())
        words = self.rect().adjusted(ICON + PAD + PAD // 2, 0, -PAD // 2, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.update()
