from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from tracemq.mqtt.errors import ConnectionLost
from tracemq.mqtt.reason_codes import ReasonCode
from tracemq.mqtt.types import QoS, Version
from tracemq.profiles.message_record import BytesKind, MessageRecord
from tracemq.profiles.publishing_settings import OwnVariable
from tracemq.profiles.sent_history import SentMessage
from tracemq.ui.fields import _TEXT_EDGE, Tone
from tracemq.ui.publish_form import JUDGED_AT_ONCE, PublishForm
from tracemq.ui.publish_tabs import PREVIEW, PROPERTIES
from tracemq.viewmodels.payload_input import PayloadKind
from tracemq.viewmodels.publish_form import Publication
from tracemq.viewmodels.recipe import Recipe
from tracemq.workspace.shelf import Shelf


@pytest.fixture
def form(qtbot: QtBot) -> PublishForm:
    made = PublishForm()
    qtbot.addWidget(made)
    made.show()
    return made


def published(qtbot: QtBot, form: PublishForm) -> Publication:
    with qtbot.waitSignal(form.publish_requested) as signal:
        qtbot.mouseClick(form.publish_button, Qt.MouseButton.LeftButton)
    publication = signal.args[0]
    assert isinstance(publication, Publication)
    return publication


def test_what_is_typed_is_asked_to_be_published(qtbot: QtBot, form: PublishForm) -> None:
    qtbot.keyClicks(form.topic, "a/b")
    qtbot.keyClicks(form.payload.text, "hello")
    qtbot.keyClick(form.qos, Qt.Key.Key_Down)
    qtbot.keyClick(form.retain, Qt.Key.Key_Space)
    publication = published(qtbot, form)
    assert (publication.topic, publication.payload) == ("a/b", b"hello")
    assert (publication.qos, publication.retain) == (QoS.AT_LEAST_ONCE, True)


def test_control_and_enter_publish_from_within_the_payload(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    form.activateWindow()
    qtbot.waitActive(form)
    form.payload.text.setFocus()
    with qtbot.waitSignal(form.publish_requested) as signal:
        qtbot.keyClick(form.payload.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert signal.args[0].payload == b""


def test_the_payload_stays_when_the_topic_changes(qtbot: QtBot, form: PublishForm) -> None:
    qtbot.keyClicks(form.payload.text, "precious")
    form.set_topic("b")
    form.set_topic("c")
    publication = published(qtbot, form)
    assert (publication.topic, publication.payload) == ("c", b"precious")


def test_a_wrong_topic_is_said_while_typing(qtbot: QtBot, form: PublishForm) -> None:
    assert not form.topic_note.isVisible()
    qtbot.keyClicks(form.topic, "a/#")
    assert form.topic_note.isVisible()
    assert form.topic_note.tone is Tone.BAD
    assert form.topic.accessibleDescription() == form.topic_note.text()


def test_publishing_without_a_topic_says_what_is_missing(qtbot: QtBot, form: PublishForm) -> None:
    with qtbot.assertNotEmitted(form.publish_requested):
        qtbot.mouseClick(form.publish_button, Qt.MouseButton.LeftButton)
    assert form.receipt.text().startswith("Not sent: Enter a topic")
    assert form.topic_note.isVisible()


def test_broken_json_is_hinted_at_while_typing_and_sent_all_the_same(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    form.payload.put(PayloadKind.JSON, "")
    with qtbot.waitSignal(form.payload.edited):
        qtbot.keyClicks(form.payload.text, '{"a": }')
    assert form.payload.note.text().startswith("Not valid JSON at line 1, column 7")
    assert published(qtbot, form).payload == b'{"a": }'


def test_json_is_formatted_exactly_and_undo_takes_it_back(qtbot: QtBot, form: PublishForm) -> None:
    assert not form.payload.format_button.isVisible()
    form.payload.put(PayloadKind.JSON, '{"a":127.0,"a":[1e400]}')
    qtbot.mouseClick(form.payload.format_button, Qt.MouseButton.LeftButton)
    assert form.payload.source == '{\n  "a": 127.0,\n  "a": [\n    1e400\n  ]\n}'
    form.payload.text.undo()
    assert form.payload.source == '{"a":127.0,"a":[1e400]}'


def test_formatting_what_is_not_json_changes_nothing(form: PublishForm) -> None:
    form.payload.put(PayloadKind.JSON, "{broken")
    form.payload.format_payload()
    assert form.payload.source == "{broken"


def test_the_editor_numbers_its_lines(form: PublishForm) -> None:
    form.payload.put(PayloadKind.TEXT, "a\nb")
    narrow = form.payload.text.viewportMargins().left()
    form.payload.put(PayloadKind.TEXT, "\n" * 2000)
    assert form.payload.text.viewportMargins().left() > narrow > 0
    form.payload.text.repaint()


def test_the_topic_completes_to_what_it_is_given(qtbot: QtBot, form: PublishForm) -> None:
    form.complete_with(lambda typed: [typed + "x", typed + "y/"])
    qtbot.keyClicks(form.topic, "a/")
    completer = form.topic.completer()
    assert [completer.model().index(row, 0).data() for row in range(completer.model().rowCount())] == ["a/x", "a/y/"]


def test_hex_is_sent_as_bytes_and_its_size_is_shown(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    form.payload.put(PayloadKind.HEX, "00 01 ff")
    assert form.size_label.text() == "3 B"
    assert published(qtbot, form).payload == b"\x00\x01\xff"


def test_broken_hex_is_not_sent_and_pointed_at(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    form.payload.put(PayloadKind.HEX, "0")
    form.tabs.setCurrentIndex(1)
    with qtbot.assertNotEmitted(form.publish_requested):
        form.publish()
    assert form.tabs.currentIndex() == 0
    assert form.payload.note.tone is Tone.BAD


def test_a_chosen_file_is_sent(qtbot: QtBot, form: PublishForm, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "payload.bin"
    file.write_bytes(bytes(range(256)))
    form.set_topic("a")
    form.payload.put(PayloadKind.FILE, str(file))
    assert published(qtbot, form).payload == bytes(range(256))


def test_properties_are_sent_counted_and_checked_while_typing(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    form.tabs.setCurrentIndex(1)
    qtbot.keyClicks(form.properties.content_type, "text/plain")
    qtbot.keyClicks(form.properties.expiry, "x")
    assert form.tabs.tabText(1) == "Properties (2)"
    form.publish()
    assert form.receipt.text().startswith("Not sent")
    form.properties.expiry.clear()
    qtbot.keyClicks(form.properties.expiry, "60")
    properties = published(qtbot, form).properties
    assert (properties.content_type, properties.message_expiry_interval) == ("text/plain", 60)


def test_before_mqtt_5_properties_are_shown_as_not_sent(qtbot: QtBot, form: PublishForm) -> None:
    qtbot.keyClicks(form.properties.content_type, "text/plain")
    form.set_topic("a")
    form.set_version(Version.V311)
    assert not form.properties.isEnabled()
    assert published(qtbot, form).properties.content_type is None
    form.set_version(Version.V5)
    assert published(qtbot, form).properties.content_type == "text/plain"


def test_the_brokers_answer_is_said_in_words_with_its_time(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    publication = published(qtbot, form)
    assert "sending" in form.receipt.text()
    form.show_receipt(publication, ReasonCode.NO_MATCHING_SUBSCRIBERS)
    assert "nobody subscribes" in form.receipt.text()
    assert form.receipt.text().endswith("ms)")
    assert form.receipt.tone is Tone.WARNING


def test_a_refusal_names_its_code(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    form.show_receipt(published(qtbot, form), ReasonCode.NOT_AUTHORIZED)
    assert form.receipt.tone is Tone.BAD
    assert "0x87" in form.receipt.text()


def test_the_answer_to_an_older_publication_does_not_hide_the_newest(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("old")
    old = published(qtbot, form)
    form.set_topic("new")
    published(qtbot, form)
    form.show_receipt(old, ReasonCode.SUCCESS)
    assert form.receipt.text().startswith("new")


def test_a_receipt_is_followed_to_its_end(qtbot: QtBot, form: PublishForm) -> None:
    async def lost() -> ReasonCode:
        raise ConnectionLost

    async def taken() -> ReasonCode:
        return ReasonCode.SUCCESS

    form.set_topic("a")
    asyncio.run(form.follow(published(qtbot, form), taken()))
    assert form.receipt.tone is Tone.GOOD
    asyncio.run(form.follow(published(qtbot, form), lost()))
    assert form.receipt.tone is Tone.BAD


def test_nothing_is_published_while_offline(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    form.set_connected(False)
    assert not form.publish_button.isEnabled()
    with qtbot.assertNotEmitted(form.publish_requested):
        form.publish()


def test_html_in_a_topic_stays_text(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("<b>x</b>")
    form.show_receipt(published(qtbot, form), ReasonCode.SUCCESS)
    assert form.receipt.textFormat() is Qt.TextFormat.PlainText


def test_variables_are_filled_in_when_it_is_sent_and_shown_before(qtbot: QtBot) -> None:
    shelf = Shelf()
    shelf.change(variables=(OwnVariable(name="room", value="kitchen"),))
    form = PublishForm(shelf=shelf)
    qtbot.addWidget(form)
    form.show()
    qtbot.keyClicks(form.topic, "house/{{room}}")
    form.payload.put(PayloadKind.JSON, '{"id": "{{uuid}}", "n": {{counter}}}')
    form.tabs.setCurrentIndex(2)
    assert form.preview.topic.text() == "house/kitchen"
    shown = form.preview.payload.toPlainText()
    publication = published(qtbot, form)
    assert publication.topic == "house/kitchen"
    assert publication.payload.decode() == shown
    assert form.preview.payload.toPlainText() != shown  # of the next one


def test_a_wrong_variable_is_told_beside_its_field_and_not_sent(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    form.payload.put(PayloadKind.TEXT, "{{nope}}")
    assert "“nope”" in form.payload.note.text()
    with qtbot.assertNotEmitted(form.publish_requested):
        form.publish()
    form.variables.wanted.trigger()
    assert form.payload.note.text() == ""
    assert published(qtbot, form).payload == b"{{nope}}"


def test_a_variable_is_put_in_where_the_cursor_was(qtbot: QtBot, form: PublishForm) -> None:
    form.activateWindow()
    qtbot.waitActive(form)
    form.topic.setFocus()
    qtbot.keyClicks(form.topic, "a/")
    form.variables.chosen.emit("{{uuid}}")
    assert form.topic.text() == "a/{{uuid}}"
    form.payload.text.setFocus()
    form.variables.chosen.emit("{{now}}")
    assert form.payload.source == "{{now}}"


def test_the_menu_offers_variables_with_ones_own(qtbot: QtBot) -> None:
    shelf = Shelf()
    form = PublishForm(shelf=shelf)
    qtbot.addWidget(form)
    shelf.change(variables=(OwnVariable(name="room", value="<b>kitchen</b>"),))
    form.known_changed()
    menu = form.variables.menu()
    menu.aboutToShow.emit()
    texts = [action.text() for action in menu.actions()]
    assert any(text.startswith("{{random 1 10}}\t") for text in texts)
    assert "{{room}}\t<b>kitchen</b>" in texts


def test_a_message_that_was_kept_fills_the_form_again(qtbot: QtBot, form: PublishForm) -> None:
    record = MessageRecord(
        topic="a/b",
        payload='{"a": 1}',
        payload_as=PayloadKind.JSON,
        qos=QoS.EXACTLY_ONCE,
        retain=True,
        content_type="application/json",
        user_properties=(("k", "v"),),
        variables=False,
    )
    form.show_record(record, note="Something is missing.")
    assert form.receipt.text() == "Something is missing."
    publication = published(qtbot, form)
    assert (publication.topic, publication.payload, publication.qos) == ("a/b", b'{"a": 1}', QoS.EXACTLY_ONCE)
    assert publication.properties.user_properties == (("k", "v"),)
    assert form.draft.record() == record


def test_correlation_data_in_base64_is_shown_and_sent_as_such(qtbot: QtBot, form: PublishForm) -> None:
    form.show_record(MessageRecord(topic="a", correlation_as=BytesKind.BASE64, correlation_data="AP8="))
    form.tabs.setCurrentIndex(PROPERTIES)
    assert form.properties.correlation_kind.currentText() == "Base64"
    assert published(qtbot, form).properties.correlation_data == b"\x00\xff"


def test_what_is_to_be_remembered_comes_with_the_message(qtbot: QtBot, form: PublishForm) -> None:
    qtbot.keyClicks(form.topic, "a/{{counter}}")
    form.payload.put(PayloadKind.TEXT, "plain")
    with qtbot.waitSignal(form.publish_requested) as signal:
        form.publish()
    sent = signal.args[1]
    assert isinstance(sent, SentMessage)
    assert (sent.topic, sent.message.topic, sent.payload, sent.size) == ("a/1", "a/{{counter}}", None, 5)


def test_a_message_from_elsewhere_asks_before_it_reads(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "x1")
    shelf = Shelf()
    form = PublishForm(shelf=shelf)
    qtbot.addWidget(form)
    form.show()
    record = MessageRecord(topic="a", payload="{{env.TOKEN}}")
    form.show_record(record, barred=shelf.barred(record))
    assert form.barred.isVisible()
    assert "TOKEN" in form.barred.note.text()
    with qtbot.assertNotEmitted(form.publish_requested):
        form.publish()
    form.barred.allowed.emit()
    assert not form.barred.isVisible()
    assert published(qtbot, form).payload == b"x1"
    assert not shelf.barred(record)


def test_xml_and_json_can_be_checked_and_formatted(qtbot: QtBot, form: PublishForm) -> None:
    form.payload.put(PayloadKind.XML, "<a><b>{{random 1 9}}</b></a>")
    qtbot.mouseClick(form.payload.check_button, Qt.MouseButton.LeftButton)
    assert (form.payload.note.text(), form.payload.note.tone) == ("This is valid XML.", Tone.GOOD)
    form.payload.format_payload()
    assert form.payload.source == "<a>\n  <b>{{random 1 9}}</b>\n</a>"
    form.payload.put(PayloadKind.XML, "<a>")
    form.payload.format_payload()
    assert form.payload.note.text().startswith("Not valid XML")


def test_repeating_and_requesting_ask_for_the_message(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a")
    with qtbot.waitSignal(form.repeat_requested) as signal:
        form.head.actions_by_name["repeat"].trigger()
    assert isinstance(signal.args[0], Recipe)
    with qtbot.waitSignal(form.request_requested) as signal:
        form.head.actions_by_name["request"].trigger()
    assert signal.args[0].topic == "a"
    form.head.actions_by_name["clear"].trigger()
    with qtbot.assertNotEmitted(form.repeat_requested):
        form.repeat()
    assert form.receipt.text().startswith("Not sent")


def test_a_topic_from_the_broker_is_never_taken_for_a_variable(qtbot: QtBot, form: PublishForm) -> None:
    form.set_topic("a/{{env.HOME}}")
    assert published(qtbot, form).topic == "a/{{env.HOME}}"
    form.complete_with(lambda typed: [typed + "{env.HOME}}"] if typed == "b/{" else [])
    form.topic.clear()
    qtbot.keyClicks(form.topic, "b/{")
    completer = form.topic.completer()
    assert completer.model().index(0, 0).data() == "b/{{{{env.HOME}}"
    form.topic.setText(completer.model().index(0, 0).data())
    assert published(qtbot, form).topic == "b/{{env.HOME}}"


def test_the_preview_of_a_file_does_not_read_it(form: PublishForm, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "payload.bin"
    file.write_bytes(b"secret")
    form.set_topic("a")
    form.payload.put(PayloadKind.FILE, str(file))
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda _: pytest.fail("it was read"))
    form.tabs.setCurrentIndex(2)
    assert form.preview.payload.toPlainText() == str(file)
    assert form.preview.note.text() == "The content of this file will be sent."
    assert form.size_label.text().startswith(str(file.stat().st_size))


def test_a_long_payload_is_judged_in_slices(qtbot: QtBot, form: PublishForm) -> None:
    text = "00 ff\n" * JUDGED_AT_ONCE
    form.payload.put(PayloadKind.HEX, text)
    form.payload.text.complete()
    assert form._judging.busy
    qtbot.waitUntil(lambda: form.size_label.text() == "39.1 KiB")
    form.payload.put(PayloadKind.HEX, text + "g0")
    form.payload.text.complete()
    qtbot.waitUntil(lambda: form.payload.note.tone is Tone.BAD)
    form.payload.put(PayloadKind.HEX, "00")
    assert form.payload.note.text() == ""
    assert not form._judging.busy


def test_a_preview_is_made_anew_after_a_message_only_if_the_next_one_differs(
    qtbot: QtBot, form: PublishForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    form.show_record(MessageRecord(topic="a", payload="{{counter}}"))
    form.tabs.setCurrentIndex(2)
    preview = form.preview
    assert preview.payload.toPlainText() == "1"
    published(qtbot, form)
    assert preview.payload.toPlainText() == "2"
    form.show_record(MessageRecord(topic="a", payload="fixed"))
    monkeypatch.setattr(preview, "_make", pytest.fail)
    published(qtbot, form)


def test_every_input_has_an_accessible_name(form: PublishForm) -> None:
    nameless = [
        type(widget).__name__
        for widget in form.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.window(), QFrame)
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_in_a_narrow_form_the_topic_has_the_room_of_its_label_and_keeps_its_key(
    qtbot: QtBot, form: PublishForm
) -> None:
    form.resize(800, 200)
    label, key = form.head._topic_label, form.head._topic_key
    assert (label.isVisible(), key.isEnabled()) == (True, False)
    form.resize(500, 200)
    assert (label.isVisible(), key.isEnabled()) == (False, True)
    assert key.key().toString() == "Alt+T"


def test_the_preview_says_what_goes_with_the_payload(qtbot: QtBot, form: PublishForm) -> None:
    form.show_record(MessageRecord(topic="a", payload="1", qos=QoS.AT_LEAST_ONCE, retain=True, content_type="x"))
    form.tabs.setCurrentIndex(PREVIEW)
    assert form.preview.note.text() == "QoS 1 · retained · 1 property(ies)"


def test_no_way_to_write_a_payload_is_cut(form: PublishForm) -> None:
    form.show()
    choice = form.payload.kind
    widest = max(choice.fontMetrics().horizontalAdvance(choice.itemText(index)) for index in range(choice.count()))
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    whole, place = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    assert choice.style().subControlRect(whole, option, place, choice).width() - _TEXT_EDGE >= widest


def test_a_long_topic_leaves_room_for_what_came_of_it(qtbot: QtBot, form: PublishForm) -> None:
    topic = "plant/" + "level/" * 60 + "light"
    qtbot.keyClicks(form.topic, topic)
    publication = published(qtbot, form)
    form.show_receipt(publication, ReasonCode.NO_MATCHING_SUBSCRIBERS)
    said, _, outcome = form.receipt.text().partition(": ")
    assert len(said) <= 60
    assert said.startswith("plant/level/")
    assert said.endswith("/light")
    assert "nobody subscribes" in outcome
