"""Lays a note out beside a panel's buttons, or above them where they would leave it too little room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from . import theme
from .fields import Note

NOTE_CHARS: Final = 40  # of a note beside the buttons; it may take two lines


class NoteFoot(QBoxLayout):
    """`busy` stands in the place of `buttons` while something is done; the panel shows the ones or the others."""

    def __init__(self, note: Note, buttons: Sequence[QPushButton], busy: Sequence[QWidget] = ()) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self._note, self._buttons = note, buttons
        self.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        self.setSpacing(theme.GAP)
        self.addWidget(note, 1)
        line = QHBoxLayout()
        line.setSpacing(theme.GAP)
        line.addStretch(1)
        for widget in (*busy, *buttons):
            line.addWidget(widget)
        self.addLayout(line)

    def fit(self, width: int) -> None:
        """Arrange it for a panel of this width in px."""
        taken = sum(button.sizeHint().width() + theme.GAP for button in self._buttons) + 2 * theme.MARGIN
        beside = width - taken >= NOTE_CHARS * self._note.fontMetrics().averageCharWidth()
        self.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
