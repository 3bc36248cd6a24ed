"""What is chosen in one view of a message is marked in the other: tree and bytes, packet and bytes, search and text."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QTreeWidgetItemIterator
from pytestqt.qtbot import QtBot

from tests.support.languages import translated
from tests.support.open_connection import connection, receive
from tests.unit.history.batches import Sent
from tests.unit.payloads.test_sparkplug import metric, payload
from tracemq.mqtt.batch import Message
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import Version
from tracemq.payloads.detect import Format
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.ui.inspector import PACKET, PAYLOAD, PROPERTIES, InspectorPanel
from tracemq.ui.inspector_facts import MessageFacts
from tracemq.ui.packet_view import PacketView
from tracemq.ui.payload_tree_view import DEEPEST
from tracemq.viewmodels import slices
from tracemq.viewmodels.inspected import Inspected
from tracemq.viewmodels.payload_bindings import PayloadBindings
from tracemq.workspace.connection import Connection
from tracemq.workspace.subscription_list import SubscriptionEntry


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", 60.0)


def shown(qtbot: QtBot, to: Connection | None = None) -> InspectorPanel:
    panel = InspectorPanel(None, Inspected(PayloadBindings(), to))
    qtbot.addWidget(panel)
    panel.resize(420, 600)
    panel.show()
    return panel


def plant(*sent: Sent) -> Connection:
    made = connection(
        version=Version.V5,
        subscriptions=(SubscriptionSettings(filter="house/#", identifier=7), SubscriptionSettings(filter="#")),
    )
    made.subscriptions[:] = [SubscriptionEntry(settings) for settings in made.profile.subscriptions]
    receive(made, *sent)
    for now_s in (1.0, 2.0):
        made.tick(now_s)
    return made


# The tree and its bytes

DOCUMENTS = {
    Format.JSON: b'{"a": {"b": [10, 20]}, "c": 30}',
    Format.XML: b"<a><b>10</b><b>20</b><c>30</c></a>",
    Format.MSGPACK: bytes.fromhex("82a16181a162920a14a1631e"),
    Format.CBOR: bytes.fromhex("a26161a16162820a1461631e".replace("1e", "181e")),
    Format.PROTOBUF: bytes.fromhex("0a04080a10141 81e".replace(" ", "")),
}


@pytest.mark.parametrize("view", list(DOCUMENTS), ids=lambda view: view.value)
def test_a_node_marks_its_bytes_and_a_byte_its_node(qtbot: QtBot, view: Format) -> None:
    panel = shown(qtbot)
    panel.view_choice.choose(view)
    panel.view_choice.activated.emit(0)
    panel.show_message(Message("a", DOCUMENTS[view]))
    panel.tools.bytes_button.setChecked(True)
    views, tree = panel.views, panel.views.reading.tree
    assert tree is not None
    assert views.bytes_view.isVisible()
    for node in range(len(tree)):
        start, end = tree.span(node)
        views.tree.setCurrentIndex(views.tree.items.index_of(node))
        if start < end:
            assert views.bytes_view.selection == (start, end)
    leaf = len(tree) - 1
    views.bytes_view._move(tree.span(leaf)[0])
    assert views.node == leaf
    views.bytes_view._move(0)
    assert views.node is not None
    assert tree.span(views.node)[0] == 0


def test_bytes_far_down_in_a_list_lead_to_their_node(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    document = b"[" + b",".join(b"%d" % number for number in range(100_000)) + b"]"
    panel.show_message(Message("a", document))
    panel.tools.bytes_button.setChecked(True)
    panel.views.bytes_view._move(document.index(b"99999]"))
    assert panel.views.reading.value(panel.views.node or 0) == "99999"


def test_a_byte_in_what_is_nested_too_deeply_leads_to_what_is_around_it(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    document = b"[" * 100_000 + b"]" * 100_000
    panel.show_message(Message("a", document))
    panel.tools.bytes_button.setChecked(True)
    panel.views.bytes_view._move(50_000)
    tree = panel.views.reading.tree
    assert tree is not None
    assert tree.depth(panel.views.node or 0) == DEEPEST
    assert "nested too deeply" in panel.views.note.text()
    panel.views.tree.setFocus()
    qtbot.keyClick(panel.views.tree, Qt.Key.Key_Asterisk)  # Qt would unfold all 100,000 by recursion


def test_a_branch_is_unfolded_by_and_by(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = shown(qtbot)
    panel.tools.tree_button.setChecked(True)
    panel.show_message(Message("a", b"[" + b",".join([b"[[[1]]]"] * 50) + b"]"))
    tree = panel.views.tree
    tree.collapseAll()
    tree.setCurrentIndex(tree.items.index(0, 0))
    monkeypatch.setattr(slices, "SLICE_S", 0.0)
    last = panel.views.reading.node_at(len(panel.views.reading.data) - 5)
    around = tree.items.index_of(last).parent()
    qtbot.keyClick(tree, Qt.Key.Key_Asterisk)
    assert not tree.isExpanded(around)
    qtbot.waitUntil(lambda: tree.isExpanded(around))


def test_the_tree_has_more_room_than_the_bytes_beside_it(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.tools.tree_button.setChecked(True)
    panel.show_message(Message("a", DOCUMENTS[Format.JSON]))
    panel.tools.bytes_button.setChecked(True)
    above, below = panel.views.split.sizes()
    assert above > below > 0


def test_bytes_are_copied_in_the_ways_other_programs_take_them(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", b"\x00\xffab"))
    panel.views.hex.select(2, 4)
    texts = {}
    menu = panel.views.hex.menu()
    for action in menu.actions()[:6]:
        action.trigger()
        texts[action.text().replace("&", "")] = QGuiApplication.clipboard().text()
    menu.close()
    assert texts["Copy as Hex"] == "61 62"
    assert texts["Copy as Text"] == "ab"
    assert texts["Copy as Base64"] == "YWI="
    assert texts["Copy as Python Bytes"] == "b'ab'"
    assert "0x61, 0x62," in texts["Copy as C Array"]
    assert "61 62" in texts["Copy as Hex Dump"]


def test_ctrl_c_in_the_tree_copies_the_whole_value(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.tools.tree_button.setChecked(True)
    panel.show_message(Message("a", b'{"long": "' + b"x" * 5000 + b'", "list": [1, 127.0]}'))
    texts = []
    for node in (1, 2):
        panel.views.tree.setCurrentIndex(panel.views.tree.items.index_of(node))
        qtbot.keyClick(panel.views.tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        texts.append(QGuiApplication.clipboard().text())
    assert texts == ["x" * 5000, "[1, 127.0]"]


def test_a_branch_that_is_too_large_for_the_clipboard_is_told(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.tools.tree_button.setChecked(True)
    panel.view_choice.choose(Format.JSON)
    panel.view_choice.activated.emit(0)
    QGuiApplication.clipboard().setText("before")
    panel.show_message(Message("a", b'["' + b"x" * (17 << 20) + b'"]'))
    panel.views.tree.setCurrentIndex(panel.views.tree.items.index_of(1))
    panel.views.copy_value()
    assert QGuiApplication.clipboard().text() == "before"
    assert "too much for the clipboard" in panel.views.note.text()


# The packet


def fields(panel: InspectorPanel) -> dict[str, str]:
    found = {}
    iterator = QTreeWidgetItemIterator(panel.packet.tree)
    while item := iterator.value():
        found[item.text(0)] = item.text(1)
        iterator += 1
    return found


def test_names_and_values_of_fields_are_in_sight_in_a_narrow_panel(qtbot: QtBot) -> None:
    view = PacketView()
    qtbot.addWidget(view)
    view.resize(240, 500)
    view.show()
    packet = bytes.fromhex("30 10 0003 612f62 09 0101 020000003c 0b07 78")
    view.show_packet(packet, Version.V5, "a/b", lambda _: [])
    tree = view.tree
    assert tree.columnWidth(0) + tree.columnWidth(1) <= tree.viewport().width()
    (long,) = tree.findItems("Message Expiry Interval", Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)
    (short,) = tree.findItems("DUP flag", Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)
    assert tree.visualItemRect(long).height() > tree.visualItemRect(short).height()
    view.resize(900, 500)
    QApplication.processEvents()
    assert tree.visualItemRect(long).height() == tree.visualItemRect(short).height()


def test_a_packet_is_shown_field_by_field_with_the_filter_of_its_identifier(qtbot: QtBot) -> None:
    made = plant(Sent("house/a", b"hello", qos=1, packet_id=5, retain=True, properties=b"\x0b\x07\x01\x01"))
    panel = shown(qtbot, made)
    panel.show_row(made.log, 0)
    panel.tabs.setCurrentIndex(PACKET)
    found = fields(panel)
    assert found["Packet type"] == "PUBLISH (3)   0011 ...."
    assert found["QoS level"] == "1   .... .01."
    assert found["RETAIN flag"] == "1   .... ...1"
    assert found["Topic Name"] == "house/a"
    assert found["Packet Identifier"] == "5"
    assert found["Subscription Identifier"] == "7 (subscription house/#)"
    assert found["Payload"] == "5 B"
    panel.tabs.setCurrentIndex(PROPERTIES)
    assert panel.facts.findItems("Subscriptions", Qt.MatchFlag.MatchRecursive)[0].text(1) == "house/#, #"


def test_a_field_marks_its_bytes_and_a_byte_its_field(qtbot: QtBot) -> None:
    made = plant(Sent("house/a", b"hello", properties=b"\x0b\x07\x01\x01"))
    panel = shown(qtbot, made)
    panel.show_row(made.log, 0)
    panel.tabs.setCurrentIndex(PACKET)
    view, packet = panel.packet, made.log.packet(0)
    item = view.tree.findItems("Payload", Qt.MatchFlag.MatchExactly)[0]
    view.tree.setCurrentItem(item)
    assert packet[slice(*view.hex.selection)] == b"hello"
    assert view.place.text().endswith("MQTT 5.0, section 3.3.3")
    view.hex._move(packet.index(b"house"))
    current = view.tree.currentItem()
    assert current is not None
    assert current.text(0) == "Topic Name"
    assert "section 3.3.2.1" in view.place.text()


def test_the_bytes_of_a_field_are_copied_from_its_menu(qtbot: QtBot) -> None:
    to = plant(Sent("a/b", b"x"))
    panel = shown(qtbot, to)
    panel.show_row(to.log, 0)
    panel.tabs.setCurrentIndex(PACKET)
    item = panel.packet.tree.findItems("Topic Name", Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)[0]
    panel.packet.tree.setCurrentItem(item)
    panel.packet.tree.bytes_wanted.emit()
    assert QGuiApplication.clipboard().text() == "61 2f 62"
    panel.packet.tree.copy_value()
    assert QGuiApplication.clipboard().text() == "a/b"


def test_what_a_property_consists_of_is_there_once_it_is_looked_for(qtbot: QtBot) -> None:
    view = PacketView()
    qtbot.addWidget(view)
    view.show_packet(bytes.fromhex("30 0f 0003 612f62 08 0101 26 0001 6b 0001 76 78"), Version.V5, "a/b", lambda _: [])
    tree = view.tree
    (pair,) = tree.findItems("User Property", Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)
    assert pair.childCount() == 0
    view.hex.pointed.emit(13)  # the "k"
    item = tree.currentItem()
    assert item is not None
    assert (item.text(0), item.text(1), item.parent() is pair) == ("Name", "k", True)
    (indicator,) = tree.findItems("Payload Format Indicator", Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)
    tree.expandItem(indicator)
    assert [indicator.child(row).text(0) for row in range(indicator.childCount())] == ["Identifier", "Value"]


def test_an_alias_says_what_it_stood_for(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    packet = bytes.fromhex("30 08 00 00 03 23 00 03 68 69")
    facts = MessageFacts(version=Version.V5, packet=lambda: packet)
    panel.show_message(Message("house/a", b"hi", properties=Properties(topic_alias=3)), facts)
    panel.tabs.setCurrentIndex(PACKET)
    assert fields(panel)["Topic Name"] == "empty; the topic alias stands for house/a"
    assert fields(panel)["Topic Alias"] == "3"


def test_a_row_that_has_left_says_that_its_bytes_are_gone(qtbot: QtBot) -> None:
    made = plant(Sent("house/a", b"hello"))
    panel = shown(qtbot, made)
    panel.show_row(made.log, 0)
    made.clear()
    panel.tabs.setCurrentIndex(PACKET)
    assert "has left" in panel.packet.place.text()
    panel.show_message(Message("a", b"x"))
    assert "no bytes" in panel.packet.place.text()


# Searching


def look(panel: InspectorPanel, text: str) -> None:
    panel.views.finder.begin()
    panel.views.finder.line.setText(text)
    panel.views.finder.look()


def test_a_search_goes_through_the_tree_by_name_and_value(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.tools.tree_button.setChecked(True)
    panel.show_message(Message("a", b'{"x": [1, {"deep": "Needle"}], "needle": 2}'))
    paths = []
    for _ in range(3):
        look(panel, "needle")
        paths.append(panel.views.reading.path(panel.views.node or 0))
    assert paths == ["$.x[1].deep", "$.needle", "$.x[1].deep"]
    look(panel, "nowhere")
    assert panel.views.finder.note.text() == "Not found"


def test_a_search_in_a_long_text_turns_to_the_page_that_has_it(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    document = ("é" * 100_000 + "Needle" + "é" * 100_000 + "needle").encode()
    panel.show_message(Message("a", document))
    look(panel, "needle")
    assert panel.views.text.textCursor().selectedText() == "Needle"
    look(panel, "needle")
    assert panel.views.text.textCursor().selectedText() == "needle"
    panel.views.finder.look(backward=True)
    assert panel.views.text.textCursor().selectedText() == "Needle"


def test_a_search_in_hex_takes_digits_or_text(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", bytes(100) + b"\xde\xadtext"))
    look(panel, "de ad")
    assert panel.views.hex.selection == (100, 102)
    look(panel, "TEXT")
    assert panel.views.hex.selection == (102, 106)


def test_a_search_in_formatted_json_stays_in_what_is_shown(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", b'{"x": "needle", "y": "needle"}'))
    places = []
    for _ in range(3):
        look(panel, "needle")
        places.append(panel.views.text.textCursor().selectionStart())
    assert places[0] == places[2] != places[1]


@pytest.mark.parametrize(
    ("payload", "view", "as_tree"),
    [
        (b'{"x": "needle", "y": "Needle", "needle": 1}', None, False),
        (b'{"x": "needle", "y": "Needle", "needle": 1}', None, True),
        ("\N{GRINNING FACE} needle and Needle\nneedle".encode(), None, False),
        ("\N{GRINNING FACE} needle and Needle\nneedle".encode(), Format.BINARY, False),
    ],
)
def test_a_search_says_which_of_how_many_places_is_selected(
    qtbot: QtBot, payload: bytes, view: Format | None, as_tree: bool
) -> None:
    panel = shown(qtbot)
    panel.tools.tree_button.setChecked(as_tree)
    panel.views.use(view)
    panel.show_message(Message("a", payload))
    said = []
    for _ in range(4):
        look(panel, "needle")
        said.append(panel.views.finder.count.text())
    panel.views.finder.look(backward=True)
    said.append(panel.views.finder.count.text())
    assert said == ["1 of 3", "2 of 3", "3 of 3", "1 of 3", "3 of 3"]
    look(panel, "nowhere")
    assert panel.views.finder.count.text() == ""


@pytest.mark.parametrize("payload", [b'{"x": "needle", "y": "Needle"}', b"needle, needle", b"\xf0\x9f\x98\x80 needle"])
def test_all_places_in_sight_are_marked_until_the_search_is_closed(qtbot: QtBot, payload: bytes) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", payload))
    panel.views.finder.begin()
    qtbot.keyClicks(panel.views.finder.line, "needle")
    marked = [mark.cursor.selectedText().lower() for mark in panel.views.text.extraSelections()]
    assert marked == ["needle"] * payload.lower().count(b"needle")
    panel.show_message(Message("a", b"another needle"))
    assert len(panel.views.text.extraSelections()) == 1
    qtbot.keyClick(panel.views.finder.line, Qt.Key.Key_Escape)
    assert panel.views.text.extraSelections() == []


def test_what_comes_into_sight_is_marked_then(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", b"needle\n" * 500))
    look(panel, "needle")
    bar = panel.views.text.verticalScrollBar()
    in_sight = len(panel.views.text.extraSelections())
    assert 0 < in_sight < 200
    bar.setValue(bar.maximum())
    last = max(mark.cursor.selectionStart() for mark in panel.views.text.extraSelections())
    assert last == panel.views.text.document().lastBlock().previous().position()


def test_the_keys_of_the_search_are_the_inspectors_own_while_it_has_the_focus(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    elsewhere = []
    for key in ("Ctrl+F", "F3", "Shift+F3"):
        QShortcut(QKeySequence(key), window).activated.connect(partial(elsewhere.append, key))
    panel = InspectorPanel(window)
    window.setCentralWidget(panel)
    window.show()
    panel.show_message(Message("a", b"needle needle needle"))
    text = panel.views.text
    window.activateWindow()
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    qtbot.keyClick(text, Qt.Key.Key_F3)
    qtbot.keyClick(text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert elsewhere == ["F3"]
    assert panel.views.finder.isVisible()
    panel.views.finder.line.setText("needle")
    said = []
    for modifier in (Qt.KeyboardModifier.NoModifier,) * 3 + (Qt.KeyboardModifier.ShiftModifier,):
        qtbot.keyClick(text, Qt.Key.Key_F3, modifier)
        said.append(panel.views.finder.count.text())
    assert said == ["1 of 3", "2 of 3", "3 of 3", "2 of 3"]
    assert elsewhere == ["F3"]


def test_ctrl_f_opens_the_search_and_escape_closes_it(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", b"x"))
    panel.tabs.setCurrentIndex(PROPERTIES)
    qtbot.keyClick(panel, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.tabs.currentIndex() == PAYLOAD
    assert panel.views.finder.isVisible()
    qtbot.keyClick(panel.views.finder.line, Qt.Key.Key_Escape)
    assert not panel.views.finder.isVisible()


# Encodings, Base64, Sparkplug


def test_an_encoding_is_chosen_by_hand_and_bad_bytes_are_marked(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", "温度".encode("shift_jis")))
    panel.view_choice.choose(Format.TEXT)
    panel.view_choice.activated.emit(0)
    assert "‹89›" in panel.views.text.toPlainText()
    assert panel.views.note.text().startswith("Some bytes are not text in UTF-8")
    panel.tools.encodings["shift_jis"].trigger()
    assert panel.views.text.toPlainText() == "温度"
    assert panel.views.note.text() == "Shift-JIS"
    panel.show_message(Message("a", b"gr\xfcn", properties=Properties(content_type="text/plain; charset=latin1")))
    panel.tools.encodings[""].trigger()
    assert panel.views.text.toPlainText() == "grün"
    assert "Latin-1" in panel.tools.encodings[""].text()


def test_choosing_an_encoding_for_bytes_shows_them_as_text(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", "温度".encode("shift_jis")))
    assert panel.views.reading.format is Format.BINARY
    panel.tools.encodings["shift_jis"].trigger()
    assert panel.views.text.toPlainText() == "温度"
    assert panel.view_choice.value is Format.TEXT


def test_base64_is_looked_into_and_any_bytes_are_shown_as_base64(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", b"eyJhIjogMX0="))
    panel.view_choice.choose(Format.BASE64)
    panel.view_choice.activated.emit(0)
    assert panel.views.reading.format is Format.JSON
    assert panel.views.note.text() == "Unpacked Base64: 8 B"
    panel.view_choice.choose(Format.AS_BASE64)
    panel.view_choice.activated.emit(0)
    panel.show_message(Message("a", b'{"a": 1}'))
    assert panel.views.text.toPlainText() == "eyJhIjogMX0="


def test_a_gap_and_an_unknown_alias_of_sparkplug_are_told(qtbot: QtBot) -> None:
    made = plant(
        Sent("spBv1.0/g/NBIRTH/n", payload(0, metric("Temp", 1, 9))),
        Sent("spBv1.0/g/NDATA/n", payload(3, metric("", 1), metric("", 5))),
    )
    panel = shown(qtbot, made)
    panel.show_row(made.log, 1)
    assert panel.views.note.text() == (
        "seq 3 · a gap: at least 2 missing after seq 0 · aliases that are in no birth message: 1"
    )
    names = [panel.views.tree.items.index(row, 0, panel.views.tree.items.index(0, 0)).data() for row in range(4)]
    assert names == ["timestamp", "Temp (alias 1)", "alias 5", "seq"]


def test_what_is_found_in_bytes_that_are_no_text_is_selected_on_its_page(qtbot: QtBot) -> None:
    panel = shown(qtbot)
    panel.views.use(Format.TEXT)
    panel.show_message(Message("a", bytes(range(128, 256)) * 200 + b"needle" + bytes(range(128, 256)) * 200))
    panel.views.look_for("needle", False)
    qtbot.waitUntil(lambda: not panel.busy)
    assert panel.views.text.textCursor().selectedText() == "needle"


# Small windows


def test_a_search_in_the_payload_makes_no_small_panel_larger(qtbot: QtBot, qapp: QApplication) -> None:
    panel = shown(qtbot)
    panel.show_message(Message("a", b"x\n" * 100))
    qtbot.waitUntil(lambda: not panel.busy)
    least = panel.minimumSizeHint()
    panel.resize(least)
    look(panel, "nowhere")
    assert panel.views.finder.note.isVisible()
    for _ in range(10):  # a level of layouts in each
        qapp.processEvents()
    assert panel.minimumSizeHint().height() == least.height()
    assert panel.size() == least


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_of_the_tools_lies_over_another_at_their_least_width(
    qtbot: QtBot, qapp: QApplication, language: str
) -> None:
    with translated(qapp, language):
        panel = shown(qtbot)
        panel.show_message(Message("a", b"<a>text</a>"))
        tools = panel.tools
        panel.resize(1, panel.height())
        qtbot.waitUntil(lambda: panel.width() < 300)
        parts = [tools.view_choice, tools.tree_button, tools.bytes_button, tools.copy_button, tools.more_button]
        for before, after in pairwise(parts):
            assert before.geometry().right() < after.geometry().left()
        assert tools.more_button.geometry().right() <= tools.width()
