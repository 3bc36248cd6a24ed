"""Retained messages: topic filters into the last message of each topic that matches."""

from __future__ import annotations

from collections.abc import Iterator

from tracemq.mqtt.topics import has_wildcard, matches

from .publication import Publication


class RetainedMessages:
    """The last retained message per topic, at most `limit` of them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._messages: dict[str, Publication] = {}

    def __len__(self) -> int:
        return len(self._messages)

    def keep(self, publication: Publication) -> bool:
        """Keep a retained message, or forget the topic's one if its payload is empty; False if there is no room."""
        topic = publication.topic
        if not publication.payload:  # [MQTT-3.3.1-6]
            self._messages.pop(topic, None)
            return True
        if topic not in self._messages and len(self._messages) >= self._limit:
            return False
        self._messages[topic] = publication
        return True

    def matching(self, filter_: str, now: float) -> Iterator[Publication]:
        """What a new subscription receives; messages whose time is over are dropped on the way [MQTT-3.3.2-5]."""
        if has_wildcard(filter_):
            candidates = [message for topic, message in self._messages.items() if matches(filter_, topic)]
        else:
            found = self._messages.get(filter_)
            candidates = [found] if found else []
        for message in candidates:
            if message.expired(now):
                self._messages.pop(message.topic, None)
            else:
                yield message
