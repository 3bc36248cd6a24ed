"""Who may send what: the packets, reason codes and properties that only a client or only a server sends."""

from __future__ import annotations

from typing import Final, Literal

from .properties import Properties
from .reason_codes import ReasonCode
from .types import PacketType, Version

Sender = Literal["client", "server"]

_P = PacketType
_R = ReasonCode
_FROM_CLIENT: Final = frozenset({_P.CONNECT, _P.SUBSCRIBE, _P.UNSUBSCRIBE, _P.PINGREQ})
_FROM_SERVER: Final = frozenset({_P.CONNACK, _P.SUBACK, _P.UNSUBACK, _P.PINGRESP})

# Reason codes that one side alone sends: the tables of sections 3.14.2.1 and 3.15.2.1.
_CODES: Final[dict[tuple[PacketType, Sender], frozenset[ReasonCode]]] = {
    (_P.DISCONNECT, "client"): frozenset({_R.DISCONNECT_WITH_WILL_MESSAGE}),
    (_P.DISCONNECT, "server"): frozenset(
        {
            _R.NOT_AUTHORIZED,
            _R.SERVER_BUSY,
            _R.SERVER_SHUTTING_DOWN,
            _R.KEEP_ALIVE_TIMEOUT,
            _R.SESSION_TAKEN_OVER,
            _R.TOPIC_FILTER_INVALID,
            _R.RETAIN_NOT_SUPPORTED,
            _R.QOS_NOT_SUPPORTED,
            _R.USE_ANOTHER_SERVER,
            _R.SERVER_MOVED,
            _R.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED,
            _R.CONNECTION_RATE_EXCEEDED,
            _R.MAXIMUM_CONNECT_TIME,
            _R.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
            _R.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED,
        }
    ),
    (_P.AUTH, "client"): frozenset({_R.RE_AUTHENTICATE}),
}
_OTHER: Final[dict[Sender, Sender]] = {"client": "server", "server": "client"}


def may_send(sender: Sender, kind: PacketType, version: Version) -> bool:
    """Whether that side sends this kind of packet at all; DISCONNECT from a server is new in MQTT 5.0."""
    if sender == "server":
        return kind not in _FROM_CLIENT and (kind is not PacketType.DISCONNECT or version is Version.V5)
    return kind not in _FROM_SERVER


def misplaced(sender: Sender, kind: PacketType, reason: ReasonCode | None, properties: Properties) -> str | None:
    """The name of the reason code or property that the other side alone may send in this packet, if it has one."""
    if reason is not None and reason in _CODES.get((kind, _OTHER[sender]), ()):
        return reason.name
    if kind is PacketType.PUBLISH and sender == "client" and properties.subscription_identifiers:
        return "subscription_identifiers"  # [MQTT-3.3.4-6]
    if kind is PacketType.DISCONNECT:
        if sender == "server" and properties.session_expiry_interval is not None:
            return "session_expiry_interval"  # [MQTT-3.14.2-2]
        if sender == "client" and properties.server_reference is not None:
            return "server_reference"  # section 3.14.2.2.5
    return None
