"""Turns a searched text into the next row that has it: a bar under the message table, hidden until it is called."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from tracemq.history.find_in_order import Matches
from tracemq.history.log import MessageLog
from tracemq.history.query_terms import Term
from tracemq.history.sorted_log import SortedLog
from tracemq.viewmodels.hit_count import HitCount
from tracemq.viewmodels.message_find import MessageFind, SortedFind, find_term
from tracemq.viewmodels.table_rows import TableRows

from . import theme
from .fields import Tone
from .icons import set_icon
from .line_note import LineNote
from .message_table import MessageTable
from .query_line import QueryLine

SLICE_S: Final = 0.008
PAUSE_MS: Final = 1  # for everything else, between two slices
LINE_WIDTH: Final = 320  # px
LEAST_LINE: Final = 40  # px; a narrow window is the user's choice


class FindLine(QueryLine):
    """Plain words are one text here."""

    def read(self, text: str) -> Term | None:
        return find_term(text)


class FindBar(QFrame):
    """`begin` shows it; it looks from the current row on, or from the newest one back if none is current."""

    closed = Signal()

    def __init__(self, log: MessageLog, rows: TableRows, table: MessageTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._log, self._rows, self._table = log, rows, table
        self._search: MessageFind | SortedFind | None = None
        self._hits: HitCount | None = None
        self._matches: tuple[SortedLog, Term, Matches] | None = None
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._go_on)
        self.line = FindLine("search", self)
        self.line.setMinimumWidth(LEAST_LINE)
        self.line.setMaximumWidth(LINE_WIDTH)
        self._previous, self._next, self._close = QToolButton(self), QToolButton(self), QToolButton(self)
        self._note = LineNote(self, stays=True)
        self._note.setMinimumWidth(1)
        self._count = LineNote.for_count(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP, 3, theme.GAP, 3)
        row.setSpacing(theme.GAP // 2)
        row.addWidget(self.line, 3)
        for button, picture, slot in (
            (self._previous, "chevron-up", self.find_previous),
            (self._next, "chevron-down", self.find_next),
            (self._close, "close", self.end),
        ):
            button.setAutoRaise(True)
            set_icon(button, picture)
            button.clicked.connect(slot)
        row.addWidget(self._previous)
        row.addWidget(self._next)
        row.addWidget(self._count)
        row.addWidget(self._note, 4)
        row.addWidget(self._close)
        self.line.query_changed.connect(self._query_changed)
        self.line.escaped.connect(self._escaped)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self.line.setPlaceholderText(self.tr("Find in messages"))
        self.line.setAccessibleName(self.tr("Find in messages"))
        self.line.name_picture(self.tr("Find in messages"))
        self._previous.setToolTip(self.tr("Find the previous message"))
        self._previous.setAccessibleName(self.tr("Find the previous message"))
        self._next.setToolTip(self.tr("Find the next message"))
        self._next.setAccessibleName(self.tr("Find the next message"))
        self._close.setToolTip(self.tr("Close (Esc)"))
        self._close.setAccessibleName(self.tr("Close the find bar"))

    def begin(self) -> None:
        """Show the bar with the cursor in it."""
        self.show()
        self._table.mark(self.line.term, self._is_hit)
        self._count_anew(self.line.term)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def end(self) -> None:
        """Hide the bar and what it has marked."""
        self._stop()
        self._count_anew(None)
        self._note.say("")
        self.hide()
        self._table.mark(None)
        self.closed.emit()

    def find_next(self) -> None:
        self._look(backward=False, again=True)

    def find_previous(self) -> None:
        self._look(backward=True, again=True)

    # -- looking

    def _query_changed(self, query: Term | None) -> None:
        self._table.mark(query, self._is_hit)
        self._note.say("")
        self._stop()
        self._count_anew(query)
        if query is not None:
            self._look(backward=self._table.current is None, again=False)

    def _look(self, *, backward: bool, again: bool) -> None:
        """Look from the current row on; `again` leaves that row itself out."""
        self.line.tell()
        query = self.line.term
        if query is None:
            self.begin()
            return
        if not self.isVisible():
            self.show()
            self._table.mark(query, self._is_hit)
            self._count_anew(query)
        self._stop()
        self._search = self._make_search(query, backward=backward, again=again)
        self._timer.start()
        self._go_on()

    def _make_search(self, query: Term, *, backward: bool, again: bool) -> MessageFind | SortedFind:
        """Begin at the current row and go on in the order in which the rows are shown."""
        view, table, log = self._rows.sorted, self._table, self._log
        current = table.current_seq if view is None else table.current
        if current is not None:
            start = current + (0 if not again else -1 if backward else 1)
        else:
            shown = log if view is None else view
            start = shown.last - 1 if backward else shown.first
        if view is None:
            return MessageFind(log, query, start, backward=backward, within=self._rows.filter)
        return SortedFind(log, view, self._matches_of(view, query), start, backward=backward)

    def _matches_of(self, view: SortedLog, query: Term) -> Matches:
        """What is found in a sorted view stays known for the next look."""
        if self._matches is None or self._matches[:2] != (view, query):
            self._forget_matches()
            self._matches = view, query, Matches(self._log, query)
        return self._matches[2]

    def _forget_matches(self) -> None:
        if self._matches is not None:
            self._matches[2].close()
            self._matches = None

    def _go_on(self) -> None:
        search = self._search
        if search is None:
            if not self._count_on(SLICE_S):
                self._timer.stop()
                self._tell_count()
            return
        search.step(SLICE_S)
        if search.working:
            self._note.say(self.tr("Searching… {percent} %").format(percent=int(search.progress * 100)), Tone.BUSY)
            return
        self._stop()
        if search.found is not None:
            self._show_found(search)
        elif search.stopped_by is not None:
            self._note.say(self.tr("This regular expression takes too long."), Tone.BAD)
        elif self._rows.filter is not None:
            self._note.say(self.tr("Not found in the filtered messages"), Tone.WARNING)
        else:
            self._note.say(self.tr("Not found"), Tone.WARNING)

    # -- counting

    def _count_anew(self, query: Term | None) -> None:
        """Count what a query finds; None counts nothing."""
        if self._hits is not None:
            self._hits.close()
        if query is None:
            self._forget_matches()
            self._timer.stop()
        self._hits = None if query is None else HitCount(self._log, query, self._rows.filter)
        if query is None:
            self._tell_count()
        else:
            self._timer.start()  # it is told when it is done, or when it takes long

    def rows_changed(self) -> None:
        """Another filter holds: other rows count."""
        if self._hits is not None:
            self._count_anew(self.line.term)

    def _count_on(self, budget_s: float) -> bool:
        """Count for about so long; return whether there is more to do at once."""
        if self._hits is not None and not self._hits.complete:
            self._hits.step(budget_s)
        return self._hits is not None and not self._hits.complete

    def catch_up(self, budget_s: float) -> None:
        """Look at what has arrived since the last frame."""
        if not self._timer.isActive() and self._count_on(budget_s):
            self._timer.start()

    def _is_hit(self, seq: int) -> bool:
        return self._hits is not None and self._hits.place(seq) is not None

    def _tell_count(self) -> None:
        hits, count = self._hits, None if self._hits is None else self._hits.count
        if hits is None or count is None:
            text = ""
        elif not hits.complete:
            text = self.tr("{count} so far").format(count=QLocale().toString(count))
        elif (place := self._place(hits)) is not None:
            locale = QLocale()
            text = self.tr("{place} of {count}").format(place=locale.toString(place), count=locale.toString(count))
        else:
            text = self.tr("%Ln found", "", count)
        if text != self._count.text():
            self._count.say(text)

    def _place(self, hits: HitCount) -> int | None:
        """Which of the rows found the current one is; in another order than that of arrival nobody counts."""
        seq = self._table.current_seq
        return None if seq is None or self._rows.sorted is not None else hits.place(seq)

    def tell(self) -> None:
        """Say how far the count is; four times a second is enough."""
        if self.isVisible():
            self._tell_count()

    def _show_found(self, search: MessageFind | SortedFind) -> None:
        if search.found is None or not self._table.go_to_seq(search.found):
            self._note.say(self.tr("The next one came after the pause began."), Tone.WARNING)
        elif not search.wrapped:
            self._note.say("")
        elif isinstance(search, SortedFind):
            self._note.say(
                self.tr("Went on from the last row") if search.backward else self.tr("Went on from the first row"),
                Tone.GOOD,
            )
        elif search.backward:
            self._note.say(self.tr("Went on from the newest"), Tone.GOOD)
        else:
            self._note.say(self.tr("Went on from the oldest"), Tone.GOOD)
        self._tell_count()

    def _stop(self) -> None:
        """Look no further; the count goes on."""
        if self._search is not None:
            self._search.close()
            self._search = None

    def _escaped(self) -> None:
        """Stop looking, or close."""
        if self._search is not None:
            self._stop()
            self._note.say(self.tr("Stopped"))
        else:
            self.end()

    def close_search(self) -> None:
        """The log goes away."""
        self._stop()
        self._count_anew(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, with Shift backwards."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._look(backward=back, again=True)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
