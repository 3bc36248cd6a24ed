"""Turns the rules that say what the payloads of a topic are into a list to edit: filter, format, schema, type."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracemq.payloads.text import visible_line
from tracemq.profiles.bindings import Binding, BoundFormat
from tracemq.ui.decode_text import decode_error_text
from tracemq.ui.empty_text import TellingList
from tracemq.ui.encoding_text import CHOICES as ENCODINGS
from tracemq.ui.fields import Choice, FormPage, Note, Row, Tone, beside
from tracemq.ui.format_text import format_text
from tracemq.ui.icons import set_icon
from tracemq.ui.line_edit import LineEdit
from tracemq.ui.problem_text import problem_text
from tracemq.ui.room import take_room
from tracemq.ui.theme import GAP, MARGIN, row_height
from tracemq.viewmodels.bindings_form import WITH_FILE, WITH_TYPE, BindingProblem, BindingsForm, Checked
from tracemq.viewmodels.payload_bindings import FORMAT_OF, PayloadBindings
from tracemq.viewmodels.slices import Slices

SIZE: Final = QSize(640, 560)
LIST_HEIGHT: Final = 150
SHOWN_CHARS: Final = 300  # of a filter in the list


class BindingsDialog(QDialog):
    """`owner` is the connection's (profile id, name) that a rule may be for alone; `problem` has an OSError."""

    problem = Signal(object)

    def __init__(
        self,
        bindings: PayloadBindings,
        topic: str = "",
        owner: tuple[str, str] = ("", ""),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.form = BindingsForm(bindings, topic)
        self._owner = owner
        self._showing = False
        self._slices = Slices(self)
        self.setWindowTitle(self.tr("Payload Bindings"))
        self.list = TellingList()
        self.list.empty_text = self.tr("No rules yet: payloads are shown by what they look like. “Add” makes one.")
        self.list.setAccessibleName(self.tr("Rules, the first that fits counts"))
        self._buttons: dict[str, QToolButton] = {}
        self.page = FormPage()
        self.filter = LineEdit()
        self.format = Choice(*((format_text(shown), bound) for bound, shown in FORMAT_OF.items()))
        self.file = LineEdit()
        self.browse = QPushButton(self.tr("Bro&wse…"))
        self.type = QComboBox()
        self.scope = Choice((self.tr("all connections"), ""), (visible_line(owner[1]), owner[0]))
        self._rows: dict[str, Row] = {}
        self.note = Note()
        self.ok_button = QPushButton(self.tr("OK"))
        self._make_page()
        self._lay_out()
        self._connect()
        if bindings.broken is not None:
            text = self.tr("The file of the rules could not be read; it is put aside when new ones are saved.")
            self.note.say(text, Tone.WARNING)
        self._show_list(self.form.first)
        (self.list if self.form.rows else self._buttons["add"]).setFocus()

    # What is typed

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._show_row)
        self.filter.textEdited.connect(partial(self._put, "filter"))
        self.format.activated.connect(self._format_chosen)
        self.file.textEdited.connect(partial(self._put, "schema_file"))
        self.type.currentTextChanged.connect(self._type_edited)
        self.scope.activated.connect(self._scope_chosen)
        self.browse.clicked.connect(self._browse)
        self.ok_button.clicked.connect(self.save)

    def _put(self, name: str, value: str) -> None:
        row = self.list.currentRow()
        if row < 0 or self._showing:
            return
        self.form.put(row, **{name: value})
        self.list.item(row).setText(self._line(self.form.rows[row]))
        self._check(row)

    def _format_chosen(self) -> None:
        self._put("format", self.format.value)
        self._show_row(self.list.currentRow())

    def _scope_chosen(self) -> None:
        self._put("profile", self.scope.value)

    def _type_edited(self, text: str) -> None:
        at = self.type.findText(text)
        self._put("type", self.type.itemData(at) if at >= 0 and self.type.itemData(at) is not None else text.strip())

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Schema"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr("Schemas (*.proto *.avsc *.json)"),
                self.tr("All files (*)"),
            ]
        )
        if self.file.text():
            dialog.setDirectory(str(Path(self.file.text()).parent))
        dialog.fileSelected.connect(self.use_file)
        dialog.open()

    def use_file(self, path: str) -> None:
        """The file is chosen."""
        self.file.setText(path)
        self._put("schema_file", path)

    # What is shown

    def _line(self, rule: Binding) -> str:
        shown = rule.filter if len(rule.filter) <= SHOWN_CHARS else rule.filter[:SHOWN_CHARS] + "…"
        kind = ENCODINGS.get(rule.type, rule.type) if rule.format is BoundFormat.TEXT else rule.type
        parts = [format_text(FORMAT_OF[rule.format]), kind, Path(rule.schema_file).name]
        known = self._owner[1] if rule.profile == self._owner[0] else self.tr("another connection")
        parts.append(known if rule.profile else "")
        return f"{visible_line(shown) or '…'}  →  " + " · ".join(visible_line(part) for part in parts if part)

    def _show_list(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for rule in self.form.rows:
            item = QListWidgetItem(self._line(rule), self.list)
            item.setSizeHint(QSize(0, row_height(self.font())))
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._show_row(row)

    def _show_row(self, row: int) -> None:
        """Show one rule in the form."""
        self._showing = True
        self.page.setEnabled(row >= 0)
        rule = self.form.rows[row] if row >= 0 else Binding(filter="", format=BoundFormat.PROTOBUF)
        if self.filter.text() != rule.filter:
            self.filter.setText(rule.filter)
        self.format.choose(rule.format)
        self.file.setText(rule.schema_file)
        if rule.profile and rule.profile not in self.scope.values:
            self.scope.add(self.tr("another connection"), rule.profile)
        self.scope.choose(rule.profile)
        self._rows["file"].show_only_if(rule.format in WITH_FILE)
        self._rows["type"].show_only_if(rule.format in WITH_TYPE)
        text = rule.format is BoundFormat.TEXT
        self._rows["type"].rename(self.tr("&Encoding:") if text else self.tr("Message &type:"))
        self._showing = False
        self._check(row)

    def _check(self, row: int) -> None:
        for name, works in (
            ("remove", row >= 0),
            ("up", row > 0),
            ("down", 0 <= row < len(self.form.rows) - 1),
        ):
            self._buttons[name].setEnabled(works)
        self.ok_button.setEnabled(self.form.can_save)
        if row < 0:
            for shown in self._rows.values():
                shown.note.say("")
            return
        wrong, useless = self.form.filter_problem(row), self.form.problem(row)
        if wrong is not None:
            self._rows["filter"].note.say(problem_text(wrong), Tone.BAD)
        else:
            never = useless is BindingProblem.NEVER_REACHED
            said = self.tr("A rule before this one has the same filter, so this one is never asked.") if never else ""
            self._rows["filter"].note.say(said, Tone.WARNING)
        self._slices.run(self.form.check_steps(row), self._checked)

    def _checked(self, found: Checked) -> None:
        row = self.list.currentRow()
        rule = self.form.rows[row]
        self._fill_types(found, rule)
        note = self._rows["file"].note
        if found.error is not None:
            note.say(decode_error_text(found.error), Tone.BAD)
        elif self.form.problem(row) is BindingProblem.FILE_NOT_CHOSEN:
            avro = rule.format is BoundFormat.AVRO
            note.say(
                self.tr("Avro is read with a schema alone: choose its file.")
                if avro
                else self.tr("Without a file, fields are shown by their numbers."),
                Tone.WARNING if avro else Tone.PLAIN,
            )
        else:
            note.say("")
        note.setVisible(bool(note.text()) and rule.format in WITH_FILE)

    def _fill_types(self, found: Checked, rule: Binding) -> None:
        self._showing = True
        texts = {name: ENCODINGS[name] if rule.format is BoundFormat.TEXT else name for name in found.types}
        nothing = self.tr("Automatic") if rule.format is BoundFormat.TEXT else ""
        names = {nothing: "", **{text: name for name, text in texts.items()}}
        if [self.type.itemText(at) for at in range(self.type.count())] != list(names):
            self.type.clear()
            for text, name in names.items():
                self.type.addItem(text, name)
        self.type.setEditable(rule.format is BoundFormat.PROTOBUF)
        line = self.type.lineEdit()
        if line is not None:
            line.setAccessibleName(self.tr("Message type"))
            line.setPlaceholderText(self.tr("the only one that no other contains"))
        at = self.type.findData(rule.type)
        if at >= 0:
            self.type.setCurrentIndex(at)
        elif self.type.currentText() != rule.type:
            self.type.setEditText(rule.type)
        self._showing = False

    # The list's buttons

    def _add(self) -> None:
        self._show_list(self.form.add())
        self.filter.setFocus()
        self.filter.selectAll()

    def _remove(self) -> None:
        row = self.list.currentRow()
        self.form.remove(row)
        self._show_list(min(row, len(self.form.rows) - 1))

    def _move(self, by: int) -> None:
        self._show_list(self.form.move(self.list.currentRow(), by))

    def save(self) -> None:
        """Let the rules hold and close."""
        if not self.form.can_save:
            return
        try:
            self.form.save()
        except OSError as error:
            self.problem.emit(error)
        self.accept()

    # Building

    def _make_page(self) -> None:
        page = self.page
        self.filter.setPlaceholderText("house/+/state")
        self.file.setPlaceholderText(self.tr("path of a .proto or .avsc file"))
        self.type.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.type.setMinimumContentsLength(20)
        self._rows["filter"] = page.row(self.tr("Topic &filter:"), self.filter)
        self._rows["format"] = page.row(self.tr("Fo&rmat:"), self.format)
        self._rows["file"] = page.row(
            self.tr("&Schema:"), beside(self.file, self.browse, stretch=0), self.file, self.browse
        )
        self.browse.setAccessibleName(self.tr("Browse for a schema"))
        self._rows["type"] = page.row(self.tr("Message &type:"), self.type)
        self._rows["scope"] = page.row(self.tr("Holds f&or:"), self.scope)
        self._rows["scope"].show_only_if(bool(self._owner[0]))

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(2)
        slots: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("add", "add", self.tr("&Add"), self._add),
            ("remove", "remove", self.tr("Re&move"), self._remove),
            ("up", "chevron-up", self.tr("&Up"), partial(self._move, -1)),
            ("down", "chevron-down", self.tr("&Down"), partial(self._move, 1)),
        )
        for name, icon, text, slot in slots:
            button = self._buttons[name] = QToolButton()
            set_icon(button, icon)
            button.setText(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _=False, slot=slot: slot())
            tools.addWidget(button)
        tools.addStretch(1)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.browse.setAutoDefault(False)
        self.ok_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.ok_button)
        self.list.setMinimumHeight(LIST_HEIGHT)
        hint = Note(stays=True)
        hint.say(self.tr("Payloads of topics that a filter matches are shown in this format; the first rule counts."))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN)
        column.setSpacing(GAP)
        column.addWidget(hint)
        column.addWidget(self.list, 1)
        column.addLayout(tools)
        column.addWidget(self.page, 1)
        column.addWidget(self.note)
        column.addLayout(buttons)
        take_room(self, SIZE)
