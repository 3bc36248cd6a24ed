"""Asks how often a message is to be sent, and at what pace."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from tracemq.ui.fields import FormPage, Note, beside, number_line
from tracemq.ui.short_name import short_name
from tracemq.viewmodels.repeat_form import RepeatField, RepeatForm

from .form_layout import FormLayout

WIDTH: Final = 440  # px


class RepeatDialog(QDialog):
    """`chosen` has the seconds between two messages, and how many there are to be: 0 is without an end."""

    chosen = Signal(float, int)

    def __init__(self, topic: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = RepeatForm()
        self.setWindowTitle(self.tr("Publish repeatedly"))
        self.page = FormPage()
        told = Note()
        told.say(self.tr("Variables are filled in anew for each message to {topic}.").format(topic=short_name(topic)))
        self.page.wide(told)
        self.every, self.times = number_line(), number_line()
        self.every.setText(self.form.every)
        self._rows = {
            RepeatField.EVERY: self.page.row(self.tr("&Every:"), beside(self.every, self.tr("seconds")), self.every),
            RepeatField.TIMES: self.page.row(self.tr("&Times:"), beside(self.times), self.times),
        }
        self._rows[RepeatField.EVERY].hint(self.tr("0 is as fast as the connection takes them."))
        self._rows[RepeatField.TIMES].hint(self.tr("Leave it empty to go on until you stop it."))
        self.start_button = QPushButton(self.tr("&Start"))
        self._layout = FormLayout(self, self.page, self.start_button, self._start)
        self.resize(QSize(WIDTH, self._layout.height_at(WIDTH)).expandedTo(self.minimumSizeHint()))
        self.every.textEdited.connect(self._typed)
        self.times.textEdited.connect(self._typed)
        self.every.selectAll()
        self.every.setFocus()

    def _typed(self) -> None:
        self.form.every, self.form.times = self.every.text(), self.times.text()
        complaints = self.form.complaints()
        for place, row in self._rows.items():
            row.complain(complaints.get(place))
        self.start_button.setEnabled(not complaints)

    def _start(self) -> None:
        values = self.form.values()
        if values is not None:
            every_s, times = values
            self.accept()
            self.chosen.emit(every_s, times or 0)
