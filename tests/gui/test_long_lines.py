"""A line of any length can be shown, edited, copied and published, exactly, without a long turn of the event loop."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.support.garbage import without_collections
from tests.unit.viewmodels import test_text_pieces
from tests.unit.viewmodels.test_text_pieces import Long, place_of
from tracemq.ui import code_editor
from tracemq.ui.code_editor import CodeEditor
from tracemq.ui.publish_form import PublishForm
from tracemq.viewmodels.payload_input import PayloadKind
from tracemq.viewmodels.text_pieces import LONGEST_LINE, PIECE, picture

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LINE = json.dumps([{"name": "pump-7", "temp": 21.5, "id": n} for n in range(22_000)])
# no clipboard has half a character
TEXTS = test_text_pieces.TEXTS.map(lambda text: Long(text.replace("\ud800", "ud800")))
LONGEST_TURN_S = 0.1  # the machine of a test may be slow: 15 ms on one that is not; 300 ms before


@pytest.fixture
def editor(qtbot: QtBot) -> CodeEditor:
    made = CodeEditor()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


@pytest.fixture
def form(qtbot: QtBot) -> PublishForm:
    made = PublishForm()
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    made.set_connected(True)
    made.topic.setText("a")
    return made


def paste(editor: CodeEditor, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    editor.insertFromMimeData(data)


def show(editor: CodeEditor, text: str) -> None:
    editor.show_text(text)
    editor.complete()


def copied(editor: CodeEditor) -> str:
    return editor.createMimeDataFromSelection().text()


def assert_shows_its_text(editor: CodeEditor) -> None:
    """What stands in the document is a picture of what is held."""
    assert editor._pieces is not None
    blocks = editor.document().toRawText().split("\u2029")
    assert blocks == [picture(text) for text in editor._pieces.pieces.texts]


def turns(act: Callable[[], object], form: PublishForm) -> float:
    """Do it, let the loop run until all is done, and return the processor time of the longest turn (s)."""
    with without_collections():
        began = time.thread_time()
        act()
        longest = time.thread_time() - began
        while form.busy or form.payload.text.pouring:
            began = time.thread_time()
            QApplication.processEvents()
            longest = max(longest, time.thread_time() - began)
    return longest


@pytest.mark.usefixtures("short_slices")
def test_no_turn_is_long_whatever_is_done_to_a_line_of_1_mb(form: PublishForm) -> None:
    text = form.payload.text
    key = partial(QTest.keyClick, text)
    found = {"show": turns(lambda: form.payload.put(PayloadKind.TEXT, LINE), form)}
    assert form.payload.source == LINE
    found["type"] = turns(lambda: key(Qt.Key.Key_A), form)
    assert form.payload.source == f"a{LINE}"
    found["undo"] = turns(lambda: key(Qt.Key.Key_Z, CTRL), form)
    key(Qt.Key.Key_A, CTRL)
    assert copied(text) == LINE
    found["delete"] = turns(lambda: key(Qt.Key.Key_Delete), form)
    assert form.payload.source == ""
    found["paste"] = turns(lambda: paste(text, LINE), form)
    assert form.payload.source == LINE
    found["another width"] = turns(lambda: form.resize(800, 400), form)
    found["clear"] = turns(form.clear, form)
    assert {act: took for act, took in found.items() if took > LONGEST_TURN_S} == {}


def test_a_long_line_is_formatted_and_undo_brings_it_back(form: PublishForm) -> None:
    line = LINE[: LINE.index("}, ", 100_000)] + "}]"
    turns(lambda: form.payload.put(PayloadKind.JSON, line), form)
    turns(form.payload.format_payload, form)
    assert form.payload.source == json.dumps(json.loads(line), indent=2)
    turns(form.payload.text.undo, form)
    assert form.payload.source == line
    assert_shows_its_text(form.payload.text)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    TEXTS,
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.one_of(st.sampled_from("x<>\n"), TEXTS)), max_size=4),
)
def test_what_is_typed_pasted_deleted_and_taken_back_is_exact(
    editor: CodeEditor, text: str, edits: list[tuple[float, float, str]]
) -> None:
    """`<` is Backspace, `>` is Delete; whatever else is longer than a sign is pasted."""
    text += "y" * (LONGEST_LINE + 1)
    show(editor, text)
    assert editor.whole == text
    states = [text]
    for one, other, what in edits:
        editing = editor._pieces
        assert editing is not None
        start, end = sorted(int(part * len(text)) for part in (one, other))
        cursor = editor.textCursor()
        cursor.setPosition(editing.position(place_of(editing.pieces, start)))
        cursor.setPosition(editing.position(place_of(editing.pieces, end)), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        assert copied(editor) == text[start:end]
        if what == "<":
            QTest.keyClick(editor, Qt.Key.Key_Backspace)
            text = text[: start - (start == end and start > 0)] + text[end:]
        elif what == ">":
            QTest.keyClick(editor, Qt.Key.Key_Delete)
            text = text[:start] + text[end + (start == end) :]
        else:
            if what == "\n":
                QTest.keyClick(editor, Qt.Key.Key_Return)
            elif what == "x":
                QTest.keyClicks(editor, what)
            else:
                paste(editor, what)
            text = text[:start] + what + text[end:]
        assert editor.whole == text
        editor.complete()
        assert_shows_its_text(editor)
        states.append(text)
    for _ in range(len(edits) + 1):
        QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
        editor.complete()
        assert editor.whole in states
        assert_shows_its_text(editor)
    assert editor.whole == states[0]
    for _ in range(len(edits) + 1):
        QTest.keyClick(editor, Qt.Key.Key_Z, CTRL | SHIFT)
        editor.complete()
    assert editor.whole == text
    assert_shows_its_text(editor)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_what_is_put_in_and_pasted_is_what_comes_out(editor: CodeEditor, text: str, more: str) -> None:
    editor.show_text(text)
    assert editor.whole == text
    editor.complete()
    paste(editor, more)
    assert editor.whole == more + text
    editor.complete()
    editor.selectAll()
    assert copied(editor) == more + text
    editor.replace(text)
    assert editor.whole == text


def test_a_line_that_grows_key_by_key_is_held_in_pieces_in_time(editor: CodeEditor) -> None:
    text = "x" * (LONGEST_LINE - 2)
    show(editor, f"{text}\nb")
    assert editor.whole == f"{text}\nb"
    QTest.keyClicks(editor, "abcdef")
    assert editor._pieces is not None
    assert editor.whole == f"abcdef{text}\nb"
    for _ in range(4):
        QTest.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.whole == f"{text}\nb"
    assert_shows_its_text(editor)
    editor.show_text("short")
    assert editor._pieces is None


def test_the_cursor_steps_over_the_end_of_a_piece_as_if_there_were_none(editor: CodeEditor) -> None:
    show(editor, "x" * (3 * PIECE) + "\nb")
    editing = editor._pieces
    assert editing is not None
    editing.go_to((0, len(editing.pieces.texts[0]) - 1))
    for _ in range(2):
        QTest.keyClick(editor, Qt.Key.Key_Right)
    assert editing.place(editor.textCursor().position()) == (1, 1)
    for _ in range(2):
        QTest.keyClick(editor, Qt.Key.Key_Left)
    assert editing.place(editor.textCursor().position()) == (0, len(editing.pieces.texts[0]) - 1)
    assert [editor.number(block) for block in range(4)] == [1, None, None, 2]
    assert editor.lines() == 2


def test_words_and_ends_of_lines_are_deleted_and_tried_keys_change_nothing(editor: CodeEditor) -> None:
    show(editor, "one two\r\n" + "x" * (LONGEST_LINE + 1))
    QTest.keyClick(editor, Qt.Key.Key_Delete, CTRL)
    assert editor.whole.startswith("two\r\n")
    before = editor.whole
    for key in (Qt.Key.Key_F5, Qt.Key.Key_Escape, Qt.Key.Key_B):
        QTest.keyClick(editor, key, CTRL)
    assert editor.whole == before
    QTest.keyClick(editor, Qt.Key.Key_Return, SHIFT)
    assert editor.whole == f"\n{before}"
    assert_shows_its_text(editor)


def test_an_input_method_puts_in_what_it_commits(editor: CodeEditor) -> None:
    show(editor, "x" * (LONGEST_LINE + 1))
    composing = QInputMethodEvent("ni", [])
    QApplication.sendEvent(editor, composing)
    assert editor.whole[0] == "x"
    event = QInputMethodEvent()
    event.setCommitString("你")
    QApplication.sendEvent(editor, event)
    assert editor.whole == "你" + "x" * (LONGEST_LINE + 1)
    assert_shows_its_text(editor)


def test_the_menu_does_what_the_keys_do(editor: CodeEditor) -> None:
    text = "x" * (LONGEST_LINE + 1)
    show(editor, text)
    QTest.keyClicks(editor, "ab")

    def choose(name: str) -> None:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(20, 20), QPoint(20, 20))
        QApplication.sendEvent(editor.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (action,) = (each for each in menu.actions() if each.objectName() == name)
        assert action.isEnabled()
        action.trigger()
        menu.close()

    choose("edit-undo")
    assert editor.whole == text
    choose("edit-redo")
    assert editor.whole == f"ab{text}"
    editor.selectAll()
    choose("edit-delete")
    assert editor.whole == ""
    assert_shows_its_text(editor)


def test_what_somebody_else_changes_in_the_document_is_shown_as_it_was(editor: CodeEditor) -> None:
    text = "x" * (LONGEST_LINE + 1)
    show(editor, text)
    QTextCursor(editor.document()).insertText("not by a key")
    editor.complete()
    assert editor.whole == text
    assert_shows_its_text(editor)


def test_a_long_line_is_published_whole_while_it_is_still_shown(
    form: PublishForm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_editor, "SLICE_S", 0.0)
    paste(form.payload.text, LINE)
    assert form.payload.text.pouring
    with qtbot.waitSignal(form.publish_requested) as signal:
        form.publish()
    assert signal.args[0].payload == LINE.encode()


def test_ends_of_lines_of_another_system_are_published_as_they_came(form: PublishForm, qtbot: QtBot) -> None:
    form.payload.put(PayloadKind.TEXT, "one\r\ntwo\u2028\u00a0")
    with qtbot.waitSignal(form.publish_requested) as signal:
        form.publish()
    assert signal.args[0].payload.decode() == "one\r\ntwo\u2028\u00a0"
    assert form.payload.note.text() == "↵ is a carriage return; it is sent as it is."
    form.payload.put(PayloadKind.TEXT, "one\ntwo")
    assert form.payload.note.text() == ""
