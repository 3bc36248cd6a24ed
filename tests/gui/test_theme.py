"""The palettes can be read, cover every role, follow the choice, and every icon can be drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtGui import QAction, QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from tracemq.ui import icons
from tracemq.ui.theme import DARK, LIGHT, Colours, Scheme, Theme, colours, palette, row_height

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
ICON_NAMES = sorted(path.stem for path in (icons.RESOURCES / "icons").glob("*.svg"))


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    yield Theme(qapp, Scheme.LIGHT)
    qapp.setStyleSheet("")


def luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


READABLE = [
    *product(("text", "muted", "accent", "good", "warning", "bad"), ("window", "base", "alternate")),
    *product(("text", "muted"), ("button", "hover")),
    ("text", "pressed"),
    ("on_accent", "accent"),
    ("on_selection", "selection"),
    ("warning", "warning_ground"),
    ("bad", "bad_ground"),
    ("text", "warning_ground"),
    ("text", "bad_ground"),
]


@SCHEMES
@pytest.mark.parametrize(("ink", "ground"), READABLE)
def test_text_has_the_contrast_that_aa_asks_for(scheme: Colours, ink: str, ground: str) -> None:
    assert contrast(getattr(scheme, ink), getattr(scheme, ground)) >= 4.5


@SCHEMES
def test_a_palette_leads_back_to_its_colours(scheme: Colours) -> None:
    assert colours(palette(scheme)) is scheme


@SCHEMES
def test_nothing_differs_in_a_window_without_focus(scheme: Colours) -> None:
    made = palette(scheme)
    for role in QPalette.ColorRole:
        if role not in {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}:
            assert made.color(QPalette.ColorGroup.Active, role) == made.color(QPalette.ColorGroup.Inactive, role)


def test_the_choice_dresses_the_application(theme: Theme, qapp: QApplication) -> None:
    heard: list[str] = []
    theme.changed.connect(lambda: heard.append(qapp.palette().base().color().name()))
    theme.use(Scheme.DARK)
    theme.use(Scheme.LIGHT)
    assert heard == [DARK.base, LIGHT.base]
    assert theme.colours is LIGHT


def test_every_field_of_the_style_sheet_is_filled_in(theme: Theme, qapp: QApplication) -> None:
    assert "$" not in qapp.styleSheet()
    for path in re.findall(r'url\("([^"]+)"\)', qapp.styleSheet()):
        assert (icons.RESOURCES / "icons" / path.rsplit("/", 1)[1]).exists()


@pytest.mark.parametrize("name", ICON_NAMES)
def test_an_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, "#ff0000", 32).toImage()
    inked = [image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() > 200]
    assert inked
    if not name.startswith(("arrow-", "check-", "dot-")):  # those stand in the style sheet, in colours of their own
        assert {(colour.green(), colour.blue()) for colour in inked} == {(0, 0)}


def test_icons_follow_the_theme(theme: Theme, qtbot: QtBot) -> None:
    window = QMainWindow()
    button, action = QToolButton(window), QAction(window)
    icons.set_icon(button, "add")
    icons.set_icon(action, "add")

    def ink() -> list[str]:
        return [thing.icon().pixmap(16).toImage().pixelColor(8, 8).name() for thing in (button, action)]

    light = ink()
    theme.use(Scheme.DARK)
    qtbot.waitUntil(lambda: not theme.dressing.busy)
    assert light != ink()
    assert ink()[0] == ink()[1]
    window.deleteLater()


def test_the_program_has_an_icon_of_its_own(qapp: QApplication) -> None:
    assert not icons.application_icon().pixmap(64).isNull()


def test_a_row_has_room_for_its_text(qapp: QApplication) -> None:
    assert row_height(qapp.font()) > QFontMetrics(qapp.font()).height()
