"""The lines of a chart are kept as bytes; old, broken and hostile ones do no harm."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.history.json_path import JsonPath, read_path
from tracemq.history.log import MessageLog
from tracemq.mqtt.batch import TopicTable
from tracemq.payloads.detect import Format
from tracemq.viewmodels.chart import MOST_SERIES
from tracemq.viewmodels.chart_lines import SavedChart, SavedLine, chart_bytes, read_chart
from tracemq.viewmodels.chart_series import Series


def test_what_is_kept_comes_back() -> None:
    log = MessageLog(TopicTable(), budget_bytes=1 << 20)
    path = read_path("$.a['b c'][2]..d[*]", 0)[0]
    first, second = Series(log, "hall/ä 😀", path), Series(log, "b", JsonPath(), Format.CBOR)
    first.colour, second.colour, second.shown = 3, 0, False
    data = chart_bytes([first, second], span_s=300.0, stairs=True, own_scales=True)
    assert read_chart(data) == SavedChart(
        lines=(
            SavedLine(topic="hall/ä 😀", path=path, colour=3),
            SavedLine(topic="b", path=JsonPath(), wanted=Format.CBOR, colour=0, shown=False),
        ),
        span_s=300.0,
        stairs=True,
        own_scales=True,
    )


LINE = {"topic": "a", "path": "$.t"}


@pytest.mark.parametrize(
    "line",
    [
        None, [], {}, {"topic": "a"}, {"topic": "", "path": "$"}, {"topic": 5, "path": "$"},
        {"topic": "a", "path": "t"},
        {"topic": "a", "path": "$.a]"}, {"topic": "a", "path": "$" + ".a" * 3000},
        {"topic": "a" * 70_000, "path": "$"}, {"topic": "\ud800", "path": "$"},
    ],
)  # fmt: skip
def test_what_is_no_line_is_left_out(line: object) -> None:
    data = json.dumps({"version": 1, "lines": [line, LINE]}).encode()
    assert [each.topic for each in read_chart(data).lines] == ["a"]


def test_what_does_not_fit_counts_as_not_said() -> None:
    odd = {**LINE, "colour": "red", "shown": 5, "format": "XLS", "more": 1}
    document = {
        "version": 99,
        "span_s": -1,
        "stairs": "yes",
        "own_scales": None,
        "lines": [odd, {**LINE, "colour": 1e9}],
    }
    line = SavedLine(topic="a", path=read_path("$.t", 0)[0])
    assert read_chart(json.dumps(document).encode()) == SavedChart(lines=(line, line))


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff", b"[]", b"7", b"[" * 200_000, b'{"lines": {}}', b'{"a":' + b"1" * 5000]
)
def test_no_bytes_are_no_lines(data: bytes) -> None:
    assert read_chart(data) == SavedChart()


def test_there_are_not_more_lines_than_a_chart_takes() -> None:
    data = json.dumps({"lines": [{"topic": str(n), "path": "$"} for n in range(500)]}).encode()
    assert len(read_chart(data).lines) == MOST_SERIES


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_nothing_raises(data: bytes) -> None:
    read_chart(data)
    read_chart(b'{"lines": [{"topic": "a", "path": ' + data + b"}]}")
