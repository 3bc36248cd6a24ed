"""Rows of a form keep their height where there is little room."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tracemq.ui.elided_note import ElidedNote
from tracemq.ui.fields import Choice, FormPage


@pytest.mark.parametrize("hint", ["", "Said under the first line. " * 9], ids=["without a note", "with a note"])
def test_a_form_that_does_not_fit_scrolls_and_squeezes_nothing(qtbot: QtBot, hint: str) -> None:
    page = FormPage()
    qtbot.addWidget(page)
    lines = [QLineEdit() for _ in range(6)]
    rows = [page.row("Line:", line) for line in lines]
    rows[0].hint(hint)
    page.resize(400, 60)
    page.show()
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0 and lines[-1].height() > 0)
    least = lines[0].minimumSizeHint().height()
    assert [line.height() for line in lines if line.height() < least] == []
    tops = [line.mapTo(page.widget(), line.rect().topLeft()).y() for line in lines]
    assert all(later - earlier >= lines[0].height() for earlier, later in pairwise(tops))


def test_a_choice_that_is_too_narrow_for_its_text_looks_cut(qtbot: QtBot) -> None:
    pictures = []
    for text in ("Automatic: hexadecimal numbers", "Automatic: hexadecimal letters"):
        choice = Choice((text, None))
        qtbot.addWidget(choice)
        choice.setFixedWidth(120)
        pictures.append(choice.grab().toImage())
    assert pictures[0] == pictures[1]  # both end in dots
    shorter = Choice(("Automatic: he", None))
    qtbot.addWidget(shorter)
    shorter.setFixedWidth(120)
    assert shorter.grab().toImage() != pictures[0]
    assert choice.currentText() == "Automatic: hexadecimal letters"  # what is read aloud is whole


def test_a_note_that_is_shortened_paints_itself_once_and_then_rests(qtbot: QtBot) -> None:
    painted: list[bool] = []

    class Counting(ElidedNote):
        def paintEvent(self, event: QPaintEvent) -> None:
            painted.append(True)
            super().paintEvent(event)

    for text in ("short", "long enough for several lines " * 20):
        note = Counting(stays=True)
        qtbot.addWidget(note)
        note.resize(120, 30)
        note.say(text)
        note.show()
        qtbot.waitUntil(lambda: bool(painted))
        for _ in range(50):
            QApplication.processEvents()
        assert len(painted) < 10
        painted.clear()
