"""The YAML file of the user's preferences becomes one frozen record, and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from .files import exists, put_aside, read_file, write_file
from .schema import Schema
from .store import Broken
from .yaml_nodes import BadFileError, FileProblem

ALWAYS: Final = {"always": True}


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Density(StrEnum):
    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class TimeFormat(StrEnum):
    """How the time of a message is shown."""

    TIME = "time"  # of day, to the millisecond
    DATE_TIME = "date-time"
    ISO_UTC = "iso-utc"
    AGE = "age"


class AtStart(StrEnum):
    """What the program does when it starts; profiles marked "connect at start" connect in any case."""

    SHOW_LIST = "show-list"
    REOPEN = "reopen"  # the connections that were open at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user prefers. Window layouts are bytes of Qt's and stand elsewhere (LayoutStore)."""

    language: str = field(default="", metadata=ALWAYS)  # "" is the system's, else a code such as "fr"
    theme: Theme = field(default=Theme.SYSTEM, metadata=ALWAYS)
    density: Density = field(default=Density.COMFORTABLE, metadata=ALWAYS)
    font_size_pt: int | None = None  # None is the system's
    interface_font: str = ""  # "" is the system's
    monospace_font: str = ""  # the same
    time_format: TimeFormat = field(default=TimeFormat.TIME, metadata=ALWAYS)
    retention_mib: int = field(default=1024, metadata=ALWAYS)
    retention_rows: int | None = None  # of each connection; None is no limit
    retention_minutes: int | None = None  # the same
    at_start: AtStart = field(default=AtStart.SHOW_LIST, metadata=ALWAYS)
    open_profiles: tuple[str, ...] = ()  # ids, for REOPEN
    shortcuts: tuple[tuple[str, str], ...] = ()  # (action, keys or ""), those that differ from the program's
    first_start_done: bool = False


SCHEMA: Final = Schema(Settings, 1, {})
RETENTION_MIB: Final = (16, 65_536)
RETENTION_ROWS: Final = (100, 2_000_000_000)
RETENTION_MINUTES: Final = (1, 525_600)  # a year
FONT_SIZE_PT: Final = (6, 48)


class SettingsStore:
    """One file. A broken one gives the defaults and says why in `broken`; it is put aside when new ones are saved."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.broken: Broken | None = None

    def load(self) -> Settings:
        """Return the settings in the file, the defaults where there is none or it is broken; never raises."""
        self.broken = None
        if not self._path.is_symlink() and not exists(self._path):
            return Settings()
        try:
            return _within_limits(SCHEMA.decode(read_file(self._path)))
        except BadFileError as error:
            self.broken = Broken(path=self._path, problem=error.problem, detail=error.detail, line=error.line)
            return Settings()

    def save(self, settings: Settings) -> None:
        """Write the settings over what the file says now, keeping its unknown keys; raises OSError."""
        data = b""
        if exists(self._path):
            try:
                old = read_file(self._path)
                _within_limits(SCHEMA.decode(old))
                data = SCHEMA.encode(settings, old)
            except BadFileError:
                put_aside(self._path)
        write_file(self._path, data or SCHEMA.encode(settings))
        self.broken = None


def _within_limits(settings: Settings) -> Settings:
    for name, value, (low, high) in (
        ("retention_mib", settings.retention_mib, RETENTION_MIB),
        ("retention_rows", settings.retention_rows, RETENTION_ROWS),
        ("retention_minutes", settings.retention_minutes, RETENTION_MINUTES),
        ("font_size_pt", settings.font_size_pt, FONT_SIZE_PT),
    ):
        if value is not None and not low <= value <= high:
            raise BadFileError(FileProblem.UNKNOWN_VALUE, name)
    return settings
