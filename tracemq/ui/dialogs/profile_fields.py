"""Ties the connection dialog's widgets to its form: keystrokes go in, values and complaints come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from tracemq.profiles.secrets import SecretKind
from tracemq.ui.fields import Choice, Row
from tracemq.ui.inputs import PathLine
from tracemq.ui.table_editor import TableEditor
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.profile_form import ProfileForm, Unused
from tracemq.viewmodels.rows import Pair, RowsModel

Show = Callable[[], None]
W = TypeVar("W", bound=QWidget)


class ProfileFields(QObject):
    """Every field is shown anew after each keystroke, except the one that is being typed into."""

    refreshed = Signal()

    def __init__(self, form: ProfileForm, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self.complaints: dict[str, Complaint] = {}
        self._shows: list[tuple[QWidget, Show]] = []
        self._rows: list[tuple[str, Row]] = []
        self._shown = self._rows_shown = 0  # of both lists, so many have been shown at least once

    def text(self, path: str, line: QLineEdit) -> QLineEdit:
        def show() -> None:
            value = self.form.get(path)
            if line.text() != value:
                line.setText(value)

        return self.bind(line, show, line.textEdited, lambda text: self.form.put(path, text))

    def path(self, path: str, chooser: PathLine) -> PathLine:
        self.text(path, chooser.line)

        def chosen(text: str) -> None:
            self.form.put(path, text)
            self.refresh()

        chooser.chosen.connect(chosen)
        return chooser

    def secret(self, kind: SecretKind, line: QLineEdit) -> QLineEdit:
        def show() -> None:
            text = self.form.secret(kind)
            if line.text() != text:
                line.setText(text)

        return self.bind(line, show, line.textEdited, lambda text: self.form.put_secret(kind, text))

    def pairs(self, path: str, model: RowsModel[Pair], table: TableEditor) -> None:
        """Tie a table of user properties."""
        self.bind(
            table,
            lambda: model.show([Pair(name, value) for name, value in self.form.get(path)]),
            model.edited,
            lambda: self.form.put(path, tuple((pair.name, pair.value) for pair in model.rows)),
        )

    def number(self, path: str, line: QLineEdit) -> QLineEdit:
        def show() -> None:
            text = self.form.number_text(path)
            if line.text() != text:
                line.setText(text)

        return self.bind(line, show, line.textEdited, lambda text: self.form.type_number(path, text))

    def flag(self, path: str, box: QCheckBox) -> QCheckBox:
        return self.switch(box, lambda: bool(self.form.get(path)), lambda ticked: self.form.put(path, ticked))

    def switch(self, box: QCheckBox, value: Callable[[], bool], take: Callable[[bool], None]) -> QCheckBox:
        """Tie a check box that is no field of its own."""
        # PySide leaves out the argument of clicked() for a function that takes any number of them: ask the box
        return self.bind(box, lambda: box.setChecked(value()), box.clicked, lambda *_: take(box.isChecked()))

    def choice(self, path: str, box: Choice) -> Choice:
        return self.bind(
            box, lambda: box.choose(self.form.get(path)), box.activated, lambda _: self.form.put(path, box.value)
        )

    def editor(self, path: str, editor: QPlainTextEdit) -> QPlainTextEdit:
        def show() -> None:
            if editor.toPlainText() != self.form.get(path):
                with QSignalBlocker(editor):
                    editor.setPlainText(self.form.get(path))

        return self.bind(editor, show, editor.textChanged, lambda: self.form.put(path, editor.toPlainText()))

    def bind(self, widget: W, show: Show, changed: Any, take: Callable[..., None]) -> W:
        """Tie any widget: `show` writes the form's value into it, `take` gets what `changed` carries."""

        def typed(*values: object) -> None:
            take(*values)
            self.refresh(widget)

        changed.connect(typed)
        self._shows.append((widget, show))
        return widget

    def row(self, path: str, row: Row) -> Row:
        """Let a row complain about a field; it is disabled or hidden while the field has no effect."""
        self._rows.append((path, row))
        return row

    def refresh(self, source: QWidget | None = None) -> None:
        """Show the whole form, but for the widget that the change comes from."""
        self.complaints = self.form.complaints()
        for widget, show in self._shows:
            if widget is not source:
                show()
        self._show_rows(self._rows)
        self._shown, self._rows_shown = len(self._shows), len(self._rows)
        self.refreshed.emit()

    def show_new(self) -> None:
        """Show the form in the fields that were tied since it was shown last."""
        for _, show in self._shows[self._shown :]:
            show()
        self._show_rows(self._rows[self._rows_shown :])
        self._shown, self._rows_shown = len(self._shows), len(self._rows)
        self.refreshed.emit()

    def _show_rows(self, rows: Sequence[tuple[str, Row]]) -> None:
        for path, row in rows:
            unused = self.form.unused(path)
            row.show_only_if(unused is not Unused.OTHER_CHOICE)
            if unused is not Unused.OTHER_CHOICE:
                complaint = self.complaints.get(path)
                row.complain(complaint if complaint and (complaint.serious or not unused) else None)
                row.enable_only_if(unused is None)  # why not is said once for the whole page or group

    def complaints_below(self, path: str) -> dict[tuple[int, str], Complaint]:
        """What is wrong in the rows of a list, by row and attribute ("" for the row as a whole)."""
        found: dict[tuple[int, str], Complaint] = {}
        for place, complaint in self.complaints.items():
            pieces = place.removeprefix(f"{path}.").split(".")
            if place.startswith(f"{path}.") and pieces[0].isdecimal():
                found[int(pieces[0]), ".".join(pieces[1:])] = complaint
        return found
