"""Every control of every window has a name for those who cannot see it, and can be reached without a mouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.support.languages import translated
from tests.support.windows import P12, WRONG, Windows, in_sight, menus, turned, windows
from tracemq.i18n import LANGUAGES

CONTROLS = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractSlider, QAbstractItemView, QAbstractScrollArea,
    QTabBar,
)  # fmt: skip


IN_A_MENU_AS = {"Close this connection": "Close Tab"}  # what only a mouse gets to has a twin with a key


@pytest.fixture
def made(qapp: QApplication) -> Iterator[Windows]:
    with windows(qapp) as made:
        yield made


def controls(window: QWidget) -> Iterator[QWidget]:
    """What can be used in a window as it is now; not what Qt puts into its own widgets."""
    for widget in window.findChildren(QWidget):
        focusable = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(widget, QLabel)
        if not isinstance(widget, CONTROLS) and not focusable:
            continue
        if not in_sight(widget, window) or widget.window() is not window or _of_qt(widget) or _only_scrolls(widget):
            continue
        yield widget


def _of_qt(widget: QWidget) -> bool:
    """Parts of a widget of Qt's, which name and lead to them by themselves."""
    if isinstance(widget, QScrollBar | QHeaderView | QMenuBar | QMenu) or widget.objectName().startswith("qt_"):
        return True
    parent = widget.parent()
    if isinstance(widget, QTabBar) and isinstance(parent, QMainWindow):  # of docks: Qt parks those it does not need
        return not parent.rect().intersects(widget.geometry())
    if isinstance(parent, QTabBar):
        return not widget.accessibleName()  # the arrows; a button of ours on a tab has a name
    return isinstance(parent, QLineEdit | QComboBox | QAbstractSpinBox | QHeaderView | QAbstractItemView)


def _only_scrolls(widget: QWidget) -> bool:
    return isinstance(widget, QScrollArea) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus


def spoken(widget: QWidget) -> str:
    """What a screen reader says: the name, the text of the control, or that of the label beside it."""
    told = QAccessible.queryAccessibleInterface(widget)
    return str(told.text(QAccessible.Text.Name)).strip() if told else ""


def described(widget: QWidget) -> str:
    inside = widget.parent()
    return f"{type(widget).__name__} {widget.objectName() or widget.toolTip()!r} in {type(inside).__name__}"


def nameless(window: QWidget) -> list[str]:
    return sorted({described(widget) for widget in controls(window) if not spoken(widget)})


def actions_with_keys(window: QWidget) -> set[QAction]:
    """Actions that a menu or a shortcut leads to."""
    found = {action for menu in menus(window) for action in menu.actions()}
    found |= {action for action in window.findChildren(QAction) if not action.shortcut().isEmpty()}
    return found


def out_of_reach(window: QWidget) -> list[str]:
    """Controls that only a mouse gets to."""
    found, known = [], actions_with_keys(window)
    texts = {action.text().replace("&", "") for action in known}
    for widget in controls(window):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        if isinstance(widget, QAbstractButton) and not widget.shortcut().isEmpty():
            continue
        if isinstance(widget, QToolButton) and widget.defaultAction() in known:
            continue
        if IN_A_MENU_AS.get(widget.accessibleName()) in texts:
            continue
        found.append(described(widget))
    return sorted(set(found))


def complaints(window: QWidget) -> list[str]:
    found = [
        complaint
        for shown in turned(window)
        for complaint in (
            *(f"no name: {each}" for each in nameless(shown)),
            *(f"mouse only: {each}" for each in out_of_reach(shown)),
        )
    ]
    return list(dict.fromkeys(found))


def test_the_main_window_can_be_used_without_eyes_and_mouse(made: Windows) -> None:
    assert complaints(made.main()) == []


def test_a_connection_with_all_its_panels_can_be_used_without_eyes_and_mouse(made: Windows) -> None:
    assert complaints(made.connected()) == []


def test_every_page_of_the_connection_dialog_can_be_used_without_eyes_and_mouse(made: Windows) -> None:
    for dialog in chain(made.pages(), made.pages(WRONG), made.pages(P12)):
        assert complaints(dialog) == []


def test_every_other_window_can_be_used_without_eyes_and_mouse(made: Windows) -> None:
    for window in made.others():
        assert complaints(window) == [], window


def test_what_has_no_name_or_cannot_be_reached_is_found(made: Windows) -> None:
    window = QWidget()
    line, button, label = QLineEdit(window), QToolButton(window), QLabel("&Line:", window)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    window.show()
    assert [each.split(" ")[:3] for each in complaints(window)] == [
        ["no", "name:", "QLineEdit"], ["no", "name:", "QToolButton"], ["mouse", "only:", "QToolButton"],
    ]  # fmt: skip
    label.setBuddy(line)
    button.setText("Go")
    button.setShortcut("Ctrl+G")
    assert complaints(window) == []
    window.deleteLater()


def mnemonics(window: QWidget) -> Counter[str]:
    """The letters that Alt goes with, in what can be seen now."""
    seen = [
        widget.text()
        for widget in window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLabel) and in_sight(widget, window)
        if not isinstance(widget, QLabel) or widget.buddy() is not None
    ]
    bars = [bar for bar in window.findChildren(QMenuBar) if bar.isVisibleTo(window)]
    return letters([*seen, *(action.text() for bar in bars for action in bar.actions())])


def letters(texts: list[str]) -> Counter[str]:
    plain = [text.replace("&&", "") for text in texts]
    return Counter(text[text.index("&") + 1].casefold() for text in plain if "&" in text[:-1])


def twice(count: Counter[str]) -> list[str]:
    return sorted(letter for letter, times in count.items() if times > 1)


@pytest.fixture(params=LANGUAGES)
def in_each_language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Windows]:
    with translated(qapp, request.param), windows(qapp) as made:
        yield made


def test_alt_and_a_letter_lead_to_one_thing_in_a_window(in_each_language: Windows) -> None:
    for window in turned(in_each_language.connected()):
        assert twice(mnemonics(window)) == []


def test_alt_and_a_letter_lead_to_one_thing_on_each_page_of_the_connection_dialog(in_each_language: Windows) -> None:
    for dialog in chain(in_each_language.pages(), in_each_language.pages(P12)):
        assert twice(mnemonics(dialog)) == [], dialog.list.currentItem().text()


def test_alt_and_a_letter_lead_to_one_thing_in_every_other_window(in_each_language: Windows) -> None:
    for window in in_each_language.others():
        assert twice(mnemonics(window)) == [], window


def test_a_letter_leads_to_one_line_of_a_menu(in_each_language: Windows) -> None:
    window = in_each_language.connected()
    for menu in menus(window):
        assert twice(letters([action.text() for action in menu.actions()])) == [], menu.title()


def test_every_dialog_has_a_button_for_enter_and_closes_with_escape(made: Windows) -> None:
    for dialog in chain(made.pages(), made.others()):
        if not isinstance(dialog, QDialog):
            continue
        buttons = [button for button in dialog.findChildren(QPushButton) if button.isVisibleTo(dialog)]
        assert [button.text() for button in buttons if button.isDefault()], dialog
