"""Imports what every tab needs once the window is painted: it opens sooner, and the first tab as quickly as the next.

The window goes on answering meanwhile. Where Qt is not concerned a thread imports, for numpy alone takes 40 ms; modules
with widgets come in steps of some 30 ms, each a turn of the event loop.
"""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import Final

WITHOUT_QT: Final = ("workspace.connection", "history.query", "history.filter")
WITH_QT: Final = (
    "ui.branch_subscriptions",
    "ui.filter_line",
    "ui.message_panel",
    "ui.connection_tab",
    "ui.publish_desk",
    "ui.tab_panels",
)


async def load_tabs() -> None:
    """Return when a tab can be made of what is there; whoever needs one sooner imports the rest by itself."""
    for name in WITHOUT_QT:
        await asyncio.to_thread(import_module, f"tracemq.{name}")
    for name in WITH_QT:
        import_module(f"tracemq.{name}")
        await asyncio.sleep(0)
