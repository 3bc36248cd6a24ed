"""Turns `field operator value` of a query into a term: one reader per field, which knows what may be compared how."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from tracemq.mqtt.topics import filter_problem

from .json_path import PathError, read_path
from .query_reader import OPERATOR, QueryProblem, QueryReader, ignores_case
from .query_terms import (
    And,
    Field,
    Flag,
    FlagIs,
    JsonIs,
    Not,
    Operator,
    PropertyIs,
    QosIs,
    RegexIn,
    SizeIs,
    Term,
    TextIn,
    TopicMatches,
    Value,
)

PROPERTY_NAME: Final = re.compile(r"[^\s=!<>~:()\"']+")
NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
SIZE: Final = re.compile(r"(\d{1,18})\s*(b|kb|kib|mb|mib)?", re.IGNORECASE)
UNITS: Final = {"": 1, "b": 1, "kb": 1000, "kib": 1024, "mb": 1_000_000, "mib": 1 << 20}
WORDS: Final = {"true": True, "false": False, "null": None}
TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}
COMPARISONS: Final = (
    Operator.EQUAL,
    Operator.UNEQUAL,
    Operator.LESS,
    Operator.AT_MOST,
    Operator.GREATER,
    Operator.AT_LEAST,
)


def read_field(reader: QueryReader, name: str) -> Term | None:
    """The term about a field whose name has just been read; None if no operator follows."""
    operator = reader.take_operator()
    return None if operator is None else READERS[name](reader, operator)


def read_property(reader: QueryReader) -> Term:
    """What follows `prop.`"""
    if reader.at_quote:
        name = reader.quoted()
    else:
        start = reader.at
        found = reader.take(PROPERTY_NAME)
        if found is None:
            reader.fail(QueryProblem.VALUE_MISSING, start)
        name = found[0]
    operator = reader.take_operator()
    if operator is None:
        return PropertyIs(name, Operator.EXISTS)
    if operator is Operator.MATCHES:
        return PropertyIs(name, operator, *reader.regex())
    return PropertyIs(name, operator, reader.value())


def begins_path(reader: QueryReader) -> bool:
    """Whether the next `$` begins a path: `$.temp` and `$ > 5` do, `$SYS/#` does not."""
    after = reader.text[reader.at + 1 : reader.at + 2]
    return after in (".", "[") or OPERATOR.match(reader.text, reader.at + 1) is not None


def read_json(reader: QueryReader) -> Term:
    """A JSON path with or without a comparison."""
    try:
        path, reader.at = read_path(reader.text, reader.at)
    except PathError as error:
        reader.fail(QueryProblem.JSON_PATH, error.at, reader.end_of_word(error.at))
    operator = reader.take_operator()
    if operator is None:
        if not reader.ended and reader.next != ")" and not reader.next.isspace():
            reader.fail(QueryProblem.JSON_PATH, reader.at, reader.end_of_word(reader.at))
        return JsonIs(path, Operator.EXISTS)
    if operator is Operator.MATCHES:
        return JsonIs(path, operator, *reader.regex())
    is_text = reader.at_quote or operator is Operator.CONTAINS
    text = reader.value()
    return JsonIs(path, operator, text if is_text else json_value(text))


def json_value(text: str) -> Value:
    """What an unquoted value means: a number, true, false, null, or else text."""
    if text in WORDS:
        return WORDS[text]
    if NUMBER.fullmatch(text):
        return float(text) if set(text) & set(".eE") or len(text) > 300 else int(text)  # int() refuses 4,301 digits
    return text


def _topic(reader: QueryReader, operator: Operator) -> Term:
    if operator is Operator.MATCHES:
        return RegexIn(Field.TOPIC, *reader.regex())
    reader.allow(operator, Operator.CONTAINS, Operator.EQUAL)
    start = reader.at
    text = reader.value()
    if filter_problem(text) is not None:
        reader.fail(QueryProblem.TOPIC_FILTER, start)
    return TopicMatches(text)


def _payload(reader: QueryReader, operator: Operator) -> Term:
    if operator is Operator.MATCHES:
        return RegexIn(Field.PAYLOAD, *reader.regex())
    reader.allow(operator, Operator.CONTAINS, Operator.EQUAL, Operator.UNEQUAL)
    text = reader.value()
    if operator is Operator.CONTAINS:
        return TextIn(Field.PAYLOAD, text, ignores_case(text))
    size = len(text.encode(errors="replace"))
    same = And((SizeIs(Operator.EQUAL, size), TextIn(Field.PAYLOAD, text, ignore_case=False)))
    return same if operator is Operator.EQUAL else Not(same)


def _qos(reader: QueryReader, operator: Operator) -> Term:
    reader.allow(operator, Operator.CONTAINS, *COMPARISONS)
    start = reader.at
    text = reader.value()
    if text not in ("0", "1", "2"):
        reader.fail(QueryProblem.QOS, start)
    return QosIs(_equal_for_colon(operator), int(text))


def _size(reader: QueryReader, operator: Operator) -> Term:
    reader.allow(operator, Operator.CONTAINS, *COMPARISONS)
    start = reader.at
    found = SIZE.fullmatch(reader.value())
    if found is None:
        reader.fail(QueryProblem.NUMBER, start)
    return SizeIs(_equal_for_colon(operator), int(found[1]) * UNITS[(found[2] or "").lower()])


def _flag(flag: Flag, reader: QueryReader, operator: Operator) -> Term:
    reader.allow(operator, Operator.CONTAINS, Operator.EQUAL, Operator.UNEQUAL)
    start = reader.at
    truth = TRUTHS.get(reader.value().lower())
    if truth is None:
        reader.fail(QueryProblem.FLAG, start)
    return FlagIs(flag, truth is not (operator is Operator.UNEQUAL))


def _equal_for_colon(operator: Operator) -> Operator:
    return Operator.EQUAL if operator is Operator.CONTAINS else operator


READERS: Final[dict[str, Callable[[QueryReader, Operator], Term]]] = {
    "topic": _topic,
    "payload": _payload,
    "qos": _qos,
    "size": _size,
    "retain": partial(_flag, Flag.RETAIN),
    "dup": partial(_flag, Flag.DUP),
}
