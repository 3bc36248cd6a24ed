"""Each choice holds as soon as it is made, in the windows that are open, and stands in the file."""

from __future__ import annotations

import errno
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QSpinBox
from pytestqt.qtbot import QtBot

from tests.support.open_connection import connection, receive
from tests.support.plain_panels import Layouts, plain_panels
from tests.unit.history.batches import Sent
from tracemq.i18n import LANGUAGES, Translations
from tracemq.profiles.profile import Profile
from tracemq.profiles.secrets import MemorySecrets
from tracemq.profiles.settings import AtStart, Density, Settings, SettingsStore, TimeFormat
from tracemq.profiles.settings import Theme as SavedTheme
from tracemq.profiles.store import ProfileStore
from tracemq.ui.dialogs.preferences_dialog import SYSTEM_SIZE, PreferencesDialog
from tracemq.ui.main_window import MainWindow
from tracemq.ui.settings_in_use import SettingsInUse
from tracemq.ui.theme import DARK, Scheme, Theme, Type, monospace, row_height
from tracemq.viewmodels.connections import ConnectionsModel
from tracemq.viewmodels.message_table import Column
from tracemq.viewmodels.preferences import Preferences
from tracemq.workspace.profile_secrets import ProfileSecrets
from tracemq.workspace.workspace import MIB, Workspace


class World:
    """A program with its window and settings, but without brokers."""

    def __init__(self, qapp: QApplication, folder: Path, settings: Settings) -> None:
        self.path = folder / "settings.yaml"
        store = SettingsStore(self.path)
        store.load()
        self.translations = Translations(qapp)
        self.translations.use("en")
        self.theme = Theme(qapp, Scheme.LIGHT)
        self.workspace = Workspace(ProfileStore(folder / "profiles"), MemorySecrets())
        self.window = MainWindow(self.theme, ConnectionsModel(), Layouts(), plain_panels)
        self.window.clock.stop()
        self.in_use = SettingsInUse(store, settings, self.translations, self.theme, self.workspace, self.window)

    def dialog(self) -> PreferencesDialog:
        dialog = PreferencesDialog(
            Preferences(self.in_use.now, self.in_use.use, self.in_use.broken),
            LANGUAGES,
            self.window,
            actions=self.window.named_actions,
        )
        dialog.open()
        return dialog

    @property
    def kept(self) -> Settings:
        return SettingsStore(self.path).load()


@pytest.fixture(autouse=True)
def application_as_before(qapp: QApplication) -> Iterator[None]:
    font, notation = QFont(qapp.font()), QLocale()
    yield
    Theme(qapp, Scheme.LIGHT, Type())
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
    QLocale.setDefault(notation)
    qapp.setFont(font)
    qapp.setStyleSheet("")


@pytest.fixture
def world(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> World:
    world = World(qapp, tmp_path, Settings())
    qtbot.addWidget(world.window)
    world.window.show()
    return world


def choose(choice: Any, value: Any) -> None:
    assert value in choice.values
    choice.choose(value)


def test_the_language_changes_in_every_open_window(world: World, qapp: QApplication) -> None:
    dialog = world.dialog()
    choose(dialog.language, "fr")
    qapp.processEvents()
    assert world.translations.language == "fr"
    assert world.kept.language == "fr"
    assert [dialog.language.itemText(index) for index in (1, 2)] == ["English", "Français"]
    dialog.retention.setValue(2048)
    assert "," not in dialog.retention.text()
    choose(dialog.language, "")
    assert world.kept.language == ""


def test_the_theme_changes_at_once_and_in_the_menu(world: World) -> None:
    dialog = world.dialog()
    choose(dialog.theme, SavedTheme.DARK)
    assert world.theme.colours is DARK
    assert world.window._menus.schemes.by_scheme[Scheme.DARK].isChecked()
    assert world.kept.theme is SavedTheme.DARK


def test_rows_become_lower_in_open_tables(world: World, qapp: QApplication) -> None:
    table = world.window.add_connection(connection()).table
    comfortable = table.row_height
    dialog = world.dialog()
    choose(dialog.density, Density.COMPACT)
    qapp.processEvents()
    assert table.row_height == row_height(table.font()) < comfortable
    assert table.verticalHeader().defaultSectionSize() == table.row_height
    assert world.kept.density is Density.COMPACT


def test_letters_grow_in_open_windows_and_go_back_to_the_system_s(
    world: World, qapp: QApplication, qtbot: QtBot
) -> None:
    table = world.window.add_connection(connection()).table
    editor = QPlainTextEdit(world.window)
    editor.setFont(monospace())
    before, rows = qapp.font(), table.row_height
    dialog = world.dialog()
    height = dialog.height()
    dialog.font_size.setValue(24)
    qtbot.waitUntil(lambda: dialog.height() > height)
    assert {qapp.font().pointSize(), table.font().pointSize(), editor.font().pointSize()} == {24}
    assert table.row_height > rows
    assert table.monospace.shaped.pointSize() == 24
    assert world.kept.font_size_pt == 24
    dialog.font_size.setValue(SYSTEM_SIZE)
    qapp.processEvents()
    assert qapp.font() == before
    assert table.row_height == rows
    assert world.kept.font_size_pt is None


def test_the_font_of_payloads_is_used_where_payloads_are(world: World, qapp: QApplication) -> None:
    table = world.window.add_connection(connection()).table
    editor = QPlainTextEdit(world.window)
    editor.setFont(monospace())
    dialog = world.dialog()
    name = next((each for each in dialog.monospace.values if each), None)
    if name is None:
        pytest.skip("no fixed-width font here")
    choose(dialog.monospace, name)
    qapp.processEvents()
    assert editor.font().families()[0] == table.monospace.shaped.families()[0] == name
    assert table.font().families() != editor.font().families()
    assert world.kept.monospace_font == name


def test_the_font_of_the_window_is_chosen_and_the_system_s_comes_back(world: World, qapp: QApplication) -> None:
    table = world.window.add_connection(connection()).table
    before = qapp.font().families()
    dialog = world.dialog()
    name = next((each for each in dialog.interface.values if each and each not in before), None)
    if name is None:
        pytest.skip("no other font here")
    choose(dialog.interface, name)
    qapp.processEvents()
    assert (qapp.font().families()[0], table.font().families()[0]) == (name, name)
    assert world.kept.interface_font == name
    choose(dialog.interface, "")
    assert qapp.font().families() == before


def test_only_fixed_width_fonts_are_offered_and_the_chosen_one(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(Preferences(Settings(monospace_font="Nowhere Mono"), lambda _: None), LANGUAGES)
    qtbot.addWidget(dialog)
    assert dialog.monospace.value == "Nowhere Mono"
    offered = [name for name in dialog.monospace.values if name not in {"", "Nowhere Mono"}]
    assert all(QFontDatabase.isFixedPitch(name) for name in offered)


@pytest.mark.parametrize(
    ("times", "pattern"),
    [
        (TimeFormat.DATE_TIME, r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}"),
        (TimeFormat.ISO_UTC, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"),
    ],
)
def test_times_are_written_as_chosen_in_open_and_new_tabs(world: World, times: TimeFormat, pattern: str) -> None:
    opened = connection()
    receive(opened, Sent("a", b"1"))
    tab = world.window.add_connection(opened)
    tab.tick(1.0)
    narrow = tab.table.columnWidth(Column.TIME)
    dialog = world.dialog()
    choose(dialog.times, times)
    assert re.fullmatch(pattern, tab.messages.index(0, Column.TIME).data())
    assert tab.table.columnWidth(Column.TIME) > narrow
    later = connection()
    receive(later, Sent("a", b"1"))
    new = world.window.add_connection(later)
    new.tick(2.0)
    assert re.fullmatch(pattern, new.messages.index(0, Column.TIME).data())
    choose(dialog.times, TimeFormat.TIME)
    assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3}", tab.messages.index(0, Column.TIME).data())
    assert tab.table.columnWidth(Column.TIME) == narrow


def test_ages_are_shown_and_grow(world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = connection()
    receive(opened, Sent("a", b"1"), at=time.time() - 100)
    tab = world.window.add_connection(opened)
    tab.tick(1.0)
    choose(world.dialog().times, TimeFormat.AGE)
    assert tab.messages.index(0, Column.TIME).data() == "1 min"
    assert tab.messages.headerData(Column.TIME, Qt.Orientation.Horizontal) == "Age"
    painted: list[None] = []
    monkeypatch.setattr(tab.table, "paintEvent", lambda _event: painted.append(None))
    tab.tick(10.0)
    qtbot.waitUntil(lambda: bool(painted))  # nothing arrived, and it is painted anew


def test_rows_and_age_are_limited_at_once_in_open_and_new_tabs(world: World) -> None:
    log = world.workspace.open(Profile(id="a1", host="", name="x"), ProfileSecrets()).log
    dialog = world.dialog()
    dialog.rows.setValue(1_000)
    dialog.minutes.setValue(5)
    assert (log.max_rows, log.max_age_s) == (1_000, 300.0)
    assert (world.kept.retention_rows, world.kept.retention_minutes) == (1_000, 5)
    later = world.workspace.open(Profile(id="b2", host="", name="y"), ProfileSecrets()).log
    assert (later.max_rows, later.max_age_s) == (1_000, 300.0)
    dialog.rows.setValue(dialog.rows.minimum())
    dialog.minutes.setValue(dialog.minutes.minimum())
    assert (log.max_rows, log.max_age_s) == (None, None)
    assert dialog.rows.text() == dialog.minutes.text() == "No limit"
    assert world.kept.retention_rows is None


def test_an_emptied_limit_is_none(world: World, qtbot: QtBot) -> None:
    dialog = world.dialog()
    dialog.tabs.setCurrentIndex(2)
    dialog.rows.setValue(1_000)
    dialog.rows.selectAll()
    qtbot.keyClick(dialog.rows, Qt.Key.Key_Backspace)
    dialog.rows.interpretText()  # as when the focus goes
    assert dialog.rows.text() == "No limit"
    assert world.kept.retention_rows is None


def test_a_button_of_the_shortcuts_that_greys_out_leaves_the_focus_to_the_list(world: World, qtbot: QtBot) -> None:
    dialog = world.dialog()
    dialog.activateWindow()
    qtbot.waitActive(dialog)
    press(dialog, qtbot, "clear", Qt.Key.Key_K, CTRL | ALT)
    for button in (dialog.shortcuts.remove_button, dialog.shortcuts.reset_button):
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        assert not button.isEnabled()
        assert dialog.focusWidget() is dialog.shortcuts.view


def test_limits_of_the_file_hold_from_the_start(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    world = World(qapp, tmp_path, Settings(retention_rows=5_000, retention_minutes=1))
    qtbot.addWidget(world.window)
    log = world.workspace.open(Profile(id="a1", host="", name="x"), ProfileSecrets()).log
    assert (log.max_rows, log.max_age_s) == (5_000, 60.0)


def row_of(dialog: PreferencesDialog, name: str) -> int:
    return [action.name for action in dialog.shortcuts.model.actions].index(name)


def press(dialog: PreferencesDialog, qtbot: QtBot, name: str, key: Qt.Key, held: Any) -> None:
    dialog.tabs.setCurrentWidget(dialog.shortcuts)
    dialog.shortcuts.view.selectRow(row_of(dialog, name))
    dialog.shortcuts.keys.setFocus()
    qtbot.keyClick(dialog.shortcuts.keys, key, held)


CTRL, ALT, SHIFT = (
    *(Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier),
)


def test_keys_that_are_pressed_hold_at_once_and_are_kept(world: World, qtbot: QtBot) -> None:
    dialog, clear = world.dialog(), world.window.actions_by_name["clear"]
    press(dialog, qtbot, "clear", Qt.Key.Key_K, CTRL | ALT)
    assert clear.shortcut().toString() == "Ctrl+Alt+K"
    assert "Ctrl+Alt+K" in clear.toolTip()
    assert world.kept.shortcuts == (("clear", "Ctrl+Alt+K"),)
    assert dialog.shortcuts.model.index(row_of(dialog, "clear"), 1).data() == "Ctrl+Alt+K"
    dialog.shortcuts.remove_button.click()
    assert clear.shortcut().isEmpty()
    assert world.kept.shortcuts == (("clear", ""),)
    assert not dialog.shortcuts.remove_button.isEnabled()
    dialog.shortcuts.reset_button.click()
    assert clear.shortcut().toString() == "Ctrl+L"
    assert world.kept.shortcuts == ()


def test_keys_of_another_action_are_told_and_can_be_taken(world: World, qtbot: QtBot) -> None:
    dialog, named = world.dialog(), world.window.actions_by_name
    press(dialog, qtbot, "clear", Qt.Key.Key_F, CTRL)
    page = dialog.shortcuts
    assert "“Find in Messages”" in page.note.text()
    assert named["clear"].shortcut().toString() == "Ctrl+L"
    assert page.take_button.isVisible()
    page.take_button.click()
    assert [named[name].shortcut().toString() for name in ("clear", "find")] == ["Ctrl+F", ""]
    assert dict(world.kept.shortcuts) == {"clear": "Ctrl+F", "find": ""}
    page.view.selectRow(row_of(dialog, "find"))
    page.reset_button.click()
    assert "“Clear”" in page.note.text()  # its keys are another one's now
    page.take_button.click()
    assert [named[name].shortcut().toString() for name in ("clear", "find")] == ["", "Ctrl+F"]
    dialog.defaults_button.click()
    assert named["clear"].shortcut().toString() == "Ctrl+L"
    assert world.kept.shortcuts == ()


@pytest.mark.parametrize(
    ("key", "held", "words"),
    [
        (Qt.Key.Key_C, CTRL, "already means something"),
        (Qt.Key.Key_X, SHIFT, "needed to type"),
        (Qt.Key.Key_M, ALT, "open a menu"),
    ],
)
def test_keys_that_are_needed_elsewhere_are_refused_with_the_reason(
    world: World, qtbot: QtBot, key: Qt.Key, held: Any, words: str
) -> None:
    dialog = world.dialog()
    press(dialog, qtbot, "clear", key, held)
    assert words in dialog.shortcuts.note.text()
    assert not dialog.shortcuts.take_button.isVisible()
    assert world.window.actions_by_name["clear"].shortcut().toString() == "Ctrl+L"


def test_escape_closes_the_window_also_from_where_keys_are_taken(world: World, qtbot: QtBot) -> None:
    dialog = world.dialog()
    press(dialog, qtbot, "clear", Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not dialog.isVisible()
    assert world.kept.shortcuts == ()


def test_shortcuts_of_the_file_hold_from_the_start(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    world = World(qapp, tmp_path, Settings(shortcuts=(("clear", "F9"), ("gone", "F12"), ("find", ""))))
    qtbot.addWidget(world.window)
    named = world.window.actions_by_name
    assert [named[name].shortcut().toString() for name in ("clear", "find", "quit")] == ["F9", "", "Ctrl+Q"]


def test_actions_are_named_in_the_language_that_is_chosen(world: World, qapp: QApplication) -> None:
    dialog = world.dialog()
    assert dialog.shortcuts.model.index(row_of(dialog, "find"), 0).data() == "Find in Messages"
    choose(dialog.language, "fr")
    qapp.processEvents()
    assert dialog.shortcuts.model.index(row_of(dialog, "find"), 0).data() == "Chercher dans les messages"
    choose(dialog.language, "en")


def test_a_number_counts_when_it_is_whole_not_digit_by_digit(world: World, qtbot: QtBot) -> None:
    dialog = world.dialog()
    dialog.retention.setFocus()
    dialog.retention.selectAll()
    qtbot.keyClicks(dialog.retention, "2048")
    assert world.workspace.retain_mib == 1024
    dialog.close_button.click()
    assert world.workspace.retain_mib == 2048
    assert world.kept.retention_mib == 2048
    assert world.workspace._budgets.rows.limit_bytes == 2048 * MIB


def test_defaults_are_restored_and_shown(world: World) -> None:
    dialog = world.dialog()
    assert not dialog.defaults_button.isEnabled()
    choose(dialog.at_start, AtStart.REOPEN)
    dialog.retention.setValue(64)
    dialog.defaults_button.click()
    assert world.kept == Settings()
    assert dialog.at_start.value is AtStart.SHOW_LIST
    assert dialog.retention.value() == 1024
    assert world.workspace.retain_mib == 1024
    assert not dialog.defaults_button.isEnabled()


def test_escape_and_enter_close_it_and_keep_what_was_chosen(world: World, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        dialog = world.dialog()
        choose(dialog.at_start, AtStart.REOPEN)
        qtbot.keyClick(dialog, key)
        assert not dialog.isVisible()
        assert world.kept.at_start is AtStart.REOPEN


def test_a_choice_of_the_command_line_outlives_other_changes(world: World) -> None:
    world.theme.use(Scheme.DARK)  # as --theme does
    dialog = world.dialog()
    choose(dialog.at_start, AtStart.REOPEN)
    assert world.theme.scheme is Scheme.DARK
    assert world.kept.theme is SavedTheme.SYSTEM


def test_a_file_that_cannot_be_read_is_told_in_words(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_bytes(b"schema: 1\ntheme: pink\n")
    world = World(qapp, tmp_path, Settings())
    qtbot.addWidget(world.window)
    dialog = world.dialog()
    assert "settings.yaml" in dialog.problem.text()
    assert "“theme” has an unknown value (line 2)." in dialog.problem.text()
    choose(dialog.at_start, AtStart.REOPEN)
    assert dialog.problem.text() == ""
    assert world.in_use.broken is None


def test_a_full_disk_is_told_in_words(qtbot: QtBot) -> None:
    def use(_settings: Settings) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    dialog = PreferencesDialog(Preferences(Settings(), use), LANGUAGES)
    qtbot.addWidget(dialog)
    dialog.open()
    choose(dialog.at_start, AtStart.REOPEN)
    assert "could not be saved" in dialog.problem.text()


def test_every_field_has_a_name_and_its_own_mnemonic(qtbot: QtBot) -> None:
    dialog = PreferencesDialog(Preferences(Settings(), lambda _: None), LANGUAGES)
    qtbot.addWidget(dialog)
    fields = [*dialog.findChildren(QComboBox), *dialog.findChildren(QSpinBox)]
    assert len(fields) == 11
    assert all(field.accessibleName() for field in fields)
    texts = [row.label.text() for row in dialog._rows.values() if row.label is not None]
    texts += [dialog.defaults_button.text(), dialog.close_button.text()]
    keys = [text[text.index("&") + 1].casefold() for text in texts]
    assert len(keys) == len(set(keys)) == 13


def test_ctrl_comma_asks_for_it(world: World, qtbot: QtBot) -> None:
    with qtbot.waitSignal(world.window.preferences_asked):
        world.window.actions_by_name["preferences"].trigger()
    assert world.window.actions_by_name["preferences"].shortcut().toString() == "Ctrl+,"
