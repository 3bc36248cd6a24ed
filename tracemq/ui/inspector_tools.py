"""The line above a payload: in which view it is shown, as a tree or with its bytes, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from tracemq.payloads.detect import Format
from tracemq.viewmodels.payload_reader import Reading

from . import encoding_text
from .fields import Choice
from .format_text import CHOICES, format_text
from .icons import set_icon
from .inspector_actions import InspectorActions
from .payload_views import PayloadViews
from .theme import GAP

LEAST_CHARS: Final = 6  # of the choice of views, in a very narrow panel


class InspectorTools(QWidget):
    """Tells the views what is chosen; `bindings_asked` is for whoever has the rules."""

    bindings_asked = Signal()

    def __init__(self, views: PayloadViews, actions: InspectorActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views, self._on_message = views, actions
        self.view_choice = Choice(*((text, view) for view, text in self._view_texts().items()), parent=self)
        self.view_choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.view_choice.setMinimumWidth(LEAST_CHARS * self.fontMetrics().averageCharWidth())
        self.tree_button = QToolButton(self)
        self.bytes_button = QToolButton(self)
        self.copy_button = QToolButton(self)
        self.more_button = QToolButton(self)
        self.actions_by_name: dict[str, QAction] = {}
        self._encodings: dict[str, QAction] = {}
        self._encoding_menu = QMenu(self)
        self._make_menus()
        self._make_buttons()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GAP, 0, 0)
        row.setSpacing(GAP // 2)
        row.addWidget(self.view_choice, 1)
        for button in (self.tree_button, self.bytes_button, self.copy_button, self.more_button):
            row.addWidget(button)
        self.view_choice.activated.connect(self._view_chosen)
        self.retranslate()

    def show_reading(self, reading: Reading, *, anything: bool) -> None:
        """Say what the automatic choice came to, and what can be switched."""
        text = self.tr("Automatic")
        if self._views.automatic and anything:
            text = self.tr("Auto: {view}").format(view=format_text(reading.format))
        self.view_choice.setItemText(0, text)
        self.tree_button.setEnabled(self._views.has_choice)
        self.bytes_button.setEnabled(reading.tree is not None)
        self._name_automatic()

    def _view_texts(self) -> dict[Format | None, str]:
        return {None: self.tr("Automatic"), **{choice: format_text(choice) for choice in CHOICES}}

    def _view_chosen(self) -> None:
        self._views.use(self.view_choice.value)

    def _save(self) -> None:
        self._on_message.save_payload(self._views.reading.format)

    # Building

    def _action(self, name: str, slot: Callable[[], object]) -> QAction:
        action = self.actions_by_name[name] = QAction(self)
        action.triggered.connect(lambda _=False: slot())
        return action

    def _make_menus(self) -> None:
        views, on_message = self._views, self._on_message
        copy, more = QMenu(self.copy_button), QMenu(self.more_button)
        for name, slot in (
            ("payload", on_message.copy_payload),
            ("hex", on_message.copy_hex),
            ("base64", on_message.copy_base64),
            ("topic", on_message.copy_topic),
        ):
            copy.addAction(self._action(name, slot))
        copy.addSeparator()
        copy.addAction(self._action("command", on_message.copy_command))
        copy.addAction(self._action("python", on_message.copy_python))
        more.addAction(self._action("find", views.begin_search))
        more.addMenu(self._encoding_menu)
        self._encoding_menu.aboutToShow.connect(self._make_encodings)
        more.addAction(self._action("bindings", self.bindings_asked.emit))
        more.addSeparator()
        more.addAction(self._action("save", self._save))
        for name, slot in (
            ("path", views.copy_path),
            ("value", views.copy_value),
            ("bytes", self._show_bytes_of_node),
        ):
            views.stack.offer_to_tree(self._action(name, slot))
        self.copy_button.setMenu(copy)
        self.more_button.setMenu(more)

    def _make_encodings(self) -> None:
        """Fill the menu when it is first opened: there are many."""
        if self._encodings:
            return
        group = QActionGroup(self)
        for encoding, name in {"": "", **encoding_text.CHOICES}.items():
            action = self._encodings[encoding] = QAction(name, self)
            action.setCheckable(True)
            action.setChecked(not encoding)
            action.setData(encoding)
            group.addAction(action)
            self._encoding_menu.addAction(action)
        group.triggered.connect(self._encoding_chosen)
        self._name_automatic()

    @property
    def encodings(self) -> dict[str, QAction]:
        """The choices of an encoding, by its name; "" lets each text decide."""
        self._make_encodings()
        return self._encodings

    def _name_automatic(self) -> None:
        if self._encodings:
            name = encoding_text.encoding_text(self._views.reading.encoding)
            self._encodings[""].setText(self.tr("&Automatic ({encoding})").format(encoding=name))

    def _encoding_chosen(self, action: QAction) -> None:
        encoding: str = action.data()
        self._views.use_encoding(encoding)
        if encoding and self._views.reading.format is Format.BINARY:  # whoever chooses one wants to read a text
            self.view_choice.choose(Format.TEXT)
            self._view_chosen()

    def _show_bytes_of_node(self) -> None:
        node = self._views.node
        self.bytes_button.setChecked(True)
        self._views.show_bytes_of_node(node)

    def _make_buttons(self) -> None:
        for button, icon in (
            (self.tree_button, "tree"),
            (self.bytes_button, "bytes"),
            (self.copy_button, "copy"),
            (self.more_button, "more"),
        ):
            set_icon(button, icon)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            if button.menu() is not None:
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for button, slot in ((self.tree_button, self._views.use_tree), (self.bytes_button, self._views.use_bytes)):
            button.setCheckable(True)
            button.toggled.connect(slot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.view_choice.setAccessibleName(self.tr("How the payload is shown"))
        self.view_choice.setToolTip(self.tr("How the payload is shown"))
        for index, text in enumerate(self._view_texts().values()):
            self.view_choice.setItemText(index, text)
        for button, text in (
            (self.tree_button, self.tr("Show as a tree")),
            (self.bytes_button, self.tr("Show the bytes of the tree beside it")),
            (self.copy_button, self.tr("Copy the message as")),
            (self.more_button, self.tr("Find, encoding, bindings, save")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self._encoding_menu.setTitle(self.tr("Text &Encoding"))
        self._name_automatic()
        for name, text in (
            ("payload", self.tr("&Payload as text")),
            ("hex", self.tr("Payload as &hex")),
            ("base64", self.tr("Payload as &Base64")),
            ("topic", self.tr("&Topic")),
            ("command", self.tr("&mosquitto_pub command")),
            ("python", self.tr("P&ython program")),
            ("find", self.tr("&Find in the Payload")),
            ("bindings", self.tr("Payload &Bindings…")),
            ("save", self.tr("&Save the Payload as a File…")),
            ("path", self.tr("Copy &path")),
            ("value", self.tr("Copy &value")),
            ("bytes", self.tr("Show its &bytes")),
        ):
            self.actions_by_name[name].setText(text)
        self.actions_by_name["find"].setShortcutVisibleInContextMenu(True)
