"""The table follows the newest row, lets go when the user looks back, and stays on its messages when old ones go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt
from PySide6.QtGui import QCursor, QFocusEvent, QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.support.languages import translated
from tests.unit.history.batches import Sent, batch_of
from tracemq.history.log import MessageLog
from tracemq.mqtt.batch import TopicTable
from tracemq.ui.message_table import MessageTable
from tracemq.ui.old_rows import OldRows
from tracemq.viewmodels.message_table import Column, MessageTableModel

ROWS_SHOWN = 10
MARKED_LETTER = "x" + "\N{COMBINING GRAVE ACCENT}\N{COMBINING CEDILLA}" * 40


@pytest.fixture
def log() -> MessageLog:
    return MessageLog(TopicTable(), segment_bytes=2000)


@pytest.fixture
def table(log: MessageLog, qtbot: QtBot) -> Iterator[MessageTable]:
    model = MessageTableModel(log)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table = MessageTable(model)
    qtbot.addWidget(table)
    table.resize(900, table.horizontalHeader().sizeHint().height() + ROWS_SHOWN * table.row_height)
    table.show()
    yield table
    assert tester is not None
    model.close()


def receive(log: MessageLog, count: int, start: int = 0) -> None:
    sent = [Sent(f"t/{number}", b"payload %d" % number) for number in range(start, start + count)]
    log.append(batch_of(log.topics, *sent))
    log.tick()


def top(table: MessageTable) -> int:
    """The position of the first row in sight."""
    return table._messages.first + table.rowAt(0)


def bottom(table: MessageTable) -> int:
    return table._messages.first + table.rowAt(table.viewport().height() - 2)


def pill(table: MessageTable) -> QPushButton:
    found = table.findChild(QPushButton, "newRows")
    assert found is not None
    return found


def evict_down_to(log: MessageLog, kept_bytes: int) -> int:
    log.budget_bytes = kept_bytes
    before = log.first
    log.tick()
    return log.first - before


def test_it_follows_the_newest_row(table: MessageTable, log: MessageLog) -> None:
    receive(log, 100)
    assert bottom(table) == 99
    receive(log, 5, 100)
    assert bottom(table) == 104
    assert not pill(table).isVisible()


def test_scrolling_up_lets_go_and_the_button_returns(table: MessageTable, log: MessageLog, qtbot: QtBot) -> None:
    receive(log, 100)
    with qtbot.waitSignal(table.follow_changed) as heard:
        table.verticalScrollBar().setValue(20)
    assert heard.args == [False]
    receive(log, 7, 100)
    assert top(table) == 20
    assert pill(table).isVisible()
    assert pill(table).text().startswith("↓ 7 ")
    pill(table).click()
    assert table.following
    assert bottom(table) == 106
    assert not pill(table).isVisible()


def test_the_number_of_new_rows_is_said_in_the_users_language(
    table: MessageTable, log: MessageLog, qapp: QApplication
) -> None:
    with translated(qapp, "fr"):
        receive(log, 100)
        table.verticalScrollBar().setValue(20)
        receive(log, 7, 100)
        assert pill(table).text() == "↓ 7 nouveaux"


def test_scrolling_back_to_the_end_follows_again(table: MessageTable, log: MessageLog) -> None:
    receive(log, 100)
    table.verticalScrollBar().setValue(20)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert table.following


def test_a_click_on_a_row_holds_it_still(table: MessageTable, log: MessageLog, qtbot: QtBot) -> None:
    receive(log, 100)
    where = top(table)
    with qtbot.waitSignal(table.row_selected) as heard:
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, table.row_height * 2 + 3))
    assert heard.args == [where + 2]
    receive(log, 50, 100)
    assert (top(table), table.current, table.following) == (where, where + 2, False)


def test_selection_and_position_stay_on_their_messages_when_old_rows_go(table: MessageTable, log: MessageLog) -> None:
    receive(log, 1000)
    table.go_to(900)
    where = top(table)
    selected: list[object] = []
    table.row_selected.connect(selected.append)
    gone = evict_down_to(log, 12_000)
    assert gone > 100
    assert (top(table), table.current, selected) == (where, 900, [])
    assert table.selected_spans() == [(900 - log.first, 900 - log.first)]


def test_the_titles_know_nothing_of_the_selected_rows(table: MessageTable, log: MessageLog) -> None:
    receive(log, 100)
    table.selectAll()
    assert len(table.selectedIndexes()) > 100
    assert not table.horizontalHeader().selectionModel().hasSelection()  # Qt would look at each row of a selection


def test_a_selected_row_that_leaves_hands_its_place_to_nobody(table: MessageTable, log: MessageLog) -> None:
    receive(log, 1000)
    table.go_to(3)
    selected: list[object] = []
    table.row_selected.connect(selected.append)
    evict_down_to(log, 12_000)
    assert (table.current, table.selected_spans(), selected) == (None, [], [])
    assert top(table) == log.first


def test_rows_keep_their_ground_while_old_ones_leave(table: MessageTable, log: MessageLog) -> None:
    receive(log, 1000)
    table.go_to(900)
    table.selectionModel().clear()
    odd = False
    for kept in (12_000, 11_000, 10_000, 9_000, 8_000):
        before, first = table.viewport().grab().toImage(), log.first
        evict_down_to(log, kept)
        odd = odd or bool(log.first - first & 1)
        assert table.viewport().grab().toImage() == before
    assert odd, "an odd number of rows has to leave once"


def test_the_oldest_row_says_how_many_older_ones_had_to_leave(
    table: MessageTable, log: MessageLog, qtbot: QtBot, qapp: QApplication
) -> None:
    receive(log, 1000)
    evict_down_to(log, 12_000)
    table.say_evicted(log.evicted)
    said = table.findChild(OldRows)
    assert said is not None
    assert not said.isVisible(), "the newest rows are followed"
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert said.isVisible()
    assert said.text() == f"↑ {log.evicted} older message(s) evicted"
    evict_down_to(log, 9_000)
    with translated(qapp, "fr"):
        table.say_evicted(log.evicted)
        assert said.text() == f"↑ {log.evicted} messages plus anciens évincés"
    table.verticalScrollBar().setValue(1)
    assert not said.isVisible()


def test_following_goes_on_while_old_rows_leave(table: MessageTable, log: MessageLog) -> None:
    log.budget_bytes = 10_000
    for start in range(0, 3000, 50):
        receive(log, 50, start)
        assert bottom(table) == start + 49
    assert log.evicted
    assert table.following


def test_home_and_end_go_to_the_oldest_and_the_newest(table: MessageTable, log: MessageLog, qtbot: QtBot) -> None:
    receive(log, 100)
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert (table.current, table.following) == (0, False)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert (table.current, table.selected_spans()) == (2, [(1, 2)])
    qtbot.keyClick(table, Qt.Key.Key_PageDown)
    assert table.current == 2 + ROWS_SHOWN - 1 or table.current == 2 + ROWS_SHOWN
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert (table.current, table.following) == (99, True)
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_spans() == [(0, 99)]


def test_focus_chooses_no_row_and_the_keyboard_begins_in_sight(
    table: MessageTable, log: MessageLog, qtbot: QtBot
) -> None:
    receive(log, 100)
    selected: list[object] = []
    table.row_selected.connect(selected.append)
    for reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason):
        QApplication.sendEvent(table, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert (table.current, selected) == (None, [])
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert (table.current, selected, table.following) == (99, [99], False)


def test_selected_rows_are_copied_as_they_are_shown(table: MessageTable, log: MessageLog, qtbot: QtBot) -> None:
    receive(log, 3)
    table.hideColumn(Column.TIME)
    table.horizontalHeader().swapSections(Column.TOPIC, Column.PAYLOAD)
    table.setFocus()
    table.selectAll()
    with qtbot.waitSignal(table.copied) as heard:
        table.row_actions.copy_rows()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[1] == "payload 1\tt/1\t0\t\t9"
    assert heard.args == [3, 3]


def test_the_topic_is_copied_and_asked_for(table: MessageTable, log: MessageLog) -> None:
    receive(log, 3)
    asked: list[str] = []
    table.filter_asked.connect(asked.append)
    table.publish_asked.connect(asked.append)
    table.offer_filters()
    table.row_actions._filter_topic.trigger()
    table.go_to(1)
    table.row_actions._copy_topic.trigger()
    table.row_actions._filter_topic.trigger()
    table.row_actions.publish.trigger()
    assert (QGuiApplication.clipboard().text(), asked) == ("t/1", ["t/1", "t/1"])


def test_columns_can_be_hidden_and_are_remembered(table: MessageTable, log: MessageLog, qtbot: QtBot) -> None:
    actions = {action.text(): action for action in table.column_actions(table)}
    actions["Size"].setChecked(False)
    actions["No."].setChecked(True)
    table.horizontalHeader().moveSection(0, 3)
    state = table.layout_state()
    other = MessageTable(MessageTableModel(log))
    qtbot.addWidget(other)
    other.restore_layout(state)
    assert [other.isColumnHidden(column) for column in (Column.SIZE, Column.NUMBER)] == [True, False]
    assert other.horizontalHeader().visualIndex(Column.NUMBER) == 3


def test_columns_that_were_moved_are_remembered_and_an_order_that_is_not_kept_is_not_shown(
    table: MessageTable, log: MessageLog, qtbot: QtBot
) -> None:
    header = table.horizontalHeader()
    header.moveSection(header.visualIndex(Column.SIZE), 0)
    table.show_order(Column.TOPIC, True)
    other = MessageTable(MessageTableModel(log))
    qtbot.addWidget(other)
    other.restore_layout(table.layout_state())
    assert other.shown_columns()[0] == Column.SIZE
    assert not other.horizontalHeader().isSortIndicatorShown()
    table.restore_layout(other.layout_state())
    assert table.horizontalHeader().isSortIndicatorShown(), "its rows still stand in that order"
    assert table.horizontalHeader().sortIndicatorSection() == Column.TOPIC
    other._messages.close()


def test_columns_fit_into_the_window(table: MessageTable, log: MessageLog) -> None:
    receive(log, 30)
    header = table.horizontalHeader()
    assert header.length() <= table.viewport().width()
    assert header.sectionSize(Column.PAYLOAD) > 200
    table.resize(1500, 300)
    assert header.length() == table.viewport().width()
    header.resizeSection(Column.TOPIC, 500)
    assert header.length() == table.viewport().width()
    table.resize(300, 300)
    assert header.sectionSize(Column.PAYLOAD) == 90


def picture(table: MessageTable) -> QImage:
    return table.viewport().grab().toImage()


def test_what_is_painted_is_what_data_says(table: MessageTable, log: MessageLog) -> None:
    empty = picture(table)
    receive(log, 30)
    first = picture(table)
    assert first != empty
    receive(log, 30, 30)
    assert picture(table) != first
    table.go_to(log.first)
    assert table._messages.index(0, Column.TOPIC).data() == "t/0"


def test_an_empty_table_says_what_it_waits_for(table: MessageTable) -> None:
    silent = picture(table)
    table.say_empty("Waiting for messages…")
    assert picture(table) != silent


def test_every_kind_of_text_can_be_painted(table: MessageTable, log: MessageLog) -> None:
    payloads = ["<b>bold</b>", "é" * 300, "مرحبا", "👩‍🔧" * 50, "x" * 1000, "\u202e", ""]
    log.append(batch_of(log.topics, *(Sent("t" * 300 + text[:5], text.encode()) for text in payloads)))
    log.append(batch_of(log.topics, Sent("bin", bytes(range(256)) * 4)))
    log.tick()
    for column in Column:
        table.showColumn(column)
    for width in (900, 300, 60):
        table.resize(width, 300)
        assert not picture(table).isNull()


def test_it_can_be_named_and_read_aloud(table: MessageTable, log: MessageLog) -> None:
    receive(log, 1)
    model: QAbstractItemModel = table.model()
    assert table.accessibleName()
    assert model.headerData(Column.TOPIC, Qt.Orientation.Horizontal) == "Topic"
    assert model.index(0, Column.PAYLOAD).data() == "payload 0"


def test_columns_keep_room_for_letters_of_another_size(table: MessageTable) -> None:
    width = table.columnWidth(Column.SIZE)
    font = table.font()
    font.setPointSize(font.pointSize() * 2)
    table.setFont(font)
    assert table.columnWidth(Column.SIZE) >= 1.8 * width


def test_a_new_font_makes_new_rows(table: MessageTable, qapp: QApplication) -> None:
    before = table.row_height
    font = table.font()
    font.setPointSize(font.pointSize() * 2)
    table.setFont(font)
    assert table.row_height > before
    assert table.verticalHeader().defaultSectionSize() == table.row_height


def test_a_text_that_does_not_fit_always_ends_in_its_mark(table: MessageTable) -> None:
    pen = table.monospace
    for width in (50, 141, 300, 999, 3_000):
        shown = pen.elided("x" * 4_000, width)
        assert shown.endswith("…")
        assert pen.metrics_for(shown).horizontalAdvance(shown) <= width
        assert pen.metrics_for(shown).horizontalAdvance(shown + "xx") > width


def test_marks_on_letters_are_painted_over_no_other_row(table: MessageTable, log: MessageLog) -> None:
    log.append(batch_of(log.topics, *(Sent("t", payload.encode()) for payload in ("x", MARKED_LETTER, "x"))))
    log.tick()
    picture = table.viewport().grab().toImage()
    left, width = table.columnViewportPosition(Column.PAYLOAD), table.columnWidth(Column.PAYLOAD)
    rows = [picture.copy(left, table.rowViewportPosition(row), width, table.row_height) for row in range(3)]
    assert rows[0] == rows[2]
    assert rows[1] != rows[0]


@pytest.mark.parametrize("text", ["a" + "\N{COMBINING ACUTE ACCENT}" * 4_000 + "end", "\N{ZERO WIDTH JOINER}" * 4_000])
def test_letters_without_width_are_not_left_out_silently(table: MessageTable, text: str) -> None:
    for pen in (table.monospace, table.proportional):
        assert "…" in pen.elided(text, 300)
        assert "…" in pen.elided(text, 300, middle=True)
        assert "…" in pen.elided(f"a/b/{text}", 300, middle=True)


@pytest.mark.parametrize(
    ("topic", "shown"),
    [
        ("building/floor", "building/floor"),
        ("building/" + "floor/" * 40 + "temperature", "building/…/floor/floor/temperature"),
        ("building/" + "floor" * 40 + "/temperature", "building/…/temperature"),
        ("/" * 65_534 + "x", "/…" + "/" * 50),
        ("x" * 65_535, "x…x"),
        ("é" * 300 + "/температура", "é…/температура"),
    ],
)
def test_a_long_topic_loses_levels_in_its_middle(table: MessageTable, log: MessageLog, topic: str, shown: str) -> None:
    log.append(batch_of(log.topics, Sent(topic, b"1")))
    log.tick()
    text, metrics = table.cell_text(Column.TOPIC, log.row(0), 240)
    start, _, end = shown.partition("…")
    assert metrics.horizontalAdvance(text) <= 240
    assert text.startswith(start)
    assert text.endswith(end.lstrip("/")[-8:])
    assert ("…" in text) == ("…" in shown)


def test_the_tool_tip_has_what_a_cell_has_no_room_for_and_nothing_of_it_is_html(
    table: MessageTable, log: MessageLog
) -> None:
    log.append(batch_of(log.topics, Sent("t/" + "x" * 300, b"<b>" + b"y" * 600), Sent("s", b"1")))
    log.tick()

    def tip(row: int, column: Column) -> str:
        box = table.visualRect(table._messages.index(row, column))
        return table.tip_at(box.center())

    assert "x" * 300 in tip(0, Column.TOPIC)
    assert "&lt;b&gt;" + "y" * 600 in tip(0, Column.PAYLOAD)
    assert (tip(1, Column.TOPIC), tip(1, Column.PAYLOAD)) == ("", "")


def test_a_row_that_is_gone_to_shows_what_stands_around_it(table: MessageTable, log: MessageLog) -> None:
    receive(log, 100)
    for position in (50, 55, 99 - ROWS_SHOWN, 40):
        table.go_to(position)
        assert top(table) < position < bottom(table) - 1
    before = top(table)
    table.go_to(41)  # it was in sight: nothing moves
    assert top(table) == before


def test_a_table_that_scrolls_does_not_look_for_the_mouse(table: MessageTable, log: MessageLog, qtbot: QtBot) -> None:
    """Under X that is a question to the server and a wait for its answer, in each frame of a table that follows."""
    met: list[int] = []
    table.entered.connect(lambda index: met.append(index.row()))
    table.setMouseTracking(True)
    QCursor.setPos(table.viewport().mapToGlobal(table.viewport().rect().center()))
    receive(log, 100)
    table.verticalScrollBar().setValue(20)
    assert met == []
