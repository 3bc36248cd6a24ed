"""The history of a topic lists its messages, and counts them, while rows come and go."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.log import MessageLog
from tracemq.mqtt.batch import TopicTable
from tracemq.viewmodels import history_figures, topic_history
from tracemq.viewmodels.history_figures import HistoryFigures, plain_number
from tracemq.viewmodels.topic_history import HistoryColumn, TopicHistoryModel

pytestmark = pytest.mark.usefixtures("qapp")


def receive(log: MessageLog, *sent: Sent, at: float = 1000.0) -> None:
    log.append(batch_of(log.topics, *sent, received_at=at))
    log.tick()


def column(model: QAbstractItemModel, number: int) -> list[str]:
    return [model.index(row, number).data() for row in range(model.rowCount())]


def model_of(log: MessageLog, topic: str) -> tuple[TopicHistoryModel, QAbstractItemModelTester]:
    model = TopicHistoryModel(log)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(topic)
    while model.step(1.0):
        pass
    return model, tester


@pytest.fixture
def log() -> MessageLog:
    return MessageLog(TopicTable())


def three(log: MessageLog) -> None:
    for number, at in enumerate((1000.0, 1001.5, 1063.75)):
        receive(log, Sent("other", b"x"), Sent("a/b", b"%d" % number), at=at)


def test_the_newest_stands_first_with_the_time_since_the_one_before(log: MessageLog) -> None:
    three(log)
    model, _tester = model_of(log, "a/b")
    assert column(model, HistoryColumn.VALUE) == ["2", "1", "0"]
    assert column(model, HistoryColumn.INTERVAL) == ["+1:02.250", "+1.500", ""]
    assert column(model, HistoryColumn.SIZE) == ["1", "1", "1"]
    assert [model.seq(row) for row in range(4)] == [5, 3, 1, None]
    assert [model.row_of(seq) for seq in (5, 3, 1, 0, None)] == [0, 1, 2, None, None]


def test_the_newest_may_stand_last(log: MessageLog) -> None:
    three(log)
    model, _tester = model_of(log, "a/b")
    model.put_newest_first(False)
    assert column(model, HistoryColumn.VALUE) == ["0", "1", "2"]
    assert column(model, HistoryColumn.INTERVAL) == ["", "+1.500", "+1:02.250"]
    assert [model.row_of(seq) for seq in (5, 3, 1)] == [2, 1, 0]


def test_a_page_knows_the_row_before_it(log: MessageLog) -> None:
    three(log)
    model, _tester = model_of(log, "a/b")
    assert [entry.interval_s for entry in model.page(0, 1)] == [62.25]
    model.put_newest_first(False)
    assert [entry.interval_s for entry in model.page(2, 9)] == [62.25]


@pytest.mark.parametrize("newest_first", [True, False])
def test_rows_come_and_go_with_the_log(monkeypatch: pytest.MonkeyPatch, newest_first: bool) -> None:
    monkeypatch.setattr(topic_history, "MAX_ROWS", 7)
    monkeypatch.setattr(history_figures, "BLOCK_ROWS", 4)
    chance = random.Random(4)
    log = MessageLog(TopicTable(), segment_bytes=200)
    model, _tester = model_of(log, "a")
    model.put_newest_first(newest_first)
    assert model.rows is not None
    figures = HistoryFigures(log, model.rows)
    at = 1000.0
    for _ in range(300):
        at += chance.random()
        receive(
            log, *(Sent(chance.choice("ab"), b"%d" % chance.randrange(99)) for _ in range(chance.randrange(5))), at=at
        )
        if chance.random() < 0.3:
            log.give_up(chance.randrange(10))
            log.tick()
        if chance.random() < 0.02:
            log.clear()
        if chance.random() < 0.7:
            model.step(1.0)
        kept = [row for row in log.rows(log.first, log.last - log.first) if row.topic == "a"]
        if model.rows.caught_up:
            shown = [seq for seq in map(model.seq, range(model.rowCount())) if seq is not None]
            assert (shown[::-1] if newest_first else shown) == [row.seq for row in kept][-7:]
            assert model.not_listed == max(0, len(kept) - 7)
            while figures.step(1.0):
                pass
            told = figures.figures
            assert told.count == len(kept)
            if kept:
                gaps = [b.received_at - a.received_at for a, b in pairwise(kept)]
                assert (told.first_at, told.last_at) == (kept[0].received_at, kept[-1].received_at)
                assert told.intervals.count == len(gaps)
                assert not gaps or (told.intervals.low, told.intervals.high) == (min(gaps), max(gaps))
                values = [float(row.preview) for row in kept]
                assert (told.values.low, told.values.high, told.values.count) == (min(values), max(values), len(kept))
                assert told.sizes.total == sum(row.payload_size for row in kept)


def test_another_topic_begins_anew_and_closing_ends_it(log: MessageLog) -> None:
    three(log)
    model, _tester = model_of(log, "a/b")
    model.show("other")
    assert (model.loading, model.rowCount()) == (True, 0)
    model.step(1.0)
    assert (model.loading, column(model, HistoryColumn.VALUE)) == (False, ["x"] * 3)
    model.close()
    assert (model.rowCount(), model.rows, model.step(1.0)) == (0, None, False)
    three(log)


@pytest.mark.parametrize(
    ("payload", "number"),
    [
        (b"21.5", 21.5), (b" -3 \n", -3.0), (b"1e3", 1000.0), (b"", None), (b"NaN", None), (b"inf", None),
        (b"1e400", None), (b"1_000", None), (b"on", None), (b"\xff", None), (b"9" * 60, 1e60), (b'"1"', None),
    ],
)  # fmt: skip
def test_a_payload_is_a_number_or_not(payload: bytes, number: float | None) -> None:
    found = plain_number(payload)
    assert found == (number if number is None else pytest.approx(number))
