"""Turns the properties of a packet into names, as the standard has them, and values that people can read."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QLocale

from tracemq.mqtt.properties import SPECS, Properties
from tracemq.payloads.text import visible_line

from .marked import QT_TRANSLATE_NOOP

PROPERTY_NAMES: Final = {
    "payload_format_indicator": QT_TRANSLATE_NOOP("PropertyText", "Payload Format Indicator"),
    "message_expiry_interval": QT_TRANSLATE_NOOP("PropertyText", "Message Expiry Interval"),
    "content_type": QT_TRANSLATE_NOOP("PropertyText", "Content Type"),
    "response_topic": QT_TRANSLATE_NOOP("PropertyText", "Response Topic"),
    "correlation_data": QT_TRANSLATE_NOOP("PropertyText", "Correlation Data"),
    "subscription_identifiers": QT_TRANSLATE_NOOP("PropertyText", "Subscription Identifier"),
    "session_expiry_interval": QT_TRANSLATE_NOOP("PropertyText", "Session Expiry Interval"),
    "assigned_client_identifier": QT_TRANSLATE_NOOP("PropertyText", "Assigned Client Identifier"),
    "server_keep_alive": QT_TRANSLATE_NOOP("PropertyText", "Server Keep Alive"),
    "authentication_method": QT_TRANSLATE_NOOP("PropertyText", "Authentication Method"),
    "authentication_data": QT_TRANSLATE_NOOP("PropertyText", "Authentication Data"),
    "request_problem_information": QT_TRANSLATE_NOOP("PropertyText", "Request Problem Information"),
    "will_delay_interval": QT_TRANSLATE_NOOP("PropertyText", "Will Delay Interval"),
    "request_response_information": QT_TRANSLATE_NOOP("PropertyText", "Request Response Information"),
    "response_information": QT_TRANSLATE_NOOP("PropertyText", "Response Information"),
    "server_reference": QT_TRANSLATE_NOOP("PropertyText", "Server Reference"),
    "reason_string": QT_TRANSLATE_NOOP("PropertyText", "Reason String"),
    "receive_maximum": QT_TRANSLATE_NOOP("PropertyText", "Receive Maximum"),
    "topic_alias_maximum": QT_TRANSLATE_NOOP("PropertyText", "Topic Alias Maximum"),
    "topic_alias": QT_TRANSLATE_NOOP("PropertyText", "Topic Alias"),
    "maximum_qos": QT_TRANSLATE_NOOP("PropertyText", "Maximum QoS"),
    "retain_available": QT_TRANSLATE_NOOP("PropertyText", "Retain Available"),
    "user_properties": QT_TRANSLATE_NOOP("PropertyText", "User Property"),
    "maximum_packet_size": QT_TRANSLATE_NOOP("PropertyText", "Maximum Packet Size"),
    "wildcard_subscription_available": QT_TRANSLATE_NOOP("PropertyText", "Wildcard Subscription Available"),
    "subscription_identifier_available": QT_TRANSLATE_NOOP("PropertyText", "Subscription Identifier Available"),
    "shared_subscription_available": QT_TRANSLATE_NOOP("PropertyText", "Shared Subscription Available"),
}
_SECONDS: Final = {"message_expiry_interval", "session_expiry_interval", "will_delay_interval", "server_keep_alive"}
_SECRET: Final = {"authentication_data"}
_SECONDS_TEXT: Final = QT_TRANSLATE_NOOP("PropertyText", "{number} s")
_INDICATOR: Final = {
    0: QT_TRANSLATE_NOOP("PropertyText", "0 (unspecified bytes)"),
    1: QT_TRANSLATE_NOOP("PropertyText", "1 (UTF-8 text)"),
}


def property_name(name: str) -> str:
    """Say a property's name as the standard has it."""
    return QCoreApplication.translate("PropertyText", PROPERTY_NAMES[name])


def property_rows(properties: Properties) -> list[tuple[str, str]]:
    """Return name and value of every property that is there, user properties aside, in the standard's order."""
    rows = []
    for spec in SPECS:
        value = getattr(properties, spec.name)
        if spec.name != "user_properties" and value is not None and value != ():
            rows.append((property_name(spec.name), _value_text(spec.name, value)))
    return rows


def _value_text(name: str, value: Any) -> str:
    if name in _SECRET:
        return "•••"
    if name == "payload_format_indicator":
        return QCoreApplication.translate("PropertyText", _INDICATOR.get(value, str(value)))
    if name in _SECONDS:
        text = QCoreApplication.translate("PropertyText", _SECONDS_TEXT)
        return text.format(number=QLocale().toString(value))
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bytes):
        return bytes_text(value)
    return visible_line(str(value))


def bytes_text(data: bytes) -> str:
    """Say binary data as hex, and as text beside it where it is text."""
    digits = data.hex(" ")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return digits
    return f"{digits}  “{visible_line(text)}”" if text.isprintable() and text else digits
