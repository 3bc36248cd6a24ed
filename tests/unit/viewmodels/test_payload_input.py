from __future__ import annotations

import base64
import json
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.garbage import without_collections
from tracemq.payloads.tree import finish
from tracemq.viewmodels import payload_input
from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.payload_input import (
    PayloadKind,
    PayloadProblem,
    formatted_json,
    formatted_steps,
    json_complaint,
    payload_bytes,
    payload_complaint,
    verdict_steps,
)


@pytest.mark.parametrize("text", ["00ff1A", "00 ff 1a", "0x00,0xFF,0x1A", "00:ff:1a", "00-ff\n1a", r"\x00\xff\x1a"])
def test_hex_is_read_as_people_write_it(text: str) -> None:
    assert payload_bytes(PayloadKind.HEX, text) == b"\x00\xff\x1a"


@pytest.mark.parametrize("text", ["AP8a", "AP8a\n", "AP 8a", "AP8a===="])
def test_base64_is_read_with_white_space_and_without_padding(text: str) -> None:
    assert payload_bytes(PayloadKind.BASE64, text) == b"\x00\xff\x1a"


def test_base64_of_urls_is_read_too() -> None:
    assert payload_bytes(PayloadKind.BASE64, "-_8") == b"\xfb\xff"


@given(st.binary())
def test_bytes_survive_hex_and_base64(data: bytes) -> None:
    assert payload_bytes(PayloadKind.HEX, data.hex(" ")) == data
    assert payload_bytes(PayloadKind.BASE64, base64.b64encode(data).decode()) == data


@given(st.text(alphabet=st.sampled_from("0aFxX\\-_:, \n\x1c\u00a0g"), max_size=12))
def test_the_quick_way_to_hex_digits_leaves_what_the_plain_one_leaves(text: str) -> None:
    assert payload_input._hex_digits(text) == payload_input._BETWEEN_BYTES.sub("", text)


@given(st.text(alphabet=st.sampled_from("QUJD=-_+/ \n\x1c\u00a0é?"), max_size=12))
def test_the_quick_way_to_base64_reads_what_the_plain_one_reads(text: str) -> None:
    letters = re.sub(r"\s+", "", text).translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        plain: bytes | Complaint = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except ValueError:
        plain = Complaint(PayloadProblem.BASE64_INVALID)
    assert payload_bytes(PayloadKind.BASE64, text) == plain


def test_half_a_character_is_refused() -> None:
    assert payload_bytes(PayloadKind.TEXT, "a\ud800") == Complaint(PayloadProblem.SURROGATE)


@pytest.mark.parametrize(
    ("text", "line", "column"), [('{"a": 1 2}', 1, 9), ("[1,\n2", 2, 2), ("NaN", 1, 1), ('["NaN",\n -Infinity]', 2, 2)]
)
def test_where_json_breaks_is_said(text: str, line: int, column: int) -> None:
    complaint = json_complaint(text)
    assert complaint is not None
    assert complaint.problem is PayloadProblem.JSON_INVALID
    assert complaint.facts == {"line": line, "column": column}


@pytest.mark.parametrize("text", ["1e400", "9" * 10_000, '{"a": 1, "a": 2}', '"\\ud800"', json.dumps("NaN")])
def test_what_is_json_is_not_complained_about(text: str) -> None:
    assert json_complaint(text) is None


def test_json_nested_too_deeply_to_check_is_no_crash() -> None:
    complaint = json_complaint("[" * 100_000)
    assert complaint is not None
    assert not complaint.serious


def test_a_file_is_read_when_it_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "payload.bin"
    file.write_bytes(b"\x00\x01")
    assert payload_complaint(PayloadKind.FILE, str(file)) is None
    assert payload_bytes(PayloadKind.FILE, str(file)) == b"\x00\x01"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", PayloadProblem.FILE_NOT_CHOSEN),
        ("missing", PayloadProblem.FILE_UNREADABLE),
        (".", PayloadProblem.FILE_UNREADABLE),
        ("a\0b", PayloadProblem.FILE_UNREADABLE),
        ("pipe", PayloadProblem.FILE_UNREADABLE),
    ],
)
def test_what_is_no_file_is_said_and_not_read(tmp_path: Path, name: str, problem: PayloadProblem) -> None:
    os.mkfifo(tmp_path / "pipe")
    path = f"{tmp_path}/{name}" if name else ""
    for found in (payload_complaint(PayloadKind.FILE, path), payload_bytes(PayloadKind.FILE, path)):
        assert isinstance(found, Complaint)
        assert found.problem is problem


def test_a_file_too_large_for_any_packet_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "huge"
    with file.open("wb") as handle:
        handle.truncate(268_435_456)
    complaint = payload_complaint(PayloadKind.FILE, str(file))
    assert complaint is not None
    assert complaint.problem is PayloadProblem.TOO_LARGE


def test_where_xml_breaks_is_said() -> None:
    complaint = payload_complaint(PayloadKind.XML, "<a>\n  <b></a>")
    assert complaint is not None
    assert (complaint.problem, complaint.facts["line"], complaint.serious) == (PayloadProblem.XML_INVALID, 2, False)
    assert payload_complaint(PayloadKind.XML, "<a b='1'><c/></a>") is None
    assert payload_complaint(PayloadKind.XML, " ") is None


def test_an_entity_bomb_is_not_expanded() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    complaint = payload_complaint(PayloadKind.XML, bomb)
    assert complaint is not None
    assert complaint.problem is PayloadProblem.XML_INVALID


def formatted(kind: PayloadKind, text: str) -> str | None:
    return finish(formatted_steps(kind, text))


def test_json_and_xml_are_formatted_as_they_were_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert formatted(PayloadKind.XML, "<a><b>1</b></a>") == "<a>\n  <b>1</b>\n</a>"
    assert formatted(PayloadKind.JSON, '{"a":1e400}') == formatted_json('{"a":1e400}') == '{\n  "a": 1e400\n}'
    assert formatted(PayloadKind.XML, "<a>") is None
    assert formatted(PayloadKind.TEXT, "{}") is None
    monkeypatch.setattr(payload_input, "MAX_FORMATTED", 5)
    assert formatted(PayloadKind.XML, "<aaaa/>") is None


@pytest.mark.parametrize("text", ["{}", '{"a": [1, 2]}', '{"a": 01}', "[1,\n2", "[NaN]", "", '"\ud800"'])
def test_a_long_json_is_judged_as_a_short_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = payload_complaint(PayloadKind.JSON, text)
    monkeypatch.setattr(payload_input, "MAX_CHECKED_JSON", 1)
    assert finish(verdict_steps(PayloadKind.JSON, text)) == short


@pytest.mark.parametrize("text", ["<a/>", "<a>\n <b></a>", "<a>&b;</a>"])
def test_a_long_xml_is_judged_as_a_short_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = payload_complaint(PayloadKind.XML, text)
    monkeypatch.setattr(payload_input, "MAX_CHECKED_XML", 1)
    assert finish(verdict_steps(PayloadKind.XML, text)) == short


def test_long_texts_are_checked_and_formatted_in_short_steps() -> None:
    text = json.dumps([{"n": n} for n in range(60_000)])
    for steps in (verdict_steps(PayloadKind.JSON, text), formatted_steps(PayloadKind.JSON, text)):
        longest, done = 0.0, False
        with without_collections():
            while not done:
                began = time.thread_time()
                done = next(steps, None) is None
                longest = max(longest, time.thread_time() - began)
        assert longest < 0.1
