"""Shows what differs between a message and the one before it on its topic, or between any two chosen messages."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QGuiApplication, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from tracemq.history.find import Find
from tracemq.history.log import MessageLog
from tracemq.history.query_terms import TopicMatches
from tracemq.history.row import LogView
from tracemq.mqtt.batch import Message
from tracemq.payloads.text import visible_line
from tracemq.payloads.tree import Steps
from tracemq.viewmodels.difference_rows import DiffColumn, DifferencesModel
from tracemq.viewmodels.differences import Comparison, DiffRow, Mode, Sign, compare_steps
from tracemq.viewmodels.slices import Slices
from tracemq.viewmodels.times import clock_text

from . import theme
from .fields import Choice, Note, Tone
from .history_panel import long_duration_text
from .icons import set_icon
from .painted_table import ColumnStyle, PaintedTable
from .property_text import property_name
from .quantity_text import size_text

SHARES: Final = {DiffColumn.PLACE: 0.4, DiffColumn.BEFORE: 0.3, DiffColumn.AFTER: 0.3}  # of the width
LEAST_WIDTH: Final = 48  # px of a column
LOOK_S: Final = 0.004  # a step of looking for the message before
STYLES: Final = {
    DiffColumn.SIGN: ColumnStyle(centred=True, monospace=True, sample="≠"),
    DiffColumn.PLACE: ColumnStyle(monospace=True, muted=True, middle=True, sample="$.pressure"),
    DiffColumn.BEFORE: ColumnStyle(monospace=True, sample="0" * 7),
    DiffColumn.AFTER: ColumnStyle(monospace=True, sample="0" * 7),
}


class DifferencesPanel(QWidget):
    """`show_row` compares a message with the one before it, `show_two` any two; `close_panel` at the end."""

    shown = Signal()

    def __init__(self, log: MessageLog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._sides: tuple[int, int] | None = None  # the numbers of the messages, before and after
        self._only: int | None = None  # a message that has none before it
        self._comparison: Comparison | None = None
        self._slices = Slices(self)
        self.model = DifferencesModel(self._fact_name, self._gap_text, self)
        self.table = _DifferencesTable(self.model, self)
        self.mode = Choice(("", None), ("", Mode.STRUCTURE), ("", Mode.LINES), ("", Mode.BYTES))
        self.swap = QToolButton()
        set_icon(self.swap, "swap")
        self.swap.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sides, self.note = Note(), Note()
        self._lay_out()
        self.mode.activated.connect(self._compare)
        self.swap.clicked.connect(self._swap)
        self.retranslate()
        self.table.size_columns(self._titles)
        self._tell_nothing()

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(theme.GAP)
        choice.addWidget(self.mode)
        choice.addStretch(1)
        choice.addWidget(self.swap)
        head = QVBoxLayout()
        head.setContentsMargins(theme.MARGIN, 0, theme.GAP, theme.GAP)
        head.setSpacing(2)
        head.addLayout(choice)
        head.addWidget(self.sides)
        head.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def retranslate(self) -> None:
        self.swap.setToolTip(self.tr("Swap before and after"))
        self.swap.setAccessibleName(self.swap.toolTip())
        self.mode.setAccessibleName(self.tr("How the payloads are compared"))
        for index, text in enumerate(
            (self.tr("Automatic"), self.tr("By structure"), self.tr("By line"), self.tr("By byte"))
        ):
            self.mode.setItemText(index, text)
        self.table.setAccessibleName(self.tr("Differences"))
        self._titles = ["", self.tr("Where"), self.tr("Before"), self.tr("After")]
        self.model.set_titles(self._titles, [STYLES[column].alignment for column in DiffColumn])
        self.table.retranslate()
        self._tell()

    def _fact_name(self, name: str) -> str:
        known = {"topic": self.tr("Topic"), "qos": self.tr("QoS"), "retain": self.tr("Retain")}
        return known.get(name) or property_name(name)

    def _gap_text(self, count: int) -> str:
        return self.tr("%Ln equal line(s)", "", count)

    # -- what is compared

    def show_row(self, view: LogView, position: int | None) -> None:
        """Compare the message at a position with the one before it on its topic."""
        if position is None:
            return
        try:
            row = view.row(position)
        except IndexError:
            return
        if self._sides is not None and self._sides[1] == row.seq and self._only is None:
            return
        self._only = None
        self._slices.run(previous_steps(self._log, row.topic, row.seq), lambda seq: self._found(seq, row.seq))
        if self._slices.busy:
            self.model.show(())
            self.table.say_empty(self.tr("Looking for the message before…"))

    def _found(self, before: int | None, after: int) -> None:
        if before is None:
            self._sides, self._only, self._comparison = None, after, None
            self.model.show(())
            self._tell()
        else:
            self.show_two(before, after)

    def show_two(self, before: int, after: int) -> None:
        """Compare two messages by their numbers in the log."""
        self._sides, self._only = (before, after), None
        self._compare()

    def _swap(self) -> None:
        if self._sides is not None:
            self.show_two(self._sides[1], self._sides[0])

    def _messages(self) -> tuple[Message, Message] | None:
        """Those that are compared; None if one has left the log."""
        if self._sides is None:
            return None
        try:
            return self._log.message(self._sides[0]), self._log.message(self._sides[1])
        except IndexError:
            return None

    def _compare(self) -> None:
        messages = self._messages()
        if messages is None:
            self._tell()
            return
        self._tell_sides(*messages)
        self.note.say("")
        self._slices.run(compare_steps(*messages, self.mode.value), self._done)
        if self._slices.busy:
            self.model.show(())
            self.table.say_empty(self.tr("Comparing…"))
            self.note.say(self.tr("Comparing…"), Tone.BUSY)

    def _done(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self.model.show(comparison.rows)
        self._tell()

    # -- what is said

    def _tell(self) -> None:
        comparison = self._comparison
        self.swap.setEnabled(self._sides is not None)
        if self._only is not None:
            self.sides.say("")
            self.note.say("")
            self.table.say_empty(self.tr("No earlier message of this topic is in memory."))
            return
        messages = self._messages()
        if messages is not None:
            self._tell_sides(*messages)
        if comparison is None:
            self._tell_nothing()
            return
        self.table.say_empty(
            self.tr("The payloads are equal.")
            if comparison.equal
            else self.tr("The payloads differ in nothing but how they are written.")
        )
        self.note.say(self._summary(comparison), Tone.PLAIN if comparison.complete else Tone.WARNING)

    def _tell_nothing(self) -> None:
        self.table.say_empty(
            self.tr("Choose a message to see what is new in it, or two messages in the table (with Ctrl) to compare.")
        )
        self.swap.setEnabled(False)

    def _tell_sides(self, before: Message, after: Message) -> None:
        """Say what is compared, with times."""
        apart = after.received_at - before.received_at
        text = (
            self.tr("{before} → {after}: {time} later") if apart >= 0 else self.tr("{before} → {after}: {time} earlier")
        )
        said = text.format(
            before=clock_text(before.received_at),
            after=clock_text(after.received_at),
            time=long_duration_text(abs(apart)),
        )
        topics = visible_line(before.topic)
        if before.topic != after.topic:
            topics = f"{topics} → {visible_line(after.topic)}"
        sizes = f"{size_text(len(before.payload))} → {size_text(len(after.payload))}"
        self.sides.say(f"{topics}\n{said} · {sizes}")

    def _summary(self, comparison: Comparison) -> str:
        numbers = QLocale()
        counts = {sign: numbers.toString(comparison.count(sign)) for sign in (Sign.ADDED, Sign.REMOVED, Sign.CHANGED)}
        said = f"≠ {counts[Sign.CHANGED]}   + {counts[Sign.ADDED]}   − {counts[Sign.REMOVED]}"
        if not comparison.complete:
            said += "  " + self.tr("There are more differences than are listed.")
        elif comparison.unlike:
            said += "  " + self.tr("These texts have too little in common to be told apart line by line.")
        elif self.mode.value not in {None, comparison.mode} and not comparison.equal:
            said += "  " + self._instead(comparison.mode)
        return said

    def _instead(self, mode: Mode) -> str:
        return {
            Mode.STRUCTURE: self.tr("Compared by structure."),
            Mode.LINES: self.tr("They have no structure in common: compared by line."),
            Mode.BYTES: self.tr("They cannot be compared like this: compared by byte."),
        }[mode]

    # -- the rest

    def close_panel(self) -> None:
        """Look at the log no more."""
        self._slices.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()


def previous_steps(log: MessageLog, topic: str, seq: int) -> Steps[int | None]:
    """Look for the message before one on its topic; its number, or None."""
    find = Find(log, TopicMatches(topic), seq - 1, backward=True)
    try:
        while not find.step(LOOK_S):
            yield find.at
        return find.found
    finally:
        find.close()


class _DifferencesTable(PaintedTable):
    """Signs and colours say what became of a row; what is equal is muted."""

    def __init__(self, model: DifferencesModel, parent: QWidget) -> None:
        super().__init__(model, [STYLES[column] for column in DiffColumn], parent)
        self._rows = model
        self._copies = {column: QAction(self) for column in DiffColumn if column is not DiffColumn.SIGN}
        self._copy = QAction(self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy_rows)
        set_icon(self._copy, "copy")
        self.addAction(self._copy)
        for column, action in self._copies.items():
            action.triggered.connect(lambda _=False, chosen=column: self.copy_cell(chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each of the texts its share of the width."""
        super().resizeEvent(event)
        header = self.horizontalHeader()
        room = self.viewport().width() - header.sectionSize(DiffColumn.SIGN)
        for column, share in SHARES.items():
            header.resizeSection(column, max(LEAST_WIDTH, int(room * share)))

    def retranslate(self) -> None:
        self._copy.setText(self.tr("Copy Rows"))
        self._copies[DiffColumn.PLACE].setText(self.tr("Copy Place"))
        self._copies[DiffColumn.BEFORE].setText(self.tr("Copy Before"))
        self._copies[DiffColumn.AFTER].setText(self.tr("Copy After"))

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, separated by tabs."""
        lines = [
            "\t".join(self._rows.text(column, row) for column in DiffColumn)
            for top, bottom in self.selected_spans()
            for row in self._rows.page(top, bottom - top + 1)
        ]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def copy_cell(self, column: int) -> None:
        index = self.currentIndex()
        if index.isValid():
            QGuiApplication.clipboard().setText(self._rows.text(column, self._rows.rows[index.row()]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._copy, *self._copies.values()])
        for action in menu.actions():
            action.setEnabled(self.currentIndex().isValid())
        menu.popup(event.globalPos())

    def ink(self, column: int, item: DiffRow, ink: QColor) -> QColor:
        shades = theme.colours(self.palette())
        if item.sign in {Sign.SAME, Sign.GAP}:
            return QColor(shades.muted)
        if column == DiffColumn.PLACE:
            return ink
        if column == DiffColumn.SIGN:
            name = {Sign.ADDED: shades.good, Sign.REMOVED: shades.bad, Sign.CHANGED: shades.warning}[item.sign]
            return QColor(name)
        return QColor(shades.bad if column == DiffColumn.BEFORE else shades.good)
