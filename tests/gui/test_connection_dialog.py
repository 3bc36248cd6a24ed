from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import AuthMethod, Mqtt5Settings, Profile, Scheme, SubscriptionSettings
from tracemq.profiles.secrets import SecretsState
from tracemq.ui.dialogs.authentication_page import AuthenticationPage
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.dialogs.subscriptions_page import SubscriptionsPage
from tracemq.ui.fields import Tone

PROFILE = Profile(name="home", host="broker.example", client_id="me")


def opened(qtbot: QtBot, profile: Profile = PROFILE, password: str | None = None, **more: object) -> ConnectionDialog:
    dialog = ConnectionDialog(profile, password, **more)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def retype(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def saved(qtbot: QtBot, dialog: ConnectionDialog, *, connect: bool = False) -> list[object]:
    button = dialog.connect_button if connect else dialog.save_button
    with qtbot.waitSignal(dialog.saved) as signal:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return signal.args


def test_saving_an_untouched_dialog_gives_the_profile_back(qtbot: QtBot) -> None:
    assert saved(qtbot, opened(qtbot)) == [PROFILE, None, False]


def test_save_and_connect_says_so_and_closes_the_dialog(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    assert saved(qtbot, dialog, connect=True) == [PROFILE, None, True]
    assert not dialog.isVisible()


def test_escape_saves_nothing(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    with qtbot.assertNotEmitted(dialog.saved):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_address_follows_the_fields_while_typing(qtbot: QtBot) -> None:
    general = opened(qtbot).general
    retype(qtbot, general.host, "other.example")
    assert general.url.text() == "mqtt://other.example:1883"


def test_the_fields_follow_the_address_while_typing(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    retype(qtbot, dialog.general.url, "mqtts://iot.example:8884")
    assert dialog.general.host.text() == "iot.example"
    assert dialog.general.port.text() == "8884"
    assert dialog.general.scheme.value is Scheme.MQTTS


def test_the_port_follows_the_scheme_until_it_is_touched(qtbot: QtBot) -> None:
    general = opened(qtbot).general
    qtbot.keyClick(general.scheme, Qt.Key.Key_Down)
    assert general.port.text() == "8883"
    retype(qtbot, general.port, "1999")
    qtbot.keyClick(general.scheme, Qt.Key.Key_Down)
    assert general.port.text() == "1999"


def test_what_is_wrong_is_said_beside_its_field_and_keeps_from_saving(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    retype(qtbot, dialog.general.keep_alive, "often")
    note = note_of(dialog, "keep_alive_s")
    assert note.text() == "Enter a number from 0 to 65535."
    assert note.tone is Tone.BAD
    assert note.isVisible()
    assert dialog.general.keep_alive.accessibleDescription() == note.text()
    assert not dialog.save_button.isEnabled()
    assert not dialog.connect_button.isEnabled()
    assert "General" in dialog.summary.text()
    retype(qtbot, dialog.general.keep_alive, "30")
    assert not note.isVisible()
    assert saved(qtbot, dialog)[0] == replace(PROFILE, keep_alive_s=30)


def test_what_is_unusual_warns_beside_its_field_and_can_be_saved(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    retype(qtbot, dialog.general.client_id, "")
    assert note_of(dialog, "client_id").tone is Tone.WARNING
    assert dialog.save_button.isEnabled()


def test_a_client_id_can_be_made_anew(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    qtbot.mouseClick(dialog.general.regenerate, Qt.MouseButton.LeftButton)
    assert dialog.general.client_id.text() not in {"me", ""}


def test_the_session_switch_is_called_as_the_version_calls_it(qtbot: QtBot) -> None:
    general = opened(qtbot).general
    assert "start" in general.clean_start.text()
    qtbot.keyClick(general.version, Qt.Key.Key_Down)
    assert general.version.value is Version.V311
    assert "session" in general.clean_start.text()


def test_without_a_name_the_connection_is_named_after_the_host(qtbot: QtBot) -> None:
    dialog = opened(qtbot, replace(PROFILE, name=""))
    assert dialog.general.name.placeholderText() == "broker.example"
    assert saved(qtbot, dialog)[0] == replace(PROFILE, name="broker.example")


def test_a_password_is_hidden_handed_over_and_never_in_the_profile(qtbot: QtBot) -> None:
    profile = replace(PROFILE, authentication=AuthMethod.PASSWORD, username="ann")
    dialog = opened(qtbot, profile)
    page = authentication(dialog)
    qtbot.keyClicks(page.password, "s3cret")
    assert page.password.echoMode() is QLineEdit.EchoMode.Password
    given, password, _ = saved(qtbot, dialog)
    assert password == "s3cret"
    assert "s3cret" not in repr(given)


def test_a_machine_without_a_keyring_is_told_so(qtbot: QtBot) -> None:
    profile = replace(PROFILE, authentication=AuthMethod.PASSWORD, username="ann")
    dialog = opened(qtbot, profile, keyring=SecretsState.MISSING)
    dialog.show_page("authentication")
    assert "this run only" in note_of(dialog, "remember_password").text()
    assert not authentication(dialog).remember.isEnabled()


def test_only_the_fields_of_the_chosen_authentication_are_shown(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.show_page("authentication")
    page = authentication(dialog)
    assert not page.username.isVisible()
    qtbot.keyClick(page.method, Qt.Key.Key_Down)
    assert page.username.isVisible()
    assert note_of(dialog, "authentication").tone is Tone.WARNING  # without TLS


def test_a_filter_is_added_checked_while_typing_and_saved(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.show_page("subscriptions")
    table = subscriptions(dialog).table
    table.add()
    editor = table.view.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "house/#/x")
    assert table.note.text() == "Row 3: # must be the last level, as in house/#."
    assert not dialog.save_button.isEnabled()
    for _ in range(2):
        qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert table.note.text() == ""
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert saved(qtbot, dialog)[0].subscriptions[-1] == SubscriptionSettings(filter="house/#")  # type: ignore[attr-defined]


def test_typing_in_the_middle_of_a_filter_leaves_the_cursor_there(qtbot: QtBot) -> None:
    dialog = opened(qtbot, replace(PROFILE, subscriptions=(SubscriptionSettings(filter="ab"),)))
    dialog.show_page("subscriptions")
    view = subscriptions(dialog).table.view
    view.edit(view.model().index(0, 0))
    editor = view.findChild(QLineEdit)
    assert editor is not None
    editor.setCursorPosition(1)
    qtbot.keyClicks(editor, "xy")
    assert editor.text() == "axyb"


def test_filters_are_removed_and_reordered_by_keyboard_and_button(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.show_page("subscriptions")
    page = subscriptions(dialog)
    page.table.view.setCurrentIndex(page.model.index(1, 0))
    qtbot.mouseClick(page.table._up, Qt.MouseButton.LeftButton)
    assert [row.filter for row in page.model.rows] == ["$SYS/#", "#"]
    page.table.view.setFocus()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Delete)
    assert [item.filter for item in saved(qtbot, dialog)[0].subscriptions] == ["#"]  # type: ignore[attr-defined]


def test_the_qos_of_a_filter_is_chosen_in_its_cell(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    model = subscriptions(dialog).model
    assert model.setData(model.index(0, 1), QoS.EXACTLY_ONCE)
    assert saved(qtbot, dialog)[0].subscriptions[0].qos is QoS.EXACTLY_ONCE  # type: ignore[attr-defined]


def test_options_that_the_version_cannot_carry_are_disabled_kept_and_said(qtbot: QtBot) -> None:
    profile = replace(
        PROFILE,
        version=Version.V311,
        subscriptions=(SubscriptionSettings(filter="a", no_local=True),),
        mqtt5=Mqtt5Settings(receive_maximum=5),
    )
    dialog = opened(qtbot, profile)
    page = subscriptions(dialog)
    assert not page.model.flags(page.model.index(0, 2)) & Qt.ItemFlag.ItemIsEnabled
    assert "MQTT 5.0 only" in page._general.text()
    assert saved(qtbot, dialog)[0] == profile


def test_every_input_has_an_accessible_name_and_can_be_reached_by_keyboard(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.window(), QFrame)  # the list that a combo box drops
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def authentication(dialog: ConnectionDialog) -> AuthenticationPage:
    page = dialog.pages["authentication"]
    assert isinstance(page, AuthenticationPage)
    return page


def subscriptions(dialog: ConnectionDialog) -> SubscriptionsPage:
    page = dialog.pages["subscriptions"]
    assert isinstance(page, SubscriptionsPage)
    return page


def note_of(dialog: ConnectionDialog, path: str):  # type: ignore[no-untyped-def]
    return next(row.note for name, row in dialog.fields._rows if name == path)


@pytest.mark.parametrize("text", ["<b>x</b>", "a\x00b", "a/b", "a b"])
def test_no_text_in_the_host_does_harm(qtbot: QtBot, text: str) -> None:
    dialog = opened(qtbot)
    dialog.form.put("host", text)
    dialog.fields.refresh()
    assert not dialog.save_button.isEnabled()
