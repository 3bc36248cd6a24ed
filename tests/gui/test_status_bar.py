"""The status line says what is true of a connection, warns when the window is behind, and is silent without one."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tests.unit.history.batches import Sent
from tracemq.mqtt.errors import ConnectionLost
from tracemq.mqtt.types import Version
from tracemq.ui.status_bar import StatusBar
from tracemq.viewmodels.status import BEHIND_BYTES, BEHIND_MS, DROPPED_TOPIC, Status, status_of
from tracemq.workspace.connection_state import ConnectionState

STATUS = Status(
    state=ConnectionState.CONNECTED,
    failed=False,
    url="mqtt://broker.example",
    version=Version.V5,
    retry_in_s=None,
    rate_in=12.4,
    rate_out=0.0,
    bytes_in_per_s=1000.0,
    received=1234,
    shown=1200,
    evicted=34,
    waiting=0,
    topics=5,
    memory_bytes=1 << 20,
    behind_bytes=0,
    behind_ms=3.2,
)


@pytest.fixture
def bar(qtbot: QtBot) -> StatusBar:
    QLocale.setDefault(QLocale.c())
    bar = StatusBar()
    bar.resize(1600, 30)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def words(bar: StatusBar) -> str:
    return " | ".join(label.text() for label in bar.findChildren(QLabel) if label.isVisible())


def test_it_says_all_that_a_user_may_doubt(bar: StatusBar) -> None:
    bar.tell(STATUS)
    assert words(bar) == (
        "Connected | mqtt://broker.example  ·  MQTT 5.0 | In 12/s   Out 0/s | Received 1234 | Shown 1200 | Evicted 34"
        " | Behind 0 bytes, 3 ms"
    )


def test_it_is_silent_without_a_connection(bar: StatusBar) -> None:
    bar.tell(STATUS)
    bar.tell(None)
    assert words(bar) == ""


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (replace(STATUS, state=ConnectionState.OFFLINE), "Offline"),
        (replace(STATUS, state=ConnectionState.OFFLINE, failed=True), "Failed"),
        (replace(STATUS, state=ConnectionState.CONNECTING), "Connecting…"),
        (replace(STATUS, state=ConnectionState.RECONNECTING, retry_in_s=7.4), "Reconnecting… next try in 7 s"),
        (replace(STATUS, waiting=300, shown=900), "Paused at 900, 300 more"),
        (replace(STATUS, filtered=12), "Shown 12 of 1200"),
        (replace(STATUS, version=Version.V311), "MQTT 3.1.1"),
    ],
)
def test_states_are_words(bar: StatusBar, status: Status, said: str) -> None:
    bar.tell(status)
    assert said in words(bar)


def test_being_behind_is_a_warning_that_goes_again(bar: StatusBar) -> None:
    for behind in (
        replace(STATUS, behind_ms=BEHIND_MS),
        replace(STATUS, behind_bytes=BEHIND_BYTES, queued_bytes=BEHIND_BYTES),
        replace(STATUS, reading_paused=True),
    ):
        bar.tell(behind)
        assert bar._behind.property("warning")
        bar.tell(STATUS)
        assert not bar._behind.property("warning")


def test_being_behind_is_said_with_what_may_come_of_it(bar: StatusBar) -> None:
    bar.tell(replace(STATUS, behind_ms=BEHIND_MS))
    assert "the broker may drop QoS 0 messages" in words(bar)
    bar.tell(STATUS)
    assert "may drop" not in words(bar)


def test_a_large_message_that_arrives_slowly_is_told_instead_of_a_warning(bar: StatusBar) -> None:
    arriving = replace(STATUS, behind_bytes=40_000_000, arriving_bytes=40_000_000, arriving_of_bytes=50_000_000)
    bar.tell(arriving)
    assert words(bar).endswith("Receiving 38.1 MiB of 47.7 MiB")
    assert not bar._behind.property("warning")
    bar.tell(replace(arriving, queued_bytes=BEHIND_BYTES))
    assert words(bar).endswith("Behind 38 MiB, 3 ms")
    assert bar._behind.property("warning")
    bar.tell(STATUS)
    assert words(bar).endswith("Behind 0 bytes, 3 ms")


def test_what_a_broker_says_it_dropped_is_told(bar: StatusBar) -> None:
    bar.tell(replace(STATUS, dropped=60_000))
    assert "Broker dropped 60000" in words(bar)
    bar.tell(STATUS)
    assert "dropped" not in words(bar)


def test_topics_that_were_forgotten_are_counted(bar: StatusBar) -> None:
    bar.tell(replace(STATUS, topics_forgotten=7000))
    assert "Topics forgotten 7000" in words(bar)
    bar.tell(STATUS)
    assert "forgotten" not in words(bar)


def test_a_narrow_window_keeps_a_warning_before_other_numbers(qtbot: QtBot) -> None:
    QLocale.setDefault(QLocale.c())
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = StatusBar(window)
    window.setStatusBar(bar)
    window.resize(460, 100)
    window.show()
    qtbot.waitUntil(lambda: bar.width() == 460)
    bar.tell(STATUS)
    assert "Behind" not in words(bar)
    bar.tell(replace(STATUS, behind_bytes=BEHIND_BYTES, queued_bytes=BEHIND_BYTES))
    assert "Behind 4 MiB" in words(bar)


def test_a_narrow_line_cuts_the_address_and_no_number(bar: StatusBar) -> None:
    bar.resize(700, 30)
    bar.tell(replace(STATUS, url="mqtt://" + "a" * 300))
    assert bar.minimumSizeHint().width() < 700
    assert "…" in bar._place.text()
    assert "aaaaaa" in bar._place.toolTip()


def test_numbers_that_shrink_move_nothing(bar: StatusBar) -> None:
    bar.tell(replace(STATUS, received=123_456_789))
    wide = bar._received.minimumWidth()
    bar.tell(STATUS)
    assert bar._received.minimumWidth() == wide


def test_everything_explains_itself(bar: StatusBar) -> None:
    assert bar.accessibleName()
    assert all(field.toolTip() for field in bar._numbers)


@pytest.mark.parametrize(("said", "dropped"), [(b"60000", 60_000), (b"many", None), (b"9" * 200, None)])
def test_the_number_dropped_is_the_brokers_own(qapp: object, said: bytes, dropped: int | None) -> None:
    plant = connection()
    receive(plant, Sent(DROPPED_TOPIC, said))
    plant.tick(1.0)
    assert status_of(plant).dropped == dropped


def test_topics_are_forgotten_as_the_connection_says(qapp: object) -> None:
    plant = connection()
    receive(plant, *(f"t/{number}" for number in range(100)))
    plant.tick(1.0)
    assert status_of(plant).topics_forgotten == 0
    plant._bound.limit = 20
    plant.tick(1.5)
    assert (status_of(plant).reading_paused, status_of(plant).behind) == (True, True)
    plant.clear()
    for second in range(10):
        plant.tick(2.0 + second)
    status = status_of(plant)
    assert not status.reading_paused
    assert (status.topics_forgotten + status.topics, status.topics_forgotten >= 80) == (100, True)


def test_the_status_is_the_connections(qapp: object) -> None:
    plant = connection()
    receive(plant, "a", "b", "a", at=time.time())
    plant.tick(1.0)
    plant.last_error = ConnectionLost()
    status = status_of(plant, waiting=1)
    assert (status.received, status.shown, status.waiting, status.topics) == (3, 2, 1, 2)
    assert (status.failed, status.url, status.behind) == (True, "mqtt://broker.example:1883", False)


def test_a_broker_that_nobody_verified_is_marked_as_long_as_it_is_connected(bar: StatusBar, qtbot: QtBot) -> None:
    bar.tell(STATUS)
    assert not bar.unverified.isVisible()
    bar.tell(replace(STATUS, unverified=True))
    bar.showMessage("something else")
    assert bar.unverified.isVisible()
    bar.clearMessage()
    bar.tell(replace(STATUS, unverified=True, rate_in=13.0))
    assert bar.unverified.isVisible()
    assert bar.unverified.accessibleName() == "Not verified"
    with qtbot.waitSignal(bar.details_asked):
        bar.unverified.click()
    bar.tell(None)
    assert not bar.unverified.isVisible()


def test_a_narrow_window_names_the_numbers_that_it_has_no_room_for(qtbot: QtBot) -> None:
    QLocale.setDefault(QLocale.c())
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = StatusBar(window)
    window.setStatusBar(bar)
    window.resize(460, 100)
    window.show()
    bar.tell(STATUS)
    qtbot.waitUntil(lambda: bar.width() == 460)
    assert "Received 1234" not in words(bar)
    rest = next(label for label in bar.findChildren(QLabel) if "Received 1234" in label.accessibleName())
    assert (rest.isVisible(), rest.text()) == (True, "…")
    assert "Received 1234" in rest.toolTip()
    assert "Shown 1200" in words(bar)
    window.resize(1600, 100)
    qtbot.waitUntil(lambda: "Received 1234" in words(bar))
    assert not rest.isVisible()


def test_a_window_need_not_be_as_wide_as_all_numbers(bar: StatusBar) -> None:
    bar.tell(replace(STATUS, received=10**12, shown=10**12, evicted=10**12, dropped=10**12))
    assert bar.minimumSizeHint().width() <= 320
