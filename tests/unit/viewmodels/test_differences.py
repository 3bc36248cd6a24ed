"""Two messages become rows that say what became of what, whatever they are and however large."""

from __future__ import annotations

import json
import random
import time

import pytest

from tracemq.mqtt.batch import Message
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import QoS
from tracemq.payloads.tree import finish
from tracemq.viewmodels.differences import Comparison, DiffRow, Mode, Sign, compare_steps, split_steps


def compared(old: bytes, new: bytes, mode: Mode | None = None) -> Comparison:
    return finish(compare_steps(Message("a", old), Message("a", new), mode))


def test_json_is_compared_by_structure() -> None:
    found = compared(
        b'{"t": 21.0, "gone": true, "list": [1, 2], "s": "x\\u0000"}',
        b'{"t": 21.50, "list": [1, 3, {"n": null}], "s": "y"}',
    )
    assert found.mode is Mode.STRUCTURE
    assert sorted(found.rows, key=lambda row: row.place) == [
        DiffRow(Sign.REMOVED, "$.gone", "true", ""),
        DiffRow(Sign.CHANGED, "$.list[1]", "2", "3"),
        DiffRow(Sign.ADDED, "$.list[2]", "", '{"n": null}'),
        DiffRow(Sign.CHANGED, "$.s", '"x‹NUL›"', '"y"'),
        DiffRow(Sign.CHANGED, "$.t", "21.0", "21.50"),
    ]
    assert [found.count(sign) for sign in (Sign.ADDED, Sign.REMOVED, Sign.CHANGED)] == [1, 1, 3]


def test_text_is_compared_by_line_with_its_surroundings() -> None:
    old = "\n".join(f"line {number}" for number in range(20))
    new = old.replace("line 9", "line nine").replace("line 15\n", "") + "\nmore"
    found = compared(old.encode(), new.encode())
    assert found.mode is Mode.LINES
    assert [(row.sign, row.place, row.before, row.after) for row in found.rows] == [
        (Sign.GAP, "", "7", ""),
        (Sign.SAME, "8", "line 7", "line 7"),
        (Sign.SAME, "9", "line 8", "line 8"),
        (Sign.CHANGED, "10", "line 9", "line nine"),
        *((Sign.SAME, str(n + 1), f"line {n}", f"line {n}") for n in range(10, 15)),
        (Sign.REMOVED, "16", "line 15", ""),
        *((Sign.SAME, f"{n + 1} → {n}", f"line {n}", f"line {n}") for n in range(16, 20)),
        (Sign.ADDED, "20", "", "more"),
    ]


def test_long_lines_are_shown_from_where_they_differ() -> None:
    found = compared(b"x" * 1000 + b"old", b"x" * 1000 + b"new")
    (row,) = found.rows
    assert row.before == "…" + "x" * 20 + "old"
    assert row.after == "…" + "x" * 20 + "new"


def test_bytes_are_compared_by_position() -> None:
    old = bytes(range(100)) + b"\xff"
    new = bytearray(old + b"\x01\x02")
    new[10], new[12], new[50] = 0xEE, 0xEE, 0xDD
    found = compared(bytes(old), bytes(new))
    assert found.mode is Mode.BYTES
    assert found.rows == [
        DiffRow(Sign.CHANGED, "000a–000c", "0a 0b 0c", "ee 0b ee"),
        DiffRow(Sign.CHANGED, "0032", "32", "dd"),
        DiffRow(Sign.ADDED, "0065–0066", "", "01 02"),
    ]
    assert compared(bytes(new), bytes(old)).rows[-1].sign is Sign.REMOVED


def test_a_way_to_compare_can_be_chosen() -> None:
    old, new = b'{"a": 1}', b'{"a":  1}'
    assert compared(old, new).rows == []
    assert compared(old, new, Mode.LINES).rows == [DiffRow(Sign.CHANGED, "1", '{"a": 1}', '{"a":  1}')]
    assert compared(old, new, Mode.BYTES).mode is Mode.BYTES
    assert compared(b"a", b"b", Mode.STRUCTURE).mode is Mode.LINES  # there is none
    assert compared(b"", b"text").rows == [DiffRow(Sign.CHANGED, "1", "", "text")]


def test_equal_payloads_have_no_differences_but_facts_may() -> None:
    old = Message("a", b"x", properties=Properties(content_type="text", user_properties=(("k", "1"),)))
    new = Message("b", b"x", qos=QoS.AT_LEAST_ONCE, retain=True, properties=Properties(correlation_data=b"\x01\x02"))
    found = finish(compare_steps(old, new))
    assert found.equal
    assert {row.fact: (row.sign, row.before, row.after) for row in found.rows} == {
        "topic": (Sign.CHANGED, "a", "b"),
        "qos": (Sign.CHANGED, "0", "1"),
        "retain": (Sign.CHANGED, "✗", "✓"),
        "content_type": (Sign.REMOVED, "text", ""),
        "correlation_data": (Sign.ADDED, "", "01 02"),
        "user_properties": (Sign.REMOVED, "k=1", ""),
    }


@pytest.mark.parametrize("data", [b"", b"\n", b"a", b"a\nb", b"\na\n\n", b"x" * 3_000_000 + b"\n" + b"y" * 10])
def test_lines_are_split_at_line_ends_however_long(data: bytes) -> None:
    assert finish(split_steps(data)) == data.split(b"\n")


CHANCE = random.Random(3)
MIB = 1 << 20
HUGE = {
    "one line": (b"x" * 50 * MIB, b"x" * 49 * MIB + b"y" * MIB),
    "noise": (CHANCE.randbytes(50 * MIB), CHANCE.randbytes(50 * MIB)),
    "too many lines": (b"line\n" * (10 * MIB), b"line\n" * (9 * MIB) + b"other\n" * MIB),
    "lines": (b"line\n" * 250_000, b"line\n" * 200_000 + b"other\n" * 90_000),
    "moved lines": (
        "\n".join(str(n) for n in range(250_000)).encode(),
        "\n".join(str(n) for n in range(3, 250_003)).encode(),
    ),
    "keys the other way round": (
        json.dumps({f"k{n}": n for n in range(100_000)}).encode(),
        json.dumps({f"k{n}": n % 99_999 for n in reversed(range(100_000))}).encode(),
    ),
    "lines without end": (b"\n" * (8 * MIB), b"\r\n" * (4 * MIB)),
    "list": (json.dumps(list(range(300_000))).encode(), json.dumps(list(range(1, 300_001))).encode()),
    "late in a list": (b"[" + b"1," * 400_000 + b"1]", b"[" + b"1," * 400_000 + b"2]"),
    "nested": (b"[" * 100_000 + b"1" + b"]" * 100_000, b"[" * 100_000 + b"2" + b"]" * 100_000),
    "long string": (b'{"a": "' + b"x" * (3 * MIB) + b'"}', b'{"a": "' + b"x" * (3 * MIB) + b'y"}'),
    "equal": (b"x" * 50 * MIB, b"x" * 50 * MIB),
    "keys": (
        json.dumps({f"k{n}": n for n in range(100_000)}).encode(),
        json.dumps({f"j{n}": n for n in range(100_000)}).encode(),
    ),
}


@pytest.mark.parametrize("name", HUGE)
def test_huge_and_hostile_payloads_are_compared_in_short_steps(name: str) -> None:
    old, new = HUGE[name]
    steps = compare_steps(Message("a", old), Message("a", new))
    longest, began = 0.0, time.thread_time()
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            found: Comparison = finished.value
            break
        finally:
            now = time.thread_time()
            longest, began = max(longest, now - began), now
    assert longest < 0.4, name  # a tenth of that on a machine that has nothing else to do
    assert len(found.rows) <= 10_000
    assert found.equal == (old == new)
    assert found.equal or found.rows


def test_a_payload_of_many_mib_has_its_structure_compared_if_somebody_asks() -> None:
    old = b'{"a": "' + b"x" * (5 * MIB) + b'", "b": 1}'
    found = compared(old, old.replace(b"1}", b"2}"))
    assert found.mode is Mode.BYTES
    found = compared(old, old.replace(b"1}", b"2}"), Mode.STRUCTURE)
    assert found.rows == [DiffRow(Sign.CHANGED, "$.b", "1", "2")]
