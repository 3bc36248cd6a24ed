"""Says that the message table stands in another order than that of arrival, and leads back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from . import theme
from .elided_label import ElidedLabel
from .icons import icon
from .tool_tips import plain_tip

LEAST_WIDTH: Final = 160  # px
LEAST_WORDS: Final = 90  # px: with less beside them the buttons have pictures instead of words


class OrderBar(QFrame):
    """Hidden while the rows stand in the order of arrival."""

    again_asked = Signal()
    live_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: tuple[str, bool, int] | None = None
        self._words = ElidedLabel(self)
        self._again, self._live = QPushButton(self), QPushButton(self)
        self._pictures = {self._again: "repeat", self._live: "undo"}
        self._titles: dict[QPushButton, str] = {}
        self._again.clicked.connect(self.again_asked)
        self._live.clicked.connect(self.live_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 2, theme.GAP, 3)
        row.setSpacing(theme.GAP)
        row.addWidget(self._words, 1)
        row.addWidget(self._again)
        row.addWidget(self._live)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self._titles = {self._again: self.tr("Sort Again"), self._live: self.tr("Back to Live Order")}
        self._dress()
        said, self._said = self._said, None
        if said is not None:
            self.say(*said)

    def _dress(self) -> None:
        """Give the buttons their words where there is room, else pictures that say the same."""
        for button, title in self._titles.items():
            button.setText(title)
            button.setIcon(QIcon())
            button.setToolTip("")
        wanted = sum(button.sizeHint().width() + theme.GAP for button in self._titles)
        if self.width() - wanted < LEAST_WORDS:
            for button, title in self._titles.items():
                button.setText("")
                button.setIcon(icon(self._pictures[button]))
                button.setToolTip(plain_tip(title))
        for button, title in self._titles.items():
            button.setAccessibleName(title)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._dress()

    def say(self, column: str, ready: bool, newer: int) -> None:
        """Name the column, and how many rows came after the order was made."""
        if (column, ready, newer) == self._said:
            return
        self._said = column, ready, newer
        if not ready:
            words = self.tr("Sorting by {column}…").format(column=column)
        elif newer:
            sorted_by = self.tr("Sorted by {column}").format(column=column)
            words = sorted_by + " · " + self.tr("%Ln newer", "", newer)
        else:
            words = self.tr("Sorted by {column}").format(column=column)
        self._words.say(words)
        self._again.setEnabled(ready and newer > 0)
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self._dress()
