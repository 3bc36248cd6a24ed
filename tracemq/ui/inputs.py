"""Turns lines of text into inputs for a password and for the path of a file or folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from .icons import set_icon
from .line_edit import LineEdit
from .theme import GAP


class PasswordLine(QWidget):
    """A line that hides what is typed, with a button that shows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._show = QToolButton()
        self._show.setCheckable(True)
        self._show.setIconSize(QSize(16, 16))
        self._show.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._show.toggled.connect(self._shown)
        self._shown(shown=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.line, 1)
        row.addWidget(self._show)
        self.setFocusProxy(self.line)

    def _shown(self, shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        set_icon(self._show, "eye-off" if shown else "eye")
        text = self.tr("Hide what is typed") if shown else self.tr("Show what is typed")
        self._show.setToolTip(text)
        self._show.setAccessibleName(text)


class PathLine(QWidget):
    """A line for a path, with a button that opens the chooser; `chosen` comes after it, with the path."""

    chosen = Signal(str)

    def __init__(self, title: str, filters: str = "", parent: QWidget | None = None, *, folder: bool = False) -> None:
        super().__init__(parent)
        self._filters = filters
        self._folder = folder
        self.line = LineEdit()
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.retranslate(title)
        self.button.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.line)

    def retranslate(self, title: str) -> None:
        """Say what is chosen here, in the language of now."""
        self._title = title
        self.button.setText(self.tr("Choose…"))
        self.button.setAccessibleName(title)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory if self._folder else QFileDialog.FileMode.ExistingFile)
        if self._filters:
            dialog.setNameFilter(self._filters)
        before = Path(self.line.text()).expanduser() if self.line.text() else None
        if before is not None and before.parent.is_dir():
            dialog.setDirectory(str(before.parent))
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _take(self, path: str) -> None:
        self.line.setText(path)
        self.chosen.emit(path)
