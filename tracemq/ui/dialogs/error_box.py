"""Turns an error that came of what the user asked for into a message box that says it and what to try."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from tracemq.ui.error_text import error_text

from .question import tell


def tell_error(parent: QWidget, error: BaseException, title: str = "") -> QMessageBox:
    """Tell of it over a window; `title` says what it is about, if that is more than the error's own."""
    said = error_text(error)
    return tell(parent, title or said.title, said.title, f"{said.detail}\n\n{said.advice}".strip())
