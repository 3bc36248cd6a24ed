"""The size that a window would like into the size that it gets: as much as the screen has."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME: Final = QSize(12, 48)  # px that a window manager's frame may take


def take_room(window: QWidget, wanted: QSize) -> None:
    """Resize a window that is not shown yet, with all of its frame and its buttons on the screen."""
    room = window.screen().availableSize() - FRAME
    window.resize(wanted.expandedTo(window.minimumSizeHint()).boundedTo(room))
