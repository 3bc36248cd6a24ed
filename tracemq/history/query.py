"""Turns the text of the filter line into terms.

    site/+/temp            topics that match an MQTT filter (it has a wildcard); topic:site/a for one without
    error "two words"      text in topic or payload; payload:text, payload="all of it", topic~regex, payload~regex
    qos:1  qos>0  retain  dup  size>1000  size<2KiB
    prop.key=value  prop.content_type:json  prop.key
    $.temp > 20  $.list[0].name = "x"  $..id  $ > 5
    and, or, not, ( ); terms side by side mean "and"

Text ignores case unless it has a capital. A field name that is none is plain text, so that `12:30` and `http://x` can
be searched for as they are.
"""

from __future__ import annotations

import re
from typing import Final

from tracemq.mqtt.topics import filter_problem, has_wildcard

from .json_path import JsonPath
from .query_fields import begins_path, read_field, read_json, read_property
from .query_reader import QueryError, QueryProblem, QueryReader, ignores_case
from .query_terms import And, Field, Flag, FlagIs, Not, Or, Term, TextIn, TopicMatches, Value

__all__ = ["QueryError", "QueryProblem", "json_query", "parse", "payload_query", "quoted", "topic_query"]

MAX_LENGTH: Final = 10_000
MAX_DEPTH: Final = 50
FIELD: Final = re.compile(r"(payload|topic|qos|size|retain|dup)(?=[\s=!<>~:()]|$)|prop\.", re.IGNORECASE)
FLAGS: Final = {"retain": Flag.RETAIN, "dup": Flag.DUP}


def parse(text: str) -> Term | None:
    """The query's term, or None if it is empty; raises QueryError."""
    if len(text) > MAX_LENGTH:
        raise QueryError(QueryProblem.TOO_LONG, MAX_LENGTH, len(text))
    if not text.strip():
        return None
    reader = QueryReader(text)
    term = _alternatives(reader, 0)
    if not reader.ended:  # only a closing parenthesis stops the reading
        reader.fail(QueryProblem.PARENTHESIS_CLOSED, reader.at, reader.at + 1)
    return term


def quoted(text: str) -> str:
    """A text as a query has to write it to mean just this text."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def topic_query(topic: str) -> str:
    """A query for one topic, or for what a topic filter matches."""
    return f"topic:{quoted(topic)}"


def payload_query(payload: str) -> str:
    """A query for just this payload."""
    return f"payload={quoted(payload)}"


def json_query(path: JsonPath, value: Value) -> str:
    """A query for just this value at a place in a JSON payload."""
    if isinstance(value, str):
        return f"{path} = {quoted(value)}"
    if value is None or isinstance(value, bool):
        return f"{path} = {'null' if value is None else str(value).lower()}"
    return f"{path} = {value!r}"


def _alternatives(reader: QueryReader, depth: int) -> Term:
    parts = [_together(reader, depth)]
    while reader.take_keyword("or"):
        parts.append(_together(reader, depth))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _together(reader: QueryReader, depth: int) -> Term:
    parts = [_maybe_not(reader, depth)]
    while reader.take_keyword("and") or not (reader.ended or reader.next == ")" or reader.keyword() in ("or", "OR")):
        parts.append(_maybe_not(reader, depth))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _maybe_not(reader: QueryReader, depth: int) -> Term:
    negated = False
    while reader.take_keyword("not"):
        negated = not negated
    term = _term(reader, depth)
    return Not(term) if negated else term


def _term(reader: QueryReader, depth: int) -> Term:
    reader.skip_space()
    start = reader.at
    if reader.ended or reader.next == ")" or reader.keyword():
        reader.fail(QueryProblem.TERM_MISSING, start)
    if reader.next == "(":
        return _group(reader, depth + 1)
    if reader.at_quote:
        text = reader.quoted()
        return TextIn(Field.ANYWHERE, text, ignores_case(text))
    if reader.next == "$" and begins_path(reader):
        return read_json(reader)
    return _named(reader) or _plain(reader)


def _group(reader: QueryReader, depth: int) -> Term:
    start = reader.at
    reader.at += 1
    if depth > MAX_DEPTH:
        reader.fail(QueryProblem.TOO_DEEP, start)
    term = _alternatives(reader, depth)
    if reader.ended:
        reader.fail(QueryProblem.PARENTHESIS_OPEN, start, start + 1)
    reader.at += 1
    return term


def _named(reader: QueryReader) -> Term | None:
    """A term that begins with the name of a field; None, and nothing read, if it turns out to be a plain word."""
    start = reader.at
    found = reader.take(FIELD)
    if found is None:
        return None
    name = found[0].lower()
    if name == "prop.":
        return read_property(reader)
    term = read_field(reader, name)
    if term is None and name in FLAGS and reader.end_of_word(reader.at) == reader.at:
        return FlagIs(FLAGS[name])
    if term is None:
        reader.at = start
    return term


def _plain(reader: QueryReader) -> Term:
    word = reader.word()
    if has_wildcard(word) and filter_problem(word) is None:
        return TopicMatches(word)
    return TextIn(Field.ANYWHERE, word, ignores_case(word))
