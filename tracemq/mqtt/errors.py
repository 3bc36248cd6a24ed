"""What can go wrong, named by whose fault it is; errors carry facts, the sentences are made in the user interface."""

from __future__ import annotations

from .properties import Properties
from .reason_codes import ReasonCode


class MqttError(Exception):
    """The base of every error of this library; `reason` is set where MQTT has a code for it."""

    reason: ReasonCode | None = None
    properties: Properties = Properties()


class MalformedPacket(MqttError):
    """The peer's bytes are not a packet (MQTT 5.0, section 4.13.1)."""

    reason = ReasonCode.MALFORMED_PACKET


class ProtocolError(MqttError):
    """The peer sent a well-formed packet that the protocol forbids here (MQTT 5.0, section 4.13.1)."""

    reason = ReasonCode.PROTOCOL_ERROR

    def __init__(self, what: str, reason: ReasonCode = ReasonCode.PROTOCOL_ERROR) -> None:
        super().__init__(what)
        self.reason = reason


class RefusedLocally(MqttError, ValueError):
    """We do not send this: it would break the standard or a limit that the server announced. No byte left us."""

    def __init__(self, what: str, reason: ReasonCode | None = None) -> None:
        super().__init__(what)
        self.reason = reason


class ConnectionRefused(MqttError):
    """The server answered CONNECT with a failure; `reason` and `properties` are those of its CONNACK."""

    def __init__(self, reason: ReasonCode, properties: Properties = Properties()) -> None:
        super().__init__(f"the server refused the connection: {reason.name} (0x{reason:02X})")
        self.reason = reason
        self.properties = properties


class ServerDisconnected(MqttError):
    """The server sent DISCONNECT; `reason` and `properties` are those of that packet."""

    def __init__(self, reason: ReasonCode, properties: Properties = Properties()) -> None:
        super().__init__(f"the server disconnected: {reason.name} (0x{reason:02X})")
        self.reason = reason
        self.properties = properties


class ConnectionLost(MqttError):
    """The network failed or the peer closed without a word; `__cause__` has the operating system's error."""


class TimedOut(MqttError):
    """An answer did not come in time; `waiting_for` names it: connect, CONNACK, PINGRESP, SUBACK, ..."""

    def __init__(self, waiting_for: str, seconds: float) -> None:
        super().__init__(f"no {waiting_for} within {seconds:g} s")
        self.waiting_for = waiting_for
        self.seconds = seconds


class SessionLost(MqttError):
    """The server no longer has the session that this unfinished work belonged to, so its outcome is unknown."""


class AuthenticationFailed(MqttError):
    """An enhanced authentication exchange failed on our side, as when the server did not prove itself."""

    def __init__(self, what: str, reason: ReasonCode = ReasonCode.NOT_AUTHORIZED) -> None:
        super().__init__(what)
        self.reason = reason
