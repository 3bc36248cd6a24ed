"""The panels of messages and topics with ten million rows and a million topics behind them, on a real event loop.

`python -m tests.benchmarks.history_window messages|topics|children COUNT` is one run in a process of its own, without a
screen (Qt paints into memory, by the same software); it prints a line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from .figures import Figure, Size

ROOT: Final = Path(__file__).parents[2]
SAMPLE_MS, FRAME_MS = 5, 16
SEARCHED: Final = "sensor/77777"
BRANCHES: Final = 10
SCREEN: Final = 40  # rows
QUERIES: Final = {
    "topic filter": "site/+/device/7",
    "text in one of 90,000": "payload:overheat",
    "text in each": 'payload:"status"',
    "regular expression": "payload~over.*pad",
    "JSON path": '$.alarm = "Overheat"',
}


def messages(size: Size) -> list[Figure]:
    """What the issue asks of ten million rows, as the window does it."""
    runs = [_child("messages", size.of(10_000_000, 100_000)) for _ in range(size.repeat)]
    figures = [_figure("kept-window", "go to any row and paint it", "ms", runs, "go_ms", "16 ms")]
    for name in QUERIES:
        figures.append(_figure("kept-window", f"{name}: longest loop gap", "ms", runs, f"{name}_gap_ms", "30 ms"))
        figures.append(_figure("kept-window", f"{name}: all rows looked through", "s", runs, f"{name}_s", ""))
    return figures


def topics(size: Size) -> list[Figure]:
    """What the issue asks of a million topics; and all of them below one."""
    count = size.of(1_000_000, 60_000)
    runs = [_child("topics", count) for _ in range(size.repeat)]
    children = f"{count // BRANCHES:,} children"
    below_one = [_child("children", count) for _ in range(size.repeat)]
    return [
        *_unfolding(f"{count:,} children", below_one),
        *_unfolding(children, runs),
        _figure("million-topics", "search a topic: all topics looked through", "s", runs, "search_s", "0.2 s"),
        _figure(
            "million-topics",
            "all topics new at once: longest tick of the tree, processor time",
            "ms",
            runs,
            "tick_ms",
            "50 ms",
        ),
    ]


def _unfolding(children: str, runs: list[dict[str, float]]) -> list[Figure]:
    """The figures of one branch."""
    row, expand, order = "million-topics", f"expand a node of {children}", f"order {children} by count"
    return [
        _figure(row, f"{expand}: first screen painted", "ms", runs, "first_ms", "50 ms"),
        _figure(row, f"{expand}: all in order", "ms", runs, "all_ms", ""),
        _figure(row, f"{expand}: longest loop gap", "ms", runs, "gap_ms", "50 ms"),
        _figure(row, f"{order}: all in order", "ms", runs, "count_ms", ""),
        _figure(row, f"{order}: longest loop gap", "ms", runs, "count_gap_ms", "50 ms"),
    ]


def _figure(row: str, what: str, unit: str, runs: list[dict[str, float]], key: str, wanted: str) -> Figure:
    return Figure(row=row, what=what, unit=unit, values=[each[key] for each in runs], wanted=wanted)


def _child(kind: str, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.history_window", kind, str(count)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


class Loop:
    """Runs Qt's event loop, and knows its longest gap."""

    def __init__(self, frame: Callable[[float], object]) -> None:
        from PySide6.QtCore import QEventLoop, Qt, QTimer

        self.longest_ms = 0.0
        self._loop = QEventLoop()
        self._until: Callable[[], bool] = lambda: True
        self._turn_s = 0.0
        self._sampler = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=SAMPLE_MS)
        self._sampler.timeout.connect(self._turn)
        self._frames = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=FRAME_MS)
        self._frames.timeout.connect(lambda: frame(time.monotonic()))

    def run(self, begin: Callable[[], object], until: Callable[[], bool]) -> float:
        """How many seconds it took from `begin` until `until` held."""
        self._until, self.longest_ms = until, 0.0
        self._sampler.start()
        self._frames.start()
        began = self._turn_s = time.monotonic()
        begin()
        self._loop.exec()
        self._sampler.stop()
        self._frames.stop()
        return time.monotonic() - began

    def _turn(self) -> None:
        now = time.monotonic()
        self.longest_ms = max(self.longest_ms, (now - self._turn_s) * 1000)
        self._turn_s = now
        if self._until():
            self._loop.quit()


def _application() -> Any:
    from PySide6.QtWidgets import QApplication

    from tracemq.workspace.process import keep_large_blocks_apart

    keep_large_blocks_apart()
    return QApplication([])


def _messages(count: int) -> dict[str, float]:
    application = _application()
    from tracemq.history.query import parse
    from tracemq.ui.message_panel import MessagePanel

    from .history_kept import kept

    log = kept(count)
    panel = MessagePanel(log)
    panel.resize(900, 700)
    panel.show()
    loop = Loop(panel.tick)
    loop.run(lambda: None, lambda: True)
    found: dict[str, float] = {}
    source, slowest = random.Random(1), 0.0
    for _ in range(100):
        began = time.perf_counter()
        assert panel.table.go_to_seq(source.randrange(log.first, log.last))
        panel.table.viewport().repaint()
        slowest = max(slowest, time.perf_counter() - began)
    found["go_ms"] = slowest * 1000
    for name, query in QUERIES.items():
        term = parse(query)
        found[f"{name}_s"] = loop.run(lambda term=term: panel.narrow(term), lambda: not panel.rows.working)  # type: ignore[misc]
        found[f"{name}_gap_ms"] = loop.longest_ms
        assert panel.model.rowCount() > 0
        loop.run(lambda: panel.narrow(None), lambda: True)
    application.quit()
    return found


def _topics(count: int, branches: int = BRANCHES) -> dict[str, float]:
    application = _application()
    from tracemq.history.log import MessageLog
    from tracemq.history.tree import TopicTree
    from tracemq.mqtt.batch import TopicTable
    from tracemq.ui.topic_panel import TopicPanel
    from tracemq.viewmodels.topic_nodes import TreeOrder
    from tracemq.viewmodels.topic_search import TopicSearch

    from .history_memory import PER_READ, read_of_new_topics

    table = TopicTable()
    tree = TopicTree(table, MessageLog(table))
    each = count // branches
    names = [f"plant-{number % branches}/sensor/{number * 7919 % 1_000_003}" for number in range(count)]
    for first in range(0, count, PER_READ):
        tree.count(read_of_new_topics(table, names[first : first + PER_READ]), first)
    panel = TopicPanel(tree, table)
    panel.resize(400, 700)
    panel.show()
    tick = 0.0  # in processor time: two thousand ticks would find every moment that somebody else had the core
    while tree.waiting:
        began = time.thread_time()
        changes = tree.tick(time.monotonic())
        tick = max(tick, time.thread_time() - began)
        panel.tick(changes, time.monotonic())
    loop = Loop(lambda now: panel.tick(tree.tick(now), now))
    loop.run(lambda: None, lambda: True)
    top = tree.find("plant-0")
    node = tree.find("plant-0/sensor")
    assert top is not None
    assert node is not None
    assert tree.child_count(node) == each
    panel.model.unfold(top)
    first_s = loop.run(lambda: panel.model.unfold(node), lambda: panel.model.rowCount() > branches + SCREEN)
    gap_ms = loop.longest_ms
    rest_s = loop.run(lambda: None, lambda: panel.model.rowCount() >= each + branches + 1)
    found = {
        "first_ms": first_s * 1000,
        "all_ms": (first_s + rest_s) * 1000,
        "gap_ms": max(gap_ms, loop.longest_ms),
        "tick_ms": tick * 1000,
    }
    row = panel.model.row_of(node) or 0
    shown = [tree.name(child) for child in panel.model.page(row + 1, each)]
    assert shown == sorted(shown)
    ordered = loop.run(lambda: panel.model.sort_by(TreeOrder.COUNT, descending=True), lambda: not panel.model.working)
    found["count_ms"], found["count_gap_ms"] = ordered * 1000, loop.longest_ms
    search = TopicSearch(table, tree.find)
    began = time.perf_counter()
    search.start(SEARCHED)
    hits = search.step(0.008)
    while search.working:
        hits += search.step(0.008)
    found["search_s"] = time.perf_counter() - began
    assert sorted(hits) == sorted(tree.find(name) or 0 for name in names if SEARCHED in name)
    application.quit()
    return found


if __name__ == "__main__":
    kinds: dict[str, Callable[[int], dict[str, float]]] = {
        "messages": _messages,
        "topics": _topics,
        "children": partial(_topics, branches=1),
    }
    print(json.dumps(kinds[sys.argv[1]](int(sys.argv[2]))))
