"""A profile becomes the set of its fields that are legal but will surprise, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from ipaddress import ip_address
from typing import Final

from tracemq.mqtt.topics import TopicProblem, topic_problem
from tracemq.mqtt.types import Version

from .folders import fits
from .profile import AuthMethod, PayloadSource, Profile, Scheme, TlsVersion


class Caution(Enum):
    """What is unusual about a field's value; the connection is tried all the same."""

    CLIENT_ID_EMPTY = auto()  # the server chooses one
    CLIENT_ID_LONG = auto()  # servers need not take more than 23 bytes [MQTT-3.1.3-5]
    CLIENT_ID_UNUSUAL = auto()  # nor other characters than 0-9, a-z, A-Z (here also - and _)
    KEEP_ALIVE_OFF = auto()
    KEEP_ALIVE_SHORT = auto()
    SESSION_ENDS_AT_ONCE = auto()  # clean start off, but the session expires when the connection ends
    SESSION_NEVER_EXPIRES = auto()
    PORT_OF_ANOTHER_SCHEME = auto()
    PASSWORD_UNENCRYPTED = auto()
    NOT_VERIFIED = auto()
    TLS_OUTDATED = auto()
    SECRET_IN_HEADER = auto()  # a header that usually holds one stands in the file in clear
    SECRET_IN_QUERY = auto()
    NOTHING_SUBSCRIBED = auto()
    FILTER_TWICE = auto()
    TOPIC_HAS_SPACE = auto()
    TOPIC_HAS_CONTROL = auto()
    TOPIC_LEADING_SLASH = auto()
    TOPIC_EMPTY_LEVEL = auto()
    TOPIC_DOLLAR = auto()  # most servers take nothing from clients below $
    TOPIC_WILDCARD = auto()  # as a will's topic
    JSON_INVALID = auto()
    EMPTY_RETAINED = auto()  # deletes the retained message
    FOLDER_TOO_DEEP = auto()  # the list does not show all of its levels, or of their names
    INVISIBLE = auto()  # characters that are not seen, or turn the direction of reading
    INDICATOR_CONTRADICTS = auto()  # payload format indicator says text, the payload is not UTF-8


Found = tuple[str, Caution]

SHORT_KEEP_ALIVE_S: Final = 5
_USUAL_CLIENT_ID: Final = re.compile(r"[0-9A-Za-z_-]*")
_SECRET_HEADER: Final = re.compile(
    r"(?i)authorization|proxy-authorization|cookie|.*(?:token|api-?key|secret|password).*"
)
_SECRET_QUERY: Final = re.compile(r"(?i)token|key|secret|passw|signature|credential")
_OTHERS_PORTS: Final = {Scheme.MQTT: {8883, 443, 8084}, Scheme.MQTTS: {1883, 80}, Scheme.WS: {1883, 8883, 443}}
_OTHERS_PORTS[Scheme.WSS] = {1883, 8883, 80}


def cautions(profile: Profile) -> dict[str, tuple[Caution, ...]]:
    """Return what is unusual, by the path of the field; {} if nothing is. A field may have several."""
    found: dict[str, list[Caution]] = {}
    for page in (_general, _security, _subscriptions, _will):
        for path, caution in page(profile):
            found.setdefault(path, []).append(caution)
    return {path: tuple(of_field) for path, of_field in found.items()}


def topic_cautions(topic: str) -> tuple[Caution, ...]:
    """Say what is unusual about a topic or filter."""
    signs = {
        Caution.TOPIC_HAS_SPACE: any(char.isspace() and char.isprintable() for char in topic) or "\u00a0" in topic,
        Caution.TOPIC_HAS_CONTROL: any(not char.isprintable() and char != "\u00a0" for char in topic),
        Caution.TOPIC_LEADING_SLASH: topic.startswith("/"),
        Caution.TOPIC_EMPTY_LEVEL: "//" in topic or (topic.endswith("/") and len(topic) > 1),
    }
    return tuple(caution for caution, seen in signs.items() if seen)


def _general(profile: Profile) -> Iterator[Found]:
    for name in ("name", "username", "folder"):
        if not getattr(profile, name).isprintable():
            yield name, Caution.INVISIBLE
    if not fits(profile.folder):
        yield "folder", Caution.FOLDER_TOO_DEEP
    client_id = profile.client_id
    if not client_id:
        yield "client_id", Caution.CLIENT_ID_EMPTY
    if profile.version is not Version.V31 and len(client_id.encode(errors="replace")) > 23:
        yield "client_id", Caution.CLIENT_ID_LONG
    if not _USUAL_CLIENT_ID.fullmatch(client_id):
        yield "client_id", Caution.CLIENT_ID_UNUSUAL
    if profile.keep_alive_s == 0:
        yield "keep_alive_s", Caution.KEEP_ALIVE_OFF
    elif 0 < profile.keep_alive_s < SHORT_KEEP_ALIVE_S:
        yield "keep_alive_s", Caution.KEEP_ALIVE_SHORT
    if profile.port in _OTHERS_PORTS.get(profile.scheme, ()):
        yield "port", Caution.PORT_OF_ANOTHER_SCHEME
    if profile.version is Version.V5:
        expiry = profile.mqtt5.session_expiry_interval_s
        if not expiry and not profile.clean_start:
            yield "clean_start", Caution.SESSION_ENDS_AT_ONCE
        if expiry == 0xFFFFFFFF:
            yield "mqtt5.session_expiry_interval_s", Caution.SESSION_NEVER_EXPIRES


def _security(profile: Profile) -> Iterator[Found]:
    in_clear = {AuthMethod.PASSWORD, AuthMethod.TOKEN}
    if profile.authentication in in_clear and not profile.scheme.encrypted and not _stays_here(profile):
        yield "authentication", Caution.PASSWORD_UNENCRYPTED
    if profile.scheme.encrypted:
        if not profile.tls.verified and not profile.tls.psk_identity:
            yield "tls.trust", Caution.NOT_VERIFIED
        if profile.tls.minimum_version in {TlsVersion.V1_0, TlsVersion.V1_1}:
            yield "tls.minimum_version", Caution.TLS_OUTDATED
    if profile.scheme.websocket:
        names = (part.partition("=")[0] for part in profile.websocket.query.split("&") if "=" in part)
        if any(map(_SECRET_QUERY.search, names)):
            yield "websocket.query", Caution.SECRET_IN_QUERY
        for at, header in enumerate(profile.websocket.headers):
            if header.value and not header.secret and _SECRET_HEADER.fullmatch(header.name):
                yield f"websocket.headers.{at}.value", Caution.SECRET_IN_HEADER


def _stays_here(profile: Profile) -> bool:
    if profile.scheme is Scheme.UNIX or profile.host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ip_address(profile.host).is_loopback
    except ValueError:
        return False


def _subscriptions(profile: Profile) -> Iterator[Found]:
    if not any(item.enabled for item in profile.subscriptions):
        yield "subscriptions", Caution.NOTHING_SUBSCRIBED
    seen: set[str] = set()
    for at, item in enumerate(profile.subscriptions):
        path = f"subscriptions.{at}.filter"
        if item.filter in seen:
            yield path, Caution.FILTER_TWICE
        seen.add(item.filter)
        yield from ((path, caution) for caution in topic_cautions(item.filter))


def _will(profile: Profile) -> Iterator[Found]:
    will = profile.will
    if not will.enabled:
        return
    yield from (("will.topic", caution) for caution in topic_cautions(will.topic))
    if topic_problem(will.topic) is TopicProblem.WILDCARD:
        yield "will.topic", Caution.TOPIC_WILDCARD
    if will.topic.startswith("$"):
        yield "will.topic", Caution.TOPIC_DOLLAR
    if will.retain and not will.payload and will.source is not PayloadSource.FILE:
        yield "will.payload", Caution.EMPTY_RETAINED
    if will.source is PayloadSource.JSON and not _is_json(will.payload):
        yield "will.payload", Caution.JSON_INVALID
    if will.source is PayloadSource.HEX and will.payload_format_indicator == 1 and not _is_text(will.payload):
        yield "will.payload_format_indicator", Caution.INDICATOR_CONTRADICTS


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_text(digits: str) -> bool:
    try:
        bytes.fromhex(digits).decode()
    except UnicodeDecodeError:
        return False
    except ValueError:
        return True  # not hex: problems.py says so
    return True
