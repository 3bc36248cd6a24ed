"""What the time column says of a moment: the clock in three notations, an age, or the distance to another row."""

from __future__ import annotations

import time

import pytest

from tracemq.profiles.settings import TimeFormat
from tracemq.viewmodels import times


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-1, "0 s"), (59.9, "59 s"), (60, "1 min"), (7200, "2 h"), (86_399, "23 h"), (200_000, "2 d")],
)
def test_ages_are_said_in_the_largest_unit(seconds: float, said: str) -> None:
    assert times.age_text(seconds) == said


def test_every_notation_of_the_settings_has_a_writing() -> None:
    assert set(times.CLOCKS) == set(TimeFormat)


def test_the_three_clocks_say_the_same_moment() -> None:
    at = 1_700_000_000.001
    local = time.localtime(1_700_000_000)
    assert times.CLOCKS[TimeFormat.TIME](at) == time.strftime("%H:%M:%S.001", local)
    assert times.CLOCKS[TimeFormat.DATE_TIME](at) == time.strftime("%Y-%m-%d %H:%M:%S.001", local)
    assert times.CLOCKS[TimeFormat.ISO_UTC](at) == "2023-11-14T22:13:20.001Z"


def test_an_age_grows_with_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000.0)
    assert times.CLOCKS[TimeFormat.AGE](940.0) == "1 min"
    monkeypatch.setattr(time, "time", lambda: 8_200.0)
    assert times.CLOCKS[TimeFormat.AGE](940.0) == "2 h"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.0, "+0.000"), (-0.0001, "+0.000"), (-1.5, "−1.500"), (61.25, "+1:01.250"), (3723.0, "+1:02:03.000")],
)
def test_spans_carry_their_sign(seconds: float, said: str) -> None:
    assert times.span_text(seconds) == said
