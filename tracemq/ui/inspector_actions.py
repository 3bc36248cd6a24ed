"""Turns the message in an inspector into texts in the clipboard and files on the disk; says what came of it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QIODevice, QObject, QSaveFile, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tracemq.mqtt.batch import Message
from tracemq.mqtt.types import Version
from tracemq.payloads.detect import Format
from tracemq.payloads.images import image_facts
from tracemq.payloads.message_code import PASSWORD, Target, left_out, publish_command, publish_python

from .fields import Note, Tone

MOST_COPIED: Final = 16 << 20  # bytes of payload; the clipboard is memory


class InspectorActions(QObject):
    """`problem` has what could not be done, an exception."""

    problem = Signal(object)

    def __init__(self, feedback: Note, parent: QWidget) -> None:
        super().__init__(parent)
        self._feedback = feedback
        self._owner = parent
        self.message: Message | None = None
        self.version: Version | None = None
        self.target: Callable[[], Target] = Target  # where its connection leads

    def _copy(self, what: Callable[[Message], str], done: str, tone: Tone = Tone.GOOD) -> None:
        if self.message is None:
            return
        if len(self.message.payload) > MOST_COPIED:
            text = self.tr("This payload is too large for the clipboard; save it as a file.")
            self._feedback.say(text, Tone.WARNING)
            return
        QGuiApplication.clipboard().setText(what(self.message))
        self._feedback.say(done, tone)

    def copy_topic(self) -> None:
        if self.message is not None:
            QGuiApplication.clipboard().setText(self.message.topic)
            self._feedback.say(self.tr("The topic is in the clipboard."), Tone.GOOD)

    def copy_payload(self) -> None:
        self._copy(
            lambda message: message.payload.decode(errors="replace"), self.tr("The payload is in the clipboard.")
        )

    def copy_hex(self) -> None:
        self._copy(lambda message: message.payload.hex(" "), self.tr("The payload is in the clipboard as hex."))

    def copy_base64(self) -> None:
        self._copy(
            lambda message: base64.b64encode(message.payload).decode(),
            self.tr("The payload is in the clipboard as Base64."),
        )

    def copy_command(self) -> None:
        target, said, tone = self.target(), [self.tr("The command is in the clipboard.")], Tone.GOOD
        if self.message is not None and left_out(self.message):
            tone = Tone.WARNING
            said.append(self.tr("It lacks the correlation data, which mosquitto_pub takes as text alone."))
        if target.websocket:
            tone = Tone.WARNING
            said.append(self.tr("mosquitto_pub knows no WebSockets: give it the broker’s port for MQTT."))
        said += self._password_hint(target)
        self._copy(lambda message: publish_command(message, self.version, target), " ".join(said), tone)

    def copy_python(self) -> None:
        target = self.target()
        said = [self.tr("The Python program is in the clipboard."), *self._password_hint(target)]
        self._copy(lambda message: publish_python(message, self.version, target), " ".join(said))

    def _password_hint(self, target: Target) -> list[str]:
        text = self.tr("It takes the password from the environment variable {name}.")
        return [text.format(name=PASSWORD)] if target.has_password else []

    def save_payload(self, shown: Format) -> None:
        """Ask for a place and write the payload's bytes there."""
        if self.message is None:
            return
        dialog = QFileDialog(self._owner, self.tr("Save payload"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(suggested_file_name(self.message, shown))
        payload = self.message.payload
        dialog.fileSelected.connect(lambda path: self.write_payload(path, payload))
        dialog.open()

    def write_payload(self, path: str, payload: bytes) -> None:
        """Write the file whole or not at all."""
        file = QSaveFile(path)
        if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(payload) == len(payload) and file.commit():
            self._feedback.say(self.tr("Saved as {path}").format(path=path), Tone.GOOD)
            return
        self._feedback.say(self.tr("Not saved: {reason}").format(reason=file.errorString()), Tone.BAD)
        self.problem.emit(OSError(f"{path}: {file.errorString()}"))


_SUFFIXES: Final = {
    Format.TEXT: ".txt",
    Format.JSON: ".json",
    Format.XML: ".xml",
    Format.CBOR: ".cbor",
    Format.MSGPACK: ".msgpack",
    Format.AVRO: ".avro",
}


def suggested_file_name(message: Message, shown: Format) -> str:
    """Return a name for the payload's file: made of the topic, without anything that means something to a system."""
    name = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in message.topic[-400:]).strip("._")
    facts = image_facts(message.payload) if shown is Format.IMAGE else None
    suffix = f".{facts.format.lower()}" if facts else _SUFFIXES.get(shown, ".bin")
    return (name[-80:] or "payload") + suffix
