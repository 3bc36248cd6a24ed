"""This process as numbers for the diagnostics report: when it started, what it uses."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_IMPORTED_AT = time.time()


def started_at() -> float:
    """When the process was started, in seconds since the epoch; or when this was imported, if the system is silent."""
    try:
        # proc(5): field 22 of stat, in clock ticks since the boot; the command in field 2 may contain spaces
        stat = Path("/proc/self/stat").read_text(encoding="ascii", errors="replace")
        ticks = int(stat.rpartition(")")[2].split()[19])
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
        return time.time() - uptime + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return _IMPORTED_AT


def rss_mib() -> float:
    """Resident memory in MiB: of now where the system says it, else the peak."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, IndexError):
        return peak_rss_mib()


def peak_rss_mib() -> float:
    """The most resident memory so far in MiB; 0.0 where the system does not count it."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def cpu_s() -> float:
    """Processor time of this process so far, in seconds, user and system."""
    return time.process_time()
