"""Turns what is typed, or a chosen file, into the payload of a publication, with what is wrong said while typing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QToolButton, QVBoxLayout, QWidget

from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.payload_input import PayloadKind, formatted_steps, takes_long, verdict_steps
from tracemq.viewmodels.slices import Slices
from tracemq.viewmodels.text_pieces import RETURN

from .code_editor import CodeEditor
from .fields import Choice, Tone
from .icons import set_icon
from .inputs import PathLine
from .later import Later, keep_tab_order
from .line_note import LineNote
from .problem_text import complaint_text
from .theme import GAP

PAUSE_MS: Final = 150  # after the last keystroke; a long text is not read out of the editor at each of them


class PayloadEditor(QWidget):
    """`edited` comes a moment after typing has stopped, and at once after anything else."""

    edited = Signal()
    check_asked = Signal()  # answer with `check`

    def __init__(self, parent: QWidget | None = None, tools: QWidget | None = None) -> None:
        """The choice of a kind and the buttons for some of them are made in `tools`."""
        super().__init__(parent)
        self.kind = Choice(*(("", kind) for kind in PayloadKind), parent=tools)
        self._places = QStackedWidget(self)
        self.text = CodeEditor(self._places)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * 2 + 2 * GAP)
        self._file = Later(self._make_file)
        self.format_button = QToolButton(tools)
        set_icon(self.format_button, "format")
        self.format_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.format_button.setShortcut("Ctrl+Shift+I")
        self.format_button.clicked.connect(self.format_payload)
        self.check_button = QToolButton(tools)
        set_icon(self.check_button, "passed")
        self.check_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.check_button.clicked.connect(self.check_asked)
        self.note = LineNote(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.edited)
        self._checking = Slices(self)
        self._lay_out()
        self.text.textChanged.connect(self._text_changed)
        self.text.poured.connect(self._poured)
        self.kind.activated.connect(self._kind_chosen)
        self.format_button.hide()
        self.check_button.hide()
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        names = {
            PayloadKind.TEXT: self.tr("Text"),
            PayloadKind.JSON: "JSON",
            PayloadKind.XML: "XML",
            PayloadKind.HEX: self.tr("Hex"),
            PayloadKind.BASE64: "Base64",
            PayloadKind.FILE: self.tr("File"),
        }
        for index, kind in enumerate(self.kind.values):
            self.kind.setItemText(index, names[kind])
        self.kind.setAccessibleName(self.tr("How the payload is written"))
        self.kind.setToolTip(self.tr("How the payload is written"))
        self.text.setAccessibleName(self.tr("Payload"))
        if self._file.made is not None:
            self._name_file(self.file)
        self.format_button.setToolTip(self.tr("Format the payload (Ctrl+Shift+I)"))
        self.format_button.setAccessibleName(self.tr("Format the payload"))
        self.check_button.setToolTip(self.tr("Check the payload"))
        self.check_button.setAccessibleName(self.tr("Check the payload"))

    @property
    def file(self) -> PathLine:
        """The line for the file's path."""
        return self._file()

    def _make_file(self) -> PathLine:
        chooser = QWidget(self._places)
        self._places.addWidget(chooser)
        file = PathLine("", parent=chooser)
        file.line.textEdited.connect(self._now)
        file.chosen.connect(self._now)
        column = QVBoxLayout(chooser)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(file)
        column.addStretch(1)
        self._name_file(file)
        keep_tab_order(self._places, chooser)
        return file

    def _name_file(self, file: PathLine) -> None:
        file.line.setAccessibleName(self.tr("File to publish"))
        file.retranslate(self.tr("Choose the file to publish"))

    def sizeHint(self) -> QSize:
        return QSize(420, 120)

    @property
    def busy(self) -> bool:
        """Whether a text is still going in, or is being looked at."""
        return self.text.pouring or self._pause.isActive() or self._checking.busy

    @property
    def source(self) -> str:
        """What was typed, or the file's path."""
        return self.file.line.text() if self.kind.value is PayloadKind.FILE else self.text.whole

    def put(self, kind: PayloadKind, source: str) -> None:
        self.kind.choose(kind)
        if kind is PayloadKind.FILE:
            self.file.line.setText(source)
        else:
            self.text.show_text(source)
        self._kind_chosen()

    def format_payload(self) -> None:
        """Indent JSON or XML; what is neither stays as it is, and is said so. Undo takes it back."""
        text = self.text.whole
        if takes_long(self.kind.value, text):
            self.note.say(self.tr("Formatting…"), Tone.BUSY)
        self._checking.run(formatted_steps(self.kind.value, text), self._formatted)

    def _formatted(self, made: str | None) -> None:
        self.note.say("")
        if made is None:
            self.check_asked.emit()
        elif made != self.text.whole:
            self.text.replace(made)

    def check(self, text: str | None, *, asked: bool = True) -> None:
        """Say whether the text, with its variables filled in, is what it is meant to be; None: they are wrong.

        Where nobody has `asked`, nothing is said of what is right, and a short text was checked already.
        """
        kind = self.kind.value
        if text is None or not (asked or takes_long(kind, text)):
            return
        if takes_long(kind, text):
            self.note.say(self.tr("Checking…"), Tone.BUSY)
        self._checking.run(verdict_steps(kind, text), lambda found: self._checked(found, text if asked else None))

    def _checked(self, complaint: Complaint | None, text: str | None) -> None:
        if complaint is not None or text is None:
            self.complain(complaint)
        elif not text.strip():
            self.note.say(self.tr("There is nothing to check."), Tone.PLAIN)
        elif self.kind.value is PayloadKind.XML:
            self.note.say(self.tr("This is valid XML."), Tone.GOOD)
        else:
            self.note.say(self.tr("This is valid JSON."), Tone.GOOD)

    def complain(self, complaint: Complaint | None) -> None:
        tone = Tone.PLAIN if complaint is None else Tone.BAD if complaint.serious else Tone.WARNING
        plain = not self.text.coloured and self.kind.value in {PayloadKind.JSON, PayloadKind.XML}
        nothing = self.tr("This text is too long for colours.") if plain else ""
        if "\r" in self.text.whole:
            nothing = self.tr("{sign} is a carriage return; it is sent as it is.").format(sign=RETURN)
        self.note.say(complaint_text(complaint) if complaint else nothing, tone)
        self.text.setAccessibleDescription(self.note.text())

    def _lay_out(self) -> None:
        self._places.addWidget(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._places, 1)
        column.addWidget(self.note)

    def _kind_chosen(self) -> None:
        kind = self.kind.value
        if kind is PayloadKind.FILE:
            self._file()
        self._places.setCurrentIndex(1 if kind is PayloadKind.FILE else 0)
        for button in (self.format_button, self.check_button):
            button.setVisible(kind in {PayloadKind.JSON, PayloadKind.XML})
        self.text.colour_json(kind is PayloadKind.JSON)
        self.text.colour_xml(kind is PayloadKind.XML)
        self._now()

    def _text_changed(self) -> None:
        self._checking.cancel()
        self._pause.start()

    def _poured(self, percent: int) -> None:
        if self.text.pouring:
            self._pause.stop()
            self.note.say(self.tr("Inserting… {percent} %").format(percent=percent), Tone.BUSY)
        else:
            self.note.say("")
            self._now()

    def _now(self) -> None:
        """Tell that it is edited; what is still going in tells that itself at its end."""
        self._pause.stop()
        if not self.text.pouring:
            self.edited.emit()
