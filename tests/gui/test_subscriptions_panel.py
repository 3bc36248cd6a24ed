from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeySequence, QTextCursor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.ui.dialogs.subscription_dialog import SubscriptionDialog
from tracemq.ui.fields import Tone
from tracemq.ui.subscriptions_panel import SubscriptionsPanel
from tracemq.viewmodels.filter_counts import Count
from tracemq.viewmodels.row_colours import COLOURS
from tracemq.viewmodels.subscriptions import SubscriptionColumn, SubscriptionsModel
from tracemq.workspace.subscription_list import SubscriptionEntry, SubscriptionState


def entry(
    topic_filter: str,
    qos: int = 0,
    state: SubscriptionState = SubscriptionState.ACTIVE,
    granted: ReasonCode | None = None,
) -> SubscriptionEntry:
    return SubscriptionEntry(SubscriptionSettings(filter=topic_filter, qos=QoS(qos)), state, granted)


@pytest.fixture
def panel(qtbot: QtBot) -> SubscriptionsPanel:
    made = SubscriptionsPanel()
    qtbot.addWidget(made)
    made.set_connected(True)
    made.show()
    return made


def cells(panel: SubscriptionsPanel, row: int) -> list[str]:
    return [panel.model.index(row, column).data() for column in SubscriptionColumn]


def test_filter_qos_and_count_are_shown(panel: SubscriptionsPanel) -> None:
    panel.show_entries([entry("a/#", 2, granted=ReasonCode.GRANTED_QOS_1), entry("b")], Version.V5)
    panel.count_with({"a/#": Count(12, 3.2), "b": Count(0, 0.0)}.get)
    assert cells(panel, 0) == ["", "a/#", "2 → 1", "12", "3.2/s"]
    assert cells(panel, 1) == ["", "b", "0", "0", ""]


@pytest.mark.parametrize(
    ("shown", "words", "tone"),
    [
        (entry("a", 1, granted=ReasonCode.GRANTED_QOS_1), "Subscribed; messages come with QoS 1", Tone.PLAIN),
        (entry("a", 2, granted=ReasonCode.GRANTED_QOS_0), "Subscribed; messages come with QoS 0", Tone.WARNING),
        (entry("a", 0, SubscriptionState.REFUSED, ReasonCode.NOT_AUTHORIZED), "does not allow", Tone.BAD),
        (entry("a", 0, SubscriptionState.REFUSED), "failed", Tone.BAD),
        (entry("a", 0, SubscriptionState.WAITING), "Waiting", Tone.BUSY),
        (entry("a", 0, SubscriptionState.OFF), "Switched off", Tone.PLAIN),
    ],
)
def test_the_state_of_the_chosen_filter_is_said_in_words(
    panel: SubscriptionsPanel, shown: SubscriptionEntry, words: str, tone: Tone
) -> None:
    panel.show_entries([shown], Version.V5)
    assert words in panel.state.text()
    assert panel.state.tone is tone


def test_a_change_of_state_is_shown_without_losing_the_selection(panel: SubscriptionsPanel) -> None:
    entries = [entry("a", 0, SubscriptionState.WAITING), entry("b")]
    panel.show_entries(entries, Version.V5)
    panel.view.selectRow(0)
    entries[0].state, entries[0].granted = SubscriptionState.ACTIVE, ReasonCode.GRANTED_QOS_0
    panel.show_entries(entries, Version.V5)
    assert panel.chosen is entries[0]
    assert "Subscribed" in panel.state.text()


def test_a_typed_filter_is_asked_for_with_its_qos(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    qtbot.keyClicks(panel.line.filter, "house/#")
    qtbot.keyClick(panel.line.qos, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        qtbot.keyClick(panel.line.filter, Qt.Key.Key_Return)
    assert signal.args == [[SubscriptionSettings(filter="house/#", qos=QoS.AT_LEAST_ONCE, colour=COLOURS[0])]]
    assert panel.line.filter.text() == ""


def test_a_wrong_filter_is_said_while_typing_and_not_asked_for(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    qtbot.keyClicks(panel.line.filter, "a/#/b")
    assert panel.line.note.text() == "# must be the last level, as in house/#."
    with qtbot.assertNotEmitted(panel.subscribe_requested):
        qtbot.mouseClick(panel.line.subscribe_button, Qt.MouseButton.LeftButton)
    assert panel.line.filter.text() == "a/#/b"


def test_an_unusual_filter_warns_and_is_asked_for(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    qtbot.keyClicks(panel.line.filter, "a b")
    assert panel.line.note.tone is Tone.WARNING
    with qtbot.waitSignal(panel.subscribe_requested):
        panel.line.subscribe()


def test_delete_ends_the_chosen_subscription(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    entries = [entry("a"), entry("b")]
    panel.show_entries(entries, Version.V5)
    panel.view.selectRow(0)
    with qtbot.waitSignal(panel.unsubscribe_requested) as signal:
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert signal.args == [entries[0], True]


def test_the_box_before_a_filter_switches_it_off_and_on(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    entries = [entry("a"), entry("b", 0, SubscriptionState.OFF)]
    panel.show_entries(entries, Version.V5)
    with qtbot.waitSignal(panel.unsubscribe_requested) as signal:
        click_box(qtbot, panel, 0)
    assert signal.args == [entries[0], False]
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        click_box(qtbot, panel, 1)
    assert signal.args == [[entries[1].settings]]


def test_options_are_asked_for_in_a_window(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    qtbot.keyClicks(panel.line.filter, "a/#")
    panel.ask_for_options()
    dialog = panel.findChild(SubscriptionDialog)
    assert dialog is not None
    qtbot.keyClick(dialog.no_local, Qt.Key.Key_Space)
    qtbot.keyClicks(dialog.identifier, "7")
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert signal.args == [[SubscriptionSettings(filter="a/#", no_local=True, identifier=7, colour=COLOURS[0])]]
    assert panel.line.filter.text() == ""


def test_the_options_of_a_subscription_are_changed_by_enter(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    panel.show_entries([entry("a")], Version.V5)
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    dialog = panel.findChild(SubscriptionDialog)
    assert dialog is not None
    assert dialog.filter.isReadOnly()
    dialog.pairs.add()
    dialog.pairs.setData(dialog.pairs.index(0, 0), "k")
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        dialog.ok_button.click()
    assert signal.args[0][0].user_properties == (("k", ""),)


def test_before_mqtt_5_the_options_are_disabled_and_that_is_said(qtbot: QtBot) -> None:
    dialog = SubscriptionDialog(SubscriptionSettings(filter="a"), Version.V311)
    qtbot.addWidget(dialog)
    assert not dialog.no_local.isEnabled()
    assert not dialog.table.isEnabled()
    assert dialog.qos.isEnabled()
    assert "MQTT 5.0 only" in dialog._note.text()


def test_a_wrong_filter_or_identifier_keeps_from_subscribing(qtbot: QtBot) -> None:
    dialog = SubscriptionDialog(SubscriptionSettings(filter="a"), Version.V5)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.identifier, "0")
    assert not dialog.ok_button.isEnabled()
    assert dialog.identifier.accessibleDescription().replace(",", "") == "Enter a number from 1 to 268435455."
    dialog.identifier.clear()
    qtbot.keyClicks(dialog.identifier, "5")
    assert dialog.ok_button.isEnabled()
    dialog.filter.selectAll()
    qtbot.keyClicks(dialog.filter, "$share/g/a")
    qtbot.keyClick(dialog.no_local, Qt.Key.Key_Space)
    assert not dialog.ok_button.isEnabled()


def click_box(qtbot: QtBot, panel: SubscriptionsPanel, row: int) -> None:
    index = panel.model.index(row, SubscriptionColumn.FILTER)
    option = QStyleOptionViewItem()
    panel.view.itemDelegateForIndex(index).initStyleOption(option, index)
    option.rect = panel.view.visualRect(index)
    box = panel.view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, panel.view)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.center()))


def test_several_filters_are_asked_for_at_once_each_with_a_colour_of_its_own(
    qtbot: QtBot, panel: SubscriptionsPanel
) -> None:
    QGuiApplication.clipboard().setText("a/#\r\nb/+\nc, a/#")
    panel.line.filter.setFocus()
    qtbot.keySequence(panel.line.filter, QKeySequence.StandardKey.Paste)
    assert panel.line.note.text().startswith("3 filter")
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        qtbot.keyClick(panel.line.filter, Qt.Key.Key_Return)
    assert [(each.filter, each.colour) for each in signal.args[0]] == [
        ("a/#", COLOURS[0]),
        ("b/+", COLOURS[1]),
        ("c", COLOURS[2]),
    ]


def test_a_wrong_one_among_several_is_named(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    qtbot.keyClicks(panel.line.filter, "a, b/#/c, d")
    assert panel.line.note.text() == "b/#/c: # must be the last level, as in house/#."
    with qtbot.assertNotEmitted(panel.subscribe_requested):
        panel.line.subscribe()


def test_a_filter_that_is_there_keeps_its_colour_and_options(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    there = SubscriptionSettings(filter="a", no_local=True, colour=COLOURS[4])
    panel.show_entries([SubscriptionEntry(there, SubscriptionState.ACTIVE)], Version.V5)
    qtbot.keyClicks(panel.line.filter, "a")
    panel.line.qos.choose(QoS.EXACTLY_ONCE)
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        panel.line.subscribe()
    assert signal.args == [[replace(there, qos=QoS.EXACTLY_ONCE)]]


def test_a_colour_is_chosen_for_all_selected_filters(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    panel.show_entries([entry("a"), entry("b"), entry("c")], Version.V5)
    panel.view.selectRow(0)
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    menu = panel.menu()
    assert menu is not None
    colours = next(action for action in menu.actions() if action.menu() is not None).menu()
    assert isinstance(colours, QMenu)
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        next(action for action in colours.actions() if action.text() == "Red").trigger()
    assert [(each.filter, each.colour) for each in signal.args[0]] == [("a", COLOURS[4]), ("b", COLOURS[4])]


def test_a_click_on_a_colour_offers_others(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    panel.show_entries([SubscriptionEntry(SubscriptionSettings(filter="a", colour=COLOURS[1]))], Version.V5)
    at = panel.view.visualRect(panel.model.index(0, SubscriptionColumn.COLOUR)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Green"]
    menu.close()


def test_what_the_profile_has_switched_off_is_switched_on_by_the_box_and_by_the_options(
    qtbot: QtBot, panel: SubscriptionsPanel
) -> None:
    off = SubscriptionSettings(filter="a", enabled=False)
    panel.show_entries([SubscriptionEntry(off, SubscriptionState.OFF)], Version.V5)
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        click_box(qtbot, panel, 0)
    assert signal.args == [[replace(off, enabled=True)]]
    panel.ask_for_options_of_chosen()
    dialog = panel.findChild(SubscriptionDialog)
    assert dialog is not None
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        dialog.ok_button.click()
    assert signal.args == [[replace(off, enabled=True)]]


def test_the_colour_is_seen_and_said(panel: SubscriptionsPanel) -> None:
    shown = SubscriptionEntry(SubscriptionSettings(filter="a", colour=COLOURS[2]), SubscriptionState.ACTIVE)
    panel.show_entries([shown], Version.V5)
    index = panel.model.index(0, SubscriptionColumn.COLOUR)
    picture = panel.view.viewport().grab(panel.view.visualRect(index)).toImage()
    assert picture.pixelColor(picture.rect().center()).name() == COLOURS[2]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Orange"


def test_several_are_ended_switched_off_and_on_together(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    entries = [entry("a"), entry("b", 0, SubscriptionState.OFF), entry("c")]
    panel.show_entries(entries, Version.V5)
    panel.view.selectAll()
    ended: list[tuple[str, bool]] = []
    asked: list[str] = []
    panel.unsubscribe_requested.connect(lambda each, forget: ended.append((each.filter, forget)))
    panel.subscribe_requested.connect(lambda wanted: asked.extend(each.filter for each in wanted))
    panel._off.trigger()
    panel._on.trigger()
    assert (ended, asked) == ([("a", False), ("c", False)], ["b"])
    ended.clear()
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    assert ended == [("a", True), ("b", True), ("c", True)]


def test_every_option_is_said_below_the_list_and_in_the_tool_tip(panel: SubscriptionsPanel) -> None:
    settings = SubscriptionSettings(
        filter="$share/group/a/#",
        no_local=True,
        retain_as_published=True,
        retain_handling=2,
        identifier=7,
        user_properties=(("from", "<b>here</b>"),),
    )
    panel.show_entries([SubscriptionEntry(settings, SubscriptionState.ACTIVE)], Version.V5)
    tip = panel.model.index(0, SubscriptionColumn.FILTER).data(Qt.ItemDataRole.ToolTipRole)
    words = ("group", "No Local", "Retain As Published", "Retain Handling 2", "Identifier 7", "from = ")
    for word in words:
        assert word in panel.state.text()
        assert word in tip
    assert "<b>" not in tip  # names come from anywhere


def test_the_rate_stands_in_a_column_or_below_the_list(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    panel.show_entries([entry("a", granted=ReasonCode.GRANTED_QOS_0)], Version.V5)
    panel.count_with({"a": Count(12, 31.7)}.get)
    panel.resize(240, 300)
    assert panel.view.isColumnHidden(SubscriptionColumn.RATE)
    panel.count_with({"a": Count(12, 31.7)}.get)
    assert "32/s" in panel.state.text()
    panel.resize(600, 300)
    assert not panel.view.isColumnHidden(SubscriptionColumn.RATE)
    panel.count_with({"a": Count(12, 31.7)}.get)
    assert "32/s" not in panel.state.text()


def test_where_counting_takes_long_that_is_said_until_it_is_done(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    panel.show_entries([entry("+/+/#")], Version.V5)
    left = [3]

    def step(_budget_s: float) -> bool:
        left[0] -= 1
        return left[0] > 0

    panel.count_with(lambda _: None if left[0] > 0 else Count(7, 0.0), step)
    assert cells(panel, 0)[SubscriptionColumn.COUNT] == "–"
    assert "being counted" in panel.state.text()
    qtbot.waitUntil(lambda: left[0] == 0)
    panel._timer.timeout.emit()
    assert cells(panel, 0)[SubscriptionColumn.COUNT] == "7"
    assert "being counted" not in panel.state.text()


def test_a_count_that_grows_is_never_cut(panel: SubscriptionsPanel) -> None:
    panel.resize(240, 300)
    panel.show_entries([entry("a")], Version.V5)
    panel.count_with({"a": Count(123_456_789_012, 0.0)}.get)
    needed = panel.view.fontMetrics().horizontalAdvance(cells(panel, 0)[SubscriptionColumn.COUNT])
    assert panel.view.columnWidth(SubscriptionColumn.COUNT) >= needed + 6


def test_a_branch_is_subscribed_to_and_ended_from_elsewhere(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    entries = [entry("#"), entry("house/#"), entry("house/light"), entry("household/#")]
    panel.show_entries(entries, Version.V5)
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        panel.subscribe_to("garden/#")
    assert signal.args[0][0].filter == "garden/#"
    ended: list[str] = []
    panel.unsubscribe_requested.connect(lambda each, _: ended.append(each.filter))
    panel.unsubscribe_from("house")
    assert ended == ["house/#", "house/light"]


def test_a_filter_cannot_turn_its_line_around(panel: SubscriptionsPanel) -> None:
    panel.show_entries([entry("a\u202eb")], Version.V5)
    assert "\u202e" not in "".join(cells(panel, 0))


def test_the_model_keeps_qts_rules() -> None:
    model = SubscriptionsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    entries = [entry("a"), entry("b")]
    model.show(entries)
    model.show(entries)
    model.show_counts({"a": Count(1, 1.0)})
    model.show(entries[:1])
    model.show([])
    del tester


def test_every_input_has_an_accessible_name(panel: SubscriptionsPanel) -> None:
    nameless = [
        type(widget).__name__
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.window(), QFrame)
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_rows_of_a_short_list_stay_in_sight_whatever_is_said_below_them(panel: SubscriptionsPanel) -> None:
    least = [panel.minimumSizeHint().height()]
    for count in (1, 3, 4, 40):
        panel.show_entries([entry(f"a/{number}") for number in range(count)], Version.V5)
        view = panel.view
        rows = view.minimumSizeHint().height() - view.horizontalHeader().sizeHint().height()
        assert rows >= min(count, 4) * view.rowHeight(0)
        least.append(view.minimumSizeHint().height())
    assert least[-1] == least[-2]  # a long list scrolls


def test_nobody_is_blamed_for_a_filter_before_typing_one(qtbot: QtBot) -> None:
    dialog = SubscriptionDialog(SubscriptionSettings(filter=""), Version.V5)
    qtbot.addWidget(dialog)
    row = dialog._rows["filter"]
    assert row.note.tone is Tone.PLAIN
    assert not dialog.ok_button.isEnabled()
    qtbot.keyClicks(dialog.filter, "x")
    qtbot.keyClick(dialog.filter, Qt.Key.Key_Backspace)
    assert row.note.tone is Tone.BAD


@pytest.fixture
def several(qtbot: QtBot) -> SubscriptionDialog:
    others = [SubscriptionSettings(filter="a/#", colour=COLOURS[0])]
    settings = SubscriptionSettings(filter="", colour=COLOURS[1])
    made = SubscriptionDialog(settings, Version.V5, text="a/#\nb/#", others=others)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_window_takes_a_filter_a_line_each_with_a_colour_of_its_own(
    qtbot: QtBot, several: SubscriptionDialog
) -> None:
    several.filter.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(several.filter, Qt.Key.Key_Return)
    qtbot.keyClicks(several.filter, "c,d")  # a comma is one here
    assert several._rows["filter"].note.text().startswith("3 filter")
    assert "already" in several._rows["filter"].note.text()
    qtbot.keyClick(several.no_local, Qt.Key.Key_Space)
    with qtbot.waitSignal(several.chosen) as signal:
        qtbot.keyClick(several.filter, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(each.filter, each.colour, each.no_local) for each in signal.args[0]] == [
        ("a/#", COLOURS[0], True),
        ("b/#", COLOURS[1], True),
        ("c,d", COLOURS[2], True),
    ]


def test_each_wrong_line_is_named_and_underlined(qtbot: QtBot, several: SubscriptionDialog) -> None:
    several.filter.setPlainText("a#\nb/#\nc+\nd e")
    note = several._rows["filter"].note
    assert [line.partition(":")[0] for line in note.text().splitlines()] == ["a#", "c+"]
    assert note.tone is Tone.BAD
    marked = {mark.cursor.block().text() for mark in several.filter.extraSelections()}
    assert marked == {"a#", "c+", "d e"}
    assert not several.ok_button.isEnabled()
    several.filter.setPlainText("b/#\nd e")
    assert note.tone is Tone.WARNING
    assert several.ok_button.isEnabled()
    several.filter.setPlainText("\n".join(f"{number}#" for number in range(9)))
    assert note.text().splitlines()[-1].startswith("and 6 more")


def test_a_chosen_colour_is_that_of_all_filters(qtbot: QtBot, several: SubscriptionDialog) -> None:
    qtbot.keyClick(several.colour, Qt.Key.Key_End)
    with qtbot.waitSignal(several.chosen) as signal:
        several.ok_button.click()
    assert {each.colour for each in signal.args[0]} == {COLOURS[-1]}
    several.filter.setPlainText("x")  # one filter alone has no colours to share out
    assert several.colour.itemText(0) == "None"


def test_a_group_shares_the_filters(qtbot: QtBot, several: SubscriptionDialog) -> None:
    several.filter.setPlainText("a\n$share/own/b")
    qtbot.keyClicks(several.group, "g+")
    assert several._rows["group"].note.tone is Tone.BAD
    assert not several.ok_button.isEnabled()
    qtbot.keyClick(several.group, Qt.Key.Key_Backspace)
    with qtbot.waitSignal(several.chosen) as signal:
        several.ok_button.click()
    assert [each.filter for each in signal.args[0]] == ["$share/g/a", "$share/own/b"]


def test_filters_of_the_line_stand_in_the_window_a_line_each(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    qtbot.keyClicks(panel.line.filter, "a/#, b")
    panel.ask_for_options()
    dialog = panel.findChild(SubscriptionDialog)
    assert dialog is not None
    assert dialog.filter.toPlainText() == "a/#\nb"


def test_what_is_said_while_typing_takes_the_place_of_the_state(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    panel.show_entries([entry("a", 0, SubscriptionState.REFUSED, ReasonCode.NOT_AUTHORIZED)], Version.V5)
    least = panel.minimumSizeHint().height()
    assert "(0x87)" in panel.state.text()
    for letter in "b, c/#/":
        qtbot.keyClicks(panel.line.filter, letter)
        assert bool(panel.line.note.text()) is not bool(panel.state.text())
        assert panel.minimumSizeHint().height() <= least
    panel.line.clear()
    assert "does not allow" in panel.state.text()


def test_what_the_broker_says_and_does_not_end_is_said(panel: SubscriptionsPanel) -> None:
    refused = entry("a", 0, SubscriptionState.REFUSED, ReasonCode.QUOTA_EXCEEDED)
    refused.reason_string = "ten are enough"
    kept = entry("b", granted=ReasonCode.GRANTED_QOS_0)
    kept.not_ended = ReasonCode.NOT_AUTHORIZED
    panel.show_entries([kept, refused], Version.V5)
    assert "ten are enough" in panel.state.text()
    panel.view.selectRow(0)
    assert "does not end it" in panel.state.text()
    assert panel.state.tone is Tone.BAD


def test_what_has_no_room_below_the_list_is_marked_as_cut(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    dock = QWidget()  # as low as it likes, which a window of its own is not
    qtbot.addWidget(dock)
    panel.setParent(dock)
    settings = SubscriptionSettings(filter="a", no_local=True, identifier=7, user_properties=(("k", "v " * 30),) * 9)
    shown = [SubscriptionEntry(settings, SubscriptionState.ACTIVE), *(entry(f"a/{number}") for number in range(4))]
    panel.show_entries(shown, Version.V5)
    panel.view.selectRow(0)
    panel.resize(240, 150)
    dock.show()
    panel.show()
    QApplication.processEvents()
    assert not panel.state.whole
    assert len(panel.state.lines()) * panel.fontMetrics().lineSpacing() <= panel.state.height()
    assert panel.state.lines()[-1].endswith("…")
    assert "Identifier 7" in panel.state.toolTip()
    panel.resize(240, 600)
    QApplication.processEvents()
    assert panel.state.whole
    assert panel.state.text().replace("\n", " ").split() == " ".join(panel.state.lines()).split()
    panel.setParent(None)


def test_a_filter_can_be_read_in_a_narrow_panel_without_a_column_for_its_qos(panel: SubscriptionsPanel) -> None:
    panel.show_entries([entry("house/#", 1, granted=ReasonCode.GRANTED_QOS_1)], Version.V5)
    panel.resize(170, 300)
    assert panel.view.isColumnHidden(SubscriptionColumn.QOS)
    assert "QoS 1" in panel.state.text()
    panel.resize(300, 300)
    assert not panel.view.isColumnHidden(SubscriptionColumn.QOS)


@pytest.mark.parametrize(
    ("column", "from_left", "opens"),
    [
        (SubscriptionColumn.COLOUR, 8, False),
        (SubscriptionColumn.FILTER, 10, False),  # the box
        (SubscriptionColumn.FILTER, 40, True),
        (SubscriptionColumn.COUNT, 8, True),
    ],
)
def test_a_double_click_on_a_subscription_opens_its_options(
    panel: SubscriptionsPanel, qtbot: QtBot, column: SubscriptionColumn, from_left: int, opens: bool
) -> None:
    panel.resize(400, 300)
    panel.show_entries([entry("house/#")], Version.V5)
    opened: list[bool] = []
    panel.view.opening.connect(lambda: opened.append(True))
    cell = panel.view.visualRect(panel.model.index(0, column))
    at = QPoint(cell.left() + from_left, cell.center().y())
    qtbot.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == ([True] if opens else [])
    for menu in panel.findChildren(QMenu):
        menu.close()


def test_rows_and_titles_grow_with_letters_that_grow_while_they_are_shown(
    panel: SubscriptionsPanel, qtbot: QtBot, qapp: QApplication
) -> None:
    panel.show_entries([entry("house/#")], Version.V5)
    before = qapp.font()
    large = QFont(before)
    large.setPointSize(2 * before.pointSize())
    try:
        qapp.setFont(large)
        header = panel.view.horizontalHeader()
        qtbot.waitUntil(
            lambda: panel.view.rowHeight(0) >= panel.view.fontMetrics().height() > QFontMetrics(before).height()
        )
        assert header.sectionSize(SubscriptionColumn.COUNT) >= header.sectionSizeHint(SubscriptionColumn.COUNT)
    finally:
        qapp.setFont(before)
