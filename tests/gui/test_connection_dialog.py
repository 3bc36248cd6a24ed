from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.profile import (
    AuthMethod,
    ClientCertificate,
    Header,
    Mqtt5Settings,
    PayloadSource,
    Profile,
    ProxyKind,
    ProxySettings,
    ReconnectSettings,
    Scheme,
    SubscriptionSettings,
    TlsSettings,
    Trust,
    WebSocketSettings,
    WillSettings,
)
from tracemq.profiles.secrets import SecretKind, SecretsState, header_secret_id, secret_id
from tracemq.ui.dialogs.authentication_page import AuthenticationPage
from tracemq.ui.dialogs.connection_dialog import ConnectionDialog
from tracemq.ui.dialogs.mqtt5_page import Mqtt5Page
from tracemq.ui.dialogs.subscriptions_page import SubscriptionsPage
from tracemq.ui.dialogs.tls_page import TlsPage
from tracemq.ui.dialogs.websocket_page import WebSocketPage
from tracemq.ui.dialogs.will_page import WillPage
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


def test_enter_in_the_table_edits_a_cell_and_does_not_leave_the_dialog(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.show_page("subscriptions")
    view = subscriptions(dialog).table.view
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    editor = view.findChild(QLineEdit)
    assert editor is not None
    qtbot.keyClicks(editor, "x/#")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.form.finished().subscriptions[0].filter == "x/#"


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


@pytest.mark.parametrize("key", ["general", "proxy", "notes"])
def test_tab_goes_from_the_list_through_the_page_to_the_buttons_whenever_the_page_was_made(
    key: str, qtbot: QtBot
) -> None:
    dialog = opened(qtbot)
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.show_page(key)
    dialog.pages["mqtt5"]  # and another one after it
    dialog.list.setFocus()
    met: list[QWidget] = []
    while (focused := QApplication.focusWidget()) is not None and focused not in met:
        met.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    inside = [widget for widget in met if dialog.pages[key].isAncestorOf(widget)]
    assert inside
    buttons = [dialog.test_button, dialog.cancel_button, dialog.save_button, dialog.connect_button]
    assert met == [dialog.list, *inside, *buttons]


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


FULL = Profile(
    name="full",
    host="broker.example",
    scheme=Scheme.WSS,
    client_id="me",
    authentication=AuthMethod.PASSWORD,
    username="ann",
    tls=TlsSettings(
        trust=Trust.CA_FILE,
        ca_file="/ca.pem",
        certificate=ClientCertificate.PEM,
        cert_file="/client.pem",
        key_file="/client.key",
        server_name="other.example",
        alpn=("mqtt", "x"),
    ),
    websocket=WebSocketSettings(path="/ws", query="a=1", headers=(Header(name="X-Key", secret=True),)),
    subscriptions=(SubscriptionSettings(filter="a/#", qos=QoS.AT_LEAST_ONCE, retain_handling=2),),
    will=WillSettings(
        enabled=True,
        topic="gone",
        source=PayloadSource.JSON,
        payload="{}",
        qos=QoS.EXACTLY_ONCE,
        retain=True,
        delay_interval_s=5,
        message_expiry_interval_s=60,
        payload_format_indicator=1,
        content_type="application/json",
        response_topic="answers",
        correlation_data=b"\x00\xff",
        user_properties=(("a", "1"), ("a", "2")),
    ),
    mqtt5=Mqtt5Settings(
        session_expiry_interval_s=3600,
        receive_maximum=10,
        maximum_packet_size=100_000,
        topic_alias_maximum=5,
        request_response_information=True,
        request_problem_information=False,
        user_properties=(("site", "berlin"), ("site", "paris")),
    ),
    proxy=ProxySettings(kind=ProxyKind.SOCKS5, host="proxy", port=1081, username="bob", remote_dns=False),
    reconnect=ReconnectSettings(enabled=True, first_delay_s=0.5, max_delay_s=30, attempts=3),
    notes="two\nlines",
    colour="#123456",
    folder="work/plant",
    connect_at_start=True,
)
SECRETS = {
    secret_id(FULL.id, SecretKind.PASSWORD): "one",
    secret_id(FULL.id, SecretKind.KEY_PASSPHRASE): "two",
    secret_id(FULL.id, SecretKind.PROXY_PASSWORD): "three",
    header_secret_id(FULL.id, "X-Key"): "four",
}


def test_what_is_wrong_on_a_page_that_is_not_made_yet_is_told(qtbot: QtBot) -> None:
    dialog = ConnectionDialog(replace(FULL, will=WillSettings(enabled=True, topic="")))
    qtbot.addWidget(dialog)
    assert list(dialog.pages.made) == ["general"]
    assert dialog.summary.text() == "Something is wrong on: Last will"
    assert not dialog.save_button.isEnabled()


def test_pages_are_made_one_in_each_turn_until_all_are_there(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    seen = []
    dialog.fields.refreshed.connect(lambda: seen.append(len(dialog.pages.made)))
    qtbot.waitUntil(lambda: len(dialog.pages.made) == len(dialog.pages))
    assert seen == list(range(2, len(dialog.pages) + 1))


@pytest.mark.parametrize("version", list(Version))
def test_every_field_of_every_page_survives_an_untouched_dialog(qtbot: QtBot, version: Version) -> None:
    profile = replace(FULL, version=version)
    dialog = opened(qtbot, profile, secrets=SECRETS)
    for key in dialog.pages:
        dialog.show_page(key)
    assert saved(qtbot, dialog) == [profile, "one", False]
    assert dialog.secrets == SECRETS


def test_every_field_of_the_profile_that_users_edit_stands_on_a_page(qtbot: QtBot) -> None:
    dialog = opened(qtbot, FULL)
    qtbot.waitUntil(lambda: len(dialog.pages.made) == len(dialog.pages))
    shown = {path for path, _ in dialog.fields._rows}
    wanted = set()
    for field in fields(Profile):
        value = getattr(FULL, field.name)
        if is_dataclass(value):
            wanted |= {f"{field.name}.{inner.name}" for inner in fields(value)}
        else:
            wanted.add(field.name)
    elsewhere = {"id", "position", "last_used", "subscriptions", "websocket.headers"}  # the last two are tables
    assert wanted - shown - elsewhere == set()


def test_tls_and_websocket_are_switched_on_their_pages(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    tls, websocket = dialog.pages["tls"], dialog.pages["websocket"]
    assert isinstance(tls, TlsPage)
    assert isinstance(websocket, WebSocketPage)
    dialog.show_page("tls")
    assert not tls.trust.isEnabled()
    qtbot.keyClick(tls.enabled, Qt.Key.Key_Space)
    assert tls.trust.isEnabled()
    dialog.show_page("websocket")
    qtbot.keyClick(websocket.enabled, Qt.Key.Key_Space)
    assert dialog.general.url.text() == "wss://broker.example:8084/mqtt"


def test_not_verifying_is_warned_about(qtbot: QtBot) -> None:
    dialog = opened(qtbot, replace(FULL, tls=TlsSettings(trust=Trust.NOBODY)))
    dialog.show_page("tls")
    assert note_of(dialog, "tls.trust").tone is Tone.WARNING
    assert "verified" in note_of(dialog, "tls.trust").text()


def test_a_file_that_was_not_chosen_is_asked_for_until_it_is(qtbot: QtBot) -> None:
    dialog = opened(qtbot, replace(FULL, tls=TlsSettings(trust=Trust.CA_FILE)))
    dialog.show_page("tls")
    page = dialog.pages["tls"]
    assert isinstance(page, TlsPage)
    assert note_of(dialog, "tls.ca_file").tone is Tone.BAD
    page.ca_file._take("/somewhere/ca.pem")
    assert note_of(dialog, "tls.ca_file").text() == ""
    assert dialog.form.finished().tls.ca_file == "/somewhere/ca.pem"


def test_the_will_is_typed_and_checked(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    dialog.show_page("will")
    page = dialog.pages["will"]
    assert isinstance(page, WillPage)
    assert not page.topic.isEnabled()
    qtbot.keyClick(page.enabled, Qt.Key.Key_Space)
    assert note_of(dialog, "will.topic").tone is Tone.BAD
    qtbot.keyClicks(page.topic, "gone")
    qtbot.keyClicks(page.payload, "bye")
    page.correlation_kind.setCurrentIndex(1)
    page.correlation_kind.activated.emit(1)
    qtbot.keyClicks(page.correlation, "0f0")
    assert note_of(dialog, "will.correlation_data").text() == "A hex digit is missing: each byte needs two."
    qtbot.keyClicks(page.correlation, "0")
    will = saved(qtbot, dialog)[0].will  # type: ignore[attr-defined]
    assert (will.topic, will.payload, will.correlation_data) == ("gone", "bye", b"\x0f\x00")


def test_properties_before_mqtt_5_are_disabled_with_one_note(qtbot: QtBot) -> None:
    dialog = opened(qtbot, replace(FULL, version=Version.V311))
    page = dialog.pages["mqtt5"]
    assert isinstance(page, Mqtt5Page)
    assert "MQTT 5.0 only" in page._note.text()
    assert not page.table.isEnabled()


def test_a_secret_header_stays_out_of_the_profile(qtbot: QtBot) -> None:
    dialog = opened(qtbot, replace(FULL, websocket=WebSocketSettings()))
    page = dialog.pages["websocket"]
    assert isinstance(page, WebSocketPage)
    page.headers.add()
    for column, text in enumerate(["Authorization", "Bearer s3cret"]):
        page.headers.setData(page.headers.index(0, column), text)
    assert "secret" in page.table.note.text()
    page.headers.setData(page.headers.index(0, 2), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert page.table.note.text() == ""
    profile = saved(qtbot, dialog)[0]
    assert "s3cret" not in repr(profile)
    assert dialog.secrets[header_secret_id(FULL.id, "Authorization")] == "Bearer s3cret"


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
