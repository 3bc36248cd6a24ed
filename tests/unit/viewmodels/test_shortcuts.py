"""Keys belong to one action each, and none that typing, lists or menus need."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tracemq.ui.window_actions import ACTIONS
from tracemq.viewmodels.shortcuts import KeysProblem, NamedAction, ShortcutsModel, plain_name

pytestmark = pytest.mark.usefixtures("qapp")
FIND, CLEAR, QUIET = (
    NamedAction("find", "Find", "Ctrl+F"),
    NamedAction("clear", "Clear", "Ctrl+L"),
    NamedAction("q", "Q", ""),
)


def model(*chosen: tuple[str, str]) -> ShortcutsModel:
    made = ShortcutsModel(chosen)
    made.show([FIND, CLEAR, QUIET])
    return made


def test_only_what_differs_is_chosen() -> None:
    shortcuts = model()
    shortcuts.choose(CLEAR, "F9")
    assert shortcuts.chosen == (("clear", "F9"),)
    shortcuts.choose(CLEAR, "Ctrl+L")
    assert shortcuts.chosen == ()
    shortcuts.choose(CLEAR, "")
    assert shortcuts.chosen == (("clear", ""),)


def test_names_that_this_program_does_not_know_stay() -> None:
    shortcuts = model(("later", "F12"))
    shortcuts.choose(CLEAR, "F9")
    assert shortcuts.chosen == (("clear", "F9"), ("later", "F12"))


def test_keys_are_taken_from_the_action_that_has_them() -> None:
    shortcuts = model(("find", "F9"))
    verdict = shortcuts.judge(CLEAR, "F9")
    assert verdict == (KeysProblem.TAKEN, FIND)
    assert shortcuts.judge(CLEAR, "Ctrl+F") is None  # nobody has these any more
    shortcuts.choose(CLEAR, "F9")
    assert (shortcuts.keys(FIND), shortcuts.keys(CLEAR)) == ("", "F9")
    shortcuts.reset(FIND)
    assert shortcuts.keys(FIND) == "Ctrl+F"


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("Ctrl+C", KeysProblem.RESERVED),
        ("Ctrl+Return", KeysProblem.RESERVED),
        ("Esc", KeysProblem.RESERVED),
        ("Shift+Left", KeysProblem.RESERVED),
        ("Del", KeysProblem.RESERVED),
        ("A", KeysProblem.PLAIN),
        ("Shift+A", KeysProblem.PLAIN),
        ("7", KeysProblem.PLAIN),
        ("Alt+F", KeysProblem.MENU),
    ],
)
def test_keys_that_are_needed_elsewhere_are_no_shortcut(keys: str, problem: KeysProblem) -> None:
    assert model().judge(CLEAR, keys) == (problem, None)


@pytest.mark.parametrize("keys", ["F9", "Shift+F9", "Ctrl+Alt+A", "Ctrl+Left", "Alt+Left", "Ctrl+Shift+P", ""])
def test_other_keys_are_one(keys: str) -> None:
    assert model().judge(QUIET, keys) is None


def test_every_shortcut_of_the_program_is_allowed_and_its_own() -> None:
    shortcuts = ShortcutsModel(())
    actions = [NamedAction(name, name, spec.shortcut) for name, spec in ACTIONS.items()]
    shortcuts.show(actions)
    assert {action.name: shortcuts.judge(action, action.keys) for action in actions if action.keys} == {
        action.name: None for action in actions if action.keys
    }


def test_the_model_keeps_qts_rules_and_shows_what_differs() -> None:
    shortcuts = ShortcutsModel(())
    tester = QAbstractItemModelTester(shortcuts, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shortcuts.show([FIND, CLEAR])
    shortcuts.choose(CLEAR, "F9")
    assert [shortcuts.index(row, 1).data() for row in range(2)] == ["Ctrl+F", "F9"]
    assert shortcuts.index(0, 0).data(Qt.ItemDataRole.FontRole) is None
    assert shortcuts.index(1, 0).data(Qt.ItemDataRole.FontRole).bold()
    shortcuts.show([FIND._replace(text="Chercher"), CLEAR])
    assert shortcuts.index(0, 0).data() == "Chercher"
    shortcuts.show_chosen(())
    assert shortcuts.index(1, 1).data() == "Ctrl+L"
    assert tester is not None


@pytest.mark.parametrize(
    ("text", "name"), [("F&ind in Messages…", "Find in Messages"), ("R&&D", "R&D"), ("&Quit", "Quit")]
)
def test_names_have_no_mnemonic_and_no_dots(text: str, name: str) -> None:
    assert plain_name(text) == name
