"""A notice keeps room for its words: where the buttons take too much of it they stand below."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tracemq.ui.notice_bar import LEAST_WORDS, NoticeBar, Severity


@pytest.mark.parametrize(("width", "below"), [(1200, False), (420, True)])
def test_buttons_stand_beside_the_words_or_below_them(qtbot: QtBot, width: int, below: bool) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    actions = [QAction(text, bar) for text in ("Connect", "Edit…", "Diagnose…")]
    bar.say(Severity.ERROR, "The host is unknown.", "No address was found for it. " * 3, actions)
    bar.resize(width, bar.heightForWidth(width))
    button = bar.findChildren(QPushButton)[0]
    qtbot.waitUntil(lambda: bar._detail.width() >= min(LEAST_WORDS, width - 100))
    qtbot.waitUntil(lambda: (button.y() > bar._detail.y()) is below)


def test_a_notice_without_buttons_needs_no_room_for_them(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.say(Severity.INFO, "Title")
    bar.resize(200, 40)
    assert not bar.findChildren(QPushButton)
    assert bar._title.width() > 100
