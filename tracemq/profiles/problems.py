"""A profile becomes the set of its fields that are wrong, and what is wrong with each.

Only what would be used counts: a TLS field is not wrong while the scheme is mqtt, nor a property of MQTT 5.0 while the
version is 3.1.1. Files are not touched here. What is unusual but legal is in cautions.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum, auto
from typing import Final, NamedTuple

from tracemq.mqtt.topics import FilterProblem, TopicProblem, filter_problem, is_shared, topic_problem
from tracemq.mqtt.types import MAX_STRING_BYTES, Version

from .profile import AuthMethod, ClientCertificate, PayloadSource, Profile, ProxyKind, Scheme, Trust
from .secrets import SecretKind
from .url import is_host_name, is_ipv6


class Problem(Enum):
    """Why a field's value cannot be used."""

    NAME_EMPTY = auto()
    ID_INVALID = auto()
    HOST_EMPTY = auto()
    HOST_INVALID = auto()
    OUT_OF_RANGE = auto()  # RANGES has the limits
    SOCKET_PATH_EMPTY = auto()
    SOCKET_PATH_TOO_LONG = auto()
    CLIENT_ID_EMPTY = auto()  # MQTT 3.1 has no such thing
    CLIENT_ID_TOO_LONG = auto()  # MQTT 3.1: at most 23
    CLIENT_ID_NEEDS_CLEAN_START = auto()  # an empty one, MQTT 3.1.1 [MQTT-3.1.3-7]
    USERNAME_EMPTY = auto()
    NEEDS_MQTT_5 = auto()
    FILE_NOT_CHOSEN = auto()
    HAS_NUL = auto()
    HAS_SURROGATE = auto()
    TOO_LONG = auto()  # more than 65,535 bytes
    PATH_INVALID = auto()  # white space, control characters or #
    HEADER_NAME_INVALID = auto()
    HEADER_VALUE_INVALID = auto()
    HEADER_RESERVED = auto()  # the handshake makes it
    ALPN_INVALID = auto()
    SERVER_NAME_INVALID = auto()
    HEX_INVALID = auto()
    MAX_DELAY_BELOW_FIRST = auto()
    NO_LOCAL_ON_SHARED = auto()  # [MQTT-3.8.3-4]
    COLOUR_INVALID = auto()
    NOTES_TOO_LONG = auto()


AnyProblem = Problem | TopicProblem | FilterProblem
Found = tuple[str, AnyProblem]


class Range(NamedTuple):
    low: float
    high: float


_U16: Final = 0xFFFF
_U32: Final = 0xFFFFFFFF
RANGES: Final = {
    "port": Range(1, _U16),
    "keep_alive_s": Range(0, _U16),
    "connect_timeout_s": Range(0.1, 3600),
    "reconnect.first_delay_s": Range(0.1, 3600),
    "reconnect.max_delay_s": Range(0.1, 86_400),
    "reconnect.attempts": Range(0, 1_000_000),
    "proxy.port": Range(1, _U16),
    "mqtt5.session_expiry_interval_s": Range(0, _U32),
    "mqtt5.receive_maximum": Range(1, _U16),
    "mqtt5.maximum_packet_size": Range(1, _U32),
    "mqtt5.topic_alias_maximum": Range(0, _U16),
    "will.delay_interval_s": Range(0, _U32),
    "will.message_expiry_interval_s": Range(0, _U32),
    "will.payload_format_indicator": Range(0, 1),
    "subscriptions.identifier": Range(1, 268_435_455),
    "subscriptions.retain_handling": Range(0, 2),
}
MAX_CLIENT_ID_3_1: Final = 23  # MQTT 3.1, section "Client Identifier"
MAX_NOTES_CHARS: Final = 100_000
MAX_SOCKET_PATH_BYTES: Final = 107  # sun_path without its NUL
RESERVED_HEADERS: Final = frozenset({"host", "upgrade", "connection", "content-length", "transfer-encoding"})

PROFILE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_HOST: Final = re.compile(r"[^\s\x00-\x20\x7f/\\?#@<>^`{|}\"\[\]:%]{1,253}")
_PATH: Final = re.compile(r"[^\s\x00-\x20\x7f#]*")
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_COLOUR: Final = re.compile(r"(?:#[0-9a-fA-F]{6})?")


def problems(profile: Profile) -> dict[str, AnyProblem]:
    """Return what is wrong, by the path of the field ("port", "will.topic", "subscriptions.0.filter")."""
    found: dict[str, AnyProblem] = {}
    for page in PAGES:
        for path, problem in page(profile):
            found.setdefault(path, problem)
    return found


def host_problem(host: str) -> Problem | None:
    """Say why a host's name or address cannot be one; an IPv6 address has no brackets."""
    if not host:
        return Problem.HOST_EMPTY
    if is_ipv6(host) or (_HOST.fullmatch(host) and is_host_name(host)):
        return None
    return Problem.HOST_INVALID


def text_problem(text: str) -> Problem | None:
    """Say why a text cannot be an MQTT string (section 1.5.4)."""
    if "\0" in text:
        return Problem.HAS_NUL
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return Problem.HAS_SURROGATE
    return Problem.TOO_LONG if size > MAX_STRING_BYTES else None


def secret_problem(kind: SecretKind | None, text: str) -> Problem | None:
    """Say why a secret cannot be used; the kind None is the value of an HTTP header. An empty one is none."""
    if kind is None:
        return None if _HEADER_VALUE.fullmatch(text) else Problem.HEADER_VALUE_INVALID
    try:
        size = len(text.encode())
        if kind is SecretKind.PSK:
            bytes.fromhex(text)
    except UnicodeEncodeError:
        return Problem.HAS_SURROGATE
    except ValueError:
        return Problem.HEX_INVALID
    return Problem.TOO_LONG if size > MAX_STRING_BYTES else None


def out_of_range(path: str, value: float | None, limits: str = "") -> Iterator[Found]:
    low, high = RANGES[limits or path]
    if value is not None and not low <= value <= high:
        yield path, Problem.OUT_OF_RANGE


def _texts(**values: str) -> Iterator[Found]:
    """Yield the texts that MQTT cannot carry; a double underscore in the name stands for the dot of the path."""
    for name, text in values.items():
        if problem := text_problem(text):
            yield name.replace("__", "."), problem


def _pairs(path: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[Found]:
    for at, (key, value) in enumerate(pairs):
        if problem := text_problem(key) or text_problem(value):
            yield f"{path}.{at}", problem


def _general(profile: Profile) -> Iterator[Found]:
    if not profile.name.strip():
        yield "name", Problem.NAME_EMPTY
    if not PROFILE_ID.fullmatch(profile.id):
        yield "id", Problem.ID_INVALID
    if profile.scheme is Scheme.UNIX:
        yield from _socket_path(profile.socket_path)
    else:
        if problem := host_problem(profile.host):
            yield "host", problem
        yield from out_of_range("port", profile.port)
    yield from out_of_range("keep_alive_s", profile.keep_alive_s)
    yield from out_of_range("connect_timeout_s", profile.connect_timeout_s)
    yield from _client_id(profile)
    if profile.reconnect.enabled:
        yield from _reconnect(profile)


def _socket_path(path: str) -> Iterator[Found]:
    if not path.strip("/"):
        yield "socket_path", Problem.SOCKET_PATH_EMPTY
    elif problem := text_problem(path):
        yield "socket_path", problem
    elif len(path.encode()) > MAX_SOCKET_PATH_BYTES:
        yield "socket_path", Problem.SOCKET_PATH_TOO_LONG


def _client_id(profile: Profile) -> Iterator[Found]:
    if problem := text_problem(profile.client_id):
        yield "client_id", problem
    if profile.version is Version.V31:
        if not profile.client_id:
            yield "client_id", Problem.CLIENT_ID_EMPTY
        elif len(profile.client_id) > MAX_CLIENT_ID_3_1:
            yield "client_id", Problem.CLIENT_ID_TOO_LONG
    if profile.version is Version.V311 and not profile.client_id and not profile.clean_start:
        yield "client_id", Problem.CLIENT_ID_NEEDS_CLEAN_START


def _reconnect(profile: Profile) -> Iterator[Found]:
    settings = profile.reconnect
    yield from out_of_range("reconnect.first_delay_s", settings.first_delay_s)
    yield from out_of_range("reconnect.max_delay_s", settings.max_delay_s)
    yield from out_of_range("reconnect.attempts", settings.attempts)
    if settings.max_delay_s < settings.first_delay_s:
        yield "reconnect.max_delay_s", Problem.MAX_DELAY_BELOW_FIRST


def _authentication(profile: Profile) -> Iterator[Found]:
    method = profile.authentication
    if method is AuthMethod.NONE:
        return
    yield from _texts(username=profile.username)
    if method.enhanced and profile.version is not Version.V5:
        yield "authentication", Problem.NEEDS_MQTT_5
    # Only MQTT 5.0 carries a password without a user name [MQTT-3.1.2-22 of 3.1.1]; SCRAM is nothing without one
    if not profile.username and (method.enhanced or profile.version is not Version.V5):
        yield "username", Problem.USERNAME_EMPTY


def _tls(profile: Profile) -> Iterator[Found]:
    tls = profile.tls
    if not profile.scheme.encrypted:
        return
    needed = {
        "tls.ca_file": tls.trust is Trust.CA_FILE and not tls.ca_file,
        "tls.ca_folder": tls.trust is Trust.CA_FOLDER and not tls.ca_folder,
        "tls.cert_file": tls.certificate is ClientCertificate.PEM and not tls.cert_file,
        "tls.p12_file": tls.certificate is ClientCertificate.P12 and not tls.p12_file,
    }
    yield from ((path, Problem.FILE_NOT_CHOSEN) for path, missing in needed.items() if missing)
    for name in ("ca_file", "ca_folder", "cert_file", "key_file", "p12_file", "psk_identity"):
        if problem := text_problem(getattr(tls, name)):
            yield f"tls.{name}", problem
    if tls.server_name and host_problem(tls.server_name):
        yield "tls.server_name", Problem.SERVER_NAME_INVALID
    if any(not (name.isascii() and name.isprintable() and 0 < len(name) < 256) for name in tls.alpn):
        yield "tls.alpn", Problem.ALPN_INVALID  # RFC 7301, section 3.1


def _websocket(profile: Profile) -> Iterator[Found]:
    settings = profile.websocket
    if not profile.scheme.websocket:
        return
    if not _PATH.fullmatch(settings.path) or "?" in settings.path:
        yield "websocket.path", Problem.PATH_INVALID
    if not _PATH.fullmatch(settings.query):
        yield "websocket.query", Problem.PATH_INVALID
    for at, header in enumerate(settings.headers):
        name = header.name.lower()
        if not _TOKEN.fullmatch(name):
            yield f"websocket.headers.{at}.name", Problem.HEADER_NAME_INVALID
        elif name in RESERVED_HEADERS or name.startswith("sec-websocket-"):
            yield f"websocket.headers.{at}.name", Problem.HEADER_RESERVED
        if not _HEADER_VALUE.fullmatch(header.value):
            yield f"websocket.headers.{at}.value", Problem.HEADER_VALUE_INVALID


def _subscriptions(profile: Profile) -> Iterator[Found]:
    for at, item in enumerate(profile.subscriptions):
        path = f"subscriptions.{at}"
        if problem := filter_problem(item.filter, profile.version):
            yield f"{path}.filter", problem
        if profile.version is not Version.V5:
            continue
        yield from out_of_range(f"{path}.identifier", item.identifier, "subscriptions.identifier")
        yield from out_of_range(f"{path}.retain_handling", item.retain_handling, "subscriptions.retain_handling")
        yield from _pairs(f"{path}.user_properties", item.user_properties)
        if item.no_local and is_shared(item.filter):
            yield f"{path}.no_local", Problem.NO_LOCAL_ON_SHARED


def _will(profile: Profile) -> Iterator[Found]:
    will = profile.will
    if not will.enabled:
        return
    problem = topic_problem(will.topic)
    if problem is TopicProblem.WILDCARD:  # which CONNECT does not forbid: cautions.py
        yield from _texts(will__topic=will.topic)
    elif problem:
        yield "will.topic", problem
    yield from _will_payload(profile)
    if profile.version is not Version.V5:
        return
    for name in ("delay_interval_s", "message_expiry_interval_s", "payload_format_indicator"):
        yield from out_of_range(f"will.{name}", getattr(will, name))
    if will.response_topic and (answer := topic_problem(will.response_topic)):
        yield "will.response_topic", answer  # [MQTT-3.1.3-15]
    yield from _texts(will__content_type=will.content_type)
    if len(will.correlation_data) > MAX_STRING_BYTES:
        yield "will.correlation_data", Problem.TOO_LONG
    yield from _pairs("will.user_properties", will.user_properties)


def _will_payload(profile: Profile) -> Iterator[Found]:
    source, payload = profile.will.source, profile.will.payload
    if source is PayloadSource.FILE:
        if not payload:
            yield "will.payload", Problem.FILE_NOT_CHOSEN
        return
    try:
        data = bytes.fromhex(payload) if source is PayloadSource.HEX else payload.encode()
    except UnicodeEncodeError:
        yield "will.payload", Problem.HAS_SURROGATE
    except ValueError:
        yield "will.payload", Problem.HEX_INVALID
    else:
        if len(data) > MAX_STRING_BYTES:
            yield "will.payload", Problem.TOO_LONG


def _mqtt5(profile: Profile) -> Iterator[Found]:
    if profile.version is not Version.V5:
        return
    for name in ("session_expiry_interval_s", "receive_maximum", "maximum_packet_size", "topic_alias_maximum"):
        yield from out_of_range(f"mqtt5.{name}", getattr(profile.mqtt5, name))
    yield from _pairs("mqtt5.user_properties", profile.mqtt5.user_properties)


def _proxy(profile: Profile) -> Iterator[Found]:
    proxy = profile.proxy
    if proxy.kind in {ProxyKind.NONE, ProxyKind.SYSTEM} or profile.scheme is Scheme.UNIX:
        return
    if problem := host_problem(proxy.host):
        yield "proxy.host", problem
    yield from out_of_range("proxy.port", proxy.port)
    yield from _texts(proxy__username=proxy.username)


def _half_characters(record: object, above: str = "") -> Iterator[Found]:
    """Texts that no file can hold, wherever they stand and whether or not they are in use."""
    if isinstance(record, str):
        if any("\ud800" <= char <= "\udfff" for char in record):
            yield above, Problem.HAS_SURROGATE
    elif isinstance(record, tuple):
        pairs = above.endswith("user_properties")
        for at, item in enumerate(record):
            path = f"{above}.{at}"
            found = _half_characters(item, path)
            yield from (((path, problem) for _, problem in found) if pairs else found)
    elif is_dataclass(record):
        for field in fields(record):
            yield from _half_characters(getattr(record, field.name), f"{above}.{field.name}".lstrip("."))


def _notes(profile: Profile) -> Iterator[Found]:
    if not _COLOUR.fullmatch(profile.colour):
        yield "colour", Problem.COLOUR_INVALID
    for at, item in enumerate(profile.subscriptions):
        if not _COLOUR.fullmatch(item.colour):
            yield f"subscriptions.{at}.colour", Problem.COLOUR_INVALID
    if len(profile.notes) > MAX_NOTES_CHARS:
        yield "notes", Problem.NOTES_TOO_LONG
    yield from _texts(name=profile.name, folder=profile.folder)


PAGES: Final[tuple[Callable[[Profile], Iterator[Found]], ...]] = (
    _general,
    _authentication,
    _tls,
    _websocket,
    _subscriptions,
    _will,
    _mqtt5,
    _proxy,
    _notes,
    _half_characters,
)

_MQTT_5_ONLY: Final = (
    "mqtt5",
    "will.delay_interval_s",
    "will.message_expiry_interval_s",
    "will.payload_format_indicator",
    "will.content_type",
    "will.response_topic",
    "will.correlation_data",
    "will.user_properties",
    "subscriptions.no_local",
    "subscriptions.retain_as_published",
    "subscriptions.retain_handling",
    "subscriptions.identifier",
    "subscriptions.user_properties",
)


def not_carried(version: Version) -> frozenset[str]:
    """Return the fields (of a list: without the index; of a page: the page) that this version cannot send."""
    return frozenset() if version is Version.V5 else frozenset(_MQTT_5_ONLY)
