"""What the user has set for publishing: variables of their own, what is remembered of what was sent; one YAML file."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from .files import exists, put_aside, read_file, write_file
from .schema import Schema
from .yaml_nodes import BadFileError

ALWAYS: Final = {"always": True}
MAX_VALUE_CHARS: Final = 10_000  # a text with many variables must not grow without bounds


class Remember(StrEnum):
    """What the history keeps of a message that was sent."""

    EVERYTHING = "everything"
    TOPICS = "topics"  # topic, QoS and retain, but neither payload nor properties
    SESSION = "session"  # everything, until the program ends
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVariable:
    """Stands for its value wherever `{{name}}` is written."""

    name: str = field(default="", metadata=ALWAYS)
    value: str = field(default="", metadata=ALWAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishingSettings:
    remember: Remember = field(default=Remember.EVERYTHING, metadata=ALWAYS)
    variables: tuple[OwnVariable, ...] = field(default=(), metadata=ALWAYS)
    answer_within_s: float = 10.0  # the time limit of a request


SCHEMA: Final = Schema(PublishingSettings, 1, {})


class PublishingSettingsStore:
    """A broken file gives the defaults, and is put aside when new ones are saved. Without a path nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.broken: BadFileError | None = None

    def load(self) -> PublishingSettings:
        """Return the settings in the file, the defaults where there is none or it is broken; never raises."""
        self.broken = None
        if self._path is None or not exists(self._path):
            return PublishingSettings()
        try:
            return SCHEMA.decode(read_file(self._path))
        except BadFileError as error:
            self.broken = error
            return PublishingSettings()

    def save(self, settings: PublishingSettings) -> None:
        """Write the settings, keeping unknown keys; raises OSError, BadFileError for what no file can hold."""
        if self._path is None:
            return
        data = b""
        if exists(self._path):
            try:
                data = read_file(self._path)
                SCHEMA.decode(data)
            except BadFileError:
                put_aside(self._path)
                data = b""
        write_file(self._path, SCHEMA.encode(settings, data))
        self.broken = None
