"""Messages for one client into PUBLISH packets, in order, and its acknowledgements into the next ones.

A session outlives its connections: what it could not send waits in a bounded queue. One queue for all QoS keeps the
order in which messages were published, at the price that QoS 0 waits behind a full receive maximum.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Protocol

from tracemq.mqtt import codec
from tracemq.mqtt.packets import Puback, Pubcomp, Pubrec, Pubrel, Will
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import MAX_PACKET_ID, QoS, Version

from .limits import Limits
from .publication import Publication
from .subscriptions import Grant

Answer = Puback | Pubrec | Pubcomp


class Link(Protocol):
    """The connection that a session has at the moment."""

    version: Version
    receive_maximum: int
    maximum_packet_size: int

    @property
    def writable(self) -> bool:
        """Whether the peer keeps up: what is sent now does not pile up."""
        ...

    def send(self, data: bytes) -> None: ...

    def take_over(self) -> None:
        """Say goodbye: somebody else has connected with this client id [MQTT-3.1.4-3]."""
        ...


class Stage(Enum):
    """Which answer a sent message waits for."""

    WANTS_PUBACK = "PUBACK"
    WANTS_PUBREC = "PUBREC"
    WANTS_PUBCOMP = "PUBCOMP"


# (what a message waits for, what came) -> what it waits for next; None = delivered. Section 4.3.
_NEXT: Final[dict[tuple[Stage, type[Answer]], Stage | None]] = {
    (Stage.WANTS_PUBACK, Puback): None,
    (Stage.WANTS_PUBREC, Pubrec): Stage.WANTS_PUBCOMP,
    (Stage.WANTS_PUBCOMP, Pubrec): Stage.WANTS_PUBCOMP,  # a repeated PUBREC wants its PUBREL again
    (Stage.WANTS_PUBCOMP, Pubcomp): None,
}


@dataclass(slots=True, eq=False)
class Delivery:
    """One message on its way to one client."""

    publication: Publication
    qos: QoS
    retain: bool
    identifiers: tuple[int, ...]
    stage: Stage = Stage.WANTS_PUBACK
    counted: bool = False  # against the receive maximum of the present connection


@dataclass(slots=True, eq=False)
class Session:
    """The state of section 4.1 for one client; times are on the caller's clock."""

    client_id: str
    limits: Limits
    expiry_s: float = 0.0
    expires_at: float | None = None  # set while nobody is connected
    will: Will | None = None
    will_due_at: float | None = None
    link: Link | None = None
    grants: dict[str, Grant] = field(default_factory=dict)
    received: set[int] = field(default_factory=set)  # the client's QoS 2 packet ids that wait for PUBREL
    dropped: int = 0
    _queue: deque[Delivery] = field(default_factory=deque)
    _queued_bytes: int = 0
    _inflight: dict[int, Delivery] = field(default_factory=dict)  # packet ids that we chose, in order of sending
    _again: deque[int] = field(default_factory=deque)  # of those, what this connection has not seen yet
    _unacknowledged: int = 0
    _packet_id: int = 0

    @property
    def ready(self) -> bool:
        return self.link is not None and not self._queue and self.link.writable

    @property
    def queued(self) -> int:
        return len(self._queue)

    @property
    def inflight(self) -> int:
        return len(self._inflight)

    def attach(self, link: Link) -> None:
        """Take a new connection; call `pump` when CONNACK is on its way."""
        self.link = link
        self.expires_at = self.will_due_at = None
        self._unacknowledged = 0
        self._again = deque(self._inflight)
        for delivery in self._inflight.values():
            delivery.counted = False

    def detach(self) -> None:
        """The connection is gone; what waits at QoS 0 goes with it."""
        self.link = None
        kept = [delivery for delivery in self._queue if delivery.qos]
        self._queue = deque(kept)
        self._queued_bytes = sum(delivery.publication.size for delivery in kept)

    def deliver(self, publication: Publication, grants: Sequence[Grant], now: float) -> bool:
        """One copy, at the best QoS that is granted and with all identifiers [MQTT-3.3.4-2] [MQTT-3.3.4-4]."""
        own = publication.publisher == self.client_id
        if own:
            grants = [grant for grant in grants if not grant.subscription.no_local]  # [MQTT-3.8.3-3]
            if not grants:
                return False
        granted = max(grant.subscription.qos for grant in grants)
        retain = publication.retain and any(grant.subscription.retain_as_published for grant in grants)
        identifiers = tuple(grant.identifier for grant in grants if grant.identifier)
        return self._add(Delivery(publication, min(publication.qos, granted), retain, identifiers), now)

    def deliver_retained(self, publication: Publication, grant: Grant, now: float) -> None:
        """What was retained before the subscription came, with RETAIN set (section 3.3.1.3)."""
        if publication.publisher == self.client_id and grant.subscription.no_local:
            return
        identifiers = (grant.identifier,) if grant.identifier else ()
        self._add(Delivery(publication, min(publication.qos, grant.subscription.qos), True, identifiers), now)

    def acknowledge(self, answer: Answer, now: float) -> None:
        """Take the client's PUBACK, PUBREC or PUBCOMP. An answer to nothing is forgiven, as section 4.3 allows."""
        here = self._inflight.get(answer.packet_id)
        if here is None or (here.stage, type(answer)) not in _NEXT:
            if isinstance(answer, Pubrec) and not answer.reason_code.failed:
                self._send(Pubrel(answer.packet_id, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND))
            return
        stage = _NEXT[here.stage, type(answer)]
        if stage is None or answer.reason_code.failed:
            del self._inflight[answer.packet_id]
            self._unacknowledged -= here.counted
            self.pump(now)
        else:
            here.stage = stage
            self._send(Pubrel(answer.packet_id))

    def pump(self, now: float) -> None:
        """Send what waits, as far as the client keeps up and its receive maximum allows."""
        while self._again and self._room():
            packet_id = self._again.popleft()
            delivery = self._inflight.get(packet_id)
            if delivery is None:
                continue
            if delivery.stage is Stage.WANTS_PUBCOMP:
                delivery.counted = True  # the standard leaves it open; a receiver may count it (section 4.9)
                self._unacknowledged += 1
                self._send(Pubrel(packet_id))
            else:
                self._send_publish(delivery, packet_id, now, dup=True)  # [MQTT-4.4.0-1]
        while self._queue and self._may_send(self._queue[0]):
            delivery = self._queue.popleft()
            self._queued_bytes -= delivery.publication.size
            if not delivery.publication.expired(now):  # [MQTT-3.3.2-5]
                self._send_first(delivery, now)

    def _add(self, delivery: Delivery, now: float) -> bool:
        if self.link is None and not delivery.qos:
            return False
        if not self._queue and self._may_send(delivery):
            self._send_first(delivery, now)
            return True
        size = delivery.publication.size
        full = len(self._queue) >= self.limits.queued_messages or self._queued_bytes + size > self.limits.queued_bytes
        if full and self._queue:  # one message of any size always has room
            self.dropped += 1
            return False
        self._queue.append(delivery)
        self._queued_bytes += size
        return True

    def _room(self) -> bool:
        link = self.link
        if link is None or not link.writable:
            return False
        return self._unacknowledged < link.receive_maximum  # [MQTT-4.9.0-2]

    def _may_send(self, delivery: Delivery) -> bool:
        if delivery.qos:
            return not self._again and len(self._inflight) < self.limits.inflight_messages and self._room()
        return self.link is not None and self.link.writable

    def _send_first(self, delivery: Delivery, now: float) -> None:
        if not delivery.qos:
            self._send_at_most_once(delivery, now)
            return
        delivery.stage = Stage.WANTS_PUBACK if delivery.qos is QoS.AT_LEAST_ONCE else Stage.WANTS_PUBREC
        packet_id = self._free_packet_id()
        self._inflight[packet_id] = delivery
        self._send_publish(delivery, packet_id, now, dup=False)

    def _send_at_most_once(self, delivery: Delivery, now: float) -> None:
        link = self.link
        if link is None:
            return
        data = delivery.publication.at_most_once(link.version, delivery.retain, delivery.identifiers, now)
        if len(data) > link.maximum_packet_size:
            self.dropped += 1  # [MQTT-3.1.2-25]
        else:
            link.send(data)

    def _send_publish(self, delivery: Delivery, packet_id: int, now: float, *, dup: bool) -> None:
        link = self.link
        if link is None:
            return
        data = delivery.publication.acknowledged(
            link.version, delivery.qos, packet_id, delivery.retain, dup, delivery.identifiers, now
        )
        if len(data) > link.maximum_packet_size:  # as if it had been delivered [MQTT-3.1.2-25]
            del self._inflight[packet_id]
            self.dropped += 1
            return
        delivery.counted = True
        self._unacknowledged += 1
        link.send(data)

    def _send(self, packet: Pubrel) -> None:
        if self.link is not None:
            self.link.send(codec.encode(packet, self.link.version))

    def _free_packet_id(self) -> int:
        while True:
            self._packet_id = self._packet_id % MAX_PACKET_ID + 1
            if self._packet_id not in self._inflight:
                return self._packet_id
