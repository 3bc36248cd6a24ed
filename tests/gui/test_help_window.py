"""The guides in their window: in the language of the program, searched by keyboard, without the network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPalette, QTextCharFormat, QTextCursor, QTextDocument, QTextTable
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tracemq.help import ORDER, Guide, guides
from tracemq.ui.guide_view import GuideView
from tracemq.ui.help_window import FIRST_SIZE, HelpWindow
from tracemq.ui.theme import DARK, LIGHT, Colours, Scheme, Theme, palette


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> HelpWindow:
    qapp.setPalette(palette(LIGHT))
    made = HelpWindow()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def titles(window: HelpWindow) -> list[str]:
    return [window.titles.item(row).text() for row in range(window.titles.count())]


def letters_at(document: QTextDocument, words: str) -> QTextCharFormat:
    found = document.find(words)
    assert not found.isNull(), words
    return found.charFormat()


def test_it_lists_the_guides_and_begins_with_the_first(window: HelpWindow) -> None:
    assert titles(window) == [guide.title for guide in guides("en")]
    assert window.view.guide == guides("en")[0]
    assert "MQTT in a few words" in window.view.toPlainText()


def test_it_may_begin_with_another_one(qtbot: QtBot) -> None:
    made = HelpWindow("persistence")
    qtbot.addWidget(made)
    assert made.view.guide is not None
    assert made.view.guide.id == "persistence"
    made.show_guide("no such guide")
    assert made.view.guide.id == "persistence"


def test_an_unknown_guide_to_begin_with_is_the_first_one(qtbot: QtBot) -> None:
    made = HelpWindow("gone")
    qtbot.addWidget(made)
    assert made.view.guide is not None
    assert made.view.guide.id == ORDER[0]


def test_arrow_keys_turn_the_guides(window: HelpWindow, qtbot: QtBot) -> None:
    window.titles.setFocus()
    for guide in guides("en")[1:]:
        qtbot.keyClick(window.titles, Qt.Key.Key_Down)
        assert window.view.guide == guide
        assert window.view.verticalScrollBar().value() == 0


def test_it_speaks_the_language_of_the_program_and_follows_its_change(window: HelpWindow, qapp: QApplication) -> None:
    window.show_guide("troubleshooting")
    QLocale.setDefault(QLocale("fr"))
    qapp.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    assert titles(window) == [guide.title for guide in guides("fr")]
    assert window.view.guide == next(guide for guide in guides("fr") if guide.id == "troubleshooting")


def test_everything_has_an_accessible_name(window: HelpWindow) -> None:
    for widget in (window.titles, window.view, window.words, window.previous, window.next):
        assert widget.accessibleName()


# Searching


def test_ctrl_f_asks_for_words_and_f3_goes_from_place_to_place(window: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.words.hasFocus()
    qtbot.keyClicks(window.words, "session")
    assert window.view.matches > 1
    assert window.view.textCursor().selectedText().lower() == "session"
    first = window.view.textCursor().selectionStart()
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert window.view.textCursor().selectionStart() > first
    qtbot.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert window.view.textCursor().selectionStart() == first


def test_all_places_are_marked_and_counted(window: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.words, "BROKER")
    here = window.view.toPlainText().lower().count("broker")
    everywhere = 0
    for guide in guides("en"):
        document = QTextDocument()
        document.setMarkdown(guide.text)
        everywhere += document.toPlainText().lower().count("broker")
    assert window.view.matches == here == len(window.view.extraSelections())
    assert window.count.text() == f"{here} here, {everywhere} in all"


def test_a_search_goes_on_in_the_other_guides_and_round(window: HelpWindow, qtbot: QtBot) -> None:
    rare = [guide.id for guide in guides("en") if "tracemq" in guide.text]
    assert len(rare) == len(ORDER)
    qtbot.keyClicks(window.words, "zombie")  # in one guide alone, which is not the first
    assert window.view.guide is not None
    assert window.view.guide.id == "getting-started"  # nobody likes a page that jumps away while they type
    qtbot.keyClick(window.words, Qt.Key.Key_Return)
    assert window.view.guide.id == "troubleshooting"
    visited = []
    for _ in range(window.view.matches + 1):
        visited.append(window.view.textCursor().selectionStart())
        qtbot.keyClick(window.words, Qt.Key.Key_Return)
    assert visited == [*sorted(set(visited)), visited[0]]
    window.words.setText("async with")
    seen = set()
    for _ in range(200):
        seen.add(window.view.guide.id)
        window.find_previous()
    assert len(seen) > 2


def test_what_is_nowhere_is_said_and_the_arrows_are_off(window: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.words, "xyzzy")
    assert window.count.text() == "Not found"
    assert not window.next.isEnabled()
    assert not window.previous.isEnabled()
    window.find_next()
    assert window.view.guide == guides("en")[0]


def test_marks_of_markdown_are_not_searched(window: HelpWindow, qtbot: QtBot) -> None:
    assert "```python" in guides("en")[0].text
    qtbot.keyClicks(window.words, "```")
    assert window.count.text() == "Not found"


def test_escape_ends_the_search_then_closes_the_window(window: HelpWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.words, "session")
    qtbot.keyClick(window.words, Qt.Key.Key_Escape)
    assert window.words.text() == ""
    assert window.view.extraSelections() == []
    assert window.isVisible()
    qtbot.keyClick(window.view, Qt.Key.Key_Escape)
    assert not window.isVisible()


# Links


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    urls: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toString()))
    return urls


def test_a_link_to_a_guide_turns_the_page(window: HelpWindow, opened: list[str]) -> None:
    window.view.anchorClicked.emit(QUrl("persistence.md"))
    assert window.view.guide is not None
    assert window.view.guide.id == "persistence"
    assert opened == []


def test_only_https_is_opened_by_the_system(window: HelpWindow, opened: list[str]) -> None:
    before = window.view.toPlainText()
    for url in ("https://mqtt.org/", "http://mqtt.org/", "file:///etc/passwd", "javascript:alert(1)", "mqtt://x", "#x"):
        window.view.anchorClicked.emit(QUrl(url))
    assert opened == ["https://mqtt.org/"]
    assert window.view.toPlainText() == before


def test_nothing_is_loaded_from_elsewhere(qtbot: QtBot) -> None:
    view = GuideView()
    qtbot.addWidget(view)
    asked: list[str] = []
    original = GuideView.loadResource

    def note(self: GuideView, kind: int, name: QUrl | str) -> object:
        asked.append(QUrl(name).toString())
        return original(self, kind, name)

    GuideView.loadResource = note  # type: ignore[method-assign] # what Qt would have loaded
    try:
        view.show_guide(Guide(id="x", language="en", title="T", text="# T\n\n![p](file:///etc/hostname)\n"))
        view.show()
        view.grab()
    finally:
        GuideView.loadResource = original  # type: ignore[method-assign]
    assert view.loadResource(2, QUrl("file:///etc/hostname")) is None


# Looks


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=["light", "dark"])
def test_code_headings_and_tables_are_in_the_palettes_colours(qtbot: QtBot, chosen: Colours) -> None:
    view = GuideView()
    qtbot.addWidget(view)
    view.setPalette(palette(chosen))
    (guide,) = [guide for guide in guides("en") if guide.id == "best-practices"]
    view.show_guide(guide)
    document = view.document()
    assert letters_at(document, "Best practices").fontPointSize() > letters_at(document, "Encrypt, and").fontPointSize()
    assert letters_at(document, "Encrypt, and").fontPointSize() > view.font().pointSizeF()
    code = document.find("keep_alive=30")
    assert code.charFormat().foreground().color().name() == chosen.text
    assert code.currentFrame().frameFormat().background().color().name() == chosen.window
    output = document.find("NO_MATCHING_SUBSCRIBERS")
    assert output.charFormat().foreground().color().name() == chosen.muted
    tables = [frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable)]
    assert [(table.rows(), table.columns()) for table in tables] == [(4, 2), (8, 3)]
    assert tables[0].format().borderBrush().color().name() == chosen.line


def test_a_change_of_colours_keeps_the_place(window: HelpWindow, qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Scheme.LIGHT)
    window.show_guide("persistence")
    window.view.verticalScrollBar().setValue(300)
    theme.use(Scheme.DARK)
    assert window.view.palette().color(QPalette.ColorRole.Base).name() == DARK.base
    code = window.view.document().find("import asyncio")
    assert code.charFormat().foreground().color().name() == DARK.text
    assert window.view.verticalScrollBar().value() == 300
    theme.use(Scheme.LIGHT)
    qapp.setStyleSheet("")


@pytest.mark.parametrize("guide", [*guides("en"), *guides("fr")], ids=lambda guide: f"{guide.language}-{guide.id}")
def test_dressing_a_page_changes_none_of_its_words(qtbot: QtBot, guide: Guide) -> None:
    view = GuideView()
    qtbot.addWidget(view)
    view.show_guide(guide)
    bare = QTextDocument()
    bare.setMarkdown(guide.text)
    assert [line for line in view.toPlainText().splitlines() if line] == [
        line for line in bare.toPlainText().splitlines() if line
    ]


@pytest.mark.parametrize("guide", [*guides("en"), *guides("fr")], ids=lambda guide: f"{guide.language}-{guide.id}")
def test_no_page_is_wider_than_the_window(window: HelpWindow, guide: Guide) -> None:
    window.resize(FIRST_SIZE)  # as it comes on a screen that has the room
    window.view.show_guide(guide)
    assert window.view.horizontalScrollBar().maximum() == 0


def test_text_can_be_selected_and_copied(window: HelpWindow) -> None:
    window.show_guide("inside")
    found = window.view.document().find("codec.encode")
    assert isinstance(found, QTextCursor)
    window.view.setTextCursor(found)
    window.view.copy()
    assert QApplication.clipboard().text() == "codec.encode"


def test_closing_it_does_not_end_the_program(window: HelpWindow) -> None:
    assert isinstance(window, QWidget)
    assert not window.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    assert window.isWindow()
