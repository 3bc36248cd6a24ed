"""Finding a text in a payload: in the tree by node, in bytes by place."""

from __future__ import annotations

import pytest

from tracemq.mqtt.batch import Message
from tracemq.payloads.detect import Format
from tracemq.payloads.tree import finish
from tracemq.viewmodels.payload_reader import Reading, read_steps
from tracemq.viewmodels.payload_search import (
    BACKWARD_BYTES,
    LONG_BYTES,
    STEP_BYTES,
    STEP_TEXT,
    find_bytes_steps,
    find_node_steps,
    pattern,
)


def reading(payload: bytes) -> Reading:
    return finish(read_steps(Message("a", payload)))


def test_nodes_are_found_by_name_and_value_in_any_case_and_round_the_end() -> None:
    document = reading(b'{"Temp": 21.5, "list": ["tempo", {"x": "\\u0054EMP"}], "z": 1}')
    assert document.tree is not None
    found = [0]
    for _ in range(4):
        node = finish(find_node_steps(document, "temp", found[-1]))
        assert node is not None
        found.append(node)
    assert [document.path(node) for node in found[1:]] == ["$.Temp", "$.list[0]", "$.list[1].x", "$.Temp"]
    back = finish(find_node_steps(document, "temp", found[1], backward=True))
    assert back == found[3]
    assert finish(find_node_steps(document, "nowhere", 0)) is None
    assert finish(find_node_steps(document, "21.5", found[1])) == found[1]


def test_a_very_long_value_is_searched_in_steps() -> None:
    document = reading(b'["' + b"x" * 3_000_000 + b'Needle"]')
    steps = find_node_steps(document, "needle", 0)
    assert sum(1 for _ in steps) >= 2
    assert finish(find_node_steps(document, "needle", 0)) == 1


@pytest.mark.parametrize(
    ("text", "as_hex", "place"),
    [
        ("abc", False, (1, 4)),
        ("FF 00", True, (4, 6)),
        ("0xff00", True, (4, 6)),
        ("ff:00", False, None),
        ("q", True, None),
    ],
)
def test_bytes_are_found_as_text_or_as_hex_digits(text: str, as_hex: bool, place: tuple[int, int] | None) -> None:
    wanted = pattern(text, as_hex=as_hex)
    assert wanted is not None
    assert finish(find_bytes_steps(b"xABC\xff\x00abc", wanted, 0)) == place


def test_bytes_are_found_across_the_border_of_two_steps_and_backward() -> None:
    data = b"." * (STEP_BYTES - 2) + b"needle" + b"." * STEP_BYTES + b"needle"
    wanted = pattern("needle")
    assert wanted is not None
    first = finish(find_bytes_steps(data, wanted, 0))
    assert first == (STEP_BYTES - 2, STEP_BYTES + 4)
    assert finish(find_bytes_steps(data, wanted, 0, backward=True)) == (len(data) - 6, len(data))
    assert finish(find_bytes_steps(data, wanted, 0, len(data) - 1, backward=True)) == first


def test_a_text_is_looked_for_in_the_encoding_of_the_payload() -> None:
    wanted = pattern("温", "shift_jis")
    assert wanted is not None
    assert finish(find_bytes_steps("気温".encode("shift_jis"), wanted, 0)) == (2, 4)
    assert pattern("温", "latin-1") is None
    assert pattern("") is None


def test_the_last_of_very_many_places_is_found_in_short_steps() -> None:
    data = b"x" * (4 * STEP_BYTES) + b"y" * STEP_BYTES
    wanted = pattern("x")
    assert wanted is not None
    steps = find_bytes_steps(data, wanted, 0, backward=True)
    assert len(list(steps)) == STEP_BYTES // BACKWARD_BYTES  # of what has none
    assert finish(find_bytes_steps(data, wanted, 0, backward=True)) == (4 * STEP_BYTES - 1, 4 * STEP_BYTES)


def test_values_that_have_to_be_unescaped_are_searched_in_short_steps() -> None:
    document = reading(b"[" + b",".join([b'"' + b"\\u00e9" * 500 + b'"'] * 200) + b"]")
    assert len(list(find_node_steps(document, "nowhere", 0))) >= 200 * 3000 // (2 * STEP_TEXT)


@pytest.mark.parametrize(
    ("payload", "wanted"),
    [
        (b"<a>" + b"x" * 3 * LONG_BYTES + "Nadel é".encode() + b"x" * LONG_BYTES + b"</a>", "nadel é"),
        (
            b"\xd9\xd9\xf7\x5a\x00\x04\x00\x00" + bytes(LONG_BYTES - 1) + b"\xab\xcd\xef" + bytes(3 * LONG_BYTES - 2),
            "bcde",
        ),
        (
            b"\xd9\xd9\xf7\x7a\x00\x60\x00\x00" + b"x" * (LONG_BYTES - 3) + b"needle" + b"x" * (95 * LONG_BYTES - 3),
            "needle",
        ),
    ],
    ids=["XML", "bytes", "long text"],
)
def test_a_long_value_is_searched_in_pieces(payload: bytes, wanted: str) -> None:
    format_ = Format.XML if payload.startswith(b"<") else Format.CBOR
    document = finish(read_steps(Message("a", payload), format_))  # 6 MiB are shown as text unless asked for
    assert document.tree is not None
    assert len(list(find_node_steps(document, "nowhere", 0))) >= 3
    node = finish(find_node_steps(document, wanted, 0))
    assert node is not None
    assert not document.tree.has_children(node)
