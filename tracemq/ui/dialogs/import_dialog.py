"""Turns a file or pasted text into a preview of the connections in it: what will come, and what cannot."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tracemq.mqtt.tasks import start_task
from tracemq.profiles.files import read_file
from tracemq.profiles.importers.imported import MAX_BYTES, Imported, ImportProblem
from tracemq.profiles.url import url
from tracemq.profiles.yaml_nodes import BadFileError, FileProblem
from tracemq.ui import theme
from tracemq.ui.empty_text import TellingTree
from tracemq.ui.error_text import error_text
from tracemq.ui.exchange_text import exchange_problem_text, format_text, note_text
from tracemq.ui.fields import Note, Tone
from tracemq.ui.icons import icon
from tracemq.ui.line_edit import LineEdit
from tracemq.ui.room import take_room
from tracemq.ui.theme import GAP, MARGIN
from tracemq.viewmodels.exchange import ImportForm

SIZE: Final = QSize(760, 600)
PASTE_LINES: Final = 3
AT: Final = Qt.ItemDataRole.UserRole


class ImportDialog(QDialog):
    """`wanted` has a list of Imported; the dialog itself saves nothing."""

    wanted = Signal(object)

    def __init__(self, form: ImportForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self._filling = False
        self.setWindowTitle(self.tr("Import connections"))
        self.file_button = QPushButton(self.tr("Choose &File…"))
        self.file_button.clicked.connect(self._choose_file)
        self.paste = QPlainTextEdit()
        self.paste.setPlaceholderText(self.tr("Or paste here: addresses, command lines of mosquitto, or JSON"))
        self.paste.setAccessibleName(self.tr("Text to import"))
        self.paste.setTabChangesFocus(True)
        self.paste.setFixedHeight(self.paste.fontMetrics().lineSpacing() * PASTE_LINES + 3 * GAP)
        self.read_button = QPushButton(self.tr("&Read Text"))
        self.read_button.clicked.connect(lambda: self.read(self.paste.toPlainText().encode(errors="replace")))
        self.state = Note(stays=True)
        self._make_passphrase()
        self.list = self._make_list()
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.import_button = QPushButton(self.tr("&Import"))
        self.import_button.clicked.connect(self._finish)
        for button in (self.file_button, self.read_button, self.cancel_button):
            button.setAutoDefault(False)
        self.import_button.setDefault(True)
        self._lay_out()
        self._show()

    def _make_passphrase(self) -> None:
        self.passphrase = LineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText(self.tr("Passphrase"))
        self.passphrase.setAccessibleName(self.tr("Passphrase"))
        self.passphrase.returnPressed.connect(self._unlock)
        self.unlock_button = QPushButton(self.tr("&Unlock"))
        self.unlock_button.setAutoDefault(False)
        self.unlock_button.clicked.connect(self._unlock)
        self.without_button = QPushButton(self.tr("&Without Passwords"))
        self.without_button.setAutoDefault(False)
        self.without_button.clicked.connect(lambda: self.read(self.form.data, ""))
        self.lock = QWidget()
        line = QHBoxLayout(self.lock)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.passphrase, 1)
        line.addWidget(self.unlock_button)
        line.addWidget(self.without_button)

    def _make_list(self) -> TellingTree:
        tree = TellingTree()
        tree.empty_text = self.tr("The connections that are found in a file or a text are listed here.")
        tree.setColumnCount(2)
        tree.setHeaderLabels([self.tr("Connection"), self.tr("Address")])
        tree.setAccessibleName(self.tr("Connections to import"))
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        tree.header().resizeSection(0, SIZE.width() // 2)
        tree.itemChanged.connect(self._checked)
        return tree

    def _lay_out(self) -> None:
        source = QHBoxLayout()
        source.setSpacing(GAP)
        source.addWidget(self.paste, 1)
        beside = QVBoxLayout()
        beside.setSpacing(GAP)
        beside.addWidget(self.file_button)
        beside.addWidget(self.read_button)
        beside.addStretch(1)
        source.addLayout(beside)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN)
        column.setSpacing(MARGIN)
        column.addLayout(source)
        column.addWidget(self.state)
        column.addWidget(self.lock)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        take_room(self, SIZE)

    # Reading

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self.tr("Import connections"))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.read_path)
        chooser.open()

    def read_path(self, path: str) -> None:
        """Read a file, whatever it is; what is wrong with it is said in the dialog."""
        start_task(self._read_path(path), "import")

    async def _read_path(self, path: str) -> None:
        try:
            data = await asyncio.to_thread(read_file, Path(path), MAX_BYTES)
        except BadFileError as error:
            self.form.rows, self.form.chosen = [], set()
            self.form.problem = ImportProblem.TOO_LARGE if error.problem is FileProblem.TOO_LARGE else None
            self._show()
            if self.form.problem is None:
                said = error_text(error)
                self.state.say(f"{said.title} {said.detail}", Tone.BAD)
            return
        await self._read(data, None)

    def read(self, data: bytes, passphrase: str | None = None) -> None:
        """Read in a thread: a passphrase takes a while, and so does a large file."""
        start_task(self._read(data, passphrase), "import")

    async def _read(self, data: bytes, passphrase: str | None) -> None:
        self.setEnabled(False)
        try:
            await asyncio.to_thread(self.form.read, data, passphrase)
        finally:
            self.setEnabled(True)
        self._show()

    def _unlock(self) -> None:
        if self.passphrase.text():
            self.read(self.form.data, self.passphrase.text())

    # Showing

    def _show(self) -> None:
        form = self.form
        locked = {ImportProblem.NEEDS_PASSPHRASE, ImportProblem.WRONG_PASSPHRASE}
        self.lock.setVisible(form.problem in locked)
        if form.problem is not None:
            tone = Tone.WARNING if form.problem is ImportProblem.NEEDS_PASSPHRASE else Tone.BAD
            self.state.say(exchange_problem_text(form.problem), tone)
        elif form.format is not None:
            self.state.say(format_text(form.format), Tone.GOOD)
        else:
            self.state.say(self.tr("Nothing is imported before you have seen it."))
        self._filling = True
        self.list.clear()
        for at, row in enumerate(form.rows):
            item = self._item(at, row)
            self.list.addTopLevelItem(item)
            for line in range(item.childCount()):  # which works only for what is in the tree
                self.list.setFirstColumnSpanned(line, self.list.indexFromItem(item), True)
        self.list.expandAll()
        self._filling = False
        self._count()
        if form.problem in locked:
            self.passphrase.setFocus()

    def _item(self, at: int, row: Imported) -> QTreeWidgetItem:
        profile = row.profile
        item = QTreeWidgetItem([profile.name, url(profile) if row.usable else ""])
        item.setToolTip(0, profile.name)
        item.setToolTip(1, item.text(1))
        item.setData(0, AT, at)
        item.setSizeHint(0, QSize(0, theme.row_height(self.font())))
        if row.usable:
            item.setCheckState(0, Qt.CheckState.Checked if at in self.form.chosen else Qt.CheckState.Unchecked)
        else:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
        notes = [note_text(note) for note in row.notes]
        if self.form.known(row):
            notes.insert(0, self.tr("A connection with this name and address is there already."))
        if row.secrets:
            notes.append(self.tr("Its password comes along, into the keyring."))
        for note in notes:
            child = QTreeWidgetItem([note])
            child.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            child.setToolTip(0, note)
            child.setSizeHint(0, QSize(0, theme.row_height(self.font())))
            item.addChild(child)
        self._tint(item, row)
        return item

    def _tint(self, item: QTreeWidgetItem, row: Imported) -> None:
        shades = theme.colours(self.palette())
        for line in map(item.child, range(item.childCount())):
            if line is not None:
                line.setForeground(0, QColor(shades.muted))
        if row.notes:
            shade = shades.warning if row.usable else shades.bad
            item.setIcon(0, icon("warning" if row.usable else "error", QColor(shade)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "list"):
            self._filling = True
            for at, row in enumerate(self.form.rows):
                item = self.list.topLevelItem(at)
                if item is not None:  # the rows are read in a thread
                    self._tint(item, row)
            self._filling = False

    def _checked(self, item: QTreeWidgetItem) -> None:
        at = item.data(0, AT)
        if not self._filling and at is not None:
            self.form.choose(at, wanted=item.checkState(0) is Qt.CheckState.Checked)
            self._count()

    def _count(self) -> None:
        count = len(self.form.chosen)
        self.import_button.setEnabled(count > 0)
        self.import_button.setText(self.tr("&Import %n connection(s)", "", count) if count else self.tr("&Import"))

    def _finish(self) -> None:
        self.wanted.emit(self.form.wanted)
        self.accept()
