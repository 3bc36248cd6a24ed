"""Turns the colours that mark rows into a menu, a choice and little pictures, each with its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from tracemq.viewmodels.row_colours import COLOURS

from . import theme
from .fields import Choice
from .marked import QT_TRANSLATE_NOOP

SWATCH: Final = 12  # px
DOT: Final = 3.5  # px from the edge of a swatch to the dot in the chosen one
_NAMES: Final = dict(
    zip(
        COLOURS,
        (
            QT_TRANSLATE_NOOP("RowColour", "Blue"),
            QT_TRANSLATE_NOOP("RowColour", "Green"),
            QT_TRANSLATE_NOOP("RowColour", "Orange"),
            QT_TRANSLATE_NOOP("RowColour", "Violet"),
            QT_TRANSLATE_NOOP("RowColour", "Red"),
            QT_TRANSLATE_NOOP("RowColour", "Teal"),
            QT_TRANSLATE_NOOP("RowColour", "Pink"),
            QT_TRANSLATE_NOOP("RowColour", "Olive"),
        ),
        strict=True,
    )
)
_NONE: Final = QT_TRANSLATE_NOOP("RowColour", "None")


def colour_name(colour: str) -> str:
    """Say a colour; one that is not ours as it is written, and "" as none."""
    name = _NAMES.get(colour, colour) if colour else _NONE
    return QCoreApplication.translate("RowColour", name)


def draw_swatch(painter: QPainter, box: QRectF, colour: str, edge: str) -> None:
    """Draw a colour as a disc, no colour as a dotted ring: a square would look like a box to check."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if colour:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
    else:
        painter.setPen(QPen(QColor(edge), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawEllipse(box)
    painter.restore()


def swatch(colour: str, widget: QWidget, *, chosen: bool = False) -> QIcon:
    """Return a colour as an icon, for menus and choices of this widget; a menu shows no tick beside an icon."""
    ratio = widget.devicePixelRatioF()
    picture = QPixmap(QSize(SWATCH, SWATCH) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    shades = theme.colours(widget.palette())
    draw_swatch(painter, QRectF(0, 0, SWATCH, SWATCH), colour, shades.muted)
    if chosen:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#ffffff" if colour else shades.muted))
        painter.drawEllipse(QRectF(0, 0, SWATCH, SWATCH).adjusted(DOT, DOT, -DOT, -DOT))
    painter.end()
    return QIcon(picture)


def _offered(current: str) -> tuple[str, ...]:
    return ("", *COLOURS) if current in ("", *COLOURS) else ("", *COLOURS, current)


def colour_actions(parent: QWidget, current: str | None, choose: Callable[[str], object]) -> list[QAction]:
    """Return one checkable action a colour; `current` is None where several are in use."""
    group = QActionGroup(parent)
    actions = []
    for colour in _offered(current or ""):
        action = QAction(swatch(colour, parent, chosen=colour == current), colour_name(colour), group)
        action.setCheckable(True)
        action.setChecked(colour == current)
        action.triggered.connect(lambda _=False, chosen=colour: choose(chosen))
        actions.append(action)
    return actions


class ColourChoice(Choice):
    """A choice among the colours and none."""

    def __init__(self, current: str, parent: QWidget | None = None) -> None:
        offered = _offered(current)
        super().__init__(*((colour_name(colour), colour) for colour in offered), parent=parent)
        self._offered = offered
        self._draw()
        self.setIconSize(QSize(SWATCH, SWATCH))
        self.choose(current)

    def _draw(self) -> None:
        for index, colour in enumerate(self._offered):
            self.setItemIcon(index, swatch(colour, self))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_offered"):
            self._draw()
