"""Turns a cause, in words, into a box: what happened in bold, why, what to try, and buttons for what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from tracemq.workspace.remedies import Remedy

from . import theme
from .doctor_remedies import remedy_text
from .doctor_text import DiagnosisText
from .icons import icon
from .notice_bar import Severity
from .theme import GAP, MARGIN


class Verdict(QFrame):
    """One cause; a button calls `chosen` with its remedy."""

    def __init__(
        self,
        severity: Severity,
        text: DiagnosisText,
        remedies: Sequence[Remedy] = (),
        chosen: Callable[[Remedy], object] = bool,
    ) -> None:
        super().__init__()
        self.severity = severity
        self.text = text
        self.setObjectName("notice")
        self.setProperty("severity", severity.value)
        shades = theme.colours(self.palette())
        ink = {Severity.INFO: shades.good, Severity.WARNING: shades.warning, Severity.ERROR: shades.bad}[severity]
        picture = QLabel()
        name = "passed" if severity is Severity.INFO else severity.value
        picture.setPixmap(icon(name, QColor(ink)).pixmap(20))
        words = QVBoxLayout()
        words.setSpacing(3)
        for index, sentence in enumerate(text):
            if sentence:
                words.addWidget(_line(sentence, bold=index == 0))
        self.buttons = [QPushButton(remedy_text(remedy), self) for remedy in remedies]
        if self.buttons:
            row = QHBoxLayout()
            row.setContentsMargins(0, GAP, 0, 0)
            row.setSpacing(GAP)
            for button, remedy in zip(self.buttons, remedies, strict=True):
                button.setAutoDefault(False)
                button.clicked.connect(partial(chosen, remedy))
                row.addWidget(button)
            row.addStretch(1)
            words.addLayout(row)
        line = QHBoxLayout(self)
        line.setContentsMargins(MARGIN + 2, MARGIN, MARGIN, MARGIN)
        line.setSpacing(MARGIN)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.setAccessibleName(text.title)
        self.setAccessibleDescription(" ".join(filter(None, text[1:])))


def _line(sentence: str, *, bold: bool) -> QLabel:
    label = QLabel(sentence)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if bold:
        font = label.font()
        font.setBold(True)
        label.setFont(font)
    return label
