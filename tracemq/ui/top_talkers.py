"""Shows who talks most: rates by topic or by branch, anew each second while somebody looks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QLocale, QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tracemq.history.tree import TopicTree
from tracemq.viewmodels.top_talkers import MOST_SHOWN, TalkerColumn, TopTalkersModel

from . import theme
from .fields import Choice, Note
from .painted_table import ColumnStyle, PaintedTable

INTERVAL_S: Final = 1.0
DEEPEST: Final = 6  # levels to choose from
LEAST_TOPIC: Final = 160  # px
STYLES: Final = {
    TalkerColumn.TOPIC: ColumnStyle(middle=True, sample="building/floor"),
    TalkerColumn.RATE: ColumnStyle(right=True, sample="100,000.0"),
    TalkerColumn.SHARE: ColumnStyle(right=True, muted=True, sample="100.0 %"),
    TalkerColumn.MESSAGES: ColumnStyle(right=True, muted=True, sample="10,000,000"),
    TalkerColumn.BYTES: ColumnStyle(right=True, muted=True, sample="100.0 MiB"),
}


class TopTalkers(QWidget):
    """Call `tick` once per frame; it costs nothing while hidden."""

    topic_chosen = Signal(str)  # Enter or a double-click

    def __init__(self, tree: TopicTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TopTalkersModel(tree, self)
        self._refreshed_at_s = 0.0
        self._topic: str | None = None  # the selected one
        self._by_label = QLabel(self)
        self.by = Choice(*((str(depth), depth) for depth in (None, *range(1, DEEPEST + 1))))
        self._by_label.setBuddy(self.by)
        self.table = PaintedTable(self.model, [STYLES[column] for column in TalkerColumn], self)
        self.table.setSelectionMode(PaintedTable.SelectionMode.SingleSelection)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(TalkerColumn.RATE, Qt.SortOrder.DescendingOrder)
        head = QHBoxLayout()
        head.setContentsMargins(theme.MARGIN, 0, theme.GAP, theme.GAP)
        head.setSpacing(theme.GAP)
        head.addWidget(self._by_label)
        head.addWidget(self.by, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self._note = Note(self)
        self._note.setMargin(theme.GAP)
        column.addWidget(self._note)
        self.by.activated.connect(self._by_chosen)
        self.table.activated.connect(self._chosen)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._sorted)
        self.retranslate()
        self.table.size_columns(self._titles)
        self.table.fill_with(TalkerColumn.TOPIC, LEAST_TOPIC)

    def retranslate(self) -> None:
        self._by_label.setText(self.tr("Rates &by:"))
        self.by.setAccessibleName(self.tr("Rates by"))
        self.by.setItemText(0, self.tr("Topic"))
        for depth in range(1, DEEPEST + 1):
            self.by.setItemText(depth, self.tr("Branch, level {level}").format(level=depth))
        self.table.setAccessibleName(self.tr("Top talkers"))
        self.table.say_empty(self.tr("No messages in the last seconds"))
        self._titles = [
            self.tr("Topic"),
            self.tr("Messages/s"),
            self.tr("Share"),
            self.tr("Messages"),
            self.tr("Payload"),
        ]
        self._tell_limit()
        self.model.set_titles(self._titles, [STYLES[column].alignment for column in TalkerColumn])

    def tick(self, now_s: float) -> None:
        """Take new numbers once a second; `now_s` is time.monotonic."""
        if self.isVisible() and now_s - self._refreshed_at_s >= INTERVAL_S:
            self._refreshed_at_s = now_s
            self._refresh()

    def _refresh(self) -> None:
        self.table.quiet = True
        self.model.refresh()
        self._tell_limit()
        self._select_again()
        self.table.quiet = False
        self.table.viewport().update()

    def _tell_limit(self) -> None:
        """Say that there may be more talkers than rows."""
        full = self.model.rowCount() >= MOST_SHOWN
        words = self.tr("Only the {count} busiest are shown.").format(count=QLocale().toString(MOST_SHOWN))
        self._note.say(words if full else "")

    def _select_again(self) -> None:
        """Rows change places: the selection stays with its topic."""
        row = None if self._topic is None else self.model.row_of(self._topic)
        choice = self.table.selectionModel()
        if row is None:
            choice.clear()
        else:
            flags = QItemSelectionModel.SelectionFlag
            choice.setCurrentIndex(self.model.index(row, 0), flags.ClearAndSelect | flags.Rows)

    def _sorted(self) -> None:
        self.table.quiet = True
        self._select_again()
        self.table.quiet = False

    def _by_chosen(self) -> None:
        self.model.depth = self.by.value
        self._topic = None
        self._refresh()

    def _current_changed(self, current: QModelIndex) -> None:
        if not self.table.quiet:
            self._topic = self.model.topic(current.row()) if current.isValid() else None

    def _chosen(self, index: QModelIndex) -> None:
        self.topic_chosen.emit(self.model.topic(index.row()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
