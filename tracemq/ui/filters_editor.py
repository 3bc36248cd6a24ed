"""Turns filters, one a line, into an editor that marks the wrong ones and says what is wrong with each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from tracemq.viewmodels.subscription_form import FilterComplaint

from . import theme
from .problem_text import problem_text
from .short_name import short_name

LINES: Final = 4  # in sight
MOST_SAID: Final = 3  # of several complaints
LONGEST_NAME: Final = 40  # characters of a filter that is named in a sentence


class FiltersEditor(QPlainTextEdit):
    """Tab leaves it, as from any other field; `edited` comes with each keystroke."""

    edited = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPlainText(text)
        self.textChanged.connect(lambda: self.edited.emit(self.toPlainText()))

    def sizeHint(self) -> QSize:
        around = 2 * self.frameWidth() + 2 * round(self.document().documentMargin())
        return QSize(240, LINES * self.fontMetrics().lineSpacing() + around + theme.GAP)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def mark(self, complaints: Sequence[FilterComplaint]) -> None:
        """Underline the lines of these filters."""
        shades = theme.colours(self.palette())
        serious = {each.filter: each.serious for each in reversed(complaints)}
        marked = []
        block = self.document().firstBlock()
        while block.isValid():
            line = block.text()
            name = line if line in serious else line.strip()
            if name in serious and name:
                selection = QTextEdit.ExtraSelection()
                form = QTextCharFormat()
                form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                form.setUnderlineColor(QColor(shades.bad if serious[name] else shades.warning))
                cursor = QTextCursor(block)
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                selection.format, selection.cursor = form, cursor
                marked.append(selection)
            block = block.next()
        self.setExtraSelections(marked)


def complaints_text(complaints: Sequence[FilterComplaint], *, several: bool, more: Callable[[int], str]) -> str:
    """Say what is wrong with each filter, a line each; of `several` each is named, and `more` says how many are not."""
    if not several:
        return problem_text(complaints[0].problem) if complaints else ""
    said = [f"{short_name(each.filter, LONGEST_NAME)}: {problem_text(each.problem)}" for each in complaints[:MOST_SAID]]
    if len(complaints) > MOST_SAID:
        said.append(more(len(complaints) - MOST_SAID))
    return "\n".join(said)
