"""Shows what can be typed as a filter, and puts an example into the line when it is clicked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from . import theme
from .query_text import examples


class QueryHelp(QFrame):
    """A popup: it goes when something else is clicked, or with Escape."""

    chosen = Signal(str)  # an example

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setAccessibleName(self.tr("What can be typed as a filter"))
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.MARGIN, theme.MARGIN, 2 * theme.MARGIN, theme.MARGIN)
        grid.setVerticalSpacing(1)
        grid.setHorizontalSpacing(2 * theme.MARGIN)
        for row, (query, meaning) in enumerate(examples()):
            button = QPushButton(query, self)
            button.setFlat(True)
            button.setFont(theme.monospace())
            button.setAccessibleDescription(meaning)
            button.clicked.connect(lambda _=False, text=query: self._choose(text))
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignLeft)
            label = QLabel(meaning, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(label, row, 1)

    def pop_up(self, below: QWidget) -> None:
        """Show it under a widget, with their right edges in line, and within the screen."""
        self.adjustSize()
        corner = below.mapToGlobal(QPoint(below.width() - self.width(), below.height() + 2))
        room = below.screen().availableGeometry()
        self.move(max(room.left(), min(corner.x(), room.right() - self.width())), corner.y())
        self.show()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, query: str) -> None:
        self.chosen.emit(query)
        self.close()
