"""Answers of the server into what became of the messages that are in flight (sections 4.3, 4.4 and 4.9)."""

from __future__ import annotations

from collections import deque
from typing import ClassVar, Final

from .acks import acknowledgements
from .codec import encode
from .errors import ProtocolError
from .events import AnswerIgnored, Event, Settled
from .journal import ForgetMessages, SaveReleased
from .negotiation import Negotiated
from .outgoing import Outgoing
from .output import Output
from .packet_ids import PacketIds
from .packets import Pubrel
from .properties import Properties
from .reason_codes import ReasonCode
from .types import PacketType, Version

MAX_IN_FLIGHT: Final = 65_000  # leaves packet ids for SUBSCRIBE and UNSUBSCRIBE
# 3.x announces no Receive Maximum, yet servers have one: mosquitto, by default, throws out a client with more than 20
# messages at QoS 2 unfinished. QoS 1 is answered at once and needs no such care.
MAX_EXACTLY_ONCE_3X: Final = 20


class Flights:
    """Messages at QoS 1 and 2 that were sent and are not settled, over any number of connections."""

    def __init__(self, output: Output, ids: PacketIds) -> None:
        self.sent: dict[int, Outgoing] = {}  # until PUBACK or PUBREC, in the order of sending
        self.released: dict[int, Outgoing] = {}  # from PUBREC to PUBCOMP, in the order of the PUBRECs
        self.resend: deque[Outgoing] = deque()  # those of `sent` that this connection has not carried yet
        self._output = output
        self._ids = ids
        self._outcomes: dict[int, tuple[ReasonCode, Properties]] = {}  # of PUBRECs that said more than success
        self._version = Version.V5
        self._most = 0  # messages that the server lets us have unfinished
        self._quota = 0  # messages that it lets us send now
        self._exactly_once = 0  # messages at QoS 2 that this connection has not finished
        self._most_exactly_once = MAX_IN_FLIGHT

    def __len__(self) -> int:
        """How many this connection has carried."""
        return len(self.sent) + len(self.released) - len(self.resend)

    def messages(self) -> list[Outgoing]:
        return [*self.released.values(), *self.sent.values()]

    def restore(self, message: Outgoing, *, released: bool) -> None:
        """Take up what an earlier process left."""
        self._ids.used.add(message.packet_id)
        (self.released if released else self.sent)[message.packet_id] = message

    def begin(self, negotiated: Negotiated, *, session_present: bool) -> None:
        """CONNACK has come: release again what is released; what was sent is to be sent again [MQTT-4.4.0-1]."""
        # What is released and not complete counts for servers, though the standard lets the quota begin anew (4.9).
        unfinished = len(self.released) if session_present else 0
        self._version = negotiated.version
        self._most = min(negotiated.receive_maximum.granted, MAX_IN_FLIGHT)
        self._quota = max(0, self._most - unfinished)
        self._exactly_once = unfinished
        self._most_exactly_once = MAX_IN_FLIGHT if negotiated.version >= Version.V5 else MAX_EXACTLY_ONCE_3X
        if session_present:
            self.resend = deque(self.sent.values())
            if self.released:
                self._output.write(acknowledgements(PacketType.PUBREL, list(self.released)))

    def lost(self) -> None:
        self.resend.clear()

    def discard(self) -> tuple[list[Outgoing], list[Outgoing]]:
        """Forget what is in flight: what was sent, and what was released."""
        sent, released = list(self.sent.values()), list(self.released.values())
        self._ids.used.difference_update(self.sent, self.released)
        self.sent.clear()
        self.released.clear()
        self._outcomes.clear()
        return sent, released

    def room(self, qos: int) -> bool:
        """Whether the server takes one more message at this QoS now."""
        return not qos or (self._quota > 0 and (qos < 2 or self._exactly_once < self._most_exactly_once))

    def count_out(self, qos: int) -> None:
        self._quota -= 1
        self._exactly_once += qos == 2

    def assign(self, message: Outgoing) -> None:
        """Give a message its packet id: it is in flight from now on."""
        message.packet_id = self._ids.take()
        self.sent[message.packet_id] = message

    def release(self, message: Outgoing) -> None:
        """It could not be sent after all."""
        del self.sent[message.packet_id]
        self._ids.used.discard(message.packet_id)

    def forget(self, messages: list[Outgoing]) -> None:
        if self._output.journaled and messages:
            self._output.note(ForgetMessages(tuple(message.ticket for message in messages if message.qos)))

    def answered(
        self, kind: PacketType, ids: list[int], reason: ReasonCode, properties: Properties, events: list[Event]
    ) -> None:
        """PUBACK, PUBREC or PUBCOMP came for these packet ids, in this order, with the same reason.

        ProtocolError for an answer that makes no sense; those before it count.
        """
        self._ANSWERS[kind](self, ids, reason, properties, events)

    def _puback(self, ids: list[int], reason: ReasonCode, properties: Properties, events: list[Event]) -> None:
        take = self.sent.pop
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
            message = self.sent.pop(packet_id, None)
            if message is None:
                if packet_id in self.released:
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
                self.released[packet_id] = message
                answer.append(packet_id)
                moved.append(message.ticket)
        if moved:
            self._output.note(SaveReleased(tuple(moved)))
        if answer and not reason.failed:
            self._output.write(acknowledgements(PacketType.PUBREL, answer))
        self._settle(refused, reason, properties, events)
        if unknown and not reason.failed:  # [MQTT-4.3.3-4]
            for packet_id in unknown:
                self._output.write(encode(Pubrel(packet_id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND), self._version))
        self._ignore(PacketType.PUBREC, unknown, events)
        if fault is not None:
            raise fault

    def _pubcomp(self, ids: list[int], reason: ReasonCode, properties: Properties, events: list[Event]) -> None:
        plain: list[Outgoing] = []
        unknown: list[int] = []
        fault: ProtocolError | None = None
        for packet_id in ids:
            message = self.released.pop(packet_id, None)
            if message is None:
                if packet_id in self.sent:
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
        self.sent[message.packet_id] = message
        self.sent = dict(sorted(self.sent.items(), key=lambda item: item[1].ticket))
        return ProtocolError(what)

    def _settle(
        self, messages: list[Outgoing], reason: ReasonCode, properties: Properties, events: list[Event]
    ) -> None:
        if not messages:
            return
        self._ids.used.difference_update([message.packet_id for message in messages])
        self._quota = min(self._quota + len(messages), self._most)
        if self._exactly_once:
            self._exactly_once -= sum(message.qos == 2 for message in messages)
        self.forget(messages)
        events.append(Settled([message.ticket for message in messages], reason, properties))

    def _ignore(self, kind: PacketType, unknown: list[int], events: list[Event]) -> None:
        if unknown:
            events.append(AnswerIgnored(packet_type=kind, packet_ids=tuple(unknown)))

    _ANSWERS: ClassVar = {
        PacketType.PUBACK: _puback,
        PacketType.PUBREC: _pubrec,
        PacketType.PUBCOMP: _pubcomp,
    }
