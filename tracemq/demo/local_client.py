"""A device that lives in the broker's process: what it says goes straight into the exchange, and back."""

from __future__ import annotations

from collections.abc import Sequence

from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.types import QoS

from .exchange import Exchange
from .publication import Publication
from .subscriptions import Grant


class LocalClient:
    """Publishes at once, and keeps what it receives until it is asked for: a device answers in its own time."""

    def __init__(self, exchange: Exchange, client_id: str) -> None:
        self.client_id = client_id
        self._exchange = exchange
        self._inbox: list[Publication] = []

    @property
    def ready(self) -> bool:
        return True

    def deliver(self, publication: Publication, grants: Sequence[Grant], now: float) -> bool:
        del grants, now
        if len(self._inbox) >= 1000:  # more than any device could do
            return False
        self._inbox.append(publication)
        return True

    def received(self) -> list[Publication]:
        """What has come since the last call."""
        inbox, self._inbox = self._inbox, []
        return inbox

    def subscribe(self, topic_filter: str) -> None:
        self._exchange.add_local(self, topic_filter)

    def publish(
        self,
        topic: str,
        payload: bytes,
        now: float,
        *,
        qos: QoS = QoS.AT_MOST_ONCE,
        retain: bool = False,
        properties: Properties = NO_PROPERTIES,
    ) -> None:
        interval = properties.message_expiry_interval
        expires_at = None if interval is None else now + interval
        self._exchange.publish(Publication(topic, payload, qos, retain, properties, self.client_id, expires_at), now)
