"""Turns a question into a message box that waits for nobody: what follows a "yes" is a callback."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask(
    parent: QWidget,
    title: str,
    text: str,
    accept: str,
    accepted: Callable[[], object],
    *,
    detail: str = "",
    destructive: bool = False,
) -> QMessageBox:
    """Ask, and call `accepted` if the button labelled `accept` is chosen; Escape and Cancel do nothing."""
    box = _box(parent, QMessageBox.Icon.Warning if destructive else QMessageBox.Icon.Question, title, text, detail)
    yes = box.addButton(
        accept, QMessageBox.ButtonRole.DestructiveRole if destructive else QMessageBox.ButtonRole.AcceptRole
    )
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel if destructive else yes)
    box.setEscapeButton(cancel)
    box.finished.connect(lambda _result: accepted() if box.clickedButton() is yes else None)
    box.open()
    return box


def tell(parent: QWidget, title: str, text: str, detail: str = "") -> QMessageBox:
    """Tell of something that did not work out."""
    box = _box(parent, QMessageBox.Icon.Warning, title, text, detail)
    box.addButton(QMessageBox.StandardButton.Ok)
    box.open()
    return box


def _box(parent: QWidget, icon: QMessageBox.Icon, title: str, text: str, detail: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(detail)
    return box
