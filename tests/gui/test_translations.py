"""Every window is walked under a translator that marks each string: what is not marked cannot be translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QFileInfo, QSize, Qt, QTranslator
from PySide6.QtGui import QAction, QFontDatabase
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QFileDialog,
    QFileIconProvider,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QStatusBar,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItemIterator,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.support.languages import translated
from tests.support.windows import HOST, NAME, TOPIC, WRONG, Windows, dialogs_of_the_program, menus, windows
from tests.unit.test_translations import words
from tracemq import APP_NAME, i18n
from tracemq.i18n import LANGUAGES, Translations
from tracemq.ui.help_window import HelpWindow
from tracemq.ui.query_text import EXAMPLES

# What is the same in every language: data, names, examples of what to type, file names, keys.
DATA: Final = {
    APP_NAME, NAME, TOPIC, HOST, "broker.example", "zpln", "qrt", "house", "building", "Plant",
    "openssl", "Proxy-Authorization", "Ctrl", "Shift", "Esc", "Del", "Ins", "Enter", "Return", "Backspace", "Space",
    "RuntimeError", "ConnectionRefusedByHost", "mqtt", "mqtts", "ws", "wss", "unix",
    "/run/mosquitto/mqtt.sock", "MessagePack", "gzip", "zlib", "deflate",
    *(query for query, _ in EXAMPLES), *LANGUAGES.values(),
}  # fmt: skip


ALIKE: Final = {"Pause", "Guides", APP_NAME, NAME, HOST}  # in English and French, as far as the first window says it


class Marking(QTranslator):
    """Marks every string of the program, and of Qt but for the names of keys, which it reads back."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return None if context == "QShortcut" or not source else f"⟦{source}⟧"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def marked(qapp: QApplication) -> Iterator[Windows]:
    translator = Marking()
    qapp.installTranslator(translator)
    try:
        with windows(qapp) as made:
            yield made
    finally:
        qapp.removeTranslator(translator)


def unmarked(text: str) -> list[str]:
    """Words outside of the marks, which may stand inside each other, and outside of data."""
    if re.search(r"<\w+|</\w+", text):  # rich text: what it says, without its tags
        text = re.sub(r"<style.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    before = ""
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    for known in sorted(DATA, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", text)
    return words(text)


def texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    """What a widget shows or has read aloud, each with where."""
    yield "tool tip", widget.toolTip()
    yield "status tip", widget.statusTip()
    yield "what's this", widget.whatsThis()
    yield "accessible name", widget.accessibleName()
    yield "accessible description", widget.accessibleDescription()
    if widget.isWindow() or isinstance(widget, QDockWidget):
        yield "window title", widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield "text", widget.text()
        case QLineEdit() | QTextEdit() | QPlainTextEdit():
            yield "placeholder", widget.placeholderText()
        case QGroupBox() | QMenu():
            yield "title", widget.title()
        case QStatusBar():
            yield "message", widget.currentMessage()
        case QComboBox():
            fonts = set(QFontDatabase.families())
            for index in range(widget.count()):
                yield f"item {index}", "" if widget.itemText(index) in fonts else widget.itemText(index)
        case QTabWidget():
            for index in range(widget.count()):
                yield f"tab {index}", widget.tabText(index)
                yield f"tool tip of tab {index}", widget.tabToolTip(index)
        case QAbstractItemView():
            yield from _texts_of_view(widget)
    for action in widget.actions():
        yield from _texts_of_action(action)


def _texts_of_view(view: QAbstractItemView) -> Iterator[tuple[str, str]]:
    yield "text while empty", getattr(view, "empty_text", "")
    for header in view.findChildren(QHeaderView):
        for section in range(header.count() if header.model() else 0):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield f"header {section}", str(header.model().headerData(section, header.orientation(), role) or "")
    if isinstance(view, QListWidget):
        for row in range(view.count()):
            yield f"item {row}", view.item(row).text()
    if isinstance(view, QTreeWidget):
        iterator = QTreeWidgetItemIterator(view)
        while item := iterator.value():
            yield "item", item.text(0)
            iterator += 1


def _texts_of_action(action: QAction) -> Iterator[tuple[str, str]]:
    if action.isSeparator():
        return
    for place, text in (("text", action.text()), ("icon text", action.iconText()), ("tool tip", action.toolTip())):
        yield f"{place} of an action", text.split("\t")[0]


def untranslated(window: QWidget) -> list[str]:
    """Words of a window, its children and its menus that no translator has seen."""
    found = []
    for widget in [window, *window.findChildren(QWidget), *menus(window)]:
        if (widget.objectName().startswith("qt_") and not isinstance(widget, QMenu)) or _read_in_its_language(widget):
            continue
        for place, text in texts(widget):
            if text and unmarked(text):
                found.append(f"{type(widget).__name__} {widget.objectName()}: {place}: {text!r}")
    return sorted(set(found))


def _read_in_its_language(widget: QWidget) -> bool:
    """Guides and their titles exist in each language as a whole."""
    return isinstance(widget, QListWidget | QTextEdit) and isinstance(widget.window(), HelpWindow)


def test_the_main_window_says_nothing_that_cannot_be_translated(marked: Windows) -> None:
    assert untranslated(marked.main()) == []


def test_a_connection_with_all_its_panels_says_nothing_that_cannot_be_translated(marked: Windows) -> None:
    assert untranslated(marked.connected()) == []


@pytest.mark.parametrize("new", [True, False])
def test_the_connection_dialog_says_nothing_that_cannot_be_translated(marked: Windows, new: bool) -> None:
    for dialog in marked.pages(new=new):
        assert untranslated(dialog) == []


def test_the_connection_dialogs_complaints_can_be_translated(marked: Windows) -> None:
    for dialog in marked.pages(WRONG):
        assert untranslated(dialog) == []


def test_every_other_window_says_nothing_that_cannot_be_translated(marked: Windows) -> None:
    for window in marked.others():
        assert untranslated(window) == []


def test_no_dialog_is_left_out(marked: Windows) -> None:
    walked = {type(window) for window in marked.others()} | {type(dialog) for dialog in marked.pages()}
    assert dialogs_of_the_program() - walked == set(), "make it in tests/support/windows.py"


def test_what_is_not_marked_is_found(marked: Windows, qapp: QApplication) -> None:
    label = QLabel("Some words")
    assert untranslated(label) == ["QLabel : text: 'Some words'"]
    label.setText(f"⟦All of ⟦it⟧⟧ {NAME}")
    label.setToolTip("<b>⟦Bold⟧</b> and not")
    assert untranslated(label) == ["QLabel : tool tip: '<b>⟦Bold⟧</b> and not'"]
    label.deleteLater()


@pytest.fixture
def translations(qapp: QApplication) -> Iterator[Translations]:
    with translated(qapp) as made:
        yield made


def test_an_open_window_changes_its_language_at_once(qapp: QApplication, translations: Translations) -> None:
    def said(window: QWidget) -> set[str]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        return {
            text.replace("&", "")
            for widget in [window, *window.findChildren(QWidget)]
            for place, text in texts(widget)
            # Qt's own arrows and buttons keep their first language
            if words(text) and not isinstance(widget.parent(), QTabBar) and not widget.objectName().startswith("qt_")
        }

    translations.use("fr")
    with windows(qapp) as made:
        window = made.main()
        french = said(window)
        translations.use("en")
        english = said(window)
        made.close()
        fresh = said(made.main())
    assert "Nouvelle connexion…" in french
    assert english == fresh
    assert english & french <= ALIKE


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_dialog_fits_on_a_small_screen(qapp: QApplication, translations: Translations, language: str) -> None:
    """1280 by 800 without a panel and a frame; longer words must not push a dialog over the edge."""
    translations.use(language)
    small = QSize(1240, 720)
    with windows(qapp) as made:
        for window in chain(made.pages(), made.others()):
            if isinstance(window, QDialog):
                assert window.minimumSizeHint().expandedTo(window.size()).boundedTo(small) == window.size(), window


def test_qts_own_file_dialog_says_nothing_in_english(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    with translated(qapp, "fr"):
        dialog = QFileDialog()
        qtbot.addWidget(dialog)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        said = {label.text().replace("&", "").rstrip("\u202f\xa0 :") for label in dialog.findChildren(QLabel)}
        assert said >= {"Voir dans", "Nom de fichier", "Fichiers de type"}
        assert QFileIconProvider().type(QFileInfo(str(tmp_path))) == "Dossier"


def test_a_dialog_takes_no_more_than_the_screen_has(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its frame; what it has no room for is scrolled, and its buttons are in sight."""

    class Small:
        def availableSize(self) -> QSize:
            return QSize(900, 600)

    monkeypatch.setattr(QDialog, "screen", lambda _: Small(), raising=False)
    seen = 0
    with windows(qapp) as made:
        for window in chain(made.pages(), made.others()):
            if isinstance(window, QDialog):
                seen += 1
                assert window.size().boundedTo(QSize(888, 552)) == window.size(), window
    assert seen > 15


def test_a_program_outlives_an_update_of_its_languages(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written anew in place, as some installers do; a file that was mapped into memory would end the process."""
    for path in i18n.FOLDER.glob("*.qm"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    on_a_terminal = i18n.without_application("fr")
    with translated(qapp, "fr"):
        for path in tmp_path.iterdir():
            path.write_bytes(b"")
        assert QCoreApplication.translate("MainWindow", "Connections") == "Connexions"
        assert on_a_terminal("MainWindow", "Connections") == "Connexions"
    assert i18n.without_application("fr")("MainWindow", "Connections") == "Connections"
