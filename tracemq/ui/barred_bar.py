"""Says what a message from elsewhere would read from this computer, and asks whether it may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from .dialogs.question import ask
from .fields import Tone
from .line_note import LineNote
from .theme import GAP

_LOW: Final = "QPushButton { padding: 1px 10px; min-height: 14px; }"  # the payload needs the room


class BarredBar(QWidget):
    """Hidden while there is nothing to ask; `allowed` comes with the user's consent."""

    allowed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self.note = LineNote(self)
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self.button.setStyleSheet(_LOW)
        self.button.clicked.connect(self._ask)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.note, 1)
        line.addWidget(self.button)
        self._retranslate()
        self.show_names(())

    def show_names(self, names: Sequence[str]) -> None:
        """Name the variables of the environment, or the file, that the message wants."""
        self._names = names
        self.setVisible(bool(names))
        text = self.tr("From elsewhere; it would read from this computer: {names}")
        self.note.say(text.format(names=", ".join(names)) if names else "", Tone.WARNING)

    def _ask(self) -> None:
        ask(
            self,
            self.tr("Allow the message to read"),
            self.tr("The message would send what your computer keeps as {names} to the broker.").format(
                names=", ".join(self._names)
            ),
            self.tr("Allow"),
            self.allowed.emit,
            detail=self.tr("Allow it only if you know who wrote it."),
            destructive=True,  # Cancel is the default
        )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self.show_names(self._names)

    def _retranslate(self) -> None:
        self.button.setText(self.tr("Allow…"))
