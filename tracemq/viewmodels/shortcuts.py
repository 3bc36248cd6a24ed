"""Turns the keys that the user chooses for actions into settings, and says where two would get in each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, IntEnum, auto
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QKeyCombination, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QKeySequence

Index = QModelIndex | QPersistentModelIndex
NO_PARENT: Final = QModelIndex()
# what fields, lists, menus and windows do with keys everywhere: an action with such a key would take it from them
RESERVED: Final = frozenset(
    [
        *("Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z", "Ctrl+Shift+C"),
        *("Ctrl+Return", "Ctrl+Enter", "Alt+F4", "F10", "Shift+F10", "Ctrl+Tab", "Ctrl+Shift+Tab"),
    ]
)
KEYS_OF_FIELDS: Final = frozenset(
    [
        *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape),
        *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Insert, Qt.Key.Key_Space, Qt.Key.Key_Home),
        *(Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Left, Qt.Key.Key_Right),
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Menu),
    ]
)
LAST_LETTER: Final = 0xFFFFFF  # keys below stand for a character


class NamedAction(NamedTuple):
    """An action as the settings name it, in words, and the keys that the program gives it."""

    name: str
    text: str
    keys: str


class KeysProblem(Enum):
    """Why keys cannot be given to an action."""

    TAKEN = auto()  # another action has them
    RESERVED = auto()  # fields and lists need them
    PLAIN = auto()  # they are needed to type
    MENU = auto()  # they open a menu


class Verdict(NamedTuple):
    """A problem, and the action that has the keys where that is it."""

    problem: KeysProblem
    holder: NamedAction | None = None


class ShortcutColumn(IntEnum):
    ACTION = 0
    KEYS = 1


def plain_name(text: str) -> str:
    """Return an action's text without mnemonic and dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


def shown_keys(keys: str) -> str:
    """Return keys as this computer names them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


class ShortcutsModel(QAbstractTableModel):
    """Actions with their keys; `chosen` are those that differ from the program's."""

    def __init__(self, chosen: Iterable[tuple[str, str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen = dict(chosen)
        self.actions: Sequence[NamedAction] = ()
        self.titles = ["", ""]

    def show(self, actions: Sequence[NamedAction]) -> None:
        """Take the actions in the words of now."""
        if [action.name for action in actions] != [action.name for action in self.actions]:
            self.beginResetModel()
            self.actions = actions
            self.endResetModel()
        else:
            self.actions = actions
            self._changed()

    def show_chosen(self, chosen: Iterable[tuple[str, str]]) -> None:
        """Take other choices, as when defaults were restored."""
        self._chosen = dict(chosen)
        self._changed()

    # -- choosing

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """What the settings keep; names of no action stay, as another version of the program may know them."""
        return tuple(sorted(self._chosen.items()))

    def keys(self, action: NamedAction) -> str:
        return self._chosen.get(action.name, action.keys)

    def differs(self, action: NamedAction) -> bool:
        return self.keys(action) != action.keys

    def judge(self, action: NamedAction, keys: str) -> Verdict | None:
        """Say what is wrong with these keys for an action; None if nothing is."""
        if not keys:
            return None
        if keys in RESERVED:
            return Verdict(KeysProblem.RESERVED)
        problem = _problem_of_keys(QKeySequence(keys))
        if problem is not None:
            return Verdict(problem)
        holder = next((other for other in self.actions if other is not action and self.keys(other) == keys), None)
        return None if holder is None else Verdict(KeysProblem.TAKEN, holder)

    def choose(self, action: NamedAction, keys: str) -> None:
        """Give an action these keys ("" for none), and take them from the one that has them."""
        for other in self.actions:
            if keys and other is not action and self.keys(other) == keys:
                self._set(other, "")
        self._set(action, keys)
        self._changed()

    def reset(self, action: NamedAction) -> None:
        """Give an action the program's keys again."""
        self.choose(action, action.keys)

    def _set(self, action: NamedAction, keys: str) -> None:
        if keys == action.keys:
            self._chosen.pop(action.name, None)
        else:
            self._chosen[action.name] = keys

    def _changed(self) -> None:
        if self.actions:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.actions) - 1, len(ShortcutColumn) - 1))

    # -- what Qt asks

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.actions)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(ShortcutColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        action = self.actions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return action.text if index.column() == ShortcutColumn.ACTION else shown_keys(self.keys(action))
        if role == Qt.ItemDataRole.FontRole and self.differs(action):
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None


def _problem_of_keys(sequence: Any) -> KeysProblem | None:
    pressed: QKeyCombination = sequence[0]  # PySide6 does not declare that a QKeySequence has items
    key, modifiers = pressed.key(), pressed.keyboardModifiers()
    held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    bare = held in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}
    if bare and key in KEYS_OF_FIELDS:
        return KeysProblem.RESERVED
    if bare and key.value < LAST_LETTER:
        return KeysProblem.PLAIN
    if held == Qt.KeyboardModifier.AltModifier and key.value < LAST_LETTER:
        return KeysProblem.MENU
    return None
