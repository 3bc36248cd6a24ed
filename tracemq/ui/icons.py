"""Turns the names of the drawings in resources/icons into icons in the colours of the current palette.

`QIcon.fromTheme` finds nothing on a desktop without an icon theme, so the drawings are our own: 16 px strokes in
`currentColor`, which is replaced before rendering. What is set with `set_icon` follows a change of palette.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QWidget

RESOURCES: Final = Path(__file__).parents[1] / "resources"
NAME_PROPERTY: Final = "icon_name"
SIZES: Final = (16, 20)  # px, the small sizes in use


@lru_cache(maxsize=2048)
def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """Draw an icon in one colour ("#rrggbb"), `size` pixels square; an unknown name raises FileNotFoundError."""
    drawing = _source(name).replace("currentColor", colour)
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    return picture


@lru_cache(maxsize=256)  # an icon is drawn four times at least: two sizes, enabled and disabled
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """Return an icon in `colour`, or in the palette's text colour; disabled it is in the palette's disabled one."""
    palette = QGuiApplication.palette()
    ink = (colour or palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)).name()
    faint = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText).name()
    dense = any(screen.devicePixelRatio() > 1 for screen in QGuiApplication.screens())
    return _icon(name, ink, faint, dense)


@lru_cache(maxsize=512)  # every icon of two schemes: a tab has seventy, and the next one the same
def _icon(name: str, ink: str, faint: str, dense: bool) -> QIcon:
    """Twice as large as well for a dense screen; on others that would take four fifths of the memory for nothing."""
    made = QIcon()
    for size in (*SIZES, *(2 * size for size in SIZES if dense)):
        made.addPixmap(pixmap(name, ink, size), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, faint, size), QIcon.Mode.Disabled)
    return made


def application_icon() -> QIcon:
    """Return the program's own icon, which keeps its colours."""
    return QIcon(str(RESOURCES / "tracemq.svg"))


def set_icon(target: QAction | QAbstractButton, name: str) -> None:
    """Give an action or a button an icon that `retint` keeps in the palette's colours."""
    target.setProperty(NAME_PROPERTY, name)
    target.setIcon(icon(name))


def retint(widget: QWidget) -> None:
    """Draw what `set_icon` gave to a widget and to its own actions again, after the palette has changed."""
    for target in (widget, *widget.findChildren(QAction, options=Qt.FindChildOption.FindDirectChildrenOnly)):
        name = target.property(NAME_PROPERTY)
        if name and isinstance(target, (QAction, QAbstractButton)):
            target.setIcon(icon(name))
