"""Turns the user's preferences into choices that hold as soon as they are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QWheelEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from tracemq.profiles.settings import FONT_SIZE_PT, RETENTION_MIB, AtStart, Density, Theme, TimeFormat
from tracemq.profiles.store import Broken
from tracemq.profiles.yaml_nodes import BadFileError
from tracemq.ui.error_text import error_text
from tracemq.ui.fields import Choice, FormPage, Note, Row, Tone, beside
from tracemq.ui.theme import GAP, MARGIN
from tracemq.viewmodels.preferences import Preferences

SYSTEM_SIZE: Final = FONT_SIZE_PT[0] - 1  # what the spin box says "as the system" for
RETENTION_STEP_MIB: Final = 128
FIRST_CHARS: Final = 84  # width of the dialog in average characters


class PreferencesDialog(QDialog):
    """Closing it keeps everything; `languages` are codes with each language's name in itself."""

    def __init__(self, preferences: Preferences, languages: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._languages = dict(languages)
        self._showing = False  # the fields change by our doing: nothing is chosen
        self._growing = QTimer(self, singleShot=True, interval=0)
        self._growing.timeout.connect(self._take_room)
        self.problem = Note()
        self.page = FormPage(framed=False)
        self.language = Choice(*((name, code) for code, name in (("", ""), *self._languages.items())))
        self.theme = Choice(*(("", theme) for theme in Theme))
        self.density = Choice(*(("", density) for density in Density))
        self.font_size = _Number(SYSTEM_SIZE, FONT_SIZE_PT[1])
        self.monospace = Choice(
            *((name, name) for name in ("", *_monospace_fonts(preferences.settings.monospace_font)))
        )
        self.times = Choice(*(("", times) for times in (TimeFormat.TIME, TimeFormat.DATE_TIME, TimeFormat.ISO_UTC)))
        self.retention = _Number(*RETENTION_MIB, step=RETENTION_STEP_MIB)
        self.at_start = Choice(*(("", at_start) for at_start in AtStart))
        self.defaults_button, self.close_button = QPushButton(), QPushButton()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show()
        self._take_room()

    def _lay_out(self) -> None:
        self._looks = self.page.heading("")
        self._rows: dict[str, Row] = {
            "language": self.page.row("", self.language),
            "theme": self.page.row("", self.theme),
            "density": self.page.row("", self.density),
            "font_size": self.page.row("", beside(self.font_size), self.font_size),
            "monospace": self.page.row("", self.monospace),
        }
        self._messages = self.page.heading("")
        self._rows["times"] = self.page.row("", self.times)
        self._rows["retention"] = self.page.row("", beside(self.retention), self.retention)
        self._start = self.page.heading("")
        self._rows["at_start"] = self.page.row("", self.at_start)
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
        column.addWidget(self.page, 1)
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
        self.defaults_button.clicked.connect(self._restore_defaults)
        self.close_button.clicked.connect(self.accept)

    def _choices(self) -> dict[str, Choice]:
        return {
            "language": self.language,
            "theme": self.theme,
            "density": self.density,
            "monospace_font": self.monospace,
            "time_format": self.times,
            "at_start": self.at_start,
        }

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Preferences"))
        self._looks.setText(self.tr("Look"))
        self._messages.setText(self.tr("Messages"))
        self._start.setText(self.tr("Start"))
        system = self.tr("As the system")
        for name, label in (
            ("language", self.tr("&Language:")),
            ("theme", self.tr("&Theme:")),
            ("density", self.tr("Ro&ws:")),
            ("font_size", self.tr("&Font size:")),
            ("monospace", self.tr("Font of &payloads:")),
            ("times", self.tr("T&ime of messages:")),
            ("retention", self.tr("&Keep at most:")),
            ("at_start", self.tr("&At start:")),
        ):
            self._rows[name].rename(label)
        self.language.setItemText(0, system)
        self.monospace.setItemText(0, system)
        _name(self.theme, {Theme.SYSTEM: system, Theme.LIGHT: self.tr("Light"), Theme.DARK: self.tr("Dark")})
        _name(self.density, {Density.COMFORTABLE: self.tr("Comfortable"), Density.COMPACT: self.tr("Compact")})
        _name(
            self.times,
            {
                TimeFormat.TIME: self.tr("Time of day"),
                TimeFormat.DATE_TIME: self.tr("Date and time"),
                TimeFormat.ISO_UTC: self.tr("Date and time in UTC (ISO 8601)"),
            },
        )
        _name(
            self.at_start,
            {
                AtStart.SHOW_LIST: self.tr("Show the list of connections"),
                AtStart.REOPEN: self.tr("Open the connections that were open at the end"),
            },
        )
        for number in (self.font_size, self.retention):
            number.setLocale(QLocale())
        self.font_size.setSpecialValueText(system)
        self.font_size.setSuffix(self.tr(" pt"))
        self.retention.setSuffix(self.tr(" MiB"))
        self._rows["retention"].hint(
            self.tr(
                "Messages are kept in memory. When the open connections together have filled this much, the oldest "
                "messages leave; a smaller number lets them go at once."
            )
        )
        self._rows["at_start"].hint(self.tr("Connections that are marked to connect at start are opened in any case."))
        self.defaults_button.setText(self.tr("&Restore Defaults"))
        self.close_button.setText(self.tr("&Close"))
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
        around = 5 * MARGIN + self.close_button.sizeHint().height()
        if self.problem.text():
            around += self.problem.heightForWidth(width - 4 * MARGIN) + MARGIN
        room = self.screen().availableSize() * 0.9
        self.resize(
            QSize(width, self.page.height_at(width - 4 * MARGIN) + around).expandedTo(self.size()).boundedTo(room)
        )

    # -- what Qt tells

    def done(self, result: int) -> None:
        """A number that was typed but not confirmed counts as well."""
        self.font_size.interpretText()
        self.retention.interpretText()
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _name(choice: Choice, names: Mapping[Any, str]) -> None:
    for index, value in enumerate(choice.values):
        choice.setItemText(index, names[value])


def _monospace_fonts(chosen: str) -> list[str]:
    """The fixed-width fonts of this computer, and the chosen one even if it is not here."""
    found = {name for name in QFontDatabase.families() if QFontDatabase.isFixedPitch(name)}
    return sorted({name for name in found if not QFontDatabase.isPrivateFamily(name)} | ({chosen} - {""}))
