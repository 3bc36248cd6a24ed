"""Marks stand at round local times and say as much as tells them apart."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from tracemq.viewmodels.time_ticks import tick_step, tick_text, tick_times

NOON = 1_699_963_200.0  # 2023-11-14 12:00 UTC


@pytest.fixture(params=["UTC", "Asia/Kolkata", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("span", "most", "step"), [(0.01, 10, 0.001), (60, 6, 10), (3600, 7, 600), (86_400, 8, 10_800), (1e9, 4, 2.51e8)]
)
def test_steps_are_round(span: float, most: int, step: float) -> None:
    found = tick_step(span, most)
    assert span / found <= most
    assert found == pytest.approx(step, rel=0.3)


def test_marks_are_round_in_local_time(zone: str) -> None:
    for at in tick_times(NOON, NOON + 7 * 3600, 3600.0):
        assert time.localtime(at).tm_min == 0
    days = tick_times(NOON, NOON + 5 * 86_400, 86_400.0)
    assert [time.localtime(at).tm_hour for at in days] == [0] * len(days)
    assert len(days) == 5


@pytest.mark.parametrize(
    ("at", "step", "text"),
    [
        (NOON + 0.25, 0.05, "12:00:00.250"),
        (NOON + 5, 5, "12:00:05"),
        (NOON, 600, "12:00"),
        (NOON + 12 * 3600, 3600, "15 Nov"),
        (NOON, 86_400, "14 Nov"),
        (NOON, 182 * 86_400, "Nov 2023"),
        (1e300, 1, ""),
    ],
)
def test_a_mark_says_what_tells_it_apart(monkeypatch: pytest.MonkeyPatch, at: float, step: float, text: str) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    QLocale.setDefault(QLocale(QLocale.Language.English))
    assert tick_text(at, step) == text
    monkeypatch.undo()
    time.tzset()
    QLocale.setDefault(QLocale.c())


@pytest.mark.parametrize(("left", "right"), [(5.0, 5.0), (0.0, 1e12), (float("nan"), 1.0), (0.0, float("inf"))])
def test_impossible_spans_have_no_marks(left: float, right: float) -> None:
    assert tick_times(left, right, 1.0) == []
