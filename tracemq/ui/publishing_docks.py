"""Makes the panels that belong to the publish form and joins them to their tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracemq.profiles.message_record import MessageRecord
from tracemq.workspace.connection import Change

from .messages_panel import MessagesPanel
from .publish_form import PublishForm
from .repeats_panel import RepeatsPanel
from .request_panel import RequestPanel

if TYPE_CHECKING:
    from .connection_tab import ConnectionTab


def messages(tab: ConnectionTab) -> MessagesPanel:
    """What was sent and what is saved: both fill the form."""

    def fill(record: MessageRecord, barred: bool, lacking: str) -> None:
        if isinstance(tab.publish, PublishForm):
            tab.show_dock("publish")
            tab.publish.show_record(record, barred=barred, note=lacking)

    panel = MessagesPanel(tab.connection.publishing.shelf, fill, tab)
    if isinstance(tab.publish, PublishForm):
        panel.save_requested.connect(tab.publish.save_requested)
    return panel


def repeats(tab: ConnectionTab) -> RepeatsPanel:
    return RepeatsPanel(tab.connection.publishing.repeats, tab)


def requests(tab: ConnectionTab) -> RequestPanel:
    """Requests, whose answers stand in the table as well."""
    connection = tab.connection
    panel = RequestPanel(connection.publishing, connection.version, tab)

    def heard(change: Change) -> None:
        if change is Change.STATE:
            panel.set_version(connection.version)

    def show(seq: int) -> None:
        tab.inspect(connection.log, seq)
        tab.table.go_to_seq(seq)

    panel.show_asked.connect(show)
    panel.destroyed.connect(connection.listen(heard))
    return panel
