"""Turns what is wrong with something that was typed into a sentence to show beside its field."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication

from tracemq.mqtt.topics import FilterProblem, TopicProblem
from tracemq.profiles.url import UrlProblem

from .marked import QT_TRANSLATE_NOOP

_TEXTS: Final[dict[Enum, str]] = {
    TopicProblem.EMPTY: QT_TRANSLATE_NOOP("ProblemText", "Enter a topic, such as house/kitchen/light."),
    TopicProblem.NUL: QT_TRANSLATE_NOOP("ProblemText", "A topic must not contain a NUL character."),
    TopicProblem.SURROGATE: QT_TRANSLATE_NOOP("ProblemText", "The topic contains half a character; type it again."),
    TopicProblem.TOO_LONG: QT_TRANSLATE_NOOP("ProblemText", "The topic is too long: 65,535 bytes at most."),
    TopicProblem.WILDCARD: QT_TRANSLATE_NOOP(
        "ProblemText", "A topic to publish to must not contain + or #; those are for subscriptions."
    ),
    FilterProblem.EMPTY: QT_TRANSLATE_NOOP("ProblemText", "Enter a topic filter, such as house/# or house/+/light."),
    FilterProblem.NUL: QT_TRANSLATE_NOOP("ProblemText", "A topic filter must not contain a NUL character."),
    FilterProblem.SURROGATE: QT_TRANSLATE_NOOP("ProblemText", "The filter contains half a character; type it again."),
    FilterProblem.TOO_LONG: QT_TRANSLATE_NOOP("ProblemText", "The filter is too long: 65,535 bytes at most."),
    FilterProblem.HASH_NOT_LAST: QT_TRANSLATE_NOOP("ProblemText", "# must be the last level, as in house/#."),
    FilterProblem.HASH_NOT_ALONE: QT_TRANSLATE_NOOP(
        "ProblemText", "# must stand alone between slashes, as in house/#, not house#."
    ),
    FilterProblem.PLUS_NOT_ALONE: QT_TRANSLATE_NOOP(
        "ProblemText", "+ must stand alone between slashes, as in house/+/light, not house/kit+/light."
    ),
    FilterProblem.SHARE_NAME_EMPTY: QT_TRANSLATE_NOOP(
        "ProblemText", "A shared subscription needs the group's name, as in $share/group/house/#."
    ),
    FilterProblem.SHARE_NAME_WILDCARD: QT_TRANSLATE_NOOP(
        "ProblemText", "The group's name of a shared subscription must not contain + or #."
    ),
    FilterProblem.SHARE_FILTER_EMPTY: QT_TRANSLATE_NOOP(
        "ProblemText", "A shared subscription needs a filter after the group's name, as in $share/group/house/#."
    ),
    UrlProblem.EMPTY: QT_TRANSLATE_NOOP(
        "ProblemText", "Enter the broker's address, such as mqtt://broker.example:1883."
    ),
    UrlProblem.TOO_LONG: QT_TRANSLATE_NOOP("ProblemText", "This address is too long."),
    UrlProblem.UNFIT_CHARACTER: QT_TRANSLATE_NOOP(
        "ProblemText", "An address must not contain spaces or control characters."
    ),
    UrlProblem.SCHEME_UNKNOWN: QT_TRANSLATE_NOOP(
        "ProblemText", "An address begins with mqtt://, mqtts://, ws://, wss:// or unix:"
    ),
    UrlProblem.HOST_EMPTY: QT_TRANSLATE_NOOP("ProblemText", "The address needs a host, as in mqtt://broker.example."),
    UrlProblem.HOST_INVALID: QT_TRANSLATE_NOOP("ProblemText", "This is not a valid host name or IP address."),
    UrlProblem.BRACKET_OPEN: QT_TRANSLATE_NOOP("ProblemText", "Close the IPv6 address with ], as in [::1]."),
    UrlProblem.PORT_NOT_A_NUMBER: QT_TRANSLATE_NOOP("ProblemText", "The port must be a number from 1 to 65535."),
    UrlProblem.PORT_OUT_OF_RANGE: QT_TRANSLATE_NOOP("ProblemText", "The port must be a number from 1 to 65535."),
    UrlProblem.PATH_UNUSED: QT_TRANSLATE_NOOP(
        "ProblemText", "Only ws:// and wss:// addresses have a path after the port."
    ),
    UrlProblem.PATH_EMPTY: QT_TRANSLATE_NOOP("ProblemText", "Name the socket's file, as in unix:/run/mosquitto.sock."),
}


def problem_text(problem: Enum) -> str:
    """Say a problem in the user's language."""
    return QCoreApplication.translate("ProblemText", _TEXTS[problem])
