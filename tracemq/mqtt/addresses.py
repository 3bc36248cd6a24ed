"""Turns a broker's URL into an address: scheme, host, port, path, and credentials that are never shown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from .errors import InvalidUrl


class Scheme(Enum):
    """The ways to a broker; the value is the name that we show."""

    TCP = "mqtt"
    TLS = "mqtts"
    WS = "ws"
    WSS = "wss"
    UNIX = "unix"

    @property
    def encrypted(self) -> bool:
        """Whether TLS lies below."""
        return self in {Scheme.TLS, Scheme.WSS}

    @property
    def websocket(self) -> bool:
        """Whether packets travel in frames of a WebSocket (MQTT 5.0, section 6)."""
        return self in {Scheme.WS, Scheme.WSS}


SCHEMES: Final = {
    "mqtt": Scheme.TCP,
    "tcp": Scheme.TCP,
    "mqtts": Scheme.TLS,
    "tls": Scheme.TLS,
    "ssl": Scheme.TLS,
    "ws": Scheme.WS,
    "wss": Scheme.WSS,
    "unix": Scheme.UNIX,
}
DEFAULT_PORTS: Final = {Scheme.TCP: 1883, Scheme.TLS: 8883, Scheme.WS: 80, Scheme.WSS: 443, Scheme.UNIX: 0}
DEFAULT_WEBSOCKET_PATH: Final = "/mqtt"  # what brokers that insist on a path ask for; the others take any
MAX_HOST_LENGTH: Final = 253
_NOT_IN_A_HOST: Final = re.compile(r"[\x00-\x20\x7f/\\?#@<>^`{|}\"]")
_KEPT_IN_A_PATH: Final = "/%:@!$&'()*+,;=~-._"
_NOT_IN_A_URL: Final = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a broker is. `path` is the socket's for UNIX, else that of a WebSocket, with its query."""

    scheme: Scheme
    host: str = ""
    port: int = 0
    path: str = field(default="", repr=False)  # a query may hold a token
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """The URL without credentials and without a query, which may hold a token: safe to show and to log."""
        return self.url.partition("?")[0]

    @property
    def url(self) -> str:
        """The URL without user name and password."""
        if self.scheme is Scheme.UNIX:
            return f"unix:{self.path}"
        return f"{self.scheme.value}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """Host and port as a URL has them."""
        host = f"[{self.host.replace('%', '%25')}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def parse_url(url: str) -> Address:
    """Take a URL apart; raises InvalidUrl, which names the part that is wrong and never repeats a password."""
    scheme_name, colon, rest = url.strip().partition(":")
    scheme = SCHEMES.get(scheme_name.lower())
    if not colon or not (rest.startswith("//") or scheme is Scheme.UNIX):
        raise InvalidUrl("a URL begins with its scheme, as in mqtt://host:1883", "scheme")
    if scheme is None:
        raise InvalidUrl(f"the scheme {scheme_name[:32]!r} is not one of {', '.join(SCHEMES)}", "scheme")
    if scheme is Scheme.UNIX:
        return _unix(rest)
    return _network(scheme, rest)


def _unix(rest: str) -> Address:
    path = unquote(rest.removeprefix("//"))
    if not path or "\0" in path:
        raise InvalidUrl("a Unix socket needs a path, as in unix:/run/mosquitto/mqtt.sock", "path")
    return Address(Scheme.UNIX, path=path)


def _network(scheme: Scheme, rest: str) -> Address:
    if _NOT_IN_A_URL.search(rest):
        raise InvalidUrl("a URL has no spaces or control characters", "host")
    try:
        parts = urlsplit("mqtt:" + rest)
        host, port = unquote(parts.hostname or ""), parts.port
    except ValueError as fault:
        part = "port" if "port" in str(fault).lower() else "host"
        raise InvalidUrl(f"the {part} in the URL is not valid", part) from None
    if parts.fragment:
        raise InvalidUrl("a broker's URL has no fragment (#...)", "path")
    if not host or len(host) > MAX_HOST_LENGTH or _NOT_IN_A_HOST.search(host):
        raise InvalidUrl("the URL names no valid host", "host")
    if port == 0:
        raise InvalidUrl("a port is a number from 1 to 65535", "port")
    if not scheme.websocket and (parts.path not in {"", "/"} or parts.query):
        raise InvalidUrl(f"a {scheme.value} URL has no path: only those of WebSockets do", "path")
    return Address(
        scheme,
        host,
        DEFAULT_PORTS[scheme] if port is None else port,
        _websocket_path(parts.path, parts.query) if scheme.websocket else "",
        username=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )


def _websocket_path(path: str, query: str) -> str:
    path = quote(path or DEFAULT_WEBSOCKET_PATH, safe=_KEPT_IN_A_PATH)
    return path + "?" + quote(query, safe=_KEPT_IN_A_PATH + "?") if query else path
