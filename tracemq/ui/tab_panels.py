"""Turns the panels of a tab, which know nothing of connections, into ones that are joined to one.

Each imports what it is made of when it is made, if that was not done in steps before: all in one go would stop the
window.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from tracemq.mqtt.tasks import start_task
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.viewmodels.filter_counts import FilterCounter
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import Change, ConnectionState
from tracemq.workspace.subscription_list import SubscriptionEntry

from .tab_parts import Panels

MODULES: Final = {
    "subscriptions": ("tracemq.ui.subscriptions_panel",),
    "inspector": ("tracemq.ui.inspector_join",),
    "publish": ("tracemq.ui.publish_desk",),
}


def panels() -> Panels:
    """Return what makes the program's panels."""
    return Panels(subscriptions=_subscriptions, inspector=_inspector, publish=_publish, modules=MODULES)


def _inspector(connection: Connection, parent: QWidget) -> QWidget:
    from .inspector_join import inspector

    return inspector(connection, parent)


def _publish(connection: Connection, parent: QWidget, bring: Callable[..., object]) -> QWidget:
    from .publish_desk import PublishDesk
    from .publish_form import PublishForm

    publishing = connection.publishing
    form = PublishForm(parent, shelf=publishing.shelf, stream=publishing.stream)
    PublishDesk(connection, form, bring)  # the form's child
    return form


def _subscriptions(connection: Connection, parent: QWidget) -> QWidget:
    from .subscriptions_panel import SubscriptionsPanel

    panel = SubscriptionsPanel(parent)

    def subscribe(settings: Sequence[SubscriptionSettings]) -> None:
        start_task(connection.subscribe_all(settings), "subscribe")

    def unsubscribe(entry: SubscriptionEntry, forget: bool) -> None:
        start_task(_finished(connection.unsubscribe(entry, forget=forget)), "unsubscribe")

    def heard(change: Change) -> None:
        if change in {Change.STATE, Change.SUBSCRIPTIONS}:
            panel.set_connected(connection.state is ConnectionState.CONNECTED)
            panel.show_entries(connection.subscriptions, connection.version)
            counter.keep({entry.filter for entry in connection.subscriptions})

    panel.subscribe_requested.connect(subscribe)
    panel.unsubscribe_requested.connect(unsubscribe)
    counter = FilterCounter(connection.tree, connection.log)
    panel.count_with(counter.count, counter.step)
    panel.destroyed.connect(connection.listen(heard))
    heard(Change.SUBSCRIPTIONS)
    return panel


async def _finished(work: Awaitable[object]) -> None:
    """Wait for work whose outcome the connection tells its listeners."""
    await work
