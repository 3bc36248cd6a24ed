"""How long it takes to go to a row, filter, search, find, sort and export with ten million messages kept."""

from __future__ import annotations

import random
from collections.abc import Callable
from time import perf_counter

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.export import all_of, export
from tracemq.history.export_formats import Format
from tracemq.history.filter import FilteredLog
from tracemq.history.log import MessageLog
from tracemq.history.query import parse
from tracemq.history.sorted_log import SortColumn, SortedLog
from tracemq.mqtt.batch import TopicTable

from .figures import Figure, Size

TOPICS = 1_000
PER_READ = 1_800
BUDGET_S = 0.008  # of one step, half a frame
QUERIES = (
    # what it is called, the query, how long it may take with ten million messages kept
    ("topic filter", "site/+/device/7", "0.15 s"),
    ("text nowhere", "payload:zebra", "1.5 s"),
    ("text with a capital, nowhere", "payload:Zebra", "1.5 s"),
    ("text in one of 90,000", "payload:overheat", "1.5 s"),
    ("text everywhere", 'payload:"status"', "1.5 s"),
    ("plain word", "overheat", "1.5 s"),
    ("regular expression that needs a rare word", "payload~over.*pad", "as measured"),
    ("JSON path that is rare", '$.alarm = "Overheat"', "as measured"),
)
SLOW_QUERIES = (  # looked at for a while, then reckoned up
    ("regular expression", "payload~^.{9}5", "as measured"),
    ("JSON path", "$.temp > 39.9", "as measured"),
)
SLOW_S = 4.0


def kept(messages: int) -> MessageLog:
    """A log of 126 byte JSON payloads, one of 90,000 with an alarm."""
    log = MessageLog(TopicTable(), budget_bytes=4 << 30)
    source = random.Random(7)

    def reading() -> bytes:
        text = '{"temp":%.2f,"unit":"celsius","seq":%d,"status":"ok","note":"'
        return ((text % (source.random() * 40, source.randrange(10**6))).ljust(124, "x") + '"}').encode()

    reads = [
        batch_of(
            log.topics,
            *(
                Sent(f"site/{number % TOPICS // 100}/device/{number % TOPICS}", reading())
                for number in range(read * PER_READ, (read + 1) * PER_READ)
            ),
            received_at=1.7e9 + read,
        )
        for read in range(40)
    ]
    alarm = batch_of(
        log.topics, Sent("site/1/device/9", b'{"temp":99.5,"alarm":"Overheat","pad":"' + b"y" * 80 + b'"}')
    )
    count = 0
    while log.end < messages:
        log.append(reads[count % len(reads)])
        count += 1
        if count % 50 == 0:
            log.append(alarm)
    log.tick()
    return log


def run(size: Size) -> list[Figure]:
    log = kept(size.of(10_000_000, 100_000))
    figures = [_go_to_rows(log, size)]
    for what, query, wanted in QUERIES:
        figures += _filter(log, what, query, wanted, size, None)
    for what, query, wanted in SLOW_QUERIES:
        figures += _filter(log, what, query, wanted, size, SLOW_S)
    figures += [_sort(log, by, size) for by in (SortColumn.TOPIC, SortColumn.SIZE)]
    figures += [_export(log, form, size) for form in Format]
    return figures


def _go_to_rows(log: MessageLog, size: Size) -> Figure:
    source = random.Random(1)
    values = []
    for _ in range(size.repeat):
        slowest = 0.0
        for _ in range(200):
            first = source.randrange(log.first, log.last - 40)
            began = perf_counter()
            rows = log.rows(first, 40)
            slowest = max(slowest, perf_counter() - began)
            assert [row.seq for row in rows] == list(range(first, first + 40))
        values.append(slowest * 1000)
    return Figure(row="kept", what="go to any row, slowest of 200", unit="ms", values=values, wanted="16 ms")


def _filter(log: MessageLog, what: str, query: str, wanted: str, size: Size, at_most_s: float | None) -> list[Figure]:
    term = parse(query)
    assert term is not None
    whole, first, gaps = [], [], []
    found = set()
    for _ in range(size.repeat):
        view = FilteredLog(log, term)
        began = perf_counter()
        first_hit = gap = 0.0
        while not view.caught_up and not (at_most_s and perf_counter() - began > at_most_s):
            step = perf_counter()
            view.step(BUDGET_S)
            gap = max(gap, perf_counter() - step)
            if view.last and not first_hit:
                first_hit = perf_counter() - began
        part = view.progress
        whole.append((perf_counter() - began) / part)
        gaps.append(gap * 1000)
        first.append(first_hit * 1000)
        found.add(view.last if not at_most_s else -1)
        view.close()
    assert len(found) == 1
    note = f"{found.pop():,} found" if not at_most_s else "from a part of the rows"
    figures = [
        Figure(row="kept", what=what, unit="s", values=whole, wanted=wanted, note=note),
        Figure(row="kept", what=f"{what}, longest step", unit="ms", values=gaps, wanted="30 ms"),
    ]
    if any(first):
        hits = "0.1 s" if "text" in what or "word" in what else ""
        figures.append(Figure(row="kept", what=f"{what}, first hit", unit="ms", values=first, wanted=hits and "100 ms"))
    return figures


def _sort(log: MessageLog, by: SortColumn, size: Size) -> Figure:
    values, gaps = [], []
    for _ in range(size.repeat):
        view = SortedLog(log, log, by)
        began = perf_counter()
        done = False
        while not done:
            step = perf_counter()
            done = view.step(BUDGET_S)
            gaps.append(perf_counter() - step)
        values.append(perf_counter() - began)
        assert view.last == log.last - log.first
        view.close()
    return Figure(
        row="kept", what=f"sort by {by.value}", unit="s", values=values, note=f"slowest step {max(gaps) * 1000:.0f} ms"
    )


def _export(log: MessageLog, form: Format, size: Size) -> Figure:
    rows = min(log.last - log.first, 500_000)
    values = []
    for _ in range(size.repeat):
        began = perf_counter()
        done = _drain(log, form, rows, len)
        values.append(done / (perf_counter() - began))
    return Figure(row="kept", what=f"export {form.value}", unit="rows/s", values=values, wanted="200,000")


def _drain(log: MessageLog, form: Format, rows: int, write: Callable[[bytes], object]) -> int:
    done = 0
    for progress in export(log, all_of(log), form, write):
        done = progress.rows
        if done >= rows:
            break
    return done
