"""Messages to publish into PUBLISH packets, and the server's answers into what became of them (sections 4.3 to 4.9).

A message waits while there is no connection, or while the server's Receive Maximum is used up; then it is in flight
until it is settled. What is in flight when a connection ends is sent again, in the same order and with DUP, if the
server still has the session; otherwise it becomes a new message, or is given up as lost, as the settings say.
"""

from __future__ import annotations

from collections.abc import Iterable

from .errors import MqttError, ProtocolError, RefusedLocally, SessionLost, TimedOut
from .events import Event, Failed, PropertiesNotSent, SessionDiscarded, Settled
from .flights import Flights
from .journal import SavedMessage, SaveMessage, SaveSent
from .negotiation import Negotiated, SessionSettings, names_of
from .outgoing import Encoder, Outgoing
from .output import Output
from .packet_ids import PacketIds
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .types import PacketType, QoS, Version
from .waiting import Waiting


class Outbound:
    """All that we publish, over any number of connections."""

    def __init__(self, settings: SessionSettings, output: Output, ids: PacketIds) -> None:
        self.settings = settings
        self.encoder = Encoder()
        self._output = output
        self._ids = ids
        self._waiting = Waiting()
        self._flights = Flights(output, ids)
        self._negotiated: Negotiated | None = None  # while connected
        self._is_simple = False  # connected, and no rule of this connection can touch a message without properties
        self._aliases_by_hand: dict[int, str] = {}
        self._last_ticket = 0
        self._lifetimes: list[tuple[Outgoing, float]] = []  # of restored messages, until the clock is known
        self.news: list[Event] = []  # what commands bring about

    # What others may ask

    @property
    def waiting(self) -> int:
        return len(self._waiting) + len(self._flights.resend)

    @property
    def in_flight(self) -> int:
        return len(self._flights)

    @property
    def deadline(self) -> float | None:
        return self._waiting.deadline

    def new_ticket(self) -> int:
        self._last_ticket += 1
        return self._last_ticket

    def is_waiting(self, ticket: int) -> bool:
        return any(message.ticket == ticket for message in self._waiting)

    # Commands

    def publish(self, topic: str, payload: bytes, qos: int, retain: bool, properties: Properties, now: float) -> int:
        """See `Session.publish`."""
        if (
            self._is_simple
            and properties is NO_PROPERTIES
            and (ticket := self._publish_simply(topic, payload, qos, retain))
        ):
            return ticket
        message = self._message(topic, payload, qos, retain, properties, now)
        negotiated = self._negotiated
        if negotiated is not None:
            self._check(message, negotiated)
            if self._may_leave(message):
                return self._send_new(message, now)
        limit = self.settings.offline_queue_limit if negotiated is None else self.settings.waiting_limit
        if len(self._waiting) >= limit:
            raise RefusedLocally(f"{len(self._waiting)} messages wait already", ReasonCode.QUOTA_EXCEEDED)
        message.ticket = self.new_ticket()
        self._wait(message)
        if qos:
            self._output.note(SaveMessage(self._saved(message, now)))
        return message.ticket

    def _publish_simply(self, topic: str, payload: bytes, qos: int, retain: bool) -> int:
        """Send a plain message above QoS 0 at once, in two thirds of the time; 0 if it needs a closer look."""
        flights = self._flights
        if not isinstance(qos, int) or not 0 < qos < 3 or type(payload) is not bytes:
            return 0
        if not flights.room(qos) or self._waiting or flights.resend:
            return 0
        raw = self.encoder.raw(topic)
        packet_id = self._ids.take()
        packet = self.encoder.plain(raw, payload, qos << 1 | bool(retain), packet_id)
        if packet is None:
            self._ids.give_back(packet_id)
            return 0
        self._last_ticket += 1
        ticket = self._last_ticket
        flights.sent[packet_id] = Outgoing(ticket, topic, raw, payload, qos, retain, NO_PROPERTIES, None, packet_id)
        flights.count_out(qos)
        self._output.write(packet)
        return ticket

    def withdraw(self, ticket: int) -> bool:
        message = self._waiting.remove(ticket)
        if message is None:
            return False
        self._flights.forget([message])
        return True

    def abandon(self) -> list[int]:
        """The tickets of everything unsettled. What waits is forgotten unless a journal has it; what is in flight
        belongs to the session and stays.
        """
        everything = [*self._flights.messages(), *self._waiting]
        if not self._output.journaled:
            self._waiting.clear()
        return sorted(message.ticket for message in everything)

    def restore(self, saved: Iterable[SavedMessage]) -> None:
        """Take up what an earlier process left."""
        for message in saved:
            outgoing = Outgoing(
                ticket=message.ticket,
                topic=message.topic,
                raw=self.encoder.raw(message.topic),
                payload=message.payload,
                qos=message.qos,
                retain=message.retain,
                properties=message.properties,
                expires_at=None,
                packet_id=message.packet_id,
            )
            if message.lifetime_left_s is not None:
                self._lifetimes.append((outgoing, message.lifetime_left_s))
            self._last_ticket = max(self._last_ticket, message.ticket)
            if not message.packet_id:
                self._wait(outgoing)
                continue
            self._flights.restore(outgoing, released=message.released)

    def begin_lifetimes(self, now: float) -> None:
        """From now on what was restored grows older."""
        for message, left_s in self._lifetimes:
            message.expires_at = now + left_s
            if not message.packet_id:
                self._waiting.watch(message)
        self._lifetimes.clear()

    # The connection

    def connected(self, negotiated: Negotiated, *, session_present: bool, now: float) -> list[Event]:
        """CONNACK has come: send again what is in flight, then what waits."""
        self._negotiated = negotiated
        self._flights.begin(negotiated, session_present=session_present)
        self.encoder.begin(negotiated.version, negotiated.maximum_packet_size.granted)
        maximum = negotiated.topic_alias_maximum.granted
        self.encoder.aliases.begin(maximum, automatic=self.settings.automatic_aliases)
        self._is_simple = (
            not self._output.journaled
            and not self.encoder.aliases.automatic
            and negotiated.maximum_qos == 2
            and negotiated.retain_available
        )
        events: list[Event] = []
        self.pump(now, events)
        return events

    def lost(self) -> None:
        """The connection has ended."""
        self._negotiated = None
        self._is_simple = False
        self._flights.lost()
        self._aliases_by_hand.clear()
        self.encoder.direct.clear()

    def discard(self, *, forgotten: int, resubscribed: tuple[str, ...]) -> list[Event]:
        """The server has no session (any more): unfinished messages begin anew, or are lost; called before
        `connected`. Those that PUBREC had taken over are lost in any case: to send them again could deliver them twice.
        """
        sent, released = self._flights.discard()
        if not (sent or released or forgotten or resubscribed):
            return []
        anew = sent if self.settings.republish else []
        lost = released if self.settings.republish else [*released, *sent]
        for message in anew:
            message.packet_id = 0
            self._output.note(SaveSent(message.ticket, 0))
        self._waiting.put_first(anew)
        self._flights.forget(lost)
        tickets = [message.ticket for message in lost]
        events: list[Event] = [
            SessionDiscarded(
                republished=tuple(message.ticket for message in anew),
                lost=tuple(tickets),
                forgotten=forgotten,
                resubscribed=resubscribed,
            )
        ]
        if lost:
            events.append(Failed(tickets, SessionLost("the server has lost the session")))
        return events

    def pump(self, now: float, events: list[Event]) -> None:
        """Send what waits, as far as the server's Receive Maximum allows."""
        flights = self._flights
        while flights.resend and flights.room(flights.resend[0].qos):
            message = flights.resend.popleft()
            if flights.sent.get(message.packet_id) is message:
                self._transmit(message, now, events, dup=True)
        released: list[int] = []
        while self._waiting and not flights.resend and flights.room(self._waiting.first.qos):
            message = self._waiting.pop()
            if message.expires_at is not None and message.expires_at <= now:
                self._expired(message, events)
                continue
            if message.qos:
                flights.assign(message)
                self._output.note(SaveSent(message.ticket, message.packet_id))
            if self._transmit(message, now, events) and not message.qos:
                released.append(message.ticket)
        if released:
            events.append(Settled(released))
        if self._waiting.at_qos_0:
            self.encoder.direct.clear()

    def sweep(self, now: float) -> list[Event]:
        """Take expired messages out of the queue."""
        events: list[Event] = []
        for message in self._waiting.expired(now):
            self._expired(message, events)
        return events

    # Answers

    def answered(
        self, kind: PacketType, ids: list[int], reason: ReasonCode, properties: Properties, now: float
    ) -> list[Event]:
        """PUBACK, PUBREC or PUBCOMP came for these packet ids, in this order, with the same reason."""
        events: list[Event] = []
        try:
            self._flights.answered(kind, ids, reason, properties, events)
        except ProtocolError:
            self.news += events  # the answers before the wrong one count
            raise
        self.pump(now, events)
        return events

    # Steps

    def _message(
        self, topic: str, payload: bytes, qos: int, retain: bool, properties: Properties, now: float
    ) -> Outgoing:
        """The record of a message that may be published as such; RefusedLocally otherwise."""
        if not isinstance(qos, int) or qos not in (0, 1, 2):
            raise RefusedLocally(f"QoS may not be {qos}")
        alias = properties.topic_alias
        named = topic
        if alias is not None:
            if not topic:
                named = self._aliases_by_hand.get(alias, "")
                if not named:
                    raise RefusedLocally(f"topic alias {alias} stands for nothing", ReasonCode.TOPIC_ALIAS_INVALID)
            maximum = self._negotiated.topic_alias_maximum.granted if self._negotiated else 0xFFFF
            if not 0 < alias <= maximum:
                raise RefusedLocally(f"topic alias {alias} of {maximum}", ReasonCode.TOPIC_ALIAS_INVALID)
        raw = self.encoder.raw(named)
        expires_at = None
        if properties is not NO_PROPERTIES:
            self.encoder.properties(properties)
            if properties.message_expiry_interval is not None:
                expires_at = now + properties.message_expiry_interval
        if alias is not None and self._negotiated is not None:
            self._aliases_by_hand[alias] = named
        if type(payload) is not bytes:
            if not isinstance(payload, bytes | bytearray | memoryview):
                raise RefusedLocally(f"a payload is bytes, not {type(payload).__name__}")
            payload = bytes(payload)
        return Outgoing(0, topic, raw, payload, qos, bool(retain), properties, expires_at)

    def _check(self, message: Outgoing, negotiated: Negotiated) -> None:
        """RefusedLocally for what this server has said it does not take."""
        if message.qos > negotiated.maximum_qos:  # [MQTT-3.2.2-11]
            raise RefusedLocally(f"QoS above {negotiated.maximum_qos}", ReasonCode.QOS_NOT_SUPPORTED)
        if message.retain and not negotiated.retain_available:  # [MQTT-3.2.2-14]
            raise RefusedLocally("retained messages", ReasonCode.RETAIN_NOT_SUPPORTED)

    def _may_leave(self, message: Outgoing) -> bool:
        if not message.qos:
            return not self._waiting.at_qos_0
        return self._flights.room(message.qos) and not self._waiting and not self._flights.resend

    def _send_new(self, message: Outgoing, now: float) -> int:
        if not message.qos:
            self._output.write(self.encoder.encode(message, now))
        else:
            self._flights.assign(message)
            try:
                packet = self.encoder.encode(message, now)
            except RefusedLocally:
                self._flights.release(message)
                raise
            message.ticket = self.new_ticket()
            self._flights.count_out(message.qos)
            if self._output.journaled:
                self._output.note(SaveMessage(self._saved(message, now)))
            self._output.write(packet)
        self._report_unsent(message, self.news)
        return message.ticket

    def _transmit(self, message: Outgoing, now: float, events: list[Event], *, dup: bool = False) -> bool:
        """Send a message that waited; if this server does not take it, it fails."""
        assert self._negotiated is not None  # noqa: S101 - only called while connected
        try:
            self._check(message, self._negotiated)
            packet = self.encoder.encode(message, now, dup=dup)
        except RefusedLocally as refusal:
            if message.qos:
                self._flights.release(message)
            self._fail(message, refusal, events)
            return False
        if message.qos:
            self._flights.count_out(message.qos)
        self._output.write(packet)
        self._report_unsent(message, events)
        return True

    def _report_unsent(self, message: Outgoing, events: list[Event]) -> None:
        if message.properties is not NO_PROPERTIES and self._negotiated and self._negotiated.version < Version.V5:
            names = names_of(message.properties)
            if names:
                events.append(PropertiesNotSent(ticket=message.ticket, names=names))

    def _wait(self, message: Outgoing) -> None:
        self._waiting.append(message)
        if not message.qos:
            self.encoder.direct.clear()  # one at QoS 0 does not overtake another

    def _expired(self, message: Outgoing, events: list[Event]) -> None:
        self._fail(message, TimedOut("delivery", message.properties.message_expiry_interval or 0), events)

    def _fail(self, message: Outgoing, error: MqttError, events: list[Event]) -> None:
        self._flights.forget([message])
        events.append(Failed([message.ticket], error))

    def _saved(self, message: Outgoing, now: float) -> SavedMessage:
        return SavedMessage(
            ticket=message.ticket,
            topic=message.topic or message.raw.decode(),
            payload=message.payload,
            qos=QoS(message.qos),
            retain=message.retain,
            properties=message.properties,
            lifetime_left_s=None if message.expires_at is None else message.expires_at - now,
            packet_id=message.packet_id,
        )
