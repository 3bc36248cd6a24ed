"""Says all of a cell that its column shortens, where the mouse rests on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QTreeView

from .tool_tips import plain_tip


def show_cut_tip(view: QTreeView, event: QEvent) -> bool:
    """Answer an event of a view's viewport; false if it is none that asks for a tip."""
    if not isinstance(event, QHelpEvent) or event.type() is not QEvent.Type.ToolTip:
        return False
    index = view.indexAt(event.pos())
    text = str(index.data() or "")
    fits = view.sizeHintForIndex(index).width() <= view.visualRect(index).width()
    QToolTip.showText(event.globalPos(), "" if fits else plain_tip(text), view)
    return True
