"""CONNECT, CONNACK, AUTH and DISCONNECT into where a network connection stands, and into what that is to the session.

Packets that change nothing about the connection are the business of arrivals.py.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, ClassVar, Final

from .arrivals import Arrivals
from .auth_exchange import AuthExchange
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
from .journal import SaveServerSession, SessionState
from .keep_alive import KeepAlive, Pulse
from .negotiation import FIRST_PACKET_BYTES, Negotiated, SessionSettings, incoming_limit, names_of, not_sent
from .outbound import Outbound
from .output import Output
from .packets import Auth, Connack, Disconnect
from .properties import Properties
from .reason_codes import ReasonCode
from .requests import Requests
from .scan import Rows, Scanner
from .types import Version

_PINGREQ: Final = b"\xc0\x00"


class State(Enum):
    """Where a connection stands."""

    OFFLINE = "no transport"
    CONNECTING = "CONNECT sent, CONNACK awaited"
    CONNECTED = "CONNACK received"
    CLOSING = "over: the transport is to be closed"


class NetworkConnection:
    """The network connections of one session, one after the other."""

    def __init__(
        self,
        settings: SessionSettings,
        output: Output,
        outbound: Outbound,
        inbound: Inbound,
        requests: Requests,
        scanner: Scanner,
    ) -> None:
        self.settings = settings  # replaced while OFFLINE
        self.state = State.OFFLINE
        self.negotiated: Negotiated | None = None  # of the present or last connection; None before the first
        self.keep_alive = KeepAlive()
        self._output = output
        self._write = output.write
        self._outbound = outbound
        self._inbound = inbound
        self._requests = requests
        self._scanner = scanner
        self._arrivals = Arrivals(scanner, inbound, outbound, requests)
        self._handshake = Handshake()
        self._reauthentication = 0  # the ticket of the one under way
        self._closed_by: MqttError | None = None  # what made us end this connection
        self._connect_due: float | None = None  # when CONNACK is overdue
        self._kept = False  # what the journal says of the server: whether it has a session of ours

    def restore(self, saved: SessionState) -> None:
        self._kept = saved.server_has_session
        self._handshake.restore(saved)

    @property
    def assigned_id(self) -> str | None:
        """The client id that the server has assigned."""
        return self._handshake.assigned_id

    @property
    def over(self) -> bool:
        return self.state in (State.OFFLINE, State.CLOSING)

    @property
    def arriving(self) -> tuple[int, int]:
        """See `Scanner.arriving`."""
        return self._scanner.arriving

    def begin(self, now: float, *, reconnecting: bool = False) -> None:
        """See `Session.connect`."""
        if self.state is not State.OFFLINE:
            raise RefusedLocally("there is a connection already")
        settings = self.settings
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

    def take(self, data: bytes, now: float, received_at: float, events: list[Event]) -> None:
        """See `Session.receive`."""
        if self.state is State.CONNECTING:
            self._handshake.heard(data)
        elif self.state is not State.CONNECTED:
            return
        self.keep_alive.heard(now)
        scanner = self._scanner
        scanner.feed(data if type(data) is bytes else bytes(data), received_at)
        try:
            while not self.over and (item := scanner.next()) is not None:
                self._handle(item, now, events)
        except MqttError as fault:
            self._arrivals.flush(events)
            self._fail(fault, events)
        else:
            self._arrivals.flush(events)

    def deadline(self) -> float | None:
        times = (self.keep_alive.deadline(), self._connect_due)
        return min((time for time in times if time is not None), default=None)

    def expire(self, now: float, events: list[Event]) -> None:
        """Do what is due: PINGREQ, and an end to a server's silence."""
        if self._connect_due is not None and now >= self._connect_due:
            self._handshake.unanswered()
            self._fail(TimedOut("CONNACK", self.settings.connect_timeout_s or 0), events)
        pulse = self.keep_alive.check(now)
        if pulse is Pulse.PING:
            self._write(_PINGREQ)
        elif pulse is Pulse.DEAD:
            self._fail(TimedOut("PINGRESP", self.keep_alive.patience_s), events)

    def doubt(self, now: float) -> None:
        """The link may have died unnoticed: it is pinged, and given up soon if nothing is heard."""
        self.keep_alive.doubt(now)
        if self.state is State.CONNECTED and not self.keep_alive.interval_s:
            self._write(_PINGREQ)  # no answer is waited for, but a dead socket says so when it is written to

    def lost(self, events: list[Event]) -> None:
        """See `Session.lost`."""
        if self.state is State.OFFLINE:
            return
        if self.state is State.CONNECTING:
            self._handshake.unanswered()
        self._disconnected()
        self._scanner.end()
        self._output.begin()
        if self._reauthentication:
            events.append(Failed([self._reauthentication], self._closed_by or ConnectionLost("connection lost")))
            self._reauthentication = 0
        self.state = State.OFFLINE

    def leave(self) -> None:
        """End the connection without a word."""
        if not self.over:
            self._disconnected()
            self.state = State.CLOSING

    def disconnect(self, reason: ReasonCode, properties: Properties) -> None:
        """See `Session.disconnect`."""
        connect = self._handshake.connect
        if self.state is not State.CONNECTED or connect is None:
            return
        version = self.settings.version
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
        """The ticket of a re-authentication under way, which nobody waits for any more."""
        ticket, self._reauthentication = self._reauthentication, 0
        return [ticket] if ticket else []

    def reauthenticate(self) -> int:
        """See `Session.reauthenticate`."""
        if self.state is not State.CONNECTED or self.settings.version is not Version.V5:
            raise RefusedLocally("re-authentication needs an MQTT 5.0 connection")
        if self.settings.auth is None or self._handshake.exchange is None:
            raise RefusedLocally("the connection was made without an authentication method")  # [MQTT-4.12.1-1]
        if self._reauthentication:
            raise RefusedLocally("a re-authentication is under way already")
        exchange = AuthExchange(self.settings.auth, self.settings.auth_rounds)
        self._write(self._fitting(encode(exchange.begin_again(), Version.V5)))
        self._handshake.exchange = exchange
        self._reauthentication = self._outbound.new_ticket()
        return self._reauthentication

    def respond(self, challenge: Challenged, answer: bytes | MqttError | None) -> list[Event]:
        """See `Session.respond`."""
        events: list[Event] = []
        if not self.over and self._handshake.exchange is challenge.exchange:
            try:
                if isinstance(answer, MqttError):
                    raise answer
                self._write(self._fitting(encode(challenge.exchange.answer(answer), Version.V5)))
            except MqttError as fault:
                self._fail(fault, events)
        return events

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
            if self.settings.auth_in_thread:
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
        negotiated, present = self._handshake.accepted(self.settings, packet)
        self._begin_connected(negotiated, now)
        events.append(
            Connected(
                session_present=packet.session_present,
                reason=ReasonCode.SUCCESS,
                properties=packet.properties,
                negotiated=negotiated,
                not_sent=not_sent(self.settings),
            )
        )
        if not present:
            events += self._discard_session()
        elif self.settings.version is Version.V31 and self.settings.resubscribe:
            self._requests.resubscribe()  # 3.1 does not say whether it knows us
        events += self._requests.connected(negotiated)
        events += self._outbound.connected(negotiated, session_present=present, now=now)

    def _begin_connected(self, negotiated: Negotiated, now: float) -> None:
        self.negotiated = negotiated
        self.state = State.CONNECTED
        self._connect_due = None
        self._scanner.limit = incoming_limit(self.settings)
        self._note_kept(self._handshake.resumable)
        self.keep_alive.begin(negotiated.keep_alive.granted, now)

    def _discard_session(self) -> list[Event]:
        """[MQTT-3.2.2-5]: the server begins a new session, and so do we."""
        forgotten = self._inbound.discard()
        resubscribed: tuple[str, ...] = ()
        if self.settings.resubscribe:
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
            if self.settings.version is Version.V5 and not isinstance(fault, TimedOut):
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
        self.keep_alive.stop()
        self._connect_due = None

    def _note_kept(self, kept: bool) -> None:
        if kept is not self._kept:
            self._kept = kept
            self._output.note(SaveServerSession(kept))

    # (where we are, what arrived) -> what takes it; a missing row is a protocol error. Arrivals has
    # those that change nothing about the connection.
    _HANDLERS: ClassVar[dict[tuple[State, type], Callable[[NetworkConnection, Any, float, list[Event]], None]]] = {
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
