"""Lines of many MiB are read in steps, and come to the same as if the json module had read them at once."""

from __future__ import annotations

import io
import itertools
import json
import time
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.history import import_lines as lines
from tracemq.history import import_long
from tracemq.history.import_lines import BadLine, Imported, LineProblem, import_lines
from tracemq.history.log import MessageLog
from tracemq.mqtt.batch import TopicTable


def imported(data: bytes) -> tuple[MessageLog, Imported]:
    log = MessageLog(TopicTable())
    run = import_lines(io.BytesIO(data), log.topics, log.append)
    while True:
        try:
            next(run)
        except StopIteration as finished:
            log.tick()
            done: Imported = finished.value
            return log, done


def outcome(data: bytes) -> object:
    log, done = imported(data)
    return (
        [(log.message(seq), log.packet(seq)) for seq in range(log.last)],
        [bad.number for bad in done.bad_lines],
        done.bytes,
    )


TEXTS = st.text(st.sampled_from('a"\\/\u00e9\U0001f600\ud83d\udc00\0\n=+') | st.characters(), max_size=40)
PLAIN = TEXTS.map(lambda text: text.encode("utf-8", "replace").decode())
NASTY = st.one_of(
    st.fixed_dictionaries({"topic": st.just("a"), "payload": TEXTS}).map(json.dumps),
    st.fixed_dictionaries({"topic": st.just("a"), "payload": PLAIN}).map(
        lambda line: json.dumps(line, ensure_ascii=False)
    ),
    st.binary(max_size=30).map(lambda data: json.dumps({"topic": "a", "payload_base64": b64encode(data).decode()})),
    st.text(st.sampled_from("QUJD=\\/"), max_size=20).map(lambda text: f'{{"topic": "a", "payload_base64": "{text}"}}'),
    st.text(st.sampled_from('{}[]":,\\ua1d83topic'), max_size=60),
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(NASTY.map(lambda text: text.encode("utf-8", "replace").replace(b"\n", b" ")), max_size=4))
def test_what_is_read_in_pieces_is_what_is_read_at_once(found: list[bytes]) -> None:
    data = b"\n".join(found)
    at_once = outcome(data)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(lines, "SHORT_LINE", 7)
        small.setattr(import_long, "LONG_STRING", 15)  # keys are shorter
        small.setattr(import_long, "LOOK", 3)
        small.setattr(
            import_long,
            "_PART",
            import_long.re.compile(rb'(?:[^"\\]{1,4}+|\\(?:u[0-9a-fA-F]{4}|.)){0,2}+', import_long.re.DOTALL),
        )
        assert outcome(data) == at_once  # fmt: skip


@pytest.mark.parametrize("field", ["payload", "payload_base64"])
def test_a_message_of_many_mib_comes_back_in_short_steps(field: str) -> None:
    payload = ('é"\\\n😀' * 700_000).encode()
    value = payload.decode() if field == "payload" else b64encode(payload).decode()
    data = json.dumps({"topic": "a", field: value, "qos": 1, "packet_id": 3}).encode() + b"\n"
    data += b'{"topic": "b", "payload": "next"}\n'
    log = MessageLog(TopicTable())
    longest, began = 0.0, time.thread_time()
    for _ in import_lines(io.BytesIO(data), log.topics, log.append):
        now = time.thread_time()
        longest, began = max(longest, now - began), now
    log.tick()
    assert log.payload(0) == payload
    assert (log.row(0).qos, log.row(0).packet_id, log.payload(1)) == (1, 3, b"next")
    assert longest < 0.3  # a tenth of that on a machine that has nothing else to do


def test_large_messages_are_handed_over_one_in_a_step() -> None:
    large = json.dumps({"topic": "a", "payload": "x" * (lines.LARGE + 1)}).encode() + b"\n"
    small = b'{"topic": "b", "payload": "y"}\n'
    batches: list[int] = []
    source = io.BytesIO(small + small + large + large + small)
    handed_over = [len(batches) for _ in import_lines(source, TopicTable(), lambda batch: batches.append(len(batch)))]
    assert batches == [2, 1, 1, 1]
    assert set(handed_over) >= {0, 1, 2}
    assert all(after - before <= 1 for before, after in itertools.pairwise(handed_over))


def test_a_line_that_is_longer_than_a_message_can_be_is_passed_over_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "SHORT_LINE", 64)
    monkeypatch.setattr(lines, "MAX_LINE", 1000)
    good = b'{"topic": "a", "payload": "x"}\n'
    log, done = imported(good + b"x" * 5000 + b"\n" + good + b"y" * 1001)
    assert (log.last, done.bad_lines) == (2, [BadLine(2, LineProblem.TOO_LONG), BadLine(4, LineProblem.TOO_LONG)])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"topic": "a", "payload": [' + b"1," * 1_000_000 + b"1]}", LineProblem.TOO_LONG),
        (b"[" * 500_000, LineProblem.NOT_JSON),
        (b'{"topic": "a", "payload": "' + b"\\" * 2_000_001 + b'"}', LineProblem.NOT_JSON),
        (b'{"topic": "' + b"a" * 200_000 + b'", "payload": ""}', LineProblem.TOPIC),
        (b'{"topic": "a", "payload_base64": "' + b"QUJD=" * 100_000 + b'"}', LineProblem.PAYLOAD),
        (b'{"topic": "a", "payload": "' + b"\\ud800" * 100_000 + b'"}', LineProblem.PAYLOAD),
        (b'{"topic": "a", "payload": "' + b"\xff" * 200_000 + b'"}', LineProblem.NOT_JSON),
        (b'"' * 300_001, LineProblem.NOT_JSON),
    ],
    ids=["list", "nesting", "backslashes", "topic", "base64", "surrogates", "not UTF-8", "quotes"],
)
def test_long_lines_that_are_no_messages_are_told_and_passed_over(line: bytes, problem: LineProblem) -> None:
    log, done = imported(line + b'\n{"topic": "a", "payload": "x"}\n')
    assert (done.bad_lines, log.last) == ([BadLine(1, problem)], 1)
