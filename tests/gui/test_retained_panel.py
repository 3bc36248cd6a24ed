"""The panel of retained messages: looked for, searched, deleted after a question, and put back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, QLocale, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.open_connection import become, connection, receive
from tracemq.mqtt import Message, NotConnected, Properties, QoS, ReasonCode, Receipt, TimedOut
from tracemq.ui import retained_panel
from tracemq.ui.event_loop import QtAsyncLoop
from tracemq.ui.fields import Tone
from tracemq.ui.retained_panel import RetainedPanel
from tracemq.viewmodels.retained import RetainedColumn
from tracemq.workspace.connection import Connection
from tracemq.workspace.connection_state import ConnectionState
from tracemq.workspace.retained import Answer, Progress

MESSAGES = [
    Message("house/light", b"on", QoS.AT_LEAST_ONCE, retain=True, received_at=time.time()),
    Message("House/heat", b"21.5", retain=True, received_at=time.time()),
    Message(
        "plant/a",
        b"x" * 2048,
        retain=True,
        properties=Properties(message_expiry_interval=7199),
        received_at=time.time(),
    ),
]


class Broker:
    """What the panel's connection publishes; each message is answered at once."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes, int, bool]] = []
        self.answer = ReasonCode.SUCCESS

    def publish(
        self, topic: str, payload: bytes, *, qos: int = 0, retain: bool = False, properties: Properties = Properties()
    ) -> Receipt:
        self.sent.append((topic, payload, qos, retain))
        receipt = Receipt()
        receipt.settle(self.answer)
        return receipt


@pytest.fixture
def plant() -> Connection:
    return connection()


@pytest.fixture
def broker(plant: Connection, monkeypatch: pytest.MonkeyPatch) -> Broker:
    broker = Broker()
    monkeypatch.setattr(plant, "publish", broker.publish)
    return broker


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[QtAsyncLoop]:
    loop = QtAsyncLoop(qapp)
    with loop:
        yield loop


@pytest.fixture
def panel(plant: Connection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[RetainedPanel]:
    QLocale.setDefault(QLocale.c())

    async def look(
        _profile: object, _secrets: object, filters: Sequence[str], found: Callable[[list[Message]], object]
    ) -> Answer:
        if filters == ["away"]:
            raise NotConnected("gone")
        if filters == ["refused"]:
            return Answer((ReasonCode.NOT_AUTHORIZED,), whole=True)
        if filters != ["nothing"]:
            found(MESSAGES[:2])
            await asyncio.sleep(0)
            found(MESSAGES[2:])
        return Answer((ReasonCode.GRANTED_QOS_2,), whole=filters != ["much"])

    monkeypatch.setattr(retained_panel, "look", look)
    panel = RetainedPanel(plant)
    tester = QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show()
    yield panel
    panel.close_panel()
    assert tester is not None


def work(loop: QtAsyncLoop, panel: RetainedPanel, begin: Callable[[], object]) -> None:
    """Do something that takes its time, and wait for its end."""

    async def finished() -> None:
        begin()
        if panel._task is not None:
            await asyncio.gather(panel._task, return_exceptions=True)

    loop.run_until_complete(finished())


def look(loop: QtAsyncLoop, panel: RetainedPanel, topic_filter: str = "#") -> None:
    panel.filter.setText(topic_filter)
    work(loop, panel, panel.look_button.click)


def column(panel: RetainedPanel, column: RetainedColumn) -> list[str]:
    return [panel.model.index(row, column).data() for row in range(panel.model.rowCount())]


def answer(panel: RetainedPanel, word: str) -> None:
    """Press a button of the question."""
    (box,) = panel.findChildren(QMessageBox)
    next(button for button in box.findChildren(QPushButton) if button.text().replace("&", "") == word).click()


def test_what_is_found_is_shown_with_size_quality_and_expiry(loop: QtAsyncLoop, panel: RetainedPanel) -> None:
    look(loop, panel)
    assert column(panel, RetainedColumn.TOPIC) == ["House/heat", "house/light", "plant/a"]
    assert column(panel, RetainedColumn.SIZE) == ["4", "2", "2048"]
    assert column(panel, RetainedColumn.QOS) == ["0", "1", "0"]
    assert column(panel, RetainedColumn.EXPIRES) == ["", "", "1 h"]
    assert panel.note.text() == "3 retained message(s), 2.0 KiB"


def test_an_age_is_exact_after_a_live_message_and_a_minimum_otherwise(
    loop: QtAsyncLoop, panel: RetainedPanel, plant: Connection
) -> None:
    receive(plant, "house/light", at=time.time() - 90)
    plant.tick(1.0)
    look(loop, panel)
    ages = column(panel, RetainedColumn.AGE)
    assert ages[1] == "1 min"
    assert ages[0].startswith("≥ ")  # of what nobody subscribes to it is known that it was there when asked for


@pytest.mark.parametrize(
    ("asked", "tone", "said"),
    [
        ("nothing", Tone.PLAIN, "Nothing is retained there."),
        ("much", Tone.WARNING, "There is more than fits: ask for a smaller branch."),
        ("refused", Tone.BAD, "The broker refused: "),
        ("away", Tone.BAD, ""),
    ],
)
def test_what_came_of_it_is_said(loop: QtAsyncLoop, panel: RetainedPanel, asked: str, tone: Tone, said: str) -> None:
    look(loop, panel, asked)
    assert panel.note.text().startswith(said)
    assert panel.note.text()
    assert panel.note.tone is tone
    assert panel.look_button.isEnabled()


def test_the_search_narrows_and_minds_capitals_only_if_it_has_some(loop: QtAsyncLoop, panel: RetainedPanel) -> None:
    look(loop, panel)
    panel.search.setText("house")
    assert column(panel, RetainedColumn.TOPIC) == ["House/heat", "house/light"]
    assert panel.note.text() == "2 of 3 retained messages shown, 6 B"
    panel.search.setText("House")
    assert column(panel, RetainedColumn.TOPIC) == ["House/heat"]


def test_it_sorts_by_any_column(loop: QtAsyncLoop, panel: RetainedPanel) -> None:
    look(loop, panel)
    panel.table.sortByColumn(RetainedColumn.SIZE, Qt.SortOrder.DescendingOrder)
    assert column(panel, RetainedColumn.TOPIC) == ["plant/a", "House/heat", "house/light"]


def test_what_is_shown_is_deleted_after_a_question_that_counts(
    loop: QtAsyncLoop, panel: RetainedPanel, broker: Broker
) -> None:
    look(loop, panel)
    panel.search.setText("house")
    panel.delete_shown.click()
    (box,) = panel.findChildren(QMessageBox)
    assert box.text() == "Delete 2 retained message(s), 6 B of payload?"
    assert box.informativeText().startswith("House/heat\nhouse/light\n")
    assert broker.sent == []  # nothing before the answer
    work(loop, panel, lambda: answer(panel, "Delete"))
    assert broker.sent == [("House/heat", b"", 1, True), ("house/light", b"", 1, True)]
    assert panel.note.text() == "Deleted: 2 message(s)."
    panel.search.clear()
    assert column(panel, RetainedColumn.TOPIC) == ["plant/a"]


def test_the_keyboard_comes_back_to_the_table_and_what_is_searched_for_is_said_to_be_gone(
    loop: QtAsyncLoop, panel: RetainedPanel, broker: Broker, qtbot: QtBot
) -> None:
    look(loop, panel)
    panel.search.setText("house")
    panel.delete_shown.setFocus()
    panel.delete_shown.click()
    work(loop, panel, lambda: answer(panel, "Delete"))
    assert panel.focusWidget() is panel.table
    assert "letters" in panel.table.empty_text
    panel.search.clear()
    panel.table.selectAll()
    panel.delete_selected.click()
    work(loop, panel, lambda: answer(panel, "Delete"))
    assert "Look" in panel.table.empty_text


def test_a_question_names_long_topics_in_a_line_each(loop: QtAsyncLoop, panel: RetainedPanel) -> None:
    panel.model.add([Message(f"{'level/' * 80}{number}", b"1") for number in range(3)])
    panel.model.settle()
    panel._ask_delete(list(panel.model.shown))
    (box,) = panel.findChildren(QMessageBox)
    named = box.informativeText().splitlines()[:3]
    assert all("…" in name and len(name) < 150 for name in named)
    box.reject()


def test_a_question_that_is_cancelled_changes_nothing(loop: QtAsyncLoop, panel: RetainedPanel, broker: Broker) -> None:
    look(loop, panel)
    panel.table.selectRow(1)
    panel.delete_selected.click()
    work(loop, panel, lambda: answer(panel, "Cancel"))
    assert broker.sent == []
    assert panel.model.rowCount() == 3


def test_undo_publishes_what_was_deleted_as_it_was(
    qtbot: QtBot, loop: QtAsyncLoop, panel: RetainedPanel, broker: Broker
) -> None:
    look(loop, panel)
    assert not panel.undo.isEnabled()
    panel.table.selectRow(1)
    panel.delete_selected.click()
    work(loop, panel, lambda: answer(panel, "Delete"))
    assert panel.undo.isEnabled()
    broker.sent.clear()
    panel.activateWindow()
    panel.undo.setFocus()
    qtbot.waitUntil(panel.undo.hasFocus)
    work(loop, panel, panel.undo.click)
    assert panel.focusWidget() is panel.table  # not the next button, which may be one that closes something
    assert broker.sent == [("house/light", b"on", 1, True)]
    assert panel.note.text() == "Put back: 1 message(s)."
    assert panel.model.rowCount() == 3
    assert not panel.undo.isEnabled()


def test_a_refusal_is_told_and_the_message_stays(loop: QtAsyncLoop, panel: RetainedPanel, broker: Broker) -> None:
    look(loop, panel)
    broker.answer = ReasonCode.NOT_AUTHORIZED
    panel.table.selectRow(0)
    panel.delete_selected.click()
    work(loop, panel, lambda: answer(panel, "Delete"))
    assert panel.note.text().startswith("Deleted: 0 message(s). Not taken: 1, the first House/heat: ")
    assert panel.note.tone is Tone.WARNING
    assert panel.model.rowCount() == 3


def test_stop_leaves_the_rest_and_keeps_the_way_back(
    loop: QtAsyncLoop, panel: RetainedPanel, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(loop, panel)
    monkeypatch.setattr(retained_panel.delete, "__kwdefaults__", {"per_second": 2.0})
    panel.delete_shown.click()
    said: list[tuple[str, Tone]] = []

    def begin() -> None:
        answer(panel, "Delete")
        assert panel.stop.isVisible()
        asyncio.get_running_loop().call_soon(lambda: said.append((panel.note.text(), panel.note.tone)))
        asyncio.get_running_loop().call_later(0.1, panel.stop.click)

    work(loop, panel, begin)
    assert len(broker.sent) == 1
    assert said == [("Deleting 3 message(s)…", Tone.BUSY)]
    assert panel.note.text() == "Deleted: 1 message(s). Not reached: 2."
    assert panel.undo.isEnabled()
    assert not panel.stop.isVisible()


def test_what_was_done_is_told_as_well_where_the_broker_answers_no_more(
    loop: QtAsyncLoop, panel: RetainedPanel, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def go_silent(_to: object, messages: Sequence[Message], progress: Progress, _told: object) -> None:
        progress.done += messages[:2]
        progress.unanswered = 1
        raise TimedOut("PUBACK", 10.0)

    look(loop, panel)
    monkeypatch.setattr(retained_panel, "delete", go_silent)
    panel.delete_shown.click()
    work(loop, panel, lambda: answer(panel, "Delete"))
    assert panel.note.text() == (
        "The broker did not answer in time. Deleted: 1 message(s). "
        "Sent, but not confirmed by the broker: 1. Not reached: 1."
    )
    assert panel.note.tone is Tone.BAD


def test_a_bad_filter_and_a_lost_connection_grey_out_what_cannot_be_done(
    loop: QtAsyncLoop, panel: RetainedPanel, plant: Connection
) -> None:
    panel.filter.setText("a/#/b")
    assert not panel.look_button.isEnabled()
    assert panel.note.text() == "This is no topic filter."
    look(loop, panel)
    assert panel.delete_shown.isEnabled()
    become(plant, ConnectionState.RECONNECTING)
    assert not panel.look_button.isEnabled()
    assert not panel.delete_shown.isEnabled()


def test_a_branch_is_asked_for_with_all_below_it(loop: QtAsyncLoop, panel: RetainedPanel) -> None:
    work(loop, panel, lambda: panel.look_below("plant/line 1"))
    assert panel.filter.text() == "plant/line 1/#"
    assert panel.model.rowCount() == 3


def test_deleting_a_branch_asks_the_broker_and_then_the_user(
    loop: QtAsyncLoop, panel: RetainedPanel, broker: Broker, plant: Connection
) -> None:
    become(plant, ConnectionState.CONNECTED)
    panel.search.setText("heat")  # left from before; it must not hide anything that goes
    work(loop, panel, lambda: panel.delete_below("house/#"))
    assert panel.filter.text() == "house/#"
    (box,) = panel.findChildren(QMessageBox)
    assert box.text() == "Delete 3 retained message(s), 2.0 KiB of payload?"
    assert broker.sent == []
    work(loop, panel, lambda: answer(panel, "Delete"))
    assert [sent[:2] for sent in broker.sent] == [("House/heat", b""), ("house/light", b""), ("plant/a", b"")]


def test_deleting_where_nothing_is_retained_says_so_and_asks_nothing(loop: QtAsyncLoop, panel: RetainedPanel) -> None:
    work(loop, panel, lambda: panel.delete_below("nothing"))
    assert panel.note.text() == "Nothing is retained there."
    assert panel.findChildren(QMessageBox) == []


def test_nobody_is_asked_who_has_gone_elsewhere_meanwhile(loop: QtAsyncLoop, panel: RetainedPanel) -> None:
    panel.hide()
    work(loop, panel, lambda: panel.delete_below("#"))
    assert panel.model.rowCount() == 3
    assert panel.findChildren(QMessageBox) == []


def test_deleting_without_a_connection_says_what_is_missing(
    loop: QtAsyncLoop, panel: RetainedPanel, plant: Connection
) -> None:
    become(plant, ConnectionState.OFFLINE)
    work(loop, panel, lambda: panel.delete_below("#"))
    assert panel.note.text().startswith("Connect first")


def test_a_double_click_goes_to_the_topic(loop: QtAsyncLoop, panel: RetainedPanel, qtbot: QtBot) -> None:
    look(loop, panel)
    with qtbot.waitSignal(panel.topic_chosen) as chosen:
        panel.table.activated.emit(panel.model.index(2, 0, QModelIndex()))
    assert chosen.args == ["plant/a"]


def test_the_note_has_a_line_of_its_own_where_the_buttons_leave_it_no_room(
    loop: QtAsyncLoop, panel: RetainedPanel
) -> None:
    look(loop, panel)
    panel.resize(1200, 300)
    assert panel.note.geometry().bottom() >= panel.undo.geometry().top()
    assert panel.note.width() > 300
    panel.resize(panel.minimumSizeHint().width(), 300)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert panel.note.geometry().bottom() < panel.undo.geometry().top()
    assert panel.note.width() > panel.width() - 40


def test_a_longer_title_in_another_language_widens_its_column(panel: RetainedPanel) -> None:
    header = panel.table.horizontalHeader()
    before = [header.sectionSize(column) for column in RetainedColumn]
    titles = [*panel._titles[:-1], "Expires after this many seconds"]
    panel.model.set_titles(titles, [Qt.AlignmentFlag.AlignLeft] * len(titles))
    assert header.sectionSize(RetainedColumn.EXPIRES) > panel.fontMetrics().horizontalAdvance(titles[-1])
    assert header.sectionSize(RetainedColumn.TOPIC) == before[RetainedColumn.TOPIC]
