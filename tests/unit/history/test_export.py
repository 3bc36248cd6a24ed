"""Rows go into files as JSON Lines, CSV or text, and JSON Lines come back as they were."""

from __future__ import annotations

import csv
import io
import json
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.history.export import ROWS_AT_ONCE, Exported, all_of, between, export, in_parts
from tracemq.history.export_formats import WRITERS, Format
from tracemq.history.export_long import long_line
from tracemq.history.export_rows import LONGEST_KEPT, Names
from tracemq.history.filter import FilteredLog
from tracemq.history.import_lines import BadLine, Imported, LineProblem, import_lines
from tracemq.history.log import MessageLog
from tracemq.history.query import parse
from tracemq.history.row import LogView
from tracemq.mqtt.batch import TopicTable
from tracemq.mqtt.codec import publish_properties
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import Version

from .batches import Sent, batch_of
from .test_filter import kept

PROPERTIES = publish_properties(
    Properties(
        content_type="é",
        correlation_data=b"\x00\xff",
        subscription_identifiers=(3, 300),
        user_properties=(("k", "1"), ("k", "2")),
        message_expiry_interval=9,
    )
)[1:]
EVERYTHING = [
    (Sent("a/b", b'{"n": 1}'), Version.V5, 1_700_000_000.123456),
    (Sent("a/é", "\n\t\x00\x7f\u2028ü".encode(), retain=True), Version.V311, 1_700_000_000.5),
    (Sent("c", b"\xff\x00", qos=2, packet_id=7, dup=True), Version.V31, 0.0),
    (Sent("d", b"", qos=1, packet_id=65_535, properties=PROPERTIES), Version.V5, 1e9),
    (Sent("=cmd()", b"=1+1"), Version.V5, 1e9),
    (Sent("e", b"-5.5"), Version.V5, 1e9),
]


def everything() -> MessageLog:
    log = MessageLog(TopicTable(), segment_bytes=100)
    for sent, version, at in EVERYTHING:
        log.append(batch_of(log.topics, sent, version=version, received_at=at))
    log.tick()
    return log


def exported(log: MessageLog, form: Format, view: LogView | None = None) -> tuple[bytes, Exported]:
    out = io.BytesIO()
    run = export(log, all_of(view or log), form, out.write)
    while True:
        try:
            next(run)
        except StopIteration as finished:
            done: Exported = finished.value
            assert done.bytes == len(out.getvalue())
            return out.getvalue(), done


def imported(data: bytes) -> tuple[MessageLog, Imported]:
    log = MessageLog(TopicTable())
    run = import_lines(io.BytesIO(data), log.topics, log.append)
    while True:
        try:
            next(run)
        except StopIteration as finished:
            log.tick()
            done: Imported = finished.value
            assert done.rows == log.last
            return log, done


def contents(log: MessageLog) -> list[object]:
    return [(message, log.version(seq), log.packet(seq)) for seq in range(log.last) for message in [log.message(seq)]]


def test_json_lines_say_everything() -> None:
    data, done = exported(everything(), Format.JSON_LINES)
    lines = [json.loads(line) for line in data.decode().split("\n")[:-1]]
    assert lines[0] == {
        "time": "2023-11-14T22:13:20.123456Z",
        "received_at": 1_700_000_000.123456,
        "version": 5,
        "topic": "a/b",
        "payload": '{"n": 1}',
        "qos": 0,
        "retain": False,
    }
    assert lines[1]["payload"] == "\n\t\x00\x7f\u2028ü"
    assert (lines[2]["payload_base64"], lines[2]["dup"], lines[2]["packet_id"]) == ("/wA=", True, 7)
    assert lines[3]["properties"] == {
        "content_type": "é",
        "correlation_data": "AP8=",
        "subscription_identifiers": [3, 300],
        "user_properties": [["k", "1"], ["k", "2"]],
        "message_expiry_interval": 9,
    }
    assert done.rows == len(lines) == len(EVERYTHING)


def test_json_lines_come_back_as_they_were() -> None:
    log = everything()
    again, done = imported(exported(log, Format.JSON_LINES)[0])
    assert contents(again) == contents(log)
    assert done.bad == 0


def test_csv_can_be_read_by_others_and_holds_no_formula() -> None:
    data, _ = exported(everything(), Format.CSV)
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert [row["topic"] for row in rows] == ["a/b", "a/é", "c", "d", "'=cmd()", "e"]
    assert [row["payload"] for row in rows] == [
        '{"n": 1}',
        "'\n\t\x00\x7f\u2028ü",
        "/wA=",
        "",
        "'=1+1",
        "-5.5",
    ]
    assert [row["payload_encoding"] for row in rows] == ["text", "text", "base64", "text", "text", "text"]
    assert [row["qos"] for row in rows] == ["0", "0", "2", "1", "0", "0"]
    assert [row["retain"] for row in rows][:2] == ["false", "true"]
    assert [row["packet_id"] for row in rows][:4] == ["", "", "7", "65535"]
    assert json.loads(rows[3]["properties"])["content_type"] == "é"
    assert rows[0]["time"] == "2023-11-14T22:13:20.123456Z"
    for row in rows:
        for text in row.values():
            assert not text.startswith(("=", "+", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_never_begins_like_a_formula(start: str) -> None:
    log = kept(Sent("t", f"{start}SUM(A1)".encode()), Sent("t", f"{start}5".encode()))
    rows = list(csv.DictReader(io.StringIO(exported(log, Format.CSV)[0].decode(), newline="")))
    assert rows[0]["payload"] == f"'{start}SUM(A1)"
    assert rows[1]["payload"] == (f"{start}5" if start in "+-" else f"'{start}5")


def test_text_has_one_line_per_row() -> None:
    data, _ = exported(everything(), Format.TEXT)
    assert data.decode().split("\n") == [
        '2023-11-14T22:13:20.123456Z a/b qos0: {"n": 1}',
        "2023-11-14T22:13:20.500000Z a/é qos0 retain: \\n\\t\\u0000\\u007f\\u2028ü",
        "1970-01-01T00:00:00.000000Z c qos2: base64:/wA=",
        "2001-09-09T01:46:40.000000Z d qos1: ",
        "2001-09-09T01:46:40.000000Z =cmd() qos0: =1+1",
        "2001-09-09T01:46:40.000000Z e qos0: -5.5",
        "",
    ]


def test_what_a_filter_shows_can_be_exported() -> None:
    log = everything()
    term = parse("qos>0")
    assert term is not None
    view = FilteredLog(log, term)
    view.step()
    data, done = exported(log, Format.JSON_LINES, view)
    assert [json.loads(line)["topic"] for line in data.splitlines()] == ["c", "d"]
    assert done.rows == 2


def test_chosen_rows_can_be_exported() -> None:
    log = everything()
    out = io.BytesIO()
    for _ in export(log, [[1, 3], [5]], Format.JSON_LINES, out.write):
        pass
    assert [json.loads(line)["topic"] for line in out.getvalue().splitlines()] == ["a/é", "d", "e"]


def test_an_empty_log_makes_an_empty_file() -> None:
    assert exported(kept(), Format.JSON_LINES) == (b"", Exported())
    assert exported(kept(), Format.CSV)[0].startswith(b"time,topic,")


def test_an_export_runs_in_slices_and_takes_nothing_that_came_later() -> None:
    log = kept(*[Sent("a", b"x")] * 2000)
    out = io.BytesIO()
    run = export(log, all_of(log), Format.TEXT, out.write)
    assert 0 < next(run).rows < 1000
    log.append(batch_of(log.topics, Sent("late")))
    log.tick()
    assert list(run)[-1].rows == 2000
    assert b"late" not in out.getvalue()


def test_rows_that_leave_meanwhile_are_counted_as_missing() -> None:
    log = kept(*[Sent("a", bytes(50))] * 2000, segment_bytes=1000)
    parts = list(all_of(log))
    run = export(log, parts, Format.TEXT, io.BytesIO().write)
    written = next(run).rows
    log.give_up(1000)
    log.tick()
    done = list(run)[-1]
    assert done.rows == written + 2000 - log.first
    assert done.missing == log.first - written
    log.clear()
    assert list(export(log, parts, Format.TEXT, io.BytesIO().write))[-1].missing == 2000


@pytest.mark.parametrize("form", Format)
def test_rows_that_are_not_neighbours_are_written_as_they_are_alone(form: Format) -> None:
    log = MessageLog(TopicTable(), segment_bytes=4000)
    for number in range(200):
        sent = Sent(
            f"t/{number % 7}", b"\xff" * (number % 3), qos=number % 2, packet_id=number + 1, retain=number % 5 == 0
        )
        log.append(batch_of(log.topics, sent, sent, received_at=1e9 + number))
    log.tick()
    seqs = [*range(0, 100, 3), 100, 101, 102, *range(200, 400, 17)]
    together: list[bytes] = []
    for _ in export(log, [seqs], form, together.append):
        pass
    alone: list[bytes] = []
    for seq in seqs:
        for _ in export(log, [[seq]], form, alone.append):
            pass
    head = WRITERS[form]().head()
    assert b"".join(together).removeprefix(head) == b"".join(part for part in alone if part != head)


def test_a_view_that_shrinks_while_it_is_walked_through_ends_at_its_end() -> None:
    log = kept(*[Sent("a", bytes(50))] * 2000, segment_bytes=1000)
    walk = all_of(log)
    seen = list(next(walk))
    log.give_up(1000)
    log.tick()
    seen += [seq for part in walk for seq in part]
    assert seen == [*range(ROWS_AT_ONCE), *range(log.first, 2000)]


def test_a_disk_that_is_full_stops_the_export() -> None:
    def full(_: bytes) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        next(export(everything(), [[0]], Format.TEXT, full))


# -- reading lines back

BAD = [
    (b"{", LineProblem.NOT_JSON),
    (b"[" * 100_000, LineProblem.NOT_JSON),
    (b"\xff\xfe\xff", LineProblem.NOT_JSON),
    (b"[]", LineProblem.NOT_A_MESSAGE),
    (b'{"payload": "x"}', LineProblem.NOT_A_MESSAGE),
    (b'{"topic": 5, "payload": "x"}', LineProblem.NOT_A_MESSAGE),
    (b'{"topic": "a"}', LineProblem.NOT_A_MESSAGE),
    (b'{"topic": "", "payload": "x"}', LineProblem.TOPIC),
    (b'{"topic": "a/#", "payload": "x"}', LineProblem.TOPIC),
    (b'{"topic": "a\\ud800", "payload": "x"}', LineProblem.TOPIC),
    (b'{"topic": "a", "payload": "\\ud800"}', LineProblem.PAYLOAD),
    (b'{"topic": "a", "payload_base64": "?"}', LineProblem.PAYLOAD),
    (b'{"topic": "a", "payload_base64": 5}', LineProblem.PAYLOAD),
    (b'{"topic": "a", "payload": "x", "qos": 3}', LineProblem.FIELD),
    (b'{"topic": "a", "payload": "x", "qos": "1"}', LineProblem.FIELD),
    (b'{"topic": "a", "payload": "x", "qos": 1, "packet_id": 70000}', LineProblem.FIELD),
    (b'{"topic": "a", "payload": "x", "version": 6}', LineProblem.FIELD),
    (b'{"topic": "a", "payload": "x", "received_at": "now"}', LineProblem.FIELD),
    (b'{"topic": "a", "payload": "x", "received_at": -1}', LineProblem.FIELD),
    (b'{"topic": "a", "payload": "x", "received_at": NaN}', LineProblem.FIELD),
    (b'{"topic": "a", "payload": "x", "properties": []}', LineProblem.PROPERTIES),
    (b'{"topic": "a", "payload": "x", "properties": {"unheard": 1}}', LineProblem.PROPERTIES),
    (b'{"topic": "a", "payload": "x", "properties": {"receive_maximum": 1}}', LineProblem.PROPERTIES),
    (b'{"topic": "a", "payload": "x", "properties": {"user_properties": [1]}}', LineProblem.PROPERTIES),
    (b'{"topic": "a", "payload": "x", "properties": {"content_type": 5}}', LineProblem.PROPERTIES),
    (b'{"topic": "a", "payload": "x", "properties": {"message_expiry_interval": 1e99}}', LineProblem.PROPERTIES),
]


@pytest.mark.parametrize(("line", "problem"), BAD, ids=[line[:70].decode(errors="replace") for line, _ in BAD])
def test_a_line_that_is_no_message_is_passed_over_and_named(line: bytes, problem: LineProblem) -> None:
    good = b'{"topic": "a", "payload": "x"}'
    log, done = imported(b"\n".join([good, line, b"", good]))
    assert log.last == 2
    assert (done.bad, done.bad_lines) == (1, [BadLine(2, problem)])


def test_lines_of_other_programs_are_read_as_far_as_they_go() -> None:
    log, done = imported(b'{"topic":"a","payload":{"n":[1,2.5,"\xc3\xa9"]},"qos":1,"retain":true,"tst":"now"}\r\n')
    assert done.bad == 0
    message = log.message(0)
    assert (message.topic, message.qos, message.retain, message.packet_id) == ("a", 1, True, 0)
    assert json.loads(message.payload) == {"n": [1, 2.5, "é"]}


def test_only_the_first_bad_lines_are_listed() -> None:
    _, done = imported(b"x\n" * 1000)
    assert (done.bad, len(done.bad_lines)) == (1000, 100)


SENT = st.builds(
    lambda topic, payload, qos, retain, dup, properties: Sent(
        topic,
        payload,
        qos,
        retain=retain,
        dup=dup and qos > 0,
        packet_id=qos * 100,
        properties=publish_properties(properties)[1:] if properties else b"",
    ),
    st.text(min_size=1, max_size=8).filter(lambda text: not set("#+\0") & set(text)),
    st.one_of(st.binary(max_size=20), st.text(max_size=20).map(str.encode)),
    st.integers(0, 2),
    st.booleans(),
    st.booleans(),
    st.one_of(
        st.none(),
        st.builds(
            Properties,
            user_properties=st.lists(
                st.tuples(st.just("k"), st.sampled_from(["", "v", "é\n"])), min_size=1, max_size=3
            ).map(tuple),
            correlation_data=st.one_of(st.none(), st.binary(max_size=5)),
            payload_format_indicator=st.sampled_from([None, 0, 1]),
        ),
    ),
)


@given(st.lists(st.tuples(SENT, st.sampled_from([Version.V5, Version.V311]), st.floats(0, 4e9)), max_size=12))
@settings(max_examples=150)
def test_whatever_was_received_comes_back_from_json_lines(messages: list[tuple[Sent, Version, float]]) -> None:
    log = MessageLog(TopicTable(), segment_bytes=200)
    for sent, version, at in messages:
        if version is not Version.V5:
            sent.properties = b""
        log.append(batch_of(log.topics, sent, version=version, received_at=at))
    log.tick()
    again, _ = imported(exported(log, Format.JSON_LINES)[0])
    assert contents(again) == contents(log)


def test_a_binary_payload_is_written_as_base64() -> None:
    payload = bytes(range(256))
    data, _ = exported(kept(Sent("a", payload)), Format.JSON_LINES)
    assert json.loads(data)["payload_base64"] == b64encode(payload).decode()


LONG_TEXT = 'é"\\\n=€😀' * 60_000  # cut anywhere, a piece would end inside a character


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize(
    "payload",
    [
        LONG_TEXT.encode(),
        b"=" + LONG_TEXT.encode(),
        LONG_TEXT.encode()[:-1],
        b"\xff" * 700_001,
        b"\r" * 600_000,
        b"\xf8" * 600_000,
    ],
    ids=["text", "formula", "cut", "binary", "line ends", "a formula of Base64"],
)
@pytest.mark.parametrize("qos", [0, 2])
def test_a_long_row_is_written_in_pieces_as_a_short_one_is_at_once(form: Format, payload: bytes, qos: int) -> None:
    log = kept(Sent("=a\tb", payload, qos=qos, packet_id=9, retain=True, properties=PROPERTIES))
    ((segment, indexes),) = log.parts((0,))
    at_once = WRITERS[form]().lines(segment, indexes, log.topics)
    found = [piece or b"" for piece in long_line(form, log, 0)]
    assert b"".join(found) == at_once
    assert max(map(len, found)) < 800_000
    data, done = exported(log, form)
    assert (data[-len(at_once) :], done.rows) == (at_once, 1)


def test_short_and_long_rows_stay_in_order() -> None:
    sent = [Sent("t", bytes([65 + number]) * size) for number, size in enumerate([1, 700_000, 3, 300_000, 300_000, 9])]
    log = kept(*sent)
    again, done = imported(exported(log, Format.JSON_LINES)[0])
    assert [again.payload(seq) for seq in range(6)] == [one.payload for one in sent]
    assert done.rows == 6


def test_a_long_row_that_leaves_between_its_pieces_is_missing_and_not_torn() -> None:
    log = MessageLog(TopicTable(), segment_bytes=1 << 20)
    log.append(batch_of(log.topics, Sent("a", b"x" * 900_000)))
    log.append(batch_of(log.topics, Sent("b", b"y" * 200_000)))
    log.tick()
    out = io.BytesIO()
    run = export(log, in_parts(range(2)), Format.JSON_LINES, out.write)
    next(run)
    log.append(batch_of(log.topics, Sent("c", b"z" * 900_000)))
    log.give_up(1)
    log.tick()
    assert log.first > 0
    done = list(run)[-1]
    assert (done.rows, done.missing) == (1, 1)
    assert [json.loads(line)["topic"] for line in out.getvalue().splitlines()] == ["b"]


def test_spans_of_positions_are_exported_in_order() -> None:
    log = kept(*(Sent("t", b"%d" % number) for number in range(1000)))
    out = io.BytesIO()
    for _ in export(log, between(log, [(3, 5), (900, 902)]), Format.TEXT, out.write):
        pass
    assert [line.rsplit(b" ", 1)[1] for line in out.getvalue().splitlines()] == [b"3", b"4", b"900", b"901"]


def test_long_topics_are_written_whole_and_not_kept() -> None:
    made: list[str] = []

    def write(name: str) -> str:
        made.append(name)
        return f"<{name}>"

    names = Names(write)
    short, long = "a" * LONGEST_KEPT, "b" * (LONGEST_KEPT + 1)
    assert [names.of(name.encode()) for name in (short, long) * 2] == [f"<{name}>" for name in (short, long) * 2]
    assert made == [short, long, long]
