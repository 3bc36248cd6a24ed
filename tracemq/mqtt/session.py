"""Commands and bytes from the server into bytes to send and events: one client's MQTT session, without any I/O.

How to drive it (`now` is a monotonic clock in seconds, the same one everywhere):

    session = Session(settings)
    session.connect(now)                      # a transport has just been opened
    write(session.take_output(now))
    for event in session.receive(data, now, time.time()): deliver(event)
    write(session.take_output(now))           # after the events were delivered: the acknowledgements are in it
    wake me at session.deadline(); deliver(session.expire(now)); write(session.take_output(now))
    deliver(session.lost(now))                # the transport is gone; connect() may follow

With a store, entries are committed before the output that depends on them leaves:

    opened = store.open(client_id, server)    # in a thread
    session = Session(settings, restored=opened.state)
    journal = session.take_journal()          # whenever something was done; None: nothing to commit
    opened.commit(journal.entries)            # in a thread; other calls of the session may go on meanwhile
    session.committed(journal)                # what waited for it is in take_output now; then take_journal again
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from .batch import MessageBatch, TopicTable
from .errors import MqttError, RefusedLocally
from .events import Challenged, Event
from .inbound import Inbound
from .journal import Journal, SessionState
from .negotiation import Negotiated, SessionSettings
from .network_connection import NetworkConnection, State
from .outbound import Outbound
from .output import Output
from .packet_ids import PacketIds
from .packets import Subscription
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .requests import Requests
from .scan import Scanner
from .types import PacketType

__all__ = ["Session", "State"]

_HEADS: Final = [b"\x30" + bytes([size]) for size in range(128)]  # the fixed header of a PUBLISH at QoS 0


class Session:
    """One client's session over any number of connections."""

    def __init__(
        self,
        settings: SessionSettings,
        *,
        topics: TopicTable | None = None,
        restored: SessionState | None = None,
        counts: Counter[PacketType] | None = None,
    ) -> None:
        """With `restored` a journal is kept. Without `topics` the session has a bounded table of its own.

        The packets that arrive are added to `counts`.
        """
        self._output = Output(journaled=restored is not None)
        self._write = self._output.write
        self._ids = PacketIds()
        self._outbound = Outbound(settings, self._output, self._ids)
        self._encoder = self._outbound.encoder
        self._direct = self._encoder.direct
        self._inbound = Inbound(self._output)
        self._requests = Requests(self._output, self._ids)
        scanner = Scanner(topics, topic_limit=settings.topic_limit, counts=counts)
        parts = self._output, self._outbound, self._inbound, self._requests, scanner
        self._connection = NetworkConnection(settings, *parts)
        if restored is not None:
            self._outbound.restore(restored.messages)
            self._inbound.restore(restored.received)
            self._requests.restore(restored.subscriptions)
            self._connection.restore(restored)

    # Facts

    @property
    def state(self) -> State:
        return self._connection.state

    @property
    def negotiated(self) -> Negotiated | None:
        """What holds on the present or last connection; None before the first."""
        return self._connection.negotiated

    @property
    def settings(self) -> SessionSettings:
        """May be replaced while OFFLINE; what was begun is kept."""
        return self._connection.settings

    @settings.setter
    def settings(self, settings: SessionSettings) -> None:
        if self.state is not State.OFFLINE:
            raise RefusedLocally("settings may be replaced between two connections only")
        self._connection.settings = self._outbound.settings = settings

    @property
    def client_id(self) -> str:
        """The client id in use: the one given, or the one that the server assigned."""
        return self.settings.client_id or self._connection.assigned_id or ""

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """What the server has granted and not ended."""
        return self._requests.subscriptions

    @property
    def waiting(self) -> int:
        """Messages that wait for a connection, or for the server's Receive Maximum."""
        return self._outbound.waiting

    @property
    def in_flight(self) -> int:
        """Messages at QoS 1 and 2 sent and not settled."""
        return self._outbound.in_flight

    @property
    def arriving(self) -> tuple[int, int]:
        """Bytes taken of a packet that is not whole yet, and how many it will have; (0, 0) if there is none."""
        return self._connection.arriving

    @property
    def has_output(self) -> bool:
        """Whether `take_output` would return anything."""
        return not self._output.is_empty

    # Connection

    def connect(self, now: float, *, reconnecting: bool = False) -> None:
        """A transport has been opened: queue CONNECT. Raises RefusedLocally for what may not be sent.

        With `reconnecting` a session that was to be kept (Session Expiry Interval above 0) is taken up again even if
        `clean_start` was asked for the first connection, under the client id that the server may have assigned.
        """
        self._connection.begin(now, reconnecting=reconnecting)

    def receive(self, data: bytes, now: float, received_at: float) -> list[Event]:
        """Take what the transport read, cut anywhere; `received_at` is the wall clock in seconds since the epoch.

        Never raises because of `data`: a fault of the server's ends in a `Closing` event.
        """
        events = self._take_news()
        self._connection.take(data, now, received_at, events)
        return events

    def take_output(self, now: float) -> list[bytes]:
        """The bytes to write, in order; they are taken as written now."""
        parts, acks = self._output.take()
        if parts:
            self._connection.keep_alive.sent(now)
            if acks:
                self._inbound.written(acks)
        return parts

    def deadline(self) -> float | None:
        """When `expire` wants to be called, at the latest; None: never. It changes with every other call."""
        if self._outbound.news:
            return 0.0
        times = (self._connection.deadline(), self._outbound.deadline)
        return min((time for time in times if time is not None), default=None)

    def expire(self, now: float) -> list[Event]:
        """Do what is due: PINGREQ, time limits, message expiry. Calling it early or late does no harm."""
        events = self._take_news()
        events += self._outbound.sweep(now)
        self._connection.expire(now, events)
        return events

    def lost(self, now: float) -> list[Event]:
        """The transport is closed, by whomever. Unfinished work is kept for the next connection."""
        events = self._take_news()
        self._connection.lost(events)
        return events

    def set_reading(self, reading: bool, now: float) -> None:
        """Tell when reading is paused and when it goes on: silence during a pause is not the server's."""
        self._connection.keep_alive.set_reading(reading, now)

    def doubt(self, now: float) -> None:
        """Tell that the link may have died unnoticed: it is pinged, and given up soon if nothing is heard."""
        self._connection.doubt(now)

    def disconnect(
        self,
        now: float,
        reason: ReasonCode = ReasonCode.NORMAL_DISCONNECTION,
        properties: Properties = NO_PROPERTIES,
    ) -> None:
        """Queue DISCONNECT; write the output, then close the transport and call `lost`. Nothing if not connected.

        With a journal it waits like all other output: commit, and write what that released, before closing.
        RefusedLocally for a Session Expiry Interval above 0 where CONNECT had 0 (section 3.14.2.2.2). In 3.x the
        properties are told as not sent.
        """
        self._connection.disconnect(reason, properties)

    def abandon(self) -> list[int]:
        """Nobody will connect again soon: the tickets of everything unsettled, to be told so. No event will name them.

        Messages that were never sent are forgotten, unless a journal keeps them; those in flight belong to the
        session, and to its next connection.
        """
        return [*self._outbound.abandon(), *self._requests.abandon(), *self._connection.abandon()]

    # Work. Each returns a ticket that an event names later; tickets are above 0 and never reused.

    def publish(
        self,
        topic: str,
        payload: bytes,
        qos: int = 0,
        retain: bool = False,
        properties: Properties = NO_PROPERTIES,
        *,
        now: float,
    ) -> int:
        """Send a message, or let it wait for a connection or for Receive Maximum.

        Returns 0 for a message at QoS 0 that is in the output already: no event will follow. Otherwise `Settled` or
        `Failed` names the ticket. RefusedLocally: invalid, forbidden by what the server announced, or too much waits
        (reason QUOTA_EXCEEDED).
        """
        if not qos and not retain and properties is NO_PROPERTIES:
            head = self._direct.get(topic)
            if head is not None and type(payload) is bytes:
                size = len(head) + len(payload)
                if size < self._encoder.direct_size:
                    if size < 0x80:
                        self._write(_HEADS[size] + head + payload)
                    else:
                        self._write(b"\x30%c%c%b%b" % (size & 0x7F | 0x80, size >> 7, head, payload))
                    return 0
        return self._outbound.publish(topic, payload, qos, retain, properties, now)

    def is_waiting(self, ticket: int) -> bool:
        """Whether a message has not been sent at all yet."""
        return self._outbound.is_waiting(ticket)

    def withdraw(self, ticket: int) -> bool:
        """Take back a message that was not sent yet. No event will name it. False: too late."""
        return self._outbound.withdraw(ticket)

    def subscribe(
        self, subscriptions: Sequence[Subscription], properties: Properties = NO_PROPERTIES, *, now: float
    ) -> int:
        """Ask for subscriptions in one packet; SubscribeAnswered follows.

        Without a connection, and when one is lost before the answer, it is sent when there is one again.
        """
        ticket = self._outbound.new_ticket()
        version = self.settings.version
        self._outbound.news += self._requests.subscribe(ticket, subscriptions, properties, version)
        return ticket

    def unsubscribe(self, filters: Sequence[str], properties: Properties = NO_PROPERTIES, *, now: float) -> int:
        """End subscriptions in one packet; UnsubscribeAnswered follows, as for `subscribe`."""
        ticket = self._outbound.new_ticket()
        version = self.settings.version
        self._outbound.news += self._requests.unsubscribe(ticket, filters, properties, version)
        return ticket

    def give_up(self, ticket: int) -> None:
        """Nobody waits for this SUBACK or UNSUBACK any more: do not send it (again). Its answer is still taken."""
        self._requests.give_up(ticket)

    def reauthenticate(self, now: float) -> int:
        """Begin a re-authentication with the settings' authenticator (section 4.12.1); Reauthenticated follows."""
        return self._connection.reauthenticate()

    def respond(self, challenge: Challenged, answer: bytes | MqttError | None) -> list[Event]:
        """The answer to a challenge is ready, or could not be made. Nothing if its connection has ended meanwhile."""
        return self._connection.respond(challenge, answer)

    def acknowledge(self, batch: MessageBatch) -> None:
        """With `manual_acknowledgement`: the receiver has this batch. Acknowledgements leave in order of arrival:
        those of a batch wait until all earlier ones are acknowledged. A batch of a lost connection is remembered for
        QoS 2 and otherwise ignored: the server sends it again.
        """
        self._inbound.acknowledge(batch)

    # Persistence

    def take_journal(self, *, force: bool = False) -> Journal | None:
        """What is to be committed now, with the output that waits for it; None if there is nothing.

        With `force` also when there are no entries: output up to here then waits for `committed` all the same (for
        receivers that commit work of their own before messages are acknowledged).
        """
        return self._output.take_journal(force=force)

    def committed(self, journal: Journal) -> None:
        """The entries are safe. Journals are committed in the order in which they were taken."""
        self._output.committed(journal)

    def rolled_back(self, journal: Journal, *, undelivered: bool = False) -> None:
        """The entries could not be committed (the newest first, if there are several): close the transport.

        They are in the next journal again. With `undelivered` the receivers' own work was rolled back with them:
        messages at QoS 2 that they had not committed count as never received, so that the server's repetition is
        delivered to them.
        """
        entries = self._output.rolled_back(journal)
        self._output.keep(self._inbound.take_back(entries) if undelivered else entries)
        self._connection.leave()

    def _take_news(self) -> list[Event]:
        news, self._outbound.news = self._outbound.news, []
        return news
