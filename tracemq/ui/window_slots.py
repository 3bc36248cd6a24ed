"""Turns the names of the window's actions into what each does: with the tab in front, or by asking for it.

What needs a tab, or a connection that is chosen, does nothing without one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .connection_tab import ConnectionTab
    from .main_window import MainWindow

OF_TAB: Final[dict[str, Callable[[ConnectionTab], object]]] = {
    "clear": lambda tab: tab.clear(),
    "publish": lambda tab: tab.publish_to(tab.topics.tree.topic or ""),
    "filter": lambda tab: tab.panel.filter_line.begin(),
    "find": lambda tab: tab.panel.find_bar.begin(),
    "find_next": lambda tab: tab.panel.find_bar.find_next(),
    "find_previous": lambda tab: tab.panel.find_bar.find_previous(),
    "find_topic": lambda tab: tab.find_topic(),
}
SWITCHES_OF_TAB: Final[dict[str, Callable[[ConnectionTab, bool], object]]] = {
    "follow": lambda tab, wanted: tab.table.follow(wanted),
    "pause": lambda tab, wanted: tab.pause(wanted),
    "narrow": lambda tab, wanted: tab.topics.narrow.setChecked(wanted),
}


def window_slots(window: MainWindow) -> dict[str, Callable[..., object]]:
    """Return what each of the `ACTIONS` does; the checkable ones take whether they are checked."""

    def with_tab(act: Callable[[ConnectionTab], object]) -> Callable[[], None]:
        def slot() -> None:
            if window.tab is not None:
                act(window.tab)

        return slot

    def switch(act: Callable[[ConnectionTab, bool], object]) -> Callable[[bool], None]:
        return lambda wanted: with_tab(lambda tab: act(tab, wanted))()

    def ask(emit: Callable[[str], object]) -> Callable[[], None]:
        """Ask for something to be done with the tab's connection, or with the one selected in the list."""

        def slot() -> None:
            tab, entry = window.tab, window.connections.current
            if tab is not None:
                emit(tab.connection.profile.id)
            elif entry is not None:
                emit(entry.id)

        return slot

    return {
        "new": window.new_asked.emit,
        "close_tab": with_tab(lambda tab: window.close_asked.emit(tab.connection)),
        "preferences": window.preferences_asked.emit,
        "quit": window.close,
        "connect": ask(window.connect_asked.emit),
        "disconnect": ask(window.disconnect_asked.emit),
        "edit": ask(window.edit_asked.emit),
        "diagnose": ask(window.diagnose_asked.emit),
        "open_messages": window.open_messages_asked.emit,
        "export_messages": with_tab(window.export_messages_asked.emit),
        "import": window.import_asked.emit,
        "export": window.export_asked.emit,
        "details": with_tab(lambda tab: window.details_asked.emit(tab.connection)),
        **{name: with_tab(act) for name, act in OF_TAB.items()},
        **{name: switch(act) for name, act in SWITCHES_OF_TAB.items()},
        "move_tab": with_tab(window.windows.move),
        "reset_layout": window.reset_layout,
        "guides": window.guide_asked.emit,
        "about": window.about_asked.emit,
    }
