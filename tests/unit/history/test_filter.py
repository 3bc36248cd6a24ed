"""A filtered view has the rows that match, of what was kept and of what arrives, whatever happens meanwhile."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from time import thread_time
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tracemq.history import regex_search
from tracemq.history.filter import FilteredLog
from tracemq.history.json_path import Below, JsonPath, Member, values_at
from tracemq.history.log import MessageLog
from tracemq.history.matcher import MAX_LOOK_BYTES
from tracemq.history.query import parse
from tracemq.history.query_terms import (
    And,
    Field,
    Flag,
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
from tracemq.history.regex_guard import compile_regex
from tracemq.mqtt.batch import TopicTable
from tracemq.mqtt.types import Version

from .batches import Sent, batch_of, encode

COMPARE = {
    Operator.EQUAL: operator.eq,
    Operator.UNEQUAL: operator.ne,
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.GREATER: operator.gt,
    Operator.AT_LEAST: operator.ge,
}


def kept(*messages: Sent, **limits: int) -> MessageLog:
    log = MessageLog(TopicTable(), **limits)
    for sent in messages:
        log.append(batch_of(log.topics, sent))
    log.tick()
    return log


def matching(log: MessageLog, query: str) -> list[int]:
    """The sequence numbers of the rows that a query lets through."""
    term = parse(query)
    assert term is not None
    view = FilteredLog(log, term)
    while not view.step():
        pass
    view.close()
    return [view.seq(position) for position in range(view.first, view.last)]


MESSAGES = [
    Sent("site/a/temp", b'{"temp": 21.5, "unit": "C", "ok": true, "list": [{"n": 1}, {"n": 12}]}', retain=True),
    Sent("site/b/temp", b'{"temp": 19, "unit": "F", "ok": false}', qos=1, packet_id=1),
    Sent("site/a", b"plain Error text", qos=2, packet_id=2, dup=True),
    Sent("$SYS/load", b"0.5"),
    Sent("site/c", b"", properties=b"\x03\x00\x10application/json\x26\x00\x01k\x00\x025x"),
    Sent("site/c", b'{"t\\u0065mp": 30}', properties=b"\x26\x00\x01n\x00\x0212\x26\x00\x01n\x00\x013"),
    Sent("site/d", "ÉTÉ\xff".encode("latin-1") + "été".encode()),
    Sent("site/e", b'{"temp": "25", "big": 9007199254740993}'),
]
CASES = [
    ("site/+/temp", [0, 1]),
    ("#", [0, 1, 2, 4, 5, 6, 7]),
    ("$SYS/#", [3]),
    ("site/a/#", [0, 2]),
    ("topic:site/a", [2]),
    ("topic~^site/[ab]$", [2]),
    ("error", [2]),
    ("Error", [2]),
    ("ERROR", []),
    ("load", [3]),
    ("payload:load", []),
    ("temp", [0, 1, 7]),
    ("payload=0.5", [3]),
    ("payload=''", [4]),
    ("payload!=''", [0, 1, 2, 3, 5, 6, 7]),
    ("payload~er+or", [2]),
    ("payload~^.lain", [2]),
    ("payload:été", [6]),
    ("qos:1", [1]),
    ("qos>=1", [1, 2]),
    ("qos!=0", [1, 2]),
    ("retain", [0]),
    ("retain:0 dup", [2]),
    ("size=0", [4]),
    ("size<4 size>0", [3]),
    ("size>5GB", None),
    ("prop.k=5x", [4]),
    ("prop.k", [4]),
    ("prop.content_type:json", [4]),
    ("prop.n>3", [5]),
    ("prop.n<4", [5]),
    ("prop.n=3", [5]),
    ("prop.n!=3", [5]),
    ("prop.n>x", []),
    ("prop.k>5a", [4]),
    ("prop.k~^5", [4]),
    ("prop.content_type~JSON", []),
    ("prop.content_type~/json$", [4]),
    ("prop.k:5X", []),
    ("not prop.n=3 site/c", [4]),
    ("$.temp > 20", [0, 5]),
    ("$.temp > 18.5", [0, 1, 5]),
    ("$.temp = '25'", [7]),
    ("$.temp : 2", [0, 7]),
    ("$.temp", [0, 1, 5, 7]),
    ("$.temp != 19", [0, 5, 7]),
    ("$.ok = true", [0]),
    ("$.ok != true", [1]),
    ("$.ok > false", []),
    ("$.unit >= D", [1]),
    ("$.unit ~ [CF]", [0, 1]),
    ("$.unit ~ ^c$", [0]),
    ("$.unit : f", [1]),
    ("$.temp ~ ^2[15]", [0, 7]),
    ("$.list[1].n > 10", [0]),
    ("$..n = 1", [0]),
    ("$.list[*].n = 12", [0]),
    ("$ < 1", [3]),
    ("$.big = 9007199254740993", [7]),
    ("$.big = 9007199254740992", []),
    ("retain or qos:2", [0, 2]),
    ("site/# not (retain or qos:2)", [1, 4, 5, 6, 7]),
    ("$.temp > 20 or error", [0, 2, 5]),
    ("not $.temp", [2, 3, 4, 6]),
    ("not ($.temp > 20 and $.unit = C) and $.temp", [1, 5, 7]),
]


@pytest.mark.parametrize(("query", "rows"), [case for case in CASES if case[1] is not None])
def test_a_query_lets_its_rows_through(query: str, rows: list[int]) -> None:
    assert matching(kept(*MESSAGES), query) == rows


def test_a_size_beyond_four_gigabytes_is_only_larger() -> None:
    log = kept(*MESSAGES)
    assert matching(log, "size>9999999999") == []
    assert matching(log, "size<9999999999") == list(range(8))


class ViewRecorder:
    """A watcher of a view that checks that what it is told is what happens."""

    def __init__(self, view: FilteredLog) -> None:
        self.view = view
        self.first, self.last = view.first, view.last
        self.told: list[tuple[str, int]] = []

    @contextmanager
    def adding(self, count: int) -> Iterator[None]:
        assert (self.view.first, self.view.last) == (self.first, self.last)
        yield
        self.last += count
        assert (self.view.first, self.view.last) == (self.first, self.last)
        self.told.append(("adding", count))

    @contextmanager
    def removing(self, count: int) -> Iterator[None]:
        assert (self.view.first, self.view.last) == (self.first, self.last)
        self.view.rows(self.first, count)  # what is about to go can still be read
        yield
        self.first += count
        assert (self.view.first, self.view.last) == (self.first, self.last)
        self.told.append(("removing", count))


def view_of(log: MessageLog, query: str) -> FilteredLog:
    term = parse(query)
    assert term is not None
    return FilteredLog(log, term)


def test_a_view_shows_a_row_as_the_log_does() -> None:
    log = kept(*MESSAGES)
    view = view_of(log, "qos>=1")
    view.step()
    assert (view.first, view.last) == (0, 2)
    assert view.rows(0, 10) == [log.row(1), log.row(2)]
    assert view.rows(1, 1) == [view.row(1)] == [log.row(2)]
    assert view.payload(1) == log.payload(2)
    assert view.payload(1, 3) == b"pla"
    assert view.packet(0) == log.packet(1)
    assert view.message(0) == log.message(1)
    assert view.version(0) is Version.V5
    assert [view.position(seq) for seq in (0, 1, 2, 3)] == [0, 0, 1, 2]
    for wrong in (-1, 2):
        with pytest.raises(IndexError):
            view.row(wrong)


def test_what_arrives_is_filtered_too() -> None:
    log = kept(Sent("a", b"x"), Sent("b", b"x"))
    view = view_of(log, "topic:a")
    recorder = ViewRecorder(view)
    unwatch = view.watch(recorder)
    assert view.step()
    log.append(batch_of(log.topics, Sent("b"), Sent("a"), Sent("a")))
    assert view.step()
    assert view.last == 1  # not visible before the tick
    log.tick()
    assert not view.caught_up
    assert view.step()
    assert [view.seq(position) for position in range(3)] == [0, 3, 4]
    assert recorder.told == [("adding", 1), ("adding", 2)]
    unwatch()
    log.clear()
    assert recorder.told[-1] == ("adding", 2)


def test_rows_leave_the_view_when_they_leave_the_log() -> None:
    log = kept(*[Sent("a" if number % 3 else "b", bytes(50)) for number in range(100)], segment_bytes=500)
    view = view_of(log, "topic:b")
    recorder = ViewRecorder(view)
    view.watch(recorder)
    view.step()
    log.give_up(40)
    log.tick()
    assert log.first >= 40
    assert view.first == sum(seq % 3 == 0 for seq in range(log.first))
    assert view.seq(view.first) >= log.first
    log.clear()
    assert view.first == view.last == 34
    assert [what for what, _ in recorder.told] == ["adding", "removing", "removing"]


def test_a_filter_over_history_runs_in_slices_and_can_be_stopped() -> None:
    log = kept()
    log.append(batch_of(log.topics, *[Sent("a", b'{"n": %d}' % number) for number in range(20_000)]))
    log.tick()
    view = view_of(log, "$.n >= 0")
    steps, progress = 0, [0.0]
    while view.progress < 0.5:
        assert not view.step(budget_s=0.0)
        steps += 1
        progress.append(view.progress)
        assert view.last == view.seq(view.last - 1) + 1
    assert steps > 10
    assert progress == sorted(progress)
    looked_at = view.last
    assert view.waiting == 20_000 - looked_at
    view.stop()
    assert view.caught_up
    assert view.waiting == 0
    assert (view.progress, view.passed_over) == (1.0, 20_000 - looked_at)

    log.append(batch_of(log.topics, Sent("a", b'{"n": 5}')))
    log.tick()
    assert view.step()
    assert view.seq(view.last - 1) == 20_000
    view.stop()
    assert view.passed_over == 20_000 - looked_at


def test_a_filter_on_an_empty_log_has_nothing_to_do() -> None:
    view = view_of(kept(), "a")
    assert view.caught_up
    assert view.progress == 1.0


def test_rows_that_leave_before_they_were_looked_at_are_passed_over() -> None:
    log = kept(segment_bytes=5000)
    log.append(batch_of(log.topics, *[Sent("a", b'{"n": %d}' % number) for number in range(20_000)]))
    log.tick()
    view = view_of(log, "$.n >= 0")
    view.step(budget_s=0.0)
    looked_at = view.last
    log.give_up(10_000)
    log.tick()
    first = log.first
    assert view.waiting == 20_000 - first
    while not view.step():
        pass
    assert [view.seq(position) for position in range(view.first, view.last)] == list(range(first, 20_000))
    assert view.passed_over == first - looked_at


def test_a_pattern_that_runs_away_ends_the_filter_and_is_named() -> None:
    log = kept(Sent("a", b"ab"), Sent("a", b"a" * 60 + b"b"), Sent("a", b"aa"))
    view = view_of(log, "payload~(a|aa)+$")
    while not view.step():
        pass
    assert view.stopped_by is not None
    assert view.stopped_by.pattern == "(a|aa)+$"
    assert view.caught_up
    assert view.step()


def test_a_runaway_pattern_for_topics_ends_the_filter_as_well() -> None:
    log = kept(Sent("a" * 60 + "b"))
    view = view_of(log, "topic~(a|aa)+$")
    while not view.step():
        pass
    assert view.stopped_by is not None


@pytest.mark.parametrize("query", ["payload~warn.*fatal", "$.text ~ warn.*fatal", "topic:b or not payload~warn.*fatal"])
def test_a_pattern_that_runs_away_in_a_long_line_does_not_hold_the_loop(query: str) -> None:
    long = json.dumps({"text": "fatal " + "level=warn " * 45_000}).encode()
    log = kept(Sent("a", b"in order"), Sent("a", long), Sent("a", b"never looked at"))
    view = view_of(log, query)
    compile_regex("warn.*fatal", ignore_case=True)  # which imports the library
    longest_s = 0.0
    while True:
        began = thread_time()
        caught_up = view.step()
        longest_s = max(longest_s, thread_time() - began)
        if caught_up:
            break
    assert view.stopped_by is not None
    assert longest_s < 0.03


def test_a_row_that_leaves_while_it_is_searched_is_passed_over() -> None:
    log = kept(segment_bytes=100)
    for payload in (b"a" * 60 + b"b", b"aa"):
        log.append(batch_of(log.topics, Sent("a", payload)))
    log.tick()
    view = view_of(log, "payload~(a|aa)+$")
    assert not view.step(budget_s=0.0)
    log.retain(max_rows=1, max_age_s=None)
    log.tick()
    assert log.first == 1
    while not view.step():
        pass
    assert view.stopped_by is None
    assert [view.seq(position) for position in range(view.first, view.last)] == [1]
    assert view.passed_over == 1


def test_payloads_too_long_to_be_looked_into_are_counted() -> None:
    long = json.dumps({"n": "x" * MAX_LOOK_BYTES}).encode()
    log = kept(Sent("a", b'{"n": 1}'), Sent("a", long))
    view = view_of(log, "$.n")
    view.step(budget_s=1.0)
    assert (view.last, view.too_long) == (1, 1)
    twice = view_of(log, "$.n = 2 or $.n = 3 or payload~x{5}y")
    twice.step(budget_s=1.0)
    assert twice.too_long == 1


def test_a_payload_nested_very_deep_is_no_match_and_no_crash() -> None:
    log = kept(Sent("a", b"[" * 100_000 + b"]" * 100_000), Sent("a", b'{"n": 1}'))
    assert matching(log, "$.n") == [1]
    assert matching(log, "$..n") == [1]


def test_properties_that_cannot_be_read_are_no_match() -> None:
    log = kept(Sent("a", properties=b"\x7f"), Sent("a", properties=b"\x26\x00\x01k\x00\x01v"))
    assert matching(log, "prop.k") == [1]


def test_a_topic_number_that_means_another_topic_is_judged_anew() -> None:
    log = kept(Sent("a"))
    view = view_of(log, "topic:a")
    view.step()
    log.clear()
    log.forget_topics([0])
    log.append(batch_of(log.topics, Sent("b")))
    log.tick()
    view.step()
    assert log.row(1).topic_id == 0
    assert view.first == view.last
    view.close()
    log.forget_topics([])


# -- the filter against plain Python


def every_search_is_slow() -> AbstractContextManager[object]:
    """Let each search by a regular expression be one in a thread."""
    return patch.object(regex_search, "SHORT", -1)


def plainly(term: Term, sent: Sent) -> bool:
    """What a term means, written in the simplest way."""
    text = sent.payload.decode(errors="replace")
    match term:
        case And(parts):
            return all(plainly(part, sent) for part in parts)
        case Or(parts):
            return any(plainly(part, sent) for part in parts)
        case Not(part):
            return not plainly(part, sent)
        case TopicMatches(topic_filter):
            pattern = re.escape(topic_filter).replace(r"\+", "[^/]*").replace(r"/\#", "(/.*)?").replace(r"\#", ".*")
            return re.fullmatch(pattern, sent.topic) is not None
        case TextIn(field, wanted, ignore_case):
            fields = {Field.TOPIC: [sent.topic], Field.PAYLOAD: [text], Field.ANYWHERE: [sent.topic, text]}[field]
            return any(wanted in (one.lower() if ignore_case else one) for one in fields)
        case RegexIn(field, pattern, ignore_case):
            flags = re.IGNORECASE if ignore_case else 0
            return re.search(pattern, sent.topic if field is Field.TOPIC else text, flags) is not None
        case QosIs(how, level):
            return bool(COMPARE[how](sent.qos, level))
        case FlagIs(flag, is_set):
            return (sent.retain if flag is Flag.RETAIN else sent.dup) is is_set
        case SizeIs(how, size):
            return bool(COMPARE[how](len(sent.payload), size))
        case PropertyIs(_, how, value):
            return sent.properties != b"" and (how is Operator.EXISTS or value == "v")
        case JsonIs(path, how, wanted):
            try:
                values = values_at(json.loads(text), path)
            except ValueError:
                return False
            if how is Operator.EXISTS:
                return bool(values)
            return any(type(value) in (int, float) and COMPARE[how](value, wanted) for value in values)


LEAVES: st.SearchStrategy[Term] = st.one_of(
    st.sampled_from(["a/#", "+/b", "a/b", "a", "+"]).map(TopicMatches),
    st.builds(
        lambda field, text: TextIn(field, text, text == text.lower()),
        st.sampled_from(Field),
        st.sampled_from(["a", "B", '"n"', "b/", "}", "é", "5"]),
    ),
    st.builds(
        RegexIn, st.sampled_from([Field.TOPIC, Field.PAYLOAD]), st.sampled_from(["^a", "n.*5", "b|é"]), st.just(True)
    ),
    st.builds(QosIs, st.sampled_from(list(COMPARE)), st.integers(0, 2)),
    st.builds(FlagIs, st.sampled_from(Flag), st.booleans()),
    st.builds(SizeIs, st.sampled_from(list(COMPARE)), st.integers(0, 12)),
    st.sampled_from([PropertyIs("k", Operator.EXISTS), PropertyIs("k", Operator.EQUAL, "v")]),
    st.builds(
        JsonIs,
        st.sampled_from([JsonPath((Member("n"),)), JsonPath((Below("n"),)), JsonPath()]),
        st.sampled_from([Operator.GREATER, Operator.EQUAL, Operator.EXISTS, Operator.AT_MOST]),
        st.integers(3, 6),
    ),
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=6,
)
SENT = st.builds(
    lambda topic, payload, qos, retain, dup, properties: Sent(
        topic, payload, qos, retain=retain, dup=dup and qos > 0, packet_id=qos, properties=properties
    ),
    st.sampled_from(["a", "a/b", "a/b/c", "c/b", "B"]),
    st.sampled_from(
        [b"", b"5", b'{"n": 5}', b'{"n": 4.0}', b'[{"n": 6}]', b"aB", "é".encode(), b"\xff", b'{"\\u006e": 5}', b'{"n"']
    ),
    st.integers(0, 2),
    st.booleans(),
    st.booleans(),
    st.sampled_from([b"", b"\x26\x00\x01k\x00\x01v"]),
)


@given(QUERIES, st.lists(SENT, max_size=25))
@settings(max_examples=400)
def test_every_query_means_what_it_plainly_says(query: Term, messages: list[Sent]) -> None:
    log = kept(*messages, segment_bytes=200)
    view = FilteredLog(log, query)
    while not view.step():
        pass
    expected = [seq for seq, sent in enumerate(messages) if plainly(query, sent)]
    assert [view.seq(position) for position in range(view.last)] == expected


@given(QUERIES, st.lists(SENT, max_size=10), st.sampled_from([0.0, 1.0]))
@settings(max_examples=100)
def test_it_means_the_same_where_every_regular_expression_is_slow(
    query: Term, messages: list[Sent], budget_s: float
) -> None:
    log = kept(*messages, segment_bytes=200)
    view = FilteredLog(log, query)
    with every_search_is_slow():
        while not view.step(budget_s):
            pass
    expected = [seq for seq, sent in enumerate(messages) if plainly(query, sent)]
    assert [view.seq(position) for position in range(view.last)] == expected


class FilterMachine(RuleBasedStateMachine):
    """A filter that is driven in slices while messages arrive and leave shows just what matches of what is there."""

    @initialize(query=QUERIES, budget=st.sampled_from([1500, 1 << 20]))
    def start(self, query: Term, budget: int) -> None:
        self.log = MessageLog(TopicTable(), budget_bytes=budget, segment_bytes=300)
        self.query = query
        self.view: FilteredLog | None = None
        self.sent: list[Sent] = []

    @rule(messages=st.lists(SENT, max_size=30))
    def append(self, messages: list[Sent]) -> None:
        self.log.append(batch_of(self.log.topics, *messages))
        self.sent += messages

    @rule()
    def tick(self) -> None:
        self.log.tick()

    @rule()
    def clear(self) -> None:
        self.log.clear()

    @rule()
    def open(self) -> None:
        if self.view is None:
            self.view = FilteredLog(self.log, self.query)
            self.recorder = ViewRecorder(self.view)
            self.view.watch(self.recorder)

    @rule(budget_s=st.sampled_from([0.0, 1.0]))
    def step(self, budget_s: float) -> None:
        if self.view is not None:
            self.view.step(budget_s)

    @invariant()
    def they_agree(self) -> None:
        view, log = self.view, self.log
        if view is None:
            return
        assert (self.recorder.first, self.recorder.last) == (view.first, view.last)
        seqs = [view.seq(position) for position in range(view.first, view.last)]
        if view.caught_up:
            assert seqs == [seq for seq in range(log.first, log.last) if plainly(self.query, self.sent[seq])]
        for row in view.rows(view.first, 50):
            assert (row.topic, row.preview) == (self.sent[row.seq].topic, self.sent[row.seq].payload)
            assert row.wire_size == len(encode(self.sent[row.seq])[0])


TestFilterMachine = FilterMachine.TestCase
TestFilterMachine.settings = settings(max_examples=60, stateful_step_count=30)


def test_a_segment_of_another_version_has_no_properties() -> None:
    log = MessageLog(TopicTable())
    log.append(batch_of(log.topics, replace(MESSAGES[0]), version=Version.V311))
    log.tick()
    assert matching(log, "prop.k or $.temp>20") == [0]
    assert matching(log, "prop.k") == []
