import json
import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracemq.payloads.errors import DecodeError, DecodeProblem
from tracemq.payloads.json_pretty import json_path, pretty, pretty_steps
from tracemq.payloads.json_tree import JsonTree, parse_json, parse_json_steps, unescape
from tracemq.payloads.tree import Kind

NOTHING = object()


def value(document: JsonTree, node: int = 0) -> Any:
    """Build what the json module would have made of it."""
    tree = document.tree
    match tree.kind(node):
        case Kind.OBJECT:
            return {json.loads(document.raw_key(child)): value(document, child) for child in tree.children(node)}
        case Kind.ARRAY:
            return [value(document, child) for child in tree.children(node)]
        case _:
            return json.loads(document.raw(node))


def refuse(constant: str) -> Any:
    raise ValueError(constant)


def stdlib(data: bytes) -> Any:
    """Read with the json module, strictly: UTF-8 alone, no NaN."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=refuse)
    except ValueError:
        return NOTHING


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)
fragments = st.lists(
    st.sampled_from(
        [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            '"a"',
            '"\\u00e9\\n"',
            '"\\x"',
            "1",
            "-",
            "01",
            "1.",
            "1e5",
            "-0.5E-3",
            "true",
            "null",
        ]
    )
    | st.sampled_from(
        [" ", "\n", "\t", "\ufeff", "\x01", '"', "\\", "é", "NaN", "Infinity", '""', "{}", "[]", "//", "nul"]
    ),
    max_size=12,
).map(lambda parts: "".join(parts).encode())


@given(
    fragments
    | st.binary(max_size=30)
    | documents.map(lambda it: json.dumps(it, ensure_ascii=False, indent=1).encode(errors="replace"))
)
@example(b"")
@example(b"[1,]")
@example(b'{"a":1,}')
@example(b"\xef\xbb\xbf{}")
@example(b"[]]")
@example(b"1 2")
@example(b'"\\ud800"')
@example(b"-")
@example(b"\xed\xa0\x80")
def test_exactly_what_the_json_module_takes_is_taken_and_means_the_same(data: bytes) -> None:
    expected = stdlib(data)
    try:
        document = parse_json(data)
    except DecodeError as error:
        fault = error
    else:
        assert value(document) == expected
        return
    assert expected is NOTHING
    assert 0 <= fault.offset <= len(data)
    assert fault.line >= 1
    assert fault.column >= 1


@given(documents, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_pretty_text_means_the_same_and_is_its_own_pretty_text(it: Any, indent: Any, ascii_only: bool) -> None:
    data = json.dumps(it, indent=indent, ensure_ascii=ascii_only).encode(errors="replace")
    shown = pretty(parse_json(data))
    assert shown.complete
    again = parse_json(shown.text.encode())
    assert value(again) == value(parse_json(data))
    assert pretty(again).text == shown.text
    assert shown.text == json.dumps(json.loads(data), indent=2, ensure_ascii=ascii_only) or "e" in data.decode()


def test_numbers_keys_and_their_order_stay_as_sent() -> None:
    data = rb'{"b":12345678901234567890,"a":127.0,"a":1e400,"\u0061":-0.10E+05,"n":[1,{}, []],"s":"\u00e9\/"}'
    document = parse_json(data)
    assert pretty(document).text == (
        '{\n  "b": 12345678901234567890,\n  "a": 127.0,\n  "a": 1e400,\n  "\\u0061": -0.10E+05,\n'
        '  "n": [\n    1,\n    {},\n    []\n  ],\n  "s": "\\u00e9\\/"\n}'
    )
    tree = document.tree
    children = list(tree.children(0))
    assert [tree.label(child) for child in children] == ["b", "a", "a", "a", "n", "s"]
    assert [tree.text(child) for child in children] == ["12345678901234567890", "127.0", "1e400", "-0.10E+05", "", "é/"]
    assert [tree.kind(child) for child in children] == [
        Kind.INTEGER, Kind.FLOAT, Kind.FLOAT, Kind.FLOAT, Kind.ARRAY, Kind.STRING,
    ]  # fmt: skip


def test_every_node_knows_its_bytes_and_the_bytes_their_node() -> None:
    data = b' {"k" : [ 10 , {"x":"y"} ] , "z":null}  '
    document = parse_json(data)
    tree = document.tree
    assert [data[slice(*tree.span(node))] for node in range(len(tree))] == [
        b'{"k" : [ 10 , {"x":"y"} ] , "z":null}', b'[ 10 , {"x":"y"} ]', b"10", b'{"x":"y"}', b'"y"', b"null",
    ]  # fmt: skip
    assert tree.node_at(data.index(b"10")) == 2
    assert tree.node_at(data.index(b"y")) == 4
    assert tree.node_at(data.index(b'"z"')) == 0
    assert [tree.parent(node) for node in range(len(tree))] == [-1, 0, 1, 1, 3, 0]


def test_a_path_leads_to_each_node() -> None:
    document = parse_json(b'{"a":[1,{"odd key":2,"it\'s\\\\":3}],"":4}')
    assert [json_path(document, node) for node in range(len(document.tree))] == [
        "$", "$.a", "$.a[0]", "$.a[1]", "$.a[1]['odd key']", "$.a[1]['it\\'s\\\\']", "$['']",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "problem", "offset", "detail", "place"),
    [
        (b"", DecodeProblem.EMPTY, 0, "", (1, 1)),
        (b" \n ", DecodeProblem.EMPTY, 3, "", (2, 2)),
        (b"[1,", DecodeProblem.UNEXPECTED_END, 3, "", (1, 4)),
        (b"[1," + b" " * 300, DecodeProblem.UNEXPECTED_END, 303, "", (1, 304)),
        (b'{"a"', DecodeProblem.UNEXPECTED_END, 4, "", (1, 5)),
        (b'{"a', DecodeProblem.UNEXPECTED_END, 3, "", (1, 4)),
        (b"{a:1}", DecodeProblem.KEY_EXPECTED, 1, "a", (1, 2)),
        (b'{"a" 1}', DecodeProblem.COLON_EXPECTED, 5, "1", (1, 6)),
        (b'{"a":1 "b":2}', DecodeProblem.COMMA_EXPECTED, 7, '"', (1, 8)),
        (b"[1\n2]", DecodeProblem.COMMA_EXPECTED, 3, "2", (2, 1)),
        (b"[1}", DecodeProblem.COMMA_EXPECTED, 2, "}", (1, 3)),
        (b"[1,]", DecodeProblem.TRAILING_COMMA, 3, "]", (1, 4)),
        (b'{"a":1,}', DecodeProblem.TRAILING_COMMA, 7, "}", (1, 8)),
        (b"[01]", DecodeProblem.BAD_NUMBER, 2, "1", (1, 3)),
        (b"[1.]", DecodeProblem.BAD_NUMBER, 2, ".", (1, 3)),
        (b"[-]", DecodeProblem.BAD_NUMBER, 1, "-", (1, 2)),
        (b"[+1]", DecodeProblem.BAD_NUMBER, 1, "+1", (1, 2)),
        (b"[NaN]", DecodeProblem.UNEXPECTED, 1, "NaN", (1, 2)),
        (b"['a']", DecodeProblem.UNEXPECTED, 1, "'", (1, 2)),
        (b"1 2", DecodeProblem.EXTRA_DATA, 2, "2", (1, 3)),
        (b"{}}", DecodeProblem.EXTRA_DATA, 2, "}", (1, 3)),
        (b'"\xc3\xa9\xc3\xa9\n"', DecodeProblem.CONTROL_CHARACTER, 5, "0A", (1, 4)),
        (b'["\\q"]', DecodeProblem.BAD_ESCAPE, 2, "\\q", (1, 3)),
        (b'["\\u12G4"]', DecodeProblem.BAD_ESCAPE, 2, "\\u12G4", (1, 3)),
        (b'"\xff"', DecodeProblem.NOT_UTF8, 1, "FF", (1, 2)),
        (b'{"' + b"x" * 3_000_000 + b"\xff", DecodeProblem.NOT_UTF8, 3_000_002, "FF", (1, 3_000_003)),
    ],
)
def test_an_error_says_what_where_and_which(
    data: bytes, problem: DecodeProblem, offset: int, detail: str, place: tuple[int, int]
) -> None:
    with pytest.raises(DecodeError) as caught:
        parse_json(data)
    error = caught.value
    assert (error.problem, error.offset, error.detail, (error.line, error.column)) == (problem, offset, detail, place)


@pytest.mark.parametrize("middle", [b"", b"1", b'"x"'])
def test_a_hundred_thousand_levels_are_read_and_shown(middle: bytes) -> None:
    document = parse_json(b'[{"a":' * 50_000 + (middle or b"{}") + b"}]" * 50_000)
    assert len(document.tree) == 100_001
    shown = pretty(document, 100_000)
    assert not shown.complete
    assert shown.text.endswith("…")
    assert len(shown.text) <= 100_001
    with pytest.raises(DecodeError) as caught:
        parse_json(b"[" * 100_000)
    assert caught.value.problem is DecodeProblem.UNEXPECTED_END
    assert json_path(document, 100_000).startswith("$[0].a[0].a")


def test_long_strings_and_keys_are_whole() -> None:
    long = "xé\\n" * 500_000
    document = parse_json(f'{{"{long}":"{long}"}}'.encode())
    assert document.raw(1) == f'"{long}"'
    assert document.raw_key(1) == f'"{long}"'
    assert document.tree.text(1) == long.replace("\\n", "\n")
    assert document.preview(1, 5) == "xé\nxé…"


@pytest.mark.parametrize(
    "data",
    [
        b'"' + b"x" * (20 << 20) + b'"',
        b'"' + b"\\n" * (10 << 20) + b'"',
        b'{"' + b"x" * (20 << 20) + b'":1}',
        b" " * (20 << 20) + b"1",
        b"[1" + b" " * (20 << 20) + b"]",
        b"[" * 500_000 + b"]" * 500_000,
        b"[" + b"1," * 500_000 + b"1]",
    ],
    ids=["string", "escapes", "key", "space before", "space behind", "depth", "width"],
)
def test_the_work_comes_in_many_small_steps(data: bytes) -> None:
    steps = parse_json_steps(data)
    longest, count, began = 0.0, 0, time.thread_time()
    for _ in steps:
        count += 1
        now = time.thread_time()
        longest, began = max(longest, now - began), now
    assert count > 10
    assert longest < 0.25  # 5 ms on a machine that has nothing else to do


def test_a_limit_of_nodes_shows_where_the_tree_stops() -> None:
    data = b'[[1,2],{"a":[3,4]},5]'
    document = parse_json(data, max_nodes=6)
    tree = document.tree
    assert not tree.complete
    assert len(tree) == 6
    assert data[tree.stopped_at : tree.stopped_at + 1] == b"3"
    shown = pretty(document)
    assert shown.text == '[\n  [\n    1,\n    2\n  ],\n  {\n    "a": [\n…'
    assert not shown.complete
    assert list(tree.children(0)) == [1, 4]


@given(documents, st.integers(0, 200))
def test_cut_text_is_a_beginning_of_the_whole_and_says_so(it: Any, limit: int) -> None:
    document = parse_json(json.dumps(it).encode())
    whole = pretty(document).text
    shown = pretty(document, limit)
    assert shown.complete == (len(whole) <= limit)
    assert shown.text == whole if shown.complete else shown.text == whole[:limit] + "…"


@given(st.text(max_size=30))
def test_unescaping_agrees_with_the_json_module(text: str) -> None:
    text = text.encode(errors="replace").decode()
    assert unescape(json.dumps(text)[1:-1]) == text


def test_lone_surrogates_stay_as_they_are_written() -> None:
    assert unescape("\\ud83d\\ude00 \\ud800 \\\\ud800") == "\U0001f600 \\ud800 \\ud800"


@given(st.text(max_size=40), st.integers(1, 50))
def test_a_preview_of_a_node_never_shows_more_than_was_asked_for(text: str, limit: int) -> None:
    text = text.encode(errors="replace").decode()
    document = parse_json(json.dumps(text).encode())
    shown = document.preview(0, limit)
    assert shown == text if len(text) <= limit else shown.startswith(text[: limit // 2]) and shown.endswith("…")
    assert len(shown) <= limit + 1


def test_pretty_text_comes_in_steps() -> None:
    document = parse_json(b"[" + b"1," * 100_000 + b"1]")
    assert sum(1 for _ in pretty_steps(document, 10_000_000)) > 50


def test_an_item_far_behind_in_a_long_list_has_its_number_in_its_path() -> None:
    document = parse_json(b"[" + b"[0]," * 25_000 + b"1]")
    for item in (9_999, 10_000, 10_001, 24_999):
        assert json_path(document, 1 + 2 * item) == f"$[{item}]"
        assert json_path(document, 2 + 2 * item) == f"$[{item}][0]"
    assert json_path(document, len(document.tree) - 1) == "$[25000]"
