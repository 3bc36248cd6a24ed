"""Turns the header of the message table into columns that are chosen, moved, named and remembered."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from tracemq.profiles.settings import TimeFormat
from tracemq.viewmodels.message_table import Column, MessageTableModel
from tracemq.viewmodels.times import TimeMode

from .header_layout import join_layout, split_layout
from .painted_table import PADDING, ColumnStyle, PaintedTable

STYLES: Final = {
    Column.NUMBER: ColumnStyle(muted=True, right=True, sample="0" * 9),
    Column.TIME: ColumnStyle(muted=True, sample="00:00:00.000"),
    Column.TOPIC: ColumnStyle(middle=True, sample="building/floor/device 7"),
    Column.PAYLOAD: ColumnStyle(monospace=True, sample="0" * 40),
    Column.QOS: ColumnStyle(centred=True, muted=True),
    Column.RETAIN: ColumnStyle(centred=True),
    Column.DUP: ColumnStyle(centred=True),
    Column.PACKET_ID: ColumnStyle(right=True, muted=True, sample="65535"),
    Column.SIZE: ColumnStyle(right=True, muted=True, sample="999,999"),
}
CLOCK_SAMPLES: Final = {
    TimeFormat.DATE_TIME: "0000-00-00 00:00:00.000",
    TimeFormat.ISO_UTC: "0000-00-00T00:00:00.000Z",
    TimeFormat.AGE: "59 min",
}
HIDDEN_AT_FIRST: Final = (Column.NUMBER, Column.DUP, Column.PACKET_ID)
LEAST_PAYLOAD: Final = 90  # px
LEAST_COLUMN: Final = 36  # px
TOPIC_SHARE: Final = 0.32  # of the table's width
WIDEST_TOPIC: Final = 380  # px, at first
TIME_KEY: Final = "time"  # what the remembered layout calls the mode of the time column


class MessageColumns(QObject):
    """The columns of one table; `sort_asked` has the column whose title was clicked."""

    sort_asked = Signal(int)
    time_chosen = Signal()  # the time column says something else

    def __init__(self, table: PaintedTable, messages: MessageTableModel) -> None:
        super().__init__(table)
        self._table = table
        self._messages = messages
        self._times = TimeFormat.TIME
        self.untouched = True  # nobody has arranged the columns yet
        self.titles: dict[Column, str] = {}
        header = self._header = table.horizontalHeader()
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(LEAST_COLUMN)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        header.sectionClicked.connect(self.sort_asked)
        for column in HIDDEN_AT_FIRST:
            header.hideSection(column)
        self.retranslate()
        table.size_columns([self._heads[column] for column in Column])
        table.fill_with(Column.PAYLOAD, LEAST_PAYLOAD)

    def retranslate(self) -> None:
        self.titles = {
            Column.NUMBER: self.tr("No."),
            Column.TIME: {
                TimeMode.CLOCK: self.tr("Age") if self._times is TimeFormat.AGE else self.tr("Time"),
                TimeMode.SINCE_PREVIOUS: self.tr("Since previous"),
                TimeMode.SINCE_SELECTED: self.tr("Since selected"),
            }[self._messages.time_mode],
            Column.TOPIC: self.tr("Topic"),
            Column.PAYLOAD: self.tr("Payload"),
            Column.QOS: self.tr("QoS"),
            Column.RETAIN: self.tr("Retain"),
            Column.DUP: self.tr("Dup"),
            Column.PACKET_ID: self.tr("Packet ID"),
            Column.SIZE: self.tr("Size"),
        }
        self._heads = {**self.titles, Column.RETAIN: self.tr("Ret.")}  # a tick needs no more room than that
        self._messages.set_titles(
            [self._heads[column] for column in Column],
            [STYLES[column].alignment for column in Column],
            [self.titles[column] for column in Column],
        )
        self._fit_ticks()

    # -- menus

    def column_actions(self, parent: QWidget) -> list[QAction]:
        """Return one checkable action a column, which shows or hides it."""
        actions = []
        for column in Column:
            action = QAction(self.titles[column], parent, checkable=True)
            action.setChecked(not self._header.isSectionHidden(column))
            action.setEnabled(column is not Column.PAYLOAD)
            action.toggled.connect(lambda shown, hidden=column: self._header.setSectionHidden(hidden, not shown))
            actions.append(action)
        return actions

    def time_actions(self, parent: QWidget) -> list[QAction]:
        """Return one checkable action for each of the ways to say when a message came."""
        group = QActionGroup(parent)
        actions = []
        for mode, text in (
            (TimeMode.CLOCK, self.tr("Age") if self._times is TimeFormat.AGE else self.tr("Time of Day")),
            (TimeMode.SINCE_PREVIOUS, self.tr("Since the Previous Row")),
            (TimeMode.SINCE_SELECTED, self.tr("Since the Selected Row")),
        ):
            action = QAction(text, group, checkable=True)
            action.setChecked(mode is self._messages.time_mode)
            action.triggered.connect(lambda _=False, chosen=mode: self.show_time(chosen))
            actions.append(action)
        return actions

    def fill_menu(self, menu: QMenu) -> None:
        """Put what the header offers into a menu."""
        menu.addSection(self.tr("Time"))
        menu.addActions(self.time_actions(menu))
        menu.addSection(self.tr("Columns"))
        menu.addActions(self.column_actions(menu))

    def _show_menu(self, point: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(self._header.mapToGlobal(point))

    # -- time

    def show_time(self, mode: TimeMode) -> None:
        """Say the time of day, or how long after another row each one came."""
        self._messages.show_time(mode)
        self.time_chosen.emit()
        self.retranslate()
        wanted = self._table.proportional.width(self.titles[Column.TIME]) + 2 * PADDING + 6
        self._header.resizeSection(Column.TIME, max(self._header.sectionSize(Column.TIME), wanted))
        self._table.viewport().update()

    def show_clock(self, times: TimeFormat) -> None:
        """Write the times of the clock like this, and give them the room that they need."""
        before = self._clock_width()
        self._times = times
        self._messages.show_clock(times)
        self.retranslate()
        wanted = self._clock_width()
        width = self._header.sectionSize(Column.TIME)
        if not self._header.isSectionHidden(Column.TIME):
            self._header.resizeSection(Column.TIME, wanted if width == before else max(width, wanted))
        self._table.viewport().update()

    @property
    def ages(self) -> bool:
        """Whether the column says ages, which are others a second later."""
        return self._times is TimeFormat.AGE and self._messages.time_mode is TimeMode.CLOCK

    def _clock_width(self) -> int:
        pen = self._table.proportional
        sample = CLOCK_SAMPLES.get(self._times, STYLES[Column.TIME].sample)
        return max(pen.width(sample), pen.width(self.titles[Column.TIME])) + 2 * PADDING + 2

    # -- widths, and what is remembered

    def widen_topic(self) -> None:
        """Give the topic its share of a wide window, once, when its width is known."""
        width = min(round(TOPIC_SHARE * self._table.viewport().width()), WIDEST_TOPIC)
        self._header.resizeSection(Column.TOPIC, max(self._header.sectionSize(Column.TOPIC), width))

    def _fit_ticks(self) -> None:
        """The title of a tick is longer in one language than in another, also where the width was kept."""
        for column in (Column.QOS, Column.RETAIN, Column.DUP):
            wanted = self._table.proportional.width(self._heads[column]) + 2 * PADDING + 2
            if 0 < self._header.sectionSize(column) < wanted:  # 0: it is hidden
                self._header.resizeSection(column, wanted)

    def state(self) -> QByteArray:
        """Return order, widths, visibility and what the time column says, for `restore`."""
        return join_layout({TIME_KEY: self._messages.time_mode.value}, self._header.saveState())

    def restore(self, state: QByteArray) -> None:
        kept, columns = split_layout(state)
        modes = {mode.value: mode for mode in TimeMode}
        header = self._header
        order = header.sortIndicatorSection(), header.sortIndicatorOrder(), header.isSortIndicatorShown()
        if columns.size() and header.restoreState(columns):
            header.setSortIndicator(*order[:2])  # the rows stand as they did: their order is not kept
            header.setSortIndicatorShown(order[2])
            self.untouched = False
            self._fit_ticks()
        if (mode := modes.get(kept.get(TIME_KEY, ""))) is not None and mode is not self._messages.time_mode:
            self.show_time(mode)
