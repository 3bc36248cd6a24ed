"""Tests of the colours of JSON, XML and variables while a payload is typed."""

from __future__ import annotations

import time

import pytest
from PySide6.QtGui import QColor, QPalette, QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tracemq.ui.json_colours import MOST_CHARS, PIECE_CHARS, syntax_colours
from tracemq.ui.payload_colours import PayloadColours


@pytest.fixture
def document(qtbot: QtBot) -> QTextDocument:
    return QTextDocument()


def coloured(document: QTextDocument, text: str, **kinds: bool) -> list[tuple[str, str]]:
    """The coloured pieces of the text, each with the name of its colour."""
    palette = QApplication.palette()
    colours = PayloadColours(document, palette)
    for kind, wanted in kinds.items():
        setattr(colours, kind, wanted)
    document.setPlainText(text)
    colours.rehighlight()
    names = {colour: name for name, colour in syntax_colours(palette).items()}
    found = []
    block = document.begin()
    while block.isValid():
        for piece in block.layout().formats():
            shown = block.text()[piece.start : piece.start + piece.length]
            found.append((shown, names[piece.format.foreground().color().name()]))
        block = block.next()
    return found


def test_json_is_coloured_by_what_each_word_is(document: QTextDocument) -> None:
    assert coloured(document, '{"a": "x",\n "b": [-1.5e3, true, null]}', active=True) == [
        ('"a"', "key"),
        ('"x"', "text"),
        ('"b"', "key"),
        ("-1.5e3", "number"),
        ("true", "word"),
        ("null", "word"),
    ]


def test_a_string_that_is_being_typed_is_coloured_to_the_end_of_its_line(document: QTextDocument) -> None:
    assert coloured(document, '["half\\" of\n1, "x\\', active=True) == [
        ('"half\\" of', "text"),
        ("1", "number"),
        ('"x\\', "text"),
    ]


def test_xml_is_coloured_also_over_several_lines(document: QTextDocument) -> None:
    assert coloured(document, "<a b=\"1\">text</a><!-- of\ntwo lines --><c\nd='2'/>", xml=True) == [
        ("<a", "key"),
        ("b", "word"),
        ('"1"', "text"),
        (">", "key"),
        ("</a>", "key"),
        ("<!-- of", "number"),
        ("two lines -->", "number"),
        ("<c", "key"),
        ("d", "word"),
        ("'2'", "text"),
        ("/>", "key"),
    ]


def test_variables_are_marked_in_any_text(document: QTextDocument) -> None:
    assert coloured(document, "now: {{now}}, {{ no", variables=True) == [("{{now}}", "word")]
    assert ("{{counter}}", "word") in coloured(QTextDocument(), '{"n": {{counter}}}', active=True, variables=True)


@pytest.mark.parametrize(
    "text",
    [
        "<" * 100_000,
        '\\"' * 100_000,
        '"' + '\\"' * 90_000 + "\\",
        "<a " * 30_000,
        '"' * 100_000,
        "{{" * 50_000,
        "<!--" * 25_000,
    ],
)
def test_a_hostile_line_is_coloured_in_good_time(document: QTextDocument, text: str) -> None:
    began = time.thread_time()
    coloured(document, text, active=True, xml=True, variables=True)
    assert time.thread_time() - began < 5


def test_a_very_long_text_is_left_alone(document: QTextDocument) -> None:
    assert coloured(document, '"a"\n' * (MOST_CHARS // 4 + 1), active=True, xml=True, variables=True) == []


def hues(document: QTextDocument) -> list[str]:
    """The colour of the first piece of each line."""
    found = []
    block = document.begin()
    while block.isValid():
        found += [piece.format.foreground().color().name() for piece in block.layout().formats()[:1]]
        block = block.next()
    return found


def dark() -> QPalette:
    made = QPalette()
    made.setColor(QPalette.ColorRole.Base, QColor("#000000"))
    return made


def test_lines_follow_another_palette_in_slices(document: QTextDocument, qtbot: QtBot) -> None:
    lines = 4 * PIECE_CHARS // 10
    colours = PayloadColours(document, QApplication.palette())
    colours.active = True
    document.setPlainText("\n".join(['"a": 12345'] * lines))
    colours.rehighlight()
    assert hues(document) == [syntax_colours(QApplication.palette())["key"]] * lines
    changed = []
    document.contentsChanged.connect(lambda: changed.append(1))
    colours.use(dark())
    qtbot.waitUntil(lambda: hues(document) == [syntax_colours(dark())["key"]] * lines)
    assert not changed  # its watchers need not read it again


def test_text_that_changes_while_lines_are_coloured_is_coloured_as_well(document: QTextDocument, qtbot: QtBot) -> None:
    colours = PayloadColours(document, QApplication.palette())
    colours.active = True
    document.setPlainText("\n".join(['"a": 12345'] * PIECE_CHARS))
    colours.rehighlight()
    colours.use(dark())
    pieces = colours._pieces()
    next(pieces)
    cursor = QTextCursor(document)
    cursor.setPosition(document.characterCount() - 2 * PIECE_CHARS, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert list(pieces)
    assert set(hues(document)) <= set(syntax_colours(dark()).values())


def test_a_palette_that_goes_to_and_fro_changes_nothing(document: QTextDocument, qtbot: QtBot) -> None:
    colours = PayloadColours(document, QApplication.palette())
    colours.use(dark())
    colours.use(QApplication.palette())
    with qtbot.waitSignal(colours._settled.timeout):
        pass
    assert not colours._slices.busy


def test_colours_without_a_document_take_another_palette(document: QTextDocument) -> None:
    colours = PayloadColours(document, QApplication.palette())
    colours.setDocument(None)
    colours.use(dark())
    assert list(colours._pieces()) == []
