"""MQTTX's JSON export, one connection or a list of them, becomes profiles."""

from __future__ import annotations

from typing import Any, Final

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Mqtt5Settings,
    PayloadSource,
    Profile,
    ReconnectSettings,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    Trust,
    WebSocketSettings,
    WillSettings,
    new_client_id,
)
from tracemq.profiles.secrets import SecretKind, secret_id

from .imported import MAX_PROFILES, Imported, ImportProblem, Note, NoteKind, Result, finished, shortened
from .json_input import Fields

VERSIONS: Final = {"3.1": Version.V31, "3.1.1": Version.V311, "5.0": Version.V5, "5": Version.V5}
SCHEMES: Final = {"mqtt": Scheme.MQTT, "mqtts": Scheme.MQTTS, "ws": Scheme.WS, "wss": Scheme.WSS}


def is_mqttx(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and "clientId" in first and "host" in first


def from_mqttx(value: Any) -> Result:
    """Read the value of an exported file."""
    items = value if isinstance(value, list) else [value]
    if len(items) > MAX_PROFILES:
        return ImportProblem.TOO_MANY
    found = [_connection(Fields(each)) for each in items if isinstance(each, dict) and not each.get("isCollection")]
    return found or ImportProblem.NOTHING_INSIDE


def _connection(fields: Fields) -> Imported:
    notes: list[Note] = []
    name = fields.text("protocol") or ("mqtts" if fields.flag("ssl") else "mqtt")
    scheme = SCHEMES.get(name, Scheme.MQTT)
    if name not in SCHEMES:
        notes.append(Note(NoteKind.NOT_SUPPORTED, shortened(name)))
    username, password = fields.text("username"), fields.text("password")
    reconnect_ms = fields.number("reconnectPeriod", 4000) or 0
    profile = Profile(
        name=fields.text("name"),
        scheme=scheme,
        host=fields.text("host"),
        port=fields.number("port"),
        version=VERSIONS.get(fields.text("mqttVersion", "3.1.1"), Version.V5),
        client_id=fields.text("clientId") or new_client_id(),
        clean_start=fields.flag("clean", True),
        keep_alive_s=_known(fields.number("keepalive", 60)),
        connect_timeout_s=float(_known(fields.number("connectTimeout", 10))),
        reconnect=ReconnectSettings(
            enabled=fields.flag("reconnect"),
            first_delay_s=max(0.1, reconnect_ms / 1000),
            max_delay_s=max(60.0, reconnect_ms / 1000),
        ),
        authentication=AuthMethod.PASSWORD if username or password else AuthMethod.NONE,
        username=username,
        tls=_tls(fields, notes) if scheme.encrypted else TlsSettings(),
        websocket=_websocket(fields.text("path")) if scheme.websocket else WebSocketSettings(),
        subscriptions=tuple(_subscriptions(fields.items("subscriptions"), notes)),
        will=_will(fields.inner("will"), notes),
        mqtt5=_mqtt5(fields.inner("properties"), notes),
    )
    if fields.flag("clientIdWithTime"):
        notes.append(Note(NoteKind.CLIENT_ID_TIME))
    if messages := len(fields.items("messages")):
        notes.append(Note(NoteKind.MESSAGES_LEFT, str(messages)))
    notes += [Note(NoteKind.VALUE_INVALID, name) for name in fields.wrong]
    secrets = {secret_id(profile.id, SecretKind.PASSWORD): password} if password else {}
    return finished(profile, secrets, notes)


def _known(number: int | None) -> int:
    return 0 if number is None else number


def _tls(fields: Fields, notes: list[Note]) -> TlsSettings:
    ca, cert, key = fields.text("ca"), fields.text("cert"), fields.text("key")
    own = fields.text("certType") == "self"
    trust = Trust.CA_FILE if own and ca else Trust.SYSTEM
    if not fields.flag("rejectUnauthorized", True):
        trust = Trust.NOBODY
        notes.append(Note(NoteKind.NOT_VERIFIED))
    return TlsSettings(
        trust=trust,
        ca_file=ca,
        certificate=ClientCertificate.PEM if own and cert else ClientCertificate.NONE,
        cert_file=cert,
        key_file=key,
        alpn=tuple(name.strip() for name in fields.text("ALPNProtocols").split(",") if name.strip()),
    )


def _websocket(path: str) -> WebSocketSettings:
    path, _, query = path.partition("?")
    return WebSocketSettings(path="/" + path.lstrip("/"), query=query)


def _subscriptions(items: list[Any], notes: list[Note]) -> list[SubscriptionSettings]:
    found: list[SubscriptionSettings] = []
    for item in items[:MAX_PROFILES]:
        fields = Fields(item)
        qos, handling = fields.number("qos", 0), fields.number("rh", 0)
        if not fields.text("topic") or qos not in (0, 1, 2):
            notes.append(Note(NoteKind.VALUE_INVALID, "subscriptions"))
            continue
        found.append(
            SubscriptionSettings(
                filter=fields.text("topic"),
                qos=QoS(qos),
                enabled=not fields.flag("disabled"),
                no_local=fields.flag("nl"),
                retain_as_published=fields.flag("rap"),
                retain_handling=handling or 0,
                identifier=fields.number("subscriptionIdentifier"),
                colour=fields.text("color"),
            )
        )
    return found


def _will(fields: Fields, notes: list[Note]) -> WillSettings:
    topic, qos = fields.text("lastWillTopic"), fields.number("lastWillQos", 0)
    if not topic:
        return WillSettings()
    properties = fields.inner("properties")
    if qos not in (0, 1, 2):
        notes.append(Note(NoteKind.VALUE_INVALID, "will.qos"))
        qos = 0
    return WillSettings(
        enabled=True,
        topic=topic,
        source=PayloadSource.TEXT,
        payload=fields.text("lastWillPayload"),
        qos=QoS(qos),
        retain=fields.flag("lastWillRetain"),
        delay_interval_s=properties.number("willDelayInterval"),
        message_expiry_interval_s=properties.number("messageExpiryInterval"),
        payload_format_indicator=1 if properties.flag("payloadFormatIndicator") else None,
        content_type=properties.text("contentType"),
        response_topic=properties.text("responseTopic"),
        correlation_data=properties.text("correlationData").encode(errors="replace"),
        user_properties=properties.pairs("userProperties"),
    )


def _mqtt5(fields: Fields, notes: list[Note]) -> Mqtt5Settings:
    if "authenticationMethod" in fields:
        notes.append(Note(NoteKind.NOT_SUPPORTED, "authenticationMethod"))
    return Mqtt5Settings(
        session_expiry_interval_s=fields.number("sessionExpiryInterval"),
        receive_maximum=fields.number("receiveMaximum"),
        maximum_packet_size=fields.number("maximumPacketSize"),
        topic_alias_maximum=fields.number("topicAliasMaximum"),
        request_response_information=fields.flag("requestResponseInformation"),
        request_problem_information=fields.flag("requestProblemInformation", True),
        user_properties=fields.pairs("userProperties"),
    )
