"""Turns a log into the lines of a chart: which topics and paths, which part of time, and what is not drawn."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from tracemq.history.json_path import JsonPath
from tracemq.history.log import MessageLog
from tracemq.history.numbers import LONGEST_PAYLOAD
from tracemq.payloads.detect import Format
from tracemq.payloads.tree import Steps

from .chart_series import Series
from .payload_bindings import TopicRules
from .payload_numbers import paths_steps
from .payload_reader import read_steps
from .sparkplug_nodes import Told

MOST_SERIES: Final = 16
MOST_AT_ONCE: Final = 3  # numbers of a payload that are all taken when a topic is added
ALONE: Final = 3  # levels of a topic that stands alone
ROOM: Final = 0.02  # of the time in sight, right of the newest point
LEAST_SPAN_S: Final = 1.0
PART_OF_A_STEP: Final = 0.0005  # seconds that a line gets at least


@dataclass(frozen=True, slots=True)
class Losses:
    """What is not drawn, and why; in messages."""

    waiting: int = 0
    no_numbers: int = 0
    too_long: int = 0
    passed_over: int = 0


class Chart(QObject):
    """`step` it in every frame; `changed` comes when lines were added, removed, hidden or shown."""

    changed = Signal()

    def __init__(
        self,
        log: MessageLog,
        parent: QObject | None = None,
        *,
        rules: TopicRules | None = None,
        told: Told | None = None,
    ) -> None:
        super().__init__(parent)
        self._log, self._rules, self._told = log, rules, told
        self.series: list[Series] = []
        self._turn = 0  # whose turn it is to be read first

    # -- lines

    def add(
        self, topic: str, path: JsonPath, wanted: Format | None = None, *, colour: int = -1, shown: bool = True
    ) -> bool:
        """Add a line; false if there are too many. One that is there already is shown again.

        `wanted` is a format chosen by hand, `colour` the number of one that the line had before.
        """
        for series in self.series:
            if series.key == (topic, str(path), wanted):
                self.show(series, shown=True)
                return True
        if len(self.series) >= MOST_SERIES:
            return False
        series = Series(self._log, topic, path, wanted, self._rules, self._told)
        series.shown, series.colour = shown, colour
        self.series.append(series)
        self.changed.emit()
        return True

    def read_again(self) -> None:
        """The rules of the topics have changed."""
        for series in self.series:
            series.read_again()

    def paths_steps(self, seq: int) -> Steps[list[str]]:
        """Look for the numbers in a message of the log; there are none in one that is gone or too long."""
        if (
            not self._log.first <= seq < self._log.last
            or len(self._log.payload(seq, LONGEST_PAYLOAD + 1)) > LONGEST_PAYLOAD
        ):
            return []
        reading = yield from read_steps(self._log.message(seq), rules=self._rules, told=self._told)
        return (yield from paths_steps(reading))

    def remove(self, series: Series) -> None:
        series.close()
        self.series.remove(series)
        self.changed.emit()

    def show(self, series: Series, *, shown: bool) -> None:
        if series.shown is not shown:
            series.shown = series.changed = shown
            self.changed.emit()

    @property
    def shown(self) -> list[Series]:
        return [series for series in self.series if series.shown]

    def close(self) -> None:
        """Look at the log no more."""
        for series in self.series:
            series.close()
        self.series = []

    # -- time

    def step(self, budget_s: float) -> bool:
        """Read messages for about so long; whether there is more to do at once. Lines take turns."""
        if not self.series:
            return False
        until = time.perf_counter() + budget_s
        more = False
        self._turn += 1
        for number in range(len(self.series)):
            series = self.series[(self._turn + number) % len(self.series)]
            left = until - time.perf_counter()
            more = series.step(max(left / (len(self.series) - number), PART_OF_A_STEP)) or more
        return more

    def take_changes(self) -> bool:
        """Whether there are other points to draw than when this was asked last."""
        changed = any(series.changed for series in self.shown)
        for series in self.series:
            series.changed = False
        return changed

    @property
    def extent(self) -> tuple[float, float] | None:
        """From the oldest to the newest point in sight, in seconds since the epoch; None without points."""
        times = [series.points.times for series in self.shown if len(series.points)]
        if not times:
            return None
        return min(float(each[0]) for each in times), max(float(each[-1]) for each in times)

    def window(self, span_s: float | None) -> tuple[float, float]:
        """The part of time to show: the last `span_s` seconds, or everything."""
        extent = self.extent
        if extent is None:
            now = time.time()
            return now - (span_s or 60.0), now
        first, last = extent
        left = first if span_s is None else last - span_s
        span = max(last - left, LEAST_SPAN_S)
        return last - span, last + span * ROOM

    @property
    def losses(self) -> Losses:
        return Losses(
            waiting=sum(series.waiting for series in self.series),
            no_numbers=sum(series.no_numbers for series in self.series),
            too_long=sum(series.too_long for series in self.series),
            passed_over=sum(series.passed_over for series in self.series),
        )


def short_names(series: Sequence[Series]) -> list[str]:
    """What tells lines apart: the topics without the levels that all begin and end with, and the paths."""
    levels = [each.topic.split("/") for each in series]
    different = {each.topic: parts for each, parts in zip(series, levels, strict=True)}
    first = max(0, min(map(len, levels), default=0) - ALONE)
    last = 0
    if len(series) > 1:  # what the least and the greatest have in common have all; a topic may have 65,536 levels
        least = min(map(len, levels)) - 1
        first = _alike(levels, least)
    if len(different) > 1:
        last = _alike([parts[:first:-1] for parts in different.values()], least - first)
    names = []
    for each, parts in zip(series, levels, strict=True):
        middle = parts[first : len(parts) - last]
        name = "/".join([*(["…"] if first else []), *middle, *(["…"] if last else [])])
        path = str(each.path)[1:].removeprefix(".")
        names.append(f"{name} · {path}" if path else name)
    return names


def _alike(levels: Sequence[list[str]], most: int) -> int:
    """How many levels all of these begin with, at most so many."""
    pairs = zip(min(levels), max(levels), strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other or at == most), most)
