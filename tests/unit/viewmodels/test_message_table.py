"""The message model says of a log what its rows say, and keeps its numbers while rows come, go and wait."""

from __future__ import annotations

import random
import time

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.log import MessageLog
from tracemq.mqtt.batch import TopicTable
from tracemq.viewmodels import message_table
from tracemq.viewmodels.message_table import Column, MessageTableModel
from tracemq.viewmodels.times import clock_text

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def log() -> MessageLog:
    return MessageLog(TopicTable())


def receive(log: MessageLog, *sent: Sent, at: float = 1000.0) -> None:
    log.append(batch_of(log.topics, *sent, received_at=at))
    log.tick()


def column(model: QAbstractItemModel, number: int) -> list[str]:
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_a_row_says_everything_about_its_message(log: MessageLog) -> None:
    model = MessageTableModel(log)
    receive(log, Sent("a/b", b"21.5", qos=2, retain=True, packet_id=7), at=1_700_000_000.25)
    row = [model.index(0, number).data() for number in Column]
    assert row == ["1", clock_text(1_700_000_000.25), "a/b", "21.5", "2", "✓", "", "7", "4"]
    assert row[Column.TIME].endswith(".250")


def test_the_clock_is_the_local_one() -> None:
    assert clock_text(1_700_000_000.001) == time.strftime("%H:%M:%S", time.localtime(1_700_000_000)) + ".001"


def test_a_topic_cannot_break_its_line(log: MessageLog) -> None:
    model = MessageTableModel(log)
    receive(log, Sent("a\u202eb"))
    assert column(model, Column.TOPIC) == ["a‹U+202E›b"]


def test_titles_are_the_windows(log: MessageLog) -> None:
    model = MessageTableModel(log)
    titles = [f"title {number}" for number in Column]
    model.set_titles(titles, [Qt.AlignmentFlag.AlignRight] * len(Column))
    heads = [model.headerData(number, Qt.Orientation.Horizontal) for number in Column]
    assert heads == titles


def test_other_roles_are_not_answered(log: MessageLog) -> None:
    model = MessageTableModel(log)
    receive(log, Sent())
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_a_paused_model_keeps_its_rows_and_catches_up(log: MessageLog) -> None:
    model = MessageTableModel(log)
    receive(log, Sent("a"))
    model.pause(True)
    receive(log, Sent("b"), Sent("c"))
    assert (column(model, Column.TOPIC), model.waiting) == (["a"], 2)
    model.pause(False)
    assert (column(model, Column.TOPIC), model.waiting) == (["a", "b", "c"], 0)


def test_clearing_the_log_empties_a_paused_model_too(log: MessageLog) -> None:
    model = MessageTableModel(log)
    receive(log, Sent("a"))
    model.pause(True)
    receive(log, Sent("b"))
    log.clear()
    receive(log, Sent("c"))
    assert column(model, Column.TOPIC) == []
    model.pause(False)
    assert column(model, Column.TOPIC) == ["c"]


def test_another_view_replaces_the_rows(log: MessageLog) -> None:
    model = MessageTableModel(log)
    receive(log, Sent("a"))
    other = MessageLog(TopicTable())
    receive(other, Sent("b"), Sent("c"))
    model.set_view(other)
    receive(log, Sent("d"))
    receive(other, Sent("e"))
    assert column(model, Column.TOPIC) == ["b", "c", "e"]


def test_a_closed_model_hears_no_more(log: MessageLog) -> None:
    model = MessageTableModel(log)
    model.close()
    receive(log, Sent("a"))
    assert model.rowCount() == 0


def test_more_rows_than_a_view_can_count_are_shown_from_the_newest_back(
    log: MessageLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_table, "MAX_ROWS", 3)
    model = MessageTableModel(log)
    receive(log, Sent("a"), Sent("b"))
    receive(log, Sent("c"), Sent("d"))
    assert (column(model, Column.TOPIC), model.first) == (["b", "c", "d"], 1)
    log.clear()
    assert column(model, Column.TOPIC) == []


@pytest.mark.parametrize("seed", range(5))
def test_the_rows_are_those_of_the_log_whatever_happens(seed: int) -> None:
    chance = random.Random(seed)
    log = MessageLog(TopicTable(), budget_bytes=6000, segment_bytes=500)
    model = MessageTableModel(log)
    first = last = 0  # a plain twin: the bounds that the model should have
    paused = False
    for _ in range(300):
        what = chance.randrange(10)
        if what < 7:
            receive(log, *(Sent(f"t/{chance.randrange(5)}", bytes(chance.randrange(60))) for _ in range(9)))
        elif what < 9:
            paused = not paused
            model.pause(paused)
        elif chance.random() < 0.3:
            log.clear()
        last = max(last, log.first) if paused else log.last
        first = max(first, log.first)
        assert (model.first, model.last, model.rowCount()) == (first, last, last - first)
        if first < last:
            seqs = [row.seq for row in model.page(0, 1000)]
            assert seqs == list(range(first, last))
