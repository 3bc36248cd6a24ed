"""Turns a connection's topics into a panel: a search line over the tree."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from tracemq.history.tree import TopicTree as Topics
from tracemq.history.tree import TreeChanges
from tracemq.mqtt.batch import TopicTable
from tracemq.viewmodels.topic_search import TopicSearch
from tracemq.viewmodels.topic_tree import MOST_UNFOLDED, TopicTreeModel

from . import theme
from .icons import icon, set_icon
from .line_edit import LineEdit
from .topic_tree import FRESH_S, TopicTree

TYPING_PAUSE_MS: Final = 120
SEARCH_SLICE_S: Final = 0.006
ORDER_SLICE_S: Final = 0.006
AGE_INTERVAL_S: Final = 2.0  # how often silent topics are drawn anew: ages grow, rates fall
FADE_INTERVAL_S: Final = 10.0  # where neither is shown: names fade
PAINT_INTERVAL_S: Final = 0.09  # numbers that change more often cannot be read; every third frame is enough


class SearchLine(LineEdit):
    """A line that Escape empties."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class TopicPanel(QWidget):
    """Call `tick` with what each tick of the tree has changed."""

    branch_chosen = Signal(str)  # a topic filter that the messages are to be narrowed to; empty for all

    def __init__(self, topics: Topics, names: TopicTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TopicTreeModel(topics, self)
        self._search = TopicSearch(names, topics.find)
        self.line = SearchLine(parent=self)
        self.line.setClearButtonEnabled(True)
        self.tree = TopicTree(self.model, self)  # after the line, because Tab goes in the order of making
        self._magnifier = self.line.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.narrow = QAction(self)
        self.narrow.setCheckable(True)
        set_icon(self.narrow, "filter")
        self._note = QLabel(self)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._note.setContentsMargins(theme.MARGIN, 2, theme.MARGIN, 4)
        self._note.hide()
        head = QVBoxLayout()
        head.setContentsMargins(theme.GAP, 0, theme.GAP, theme.GAP)
        head.addWidget(self.line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._note)
        layout.addWidget(self.tree, 1)
        self._stale, self._painted_at_s = False, 0.0
        self._fades_at_s = math.inf  # when what stands out as new does so no longer
        self._typing = QTimer(self, interval=TYPING_PAUSE_MS, singleShot=True)
        self._typing.timeout.connect(self._begin_search)
        self._ordering = QTimer(self, interval=1)
        self._ordering.timeout.connect(self._go_on_ordering)
        self.model.slices_begun.connect(self._ordering.start)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.tree.setFocus)
        self.tree.expanded_in_part.connect(self._tell_limit)
        self.tree.topic_selected.connect(self._tell_branch)
        self.narrow.toggled.connect(self._tell_branch)
        self.retranslate()

    @property
    def title_actions(self) -> list[QAction]:
        """What belongs into the title line of the panel."""
        return [self.narrow, self.tree.expand_all, self.tree.collapse_all]

    def retranslate(self) -> None:
        self._magnifier.setText(self.tr("Search topics"))
        self.line.setPlaceholderText(self.tr("Search topics"))
        self.line.setAccessibleName(self.tr("Search topics"))
        self.narrow.setText(self.tr("Show Only Messages of the Selected Branch"))

    def tick(self, changes: TreeChanges, now_s: float) -> bool:
        """Take in what a tick has changed; `now_s` is time.monotonic. Return whether there is more to do."""
        self._stale = self._stale or bool(changes)
        if changes:
            self._fades_at_s = now_s + FRESH_S + PAINT_INTERVAL_S
        if self._stale and now_s - self._painted_at_s >= PAINT_INTERVAL_S:
            self._stale, self._painted_at_s = False, now_s
            self.tree.viewport().update()
        elif now_s >= self._fades_at_s:
            self._fades_at_s = math.inf
            self.tree.viewport().update()
        elif now_s - self._painted_at_s >= (AGE_INTERVAL_S if self.tree.ages else FADE_INTERVAL_S):
            self._painted_at_s = now_s
            self.tree.viewport().update()
        if changes.parents:
            self.model.grow(changes)
        self.model.keep_order(now_s, changed=bool(changes))
        if self._search.active and (changes.added or self._search.working):
            self._go_on_searching()
        return self._typing.isActive() or (self._search.active and self._search.working)

    def _tell_branch(self) -> None:
        """The messages follow the selection while the switch is on."""
        topic = self.tree.topic
        self.branch_chosen.emit(f"{topic}/#" if self.narrow.isChecked() and topic is not None else "")

    def _go_on_ordering(self) -> None:
        if not self.model.step(ORDER_SLICE_S):
            self._ordering.stop()

    def begin_search(self) -> None:
        """Put the cursor into the search line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _typed(self, text: str) -> None:
        if text:
            self._typing.start()
        else:
            self._typing.stop()
            self._begin_search()

    def _begin_search(self) -> None:
        self._note.hide()
        self._search.start(self.line.text().strip())
        if not self._search.active:
            self.tree.empty_text = self.tr("No topics yet")
            self.model.show_found(None)
            return
        self.tree.empty_text = self.tr("No topic contains this")
        self.model.show_found(self._search.step(SEARCH_SLICE_S))
        self._note_end()

    def _go_on_searching(self) -> None:
        self.model.add_found(self._search.step(SEARCH_SLICE_S))
        self._note_end()

    def _note_end(self) -> None:
        if self._search.full:
            self._say(self.tr("Only the first {count} matches are shown.").format(count=self._search.found))

    def _tell_limit(self, rows: int) -> None:
        shown, most = QLocale().toString(rows), QLocale().toString(MOST_UNFOLDED)
        self._say(
            self.tr(
                "{shown} topics are shown. At most {most} are expanded at once; expand a branch by itself for more."
            ).format(shown=shown, most=most)
        )

    def _say(self, note: str) -> None:
        self._note.setText(note)
        self._note.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self._magnifier.setIcon(icon("search"))
