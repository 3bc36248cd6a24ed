"""Turns a failed connect into what can be found out about the server by asking in other ways.

A probe carries no user name, password, will or client certificate to a port that has not proved itself, and a client
id that nobody else has. The one exception is the same CONNECT without its will, which goes where CONNECT went before.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Final

from tracemq.mqtt import Client, ConnectOptions, Disconnected, MqttError, Version
from tracemq.mqtt import errors as faults
from tracemq.mqtt.addresses import Address
from tracemq.mqtt.errors import TlsFault
from tracemq.mqtt.options import TlsOptions
from tracemq.mqtt.properties import NO_PROPERTIES
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.transports.base import Step
from tracemq.mqtt.transports.probe import probe
from tracemq.mqtt.verdicts import means_version_refused
from tracemq.profiles.profile import Profile, Scheme, new_client_id

from .diagnosis import NOTHING_FOUND, WILL_REASONS, Findings

PROBE_S: Final = 2.5  # for each; they run side by side
PATHS: Final = ("/mqtt", "/", "/ws", "/mqtt/ws")
PLAIN: Final = (Scheme.MQTT, Scheme.WS)
_UNCLEAR_TLS: Final = frozenset({TlsFault.NOT_TLS, TlsFault.CLOSED, TlsFault.OTHER})
_WRONG_PLACE: Final = frozenset({404, 405, 410})
_AFTER_TCP: Final = frozenset({Step.TLS, Step.WEBSOCKET, Step.CONNECT})


async def look_closer(
    error: MqttError, profile: Profile, options: ConnectOptions, step: Step | None, hold_s: float
) -> Findings:
    """Find out what the error alone does not tell; takes up to PROBE_S, or `hold_s` after an end in that time."""
    match error:
        case faults.ConnectionRefused(reason=reason):
            return Findings(
                versions=await _versions(error, options),
                without_will=reason in WILL_REASONS and await _accepts_without_will(options),
            )
        case faults.WebSocketRefused(status=status) if status in _WRONG_PLACE:
            return Findings(path=await _working_path(profile, options))
        case faults.WebSocketRefused(status=status) if status:
            return NOTHING_FOUND
        case faults.TlsFailed(fault=fault) if fault not in _UNCLEAR_TLS:
            return NOTHING_FOUND
        case faults.TlsFailed() | faults.WebSocketRefused() | faults.MalformedPacket() | faults.ProtocolError():
            return await _what_speaks(profile, options)
        case faults.TimedOut() if step in _AFTER_TCP:
            return await _what_speaks(profile, options)
        case faults.ConnectionLost() if step in _AFTER_TCP:
            spoken, versions, without_will = await asyncio.gather(
                _what_speaks(profile, options), _versions(error, options), _accepts_without_will(options)
            )
            return replace(spoken, versions=versions, without_will=without_will)
        case faults.ConnectionLost() if step is None and options.client_id:
            other = replace(options, client_id=new_client_id(), will=None)
            return Findings(other_id_stays=await outcome(other, hold_s) is None)
        case _:
            return NOTHING_FOUND


def anonymous(options: ConnectOptions, **changes: object) -> ConnectOptions:
    """The same way to the server, for somebody who has nothing to show."""
    plain: dict[str, object] = {
        "client_id": new_client_id(),
        "clean_start": True,
        "username": None,
        "password": None,
        "credentials": None,
        "will": None,
        "auth": None,
        "headers": (),
        "properties": NO_PROPERTIES,
        "session_store": None,
        "reconnect": None,
        "connect_timeout_s": PROBE_S,
        **changes,
    }
    return replace(options, **plain)  # type: ignore[arg-type]  # the fields' types differ


async def outcome(options: ConnectOptions, hold_s: float = 0.0) -> MqttError | None:
    """Connect, stay for `hold_s` seconds and leave; what failed, or None."""
    client = Client(options)
    ended: asyncio.Future[MqttError | None] = asyncio.get_running_loop().create_future()
    client.listen(Disconnected, lambda event: None if ended.done() else ended.set_result(event.error))
    try:
        await client.connect()
        if hold_s:
            await asyncio.wait([ended], timeout=hold_s)
            return ended.result() if ended.done() else None
    except MqttError as error:
        return error
    finally:
        await client.disconnect()
    return None


def answered_in_mqtt(error: MqttError | None) -> bool:
    """Whether whatever is there answered CONNECT as an MQTT server does, be it with a refusal."""
    return error is None or isinstance(error, faults.ConnectionRefused | faults.ServerDisconnected)


async def _what_speaks(profile: Profile, options: ConnectOptions) -> Findings:
    if profile.scheme is Scheme.UNIX:
        return NOTHING_FOUND
    others = [scheme for scheme in PLAIN if scheme is not profile.scheme]
    encrypted, answers = await asyncio.gather(
        _speaks_tls(options.addresses[0], options, profile.scheme),
        asyncio.gather(*(outcome(anonymous(options, url=_url(profile, scheme), tls=None)) for scheme in others)),
    )
    spoken = [scheme for scheme, error in zip(others, answers, strict=True) if answered_in_mqtt(error)]
    statuses = [error.status for error in answers if isinstance(error, faults.WebSocketRefused) and error.status]
    return Findings(tls=encrypted, scheme=next(iter(spoken), None), http_status=next(iter(statuses), None))


async def _speaks_tls(address: Address, options: ConnectOptions, scheme: Scheme) -> bool:
    """Whether the port answers a TLS handshake, which ends there: neither MQTT nor a client key follows."""
    if scheme.encrypted:
        return False
    try:
        async with asyncio.timeout(PROBE_S):
            await probe(address, options, TlsOptions().name_for(address.host))
    except faults.TlsFailed as fault:
        return fault.fault in {TlsFault.NEEDS_CLIENT_CERTIFICATE, TlsFault.NO_COMMON_VERSION}
    except (MqttError, OSError, TimeoutError):
        return False
    return True


def _url(profile: Profile, scheme: Scheme, path: str = "/mqtt") -> str:
    host = f"[{profile.host.replace('%', '%25')}]" if ":" in profile.host else profile.host
    return f"{scheme.value}://{host}:{profile.port_number}{path if scheme.websocket else ''}"


async def _versions(error: MqttError, options: ConnectOptions) -> tuple[Version, ...]:
    """The versions that the server takes, if it does not take ours."""
    if not means_version_refused(error, options.version):
        return ()
    tried = list(Version)
    answers = await asyncio.gather(*(outcome(anonymous(options, version=version)) for version in tried))
    taken = tuple(version for version, answer in zip(tried, answers, strict=True) if _takes(answer))
    return () if options.version in taken else taken


def _takes(error: MqttError | None) -> bool:
    refused = isinstance(error, faults.ConnectionRefused) and error.reason is ReasonCode.UNSUPPORTED_PROTOCOL_VERSION
    return answered_in_mqtt(error) and not refused


async def _accepts_without_will(options: ConnectOptions) -> bool:
    if options.will is None:
        return False
    return await outcome(replace(options, will=None, connect_timeout_s=PROBE_S)) is None


async def _working_path(profile: Profile, options: ConnectOptions) -> str:
    tried = [path for path in PATHS if path != profile.websocket.path]
    urls = [_url(profile, profile.scheme, path) for path in tried]
    found = await asyncio.gather(*(outcome(anonymous(options, url=url)) for url in urls))
    return next((path for path, error in zip(tried, found, strict=True) if answered_in_mqtt(error)), "")
