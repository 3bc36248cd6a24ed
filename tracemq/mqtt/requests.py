"""Subscriptions asked for into SUBSCRIBE and UNSUBSCRIBE, and answers into what is granted (sections 3.8 to 3.11)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from .codec import encode
from .errors import ProtocolError, RefusedLocally
from .events import Event, Failed, PropertiesNotSent, SubscribeAnswered, UnsubscribeAnswered
from .journal import ForgetSubscription, SavedSubscription, SaveSubscription
from .negotiation import Negotiated, names_of
from .output import Output
from .packet_ids import PacketIds
from .packets import Suback, Subscribe, Subscription, Unsuback, Unsubscribe
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .topics import has_wildcard, is_shared
from .types import Version

_FILTERS_AT_ONCE: Final = 100  # in one SUBSCRIBE of ours after a reconnect
_OPTIONS: Final = (("no_local", False), ("retain_as_published", False), ("retain_handling", 0))


@dataclass(slots=True, eq=False)
class _Request:
    """One SUBSCRIBE (`subscriptions`) or UNSUBSCRIBE (`filters`) that waits for its answer."""

    ticket: int  # 0: made by a resubscription
    subscriptions: tuple[Subscription, ...]
    filters: tuple[str, ...]
    properties: Properties
    given_up: bool = False

    def halves(self) -> list[_Request]:
        middle = len(self.subscriptions) // 2
        parts = self.subscriptions[:middle], self.subscriptions[middle:]
        return [_Request(self.ticket, part, (), self.properties) for part in parts]

    def packet(self, packet_id: int) -> Subscribe | Unsubscribe:
        if self.subscriptions:
            return Subscribe(packet_id, self.subscriptions, self.properties)
        return Unsubscribe(packet_id, self.filters, self.properties)


class Requests:
    """What was asked for, and what the server has granted, over any number of connections."""

    def __init__(self, output: Output, ids: PacketIds) -> None:
        self._output = output
        self._ids = ids
        self._unsent: list[_Request] = []
        self._open: dict[int, _Request] = {}
        self._granted: dict[str, SavedSubscription] = {}
        self._negotiated: Negotiated | None = None  # while connected

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        return tuple(saved.subscription for saved in self._granted.values())

    def restore(self, subscriptions: Iterable[SavedSubscription]) -> None:
        self._granted = {saved.subscription.filter: saved for saved in subscriptions}

    def subscribe(
        self, ticket: int, subscriptions: Sequence[Subscription], properties: Properties, version: Version
    ) -> list[Event]:
        """Send SUBSCRIBE, or keep it for the next connection; RefusedLocally if it may not be sent."""
        request = _Request(ticket, tuple(subscriptions), (), properties)
        encode(Subscribe(1, request.subscriptions, properties), version)
        return self._begin(request)

    def unsubscribe(self, ticket: int, filters: Sequence[str], properties: Properties, version: Version) -> list[Event]:
        """Send UNSUBSCRIBE, or keep it for the next connection; RefusedLocally if it may not be sent."""
        request = _Request(ticket, (), tuple(filters), properties)
        encode(Unsubscribe(1, request.filters, properties), version)
        return self._begin(request)

    def give_up(self, ticket: int) -> None:
        self._unsent = [request for request in self._unsent if request.ticket != ticket]
        for request in self._open.values():
            if request.ticket == ticket:
                request.given_up = True

    def abandon(self) -> list[int]:
        """The tickets of everything unanswered, which is not sent (again)."""
        tickets = [request.ticket for request in (*self._open.values(), *self._unsent) if request.ticket]
        for request in self._open.values():
            request.given_up = True
        self._unsent.clear()
        return tickets

    def connected(self, negotiated: Negotiated) -> list[Event]:
        """CONNACK has come: send what waits."""
        self._negotiated = negotiated
        return self.pump()

    def lost(self) -> None:
        """The connection has ended: what was not answered is asked again on the next one."""
        self._negotiated = None
        self._ids.used.difference_update(self._open)
        again = [request for request in self._open.values() if request.ticket and not request.given_up]
        self._open.clear()
        self._unsent[:0] = again

    def resubscribe(self) -> tuple[str, ...]:
        """The server knows none of our subscriptions: ask for all of them anew, those of one packet together."""
        together: dict[Properties, list[Subscription]] = {}
        for saved in self._granted.values():
            together.setdefault(saved.properties, []).append(saved.subscription)
        anew = [
            _Request(0, tuple(subscriptions[start : start + _FILTERS_AT_ONCE]), (), properties)
            for properties, subscriptions in together.items()
            for start in range(0, len(subscriptions), _FILTERS_AT_ONCE)
        ]
        self._unsent[:0] = anew
        return tuple(self._granted)

    def forget(self) -> None:
        """The server knows none of our subscriptions, and we do not want them back."""
        for topic_filter in self._granted:
            self._output.note(ForgetSubscription(topic_filter))
        self._granted.clear()

    def pump(self) -> list[Event]:
        """Send what waits, as far as there are packet ids."""
        events: list[Event] = []
        while self._unsent and self._negotiated is not None and not self._ids.exhausted:
            request = self._unsent.pop(0)
            try:
                self._check(request, self._negotiated)
                self._send(request, self._negotiated)
            except RefusedLocally as refusal:
                if not request.ticket and len(request.subscriptions) > 1:
                    self._unsent[:0] = request.halves()  # we put them together: one does not fall with another
                else:
                    events.append(self._refused(request, refusal))
            else:
                self._report_unsent(request, self._negotiated, events)
        return events

    def suback(self, packet: Suback) -> list[Event]:
        request = self._asked(packet.packet_id)
        if not request.subscriptions or len(packet.reason_codes) != len(request.subscriptions):  # [MQTT-3.8.4-6]
            raise ProtocolError("SUBACK that does not answer what was asked")
        self._answered(packet.packet_id)
        for subscription, reason in zip(request.subscriptions, packet.reason_codes, strict=True):
            if not reason.failed:
                saved = SavedSubscription(subscription=subscription, properties=request.properties)
                self._granted[subscription.filter] = saved
                self._output.note(SaveSubscription(saved))
            elif not request.ticket:
                self._end(subscription.filter)
        answer = SubscribeAnswered(
            ticket=request.ticket,
            subscriptions=request.subscriptions,
            reason_codes=packet.reason_codes,
            properties=packet.properties,
        )
        return [answer, *self.pump()]

    def unsuback(self, packet: Unsuback) -> list[Event]:
        request = self._asked(packet.packet_id)
        codes = packet.reason_codes or (ReasonCode.SUCCESS,) * len(request.filters)  # 3.x has none
        if request.subscriptions or len(codes) != len(request.filters):  # [MQTT-3.11.3-1]
            raise ProtocolError("UNSUBACK that does not answer what was asked")
        self._answered(packet.packet_id)
        for topic_filter, reason in zip(request.filters, codes, strict=True):
            if not reason.failed:
                self._end(topic_filter)
        answer = UnsubscribeAnswered(
            ticket=request.ticket, filters=request.filters, reason_codes=codes, properties=packet.properties
        )
        return [answer, *self.pump()]

    def _begin(self, request: _Request) -> list[Event]:
        if self._negotiated is not None:
            self._check(request, self._negotiated)
            if not self._ids.exhausted and not self._unsent:
                events: list[Event] = []
                self._send(request, self._negotiated)
                self._report_unsent(request, self._negotiated, events)
                return events
        self._unsent.append(request)
        return []

    def _check(self, request: _Request, negotiated: Negotiated) -> None:
        """RefusedLocally for what this server has said it does not take (section 3.2.2.3)."""
        for subscription in request.subscriptions:
            if is_shared(subscription.filter) and not negotiated.shared_subscriptions_available:
                raise RefusedLocally("shared subscriptions", ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED)
            if has_wildcard(subscription.filter) and not negotiated.wildcard_subscriptions_available:
                raise RefusedLocally("wildcards", ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED)
        if request.properties.subscription_identifiers and not negotiated.subscription_identifiers_available:
            raise RefusedLocally("subscription identifiers", ReasonCode.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED)

    def _send(self, request: _Request, negotiated: Negotiated) -> None:
        packet_id = self._ids.take()
        packet = encode(request.packet(packet_id), negotiated.version)
        if len(packet) > negotiated.maximum_packet_size.granted:
            self._ids.used.discard(packet_id)
            raise RefusedLocally(f"a packet of {len(packet)} bytes", ReasonCode.PACKET_TOO_LARGE)
        self._open[packet_id] = request
        self._output.write(packet)

    def _refused(self, request: _Request, refusal: RefusedLocally) -> Event:
        if request.ticket:
            return Failed([request.ticket], refusal)
        for subscription in request.subscriptions:
            self._end(subscription.filter)
        code = refusal.reason or ReasonCode.UNSPECIFIED_ERROR
        return SubscribeAnswered(
            ticket=0,
            subscriptions=request.subscriptions,
            reason_codes=(code,) * len(request.subscriptions),
        )

    def _report_unsent(self, request: _Request, negotiated: Negotiated, events: list[Event]) -> None:
        if negotiated.version is Version.V5:
            return
        names = list(names_of(request.properties)) if request.properties is not NO_PROPERTIES else []
        for name, default in _OPTIONS:
            if any(getattr(subscription, name) != default for subscription in request.subscriptions):
                names.append(name)
        if names:
            events.append(PropertiesNotSent(ticket=request.ticket, names=tuple(names)))

    def _asked(self, packet_id: int) -> _Request:
        request = self._open.get(packet_id)
        if request is None:
            raise ProtocolError(f"an answer to packet {packet_id}, which asks for nothing")
        return request

    def _answered(self, packet_id: int) -> None:
        del self._open[packet_id]
        self._ids.used.discard(packet_id)

    def _end(self, topic_filter: str) -> None:
        if self._granted.pop(topic_filter, None) is not None:
            self._output.note(ForgetSubscription(topic_filter))
