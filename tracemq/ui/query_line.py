"""Turns what is typed in the filter language into a query: green or red, with the place that is wrong underlined."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QInputMethodEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit, QWidget

from tracemq.history.query import QueryError, parse
from tracemq.history.query_terms import Term

from . import theme
from .icons import icon
from .line_edit import LineEdit

TYPING_PAUSE_MS: Final = 150


class QueryLine(LineEdit):
    """`query_changed` comes a moment after typing ends, for valid queries only; `judged` at each keystroke."""

    query_changed = Signal(object)  # a Term, or None for an empty line
    judged = Signal(object)  # a QueryError, or None
    escaped = Signal()

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._icon_name = icon_name
        self._picture = self.addAction(icon(icon_name), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.error: QueryError | None = None
        self.term: Term | None = None
        self.told: Term | None = None  # the last valid query
        self._pause = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.tell)
        self.textChanged.connect(self._typed)

    def read(self, text: str) -> Term | None:
        """Make a query of the text; raises QueryError."""
        return parse(text)

    def set_query(self, text: str) -> None:
        """Put a query in, and tell it at once."""
        self.setText(text)
        self.tell()

    def name_picture(self, name: str) -> None:
        self._picture.setText(name)

    def _typed(self, text: str) -> None:
        try:
            self.term, self.error = self.read(text), None
        except QueryError as error:
            self.term, self.error = None, error
        self._show_verdict()
        self.judged.emit(self.error)
        if text:
            self._pause.start()
        else:
            self.tell()

    def tell(self) -> None:
        """Tell the query as it stands, if it is one and another than before."""
        self._pause.stop()
        if self.error is None and self.term != self.told:
            self.told = self.term
            self.query_changed.emit(self.term)

    def _show_verdict(self) -> None:
        verdict = "bad" if self.error else "good" if self.text().strip() else ""
        if self.property("verdict") != verdict:
            self.setProperty("verdict", verdict)
            self.style().unpolish(self)
            self.style().polish(self)
        self._underline()

    def _underline(self) -> None:
        """Underline what is to blame; a line edit takes formats from input methods alone."""
        attributes = []
        if self.error is not None and self.error.end > self.error.start:
            wave = QTextCharFormat()
            wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            wave.setUnderlineColor(QColor(theme.colours(self.palette()).bad))
            kind = QInputMethodEvent.AttributeType.TextFormat
            start = self.error.start - self.cursorPosition()
            attributes.append(QInputMethodEvent.Attribute(kind, start, self.error.end - self.error.start, wave))
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._picture.setIcon(icon(self._icon_name))
