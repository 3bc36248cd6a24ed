"""Lets the user name values that stand in for {{name}} in messages."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from tracemq.profiles.publishing_settings import OwnVariable
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.ui.error_text import error_text
from tracemq.ui.fields import Note, Tone
from tracemq.ui.table_editor import TableEditor
from tracemq.ui.theme import GAP, MARGIN
from tracemq.viewmodels.own_variables import complaints
from tracemq.viewmodels.rows import Column, RowsModel
from tracemq.workspace.shelf import Shelf

NAME_WIDTH = 160  # px


class VariablesDialog(QDialog):
    """OK keeps them for all connections."""

    def __init__(self, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self.setWindowTitle(self.tr("Own variables"))
        self.model: RowsModel[OwnVariable] = RowsModel(
            [Column("name", self.tr("Name")), Column("value", self.tr("Value"))], OwnVariable, self
        )
        self.model.show(shelf.settings.variables)
        self.table = TableEditor(self.model, self.tr("Own variables"))
        self.table.widths(1, NAME_WIDTH)
        told = Note()
        told.say(
            self.tr(
                "{example} in topic or payload becomes the value. Values are kept as plain text: no passwords."
            ).format(example="{{name}}")
        )
        self.problem = Note()
        self.ok_button = QPushButton(self.tr("OK"))
        self.ok_button.setDefault(True)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        self.ok_button.clicked.connect(self._keep)
        cancel.clicked.connect(self.reject)
        self.model.edited.connect(self._edited)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.ok_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN)
        column.setSpacing(MARGIN)
        column.addWidget(told)
        column.addWidget(self.table, 1)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        self.resize(QSize(520, 340))
        self._edited()

    def _edited(self) -> None:
        found = complaints(self.model.rows)
        self.table.complain(found)
        self.ok_button.setEnabled(not found)

    def _keep(self) -> None:
        try:
            self._shelf.change(variables=tuple(self.model.rows))
        except (OSError, BadFileError) as error:  # they hold until the program ends
            text = error_text(error)
            self.problem.say(f"{text.title} {text.detail}".strip(), Tone.BAD)
            return
        self.accept()
