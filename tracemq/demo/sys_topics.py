"""What the broker knows about itself into $SYS topics, named as mosquitto names them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tracemq import APP_NAME, __version__

from .exchange import Exchange
from .publication import Publication

INTERVAL_S: Final = 5.0

_TOPICS: Final[dict[str, Callable[[Exchange], object]]] = {
    "clients/connected": lambda exchange: exchange.connected,
    "clients/total": lambda exchange: len(exchange.sessions),
    "messages/received": lambda exchange: exchange.counters.messages_received,
    "messages/sent": lambda exchange: exchange.counters.messages_sent,
    "publish/messages/received": lambda exchange: exchange.counters.publish_received,
    "publish/messages/sent": lambda exchange: exchange.counters.publish_sent,
    "publish/messages/dropped": lambda exchange: sum(session.dropped for session in exchange.sessions.values()),
    "bytes/received": lambda exchange: exchange.counters.bytes_received,
    "bytes/sent": lambda exchange: exchange.counters.bytes_sent,
    "subscriptions/count": lambda exchange: len(exchange.subscriptions),
    "retained messages/count": lambda exchange: len(exchange.retained),
}


class SysTopics:
    """Publishes the topics whose value has changed, retained, every INTERVAL_S; `now` is the exchange's clock."""

    def __init__(self, exchange: Exchange, now: float) -> None:
        self._exchange = exchange
        self._started_at = now
        self._due_at = now
        self._said: dict[str, str] = {}

    def advance(self, now: float) -> None:
        if now < self._due_at:
            return
        self._due_at = now + INTERVAL_S
        self._say("version", f"{APP_NAME} demo broker {__version__}", now)
        self._say("uptime", f"{now - self._started_at:.0f} seconds", now)
        for name, value in _TOPICS.items():
            self._say(name, str(value(self._exchange)), now)

    def _say(self, name: str, text: str, now: float) -> None:
        if self._said.get(name) != text:
            self._said[name] = text
            self._exchange.publish(Publication(f"$SYS/broker/{name}", text.encode(), retain=True), now)
