"""A button whose menu puts variables into a message, and leads to those of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from tracemq.profiles.publishing_settings import OwnVariable

from .icons import set_icon
from .marked import QT_TRANSLATE_NOOP

MOST_OWN: Final = 20  # in the menu; the rest is in the window
EXAMPLES: Final = (
    ("{{uuid}}", QT_TRANSLATE_NOOP("VariablesButton", "a new identifier")),
    ("{{now}}", QT_TRANSLATE_NOOP("VariablesButton", "the time, ISO 8601 in UTC")),
    ("{{now s}}", QT_TRANSLATE_NOOP("VariablesButton", "the time, seconds since 1970")),
    ("{{now ms}}", QT_TRANSLATE_NOOP("VariablesButton", "the time, milliseconds since 1970")),
    ("{{counter}}", QT_TRANSLATE_NOOP("VariablesButton", "the number of the message")),
    ("{{random 1 10}}", QT_TRANSLATE_NOOP("VariablesButton", "a random number")),
    ("{{choice on off}}", QT_TRANSLATE_NOOP("VariablesButton", "one of several words, by chance")),
    ("{{sequence 1 2 3}}", QT_TRANSLATE_NOOP("VariablesButton", "one word after the other")),
    ("{{sine 0.0 100.0 60}}", QT_TRANSLATE_NOOP("VariablesButton", "a sine wave of 60 seconds")),
    ("{{ramp 0.0 100.0 60}}", QT_TRANSLATE_NOOP("VariablesButton", "a ramp of 60 seconds")),
    ("{{walk 0.0 100.0 5}}", QT_TRANSLATE_NOOP("VariablesButton", "a random walk with steps up to 5")),
    ("{{env.HOME}}", QT_TRANSLATE_NOOP("VariablesButton", "a variable of the environment")),
)


class VariablesButton(QToolButton):
    """`wanted` is whether variables are filled in at all."""

    chosen = Signal(str)  # what to put in
    toggled_use = Signal(bool)
    own_asked = Signal()
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own: Sequence[OwnVariable] = ()
        set_icon(self, "variables")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.wanted = QAction(self)
        self.wanted.setCheckable(True)
        self.wanted.setChecked(True)
        self.wanted.triggered.connect(self.toggled_use)
        self._edit_own, self._reset = QAction(self), QAction(self)
        self._edit_own.triggered.connect(self.own_asked)
        self._reset.triggered.connect(self.reset_asked)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self._retranslate()

    def show_own(self, variables: Sequence[OwnVariable]) -> None:
        self._own = variables

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.wanted.setText(self.tr("Fill in variables"))
        self._edit_own.setText(self.tr("Own variables…"))
        self._reset.setText(self.tr("Begin counters and waves anew"))
        self.setToolTip(self.tr("Put a variable into topic or payload"))
        self.setAccessibleName(self.tr("Variables"))

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        menu.addAction(self.wanted)
        menu.addSeparator()
        for text, meaning in EXAMPLES:
            self._offer(text, self.tr(meaning))
        if self._own:
            menu.addSeparator()
            for variable in self._own[:MOST_OWN]:
                self._offer(f"{{{{{variable.name}}}}}", _short(variable.value))
        menu.addSeparator()
        menu.addActions([self._edit_own, self._reset])

    def _offer(self, text: str, meaning: str) -> None:
        action = self._menu.addAction(f"{text}\t{meaning}".replace("&", "&&"))
        action.setEnabled(self.wanted.isChecked())
        action.triggered.connect(partial(self.chosen.emit, text))


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
