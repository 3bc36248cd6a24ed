"""Turns a chart into files where the user wants them: a picture of it, or its points; says what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from tracemq.payloads.text import visible_line
from tracemq.viewmodels.chart_export import write_csv, write_png
from tracemq.viewmodels.chart_series import Series
from tracemq.viewmodels.slices import Slices

from .error_text import error_text
from .fields import Note, Tone

FILE_NAME: Final = "chart"


class ChartFiles(QObject):
    """`picture` draws the chart, `shown` has its lines."""

    def __init__(
        self, picture: Callable[[], QImage], shown: Callable[[], Sequence[Series]], note: Note, owner: QWidget
    ) -> None:
        super().__init__(owner)
        self._picture, self._shown, self._note, self._owner = picture, shown, note, owner
        self._writing = Slices(self)

    def ask_picture(self) -> None:
        self._ask_file(self.tr("Export the chart"), "png", lambda path: write_png(path, self._picture()))

    def ask_points(self) -> None:
        self._ask_file(self.tr("Export the points"), "csv", lambda path: write_csv(path, self._shown()))

    def _ask_file(self, title: str, ending: str, work: Any) -> None:
        chooser = QFileDialog(self._owner, title)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(ending)
        chooser.selectFile(f"{FILE_NAME}-{time.strftime('%Y-%m-%d-%H%M%S')}.{ending}")
        chooser.fileSelected.connect(lambda path: self.export(Path(path), work))
        chooser.open()

    def export(self, path: Path, work: Any) -> None:
        """Write a file with `work`, which takes a path and gives steps."""

        def done(_count: int) -> None:
            self._note.say(self.tr("Saved as {path}").format(path=visible_line(path.name)), Tone.GOOD)

        def failed(error: OSError) -> None:
            said = error_text(error)
            self._note.say(f"{said.title} {said.detail} {said.advice}".strip(), Tone.BAD)

        self._writing.run(work(path), done, failed, OSError)

    def cancel(self) -> None:
        """Write no more; the file that is not whole is not left behind."""
        self._writing.cancel()
