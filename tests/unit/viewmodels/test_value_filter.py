"""A value in a JSON payload becomes a filter that finds its message again."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.unit.history.batches import Sent
from tests.unit.history.test_filter import kept, matching
from tests.unit.viewmodels.test_payload_reader import read
from tracemq.payloads.detect import Format
from tracemq.viewmodels.value_filter import LONGEST_VALUE, value_query

VALUES = [0, -3, 21.5, 1e300, 127.0, True, False, None, "", "on", 'a "b" \\', "é😀", 9007199254740993]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_the_filter_finds_messages_with_that_value_there(value: object) -> None:
    payload = json.dumps({"a": [{"odd 'key'.": value}]}).encode()
    reading = read(payload, Format.JSON)
    assert reading.tree is not None
    query = value_query(reading, len(reading.tree) - 1)
    assert query is not None
    other = json.dumps({"a": [{"odd 'key'.": "other"}], "odd 'key'.": value}).encode()
    assert matching(kept(Sent("t", other), Sent("t", payload), Sent("t", b"7")), query) == [1]


def test_a_payload_that_is_one_value_has_a_filter() -> None:
    assert value_query(read(b"21.5", Format.JSON), 0) == "$ = 21.5"


@pytest.mark.parametrize(
    "payload",
    [
        b'{"a": {"b": 1}}',
        b'{"a": [1]}',
        gzip.compress(b'{"a": 1}'),
        '{"a": 1}'.encode("utf-16"),
        b"<a>1</a>",
        b"\xa1\x61a\x01",
        json.dumps({"a": "x" * LONGEST_VALUE}).encode(),
    ],
    ids=["object", "list", "packed", "utf-16", "xml", "cbor", "long"],
)
def test_what_a_filter_cannot_look_at_has_none(payload: bytes) -> None:
    assert value_query(read(payload), 1) is None
