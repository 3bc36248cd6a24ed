"""Turns a choice of light, dark or the system's scheme into our palette, style sheet and fonts.

Fusion with palettes of our own, because `QStyleHints.setColorScheme` does nothing on most Linux desktops. The style
sheet touches frames and controls only: an `::item` rule on a view costs it 4 to 5 ms a frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from tracemq.profiles.settings import Density

from .icons import RESOURCES, icon
from .theme_dressing import Dressing

__all__ = [
    "DARK",
    "GAP",
    "LIGHT",
    "MARGIN",
    "Colours",
    "Scheme",
    "Theme",
    "Type",
    "colours",
    "icon",
    "monospace",
    "row_height",
]

MARGIN: Final = 8  # px, around the contents of a panel
GAP: Final = 6  # px, between neighbours
ROW_PADDING: Final = {Density.COMFORTABLE: 6, Density.COMPACT: 2}  # px, a row of a list is a line of text and this


class Scheme(StrEnum):
    """What the user chose; the values are kept in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """One scheme's colours as "#rrggbb"; every text colour is readable on window, base and alternate alike (AA)."""

    window: str
    base: str
    alternate: str
    text: str
    muted: str  # what is less important: times, units, hints
    disabled: str
    line: str  # between panels and rows
    edge: str  # around controls
    button: str
    hover: str
    pressed: str
    accent: str
    on_accent: str
    selection: str
    on_selection: str
    good: str
    warning: str
    bad: str
    warning_ground: str
    bad_ground: str


LIGHT: Final = Colours(
    window="#f3f5f7",
    base="#ffffff",
    alternate="#f7f9fa",
    text="#1b2126",
    muted="#56626d",
    disabled="#9aa4ad",
    line="#dbe0e5",
    edge="#b9c2ca",
    button="#ffffff",
    hover="#e6ebef",
    pressed="#d8dfe5",
    accent="#1a6c8a",
    on_accent="#ffffff",
    selection="#cbe4ee",
    on_selection="#0f2029",
    good="#1a7648",
    warning="#805400",
    bad="#b3261e",
    warning_ground="#fdf0d0",
    bad_ground="#fce4e2",
)
DARK: Final = Colours(
    window="#22272c",
    base="#1a1e22",
    alternate="#1e2327",
    text="#e2e7eb",
    muted="#9ca8b3",
    disabled="#66717b",
    line="#333a41",
    edge="#4a545d",
    button="#2b3137",
    hover="#323940",
    pressed="#3a424a",
    accent="#59b6d6",
    on_accent="#0c1a20",
    selection="#21506a",
    on_selection="#f2f8fb",
    good="#5fca92",
    warning="#e5b84b",
    bad="#f48b83",
    warning_ground="#3a311b",
    bad_ground="#42282a",
)

_DENSITY: Final = "tracemqDensity"  # properties of the application: what every view asks for is its, not a module's
_MONOSPACE: Final = "tracemqMonospace"

ROLES: Final = {  # palette role -> (active, disabled), as fields of Colours
    QPalette.ColorRole.Window: ("window", "window"),
    QPalette.ColorRole.WindowText: ("text", "disabled"),
    QPalette.ColorRole.Base: ("base", "window"),
    QPalette.ColorRole.AlternateBase: ("alternate", "window"),
    QPalette.ColorRole.Text: ("text", "disabled"),
    QPalette.ColorRole.PlaceholderText: ("muted", "disabled"),
    QPalette.ColorRole.Button: ("button", "window"),
    QPalette.ColorRole.ButtonText: ("text", "disabled"),
    QPalette.ColorRole.BrightText: ("bad", "disabled"),
    QPalette.ColorRole.Highlight: ("selection", "hover"),
    QPalette.ColorRole.HighlightedText: ("on_selection", "muted"),
    QPalette.ColorRole.Accent: ("accent", "edge"),
    QPalette.ColorRole.Link: ("accent", "disabled"),
    QPalette.ColorRole.LinkVisited: ("accent", "disabled"),
    QPalette.ColorRole.ToolTipBase: ("base", "base"),
    QPalette.ColorRole.ToolTipText: ("text", "text"),
    QPalette.ColorRole.Light: ("hover", "hover"),
    QPalette.ColorRole.Midlight: ("hover", "hover"),
    QPalette.ColorRole.Mid: ("line", "line"),
    QPalette.ColorRole.Dark: ("edge", "edge"),
    QPalette.ColorRole.Shadow: ("edge", "edge"),
}


@dataclass(frozen=True, slots=True)
class Type:
    """How letters and rows look, whatever the colours."""

    density: Density = Density.COMFORTABLE
    font_size_pt: int | None = None  # None is the system's
    monospace_font: str = ""  # "" is the system's
    interface_font: str = ""  # the same


class Theme(QObject):
    """Dresses the application; `changed` comes once all that can be seen has its colours, fonts and sizes."""

    changed = Signal()

    def __init__(self, application: QApplication, scheme: Scheme = Scheme.SYSTEM, letters: Type | None = None) -> None:
        super().__init__()
        self._application = application
        self.dressing = Dressing(application, self)
        self._system_font = QFont(application.font())
        self.scheme = scheme
        application.setStyle("Fusion")
        if letters is not None:
            self._set(letters)
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        application.screenAdded.connect(self._dress)  # it may be denser than the others
        self._dress()

    @property
    def colours(self) -> Colours:
        """The colours in use."""
        return colours(self._application.palette())

    def use(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._dress()

    def set_type(self, letters: Type) -> None:
        """Use other letters and rows, in the windows that are open as well."""
        self._set(letters)
        self._dress(measure=True)

    def _set(self, letters: Type) -> None:
        font = QFont(self._system_font)
        if letters.interface_font:
            font.setFamilies([letters.interface_font, *self._system_font.families()])
        if letters.font_size_pt is not None:
            font.setPointSize(letters.font_size_pt)
        self._application.setProperty(_DENSITY, letters.density.value)
        self._application.setProperty(_MONOSPACE, letters.monospace_font)
        self._application.setFont(font)
        for widget in self._application.allWidgets():
            if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) and _is_monospace(widget.font()):
                widget.setFont(monospace())

    def _system_changed(self) -> None:
        if self.scheme is Scheme.SYSTEM:
            self._dress()

    def _dress(self, *, measure: bool = False) -> None:
        dark = self.scheme is Scheme.DARK or (
            self.scheme is Scheme.SYSTEM and self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        chosen = DARK if dark else LIGHT
        self.dressing.dress(palette(chosen), style_sheet(chosen), measure=measure)
        self.changed.emit()


def palette(chosen: Colours) -> QPalette:
    made = QPalette()
    for role, (active, disabled) in ROLES.items():
        for group, field in (
            (QPalette.ColorGroup.Active, active),
            (QPalette.ColorGroup.Inactive, active),
            (QPalette.ColorGroup.Disabled, disabled),
        ):
            made.setColor(group, role, QColor(getattr(chosen, field)))
    return made


def colours(of: QPalette) -> Colours:
    """Return the scheme that a palette was made from: what a widget that paints by itself draws with."""
    return DARK if of.color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT


def monospace() -> QFont:
    """Return the chosen or the system's fixed-width font, at the size of the interface font."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    chosen = _property(_MONOSPACE)
    if chosen:
        font.setFamilies([chosen, *font.families()])
    font.setStyleHint(QFont.StyleHint.Monospace)
    size = QApplication.font().pointSizeF()
    if size > 0:
        font.setPointSizeF(size)
    return font


def _property(name: str) -> str:
    application = QApplication.instance()
    return (application.property(name) if application is not None else None) or ""


def _is_monospace(font: QFont) -> bool:
    """The font is one that `monospace` made; the system's other fonts have no such hint."""
    return font.styleHint() is QFont.StyleHint.Monospace


def row_height(font: QFont) -> int:
    """Return the height in px of a row of a list in this font."""
    density = Density(_property(_DENSITY) or Density.COMFORTABLE)
    return QFontMetrics(font).height() + ROW_PADDING[density]


def style_sheet(chosen: Colours) -> str:
    fields = {name: getattr(chosen, name) for name in Colours.__slots__}
    fields["kind"] = "dark" if chosen is DARK else "light"
    return Template(_STYLE).substitute(fields, icons=(RESOURCES / "icons").as_posix())


_STYLE: Final = """
QToolTip { border: 1px solid $edge; padding: 3px; }

QMainWindow::separator { background: $window; width: 5px; height: 5px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle { background: $window; }
QSplitter::handle:hover { background: $accent; }

QMenuBar { background: $window; border-bottom: 1px solid $line; }
QMenuBar::item { padding: 4px 9px; background: transparent; }
QMenuBar::item:selected { background: $hover; border-radius: 3px; }
QMenu { background: $base; border: 1px solid $edge; padding: 4px 0; }
QMenu::item { padding: 4px 28px 4px 26px; }
QMenu::item:selected { background: $selection; color: $on_selection; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QMenu::icon { padding-left: 6px; }

QToolBar { background: $window; border: 0; border-bottom: 1px solid $line; padding: 3px 6px; spacing: 2px; }
QToolBar::separator { background: $line; width: 1px; margin: 4px 5px; }
QToolButton { border: 1px solid transparent; border-radius: 4px; padding: 3px; background: transparent; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $selection; color: $on_selection; }
QToolButton:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }

QPushButton {
    background: $button; border: 1px solid $edge; border-radius: 4px; padding: 4px 14px; min-height: 16px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { border-color: $line; color: $disabled; background: $window; }
QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton:default:disabled { background: $window; color: $disabled; border-color: $line; }
QPushButton:checked { background: $selection; color: $on_selection; }
QPushButton:flat { border-color: transparent; background: transparent; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
    background: $base; border: 1px solid $edge; border-radius: 4px; padding: 2px 5px;
    selection-background-color: $selection; selection-color: $on_selection;
}
QLineEdit, QAbstractSpinBox, QComboBox { min-height: 18px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
    border-color: $accent;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
    background: $window; border-color: $line; color: $disabled;
}
QLineEdit[verdict="good"] { border-color: $good; }
QLineEdit[verdict="bad"] { border-color: $bad; }
QComboBox::drop-down { border: 0; width: 18px; }
QComboBox::down-arrow { image: url("$icons/arrow-down.svg"); width: 10px; height: 10px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: 0; width: 16px; background: transparent; }
QAbstractSpinBox::up-arrow { image: url("$icons/arrow-up.svg"); width: 8px; height: 8px; }
QAbstractSpinBox::down-arrow { image: url("$icons/arrow-down.svg"); width: 8px; height: 8px; }
QComboBox QAbstractItemView { background: $base; border: 1px solid $edge; outline: 0; }

QCheckBox, QRadioButton { spacing: 6px; }
QCheckBox::indicator, QRadioButton::indicator, QMenu::indicator, QAbstractItemView::indicator {
    width: 13px; height: 13px; border: 1px solid $edge; border-radius: 3px; background: $base;
}
QRadioButton::indicator { border-radius: 7px; }
QMenu::indicator { margin-left: 6px; }
QMenu::indicator:exclusive { border-radius: 7px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked, QMenu::indicator:checked, QAbstractItemView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-$kind.svg");
}
QRadioButton::indicator:checked, QMenu::indicator:exclusive:checked {
    background: $accent; border-color: $accent; image: url("$icons/dot-$kind.svg");
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled, QAbstractItemView::indicator:disabled {
    background: $window; border-color: $line;
}
QCheckBox:focus, QRadioButton:focus { color: $accent; }

QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QTabBar { qproperty-drawBase: 0; background: $window; }
QTabBar::tab {
    background: transparent; color: $muted; border: 0; border-bottom: 2px solid transparent; padding: 5px 12px;
}
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:disabled { color: $disabled; }

QHeaderView { background: $window; border: 0; }
QHeaderView::section {
    background: $window; color: $muted; border: 0; border-right: 1px solid $line; border-bottom: 1px solid $line;
    padding: 3px 6px;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::section:disabled { color: $disabled; }
QHeaderView::up-arrow, QHeaderView::down-arrow {
    subcontrol-origin: border; subcontrol-position: top center; width: 9px; height: 9px;
}
QHeaderView::up-arrow { image: url("$icons/arrow-up.svg"); }
QHeaderView::down-arrow { image: url("$icons/arrow-down.svg"); }
QTableCornerButton::section { background: $window; border: 0; }
QAbstractItemView { outline: 0; }

QScrollBar { background: $base; border: 0; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $edge; border: 3px solid $base; border-radius: 6px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 30px; }
QScrollBar::handle:horizontal { min-width: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: $base; border: 0; }

QLabel#dockTitle { font-weight: 600; }
QLabel#muted { color: $muted; }
QStatusBar QLabel[warning="true"] { color: $warning; font-weight: 600; }
QFrame#notice { border: 0; border-bottom: 1px solid $line; background: $base; }
QFrame#notice[severity="warning"] { background: $warning_ground; }
QFrame#notice[severity="error"] { background: $bad_ground; }
QPushButton#newRows {
    background: $accent; color: $on_accent; border: 0; border-radius: 11px; padding: 3px 12px; font-weight: 600;
}
QStatusBar { background: $window; border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QGroupBox { border: 1px solid $line; border-radius: 4px; margin-top: 16px; padding: 6px; }
QGroupBox::title { subcontrol-origin: margin; left: 0; padding: 0 2px 2px 2px; color: $muted; }
QProgressBar { border: 1px solid $edge; border-radius: 4px; background: $base; text-align: center; }
QProgressBar::chunk { background: $selection; border-radius: 3px; }
"""
