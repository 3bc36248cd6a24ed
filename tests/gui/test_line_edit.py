"""Lines that take MQTT's longest strings: Qt's own would cut them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import tracemq.ui
from tracemq.ui.line_edit import MOST_CHARACTERS, LineEdit

LONGEST = "a/" * 32_767 + "b"  # 65,535 bytes


@pytest.mark.parametrize("text", ["", LONGEST])
def test_the_longest_string_of_mqtt_is_taken_whole(qtbot: QtBot, text: str) -> None:
    line = LineEdit(text)
    qtbot.addWidget(line)
    assert line.text() == text
    line.clear()
    line.insert(LONGEST)
    assert line.text() == LONGEST


def test_one_letter_too_many_stays_to_be_complained_of(qtbot: QtBot) -> None:
    line = LineEdit()
    qtbot.addWidget(line)
    line.insert("x" * 100_000)
    assert len(line.text()) == MOST_CHARACTERS == 65_536


def test_all_lines_of_the_program_are_such() -> None:
    folder = Path(tracemq.ui.__file__).parent
    sources = [path for path in folder.rglob("*.py") if path.name != "line_edit.py"]
    assert len(sources) > 100
    assert [path.name for path in sources if re.search(r"\bQLineEdit\(|\(QLineEdit\):", path.read_text())] == []
