"""Turns work that would be one long turn of the event loop into several: imports in steps, dialogs shown when made."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog

from tracemq.viewmodels.import_slices import import_steps
from tracemq.viewmodels.slices import Slices

IMPORT_SLICE_S: Final = 0.004  # a module more may take as long again
NEXT_TURN_MS: Final = 1  # 0 would be a queued call, which Qt makes before it looks at any timer


def open_soon(dialog: QDialog) -> None:
    """Open a dialog in a turn of its own: to make it takes one, to lay out and paint what was made another."""
    QTimer.singleShot(NEXT_TURN_MS, dialog, dialog.open)


async def imported(*names: str) -> None:
    """Import modules in steps; other work has its turns between them."""
    for _ in import_steps(*names):
        await asyncio.sleep(0)


def when_imported(parent: QObject, then: Callable[[], object], *names: str) -> None:
    """Import modules in steps, then call `then`: at once if all are there, and never once `parent` is gone."""
    if all(name in sys.modules for name in names):
        then()
        return
    slices = Slices(parent, slice_s=IMPORT_SLICE_S)

    def done(_nothing: object) -> None:
        slices.deleteLater()
        then()

    slices.run(import_steps(*names), done)
