from __future__ import annotations

import pytest

from tracemq.viewmodels.numbers import NumberProblem
from tracemq.viewmodels.repeat_form import RepeatField, RepeatForm, RepeatProblem


@pytest.mark.parametrize(
    ("every", "times", "expected"),
    [("1", "", (1.0, None)), ("0,5", "10", (0.5, 10)), ("0", "10 000", (0.0, 10_000)), ("", "3", (0.0, 3))],
)
def test_seconds_and_times_are_read(every: str, times: str, expected: tuple[float, int | None]) -> None:
    form = RepeatForm(every, times)
    assert form.complaints() == {}
    assert form.values() == expected


@pytest.mark.parametrize(("every", "times"), [("-1", "1"), ("x", "1"), ("1", "0"), ("1", "1.5"), ("100000", "1")])
def test_what_is_no_number_or_out_of_bounds_is_told(every: str, times: str) -> None:
    form = RepeatForm(every, times)
    assert form.values() is None
    assert all(isinstance(complaint.problem, NumberProblem) for complaint in form.complaints().values())


@pytest.mark.parametrize("every", ["0", ""])
def test_without_a_pause_there_must_be_an_end(every: str) -> None:
    form = RepeatForm(every, "")
    assert form.complaints()[RepeatField.TIMES].problem is RepeatProblem.AT_ONCE_FOR_EVER
    assert form.values() is None
