"""What a benchmark measured, and the machine it ran on, as records that become a table and JSON."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any


@dataclass(slots=True, kw_only=True)
class Figure:
    """One number: the median of `values`; `wanted` is the goal as the README has it, `note` what the run proved."""

    row: str
    what: str
    unit: str
    values: list[float]
    wanted: str = ""
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much a run does: `small` sizes only show that a row works, in seconds, and are no measurements."""

    small: bool = False
    repeat: int = 5

    def of(self, full: int, small: int) -> int:
        return small if self.small else full


Benchmark = Callable[[Size], list[Figure]]


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "platform": platform.platform(),
        "python": platform.python_version(),
        "processor": processor(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "mosquitto": mosquitto(),
        "packages": {
            name: installed(name) for name in ("PySide6-Essentials", "numpy", "gmqtt", "paho-mqtt", "aiomqtt")
        },
    }


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def mosquitto() -> str | None:
    """The first line of what it says of itself; None if it is not installed."""
    if (program := shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")) is None:
        return None
    said = subprocess.run([program, "-h"], capture_output=True, text=True, check=False).stdout  # it exits with 3
    return said.partition("\n")[0]


def installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    lines = ["| row | what | median | least to most | wanted | |", "| --- | --- | --- | --- | --- | --- |"]
    lines += [
        f"| {each.row} | {each.what} | {shown(each.median)} {each.unit} "
        f"| {shown(min(each.values))} to {shown(max(each.values))} | {each.wanted} | {each.note} |"
        for each in figures
    ]
    return "\n".join(lines)


def shown(value: float) -> str:
    if value >= 1000:
        return f"{round(value, -3):,.0f}" if value >= 100_000 else f"{value:,.0f}"
    return f"{value:.3g}"
