"""Turns a comparison with a property or a JSON value into a test of one message."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator
from typing import Any, Final

from tracemq.mqtt.codec import decode_publish_properties
from tracemq.mqtt.errors import MqttError
from tracemq.mqtt.properties import Properties

from .byte_search import Needle
from .json_path import Member, values_at
from .query_reader import ignores_case
from .query_terms import JsonIs, Operator, PropertyIs
from .regex_guard import compile_regex
from .regex_search import SlowSearches

ORDER: Final[dict[Operator, Callable[[Any, Any], bool]]] = {
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.GREATER: operator.gt,
    Operator.AT_LEAST: operator.ge,
}
STANDARD: Final = (
    "payload_format_indicator",
    "message_expiry_interval",
    "content_type",
    "response_topic",
    "correlation_data",
    "subscription_identifiers",
)
NUMBERS: Final = (int, float)  # true and false are no numbers
read_json: Final = json.JSONDecoder().raw_decode  # half the time of json.loads


def json_test(term: JsonIs, searches: SlowSearches) -> Callable[[str], bool]:
    """A test of a payload as text; what is not JSON never passes."""
    path, test = term.path, _value_test(term, searches)
    names = [step.name for step in path.steps if isinstance(step, Member)]
    plain = len(names) == len(path.steps)  # members alone lead to one value at most: 0.5 us less

    def passes(text: str) -> bool:
        text = text.strip()
        try:
            document, end = read_json(text)
        except (ValueError, RecursionError):
            return False
        if end != len(text):
            return False
        if not plain:
            return any(map(test, values_at(document, path)))
        for name in names:
            if type(document) is not dict or name not in document:
                return False
            document = document[name]
        return test(document)

    return passes


def _value_test(term: JsonIs, searches: SlowSearches) -> Callable[[Any], bool]:
    """Numbers are compared with numbers and text with text; nothing else has an order."""
    how, wanted = term.operator, term.value
    if how is Operator.EXISTS:
        return lambda value: True
    if how in (Operator.CONTAINS, Operator.MATCHES):
        found = _text_test(how, str(wanted), term.ignore_case, searches)
        return lambda value: found(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    kinds = NUMBERS if type(wanted) in NUMBERS else (type(wanted),)
    if how is Operator.EQUAL:
        return lambda value: type(value) in kinds and bool(value == wanted)
    if how is Operator.UNEQUAL:
        return lambda value: type(value) not in kinds or bool(value != wanted)
    order = ORDER[how]
    if kinds not in (NUMBERS, (str,)):
        return lambda value: False
    return lambda value: type(value) in kinds and order(value, wanted)


def _text_test(how: Operator, text: str, ignore_case: bool, searches: SlowSearches) -> Callable[[str], bool]:
    if how is Operator.CONTAINS:
        return Needle(text, ignores_case(text)).in_text
    return searches.finder(compile_regex(text, ignore_case))


def property_test(term: PropertyIs, searches: SlowSearches) -> Callable[[bytes], bool]:
    """A test of the properties as they are on the wire."""
    test = _property_value_test(term, searches)

    def passes(raw: bytes) -> bool:
        try:
            properties = decode_publish_properties(raw)
        except MqttError:  # checked when it arrived; a message from a file may be wrong
            return False
        return any(map(test, _values(properties, term.name)))

    return passes


def _values(properties: Properties, name: str) -> Iterator[str]:
    if name in STANDARD:
        value = getattr(properties, name)
        for one in value if isinstance(value, tuple) else (value,):
            if one is not None:
                yield one.decode(errors="replace") if isinstance(one, bytes) else str(one)
    for key, text in properties.user_properties:
        if key == name:
            yield text


def _property_value_test(term: PropertyIs, searches: SlowSearches) -> Callable[[str], bool]:
    how, wanted = term.operator, term.value
    if how is Operator.EXISTS:
        return lambda value: True
    if how in (Operator.CONTAINS, Operator.MATCHES):
        return _text_test(how, wanted, term.ignore_case, searches)
    if how is Operator.EQUAL:
        return lambda value: value == wanted
    if how is Operator.UNEQUAL:
        return lambda value: value != wanted
    order, number = ORDER[how], _number(wanted)

    def in_order(value: str) -> bool:
        other = _number(value)
        if number is None or other is None:
            return number is other and order(value, wanted)  # neither is a number: by text
        return order(other, number)

    return in_order


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
