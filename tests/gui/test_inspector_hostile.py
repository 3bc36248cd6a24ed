"""Payloads, topics and packets that are made to hurt: they neither stop the window, nor end it, nor fool who looks.

How long the event loop goes without a turn is measured by a timer of Qt's, in processor time of this thread, because
the machine may be busy with other things. Measured on 2026-11-21 (two cores, busy, Python 3.11, PySide6 6.11): the
longest gaps while 50 MiB are opened and left again were 15 ms (one line), 8 ms (empty lines), 23 ms (no text as text),
21 ms (JSON; 25 ms as a tree, 28 ms for brackets alone), 19 ms (XML), 21 ms (CBOR), 26 to 35 ms (MessagePack), 4 to
48 ms (Protobuf), 13 ms (Sparkplug B), 39 ms (Base64 decoded), 5 ms (as Base64), 3 ms (hex), 48 ms (gzip of 200 MiB).
TRACEMQ_GAPS=1 reads every payload to its end and prints the figures.
"""

from __future__ import annotations

import gc
import gzip
import os
import time
import zlib
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QBuffer, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.test_inspector import png_head
from tests.gui.test_inspector_links import plant
from tests.unit.history.batches import Sent
from tracemq.mqtt.batch import Message
from tracemq.mqtt.codec import encode
from tracemq.mqtt.packets import Publish
from tracemq.mqtt.properties import Properties
from tracemq.mqtt.types import Version
from tracemq.payloads.detect import Format
from tracemq.ui import image_view
from tracemq.ui.fields import Tone
from tracemq.ui.inspector import PACKET, PROPERTIES, InspectorPanel
from tracemq.ui.inspector_facts import MessageFacts
from tracemq.viewmodels.inspected import Inspected
from tracemq.viewmodels.payload_bindings import PayloadBindings

SIZE = 50 << 20
COUNT = SIZE // 2  # of values in two bytes each
MOST_GAP_S = 0.25  # of processor time; the figures above are a fifth of it, but machines for tests are slow
MOST_WAIT_S = 1.0  # then the rest of a long reading is left out: its steps are all alike
WHOLE = bool(os.environ.get("TRACEMQ_GAPS"))


def json_rows() -> bytes:
    row = b'{"id": 1234567, "name": "sensor-17", "value": 21.5, "ok": true, "list": [1, 2, null]},'
    return b"[" + row * (SIZE // len(row)) + b"1]"


def xml_rows() -> bytes:
    row = b'<r id="12"><v>21.5</v><n>some text</n></r>\n'
    return b"<a>" + row * (SIZE // len(row)) + b"</a>"


OPENED: list[tuple[str, Format | None, bool, Callable[[], bytes]]] = [
    ("one line", None, False, lambda: b"x" * SIZE),
    ("empty lines", Format.TEXT, False, lambda: b"\n" * SIZE),
    ("no text as text", Format.TEXT, False, lambda: b"\xff" * SIZE),
    ("JSON", Format.JSON, False, json_rows),
    ("JSON tree", Format.JSON, True, json_rows),
    ("one string of JSON", Format.JSON, False, lambda: b'"' + b"x" * SIZE + b'"'),
    ("brackets", Format.JSON, True, lambda: b"[" * SIZE),
    ("XML", Format.XML, False, xml_rows),
    ("CBOR", Format.CBOR, False, lambda: b"\x9a" + COUNT.to_bytes(4, "big") + b"\x18\xff" * COUNT),
    (
        "MessagePack",
        Format.MSGPACK,
        False,
        lambda: b"\xdd" + (SIZE // 2).to_bytes(4, "big") + b"\xcc\xff" * (SIZE // 2),
    ),
    ("one text of MessagePack", Format.MSGPACK, False, lambda: b"\xdb" + SIZE.to_bytes(4, "big") + b"x" * SIZE),
    ("levels of MessagePack", Format.MSGPACK, False, lambda: b"\x91" * SIZE),
    ("Protobuf", Format.PROTOBUF, False, lambda: b"\x08\x01" * (SIZE // 2)),
    ("one field of Protobuf", Format.PROTOBUF, False, lambda: b"\x0a\x80\x80\x80\x19" + b"\x08\x01" * (SIZE // 2)),
    ("groups of Protobuf", Format.PROTOBUF, False, lambda: b"\x5b" * SIZE),
    ("Sparkplug B", Format.SPARKPLUG_B, False, lambda: b"\x12\x02\x0a\x00" * (SIZE // 4)),
    ("Base64", Format.BASE64, False, lambda: b"QUJD" * (SIZE // 4)),
    ("as Base64", Format.AS_BASE64, False, lambda: bytes(SIZE)),
    ("hex", Format.BINARY, False, lambda: bytes(SIZE)),
    ("gzip", None, False, lambda: gzip.compress(bytes(200 << 20), 1)),
    ("no image", Format.IMAGE, False, lambda: b"\xff\xd8\xff" * (SIZE // 3)),
]


@pytest.fixture
def panel(qtbot: QtBot) -> InspectorPanel:
    made = InspectorPanel()
    qtbot.addWidget(made)
    made.resize(420, 600)
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


class Gaps:
    """The longest time between two turns of the event loop, in seconds of processor time."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.thread_time()
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def _turn(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def stop(self) -> float:
        self._turn()
        self._timer.stop()
        return self.longest


def use(panel: InspectorPanel, view: Format | None) -> None:
    panel.view_choice.choose(view)
    panel.view_choice.activated.emit(panel.view_choice.currentIndex())


def wait(panel: InspectorPanel) -> None:
    until = time.monotonic() + (600 if WHOLE else MOST_WAIT_S)
    while panel.views._slices.busy and time.monotonic() < until:
        QApplication.processEvents()
    for _ in range(10):
        QApplication.processEvents()


@pytest.mark.usefixtures("without_collections", "short_slices")
@pytest.mark.parametrize(("view", "tree", "make"), [row[1:] for row in OPENED], ids=[row[0] for row in OPENED])
def test_the_event_loop_turns_while_fifty_mebibytes_are_opened(
    panel: InspectorPanel, view: Format | None, tree: bool, make: Callable[[], bytes]
) -> None:
    payload = make()
    panel.tools.tree_button.setChecked(tree)
    use(panel, view)
    for _ in range(10):
        QApplication.processEvents()
    gaps = Gaps()
    panel.show_message(Message("a/b", payload))
    wait(panel)
    panel.show_message(None)  # letting go of it takes its time as well
    QApplication.processEvents()
    longest = gaps.stop()
    if WHOLE:
        print(f"{1000 * longest:.0f} ms")
    assert longest < MOST_GAP_S


LEVELS = 100_000
DEEP = {
    Format.JSON: b"[" * LEVELS + b"]" * LEVELS,
    Format.XML: b"<a>" * LEVELS + b"</a>" * LEVELS,
    Format.CBOR: b"\x81" * LEVELS + b"\x00",
    Format.MSGPACK: b"\x91" * LEVELS + b"\x00",
    Format.PROTOBUF: b"\x0b" * LEVELS + b"\x0c" * LEVELS,
    Format.SPARKPLUG_B: b"\x5b" * LEVELS + b"\x5c" * LEVELS,
}


@pytest.mark.parametrize("view", list(DEEP), ids=lambda view: view.value)
def test_what_is_nested_very_deeply_is_shown_as_a_tree_and_its_last_node_found(
    panel: InspectorPanel, qtbot: QtBot, view: Format
) -> None:
    panel.tools.bytes_button.setChecked(True)
    use(panel, view)
    panel.show_message(Message("a", DEEP[view]))
    qtbot.waitUntil(lambda: not panel.views._slices.busy, timeout=60_000)
    tree = panel.views.reading.tree
    assert tree is not None, panel.views.note.text()
    assert len(tree) >= LEVELS
    assert panel.views.stack.currentWidget() is panel.views.tree
    panel.views.bytes_view._move(LEVELS // 2)
    qtbot.keyClick(panel.views.tree, Qt.Key.Key_Asterisk)
    panel.views.look_for("nowhere", backward=False)
    qtbot.waitUntil(lambda: not panel.views.searching.busy, timeout=60_000)


@pytest.mark.parametrize(
    "payload",
    [
        b'<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>',
        b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]><a/>',
    ],
)
def test_entities_of_xml_are_told_and_not_followed(panel: InspectorPanel, qtbot: QtBot, payload: bytes) -> None:
    panel.show_message(Message("a", payload))
    qtbot.waitUntil(lambda: not panel.views._slices.busy)
    assert "entities" in panel.views.note.text()
    assert panel.views.text.toPlainText() == payload.decode()


def test_a_huge_image_is_told_and_not_decoded(panel: InspectorPanel) -> None:
    panel.show_message(Message("a", png_head(60_000, 60_000) + bytes(1000)))
    assert panel.views.note.text().startswith("PNG image, 60000 × 60000 pixels")
    assert panel.views.note.tone is Tone.WARNING
    assert panel.views.stack.currentWidget() is panel.views.hex


def test_a_bomb_inside_a_bomb_is_cut_off(panel: InspectorPanel, qtbot: QtBot) -> None:
    bomb = gzip.compress(gzip.compress(bytes(80 << 20), 9), 9)
    panel.show_message(Message("a", zlib.compress(bomb)))
    qtbot.waitUntil(lambda: not panel.views._slices.busy, timeout=60_000)
    assert panel.views.note.text().startswith("Cut off while unpacking zlib, gzip, gzip")
    assert panel.views.note.tone is Tone.WARNING


TOPICS = {
    "slashes": "/" * 65_535,
    "html": "<img src=x onerror=alert(1)><b>bold</b>",
    "control": "a\x1b[31mb\x07\x85",
    "direction": "safe\u202egpj.exe\u2066\u200f",
    "long": "é" * 32_767,
}


@pytest.mark.parametrize("topic", list(TOPICS.values()), ids=list(TOPICS))
def test_a_topic_is_shown_for_what_it_is_and_copied_whole(panel: InspectorPanel, topic: str) -> None:
    gaps = Gaps()
    panel.show_message(Message(topic, topic.encode(), properties=Properties(user_properties=((topic, topic),))))
    for page in range(panel.tabs.count()):
        panel.tabs.setCurrentIndex(page)
        QApplication.processEvents()
        panel.grab()
    assert gaps.stop() < MOST_GAP_S
    shown = panel.topic.text()
    assert shown.replace("\u200c", "").isprintable()
    assert shown == topic or "…" in shown or "‹" in shown
    assert all(label.textFormat() is not Qt.TextFormat.RichText for label in panel.findChildren(QLabel))
    panel.actions_on_message.copy_topic()
    assert QGuiApplication.clipboard().text() == topic


def test_a_packet_with_very_many_properties_is_cut_with_a_mark(panel: InspectorPanel) -> None:
    pairs = tuple((f"k{number}", "v") for number in range(20_000))
    publish = Publish(topic="a", payload=b"", properties=Properties(user_properties=pairs))
    packet = encode(publish, Version.V5)
    facts = MessageFacts(version=Version.V5, packet=lambda: packet)
    panel.show_message(Message("a", b"", properties=publish.properties), facts)
    gaps = Gaps()
    for page in (PROPERTIES, PACKET):
        panel.tabs.setCurrentIndex(page)
        QApplication.processEvents()
    assert gaps.stop() < 2 * MOST_GAP_S
    last = panel.facts.topLevelItem(panel.facts.topLevelItemCount() - 1)
    assert last is not None
    assert last.child(last.childCount() - 1).text(1) == "19000 more, in the packet’s bytes"
    assert panel.packet.tree.findItems("More properties", Qt.MatchFlag.MatchRecursive)


def test_a_packet_with_a_million_properties_is_not_read_for_its_facts(qtbot: QtBot) -> None:
    made = plant(Sent("a", b"hello", properties=b"\x26\0\1k\0\1v" * 1_000_000))
    panel = InspectorPanel(None, Inspected(PayloadBindings(), made))
    qtbot.addWidget(panel)
    panel.show()
    gaps = Gaps()
    panel.show_row(made.log, 0)
    for page in (PROPERTIES, PACKET):
        panel.tabs.setCurrentIndex(page)
        QApplication.processEvents()
    assert gaps.stop() < MOST_GAP_S
    assert panel.views.text.toPlainText() == "hello"
    (told,) = panel.facts.findItems("Properties", Qt.MatchFlag.MatchRecursive)[1:]
    assert "too many to be listed" in told.text(1)


def test_characters_that_turn_or_hide_are_marked_in_every_view(panel: InspectorPanel, qtbot: QtBot) -> None:
    evil = "\u202eevil\u0000\u0007\u200b"
    panel.tools.tree_button.setChecked(True)
    panel.show_message(Message("a", ('{"' + "\\u202ekey" + '": "\\u202evalue"}').encode()))
    index = panel.views.tree.items.index_of(1)
    assert index.data() == "‹U+202E›key"
    assert index.siblingAtColumn(1).data() == "‹U+202E›value"
    use(panel, Format.TEXT)
    panel.show_message(Message("a", evil.encode()))
    assert "\u202e" not in panel.views.text.toPlainText()
    assert "‹U+202E›" in panel.views.text.toPlainText()


def picture(width: int, height: int, kind: str) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


@pytest.mark.usefixtures("without_collections")
@pytest.mark.parametrize(("width", "height", "kind"), [(9000, 9000, "JPG"), (4000, 3000, "PNG")])
def test_a_large_image_is_decoded_beside_the_event_loop(
    panel: InspectorPanel, qtbot: QtBot, width: int, height: int, kind: str
) -> None:
    payload = picture(width, height, kind)
    gaps = Gaps()
    with qtbot.waitSignal(panel.views.image.finished, timeout=60_000):
        panel.show_message(Message("a", payload))
        assert panel.views.image.busy
    panel.grab()
    assert gaps.stop() < MOST_GAP_S
    assert panel.views.image.shown
    assert f"{width} × {height}" in panel.views.note.text()


def test_an_image_that_is_left_while_it_is_decoded_is_forgotten(panel: InspectorPanel, qtbot: QtBot) -> None:
    panel.show_message(Message("a", picture(3000, 3000, "PNG")))
    panel.show_message(Message("a", b"text"))
    image_view._decoder().submit(int).result()  # behind the image
    QApplication.processEvents()
    assert panel.views.text.toPlainText() == "text"
    assert not panel.views.image.shown


def test_an_image_that_claims_another_size_than_it_has_is_no_way_in(panel: InspectorPanel, qtbot: QtBot) -> None:
    payload = bytearray(picture(600, 600, "PNG"))
    payload[16:24] = (1000).to_bytes(4, "big") * 2
    with qtbot.waitSignal(panel.views.image.finished, timeout=60_000):
        panel.show_message(Message("a", bytes(payload)))
    assert panel.views.stack.currentWidget() is panel.views.hex
