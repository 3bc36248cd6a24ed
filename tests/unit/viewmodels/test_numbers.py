from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracemq.viewmodels.complaint import Complaint
from tracemq.viewmodels.numbers import NumberProblem, parse_decimal, parse_number


@pytest.mark.parametrize(("text", "number"), [("7", 7), (" 7 ", 7), ("65 535", 65535), ("65_535", 65535), ("", None)])
def test_a_whole_number_is_read_as_people_write_it(text: str, number: int | None) -> None:
    assert parse_number(text, 0, 65535) == number


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("seven", NumberProblem.NOT_A_NUMBER),
        ("_", NumberProblem.NOT_A_NUMBER),  # which may stand between digits
        ("1.5", NumberProblem.NOT_WHOLE),
        ("1e3", NumberProblem.NOT_A_NUMBER),
        ("--1", NumberProblem.NOT_A_NUMBER),
        ("9" * 10_000, NumberProblem.NOT_A_NUMBER),
        ("101", NumberProblem.OUT_OF_RANGE),
        ("-1", NumberProblem.OUT_OF_RANGE),
    ],
)
def test_what_is_wrong_with_a_number_is_said_with_its_bounds(text: str, problem: NumberProblem) -> None:
    assert parse_number(text, 0, 100) == Complaint(problem, {"low": 0, "high": 100})


@given(st.integers(0, 0xFFFFFFFF))
def test_every_whole_number_in_range_comes_back(number: int) -> None:
    assert parse_number(str(number), 0, 0xFFFFFFFF) == number


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    found = parse_decimal(text, 0, 10)
    assert found is None or isinstance(found, Complaint) or 0 <= found <= 10
