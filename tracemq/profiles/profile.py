"""What the user says about one connection becomes one frozen record; it never holds a secret.

Passwords, passphrases and the values of secret headers live in the keyring under the profile's id (secrets.py).
A change is `dataclasses.replace(profile, ...)`. Nothing here checks a value: problems.py does. Absent (None) means
"as the standard has it": the property is not sent, the port is the scheme's own.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from tracemq.mqtt.packets import Subscription
from tracemq.mqtt.properties import UserProperties
from tracemq.mqtt.types import QoS, Version

ALWAYS: Final = {"always": True}  # metadata: the file has this field even where it says the default


class Scheme(StrEnum):
    """The first word of the URL: how the bytes travel."""

    MQTT = "mqtt"
    MQTTS = "mqtts"
    WS = "ws"
    WSS = "wss"
    UNIX = "unix"

    @property
    def encrypted(self) -> bool:
        return self in {Scheme.MQTTS, Scheme.WSS}

    @property
    def websocket(self) -> bool:
        return self in {Scheme.WS, Scheme.WSS}


# Brokers have agreed on the first two (IANA); for WebSocket these are the ones of EMQX, NanoMQ and others, as a port
# below 1024 is rarely meant by who runs a broker.
DEFAULT_PORTS: Final = {Scheme.MQTT: 1883, Scheme.MQTTS: 8883, Scheme.WS: 8083, Scheme.WSS: 8084}


class AuthMethod(StrEnum):
    """How the client proves who it is."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105 - the name of a method
    TOKEN = "token"  # noqa: S105 - a token (JWT and the like) that travels as the password
    SCRAM_SHA_1 = "SCRAM-SHA-1"
    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_512 = "SCRAM-SHA-512"

    @property
    def enhanced(self) -> bool:
        """True for those that need MQTT 5.0's AUTH packets (section 4.12)."""
        return self.value.startswith("SCRAM-")


class Trust(StrEnum):
    """Which certificate authorities the server's certificate is checked against."""

    SYSTEM = "system"
    CA_FILE = "ca-file"
    CA_FOLDER = "ca-folder"
    NOBODY = "nobody"  # nothing is verified: anyone may answer in the server's name


class ClientCertificate(StrEnum):
    """In which form the client's own certificate is kept."""

    NONE = "none"
    PEM = "pem"
    P12 = "p12"


class TlsVersion(StrEnum):
    V1_0 = "1.0"
    V1_1 = "1.1"
    V1_2 = "1.2"
    V1_3 = "1.3"


class ProxyKind(StrEnum):
    NONE = "none"
    SYSTEM = "system"
    SOCKS5 = "socks5"
    HTTP = "http"


class PayloadSource(StrEnum):
    """How the will's payload was written down."""

    TEXT = "text"
    JSON = "json"
    HEX = "hex"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionSettings:
    """A filter that is subscribed to on each connect; `enabled` False keeps it in the list without asking for it."""

    filter: str
    qos: QoS = field(default=QoS.AT_MOST_ONCE, metadata=ALWAYS)
    enabled: bool = True
    no_local: bool = False
    retain_as_published: bool = False
    retain_handling: int = 0
    identifier: int | None = None
    user_properties: UserProperties = ()
    colour: str = ""  # "#rrggbb", or "" for none

    def subscription(self) -> Subscription:
        """Return what SUBSCRIBE carries; identifier and user properties belong to the packet, not to the filter."""
        return Subscription(self.filter, self.qos, self.no_local, self.retain_as_published, self.retain_handling)


DEFAULT_SUBSCRIPTIONS: Final = (SubscriptionSettings(filter="#"), SubscriptionSettings(filter="$SYS/#"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconnectSettings:
    """Delays grow from the first to the longest; `attempts` 0 means without end."""

    enabled: bool = True
    first_delay_s: float = 1.0
    max_delay_s: float = 60.0
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsSettings:
    """TLS for mqtts and wss; paths are as the user gave them. The passphrase and the PSK live in the keyring."""

    trust: Trust = Trust.SYSTEM
    ca_file: str = ""
    ca_folder: str = ""
    certificate: ClientCertificate = ClientCertificate.NONE
    cert_file: str = ""
    key_file: str = ""  # "" where cert_file has the key too
    p12_file: str = ""
    remember_passphrase: bool = True
    server_name: str = ""  # "" sends the host's name (SNI)
    alpn: tuple[str, ...] = ()
    minimum_version: TlsVersion = TlsVersion.V1_2
    psk_identity: str = ""  # not "" means TLS-PSK instead of certificates

    @property
    def verified(self) -> bool:
        return self.trust is not Trust.NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """An HTTP header of the WebSocket handshake; a secret one has its value in the keyring and "" here."""

    name: str
    value: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSocketSettings:
    """The path begins with a slash; the query has no question mark; headers keep their order and may repeat."""

    path: str = "/mqtt"
    query: str = ""
    headers: tuple[Header, ...] = ()
    compression: bool = True  # permessage-deflate is offered


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxySettings:
    """The proxy on the way; its password lives in the keyring."""

    kind: ProxyKind = ProxyKind.NONE
    host: str = ""
    port: int | None = None  # None is the kind's own: 1080 or 3128
    username: str = ""
    remote_dns: bool = True  # the proxy looks the broker's name up


DEFAULT_PROXY_PORTS: Final = {ProxyKind.SOCKS5: 1080, ProxyKind.HTTP: 3128}


@dataclass(frozen=True, slots=True, kw_only=True)
class WillSettings:
    """The last will (section 3.1.2.5); `payload` is text, JSON, hex digits or a path, as `source` says."""

    enabled: bool = False
    topic: str = ""
    source: PayloadSource = PayloadSource.TEXT
    payload: str = ""
    qos: QoS = QoS.AT_MOST_ONCE
    retain: bool = False
    delay_interval_s: int | None = None
    message_expiry_interval_s: int | None = None
    payload_format_indicator: int | None = None
    content_type: str = ""
    response_topic: str = ""
    correlation_data: bytes = b""
    user_properties: UserProperties = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mqtt5Settings:
    """The properties of CONNECT (section 3.1.2.11); sizes in bytes, None is not sent."""

    session_expiry_interval_s: int | None = None
    receive_maximum: int | None = None
    maximum_packet_size: int | None = None
    topic_alias_maximum: int | None = None
    request_response_information: bool = False
    request_problem_information: bool = True
    user_properties: UserProperties = ()


def new_profile_id() -> str:
    """Return an id that names the profile's file and its secrets for good."""
    return secrets.token_hex(6)


def new_client_id() -> str:
    """Return a random client id that every version and every server must take (16 of at most 23 bytes)."""
    return f"tracemq-{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One saved connection."""

    id: str = field(default_factory=new_profile_id, metadata=ALWAYS)
    name: str = field(default="", metadata=ALWAYS)
    # General
    scheme: Scheme = field(default=Scheme.MQTT, metadata=ALWAYS)
    host: str = field(
        default="localhost", metadata=ALWAYS
    )  # a name, an IPv4 or an IPv6 address without brackets; unused with unix
    port: int | None = None  # None follows the scheme
    socket_path: str = ""  # with unix only
    version: Version = field(default=Version.V5, metadata=ALWAYS)
    client_id: str = field(default_factory=new_client_id, metadata=ALWAYS)
    clean_start: bool = field(default=True, metadata=ALWAYS)
    keep_alive_s: int = field(default=60, metadata=ALWAYS)
    connect_timeout_s: float = field(default=10.0, metadata=ALWAYS)
    reconnect: ReconnectSettings = ReconnectSettings()
    # Authentication
    authentication: AuthMethod = field(default=AuthMethod.NONE, metadata=ALWAYS)
    username: str = ""
    remember_password: bool = True
    # further pages
    tls: TlsSettings = TlsSettings()
    websocket: WebSocketSettings = WebSocketSettings()
    subscriptions: tuple[SubscriptionSettings, ...] = field(default=DEFAULT_SUBSCRIPTIONS, metadata=ALWAYS)
    will: WillSettings = WillSettings()
    mqtt5: Mqtt5Settings = Mqtt5Settings()
    proxy: ProxySettings = ProxySettings()
    # Notes, colour and the place in the list
    notes: str = ""
    colour: str = ""  # "#rrggbb", or "" for none
    folder: str = ""  # "" is the top; a slash separates levels
    position: int = 0
    last_used: datetime | None = None  # UTC
    connect_at_start: bool = False

    @property
    def port_number(self) -> int:
        """The port in force; 0 for a Unix socket."""
        return DEFAULT_PORTS.get(self.scheme, 0) if self.port is None else self.port

    @property
    def path(self) -> str:
        """What follows host and port in the URL: path and query of a WebSocket, the path of a Unix socket, or ""."""
        if self.scheme is Scheme.UNIX:
            return self.socket_path
        if not self.scheme.websocket:
            return ""
        path = self.websocket.path
        if not path.startswith("/"):
            path = f"/{path}"
        return f"{path}?{self.websocket.query}" if self.websocket.query else path


def duplicated(profile: Profile, name: str) -> Profile:
    """Return a copy with an id and a client id of its own: two clients with one id throw each other out."""
    client_id = new_client_id() if profile.client_id else ""
    return replace(profile, id=new_profile_id(), name=name, client_id=client_id, last_used=None, connect_at_start=False)
