"""A profile becomes a URL, and a typed URL becomes the parts of a profile."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final
from urllib.parse import quote, unquote

from .profile import AuthMethod, Profile, Scheme

SCHEME_WORDS: Final = {
    "mqtt": Scheme.MQTT,
    "tcp": Scheme.MQTT,
    "mqtts": Scheme.MQTTS,
    "tls": Scheme.MQTTS,
    "ssl": Scheme.MQTTS,
    "ws": Scheme.WS,
    "wss": Scheme.WSS,
    "unix": Scheme.UNIX,
}
# A URL that names no port means these (RFC 6455, section 3); a profile that names none means the brokers' usual ones.
URL_PORTS: Final = {Scheme.WS: 80, Scheme.WSS: 443}
URL_PATH: Final = "/mqtt"  # of a WebSocket whose URL has none: some brokers insist on it, the others take any

_HEAD: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//)?")
_PORT_FOLLOWS: Final = re.compile(r"\d+(?:[/?#]|$)")  # "host:1883" has the shape of scheme:rest
_UNFIT: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]")
_HOST: Final = re.compile(r"[^\s/?#@\[\]:\\<>\"%|^`{}]+")
MAX_URL_CHARS: Final = 8192


class UrlProblem(Enum):
    """What is wrong with a typed URL."""

    EMPTY = auto()
    TOO_LONG = auto()
    UNFIT_CHARACTER = auto()  # a space or a control character
    SCHEME_UNKNOWN = auto()
    HOST_EMPTY = auto()
    HOST_INVALID = auto()
    BRACKET_OPEN = auto()  # "[" of an IPv6 address without "]"
    PORT_NOT_A_NUMBER = auto()
    PORT_OUT_OF_RANGE = auto()
    PATH_UNUSED = auto()  # mqtt and mqtts have no path
    PATH_EMPTY = auto()  # unix: without a path


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlParts:
    """What a URL says. `password` is in memory for the caller to move elsewhere; it is never shown."""

    scheme: Scheme
    host: str = ""
    port: int | None = None
    path: str = ""
    query: str = ""
    username: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"UrlParts(scheme={self.scheme.value!r}, host={self.host!r}, port={self.port!r}, ...)"


def url(profile: Profile) -> str:
    """Compose the URL, always with its port; user name and password never stand in it."""
    if profile.scheme is Scheme.UNIX:
        return "unix:" + _socket_path(profile.socket_path)
    host = f"[{profile.host.replace('%', '%25')}]" if ":" in profile.host else profile.host
    return f"{profile.scheme.value}://{host}:{profile.port_number}{profile.path}"


def _socket_path(path: str) -> str:
    """A path as it comes back: blanks would be taken off the ends of a URL, and two slashes for those of a scheme."""
    inner = path.strip()
    start = path.index(inner) if inner else len(path)
    quoted = quote(path[:start]) + inner.replace("%", "%25") + quote(path[start + len(inner) :])
    return "//" + quoted if quoted.startswith("//") else quoted


def parse_url(text: str) -> UrlParts | UrlProblem:
    """Read a URL as people type it; a missing scheme is mqtt. Returns what is wrong instead of raising."""
    text = text.strip()
    if not text:
        return UrlProblem.EMPTY
    if len(text) > MAX_URL_CHARS:
        return UrlProblem.TOO_LONG
    head = _HEAD.match(text)
    scheme, rest = Scheme.MQTT, text
    if head:
        known = SCHEME_WORDS.get(head[1].lower())
        if known is None and head[2]:
            return UrlProblem.SCHEME_UNKNOWN
        if known and (head[2] or not _PORT_FOLLOWS.match(text, head.end())):
            scheme, rest = known, text[head.end() :]
    if scheme is Scheme.UNIX:
        socket_path = unquote(rest)
        return UrlParts(scheme=scheme, path=socket_path) if socket_path.strip("/") else UrlProblem.PATH_EMPTY
    if _UNFIT.search(rest):
        return UrlProblem.UNFIT_CHARACTER
    return _network(scheme, rest)


def _network(scheme: Scheme, rest: str) -> UrlParts | UrlProblem:
    end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    authority, tail = rest[:end], rest[end:].partition("#")[0]
    credentials, at, host_port = authority.rpartition("@")
    place = _host_and_port(host_port)
    if isinstance(place, UrlProblem):
        return place
    path, _, query = tail.partition("?")
    if not scheme.websocket:
        if path.strip("/") or query:
            return UrlProblem.PATH_UNUSED
        path = ""
    username, colon, password = credentials.partition(":")
    return UrlParts(
        scheme=scheme,
        host=place[0],
        port=place[1],
        path=path,
        query=query,
        username=unquote(username) if at else None,
        password=unquote(password) if colon else None,
    )


def _host_and_port(text: str) -> tuple[str, int | None] | UrlProblem:
    if text.startswith("["):
        host, closed, after = text[1:].partition("]")
        if not closed:
            return UrlProblem.BRACKET_OPEN
        if after and not after.startswith(":"):
            return UrlProblem.HOST_INVALID
        host, port_text = host.replace("%25", "%", 1), after[1:]  # a zone: RFC 6874, section 2
        if not is_ipv6(host):
            return UrlProblem.HOST_INVALID
    elif text.count(":") > 1:  # an IPv6 address that was typed without brackets
        host, port_text = text, ""
        if not is_ipv6(host):
            return UrlProblem.HOST_INVALID
    else:
        host, _, port_text = text.partition(":")
        if not host:
            return UrlProblem.HOST_EMPTY
        if not _HOST.fullmatch(host) or not is_host_name(host):
            return UrlProblem.HOST_INVALID
    if not port_text:
        return host, None
    if not (port_text.isascii() and port_text.isdecimal()):
        return UrlProblem.PORT_NOT_A_NUMBER
    port = int(port_text[:9])
    return (host, port) if 0 < port < 65536 else UrlProblem.PORT_OUT_OF_RANGE


def is_host_name(text: str) -> bool:
    """Tell whether the labels of a name have their lengths, and nothing invisible that makes it look like another."""
    labels = text.removesuffix(".").split(".")
    if not text.isprintable() or not all(0 < len(label) < 64 for label in labels):
        return False
    if not text.isascii():
        try:
            text.encode("idna")  # as the look-up does
        except UnicodeError:
            return False
    return True


def is_ipv6(text: str) -> bool:
    """Tell whether this is an IPv6 address, a zone such as %eth0 included."""
    from ipaddress import AddressValueError, IPv6Address

    try:
        IPv6Address(text)
    except AddressValueError:
        return False
    return True


def with_url(profile: Profile, parts: UrlParts) -> Profile:
    """Return the profile at the place that the URL names; a password in it is the caller's to keep in `Secrets`."""
    if parts.scheme is Scheme.UNIX:
        return replace(profile, scheme=parts.scheme, socket_path=parts.path, port=None)
    port = URL_PORTS.get(parts.scheme) if parts.port is None else parts.port
    changed = replace(profile, scheme=parts.scheme, host=parts.host, port=port)
    if parts.scheme.websocket:
        changed = replace(changed, websocket=replace(profile.websocket, path=parts.path or URL_PATH, query=parts.query))
    if parts.username is not None:
        method = profile.authentication
        if method is AuthMethod.NONE:
            method = AuthMethod.PASSWORD
        changed = replace(changed, username=parts.username, authentication=method)
    return changed


def without_password(text: str) -> str:
    """Return any text with the passwords of the URLs inside it taken out: "mqtt://user:***@host"."""
    return _CREDENTIALS.sub(r"\1\2:***@", text)


_CREDENTIALS: Final = re.compile(r"(://)([^\s/?#:@]*):[^\s/?#]*@")  # with the scheme, long words would take minutes
