"""Turns the saved connections into a choice of those to pass on, and whether their passwords go along."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tracemq.profiles.url import url
from tracemq.ui.exchange_text import exchange_problem_text
from tracemq.ui.fields import Note, Tone
from tracemq.ui.line_edit import LineEdit
from tracemq.ui.room import take_room
from tracemq.ui.theme import GAP, MARGIN, row_height
from tracemq.viewmodels.exchange import ExportForm, ExportProblem

SIZE: Final = QSize(560, 520)
FILE_NAME: Final = "connections.tracemq.yaml"


class ExportDialog(QDialog):
    """`wanted` has the path, the profiles, and the passphrase ("": without passwords)."""

    wanted = Signal(str, object, str)

    def __init__(self, form: ExportForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self.setWindowTitle(self.tr("Export connections"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Connections to export"))
        for at, profile in enumerate(form.profiles):
            item = QListWidgetItem(profile.name or url(profile), self.list)
            item.setToolTip(url(profile))
            item.setSizeHint(QSize(0, row_height(self.font())))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if at in form.chosen else Qt.CheckState.Unchecked)
        self.list.itemChanged.connect(self._checked)
        self.secrets = QCheckBox(self.tr("Take the &passwords along, encrypted"))
        self.secrets.toggled.connect(self._secrets_toggled)
        self.passphrase = self._secret_line(self.tr("Passphrase"))
        self.repeated = self._secret_line(self.tr("The same passphrase again"))
        self.note = Note(stays=True)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.export_button = QPushButton(self.tr("&Export…"))
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._choose_file)
        self._lay_out()
        self._show()

    def _secret_line(self, name: str) -> QLineEdit:
        line = LineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.textChanged.connect(self._typed)
        return line

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN)
        column.setSpacing(MARGIN)
        column.addWidget(QLabel(self.tr("The file has all settings of these connections:")))
        column.addWidget(self.list, 1)
        for widget in (self.secrets, self.passphrase, self.repeated, self.note):
            column.addWidget(widget)
        column.addLayout(buttons)
        take_room(self, SIZE)

    def _checked(self, item: QListWidgetItem) -> None:
        self.form.choose(self.list.row(item), wanted=item.checkState() is Qt.CheckState.Checked)
        self._show()

    def _secrets_toggled(self, wanted: bool) -> None:
        self.form.with_secrets = wanted
        self._show()
        if wanted:
            self.passphrase.setFocus()

    def _typed(self) -> None:
        self.form.passphrase, self.form.repeated = self.passphrase.text(), self.repeated.text()
        self._show()

    def _show(self) -> None:
        form, problem = self.form, self.form.problem()
        for line in (self.passphrase, self.repeated):
            line.setEnabled(form.with_secrets)
        self.export_button.setEnabled(form.can_export)
        if problem is None:
            plain = self.tr("Passwords stay here: whoever imports the file types them again.")
            sealed = self.tr("Whoever has the passphrase can read the passwords. It cannot be recovered.")
            self.note.say(sealed if form.with_secrets else plain)
        elif not form.profiles:  # nothing that could be chosen
            self.note.say(self.tr("There is no saved connection yet."))
        else:
            short = problem is ExportProblem.PASSPHRASE_SHORT
            self.note.say(exchange_problem_text(problem), Tone.WARNING if short else Tone.BAD)

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self.tr("Export connections"))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setFileMode(QFileDialog.FileMode.AnyFile)
        chooser.setDefaultSuffix("yaml")
        chooser.selectFile(FILE_NAME)
        chooser.fileSelected.connect(self.finish)
        chooser.open()

    def finish(self, path: str) -> None:
        """The file is chosen."""
        form = self.form
        self.wanted.emit(path, form.wanted, form.passphrase if form.with_secrets else "")
        self.accept()
