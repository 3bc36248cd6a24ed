"""Turns the guides that ship with the program into a window: titles, the one chosen, a search in all of them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QLocale, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracemq import APP_NAME
from tracemq.help import Guide, guides

from .guide_view import GuideView, plain
from .icons import application_icon, set_icon
from .line_edit import LineEdit
from .room import take_room
from .theme import GAP, MARGIN, row_height

FIRST_SIZE: Final = QSize(980, 700)
LIST_WIDTH: Final = 200  # px


class HelpWindow(QWidget):
    """The guides in the language of the program, which follow a change of it. `guide_id` is the one to begin with."""

    def __init__(self, guide_id: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowIcon(application_icon())
        take_room(self, FIRST_SIZE)
        self._guides: list[Guide] = []
        self._plain: dict[str, str] = {}  # by guide: what a search goes through, since there was one
        self.titles = QListWidget(self)
        self.view = GuideView(self)
        self.words = LineEdit(parent=self)
        self.count = QLabel(self)
        self.previous, self.next = self._button("arrow-up"), self._button("arrow-down")
        self._place()
        self._connect()
        self.retranslate()
        self.show_guide(guide_id or self._guides[0].id)

    def show_guide(self, guide_id: str) -> None:
        """Turn to a guide; an unknown id changes nothing."""
        for row, guide in enumerate(self._guides):
            if guide.id == guide_id:
                self.titles.setCurrentRow(row)

    def ask_words(self) -> None:
        """Let the user type what to search for."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("{program} guides").format(program=APP_NAME))
        self.titles.setAccessibleName(self.tr("Guides"))
        self.view.setAccessibleName(self.tr("Text of the guide"))
        self.words.setPlaceholderText(self.tr("Search the guides"))
        self.words.setAccessibleName(self.tr("Search the guides"))
        self.count.setAccessibleName(self.tr("Places found"))
        for button, words in (
            (self.previous, self.tr("Previous place (Shift+F3)")),
            (self.next, self.tr("Next place (F3)")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self._load()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.words.text():
                self.words.clear()
                self.view.setFocus()
            else:
                self.close()
            return
        super().keyPressEvent(event)

    def _place(self) -> None:
        self.titles.setFrameShape(QListWidget.Shape.NoFrame)
        self.titles.setUniformItemSizes(True)
        self.titles.setStyleSheet(f"QListWidget::item {{ padding-left: {MARGIN}px; }}")  # five rows: it costs nothing
        self.titles.setMinimumWidth(LIST_WIDTH // 2)
        self.words.setClearButtonEnabled(True)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setObjectName("muted")
        bar = QHBoxLayout()
        bar.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        bar.setSpacing(GAP)
        bar.addWidget(self.words, 1)
        for widget in (self.previous, self.next, self.count):
            bar.addWidget(widget)
        self._parts = QSplitter(self)
        self._parts.addWidget(self.titles)
        self._parts.addWidget(self.view)
        self._parts.setChildrenCollapsible(False)
        self._parts.setStretchFactor(1, 1)
        self._parts.setSizes([LIST_WIDTH, FIRST_SIZE.width() - LIST_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._parts, 1)

    def _connect(self) -> None:
        self.titles.currentRowChanged.connect(self._turned)
        self.view.guide_asked.connect(self.show_guide)
        self.words.textChanged.connect(self._sought)
        self.words.returnPressed.connect(self.find_next)
        self.previous.clicked.connect(self.find_previous)
        self.next.clicked.connect(self.find_next)
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Find), self.ask_words),
            (QKeySequence(Qt.Key.Key_F3), self.find_next),
            (QKeySequence(Qt.Modifier.SHIFT | Qt.Key.Key_F3), self.find_previous),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_W), self.close),
        ):
            QShortcut(keys, self).activated.connect(slot)

    def _button(self, icon: str) -> QToolButton:
        button = QToolButton(self)
        set_icon(button, icon)
        button.setEnabled(False)
        return button

    def _load(self) -> None:
        """Read the guides in the language of the program, and stay on the same one."""
        row = max(self.titles.currentRow(), 0)
        self._guides = guides(QLocale().name())
        self._plain.clear()
        self.titles.blockSignals(True)
        self.titles.clear()
        for guide in self._guides:
            item = QListWidgetItem(guide.title)
            item.setSizeHint(QSize(0, row_height(self.font()) + GAP))
            self.titles.addItem(item)
        self.titles.blockSignals(False)
        self.titles.setCurrentRow(row)

    def _turned(self, row: int) -> None:
        if row >= 0:
            self.view.show_guide(self._guides[row])
            self._say_count()

    # Searching: first on this page, then in the guides that follow, and round

    def find_next(self) -> None:
        self._turn(forward=True)

    def find_previous(self) -> None:
        self._turn(forward=False)

    def _sought(self, words: str) -> None:
        """While words are typed the guide stays the same; Enter goes to those in the others."""
        self.view.seek(words.strip())
        self.view.start_from(end=False)
        self.view.turn_to(forward=True)
        self._say_count()

    def _turn(self, *, forward: bool) -> None:
        if not self.words.text().strip() or self.view.turn_to(forward=forward):
            return
        row, others = self.titles.currentRow(), len(self._guides)
        step = 1 if forward else -1
        for distance in range(1, others + 1):
            there = (row + step * distance) % others
            if self._places(self._guides[there]):
                self.titles.setCurrentRow(there)
                self.view.start_from(end=not forward)
                self.view.turn_to(forward=forward)
                return

    def _places(self, guide: Guide) -> int:
        if guide.id not in self._plain:
            self._plain[guide.id] = plain(guide).lower()
        return self._plain[guide.id].count(self.words.text().strip().lower())

    def _say_count(self) -> None:
        sought = bool(self.words.text().strip())
        everywhere = sum(map(self._places, self._guides)) if sought else 0
        for button in (self.previous, self.next):
            button.setEnabled(everywhere > 0)
        if not sought:
            self.count.setText("")
        elif everywhere:
            self.count.setText(self.tr("{here} here, {all} in all").format(here=self.view.matches, all=everywhere))
        else:
            self.count.setText(self.tr("Not found"))
