"""Asks for the name and the folder of a message, and saves it there."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from tracemq.profiles.message_record import MessageRecord
from tracemq.profiles.saved_messages import Library, MessageStore, folder_name, parent_of
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.ui.error_text import error_text
from tracemq.ui.fields import Choice, FormPage, Note, Tone
from tracemq.ui.line_edit import LineEdit
from tracemq.workspace.shelf import Shelf

from .form_layout import FormLayout

SIZE: Final = QSize(440, 180)


class SaveMessageDialog(QDialog):
    """`saved` has the message's path. `barred`: the message comes from elsewhere, and saving it allows nothing."""

    saved = Signal(str)

    def __init__(
        self,
        record: MessageRecord,
        shelf: Shelf,
        parent: QWidget | None = None,
        *,
        name: str = "",
        folder: str = "",
        barred: bool = False,
    ) -> None:
        super().__init__(parent)
        self._record, self._shelf, self._barred = record, shelf, barred
        self._library = shelf.messages.load() if shelf.messages is not None else Library()
        self.setWindowTitle(self.tr("Save the message"))
        self.page = FormPage()
        self.name = LineEdit(name or record.topic.rpartition("/")[2])
        self.folder = Choice((self.tr("All messages"), ""), *((path, path) for path in self._library.folders))
        self.folder.choose(folder)
        self.new_folder = LineEdit()
        self.new_folder.setPlaceholderText(self.tr("none"))
        self._name_row = self.page.row(self.tr("&Name:"), self.name)
        self.page.row(self.tr("&Folder:"), self.folder)
        self._folder_row = self.page.row(self.tr("Ne&w folder in it:"), self.new_folder)
        self.problem = Note()
        self.page.wide(self.problem)
        self.save_button = QPushButton()
        self._layout = FormLayout(self, self.page, self.save_button, self._save)
        self.resize(SIZE.expandedTo(self.minimumSizeHint()))
        self.name.textEdited.connect(self._show)
        self.folder.activated.connect(self._show)
        self.new_folder.textEdited.connect(self._show)
        self.name.selectAll()
        self.name.setFocus()
        self._show()

    @property
    def _new_names(self) -> list[str] | None:
        """The folders to be made, each in the one before; None if one cannot be called so."""
        try:
            return [folder_name(part) for part in self.new_folder.text().split("/") if part.strip()]
        except ValueError:
            return None

    @property
    def _there(self) -> str | None:
        """The path of the message of this name in this folder."""
        name, folder = self.name.text().strip(), "/".join((self.folder.value, *(self._new_names or ()))).strip("/")
        found = (one.path for one in self._library.messages if one.name == name and parent_of(one.path) == folder)
        return next(found, None)

    def _show(self) -> None:
        there, fit = self._there, self._new_names is not None
        self.save_button.setText(self.tr("&Save") if there is None else self.tr("&Replace"))
        self.save_button.setEnabled(bool(self.name.text().strip()) and fit and self._shelf.messages is not None)
        self._name_row.hint("" if there is None else self.tr("It replaces the message of this name."))
        self._folder_row.note.say("" if fit else self.tr("This is no name for a folder."), Tone.BAD)
        self._fit()

    def _fit(self) -> None:
        """Grow where a sentence that has come needs it."""
        self.resize(self.width(), max(self.height(), self._layout.height_at(self.width())))

    def _save(self) -> None:
        store = self._shelf.messages
        if store is None:
            return
        record = replace(self._record, name=self.name.text().strip())
        path = self._there
        try:
            if path is None:
                path = store.add(self._folder_in(store), record)
            else:
                store.save(path, record, overwrite=True)
            if not self._barred:
                self._shelf.allow(record)
        except (OSError, BadFileError) as error:
            text = error_text(error)
            self.problem.say(f"{text.title} {text.detail} {text.advice}".strip(), Tone.BAD)
            self._fit()
            return
        self.accept()
        self.saved.emit(path)

    def _folder_in(self, store: MessageStore) -> str:
        """The folder to save into, with those made that are new; raises OSError."""
        folder: str = self.folder.value
        for name in self._new_names or ():
            path = f"{folder}/{name}".strip("/")
            if not store.file(path).is_dir():
                store.make_folder(folder, name)
            folder = path
        return folder
