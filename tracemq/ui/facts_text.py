"""Says the facts of a connection: names of lines and groups, and their values with units."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from tracemq.mqtt.types import Version
from tracemq.payloads.text import visible_line
from tracemq.viewmodels.connection_facts import Fact, Group, Line, Unit, Value

from .marked import QT_TRANSLATE_NOOP
from .quantity_text import exact_size_text
from .state_text import VERSIONS

GROUPS: Final = {
    Group.SESSION: QT_TRANSLATE_NOOP("FactsText", "Session"),
    Group.LIMITS: QT_TRANSLATE_NOOP("FactsText", "Limits"),
    Group.OFFERS: QT_TRANSLATE_NOOP("FactsText", "What the broker offers"),
    Group.TRANSPORT: QT_TRANSLATE_NOOP("FactsText", "Transport"),
    Group.CERTIFICATE: QT_TRANSLATE_NOOP("FactsText", "The broker’s certificate"),
    Group.REFUSED_CERTIFICATE: QT_TRANSLATE_NOOP("FactsText", "The certificate that was refused"),
    Group.ISSUER: QT_TRANSLATE_NOOP("FactsText", "Its issuer"),
    Group.TRAFFIC: QT_TRANSLATE_NOOP("FactsText", "Traffic so far"),
}
FACTS: Final = {
    Fact.VERSION: QT_TRANSLATE_NOOP("FactsText", "Version"),
    Fact.CLIENT_ID: QT_TRANSLATE_NOOP("FactsText", "Client id"),
    Fact.SESSION_PRESENT: QT_TRANSLATE_NOOP("FactsText", "The broker had a session of this client"),
    Fact.KEEP_ALIVE: QT_TRANSLATE_NOOP("FactsText", "Keep alive"),
    Fact.SESSION_EXPIRY: QT_TRANSLATE_NOOP("FactsText", "Session expiry interval"),
    Fact.RECEIVE_MAXIMUM: QT_TRANSLATE_NOOP("FactsText", "Receive maximum (ours, the broker’s)"),
    Fact.MAXIMUM_PACKET_SIZE: QT_TRANSLATE_NOOP("FactsText", "Maximum packet size (ours, the broker’s)"),
    Fact.TOPIC_ALIAS_MAXIMUM: QT_TRANSLATE_NOOP("FactsText", "Topic alias maximum (ours, the broker’s)"),
    Fact.MAXIMUM_QOS: QT_TRANSLATE_NOOP("FactsText", "Maximum QoS"),
    Fact.RETAIN: QT_TRANSLATE_NOOP("FactsText", "Retained messages"),
    Fact.WILDCARDS: QT_TRANSLATE_NOOP("FactsText", "Wildcard subscriptions"),
    Fact.SUBSCRIPTION_IDENTIFIERS: QT_TRANSLATE_NOOP("FactsText", "Subscription identifiers"),
    Fact.SHARED: QT_TRANSLATE_NOOP("FactsText", "Shared subscriptions"),
    Fact.RESPONSE_INFORMATION: QT_TRANSLATE_NOOP("FactsText", "Response information"),
    Fact.SERVER_REFERENCE: QT_TRANSLATE_NOOP("FactsText", "Other server named"),
    Fact.REASON_STRING: QT_TRANSLATE_NOOP("FactsText", "The broker says"),
    Fact.USER_PROPERTY: QT_TRANSLATE_NOOP("FactsText", "User property"),
    Fact.NOT_SENT: QT_TRANSLATE_NOOP("FactsText", "Not sent, as this version cannot carry it"),
    Fact.PEER: QT_TRANSLATE_NOOP("FactsText", "Broker’s address"),
    Fact.LOCAL: QT_TRANSLATE_NOOP("FactsText", "Own address"),
    Fact.PROXY: QT_TRANSLATE_NOOP("FactsText", "Proxy"),
    Fact.TLS: QT_TRANSLATE_NOOP("FactsText", "Encryption"),
    Fact.COMPRESSED: QT_TRANSLATE_NOOP("FactsText", "Compression"),
    Fact.VERIFIED: QT_TRANSLATE_NOOP("FactsText", "The broker was verified"),
    Fact.SUBJECT: QT_TRANSLATE_NOOP("FactsText", "Issued to"),
    Fact.NAMES: QT_TRANSLATE_NOOP("FactsText", "For the names"),
    Fact.ISSUED_BY: QT_TRANSLATE_NOOP("FactsText", "Issued by"),
    Fact.VALID_FROM: QT_TRANSLATE_NOOP("FactsText", "Valid from"),
    Fact.VALID_UNTIL: QT_TRANSLATE_NOOP("FactsText", "Valid until"),
    Fact.FINGERPRINT: QT_TRANSLATE_NOOP("FactsText", "SHA-256 fingerprint"),
    Fact.MESSAGES_IN: QT_TRANSLATE_NOOP("FactsText", "Messages received"),
    Fact.MESSAGES_OUT: QT_TRANSLATE_NOOP("FactsText", "Messages sent"),
    Fact.PACKETS_IN: QT_TRANSLATE_NOOP("FactsText", "Packets received"),
    Fact.PACKETS_OUT: QT_TRANSLATE_NOOP("FactsText", "Packets sent"),
    Fact.BYTES_IN: QT_TRANSLATE_NOOP("FactsText", "Bytes received"),
    Fact.BYTES_OUT: QT_TRANSLATE_NOOP("FactsText", "Bytes sent"),
    Fact.WAITING: QT_TRANSLATE_NOOP("FactsText", "Messages that wait to be sent"),
    Fact.IN_FLIGHT: QT_TRANSLATE_NOOP("FactsText", "Messages not yet acknowledged"),
    Fact.RECONNECTS: QT_TRANSLATE_NOOP("FactsText", "Reconnects"),
    Fact.READ_PAUSED: QT_TRANSLATE_NOOP("FactsText", "Reading was paused"),
}
_YES: Final = QT_TRANSLATE_NOOP("FactsText", "Yes")
_NO: Final = QT_TRANSLATE_NOOP("FactsText", "No")
_NONE: Final = QT_TRANSLATE_NOOP("FactsText", "None")
_NEVER: Final = QT_TRANSLATE_NOOP("FactsText", "Never ends")
_AT_ONCE: Final = QT_TRANSLATE_NOOP("FactsText", "Ends with the connection")
_SECONDS: Final = QT_TRANSLATE_NOOP("FactsText", "{number} s")
_UTC: Final = QT_TRANSLATE_NOOP("FactsText", "{moment} UTC")
_ASSIGNED: Final = QT_TRANSLATE_NOOP("FactsText", "{value} (chosen by the broker)")


def _say(text: str) -> str:
    return QCoreApplication.translate("FactsText", text)


def group_text(group: Group) -> str:
    return _say(GROUPS[group])


def fact_text(fact: Fact) -> str:
    return _say(FACTS[fact])


def granted_text(line: Line) -> str:
    """What holds."""
    said = _value_text(line.granted, line.unit)
    return _say(_ASSIGNED).format(value=said) if line.assigned else said


def asked_text(line: Line) -> str:
    """What we asked for; "" if nothing."""
    return "" if line.asked is None else _value_text(line.asked, line.unit)


def _value_text(value: Value, unit: Unit) -> str:
    if isinstance(value, datetime):
        return _say(_UTC).format(moment=value.strftime("%Y-%m-%d %H:%M:%S"))
    if isinstance(value, Version):
        return VERSIONS[value]
    if unit is Unit.YES_NO:
        return _say(_YES if value else _NO)
    if unit is Unit.EXPIRY and isinstance(value, str):
        return _say(_NEVER)
    if isinstance(value, str):
        return visible_line(value)
    if value is None:
        return ""
    if unit is Unit.EXPIRY and not value:
        return _say(_AT_ONCE)
    if unit is Unit.SECONDS and not value:
        return _say(_NONE)
    if unit in {Unit.SECONDS, Unit.EXPIRY}:
        return _say(_SECONDS).format(number=QLocale().toString(value))
    return exact_size_text(int(value)) if unit is Unit.BYTES else QLocale().toString(value)
