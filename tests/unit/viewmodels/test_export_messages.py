"""Rows are chosen and written to a file in slices; what is cancelled or fails leaves nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.export_formats import Format
from tracemq.history.filter import FilteredLog
from tracemq.history.log import MessageLog
from tracemq.history.query import parse
from tracemq.history.sorted_log import SortColumn, SortedLog
from tracemq.mqtt.batch import TopicTable
from tracemq.viewmodels.export_messages import End, ExportJob, ExportMessagesForm, Outcome, Rows, Scope, Task


def log_of(count: int) -> MessageLog:
    log = MessageLog(TopicTable())
    log.append(batch_of(log.topics, *(Sent(f"t/{number % 2}", b"%d" % number) for number in range(count))))
    log.tick()
    return log


def numbers(rows: Rows, scope: Scope) -> list[int]:
    return [seq for part in rows.parts(scope) for seq in part]


def test_all_the_filtered_or_the_selected_rows_are_exported_in_the_order_of_arrival() -> None:
    log = log_of(10)
    odd = FilteredLog(log, parse("topic:t/1"))
    odd.step(1.0)
    rows = Rows(log, odd, odd, [(0, 2), (3, 4)], filtered=True)
    assert numbers(rows, Scope.ALL) == list(range(10))
    assert numbers(rows, Scope.FILTERED) == [1, 3, 5, 7, 9]
    assert numbers(rows, Scope.SELECTED) == [1, 3, 7]
    assert [rows.count(scope) for scope in Scope] == [3, 5, 10]


def test_rows_selected_in_a_sorted_view_are_put_back_in_order() -> None:
    log = log_of(10)
    turned = SortedLog(log, log, SortColumn.ARRIVAL, descending=True)
    while not turned.step(1.0):
        pass
    first = turned.first
    assert turned.row(first).seq == 9
    assert numbers(Rows(log, log, turned, [(first, first + 3)]), Scope.SELECTED) == [7, 8, 9]


@pytest.mark.parametrize(
    ("selected", "filtered", "scopes", "chosen"),
    [
        ((), False, [Scope.ALL], Scope.ALL),
        ([(0, 1)], False, [Scope.SELECTED, Scope.ALL], Scope.ALL),  # the row that is looked at was not meant
        ([(0, 2)], True, list(Scope), Scope.SELECTED),
        ((), True, [Scope.FILTERED, Scope.ALL], Scope.FILTERED),
    ],
)
def test_what_was_picked_is_offered_first(
    selected: list[tuple[int, int]], filtered: bool, scopes: list[Scope], chosen: Scope
) -> None:
    log = log_of(3)
    form = ExportMessagesForm(Rows(log, log, log, selected, filtered))
    assert (form.scopes, form.scope) == (scopes, chosen)


def run(qtbot: QtBot, job: ExportJob, timeout: int = 20_000) -> Outcome:
    with qtbot.waitSignal(job.finished, timeout=timeout) as told:
        job.start()
    outcome: Outcome = told.args[0]
    return outcome


def job_of(log: MessageLog, path: Path) -> ExportJob:
    return ExportJob(Task(log, Rows(log, log, log).parts(Scope.ALL), Format.JSON_LINES, path, log.last))


def test_a_job_writes_the_file(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    outcome = run(qtbot, job_of(log_of(5000), path))
    assert (outcome.end, outcome.exported.rows, outcome.error) == (End.DONE, 5000, None)
    assert [json.loads(line)["payload"] for line in path.read_text().splitlines()] == [str(n) for n in range(5000)]
    assert outcome.exported.bytes == path.stat().st_size


def test_a_cancelled_job_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    job = job_of(log_of(100_000), tmp_path / "rows.jsonl")
    outcomes: list[Outcome] = []
    job.finished.connect(outcomes.append)
    job.start()
    assert job.running
    job.cancel()
    assert [outcome.end for outcome in outcomes] == [End.CANCELLED]
    qtbot.waitUntil(lambda: not list(tmp_path.iterdir()))
    assert not job.running


def test_a_job_that_fails_says_why_and_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    outcome = run(qtbot, job_of(log_of(10), tmp_path / "no" / "rows.jsonl"))
    assert outcome.end is End.FAILED
    assert isinstance(outcome.error, FileNotFoundError)
    assert not list(tmp_path.iterdir())
