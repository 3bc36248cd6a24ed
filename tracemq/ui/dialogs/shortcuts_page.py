"""Turns keys that are pressed into the shortcuts of the window's actions, and says whose they are already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from tracemq.ui.fields import Note, Tone
from tracemq.ui.row_delegate import RowDelegate
from tracemq.ui.theme import GAP, MARGIN, row_height
from tracemq.viewmodels.shortcuts import KeysProblem, NamedAction, ShortcutColumn, ShortcutsModel, Verdict, shown_keys


class ShortcutsPage(QWidget):
    """`chosen` has the pairs of action and keys that differ from the program's."""

    chosen = Signal(object)

    def __init__(self, actions: Callable[[], Sequence[NamedAction]], chosen: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._actions = actions
        self._wanted = ""  # keys that another action has
        self.model = ShortcutsModel(chosen, self)
        self.view = QTableView()
        self._make_view()
        self._label = QLabel()
        self.keys = _Keys()
        self.keys.setMaximumSequenceLength(1)
        self._label.setBuddy(self.keys)
        self.take_button, self.remove_button, self.reset_button = QPushButton(), QPushButton(), QPushButton()
        self.note = Note(stays=True)
        self.note.setMinimumHeight(2 * self.fontMetrics().height())
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.keys.editingFinished.connect(self._pressed)
        self.take_button.clicked.connect(self._take)
        self.remove_button.clicked.connect(self._remove)
        self.reset_button.clicked.connect(self._reset)
        self.view.selectionModel().currentRowChanged.connect(self._show_current)
        self.retranslate()
        if self.model.actions:
            self.view.selectRow(0)

    def _make_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(RowDelegate(view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setFrameShape(QFrame.Shape.StyledPanel)
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._measure()

    def _measure(self) -> None:
        header = self.view.horizontalHeader()
        self.view.verticalHeader().setDefaultSectionSize(row_height(self.font()))
        header.setSectionResizeMode(ShortcutColumn.ACTION, QHeaderView.ResizeMode.Stretch)
        self.view.setColumnWidth(ShortcutColumn.KEYS, 20 * self.fontMetrics().averageCharWidth())

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._label)
        line.addWidget(self.keys, 1)
        line.addWidget(self.take_button)
        line.addWidget(self.remove_button)
        line.addWidget(self.reset_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, MARGIN, 0, 0)
        column.setSpacing(MARGIN)
        column.addWidget(self.view, 1)
        column.addLayout(line)
        column.addWidget(self.note)
        for button in (self.take_button, self.remove_button, self.reset_button):
            button.setAutoDefault(False)

    def retranslate(self) -> None:
        self.model.titles = [self.tr("Action"), self.tr("Keys")]
        self.model.show(self._actions())
        self.view.setAccessibleName(self.tr("Shortcuts"))
        self._label.setText(self.tr("&Press new keys:"))
        self.keys.setAccessibleName(self.tr("Press new keys"))
        self.take_button.setText(self.tr("&Use Them Here"))
        self.remove_button.setText(self.tr("Re&move"))
        self.remove_button.setToolTip(self.tr("Leave this action without keys"))
        self.reset_button.setText(self.tr("R&eset"))
        self.reset_button.setToolTip(self.tr("Give this action the keys that the program has for it"))
        self._show_current()

    def show_chosen(self, chosen: Iterable[tuple[str, str]]) -> None:
        """Show other choices, as when defaults were restored."""
        self.model.show_chosen(chosen)
        self._show_current()

    def height_for(self, rows: int) -> int:
        """Return the height in px at which so many actions are seen."""
        list_height = rows * self.view.verticalHeader().defaultSectionSize() + self.view.horizontalHeader().height()
        return list_height + self.keys.sizeHint().height() + self.note.minimumHeight() + 4 * MARGIN

    # -- what is chosen

    @property
    def action(self) -> NamedAction | None:
        """The selected one."""
        row = self.view.currentIndex().row()
        return self.model.actions[row] if 0 <= row < len(self.model.actions) else None

    def _pressed(self) -> None:
        action = self.action
        if action is None:
            return
        keys = self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if keys == self.model.keys(action):
            self._settle()
            return
        verdict = self.model.judge(action, keys)
        if verdict is None:
            self._choose(action, keys)
        else:
            self._wanted = keys if verdict.problem is KeysProblem.TAKEN else ""
            self.take_button.setVisible(bool(self._wanted))
            self.note.say(self._verdict_text(verdict, keys), Tone.WARNING)

    def _choose(self, action: NamedAction, keys: str) -> None:
        self.model.choose(action, keys)
        self.chosen.emit(self.model.chosen)
        self._settle()

    def _take(self) -> None:
        """Take the keys from the action that has them."""
        if self.action is not None and self._wanted:
            self._choose(self.action, self._wanted)
            self.keys.setFocus()

    def _remove(self) -> None:
        if self.action is not None:
            self.view.setFocus()  # from a button that greys out it would go to the one that restores all defaults
            self._choose(self.action, "")
            self._show_current()

    def _reset(self) -> None:
        action = self.action
        if action is None:
            return
        verdict = self.model.judge(action, action.keys)
        if verdict is not None:  # its own keys were given to another one
            self._wanted = action.keys
            self.take_button.setVisible(True)
            self.note.say(self._verdict_text(verdict, action.keys), Tone.WARNING)
            return
        self.view.setFocus()
        self._choose(action, action.keys)
        self._show_current()

    def _verdict_text(self, verdict: Verdict, keys: str) -> str:
        shown = shown_keys(keys)
        match verdict.problem:
            case KeysProblem.TAKEN if verdict.holder is not None:
                return self.tr("{keys} is the shortcut of “{action}”. Used here, that action has none.").format(
                    keys=shown, action=verdict.holder.text
                )
            case KeysProblem.PLAIN:
                return self.tr("{keys} is needed to type. Hold Ctrl or Alt with it, or take a function key.").format(
                    keys=shown
                )
            case KeysProblem.MENU:
                return self.tr("{keys} may open a menu. Hold Ctrl with it as well.").format(keys=shown)
            case _:
                return self.tr("{keys} already means something in fields, lists and windows.").format(keys=shown)

    # -- what is shown

    def _show_current(self) -> None:
        action = self.action
        self.keys.setEnabled(action is not None)
        self.keys.blockSignals(True)
        self.keys.setKeySequence(QKeySequence("" if action is None else self.model.keys(action)))
        self.keys.blockSignals(False)
        self._settle()

    def _settle(self) -> None:
        """Nothing is in question."""
        action = self.action
        self._wanted = ""
        self.take_button.hide()
        self.remove_button.setEnabled(action is not None and bool(self.model.keys(action)))
        self.reset_button.setEnabled(action is not None and self.model.differs(action))
        self.note.say("")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self._measure()


class _Keys(QKeySequenceEdit):
    """Takes every key but Escape, which closes the window here as everywhere."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)
