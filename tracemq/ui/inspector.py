"""Shows one message whole: its payload in the view that suits it, and its facts; copies and saves what it shows."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QIODevice, QSaveFile, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracemq.history.row import LogView
from tracemq.mqtt.batch import Message
from tracemq.payloads.detect import Format
from tracemq.payloads.images import image_facts
from tracemq.payloads.text import visible_line
from tracemq.viewmodels.payload_reader import Reading

from .fields import Choice, Note, Tone
from .format_text import CHOICES, format_text
from .icons import set_icon
from .inspector_facts import FactsView, MessageFacts
from .payload_views import PayloadViews
from .quantity_text import clock_text, size_text
from .theme import GAP, MARGIN

MOST_COPIED: Final = 16 << 20  # bytes of payload; the clipboard is memory
NO_FACTS: Final = MessageFacts()


class InspectorPanel(QWidget):
    """`show_row` shows a row of the log, `show_message` any message; `problem` has what could not be done."""

    problem = Signal(object)  # an exception

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message: Message | None = None
        self._facts = NO_FACTS
        self.topic = QLineEdit()
        self.topic.setReadOnly(True)
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.views = PayloadViews()
        self.facts = FactsView()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.view_choice = Choice(*((text, view) for view, text in self._view_texts().items()))
        self._view_label = QLabel()
        self._view_label.setBuddy(self.view_choice)
        self.tree_button = QToolButton()
        self.copy_button = QToolButton()
        self.save_button = QToolButton()
        self._actions: dict[str, QAction] = {}
        self._make_tools()
        self.feedback = Note()
        self._nothing = QLabel()
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._nothing.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._stack = QStackedWidget()
        self._lay_out()
        self.views.shown.connect(self._view_shown)
        self.view_choice.activated.connect(self._view_chosen)
        self.tabs.currentChanged.connect(self._fill)
        self._retranslate()
        self.show_message(None)

    def show_row(self, log: LogView, seq: int | None) -> None:
        """Show the row of a log at this position, or nothing; one that is gone leaves the last one where it is."""
        if seq is None:
            self.show_message(None)
            return
        try:
            message = log.message(seq)
            row = log.row(seq)
            facts = MessageFacts(seq=row.seq, wire_size=row.wire_size, version=log.version(seq))
        except IndexError:
            return
        self.show_message(message, facts)

    def show_message(self, message: Message | None, facts: MessageFacts | None = None) -> None:
        """Show a message; None empties the panel."""
        self.message, self._facts = message, facts or NO_FACTS
        self._stack.setCurrentIndex(0 if message is None else 1)
        self.feedback.say("")
        if message is None:
            self.topic.clear()
        else:
            self.topic.setText(visible_line(message.topic))
            self.topic.setCursorPosition(0)
            self.summary.setText(self._summary_text(message))
        self._stale = {0, 1}
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self.show_message(self.message, self._facts)

    def _fill(self) -> None:
        """Fill the page in sight, if it shows another message still."""
        page = self.tabs.currentIndex()
        if page in self._stale:
            self._stale.discard(page)
            if page == 0:
                self.views.show_message(self.message)
            else:
                self.facts.show_facts(self.message, self._facts)

    def _summary_text(self, message: Message) -> str:
        parts = [
            self.tr("QoS {level}").format(level=int(message.qos)),
            self.tr("retained") if message.retain else "",
            self.tr("duplicate") if message.dup else "",
            size_text(len(message.payload)),
            clock_text(message.received_at) if message.received_at else "",
        ]
        return " · ".join(part for part in parts if part)

    # Copying and saving

    def _copy(self, what: Callable[[Message], str], done: str) -> None:
        if self.message is None:
            return
        if len(self.message.payload) > MOST_COPIED:
            self.feedback.say(self.tr("This payload is too large for the clipboard; save it as a file."), Tone.WARNING)
            return
        QGuiApplication.clipboard().setText(what(self.message))
        self.feedback.say(done, Tone.GOOD)

    def copy_topic(self) -> None:
        if self.message is not None:
            QGuiApplication.clipboard().setText(self.message.topic)
            self.feedback.say(self.tr("The topic is in the clipboard."), Tone.GOOD)

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
        self._copy(publish_command, self.tr("The command is in the clipboard."))

    def save_payload(self) -> None:
        """Ask for a place and write the payload's bytes there."""
        if self.message is None:
            return
        dialog = QFileDialog(self, self.tr("Save payload"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(suggested_file_name(self.message, self.views.reading.format))
        payload = self.message.payload
        dialog.fileSelected.connect(lambda path: self.write_payload(path, payload))
        dialog.open()

    def write_payload(self, path: str, payload: bytes) -> None:
        """Write the file whole or not at all."""
        file = QSaveFile(path)
        if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(payload) == len(payload) and file.commit():
            self.feedback.say(self.tr("Saved as {path}").format(path=path), Tone.GOOD)
            return
        self.feedback.say(self.tr("Not saved: {reason}").format(reason=file.errorString()), Tone.BAD)
        self.problem.emit(OSError(f"{path}: {file.errorString()}"))

    # Building

    def _view_texts(self) -> dict[Format | None, str]:
        return {None: self.tr("Automatic"), **{choice: format_text(choice) for choice in CHOICES}}

    def _view_chosen(self) -> None:
        self.views.use(self.view_choice.value)

    def _view_shown(self, reading: Reading) -> None:
        """Say what the automatic choice came to, and whether there is a tree to switch to."""
        text = self.tr("Automatic")
        if self.views.automatic and self.message is not None:
            text = self.tr("Automatic ({view})").format(view=format_text(reading.format))
        self.view_choice.setItemText(0, text)
        self.tree_button.setEnabled(self.views.has_choice)

    def _make_tools(self) -> None:
        menu = QMenu(self.copy_button)
        for name, action in (
            ("payload", self.copy_payload),
            ("hex", self.copy_hex),
            ("base64", self.copy_base64),
            ("topic", self.copy_topic),
            ("command", self.copy_command),
        ):
            self._actions[name] = QAction(self)
            self._actions[name].triggered.connect(action)
            menu.addAction(self._actions[name])
        for name, action in (
            ("path", self.views.copy_path),
            ("value", self.views.copy_value),
            ("bytes", self.views.show_bytes_of_node),
        ):
            self._actions[name] = QAction(self)
            self._actions[name].triggered.connect(action)
            self.views.tree.addAction(self._actions[name])
        self.copy_button.setMenu(menu)
        self.copy_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save_button.clicked.connect(self.save_payload)
        self.tree_button.setCheckable(True)
        self.tree_button.toggled.connect(self.views.use_tree)
        for button, icon_name in (
            (self.tree_button, "tree"),
            (self.copy_button, "copy"),
            (self.save_button, "save"),
        ):
            set_icon(button, icon_name)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(0, GAP, 0, 0)
        tools.setSpacing(GAP)
        tools.addWidget(self._view_label)
        tools.addWidget(self.view_choice)
        tools.addWidget(self.tree_button)
        tools.addStretch(1)
        tools.addWidget(self.copy_button)
        tools.addWidget(self.save_button)
        payload = QWidget()
        column = QVBoxLayout(payload)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(tools)
        column.addWidget(self.views, 1)
        self.tabs.addTab(payload, "")
        self.tabs.addTab(self.facts, "")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.topic)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.feedback)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _retranslate(self) -> None:
        self._nothing.setText(self.tr("Choose a message in the table to see all of it here."))
        self.topic.setAccessibleName(self.tr("Topic"))
        self.view_choice.setAccessibleName(self.tr("How the payload is shown"))
        self._view_label.setText(self.tr("V&iew:"))
        for index, text in enumerate(self._view_texts().values()):
            self.view_choice.setItemText(index, text)
        self.tabs.setTabText(0, self.tr("Payload"))
        self.tabs.setTabText(1, self.tr("Properties"))
        self.tabs.tabBar().setAccessibleName(self.tr("Parts of the message"))
        self.tabs.setAccessibleName(self.tr("Parts of the message"))
        self.facts.setAccessibleName(self.tr("Facts of the message"))
        for button, text in (
            (self.tree_button, self.tr("Show as a tree")),
            (self.copy_button, self.tr("Copy topic or payload")),
            (self.save_button, self.tr("Save the payload as a file")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
        for name, text in (
            ("payload", self.tr("Payload as text")),
            ("hex", self.tr("Payload as hex")),
            ("base64", self.tr("Payload as Base64")),
            ("topic", self.tr("Topic")),
            ("command", self.tr("mosquitto_pub command")),
            ("path", self.tr("Copy path")),
            ("value", self.tr("Copy value")),
            ("bytes", self.tr("Show its bytes")),
        ):
            self._actions[name].setText(text)


def publish_command(message: Message) -> str:
    """Return the command that publishes the message again, for a POSIX shell."""
    words = ["mosquitto_pub", "-t", message.topic, "-q", str(int(message.qos))]
    if message.retain:
        words.append("-r")
    try:
        text = message.payload.decode()
    except UnicodeDecodeError:
        text = "\0"
    if not message.payload:
        return shlex.join([*words, "-n"])
    if "\0" in text:
        return f"printf %s {base64.b64encode(message.payload).decode()} | base64 -d | {shlex.join([*words, '-s'])}"
    return shlex.join([*words, "-m", text])


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
    name = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in message.topic).strip("._")
    facts = image_facts(message.payload) if shown is Format.IMAGE else None
    suffix = f".{facts.format.lower()}" if facts else _SUFFIXES.get(shown, ".bin")
    return (name[-80:] or "payload") + suffix
