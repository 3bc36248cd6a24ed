"""MQTT Explorer's settings.json becomes profiles."""

from __future__ import annotations

from typing import Any, Final

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import (
    AuthMethod,
    Profile,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    Trust,
    WebSocketSettings,
    new_client_id,
)
from tracemq.profiles.secrets import SecretKind, secret_id

from .imported import MAX_PROFILES, Imported, ImportProblem, Note, NoteKind, Result, finished, shortened
from .json_input import Fields

KEY: Final = "ConnectionManager_connections"
SCHEMES: Final = {
    ("mqtt", False): Scheme.MQTT,
    ("mqtt", True): Scheme.MQTTS,
    ("ws", False): Scheme.WS,
    ("ws", True): Scheme.WSS,
}
CERTIFICATES: Final = ("selfSignedCertificate", "clientCertificate", "clientKey")


def is_mqtt_explorer(value: Any) -> bool:
    return isinstance(value, dict) and KEY in value


def from_mqtt_explorer(value: Any) -> Result:
    """Read the value of settings.json."""
    connections = value.get(KEY) if isinstance(value, dict) else None
    if not isinstance(connections, dict):
        return ImportProblem.UNKNOWN_FORMAT
    if len(connections) > MAX_PROFILES:
        return ImportProblem.TOO_MANY
    found = [_connection(Fields(each)) for each in connections.values() if isinstance(each, dict)]
    return found or ImportProblem.NOTHING_INSIDE


def _connection(fields: Fields) -> Imported:
    notes: list[Note] = []
    scheme = SCHEMES.get((fields.text("protocol", "mqtt"), fields.flag("encryption")))
    if scheme is None:
        notes.append(Note(NoteKind.NOT_SUPPORTED, shortened(fields.text("protocol"))))
        scheme = Scheme.MQTTS if fields.flag("encryption") else Scheme.MQTT
    verified = fields.flag("certValidation", True)
    if scheme.encrypted and not verified:
        notes.append(Note(NoteKind.NOT_VERIFIED))
    notes += [
        Note(NoteKind.CERTIFICATE_INSIDE, shortened(fields.inner(name).text("name") or name))
        for name in CERTIFICATES
        if name in fields
    ]
    username, password = fields.text("username"), fields.text("password")
    profile = Profile(
        name=fields.text("name"),
        scheme=scheme,
        host=fields.text("host"),
        port=fields.number("port"),
        version=Version.V5 if fields.number("protocolVersion") == 5 else Version.V311,
        client_id=fields.text("clientId") or new_client_id(),
        authentication=AuthMethod.PASSWORD if username or password else AuthMethod.NONE,
        username=username,
        tls=TlsSettings(trust=Trust.SYSTEM if verified else Trust.NOBODY),
        websocket=_websocket(fields.text("basePath")) if scheme.websocket else WebSocketSettings(),
        subscriptions=tuple(_subscriptions(fields.items("subscriptions"), notes)),
    )
    notes += [Note(NoteKind.VALUE_INVALID, name) for name in fields.wrong]
    secrets = {secret_id(profile.id, SecretKind.PASSWORD): password} if password else {}
    return finished(profile, secrets, notes)


def _websocket(path: str) -> WebSocketSettings:
    path, _, query = path.partition("?")
    return WebSocketSettings(path="/" + path.lstrip("/"), query=query)


def _subscriptions(items: list[Any], notes: list[Note]) -> list[SubscriptionSettings]:
    found: list[SubscriptionSettings] = []
    for item in items[:MAX_PROFILES]:
        fields = Fields({"topic": item} if isinstance(item, str) else item)  # older versions keep texts
        qos = fields.number("qos", 0)
        if not fields.text("topic") or qos not in (0, 1, 2):
            notes.append(Note(NoteKind.VALUE_INVALID, "subscriptions"))
            continue
        found.append(SubscriptionSettings(filter=fields.text("topic"), qos=QoS(qos)))
    return found
