"""What a million topics and millions of messages take in memory, each measured in a process of its own."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from array import array
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.unit.history.batches import Sent, encode
from tracemq.history.log import MessageLog
from tracemq.history.tree import TopicTree
from tracemq.mqtt.batch import MessageBatch, TopicTable
from tracemq.mqtt.types import Version
from tracemq.workspace.process import keep_large_blocks_apart

from .bench_session import connected
from .figures import Figure, Size

PER_READ = 2_000
SHAPES: dict[str, Callable[[int], str]] = {
    "100 topics to a branch": lambda number: f"site/{number // 1000}/line/{number // 100}/sensor/{number}",
    "all in one branch": lambda number: f"devices/d{number * 7919 % 1_000_003}",
    "a branch for each": lambda number: f"fleet/vehicle-{number:06}/temperature",
}
ALLOWED = 40  # bytes a message
READS = {"bursts": 1_800, "one message per read": 1}
ROOT = Path(__file__).parents[2]


def run(size: Size) -> list[Figure]:
    figures: list[Figure] = []
    for shape in SHAPES:
        runs = [_child("topics", shape, size.of(1_000_000, 20_000)) for _ in range(size.repeat)]
        what = f"1 M topics, {shape}"
        figures += [
            _figure(what, "memory per topic", "B", runs, "bytes", "400 B"),
            _figure(what, "a new topic", "us", runs, "new_us", ""),
        ]
    for reads in READS:
        runs = [_child("messages", reads, size.of(3_000_000, 50_000)) for _ in range(size.repeat)]
        figures.append(_figure(reads, "memory per message beside its bytes", "B", runs, "bytes", ""))
        what = f"process without window, less wire bytes and {ALLOWED} B a message"
        figures.append(_figure(reads, what, "MiB", runs, "beside_mib", "150"))
    return figures


def _figure(name: str, what: str, unit: str, runs: list[dict[str, float]], key: str, wanted: str) -> Figure:
    return Figure(row="memory", what=f"{name}: {what}", unit=unit, values=[each[key] for each in runs], wanted=wanted)


def _child(kind: str, name: str, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.history_memory", kind, name, str(count)]
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(out)
    return found


def _rss() -> int:
    gc.collect()
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def _topics(shape: str, count: int) -> dict[str, float]:
    """The topic table and the tree beside a log whose rows are not counted."""
    topics = TopicTable()
    log = MessageLog(topics)
    tree = TopicTree(topics, log)
    name = SHAPES[shape]
    before, spent = _rss(), 0.0
    for first in range(0, count, PER_READ):
        tree.count(read_of_new_topics(topics, [name(number) for number in range(first, first + PER_READ)]), first)
        began = perf_counter()
        while tree.waiting:
            tree.tick(first / 100_000)
        spent += perf_counter() - began
    used = _rss() - before
    assert tree.subtree(0) == tree.topics_below(0) == count
    return {"bytes": used / count, "new_us": spent / count * 1e6}


def read_of_new_topics(topics: TopicTable, names: list[str]) -> MessageBatch:
    """Batches like these come from the scanner; what is measured is what becomes of them."""
    offsets = array("I", [0]) * len(names)
    return MessageBatch(
        data=b"value",
        version=Version.V5,
        topics=topics,
        received_at=1.0,
        topic_ids=array("i", [topics.add(name.encode()) for name in names]),
        starts=offsets,
        properties_starts=offsets,
        payload_starts=offsets,
        ends=array("I", [5]) * len(names),
        flags=array("B", [0x30]) * len(names),
        packet_ids=array("H", [0]) * len(names),
    )


def _messages(reads: str, count: int) -> dict[str, float]:
    """From the bytes of each read through session, log and tree, as a connection does it."""
    per_read = READS[reads]
    packet = encode(Sent("site/1/device/7", bytes(128)))[0]
    topics = TopicTable()
    session = connected(topics=topics)
    log = MessageLog(topics, budget_bytes=4 << 30)
    tree = TopicTree(topics, log)
    before, read, now = _rss(), packet * per_read, 0.0
    while log.end < count:
        now += 0.001
        for event in session.receive(read, now, now):
            assert isinstance(event, MessageBatch)
            tree.count(event, log.end)
            log.append(event)
        session.take_output(now)
        if log.end % 9_000 == 0:
            log.tick()
            tree.tick(now)
    log.tick()
    tree.catch_up()
    used, wire = _rss(), log.end * len(packet)
    assert tree.subtree(0) == log.last == log.end
    return {
        "bytes": (used - before - wire) / log.end,
        "beside_mib": (used - wire - ALLOWED * log.end) / 2**20,
    }


if __name__ == "__main__":
    keep_large_blocks_apart()  # as the program does
    _, kind, name, count = sys.argv
    print(json.dumps((_topics if kind == "topics" else _messages)(name, int(count))))
