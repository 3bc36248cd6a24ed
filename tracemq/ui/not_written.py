"""Turns files that could not be written, which the thread that writes them reports, into boxes, one after the other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from .dialogs.error_box import tell_error
from .main_window import MainWindow


class NotWritten(QObject):
    """Lives as long as the window. A file that fails again while its box is open is told once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._waiting: dict[str, Exception] = {}  # by file
        self._box: QMessageBox | None = None
        self._shown = ""

    def tell(self, error: Exception) -> None:
        """Say it now, or when what is said of other files was read; call it in the window's thread."""
        name = Path(str(getattr(error, "filename", None) or getattr(error, "path", ""))).name
        if self._box is None:
            self._show(name, error)
        elif name != self._shown:
            self._waiting[name] = error

    def _show(self, name: str, error: Exception) -> None:
        self._shown = name
        self._box = tell_error(self._window.windows.in_sight, error, self.tr("Not saved: {file}").format(file=name))
        self._box.finished.connect(self._read)

    def _read(self) -> None:
        self._box = None
        for name in list(self._waiting)[:1]:
            self._show(name, self._waiting.pop(name))
