"""Turns what is wrong with something that was typed into a sentence to show beside its field."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from tracemq.mqtt.topics import FilterProblem, TopicProblem
from tracemq.profiles.url import UrlProblem
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.numbers import NumberProblem
from tracemq.viewmodels.own_variables import OwnVariableProblem
from tracemq.viewmodels.payload_input import PayloadProblem
from tracemq.viewmodels.publish_form import PublishProblem
from tracemq.viewmodels.repeat_form import RepeatProblem
from tracemq.viewmodels.subscription_form import GroupProblem
from tracemq.workspace.variables import VariableProblem

from .marked import QT_TRANSLATE_NOOP
from .profile_text import PROFILE_TEXTS

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
    GroupProblem.SLASH: QT_TRANSLATE_NOOP("ProblemText", "The group's name of a shared subscription has no slash."),
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
    NumberProblem.NOT_A_NUMBER: QT_TRANSLATE_NOOP("ProblemText", "Enter a number from {low} to {high}."),
    NumberProblem.NOT_WHOLE: QT_TRANSLATE_NOOP("ProblemText", "Enter a whole number from {low} to {high}."),
    NumberProblem.OUT_OF_RANGE: QT_TRANSLATE_NOOP("ProblemText", "Enter a number from {low} to {high}."),
    PayloadProblem.SURROGATE: QT_TRANSLATE_NOOP(
        "ProblemText", "The payload contains half a character, which UTF-8 cannot say; type it again."
    ),
    PayloadProblem.JSON_INVALID: QT_TRANSLATE_NOOP(
        "ProblemText", "Not valid JSON at line {line}, column {column}; it can be sent all the same."
    ),
    PayloadProblem.JSON_TOO_DEEP: QT_TRANSLATE_NOOP(
        "ProblemText", "This JSON is nested too deeply to be checked; it can be sent all the same."
    ),
    PayloadProblem.HEX_NOT_A_DIGIT: QT_TRANSLATE_NOOP(
        "ProblemText", "“{sign}” at position {position} is not a hex digit; use 0 to 9 and A to F."
    ),
    PayloadProblem.HEX_ODD: QT_TRANSLATE_NOOP("ProblemText", "A hex digit is missing: each byte needs two."),
    PayloadProblem.BASE64_INVALID: QT_TRANSLATE_NOOP("ProblemText", "This is not valid Base64."),
    PayloadProblem.FILE_NOT_CHOSEN: QT_TRANSLATE_NOOP("ProblemText", "Choose the file to send."),
    PayloadProblem.FILE_UNREADABLE: QT_TRANSLATE_NOOP("ProblemText", "This file cannot be read; choose another one."),
    PayloadProblem.TOO_LARGE: QT_TRANSLATE_NOOP(
        "ProblemText", "The payload is too large: MQTT packets have 268,435,455 bytes at most."
    ),
    PublishProblem.TOPIC_WITH_SPACES: QT_TRANSLATE_NOOP(
        "ProblemText", "The topic contains spaces, which is allowed but seldom meant."
    ),
    PublishProblem.TOPIC_RESERVED: QT_TRANSLATE_NOOP(
        "ProblemText", "Topics that begin with $ belong to the broker; most refuse them."
    ),
    PublishProblem.TOPIC_EDGE_SLASH: QT_TRANSLATE_NOOP(
        "ProblemText", "The topic begins or ends with a slash, which makes an empty level."
    ),
    PublishProblem.TOPIC_EMPTY_LEVEL: QT_TRANSLATE_NOOP("ProblemText", "The topic has an empty level: //."),
    PublishProblem.TEXT_TOO_LONG: QT_TRANSLATE_NOOP("ProblemText", "This is too long: 65,535 bytes at most."),
    PublishProblem.TEXT_UNFIT: QT_TRANSLATE_NOOP(
        "ProblemText", "This contains a NUL or half a character, which MQTT does not allow."
    ),
    PublishProblem.RESPONSE_TOPIC_WILDCARD: QT_TRANSLATE_NOOP(
        "ProblemText", "A response topic must not contain + or #."
    ),
    PublishProblem.RETAINED_NOTHING: QT_TRANSLATE_NOOP(
        "ProblemText", "An empty retained message deletes what the broker retains for this topic."
    ),
    PublishProblem.FILE_BARRED: QT_TRANSLATE_NOOP(
        "ProblemText", "This message comes from elsewhere: its file is not read before you allow it."
    ),
    PayloadProblem.XML_INVALID: QT_TRANSLATE_NOOP(
        "ProblemText", "Not valid XML at line {line}, column {column}; it can be sent all the same."
    ),
    VariableProblem.UNCLOSED: QT_TRANSLATE_NOOP(
        "ProblemText",
        "The variable at line {line}, column {column} is not closed with {close}; a plain {open} is written {plain}.",
    ),
    VariableProblem.MALFORMED: QT_TRANSLATE_NOOP(
        "ProblemText",
        "The variable at line {line}, column {column} is a name and words after it, as in {example};"
        " a plain {open} is written {plain}.",
    ),
    VariableProblem.UNKNOWN: QT_TRANSLATE_NOOP(
        "ProblemText", "No variable “{name}” (line {line}, column {column}); a plain {open} is written {plain}."
    ),
    VariableProblem.ARGUMENTS: QT_TRANSLATE_NOOP(
        "ProblemText", "“{name}” at line {line}, column {column} is written like this: {usage}"
    ),
    VariableProblem.BOUNDS: QT_TRANSLATE_NOOP(
        "ProblemText",
        "“{name}” at line {line}, column {column}: the lower bound comes first, and steps and seconds are above zero:"
        " {usage}",
    ),
    VariableProblem.ENVIRONMENT_UNSET: QT_TRANSLATE_NOOP(
        "ProblemText", "The environment has no such variable: “{name}” at line {line}, column {column}."
    ),
    VariableProblem.TOO_MANY: QT_TRANSLATE_NOOP("ProblemText", "A payload may have 5,000 variables at most."),
    VariableProblem.ENVIRONMENT_BARRED: QT_TRANSLATE_NOOP(
        "ProblemText", "This message comes from elsewhere: “{name}” is not read before you allow it."
    ),
    RepeatProblem.AT_ONCE_FOR_EVER: QT_TRANSLATE_NOOP("ProblemText", "Without a pause it needs an end: say how many."),
    OwnVariableProblem.NAME_UNFIT: QT_TRANSLATE_NOOP(
        "ProblemText", "A name begins with a letter; letters, digits, _ and - may follow."
    ),
    OwnVariableProblem.NAME_TAKEN: QT_TRANSLATE_NOOP("ProblemText", "“{name}” is one of the program’s own variables."),
    OwnVariableProblem.NAME_DOUBLED: QT_TRANSLATE_NOOP("ProblemText", "There are two variables “{name}”."),
    OwnVariableProblem.VALUE_TOO_LONG: QT_TRANSLATE_NOOP(
        "ProblemText", "The value is too long: {limit} characters at most."
    ),
    OwnVariableProblem.VALUE_UNFIT: QT_TRANSLATE_NOOP(
        "ProblemText", "The value contains half a character; type it again."
    ),
    UrlProblem.PATH_EMPTY: QT_TRANSLATE_NOOP("ProblemText", "Name the socket's file, as in unix:/run/mosquitto.sock."),
}


def problem_text(problem: Enum) -> str:
    """Say a problem in the user's language."""
    return QCoreApplication.translate("ProblemText", _TEXTS.get(problem) or PROFILE_TEXTS[problem])


def complaint_text(complaint: Complaint) -> str:
    """Say what a form has against a field, with its facts filled in."""
    facts = {name: fact if isinstance(fact, str) else _number(fact) for name, fact in complaint.facts.items()}
    return problem_text(complaint.problem).format(**facts)


def _number(number: float) -> str:
    return QLocale().toString(int(number)) if number == int(number) else QLocale().toString(number)
