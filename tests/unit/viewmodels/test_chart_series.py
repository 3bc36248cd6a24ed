"""The numbers of a topic become points, read in slices; they go when the log lets their messages go."""

from __future__ import annotations

import json
import random
import struct
import time
from collections.abc import Callable

import cbor2
import msgpack
import numpy as np
import pytest

from tests.support.garbage import without_collections
from tests.support.open_connection import connection, receive
from tests.unit.history.batches import Sent, batch_of
from tests.unit.payloads.test_sparkplug import metric
from tests.unit.payloads.test_sparkplug import payload as sparkplug_payload
from tracemq.history.json_path import JsonPath, read_path
from tracemq.history.log import MessageLog
from tracemq.history.numbers import number_reader
from tracemq.mqtt.batch import TopicTable
from tracemq.payloads.detect import Format
from tracemq.viewmodels.chart import Chart, short_names
from tracemq.viewmodels.chart_series import Points, Series
from tracemq.viewmodels.sparkplug_nodes import EdgeNodes, RememberedBirths


def path(text: str) -> JsonPath:
    return read_path(text, 0)[0]


@pytest.mark.parametrize(
    ("text", "payload", "number"),
    [
        ("$", b"21.5", 21.5),
        ("$", b" -3\n", -3.0),
        ("$", b"+5", 5.0),
        ("$", b".5", 0.5),
        ("$", b"true", 1.0),
        ("$", b'"7"', 7.0),
        ("$", b"NaN", None),
        ("$", b"-Infinity", None),
        ("$", b"1e400", None),
        ("$", b"9" * 5000, None),
        ("$", b"9" * 400, None),
        ("$", b"1_000", None),
        ("$", b"on", None),
        ("$", b"", None),
        ("$", b"\xff\xfe", None),
        ("$", b"null", None),
        ("$", b"[1]", None),
        ("$.a", b'{"a": 1, "a": 2}', 2.0),
        ("$.a", b'{"a": 1e999}', None),
        ("$.a", b'{"a": NaN}', None),
        ("$.a", b'{"a": ' + b"9" * 400 + b"}", None),
        ("$.a", b'{"a": {"b": 1}}', None),
        ("$.a", b"5", None),
        ("$.a.b", b'{"a": {"b": "2.5"}}', 2.5),
        ("$.l[1]", b'{"l": [1, 2]}', 2.0),
        ("$.l[-1].x", b'{"l": [{"x": 3}]}', 3.0),
        ("$.l[*]", b'{"l": ["no", 4]}', 4.0),
        ("$..deep", b'{"a": [{"deep": 6}]}', 6.0),
        ("$['odd key']", b'{"odd key": 8}', 8.0),
        ("$.a", b"[" * 100_000, None),
        ("$.a", b'{"a": 1} x', None),
    ],
)
def test_a_path_leads_to_a_number_or_to_none(text: str, payload: bytes, number: float | None) -> None:
    assert number_reader(path(text))(payload) == number


def test_points_grow_and_leave_at_the_front() -> None:
    points, twin, chance = Points(), [], random.Random(1)
    seq = 0
    for _ in range(300):
        count = chance.randrange(40)
        rows = [(float(seq + n), chance.random(), seq + n) for n in range(count)]
        seq += count
        points.append(*map(list, zip(*rows, strict=True))) if rows else None
        twin += rows
        first = chance.randrange(seq + 1) if chance.random() < 0.3 else 0
        gone = points.drop_before(first)
        assert gone == sum(row[2] < first for row in twin)
        twin = [row for row in twin if row[2] >= first]
        assert points.times.tolist() == [row[0] for row in twin]
        assert points.values.tolist() == [row[1] for row in twin]
    assert points.memory_bytes < 24 * 3 * (len(points) + 600)


def test_a_series_has_what_the_log_has() -> None:
    log = MessageLog(TopicTable(), segment_bytes=400)
    series = Series(log, "a", path("$.n"))
    chance, sent = random.Random(2), 0
    for at in range(300):
        batch = [Sent(chance.choice("ab"), json.dumps({"n": chance.choice([at, "no"])}).encode()) for _ in range(4)]
        log.append(batch_of(log.topics, *batch, received_at=1000.0 + at))
        sent += sum(one.topic == "a" for one in batch)
        log.tick()
        if chance.random() < 0.2:
            log.give_up(chance.randrange(20))
            log.tick()
        while series.step(1.0):
            pass
        kept = [log.message(seq) for seq in range(log.first, log.last)]
        numbers = [(one.received_at, json.loads(one.payload)["n"]) for one in kept if one.topic == "a"]
        numbers = [pair for pair in numbers if pair[1] != "no"]
        assert list(zip(series.points.times, series.points.values, strict=True)) == numbers
    assert series.no_numbers + series.passed_over > 0
    assert series.changed
    log.clear()
    series.step(1.0)
    assert len(series.points) == 0


def test_the_value_at_a_time_is_the_last_one_before_it() -> None:
    log = MessageLog(TopicTable())
    for at in (10.0, 20.0):
        log.append(batch_of(log.topics, Sent("a", b"%d" % at), received_at=at))
    log.tick()
    series = Series(log, "a", JsonPath())
    series.step(1.0)
    assert [series.value_at(at) for at in (9.9, 10.0, 19.0, 99.0)] == [None, 10.0, 10.0, 20.0]


def test_a_hundred_thousand_points_are_read_in_short_slices() -> None:
    log = MessageLog(TopicTable())
    sent = [Sent("a", b'{"t": %d.5, "unit": "C"}' % number) for number in range(1000)]
    for at in range(100):
        log.append(batch_of(log.topics, *sent, received_at=float(at)))
    log.tick()
    series = Series(log, "a", path("$.t"))
    longest, more = 0.0, True
    while more:
        began = time.thread_time()
        more = series.step(0.004)
        longest = max(longest, time.thread_time() - began)
    assert len(series.points) == 100_000
    assert longest < 0.1
    assert np.all(np.diff(series.points.times) >= 0)


def test_long_payloads_are_read_a_few_at_a_time() -> None:
    log = MessageLog(TopicTable())
    payload = json.dumps({"t": 1, "rest": list(range(130_000))}).encode()
    assert 900_000 < len(payload) < 1 << 20
    log.append(batch_of(log.topics, *[Sent("a", payload)] * 40))
    log.tick()
    series = Series(log, "a", path("$.t"))
    most, more = 0, True
    while more:
        before = len(series.points)
        more = series.step(0.0)
        most = max(most, len(series.points) - before)
    assert len(series.points) == 40
    assert most == 1


def test_a_clock_that_was_put_back_does_not_upset_the_order() -> None:
    points = Points()
    points.append([10.0, 20.0], [1.0, 2.0], [0, 1])
    points.append([15.0, 30.0], [3.0, 4.0], [2, 3])
    assert (points.times.tolist(), points.values.tolist()) == ([10, 15, 20, 30], [1, 3, 2, 4])
    points.drop_before(2)
    assert (points.times.tolist(), points.values.tolist()) == ([15, 30], [3, 4])


def test_lines_are_named_by_what_tells_their_topics_apart() -> None:
    def names(*topics: str) -> list[str]:
        log = MessageLog(TopicTable(), budget_bytes=1 << 20)
        return short_names([Series(log, topic, JsonPath()) for topic in topics])

    assert names() == []
    assert names("a/b/c") == ["a/b/c"]
    assert names("a/b/c/d/e") == ["…/c/d/e"]
    assert names("a/b/c", "a/b/d") == ["…/c", "…/d"]
    assert names("a/b", "a/b/c") == ["…/b", "…/b/c"]
    assert names("a", "b/c") == ["a", "b/c"]
    assert names("a/b", "a/b") == ["…/b", "…/b"]
    assert names("f/one/press/temp", "f/two/oven/temp") == ["…/one/press/…", "…/two/oven/…"]
    assert names("f/one/temp", "f/one/temp", "f/two/temp") == ["…/one/…", "…/one/…", "…/two/…"]
    assert names("a/x/a", "a/a") == ["…/x/a", "…/a"]
    assert names("x/t", "t") == ["x/t", "t"]
    assert names("x/t", "y/t") == ["x/…", "y/…"]


def test_topics_of_nothing_but_slashes_are_named_at_once() -> None:
    chart = Chart(MessageLog(TopicTable(), budget_bytes=1 << 20))
    for ending in "abcdefghijklmno":
        chart.add("/" * 65_534 + ending, JsonPath())
    began = time.thread_time()
    names = short_names(chart.series)
    assert time.thread_time() - began < 0.5
    assert names[0] == "…/a"


@pytest.mark.parametrize(
    "packed",
    [cbor2.dumps, msgpack.packb, lambda value: json.dumps(value).encode("utf-16")],
    ids=["CBOR", "MessagePack", "UTF-16"],
)
def test_points_come_from_every_format_in_the_order_of_the_messages(packed: Callable[[object], bytes]) -> None:
    log = MessageLog(TopicTable())
    sent = [{"t": n} if n % 3 else "nothing" for n in range(200)]
    for at, value in enumerate(sent):
        data = packed(value) if at % 2 else json.dumps(value).encode()
        log.append(batch_of(log.topics, Sent("a", data), received_at=float(at)))
    log.tick()
    series = Series(log, "a", path("$.t"))
    while series.step(0.0):
        pass
    assert series.points.values.tolist() == series.points.times.tolist() == [n for n in range(200) if n % 3]
    assert (series.no_numbers, series.waiting) == (67, 0)


def test_a_payload_that_takes_long_is_read_over_several_steps() -> None:
    log = MessageLog(TopicTable())
    payload = msgpack.packb({"t": 7, "rest": list(range(200_000))})
    log.append(batch_of(log.topics, Sent("a", payload), Sent("a", b'{"t": 8}')))
    log.tick()
    series = Series(log, "a", path("$.t"), Format.MSGPACK)
    steps, longest, more = 0, 0.0, True
    with without_collections():
        while more:
            began = time.thread_time()
            more = series.step(0.004)
            longest = max(longest, time.thread_time() - began)
            steps += 1
    assert series.points.values.tolist() == [7.0]  # the other one is no MessagePack
    assert steps > 5
    assert longest < 0.1


def test_a_line_is_read_anew_when_a_birth_names_what_had_but_an_alias() -> None:
    made = connection()
    topic = "spBv1.0/p/{}/e"
    value = b"\x65" + struct.pack("<f", 21.5)
    receive(made, Sent(topic.format("NDATA"), sparkplug_payload(1, metric("", 1, 0, value))))
    made.tick(1.0)
    births = RememberedBirths(EdgeNodes(made.log, made.tree))
    series = Series(made.log, topic.format("NDATA"), path("$.Temp"), told=births)
    series.step(1.0)
    assert (len(series.points), series.no_numbers) == (0, 1)
    receive(made, Sent(topic.format("NBIRTH"), sparkplug_payload(0, metric("Temp", 1, 9, value))))
    for now_s in (2.0, 3.0):
        made.tick(now_s)
    while series.step(1.0):
        pass
    assert (series.points.values.tolist(), series.no_numbers) == ([21.5], 0)
