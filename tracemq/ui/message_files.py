"""Turns the wish to export or open messages into a dialog or a file's tab, and what was read into a notice."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from tracemq.payloads.text import visible_line
from tracemq.workspace.workspace import Workspace

from .error_text import error_text
from .main_window import MainWindow
from .notice_bar import Severity
from .soon import NEXT_TURN_MS, when_imported

if TYPE_CHECKING:  # imported where they are first needed: the window opens sooner
    from tracemq.history.import_lines import LineProblem
    from tracemq.viewmodels.export_messages import Rows
    from tracemq.viewmodels.open_messages import MessageReader

    from .connection_tab import ConnectionTab

TELL_INTERVAL_S: Final = 0.25


class MessageFiles(QObject):
    """Lives as long as the window."""

    def __init__(self, window: MainWindow, workspace: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        window.export_messages_asked.connect(self.ask_export)
        window.open_messages_asked.connect(self.ask_open)

    # -- export

    def ask_export(self, tab: ConnectionTab) -> None:
        """Ask which rows of a tab go into which file; the dialog does not lock the window."""
        from tracemq.viewmodels.export_messages import ExportMessagesForm

        from .dialogs.export_messages_dialog import ExportMessagesDialog

        dialog = ExportMessagesDialog(ExportMessagesForm(rows_of(tab)), self._window.windows.in_sight)
        dialog.finished.connect(dialog.deleteLater)
        tab.destroyed.connect(dialog.stop)
        dialog.show()

    # -- open

    def ask_open(self) -> None:
        chooser = QFileDialog(self._window.windows.in_sight, self.tr("Open messages"))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([self.tr("JSON Lines (*.jsonl *.ndjson)"), self.tr("All files (*)")])
        chooser.fileSelected.connect(self._chosen)
        chooser.open()

    def _chosen(self, path: str) -> None:
        when_imported(self, lambda: self.open_file(path), "tracemq.viewmodels.open_messages")

    def open_file(self, path: str) -> ConnectionTab | None:
        """Show the messages of a file in a tab of its own."""
        from tracemq.viewmodels.open_messages import MessageReader

        recording = self._workspace.open_file(Path(path))
        tab = self._window.tab
        if tab is None or tab.connection is not recording:
            return None
        _Reading(MessageReader(recording, tab), tab)
        return tab


class _Reading(QObject):
    """Says in a tab how far its file has been read, and what was wrong with it."""

    def __init__(self, reader: MessageReader, tab: ConnectionTab) -> None:
        super().__init__(tab)
        self._reader = reader
        self._tab = tab
        self._told_at_s = 0.0
        self._stop = QAction(self.tr("Stop"), self)
        self._stop.triggered.connect(reader.stop)
        reader.progressed.connect(self._progressed)
        reader.finished.connect(self._finished)
        tab.closing.connect(reader.stop)
        begin = QTimer(self, singleShot=True, interval=NEXT_TURN_MS)  # to make the tab was long enough for one turn
        begin.timeout.connect(reader.start)
        tab.closing.connect(begin.stop)
        begin.start()

    def _progressed(self) -> None:
        now_s = time.monotonic()
        if now_s - self._told_at_s < TELL_INTERVAL_S:
            return
        self._told_at_s = now_s
        text = self.tr("Reading the file: {percent} %, {rows} messages").format(
            percent=round(self._reader.progress * 100), rows=_number(self._reader.imported.rows)
        )
        self._tab.notice.say(Severity.INFO, text, actions=[self._stop])

    def _finished(self) -> None:
        reader, done = self._reader, self._reader.imported
        name = visible_line(reader.recording.path.name)
        if reader.error is not None:
            said = error_text(reader.error)
            self._tab.notice.say(Severity.ERROR, said.title, f"{name}: {said.detail} {said.advice}".strip())
            return
        title = self.tr("{rows} messages were read from {file}.").format(rows=_number(done.rows), file=name)
        more = []
        if reader.stopped:
            more.append(self.tr("The rest was left out."))
        if done.bad_lines:
            first = done.bad_lines[0]
            more.append(
                self.tr("Lines that are no messages: {count}. The first is line {line}: {problem}").format(
                    count=_number(done.bad), line=_number(first.number), problem=self._problem_text(first.problem)
                )
            )
        evicted = reader.recording.log.evicted
        if evicted:
            more.append(
                self.tr("The {count} oldest ones did not fit into the memory that the preferences allow.").format(
                    count=_number(evicted)
                )
            )
        self._tab.notice.say(Severity.WARNING if more else Severity.INFO, title, " ".join(more))

    def _problem_text(self, problem: LineProblem) -> str:
        from tracemq.history.import_lines import LineProblem

        return {
            LineProblem.NOT_JSON: self.tr("it is not JSON."),
            LineProblem.NOT_A_MESSAGE: self.tr("it is no object with a topic and a payload."),
            LineProblem.TOPIC: self.tr("its topic is not a topic name."),
            LineProblem.PAYLOAD: self.tr("its payload cannot be read."),
            LineProblem.FIELD: self.tr("a field has a value that it cannot have."),
            LineProblem.PROPERTIES: self.tr("its properties are not those of a message."),
            LineProblem.TOO_LONG: self.tr("it is too long."),
        }[problem]


def rows_of(tab: ConnectionTab) -> Rows:
    """What there is to export in a tab."""
    from tracemq.viewmodels.export_messages import Rows

    model, rows = tab.messages, tab.panel.rows
    spans = [(model.first + top, model.first + bottom + 1) for top, bottom in tab.table.selected_spans()]
    return Rows(tab.connection.log, rows.live, model.view, spans, filtered=rows.filter is not None)


def _number(number: int) -> str:
    return QLocale().toString(number)
