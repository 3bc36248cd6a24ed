"""Rows of a form keep their height where there is little room."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tracemq.ui.fields import FormPage


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
