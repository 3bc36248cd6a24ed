"""Command lines of mosquitto_sub, mosquitto_pub and mosquitto_rr become profiles; nothing in them is ever run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Profile,
    ProxyKind,
    ProxySettings,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    TlsVersion,
    Trust,
    WillSettings,
    new_client_id,
)
from tracemq.profiles.secrets import SecretKind, secret_id
from tracemq.profiles.url import UrlProblem, parse_url, with_url

from .imported import MAX_PROFILES, Imported, ImportProblem, Note, NoteKind, Result, finished, shortened

COMMAND: Final = re.compile(r"(?:^|[\s/\\;&|(])(mosquitto_(?:sub|pub|rr))(?:\.exe)?(?=\s|$)", re.MULTILINE)
VERSIONS: Final = {
    "mqttv31": Version.V31,
    "31": Version.V31,
    "mqttv311": Version.V311,
    "311": Version.V311,
    "mqttv5": Version.V5,
    "5": Version.V5,
}
_ENDS: Final = frozenset({"|", ";", "&&", "||", "&", ">", ">>", "<"})
_VARIABLE: Final = re.compile(r"\$[({A-Za-z_]|`")
MAX_LINE: Final = 100_000
MAX_TOPICS: Final = 1000  # of one command

# Options that take a value and mean nothing for a connection
SKIPPED_WITH_VALUE: Final = frozenset(
    {"-m", "-f", "-F", "-C", "-W", "-e", "-E", "-T", "-U", "-A", "-M", "--message", "--file", "--repeat"}
    | {"--repeat-delay", "--filter-out", "--unsubscribe", "--retain-handling"}
)
SKIPPED: Final = frozenset(
    {"-d", "-v", "-l", "-s", "-n", "-r", "-N", "-R", "--debug", "--verbose", "--quiet", "--pretty", "--retain"}
    | {"--stdin-line", "--stdin-file", "--null-message", "--retained-only", "--remove-retained", "--nodelay"}
    | {"--retain-as-published"}
)


@dataclass(slots=True)
class _Draft:
    """A command while it is read."""

    profile: Profile
    secrets: dict[SecretKind, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    qos: int = 0
    encrypted: bool = False
    host_given: bool = False
    publishes: bool = False

    def tls(self, **changes: Any) -> None:
        self.encrypted = True
        self.profile = replace(self.profile, tls=replace(self.profile.tls, **changes))

    def will(self, **changes: Any) -> None:
        self.profile = replace(self.profile, will=replace(self.profile.will, enabled=True, **changes))

    def note(self, kind: NoteKind, detail: str = "") -> None:
        self.notes.append(Note(kind, shortened(detail)))


def is_command_line(text: str) -> bool:
    return COMMAND.search(text[:MAX_LINE]) is not None


def from_command_line(text: str) -> Result:
    """Read every command that stands in the text; lines may be continued with a backslash."""
    joined = re.sub(r"[\\^`][ \t]*\r?\n", " ", text)
    commands = [(match, line) for line in joined.splitlines() if (match := COMMAND.search(line[:MAX_LINE])) is not None]
    if len(commands) > MAX_PROFILES:
        return ImportProblem.TOO_MANY
    found = [_command(match[1], line[match.end() : MAX_LINE]) for match, line in commands]
    return found or ImportProblem.NOTHING_INSIDE


def _command(program: str, rest: str) -> Imported:
    draft = _Draft(Profile(host="localhost", version=Version.V311, subscriptions=()))
    draft.publishes = program == "mosquitto_pub"
    try:
        words = shlex.split(rest, comments=True)
    except ValueError:  # a quotation mark without its other one
        words = rest.replace('"', " ").replace("'", " ").split()
        draft.note(NoteKind.VALUE_INVALID, "'")
    _read(draft, iter(words))
    return _finished(draft)


def _read(draft: _Draft, words: Iterator[str]) -> None:
    for word in words:
        if word in _ENDS:
            return
        name, equals, value = word.partition("=")
        if not (word.startswith("--") and equals):
            name, value = word, ""
        if name in VALUES or name in SKIPPED_WITH_VALUE:
            if not equals or name == word:
                value = next(words, "")
            if name in VALUES:
                _take(draft, name, value)
        elif name in PAIRS:
            _property(draft, words)
        elif name in FLAGS:
            FLAGS[name](draft)
        elif name not in SKIPPED:
            draft.note(NoteKind.UNKNOWN_OPTION, name)


def _take(draft: _Draft, name: str, value: str) -> None:
    if _VARIABLE.search(value):
        draft.note(NoteKind.SECRET_MISSING, name)
        if name in SECRET_OPTIONS:
            return
    try:
        VALUES[name](draft, value)
    except (ValueError, KeyError, OverflowError):
        draft.note(NoteKind.VALUE_INVALID, name)


def _change(name: str, convert: Callable[[str], Any] = str) -> Callable[[_Draft, str], None]:
    def take(draft: _Draft, value: str) -> None:
        draft.profile = replace(draft.profile, **{name: convert(value)})

    return take


def _tls(name: str, convert: Callable[[str], Any] = str, **more: Any) -> Callable[[_Draft, str], None]:
    def take(draft: _Draft, value: str) -> None:
        draft.tls(**{name: convert(value)}, **more)

    return take


def _will(name: str, convert: Callable[[str], Any] = str) -> Callable[[_Draft, str], None]:
    def take(draft: _Draft, value: str) -> None:
        draft.will(**{name: convert(value)})

    return take


def _secret(kind: SecretKind) -> Callable[[_Draft, str], None]:
    def take(draft: _Draft, value: str) -> None:
        draft.secrets[kind] = value

    return take


def _host(draft: _Draft, value: str) -> None:
    draft.host_given = True
    draft.profile = replace(draft.profile, host=value.removeprefix("[").removesuffix("]"))


def _url(draft: _Draft, value: str) -> None:
    base, _, topic = value.removeprefix("mqtt://").removeprefix("mqtts://").partition("/")
    scheme = "mqtts" if value.startswith("mqtts:") else "mqtt"
    parts = parse_url(f"{scheme}://{base}")
    if isinstance(parts, UrlProblem):
        raise ValueError(parts.name)  # noqa: TRY004 - the value is wrong, not its type
    draft.host_given = True
    draft.profile = with_url(draft.profile, parts)
    draft.encrypted = draft.encrypted or scheme == "mqtts"
    if parts.password is not None:
        draft.secrets[SecretKind.PASSWORD] = parts.password
    if topic:
        draft.topics.append(topic)


def _proxy(draft: _Draft, value: str) -> None:
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(value)
    if parts.scheme not in {"socks5", "socks5h"} or not parts.hostname:
        raise ValueError
    draft.profile = replace(
        draft.profile,
        proxy=ProxySettings(
            kind=ProxyKind.SOCKS5,
            host=parts.hostname,
            port=parts.port,
            username=unquote(parts.username or ""),
            remote_dns=parts.scheme == "socks5h",
        ),
    )
    if parts.password:
        draft.secrets[SecretKind.PROXY_PASSWORD] = unquote(parts.password)


def _unix(draft: _Draft, value: str) -> None:
    draft.host_given = True
    draft.profile = replace(draft.profile, scheme=Scheme.UNIX, socket_path=value)


def _prefix(draft: _Draft, value: str) -> None:
    draft.profile = replace(draft.profile, client_id=f"{value}{new_client_id().rpartition('-')[2]}")


def _topic(draft: _Draft, value: str) -> None:
    if len(draft.topics) >= MAX_TOPICS:
        raise ValueError
    draft.topics.append(value)


def _qos(draft: _Draft, value: str) -> None:
    draft.qos = QoS(int(value))


def _expiry(draft: _Draft, value: str) -> None:
    seconds = 0xFFFFFFFF if value in {"∞", "-1"} else int(value)
    draft.profile = replace(draft.profile, mqtt5=replace(draft.profile.mqtt5, session_expiry_interval_s=seconds))


def _tls_version(value: str) -> TlsVersion:
    return TlsVersion(value.lower().removeprefix("tlsv"))


def _unsupported(name: str) -> Callable[[_Draft, str], None]:
    return lambda draft, _value: draft.note(NoteKind.NOT_SUPPORTED, name)


_CA_FILE: Final = _tls("ca_file", trust=Trust.CA_FILE)
VALUES: Final[dict[str, Callable[[_Draft, str], None]]] = {
    "-h": _host,
    "--host": _host,
    "-p": _change("port", int),
    "--port": _change("port", int),
    "-u": _change("username"),
    "--username": _change("username"),
    "-P": _secret(SecretKind.PASSWORD),
    "--pw": _secret(SecretKind.PASSWORD),
    "-i": _change("client_id"),
    "--id": _change("client_id"),
    "-I": _prefix,
    "--id-prefix": _prefix,
    "-k": _change("keep_alive_s", int),
    "--keepalive": _change("keep_alive_s", int),
    "-V": _change("version", VERSIONS.__getitem__),
    "--protocol-version": _change("version", VERSIONS.__getitem__),
    "-t": _topic,
    "--topic": _topic,
    "-q": _qos,
    "--qos": _qos,
    "-L": _url,
    "--url": _url,
    "-x": _expiry,
    "--session-expiry-interval": _expiry,
    "--unix": _unix,
    "--proxy": _proxy,
    "--cafile": _CA_FILE,
    "--capath": _tls("ca_folder", trust=Trust.CA_FOLDER),
    "--cert": _tls("cert_file", certificate=ClientCertificate.PEM),
    "--key": _tls("key_file"),
    "--psk": _secret(SecretKind.PSK),
    "--psk-identity": _tls("psk_identity"),
    "--tls-alpn": _tls("alpn", lambda value: (value,)),
    "--tls-version": _tls("minimum_version", _tls_version),
    "--will-topic": _will("topic"),
    "--will-payload": _will("payload"),
    "--will-qos": _will("qos", lambda value: QoS(int(value))),
    "--ciphers": _unsupported("--ciphers"),
    "--tls-engine": _unsupported("--tls-engine"),
    "--keyform": _unsupported("--keyform"),
    "--tls-engine-kpass-sha1": _unsupported("--tls-engine-kpass-sha1"),
    "-o": _unsupported("-o"),
}
SECRET_OPTIONS: Final = frozenset({"-P", "--pw", "--psk"})
PAIRS: Final = frozenset({"-D", "--property"})
FLAGS: Final[dict[str, Callable[[_Draft], None]]] = {
    "-c": lambda draft: _change("clean_start", lambda _: False)(draft, ""),
    "--disable-clean-session": lambda draft: _change("clean_start", lambda _: False)(draft, ""),
    "--insecure": lambda draft: draft.note(NoteKind.NOT_SUPPORTED, "--insecure"),  # that is: any name, not any issuer
    "--will-retain": lambda draft: draft.will(retain=True),
    "--tls-use-os-certs": lambda draft: draft.tls(trust=Trust.SYSTEM),
    "-S": lambda draft: draft.note(NoteKind.NOT_SUPPORTED, "-S"),
}
_CONNECT_PROPERTIES: Final = {
    "session-expiry-interval": "session_expiry_interval_s",
    "receive-maximum": "receive_maximum",
    "maximum-packet-size": "maximum_packet_size",
    "topic-alias-maximum": "topic_alias_maximum",
}


def _property(draft: _Draft, words: Iterator[str]) -> None:
    """-D command property value [value]; those of CONNECT are taken."""
    command, name, value = (next(words, "") for _ in range(3))
    if name == "user-property":
        pair = (value, next(words, ""))
        if command == "connect":
            mqtt5 = draft.profile.mqtt5
            mqtt5 = replace(mqtt5, user_properties=(*mqtt5.user_properties, pair))
            draft.profile = replace(draft.profile, mqtt5=mqtt5)
        return
    if command != "connect":
        return
    known = _CONNECT_PROPERTIES.get(name)
    changes: dict[str, Any] = {known or "": int(value[:12]) if value.isdecimal() and value.isascii() else None}
    if known is None or changes[known] is None:
        draft.note(NoteKind.NOT_SUPPORTED, f"-D {command} {name}")
        return
    draft.profile = replace(draft.profile, mqtt5=replace(draft.profile.mqtt5, **changes))


def _finished(draft: _Draft) -> Imported:
    profile = draft.profile
    if not draft.host_given:
        draft.note(NoteKind.DEFAULT_HOST)
    if (draft.encrypted and profile.scheme is Scheme.MQTT) or (profile.scheme is Scheme.MQTT and profile.port == 8883):
        profile = replace(profile, scheme=Scheme.MQTTS)
    if profile.port in {1883, 8883} and profile.port_number == replace(profile, port=None).port_number:
        profile = replace(profile, port=None)
    named = profile.username or SecretKind.PASSWORD in draft.secrets
    topics = draft.topics if not draft.publishes else []
    profile = replace(
        profile,
        name=profile.socket_path if profile.scheme is Scheme.UNIX else profile.host,
        tls=profile.tls if profile.scheme.encrypted else TlsSettings(),
        authentication=AuthMethod.PASSWORD if named else AuthMethod.NONE,
        subscriptions=tuple(SubscriptionSettings(filter=each, qos=QoS(draft.qos)) for each in topics)
        or Profile().subscriptions,
        will=profile.will if profile.will.topic else WillSettings(),
    )
    secrets = {secret_id(profile.id, kind): value for kind, value in draft.secrets.items()}
    return finished(profile, secrets, draft.notes)
