"""A line of text with room for every string that MQTT has: Qt's own cuts what is longer than 32,767 without a word."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QLineEdit, QWidget

MOST_CHARACTERS: Final = 65_536  # one more than a string may have bytes (section 1.5.4), so that a check sees it


class LineEdit(QLineEdit):
    """Takes MOST_CHARACTERS. More would cost every key its time: a hundred thousand letters take 20 ms to lay out."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(MOST_CHARACTERS)
        self.setText(text)
