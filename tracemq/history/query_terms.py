"""The vocabulary of a filter: terms that say something about one message, and how they combine.

A query is a `Term`, or None for "everything".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .json_path import JsonPath


class Field(Enum):
    """Where a text is looked for."""

    TOPIC = "topic"
    PAYLOAD = "payload"
    ANYWHERE = "topic or payload"


class Operator(Enum):
    """How a value is compared; `CONTAINS` and `MATCHES` look at text."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    CONTAINS = ":"
    MATCHES = "~"
    EXISTS = ""


class Flag(Enum):
    """The flag's bit in a PUBLISH packet's first byte (section 3.3.1)."""

    RETAIN = 1
    DUP = 8


Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Term


@dataclass(frozen=True, slots=True)
class TopicMatches:
    """A topic filter with MQTT's wildcards, or a whole topic."""

    filter: str


@dataclass(frozen=True, slots=True)
class TextIn:
    """A text anywhere in a field."""

    field: Field
    text: str
    ignore_case: bool


@dataclass(frozen=True, slots=True)
class RegexIn:
    """A regular expression that matches somewhere in a field."""

    field: Field
    pattern: str
    ignore_case: bool


@dataclass(frozen=True, slots=True)
class QosIs:
    operator: Operator
    level: int


@dataclass(frozen=True, slots=True)
class FlagIs:
    flag: Flag
    is_set: bool = True


@dataclass(frozen=True, slots=True)
class SizeIs:
    """The payload's length in bytes."""

    operator: Operator
    size: int


@dataclass(frozen=True, slots=True)
class PropertyIs:
    """A property of MQTT 5.0 by its name in the standard, or a user property by its key; any of several will do."""

    name: str
    operator: Operator
    value: str = ""
    ignore_case: bool = False  # of a regular expression


@dataclass(frozen=True, slots=True)
class JsonIs:
    """A value in a JSON payload; any of those that the path leads to will do."""

    path: JsonPath
    operator: Operator
    value: Value = None
    ignore_case: bool = False  # of a regular expression


Term = And | Or | Not | TopicMatches | TextIn | RegexIn | QosIs | FlagIs | SizeIs | PropertyIs | JsonIs
