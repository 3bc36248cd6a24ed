"""Another theme dresses what can be seen at once and the rest soon after it, each widget a single time."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QStackedWidget, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.windows import Windows, windows
from tracemq.profiles.settings import Density
from tracemq.ui import icons
from tracemq.ui.help_window import HelpWindow
from tracemq.ui.tab_window import TabWindow
from tracemq.ui.theme import DARK, LIGHT, Scheme, Theme, Type, style_sheet
from tracemq.ui.theme_dressing import Dressing, _outside_in

pytestmark = pytest.mark.usefixtures("short_slices")
DEPTH = 8
LEAST_REFRESH_MS = 200  # what is looked at again and again; what comes in slices has a shorter interval
SETTLED_S = 60.0


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    yield Theme(qapp, Scheme.LIGHT)
    qapp.setStyleSheet("")


@pytest.fixture
def pages(theme: Theme, qtbot: QtBot) -> QStackedWidget:
    """Two pages of muted words, the second of which has been seen but is behind the first."""
    made = QStackedWidget()
    qtbot.addWidget(made)
    for _ in range(2):
        page = QLabel("words")
        page.setObjectName("muted")
        made.addWidget(page)
    made.show()
    for index in (1, 0):
        made.setCurrentIndex(index)
        QApplication.processEvents()
    return made


def wait(theme: Theme, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not theme.dressing.busy)


def ink(widget: QWidget | None) -> str:
    assert widget is not None
    return widget.palette().windowText().color().name()


def test_what_can_be_seen_is_dressed_at_once(theme: Theme, pages: QStackedWidget) -> None:
    theme.use(Scheme.DARK)
    assert ink(pages.widget(0)) == DARK.muted
    assert pages.grab().toImage().pixelColor(0, 0).name() == DARK.window


def test_what_cannot_be_seen_is_dressed_soon(theme: Theme, pages: QStackedWidget, qtbot: QtBot) -> None:
    theme.use(Scheme.DARK)
    wait(theme, qtbot)
    assert ink(pages.widget(1)) == DARK.muted


def test_what_has_never_been_seen_is_dressed_when_it_is_shown(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("words")
    label.setObjectName("muted")
    qtbot.addWidget(label)
    theme.use(Scheme.DARK)
    wait(theme, qtbot)
    label.show()
    assert ink(label) == DARK.muted


def test_the_last_of_two_changes_counts(theme: Theme, pages: QStackedWidget, qtbot: QtBot) -> None:
    theme.use(Scheme.DARK)
    theme.use(Scheme.LIGHT)
    wait(theme, qtbot)
    assert [ink(pages.widget(index)) for index in (0, 1)] == [LIGHT.muted, LIGHT.muted]


def test_widgets_may_go_while_others_are_dressed(qapp: QApplication, theme: Theme, qtbot: QtBot) -> None:
    hidden = [QToolButton() for _ in range(20)]
    steps = Dressing(qapp)._steps(qapp.palette(), style_sheet(DARK))
    next(steps)
    for button in hidden:
        button.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert list(steps)


class Counting(QWidget):
    """Counts how often its style has changed."""

    changes = 0

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.changes += event.type() is QEvent.Type.StyleChange


def test_the_depth_of_a_widget_does_not_multiply_the_work(theme: Theme, qtbot: QtBot) -> None:
    nested = [Counting()]
    qtbot.addWidget(nested[0])
    for _ in range(DEPTH):
        nested.append(Counting(nested[-1]))
    nested[0].show()
    for widget in nested:
        widget.changes = 0
    theme.set_type(Type(density=Density.COMPACT))
    wait(theme, qtbot)
    assert [widget.changes for widget in nested] == [1] * (DEPTH + 1)
    theme.use(Scheme.DARK)
    wait(theme, qtbot)
    assert [widget.changes for widget in nested] == [1] * (DEPTH + 1)  # colours change no size


def test_rows_are_measured_also_if_the_colours_change_before_all_are(theme: Theme, qtbot: QtBot) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    inner = Counting(outer)
    outer.show()
    inner.hide()
    inner.changes = 0
    theme.set_type(Type(density=Density.COMPACT))
    theme.use(Scheme.DARK)
    wait(theme, qtbot)
    assert inner.changes


def test_a_widget_is_dressed_after_the_one_that_it_is_in(qapp: QApplication, theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    inside = QLabel(window)
    QLabel(inside)
    dialog = QDialog(inside)
    QLabel(dialog)
    found = list(_outside_in(qapp))
    assert sorted(map(id, found)) == sorted(map(id, qapp.allWidgets()))
    outside = [(each, each.parentWidget()) for each in found]
    assert all(found.index(each) > found.index(around) for each, around in outside if around is not None)


def test_icons_of_what_can_be_seen_are_drawn_soon(theme: Theme, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    icons.set_icon(button, "add")
    button.show()
    theme.use(Scheme.DARK)
    wait(theme, qtbot)
    assert button.icon().pixmap(16).toImage() == icons.icon("add").pixmap(16).toImage()


# -- pictures


@pytest.fixture
def world(qapp: QApplication) -> Iterator[Windows]:
    flash_ms = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    with windows(qapp) as made:
        yield made
    qapp.setCursorFlashTime(flash_ms)


def settle(theme: Theme, window: QWidget) -> None:
    """Let all come that is left to later turns, and nothing after it: counts are looked at anew each second."""

    def coming() -> bool:
        return theme.dressing.busy or any(timer.isActive() for timer in window.findChildren(QTimer))

    for timer in window.findChildren(QTimer):
        if timer.interval() >= LEAST_REFRESH_MS and not timer.isSingleShot():
            timer.stop()
    end = time.monotonic() + SETTLED_S
    while coming():
        QApplication.processEvents()
        assert time.monotonic() < end
    QApplication.processEvents()  # what one turn asks for, another one paints


def picture(theme: Theme, window: QWidget) -> QImage:
    settle(theme, window)
    window.grab()  # lays out what is not laid out yet, which moves docks in a later turn
    settle(theme, window)
    return window.grab().toImage()


def dialogs(world: Windows) -> Iterator[QWidget]:
    """The windows that have all that they will have when they are shown; Qt lays the page of a guide out by and by."""
    return (window for window in world.others() if not isinstance(window, TabWindow | QMessageBox | HelpWindow))


def test_dialogs_look_as_if_they_had_been_opened_in_the_theme(world: Windows) -> None:
    world.theme.use(Scheme.DARK)
    opened = [(type(window).__name__, picture(world.theme, window)) for window in dialogs(world)]
    world.close()
    world.theme.use(Scheme.LIGHT)
    changed = []
    for window in dialogs(world):
        light = picture(world.theme, window)
        world.theme.use(Scheme.DARK)
        changed.append((type(window).__name__, picture(world.theme, window)))
        world.theme.use(Scheme.LIGHT)
        assert picture(world.theme, window) == light, "and back"
    assert [name for name, _ in changed] == [name for name, _ in opened]
    assert [name for (name, one), (_, other) in zip(changed, opened, strict=True) if one != other] == []


def test_a_window_full_of_panels_looks_as_if_qt_had_dressed_it(
    world: Windows, qapp: QApplication, qtbot: QtBot
) -> None:
    window = world.connected()
    tab = window.tab
    assert tab is not None
    qtbot.waitUntil(lambda: all(dock.widget() is not None for dock in tab.docks.values()))
    qapp.setStyleSheet(qapp.styleSheet())  # columns are measured once more now, and not with the first change below

    for scheme, other in ((Scheme.DARK, Scheme.LIGHT), (Scheme.LIGHT, Scheme.DARK)):
        world.theme.use(other)
        world.theme.use(scheme)
        ours = picture(world.theme, window)
        qapp.setStyleSheet(qapp.styleSheet())
        assert ours == picture(world.theme, window), scheme
