"""Filter, find and sort: what is typed above and below the table changes what it shows, and never what is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.unit.history.batches import Sent, batch_of
from tracemq.history.log import MessageLog
from tracemq.mqtt.batch import TopicTable
from tracemq.ui import message_panel, theme
from tracemq.ui.fields import Note
from tracemq.ui.message_panel import MessagePanel
from tracemq.ui.painted_table import PADDING
from tracemq.ui.query_help import QueryHelp
from tracemq.viewmodels.message_table import Column
from tracemq.viewmodels.times import TimeMode

NUMBERS = [f"t/{number}" for number in range(100)]


@pytest.fixture
def log() -> MessageLog:
    return MessageLog(TopicTable(), segment_bytes=2000)


@pytest.fixture
def panel(log: MessageLog, qtbot: QtBot) -> Iterator[MessagePanel]:
    panel = MessagePanel(log)
    tester = QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.addWidget(panel)
    panel.resize(900, 400)
    panel.show()
    yield panel
    assert tester is not None
    panel.close_views()


def receive(panel: MessagePanel, *sent: Sent | str, at: float = 1000.0) -> None:
    log = panel._log
    messages = [Sent(one, b"21.5") if isinstance(one, str) else one for one in sent]
    log.append(batch_of(log.topics, *messages, received_at=at))
    log.tick()
    panel.tick(1.0)


def topics(panel: MessagePanel) -> list[str]:
    model = panel.model
    return [model.index(row, Column.TOPIC).data() for row in range(model.rowCount())]


def note(panel: MessagePanel) -> str:
    return panel.filter_line._note.text()


def wait_for_work(panel: MessagePanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not panel._work.isActive() and not panel.rows.working)


def narrow(panel: MessagePanel, qtbot: QtBot, query: str) -> None:
    panel.filter_line.set_query(query)
    wait_for_work(panel, qtbot)


# -- filter


def test_a_filter_shows_what_matches_of_old_and_new_messages(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, "a/x", "b/x", "a/y")
    narrow(panel, qtbot, "a/#")
    assert topics(panel) == ["a/x", "a/y"]
    receive(panel, "b/z", "a/z")
    assert topics(panel) == ["a/x", "a/y", "a/z"]
    assert panel.table.following
    narrow(panel, qtbot, "")
    assert topics(panel) == ["a/x", "b/x", "a/y", "b/z", "a/z"]


def test_a_filter_applies_while_typing_and_a_wrong_one_leaves_the_last(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, Sent("a", qos=1, packet_id=1), "b")
    line = panel.filter_line.line
    qtbot.keyClicks(line, "qos:1")
    assert line.property("verdict") == "good"
    qtbot.waitUntil(lambda: topics(panel) == ["a"])
    qtbot.keyClicks(line, "2")
    assert line.property("verdict") == "bad"
    assert note(panel) == "QoS is 0, 1 or 2: “12” (at character 5)."
    assert line.accessibleDescription() == note(panel)
    qtbot.wait(200)
    assert topics(panel) == ["a"]
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert (line.property("verdict"), note(panel), topics(panel)) == ("", "", ["a", "b"])


def test_it_says_how_many_match(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    narrow(panel, qtbot, "t/1")
    assert panel.filter_line._count.text() == "11 of 100"


def test_a_long_run_can_be_stopped_and_says_what_it_left_out(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    panel.rows.step = lambda _budget: True  # type: ignore[method-assign]  # a run that never gets on
    panel.filter_line.set_query("t/#")
    assert panel.filter_line._count.text() == "Searching… 0 %"
    assert panel.filter_line._stop.isVisible()
    del panel.rows.step  # type: ignore[method-assign]
    qtbot.keyClick(panel.filter_line.line, Qt.Key.Key_Escape)
    assert panel.filter_line.line.text() == "t/#"
    assert note(panel).startswith("Stopped: 100 ")
    receive(panel, "t/new", "other")
    wait_for_work(panel, qtbot)
    assert topics(panel) == ["t/new"]


def test_rows_that_left_before_the_filter_came_to_them_are_told_as_such(panel: MessagePanel, qtbot: QtBot) -> None:
    log = panel._log
    receive(panel, *NUMBERS * 10)
    panel.rows.step = lambda _budget: True  # type: ignore[method-assign]  # a filter that does not get on
    panel.filter_line.set_query("t/#")
    log.give_up(500)
    log.tick()
    del panel.rows.step  # type: ignore[method-assign]
    wait_for_work(panel, qtbot)
    panel.tick(5.0)
    assert log.evicted >= 500
    assert note(panel) == f"{log.evicted} message(s) were evicted before the filter came to them."
    assert len(topics(panel)) == 1000 - log.evicted


def test_a_filter_that_cannot_keep_up_with_what_arrives_says_so_until_it_has(
    panel: MessagePanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_panel, "LATE_ROWS", 40)
    receive(panel, "t/0")
    narrow(panel, qtbot, "t/#")
    panel.rows.step = lambda _budget: True  # type: ignore[method-assign]  # a filter that does not get on
    receive(panel, *NUMBERS[:30])
    panel.tick(5.0)
    assert note(panel) == ""
    receive(panel, *NUMBERS[:30])
    panel.tick(6.0)
    assert note(panel) == "Messages come faster than this filter: it is 60 message(s) behind."
    del panel.rows.step  # type: ignore[method-assign]
    wait_for_work(panel, qtbot)
    panel.tick(7.0)
    assert note(panel) == ""


def test_an_empty_table_says_that_the_filter_has_emptied_it(panel: MessagePanel, qtbot: QtBot) -> None:
    panel.table.say_empty("Waiting for messages…")
    receive(panel, *NUMBERS)
    narrow(panel, qtbot, "nowhere")
    assert panel.table.empty_text == "No message matches the filter"
    panel.table.say_empty("Not connected")
    assert panel.table.empty_text == "No message matches the filter"
    narrow(panel, qtbot, "")
    assert panel.table.empty_text == "Not connected"


def test_a_pattern_that_runs_away_is_stopped_with_a_message(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, Sent("a", b"a" * 60 + b"b"))
    panel.filter_line.set_query("payload~(a|aa)+$")
    qtbot.waitUntil(lambda: "(a|aa)+$" in note(panel))


def test_topic_and_payload_of_a_row_become_filters_and_add_up(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, Sent("a", b"1"), Sent("a", b"2"), Sent("b", b"1"))
    panel.table.go_to(0)
    panel.table.row_actions._filter_topic.trigger()
    wait_for_work(panel, qtbot)
    assert topics(panel) == ["a", "a"]
    panel.table.go_to(0)
    panel.table.row_actions._filter_value.trigger()
    wait_for_work(panel, qtbot)
    assert topics(panel) == ["a"]
    assert panel.filter_line.line.text() == 'topic:"a" payload="1"'


def test_what_is_no_text_cannot_be_filtered_by(panel: MessagePanel) -> None:
    receive(panel, Sent("a", b"\xff"), Sent("b", b"x" * 1000), Sent("c", b"1"))
    enabled = []
    for row in range(3):
        panel.table.go_to(row)
        panel.table.menu()
        enabled.append(panel.table.row_actions._filter_value.isEnabled())
    assert enabled == [False, False, True]


def test_a_branch_narrows_beside_what_is_typed(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, Sent("a/x", b"1"), Sent("a", b"2"), Sent("b", b"1"))
    panel.filter_line.narrow_to("a/#")
    wait_for_work(panel, qtbot)
    assert topics(panel) == ["a/x", "a"]
    narrow(panel, qtbot, "payload=1")
    assert topics(panel) == ["a/x"]
    assert panel.filter_line._chip.text() == "a/#"
    with qtbot.waitSignal(panel.filter_line.branch_dropped):
        panel.filter_line._chip.click()


def test_the_current_message_stays_current_when_the_filter_goes(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    narrow(panel, qtbot, "t/7")
    panel.table.go_to(3)
    selected: list[object] = []
    panel.table.row_selected.connect(selected.append)
    current = panel.table.current_seq
    narrow(panel, qtbot, "")
    assert (panel.table.current_seq, panel.table.current, selected) == (current, current, [])
    assert not panel.table.following


def test_a_pause_holds_under_a_filter(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, "a", "b")
    panel.pause(True)
    receive(panel, "a")
    narrow(panel, qtbot, "topic:a")
    assert topics(panel) == ["a"]
    panel.pause(False)
    assert topics(panel) == ["a", "a"]


def test_filtered_rows_leave_with_the_log(panel: MessagePanel, qtbot: QtBot) -> None:
    log = panel._log
    receive(panel, *(f"{'ab'[number % 2]}/{number}" for number in range(1000)))
    narrow(panel, qtbot, "a/#")
    log.budget_bytes = 12_000
    log.tick()
    panel.tick(2.0)
    kept = topics(panel)
    assert 0 < len(kept) < 500
    assert kept[-1] == "a/998"


def test_the_help_shows_examples_that_can_be_used(panel: MessagePanel, qtbot: QtBot) -> None:
    panel.filter_line.show_help()
    popup = panel.filter_line.findChild(QueryHelp)
    assert popup is not None
    example = next(button for button in popup.findChildren(QPushButton) if button.text() == "$.temp > 20")
    assert example.accessibleDescription()
    example.click()
    assert panel.filter_line.line.text() == "$.temp > 20"


# -- find


def said(panel: MessagePanel) -> str:
    return panel.find_bar.findChildren(Note)[0].text()


def find(panel: MessagePanel, qtbot: QtBot, *, back: bool = False) -> int | None:
    keys = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(panel.find_bar.line, Qt.Key.Key_Return, keys)
    qtbot.waitUntil(lambda: not panel.find_bar._timer.isActive())
    return panel.table.current_seq


def test_find_goes_from_hit_to_hit_and_says_when_it_wraps(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    panel.find_bar.begin()
    panel.find_bar.line.set_query("t/5")
    qtbot.waitUntil(lambda: panel.table.current_seq == 59)  # the nearest to the newest row, where the eye is
    assert [find(panel, qtbot, back=True) for _ in range(3)] == [58, 57, 56]
    assert (find(panel, qtbot), find(panel, qtbot), find(panel, qtbot), said(panel)) == (57, 58, 59, "")
    assert find(panel, qtbot) == 5
    assert "Went on from the oldest" in said(panel)
    assert find(panel, qtbot, back=True) == 59
    assert "Went on from the newest" in said(panel)


def test_find_says_when_there_is_nothing(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    panel.find_bar.begin()
    panel.find_bar.line.set_query("nowhere to be found")
    qtbot.waitUntil(lambda: said(panel) == "Not found")
    assert panel.table.current_seq is None


def test_find_stays_within_the_filter(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    narrow(panel, qtbot, "t/3")
    panel.find_bar.begin()
    panel.find_bar.line.set_query("t/35")
    qtbot.waitUntil(lambda: panel.table.current_seq == 35)
    assert find(panel, qtbot) == 35
    panel.find_bar.line.set_query("44")
    qtbot.waitUntil(lambda: said(panel) == "Not found in the filtered messages")


def test_what_is_found_is_marked_until_the_bar_closes(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    plain = panel.table.viewport().grab().toImage()
    panel.table.mark(panel.find_bar.line.read("t/9"))
    marked = panel.table.viewport().grab().toImage()
    assert marked != plain
    panel.table.setFocus()
    panel.find_bar.end()
    assert panel.table.viewport().grab().toImage() == plain


def counted(panel: MessagePanel) -> str:
    return panel.find_bar._count.text()


def test_what_is_found_is_counted_and_the_current_one_has_its_place(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    panel.find_bar.begin()
    panel.find_bar.line.set_query("t/5")
    qtbot.waitUntil(lambda: counted(panel) == "11 of 11")  # the newest is the nearest
    find(panel, qtbot, back=True)
    assert counted(panel) == "10 of 11"
    receive(panel, "t/5", "t/6")
    panel.tick(5.0)
    assert counted(panel) == "10 of 12"
    panel.find_bar.line.set_query("nowhere to be found")
    qtbot.waitUntil(lambda: counted(panel).startswith("0 "))
    panel.find_bar.end()
    assert counted(panel) == ""


def test_only_rows_that_a_filter_leaves_are_counted(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    panel.find_bar.begin()
    panel.find_bar.line.set_query("5")
    qtbot.waitUntil(lambda: counted(panel) == "100 of 100")  # each payload has one
    narrow(panel, qtbot, "t/3")
    qtbot.waitUntil(lambda: "11" in counted(panel).split())


def test_find_goes_in_the_order_of_a_sorted_table(panel: MessagePanel, qtbot: QtBot) -> None:
    words = ("delta", "alpha", "none", "charlie", "bravo", "nothing")
    receive(panel, *(Sent(word, b"x" if word.startswith("no") else b"hit") for word in words))
    panel.sort(Column.TOPIC)
    wait_for_work(panel, qtbot)
    panel.find_bar.begin()
    panel.find_bar.line.set_query("hit")
    qtbot.waitUntil(lambda: panel.table.current_seq is not None)

    def current() -> str:
        return words[panel.table.current_seq or 0]

    assert current() == "delta"  # nothing was current: from the end back, past "none" and "nothing"
    found = []
    for _ in range(4):
        find(panel, qtbot)
        found.append(current())
    assert found == ["alpha", "bravo", "charlie", "delta"]
    assert said(panel) == ""
    find(panel, qtbot, back=True)
    assert current() == "charlie"
    qtbot.waitUntil(lambda: counted(panel).startswith("4 "))
    panel.sort(Column.TOPIC, descending=True)
    wait_for_work(panel, qtbot)
    find(panel, qtbot)
    assert current() == "bravo"


def test_a_sorted_find_says_when_it_wraps_and_when_there_is_nothing(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, *NUMBERS)
    panel.sort(Column.TOPIC)
    wait_for_work(panel, qtbot)
    panel.find_bar.begin()
    panel.find_bar.line.set_query("t/42")
    qtbot.waitUntil(lambda: panel.table.current_seq == 42)
    find(panel, qtbot)
    assert (panel.table.current_seq, "Went on from the first row" in said(panel)) == (42, True)
    panel.find_bar.line.set_query("nowhere to be found")
    qtbot.waitUntil(lambda: said(panel) == "Not found")


def test_all_that_a_wide_row_shows_is_marked_also_beyond_what_rows_carry(panel: MessagePanel, qtbot: QtBot) -> None:
    panel.resize(3_600, 400)
    panel.table.mark(panel.find_bar.line.read("needle"))
    receive(panel, Sent("a", b"x" * 300 + b"needle" + b"y" * 5_000))
    index = panel.model.index(0, Column.PAYLOAD)
    assert "needle" in index.data()
    assert index.data().endswith("…")
    cell = panel.table.visualRect(index)
    shade = theme.colours(panel.table.palette()).warning_ground
    picture = panel.table.viewport().grab(cell).toImage()
    digit = panel.table.monospace.digit
    left = PADDING + round(300 * digit)
    row = [picture.pixelColor(x, 4).name() for x in range(left, left + round(6 * digit))]
    assert row.count(shade) > 20
    assert shade not in {picture.pixelColor(x, 4).name() for x in range(left - 20)}


def test_where_a_hit_is_cut_off_the_cut_is_marked(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(
        panel, Sent("a", b"x" * 5_000 + b"needle"), Sent("b", b"x" * 5_000), Sent("needle", b"x" * 5_000 + b"needle")
    )
    panel.find_bar.begin()
    panel.find_bar.line.set_query("needle")
    qtbot.waitUntil(lambda: counted(panel) == "2 of 2")
    panel.table.clearSelection()
    shade = theme.colours(panel.table.palette()).warning_ground

    def marked(row: int, column: Column) -> bool:
        picture = panel.table.viewport().grab(panel.table.visualRect(panel.model.index(row, column))).toImage()
        return any(picture.pixelColor(x, 4).name() == shade for x in range(picture.width()))

    assert [marked(row, Column.PAYLOAD) for row in range(3)] == [True, False, False]
    assert [marked(row, Column.TOPIC) for row in range(3)] == [False, False, True]


# -- order


def test_sorting_keeps_the_live_order_to_come_back_to(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, "c", "a", "b")
    panel.table._ask_sort(Column.TOPIC)
    wait_for_work(panel, qtbot)
    assert (topics(panel), panel.table.following) == (["a", "b", "c"], False)
    receive(panel, "aa")
    assert topics(panel) == ["a", "b", "c"]
    panel._tell()
    assert panel.order_bar.isVisible()
    assert panel.order_bar._words.text().startswith("Sorted by Topic · 1 ")
    panel.order_bar._again.click()
    wait_for_work(panel, qtbot)
    assert topics(panel) == ["a", "aa", "b", "c"]
    panel.table._ask_sort(Column.TOPIC)
    wait_for_work(panel, qtbot)
    assert topics(panel) == ["c", "b", "aa", "a"]
    panel.table._ask_sort(Column.TOPIC)
    assert (topics(panel), panel.table.following) == (["c", "a", "b", "aa"], True)
    assert not panel.order_bar.isVisible()


def test_a_narrow_window_stays_as_narrow_when_it_is_searched_and_sorted(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, "c", "a", "b")
    panel.resize(240, 300)
    panel.find_bar.begin()
    panel.find_bar.line.set_query("a")
    panel.sort(Column.TOPIC)
    wait_for_work(panel, qtbot)
    panel._tell()
    assert panel.minimumSizeHint().width() <= 240
    buttons = panel.order_bar.findChildren(QPushButton)
    assert [(button.text(), button.accessibleName()) for button in buttons] == [
        ("", "Sort Again"),
        ("", "Back to Live Order"),
    ]
    assert all(not button.icon().isNull() and button.toolTip() for button in buttons)
    panel.resize(900, 300)
    qtbot.waitUntil(lambda: [button.text() for button in buttons] == ["Sort Again", "Back to Live Order"])


def test_follow_leaves_the_order(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, "c", "a", "b")
    panel.sort(Column.TOPIC, descending=False)
    wait_for_work(panel, qtbot)
    panel.table.follow(True)
    assert (topics(panel), panel.table.following) == (["c", "a", "b"], True)


def test_what_came_after_a_pause_is_not_sorted_in(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, "c", "a")
    panel.pause(True)
    receive(panel, "b")
    panel.sort(Column.TOPIC)
    wait_for_work(panel, qtbot)
    assert topics(panel) == ["a", "c"]
    panel._tell()
    assert panel.order_bar._words.text().startswith("Sorted by Topic · 1 ")
    panel.pause(False)
    panel.order_bar._again.click()
    wait_for_work(panel, qtbot)
    assert topics(panel) == ["a", "b", "c"]


def test_a_filter_in_a_sorted_table_is_sorted_as_well(panel: MessagePanel, qtbot: QtBot) -> None:
    receive(panel, "b/2", "a/1", "b/1", "a/2")
    panel.sort(Column.TOPIC, descending=False)
    wait_for_work(panel, qtbot)
    narrow(panel, qtbot, "b/#")
    assert topics(panel) == ["b/1", "b/2"]


def test_sorted_rows_that_leave_the_log_leave_the_table(panel: MessagePanel, qtbot: QtBot) -> None:
    log = panel._log
    receive(panel, *(f"t/{number:04}" for number in range(1000)))
    panel.sort(Column.NUMBER, descending=True)
    wait_for_work(panel, qtbot)
    panel.table.go_to(panel.model.first + 3)
    assert panel.table.current_seq == 996
    log.budget_bytes = 12_000
    log.tick()
    qtbot.waitUntil(lambda: panel.tick(9.0) is None and panel.model.rowCount() == log.last - log.first)
    assert (topics(panel)[0], panel.table.current_seq) == ("t/0999", 996)
    panel.clear()
    log.clear()
    assert topics(panel) == []


# -- time


def test_times_are_counted_from_the_row_above_or_from_the_selected_one(panel: MessagePanel) -> None:
    for number in range(4):
        receive(panel, f"t/{number}", at=1000.0 + number * number)

    def times() -> list[str]:
        return [panel.model.index(row, Column.TIME).data() for row in range(4)]

    panel.table.show_time(TimeMode.SINCE_PREVIOUS)
    assert times() == ["", "+1.000", "+3.000", "+5.000"]
    panel.table.show_time(TimeMode.SINCE_SELECTED)
    assert times() == [""] * 4
    panel.table.go_to(2)
    assert times() == ["\u22124.000", "\u22123.000", "+0.000", "+5.000"]
    assert panel.model.headerData(Column.TIME, Qt.Orientation.Horizontal) == "Since selected"
    actions = panel.table.columns.time_actions(panel.table)
    assert [action.isChecked() for action in actions] == [False, False, True]
    actions[0].trigger()
    assert panel.model.time_mode is TimeMode.CLOCK
