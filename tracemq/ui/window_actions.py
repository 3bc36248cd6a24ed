"""The table of what the window can do becomes actions with icons, shortcuts, words and places in the menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from tracemq import APP_NAME
from tracemq.viewmodels.shortcuts import NamedAction, plain_name
from tracemq.workspace.connection_state import ConnectionState

from .icons import set_icon

if TYPE_CHECKING:
    from .connection_tab import ConnectionTab


class ActionSpec(NamedTuple):
    """How an action looks and is reached; what it needs in front to be of use: a tab, or one with a broker."""

    icon: str = ""
    shortcut: str = ""
    checkable: bool = False
    needs_tab: bool = False
    needs_broker: bool = False


ACTIONS: Final = {
    "new": ActionSpec("add", "Ctrl+N"),
    "close_tab": ActionSpec("close", "Ctrl+W", needs_tab=True),
    "preferences": ActionSpec(shortcut="Ctrl+,"),
    "quit": ActionSpec(shortcut="Ctrl+Q"),
    "connect": ActionSpec("connect", "F5", needs_broker=True),
    "disconnect": ActionSpec("disconnect", "Shift+F5", needs_broker=True),
    "edit": ActionSpec("edit", needs_broker=True),
    "diagnose": ActionSpec("help", needs_broker=True),
    "open_messages": ActionSpec("open", "Ctrl+O"),
    "export_messages": ActionSpec("save", "Ctrl+Shift+S", needs_tab=True),
    "import": ActionSpec("open"),
    "export": ActionSpec("export"),
    "details": ActionSpec("info", "Ctrl+I", needs_tab=True, needs_broker=True),
    "follow": ActionSpec("follow", "F6", checkable=True, needs_tab=True),
    "pause": ActionSpec("pause", "F7", checkable=True, needs_tab=True),
    "clear": ActionSpec("clear", "Ctrl+L", needs_tab=True),
    "publish": ActionSpec("publish", "Ctrl+P", needs_tab=True, needs_broker=True),
    "filter": ActionSpec("filter", "Ctrl+Shift+F", needs_tab=True),
    "find": ActionSpec("search", "Ctrl+F", needs_tab=True),
    "find_next": ActionSpec(shortcut="F3", needs_tab=True),
    "find_previous": ActionSpec(shortcut="Shift+F3", needs_tab=True),
    "narrow": ActionSpec("filter", "Ctrl+B", checkable=True, needs_tab=True),
    "find_topic": ActionSpec("search", "Ctrl+T", needs_tab=True),
    "move_tab": ActionSpec("", "Ctrl+Shift+N", needs_tab=True),
    "reset_layout": ActionSpec("layout"),
    "guides": ActionSpec(shortcut="F1"),
    "about": ActionSpec("info"),
}
# what stands in a menu and in the tool bar, in order; "" is a separator
MENUS: Final = {
    "file": (
        *("new", "close_tab", "", "open_messages", "export_messages", ""),
        *("import", "export", "", "preferences", "", "quit"),
    ),
    "connection": (
        *("connect", "disconnect", "edit", "details", "diagnose", ""),
        *("follow", "pause", "clear", "", "publish"),
    ),
    "search": ("filter", "narrow", "", "find", "find_next", "find_previous", "", "find_topic"),
    "help": ("guides", "about"),
}
TOOLS: Final = ("new", "connect", "disconnect", "", "follow", "pause", "clear", "", "publish", "find_topic")


class WindowActions(QObject):
    """The actions of a window by their names in `ACTIONS`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.by_name: dict[str, QAction] = {}
        self._moved = False  # the tab in front is a window of its own

    def make(self, slots: Mapping[str, Callable[..., object]]) -> dict[str, QAction]:
        """Make the actions; the slots of checkable ones take whether they are checked, the others nothing."""
        for name, spec in ACTIONS.items():
            action = QAction(self._window)
            action.setObjectName(name)
            action.setCheckable(spec.checkable)
            if spec.shortcut:
                action.setShortcut(QKeySequence(spec.shortcut))
            if spec.icon:
                set_icon(action, spec.icon)
            action.triggered.connect(slots[name] if spec.checkable else _without_argument(slots[name]))
            self._window.addAction(action)
            self.by_name[name] = action
        return self.by_name

    def fill(self, place: QMenu | QWidget, names: tuple[str, ...]) -> None:
        """Put actions into a menu or a tool bar."""
        for name in names:
            if name:
                place.addAction(self.by_name[name])
            else:
                separator = QAction(place)
                separator.setSeparator(True)
                place.addAction(separator)

    def follow(self, tab: ConnectionTab | None, *, moved: bool) -> None:
        """Grey out and check them as fits the tab in front; `moved` if that is a window of its own."""
        named = self.by_name
        file = tab is not None and tab.connection.read_only
        for name, spec in ACTIONS.items():
            named[name].setEnabled(not (spec.needs_tab and tab is None) and not (spec.needs_broker and file))
        state = ConnectionState.OFFLINE if tab is None else tab.connection.state
        if not file:
            named["connect"].setEnabled(state in {ConnectionState.OFFLINE, ConnectionState.RECONNECTING})
            named["disconnect"].setEnabled(state is not ConnectionState.OFFLINE)
        named["narrow"].setChecked(tab is not None and tab.topics.narrow.isChecked())
        named["follow"].setChecked(tab is not None and tab.table.following)
        named["pause"].setChecked(tab is not None and tab.messages.paused)
        if moved is not self._moved:  # then the way back is offered
            self._moved = moved
            self.retranslate()

    def use_shortcuts(self, chosen: Mapping[str, str]) -> None:
        """Give actions other keys than those of `ACTIONS`, or none (""); names of no action are passed over."""
        for name, spec in ACTIONS.items():
            self.by_name[name].setShortcut(QKeySequence(chosen.get(name, spec.shortcut)))
        self.retranslate()

    def named(self) -> list[NamedAction]:
        """Every action in words, with the keys that the program gives it."""
        words = self._words()
        return [NamedAction(name, plain_name(words[name][0]), spec.shortcut) for name, spec in ACTIONS.items()]

    def retranslate(self) -> None:
        for name, (text, short, hint) in self._words().items():
            action = self.by_name[name]
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(text)
            action.setIconText(short or text.replace("&", ""))
            action.setToolTip(f"{hint} ({keys})" if hint and keys else hint or text.replace("&", ""))

    def _words(self) -> dict[str, tuple[str, str, str]]:
        """Text in the menu, text in the tool bar, hint; by name."""
        return {
            "new": (self.tr("&New Connection…"), self.tr("New"), self.tr("Set up a connection to a broker")),
            "close_tab": (self.tr("&Close Tab"), "", ""),
            "preferences": (self.tr("&Preferences…"), "", ""),
            "quit": (self.tr("&Quit"), "", ""),
            "connect": (self.tr("&Connect"), self.tr("Connect"), self.tr("Connect, or connect again")),
            "disconnect": (self.tr("&Disconnect"), self.tr("Disconnect"), self.tr("Say goodbye; the messages stay")),
            "edit": (self.tr("&Edit Connection…"), "", ""),
            "diagnose": (self.tr("Dia&gnose…"), "", self.tr("Try the connection step by step and see what is wrong")),
            "open_messages": (self.tr("&Open Messages…"), "", self.tr("Show the messages of an exported file")),
            "export_messages": (self.tr("Export &Messages…"), "", self.tr("Write messages to a file")),
            "import": (self.tr("&Import Connections…"), "", ""),
            "export": (self.tr("E&xport Connections…"), "", ""),
            "details": (self.tr("De&tails…"), "", self.tr("What was asked for and granted, and how the bytes travel")),
            "follow": (self.tr("&Follow"), self.tr("Follow"), self.tr("Stick to the newest message")),
            "pause": (self.tr("&Pause"), self.tr("Pause"), self.tr("Keep the rows still; recording goes on")),
            "clear": (self.tr("C&lear"), self.tr("Clear"), self.tr("Forget all messages received so far")),
            "publish": (self.tr("P&ublish…"), self.tr("Publish"), self.tr("Go to the publish form")),
            "filter": (self.tr("&Filter Messages"), self.tr("Filter"), self.tr("Show only messages that match")),
            "find": (self.tr("F&ind in Messages…"), self.tr("Find"), self.tr("Go to messages that contain a text")),
            "find_next": (self.tr("Find &Next"), "", ""),
            "find_previous": (self.tr("Find &Previous"), "", ""),
            "narrow": (self.tr("Only the Selected &Branch"), "", ""),
            "find_topic": (self.tr("Find &Topic"), self.tr("Find Topic"), self.tr("Search the topic tree")),
            "move_tab": (
                self.tr("Move &Back to the Main Window") if self._moved else self.tr("Move to New &Window"),
                "",
                "",
            ),
            "reset_layout": (self.tr("&Reset Layout"), "", ""),
            "guides": (self.tr("&Guides"), "", ""),
            "about": (self.tr("&About {program}").format(program=APP_NAME), "", ""),
        }


def _without_argument(slot: Callable[..., object]) -> Callable[[bool], object]:
    """Drop the "checked" that Qt passes on for actions that cannot be checked."""
    return lambda _checked: slot()
