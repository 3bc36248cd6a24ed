from __future__ import annotations

from tracemq.profiles.publishing_settings import MAX_VALUE_CHARS, OwnVariable
from tracemq.viewmodels.own_variables import OwnVariableProblem, complaints


def found(*pairs: tuple[str, str]) -> dict[tuple[int, str], object]:
    told = complaints([OwnVariable(name=name, value=value) for name, value in pairs])
    return {place: complaint.problem for place, complaint in told.items()}


def test_good_names_and_any_value_will_do() -> None:
    assert found(("site", "{{uuid}}"), ("site_2", "")) == {}


def test_names_are_checked_row_by_row() -> None:
    assert found(("", "1"), ("a b", "2"), ("uuid", "3"), ("x", "4"), ("x", "5")) == {
        (0, "name"): OwnVariableProblem.NAME_UNFIT,
        (1, "name"): OwnVariableProblem.NAME_UNFIT,
        (2, "name"): OwnVariableProblem.NAME_TAKEN,
        (4, "name"): OwnVariableProblem.NAME_DOUBLED,
    }


def test_values_are_bounded_and_whole() -> None:
    assert found(("a", "x" * (MAX_VALUE_CHARS + 1)), ("b", "\ud800"), ("c", "x" * MAX_VALUE_CHARS)) == {
        (0, "value"): OwnVariableProblem.VALUE_TOO_LONG,
        (1, "value"): OwnVariableProblem.VALUE_UNFIT,
    }
