"""Turns a searched text into requests for the next place that has it: a bar under a payload, hidden until called."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from tracemq.viewmodels.payload_search import Hits

from .fields import Note, Tone
from .icons import set_icon
from .line_edit import LineEdit
from .line_note import LineNote
from .theme import GAP


class PayloadFind(QFrame):
    """`asked` has the text and whether to look backward; whoever looks calls `found`, and `tell` having counted."""

    asked = Signal(str, bool)
    changed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineEdit()
        self.line.setClearButtonEnabled(True)
        self.note = Note()
        self.count = LineNote.for_count(self)
        self._buttons = {name: QToolButton() for name in ("previous", "next", "close")}
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.line, 1)
        slots: dict[str, tuple[str, Callable[[], None]]] = {
            "previous": ("chevron-up", partial(self.look, backward=True)),
            "next": ("chevron-down", self.look),
            "close": ("close", self.end),
        }
        for name, (icon, slot) in slots.items():
            button = self._buttons[name]
            set_icon(button, icon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _=False, slot=slot: slot())
            row.addWidget(button)
        row.insertWidget(row.count() - 1, self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addLayout(row)
        column.addWidget(self.note)
        self.line.textEdited.connect(self._typed)
        self._retranslate()
        self.hide()

    def begin(self) -> None:
        """Show the bar with the cursor in it."""
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        self.changed.emit(self.line.text())  # it may stand there from before

    def end(self) -> None:
        """Hide the bar."""
        self.hide()
        self.say("")
        self.closed.emit()

    def look(self, *, backward: bool = False) -> None:
        """Ask for the next place."""
        if self.line.text():
            self.asked.emit(self.line.text(), backward)
        else:
            self.begin()

    def found(self, is_there: bool) -> None:
        """Say what came of it."""
        self.say("" if is_there else self.tr("Not found"), Tone.WARNING)

    def tell(self, hits: Hits) -> None:
        """Say which of how many places is selected."""
        numbers = QLocale()
        place, count = numbers.toString(hits.place), numbers.toString(hits.places)
        if not hits.complete:
            self.count.say(self.tr("More than {count}").format(count=count))
        elif hits.place:
            self.count.say(self.tr("{place} of {count}").format(place=place, count=count))
        else:
            self.count.say("")

    def busy(self) -> None:
        self.say(self.tr("Searching…"), Tone.BUSY)

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Say how it stands, in place of what was said and counted before."""
        self.note.say(text, tone)
        self.count.say("")

    def _typed(self, text: str) -> None:
        self.say("")
        self.changed.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, with Shift backwards; Esc closes."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.look(backward=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.line.setPlaceholderText(self.tr("Find in the payload"))
        self.line.setAccessibleName(self.tr("Find in the payload"))
        for name, text in (
            ("previous", self.tr("Find the previous place (Shift+Enter)")),
            ("next", self.tr("Find the next place (Enter)")),
            ("close", self.tr("Close the search (Esc)")),
        ):
            self._buttons[name].setToolTip(text)
            self._buttons[name].setAccessibleName(text)
