"""Turns settings that have changed into a program that follows them, and into the file that keeps them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tracemq.i18n import Translations
from tracemq.profiles.settings import Settings, SettingsStore
from tracemq.workspace.workspace import Workspace

from .main_window import MainWindow
from .theme import Scheme, Theme, Type


class SettingsInUse:
    """What holds now. The command line may have chosen otherwise for this run: only what changes is made to hold."""

    def __init__(
        self,
        store: SettingsStore,
        settings: Settings,
        translations: Translations,
        theme: Theme,
        workspace: Workspace,
        window: MainWindow,
    ) -> None:
        self.now = settings
        self.broken = store.broken
        self._store = store
        self._translations = translations
        self._theme = theme
        self._workspace = workspace
        self._window = window
        window.show_times(settings.time_format)
        window.use_shortcuts(dict(settings.shortcuts))
        self._retain()

    def use(self, wanted: Settings) -> None:
        """Let these settings hold at once, and keep them; raises OSError if they hold but could not be kept."""
        before, self.now = self.now, wanted
        if wanted.language != before.language:
            self._translations.use(wanted.language or None)
        if wanted.theme is not before.theme:
            self._theme.use(Scheme(wanted.theme.value))
        if letters(wanted) != letters(before):
            self._theme.set_type(letters(wanted))
        if wanted.retention_mib != before.retention_mib:
            self._workspace.retain_mib = wanted.retention_mib
        if retention(wanted) != retention(before):
            self._retain()
        if wanted.time_format is not before.time_format:
            self._window.show_times(wanted.time_format)
        if wanted.shortcuts != before.shortcuts:
            self._window.use_shortcuts(dict(wanted.shortcuts))
        self._store.save(wanted)
        self.broken = None

    def _retain(self) -> None:
        rows, seconds = retention(self.now)
        self._workspace.retain(max_rows=rows, max_age_s=seconds)

    def keep(self, **values: Any) -> None:
        """Keep what holds already or matters at the next start alone; raises OSError."""
        self.now = replace(self.now, **values)
        self._store.save(self.now)
        self.broken = None


def letters(settings: Settings) -> Type:
    """Return what a theme takes of the settings beside its colours."""
    return Type(settings.density, settings.font_size_pt, settings.monospace_font, settings.interface_font)


def retention(settings: Settings) -> tuple[int | None, float | None]:
    """Return the limits that hold beside that of memory: rows, and seconds."""
    minutes = settings.retention_minutes
    return settings.retention_rows, None if minutes is None else minutes * 60.0
