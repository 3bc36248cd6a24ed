"""Whatever raises, wherever it raises: it is logged and told, and the program goes on."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tracemq.mqtt import tasks
from tracemq.ui.event_loop import QtAsyncLoop
from tracemq.ui.unforeseen import Unforeseen


class BoomError(Exception):
    """What the tests raise."""


def boom() -> None:
    raise BoomError


async def fail() -> None:
    boom()


def in_a_thread() -> None:
    thread = threading.Thread(target=boom)
    thread.start()
    thread.join()


def in_a_task() -> None:
    tasks.start_task(fail(), "fails")


def in_a_callback_of_the_loop() -> None:
    asyncio.get_running_loop().call_soon(boom)


def in_a_callback_of_the_library() -> None:
    tasks.call_safely(boom)


def in_a_slot() -> None:
    sys.excepthook(BoomError, BoomError(), None)  # what PySide calls when a slot raises


@pytest.fixture
def hooks() -> Iterator[None]:
    before = sys.excepthook, threading.excepthook
    logger = logging.getLogger(tasks.__name__)
    handlers = logger.handlers[:]
    yield
    sys.excepthook, threading.excepthook = before
    logger.handlers[:] = handlers


@pytest.mark.usefixtures("hooks")
@pytest.mark.parametrize(
    "cause", [in_a_thread, in_a_task, in_a_callback_of_the_loop, in_a_callback_of_the_library, in_a_slot]
)
def test_an_error_is_logged_and_told_in_the_windows_thread(
    qapp: QApplication, caplog: pytest.LogCaptureFixture, cause: Callable[[], None]
) -> None:
    told: list[tuple[type, int]] = []

    async def scenario() -> None:
        unforeseen = Unforeseen()
        unforeseen.install(asyncio.get_running_loop())
        unforeseen.happened.connect(lambda error: told.append((type(error), threading.get_ident())))
        cause()
        async with asyncio.timeout(5):
            while not told:
                await asyncio.sleep(0.01)

    with QtAsyncLoop(qapp) as loop:
        loop.run_until_complete(scenario())
    assert told == [(BoomError, threading.get_ident())]
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [BoomError]
    caplog.clear()
