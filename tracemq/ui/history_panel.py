"""Shows the messages of the chosen topic, live, with their intervals, and what they come to in figures."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QHideEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from tracemq.history.log import MessageLog
from tracemq.history.row import LogView
from tracemq.payloads.text import visible_line
from tracemq.viewmodels.history_figures import Figures, HistoryFigures, Range
from tracemq.viewmodels.topic_history import HistoryColumn, TopicHistoryModel

from . import theme
from .fields import Note
from .icons import set_icon
from .line_edit import LineEdit
from .painted_table import ColumnStyle, PaintedTable
from .quantity_text import duration_text, size_text

STEP_S: Final = 0.004  # a frame
LOOK_BACK_S: Final = 0.008  # a frame, as long as what was kept is gone through
TELL_INTERVAL_S: Final = 0.5
MOST_COPIED: Final = 1 << 20  # bytes of payload
STYLES: Final = {
    HistoryColumn.TIME: ColumnStyle(muted=True, sample="00:00:00.000"),
    HistoryColumn.INTERVAL: ColumnStyle(right=True, muted=True, sample="+00.000"),
    HistoryColumn.VALUE: ColumnStyle(monospace=True, sample="0" * 12),
    HistoryColumn.AGE: ColumnStyle(right=True, muted=True, sample="59 min"),
    HistoryColumn.SIZE: ColumnStyle(right=True, muted=True, sample="9,999"),
}


class HistoryPanel(QWidget):
    """`show_row` and `show_topic` choose the topic; call `tick` once per frame and `close_panel` at the end."""

    row_chosen = Signal(object, object)  # the log and the number of a message in it
    chart_asked = Signal(str)  # a topic
    row_activated = Signal(int)  # the number of a message

    def __init__(self, log: MessageLog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._seq: int | None = None  # the current row's message
        self._figures: HistoryFigures | None = None
        self._told_at_s = 0.0
        self.model = TopicHistoryModel(log, self)
        self.topic = LineEdit()
        self.topic.setReadOnly(True)
        self.order = QToolButton()
        self.order.setCheckable(True)
        self.chart = QToolButton()
        self.table = _HistoryTable(self.model, self)
        self.note = Note(stays=True)
        self._lay_out()
        self._make_actions()
        self.order.toggled.connect(self._put_newest_last)
        self.chart.clicked.connect(self._ask_chart)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.table.activated.connect(self._activated)
        self.retranslate()
        self.table.size_columns(self._titles)
        self.table.fill_with(HistoryColumn.VALUE, 96)
        self._tell()

    def _lay_out(self) -> None:
        set_icon(self.order, "follow")
        set_icon(self.chart, "chart")
        head = QHBoxLayout()
        head.setContentsMargins(theme.MARGIN, 0, theme.GAP, theme.GAP)
        head.setSpacing(theme.GAP)
        head.addWidget(self.topic, 1)
        for button in (self.order, self.chart):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        foot.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _make_actions(self) -> None:
        self._copy, self._go = QAction(self), QAction(self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy_value)
        self._go.triggered.connect(lambda: self._activated(self.table.currentIndex()))
        set_icon(self._copy, "copy")
        set_icon(self._go, "table")
        self.table.addAction(self._copy)
        self.table.offered = [self._copy, self._go]

    def retranslate(self) -> None:
        self.topic.setAccessibleName(self.tr("Topic"))
        self.topic.setPlaceholderText(self.tr("Choose a topic or a message"))
        for button, text in (
            (self.order, self.tr("The newest message stands last")),
            (self.chart, self.tr("Add to Chart")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self._copy.setText(self.tr("Copy Payload"))
        self._go.setText(self.tr("Go to Its Row"))
        self.table.setAccessibleName(self.tr("Messages of the topic"))
        self._titles = [
            self.tr("Time"),
            self.tr("Interval"),
            self.tr("Payload"),
            self.tr("Age"),
            self.tr("Size"),
        ]
        self.model.set_titles(self._titles, [STYLES[column].alignment for column in HistoryColumn])
        self._tell()

    # -- what is shown

    def show_row(self, view: LogView, position: int | None) -> None:
        """Show the topic of a message, and make the message current."""
        if position is None:
            return
        try:
            row = view.row(position)
        except IndexError:
            return
        self._seq = row.seq
        self.show_topic(row.topic)
        self._select_again()

    def show_topic(self, topic: str) -> None:
        if topic != self.model.topic:
            self.table.quiet = True
            self.model.show(topic)
            self.table.quiet = False
            rows = self.model.rows
            self._figures = None if rows is None else HistoryFigures(self._log, rows)
            self.topic.setText(visible_line(topic))
            self.topic.setCursorPosition(0)
            self._told_at_s = 0.0
            self._step(LOOK_BACK_S)
            self._tell()

    def tick(self, now_s: float) -> bool:
        """Show what has arrived; `now_s` is time.monotonic. Return whether there is more to do."""
        more = self._step(LOOK_BACK_S if self.model.loading else STEP_S)
        if now_s - self._told_at_s >= TELL_INTERVAL_S:
            self._told_at_s = now_s
            self._tell()
            self.table.viewport().update()  # ages grow
        return more

    def _step(self, budget_s: float) -> bool:
        before = self.model.rowCount()
        bar = self.table.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        self.table.quiet = True
        more = self.model.step(budget_s)
        self.table.quiet = False
        if not more and self._figures is not None:
            more = self._figures.step(budget_s)
        if self.model.rowCount() != before:
            if not self.model.newest_first and at_end:
                self.table.scrollToBottom()
            self._select_again()
        return more

    def _select_again(self) -> None:
        """Rows move; the current one stays with its message."""
        row = self.model.row_of(self._seq)
        choice = self.table.selectionModel()
        if row == (self.table.currentIndex().row() if self.table.currentIndex().isValid() else None):
            return
        self.table.quiet = True
        if row is None:
            choice.clear()
        else:
            flags = QItemSelectionModel.SelectionFlag
            choice.setCurrentIndex(self.model.index(row, 0), flags.ClearAndSelect | flags.Rows)
        self.table.quiet = False

    def _put_newest_last(self, wanted: bool) -> None:
        self.table.quiet = True
        self.model.put_newest_first(not wanted)
        self.table.quiet = False
        if wanted:
            self.table.scrollToBottom()
        else:
            self.table.scrollToTop()
        self._select_again()

    # -- figures

    def _tell(self) -> None:
        """Say what there is in figures."""
        model = self.model
        self.table.say_empty(
            self.tr("Choose a topic in the tree or a message in the table to see its history here.")
            if model.topic is None
            else self.tr("Looking for its messages…")
            if model.loading
            else self.tr("No message of this topic is left.")
        )
        if self._figures is None or model.loading:
            self.note.say("")
            return
        self.note.say(" ".join(self._sentences(self._figures.figures)))

    def _sentences(self, figures: Figures) -> list[str]:
        said: list[str] = []
        if not figures.count:
            return said
        whole = figures.last_at - figures.first_at
        if figures.intervals.count and whole > 0:
            said.append(
                self.tr("{count} messages in {time}: every {mean} ({low} to {high}).").format(
                    count=QLocale().toString(figures.count),
                    time=long_duration_text(whole),
                    mean=long_duration_text(figures.intervals.mean),
                    low=long_duration_text(max(0.0, figures.intervals.low)),
                    high=long_duration_text(figures.intervals.high),
                )
            )
        else:
            said.append(self.tr("%Ln message(s).", "", figures.count))
        if figures.values.count:
            said.append(
                self.tr("Values {low} to {high}, mean {mean}.").format(
                    low=number_text(figures.values.low),
                    high=number_text(figures.values.high),
                    mean=number_text(figures.values.mean),
                )
            )
        said.append(self._size_sentence(figures.sizes))
        if self.model.not_listed:
            text = self.tr("{count} older ones are counted but not listed.")
            said.append(text.format(count=QLocale().toString(self.model.not_listed)))
        return said

    def _size_sentence(self, sizes: Range) -> str:
        low, high = size_text(int(sizes.low)), size_text(int(sizes.high))
        if low == high:
            return self.tr("Size {size}.").format(size=low)
        return self.tr("Sizes {low} to {high}.").format(low=low, high=high)

    # -- what the user does

    def _current_changed(self, current: QModelIndex) -> None:
        if self.table.quiet or not current.isValid():
            return
        seq = self.model.seq(current.row())
        self._seq = seq
        if seq is not None:
            self.row_chosen.emit(self._log, seq)

    def _activated(self, index: QModelIndex) -> None:
        seq = self.model.seq(index.row()) if index.isValid() else None
        if seq is not None:
            self.row_activated.emit(seq)

    def copy_value(self) -> None:
        """Put the current row's payload on the clipboard as text."""
        index, rows = self.table.currentIndex(), self.model.rows
        if index.isValid() and rows is not None:
            payload = rows.payload(self.model.position(index.row()), MOST_COPIED)
            QGuiApplication.clipboard().setText(payload.decode(errors="replace"))

    def _ask_chart(self) -> None:
        if self.model.topic is not None:
            self.chart_asked.emit(self.model.topic)

    def close_panel(self) -> None:
        """Look at the log no more."""
        self._figures = None
        self.model.close()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.table.quiet = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


class _HistoryTable(PaintedTable):
    """One row of a topic's history is current at most."""

    def __init__(self, model: TopicHistoryModel, parent: QWidget) -> None:
        super().__init__(model, [STYLES[column] for column in HistoryColumn], parent)
        self.offered: list[QAction] = []
        self.setSelectionMode(PaintedTable.SelectionMode.SingleSelection)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.offered)
        for action in self.offered:
            action.setEnabled(self.currentIndex().isValid())
        menu.popup(event.globalPos())


def long_duration_text(seconds: float) -> str:
    """Say a duration in the two units that matter: 12 ms, 3.2 s, 5 min 20 s, 2 h 5 min, 3 d 4 h."""
    if seconds < 60:
        return duration_text(seconds)
    for size, unit, smaller, small in ((86_400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if seconds >= size:
            whole, rest = divmod(int(seconds), size)
            return f"{whole} {unit} {rest // smaller} {small}"
    return duration_text(seconds)


def number_text(value: float) -> str:
    """Say a number with as many digits as tell it apart."""
    return QLocale().toString(value, "g", 7 if abs(value) < 1e7 else 10)
