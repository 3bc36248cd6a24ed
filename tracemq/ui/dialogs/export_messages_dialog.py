"""Turns a choice of rows and a format into a file, and says how far it has come; the window stays usable meanwhile."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from tracemq.history.export_formats import Format
from tracemq.payloads.text import visible_line
from tracemq.ui.error_text import error_text
from tracemq.ui.fields import Choice, Note, Tone, beside
from tracemq.ui.quantity_text import duration_text, size_text
from tracemq.ui.theme import GAP, MARGIN
from tracemq.viewmodels.export_messages import End, ExportJob, ExportMessagesForm, Outcome, Scope, Task

SIZE: Final = QSize(500, 10)
COUNT_INTERVAL_MS: Final = 500
TELL_INTERVAL_S: Final = 0.2
FILE_NAME: Final = "messages"
STEPS: Final = 1000  # of the progress bar: it counts in 31 bits, rows do not


class ExportMessagesDialog(QDialog):
    """`exported` has the path of a file that was written."""

    exported = Signal(str)

    def __init__(self, form: ExportMessagesForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self.job: ExportJob | None = None
        self._told_at_s = 0.0
        self._path = Path()
        self.setWindowTitle(self.tr("Export messages"))
        self._scopes = QButtonGroup(self)
        self.scopes: dict[Scope, QRadioButton] = {}
        self.format = Choice(
            (self.tr("JSON Lines"), Format.JSON_LINES),
            (self.tr("CSV, for spreadsheets"), Format.CSV),
            (self.tr("Text, for reading"), Format.TEXT),
        )
        self.format.activated.connect(self._format_chosen)
        self.about = Note(stays=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.note = Note(stays=True)
        self.folder_button = QPushButton(self.tr("Open &Folder"))
        self.folder_button.setAutoDefault(False)
        self.folder_button.clicked.connect(self._open_folder)
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.export_button = QPushButton(self.tr("&Export…"))
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self._choose_file)
        self._lay_out()
        self.folder_button.hide()
        self._show()
        self._counting = QTimer(self, interval=COUNT_INTERVAL_MS)
        self._counting.timeout.connect(self._count)
        self._counting.start()

    def _lay_out(self) -> None:
        self._texts = {
            Scope.SELECTED: self.tr("The &selected rows ({count})"),
            Scope.FILTERED: self.tr("The rows that the &filter lets through ({count})"),
            Scope.ALL: self.tr("&All rows ({count})"),
        }
        label = QLabel(self.tr("F&ormat:"))
        label.setBuddy(self.format)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN)
        column.setSpacing(MARGIN)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # `_fit` knows how high it has to be
        for scope in self.form.scopes:
            button = self.scopes[scope] = QRadioButton()
            button.setChecked(scope is self.form.scope)
            button.toggled.connect(lambda on, chosen=scope: self._scope_chosen(chosen) if on else None)
            self._scopes.addButton(button)
            column.addWidget(button)
        column.addSpacing(GAP)
        column.addWidget(beside(label, self.format))
        column.addWidget(self.about)
        column.addSpacing(GAP)
        column.addWidget(self.bar)
        column.addWidget(self.note)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.export_button)
        column.addLayout(buttons)
        self.setMinimumWidth(SIZE.width())
        self.resize(SIZE)

    def _scope_chosen(self, scope: Scope) -> None:
        self.form.scope = scope
        self._show()

    def _format_chosen(self) -> None:
        self.form.format = self.format.value
        self._show()

    def _count(self) -> None:
        """Rows come while the dialog is open."""
        running = self.job is not None and self.job.running
        for scope, button in self.scopes.items():
            button.setText(self._texts[scope].format(count=QLocale().toString(self.form.rows.count(scope))))
        self.export_button.setEnabled(not running and self.form.count > 0)
        if self.job is None:
            self.note.say("" if self.form.count else self.tr("There are no rows to export."))

    def _show(self) -> None:
        """Say what will happen."""
        self.about.say(
            {
                Format.JSON_LINES: self.tr(
                    "One JSON object a line, with everything that was received: properties, exact times, and payloads "
                    "that are not text as Base64. File > Open Messages reads it again."
                ),
                Format.CSV: self.tr(
                    "One line a message. Payloads that a spreadsheet would take for a formula get an apostrophe before "
                    "them; those that are not text are in Base64."
                ),
                Format.TEXT: self.tr("One line a message: time, topic, QoS and payload."),
            }[self.form.format]
        )
        running = self.job is not None and self.job.running
        for widget in (*self.scopes.values(), self.format):
            widget.setEnabled(not running)
        self.bar.setVisible(running)
        self._count()
        self._fit()

    def _fit(self) -> None:
        """Be as high as the sentences need at this width."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), layout.totalMinimumHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Qt reckons sentences that wrap at the width of their longest word."""
        layout = self.layout()
        height = 0 if layout is None else layout.totalMinimumHeightForWidth(SIZE.width())
        return QSize(SIZE.width(), height)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    # -- writing

    def _choose_file(self) -> None:
        chooser = QFileDialog(self, self.tr("Write messages to a file"))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setFileMode(QFileDialog.FileMode.AnyFile)
        chooser.setDefaultSuffix(self.form.format.value)
        chooser.selectFile(f"{FILE_NAME}-{time.strftime('%Y-%m-%d-%H%M%S')}.{self.form.format.value}")
        chooser.fileSelected.connect(self.write)
        chooser.open()

    def write(self, path: str) -> None:
        """The file is chosen: begin."""
        form, self._path = self.form, Path(path)
        task = Task(form.rows.log, form.rows.parts(form.scope), form.format, self._path, form.count)
        self.job = ExportJob(task, self)
        self.job.progressed.connect(self._progressed)
        self.job.finished.connect(self._finished)
        self.bar.setValue(0)
        self.folder_button.hide()
        self.cancel_button.setText(self.tr("Cancel"))
        self.job.start()
        if self.job.running:
            self._show()
            self._tell()
            self.cancel_button.setFocus()

    def _progressed(self) -> None:
        now_s = time.monotonic()
        if now_s - self._told_at_s >= TELL_INTERVAL_S:
            self._told_at_s = now_s
            self._tell()

    def _tell(self) -> None:
        if self.job is None:
            return
        done, total, numbers = self.job.task.exported, self.job.task.total, QLocale()
        self.bar.setValue(STEPS * (done.rows + done.missing) // max(1, total))
        self.note.say(
            self.tr("{rows} of {total} rows, {size}").format(
                rows=numbers.toString(done.rows), total=numbers.toString(total), size=size_text(done.bytes)
            ),
            Tone.BUSY,
        )

    def _finished(self, outcome: Outcome) -> None:
        done, numbers = outcome.exported, QLocale()
        if outcome.end is End.FAILED and outcome.error is not None:
            said = error_text(outcome.error)
            self.note.say(f"{said.title} {said.detail} {said.advice}".strip(), Tone.BAD)
        elif outcome.end is End.CANCELLED:
            self.note.say(self.tr("Cancelled; nothing was written."))
        else:
            text = self.tr("{rows} rows written to {file}: {size} in {time}.").format(
                rows=numbers.toString(done.rows),
                file=visible_line(self._path.name),
                size=size_text(done.bytes),
                time=duration_text(outcome.seconds),
            )
            if done.missing:
                lost = self.tr("{rows} rows had to leave memory before their turn and are missing.")
                text += " " + lost.format(rows=numbers.toString(done.missing))
            self.note.say(text, Tone.WARNING if done.missing else Tone.GOOD)
            self.cancel_button.setText(self.tr("Close"))
            self.folder_button.show()
            self.exported.emit(str(self._path))
        self._show()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    def stop(self) -> None:
        """What was to be exported is gone: cancel and close."""
        if self.job is not None and self.job.running:
            self.job.cancel()
        super().reject()

    def reject(self) -> None:
        """Cancel what is being written and stay to say so; close otherwise."""
        if self.job is not None and self.job.running:
            self.job.cancel()
        else:
            super().reject()
