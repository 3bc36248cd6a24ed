"""Shows a message as it would be sent now, with its variables filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from tracemq.payloads.text import visible_line
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.publish_form import PublishField
from tracemq.viewmodels.recipe import Made
from tracemq.workspace.publication import Publication

from .code_editor import CodeEditor
from .fields import Tone
from .line_edit import LineEdit
from .line_note import LineNote
from .problem_text import complaint_text
from .quantity_text import size_text
from .theme import GAP

INTERVAL_MS: Final = 500  # times and waves move on
MOST_SHOWN: Final = 30_000  # characters; Qt takes 10 ms for them
_FLAT: Final = "QLineEdit { border: 0; padding: 0; min-height: 16px; background: transparent; }"  # nothing to type into

Preview = Made | tuple[PublishField, Complaint]


class PublishPreview(QWidget):
    """Asks for the message whenever it is in sight."""

    def __init__(self, make: Callable[[], Preview], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self.moves = False  # the next look will show something else
        self.properties = 0  # how many go with it
        self.of_file = False  # the text is the path of a file
        self.topic = LineEdit()
        self.topic.setReadOnly(True)
        self.topic.setStyleSheet(_FLAT)
        self._label = QLabel()
        self._label.setBuddy(self.topic)
        self.payload = CodeEditor()
        self.payload.setReadOnly(True)
        self.payload.setMinimumHeight(self.payload.fontMetrics().lineSpacing() * 2 + 2 * GAP)
        self.note = LineNote(stays=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, GAP // 2, 0, 0)
        grid.setSpacing(GAP // 2)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self.topic, 0, 1)
        grid.addWidget(self.note, 0, 2)  # a line of its own would take one of the payload's
        grid.addWidget(self.payload, 1, 0, 1, 3)
        for column in (1, 2):
            grid.setColumnStretch(column, 1)
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._look_again)
        self._retranslate()

    def refresh(self) -> None:
        """Show what would be sent now."""
        if not self.isVisible():
            return
        made = self._make()
        if isinstance(made, Made):
            self.topic.setText(visible_line(made.publication.topic))
            self._show_payload(made)
            return
        _, complaint = made
        self.topic.clear()
        self.payload.clear()
        self.note.say(complaint_text(complaint), Tone.BAD)

    def _look_again(self) -> None:
        if self.moves and self.payload.document().characterCount() < MOST_SHOWN:
            self.refresh()

    def _show_payload(self, made: Made) -> None:
        text, size = made.text, len(made.publication.payload)
        shown = text[:MOST_SHOWN]
        if shown != self.payload.toPlainText():
            place = self.payload.verticalScrollBar().value()
            self.payload.setPlainText(shown)
            self.payload.verticalScrollBar().setValue(place)
        if len(text) > len(shown):
            self.note.say(
                self.tr("The first {count} characters are shown; all {size} will be sent.").format(
                    count=self.locale().toString(MOST_SHOWN), size=size_text(size)
                ),
                Tone.WARNING,
            )
        elif self.of_file:
            self.note.say(self.tr("The content of this file will be sent."))
        else:
            self.note.say(self._facts(made.publication))

    def _facts(self, publication: Publication) -> str:
        """What goes with the payload."""
        said = [self.tr("QoS {qos}").format(qos=int(publication.qos))]
        if publication.retain:
            said.append(self.tr("retained"))
        if self.properties:
            said.append(self.tr("%Ln property(ies)", "", self.properties))
        return " · ".join(said)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._label.setText(self.tr("To:"))
        self.topic.setAccessibleName(self.tr("Topic as it will be sent"))
        self.payload.setAccessibleName(self.tr("Payload as it will be sent"))
