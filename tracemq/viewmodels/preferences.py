"""Turns single choices into whole settings that hold at once and are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from tracemq.profiles.settings import Settings
from tracemq.profiles.store import Broken

CHOSEN: Final = (
    *("language", "theme", "density", "interface_font", "font_size_pt", "monospace_font", "time_format"),
    *("retention_mib", "retention_rows", "retention_minutes", "at_start", "shortcuts"),
)


class Preferences:
    """What a preferences dialog shows and changes; `use` makes settings hold and raises OSError if it can't keep them.

    `broken` is the file that could not be read at the start: it is put aside when the first change is kept.
    """

    def __init__(self, settings: Settings, use: Callable[[Settings], None], broken: Broken | None = None) -> None:
        self.settings = settings
        self.broken = broken
        self.not_kept: OSError | None = None
        self._use = use

    def change(self, **values: Any) -> None:
        """Let fields have other values from now on."""
        wanted = replace(self.settings, **values)
        if wanted == self.settings:
            return
        self.settings = wanted
        try:
            self._use(wanted)
        except OSError as error:  # a full or read-only disk: this run goes on with them all the same
            self.not_kept = error
        else:
            self.not_kept = self.broken = None

    def restore_defaults(self) -> None:
        """Go back to what holds at a first start, for everything that can be chosen here."""
        first = Settings()
        self.change(**{name: getattr(first, name) for name in CHOSEN})

    @property
    def all_default(self) -> bool:
        """There is nothing to restore."""
        first = Settings()
        return all(getattr(self.settings, name) == getattr(first, name) for name in CHOSEN)
