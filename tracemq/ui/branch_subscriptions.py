"""Joins the topic tree with the list of subscriptions: a branch is subscribed to and ended where it is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from tracemq.mqtt.topics import matches
from tracemq.workspace.connection import Connection
from tracemq.workspace.subscription_list import SubscriptionEntry, SubscriptionState

from .topic_actions import TopicActions


class Subscriber(Protocol):
    """What is asked of the list of subscriptions."""

    def subscribe_to(self, topic_filter: str) -> None: ...
    def unsubscribe_from(self, branch: str) -> None: ...
    def within(self, branch: str) -> Sequence[SubscriptionEntry]: ...


class BranchSubscriptions(QObject):
    """Lives as long as the tree."""

    note = Signal(str)  # what came of it, where that may surprise

    def __init__(self, connection: Connection, actions: TopicActions, subscriber: Callable[[], Subscriber]) -> None:
        """`subscriber` is asked for when it is needed: the list may not be made yet."""
        super().__init__(actions)
        self._connection, self._subscriber = connection, subscriber
        actions.offer_subscriptions(lambda topic: bool(subscriber().within(topic)))
        actions.subscribe_asked.connect(self._subscribe_to)
        actions.unsubscribe_asked.connect(self._unsubscribe_from)

    def _subscribe_to(self, topic_filter: str) -> None:
        self._subscriber().subscribe_to(topic_filter)

    def _unsubscribe_from(self, topic: str) -> None:
        """End what is subscribed to in a branch, and say why its messages may come all the same."""
        ended = self._subscriber().within(topic)
        self._subscriber().unsubscribe_from(topic)
        for entry in self._connection.subscriptions:
            if entry not in ended and entry.state is not SubscriptionState.OFF and matches(entry.filter, topic):
                text = self.tr("Messages still come: {filter} matches this branch as well")
                self.note.emit(text.format(filter=entry.filter))
                return
