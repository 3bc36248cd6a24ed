"""Makes the panels that belong to the publish form and joins them to their tab; each is imported when it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from tracemq.profiles.message_record import MessageRecord
from tracemq.workspace.connection_state import Change

from .publish_form import PublishForm

if TYPE_CHECKING:
    from .connection_tab import ConnectionTab
    from .messages_panel import MessagesPanel
    from .repeats_panel import RepeatsPanel
    from .request_panel import RequestPanel


WIDTH: Final = 330  # px, at first, of the panels at the right of the form
WIDE: Final = 430
LEAST_WIDTH: Final = 220
REQUESTS_HEIGHT: Final = 230  # for an answer of some lines


def _give_room(tab: ConnectionTab, name: str, panel: QWidget, width: int = WIDTH) -> None:
    """Where it is shown for the first time, it is as narrow as Qt can make it."""
    panel.setMinimumWidth(LEAST_WIDTH)

    def widen() -> None:
        dock, layout = tab.docks[name], tab.layout()
        if layout is not None:
            layout.activate()  # else a dock that was shown just now still has the width of no place at all
        if dock.isVisible() and not dock.isFloating() and dock.width() < width - 60:
            tab.resizeDocks([dock], [width], Qt.Orientation.Horizontal)

    QTimer.singleShot(0, panel, widen)


def messages(tab: ConnectionTab) -> MessagesPanel:
    """What was sent and what is saved: both fill the form."""
    from .messages_panel import MessagesPanel

    def fill(record: MessageRecord, barred: bool, lacking: str) -> None:
        if isinstance(tab.publish, PublishForm):
            tab.show_dock("publish")
            tab.publish.show_record(record, barred=barred, note=lacking)

    panel = MessagesPanel(tab.connection.publishing.shelf, fill, tab.docks["messages"])
    if isinstance(tab.publish, PublishForm):
        panel.save_requested.connect(tab.publish.save_requested)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # what was filled in is sent, without going to the form
            shortcut = QShortcut(QKeySequence(keys), panel, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(tab.publish.publish)
    _give_room(tab, "messages", panel)
    return panel


def repeats(tab: ConnectionTab) -> RepeatsPanel:
    """What is sent again and again."""
    from .repeats_panel import RepeatsPanel

    panel = RepeatsPanel(tab.connection.publishing.repeats, tab.docks["repeats"])
    _give_room(tab, "repeats", panel)
    return panel


def requests(tab: ConnectionTab) -> RequestPanel:
    """Requests, whose answers stand in the table as well."""
    from .request_panel import RequestPanel

    connection = tab.connection
    panel = RequestPanel(connection.publishing, connection.version, tab.docks["requests"])

    def heard(change: Change) -> None:
        if change is Change.STATE:
            panel.set_version(connection.version)

    def show(seq: int) -> None:
        tab.inspect(connection.log, seq)
        tab.table.go_to_seq(seq)

    panel.show_asked.connect(show)
    panel.destroyed.connect(connection.listen(heard))
    _give_room(tab, "requests", panel, WIDE)
    tab.tools.give_height("requests", REQUESTS_HEIGHT)
    return panel
