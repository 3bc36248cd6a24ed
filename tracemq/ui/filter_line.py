"""Turns the line above the message table into what narrows it, and says how far that has come."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from tracemq.history.query import QueryError
from tracemq.history.query_terms import And, Or, Term, TopicMatches

from . import theme
from .fields import Note, Tone
from .icons import set_icon
from .line_note import LineNote
from .query_help import QueryHelp
from .query_line import QueryLine
from .query_text import query_problem_text


class FilterLine(QWidget):
    """What is typed and the branch of the tree that is chosen narrow the table together."""

    query_changed = Signal(object)  # a Term or None
    stop_asked = Signal()
    branch_dropped = Signal()  # the table is no longer narrowed to the branch
    left = Signal()  # Escape in an empty line

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QueryLine("filter", self)
        self._branch = ""
        self._working = False
        self._chip = QToolButton(self)
        self._chip.setObjectName("chip")
        self._chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._count = LineNote.for_count(self)
        self._stop = QToolButton(self)
        self._help = QToolButton(self)
        self._note = Note(self)
        for button, picture in ((self._chip, "close"), (self._stop, "close"), (self._help, "help")):
            button.setAutoRaise(True)
            set_icon(button, picture)
        self._chip.hide()
        self._stop.hide()
        self._lay_out()
        self.line.query_changed.connect(self._tell)
        self.line.judged.connect(self._judged)
        self.line.escaped.connect(self._escaped)
        self.line.returnPressed.connect(self.line.tell)
        self._chip.clicked.connect(self.branch_dropped)
        self._stop.clicked.connect(self.stop_asked)
        self._help.clicked.connect(self.show_help)
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.line, 1)
        for widget in (self._chip, self._count, self._stop, self._help):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addLayout(row)
        column.addWidget(self._note)

    def retranslate(self) -> None:
        self.line.setPlaceholderText(self.tr("Filter messages: text, house/#, $.temp > 20, qos:1 …"))
        self.line.setAccessibleName(self.tr("Filter messages"))
        self.line.name_picture(self.tr("Filter messages"))
        self._stop.setToolTip(self.tr("Stop looking through older messages (Esc)"))
        self._stop.setAccessibleName(self.tr("Stop looking through older messages"))
        self._help.setToolTip(self.tr("What can be typed as a filter"))
        self._help.setAccessibleName(self.tr("What can be typed as a filter"))
        self._chip.setToolTip(self.tr("Only this branch of the topics is shown; click to show all"))

    def begin(self) -> None:
        """Put the cursor into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def show_help(self) -> None:
        popup = QueryHelp(self)
        popup.chosen.connect(self.line.set_query)
        popup.pop_up(self._help)

    # -- the query

    @property
    def query(self) -> Term | None:
        """The last valid one that was typed, within the chosen branch."""
        typed, branch = self.line.told, TopicMatches(self._branch) if self._branch else None
        parts = [part for part in (branch, typed) if part is not None]
        return And(tuple(parts)) if len(parts) == 2 else parts[0] if parts else None

    def narrow_to(self, branch: str) -> None:
        """Show only what a topic filter matches, beside what is typed; empty for all topics."""
        if branch == self._branch:
            return
        self._branch = branch
        self._chip.setVisible(bool(branch))
        self._chip.setText(self.fontMetrics().elidedText(branch, Qt.TextElideMode.ElideMiddle, 180).replace("&", "&&"))
        self._chip.setAccessibleName(self.tr("Only {branch}").format(branch=branch))
        self._tell()

    def set_query(self, text: str) -> None:
        self.line.set_query(text)

    def add_query(self, text: str) -> None:
        """Narrow further what is shown now."""
        typed = self.line.text().strip()
        if self.line.error is None and typed and text not in typed:
            text = f"({typed}) {text}" if isinstance(self.line.term, Or) else f"{typed} {text}"
        self.line.set_query(text)

    def _tell(self) -> None:
        self.query_changed.emit(self.query)

    def _judged(self, error: QueryError | None) -> None:
        self._note.say("" if error is None else query_problem_text(error, self.line.text()), Tone.BAD)
        self.line.setAccessibleDescription(self._note.text())

    def _escaped(self) -> None:
        """Stop, then clear, then leave."""
        if self._working:
            self.stop_asked.emit()
        elif self.line.text():
            self.line.clear()
        else:
            self.left.emit()

    # -- what comes of it

    def tell_progress(self, working: bool, progress: float) -> None:
        """Say how much of the rows that were kept has been looked at; the number of matches follows at the end."""
        self._working = working
        self._stop.setVisible(working)
        if working:
            self._count.say(self.tr("Searching… {percent} %").format(percent=int(progress * 100)))

    def tell_count(self, shown: int | None, kept: int) -> None:
        """Say how many of the kept rows match; None without a filter."""
        text = ""
        if shown is not None:
            locale = QLocale()
            text = self.tr("{shown} of {kept}").format(shown=locale.toString(shown), kept=locale.toString(kept))
        if text != self._count.text():
            self._count.say(text)

    def tell_end(self, *, stopped_over: int, gone: int, late: int, too_long: int, pattern: str | None) -> None:
        """Say what the filter could not look at: rows left out by stopping it, rows that had to leave before.

        `late` is how many it still has to look at while others arrive as quickly.
        """
        if self.line.error is not None:
            return
        said = []
        if pattern is not None:
            said.append(
                self.tr("The regular expression {pattern} takes too long; the filter has ended.").format(
                    pattern=pattern
                )
            )
        if stopped_over:
            said.append(self.tr("Stopped: %Ln older message(s) were not looked at.", "", stopped_over))
        if late:
            said.append(self.tr("Messages come faster than this filter: it is %Ln message(s) behind.", "", late))
        if gone:
            said.append(self.tr("%Ln message(s) were evicted before the filter came to them.", "", gone))
        if too_long:
            said.append(self.tr("%Ln payload(s) were too long to be looked into.", "", too_long))
        text = " ".join(said)
        if text != self._note.text():
            self._note.say(text, Tone.WARNING)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
