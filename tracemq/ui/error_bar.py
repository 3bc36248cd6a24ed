"""Turns an error that nobody foresaw into a bar that offers to copy a report; the program goes on."""

from __future__ import annotations

import traceback

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

from tracemq import APP_NAME

from .notice_bar import NoticeBar, Severity


class ErrorBar(NoticeBar):
    """Shows the newest error, and copies all since the bar was last closed."""

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reports: list[str] = []
        self._copy = QAction(self)
        self._copy.triggered.connect(self.copy_report)
        self.closed.connect(self._reports.clear)

    def show_error(self, error: BaseException, facts: str = "") -> None:
        """Tell of an error; `facts` (versions and the like) go into the report."""
        report = "".join(traceback.format_exception(error))
        self._reports.append(f"{facts}\n\n{report}" if facts else report)
        self._copy.setText(self.tr("Copy Report"))
        self.say(
            Severity.ERROR,
            self.tr("Something unforeseen happened"),
            self.tr("{program} goes on, but something may not have worked. ({error})").format(
                program=APP_NAME, error=type(error).__name__
            ),
            [self._copy],
        )

    def copy_report(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self._reports))
        self.copied.emit()
