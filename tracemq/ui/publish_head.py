"""The first line of the publish form: topic, QoS, retain, and the button with what else can be done with a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from tracemq.mqtt.types import QoS

from .fields import Choice
from .icons import set_icon
from .line_edit import LineEdit
from .theme import GAP

ACTIONS: Final = ("repeat", "request", "save", "clear")
DOCKS: Final = {"messages": "history", "repeats": "repeat", "requests": "request"}  # panels beside it, and their icons
NARROW: Final = 600  # px
KEYS: Final = {"repeat": "Ctrl+Shift+Return", "save": "Ctrl+S"}


class PublishHead(QWidget):
    """`typed` comes with each keystroke in the topic, `edited` after any other change."""

    typed = Signal(str)
    edited = Signal()
    asked = Signal(str)  # one of ACTIONS
    dock_asked = Signal(str)  # one of DOCKS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._complete: Callable[[str], list[str]] | None = None
        self.topic = LineEdit(parent=self)
        self.topic.setPlaceholderText("house/kitchen/light")
        self.topic.setClearButtonEnabled(True)
        self._suggestions = QStringListModel(self)
        completer = QCompleter(self._suggestions, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self.edited)
        self.topic.setCompleter(completer)
        self._topic_label = QLabel(self)
        self._topic_label.setBuddy(self.topic)
        self._topic_key = QShortcut(self)
        self._topic_key.setEnabled(False)
        self._topic_key.activated.connect(self.topic.setFocus)
        self.qos = Choice(*((str(level.value), level) for level in QoS), parent=self)
        self._qos_label = QLabel(self)
        self._qos_label.setBuddy(self.qos)
        self.retain = QCheckBox(self)
        self.publish_button = QPushButton(self)
        self.publish_button.setDefault(True)  # outside of a dialog this is its looks alone
        self.more = QToolButton(self)
        set_icon(self.more, "chevron-down")
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._make_menu()
        self._lay_out()
        self.topic.textEdited.connect(self._typed)
        self.qos.activated.connect(self.edited)
        self.retain.clicked.connect(self.edited)
        self._retranslate()

    def complete_with(self, complete: Callable[[str], list[str]]) -> None:
        """Ask this for topics that begin with what is typed."""
        self._complete = complete

    def set_connected(self, connected: bool) -> None:
        self._connected = connected
        self.publish_button.setEnabled(connected)
        self.publish_button.setToolTip(
            self.tr("Publish (Ctrl+Enter)") if connected else self.tr("Connect before publishing")
        )
        for name in ("repeat", "request"):
            self.actions_by_name[name].setEnabled(connected)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the topic has it; its key goes on to work."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._topic_label.setVisible(not narrow)
        self._topic_key.setEnabled(narrow)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()

    def _typed(self, text: str) -> None:
        self._suggestions.setStringList(self._complete(text) if self._complete is not None else [])
        self.typed.emit(text)

    def _make_menu(self) -> None:
        self._connected = True
        menu = QMenu(self.more)
        self.actions_by_name: dict[str, QAction] = {}
        for name in ACTIONS:
            action = QAction(self)
            set_icon(action, name)
            if name in KEYS:
                action.setShortcut(QKeySequence(KEYS[name]))
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, name=name: self.asked.emit(name))
            self.actions_by_name[name] = action
            menu.addAction(action)
            if name == "request":
                menu.addSeparator()
        self.more.setMenu(menu)

        self.dock_actions: list[QAction] = []
        for name, icon in DOCKS.items():
            action = QAction(self)
            set_icon(action, icon)
            action.triggered.connect(lambda _checked=False, name=name: self.dock_asked.emit(name))
            self.dock_actions.append(action)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        for widget, stretch in (
            (self._topic_label, 0),
            (self.topic, 1),
            (self._qos_label, 0),
            (self.qos, 0),
            (self.retain, 0),
        ):
            line.addWidget(widget, stretch)
        button = QHBoxLayout()
        button.setSpacing(1)
        button.addWidget(self.publish_button)
        button.addWidget(self.more)
        line.addLayout(button)

    def _retranslate(self) -> None:
        self._topic_label.setText(self.tr("&Topic:"))
        self._topic_key.setKey(QKeySequence.mnemonic(self._topic_label.text()))
        self.topic.setAccessibleName(self.tr("Topic"))
        self._qos_label.setText(self.tr("&QoS:"))
        self.qos.setAccessibleName(self.tr("QoS"))
        self.retain.setText(self.tr("&Retain"))
        self.retain.setToolTip(self.tr("The broker keeps the message for those who subscribe later"))
        self.publish_button.setText(self.tr("Publish"))
        self.more.setToolTip(self.tr("Repeat, send as a request, save"))
        self.more.setAccessibleName(self.tr("More ways to publish"))
        for name, text in {
            "repeat": self.tr("Publish repeatedly…"),
            "request": self.tr("Send as a request"),
            "save": self.tr("Save the message…"),
            "clear": self.tr("Clear the form"),
        }.items():
            self.actions_by_name[name].setText(text)
        texts = (self.tr("Sent and saved messages"), self.tr("Repeated messages"), self.tr("Requests and answers"))
        for action, text in zip(self.dock_actions, texts, strict=True):
            action.setText(text)
        self.set_connected(self._connected)
