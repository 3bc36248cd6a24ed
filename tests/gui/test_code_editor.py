"""Long texts go into the payload editor piece by piece, whole, and undo takes them back."""

from __future__ import annotations

import json
import time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.support.garbage import without_collections
from tracemq.ui import code_editor
from tracemq.ui.code_editor import MOST_COLOURED, CodeEditor
from tracemq.ui.fields import Tone
from tracemq.ui.payload_editor import PayloadEditor
from tracemq.ui.pouring import STEP_CHARS
from tracemq.ui.publish_form import PublishForm
from tracemq.viewmodels.payload_input import PayloadKind

LONG = json.dumps([{"n": n} for n in range(40_000)], indent=1)


@pytest.fixture
def editor(qtbot: QtBot) -> CodeEditor:
    made = CodeEditor()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def paste(editor: CodeEditor, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    editor.insertFromMimeData(data)


def test_a_long_text_goes_in_by_and_by_without_a_long_turn(editor: CodeEditor) -> None:
    percents: list[int] = []
    editor.poured.connect(percents.append)
    editor.setPlainText("[]")
    editor.moveCursor(editor.textCursor().MoveOperation.NextCharacter)
    paste(editor, LONG)
    assert editor.pouring
    assert editor.isReadOnly()
    longest = 0.0
    with without_collections():
        while editor.pouring:
            began = time.thread_time()
            QApplication.processEvents()
            longest = max(longest, time.thread_time() - began)
    assert editor.toPlainText() == editor.whole == f"[{LONG}]"
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert longest < 0.1
    assert not editor.isReadOnly()


def test_the_room_for_the_numbers_of_a_long_text_is_made_once(editor: CodeEditor) -> None:
    paste(editor, LONG)
    assert editor.pouring
    room = editor.numbers_width()
    editor.complete()
    assert editor.numbers_width() == room
    editor.show_text("short")
    assert editor.numbers_width() < room


def test_what_is_asked_for_is_whole_at_any_time(editor: CodeEditor) -> None:
    paste(editor, LONG)
    assert editor.pouring
    assert editor.whole == LONG
    editor.complete()
    assert editor.whole == LONG


def test_undo_and_redo_take_a_long_text_out_and_put_it_back(editor: CodeEditor) -> None:
    editor.setPlainText("before")
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    paste(editor, LONG)
    editor.complete()
    ctrl = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(editor, Qt.Key.Key_Z, ctrl)
    editor.complete()
    assert editor.whole == "before"
    QTest.keyClick(editor, Qt.Key.Key_Z, ctrl | Qt.KeyboardModifier.ShiftModifier)
    editor.complete()
    assert editor.whole == f"before{LONG}"
    QTest.keyClicks(editor, "x")
    QTest.keyClick(editor, Qt.Key.Key_Z, ctrl)
    editor.complete()
    assert editor.whole == f"before{LONG}"
    QTest.keyClick(editor, Qt.Key.Key_Z, ctrl)
    editor.complete()
    assert editor.whole == "before"


def test_a_piece_of_several_lines_is_one_step_for_undo(editor: CodeEditor) -> None:
    text = "line\n" * (2 * STEP_CHARS // 5)
    assert STEP_CHARS < len(text) < MOST_COLOURED
    paste(editor, text)
    editor.complete()
    editor.undo()
    assert editor.whole == ""


@pytest.mark.parametrize("text", [LONG, "x" * 3 * STEP_CHARS, "short"], ids=["lines", "line", "short"])
def test_another_text_is_shown_from_its_beginning(editor: CodeEditor, text: str) -> None:
    editor.show_text(text)
    assert editor.whole == text
    editor.complete()
    assert editor.textCursor().position() == 0
    paste(editor, "ab\n" * STEP_CHARS)
    editor.complete()
    assert editor.textCursor().position() == 3 * STEP_CHARS


def test_a_single_long_line_goes_in_whole(editor: CodeEditor) -> None:
    text = "x" * (3 * STEP_CHARS)
    paste(editor, f"a\n{text}\nb")
    assert editor.whole == f"a\n{text}\nb"


def test_long_texts_have_no_colours_and_say_so(qtbot: QtBot) -> None:
    payload = PayloadEditor()
    qtbot.addWidget(payload)
    payload.show()
    payload.put(PayloadKind.JSON, LONG)
    payload.text.complete()
    assert not payload.text.coloured
    payload.complain(None)
    assert payload.note.text() == "This text is too long for colours."
    payload.text.replace("[]")
    payload.text.complete()
    assert payload.text.coloured
    payload.complain(None)
    assert payload.note.text() == ""


@pytest.mark.usefixtures("short_slices")
def test_a_long_json_is_judged_while_it_is_typed_without_a_stop(qtbot: QtBot) -> None:
    form = PublishForm()
    qtbot.addWidget(form)
    form.show()
    form.payload.put(PayloadKind.JSON, LONG + "x")
    form.payload.text.complete()
    qtbot.waitUntil(lambda: (form.payload.note.text(), form.payload.note.tone) == ("Checking…", Tone.BUSY))
    line = LONG.count("\n") + 1
    qtbot.waitUntil(lambda: form.payload.note.text().startswith(f"Not valid JSON at line {line}"), timeout=30_000)
    form.payload.text.show_text("[1, 2")
    form.payload.edited.emit()
    assert form.payload.note.text().startswith("Not valid JSON at line 1, column 6")


def test_what_was_pasted_is_published_whole_even_while_it_goes_in(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_editor, "SLICE_S", 0.0)
    form = PublishForm()
    qtbot.addWidget(form)
    form.show()
    form.set_connected(True)
    form.topic.setText("a")
    paste(form.payload.text, LONG)
    assert form.payload.text.pouring
    with qtbot.waitSignal(form.publish_requested) as signal:
        form.publish()
    assert signal.args[0].payload == LONG.encode()
