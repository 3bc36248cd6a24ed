"""Turns a subscription into sentences: how the server answered, and which options it has."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from tracemq.mqtt.topics import split_shared
from tracemq.mqtt.types import PacketType
from tracemq.payloads.text import quoted, visible_line
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.workspace.subscription_list import SubscriptionEntry, SubscriptionState

from .fields import Tone
from .reason_text import reason_text
from .short_name import short_name

MOST_PAIRS: Final = 2  # user properties that are named where there is little room
MOST_CHARS: Final = 30


def state_text(entry: SubscriptionEntry, *, connected: bool) -> tuple[str, Tone]:
    """Say an entry's state, with the server's reason in words, and how that is meant."""
    text, tone = _state(entry, connected=connected)
    if entry.reason_string:
        said = quoted(entry.reason_string)
        text += " " + QCoreApplication.translate("SubscriptionText", "The broker says: “{words}”").format(words=said)
    return text, tone


def _state(entry: SubscriptionEntry, *, connected: bool) -> tuple[str, Tone]:
    translate = QCoreApplication.translate
    match entry.state:
        case SubscriptionState.ACTIVE if entry.not_ended is not None:
            why = reason_text(entry.not_ended, PacketType.UNSUBACK).meaning
            return translate("SubscriptionText", "The broker does not end it: {reason}").format(reason=why), Tone.BAD
        case SubscriptionState.OFF:
            return translate("SubscriptionText", "Switched off: not subscribed to."), Tone.PLAIN
        case SubscriptionState.WAITING if not connected:
            return translate("SubscriptionText", "Subscribed to as soon as the connection is there."), Tone.PLAIN
        case SubscriptionState.WAITING:
            return translate("SubscriptionText", "Waiting for the broker's answer…"), Tone.BUSY
        case SubscriptionState.ACTIVE if entry.granted is not None:
            text = reason_text(entry.granted, PacketType.SUBACK).meaning
            return text, Tone.WARNING if entry.granted < entry.settings.qos else Tone.PLAIN
        case SubscriptionState.REFUSED if entry.granted is not None:
            return " ".join((*reason_text(entry.granted, PacketType.SUBACK), f"(0x{entry.granted:02X})")), Tone.BAD
        case SubscriptionState.REFUSED:
            return translate("SubscriptionText", "The subscription failed."), Tone.BAD
        case _:
            return translate("SubscriptionText", "Subscribed."), Tone.PLAIN


def options_text(settings: SubscriptionSettings) -> list[str]:
    """Say the options that are not as a plain subscription has them, one each."""
    translate = QCoreApplication.translate
    said = []
    group, inner = split_shared(settings.filter)
    if group is not None:
        said.append(
            translate("SubscriptionText", "Shared by the group {group}: {filter}").format(
                group=visible_line(group), filter=visible_line(inner)
            )
        )
    if settings.no_local:
        said.append(translate("SubscriptionText", "No Local: not what this client publishes"))
    if settings.retain_as_published:
        said.append(translate("SubscriptionText", "Retain As Published: the flag stays as it was sent"))
    if settings.retain_handling == 1:
        said.append(translate("SubscriptionText", "Retain Handling 1: retained messages if the subscription is new"))
    elif settings.retain_handling == 2:
        said.append(translate("SubscriptionText", "Retain Handling 2: no retained messages"))
    if settings.identifier is not None:
        said.append(translate("SubscriptionText", "Identifier {number}").format(number=settings.identifier))
    said += [f"{visible_line(name)} = {visible_line(value)}" for name, value in settings.user_properties]
    return said


def options_line(settings: SubscriptionSettings) -> str:
    """The same in few words, all in one line; "" for a plain subscription."""
    translate = QCoreApplication.translate
    group, _ = split_shared(settings.filter)
    said = []
    if group is not None:
        said.append(translate("SubscriptionText", "shared by {group}").format(group=short_name(group, MOST_CHARS)))
    if settings.no_local:
        said.append(translate("SubscriptionText", "No Local"))
    if settings.retain_as_published:
        said.append(translate("SubscriptionText", "Retain As Published"))
    if settings.retain_handling:
        said.append(translate("SubscriptionText", "Retain Handling {number}").format(number=settings.retain_handling))
    if settings.identifier is not None:
        said.append(translate("SubscriptionText", "Identifier {number}").format(number=settings.identifier))
    pairs = settings.user_properties
    said += [f"{short_name(name, MOST_CHARS)} = {short_name(value, MOST_CHARS)}" for name, value in pairs[:MOST_PAIRS]]
    if len(pairs) > MOST_PAIRS:
        said.append(f"… +{QLocale().toString(len(pairs) - MOST_PAIRS)}")
    return " · ".join(said)


def tip_text(entry: SubscriptionEntry, *, connected: bool) -> str:
    """Say everything about an entry, a line each."""
    asked = QCoreApplication.translate("SubscriptionText", "QoS {qos}").format(qos=int(entry.settings.qos))
    state, _ = state_text(entry, connected=connected)
    return "\n".join([visible_line(entry.filter), asked, *options_text(entry.settings), state])
