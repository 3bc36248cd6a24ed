"""Turns a read's messages into calls of who watches their topics, each with the number of its row in the log."""

from __future__ import annotations

from collections.abc import Callable

from tracemq.mqtt import Message, MessageBatch
from tracemq.mqtt.router import Router

Watcher = Callable[[Message, int], object]


class Arrivals:
    """Without a watcher a read costs nothing; a topic that nobody watches costs a look-up a read."""

    def __init__(self) -> None:
        self._router = Router()
        self._seq = 0

    def watch(self, topic_filter: str, watcher: Watcher) -> Callable[[], None]:
        return self._router.add(topic_filter, lambda message: watcher(message, self._seq))

    def dispatch(self, batch: MessageBatch, first: int) -> None:
        """Call the watchers; `first` is the number of the read's first message. A watcher must not raise."""
        if not len(self._router):
            return
        names = batch.topics
        matches = ((number, self._router.match(names.name(number))) for number in set(batch.topic_ids))
        wanted = {number: watchers for number, watchers in matches if watchers}
        if not wanted:
            return
        for index, number in enumerate(batch.topic_ids):
            for watcher in wanted.get(number, ()):
                self._seq = first + index
                watcher(batch[index])
