"""What can go wrong, named by whose fault it is; errors carry facts, the sentences are made in the user interface."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

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


class ReceiveMaximumExceeded(ProtocolError):
    """The server has sent more messages than our Receive Maximum allows (0x93).

    `row` is the first of them; `repeated` are rows before it that are not to be delivered again.
    """

    def __init__(self, maximum: int, row: int, repeated: list[int]) -> None:
        super().__init__(f"more than {maximum} messages unacknowledged", ReasonCode.RECEIVE_MAXIMUM_EXCEEDED)
        self.row = row
        self.repeated = repeated


class RefusedLocally(MqttError, ValueError):
    """We do not send this: it would break the standard or a limit that the server announced. No byte left us."""

    def __init__(self, what: str, reason: ReasonCode | None = None) -> None:
        super().__init__(what)
        self.reason = reason


class ConnectionRefused(MqttError):
    """The server answered CONNECT with a failure; `reason` and `properties` are those of its CONNACK."""

    reason: ReasonCode

    def __init__(self, reason: ReasonCode, properties: Properties = Properties()) -> None:
        super().__init__(f"the server refused the connection: {reason.name} (0x{reason:02X})")
        self.reason = reason
        self.properties = properties


class ServerDisconnected(MqttError):
    """The server sent DISCONNECT; `reason` and `properties` are those of that packet."""

    reason: ReasonCode

    def __init__(self, reason: ReasonCode, properties: Properties = Properties()) -> None:
        super().__init__(f"the server disconnected: {reason.name} (0x{reason:02X})")
        self.reason = reason
        self.properties = properties


class RequestRefused(MqttError):
    """The server refused a request, or the subscription to where its response goes; `reason` is the one it gave."""

    reason: ReasonCode

    def __init__(self, what: str, reason: ReasonCode, properties: Properties = Properties()) -> None:
        super().__init__(f"{what}: {reason.name} (0x{reason:02X})")
        self.reason = reason
        self.properties = properties


class ConnectionLost(MqttError):
    """The network failed or the peer closed without a word; `__cause__` has the operating system's error."""


class TimedOut(MqttError):
    """Something did not come in time; `waiting_for` names it.

    An answer (CONNACK, PINGRESP, SUBACK, UNSUBACK, AUTH, PUBACK, response), a connection (transport, connect), a
    message's turn before it expired (delivery), its receipt, or room for more in the write buffer.
    """

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


# Client and transports: what can go wrong on the way to a server. The facts are attributes; each class is one cause.


class InvalidUrl(RefusedLocally):
    """The URL of a server is not one; `part` says where: scheme, host, port or path."""

    def __init__(self, what: str, part: str) -> None:
        super().__init__(what)
        self.part = part


class NameNotResolved(MqttError):
    """No address is known for the server's (or the proxy's) name; `__cause__` has the resolver's error."""

    def __init__(self, host: str) -> None:
        super().__init__(f"no address found for {host!r}")
        self.host = host


class ServerUnreachable(MqttError):
    """The network has no way to the address; `errors` has what the system said for each one that was tried."""

    def __init__(self, address: str, errors: tuple[OSError, ...] = ()) -> None:
        super().__init__(f"{address} cannot be reached: {'; '.join(str(error) for error in errors)}")
        self.address = address
        self.errors = errors


class ConnectionRefusedByHost(ServerUnreachable):
    """The host is there, but nothing listens on the port."""


class TlsFault(Enum):
    """Why encryption could not be agreed on."""

    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    WRONG_HOST = "wrong host"
    UNKNOWN_ISSUER = "unknown issuer"
    SELF_SIGNED = "self-signed"
    REVOKED = "revoked"
    BAD_CERTIFICATE = "bad certificate"
    NEEDS_CLIENT_CERTIFICATE = "needs a client certificate"
    CLIENT_CERTIFICATE_REFUSED = "client certificate refused"
    NOT_TLS = "the server does not speak TLS"
    NO_COMMON_VERSION = "no common version or cipher"
    CLOSED = "closed during the handshake"
    PSK_REFUSED = "pre-shared key refused"
    OTHER = "other"


class TlsFailed(MqttError):
    """Encryption could not be agreed on. Of the certificate that was shown, `certificate` is the DER form, and `chain`
    has those that came with it, itself first.

    `verify_code` is OpenSSL's (X509_V_ERR_...), 0 if the fault was not the certificate's; `detail` is OpenSSL's text.
    """

    def __init__(
        self,
        fault: TlsFault,
        detail: str = "",
        *,
        server_name: str = "",
        verify_code: int = 0,
        certificate: bytes = b"",
    ) -> None:
        super().__init__(f"TLS failed: {fault.value} ({detail})")
        self.fault = fault
        self.detail = detail
        self.server_name = server_name
        self.verify_code = verify_code
        self.certificate = certificate
        self.chain: tuple[bytes, ...] = ()


class FileFault(Enum):
    """What is wrong with a certificate's or key's file."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    NOT_A_CERTIFICATE = "not a certificate"
    NOT_A_KEY = "not a key"
    NEEDS_PASSWORD = "needs a password"  # noqa: S105 - the name of a fault
    WRONG_PASSWORD = "wrong password"  # noqa: S105 - the name of a fault
    KEY_OF_ANOTHER = "the key belongs to another certificate"
    COSTLY = "it asks for too much work to be opened"


class TlsFileInvalid(RefusedLocally):
    """A file that the TLS options name cannot be used."""

    def __init__(self, fault: FileFault, path: str) -> None:
        super().__init__(f"{path}: {fault.value}")
        self.fault = fault
        self.path = path


class SpeaksAnother(MalformedPacket):
    """What answers is no MQTT server, or not on this port; `protocol` is what it speaks: http or tls."""

    def __init__(self, protocol: str) -> None:
        super().__init__(f"the server speaks {protocol.upper()} here")
        self.protocol = protocol


class ProxyFailed(MqttError):
    """The proxy would not carry us on; `code` is its own: a SOCKS reply or an HTTP status, 0 if it gave none."""

    def __init__(self, proxy: str, what: str, code: int = 0) -> None:
        super().__init__(f"the proxy {proxy} failed: {what}")
        self.proxy = proxy
        self.code = code


class WebSocketRefused(MqttError):
    """The server did not agree to a WebSocket that speaks MQTT.

    `status` is that of its HTTP answer (0: it was none), `headers` and the start of `body` what came with it.
    """

    def __init__(self, what: str, status: int = 0, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        super().__init__(what)
        self.status = status
        self.headers = headers or {}
        self.body = body


class WebSocketClosed(ConnectionLost):
    """The WebSocket was closed with a code (RFC 6455, section 7.4); `text` is the peer's own words."""

    def __init__(self, code: int, text: str = "") -> None:
        super().__init__(f"the WebSocket was closed: {code} {text}".rstrip())
        self.code = code
        self.text = text


class CredentialsUnavailable(MqttError):
    """The function that gives user name and password failed; `__cause__` is what it raised."""


class NotConnected(RefusedLocally):
    """This needs a client that is connected, or at least trying to."""


class Closed(MqttError):
    """The client was closed on our side before this was done."""


class TransportFailed(MqttError):
    """A transport that was brought along raised something of its own; `__cause__` is that."""


class Unforeseen(MqttError):
    """A fault of this library's own, for which the connection was given up; `__cause__` is what was raised."""


class StorageFailed(MqttError):
    """The session's journal could not be committed, so nothing more is acknowledged; `__cause__` says why."""


class WrongThread(RefusedLocally, RuntimeError):
    """This call belongs on the thread of the client's event loop."""


class SessionInUse(MqttError):
    """Another client, perhaps in another process, has this client id of this session store open."""


class SessionStoreFailed(MqttError):
    """The session store cannot be read or written; `__cause__` has the database's own error."""
