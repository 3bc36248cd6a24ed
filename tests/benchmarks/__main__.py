"""Run benchmarks, print their figures as a table, and write them as JSON with the facts of the machine."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tracemq.mqtt import MqttError

from . import history_kept, history_memory, history_window, opening, publish, real_broker, receive, transports, window
from .figures import Benchmark, Figure, Size, machine, table

ROWS: dict[str, Benchmark] = {
    "receive": receive.run,
    "allocations": receive.allocations,
    "publish": publish.run,
    "window": window.steady,
    "flood": window.flood,
    "topics": window.many_topics,
    "mosquitto": real_broker.run,
    "tabs": window.tabs,
    "start": window.start,
    "transports": transports.run,
    "kept": history_kept.run,
    "kept-window": history_window.messages,
    "million-topics": history_window.topics,
    "memory": history_memory.run,
    "opening": opening.run,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"which to run, of {', '.join(ROWS)}; all by default")
    parser.add_argument("--repeat", type=int, default=5, help="runs of each; the median counts")
    parser.add_argument("--small", action="store_true", help="only see that they work")
    parser.add_argument("--json", type=Path, default=Path("build/benchmarks.json"), help="where the figures go")
    given = parser.parse_args()
    if unknown := set(given.rows) - ROWS.keys():
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    size = Size(small=given.small, repeat=1 if given.small else given.repeat)
    figures: list[Figure] = []
    failed: dict[str, str] = {}
    for name in given.rows or ROWS:
        print(f"{name} ...", flush=True)
        try:
            figures += ROWS[name](size)
        except (AssertionError, OSError, MqttError, subprocess.SubprocessError) as error:
            # the other rows are still worth having
            failed[name] = f"{type(error).__name__}: {error}"
            print(f"{name} FAILED: {failed[name]}", file=sys.stderr, flush=True)
    print(table(figures))
    given.json.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "failed": failed,
        "figures": [{**asdict(each), "median": each.median} for each in figures],
    }
    given.json.write_text(json.dumps(content, indent=2) + "\n")
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
