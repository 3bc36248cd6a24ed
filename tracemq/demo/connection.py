"""One client's packets into calls of the exchange, and the exchange's answers into packets.

It has no socket: `receive` takes what was read, `step` handles one packet, `output` collects what is to be written.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Final

from tracemq.mqtt import codec
from tracemq.mqtt.errors import MalformedPacket, MqttError, ProtocolError
from tracemq.mqtt.packets import Connack, Connect, Disconnect, Packet
from tracemq.mqtt.properties import NO_PROPERTIES, Properties
from tracemq.mqtt.reason_codes import ALLOWED, ConnectReturnCode, ReasonCode
from tracemq.mqtt.types import MAX_PACKET_ID, PacketType, Version

from .conversation import Conversation, reserved
from .exchange import Exchange
from .framing import Framer, announced
from .session import Session

RESPONSE_TOPICS: Final = "reply"  # response information is a topic below this one (section 3.2.2.3.14)
_HIGH_WATER: Final = 64 << 10  # bytes that wait for the socket before the session holds messages back
_PUBLISH: Final = 3
_SHORT_PACKET: Final = 64  # bytes that an answer takes without its explanation

# How 3.x says no (3.1.1, section 3.2.2.3); what it has no word for is "server unavailable".
_RETURN_CODES: Final = {
    ReasonCode.UNSUPPORTED_PROTOCOL_VERSION: ConnectReturnCode.UNACCEPTABLE_PROTOCOL_VERSION,
    ReasonCode.CLIENT_IDENTIFIER_NOT_VALID: ConnectReturnCode.IDENTIFIER_REJECTED,
    ReasonCode.NOT_AUTHORIZED: ConnectReturnCode.NOT_AUTHORIZED,
}


class Connection:
    """A client's connection. `woken` is called when `output` stops being empty or the connection is `closed`."""

    def __init__(self, exchange: Exchange, woken: Callable[[Connection], None], now: float) -> None:
        self.exchange = exchange
        self.version = Version.V311  # until CONNECT says
        self.receive_maximum = MAX_PACKET_ID
        self.maximum_packet_size = 1 << 32
        self.session: Session | None = None
        self.closed = False  # once the output is written, the socket is to be closed
        self.congested = False  # set by whoever writes: the peer does not read
        self.output: list[bytes] = []
        self.output_size = 0
        self._woken = woken
        self._framer = Framer(exchange.limits.first_packet_size)
        self._conversation: Conversation | None = None
        self._keep_alive_s = 0.0
        self._says_why = True  # request problem information (section 3.1.2.11.7)
        self._heard_at = now

    # --- what the session asks of it

    @property
    def writable(self) -> bool:
        return not self.congested and not self.closed and self.output_size < _HIGH_WATER

    def send(self, data: bytes) -> None:
        if self.closed:
            return
        counters = self.exchange.counters
        counters.messages_sent += 1
        counters.bytes_sent += len(data)
        if data[0] >> 4 == _PUBLISH:
            counters.publish_sent += 1
        self.output.append(data)
        self.output_size += len(data)
        if len(self.output) == 1:
            self._woken(self)

    def take_over(self) -> None:
        self.session = None  # which the exchange detaches itself
        self.close(ReasonCode.SESSION_TAKEN_OVER, "another client has connected with this client id")

    # --- what the socket's side asks of it

    def receive(self, data: bytes, now: float) -> None:
        """Take a read; `step` handles what it completes."""
        self.exchange.counters.bytes_received += len(data)
        self._heard_at = now
        self._framer.feed(data)

    def step(self, now: float) -> bool:
        """Handle one packet; False if there is none to handle now."""
        if self.closed:
            return False
        try:
            data = self._framer.packet()
            if data is None:
                return False
            self.exchange.counters.messages_received += 1
            if self._conversation is None:
                self._first(data, now)
            else:
                self._conversation.handle(_decode(data, self.version), now)
        except MqttError as error:
            self.fail(error, now)
        return True

    def written(self) -> bytes:
        """All the output, which the caller writes now."""
        data = self.output[0] if len(self.output) == 1 else b"".join(self.output)
        self.output.clear()
        self.output_size = 0
        return data

    def resume(self, now: float) -> None:
        """The peer reads again."""
        self.congested = False
        if self.session is not None:
            self.session.pump(now)

    def lost(self, now: float) -> None:
        """The socket is closed, by whomever."""
        self.closed = True
        session, self.session = self.session, None
        if session is not None:
            self.exchange.disconnect(session, now)

    def expire(self, now: float) -> None:
        """Give up a client that did not say CONNECT, or nothing for one and a half keep alives [MQTT-3.1.2-22]."""
        if self.closed:
            return
        if self.session is None:
            if now >= self._heard_at + self.exchange.limits.connect_timeout_s:
                self.close()
        elif self._keep_alive_s and now >= self._heard_at + 1.5 * self._keep_alive_s:
            self._leave(now, ReasonCode.KEEP_ALIVE_TIMEOUT, "nothing came within one and a half keep alive intervals")

    def shut_down(self, now: float) -> None:
        self._leave(now, ReasonCode.SERVER_SHUTTING_DOWN, "the demo broker stops")

    def fail(self, error: MqttError, now: float) -> None:
        """The client broke the protocol: tell it which rule, if its version can be told, and close (section 4.13)."""
        reason = error.reason or ReasonCode.UNSPECIFIED_ERROR
        answer = PacketType.CONNACK if self._conversation is None else PacketType.DISCONNECT
        if reason not in ALLOWED[answer]:
            reason = ReasonCode.PROTOCOL_ERROR
        if self._conversation is None and (self.version is Version.V5 or reason in _RETURN_CODES):
            self._refuse(reason, str(error))
        else:
            self._leave(now, reason, str(error))

    def close(self, reason: ReasonCode | None = None, why: str = "") -> None:
        """No more input or output after this; DISCONNECT goes first where MQTT 5 allows it."""
        if self.closed:
            return
        if reason is not None and self.version is Version.V5:
            self.answer(Disconnect(reason, self.explained(why)))
        self.closed = True
        if not self.output:
            self._woken(self)

    def _leave(self, now: float, reason: ReasonCode, why: str) -> None:
        session, self.session = self.session, None
        self.close(reason if session is not None else None, why)
        if session is not None:
            self.exchange.disconnect(session, now)

    # --- CONNECT

    def _first(self, data: bytes, now: float) -> None:
        if data[0] >> 4 != PacketType.CONNECT:
            raise ProtocolError("the first packet is not CONNECT")  # [MQTT-3.1.0-1]
        version = codec.version_of_connect(data)
        if version is None:
            said = announced(data)
            self.version = Version.V5 if said.name == "MQTT" and said.level > Version.V5 else Version.V311
            self._refuse(ReasonCode.UNSUPPORTED_PROTOCOL_VERSION, "this broker speaks MQTT 3.1, 3.1.1 and 5.0")
            return
        self.version = version
        packet = _decode(data, self.version)
        if isinstance(packet, Connect):
            self._connect(packet, now)

    def _connect(self, request: Connect, now: float) -> None:
        asked, limits = request.properties, self.exchange.limits
        self._says_why = asked.request_problem_information != 0
        self.maximum_packet_size = asked.maximum_packet_size or self.maximum_packet_size
        self.receive_maximum = asked.receive_maximum or self.receive_maximum
        if asked.authentication_method is not None:
            self._refuse(ReasonCode.BAD_AUTHENTICATION_METHOD, "this broker has no enhanced authentication")
            return
        if len(self.exchange.sessions) >= limits.sessions and request.client_id not in self.exchange.sessions:
            self._refuse(ReasonCode.QUOTA_EXCEEDED, f"this broker keeps {limits.sessions} sessions")
            return
        if request.will is not None and reserved(request.will.topic):
            self._refuse(ReasonCode.NOT_AUTHORIZED, "$SYS belongs to the broker")
            return
        assigned = None
        if not request.client_id:
            assigned = request.client_id = f"demo-{secrets.token_hex(6)}"  # [MQTT-3.1.3-6]
        self._framer.size_limit = limits.maximum_packet_size
        keep_alive = request.keep_alive
        if self.version is Version.V5 and limits.server_keep_alive is not None:
            keep_alive = limits.server_keep_alive
        self._keep_alive_s = float(keep_alive)
        self.session, present = self.exchange.connect(request, self, now)
        self._conversation = Conversation(self.exchange, self.session, self, self._disconnect)
        self.answer(Connack(present, properties=self._offer(asked, assigned)))
        self.session.pump(now)

    def _offer(self, asked: Properties, assigned: str | None) -> Properties:
        if self.version is not Version.V5:
            return NO_PROPERTIES
        limits = self.exchange.limits
        response = f"{RESPONSE_TOPICS}/{self.session.client_id}" if self.session else None
        return Properties(
            receive_maximum=limits.receive_maximum,
            maximum_packet_size=limits.maximum_packet_size,
            topic_alias_maximum=limits.topic_alias_maximum,
            server_keep_alive=limits.server_keep_alive,
            assigned_client_identifier=assigned,
            response_information=response if asked.request_response_information else None,
        )

    def _refuse(self, reason: ReasonCode, why: str = "") -> None:
        if self.version is Version.V5:
            self.answer(Connack(reason_code=reason, properties=self.explained(why)))
        else:
            code = _RETURN_CODES.get(reason, ConnectReturnCode.SERVER_UNAVAILABLE)
            self.answer(Connack(reason_code=code))
        self.close()

    def _disconnect(self, packet: Disconnect, now: float) -> None:
        session, interval = self.session, packet.properties.session_expiry_interval
        if session is None:
            return
        if interval and not session.expiry_s:  # section 3.14.2.2.2
            raise ProtocolError("DISCONNECT wants to keep a session that CONNECT did not")
        self.session = None
        self.close()
        with_will = packet.reason_code is not ReasonCode.NORMAL_DISCONNECTION
        self.exchange.disconnect(session, now, with_will=with_will, expiry_interval=interval)

    # --- what the conversation asks of it

    def answer(self, packet: Packet) -> None:
        data = codec.encode(packet, self.version)
        if len(data) <= self.maximum_packet_size:  # [MQTT-3.1.2-24]
            self.send(data)

    def explained(self, why: str) -> Properties:
        """A reason string, if the client wants to know and takes packets of that size [MQTT-3.14.2-3]."""
        room = self.maximum_packet_size - _SHORT_PACKET
        if self.version is not Version.V5 or not self._says_why or not why or len(why.encode()) > room:
            return NO_PROPERTIES
        return Properties(reason_string=why)


def _decode(data: bytes, version: Version) -> Packet:
    decoded = codec.decode(data, version, sender="client")
    if decoded is None:
        raise MalformedPacket("the packet ends early")
    return decoded[0]
