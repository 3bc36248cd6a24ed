"""A broker for one client, as strict as the standard lets it be: it asserts whatever the client must not do."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

from tracemq.mqtt.codec import decode, encode
from tracemq.mqtt.packets import (
    Connack,
    Connect,
    Disconnect,
    Packet,
    Pingreq,
    Pingresp,
    Puback,
    Pubcomp,
    Publish,
    Pubrec,
    Pubrel,
    Suback,
    Subscribe,
    Unsuback,
    Unsubscribe,
)
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.reason_codes import ConnectReturnCode, ReasonCode
from tracemq.mqtt.types import QoS, Version


@dataclass
class BrokerSession:
    """What the broker keeps of a client between connections."""

    received: set[int] = field(default_factory=set)  # QoS 2 messages of the client that wait for PUBREL
    sent: dict[int, Publish] = field(default_factory=dict)  # ours, until PUBACK or PUBREC
    released: dict[int, None] = field(default_factory=dict)  # ours, until PUBCOMP
    queue: deque[Publish] = field(default_factory=deque)
    last_id: int = 0
    filters: set[str] = field(default_factory=set)


class ModelBroker:
    """Takes bytes of one connection after the other; `output` is what it says, `delivered` what it was given."""

    def __init__(self, version: Version, *, receive_maximum: int = 5, alias_maximum: int = 2) -> None:
        self.version = version
        self._granted = Properties()
        if version is Version.V5:
            self._granted = Properties(receive_maximum=receive_maximum, topic_alias_maximum=alias_maximum)
        self._limit = receive_maximum if version is Version.V5 else 65_535
        self.session: BrokerSession | None = None
        self.output = bytearray()
        self.delivered: list[Publish] = []  # topic resolved; in the order in which the broker took them on
        self.sessions_lost = 0
        self.connected = False
        self.begin()

    def begin(self) -> None:
        """A new transport."""
        self._input = b""
        self.output.clear()
        self.connected = False
        self._aliases: dict[int, str] = {}
        self._open: set[int] = set()  # the client's QoS 1 and 2 messages of this connection, not finished
        self._client_maximum = 65_535
        self._awaited: deque[tuple[type, int]] = deque()  # acknowledgements in the order in which they must come
        self._over = False

    def lose_session(self) -> None:
        if self.session is not None:
            self.sessions_lost += 1
        self.session = None

    def publish(self, message: Publish) -> None:
        """Send the client a message, now or when it is back and has room."""
        if self.session is None:
            return
        self.session.queue.append(message)
        self.pump()

    def take(self, data: bytes) -> None:
        self._input += data
        while (decoded := decode(self._input, self.version, "client")) is not None:
            packet, size = decoded
            self._input = self._input[size:]
            assert not self._over, "a packet after DISCONNECT"
            self._handle(packet)

    def _say(self, packet: Packet) -> None:
        self.output += encode(packet, self.version, "server")

    def _handle(self, packet: Packet) -> None:
        if not self.connected:
            assert isinstance(packet, Connect), "the first packet is CONNECT"
            self._connect(packet)
            return
        match packet:
            case Publish():
                self._published(packet)
            case Puback():
                self._expect(Puback, packet.packet_id)
                self._session.sent.pop(packet.packet_id)
            case Pubrec():
                self._expect(Pubrec, packet.packet_id)
                self._session.sent.pop(packet.packet_id)
                self._session.released[packet.packet_id] = None
                self._awaited.append((Pubcomp, packet.packet_id))
                self._say(Pubrel(packet.packet_id))
            case Pubcomp():
                assert packet.reason_code is ReasonCode.SUCCESS or self.version is Version.V5
                self._expect(Pubcomp, packet.packet_id)
                self._session.released.pop(packet.packet_id)
            case Pubrel():
                known = packet.packet_id in self._session.received
                assert known or packet.packet_id not in self._open
                self._session.received.discard(packet.packet_id)
                self._open.discard(packet.packet_id)
                self._say(
                    Pubcomp(
                        packet.packet_id,
                        ReasonCode.SUCCESS if known else ReasonCode.PACKET_IDENTIFIER_NOT_FOUND,
                    )
                )
            case Subscribe():
                self._session.filters.update(one.filter for one in packet.subscriptions)
                codes = tuple(ReasonCode(one.qos) for one in packet.subscriptions)
                self._say(Suback(packet.packet_id, codes))
            case Unsubscribe():
                self._session.filters.difference_update(packet.filters)
                self._say(Unsuback(packet.packet_id, (ReasonCode.SUCCESS,) * len(packet.filters)))
            case Pingreq():
                self._say(Pingresp())
            case Disconnect():
                assert packet.reason_code is ReasonCode.NORMAL_DISCONNECTION, packet
                self._over = True
            case _:
                raise AssertionError(f"unexpected {packet}")
        self.pump()

    @property
    def _session(self) -> BrokerSession:
        assert self.session is not None
        return self.session

    def _expect(self, kind: type, packet_id: int) -> None:
        """Acknowledgements of one kind come in the order of what they answer [MQTT-4.6.0-2 to 4]."""
        first = next(awaited for awaited in self._awaited if awaited[0] is kind)
        assert first == (kind, packet_id), f"{kind.__name__} {packet_id} instead of {first[1]}"
        self._awaited.remove(first)

    def _connect(self, packet: Connect) -> None:
        if packet.clean_start:
            self.lose_session()
        present = self.session is not None
        if self.session is None:
            self.session = BrokerSession()
        self.connected = True
        if self.version is Version.V5:
            self._client_maximum = packet.properties.receive_maximum or 65_535
            self._say(Connack(present, ReasonCode.SUCCESS, self._granted))
        else:
            self._say(Connack(present, ConnectReturnCode.ACCEPTED))
        for packet_id in self._session.released:
            self._awaited.append((Pubcomp, packet_id))
            self._say(Pubrel(packet_id))
        for packet_id, message in self._session.sent.items():
            self._send(replace(message, dup=True), packet_id)
        self.pump()

    def pump(self) -> None:
        """Send what waits, as far as the client's Receive Maximum allows."""
        if not self.connected or self.session is None:
            return
        session = self.session
        room = min(self._client_maximum, 15)
        while session.queue and len(session.sent) + len(session.released) < room:
            message = session.queue.popleft()
            if not message.qos:
                self._say(message)
                continue
            session.last_id = session.last_id % 20 + 1  # few ids, so that they are used again soon
            while session.last_id in session.sent or session.last_id in session.released:
                session.last_id = session.last_id % 20 + 1
            session.sent[session.last_id] = message
            self._send(message, session.last_id)

    def _send(self, message: Publish, packet_id: int) -> None:
        self._awaited.append((Puback if message.qos == 1 else Pubrec, packet_id))
        self._say(replace(message, packet_id=packet_id))

    def _published(self, packet: Publish) -> None:
        alias = packet.properties.topic_alias
        if alias is not None:
            assert 1 <= alias <= (self._granted.topic_alias_maximum or 0), "alias out of range"
            if packet.topic:
                self._aliases[alias] = packet.topic
            packet = replace(packet, topic=self._aliases[alias])
        if not packet.qos:
            self.delivered.append(packet)
            return
        assert packet.packet_id not in self._open, "a packet id is used again before it is free"
        self._open.add(packet.packet_id)
        assert len(self._open) <= self._limit, "more than our Receive Maximum"
        known = packet.packet_id in self._session.received
        assert not known or packet.dup, "sent again without DUP"
        if not known:
            self.delivered.append(packet)
        if packet.qos is QoS.AT_LEAST_ONCE:
            self._open.discard(packet.packet_id)
            self._say(Puback(packet.packet_id))
        else:
            self._session.received.add(packet.packet_id)
            self._say(Pubrec(packet.packet_id))
