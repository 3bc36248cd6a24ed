"""Messages to publish into PUBLISH packets, and the server's answers into what became of them (sections 4.3 to 4.9).

A message waits while there is no connection, or while the server's Receive Maximum is used up; then it is in flight
until it is settled. What is in flight when a connection ends is sent again, in the same order and with DUP, if the
server still has the session; otherwise it becomes a new message, or is given up as lost, as the settings say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import ClassVar, Final

from .acks import acknowledgements
from .codec import encode
from .errors import MqttError, ProtocolError, RefusedLocally, SessionLost, TimedOut
from .events import AnswerIgnored, Event, Failed, PropertiesNotSent, SessionDiscarded, Settled
from .journal import ForgetMessages, SavedMessage, SaveMessage, SaveReleased, SaveSent
from .negotiation import Negotiated, SessionSettings, names_of
from .outgoing import Encoder, Outgoing
from .output import Output
from .packet_ids import PacketIds
from .packets import Pubrel
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .types import PacketType, QoS, Version
from .waiting import Waiting

MAX_IN_FLIGHT: Final = 65_000  # leaves packet ids for SUBSCRIBE and UNSUBSCRIBE
# 3.x announces no Receive Maximum, yet servers have one: mosquitto, by default, throws out a client with more than 20
# messages at QoS 2 unfinished. QoS 1 is answered at once and needs no such care.
MAX_EXACTLY_ONCE_3X: Final = 20


class Outbound:
    """All that we publish, over any number of connections."""

    def __init__(self, settings: SessionSettings, output: Output, ids: PacketIds) -> None:
        self.settings = settings
        self.encoder = Encoder()
        self._output = output
        self._ids = ids
        self._waiting = Waiting()
        self._sent: dict[int, Outgoing] = {}  # in flight until PUBACK or PUBREC, in the order of sending
        self._released: dict[int, Outgoing] = {}  # ... from PUBREC to PUBCOMP, in the order of the PUBRECs
        self._outcomes: dict[int, tuple[ReasonCode, Properties]] = {}  # of PUBRECs that said more than success
        self._resend: deque[Outgoing] = deque()  # those of _sent that this connection has not carried yet
        self._negotiated: Negotiated | None = None  # while connected
        self._is_simple = False  # connected, and no rule of this connection can touch a message without properties
        self._quota = 0  # PUBLISH packets that the server lets us send now
        self._exactly_once = 0  # messages at QoS 2 that this connection has not finished
        self._most_exactly_once = MAX_IN_FLIGHT
        self._aliases_by_hand: dict[int, str] = {}
        self._last_ticket = 0
        self._lifetimes: list[tuple[Outgoing, float]] = []  # of restored messages, until the clock is known
        self.news: list[Event] = []  # what commands bring about

    # What others may ask

    @property
    def waiting(self) -> int:
        return len(self._waiting) + len(self._resend)

    @property
    def in_flight(self) -> int:
        return len(self._sent) + len(self._released) - len(self._resend)

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
        """Send a plain message above QoS 0 at once, in a third of the time; 0 if it needs a closer look."""
        if not 0 < qos < 3 or type(payload) is not bytes or not self._room(qos) or self._waiting or self._resend:
            return 0
        raw = self.encoder.raw(topic)
        packet_id = self._ids.take()
        packet = self.encoder.plain(raw, payload, qos << 1 | bool(retain), packet_id)
        if packet is None:
            self._ids.used.discard(packet_id)
            return 0
        self._last_ticket += 1
        ticket = self._last_ticket
        self._sent[packet_id] = Outgoing(ticket, topic, raw, payload, qos, retain, NO_PROPERTIES, None, packet_id)
        self._count_out(qos)
        self._output.write(packet)
        return ticket

    def withdraw(self, ticket: int) -> bool:
        message = self._waiting.remove(ticket)
        if message is None:
            return False
        self._forget([message])
        return True

    def abandon(self) -> list[int]:
        """The tickets of everything unsettled. What waits is forgotten unless a journal has it; what is in flight
        belongs to the session and stays.
        """
        everything = [*self._released.values(), *self._sent.values(), *self._waiting]
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
            self._ids.used.add(message.packet_id)
            (self._released if message.released else self._sent)[message.packet_id] = outgoing

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
        # What is released and not complete counts for servers, though the standard lets the quota begin anew (4.9).
        unfinished = len(self._released) if session_present else 0
        self._quota = max(0, min(negotiated.receive_maximum.granted, MAX_IN_FLIGHT) - unfinished)
        self._exactly_once = unfinished
        self._most_exactly_once = MAX_IN_FLIGHT if negotiated.version >= Version.V5 else MAX_EXACTLY_ONCE_3X
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
        if session_present:
            self._resend = deque(self._sent.values())
            if self._released:
                self._output.write(acknowledgements(PacketType.PUBREL, list(self._released)))
        self.pump(now, events)
        return events

    def lost(self) -> None:
        """The connection has ended."""
        self._negotiated = None
        self._is_simple = False
        self._resend.clear()
        self._aliases_by_hand.clear()
        self.encoder.direct.clear()

    def discard(self, *, forgotten: int, resubscribed: tuple[str, ...]) -> list[Event]:
        """The server has no session (any more): unfinished messages begin anew, or are lost; called before
        `connected`. Those that PUBREC had taken over are lost in any case: to send them again could deliver them twice.
        """
        sent, released = list(self._sent.values()), list(self._released.values())
        anew = sent if self.settings.republish else []
        lost = released if self.settings.republish else [*released, *sent]
        if not (sent or released or forgotten or resubscribed):
            return []
        self._ids.used.difference_update(self._sent, self._released)
        self._sent.clear()
        self._released.clear()
        self._outcomes.clear()
        for message in anew:
            message.packet_id = 0
            self._output.note(SaveSent(message.ticket, 0))
        self._waiting.put_first(anew)
        self._forget(lost)
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
        while self._resend and self._room(self._resend[0].qos):
            message = self._resend.popleft()
            if self._sent.get(message.packet_id) is message:
                self._transmit(message, now, events, dup=True)
        released: list[int] = []
        while self._waiting and not self._resend and self._room(self._waiting.first.qos):
            message = self._waiting.pop()
            if message.expires_at is not None and message.expires_at <= now:
                self._expired(message, events)
                continue
            if message.qos:
                message.packet_id = self._ids.take()
                self._sent[message.packet_id] = message
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
            self._ANSWERS[kind](self, ids, reason, properties, events)
        except ProtocolError:
            self.news += events  # the answers before the wrong one count
            raise
        self.pump(now, events)
        return events

    def _puback(self, ids: list[int], reason: ReasonCode, properties: Properties, events: list[Event]) -> None:
        take = self._sent.pop
        settled, unknown = [], []
        fault: ProtocolError | None = None
        for packet_id in ids:
            message = take(packet_id, None)
            if message is None:
                unknown.append(packet_id)
            elif message.qos == 2:
                fault = self._take_back(message, "PUBACK for a message at QoS 2")
                break
            else:
                settled.append(message)
        self._settle(settled, reason, properties, events)
        self._ignore(PacketType.PUBACK, unknown, events)
        if fault is not None:
            raise fault

    def _pubrec(self, ids: list[int], reason: ReasonCode, properties: Properties, events: list[Event]) -> None:
        answer: list[int] = []
        refused: list[Outgoing] = []
        moved: list[int] = []
        unknown: list[int] = []
        fault: ProtocolError | None = None
        for packet_id in ids:
            message = self._sent.pop(packet_id, None)
            if message is None:
                if packet_id in self._released:
                    answer.append(packet_id)
                else:
                    unknown.append(packet_id)
            elif message.qos == 1:
                fault = self._take_back(message, "PUBREC for a message at QoS 1")
                break
            elif reason.failed:
                refused.append(message)
            else:
                if reason:
                    self._outcomes[packet_id] = reason, properties
                self._released[packet_id] = message
                answer.append(packet_id)
                moved.append(message.ticket)
        if moved:
            self._output.note(SaveReleased(tuple(moved)))
        if answer and not reason.failed:
            self._output.write(acknowledgements(PacketType.PUBREL, answer))
        self._settle(refused, reason, properties, events)
        if unknown and not reason.failed:  # [MQTT-4.3.3-4]
            version = self._negotiated.version if self._negotiated else Version.V5
            for packet_id in unknown:
                self._output.write(encode(Pubrel(packet_id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND), version))
        self._ignore(PacketType.PUBREC, unknown, events)
        if fault is not None:
            raise fault

    def _pubcomp(self, ids: list[int], reason: ReasonCode, properties: Properties, events: list[Event]) -> None:
        plain: list[Outgoing] = []
        unknown: list[int] = []
        fault: ProtocolError | None = None
        for packet_id in ids:
            message = self._released.pop(packet_id, None)
            if message is None:
                if packet_id in self._sent:
                    fault = ProtocolError("PUBCOMP before PUBREC")
                    break
                unknown.append(packet_id)
            elif packet_id in self._outcomes:
                self._settle([message], *self._outcomes.pop(packet_id), events)
            else:
                plain.append(message)
        self._settle(plain, reason, properties, events)
        self._ignore(PacketType.PUBCOMP, unknown, events)
        if fault is not None:
            raise fault

    def _take_back(self, message: Outgoing, what: str) -> ProtocolError:
        """An answer that is none: the message is in flight still, in its place in the order of sending."""
        self._sent[message.packet_id] = message
        self._sent = dict(sorted(self._sent.items(), key=lambda item: item[1].ticket))
        return ProtocolError(what)

    # Steps

    def _message(
        self, topic: str, payload: bytes, qos: int, retain: bool, properties: Properties, now: float
    ) -> Outgoing:
        """The record of a message that may be published as such; RefusedLocally otherwise."""
        if qos not in (0, 1, 2):
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
        return self._room(message.qos) and not self._waiting and not self._resend

    def _room(self, qos: int) -> bool:
        """Whether the server takes one more message at this QoS now."""
        return not qos or (self._quota > 0 and (qos < 2 or self._exactly_once < self._most_exactly_once))

    def _count_out(self, qos: int) -> None:
        self._quota -= 1
        self._exactly_once += qos == 2

    def _send_new(self, message: Outgoing, now: float) -> int:
        if not message.qos:
            self._output.write(self.encoder.encode(message, now))
        else:
            message.packet_id = self._ids.take()
            try:
                packet = self.encoder.encode(message, now)
            except RefusedLocally:
                self._ids.used.discard(message.packet_id)
                raise
            message.ticket = self.new_ticket()
            self._sent[message.packet_id] = message
            self._count_out(message.qos)
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
                del self._sent[message.packet_id]
                self._ids.used.discard(message.packet_id)
            self._fail(message, refusal, events)
            return False
        if message.qos:
            self._count_out(message.qos)
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
        self._forget([message])
        events.append(Failed([message.ticket], error))

    def _settle(
        self, messages: list[Outgoing], reason: ReasonCode, properties: Properties, events: list[Event]
    ) -> None:
        if not messages or self._negotiated is None:
            return
        self._ids.used.difference_update([message.packet_id for message in messages])
        most = min(self._negotiated.receive_maximum.granted, MAX_IN_FLIGHT)
        self._quota = min(self._quota + len(messages), most)
        if self._exactly_once:
            self._exactly_once -= sum(message.qos == 2 for message in messages)
        self._forget(messages)
        events.append(Settled([message.ticket for message in messages], reason, properties))

    def _forget(self, messages: list[Outgoing]) -> None:
        if self._output.journaled and messages:
            self._output.note(ForgetMessages(tuple(message.ticket for message in messages if message.qos)))

    def _ignore(self, kind: PacketType, unknown: list[int], events: list[Event]) -> None:
        if unknown:
            events.append(AnswerIgnored(packet_type=kind, packet_ids=tuple(unknown)))

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

    _ANSWERS: ClassVar = {
        PacketType.PUBACK: _puback,
        PacketType.PUBREC: _pubrec,
        PacketType.PUBCOMP: _pubcomp,
    }
