"""What a user asks of a connection, as frozen records that show no secret when printed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import KW_ONLY, dataclass, field, fields
from ssl import SSLContext
from typing import TYPE_CHECKING, Any, Final

from .addresses import Address, parse_url
from .backoff import ReconnectPolicy
from .errors import InvalidUrl, RefusedLocally
from .packets import Will
from .properties import NO_PROPERTIES, Properties
from .reason_codes import ReasonCode
from .types import Version

if TYPE_CHECKING:
    from .auth import Authenticator
    from .session_store import SessionStore
    from .transports.base import Transport

MAX_PACKET_BYTES: Final = 268_435_460  # the longest packet there can be: MAX_REMAINING_LENGTH and its header
TLS_VERSIONS: Final = ("1.0", "1.1", "1.2", "1.3")
PROXY_SCHEMES: Final = ("socks5", "socks5h", "socks4", "http", "system")


@dataclass(frozen=True, slots=True)
class TlsOptions:
    """How to encrypt. Files are PEM; `cert_file` may be PKCS #12 (.p12, .pfx), which then brings its key along."""

    ca_file: str | None = None  # with neither file nor folder: the system's trust store
    cert_file: str | None = None
    key_file: str | None = None  # None: the key is in cert_file
    verify: bool = True  # False trusts anybody: for tests only
    ca_folder: str | None = None  # of PEM files, or hashed as openssl rehash does
    key_password: str | None = field(default=None, repr=False)
    check_host: bool = True  # False: any name that a trusted authority vouches for
    server_name: str | None = None  # SNI and the name to check, if not the URL's host
    alpn: tuple[str, ...] = ()
    minimum_version: str = "1.2"  # one of TLS_VERSIONS
    ciphers: str | None = None  # as OpenSSL writes them; TLS 1.3 has its own
    psk_identity: str | None = None
    psk_key: bytes | None = field(default=None, repr=False)  # needs Python 3.13
    context: SSLContext | None = field(default=None, repr=False)  # bring your own; the rest then does not count

    def __post_init__(self) -> None:
        if self.minimum_version not in TLS_VERSIONS:
            raise RefusedLocally(f"minimum_version is one of {', '.join(TLS_VERSIONS)}")
        if self.key_file and not self.cert_file:
            raise RefusedLocally("a client key needs its certificate")

    def name_for(self, host: str) -> str:
        """The name for SNI, and the one that the certificate is checked for."""
        return self.server_name or host.partition("%")[0]


@dataclass(frozen=True, slots=True)
class ProxyOptions:
    """A proxy to go through: socks5 and socks5h (names are looked up by the proxy), socks4, http (CONNECT), system."""

    scheme: str = "socks5h"
    host: str = ""
    port: int = 1080
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.scheme not in PROXY_SCHEMES:
            raise RefusedLocally(f"a proxy is one of {', '.join(PROXY_SCHEMES)}")
        if self.scheme != "system" and not (self.host and 0 < self.port < 65536):
            raise RefusedLocally("a proxy needs a host and a port")


@dataclass(frozen=True, slots=True)
class Credentials:
    """User name and password as CONNECT carries them."""

    username: str | None = None
    password: bytes | str | None = field(default=None, repr=False)


CredentialsSource = Callable[[], Credentials | Awaitable[Credentials]]


@dataclass(frozen=True, slots=True)
class ConnectOptions:
    """Everything that `Client.connect` needs. Times are in seconds, sizes in bytes; see MQTT 5.0, section 3.1.

    User name and password inside `url` are taken out of it, into `username` and `password` where those are not given.
    """

    url: str = "mqtt://127.0.0.1:1883"
    _: KW_ONLY
    version: Version = Version.V5
    client_id: str = ""  # empty: the server chooses one
    clean_start: bool = True
    keep_alive: int = 60  # 0: none
    connect_timeout_s: float = 10.0  # for everything from the look-up of the name to CONNACK
    username: str | None = None
    password: bytes | str | None = field(default=None, repr=False)
    credentials: CredentialsSource | None = field(default=None, repr=False)  # asked anew at each attempt
    will: Will | None = None
    properties: Properties = NO_PROPERTIES
    auth: Authenticator | None = field(default=None, repr=False)
    tls: TlsOptions | None = None
    headers: Sequence[tuple[str, str]] = field(default=(), repr=False)  # of the WebSocket's request, in this order
    websocket_compression: bool = False  # offer permessage-deflate
    proxy: ProxyOptions | None = None
    reconnect: ReconnectPolicy | None = None
    session_store: SessionStore | None = field(default=None, repr=False)
    transport: Transport | None = None  # bring your own; the URL is then only shown
    other_urls: Sequence[str] = field(default=(), repr=False)  # tried in turn when one does not answer
    fall_back_to: Sequence[Version] = ()  # tried in turn when the server refuses the version
    follow_redirects: bool = False  # Use Another Server, Server Moved
    resubscribe: bool = True  # after a reconnect for which the server kept no session
    republish: bool = True  # what was unfinished in a session that the server lost: send it again, or SessionLost
    manual_acknowledgement: bool = False  # acknowledge a batch only when `Client.acknowledge` is called
    automatic_aliases: bool = True  # topic aliases for busy topics, as far as the server takes them
    offline_queue_limit: int = 10_000  # messages, of any QoS, that wait for a connection
    incoming_packet_limit: int = MAX_PACKET_BYTES
    write_buffer_limit: int = 64 << 20  # a publish beyond it is refused: await drain()
    request_timeout_s: float = 20.0  # for SUBACK, UNSUBACK and re-authentication
    addresses: tuple[Address, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        _check_ranges(self)
        first, *others = (parse_url(url) for url in (self.url, *self.other_urls))
        put = object.__setattr__  # the one way to finish a frozen record
        put(self, "url", first.url)
        put(self, "addresses", (first, *others))
        if self.username is None and self.credentials is None:
            put(self, "username", first.username)
            if self.password is None:
                put(self, "password", first.password)

    def __repr__(self) -> str:
        shown = [f"url={str(self.addresses[0])!r}"]
        for item in fields(self):
            value: Any = getattr(self, item.name)
            if item.repr and item.name != "url" and value != item.default:
                shown.append(f"{item.name}={value!r}")
        return f"ConnectOptions({', '.join(shown)})"


def _check_ranges(options: ConnectOptions) -> None:
    if not 0 <= options.keep_alive <= 65_535:
        raise RefusedLocally("keep_alive is a number of seconds from 0 to 65535", ReasonCode.PROTOCOL_ERROR)
    if options.connect_timeout_s <= 0:
        raise RefusedLocally("connect_timeout_s must be more than 0")
    if options.offline_queue_limit < 0 or options.incoming_packet_limit < 2 or options.write_buffer_limit <= 0:
        raise RefusedLocally("the limits of a connection are positive numbers")
    for name, value in options.headers:
        if any(character in name + value for character in "\r\n\0") or not name or ":" in name:
            raise InvalidUrl("a header needs a name, and no line breaks", "headers")
