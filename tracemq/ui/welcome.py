"""Turns "no connection is open" into a page that says how to open one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from tracemq import APP_NAME

from . import theme
from .icons import application_icon

PICTURE: Final = 72  # px


class Welcome(QWidget):
    """Shown in place of the tabs."""

    demo_asked = Signal()
    new_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setPixmap(application_icon().pixmap(PICTURE))
        self._title = QLabel(APP_NAME, self)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        self._title.setFont(font)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setObjectName("muted")
        self._new, self._demo = QPushButton(self), QPushButton(self)
        self._new.setDefault(True)
        self._new.clicked.connect(self.new_asked)
        self._demo.clicked.connect(self.demo_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.MARGIN)
        buttons.addStretch(1)
        buttons.addWidget(self._new)
        buttons.addWidget(self._demo)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.MARGIN)
        layout.addStretch(2)
        for widget in (picture, self._title, self._words):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(theme.MARGIN)
        layout.addLayout(buttons)
        layout.addStretch(3)
        self.retranslate()

    def retranslate(self) -> None:
        self._words.setText(self.tr("Double-click a connection at the left to open it."))
        self._new.setText(self.tr("New Connection…"))
        self._demo.setText(self.tr("Open the Demo"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
