import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yaml.nodes import MappingNode, ScalarNode

from tracemq.profiles.yaml_nodes import (
    MAX_BYTES,
    TAG,
    BadFileError,
    FileProblem,
    find,
    parse,
    put,
    refuse_doubled_keys,
    render,
    scalar,
)

LAUGHS = b"a: &a [x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (name, name, b", ".join([b"*%c" % (name - 1)] * 9)) for name in range(ord("b"), ord("k"))
)


@pytest.mark.parametrize(
    ("data", "problem", "detail", "line"),
    [
        (b"", FileProblem.EMPTY, "", 0),
        (b"# only a comment\n", FileProblem.EMPTY, "", 0),
        (b"- a\n- b\n", FileProblem.NOT_A_MAPPING, "", 1),
        (b"just words", FileProblem.NOT_A_MAPPING, "", 1),
        (b"a: 1\nb: [1, 2\nc: 3\n", FileProblem.NOT_YAML, None, 3),
        (b"a: 1\n\tb: 2\n", FileProblem.NOT_YAML, None, 2),
        (b"a: 1\nb: 'open\n", FileProblem.NOT_YAML, None, None),
        (b"a: 1\nb: \xff\n", FileProblem.NOT_UTF8, "", 2),
        (b"a: 1\nb: x\x00y\n", FileProblem.NOT_YAML, "NUL", 2),
        (b"a: 1\nb: x\x07y\n", FileProblem.NOT_YAML, None, 2),
        (LAUGHS, FileProblem.ALIAS, "a", 1),
        (b"x: 1\na: *a\n", FileProblem.ALIAS, "a", 2),
        (b"a: 1\n---\nb: 2\n", FileProblem.SEVERAL_DOCUMENTS, "", 3),
        (b"a: " + b"[" * 40 + b"]" * 40, FileProblem.TOO_DEEP, "", 1),
        (b"a: 1\n" + b"x" * MAX_BYTES, FileProblem.TOO_LARGE, str(MAX_BYTES + 5), 0),
        (b"a: [" + b"1," * 60_000 + b"]", FileProblem.TOO_MANY_NODES, "", 1),
    ],
)
def test_hostile_and_broken_files_are_named_by_problem_and_line(
    data: bytes, problem: FileProblem, detail: str | None, line: int | None
) -> None:
    with pytest.raises(BadFileError) as caught:
        parse(data)
    assert caught.value.problem is problem
    if detail is not None:
        assert caught.value.detail == detail
    if line is not None:
        assert caught.value.line == line


@pytest.mark.parametrize(
    "data",
    [
        b"[" * MAX_BYTES,
        b"{" * MAX_BYTES,
        b"- " * (MAX_BYTES // 2),
        b"? " * (MAX_BYTES // 2),
        b"a: " + b"\\" * (MAX_BYTES - 9),
        b'a: "' + b"\\x41" * (MAX_BYTES // 4 - 9) + b'"',
        b"a:\n" * (MAX_BYTES // 4),
        b"a: |\n" + b" x\n" * (MAX_BYTES // 4),
        b"!" * MAX_BYTES,
        b"%" * MAX_BYTES,
        b" " * MAX_BYTES,
        b"a: b: " * (MAX_BYTES // 8),
    ],
    ids=lambda data: repr(data[:8]),
)
def test_a_mebibyte_of_anything_is_done_with_soon(data: bytes) -> None:
    began = time.process_time()
    with suppress(BadFileError):
        parse(data)
    assert time.process_time() - began < 5


def test_a_tag_that_names_python_objects_makes_none() -> None:
    data = b"a: !!python/object/apply:os.system ['exit 1']\n"
    assert render(parse(data)) == data.replace(b"'exit 1'", b"'exit 1'")


@pytest.mark.parametrize(
    "data",
    [
        b"port: 0x10\nsince: 2020-01-01\nok: yes\nrate: 1_000\nnothing: ~\n",
        b"quoted: 'it''s'\ndouble: \"a\\tb\"\nflow: {b: 1, a: [x, 'y']}\n",
        b"text: |\n  one\n  two\nlist:\n  - a\n  - b: 1\n    c: 2\n",
        b"1: number as a key\n? [a, b]\n: a list as a key\n",
        b"custom: !mine {a: 1}\nempty: []\n",
        "ünïcode: gr\u00fc\u00dfe \U0001f600\n".encode(),
    ],
)
def test_what_is_not_changed_is_written_back_as_it_stood(data: bytes) -> None:
    assert render(parse(data)) == data


def test_a_doubled_key_is_refused_wherever_it_stands() -> None:
    for data in (b"a: 1\nb: 2\na: 3\n", b"x:\n  - {q: 1}\n  - {a: 1, a: 2}\n"):
        with pytest.raises(BadFileError) as caught:
            refuse_doubled_keys(parse(data))
        assert (caught.value.problem, caught.value.detail, caught.value.line) == (FileProblem.DUPLICATE_KEY, "a", 3)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
@example(b"\xef\xbb\xbfa: 1")
@example(b'a: "\\UFFFFFFFF"')
@example(b'a: "\\ud800"')
def test_random_bytes_give_a_mapping_or_the_documented_error(data: bytes) -> None:
    try:
        root = parse(data)
    except BadFileError:
        return
    assert isinstance(root, MappingNode)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("yes")
@example("1e3")
@example("\x85\u2028\ufeff\x00\x07")
@example(" lead\ntrail \n")
@example("- a: b # c")
@example("a\n\nb\n")
@example("\ta")
@example('{\n  "a": [\n    1\n  ]\n}')
@example("  a\n  b")
@example("a\n   \n  b\n\n")
def test_any_text_comes_back_from_the_file(text: str) -> None:
    root = MappingNode(TAG + "map", [], flow_style=False)
    put(root, "key", scalar(text))
    node = find(parse(render(root)), "key")
    assert isinstance(node, ScalarNode)
    assert (node.value, node.tag) == (text, TAG + "str")


def test_indented_lines_stay_readable() -> None:
    root = MappingNode(TAG + "map", [], flow_style=False)
    put(root, "payload", scalar('{\n  "a": 1\n}'))
    assert render(root).decode() == 'payload: |-\n  {\n    "a": 1\n  }\n'
