"""Shows what was sent, newest first, to be searched and to fill the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QDateTime, QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import PacketType
from tracemq.payloads.text import visible_line
from tracemq.profiles.message_record import MessageRecord
from tracemq.profiles.publishing_settings import Remember
from tracemq.profiles.sent_history import SentMessage
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.viewmodels.entries import EntriesModel, Entry
from tracemq.workspace.shelf import Shelf

from .dialogs.question import ask
from .entry_list import EntryList
from .error_text import error_text
from .fields import Note, Tone
from .icons import set_icon
from .line_edit import LineEdit
from .quantity_text import duration_text, size_text
from .reason_text import reason_text
from .theme import GAP, MARGIN

PAUSE_MS: Final = 60  # many messages at once are one change
MOST_PREVIEWED: Final = 300  # characters
_CODES: Final = {int(code): code for code in ReasonCode}


class SentPanel(QWidget):
    """`filled` has a MessageRecord for the form, and what it lacks, in words."""

    filled = Signal(object, str)
    save_requested = Signal(object)  # a MessageRecord

    def __init__(self, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self.model = EntriesModel(self)
        self.list = EntryList(self.model)
        self.search = LineEdit()
        self.search.setClearButtonEnabled(True)
        self.menu_button = QToolButton()
        set_icon(self.menu_button, "more")
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.note = Note()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._make_actions()
        head = QHBoxLayout()
        head.setContentsMargins(GAP, GAP, GAP, GAP)
        head.setSpacing(GAP)
        head.addWidget(self.search, 1)
        head.addWidget(self.menu_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        said = QHBoxLayout()
        said.setContentsMargins(MARGIN, GAP - 2, MARGIN, GAP - 2)
        said.addWidget(self.note)
        column.addLayout(said)
        self.search.textChanged.connect(self._pause.start)
        self.list.picked.connect(self._fill)
        self._ends = [shelf.sent.listen(self._changed), shelf.listen(self._settings_changed)]
        self._retranslate()
        self._settings_changed()
        self.refresh()

    def close_panel(self) -> None:
        """Watch no more."""
        for end in self._ends:
            end()
        self._ends = []

    def refresh(self) -> None:
        """Show what has changed."""
        if self.isVisible():
            self.model.show([self._entry(sent) for sent in self._shelf.sent.search(self.search.text())])
            problem = self._shelf.sent.problem
            self.note.say(
                "" if problem is None else self.tr("Not written down: {reason}").format(reason=problem.strerror or ""),
                Tone.WARNING,
            )
            self._say_empty()

    def _entry(self, sent: SentMessage) -> Entry:
        if sent.failure:
            tone, outcome = Tone.BAD, sent.failure
        elif sent.code is None:
            tone, outcome = Tone.BUSY, ""
        else:
            code = _CODES.get(sent.code, ReasonCode.UNSPECIFIED_ERROR)
            tone = Tone.BAD if code.failed else Tone.GOOD if code is ReasonCode.SUCCESS else Tone.WARNING
            outcome = "" if code is ReasonCode.SUCCESS else reason_text(code, PacketType.PUBACK)[0]
        took = "" if sent.took_s is None else duration_text(sent.took_s)
        parts = (self._payload_text(sent), outcome, took)
        return Entry(
            key=sent.number,
            title=visible_line(sent.topic),
            aside=self._when(sent),
            detail=" · ".join(part for part in parts if part),
            mark=tone.value,
        )

    def _payload_text(self, sent: SentMessage) -> str:
        if sent.left_out:
            return self.tr("{size}, not kept").format(size=size_text(sent.size))
        source = sent.message.payload if sent.payload is None else sent.payload
        shown = visible_line(source[:MOST_PREVIEWED])
        return f"{shown}…" if len(source) > MOST_PREVIEWED else shown or self.tr("empty")

    def _when(self, sent: SentMessage) -> str:
        moment = QDateTime.fromMSecsSinceEpoch(round(sent.at * 1000))
        if moment.date() == QDateTime.currentDateTime().date():
            return moment.time().toString("HH:mm:ss")
        return QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)

    def _fill(self, number: int) -> None:
        sent = self._shelf.sent.get(number)
        if sent is not None:
            self._emit(sent, sent.message)

    def _fill_as_sent(self) -> None:
        sent = self._current
        if sent is not None:
            self._emit(sent, sent.as_sent)

    def _emit(self, sent: SentMessage, record: MessageRecord) -> None:
        lacking = ""
        if sent.left_out:
            lacking = self.tr("The payload of {size} was not kept.").format(size=size_text(sent.size))
        self.filled.emit(record, lacking)

    @property
    def _current(self) -> SentMessage | None:
        number = self.list.current
        return None if number is None else self._shelf.sent.get(number)

    # Actions

    def _make_actions(self) -> None:
        self._actions: dict[str, QAction] = {}
        for name, slot in (
            ("fill", lambda: self._fill(self.list.current)),
            ("as_sent", self._fill_as_sent),
            ("save", self._save),
            ("remove", self._remove),
            ("clear", self._ask_to_clear),
        ):
            self._actions[name] = QAction(self)
            self._actions[name].triggered.connect(slot)
        self._actions["remove"].setShortcut("Del")
        self._actions["remove"].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.list.addAction(self._actions["remove"])
        menu = QMenu(self.menu_button)
        group = QActionGroup(self)
        self._remember: dict[Remember, QAction] = {}
        for kind in Remember:
            action = group.addAction(QAction(self))
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, kind=kind: self._keep(kind))
            self._remember[kind] = action
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self._actions["clear"])
        self.menu_button.setMenu(menu)

    def _keep(self, kind: Remember) -> None:
        try:
            self._shelf.change(remember=kind)
        except (OSError, BadFileError) as error:
            self.note.say(error_text(error).title, Tone.WARNING)

    def _save(self) -> None:
        if (sent := self._current) is not None:
            self.save_requested.emit(sent.message)

    def _remove(self) -> None:
        if (sent := self._current) is not None:
            self._change_file(lambda: self._shelf.sent.remove(sent.number))

    def _ask_to_clear(self) -> None:
        ask(
            self,
            self.tr("Forget what was sent"),
            self.tr("Forget all messages in this list?"),
            self.tr("Forget"),
            lambda: self._change_file(self._shelf.sent.clear),
            detail=self.tr("They are taken out of the file as well. Saved messages stay."),
            destructive=True,
        )

    def _change_file(self, change: Callable[[], object]) -> None:
        try:
            change()
        except OSError as error:
            self.note.say(error_text(error).title, Tone.BAD)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._current is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._actions["fill"], self._actions["as_sent"], self._actions["save"]])
        menu.addSeparator()
        menu.addActions([self._actions["remove"], self._actions["clear"]])
        menu.popup(event.globalPos())

    # What changes

    def _changed(self) -> None:
        if self.isVisible() and not self._pause.isActive():
            self._pause.start()

    def _settings_changed(self) -> None:
        self._remember[self._shelf.settings.remember].setChecked(True)
        self._say_empty()

    def _say_empty(self) -> None:
        if self.search.text():
            self.list.say_empty(self.tr("Nothing that was sent has these words."))
        elif self._shelf.settings.remember is Remember.NOTHING:
            self.list.say_empty(self.tr("What is sent is not remembered."))
        else:
            self.list.say_empty(self.tr("What you publish is listed here."))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self.refresh()

    def _retranslate(self) -> None:
        self.search.setPlaceholderText(self.tr("Search what was sent"))
        self.search.setAccessibleName(self.tr("Search what was sent"))
        self.list.setAccessibleName(self.tr("Sent messages"))
        self.menu_button.setToolTip(self.tr("What is remembered"))
        self.menu_button.setAccessibleName(self.tr("What is remembered"))
        for name, text in (
            ("fill", self.tr("Fill in")),
            ("as_sent", self.tr("Fill in as it was sent, variables and all")),
            ("save", self.tr("Save the message…")),
            ("remove", self.tr("Forget this one")),
            ("clear", self.tr("Forget all…")),
        ):
            self._actions[name].setText(text)
        for kind, text in (
            (Remember.EVERYTHING, self.tr("Remember everything")),
            (Remember.TOPICS, self.tr("Remember topics, no payloads")),
            (Remember.SESSION, self.tr("Remember until the program ends")),
            (Remember.NOTHING, self.tr("Remember nothing")),
        ):
            self._remember[kind].setText(text)
        self._say_empty()
