"""Turns a cause into changes of the profile that would do away with it, as far as a program can know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any, Final

from tracemq.mqtt.types import Version
from tracemq.profiles.profile import DEFAULT_PORTS, Profile, ProxyKind, Scheme, new_client_id

from .diagnosis import Cause, Diagnosis

DAY_S: Final = 86_400


class Kind(Enum):
    """What is changed; names in braces are keys of `Remedy.facts`."""

    USE_SCHEME = auto()  # scheme
    GO_WITHOUT_TLS = auto()  # scheme
    USE_PORT = auto()  # port, scheme
    USE_PATH = auto()  # path
    USE_VERSION = auto()  # version
    USE_HOST = auto()  # host
    NEW_CLIENT_ID = auto()
    NO_PROXY = auto()
    KEEP_SESSION = auto()  # for a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """`changes` are pairs of a field's path in the profile, as `profiles.problems` names it, and its new value."""

    kind: Kind
    changes: tuple[tuple[str, Any], ...]
    facts: Mapping[str, object] = field(default_factory=dict)


def remedies(diagnosis: Diagnosis, profile: Profile) -> tuple[Remedy, ...]:
    """What could be tried, the best first; () where people have to look for themselves."""
    make = _MAKERS.get(diagnosis.cause)
    return () if make is None else tuple(make(diagnosis.facts, profile))


def applied(profile: Profile, remedy: Remedy) -> Profile:
    """The profile with the changes in it."""
    for path, value in remedy.changes:
        profile = _with(profile, path.split("."), value)
    return profile


def _with(record: Any, path: list[str], value: object) -> Any:
    name, *rest = path
    return replace(record, **{name: _with(getattr(record, name), rest, value) if rest else value})


def _scheme(profile: Profile, scheme: Scheme, kind: Kind = Kind.USE_SCHEME) -> Remedy:
    """Another scheme at the same port, which was the old one's default perhaps."""
    port = profile.port_number
    kept = None if DEFAULT_PORTS.get(scheme) == port else port
    return Remedy(kind=kind, changes=(("scheme", scheme), ("port", kept)), facts={"scheme": scheme})


def _usual_port(profile: Profile) -> list[Remedy]:
    usual = DEFAULT_PORTS.get(profile.scheme)
    if usual is None or usual == profile.port_number:
        return []
    facts = {"port": usual, "scheme": profile.scheme}
    return [Remedy(kind=Kind.USE_PORT, changes=(("port", None),), facts=facts)]


def _other_scheme(facts: Mapping[str, object], profile: Profile) -> list[Remedy]:
    scheme = facts.get("scheme")
    return [_scheme(profile, scheme)] if isinstance(scheme, Scheme) and scheme is not profile.scheme else []


def _no_tls(facts: Mapping[str, object], profile: Profile) -> list[Remedy]:
    scheme = facts.get("scheme")
    plain = [_scheme(profile, scheme, Kind.GO_WITHOUT_TLS)] if isinstance(scheme, Scheme) else []
    return [*_usual_port(profile), *plain]


def _port(facts: Mapping[str, object], profile: Profile) -> list[Remedy]:
    return _usual_port(profile)


def _path(facts: Mapping[str, object], profile: Profile) -> list[Remedy]:
    path = facts.get("working")
    if not isinstance(path, str) or not path:
        return []
    changes = (("websocket.path", path), ("websocket.query", ""))
    return [Remedy(kind=Kind.USE_PATH, changes=changes, facts={"path": path})]


def _version(facts: Mapping[str, object], profile: Profile) -> list[Remedy]:
    taken = facts.get("taken")
    versions = [each for each in taken if isinstance(each, Version)] if isinstance(taken, tuple) else []
    if not versions:
        return []
    best = max(versions)
    return [Remedy(kind=Kind.USE_VERSION, changes=(("version", best),), facts={"version": best})]


def _host(facts: Mapping[str, object], profile: Profile) -> list[Remedy]:
    names = facts.get("names")
    whole = [name for name in names if name and "*" not in name] if isinstance(names, tuple) else []
    return [
        Remedy(kind=Kind.USE_HOST, changes=(("host", name), ("tls.server_name", "")), facts={"host": name})
        for name in whole[:2]
    ]


def _client_id(facts: Mapping[str, object], profile: Profile) -> list[Remedy]:
    return [Remedy(kind=Kind.NEW_CLIENT_ID, changes=(("client_id", new_client_id()),))]


def _without_proxy(facts: Mapping[str, object], profile: Profile) -> list[Remedy]:
    return [Remedy(kind=Kind.NO_PROXY, changes=(("proxy.kind", ProxyKind.NONE),))]


def _session(facts: Mapping[str, object], profile: Profile) -> list[Remedy]:
    return [Remedy(kind=Kind.KEEP_SESSION, changes=(("mqtt5.session_expiry_interval_s", DAY_S),))]


_MAKERS: Final[Mapping[Cause, Callable[[Mapping[str, object], Profile], list[Remedy]]]] = {
    Cause.NOBODY_LISTENS: _port,
    Cause.NO_ANSWER: _port,
    Cause.TLS_EXPECTED: _other_scheme,
    Cause.TLS_NOT_SPOKEN: _no_tls,
    Cause.OTHER_SCHEME: _other_scheme,
    Cause.HTTP_SERVER: _port,
    Cause.CERTIFICATE_WRONG_HOST: _host,
    Cause.WEBSOCKET_PATH: _path,
    Cause.VERSION_REFUSED: _version,
    Cause.CLIENT_ID_REFUSED: _client_id,
    Cause.CLIENT_ID_CONTESTED: _client_id,
    Cause.PROXY_UNREACHABLE: _without_proxy,
    Cause.PROXY_SILENT: _without_proxy,
    Cause.SESSION_ENDS_AT_ONCE: _session,
}
