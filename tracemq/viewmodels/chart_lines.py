"""Turns the lines of a chart, with how they are shown, into bytes that are kept for a connection, and back.

The bytes are JSON, whose reader is there already. What is read may be old, newer or anybody's: what is no line is left
out, and nothing raises.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracemq.history.json_path import JsonPath, whole_path
from tracemq.payloads.detect import Format

from .chart import MOST_SERIES
from .chart_series import Series

VERSION: Final = 1
LONGEST_TOPIC: Final = 65_535  # bytes; MQTT 5.0, section 1.5.4
LONGEST_PATH: Final = 4096  # characters
LONGEST_SPAN_S: Final = 1e9
LONGEST: Final = 1 << 21  # bytes; sixteen lines take no more


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLine:
    """What a line is, and the number of its colour."""

    topic: str
    path: JsonPath
    wanted: Format | None = None
    colour: int = -1
    shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedChart:
    """`span_s` is the part of time in sight, None for everything."""

    lines: tuple[SavedLine, ...] = ()
    span_s: float | None = None
    stairs: bool = False
    own_scales: bool = False


def chart_bytes(series: Sequence[Series], *, span_s: float | None, stairs: bool, own_scales: bool) -> bytes:
    """Return what `read_chart` reads."""
    lines = [
        {
            "topic": each.topic,
            "path": str(each.path),
            "colour": each.colour,
            "shown": each.shown,
            **({"format": each.wanted.name} if each.wanted is not None else {}),
        }
        for each in series
    ]
    view = {"span_s": span_s, "stairs": stairs, "own_scales": own_scales}
    return json.dumps({"version": VERSION, **view, "lines": lines}).encode()


def read_chart(data: bytes) -> SavedChart:
    """Return what was kept, as far as it can be used."""
    try:
        document = json.loads(data) if data and len(data) <= LONGEST else {}
    except (ValueError, RecursionError):
        document = {}
    if not isinstance(document, dict):
        return SavedChart()
    found = document.get("lines")
    span = document.get("span_s")
    return SavedChart(
        lines=tuple(_lines(found if isinstance(found, list) else [])),
        span_s=float(span) if isinstance(span, int | float) and 0 < span < LONGEST_SPAN_S else None,
        stairs=document.get("stairs") is True,
        own_scales=document.get("own_scales") is True,
    )


def _lines(found: list[Any]) -> Iterator[SavedLine]:
    for item in found[:MOST_SERIES]:
        line = _line(item) if isinstance(item, dict) else None
        if line is not None:
            yield line


def _line(item: dict[str, Any]) -> SavedLine | None:
    topic, path, colour = item.get("topic"), item.get("path"), item.get("colour")
    if not _is_topic(topic) or not isinstance(path, str) or len(path) > LONGEST_PATH:
        return None
    json_path = whole_path(path)
    if json_path is None:
        return None
    name = item.get("format")
    return SavedLine(
        topic=str(topic),
        path=json_path,
        wanted=Format.__members__.get(name) if isinstance(name, str) else None,
        colour=colour if isinstance(colour, int) and 0 <= colour < MOST_SERIES else -1,
        shown=item.get("shown") is not False,
    )


def _is_topic(topic: object) -> bool:
    if not isinstance(topic, str):
        return False
    try:
        return 0 < len(topic.encode()) <= LONGEST_TOPIC
    except UnicodeEncodeError:  # half a character
        return False
