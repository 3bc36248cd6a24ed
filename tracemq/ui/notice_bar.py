"""Turns a title, a sentence or two and some actions into a bar above the work: it informs and waits for nobody."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QColor, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from . import theme
from .icons import icon, set_icon

LEAST_WORDS: Final = 330  # px


class Severity(Enum):
    """How a notice looks; the values are the names of the icons."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class NoticeBar(QFrame):
    """Hidden until `say`; closing it hides it again."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._severity = Severity.INFO
        self._picture = QLabel(self)
        self._title = QLabel(self)
        self._detail = QLabel(self)
        self._buttons: list[QPushButton] = []
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        for label in (self._title, self._detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton(self)
        set_icon(self._close, "close")
        self._close.clicked.connect(self._dismiss)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self._line = QHBoxLayout()  # of the buttons
        self._line.setSpacing(theme.MARGIN)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(theme.GAP)
        self._middle.addLayout(words, 1)
        self._middle.addLayout(self._line)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(theme.MARGIN + 2, 5, 4, 5)
        whole.setSpacing(theme.MARGIN)
        whole.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(self._middle, 1)
        whole.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self._close.setAccessibleName(self.tr("Close this notice"))
        self._close.setToolTip(self.tr("Close"))

    def say(self, severity: Severity, title: str, detail: str = "", actions: Sequence[QAction] = ()) -> None:
        """Show a notice in place of the one before; the actions become buttons."""
        self._severity = severity
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        for button in self._buttons:
            self._line.removeWidget(button)
            button.hide()  # else it would be painted once more, over the new ones
            button.deleteLater()
        self._buttons = [self._button(action) for action in actions]
        self._arrange()
        self._dress()
        self.show()

    def _arrange(self) -> None:
        """Beside the words stand the buttons only where both have room."""
        buttons = sum(button.sizeHint().width() + theme.MARGIN for button in self._buttons)
        narrow = bool(buttons) and self.width() - buttons < LEAST_WORDS
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._middle.setDirection(down if narrow else across)
        self._middle.setAlignment(self._line, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _button(self, action: QAction) -> QPushButton:
        button = QPushButton(action.text(), self)
        button.clicked.connect(action.trigger)
        self._line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def _dismiss(self) -> None:
        self.hide()
        self.closed.emit()

    def _dress(self) -> None:
        self._tint()
        self.setProperty("severity", self._severity.value)
        self.style().unpolish(self)
        self.style().polish(self)

    def _tint(self) -> None:
        shades = theme.colours(self.palette())
        ink = {
            Severity.INFO: shades.accent,
            Severity.WARNING: shades.warning,
            Severity.ERROR: shades.bad,
        }[self._severity]
        self._picture.setPixmap(icon(self._severity.value, QColor(ink)).pixmap(20))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self._tint()
