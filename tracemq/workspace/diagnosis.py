"""Turns the error that ended a connect, and what further probes found, into a cause: an enum with facts, no words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from tracemq.mqtt import errors
from tracemq.mqtt.errors import TlsFault
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.transports.base import Step
from tracemq.mqtt.types import Version
from tracemq.profiles.profile import AuthMethod, ClientCertificate, Profile, Scheme

from .certificate_facts import certificate_facts


class Cause(Enum):
    """Why a connect failed, or what about it will surprise. Facts in braces are keys of `Diagnosis.facts`."""

    # on the way
    NOT_SENT = auto()  # the profile itself cannot be used: error
    NAME_UNKNOWN = auto()  # host
    NOBODY_LISTENS = auto()  # host, port
    UNREACHABLE = auto()  # host, port
    NO_ANSWER = auto()  # host, port, seconds: not even a refusal, as behind a firewall
    SOCKET_MISSING = auto()  # path
    PROXY_UNREACHABLE = auto()  # proxy
    PROXY_CREDENTIALS = auto()  # proxy
    PROXY_FORBIDS = auto()  # proxy, host, port
    PROXY_CANNOT_REACH = auto()  # proxy, host, port
    PROXY_SILENT = auto()  # proxy, seconds
    PROXY_FAILED = auto()  # proxy, detail
    # what speaks there
    TLS_EXPECTED = auto()  # scheme: the one to use
    TLS_NOT_SPOKEN = auto()  # scheme: the one to use, if it is known
    OTHER_SCHEME = auto()  # scheme: the one that was found to be spoken there
    HTTP_SERVER = auto()  # status: of its answer, 0 if there was none
    NOT_MQTT = auto()  # detail
    SILENT = auto()  # seconds
    HUNG_UP = auto()
    # TLS
    CERTIFICATE_EXPIRED = auto()  # valid_until
    CERTIFICATE_NOT_YET_VALID = auto()  # valid_from
    CERTIFICATE_WRONG_HOST = auto()  # server_name, names
    CERTIFICATE_UNKNOWN_ISSUER = auto()  # issuer
    CERTIFICATE_SELF_SIGNED = auto()  # subject
    CERTIFICATE_REVOKED = auto()
    CERTIFICATE_BAD = auto()  # detail
    CLIENT_CERTIFICATE_NEEDED = auto()
    CLIENT_CERTIFICATE_REFUSED = auto()
    TLS_NO_COMMON_VERSION = auto()
    TLS_KEY_REFUSED = auto()
    TLS_FILE = auto()  # error
    TLS_FAILED = auto()  # detail
    # WebSocket
    WEBSOCKET_PATH = auto()  # path, status, working: a path that was found to work, or ""
    WEBSOCKET_FORBIDDEN = auto()  # status
    WEBSOCKET_MOVED = auto()  # status, location
    WEBSOCKET_UNAVAILABLE = auto()  # status
    WEBSOCKET_SUBPROTOCOL = auto()
    WEBSOCKET_REFUSED = auto()  # status
    # CONNECT
    VERSION_REFUSED = auto()  # version, taken: versions that are taken
    CREDENTIALS_NEEDED = auto()
    CREDENTIALS_REFUSED = auto()  # username
    AUTHENTICATION_FAILED = auto()  # method
    AUTHENTICATION_METHOD_REFUSED = auto()  # method
    CLIENT_ID_REFUSED = auto()  # client_id
    WILL_DENIED = auto()  # topic
    BANNED = auto()
    BUSY = auto()
    MOVED = auto()  # address
    REFUSED = auto()  # reason
    CLIENT_ID_CONTESTED = auto()  # client_id
    THROWN_OUT = auto()  # reason: of its DISCONNECT, or None if it closed without a word
    # subscriptions
    HUNG_UP_AT_SUBSCRIBE = auto()
    SUBSCRIPTIONS_REFUSED = auto()  # filters: pairs of filter and reason code
    SUBSCRIPTIONS_UNANSWERED = auto()  # seconds
    # what will surprise although the connect succeeds
    SESSION_ENDS_AT_ONCE = auto()
    CERTIFICATE_EXPIRES_SOON = auto()  # valid_until, days
    NOT_VERIFIED = auto()
    # what has no rule
    OTHER = auto()  # error


SURPRISES: Final = frozenset({Cause.SESSION_ENDS_AT_ONCE, Cause.CERTIFICATE_EXPIRES_SOON, Cause.NOT_VERIFIED})
SHARED: Final = ("$share/", "$queue/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One cause with the facts that its sentence needs."""

    cause: Cause
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def fatal(self) -> bool:
        """Whether this is why the connect failed."""
        return self.cause not in SURPRISES


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What probes found out after a failure; each is empty where nobody looked or nothing was found."""

    tls: bool = False  # the port answers a TLS handshake
    scheme: Scheme | None = None  # the unencrypted scheme that is spoken there
    http_status: int | None = None  # of the answer to a WebSocket request; None: no HTTP
    versions: tuple[Version, ...] = ()  # other versions that the server takes
    without_will: bool = False  # the same CONNECT is accepted without its will
    path: str = ""  # a WebSocket path that works
    other_id_stays: bool = False  # with another client id the connection is not ended


NOTHING_FOUND: Final = Findings()
ENCRYPTED: Final = {Scheme.MQTT: Scheme.MQTTS, Scheme.WS: Scheme.WSS}
_TIMES_OUT: Final = {
    Step.LOOK_UP: Cause.NAME_UNKNOWN,
    Step.TCP: Cause.NO_ANSWER,
    Step.PROXY: Cause.PROXY_SILENT,
    Step.SUBSCRIBE: Cause.SUBSCRIPTIONS_UNANSWERED,
}
_PROXY_CODES: Final = {
    **dict.fromkeys((2, 403, 405), Cause.PROXY_FORBIDS),
    **dict.fromkeys((3, 4, 5, 6, 500, 502, 503, 504), Cause.PROXY_CANNOT_REACH),
    **dict.fromkeys((401, 407), Cause.PROXY_CREDENTIALS),  # tinyproxy says 401
}
_TLS: Final = {
    TlsFault.EXPIRED: Cause.CERTIFICATE_EXPIRED,
    TlsFault.NOT_YET_VALID: Cause.CERTIFICATE_NOT_YET_VALID,
    TlsFault.WRONG_HOST: Cause.CERTIFICATE_WRONG_HOST,
    TlsFault.UNKNOWN_ISSUER: Cause.CERTIFICATE_UNKNOWN_ISSUER,
    TlsFault.SELF_SIGNED: Cause.CERTIFICATE_SELF_SIGNED,
    TlsFault.REVOKED: Cause.CERTIFICATE_REVOKED,
    TlsFault.BAD_CERTIFICATE: Cause.CERTIFICATE_BAD,
    TlsFault.NEEDS_CLIENT_CERTIFICATE: Cause.CLIENT_CERTIFICATE_NEEDED,
    TlsFault.CLIENT_CERTIFICATE_REFUSED: Cause.CLIENT_CERTIFICATE_REFUSED,
    TlsFault.NOT_TLS: Cause.TLS_NOT_SPOKEN,
    TlsFault.NO_COMMON_VERSION: Cause.TLS_NO_COMMON_VERSION,
    TlsFault.PSK_REFUSED: Cause.TLS_KEY_REFUSED,
    TlsFault.CLOSED: Cause.TLS_FAILED,
    TlsFault.OTHER: Cause.TLS_FAILED,
}
_HTTP: Final = {
    **dict.fromkeys((301, 302, 303, 307, 308), Cause.WEBSOCKET_MOVED),
    **dict.fromkeys((401, 403, 407), Cause.WEBSOCKET_FORBIDDEN),
    **dict.fromkeys((404, 405, 410), Cause.WEBSOCKET_PATH),
    **dict.fromkeys((429, 500, 502, 503, 504), Cause.WEBSOCKET_UNAVAILABLE),
    101: Cause.WEBSOCKET_SUBPROTOCOL,
}
_R: Final = ReasonCode
_REASONS: Final = {
    _R.UNSUPPORTED_PROTOCOL_VERSION: Cause.VERSION_REFUSED,
    _R.CLIENT_IDENTIFIER_NOT_VALID: Cause.CLIENT_ID_REFUSED,
    _R.BANNED: Cause.BANNED,
    _R.BAD_AUTHENTICATION_METHOD: Cause.AUTHENTICATION_METHOD_REFUSED,
    _R.SERVER_BUSY: Cause.BUSY,
    _R.SERVER_UNAVAILABLE: Cause.BUSY,
    _R.CONNECTION_RATE_EXCEEDED: Cause.BUSY,
    _R.USE_ANOTHER_SERVER: Cause.MOVED,
    _R.SERVER_MOVED: Cause.MOVED,
    _R.SESSION_TAKEN_OVER: Cause.CLIENT_ID_CONTESTED,
}
CREDENTIAL_REASONS: Final = frozenset({_R.BAD_USER_NAME_OR_PASSWORD, _R.NOT_AUTHORIZED})
WILL_REASONS: Final = frozenset(
    {
        *CREDENTIAL_REASONS,
        _R.TOPIC_NAME_INVALID,
        _R.RETAIN_NOT_SUPPORTED,
        _R.QOS_NOT_SUPPORTED,
        _R.PAYLOAD_FORMAT_INVALID,
        _R.UNSPECIFIED_ERROR,
        _R.IMPLEMENTATION_SPECIFIC_ERROR,
    }
)


def diagnose(
    error: BaseException, profile: Profile, step: Step | None = None, found: Findings = NOTHING_FOUND
) -> Diagnosis:
    """Name the cause of a failed connect; `step` is the one that failed, None before the first and after the last."""
    for kind, rule in _RULES:
        if isinstance(error, kind):
            return rule(error, profile, step, found)
    if isinstance(error, errors.RefusedLocally):
        return _made(Cause.NOT_SENT, error=error)
    return _made(Cause.OTHER, error=error)


def refused_filters(filters: Sequence[tuple[str, ReasonCode]]) -> Diagnosis:
    """Some subscriptions were refused; of each the filter and the reason code."""
    return _made(Cause.SUBSCRIPTIONS_REFUSED, filters=tuple(filters))


def _made(cause: Cause, **facts: object) -> Diagnosis:
    return Diagnosis(cause=cause, facts=facts)


def _place(profile: Profile) -> dict[str, object]:
    return {"host": profile.host, "port": profile.port_number}


# One function for each class of errors; what they share is the signature.
Rule = Callable[..., Diagnosis]


def _name(error: errors.NameNotResolved, profile: Profile, step: object, found: object) -> Diagnosis:
    return _made(Cause.NAME_UNKNOWN, host=error.host)


def _nobody(error: errors.ServerUnreachable, profile: Profile, step: object, found: object) -> Diagnosis:
    if profile.scheme is Scheme.UNIX:
        return _made(Cause.SOCKET_MISSING, path=profile.socket_path)
    refused = isinstance(error, errors.ConnectionRefusedByHost)
    return _made(Cause.NOBODY_LISTENS if refused else Cause.UNREACHABLE, **_place(profile))


def _proxy(error: errors.ProxyFailed, profile: Profile, step: object, found: object) -> Diagnosis:
    cause = _PROXY_CODES.get(error.code, Cause.PROXY_FAILED) if error.code else _without_code(error)
    return _made(cause, proxy=error.proxy, detail=str(error), code=error.code, **_place(profile))


def _without_code(error: errors.ProxyFailed) -> Cause:
    text = str(error).lower()  # python-socks gives these two no number
    if "authentication" in text or "acceptable" in text:
        return Cause.PROXY_CREDENTIALS
    if isinstance(error.__cause__, OSError) or "connect to proxy" in text:
        return Cause.PROXY_UNREACHABLE
    return Cause.PROXY_FAILED


def _tls(error: errors.TlsFailed, profile: Profile, step: object, found: Findings) -> Diagnosis:
    cause = _TLS[error.fault]
    if cause in {Cause.TLS_NOT_SPOKEN, Cause.TLS_FAILED}:
        if found.scheme is not None:
            return _made(Cause.TLS_NOT_SPOKEN, scheme=found.scheme)
        if found.http_status is not None:
            return _made(Cause.HTTP_SERVER, status=found.http_status)
        if error.fault is TlsFault.NOT_TLS:
            return _made(cause, scheme=None)
        return _made(cause, detail=error.detail)
    shown = certificate_facts(error.certificate) if error.certificate else None
    facts: dict[str, object] = {
        "server_name": error.server_name,
        "detail": error.detail,
        "names": shown.names if shown else (),
        "subject": shown.subject if shown else "",
        "issuer": shown.issuer if shown else "",
        "valid_from": shown.valid_from if shown else None,
        "valid_until": shown.valid_until if shown else None,
    }
    if cause is Cause.CERTIFICATE_UNKNOWN_ISSUER and shown and shown.self_signed:
        cause = Cause.CERTIFICATE_SELF_SIGNED
    if cause is Cause.CLIENT_CERTIFICATE_REFUSED and profile.tls.certificate is ClientCertificate.NONE:
        cause = Cause.CLIENT_CERTIFICATE_NEEDED
    return Diagnosis(cause=cause, facts=facts)


def _file(error: errors.TlsFileInvalid, profile: Profile, step: object, found: object) -> Diagnosis:
    return _made(Cause.TLS_FILE, error=error)


def _websocket(error: errors.WebSocketRefused, profile: Profile, step: object, found: Findings) -> Diagnosis:
    status = error.status
    if not status and found.tls:
        return _made(Cause.TLS_EXPECTED, scheme=ENCRYPTED.get(profile.scheme, profile.scheme))
    if not status and found.scheme is not None and found.scheme is not profile.scheme:
        return _made(Cause.OTHER_SCHEME, scheme=found.scheme)
    cause = _HTTP.get(status, Cause.WEBSOCKET_REFUSED)
    if found.path:
        cause = Cause.WEBSOCKET_PATH
    headers = {name.lower(): value for name, value in error.headers.items()}
    if cause is Cause.WEBSOCKET_SUBPROTOCOL and "upgrade" not in headers:
        cause = Cause.WEBSOCKET_REFUSED  # it began well, and its headers have no end
    return _made(
        cause,
        status=status,
        path=profile.websocket.path,
        working=found.path,
        location=headers.get("location", "").partition("?")[0],
    )


def _speaks(error: errors.SpeaksAnother, profile: Profile, step: object, found: Findings) -> Diagnosis:
    if error.protocol == "tls" or found.tls:
        return _made(Cause.TLS_EXPECTED, scheme=ENCRYPTED.get(profile.scheme, Scheme.MQTTS))
    if found.scheme is not None and found.scheme is not profile.scheme:
        return _made(Cause.OTHER_SCHEME, scheme=found.scheme)
    if error.protocol == "http":
        return _made(Cause.HTTP_SERVER, status=found.http_status or 0)
    return _made(Cause.NOT_MQTT, detail=str(error))


def _timed_out(error: errors.TimedOut, profile: Profile, step: Step | None, found: Findings) -> Diagnosis:
    facts = {**_place(profile), "seconds": error.seconds, "proxy": profile.proxy.host}
    cause = _TIMES_OUT.get(step, Cause.SILENT) if step else Cause.SILENT
    if error.waiting_for == "SUBACK":
        cause = Cause.SUBSCRIPTIONS_UNANSWERED
    if cause is not Cause.SILENT:
        return Diagnosis(cause=cause, facts=facts)
    return _spoken(profile, found) or Diagnosis(cause=cause, facts=facts)


def _spoken(profile: Profile, found: Findings) -> Diagnosis | None:
    """What was found to be spoken on the port instead."""
    if found.tls and not profile.scheme.encrypted:
        return _made(Cause.TLS_EXPECTED, scheme=ENCRYPTED.get(profile.scheme, Scheme.MQTTS))
    if found.scheme is not None and found.scheme is not profile.scheme:
        cause = Cause.TLS_NOT_SPOKEN if profile.scheme.encrypted else Cause.OTHER_SCHEME
        return _made(cause, scheme=found.scheme)
    if found.http_status is not None:
        return _made(Cause.HTTP_SERVER, status=found.http_status)
    return None


def _refused(error: errors.ConnectionRefused, profile: Profile, step: object, found: Findings) -> Diagnosis:
    reason = error.reason or ReasonCode.UNSPECIFIED_ERROR
    if reason in WILL_REASONS and found.without_will:
        return _made(Cause.WILL_DENIED, topic=profile.will.topic, reason=reason)
    if found.versions and (reason not in CREDENTIAL_REASONS):
        return _made(Cause.VERSION_REFUSED, version=profile.version, taken=found.versions)
    if reason in CREDENTIAL_REASONS:
        if profile.authentication is AuthMethod.NONE:
            return _made(Cause.CREDENTIALS_NEEDED)
        if profile.authentication.enhanced:
            return _made(Cause.AUTHENTICATION_FAILED, method=profile.authentication.value)
        return _made(Cause.CREDENTIALS_REFUSED, username=profile.username)
    return _made(
        _REASONS.get(reason, Cause.REFUSED),
        reason=reason,
        version=profile.version,
        taken=found.versions,
        client_id=profile.client_id,
        method=profile.authentication.value,
        address=error.properties.server_reference or "",
        words=error.properties.reason_string or "",
    )


def _thrown_out(error: errors.ServerDisconnected, profile: Profile, step: object, found: object) -> Diagnosis:
    if error.reason is ReasonCode.SESSION_TAKEN_OVER:
        return _made(Cause.CLIENT_ID_CONTESTED, client_id=profile.client_id)
    return _made(Cause.THROWN_OUT, reason=error.reason, words=error.properties.reason_string or "")


def _authentication(error: errors.AuthenticationFailed, profile: Profile, step: object, found: object) -> Diagnosis:
    return _made(Cause.AUTHENTICATION_FAILED, method=profile.authentication.value)


def _lost(error: errors.ConnectionLost, profile: Profile, step: Step | None, found: Findings) -> Diagnosis:
    told = _spoken(profile, found)
    if told is not None:
        return told
    if found.other_id_stays:
        return _made(Cause.CLIENT_ID_CONTESTED, client_id=profile.client_id)
    if found.versions:
        return _made(Cause.VERSION_REFUSED, version=profile.version, taken=found.versions)
    if found.without_will:
        return _made(Cause.WILL_DENIED, topic=profile.will.topic, reason=None)
    if step is Step.SUBSCRIBE:
        return _made(Cause.HUNG_UP_AT_SUBSCRIBE)
    return _made(Cause.HUNG_UP) if step else _made(Cause.THROWN_OUT, reason=None, words="")


def _malformed(error: errors.MqttError, profile: Profile, step: object, found: Findings) -> Diagnosis:
    return _spoken(profile, found) or _made(Cause.NOT_MQTT, detail=str(error))


# The first class that fits decides: the closer ones stand before those that they are made of.
_RULES: Final[tuple[tuple[type[BaseException], Rule], ...]] = (
    (errors.NameNotResolved, _name),
    (errors.ServerUnreachable, _nobody),
    (errors.ProxyFailed, _proxy),
    (errors.TlsFailed, _tls),
    (errors.TlsFileInvalid, _file),
    (errors.WebSocketRefused, _websocket),
    (errors.SpeaksAnother, _speaks),
    (errors.TimedOut, _timed_out),
    (errors.ConnectionRefused, _refused),
    (errors.ServerDisconnected, _thrown_out),
    (errors.AuthenticationFailed, _authentication),
    (errors.ConnectionLost, _lost),
    (errors.MalformedPacket, _malformed),
    (errors.ProtocolError, _malformed),
)
