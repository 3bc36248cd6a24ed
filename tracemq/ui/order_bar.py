"""Says that the message table stands in another order than that of arrival, and leads back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from . import theme
from .elided_label import ElidedLabel


class OrderBar(QFrame):
    """Hidden while the rows stand in the order of arrival."""

    again_asked = Signal()
    live_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: tuple[str, bool, int] | None = None
        self._words = ElidedLabel(self)
        self._again, self._live = QPushButton(self), QPushButton(self)
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
        self._again.setText(self.tr("Sort Again"))
        self._live.setText(self.tr("Back to Live Order"))
        said, self._said = self._said, None
        if said is not None:
            self.say(*said)

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
