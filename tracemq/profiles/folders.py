"""The folders of the list of connections that no profile tells of become a small file: empty ones, and closed ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from .files import read_file, write_file
from .schema import Schema
from .yaml_nodes import BadFileError

SEPARATOR: Final = "/"
MAX_LEVELS: Final = 8
MAX_NAME_CHARS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """Paths with slashes. `made` are those that were made by hand and stay while nothing is in them."""

    made: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


SCHEMA: Final = Schema(Folders, 1, {})


def tidy(path: str) -> str:
    """Return a folder's path without empty levels and invisible characters, however long it is."""
    levels = ("".join(sign for sign in level if sign.isprintable()).strip() for level in path.split(SEPARATOR))
    return SEPARATOR.join(level for level in levels if level)


def clean(path: str) -> str:
    """Return a folder's path as it is compared and shown: tidy, and with what `fits` allows of it."""
    levels = tidy(path).split(SEPARATOR)[:MAX_LEVELS]
    return SEPARATOR.join(level[:MAX_NAME_CHARS].strip() for level in levels)


def fits(path: str) -> bool:
    """Tell whether the list can show all of a path: MAX_LEVELS with names of MAX_NAME_CHARS."""
    return clean(path) == tidy(path)


def inside(path: str, folder: str) -> bool:
    """Tell whether a path is the folder or below it."""
    return path == folder or path.startswith(folder + SEPARATOR)


def moved(path: str, old: str, new: str) -> str:
    """Return the path after the folder `old` has become `new`; "" takes the folder away and keeps what is in it.

    Nothing is cut off, so whether it still `fits` is for whoever asks to see.
    """
    if not inside(clean(path), old):
        return path
    below = tidy(path).split(SEPARATOR)[len(old.split(SEPARATOR)) :]
    return tidy(SEPARATOR.join([new, *below]))


def with_parents(paths: Iterable[str]) -> list[str]:
    """Return all folders that these paths go through, sorted as they are shown."""
    found = set()
    for path in paths:
        levels = clean(path).split(SEPARATOR)
        found |= {SEPARATOR.join(levels[:count]) for count in range(1, len(levels) + 1)}
    return sorted(found - {""}, key=lambda path: [level.casefold() for level in path.split(SEPARATOR)])


class FolderStore:
    """One file beside the profiles; it is only a convenience, so a broken one is as good as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Folders:
        try:
            return SCHEMA.decode(read_file(self._path))
        except BadFileError:
            return Folders()

    def save(self, folders: Folders) -> None:
        """Write them over what the file says, if they differ; raises OSError, BadFileError for odd characters."""
        if folders != self.load():
            write_file(self._path, SCHEMA.encode(folders))

    def rename(self, old: str, new: str) -> Folders:
        """Give a folder another path, or take it away ("")."""
        now = self.load()
        made = tuple(dict.fromkeys(path for each in now.made if (path := moved(each, old, new))))
        closed = tuple(dict.fromkeys(path for each in now.closed if (path := moved(each, old, new))))
        changed = replace(now, made=made, closed=closed)
        self.save(changed)
        return changed
