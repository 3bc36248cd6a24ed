"""Turns the choice of certificate files into what is in them, read in a thread while the user goes on."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from tracemq.profiles.profile import TlsSettings
from tracemq.workspace.file_facts import FileFacts
from tracemq.workspace.tls_files import tls_files

PAUSE_MS: Final = 200  # between a keystroke and the look at the file
POLL_MS: Final = 20

Asked = tuple[TlsSettings, str]


class TlsFileReader(QObject):
    """Call `look` at every change; `found` has the facts by field, and `changed` tells when they are new.

    The thread is nobody's to wait for: a network share that hangs must keep neither the window nor its end waiting.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: dict[str, FileFacts] = {}
        self._wanted: Asked = (TlsSettings(), "")
        self._shown: Asked = self._wanted
        self._answers: SimpleQueue[tuple[Asked, dict[str, FileFacts]]] = SimpleQueue()
        self._reading = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether what `found` says is not yet about the files of now."""
        return self._wanted != self._shown

    def look(self, tls: TlsSettings, passphrase: str) -> None:
        """Read the files that these settings name, unless that was done."""
        if (tls, passphrase) == self._wanted:
            return
        self._wanted = tls, passphrase
        self._pause.start()

    def _read(self) -> None:
        if self._reading:  # one thread at a time: the answer starts the next
            return
        self._reading = True
        Thread(target=self._answer, args=(self._wanted, self._answers), daemon=True, name="tls-files").start()
        self._poll.start()

    @staticmethod
    def _answer(asked: Asked, answers: SimpleQueue[tuple[Asked, dict[str, FileFacts]]]) -> None:
        found: dict[str, FileFacts] = {}
        try:
            found = tls_files(*asked)
        finally:
            answers.put((asked, found))

    def _take(self) -> None:
        try:
            asked, found = self._answers.get_nowait()
        except Empty:
            return
        self._reading = False
        self._poll.stop()
        if asked != self._wanted:
            self._pause.start()
            return
        self._shown, self.found = asked, found
        self.changed.emit()
