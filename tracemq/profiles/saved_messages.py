"""A folder of YAML files, with folders in it, becomes saved messages, and a message becomes a file: one each.

Paths are relative to the folder and have slashes: "Lights/kitchen-on.yaml"; "" is the folder itself. A file that
somebody else has changed since it was read here is never overwritten in silence. What is not a YAML file, begins with
a dot or is a symbolic link is left alone.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar

from .files import WRITER, ChangedOnDiskError, entries, exists, make_folder, read_file, remove_file, write_file
from .message_record import SCHEMA, MessageRecord
from .store import SUFFIXES
from .yaml_nodes import BadFileError

T = TypeVar("T")
MAX_DEPTH: Final = 8
MAX_FILES: Final = 2_000
MAX_SLUG_CHARS: Final = 60
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMessage:
    """One file: its message, or what is wrong with it."""

    path: str
    message: MessageRecord | None = None
    problem: BadFileError | None = None

    @property
    def name(self) -> str:
        """What the list calls it: its name, else its file's."""
        return (self.message.name if self.message else "") or Path(self.path).stem


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything in the folder, sorted by name; `left_out` counts what is beyond the limits."""

    folders: tuple[str, ...] = ()
    messages: tuple[SavedMessage, ...] = ()
    left_out: int = 0


_Stamp = tuple[int, int, int]


class MessageStore:
    """The calls block for some milliseconds; those that end in `_steps` are generators for slices of work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, tuple[_Stamp, bytes, SavedMessage]] = {}  # path -> stamp, digest, what was read
        self._folders: tuple[str, ...] = ()
        self._left_out = 0

    # Reading

    def load(self) -> Library:
        """Read what has changed since the last time."""
        return _finish(self.load_steps())

    def load_steps(self) -> Generator[int, None, Library]:
        """The same, a file a step; raises OSError for a folder that cannot be read."""
        folders: list[str] = []
        found: dict[str, SavedMessage] = {}
        left_out = 0
        for path, is_folder in walk(self.folder):
            if is_folder:
                folders.append(path)
            elif len(found) >= MAX_FILES:
                left_out += 1
            else:
                found[path] = self._load(path)
                yield len(found)
        self._read = {path: seen for path, seen in self._read.items() if path in found}
        self._folders, self._left_out = tuple(sorted(folders)), left_out
        messages = sorted(found.values(), key=lambda one: (parent_of(one.path), one.name.casefold(), one.path))
        return Library(folders=self._folders, messages=tuple(messages), left_out=left_out)

    def changed_outside(self) -> bool:
        """Whether files appeared, vanished or changed since the last reading."""
        return _finish(self.changed_steps())

    def changed_steps(self) -> Generator[int, None, bool]:
        """The same, a file a step."""
        folders, files, unknown = set(self._folders), set(self._read), 0
        try:
            for count, (path, is_folder) in enumerate(walk(self.folder)):
                there = folders if is_folder else files
                if path not in there and not is_folder and unknown < self._left_out:
                    unknown += 1  # one of those that were too many
                    continue
                if path not in there or (not is_folder and not self._same(path)):
                    return True
                there.remove(path)
                yield count
        except OSError:
            return False
        return bool(folders or files)

    def _same(self, path: str) -> bool:
        """Whether a file is as it was read or written here, which may have come to the disk only now."""
        stamp, (known, digest, saved) = _stamp(self.file(path)), self._read[path]
        if stamp == known:
            return True
        try:
            same = sha256(read_file(self.file(path))).digest() == digest
        except BadFileError:
            return False
        if same:
            self._read[path] = (stamp, digest, saved)
        return same

    def _load(self, path: str) -> SavedMessage:
        file = self.file(path)
        stamp, known = _stamp(file), self._read.get(path)
        if known and known[0] == stamp:
            return known[2]
        data = b""
        try:
            data = read_file(file)
            loaded = SavedMessage(path=path, message=SCHEMA.decode(data))
        except BadFileError as problem:
            loaded = SavedMessage(path=path, problem=problem)
        self._read[path] = (stamp, sha256(data).digest(), loaded)
        return loaded

    # Messages

    def add(self, folder: str, message: MessageRecord) -> str:
        """Write a new file and return its path; raises OSError, BadFileError for what no file can hold."""
        path = self.write_new(folder, slug(message.name) or "message", SCHEMA.encode(message))
        self._load(path)
        return path

    def save(self, path: str, message: MessageRecord, *, overwrite: bool = False) -> None:
        """Write over the file, keeping its unknown keys; raises ChangedOnDiskError unless `overwrite`, and as `add`."""
        old = self._unchanged(path, overwrite=overwrite)
        try:
            data = SCHEMA.encode(message, old)
        except BadFileError:
            if not overwrite:
                raise
            data = SCHEMA.encode(message)  # what stood there was none of ours
        self._write(path, data, message)

    def rename(self, path: str, name: str) -> str:
        """Give a message another name, and its file with it; returns the new path. Raises as `save`."""
        data = read_file(self.file(path))
        message = replace(SCHEMA.decode(data), name=name)
        self.save(path, message)
        there = self._free(parent_of(path), slug(name) or "message", but=path)
        return self._rename_file(path, there)

    def delete(self, path: str) -> None:
        remove_file(self.file(path))
        self._read.pop(path, None)

    def move(self, path: str, folder: str) -> str:
        """Put a message into another folder; returns its new path. Raises OSError."""
        if parent_of(path) == folder:
            return path
        return self._rename_file(path, self._free(folder, Path(path).stem))

    def _rename_file(self, path: str, there: str) -> str:
        if there != path:
            make_folder(self.file(there).parent)
            write_file(self.file(there), read_file(self.file(path)))  # before the other goes
            remove_file(self.file(path))
            self._read.pop(path, None)
            self._load(there)
        return there

    # Folders

    def make_folder(self, folder: str, name: str) -> str:
        """Make a folder in a folder and return its path; raises OSError, also for one that is there."""
        path = join(folder, folder_name(name))
        make_folder(self.file(folder))
        self.file(path).mkdir(mode=0o700)
        return path

    def rename_folder(self, path: str, name: str) -> str:
        return self.move_folder(path, parent_of(path), name)

    def move_folder(self, path: str, folder: str, name: str = "") -> str:
        """Put a folder into another one; raises OSError, also where one of that name is, or into itself."""
        there = join(folder, folder_name(name) if name else path.rpartition("/")[2])
        if there == path:
            return path
        target = self.file(there)
        if target.exists() or f"{folder}/".startswith(f"{path}/"):
            raise FileExistsError(17, "File exists", str(target))
        WRITER.finish_below(self.file(path))
        self.file(path).rename(target)
        return there

    def delete_folder(self, path: str) -> None:
        """Delete a folder with its messages; what is not ours in it stays, with the folders it is in."""
        files = [inside for inside, is_folder in walk(self.file(path), path) if not is_folder]
        for file in files:
            self.delete(file)
        WRITER.finish_below(self.file(path))
        if all(entry.is_dir() and not entry.is_symlink() for entry in self.file(path).rglob("*")):
            shutil.rmtree(self.file(path))

    # Files

    def file(self, path: str) -> Path:
        """The file or folder that a path names; ValueError for one that would lead out of the folder."""
        parts = path.split("/") if path else []
        if any(part in {"", ".", ".."} or "\0" in part or "\\" in part for part in parts):
            raise ValueError(path)
        return self.folder.joinpath(*parts)

    def write_new(self, folder: str, stem: str, data: bytes) -> str:
        """Write a file's bytes under a free name; returns its path."""
        path = self._free(folder, stem)
        write_file(self.file(path), data)
        return path

    def _free(self, folder: str, stem: str, but: str = "") -> str:
        path = join(folder, f"{stem}.yaml")
        number = 1
        while path != but and exists(self.file(path)):
            number += 1
            path = join(folder, f"{stem}-{number}.yaml")
        return path

    def _unchanged(self, path: str, *, overwrite: bool) -> bytes:
        try:
            data = read_file(self.file(path))
        except BadFileError:
            if not overwrite:
                raise ChangedOnDiskError(self.file(path), removed=True) from None
            return b""
        known = self._read.get(path)
        if not overwrite and known is not None and known[1] != sha256(data).digest():
            raise ChangedOnDiskError(self.file(path), removed=False)
        return data

    def _write(self, path: str, data: bytes, message: MessageRecord) -> None:
        file = self.file(path)
        write_file(file, data)
        saved = SavedMessage(path=path, message=message)
        self._read[path] = (_stamp(file), sha256(data).digest(), saved)


def walk(folder: Path, path: str = "") -> Iterator[tuple[str, bool]]:
    """Yield what is in a folder as (path, whether it is a folder), sorted; `path` is put before the names."""
    if not folder.is_dir():
        return
    for entry in entries(folder):
        inside = join(path, entry.name)
        if entry.name.startswith(".") or "\\" in entry.name or entry.is_symlink():
            continue
        if entry.is_dir():
            yield inside, True
            if inside.count("/") < MAX_DEPTH - 1:
                yield from walk(entry, inside)
        elif entry.suffix in SUFFIXES:
            yield inside, False


def slug(name: str) -> str:
    """Return a file's name for a message: readable, in plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_SLUG_CHARS].strip("-")


def folder_name(name: str) -> str:
    """Return the name as systems take it for a folder's; ValueError if nothing is left of it."""
    words = _UNFIT.sub(" ", name.encode(errors="ignore").decode()).split()
    fit = " ".join(words).strip(" .")[:MAX_SLUG_CHARS].strip(" .")
    if not fit:
        raise ValueError(name)
    return fit


def parent_of(path: str) -> str:
    """The folder that something is in."""
    return path.rpartition("/")[0]


def join(folder: str, name: str) -> str:
    """The path of a name in a folder."""
    return "/".join(part for part in (folder, name) if part)


def _stamp(path: Path) -> _Stamp:
    try:
        facts = path.stat()
    except OSError:
        return (0, 0, 0)
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


def _finish(steps: Generator[int, None, T]) -> T:
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            result: T = finished.value
            return result
