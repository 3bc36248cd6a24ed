"""The panels of a tab stay while the language changes: whatever they say is said anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTranslator
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QMessageBox,
    QPushButton,
    QTabBar,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.test_conductor import Desk
from tests.support.fake_line import FakeLine
from tests.support.languages import translated
from tracemq import APP_NAME
from tracemq.mqtt.batch import Message
from tracemq.mqtt.types import Version
from tracemq.profiles.profile import SubscriptionSettings
from tracemq.profiles.store import Broken
from tracemq.profiles.yaml_nodes import FileProblem
from tracemq.ui.inspector import InspectorPanel
from tracemq.ui.messages_panel import MessagesPanel
from tracemq.ui.publish_form import PublishForm
from tracemq.ui.repeats_panel import RepeatsPanel
from tracemq.ui.request_panel import RequestPanel
from tracemq.ui.subscriptions_panel import SubscriptionsPanel
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.publishing import Publishing
from tracemq.workspace.shelf import Shelf
from tracemq.workspace.subscription_list import SubscriptionEntry
from tracemq.workspace.workspace import demo_profile

MARK = "¤"


class Marker(QTranslator):
    """Translates every sentence into itself with a mark."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str = "", n: int = -1) -> str:
        del context, disambiguation, n
        return MARK + source


def publish_form() -> QWidget:
    form = PublishForm()
    form.set_topic("a b")
    return form


def inspector() -> QWidget:
    panel = InspectorPanel()
    panel.show_message(Message("a", b'{"b": 1}'))
    return panel


def subscriptions() -> QWidget:
    panel = SubscriptionsPanel()
    panel.show_entries([SubscriptionEntry(SubscriptionSettings(filter="a"))], Version.V5)
    return panel


def messages() -> QWidget:
    return MessagesPanel(Shelf(), lambda *_: None)


def repeats() -> QWidget:
    return RepeatsPanel(Publishing(FakeLine()).repeats)


def requests() -> QWidget:
    return RequestPanel(Publishing(FakeLine()), Version.V311)


def texts(widget: QWidget) -> Iterator[str]:
    """Everything that a widget shows or has read aloud."""
    for each in widget.findChildren(QWidget):
        if isinstance(each.window(), QFrame) and each.window() is not widget.window():
            continue
        yield each.toolTip()
        yield each.accessibleName()
        if isinstance(each, QLabel | QPushButton | QToolButton | QCheckBox):
            yield each.text()
        if isinstance(each, QComboBox):
            yield from (each.itemText(index) for index in range(each.count()))
        if isinstance(each, QTabWidget):
            yield from (each.tabText(index) for index in range(each.count()))
        if isinstance(each, QTableView):
            columns = range(each.model().columnCount())
            yield from (
                str(each.model().headerData(column, each.horizontalHeader().orientation())) for column in columns
            )


NAMES = {
    *("0", "1", "2", "JSON", "XML", "CBOR", "MessagePack", "Protobuf", "Sparkplug B", "Avro", "Base64"),
    *("gzip", "zlib", "deflate", "12 B", "0 B", "8 B"),
    *("Scroll Left", "Scroll Right"),  # Qt's own, of tabs that do not fit; qtbase has their translation
}


@pytest.mark.parametrize("make", [publish_form, inspector, subscriptions, messages, repeats, requests])
def test_every_text_of_a_panel_follows_the_language(qtbot: QtBot, qapp: QApplication, make) -> None:  # type: ignore[no-untyped-def]
    widget = make()
    qtbot.addWidget(widget)
    widget.show()
    translator = Marker(qapp)
    qapp.installTranslator(translator)
    try:
        qapp.processEvents()
        unmarked = {text for text in texts(widget) if text and MARK not in text and text not in NAMES}
        assert {text for text in unmarked if not text.startswith("QoS 0 ·")} == set()
    finally:
        qapp.removeTranslator(translator)
        qapp.processEvents()


async def test_the_demonstration_has_its_name_in_the_language_of_now(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    desk = Desk(qtbot, qapp, tmp_path)
    try:
        with translated(qapp, "en") as translations:
            desk.conductor.reload()
            desk.conductor.open(demo_profile(port=1, name="Demo"), ProfileSecrets())
            tabs = desk.window.tabs

            def names() -> tuple[str, str, str]:
                return tabs.tabText(0), desk.model.index(0, 0).data(), desk.window.windowTitle()

            assert names() == ("Demo", "Demo", f"Demo – {APP_NAME}")
            translations.use("fr")
            QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
            assert names() == ("Démo", "Démo", f"Démo – {APP_NAME}")
            assert tabs.tabToolTip(0).startswith("Démo, ")
            button = tabs.tabBar().tabButton(0, QTabBar.ButtonPosition.RightSide)
            assert button.toolTip() == button.accessibleName() == "Fermer cette connexion"
    finally:
        await desk.workspace.close_all()
        qapp.setStyleSheet("")


async def test_preferences_that_could_not_be_read_are_told_at_the_start(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    desk = Desk(qtbot, qapp, tmp_path)
    try:
        broken = Broken(path=tmp_path / "settings.yaml", problem=FileProblem.NEWER_SCHEMA, detail="99", line=1)
        desk.conductor.tell_broken_settings(broken)
        box = await desk.shown(QMessageBox)
        assert box.text() == "The preferences could not be read, so the defaults hold."
        expected = f"{broken.path}: It was written by a newer version of the program."
        assert box.informativeText().startswith(expected)
    finally:
        qapp.setStyleSheet("")
