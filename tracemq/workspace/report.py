"""What a run did becomes the diagnostics report: a JSON file that users attach to a bug report and benchmarks read.

It holds no payloads, no topics and no secrets.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracemq import __version__

from .loop_gap import GapFigures
from .process import cpu_s, peak_rss_mib, rss_mib


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionFigures:
    """One connection's part of the report; sizes in bytes, `url` without user and password."""

    url: str
    state: str
    received: int
    sent: int
    topics: int
    rows: int
    evicted: int
    bytes_in: int
    bytes_out: int
    behind_ms_max: float
    behind_bytes_max: int
    read_paused_s: float
    last_error: str | None
    history: list[str]  # kinds of happenings with the types of their errors, the oldest first

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def report(
    connections: Iterable[ConnectionFigures],
    gaps: GapFigures,
    *,
    qt: str,
    window_shown_s: float | None,
    wall_s: float,
) -> dict[str, Any]:
    """Compose the report; `window_shown_s` is from the start of the process to the first paint, `wall_s` to now."""
    return {
        "version": __version__,
        "platform": platform.platform(),
        "python": platform.python_version(),
        "qt": qt,
        "window_shown_s": None if window_shown_s is None else round(window_shown_s, 3),
        "connections": [connection.as_json() for connection in connections],
        "loop_gap_ms": {
            "p50": gaps.p50,
            "p99": gaps.p99,
            "max": gaps.max,
            "stall_share": gaps.stall_share,
            "samples": gaps.samples,
            "late_max": gaps.late_max,
        },
        "rss_mib": round(rss_mib(), 1),
        "rss_peak_mib": round(peak_rss_mib(), 1),
        "cpu_s": round(cpu_s(), 3),
        "wall_s": round(wall_s, 3),
    }


def write_report(path: Path, content: dict[str, Any]) -> None:
    """Write the report whole or not at all; OSError if the file cannot be written."""
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    handle, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
