"""Shows the messages that are sent again and again, with how far each is; they are paused and stopped here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import PacketType
from tracemq.payloads.text import visible_line
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.entries import EntriesModel, Entry
from tracemq.workspace.repeats import Repeat, Repeats, RepeatState, UnfitMessage

from .entry_list import EntryList
from .error_text import error_text
from .fields import Tone
from .icons import set_icon
from .problem_text import complaint_text
from .quantity_text import duration_text
from .reason_text import reason_text
from .theme import GAP

INTERVAL_S: Final = 0.2  # between two counts that are shown
_TONES: Final = {
    RepeatState.RUNNING: Tone.BUSY,
    RepeatState.SETTLING: Tone.BUSY,
    RepeatState.PAUSED: Tone.WARNING,
    RepeatState.OFFLINE: Tone.WARNING,
    RepeatState.DONE: Tone.GOOD,
    RepeatState.STOPPED: Tone.GOOD,
    RepeatState.FAILED: Tone.BAD,
}


class RepeatsPanel(QWidget):
    """Call `tick` once per frame while it can be seen."""

    def __init__(self, repeats: Repeats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._repeats = repeats
        self._shown_at_s = 0.0
        self._now_s = 0.0
        self._newest = 0  # the number of the last one that was begun
        self.model = EntriesModel(self)
        self.list = EntryList(self.model)
        self.list.chosen.connect(self._show_what_works)
        self._make_actions()
        tools = QHBoxLayout()
        tools.setContentsMargins(GAP, GAP, GAP, GAP)
        tools.setSpacing(2)
        for name in ("pause", "stop"):
            tools.addWidget(self._tool(name))
        tools.addStretch(1)
        for name in ("stop_all", "clear"):
            tools.addWidget(self._tool(name, words=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.list, 1)
        self._unlisten = repeats.listen(self.refresh)
        self._retranslate()
        self.refresh()

    def close_panel(self) -> None:
        """Watch no more."""
        self._unlisten()

    def tick(self, now_s: float) -> None:
        """Show new counts a few times a second; `now_s` is time.monotonic."""
        self._now_s = now_s
        if now_s - self._shown_at_s >= INTERVAL_S:
            self._shown_at_s = now_s
            self._repeats.sweep()
            self.refresh()

    def refresh(self) -> None:
        self.model.show([self._entry(repeat) for repeat in reversed(self._repeats.all)])
        newest = self._repeats.all[-1].number if self._repeats.all else 0
        if newest > self._newest:  # what was begun just now can be stopped at once
            self._newest = newest
            self.list.select(newest)
        self._show_what_works()

    # In words

    def _entry(self, repeat: Repeat) -> Entry:
        tone = _TONES[repeat.state]
        if repeat.failed and tone in {Tone.GOOD, Tone.BUSY}:
            tone = Tone.WARNING
        number = QLocale().toString(repeat.sent)
        aside = number if repeat.times is None else f"{number} / {QLocale().toString(repeat.times)}"
        parts = (self._state_text(repeat), self._pace_text(repeat), self._failure_text(repeat))
        return Entry(
            key=repeat.number,
            title=visible_line(repeat.topic),
            aside=aside,
            detail=" · ".join(part for part in parts if part),
            mark=tone.value,
            progress=None if repeat.times is None else repeat.sent / repeat.times,
        )

    def _state_text(self, repeat: Repeat) -> str:
        if repeat.state is RepeatState.RUNNING:
            wait_s = repeat.pace.next_at - self._now_s
            if repeat.every_s < 1 or not self._now_s:
                return self.tr("running")
            return self.tr("next in {duration}").format(
                duration=self.tr("{count} s").format(count=max(0, round(wait_s)))
            )
        return {
            RepeatState.PAUSED: self.tr("paused"),
            RepeatState.OFFLINE: self.tr("waits for the connection"),
            RepeatState.SETTLING: self.tr("waits for the last answers"),
            RepeatState.DONE: self.tr("done"),
            RepeatState.STOPPED: self.tr("stopped"),
            RepeatState.FAILED: self.tr("failed"),
        }[repeat.state]

    def _pace_text(self, repeat: Repeat) -> str:
        if not repeat.every_s:
            return self.tr("without a pause")
        return self.tr("every {duration}").format(duration=duration_text(repeat.every_s))

    def _failure_text(self, repeat: Repeat) -> str:
        failure = repeat.last_failure
        if failure is None:
            return ""
        if isinstance(failure, ReasonCode):
            reason = reason_text(failure, PacketType.PUBACK)[0]
        elif isinstance(failure, UnfitMessage):
            unfit = failure.reason
            reason = complaint_text(unfit) if isinstance(unfit, Complaint) else str(unfit)
        else:
            reason = error_text(failure).title
        if not repeat.failed:
            return reason
        return self.tr("refused or lost: {count} ({reason})").format(count=repeat.failed, reason=reason)

    # Actions

    @property
    def _current(self) -> Repeat | None:
        number = self.list.current
        return next((repeat for repeat in self._repeats.all if repeat.number == number), None)

    def _pause(self) -> None:
        if (repeat := self._current) is not None:
            (self._repeats.resume if repeat.state is RepeatState.PAUSED else self._repeats.pause)(repeat)

    def _stop(self) -> None:
        if (repeat := self._current) is not None:
            self._repeats.stop(repeat)

    def _make_actions(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            "pause": self._pause,
            "stop": self._stop,
            "stop_all": self._repeats.stop_all,
            "clear": self._repeats.forget_ended,
        }
        self.actions_by_name: dict[str, QAction] = {}
        for name, slot in slots.items():
            action = QAction(self)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            self.actions_by_name[name] = action
        set_icon(self.actions_by_name["stop"], "stop")
        self.actions_by_name["stop"].setShortcut("Del")
        self.actions_by_name["stop"].setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.list.addAction(self.actions_by_name["stop"])

    def _tool(self, name: str, *, words: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self.actions_by_name[name])
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        return button

    def _show_what_works(self) -> None:
        current, actions = self._current, self.actions_by_name
        paused = current is not None and current.state is RepeatState.PAUSED
        pausable = {RepeatState.RUNNING, RepeatState.OFFLINE, RepeatState.PAUSED}
        set_icon(actions["pause"], "play" if paused else "pause")
        actions["pause"].setText(self.tr("Go on") if paused else self.tr("Pause"))
        actions["pause"].setEnabled(current is not None and current.state in pausable)
        actions["stop"].setEnabled(current is not None and not current.ended)
        running = self._repeats.running
        actions["stop_all"].setEnabled(bool(running))
        actions["clear"].setEnabled(len(running) < len(self._repeats.all))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        actions = self.actions_by_name
        menu.addActions([actions["pause"], actions["stop"]])
        menu.addSeparator()
        menu.addActions([actions["stop_all"], actions["clear"]])
        menu.popup(event.globalPos())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
            self.refresh()

    def _retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Messages that are repeated"))
        self.list.say_empty(self.tr("“Publish repeatedly…” in the menu beside Publish starts one."))
        self.actions_by_name["stop"].setText(self.tr("Stop"))
        self.actions_by_name["stop_all"].setText(self.tr("Stop all"))
        self.actions_by_name["clear"].setText(self.tr("Clear ended"))
