"""Published messages into deliveries: the broker without sockets, clocks or bytes.

Sessions, subscriptions, retained messages and wills live here; `now` is a monotonic clock in seconds that the caller
keeps, and `expire(now)` does what has become due.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from tracemq.mqtt.packets import Connect, Subscribe, Subscription, Will
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.topics import is_shared
from tracemq.mqtt.types import QoS, Version

from .limits import NEVER, Limits
from .publication import Publication, last_will
from .retained import RetainedMessages
from .session import Link, Session
from .subscriptions import Grant, Subscriber, SubscriptionTree


@dataclass(slots=True)
class Counters:
    """Totals since the start; sizes in bytes."""

    messages_received: int = 0  # packets of every type
    messages_sent: int = 0
    publish_received: int = 0
    publish_sent: int = 0
    bytes_received: int = 0
    bytes_sent: int = 0


class Exchange:
    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.sessions: dict[str, Session] = {}
        self.subscriptions = SubscriptionTree()
        self.retained = RetainedMessages(self.limits.retained_messages)
        self.counters = Counters()

    @property
    def connected(self) -> int:
        return sum(session.link is not None for session in self.sessions.values())

    def connect(self, request: Connect, link: Link, now: float) -> tuple[Session, bool]:
        """The session of a client that may come in, and whether it was there before (section 3.1.4)."""
        self.expire(now)
        session = self.sessions.get(request.client_id)
        if session is not None and session.link is not None:
            session.link.take_over()
            self.disconnect(session, now)
            session = self.sessions.get(request.client_id)
        if session is not None and request.clean_start:
            self._end(session, now)  # [MQTT-3.1.2-4]
            session = None
        present = session is not None
        if session is None:
            session = self.sessions[request.client_id] = Session(request.client_id, self.limits)
        session.expiry_s = _expiry(request, link.version)
        session.will = request.will
        session.attach(link)
        return session, present

    def disconnect(
        self, session: Session, now: float, *, with_will: bool = True, expiry_interval: int | None = None
    ) -> None:
        """The network connection of a session is gone; `expiry_interval` is what DISCONNECT said, in seconds."""
        session.detach()
        if expiry_interval is not None:
            session.expiry_s = _seconds(expiry_interval)
        if not with_will:
            session.will = None  # [MQTT-3.14.4-3]
        session.expires_at = now + session.expiry_s
        if session.will is not None:
            session.will_due_at = min(now + (session.will.properties.will_delay_interval or 0), session.expires_at)
        self._settle(session, now)

    def subscribe(self, session: Session, request: Subscribe) -> None:
        """Take subscriptions whose filters are valid; SUBACK comes next, and then `send_retained`."""
        identifiers = request.properties.subscription_identifiers
        for entry in request.subscriptions:
            grant = Grant(entry, identifiers[0] if identifiers else 0)
            session.grants[entry.filter] = grant
            self.subscriptions.add(session, grant)

    def send_retained(
        self, session: Session, subscriptions: Iterable[Subscription], known: Container[str], now: float
    ) -> None:
        """What new subscriptions find retained; `known` are the filters that were subscribed to before."""
        for entry in subscriptions:
            wanted = entry.retain_handling == 0 or (entry.retain_handling == 1 and entry.filter not in known)
            if not wanted or is_shared(entry.filter):  # section 3.8.4, 4.8.2
                continue
            for publication in list(self.retained.matching(entry.filter, now)):
                session.deliver_retained(publication, session.grants[entry.filter], now)

    def unsubscribe(self, session: Session, filters: Iterable[str]) -> tuple[ReasonCode, ...]:
        return tuple(self._unsubscribe(session, filter_) for filter_ in filters)

    def publish(self, publication: Publication, now: float) -> int:
        """Pass a message on and retain it if it says so; how many subscribers took it."""
        if publication.retain:
            self.retained.keep(publication)
        routes = self.subscriptions.match(publication.topic)
        taken = 0
        for subscriber, grants in routes.direct:
            taken += subscriber.deliver(publication, grants, now)
        for group in routes.groups:
            taken += group.deliver(publication, now)
        return taken

    def add_local(self, subscriber: Subscriber, filter_: str) -> None:
        """Subscribe somebody who lives in this process, at QoS 2."""
        self.subscriptions.add(subscriber, Grant(Subscription(filter_, QoS.EXACTLY_ONCE)))

    def expire(self, now: float) -> None:
        """Publish the wills whose delay is over and end the sessions whose time is."""
        for session in [session for session in self.sessions.values() if session.link is None]:
            self._settle(session, now)

    def _settle(self, session: Session, now: float) -> None:
        if session.will_due_at is not None and session.will_due_at <= now:
            self._publish_will(session, now)
        if session.expires_at is not None and session.expires_at <= now:
            self._end(session, now)

    def _end(self, session: Session, now: float) -> None:
        del self.sessions[session.client_id]
        for filter_ in session.grants:
            self.subscriptions.remove(session, filter_)
        self._publish_will(session, now)  # a session's end does not wait for the will delay [MQTT-3.1.3-9]

    def _publish_will(self, session: Session, now: float) -> None:
        will: Will | None
        will, session.will, session.will_due_at = session.will, None, None
        if will is not None:
            self.publish(last_will(will, session.client_id, now), now)

    def _unsubscribe(self, session: Session, filter_: str) -> ReasonCode:
        if session.grants.pop(filter_, None) is None:
            return ReasonCode.NO_SUBSCRIPTION_EXISTED
        self.subscriptions.remove(session, filter_)
        return ReasonCode.SUCCESS


def _expiry(request: Connect, version: Version) -> float:
    """How long the session outlives its connection, in seconds; in 3.x a flag says never or for ever."""
    if version is Version.V5:
        return _seconds(request.properties.session_expiry_interval or 0)
    return 0.0 if request.clean_start else float("inf")


def _seconds(interval: int) -> float:
    return float("inf") if interval == NEVER else float(interval)
