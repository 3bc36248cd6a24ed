"""What a run did becomes the diagnostics report: a JSON file that users attach to a bug report and benchmarks read.

It holds no payloads, no topics and no secrets.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tracemq import __version__

from .loop_gap import GapFigures
from .process import cpu_s, peak_rss_mib, rss_mib

if TYPE_CHECKING:  # the program reports whatever was open, and starts before anything is
    from .connection import Connection

A_FILE: Final = "file:"  # instead of its path, which may say who the user is


def report(
    connections: Iterable[Connection],
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
        "connections": [_connection_figures(connection) for connection in connections],
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


def _connection_figures(connection: Connection) -> dict[str, Any]:
    """One connection's part of the report; sizes in bytes."""
    counters, statistics, error = connection.counters, connection.statistics, connection.last_error
    return {
        "url": A_FILE if connection.read_only else connection.url,
        "state": connection.state.value,
        "received": counters.received,
        "sent": counters.sent,
        "topics": len(connection.topics),
        "topics_forgotten": connection.log.topics_forgotten,
        "rows": connection.log.last - connection.log.first,
        "evicted": connection.log.evicted,
        "bytes_in": counters.bytes_in,
        "bytes_out": counters.bytes_out,
        "behind_ms_max": round(counters.behind_ms_max, 1),
        "behind_bytes_max": counters.behind_bytes_max,
        "read_paused_s": round(statistics.read_paused_s, 3) if statistics is not None else 0.0,
        "last_error": f"{type(error).__name__}: {error}" if error is not None else None,
        "history": [str(each) for each in connection.history],  # the oldest first
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
