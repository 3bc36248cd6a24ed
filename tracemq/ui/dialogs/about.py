"""Tells what this program is: its name, version, licence and what it is made of."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from tracemq import APP_NAME, __version__
from tracemq.ui.icons import application_icon
from tracemq.ui.theme import GAP, MARGIN

ICON_PX = 64


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About {program}").format(program=APP_NAME))
        picture = QLabel()
        picture.setPixmap(application_icon().pixmap(ICON_PX, ICON_PX))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(GAP)
        column.addWidget(self._line(APP_NAME, size=6, bold=True))
        column.addWidget(self._line(self.tr("A desktop MQTT explorer that never freezes")))
        column.addSpacing(MARGIN)
        self.facts = self._line(facts_text())
        self.facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column.addWidget(self.facts)
        column.addSpacing(MARGIN)
        column.addWidget(self._line(self.tr("Free software under the MIT licence.")))
        row = QHBoxLayout()
        row.setSpacing(2 * MARGIN)
        row.addWidget(picture)
        row.addLayout(column, 1)
        self.copy_button = QPushButton(self.tr("&Copy"))
        self.copy_button.setAutoDefault(False)
        self.copy_button.setToolTip(self.tr("Copy the versions, for a report"))
        self.copy_button.clicked.connect(self._copy)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(3 * MARGIN, 3 * MARGIN, 3 * MARGIN, 2 * MARGIN)
        whole.setSpacing(2 * MARGIN)
        whole.addLayout(row)
        whole.addLayout(buttons)
        self.setFixedSize(self.sizeHint())
        close.setFocus()

    def _line(self, text: str, *, size: int = 0, bold: bool = False) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        font = QFont(label.font())
        font.setBold(bold)
        if size:
            font.setPointSizeF(max(font.pointSizeF(), 8) + size)
        label.setFont(font)
        return label

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(facts_text())


def facts_text() -> str:
    """Return the versions of what is running: names and numbers, the same in every language."""
    from PySide6 import __version__ as binding

    return "\n".join(
        (
            f"{APP_NAME} {__version__}",
            f"Python {platform.python_version()}",
            f"Qt {qVersion()}, PySide6 {binding}",
            platform.platform(terse=True),
        )
    )
