"""Turns what a broker retains into a panel: ask for it, look through it, delete some of it, and take that back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tracemq.mqtt import Message, MqttError, ReasonCode
from tracemq.mqtt.tasks import start_task
from tracemq.mqtt.topics import filter_problem
from tracemq.payloads.text import visible_line
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.viewmodels.retained import RetainedColumn, RetainedModel
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import Change, ConnectionState
from tracemq.workspace.retained import Answer, Progress, delete, look, put_back

from . import theme
from .dialogs.question import ask
from .error_text import error_text
from .fields import Note, Tone
from .icons import set_icon
from .line_edit import LineEdit
from .note_foot import NoteFoot
from .painted_table import ColumnStyle, PaintedTable
from .quantity_text import size_text
from .reason_text import reason_text

EVERYTHING: Final = "#"
NAMED: Final = 8  # topics that a question names before it only counts
NAMED_CHARS: Final = 70  # of each of them
STYLES: Final = {
    RetainedColumn.TOPIC: ColumnStyle(sample="building/floor/room/device"),
    RetainedColumn.PAYLOAD: ColumnStyle(monospace=True, muted=True, sample="building"),
    RetainedColumn.SIZE: ColumnStyle(right=True, sample="1,000,000"),
    RetainedColumn.QOS: ColumnStyle(centred=True, sample="2"),
    RetainedColumn.AGE: ColumnStyle(right=True, muted=True, sample="≥ 59 min"),
    RetainedColumn.EXPIRES: ColumnStyle(right=True, muted=True, sample="59 min"),
}


class RetainedPanel(QWidget):
    """Asks the broker on a connection of its own; deletes and puts back on the tab's, where it can be seen."""

    topic_chosen = Signal(str)  # Enter or a double-click
    publish_asked = Signal(str)

    def __init__(self, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self.model = RetainedModel(connection.tree, self)
        self._gone: list[Message] = []  # by the last deletion
        self._task: asyncio.Task[None] | None = None
        self._filter_label, self.filter = QLabel(self), LineEdit(EVERYTHING, self)
        self._filter_label.setBuddy(self.filter)
        self.look_button = QPushButton(self)
        self.search = LineEdit(parent=self)
        self.search.setClearButtonEnabled(True)
        self.table = PaintedTable(self.model, [STYLES[column] for column in RetainedColumn], self)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(RetainedColumn.TOPIC, Qt.SortOrder.AscendingOrder)
        self.note = Note(self, stays=True)
        self.progress, self.stop = QProgressBar(self), QPushButton(self)
        self.progress.setMaximumWidth(160)
        self.undo, self.delete_shown, self.delete_selected = (QPushButton(self) for _ in range(3))
        self._actions = {name: QAction(self) for name in ("go", "publish", "copy", "delete")}
        self._lay_out()
        self._connect()
        self.retranslate()
        self.table.size_columns(self._titles)
        self.table.fill_with(RetainedColumn.PAYLOAD, 80)
        self._unlisten = connection.listen(self._heard)
        self._busy(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        head.setSpacing(theme.GAP)
        buttons = (self.undo, self.delete_shown, self.delete_selected)
        self._foot = NoteFoot(self.note, buttons, (self.progress, self.stop))
        head.addWidget(self._filter_label)
        head.addWidget(self.filter, 2)
        head.addWidget(self.look_button)
        head.addSpacing(theme.MARGIN)
        head.addWidget(self.search, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(self._foot)
        for button, icon in ((self.look_button, "search"), (self.undo, "undo"), (self.delete_selected, "delete")):
            set_icon(button, icon)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._foot.fit(self.width())

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter_typed)
        self.filter.returnPressed.connect(self.begin)
        self.look_button.clicked.connect(self.begin)
        self.search.textChanged.connect(self._searched)
        self.stop.clicked.connect(self._cancel)
        self.undo.clicked.connect(self._put_back)
        self.delete_shown.clicked.connect(lambda: self._ask_delete(list(self.model.shown)))
        self.delete_selected.clicked.connect(lambda: self._ask_delete(self._selected()))
        self.table.activated.connect(lambda index: self.topic_chosen.emit(self.model.message(index.row()).topic))
        self.table.selectionModel().selectionChanged.connect(self._tell_counts)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self._actions["delete"].setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        self._actions["delete"].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._actions["delete"].triggered.connect(lambda: self._ask_delete(self._selected()))
        self._actions["go"].triggered.connect(lambda: self._with_current(self.topic_chosen.emit))
        self._actions["publish"].triggered.connect(lambda: self._with_current(self.publish_asked.emit))
        self._actions["copy"].triggered.connect(lambda: self._with_current(QGuiApplication.clipboard().setText))
        self.table.addActions(list(self._actions.values()))

    def retranslate(self) -> None:
        self._filter_label.setText(self.tr("&Retained under:"))
        self.filter.setAccessibleName(self.tr("Topic filter to ask the broker for"))
        self.look_button.setText(self.tr("&Look"))
        self.look_button.setToolTip(self.tr("Ask the broker, on a connection of its own, what it retains"))
        self.search.setPlaceholderText(self.tr("Search topics"))
        self.search.setAccessibleName(self.tr("Search the retained topics"))
        self.table.setAccessibleName(self.tr("Retained messages"))
        self.progress.setAccessibleName(self.tr("Progress"))
        self.stop.setText(self.tr("S&top"))
        self.undo.setText(self.tr("&Undo"))
        self.undo.setToolTip(self.tr("Publish the deleted messages again, as they were"))
        self.delete_shown.setText(self.tr("Delete &All Shown…"))
        self.delete_selected.setText(self.tr("&Delete Selected…"))
        self._actions["go"].setText(self.tr("&Show in the Topics"))
        self._actions["publish"].setText(self.tr("&Publish to This Topic…"))
        self._actions["copy"].setText(self.tr("&Copy Topic"))
        self._actions["delete"].setText(self.tr("&Delete Selected…"))
        self._titles = [
            self.tr("Topic"),
            self.tr("Payload"),
            self.tr("Size"),
            self.tr("QoS"),
            self.tr("Age"),
            self.tr("Expires in"),
        ]
        self._foot.fit(self.width())
        self.model.set_titles(self._titles, [STYLES[column].alignment for column in RetainedColumn])
        self._tell_counts()

    # -- looking

    def look_below(self, topic: str) -> None:
        """Ask for a branch at once: the topic and all below it."""
        self.filter.setText(f"{topic}/#" if topic else EVERYTHING)
        self.begin()

    def delete_below(self, topic_filter: str) -> None:
        """Ask the broker, and then at once whether what it has found there is to be deleted."""
        self.filter.setText(topic_filter)
        self.search.clear()
        self.begin(then=lambda: self._ask_delete(list(self.model.shown)))

    def begin(self, *_: object, then: Callable[[], None] | None = None) -> None:
        """Ask the broker; `then` comes once it has answered."""
        if self.look_button.isEnabled():
            self._busy(start_task(self._look(then), "look at what is retained"))
        elif self._task is None and self._connection.state is not ConnectionState.CONNECTED:
            self.note.say(self.tr("Connect first: it is the broker that knows what is retained."), Tone.WARNING)

    async def _look(self, then: Callable[[], None] | None) -> None:
        connection = self._connection
        self.model.forget()
        self.note.say(self.tr("Asking the broker…"), Tone.BUSY)
        answer: Answer | Exception
        try:
            answer = await look(connection.profile, connection.secrets, [self.filter.text()], self.model.add)
        except (MqttError, BadFileError, ValueError) as error:
            answer = error
        finally:
            self.model.settle()
            self._busy(None)
        if isinstance(answer, Answer):
            self._say_answer(answer)
            if then is not None and self.isVisible():
                then()
        else:
            said = error_text(answer)
            self.note.say(f"{said.title} {said.detail}", Tone.BAD)

    def _say_answer(self, answer: Answer) -> None:
        refused = next((code for code in answer.codes if code.failed), None)
        if refused is not None:
            self.note.say(self.tr("The broker refused: {reason}").format(reason=reason_text(refused).meaning), Tone.BAD)
        elif not answer.whole:
            self.note.say(self.tr("There is more than fits: ask for a smaller branch."), Tone.WARNING)
        elif not self.model.found:
            self.note.say(self.tr("Nothing is retained there."))
        else:
            self._tell_counts()

    # -- deleting, and putting back

    def _ask_delete(self, messages: Sequence[Message]) -> None:
        if not messages or self._task is not None:
            return
        size = size_text(sum(len(message.payload) for message in messages))
        metrics = self.fontMetrics()
        room = NAMED_CHARS * metrics.averageCharWidth()
        named = [
            metrics.elidedText(visible_line(message.topic), Qt.TextElideMode.ElideMiddle, room)
            for message in messages[:NAMED]
        ]
        if len(messages) > NAMED:
            named.append(self.tr("and %Ln more", "", len(messages) - NAMED))
        self.table.setFocus()  # the button goes while it works: the keyboard comes back to something that stays
        ask(
            self,
            self.tr("Delete retained messages"),
            self.tr("Delete %Ln retained message(s), {size} of payload?", "", len(messages)).format(size=size),
            self.tr("Delete"),
            lambda: self._busy(start_task(self._delete(messages), "delete what is retained")),
            detail="\n".join(
                [*named, "", self.tr("“Undo” puts them back as long as nothing else is deleted and the tab is open.")]
            ),
            destructive=True,
        )

    async def _delete(self, messages: Sequence[Message]) -> None:
        progress, said = Progress(len(messages)), ""
        self.note.say(self.tr("Deleting %Ln message(s)…", "", len(messages)), Tone.BUSY)
        try:
            await delete(self._connection, messages, progress, lambda: self._tell_progress(progress))
        except MqttError as error:
            said = error_text(error).title
        finally:
            self._gone = progress.done
            for message in progress.done:
                self.model.found.pop(message.topic, None)
            self.model.settle()
            self._busy(None)
            self._say_done(self.tr("Deleted: %Ln message(s).", "", progress.certain), progress, said)

    def _put_back(self) -> None:
        if self._gone and self._task is None:
            self._busy(start_task(self._restore(self._gone), "put back what was deleted"))

    async def _restore(self, messages: Sequence[Message]) -> None:
        progress, said = Progress(len(messages)), ""
        connection = self._connection
        self.note.say(self.tr("Putting %Ln message(s) back…", "", len(messages)), Tone.BUSY)
        try:
            await put_back(connection, messages, connection.version, progress, lambda: self._tell_progress(progress))
        except MqttError as error:
            said = error_text(error).title
        finally:
            back = {message.topic for message in progress.done}
            self._gone = [message for message in messages if message.topic not in back]
            self.model.add(progress.done)
            self.model.settle()
            self._busy(None)
            self._say_done(self.tr("Put back: %Ln message(s).", "", progress.certain), progress, said)

    def _tell_progress(self, progress: Progress) -> None:
        self.progress.setMaximum(progress.total)
        self.progress.setValue(progress.settled)

    def _say_done(self, done: str, progress: Progress, cut_short: str) -> None:
        parts = [cut_short, done] if cut_short else [done]
        if progress.failures:
            first = progress.failures[0]
            why = (
                reason_text(first.reason).meaning
                if isinstance(first.reason, ReasonCode)
                else str(error_text(first.reason).title)
            )
            parts.append(
                self.tr("Not taken: %Ln, the first {topic}: {why}", "", len(progress.failures)).format(
                    topic=visible_line(first.topic), why=why
                )
            )
        if progress.expired:
            parts.append(self.tr("Expired meanwhile: %Ln.", "", progress.expired))
        if progress.unanswered:
            parts.append(self.tr("Sent, but not confirmed by the broker: %Ln.", "", progress.unanswered))
        left = progress.total - progress.settled
        if left > 0:
            parts.append(self.tr("Not reached: %Ln.", "", left))
        self._say_empty()
        whole = not progress.failures and not progress.unanswered and left <= 0
        self.note.say(" ".join(parts), Tone.BAD if cut_short else Tone.GOOD if whole else Tone.WARNING)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # -- what can be done now

    def _busy(self, task: asyncio.Task[None] | None) -> None:
        self._task = task
        self.progress.setRange(0, 0)  # until there is something to count
        if any(button.hasFocus() for button in (self.undo, self.delete_shown, self.delete_selected, self.stop)):
            self.table.setFocus()  # a button that goes would give the keyboard to the one that closes the panel
        for widget in (self.progress, self.stop):
            widget.setVisible(task is not None)
        for widget in (self.undo, self.delete_shown, self.delete_selected):
            widget.setVisible(task is None)
        self._update()

    def _update(self) -> None:
        connected = self._connection.state is ConnectionState.CONNECTED
        free = self._task is None
        self.look_button.setEnabled(free and connected and filter_problem(self.filter.text()) is None)
        self.undo.setEnabled(free and connected and bool(self._gone))
        self.delete_shown.setEnabled(free and connected and bool(self.model.shown))
        selected = bool(self.table.selected_spans())
        self.delete_selected.setEnabled(free and connected and selected)
        self._actions["delete"].setEnabled(self.delete_selected.isEnabled())

    def _heard(self, change: Change) -> None:
        if change is Change.STATE:
            self._update()

    def _filter_typed(self) -> None:
        problem = filter_problem(self.filter.text())
        self.note.say("" if problem is None else self.tr("This is no topic filter."), Tone.BAD)
        self._update()

    def _searched(self) -> None:
        self.model.search(self.search.text())
        self._tell_counts()

    def _say_empty(self) -> None:
        """Say why there is nothing to see."""
        if self.model.found:
            self.table.say_empty(self.tr("No retained topic has these letters in it."))
        else:
            self.table.say_empty(self.tr("“Look” asks the broker for the messages that it retains."))

    def _tell_counts(self) -> None:
        """Say how many there are, and how many of them are selected."""
        self._update()
        self._say_empty()
        if self._task is not None:
            return
        found, shown, spans = len(self.model.found), len(self.model.shown), self.table.selected_spans()
        if not found:
            return
        messages = self._selected() if spans else self.model.shown
        size = size_text(sum(len(message.payload) for message in messages))
        if spans:
            text = self.tr("%Ln of {shown} selected, {size}", "", len(messages)).format(shown=shown, size=size)
        elif shown < found:
            text = self.tr("%Ln of {found} retained messages shown, {size}", "", shown).format(found=found, size=size)
        else:
            text = self.tr("%Ln retained message(s), {size}", "", found).format(size=size)
        self.note.say(text)

    def _selected(self) -> list[Message]:
        return [
            self.model.message(row) for top, bottom in self.table.selected_spans() for row in range(top, bottom + 1)
        ]

    def _with_current(self, act: object) -> None:
        index = self.table.currentIndex()
        if index.isValid() and callable(act):
            act(self.model.message(index.row()).topic)

    def _show_menu(self, at: QPoint) -> None:
        if self.table.indexAt(at).isValid():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(list(self._actions.values()))
            menu.popup(self.table.viewport().mapToGlobal(at))

    def close_panel(self) -> None:
        """The connection is closed."""
        self._cancel()
        self._unlisten()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
