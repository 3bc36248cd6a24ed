"""Turns what is typed into the connection dialog into a profile, or into what is wrong with which field.

A field is named by its path in the profile ("keep_alive_s", "will.topic"), as profiles.problems names it. The form is
a profile plus the texts that are not values yet: a number that is not one stays as it was typed, beside the last good
value, until it is mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import reduce
from typing import Any, Final, NamedTuple

from tracemq.profiles.cautions import cautions
from tracemq.profiles.problems import RANGES, AnyProblem, Problem, not_carried, problems, secret_problem
from tracemq.profiles.profile import (
    DEFAULT_PORTS,
    DEFAULT_PROXY_PORTS,
    AuthMethod,
    ClientCertificate,
    Header,
    Profile,
    ProxyKind,
    Scheme,
    Trust,
    new_client_id,
)
from tracemq.profiles.secrets import SecretKind, header_secret_id, secret_id
from tracemq.profiles.url import UrlProblem, parse_url, url, with_url

from .complaint import Complaint
from .numbers import NumberProblem, parse_decimal
from .payload_input import PayloadKind, payload_bytes

URL: Final = "url"  # not a field of the profile, but composed of several


class Number(NamedTuple):
    """How a number is typed; an optional one may be left empty."""

    whole: bool = True
    optional: bool = False


NUMBERS: Final = {
    "port": Number(optional=True),
    "keep_alive_s": Number(),
    "connect_timeout_s": Number(whole=False),
    "reconnect.first_delay_s": Number(whole=False),
    "reconnect.max_delay_s": Number(whole=False),
    "reconnect.attempts": Number(),
    "proxy.port": Number(optional=True),
    "mqtt5.session_expiry_interval_s": Number(optional=True),
    "mqtt5.receive_maximum": Number(optional=True),
    "mqtt5.maximum_packet_size": Number(optional=True),
    "mqtt5.topic_alias_maximum": Number(optional=True),
    "will.delay_interval_s": Number(optional=True),
    "will.message_expiry_interval_s": Number(optional=True),
}


SECRET_PATHS: Final = {
    SecretKind.PASSWORD: "password",
    SecretKind.KEY_PASSPHRASE: "tls.passphrase",
    SecretKind.PSK: "tls.psk",
    SecretKind.PROXY_PASSWORD: "proxy.password",
}


class Unused(Enum):
    """Why a field has no effect as the form stands."""

    NEEDS_MQTT_5 = auto()
    NEEDS_TLS = auto()
    NEEDS_WEBSOCKET = auto()
    NEEDS_WILL = auto()
    NEEDS_RECONNECT = auto()
    NOT_WITH_UNIX = auto()
    OTHER_CHOICE = auto()  # the choice above says that something else is used


_ENCRYPTED: Final = {Scheme.MQTT: Scheme.MQTTS, Scheme.WS: Scheme.WSS, Scheme.UNIX: Scheme.MQTTS}
_PLAIN: Final = {Scheme.MQTTS: Scheme.MQTT, Scheme.WSS: Scheme.WS}
_WEBSOCKET: Final = {Scheme.MQTT: Scheme.WS, Scheme.MQTTS: Scheme.WSS, Scheme.UNIX: Scheme.WS}
_NO_WEBSOCKET: Final = {Scheme.WS: Scheme.MQTT, Scheme.WSS: Scheme.MQTTS}


class ProfileForm:
    """The state of the dialog. `secrets` has what is known of the profile's secrets, by the ids of profiles.secrets."""

    def __init__(self, profile: Profile, password: str | None = None, secrets: Mapping[str, str] | None = None) -> None:
        self.profile = profile
        self.secrets = dict(secrets or {})
        if password is not None:
            self.put_secret(SecretKind.PASSWORD, password)
        self._typed: dict[str, str] = {}  # numbers that are not numbers
        self._url: str | None = None  # an address while it is being typed
        self._correlation, self.correlation_kind = _written(profile.will.correlation_data)

    def get(self, path: str) -> Any:
        """The value of a field."""
        return reduce(getattr, path.split("."), self.profile)

    def put(self, path: str, value: object) -> None:
        """Take over the value of a field that is not a number."""
        self._url = None
        self._replace(path, value)

    def secret(self, kind: SecretKind) -> str:
        """A secret as far as it is known, "" otherwise."""
        return self.secrets.get(secret_id(self.profile.id, kind), "")

    def put_secret(self, kind: SecretKind, value: str) -> None:
        self.secrets[secret_id(self.profile.id, kind)] = value

    @property
    def password(self) -> str | None:
        """None while nobody has typed one."""
        return self.secrets.get(secret_id(self.profile.id, SecretKind.PASSWORD))

    def headers(self) -> list[Header]:
        """The HTTP headers of the WebSocket, secret values filled in."""
        return [
            replace(header, value=self.secrets.get(header_secret_id(self.profile.id, header.name), ""))
            if header.secret
            else header
            for header in self.profile.websocket.headers
        ]

    def put_headers(self, headers: Sequence[Header]) -> None:
        """Take over the headers; the values of secret ones never get into the profile."""
        for header in headers:
            if header.secret:
                self.secrets[header_secret_id(self.profile.id, header.name)] = header.value
        self.put("websocket.headers", tuple(replace(item, value="") if item.secret else item for item in headers))

    @property
    def correlation_text(self) -> str:
        """The will's correlation data as it is being typed."""
        return self._correlation

    def type_correlation(self, text: str) -> None:
        """Take over the will's correlation data as it is typed, in text or hex."""
        self._correlation = text
        data = payload_bytes(self.correlation_kind, text)
        if isinstance(data, bytes):
            self._replace("will.correlation_data", data)

    def choose_correlation_kind(self, kind: PayloadKind) -> None:
        """Write the same bytes in another way; what is no bytes yet is read in the other way."""
        if isinstance(payload_bytes(self.correlation_kind, self._correlation), Complaint):
            self.correlation_kind = kind
            self.type_correlation(self._correlation)
            return
        data = self.profile.will.correlation_data
        self._correlation, self.correlation_kind = _written(data)
        if kind is PayloadKind.HEX:
            self._correlation, self.correlation_kind = data.hex(" "), kind

    def number_text(self, path: str) -> str:
        """What stands in a number's field; the port that follows the scheme is shown as well."""
        if path in self._typed:
            return self._typed[path]
        value = self.get(path)
        if path == "port" and value is None:
            value = self.profile.port_number or None
        return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

    def type_number(self, path: str, text: str) -> None:
        """Take over a number as it is typed."""
        self._url = None
        number = self._parse(path, text)
        if isinstance(number, Complaint):
            self._typed[path] = text
            return
        self._typed.pop(path, None)
        self._replace(path, number)

    def default_number(self, path: str) -> int | None:
        """The number that is used if the field is left empty, where we know it."""
        if path == "port":
            return DEFAULT_PORTS.get(self.profile.scheme)
        return DEFAULT_PROXY_PORTS.get(self.profile.proxy.kind) if path == "proxy.port" else None

    @property
    def url_text(self) -> str:
        """The address as it is being typed, or composed of its fields."""
        return url(self.profile) if self._url is None else self._url

    def type_url(self, text: str) -> None:
        """Take an address apart into the fields; one that is not valid changes nothing."""
        self._url = text
        parts = parse_url(text)
        if isinstance(parts, UrlProblem):
            return
        before = self.profile
        self.profile = with_url(before, parts)
        # the port that followed the scheme stands in the composed address too: that is not the user's touch
        if before.port is None and parts.port == DEFAULT_PORTS.get(parts.scheme):
            self._replace("port", None)
        if parts.password is not None:
            self.put_secret(SecretKind.PASSWORD, parts.password)
        self._typed.pop("port", None)

    @property
    def has_unfinished(self) -> bool:
        """Whether something stands in a field that is not a value yet."""
        bad_url = self._url is not None and isinstance(parse_url(self._url), UrlProblem)
        return bool(self._typed) or bad_url

    def leave_url(self) -> None:
        """The address is no longer being typed: a valid one is shown composed, and without a password."""
        if self._url is not None and not isinstance(parse_url(self._url), UrlProblem):
            self._url = None

    def regenerate_client_id(self) -> None:
        self.put("client_id", new_client_id())

    def encrypt(self, wanted: bool) -> None:
        """Switch to the scheme with or without TLS."""
        scheme = self.profile.scheme
        self.put("scheme", (_ENCRYPTED if wanted else _PLAIN).get(scheme, scheme))

    def use_websocket(self, wanted: bool) -> None:
        """Switch to the scheme with or without WebSocket."""
        scheme = self.profile.scheme
        self.put("scheme", (_WEBSOCKET if wanted else _NO_WEBSOCKET).get(scheme, scheme))

    @property
    def suggested_name(self) -> str:
        """The name that an unnamed connection gets."""
        return self.profile.socket_path if self.profile.scheme is Scheme.UNIX else self.profile.host

    def finished(self) -> Profile:
        """The profile to save; ask `can_save` before."""
        name = self.profile.name.strip() or self.suggested_name
        return replace(self.profile, name=name)

    @property
    def can_save(self) -> bool:
        return not any(complaint.serious for complaint in self.complaints().values())

    def complaints(self) -> dict[str, Complaint]:
        """What there is to say, by path; for a field with several it is the worst. A list's rows have paths too."""
        found: dict[str, Complaint] = {}
        for path, notes in cautions(self.profile).items():
            found[path] = Complaint(notes[0], serious=False)
        for path, problem in problems(replace(self.profile, name=self.profile.name or self.suggested_name)).items():
            found[path] = Complaint(problem, _limits(path, problem))
        for path, wrong_secret in self._secret_problems():
            found[path] = Complaint(wrong_secret)
        for path, text in self._typed.items():
            complaint = self._parse(path, text)
            if isinstance(complaint, Complaint) and not self.unused(path):
                found[path] = complaint
        correlation = payload_bytes(self.correlation_kind, self._correlation)
        if isinstance(correlation, Complaint) and not self.unused("will.correlation_data"):
            found["will.correlation_data"] = correlation
        if self._url is not None and isinstance(wrong := parse_url(self._url), UrlProblem):
            found[URL] = Complaint(wrong)
        return found

    def _secret_problems(self) -> Iterator[tuple[str, Problem]]:
        for kind, path in SECRET_PATHS.items():
            problem = secret_problem(kind, self.secret(kind))
            if problem and not self.unused(path):
                yield path, problem
        if self.profile.scheme.websocket:
            for at, header in enumerate(self.headers()):
                if header.secret and (problem := secret_problem(None, header.value)):
                    yield f"websocket.headers.{at}.value", problem

    def unused(self, path: str) -> Unused | None:
        """Why a field has no effect as the form stands; None if it has one."""
        if path in self._not_chosen():
            return Unused.OTHER_CHOICE
        page = path.split(".", maxsplit=1)[0]
        scheme = self.profile.scheme
        if page == "tls" and not scheme.encrypted:
            return Unused.NEEDS_TLS
        if page == "websocket" and not scheme.websocket:
            return Unused.NEEDS_WEBSOCKET
        if page == "proxy" and scheme is Scheme.UNIX:
            return Unused.NOT_WITH_UNIX
        if page == "will" and path != "will.enabled" and not self.profile.will.enabled:
            return Unused.NEEDS_WILL
        if {path, page} & not_carried(self.profile.version):
            return Unused.NEEDS_MQTT_5
        if page == "reconnect" and path != "reconnect.enabled" and not self.profile.reconnect.enabled:
            return Unused.NEEDS_RECONNECT
        return None

    def _not_chosen(self) -> set[str]:
        """Fields that belong to a choice other than the one that was made: they are not shown."""
        profile, tls = self.profile, self.profile.tls
        proxied = profile.proxy.kind in {ProxyKind.SOCKS5, ProxyKind.HTTP}
        shown = {
            "host": profile.scheme is not Scheme.UNIX,
            "port": profile.scheme is not Scheme.UNIX,
            "socket_path": profile.scheme is Scheme.UNIX,
            "username": profile.authentication is not AuthMethod.NONE,
            "password": profile.authentication is not AuthMethod.NONE,
            "remember_password": profile.authentication is not AuthMethod.NONE,
            "tls.ca_file": tls.trust is Trust.CA_FILE,
            "tls.ca_folder": tls.trust is Trust.CA_FOLDER,
            "tls.cert_file": tls.certificate is ClientCertificate.PEM,
            "tls.key_file": tls.certificate is ClientCertificate.PEM,
            "tls.p12_file": tls.certificate is ClientCertificate.P12,
            "tls.passphrase": tls.certificate is not ClientCertificate.NONE,
            "tls.psk": bool(tls.psk_identity),
            "tls.remember_passphrase": tls.certificate is not ClientCertificate.NONE,
            "proxy.host": proxied,
            "proxy.port": proxied,
            "proxy.username": proxied,
            "proxy.password": proxied,
            "proxy.remote_dns": profile.proxy.kind is ProxyKind.SOCKS5,
        }
        return {path for path, used in shown.items() if not used}

    def _parse(self, path: str, text: str) -> float | Complaint | None:
        low, high = RANGES[path]
        rule = NUMBERS[path]
        number = parse_decimal(text, low, high, whole=rule.whole)
        if number is None and not rule.optional:
            return Complaint(NumberProblem.NOT_A_NUMBER, {"low": low, "high": high})
        return int(number) if isinstance(number, float) and rule.whole else number

    def _replace(self, path: str, value: Any) -> None:
        page, _, name = path.rpartition(".")
        if page:
            value = replace(getattr(self.profile, page), **{name: value})
        changes: dict[str, Any] = {page or name: value}
        self.profile = replace(self.profile, **changes)


def _limits(path: str, problem: AnyProblem) -> dict[str, str | float]:
    if problem is not Problem.OUT_OF_RANGE:
        return {}
    pieces = [piece for piece in path.split(".") if not piece.isdecimal()]  # a row of a list has a number
    low, high = RANGES[".".join(pieces)]
    return {"low": low, "high": high}


def _written(data: bytes) -> tuple[str, PayloadKind]:
    """Bytes as people would type them: text if they are text, else hex."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = "\0"
    return (text, PayloadKind.TEXT) if text.isprintable() else (data.hex(" "), PayloadKind.HEX)
