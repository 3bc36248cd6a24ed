"""Turns a query's terms into verdicts on rows: many at once where columns and bytes are enough, one by one where not.

`scan` looks at a whole chunk with numpy and leaves rows open that only their JSON, their properties or a regular
expression can decide; `test` then decides one row, and asks the quick parts first.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tracemq.mqtt.batch import TopicTable
from tracemq.mqtt.topics import matches

from .byte_search import Bytes, Mask, Needle
from .json_path import Below, JsonPath, Member
from .query_terms import (
    And,
    Field,
    FlagIs,
    JsonIs,
    Not,
    Operator,
    Or,
    PropertyIs,
    QosIs,
    RegexIn,
    SizeIs,
    Term,
    TextIn,
    TopicMatches,
)
from .regex_guard import compile_regex, required_text
from .regex_search import SlowSearches
from .segment import Segment
from .value_tests import json_test, property_test

MAX_LOOK_BYTES: Final = (
    1 << 20
)  # longer payloads are not read as JSON or by a regular expression: it would take too long
TOPICS_PER_LOOK: Final = 64  # between two looks at the clock
COMPARE: Final[dict[Operator, Callable[[Any, Any], Any]]] = {
    Operator.EQUAL: operator.eq,
    Operator.UNEQUAL: operator.ne,
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.GREATER: operator.gt,
    Operator.AT_LEAST: operator.ge,
}
UNKNOWN: Final = 0
NO: Final = 1
YES: Final = 2


class Chunk:
    """Some rows of a segment, while they are looked at."""

    def __init__(self, segment: Segment, low: int, high: int) -> None:
        self.segment = segment
        self.low = low
        self.columns = segment.columns(low, high)
        self.block: Bytes = np.frombuffer(segment.data, np.uint8)
        self.verdicts: dict[int, tuple[Mask, Mask]] = {}  # by the matcher's identity
        self.too_long: set[int] = set()  # indexes of rows whose payload was too long to be looked into

    def __len__(self) -> int:
        return len(self.columns.ends)

    @property
    def first(self) -> int:
        return self.columns.first

    def sizes(self) -> NDArray[np.uint32]:
        return self.columns.ends - self.columns.payload_starts

    def text(self, index: int) -> str | None:
        """A payload as text; None if it is too long."""
        payload = self.segment.payload(self.low + index, MAX_LOOK_BYTES + 1)
        if len(payload) > MAX_LOOK_BYTES:
            self.too_long.add(index)
            return None
        return payload.decode(errors="replace")

    def properties(self, index: int) -> bytes:
        return self.segment.properties_bytes(self.low + index)


class Matcher(Protocol):
    """What one term makes of rows."""

    cost: int

    def learn(self, topic_ids: NDArray[np.int32], until: float) -> bool:
        """Judge topics that were not seen before; false if time (as of perf_counter) ran out.

        May raise RegexTooSlow and StillSearching.
        """

    def forget(self, topic_ids: Sequence[int]) -> None:
        """These numbers may mean other topics from now on."""

    def scan(self, chunk: Chunk) -> tuple[Mask, Mask]:
        """The rows that match, and the rows that `test` must decide; every topic in the chunk has been learned."""

    def test(self, chunk: Chunk, index: int) -> bool:
        """Decide a row that `scan` left open; may raise RegexTooSlow and StillSearching."""


class _Leaf:
    """A term without topics and without open rows, unless it says otherwise."""

    cost = 1

    def learn(self, topic_ids: NDArray[np.int32], until: float) -> bool:
        return True

    def forget(self, topic_ids: Sequence[int]) -> None:
        pass

    def test(self, chunk: Chunk, index: int) -> bool:
        return False


class _ColumnTest(_Leaf):
    """What a column says."""

    cost = 0

    def __init__(self, test: Callable[[Chunk], Mask]) -> None:
        self._test = test

    def scan(self, chunk: Chunk) -> tuple[Mask, Mask]:
        return self._test(chunk), _nothing(chunk)


class _TopicTest:
    """What the topic's name says: judged once per topic."""

    cost = 0

    def __init__(self, topics: TopicTable, judge: Callable[[str], bool]) -> None:
        self._topics = topics
        self._judge = judge
        self._verdicts = np.zeros(0, np.uint8)  # by topic

    def learn(self, topic_ids: NDArray[np.int32], until: float) -> bool:
        if len(self._verdicts) < self._topics.size:
            grown = np.zeros(self._topics.size + self._topics.size // 8, np.uint8)
            grown[: len(self._verdicts)] = self._verdicts
            self._verdicts = grown
        known = self._verdicts[topic_ids]
        if known.all():
            return True
        name, judge, verdicts = self._topics.name, self._judge, self._verdicts
        unknown: list[int] = np.unique(topic_ids[known == UNKNOWN]).tolist()
        for begin in range(0, len(unknown), TOPICS_PER_LOOK):
            for number in unknown[begin : begin + TOPICS_PER_LOOK]:
                verdicts[number] = YES if judge(name(number)) else NO
            if perf_counter() > until:
                return begin + TOPICS_PER_LOOK >= len(unknown)
        return True

    def forget(self, topic_ids: Sequence[int]) -> None:
        known = [number for number in topic_ids if number < len(self._verdicts)]
        self._verdicts[known] = UNKNOWN

    def scan(self, chunk: Chunk) -> tuple[Mask, Mask]:
        return self._verdicts[chunk.columns.topic_ids] == YES, _nothing(chunk)

    def test(self, chunk: Chunk, index: int) -> bool:
        return False


class _PayloadText(_Leaf):
    cost = 1

    def __init__(self, needle: Needle) -> None:
        self._needle = needle

    def scan(self, chunk: Chunk) -> tuple[Mask, Mask]:
        return self._needle.rows(chunk.block, chunk.columns), _nothing(chunk)


class _PayloadTest(_Leaf):
    """What only the payload as a whole can say; those that have none of the texts it needs are out at once."""

    def __init__(self, cost: int, needs: tuple[Needle, ...], judge: Callable[[str], bool]) -> None:
        self.cost = cost
        self._needs = needs
        self._judge = judge

    def scan(self, chunk: Chunk) -> tuple[Mask, Mask]:
        unsure = np.full(len(chunk), not self._needs)
        for needle in self._needs:
            unsure |= needle.rows(chunk.block, chunk.columns)
        return _nothing(chunk), unsure

    def test(self, chunk: Chunk, index: int) -> bool:
        text = chunk.text(index)
        return text is not None and self._judge(text)


class _PropertyTest(_Leaf):
    cost = 2

    def __init__(self, judge: Callable[[bytes], bool]) -> None:
        self._judge = judge

    def scan(self, chunk: Chunk) -> tuple[Mask, Mask]:
        return _nothing(chunk), chunk.columns.properties_starts != chunk.columns.payload_starts

    def test(self, chunk: Chunk, index: int) -> bool:
        return self._judge(chunk.properties(index))


class _Combination:
    """Several matchers, the cheapest first."""

    def __init__(self, parts: Iterable[Matcher]) -> None:
        self._parts = sorted(parts, key=lambda part: part.cost)
        self.cost = self._parts[-1].cost

    def learn(self, topic_ids: NDArray[np.int32], until: float) -> bool:
        return all(part.learn(topic_ids, until) for part in self._parts)

    def forget(self, topic_ids: Sequence[int]) -> None:
        for part in self._parts:
            part.forget(topic_ids)


class _All(_Combination):
    def scan(self, chunk: Chunk) -> tuple[Mask, Mask]:
        yes, possible = np.ones(len(chunk), np.bool_), np.ones(len(chunk), np.bool_)
        for part in self._parts:
            part_yes, part_open = chunk.verdicts[id(part)] = part.scan(chunk)
            yes &= part_yes
            possible &= part_yes | part_open
            if not possible.any():
                break
        return yes, possible & ~yes

    def test(self, chunk: Chunk, index: int) -> bool:
        for part in self._parts:
            yes, unsure = chunk.verdicts[id(part)]
            if not yes[index] and not (unsure[index] and part.test(chunk, index)):
                return False
        return True


class _Any(_Combination):
    def scan(self, chunk: Chunk) -> tuple[Mask, Mask]:
        yes, unsure = _nothing(chunk), _nothing(chunk)
        for part in self._parts:
            part_yes, part_open = chunk.verdicts[id(part)] = part.scan(chunk)
            yes |= part_yes
            unsure |= part_open
        return yes, unsure & ~yes

    def test(self, chunk: Chunk, index: int) -> bool:
        return any(chunk.verdicts[id(part)][1][index] and part.test(chunk, index) for part in self._parts)


class _Not:
    def __init__(self, part: Matcher) -> None:
        self._part = part
        self.cost = part.cost
        self.learn = part.learn
        self.forget = part.forget

    def scan(self, chunk: Chunk) -> tuple[Mask, Mask]:
        yes, unsure = self._part.scan(chunk)
        return ~(yes | unsure), unsure

    def test(self, chunk: Chunk, index: int) -> bool:
        return not self._part.test(chunk, index)


def _nothing(chunk: Chunk) -> Mask:
    return np.zeros(len(chunk), np.bool_)


def make_matcher(term: Term, topics: TopicTable) -> Matcher:
    """What decides whether rows match a query."""
    return _matcher(term, topics, SlowSearches())


def _matcher(term: Term, topics: TopicTable, searches: SlowSearches) -> Matcher:
    match term:
        case And(parts):
            return _All(_matcher(part, topics, searches) for part in parts)
        case Or(parts):
            return _Any(_matcher(part, topics, searches) for part in parts)
        case Not(part):
            return _Not(_matcher(part, topics, searches))
        case TopicMatches(topic_filter):
            return _TopicTest(topics, lambda name: matches(topic_filter, name))
        case TextIn(field, text, ignore_case):
            return _text_matcher(field, Needle(text, ignore_case), topics)
        case RegexIn(Field.TOPIC, pattern, ignore_case):
            return _TopicTest(topics, searches.finder(compile_regex(pattern, ignore_case)))
        case RegexIn(_, pattern, ignore_case):
            needed = required_text(pattern, ignore_case)
            needs = (Needle(needed, ignore_case),) if needed else ()
            return _PayloadTest(3, needs, searches.finder(compile_regex(pattern, ignore_case)))
        case QosIs(how, level):
            return _ColumnTest(lambda chunk: COMPARE[how](chunk.columns.flags >> 1 & 3, level))
        case FlagIs(flag, is_set):
            return _ColumnTest(lambda chunk: (chunk.columns.flags & flag.value != 0) == is_set)
        case SizeIs(how, size):
            return _ColumnTest(lambda chunk: COMPARE[how](chunk.sizes(), min(size, 0xFFFFFFFF)))
        case PropertyIs():
            return _PropertyTest(property_test(term, searches))
        case JsonIs(path):
            return _PayloadTest(4, _json_needs(path), json_test(term, searches))


def _text_matcher(field: Field, needle: Needle, topics: TopicTable) -> Matcher:
    by_topic = _TopicTest(topics, needle.in_text)
    if field is Field.TOPIC:
        return by_topic
    by_payload = _PayloadText(needle)
    return by_payload if field is Field.PAYLOAD else _Any((by_topic, by_payload))


def _json_needs(path: JsonPath) -> tuple[Needle, ...]:
    """A JSON payload with this path has the member's name in quotes, or written with a backslash in it."""
    names = [step.name for step in path.steps if isinstance(step, Member | Below) and "\ufffd" not in step.name]
    if not names:
        return ()
    return Needle(f'"{max(names, key=len)}"', ignore_case=False), Needle("\\", ignore_case=False)
