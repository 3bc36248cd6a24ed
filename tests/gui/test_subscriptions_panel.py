from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFrame, QStyle, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.ui.dialogs.subscription_dialog import SubscriptionDialog
from tracemq.ui.fields import Tone
from tracemq.ui.subscriptions_panel import SubscriptionsPanel
from tracemq.viewmodels.filter_counts import Count
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
    assert cells(panel, 0) == ["a/#", "2 → 1", "12", "3/s"]
    assert cells(panel, 1) == ["b", "0", "0", ""]


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
    qtbot.keyClicks(panel.filter, "house/#")
    qtbot.keyClick(panel.qos, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        qtbot.keyClick(panel.filter, Qt.Key.Key_Return)
    assert signal.args == [SubscriptionSettings(filter="house/#", qos=QoS.AT_LEAST_ONCE)]
    assert panel.filter.text() == ""


def test_a_wrong_filter_is_said_while_typing_and_not_asked_for(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    qtbot.keyClicks(panel.filter, "a/#/b")
    assert panel.note.text() == "# must be the last level, as in house/#."
    with qtbot.assertNotEmitted(panel.subscribe_requested):
        qtbot.mouseClick(panel.subscribe_button, Qt.MouseButton.LeftButton)
    assert panel.filter.text() == "a/#/b"


def test_an_unusual_filter_warns_and_is_asked_for(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    qtbot.keyClicks(panel.filter, "a b")
    assert panel.note.tone is Tone.WARNING
    with qtbot.waitSignal(panel.subscribe_requested):
        panel.subscribe()


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
    assert signal.args == [entries[1].settings]


def test_options_are_asked_for_in_a_window(qtbot: QtBot, panel: SubscriptionsPanel) -> None:
    qtbot.keyClicks(panel.filter, "a/#")
    panel.ask_for_options()
    dialog = panel.findChild(SubscriptionDialog)
    assert dialog is not None
    qtbot.keyClick(dialog.no_local, Qt.Key.Key_Space)
    qtbot.keyClicks(dialog.identifier, "7")
    with qtbot.waitSignal(panel.subscribe_requested) as signal:
        qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    assert signal.args == [SubscriptionSettings(filter="a/#", no_local=True, identifier=7)]
    assert panel.filter.text() == ""


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
    assert signal.args[0].user_properties == (("k", ""),)


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
    assert dialog.identifier.accessibleDescription() == "Enter a number from 1 to 268435455."
    dialog.identifier.clear()
    qtbot.keyClicks(dialog.identifier, "5")
    assert dialog.ok_button.isEnabled()
    dialog.filter.selectAll()
    qtbot.keyClicks(dialog.filter, "$share/g/a")
    qtbot.keyClick(dialog.no_local, Qt.Key.Key_Space)
    assert not dialog.ok_button.isEnabled()


def click_box(qtbot: QtBot, panel: SubscriptionsPanel, row: int) -> None:
    index = panel.model.index(row, 0)
    option = QStyleOptionViewItem()
    panel.view.itemDelegateForIndex(index).initStyleOption(option, index)
    option.rect = panel.view.visualRect(index)
    box = panel.view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, panel.view)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.center()))


def test_a_filter_cannot_turn_its_line_around(panel: SubscriptionsPanel) -> None:
    panel.show_entries([entry("a\u202eb")], Version.V5)
    assert "\u202e" not in cells(panel, 0)[0]


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
