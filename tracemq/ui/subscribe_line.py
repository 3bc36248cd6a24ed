"""Turns what is typed or pasted below the list of subscriptions into filters to ask for, checked while typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.viewmodels.subscription_form import FilterLine

from .fields import Choice, Note, Tone
from .filters_editor import LONGEST_NAME
from .icons import set_icon
from .line_edit import LineEdit
from .problem_text import problem_text
from .short_name import short_name
from .theme import GAP, MARGIN


class SubscribeLine(QWidget):
    """`subscribe_requested` has a list of SubscriptionSettings, `options_requested` what is typed, a filter a line."""

    subscribe_requested = Signal(object)
    options_requested = Signal(str)
    says = Signal(bool)  # whether something is said of the line; before it is there, after it has gone

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = FilterLine()
        self.filter = LineEdit(parent=self)
        self.filter.setPlaceholderText("house/#")
        self.qos = Choice(*((str(level.value), level) for level in QoS), parent=self)
        self.more_button, self.subscribe_button = QToolButton(self), QToolButton(self)
        for button, picture in ((self.more_button, "more"), (self.subscribe_button, "add")):
            set_icon(button, picture)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.note = Note(self)
        self._lay_out()
        self.filter.textEdited.connect(self._typed)
        self.filter.returnPressed.connect(self.subscribe)
        self.subscribe_button.clicked.connect(self.subscribe)
        self.more_button.clicked.connect(self.ask_for_options)
        self.retranslate()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.filter, 1)
        line.addWidget(self.qos)
        line.addWidget(self.more_button)
        line.addWidget(self.subscribe_button)
        foot = QVBoxLayout(self)
        foot.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        foot.setSpacing(GAP)
        foot.addWidget(self.note)  # above: what is typed into stays where it is
        foot.addLayout(line)

    def retranslate(self) -> None:
        self.filter.setAccessibleName(self.tr("Filter to subscribe to"))
        self.filter.setToolTip(self.tr("One filter, or several: one a line when pasted, or with commas between them"))
        self.qos.setAccessibleName(self.tr("QoS to ask for"))
        self.qos.setToolTip(self.tr("QoS to ask for"))
        self.subscribe_button.setToolTip(self.tr("Subscribe (Enter)"))
        self.subscribe_button.setAccessibleName(self.tr("Subscribe"))
        self.more_button.setToolTip(self.tr("Subscribe with options…"))
        self.more_button.setAccessibleName(self.tr("Subscribe with options"))
        self._judge()

    def speak(self, version: Version) -> None:
        """Check filters by the rules of a version."""
        self.form.version = version
        self._judge()

    def subscribe(self) -> None:
        """Ask for what is in the line."""
        self.form.text = self.filter.text()
        if not self.form.can_subscribe:
            self._judge(tried=True)
            self.filter.setFocus()
            return
        qos = self.qos.value
        self.subscribe_requested.emit([SubscriptionSettings(filter=each, qos=qos) for each in self.form.filters])
        self.clear()

    def ask_for_options(self) -> None:
        """Ask for the window with all options for what is typed."""
        self.form.text = self.filter.text()
        self.options_requested.emit("\n".join(self.form.filters))

    def clear(self) -> None:
        self.filter.clear()
        self._typed("")

    def _typed(self, text: str) -> None:
        self.form.text = text
        self._judge()

    def _judge(self, *, tried: bool = False) -> None:
        """Say what is wrong or unusual, or how many filters there are."""
        text, tone = self._verdict(tried=tried)
        if text:
            self.says.emit(True)
        self.note.say(text, tone)
        self.filter.setAccessibleDescription(text)
        if not text:
            self.says.emit(False)

    def _verdict(self, *, tried: bool) -> tuple[str, Tone]:
        form = self.form
        if not form.text and not tried:
            return "", Tone.PLAIN
        if (found := form.complaint) is not None:
            text = problem_text(found.problem)
            if len(form.filters) > 1:
                text = f"{short_name(found.filter, LONGEST_NAME)}: {text}"
            return text, Tone.BAD if found.serious else Tone.WARNING
        if len(form.filters) > 1:
            return self.tr("%Ln filter(s)", "", len(form.filters)), Tone.PLAIN
        return "", Tone.PLAIN

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
