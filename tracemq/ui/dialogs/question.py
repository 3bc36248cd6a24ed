"""Turns a question into a message box that waits for nobody: what follows a "yes" is a callback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon
from PySide6.QtWidgets import QGridLayout, QMessageBox, QPushButton, QSpacerItem, QWidget

from tracemq import APP_NAME

FRAME_BUTTONS: Final = 110  # px that a title leaves to them


def ask(
    parent: QWidget,
    title: str,
    text: str,
    accept: str,
    accepted: Callable[[], object],
    *,
    detail: str = "",
    destructive: bool = False,
    refused: Callable[[], object] = lambda: None,
) -> QMessageBox:
    """Ask, and call `accepted` if the button labelled `accept` is chosen, else (Escape, Cancel) `refused`."""
    box = _box(parent, QMessageBox.Icon.Warning if destructive else QMessageBox.Icon.Question, title, text, detail)
    yes = box.addButton(
        accept, QMessageBox.ButtonRole.DestructiveRole if destructive else QMessageBox.ButtonRole.AcceptRole
    )
    cancel = _plain(box, QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel if destructive else yes)
    box.setEscapeButton(cancel)
    _give_room_for_title(box)
    box.finished.connect(lambda _result: accepted() if box.clickedButton() is yes else refused())
    box.open()
    return box


def tell(parent: QWidget, title: str, text: str, detail: str = "") -> QMessageBox:
    """Tell of something that did not work out."""
    box = _box(parent, QMessageBox.Icon.Warning, title, text, detail)
    _plain(box, QMessageBox.StandardButton.Ok)
    _give_room_for_title(box)
    box.open()
    return box


def _plain(box: QMessageBox, kind: QMessageBox.StandardButton) -> QPushButton:
    """A button in the words of its kind; Qt's own style would put a picture on it that none of our buttons has."""
    button = box.addButton(kind)
    button.setIcon(QIcon())
    return button


def _give_room_for_title(box: QMessageBox) -> None:
    """Qt makes a box as wide as its text, and the frame cuts a longer title."""
    grid = box.layout()
    if isinstance(grid, QGridLayout):
        font = QFont(box.font())
        font.setBold(True)
        width = QFontMetrics(font).horizontalAdvance(f"{box.windowTitle()} — {APP_NAME}") + FRAME_BUTTONS
        grid.addItem(QSpacerItem(width, 0), grid.rowCount(), 0, 1, grid.columnCount())


def _box(parent: QWidget, icon: QMessageBox.Icon, title: str, text: str, detail: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(detail)
    return box
