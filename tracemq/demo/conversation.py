"""The packets of a connected client into calls of the exchange, and what it says into answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from tracemq.mqtt.errors import ProtocolError
from tracemq.mqtt.packets import (
    Disconnect,
    Packet,
    Pingreq,
    Pingresp,
    Puback,
    Pubcomp,
    Publish,
    Pubrec,
    Pubrel,
    Suback,
    Subscribe,
    Unsuback,
    Unsubscribe,
)
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.topics import filter_problem
from tracemq.mqtt.types import QoS, Version

from .exchange import Exchange
from .publication import published
from .session import Answer, Session


class Peer(Protocol):
    """The connection, as far as answers need it."""

    version: Version

    def answer(self, packet: Packet) -> None: ...


class Conversation:
    """A client from CONNACK to its last packet; `leave` is called when it says DISCONNECT."""

    def __init__(
        self, exchange: Exchange, session: Session, link: Peer, leave: Callable[[Disconnect, float], None]
    ) -> None:
        self._exchange = exchange
        self._session = session
        self._link = link
        self._version = link.version
        self._aliases: dict[int, str] = {}
        self._handlers: dict[type[Packet], Callable[[Any, float], None]] = {
            Publish: self._publish,
            Puback: self._acknowledge,
            Pubrec: self._acknowledge,
            Pubcomp: self._acknowledge,
            Pubrel: self._release,
            Subscribe: self._subscribe,
            Unsubscribe: self._unsubscribe,
            Pingreq: self._ping,
            Disconnect: leave,
        }

    def handle(self, packet: Packet, now: float) -> None:
        """Do what a packet asks; MqttError if it may not ask that."""
        handler = self._handlers.get(type(packet))
        if handler is None:
            raise ProtocolError(f"{type(packet).__name__} from a connected client")
        handler(packet, now)

    def _publish(self, packet: Publish, now: float) -> None:
        session = self._session
        self._exchange.counters.publish_received += 1
        self._resolve_alias(packet)
        if packet.qos is QoS.EXACTLY_ONCE:
            if packet.packet_id in session.received:  # [MQTT-4.3.3-10]
                self._link.answer(Pubrec(packet.packet_id))
                return
            if len(session.received) >= self._exchange.limits.receive_maximum and self._version is Version.V5:
                raise ProtocolError("more messages than the receive maximum", ReasonCode.RECEIVE_MAXIMUM_EXCEEDED)
        reason = ReasonCode.SUCCESS
        if reserved(packet.topic):
            reason = ReasonCode.NOT_AUTHORIZED
        elif not self._exchange.publish(published(packet, session.client_id, now), now):
            reason = ReasonCode.NO_MATCHING_SUBSCRIBERS
        if packet.qos is QoS.AT_MOST_ONCE:
            return
        if packet.qos is QoS.AT_LEAST_ONCE:
            self._link.answer(Puback(packet.packet_id, reason))
            return
        if not reason.failed:
            session.received.add(packet.packet_id)
        self._link.answer(Pubrec(packet.packet_id, reason))

    def _resolve_alias(self, packet: Publish) -> None:
        """Put the name in where a topic alias stands for it (section 3.3.2.3.4)."""
        alias = packet.properties.topic_alias
        if alias is None:
            return
        if not 0 < alias <= self._exchange.limits.topic_alias_maximum:  # [MQTT-3.3.2-8] [MQTT-3.3.2-9]
            raise ProtocolError(f"topic alias {alias}", ReasonCode.TOPIC_ALIAS_INVALID)
        if packet.topic:
            self._aliases[alias] = packet.topic
            return
        topic = self._aliases.get(alias)
        if topic is None:
            raise ProtocolError(f"topic alias {alias} stands for nothing")
        packet.topic = topic

    def _acknowledge(self, packet: Answer, now: float) -> None:
        self._session.acknowledge(packet, now)

    def _release(self, packet: Pubrel, now: float) -> None:
        del now
        known = packet.packet_id in self._session.received
        self._session.received.discard(packet.packet_id)
        reason = ReasonCode.SUCCESS if known else ReasonCode.PACKET_IDENTIFIER_NOT_FOUND
        self._link.answer(Pubcomp(packet.packet_id, reason))

    def _subscribe(self, packet: Subscribe, now: float) -> None:
        for entry in packet.subscriptions:
            problem = filter_problem(entry.filter)  # in 3.x too: this broker knows $share there as well
            if problem is not None:
                raise ProtocolError(f"topic filter: {problem.value}", ReasonCode.TOPIC_FILTER_INVALID)
        known = set(self._session.grants)
        self._exchange.subscribe(self._session, packet)
        codes = tuple(ReasonCode(int(entry.qos)) for entry in packet.subscriptions)
        self._link.answer(Suback(packet.packet_id, codes))
        self._exchange.send_retained(self._session, packet.subscriptions, known, now)

    def _unsubscribe(self, packet: Unsubscribe, now: float) -> None:
        del now
        codes = self._exchange.unsubscribe(self._session, packet.filters)
        self._link.answer(Unsuback(packet.packet_id, codes))

    def _ping(self, packet: Pingreq, now: float) -> None:
        del packet, now
        self._link.answer(Pingresp())


def reserved(topic: str) -> bool:
    """Whether only the broker itself may publish there (section 4.7.2)."""
    return topic.startswith("$SYS/")
