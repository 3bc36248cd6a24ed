"""Puts what was sent and what is saved beside the publish form, and takes from both into the form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from tracemq.profiles.message_record import MessageRecord
from tracemq.workspace.shelf import Shelf

from .message_library import MessageLibrary
from .sent_panel import SentPanel

SENT, SAVED = 0, 1


class MessagesPanel(QWidget):
    """`fill` puts a message into the form: the record, whether it is barred, and what it lacks."""

    save_requested = Signal(object)  # a MessageRecord

    def __init__(
        self, shelf: Shelf, fill: Callable[[MessageRecord, bool, str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.sent = SentPanel(shelf)
        self.sent.filled.connect(lambda record, lacking: fill(record, shelf.barred(record), lacking))
        self.sent.save_requested.connect(self.save_requested)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.sent, "")
        self.saved: MessageLibrary | None = None
        if shelf.messages is not None:
            self.saved = MessageLibrary(shelf, shelf.messages)
            self.saved.filled.connect(lambda record, barred: fill(record, barred, ""))
            self.tabs.addTab(self.saved, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self._retranslate()

    def show_saved(self, path: str) -> None:
        """Bring the saved messages to the front, with this one selected."""
        if self.saved is not None:
            self.tabs.setCurrentIndex(SAVED)
            self.saved.reload((path, False))

    def tick(self, now_s: float) -> None:
        if self.saved is not None and self.saved.isVisible():
            self.saved.tick(now_s)

    def close_panel(self) -> None:
        self.sent.close_panel()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.tabs.setTabText(SENT, self.tr("Sent"))
        if self.saved is not None:
            self.tabs.setTabText(SAVED, self.tr("Saved"))
        self.tabs.setAccessibleName(self.tr("Messages to publish again"))
        self.tabs.tabBar().setAccessibleName(self.tr("Messages to publish again"))
