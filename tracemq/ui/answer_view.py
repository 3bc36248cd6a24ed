"""Shows the answer to a request: where it came from, how long it took, and its payload."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from tracemq.payloads.hex_dump import HexDump
from tracemq.payloads.text import visible, visible_line
from tracemq.viewmodels.payload_input import formatted_json
from tracemq.workspace.request_response import Request

from . import theme
from .code_editor import CodeEditor
from .fields import Note, Tone
from .icons import set_icon
from .quantity_text import duration_text, size_text
from .theme import GAP
from .tool_tips import plain_tip

MOST_CHARS: Final = 50_000  # of the payload; the inspector shows all of it
MOST_HEX: Final = 4_096  # bytes
LONGEST_CHARACTER: Final = 4  # bytes of UTF-8


class _Facts(QLabel):
    """One line of plain text that shows where it is cut, and all of it in its tool tip."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.colours(self.palette()).muted)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())


class AnswerView(QWidget):
    """`show_asked` has the number of the answer's row in the log."""

    show_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._request: Request | None = None
        self.topic = _Facts()
        self.topic.setTextFormat(Qt.TextFormat.PlainText)
        self.show_button = QToolButton()
        set_icon(self.show_button, "inspector")
        self.show_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_button.clicked.connect(self._ask)
        self.payload = CodeEditor()
        self.payload.setReadOnly(True)
        self.note = Note()
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.topic, 1)
        head.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, 0, GAP, GAP)
        column.setSpacing(GAP - 2)
        column.addLayout(head)
        column.addWidget(self.payload, 1)
        column.addWidget(self.note)
        self._retranslate()
        self.show_request(None)

    def show_request(self, request: Request | None) -> None:
        """Show a request's answer, or nothing."""
        self._request = request
        answer = request.answer if request is not None else None
        self.show_button.setEnabled(request is not None and request.seq is not None)
        if request is None or answer is None:
            self.topic.setText("")
            self.payload.clear()
            self.note.say("")
            return
        took = "" if request.round_trip_s is None else duration_text(request.round_trip_s)
        parts = (took, size_text(len(answer.payload)), visible_line(answer.topic))
        self.topic.setText(" · ".join(part for part in parts if part))
        self.topic.setToolTip(plain_tip(self.topic.text()))
        text, whole = _text(answer.payload)
        self.payload.colour_json(text[:1] in {"{", "["})
        self.payload.setPlainText(text)
        self.note.say(self._remark(request, whole=whole), Tone.WARNING)

    def _remark(self, request: Request, *, whole: bool) -> str:
        said = []
        if not whole:
            said.append(self.tr("Only the beginning is shown; the inspector shows all of it."))
        if not request.correlated:
            said.append(self.tr("It came without correlation data; it was matched by its topic."))
        if request.more:
            said.append(self.tr("Further answers: {count}.").format(count=request.more))
        return " ".join(said)

    def _ask(self) -> None:
        if self._request is not None and self._request.seq is not None:
            self.show_asked.emit(self._request.seq)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self.show_request(self._request)

    def _retranslate(self) -> None:
        self.payload.setAccessibleName(self.tr("Payload of the answer"))
        self.show_button.setToolTip(self.tr("Show it in the table and the inspector"))
        self.show_button.setAccessibleName(self.tr("Show it in the table and the inspector"))


def _text(payload: bytes) -> tuple[str, bool]:
    """The payload in a form to read, and whether that is all of it."""
    data = payload[: 4 * MOST_CHARS]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if len(data) == len(payload) or error.start < len(data) - LONGEST_CHARACTER:
            return HexDump(payload[:MOST_HEX]).text(), len(payload) <= MOST_HEX
        text = data[: error.start].decode()
    whole = len(data) == len(payload) and len(text) <= MOST_CHARS
    text = text[:MOST_CHARS]
    pretty = formatted_json(text) if whole and text[:1] in {"{", "["} else None
    return pretty if pretty is not None else visible(text), whole
