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
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, ClassVar, Final

from .arrivals import Arrivals
from .auth_exchange import AuthExchange
from .batch import MessageBatch, TopicTable
from .codec import encode
from .errors import (
    AuthenticationFailed,
    ConnectionLost,
    ConnectionRefused,
    MqttError,
    ProtocolError,
    RefusedLocally,
    ServerDisconnected,
    TimedOut,
)
from .events import Challenged, Closing, Connected, Event, Failed, PropertiesNotSent, Reauthenticated
from .handshake import Handshake
from .inbound import Inbound
from .journal import Journal, SaveServerSession, SessionState
from .keep_alive import KeepAlive, Pulse
from .negotiation import FIRST_PACKET_BYTES, Negotiated, SessionSettings, incoming_limit, names_of, not_sent
from .outbound import Outbound
from .output import Output
from .packet_ids import PacketIds
from .packets import (
    Auth,
    Connack,
    Disconnect,
    Subscription,
)
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .requests import Requests
from .scan import Rows, Scanner
from .types import PacketType, Version

_PINGREQ: Final = b"\xc0\x00"
_SHORT_PACKET: Final = 16_000  # bytes up to which the quick way of publishing is taken
_HEADS: Final = [b"\x30" + bytes([size]) for size in range(128)]  # the fixed header of a PUBLISH at QoS 0


class State(Enum):
    """Where a connection stands."""

    OFFLINE = "no transport"
    CONNECTING = "CONNECT sent, CONNACK awaited"
    CONNECTED = "CONNACK received"
    CLOSING = "over: the transport is to be closed"


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
        self.state = State.OFFLINE  # read only
        self.negotiated: Negotiated | None = None  # of the present or last connection; None before the first
        self._settings = settings
        self._output = Output(journaled=restored is not None)
        self._write = self._output.write
        self._ids = PacketIds()
        self._outbound = Outbound(settings, self._output, self._ids)
        self._direct = self._outbound.encoder.direct
        self._inbound = Inbound(self._output)
        self._requests = Requests(self._output, self._ids)
        self._scanner = Scanner(topics, topic_limit=settings.topic_limit, counts=counts)
        self._arrivals = Arrivals(self._scanner, self._inbound, self._outbound, self._requests)
        self._keep_alive = KeepAlive()
        self._handshake = Handshake()
        self._reauthentication = 0  # the ticket of the one under way
        self._closed_by: MqttError | None = None  # what made us end this connection
        self._connect_due: float | None = None  # when CONNACK is overdue
        self._direct_size = 0  # bytes after the fixed header up to which the quick way is open
        self._kept = restored is not None and restored.server_has_session  # what the journal says of the server
        if restored is not None:
            self._restore(restored)

    # Facts

    @property
    def settings(self) -> SessionSettings:
        """May be replaced while OFFLINE; what was begun is kept."""
        return self._settings

    @settings.setter
    def settings(self, settings: SessionSettings) -> None:
        if self.state is not State.OFFLINE:
            raise RefusedLocally("settings may be replaced between two connections only")
        self._settings = self._outbound.settings = settings

    @property
    def client_id(self) -> str:
        """The client id in use: the one given, or the one that the server assigned."""
        return self._settings.client_id or self._handshake.assigned_id or ""

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
    def _over(self) -> bool:
        return self.state in (State.OFFLINE, State.CLOSING)

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
        if self.state is not State.OFFLINE:
            raise RefusedLocally("there is a connection already")
        settings = self._settings
        self._outbound.begin_lifetimes(now)
        written = self._handshake.begin(settings, reconnecting=reconnecting)
        self._output.begin()
        if self._handshake.may_begin_session:
            self._note_kept(True)  # the next process must know of it, even if CONNACK never comes
        self._write(written)
        self._scanner.begin(
            settings.version,
            limit=min(FIRST_PACKET_BYTES, incoming_limit(settings)),
            alias_maximum=settings.properties.topic_alias_maximum or 0,
        )
        receive_maximum = settings.properties.receive_maximum if settings.version is Version.V5 else None
        self._inbound.begin(
            settings.version,
            receive_maximum=receive_maximum or 65_535,
            manual=settings.manual_acknowledgement,
        )
        self._closed_by = None
        self._connect_due = None if settings.connect_timeout_s is None else now + settings.connect_timeout_s
        self.state = State.CONNECTING

    def receive(self, data: bytes, now: float, received_at: float) -> list[Event]:
        """Take what the transport read, cut anywhere; `received_at` is the wall clock in seconds since the epoch.

        Never raises because of `data`: a fault of the server's ends in a `Closing` event.
        """
        events = self._take_news()
        if self.state is State.CONNECTING:
            self._handshake.heard(data)
        elif self.state is not State.CONNECTED:
            return events
        self._keep_alive.heard(now)
        scanner = self._scanner
        scanner.feed(data if type(data) is bytes else bytes(data), received_at)
        try:
            while not self._over and (item := scanner.next()) is not None:
                self._handle(item, now, events)
        except MqttError as fault:
            self._arrivals.flush(events)
            self._fail(fault, events)
        else:
            self._arrivals.flush(events)
        return events

    def take_output(self, now: float) -> list[bytes]:
        """The bytes to write, in order; they are taken as written now."""
        parts, acks = self._output.take()
        if parts:
            self._keep_alive.sent(now)
            if acks:
                self._inbound.written(acks)
        return parts

    def deadline(self) -> float | None:
        """When `expire` wants to be called, at the latest; None: never. It changes with every other call."""
        if self._outbound.news:
            return 0.0
        times = (self._keep_alive.deadline(), self._connect_due, self._outbound.deadline)
        return min((time for time in times if time is not None), default=None)

    def expire(self, now: float) -> list[Event]:
        """Do what is due: PINGREQ, time limits, message expiry. Calling it early or late does no harm."""
        events = self._take_news()
        events += self._outbound.sweep(now)
        if self._connect_due is not None and now >= self._connect_due:
            self._handshake.unanswered()
            self._fail(TimedOut("CONNACK", self._settings.connect_timeout_s or 0), events)
        pulse = self._keep_alive.check(now)
        if pulse is Pulse.PING:
            self._write(_PINGREQ)
        elif pulse is Pulse.DEAD:
            self._fail(TimedOut("PINGRESP", 1.5 * self._keep_alive.interval_s), events)
        return events

    def lost(self, now: float) -> list[Event]:
        """The transport is closed, by whomever. Unfinished work is kept for the next connection."""
        events = self._take_news()
        if self.state is State.OFFLINE:
            return events
        if self.state is State.CONNECTING:
            self._handshake.unanswered()
        self._disconnected()
        self._output.begin()
        if self._reauthentication:
            events.append(Failed([self._reauthentication], self._closed_by or ConnectionLost("connection lost")))
            self._reauthentication = 0
        self.state = State.OFFLINE
        return events

    def set_reading(self, reading: bool, now: float) -> None:
        """Tell when reading is paused and when it goes on: silence during a pause is not the server's."""
        self._keep_alive.set_reading(reading, now)

    def doubt(self, now: float) -> None:
        """Tell that the link may have died unnoticed: it is pinged, and given up soon if nothing is heard."""
        self._keep_alive.doubt(now)

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
        connect = self._handshake.connect
        if self.state is not State.CONNECTED or connect is None:
            return
        version = self._settings.version
        v5 = version is Version.V5
        expiry = properties.session_expiry_interval if v5 else None
        if expiry and not connect.properties.session_expiry_interval:
            raise RefusedLocally("a session that was to end with its connection cannot be kept")
        self._write(self._fitting(encode(Disconnect(reason, properties), version, "client")))
        if not v5 and (names := names_of(properties)):
            self._outbound.news.append(PropertiesNotSent(ticket=0, names=names))
        if expiry is not None:
            self._handshake.resumable = expiry > 0
            self._note_kept(expiry > 0)
        self._disconnected()
        self.state = State.CLOSING

    def abandon(self) -> list[int]:
        """Nobody will connect again soon: the tickets of everything unsettled, to be told so. No event will name them.

        Messages that were never sent are forgotten, unless a journal keeps them; those in flight belong to the
        session, and to its next connection.
        """
        tickets = [*self._outbound.abandon(), *self._requests.abandon()]
        if self._reauthentication:
            tickets.append(self._reauthentication)
            self._reauthentication = 0
        return tickets

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
                if size < self._direct_size:
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
        version = self._settings.version
        self._outbound.news += self._requests.subscribe(ticket, subscriptions, properties, version)
        return ticket

    def unsubscribe(self, filters: Sequence[str], properties: Properties = NO_PROPERTIES, *, now: float) -> int:
        """End subscriptions in one packet; UnsubscribeAnswered follows, as for `subscribe`."""
        ticket = self._outbound.new_ticket()
        version = self._settings.version
        self._outbound.news += self._requests.unsubscribe(ticket, filters, properties, version)
        return ticket

    def give_up(self, ticket: int) -> None:
        """Nobody waits for this SUBACK or UNSUBACK any more: do not send it (again). Its answer is still taken."""
        self._requests.give_up(ticket)

    def reauthenticate(self, now: float) -> int:
        """Begin a re-authentication with the settings' authenticator (section 4.12.1); Reauthenticated follows."""
        if self.state is not State.CONNECTED or self._settings.version is not Version.V5:
            raise RefusedLocally("re-authentication needs an MQTT 5.0 connection")
        if self._settings.auth is None or self._handshake.exchange is None:
            raise RefusedLocally("the connection was made without an authentication method")  # [MQTT-4.12.1-1]
        if self._reauthentication:
            raise RefusedLocally("a re-authentication is under way already")
        exchange = AuthExchange(self._settings.auth, self._settings.auth_rounds)
        self._write(self._fitting(encode(exchange.begin_again(), Version.V5)))
        self._handshake.exchange = exchange
        self._reauthentication = self._outbound.new_ticket()
        return self._reauthentication

    def respond(self, challenge: Challenged, answer: bytes | MqttError | None) -> list[Event]:
        """The answer to a challenge is ready, or could not be made. Nothing if its connection has ended meanwhile."""
        events: list[Event] = []
        if not self._over and self._handshake.exchange is challenge.exchange:
            try:
                if isinstance(answer, MqttError):
                    raise answer
                self._write(self._fitting(encode(challenge.exchange.answer(answer), Version.V5)))
            except MqttError as fault:
                self._fail(fault, events)
        return events

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
        if not self._over:
            self._disconnected()
            self.state = State.CLOSING

    # What arrives

    def _handle(self, item: Any, now: float, events: list[Event]) -> None:
        self._handshake.check(item)
        if self.state is State.CONNECTED and self._arrivals.take(item, now, events):
            return
        handler = self._HANDLERS.get((self.state, type(item)))
        if handler is None:
            if type(item) is Rows:
                self._scanner.take_batch()  # before CONNACK no message is delivered
            raise ProtocolError(f"{type(item).__name__} makes no sense while {self.state.name}")
        handler(self, item, now, events)

    def _server_disconnect(self, packet: Disconnect, now: float, events: list[Event]) -> None:
        self._close(ServerDisconnected(packet.reason_code, packet.properties), events)

    def _auth(self, packet: Auth, now: float, events: list[Event]) -> None:
        exchange = self._handshake.exchange
        if exchange is None or (self.state is State.CONNECTED and not self._reauthentication):
            raise ProtocolError("AUTH that nobody asked for")  # [MQTT-4.12.0-6]
        if packet.reason_code is ReasonCode.CONTINUE_AUTHENTICATION:
            respond = exchange.challenged(packet)
            if self._settings.auth_in_thread:
                events.append(Challenged(exchange=exchange, respond=respond))
            else:
                self._write(self._fitting(encode(exchange.answer(respond()), Version.V5)))
            return
        if self.state is State.CONNECTING:
            raise ProtocolError("AUTH with success instead of CONNACK")
        exchange.finished(packet.properties)
        events.append(Reauthenticated(ticket=self._reauthentication, properties=packet.properties))
        self._reauthentication = 0

    def _connack(self, packet: Connack, now: float, events: list[Event]) -> None:
        negotiated, present = self._handshake.accepted(self._settings, packet)
        self._begin_connected(negotiated, now)
        events.append(
            Connected(
                session_present=packet.session_present,
                reason=ReasonCode.SUCCESS,
                properties=packet.properties,
                negotiated=negotiated,
                not_sent=not_sent(self._settings),
            )
        )
        if not present:
            events += self._discard_session()
        elif self._settings.version is Version.V31 and self._settings.resubscribe:
            self._requests.resubscribe()  # 3.1 does not say whether it knows us
        events += self._requests.connected(negotiated)
        events += self._outbound.connected(negotiated, session_present=present, now=now)

    def _begin_connected(self, negotiated: Negotiated, now: float) -> None:
        self.negotiated = negotiated
        self.state = State.CONNECTED
        self._connect_due = None
        self._scanner.limit = incoming_limit(self._settings)
        self._note_kept(self._handshake.resumable)
        self._keep_alive.begin(negotiated.keep_alive.granted, now)
        self._direct_size = min(_SHORT_PACKET, negotiated.maximum_packet_size.granted - 2)

    def _discard_session(self) -> list[Event]:
        """[MQTT-3.2.2-5]: the server begins a new session, and so do we."""
        forgotten = self._inbound.discard()
        resubscribed: tuple[str, ...] = ()
        if self._settings.resubscribe:
            resubscribed = self._requests.resubscribe()
        else:
            self._requests.forget()
        return self._outbound.discard(forgotten=forgotten, resubscribed=resubscribed)

    def _fitting(self, packet: bytes) -> bytes:
        """The packet, or RefusedLocally if the server has said that it takes none of that size [MQTT-3.2.2-15]."""
        limit = (
            self.negotiated.maximum_packet_size.granted
            if self.negotiated and self.state is State.CONNECTED
            else len(packet)
        )
        if len(packet) > limit:
            raise RefusedLocally(f"a packet of {len(packet)} bytes, more than {limit}", ReasonCode.PACKET_TOO_LARGE)
        return packet

    # Ends

    def _fail(self, fault: MqttError, events: list[Event]) -> None:
        """The server has done wrong, or not answered: say so if there is a way to, and end the connection."""
        refusal = self._handshake.refusal_of_3x() if self.state is State.CONNECTING else None
        if isinstance(fault, ConnectionRefused):
            self._close(fault, events)
        elif refusal is not None:
            self._close(ConnectionRefused(refusal), events)
        else:
            if self._settings.version is Version.V5 and not isinstance(fault, TimedOut):
                self._output.finish(_farewell(fault))
            self._close(fault, events)

    def _close(self, error: MqttError, events: list[Event]) -> None:
        self._disconnected()
        self.state = State.CLOSING
        self._closed_by = error
        events.append(Closing(error=error))

    def _disconnected(self) -> None:
        """Nothing more is sent or expected on this connection [MQTT-3.14.4-1]."""
        self._outbound.lost()
        self._inbound.lost()
        self._requests.lost()
        self._keep_alive.stop()
        self._connect_due = None

    def _restore(self, saved: SessionState) -> None:
        self._outbound.restore(saved.messages)
        self._inbound.restore(saved.received)
        self._requests.restore(saved.subscriptions)
        self._handshake.restore(saved)

    def _note_kept(self, kept: bool) -> None:
        if kept is not self._kept:
            self._kept = kept
            self._output.note(SaveServerSession(kept))

    def _take_news(self) -> list[Event]:
        news, self._outbound.news = self._outbound.news, []
        return news

    # (where we are, what arrived) -> what takes it; a missing row is a protocol error. Arrivals has
    # those that change nothing about the connection.
    _HANDLERS: ClassVar[dict[tuple[State, type], Callable[[Session, Any, float, list[Event]], None]]] = {
        (State.CONNECTING, Connack): _connack,
        (State.CONNECTING, Auth): _auth,
        (State.CONNECTING, Disconnect): _server_disconnect,
        (State.CONNECTED, Disconnect): _server_disconnect,
        (State.CONNECTED, Auth): _auth,
    }


def _farewell(fault: MqttError) -> bytes:
    """The DISCONNECT that tells the server its fault (section 4.13.1)."""
    last_resort = ReasonCode.UNSPECIFIED_ERROR if isinstance(fault, AuthenticationFailed) else ReasonCode.PROTOCOL_ERROR
    try:
        return encode(Disconnect(fault.reason or last_resort), Version.V5, "client")
    except RefusedLocally:  # a code that only servers send
        return encode(Disconnect(last_resort), Version.V5, "client")
