"""Makes the page of the connection dialog for notes, colour and the place in the list."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QCheckBox, QColorDialog, QPlainTextEdit, QPushButton

from tracemq.ui.fields import Choice, FormPage, beside
from tracemq.ui.line_edit import LineEdit

from .profile_fields import ProfileFields

SWATCH_PX: Final = 14


class NotesPage(FormPage):
    def __init__(self, fields: ProfileFields) -> None:
        super().__init__()
        self._fields = fields
        self.colour = Choice(
            (self.tr("None"), ""),
            (self.tr("Red"), "#c0392b"),
            (self.tr("Orange"), "#d9822b"),
            (self.tr("Yellow"), "#d4ac0d"),
            (self.tr("Green"), "#2e8b57"),
            (self.tr("Blue"), "#2e6fbd"),
            (self.tr("Purple"), "#8e44ad"),
            (self.tr("Grey"), "#7f8c8d"),
        )
        for index in range(1, self.colour.count()):
            self.colour.setItemIcon(index, swatch(self.colour.values[index]))
        self.own_colour = QPushButton(self.tr("Own…"))
        self.own_colour.setAccessibleName(self.tr("Choose a colour of your own"))
        self.own_colour.setAutoDefault(False)
        self.own_colour.clicked.connect(self._choose_colour)
        fields.bind(self.colour, self._show_colour, self.colour.activated, self._colour_chosen)
        fields.row("colour", self.row(self.tr("&Colour:"), beside(self.colour, self.own_colour), self.colour))
        self.folder = fields.text("folder", LineEdit())
        row = self.row(self.tr("&Folder:"), self.folder)
        row.hint(self.tr("Where the list shows it; a slash makes a folder in a folder."))
        fields.row("folder", row)
        self.at_start = fields.flag("connect_at_start", QCheckBox(self.tr("Connect &when the program starts")))
        fields.row("connect_at_start", self.check(self.at_start))
        self.notes = fields.editor("notes", QPlainTextEdit())
        self.notes.setTabChangesFocus(True)
        self.notes.setMinimumHeight(120)
        fields.row("notes", self.tall_row(self.tr("N&otes:"), self.notes))

    def _show_colour(self) -> None:
        colour = self._fields.form.profile.colour
        if colour not in self.colour.values and QColor.isValidColorName(colour):
            self.colour.add(self.tr("Own"), colour)
            self.colour.setItemIcon(self.colour.count() - 1, swatch(colour))
        self.colour.choose(colour)

    def _colour_chosen(self) -> None:
        self._fields.form.put("colour", self.colour.value)

    def _choose_colour(self) -> None:
        dialog = QColorDialog(QColor(self._fields.form.profile.colour or "#2e6fbd"), self)
        dialog.colorSelected.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, colour: QColor) -> None:
        self._fields.form.put("colour", colour.name())
        self._fields.refresh()


def swatch(colour: str) -> QIcon:
    picture = QPixmap(SWATCH_PX, SWATCH_PX)
    picture.fill(QColor(colour))
    return QIcon(picture)
