"""Turns the user's preferences into choices that hold as soon as they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QValidator, QWheelEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSpinBox, QTabWidget, QVBoxLayout, QWidget

from tracemq.profiles.settings import (
    FONT_SIZE_PT,
    RETENTION_MIB,
    RETENTION_MINUTES,
    RETENTION_ROWS,
    AtStart,
    Density,
    Theme,
    TimeFormat,
)
from tracemq.profiles.store import Broken
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.ui.error_text import error_text
from tracemq.ui.fields import Choice, FormPage, Note, Row, Tone, beside
from tracemq.ui.theme import GAP, MARGIN
from tracemq.viewmodels.preferences import Preferences
from tracemq.viewmodels.shortcuts import NamedAction

from .shortcuts_page import ShortcutsPage

SYSTEM_SIZE: Final = FONT_SIZE_PT[0] - 1  # what the spin box says "as the system" for
NO_ROWS: Final = RETENTION_ROWS[0] - 1  # what these say "no limit" for
NO_MINUTES: Final = RETENTION_MINUTES[0] - 1
RETENTION_STEP_MIB: Final = 128
RETENTION_STEP_ROWS: Final = 10_000
RETENTION_STEP_MINUTES: Final = 5
FONT_CHARS: Final = 24
ROWS_SHOWN: Final = 12  # shortcuts
FIRST_CHARS: Final = 84  # width of the dialog in average characters


class PreferencesDialog(QDialog):
    """Closing it keeps everything; `languages` are codes with each language's name in itself.

    `actions` gives what can have a shortcut, in the words of the language that is in use.
    """

    def __init__(
        self,
        preferences: Preferences,
        languages: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        actions: Callable[[], Sequence[NamedAction]] = tuple,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._languages = dict(languages)
        self._showing = False  # the fields change by our doing: nothing is chosen
        self._growing = QTimer(self, singleShot=True, interval=0)
        self._growing.timeout.connect(self._take_room)
        self.problem = Note()
        self.tabs = QTabWidget()
        self.pages = {name: FormPage(framed=False) for name in ("general", "look", "messages")}
        self.language = Choice(*((name, code) for code, name in (("", ""), *self._languages.items())))
        self.theme = Choice(*(("", theme) for theme in Theme))
        self.density = Choice(*(("", density) for density in Density))
        chosen = preferences.settings
        self.interface = Choice(*((name, name) for name in ("", *_fonts(chosen.interface_font))))
        self.font_size = _Number(SYSTEM_SIZE, FONT_SIZE_PT[1])
        self.monospace = Choice(*((name, name) for name in ("", *_fonts(chosen.monospace_font, fixed=True))))
        for choice in (self.interface, self.monospace):  # names of fonts may be long, and there may be hundreds
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(FONT_CHARS)
        self.times = Choice(*(("", times) for times in TimeFormat))
        self.retention = _Number(*RETENTION_MIB, step=RETENTION_STEP_MIB)
        self.rows = _Number(NO_ROWS, RETENTION_ROWS[1], step=RETENTION_STEP_ROWS)
        self.minutes = _Number(NO_MINUTES, RETENTION_MINUTES[1], step=RETENTION_STEP_MINUTES)
        self.at_start = Choice(*(("", at_start) for at_start in AtStart))
        self.shortcuts = ShortcutsPage(actions, chosen.shortcuts)
        self.defaults_button, self.close_button = QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show()
        self._take_room()

    def _lay_out(self) -> None:
        general, look, messages = self.pages.values()
        self._rows: dict[str, Row] = {
            "language": general.row("", self.language),
            "at_start": general.row("", self.at_start),
            "theme": look.row("", self.theme),
            "density": look.row("", self.density),
            "interface": look.row("", self.interface),
            "font_size": look.row("", beside(self.font_size), self.font_size),
            "monospace": look.row("", self.monospace),
            "times": messages.row("", self.times),
            "retention": messages.row("", beside(self.retention), self.retention),
            "rows": messages.row("", beside(self.rows), self.rows),
            "minutes": messages.row("", beside(self.minutes), self.minutes),
        }
        for page in (*self.pages.values(), self.shortcuts):
            page.setContentsMargins(0, MARGIN, 0, 0)
            self.tabs.addTab(page, "")
        self.defaults_button.setAutoDefault(False)
        self.close_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.defaults_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN)
        column.setSpacing(MARGIN)
        column.addWidget(self.problem)
        column.addWidget(self.tabs, 1)
        column.addLayout(buttons)

    def _connect(self) -> None:
        for name, choice in self._choices().items():
            choice.currentIndexChanged.connect(
                lambda _index, field=name, chosen=choice: self._chosen(field, chosen.value)
            )
        self.font_size.valueChanged.connect(
            lambda size: self._chosen("font_size_pt", None if size == SYSTEM_SIZE else size)
        )
        self.retention.valueChanged.connect(lambda mib: self._chosen("retention_mib", mib))
        self.rows.valueChanged.connect(lambda rows: self._chosen("retention_rows", None if rows == NO_ROWS else rows))
        self.minutes.valueChanged.connect(
            lambda minutes: self._chosen("retention_minutes", None if minutes == NO_MINUTES else minutes)
        )
        self.shortcuts.chosen.connect(lambda chosen: self._chosen("shortcuts", chosen))
        self.defaults_button.clicked.connect(self._restore_defaults)
        self.close_button.clicked.connect(self.accept)

    def _choices(self) -> dict[str, Choice]:
        return {
            "language": self.language,
            "theme": self.theme,
            "density": self.density,
            "interface_font": self.interface,
            "monospace_font": self.monospace,
            "time_format": self.times,
            "at_start": self.at_start,
        }

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Preferences"))
        for index, title in enumerate((self.tr("General"), self.tr("Look"), self.tr("Messages"), self.tr("Shortcuts"))):
            self.tabs.setTabText(index, title)
        self.tabs.setAccessibleName(self.tr("Preferences"))
        system = self.tr("As the system")
        for name, label in (
            ("language", self.tr("&Language:")),
            ("at_start", self.tr("&At start:")),
            ("theme", self.tr("&Theme:")),
            ("density", self.tr("Ro&ws:")),
            ("interface", self.tr("F&ont:")),
            ("font_size", self.tr("&Font size:")),
            ("monospace", self.tr("Font of &payloads:")),
            ("times", self.tr("T&ime of messages:")),
            ("retention", self.tr("&Memory at most:")),
            ("rows", self.tr("M&essages at most:")),
            ("minutes", self.tr("A&ge at most:")),
        ):
            self._rows[name].rename(label)
        self.language.setItemText(0, system)
        self.interface.setItemText(0, system)
        self.monospace.setItemText(0, system)
        _name(self.theme, {Theme.SYSTEM: system, Theme.LIGHT: self.tr("Light"), Theme.DARK: self.tr("Dark")})
        _name(self.density, {Density.COMFORTABLE: self.tr("Comfortable"), Density.COMPACT: self.tr("Compact")})
        _name(
            self.times,
            {
                TimeFormat.TIME: self.tr("Time of day"),
                TimeFormat.DATE_TIME: self.tr("Date and time"),
                TimeFormat.ISO_UTC: self.tr("Date and time in UTC (ISO 8601)"),
                TimeFormat.AGE: self.tr("Age: how long ago it came"),
            },
        )
        _name(
            self.at_start,
            {
                AtStart.SHOW_LIST: self.tr("Show the list of connections"),
                AtStart.REOPEN: self.tr("Open the connections that were open at the end"),
            },
        )
        for number in (self.font_size, self.retention, self.rows, self.minutes):
            number.setLocale(QLocale())
        for number in (self.rows, self.minutes):
            number.setSpecialValueText(self.tr("No limit"))
        self.rows.setSuffix(self.tr(" messages"))
        self.minutes.setSuffix(self.tr(" min"))
        self.font_size.setSpecialValueText(system)
        self.font_size.setSuffix(self.tr(" pt"))
        self.retention.setSuffix(self.tr(" MiB"))
        self._rows["retention"].hint(
            self.tr(
                "Messages are kept in memory. When the open connections together have filled this much, the oldest "
                "messages leave; a smaller number lets them go at once."
            )
        )
        self._rows["rows"].hint(
            self.tr("In each connection; the oldest messages leave. What leaves is counted in the status bar.")
        )
        self._rows["at_start"].hint(self.tr("Connections that are marked to connect at start are opened in any case."))
        self.defaults_button.setText(self.tr("&Restore Defaults"))
        self.close_button.setText(self.tr("&Close"))
        self.shortcuts.retranslate()
        self._tell_problem()

    # -- what is chosen

    def _chosen(self, field: str, value: Any) -> None:
        if not self._showing:
            self._preferences.change(**{field: value})
            self._tell_problem()

    def _restore_defaults(self) -> None:
        self._preferences.restore_defaults()
        self._show()

    def _show(self) -> None:
        settings = self._preferences.settings
        self._showing = True
        for field, choice in self._choices().items():
            choice.setCurrentIndex(0)
            choice.choose(getattr(settings, field))
        self.font_size.setValue(settings.font_size_pt or SYSTEM_SIZE)
        self.retention.setValue(settings.retention_mib)
        self.rows.setValue(settings.retention_rows or NO_ROWS)
        self.minutes.setValue(settings.retention_minutes or NO_MINUTES)
        self.shortcuts.show_chosen(settings.shortcuts)
        self._showing = False
        self._tell_problem()

    def _tell_problem(self) -> None:
        self.defaults_button.setEnabled(not self._preferences.all_default)
        if self._preferences.not_kept is not None:
            detail = error_text(self._preferences.not_kept).detail
            self.problem.say(
                self.tr("This holds until the program ends: it could not be saved.") + f" {detail}", Tone.BAD
            )
        elif self._preferences.broken is not None:
            self.problem.say(self._broken_text(self._preferences.broken), Tone.WARNING)
        else:
            self.problem.say("")

    def _broken_text(self, broken: Broken) -> str:
        said = error_text(BadFileError(broken.problem, broken.detail, broken.line))
        return self.tr(
            "The file {file} could not be read, so the defaults hold. {reason} "
            "It is renamed, not lost, when you change something here."
        ).format(file=broken.path.name, reason=said.detail)

    def _take_room(self) -> None:
        """Take the height at which nothing is scrolled, if the screen has it."""
        width = self.fontMetrics().averageCharWidth() * FIRST_CHARS
        around = 7 * MARGIN + self.close_button.sizeHint().height() + self.tabs.tabBar().sizeHint().height()
        if self.problem.text():
            around += self.problem.heightForWidth(width - 4 * MARGIN) + MARGIN
        tallest = max(page.height_at(width - 4 * MARGIN) for page in self.pages.values())
        tallest = max(tallest, self.shortcuts.height_for(ROWS_SHOWN))
        room = self.screen().availableSize() * 0.9
        self.resize(QSize(width, tallest + around).expandedTo(self.size()).boundedTo(room))

    # -- what Qt tells

    def done(self, result: int) -> None:
        """A number that was typed but not confirmed counts as well."""
        for number in (self.font_size, self.retention, self.rows, self.minutes):
            number.interpretText()
        super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._growing.start()  # when the fields have heard of it as well


class _Number(QSpinBox):
    """Changes when a number is whole, not at each digit, and never because the page is scrolled over it."""

    def __init__(self, least: int, most: int, *, step: int = 1) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)
        self.setGroupSeparatorShown(True)
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """An emptied field is whole where there is a word for its lowest value: it is that."""
        if self._emptied(text):
            return QValidator.State.Acceptable, text, position
        return super().validate(text, position)

    def valueFromText(self, text: str) -> int:
        return self.minimum() if self._emptied(text) else super().valueFromText(text)

    def _emptied(self, text: str) -> bool:
        return bool(self.specialValueText()) and not text.removesuffix(self.suffix()).strip()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _name(choice: Choice, names: Mapping[Any, str]) -> None:
    for index, value in enumerate(choice.values):
        choice.setItemText(index, names[value])


def _fonts(chosen: str, *, fixed: bool = False) -> list[str]:
    """The fonts of this computer, all or the fixed-width ones, and the chosen one even if it is not here."""
    found = {name for name in QFontDatabase.families() if not fixed or QFontDatabase.isFixedPitch(name)}
    return sorted({name for name in found if not QFontDatabase.isPrivateFamily(name)} | ({chosen} - {""}))
