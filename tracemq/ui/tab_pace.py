"""Turns what happens in a tab into a frame that comes at once."""

from __future__ import annotations

from .connection_tab import ConnectionTab
from .frame_clock import FrameClock


def keep_pace(tab: ConnectionTab, clock: FrameClock) -> None:
    """Wake the clock when messages begin to flow, when a panel comes into sight, and while a topic is looked for."""
    tab.connection.listen(lambda _: clock.wake())
    tab.topics.line.textChanged.connect(clock.wake)
    for dock in tab.docks.values():
        dock.visibilityChanged.connect(clock.wake)
