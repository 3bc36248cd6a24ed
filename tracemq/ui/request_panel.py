"""Shows requests with their answers: which wait, how long each took, and what came too late or for nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSplitter, QToolButton, QVBoxLayout, QWidget

from tracemq.mqtt.errors import MqttError
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.topics import topic_problem
from tracemq.mqtt.types import PacketType, Version
from tracemq.payloads.text import visible_line
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.entries import EntriesModel, Entry
from tracemq.viewmodels.numbers import parse_decimal
from tracemq.workspace.publishing import Publishing
from tracemq.workspace.request_response import Request, RequestState

from .answer_view import AnswerView
from .entry_list import EntryList
from .error_text import error_text
from .fields import Note, Tone, number_line
from .icons import set_icon
from .line_edit import LineEdit
from .problem_text import complaint_text, problem_text
from .quantity_text import duration_text
from .reason_text import reason_text
from .theme import GAP

LONGEST_S: Final = 86_400
SHORTEST_S: Final = 0.01
LIMIT_WIDTH: Final = 64  # px
LIST_WIDTH: Final = 180  # a state in words, with its time
_TONES: Final = {
    RequestState.SENDING: Tone.BUSY,
    RequestState.WAITING: Tone.BUSY,
    RequestState.ANSWERED: Tone.GOOD,
    RequestState.TIMED_OUT: Tone.BAD,
    RequestState.LATE: Tone.WARNING,
    RequestState.FAILED: Tone.BAD,
    RequestState.CANCELLED: Tone.WARNING,
    RequestState.UNMATCHED: Tone.WARNING,
}


class RequestPanel(QWidget):
    """`show_asked` has the number of an answer's row in the log; `set_version` says what can be carried."""

    show_asked = Signal(int)

    def __init__(self, publishing: Publishing, version: Version, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._publishing, self._requests = publishing, publishing.requests
        self._version = version
        self.model = EntriesModel(self)
        self.list = EntryList(self.model)
        self.answer = AnswerView()
        self.answer.show_asked.connect(self.show_asked)
        self._limit_label, self.limit = QLabel(), number_line()
        self._limit_label.setBuddy(self.limit)
        self.limit.setText(f"{publishing.shelf.settings.answer_within_s:g}")
        self._topic_label, self.topic = QLabel(), LineEdit(publishing.response_topic)
        self._topic_label.setBuddy(self.topic)
        self.note = Note()
        self._make_actions()
        self._lay_out()
        self.limit.textEdited.connect(self._typed)
        self.limit.editingFinished.connect(self._keep_limit)
        self.topic.textEdited.connect(self._typed)
        self.list.chosen.connect(self._show_current)
        self._unlisten = self._requests.listen(self.refresh)
        self._retranslate()
        self.refresh()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(GAP, GAP, GAP, GAP)
        tools.setSpacing(GAP)
        self.limit.setFixedWidth(LIMIT_WIDTH)
        tools.addWidget(self._limit_label)
        tools.addWidget(self.limit)
        tools.addStretch(1)
        for name in ("cancel", "clear"):
            button = QToolButton(self)
            button.setDefaultAction(self.actions_by_name[name])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            tools.addWidget(button)
        self._agreed = QWidget()
        agreed = QHBoxLayout(self._agreed)
        agreed.setContentsMargins(GAP, 0, GAP, GAP)
        agreed.setSpacing(GAP)
        agreed.addWidget(self._topic_label)
        agreed.addWidget(self.topic, 1)
        said = QHBoxLayout()
        said.setContentsMargins(GAP, 0, GAP, 0)
        said.addWidget(self.note)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.list.setMinimumWidth(LIST_WIDTH)
        self.split.addWidget(self.list)
        self.split.addWidget(self.answer)
        for index, share in enumerate((2, 3)):
            self.split.setStretchFactor(index, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self._agreed)
        column.addLayout(said)
        column.addWidget(self.split, 1)

    def close_panel(self) -> None:
        """Watch no more."""
        self._unlisten()

    def set_version(self, version: Version) -> None:
        self._version = version
        self._retranslate()
        self._typed()

    def refresh(self) -> None:
        newest = self._requests.all[-1].number if self._requests.all else None
        before = self.model.entries[0].key if self.model.entries else None
        self.model.show([self._entry(request) for request in reversed(self._requests.all)])
        if newest != before and newest is not None:
            self.list.select(newest)
        self._show_current()

    # In words

    def _entry(self, request: Request) -> Entry:
        title = request.topic if request.publication is not None else request.response_topic
        took = "" if request.round_trip_s is None else duration_text(request.round_trip_s)
        return Entry(
            key=request.number,
            title=visible_line(title),
            aside=took,
            detail=self._state_text(request),
            mark=_TONES[request.state].value,
        )

    def _state_text(self, request: Request) -> str:
        if request.state is RequestState.FAILED:
            return self._failure_text(request.failure)
        words = {
            RequestState.SENDING: self.tr("sending…"),
            RequestState.WAITING: self.tr("waiting at {topic}"),
            RequestState.ANSWERED: self.tr("answered"),
            RequestState.TIMED_OUT: self.tr("no answer in {limit}"),
            RequestState.LATE: self.tr("too late: after {limit}"),
            RequestState.CANCELLED: self.tr("given up"),
            RequestState.UNMATCHED: self.tr("matches no request"),
        }[request.state]
        text = words.format(topic=visible_line(request.response_topic), limit=duration_text(request.limit_s))
        if request.failure is ReasonCode.NO_MATCHING_SUBSCRIBERS and request.open:
            return " · ".join((self.tr("nobody subscribes to this topic"), text))
        return text

    def _failure_text(self, failure: ReasonCode | MqttError | None) -> str:
        if isinstance(failure, ReasonCode):
            return reason_text(failure, PacketType.PUBACK)[0]
        return error_text(failure).title if failure is not None else ""

    # What the user does

    @property
    def _current(self) -> Request | None:
        number = self.list.current
        return next((request for request in self._requests.all if request.number == number), None)

    def _show_current(self) -> None:
        current, actions = self._current, self.actions_by_name
        self.answer.show_request(current)
        self.answer.setVisible(current is not None and current.answer is not None)  # till then the list has its room
        actions["cancel"].setEnabled(current is not None and current.open)
        actions["clear"].setEnabled(len(self._requests.waiting) < len(self._requests.all))

    def _cancel(self) -> None:
        if (request := self._current) is not None:
            self._requests.cancel(request)

    def _typed(self) -> None:
        topic, limit = self.topic.text(), parse_decimal(self.limit.text(), SHORTEST_S, LONGEST_S)
        problem = topic_problem(topic) if topic else None
        if problem is not None:
            self.note.say(problem_text(problem), Tone.BAD)
        elif isinstance(limit, Complaint):
            self.note.say(complaint_text(limit), Tone.BAD)
        elif self._version is not Version.V5:
            self.note.say(self.tr("Before MQTT 5.0 an answer is told by its topic alone: no correlation."), Tone.PLAIN)
        else:
            self.note.say("")
        self._agreed.setVisible(self._version is not Version.V5)  # else the form's properties say it
        if problem is None:
            self._publishing.response_topic = topic if self._version is not Version.V5 else ""

    def _keep_limit(self) -> None:
        limit = parse_decimal(self.limit.text(), SHORTEST_S, LONGEST_S)
        shelf = self._publishing.shelf
        if isinstance(limit, float) and limit != shelf.settings.answer_within_s:
            try:
                shelf.change(answer_within_s=limit)
            except (OSError, BadFileError) as error:
                self.note.say(error_text(error).title, Tone.WARNING)

    def _make_actions(self) -> None:
        slots: dict[str, Callable[[], object]] = {"cancel": self._cancel, "clear": self._requests.forget_ended}
        self.actions_by_name: dict[str, QAction] = {}
        for name, icon_name in (("cancel", "stop"), ("clear", "clear")):
            action = QAction(self)
            set_icon(action, icon_name)
            action.triggered.connect(lambda _checked=False, slot=slots[name]: slot())
            self.actions_by_name[name] = action
        self.actions_by_name["cancel"].setShortcut("Del")
        self.actions_by_name["cancel"].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.list.addAction(self.actions_by_name["cancel"])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.actions_by_name["cancel"], self.actions_by_name["clear"]])
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """List and answer stand beside each other where it is wide, else below each other."""
        super().resizeEvent(event)
        wide = self.width() > self.height()
        self.split.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self.refresh()

    def _retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Requests"))
        self.list.say_empty(self.tr("“Send as a request” in the menu beside Publish waits for an answer."))
        self._limit_label.setText(self.tr("&Wait for (s):"))
        self.limit.setAccessibleName(self.tr("Seconds to wait for an answer"))
        self._topic_label.setText(self.tr("Answers &at topic:"))
        self.topic.setAccessibleName(self.tr("Topic for answers"))
        self.topic.setPlaceholderText(self.tr("the topic, then /response"))
        self.actions_by_name["cancel"].setText(self.tr("Give up"))
        self.actions_by_name["clear"].setText(self.tr("Clear ended"))
        self._typed()
