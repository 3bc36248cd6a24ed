"""Shows what a connection subscribes to and how the broker answered; filters are added, switched and ended here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracemq.mqtt.topics import filter_problem
from tracemq.mqtt.types import PacketType, QoS, Version
from tracemq.profiles.cautions import topic_cautions
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.viewmodels.filter_counts import Count
from tracemq.viewmodels.subscriptions import StateRole, SubscriptionColumn, SubscriptionsModel
from tracemq.workspace.subscription_list import SubscriptionEntry, SubscriptionState

from .dialogs.subscription_dialog import SubscriptionDialog
from .fields import Choice, Note, Tone, tone_colour
from .icons import icon, set_icon
from .problem_text import problem_text
from .reason_text import reason_text
from .row_delegate import RowDelegate
from .theme import GAP, MARGIN, row_height

COUNT_INTERVAL_MS: Final = 1000
_TONES: Final = {SubscriptionState.REFUSED: Tone.BAD, SubscriptionState.WAITING: Tone.BUSY}


class SubscriptionsPanel(QWidget):
    """`show_entries` gives it the list; the signals say what the user wants done with it."""

    subscribe_requested = Signal(object)  # SubscriptionSettings
    unsubscribe_requested = Signal(object, bool)  # SubscriptionEntry, and whether it leaves the list

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._version = Version.V5
        self._connected = False
        self._count: Callable[[str], Count | None] | None = None
        self.model = SubscriptionsModel(self)
        self.view = _View()
        self._make_view()
        self.state = Note()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("house/#")
        self.qos = Choice(*((str(level.value), level) for level in QoS))
        self.subscribe_button = QToolButton()
        set_icon(self.subscribe_button, "add")
        self.subscribe_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more_button = QToolButton()
        set_icon(self.more_button, "more")
        self.more_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.note = Note()
        self._subscribe, self._options, self._end = QAction(self), QAction(self), QAction(self)
        self._timer = QTimer(self, interval=COUNT_INTERVAL_MS)
        self._lay_out()
        self._connect()
        self._retranslate()
        self._typed()

    # What the window tells the panel

    def show_entries(self, entries: Sequence[SubscriptionEntry], version: Version) -> None:
        """Take over the list, or show anew what has become of it."""
        self._version = version
        self.model.show(entries)
        self._show_state()
        self._refresh_counts()

    def set_connected(self, connected: bool) -> None:
        self._connected = connected
        self._show_state()

    def count_with(self, count: Callable[[str], Count | None]) -> None:
        """Ask this once per second how many messages match a filter, while the panel is in sight."""
        self._count = count
        self._refresh_counts()

    # What the user does

    def subscribe(self) -> None:
        """Ask for the filter in the line below the list."""
        text = self.filter.text()
        if filter_problem(text, self._version) is not None:
            self._typed(tried=True)
            self.filter.setFocus()
            return
        self.subscribe_requested.emit(SubscriptionSettings(filter=text, qos=self.qos.value))
        self.filter.clear()
        self._typed()

    def ask_for_options(self) -> None:
        """Open the window with all options for what is typed."""
        self._ask(SubscriptionSettings(filter=self.filter.text(), qos=self.qos.value), new=True)

    def ask_for_options_of_chosen(self) -> None:
        """Open the window with the options of the chosen subscription."""
        if self.chosen is not None:
            self._ask(self.chosen.settings, new=False)

    def _ask(self, settings: SubscriptionSettings, *, new: bool) -> None:
        dialog = SubscriptionDialog(settings, self._version, self, new=new)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.subscribe_requested)
        if new:
            dialog.accepted.connect(self.filter.clear)
        dialog.open()

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() != SubscriptionColumn.FILTER:  # there a click is for the box
            self.ask_for_options_of_chosen()

    def end_chosen(self) -> None:
        """Ask for the chosen subscription to end and leave the list."""
        entry = self.chosen
        if entry is not None:
            self.unsubscribe_requested.emit(entry, True)

    @property
    def chosen(self) -> SubscriptionEntry | None:
        row = self.view.currentIndex().row()
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def sizeHint(self) -> QSize:
        return QSize(260, 190)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() is QEvent.Type.StyleChange:
            self.view.verticalHeader().setDefaultSectionSize(row_height(self.font()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._refresh_counts()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entry = self.chosen
        if entry is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._subscribe if entry.state is SubscriptionState.OFF else self._switch_off)
        menu.addAction(self._options)
        menu.addSeparator()
        menu.addAction(self._end)
        menu.popup(event.globalPos())

    # Building

    def _make_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(RowDelegate(view))
        view.setItemDelegateForColumn(SubscriptionColumn.FILTER, _FilterDelegate(view))
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTabKeyNavigation(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(row_height(self.font()))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(30)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self.filter, 1)
        line.addWidget(self.qos)
        line.addWidget(self.more_button)
        line.addWidget(self.subscribe_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        foot.setSpacing(GAP)
        foot.addWidget(self.state)
        foot.addLayout(line)
        foot.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._switch_off = QAction(self)
        self.filter.textEdited.connect(self._typed)
        self.filter.returnPressed.connect(self.subscribe)
        self.subscribe_button.clicked.connect(self.subscribe)
        self.more_button.clicked.connect(self.ask_for_options)
        self._options.triggered.connect(self.ask_for_options_of_chosen)
        self.view.opening.connect(self.ask_for_options_of_chosen)
        self.view.doubleClicked.connect(self._double_clicked)
        self.model.switched.connect(self._switched)
        self.model.modelReset.connect(self._choose_something)
        self.view.selectionModel().currentRowChanged.connect(self._show_state)
        self.view.ending.connect(self.end_chosen)
        self._end.triggered.connect(self.end_chosen)
        self._subscribe.triggered.connect(lambda: self._switch_chosen(on=True))
        self._switch_off.triggered.connect(lambda: self._switch_chosen(on=False))
        self._timer.timeout.connect(self._refresh_counts)

    def _retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Subscriptions"))
        self.filter.setAccessibleName(self.tr("Filter to subscribe to"))
        self.qos.setAccessibleName(self.tr("QoS to ask for"))
        self.qos.setToolTip(self.tr("QoS to ask for"))
        self.subscribe_button.setToolTip(self.tr("Subscribe (Enter)"))
        self.subscribe_button.setAccessibleName(self.tr("Subscribe"))
        self.more_button.setToolTip(self.tr("Subscribe with options…"))
        self.more_button.setAccessibleName(self.tr("Subscribe with options"))
        self._options.setText(self.tr("Options…"))
        self._subscribe.setText(self.tr("Subscribe"))
        self._switch_off.setText(self.tr("Unsubscribe and keep in the list"))
        self._end.setText(self.tr("Unsubscribe and remove"))
        self.model.titles = [self.tr("Filter"), self.tr("QoS"), self.tr("Messages"), self.tr("Rate")]
        header = self.view.horizontalHeader()
        for column in (SubscriptionColumn.QOS, SubscriptionColumn.COUNT, SubscriptionColumn.RATE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.view.setColumnWidth(column, header.sectionSizeHint(column) + 2)
        self.view.setColumnHidden(SubscriptionColumn.RATE, True)  # in the line below the list: the panel is narrow
        header.setSectionResizeMode(SubscriptionColumn.FILTER, QHeaderView.ResizeMode.Stretch)
        self._show_state()

    # Showing

    def _typed(self, _text: str = "", *, tried: bool = False) -> None:
        """Say what is wrong or unusual with the filter that is being typed."""
        text = self.filter.text()
        problem = filter_problem(text, self._version) if text or tried else None
        unusual = topic_cautions(text) if text and problem is None else ()
        if problem is not None:
            self.note.say(problem_text(problem), Tone.BAD)
        elif unusual:
            self.note.say(problem_text(unusual[0]), Tone.WARNING)
        else:
            self.note.say("")
        self.filter.setAccessibleDescription(self.note.text())

    def _show_state(self) -> None:
        """Say the chosen entry's state in words."""
        entry = self.chosen
        if entry is None:
            self.state.say("")
            return
        text, tone = self._state_text(entry)
        if entry.reason_string:
            text += " " + self.tr("The broker says: “{words}”").format(words=entry.reason_string)
        self.state.say(text, tone)

    def _state_text(self, entry: SubscriptionEntry) -> tuple[str, Tone]:
        match entry.state:
            case SubscriptionState.OFF:
                return self.tr("Switched off: not subscribed to."), Tone.PLAIN
            case SubscriptionState.WAITING if not self._connected:
                return self.tr("Subscribed to as soon as the connection is there."), Tone.PLAIN
            case SubscriptionState.WAITING:
                return self.tr("Waiting for the broker's answer…"), Tone.BUSY
            case SubscriptionState.ACTIVE if entry.granted is not None:
                text = reason_text(entry.granted, PacketType.SUBACK).meaning
                return text, Tone.WARNING if entry.granted < entry.settings.qos else Tone.PLAIN
            case SubscriptionState.REFUSED if entry.granted is not None:
                return " ".join(reason_text(entry.granted, PacketType.SUBACK)), Tone.BAD
            case SubscriptionState.REFUSED:
                return self.tr("The subscription failed."), Tone.BAD
            case _:
                return self.tr("Subscribed."), Tone.PLAIN

    def _refresh_counts(self) -> None:
        if self._count is not None and self.isVisible():
            self.model.show_counts({entry.filter: self._count(entry.filter) for entry in self.model.entries})

    def _choose_something(self) -> None:
        """A new entry is at the end: show what becomes of it."""
        if self.model.entries:
            index = self.model.index(len(self.model.entries) - 1, 0)
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _switched(self, entry: SubscriptionEntry, on: bool) -> None:
        if on:
            self.subscribe_requested.emit(entry.settings)
        else:
            self.unsubscribe_requested.emit(entry, False)

    def _switch_chosen(self, *, on: bool) -> None:
        entry = self.chosen
        if entry is not None:
            self._switched(entry, on)


class _View(QTableView):
    """Knows the keys that open and end a subscription."""

    ending = Signal()
    opening = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.ending.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opening.emit()
        else:
            super().keyPressEvent(event)


class _FilterDelegate(RowDelegate):
    """Marks what is not active before its filter, and greys what is switched off."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Any) -> None:
        super().initStyleOption(option, index)
        state = SubscriptionState(index.data(StateRole))
        tone = _TONES.get(state)
        if tone is not None:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icon(tone.value, QColor(tone_colour(tone, option.palette)))
            option.decorationSize = QSize(14, 14)
        if state is SubscriptionState.OFF:
            palette = option.palette
            palette.setColor(palette.ColorRole.Text, palette.color(palette.ColorRole.PlaceholderText))
