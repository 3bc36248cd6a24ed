from __future__ import annotations

import base64
import gc
import gzip
import json
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QAbstractItemModel, QBuffer, QEvent, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTreeWidgetItemIterator, QWidget
from pytestqt.qtbot import QtBot

from tracemq.mqtt.batch import Message
from tracemq.mqtt.properties import SPECS, Properties
from tracemq.mqtt.types import QoS, Version
from tracemq.payloads.detect import Format
from tracemq.payloads.errors import DecodeProblem
from tracemq.payloads.json_tree import parse_json
from tracemq.ui import cut_tips, decode_text
from tracemq.ui.fields import Tone
from tracemq.ui.format_text import CHOICES
from tracemq.ui.inspector import InspectorPanel
from tracemq.ui.inspector_actions import suggested_file_name
from tracemq.ui.inspector_facts import MessageFacts
from tracemq.ui.property_text import PROPERTY_NAMES
from tracemq.ui.text_pages import TextPages
from tracemq.viewmodels import slices
from tracemq.viewmodels.payload_reader import Reading
from tracemq.viewmodels.payload_text import TextParts
from tracemq.viewmodels.payload_tree import NodeRole, PayloadTreeModel

DOCUMENT = b'{"big": 9223372036854775807, "f": 127.0, "h": 1e400, "d": 1, "d": 2, "t": "\\u00e9<b>"}'


REAL_SLICE_S = slices.SLICE_S


@pytest.fixture
def panel(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> InspectorPanel:
    """Its work is done at once, however busy the machine is; a test of the slices sets them back."""
    monkeypatch.setattr(slices, "SLICE_S", 60.0)
    made = InspectorPanel()
    qtbot.addWidget(made)
    made.resize(400, 500)
    made.show()
    return made


@pytest.fixture(scope="module")
def only_what_is_new() -> Iterator[None]:
    """Leave what the test process has by now out of all collections: looking through it takes long."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def without_collections(only_what_is_new: None) -> Iterator[None]:
    """A garbage collection takes as long as the whole test process has objects, which is no matter of the panel's."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def message(payload: bytes = b"hello", topic: str = "a/b", **more: object) -> Message:
    return Message(topic, payload, received_at=1_700_000_000.123, **more)  # type: ignore[arg-type]


def use(panel: InspectorPanel, view: Format | None) -> None:
    panel.view_choice.choose(view)
    panel.view_choice.activated.emit(panel.view_choice.currentIndex())


def facts_of(panel: InspectorPanel) -> list[tuple[str, str]]:
    panel.tabs.setCurrentIndex(1)
    found = []
    iterator = QTreeWidgetItemIterator(panel.facts)
    while item := iterator.value():
        found.append((item.text(0), item.text(1)))
        iterator += 1
    return found


def test_without_a_message_the_panel_says_what_to_do(panel: InspectorPanel, qtbot: QtBot) -> None:
    assert panel._nothing.isVisible()
    panel.show_message(message())
    panel.show_message(None)
    assert not panel.busy
    panel.show_message(message())
    qtbot.waitUntil(lambda: not panel._nothing.isVisible())
    panel.show_message(None)
    assert panel._nothing.isVisible()


def test_the_first_message_is_filled_in_a_turn_after_that_in_which_the_pages_are_made(
    panel: InspectorPanel, qtbot: QtBot
) -> None:
    panel.show_message(message(b"hello"))
    assert panel.busy
    assert panel._pages.made is None
    panel._go_on()  # what the next turn does
    pages = panel._pages.made
    assert pages is not None
    assert pages.views.text.toPlainText() == ""
    panel.show_message(message(b"newer"))
    assert pages.views.text.toPlainText() == ""
    qtbot.waitUntil(lambda: not panel.busy)
    assert pages.views.text.toPlainText() == "newer"
    panel.show_message(message(b"second"))
    assert pages.views.text.toPlainText() == "second"


def test_who_asks_for_the_pages_finds_them_filled(panel: InspectorPanel) -> None:
    panel.show_message(message(b"hello"))
    assert panel.views.text.toPlainText() == "hello"
    assert not panel.busy


@pytest.mark.parametrize(
    ("payload", "properties", "view"),
    [
        (b'{"a": 1}', Properties(), Format.JSON),
        (b"hello", Properties(), Format.TEXT),
        (b"", Properties(), Format.TEXT),
        (b"21.5", Properties(content_type="application/json; charset=utf-8"), Format.JSON),
        (b"\x00\x01\xff", Properties(), Format.BINARY),
        (b"\x00\x01", Properties(payload_format_indicator=1), Format.TEXT),
        (b"<a><b/></a>", Properties(), Format.XML),
        (b"\x82\xa1a\x01\xa1b\xc3", Properties(), Format.MSGPACK),
        (b"\xd9\xd9\xf7\x01", Properties(), Format.CBOR),
        (b"\xff" * 100, Properties(content_type="application/json"), Format.BINARY),
    ],
)
def test_the_view_is_chosen_by_the_payload_and_what_is_said_of_it(
    panel: InspectorPanel, payload: bytes, properties: Properties, view: Format
) -> None:
    panel.show_message(message(payload, properties=properties))
    assert panel.views.reading.format is view


def test_the_automatic_choice_says_what_it_came_to(panel: InspectorPanel) -> None:
    panel.show_message(message(b"\xff\x00"))
    assert panel.view_choice.itemText(0) == "Auto: Hex"


def test_json_is_formatted_and_stays_exact(panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_message(message(DOCUMENT))
    qtbot.waitUntil(lambda: "big" in panel.views.text.toPlainText())
    text = panel.views.text.toPlainText()
    for exact in ("9223372036854775807", "127.0", "1e400", '"d": 1', '"d": 2', '"\\u00e9<b>"'):
        assert exact in text
    assert len(text.splitlines()) == 8


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b'<a b="1">text<!-- c --></a>', ["<a", "b", '"1"', ">", "<!-- c -->", "</a>"]),
        (b'{"a": 1}', ['"a"', "1"]),
        (b'a "text" <b c="1">', []),
    ],
)
def test_each_format_has_the_colours_of_its_own_words(panel: InspectorPanel, payload: bytes, words: list[str]) -> None:
    for before in (b'<x y="1"/>', b"[true]", b"plain"):
        panel.show_message(message(before))
        panel.show_message(message(payload))
        assert coloured_words(panel.views.text) == words


def coloured_words(text: QPlainTextEdit) -> list[str]:
    found, block = [], text.document().begin()
    while block.isValid():
        found += [block.text()[piece.start : piece.start + piece.length] for piece in block.layout().formats()]
        block = block.next()
    return found


def test_the_tree_shows_values_and_copies_path_and_value(panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_message(message(b'{"a": {"b c": [1, {"d": 127.0}]}}'))
    panel.tools.tree_button.setChecked(True)
    views = panel.views
    qtbot.waitUntil(lambda: views.tree.items.tree is not None)
    assert views.tree.items.tree is not None
    node = next(number for number in range(len(views.tree.items.tree)) if views.tree.items.tree.text(number) == "127.0")
    place = views.tree.items.index_of(node)
    assert place.parent().siblingAtColumn(0) == place.parent()
    assert views.tree.items.index(0, 0, place.parent()) == place
    assert not views.tree.items.index(0, 0, place.parent().siblingAtColumn(1)).isValid()  # as rowCount says: none there
    views.tree.setCurrentIndex(place)
    views.copy_path()
    assert QGuiApplication.clipboard().text() == "$.a['b c'][1].d"
    views.copy_value()
    assert QGuiApplication.clipboard().text() == "127.0"


def test_a_tree_of_messagepack_shows_its_bytes_in_hex(panel: InspectorPanel) -> None:
    panel.show_message(message(b"\x82\xa1a\x01\xa1b\x93\x01\x02\x03"))
    views = panel.views
    assert views.stack.currentWidget() is views.tree
    assert not panel.tools.tree_button.isEnabled()
    root = views.tree.items.index(0, 0)
    views.tree.setCurrentIndex(views.tree.items.index(1, 0, root))
    views.copy_path()
    assert QGuiApplication.clipboard().text() == "$.b"
    panel.tools.actions_by_name["bytes"].trigger()
    assert panel.tools.bytes_button.isChecked()
    assert views.bytes_view.isVisible()
    assert views.bytes_view.selection == (6, 10)


def test_a_tagged_value_is_said_in_one_row_with_its_parts_folded_below(panel: InspectorPanel) -> None:
    panel.show_message(message(bytes.fromhex("a2 6164 c4 82 21 196ab3 6178 d903e7 81 01")))  # {"d": 273.15, "x": ...}
    tree = panel.views.tree
    root = tree.items.index(0, 0)
    decimal, other = (tree.items.index(row, 0, root) for row in range(2))
    assert [index.siblingAtColumn(1).data() for index in (decimal, other)] == ["273.15 (tag 4)", "tag 999"]
    assert (tree.isExpanded(decimal), tree.isExpanded(other)) == (False, True)
    assert tree.items.index(0, 0, decimal).data() == "{value}"
    tree.setCurrentIndex(decimal)
    panel.views.copy_value()
    assert QGuiApplication.clipboard().text() == "273.15"


def test_texts_and_comments_of_an_element_are_called_so(panel: InspectorPanel) -> None:
    panel.show_message(message(b"<a b='1'>x<!-- y --></a>"))
    panel.tools.tree_button.setChecked(True)
    items = panel.views.tree.items
    names = [index.data() for index in all_indexes(items)]
    assert names == ["$", "a", "b", "#text", "#comment"]


def test_a_value_that_is_shortened_is_told_whole_where_the_mouse_rests(
    panel: InspectorPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(cut_tips, "QToolTip", SimpleNamespace(showText=lambda _place, text, _view: told.append(text)))
    panel.show_message(message(b"\x82\xa1a\xd9\x96" + b"<b>" * 50 + b"\xa1c\x01"))
    tree = panel.views.tree
    for row in range(2):
        place = tree.visualRect(tree.items.index(row, 1, tree.items.index(0, 0))).center()
        assert tree.viewportEvent(QHelpEvent(QEvent.Type.ToolTip, place, tree.viewport().mapToGlobal(place)))
    assert (told[0].count("&lt;b&gt;"), told[1]) == (50, "")


def test_what_is_packed_is_unpacked_and_that_is_said(panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_message(message(gzip.compress(b'{"a": 1}')))
    qtbot.waitUntil(lambda: '"a": 1' in panel.views.text.toPlainText())
    assert panel.views.note.text() == "Unpacked gzip: 8 B"


def test_a_compression_bomb_is_cut_off_and_that_is_said(panel: InspectorPanel, qtbot: QtBot) -> None:
    bomb = gzip.compress(bytes(80 << 20), compresslevel=1)
    panel.show_message(message(bomb))
    qtbot.waitUntil(lambda: not panel.views._slices.busy, timeout=60_000)
    assert panel.views.note.text().startswith("Cut off while unpacking gzip")


def test_an_image_is_shown_with_its_size(panel: InspectorPanel) -> None:
    panel.show_message(message(png(30, 20)))
    assert panel.views.stack.currentWidget() is panel.views.image
    assert panel.views.note.text() == "PNG image, 30 × 20 pixels"


def test_of_an_animation_the_first_picture_is_shown_and_that_is_said(panel: InspectorPanel) -> None:
    frame = bytes.fromhex("2c0000000001000100000202440100")
    head = b"GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\xff"
    loop = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    panel.show_message(message(head + frame + b";"))
    assert panel.views.note.text() == "GIF image, 1 × 1 pixels"
    panel.show_message(message(head + loop + frame + frame + b";"))
    assert panel.views.note.text() == "GIF image, 1 × 1 pixels · the first picture of an animation"


@pytest.mark.parametrize("size", [(60_000, 60_000), (0, 0)])
def test_an_image_that_is_huge_or_broken_is_not_decoded(panel: InspectorPanel, size: tuple[int, int]) -> None:
    panel.show_message(message(png_head(*size)))
    assert panel.views.stack.currentWidget() is panel.views.hex
    assert panel.views.note.tone is Tone.WARNING


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def png_head(width: int, height: int) -> bytes:
    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n\0\0\0\x0d" + head + zlib.crc32(head).to_bytes(4, "big")


def test_a_chosen_view_stays_for_the_next_message(panel: InspectorPanel) -> None:
    panel.show_message(message(b"{}"))
    use(panel, Format.BINARY)
    panel.show_message(message(b"text"))
    assert panel.views.reading.format is Format.BINARY


def test_what_is_not_json_is_shown_as_text_with_the_place_where_it_breaks(panel: InspectorPanel) -> None:
    panel.show_message(message(b'{"a": 1,\n "b": }'))
    use(panel, Format.JSON)
    assert panel.views.note.text().startswith("Not JSON: line 2, column 7")
    assert panel.views.text.toPlainText() == '{"a": 1,\n "b": }'


@pytest.mark.usefixtures("without_collections")
@pytest.mark.parametrize("view", [None, *CHOICES], ids=str)
@pytest.mark.parametrize(
    "payload",
    [
        b"x" * (50 << 20),
        b"[" * 100_000,
        b"\xff" * 1000,
        b"",
        "\u202eevil\u0000\u0007".encode(),
        b'"' + b"\\u0041" * 200_000 + b'"',
        b"\xf0\x9f\x98",
        b"[" + b"1," * 300_000 + b"1]",
    ],
    ids=["50 MiB line", "deep", "not text", "empty", "control", "long string", "cut character", "long list"],
)
def test_no_payload_in_no_view_stops_the_window(
    panel: InspectorPanel, monkeypatch: pytest.MonkeyPatch, payload: bytes, view: Format | None
) -> None:
    monkeypatch.setattr(slices, "SLICE_S", REAL_SLICE_S)
    use(panel, view)
    longest = 0.0
    started = time.thread_time()
    panel.show_message(message(payload))
    panel.views.stack.currentWidget().repaint()
    until = time.monotonic() + 1.0  # the rest of a long reading goes on in steps that are all alike
    while panel.views._slices.busy and time.monotonic() < until:
        longest = max(longest, time.thread_time() - started)
        started = time.thread_time()
        QGuiApplication.processEvents()
    longest = max(longest, time.thread_time() - started)
    panel.show_message(None)
    assert longest < 0.25  # of processor time: some 20 to 50 ms


def test_a_long_line_of_formatted_json_is_shortened_with_a_mark(panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_message(message(b'{"long": "' + b"x" * 100_000 + b'"}'))
    qtbot.waitUntil(lambda: "…" in panel.views.text.toPlainText())
    assert panel.views.note.text().startswith("Long lines are shortened")


def test_a_long_text_is_shown_in_parts_that_add_up_to_all_of_it(panel: InspectorPanel) -> None:
    payload = ("é" * 100 + "\n").encode() * 1500
    panel.show_message(message(payload))
    pages = panel.views.pages
    first = shown = panel.views.text.toPlainText()
    assert "0 B" in pages._where.text()
    while pages._buttons["next"].isEnabled():
        pages._buttons["next"].click()
        shown += panel.views.text.toPlainText()
    assert shown == payload.decode()
    while pages._buttons["previous"].isEnabled():
        pages._buttons["previous"].click()
    assert panel.views.text.toPlainText() == first
    pages._buttons["last"].click()
    assert payload.decode().endswith(panel.views.text.toPlainText())
    pages._buttons["previous"].click()
    assert panel.views.text.toPlainText() == first


def test_fonts_for_other_letters_are_loaded_in_steps_before_a_page_is_shown(qtbot: QtBot) -> None:
    pages = TextPages()
    qtbot.addWidget(pages)
    text = "plain, \N{CJK UNIFIED IDEOGRAPH-4E2D}, \N{CYRILLIC SMALL LETTER A}"
    seen = [pages.text.toPlainText() for _ in pages.show_steps(TextParts(text.encode()))]
    assert seen == ["", "", text]
    seen = [pages.text.toPlainText() for _ in pages.show_steps(TextParts(text.encode() + b"!"))]
    assert seen == [text + "!"]


def test_what_turns_the_line_around_is_shown_by_a_mark(panel: InspectorPanel) -> None:
    panel.show_message(message("a\u202eb".encode(), topic="x\u202ey"))
    assert "\u202e" not in panel.views.text.toPlainText()
    assert "\u202e" not in panel.topic.text()
    assert panel.views.note.text().startswith("Characters that cannot be seen")
    use(panel, Format.TEXT)
    panel.show_message(message(b"a\xff"))
    assert panel.views.note.text().startswith("Some bytes are not text in UTF-8")
    panel.show_message(message(b"plain"))
    assert panel.views.note.text() == ""
    panel.show_message(message("\ufeffa\u202eb".encode("utf-16-le")))
    assert [part[:10] for part in panel.views.note.text().split(" · ")] == ["UTF-16 LE", "Characters"]


def test_html_is_never_interpreted(panel: InspectorPanel) -> None:
    panel.show_message(
        message(b"<h1>x</h1>", topic="<b>t</b>", properties=Properties(user_properties=(("<i>", "</i>"),)))
    )
    assert panel.views.text.toPlainText() == "<h1>x</h1>"
    assert panel.topic.text() == "<b>t</b>"
    assert ("<i>", "</i>") in facts_of(panel)


def test_every_fact_of_a_message_is_shown(panel: InspectorPanel) -> None:
    properties = Properties(
        payload_format_indicator=1,
        message_expiry_interval=60,
        content_type="text/plain",
        response_topic="answers",
        correlation_data=b"\x01\xff",
        subscription_identifiers=(1, 7),
        topic_alias=3,
        user_properties=(("b", "1"), ("a", "2"), ("b", "3")),
    )
    sent = message(qos=QoS.EXACTLY_ONCE, retain=True, dup=True, packet_id=9, properties=properties)
    facts = MessageFacts(
        seq=0,
        wire_size=2048,
        version=Version.V5,
        filters_of=lambda number: ["house/#", "a/+"] if number == 7 else [],
        matching=lambda _: ["a/+", "#"],
    )
    panel.show_message(sent, facts)
    shown = facts_of(panel)
    for fact in (
        ("Topic", "a/b"),
        ("QoS", "2"),
        ("Retain", "yes"),
        ("DUP", "yes"),
        ("Packet id", "9"),
        ("Payload", "5 B"),
        ("Protocol", "MQTT 5.0"),
        ("Payload Format Indicator", "1 (UTF-8 text)"),
        ("Message Expiry Interval", "60 s"),
        ("Correlation Data", "01 ff"),
        ("Subscription Identifier", "1"),
        ("Subscription Identifier", "7 (subscription house/#, a/+)"),
        ("Subscriptions", "a/+, #"),
        ("Topic Alias", "3"),
    ):
        assert fact in shown
    assert dict(shown)["Received"].startswith("2023-11-1")
    assert ".123 " in dict(shown)["Received"]
    assert dict(shown)["Whole packet"].startswith("2.0 KiB")
    assert [pair for pair in shown if pair[0] in {"a", "b"}] == [("b", "1"), ("a", "2"), ("b", "3")]


def test_every_property_of_the_standard_has_a_name() -> None:
    assert set(PROPERTY_NAMES) == {spec.name for spec in SPECS}
    assert set(decode_text._PROBLEMS) == set(DecodeProblem)


def test_authentication_data_is_never_shown(panel: InspectorPanel) -> None:
    panel.show_message(message(properties=Properties(authentication_data=b"s3cret")))
    assert "s3cret" not in str(facts_of(panel))


def test_facts_are_copied_one_by_one_or_all_from_their_menu(panel: InspectorPanel) -> None:
    panel.show_message(message(properties=Properties(user_properties=(("unit", "°C" * 300),))))
    panel.tabs.setCurrentIndex(1)
    facts, clipboard = panel.facts, QGuiApplication.clipboard()
    clipboard.setText("before")
    facts.setCurrentItem(facts.topLevelItem(0))  # a title
    facts.copy_value()
    assert clipboard.text() == "before"
    last = facts.topLevelItem(facts.topLevelItemCount() - 1)
    assert last is not None
    facts.setCurrentItem(last.child(0))
    facts.copy_value()
    assert clipboard.text() == "°C" * 300
    facts.copy_line()
    assert clipboard.text() == "unit\t" + "°C" * 300
    facts.copy_all()
    lines = clipboard.text().split("\n")
    assert (lines[0], lines[-1]) == ("Topic\ta/b", "unit\t" + "°C" * 300)


def test_topic_payload_hex_and_base64_are_copied(panel: InspectorPanel) -> None:
    panel.show_message(message("é\u202e".encode(), topic="a/<b>"))
    clipboard = QGuiApplication.clipboard()
    panel.actions_on_message.copy_topic()
    assert clipboard.text() == "a/<b>"
    panel.actions_on_message.copy_payload()
    assert clipboard.text() == "é\u202e"  # what is copied is what was sent
    panel.actions_on_message.copy_hex()
    assert clipboard.text() == "é\u202e".encode().hex(" ")
    panel.actions_on_message.copy_base64()
    assert base64.b64decode(clipboard.text()) == "é\u202e".encode()
    assert panel.feedback.tone is Tone.GOOD


def test_the_payload_is_saved_byte_for_byte(panel: InspectorPanel, tmp_path: Path) -> None:
    payload = bytes(range(256))
    panel.show_message(message(payload))
    panel.actions_on_message.write_payload(str(tmp_path / "saved"), payload)
    assert (tmp_path / "saved").read_bytes() == payload


def test_a_place_that_cannot_be_written_is_told(panel: InspectorPanel, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(panel.problem):
        panel.actions_on_message.write_payload(str(tmp_path / "missing" / "file"), b"x")
    assert panel.feedback.tone is Tone.BAD


@pytest.mark.parametrize(
    ("topic", "name"),
    [("a/b", "a_b.txt"), ("../../etc/passwd", "etc_passwd.txt"), ("///", "payload.txt"), ("a\0b", "a_b.txt")],
)
def test_a_topic_cannot_choose_where_its_payload_is_saved(topic: str, name: str) -> None:
    assert suggested_file_name(message(topic=topic), Format.TEXT) == name


# The hex view


def test_the_hex_view_selects_by_keyboard_and_copies_the_digits(panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_message(message(bytes(range(100))))
    use(panel, Format.BINARY)
    view = panel.views.hex
    qtbot.keyClick(view, Qt.Key.Key_Right)
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.selection == (1, 5)
    view.copy()
    assert QGuiApplication.clipboard().text() == "01 02 03 04"
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.selection == (99, 100)
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


def test_the_hex_view_selects_by_mouse_in_both_columns(panel: InspectorPanel, qtbot: QtBot) -> None:
    from PySide6.QtCore import QPoint

    panel.show_message(message(bytes(range(200))))
    use(panel, Format.BINARY)
    view = panel.views.hex
    for x in (view._hex_x(3) + 2, view._text_x(3) + 2):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(x), view._line + 3))
        assert view.selection == (view._width + 3, view._width + 4)


def test_the_rows_of_the_hex_view_fit_its_width(panel: InspectorPanel) -> None:
    panel.show_message(message(bytes(100)))
    use(panel, Format.BINARY)
    widths = []
    for width in (300, 450, 800, 1400):
        panel.resize(width, 400)
        widths.append(panel.views.hex._width)
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]


# The tree's model


def all_indexes(model: QAbstractItemModel, parent: QModelIndex = QModelIndex()) -> Iterator[QModelIndex]:
    while model.canFetchMore(parent):
        model.fetchMore(parent)
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index
        yield from all_indexes(model, index)


def test_the_tree_model_keeps_qts_rules_and_shows_every_node(qtbot: QtBot) -> None:
    model = PayloadTreeModel(("Name", "Value"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    document = parse_json(json.dumps({"list": list(range(300)), "empty": {}, "deep": [[[1]]]}).encode())
    model.show(Reading(format=Format.JSON, data=document.data, document=document))
    assert len(list(all_indexes(model))) == len(document.tree)
    model.show(None)
    assert model.rowCount() == 0
    del tester


def test_a_long_list_is_shown_in_groups_and_every_item_keeps_its_number(qtbot: QtBot) -> None:
    model = PayloadTreeModel(("Name", "Value"))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    document = parse_json(json.dumps([[0], *range(1, 1200)]).encode())
    model.show(Reading(format=Format.JSON, data=document.data, document=document))
    root = model.index(0, 0)
    assert [model.index(row, 0, root).data() for row in range(model.rowCount(root))] == [
        "[0 … 499]",
        "[500 … 999]",
        "[1000 … 1199]",
    ]
    index = model.index_of(1151)  # behind the list and what is in its first item
    assert (index.data(), index.siblingAtColumn(1).data()) == ("[1149]", "1149")
    assert index.parent().data() == "[1000 … 1199]"
    nodes = [index.data(NodeRole) for index in all_indexes(model) if not model.group_at(index)]
    assert nodes == list(range(len(document.tree)))
    assert model.index(0, 0, root).data(NodeRole) == 0  # what is done with a group is done with its list
    del tester


def test_groups_of_a_long_object_are_named_by_their_keys_and_a_million_are_groups_of_groups(qtbot: QtBot) -> None:
    model = PayloadTreeModel(("Name", "Value"))
    document = parse_json(json.dumps({f"k{number}": number for number in range(501)}).encode())
    model.show(Reading(format=Format.JSON, data=document.data, document=document))
    assert model.index(0, 0, model.index(0, 0)).data() == "k0 … k499"
    document = parse_json(b"[" + b"1," * 300_000 + b"1]")
    model.show(Reading(format=Format.JSON, data=document.data, document=document))
    assert [model.index(row, 0, model.index(0, 0)).data() for row in range(2)] == ["[0 … 249999]", "[250000 … 300000]"]
    names = [(index := model.index_of(260_001)).data()]
    while (index := index.parent()).isValid():
        names.append(index.data())
    assert names == ["[260000]", "[260000 … 260499]", "[250000 … 300000]", "$"]


def test_the_first_items_of_a_long_list_are_in_sight(panel: InspectorPanel) -> None:
    panel.tools.tree_button.setChecked(True)
    panel.show_message(message(json.dumps(list(range(3000))).encode()))
    tree = panel.views.tree
    assert tree.visualRect(tree.items.index_of(1)).isValid()
    tree.select_node(2500)
    assert tree.visualRect(tree.items.index_of(2500)).isValid()
    panel.views.copy_path()
    assert QGuiApplication.clipboard().text() == "$[2499]"


def test_every_input_has_an_accessible_name(panel: InspectorPanel) -> None:
    panel.show_message(message())
    nameless = [
        type(widget).__name__
        for widget in panel.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget.window(), QFrame)
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
