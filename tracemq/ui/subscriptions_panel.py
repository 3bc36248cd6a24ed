"""Shows what a connection subscribes to and how the broker answered; filters are added, switched and ended here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from tracemq.mqtt.types import Version
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.viewmodels.filter_counts import Count
from tracemq.viewmodels.row_colours import free_colour
from tracemq.viewmodels.subscriptions import SubscriptionColumn, SubscriptionsModel
from tracemq.workspace.subscription_list import SubscriptionEntry, SubscriptionState

from .elided_note import ElidedNote
from .icons import set_icon
from .row_colour_choice import colour_actions, colour_name
from .subscribe_line import SubscribeLine
from .subscription_text import options_line, state_text, tip_text
from .subscription_view import SubscriptionView
from .theme import GAP, MARGIN
from .tool_tips import plain_tip

if TYPE_CHECKING:
    from .dialogs.subscription_dialog import SubscriptionDialog

COUNT_INTERVAL_MS: Final = 1000
COUNT_SLICE_S: Final = 0.004
COUNT_PAUSE_MS: Final = 12  # for everything else, between two slices


class SubscriptionsPanel(QWidget):
    """`show_entries` gives it the list; the signals say what the user wants done with it."""

    subscribe_requested = Signal(object)  # a list of SubscriptionSettings
    unsubscribe_requested = Signal(object, bool)  # SubscriptionEntry, and whether it leaves the list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._version = Version.V5
        self._connected = False
        self._line_speaks = False
        self._count: Callable[[str], Count | None] | None = None
        self.model = SubscriptionsModel(self)
        self.model.tip = lambda entry: plain_tip(tip_text(entry, connected=self._connected))
        self.model.colour_name = colour_name
        self.view = SubscriptionView(self.model, self)
        self.state = ElidedNote(self)
        self.line = SubscribeLine(self)
        self._on, self._off, self._options, self._end = QAction(self), QAction(self), QAction(self), QAction(self)
        set_icon(self._options, "edit")
        set_icon(self._end, "remove")
        self._step: Callable[[float], bool] = lambda _: False
        self._timer = QTimer(self, interval=COUNT_INTERVAL_MS)
        self._counting = QTimer(self, interval=COUNT_PAUSE_MS)
        self._counting.timeout.connect(self._count_on)
        self._lay_out()
        self._connect()
        self._retranslate()

    # What the window tells the panel

    def show_entries(self, entries: Sequence[SubscriptionEntry], version: Version) -> None:
        """Take over the list, or show anew what has become of it."""
        self._version = version
        self.line.speak(version)
        self.model.show(entries)
        self._show_state()
        self._refresh_counts()

    def set_connected(self, connected: bool) -> None:
        self._connected = connected
        self._show_state()

    def count_with(self, count: Callable[[str], Count | None], step: Callable[[float], bool] = lambda _: False) -> None:
        """Ask once per second how many messages match a filter, while the panel is in sight.

        `step` goes on counting for some seconds and returns whether there is more to do.
        """
        self._count, self._step = count, step
        self._refresh_counts()

    # What the user does

    def subscribe_to(self, topic_filter: str) -> None:
        """Ask for a filter that was chosen elsewhere, with the QoS that stands below the list."""
        self._ask_for([SubscriptionSettings(filter=topic_filter, qos=self.line.qos.value)])

    def unsubscribe_from(self, branch: str) -> None:
        """End the subscriptions to a topic and to what is below it."""
        for entry in self.within(branch):
            self.unsubscribe_requested.emit(entry, True)

    def within(self, branch: str) -> list[SubscriptionEntry]:
        """The subscriptions to a topic and to what is below it alone; wider ones are not among them."""
        return [entry for entry in self.model.entries if f"{entry.filter}/".startswith(f"{branch}/")]

    def _ask_for(self, wanted: Sequence[SubscriptionSettings]) -> None:
        """New filters get a colour that is free; those that are in the list keep theirs, and their options."""
        known = {entry.filter: entry.settings for entry in self.model.entries}
        used = [settings.colour for settings in known.values()]
        asked = []
        for each in wanted:
            settings = known.get(each.filter)
            if settings is None:
                settings = replace(each, colour=free_colour(used))
                used.append(settings.colour)
            asked.append(replace(settings, qos=each.qos, enabled=True))
        self.subscribe_requested.emit(asked)

    def ask_for_options(self) -> None:
        """Open the window with all options for what is typed."""
        self.line.ask_for_options()

    def _ask_for_new(self, text: str) -> None:
        others = [entry.settings for entry in self.model.entries]
        colour = free_colour(settings.colour for settings in others)
        settings = SubscriptionSettings(filter="", qos=self.line.qos.value, colour=colour)
        dialog = self._dialog(settings, new=True, text=text, others=others)
        dialog.accepted.connect(self.line.clear)

    def ask_for_options_of_chosen(self) -> None:
        """Open the window with the options of the chosen subscription."""
        if self.chosen is not None:
            self._dialog(self.chosen.settings, new=False)

    def _dialog(self, settings: SubscriptionSettings, **what: Any) -> SubscriptionDialog:
        from .dialogs.subscription_dialog import SubscriptionDialog

        dialog = SubscriptionDialog(settings, self._version, self, **what)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._subscribe)
        dialog.open()
        return dialog

    def _subscribe(self, chosen: Sequence[SubscriptionSettings]) -> None:
        self.subscribe_requested.emit([replace(each, enabled=True) for each in chosen])

    def end_chosen(self) -> None:
        """Ask for the selected subscriptions to end and leave the list."""
        for entry in self.view.chosen:
            self.unsubscribe_requested.emit(entry, True)

    @property
    def chosen(self) -> SubscriptionEntry | None:
        """The current entry."""
        row = self.view.currentIndex().row()
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def _switched(self, entry: SubscriptionEntry, on: bool) -> None:
        if on:
            self.subscribe_requested.emit([replace(entry.settings, enabled=True)])
        else:
            self.unsubscribe_requested.emit(entry, False)

    def _switch_chosen_on(self) -> None:
        off = [entry for entry in self.view.chosen if entry.state is SubscriptionState.OFF]
        if off:
            self.subscribe_requested.emit([replace(entry.settings, enabled=True) for entry in off])

    def _switch_chosen_off(self) -> None:
        for entry in self.view.chosen:
            if entry.state is not SubscriptionState.OFF:
                self.unsubscribe_requested.emit(entry, False)

    def _colour_chosen(self, colour: str) -> None:
        changed = [entry.settings for entry in self.view.chosen if entry.settings.colour != colour]
        if changed:
            self.subscribe_requested.emit([replace(settings, colour=colour) for settings in changed])

    def sizeHint(self) -> QSize:
        return QSize(260, 190)

    # Menus

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(event.globalPos())

    def menu(self) -> QMenu | None:
        """Make the menu of the selected subscriptions."""
        chosen = self.view.chosen
        if not chosen:
            return None
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        off = [entry.state is SubscriptionState.OFF for entry in chosen]
        menu.addActions([self._on] if all(off) else [self._on, self._off] if any(off) else [self._off])
        self._options.setEnabled(len(chosen) == 1)
        menu.addAction(self._options)
        colours = menu.addMenu(self.tr("Colour of its rows"))
        colours.addActions(self._colour_actions(colours))
        menu.addSeparator()
        menu.addAction(self._end)
        return menu

    def _colour_actions(self, parent: QWidget) -> list[QAction]:
        used = {entry.settings.colour for entry in self.view.chosen}
        return colour_actions(parent, used.pop() if len(used) == 1 else None, self._colour_chosen)

    def _show_colours(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._colour_actions(menu))
        menu.popup(point)

    # Building

    def _lay_out(self) -> None:
        said = QVBoxLayout()
        said.setContentsMargins(MARGIN, GAP, MARGIN, 0)
        said.addWidget(self.state)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(said)
        column.addWidget(self.line)

    def _connect(self) -> None:
        self.line.subscribe_requested.connect(self._ask_for)
        self.line.options_requested.connect(self._ask_for_new)
        self.line.says.connect(self._line_says)
        self.view.opening.connect(self.ask_for_options_of_chosen)
        self.view.ending.connect(self.end_chosen)
        self.view.colour_clicked.connect(self._show_colours)
        self.view.selectionModel().currentRowChanged.connect(self._show_state)
        self.model.switched.connect(self._switched)
        self.model.modelReset.connect(self._choose_something)
        self._options.triggered.connect(self.ask_for_options_of_chosen)
        self._end.triggered.connect(self.end_chosen)
        self._on.triggered.connect(self._switch_chosen_on)
        self._off.triggered.connect(self._switch_chosen_off)
        self._timer.timeout.connect(self._refresh_counts)

    def _retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Subscriptions"))
        self._options.setText(self.tr("Options…"))
        self._on.setText(self.tr("Subscribe"))
        self._off.setText(self.tr("Unsubscribe and keep in the list"))
        self._end.setText(self.tr("Unsubscribe and remove"))
        self.model.titles = ["", self.tr("Filter"), self.tr("QoS"), self.tr("Count"), self.tr("Rate")]
        self.view.measure()
        self._show_state()

    # Showing

    def _show_state(self) -> None:
        """Say the chosen entry's state and options in words."""
        entry = self.chosen
        if entry is None or self._line_speaks:
            self.state.say("")
            return
        text, tone = state_text(entry, connected=self._connected)
        facts = " · ".join(fact for fact in (self._rate(entry), options_line(entry.settings)) if fact)
        self.state.say("\n".join(part for part in (text, self._uncounted(entry), facts) if part), tone)
        self.state.setToolTip(plain_tip(tip_text(entry, connected=self._connected)))

    def _line_says(self, something: bool) -> None:
        """What is said of what is typed takes the place of the state: both would make the panel grow while typing."""
        self._line_speaks = something
        self._show_state()

    def _rate(self, entry: SubscriptionEntry) -> str:
        """The rate, where it has no column."""
        rate = self.model.rate_text(entry)
        hidden = self.view.isColumnHidden(SubscriptionColumn.RATE)
        return self.tr("Rate: {rate}").format(rate=rate) if rate and hidden else ""

    def _uncounted(self, entry: SubscriptionEntry) -> str:
        if not self.model.uncounted(entry):
            return ""
        return self.tr("Its wildcards lead through very many topics: they are being counted.")

    def _refresh_counts(self) -> None:
        if self._count is not None and self.isVisible():
            self.model.show_counts({entry.filter: self._count(entry.filter) for entry in self.model.entries})
            self.view.fit_numbers()
            self._show_state()
            self._counting.start()

    def _count_on(self) -> None:
        if not self.isVisible() or not self._step(COUNT_SLICE_S):
            self._counting.stop()

    def _choose_something(self) -> None:
        """A new entry is at the end: show what becomes of it."""
        if self.model.entries:
            index = self.model.index(len(self.model.entries) - 1, SubscriptionColumn.FILTER)
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    # What Qt tells

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._refresh_counts()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
