"""Whatever raises, wherever it raises: it is logged and told, and the program goes on."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tracemq.mqtt.tasks import call_safely, start_task
from tracemq.ui.event_loop import QtAsyncLoop
from tracemq.ui.unforeseen import Unforeseen


class BoomError(Exception):
    """What the tests raise."""


def boom() -> None:
    raise BoomError


@pytest.fixture
def told(qapp: object, caplog: pytest.LogCaptureFixture) -> Iterator[list[BaseException]]:
    hooks = sys.excepthook, threading.excepthook
    handlers = logging.getLogger("tracemq.mqtt.tasks").handlers[:]
    loop = QtAsyncLoop(qapp, already_running=True)
    unforeseen, errors = Unforeseen(), []
    unforeseen.install(loop)
    unforeseen.happened.connect(errors.append)
    with caplog.at_level(logging.ERROR):
        yield errors
    assert any(record.exc_info for record in caplog.get_records("call")), "nothing was logged"
    asyncio.events._set_running_loop(None)
    loop.close()
    sys.excepthook, threading.excepthook = hooks
    logging.getLogger("tracemq.mqtt.tasks").handlers[:] = handlers


def test_an_error_in_a_thread_is_told_in_the_windows_thread(told: list[BaseException], qtbot: QtBot) -> None:
    thread = threading.Thread(target=boom)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: [type(error) for error in told] == [BoomError])


def test_an_error_in_a_callback_of_the_library_is_told(told: list[BaseException]) -> None:
    call_safely(boom)
    assert [type(error) for error in told] == [BoomError]


def test_an_error_in_a_task_is_told(told: list[BaseException], qtbot: QtBot) -> None:
    async def fail() -> None:
        boom()

    loop = asyncio.get_event_loop()
    loop.call_soon(lambda: start_task(fail(), "fails"))
    qtbot.waitUntil(lambda: [type(error) for error in told] == [BoomError])


def test_an_error_in_a_callback_of_the_loop_is_told(told: list[BaseException], qtbot: QtBot) -> None:
    asyncio.get_event_loop().call_soon(boom)
    qtbot.waitUntil(lambda: [type(error) for error in told] == [BoomError])


def test_an_error_in_a_slot_is_told(told: list[BaseException]) -> None:
    sys.excepthook(BoomError, BoomError(), None)  # what PySide calls when a slot raises
    assert [type(error) for error in told] == [BoomError]
