"""A folder of YAML files becomes profiles, and profiles become files in it: one each, told apart by the id inside.

A file that was changed by someone else since it was last read or written here is never overwritten in silence.
The calls belong to one thread at a time; none waits for the disk while the program runs (see files.py), and what is
read afterwards is what was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from .files import ChangedOnDiskError, entries, exists, put_aside, read_file, remove_file, write_file
from .problems import PROFILE_ID
from .profile import Profile, duplicated
from .schema import Schema
from .yaml_nodes import BadFileError, FileProblem

SCHEMA: Final = Schema(Profile, 1, {})
SUFFIXES: Final = (".yaml", ".yml")
MAX_SLUG_CHARS: Final = 40

Stamp = tuple[int, int, int]  # modified at (ns), size, inode


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    path: Path
    profile: Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A file that is left alone: what is wrong, where (a key's path or other detail, a line from 1 or 0)."""

    path: Path
    problem: FileProblem
    detail: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a file was like when it was last read or written here; `digest` is b"" where it could not be read."""

    profile_id: str | None
    digest: bytes
    stamp: Stamp | None


def load_profile(path: Path) -> Loaded | Broken:
    """Read one file, wherever it is. A file without an id gets one that stays the same as long as its name does."""
    try:
        return Loaded(path=path, profile=_decode(path, read_file(path)))
    except BadFileError as error:
        return Broken(path=path, problem=error.problem, detail=error.detail, line=error.line)


def _decode(path: Path, data: bytes) -> Profile:
    stem = path.stem
    stand_in = sha256(path.name.encode(errors="surrogateescape")).hexdigest()[:12]
    profile = SCHEMA.decode(data, id=stand_in, client_id=f"tracemq-{stand_in[:8]}", name=stem)
    if not PROFILE_ID.fullmatch(profile.id):
        raise BadFileError(FileProblem.ID_INVALID)
    return profile


def file_name(profile: Profile) -> str:
    """Return the name of a new file: readable, in plain letters, and this profile's own."""
    plain = unicodedata.normalize("NFKD", profile.name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_SLUG_CHARS].strip("-")
    return f"{slug or 'profile'}-{profile.id}.yaml"


def without_secret_values(profile: Profile) -> Profile:
    """Return the profile as a file may hold it: values of secret headers belong into the keyring."""
    headers = tuple(replace(item, value="") if item.secret else item for item in profile.websocket.headers)
    return replace(profile, websocket=replace(profile.websocket, headers=headers))


class ProfileStore:
    """The profiles in one folder. The caller keeps the list; this knows which file belongs to which id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, _Seen] = {}
        self._paths: dict[str, Path] = {}

    def load_all(self) -> list[Loaded | Broken]:
        """Read every file, in the order of the list: by position, then name; the broken ones come last."""
        self._seen.clear()
        self._paths.clear()
        try:
            found = [self._load(path) for path in self._files()]
        except OSError as error:
            return [Broken(path=self.folder, problem=FileProblem.UNREADABLE, detail=error.strerror or "")]
        loaded = [entry for entry in found if isinstance(entry, Loaded)]
        loaded.sort(key=lambda entry: (entry.profile.position, entry.profile.name.casefold()))
        return [*loaded, *(entry for entry in found if isinstance(entry, Broken))]

    def save(self, profile: Profile, *, replaces: Profile | None = None, overwrite: bool = False) -> Path:
        """Write the profile and return its file; unknown keys of the file stay.

        Raises ChangedOnDiskError when the file is not as it was last seen here, or not what `replaces` says (the
        profile that an editor began with), unless `overwrite`. Raises BadFileError for a profile that no file can
        hold, OSError when the disk refuses; the old file is whole in all cases.
        """
        path = self._paths.get(profile.id)
        if path is None:
            return self._write(profile, self._free_path(profile), b"")
        data = self._current(path)
        if not overwrite and (_digest(data) != self._seen[path].digest or not self._still(path, data, replaces)):
            raise ChangedOnDiskError(path, removed=data is None)
        if data is None:
            return self._write(profile, path, b"")
        try:
            old = _decode(path, data)
        except BadFileError:  # only with overwrite: what cannot be merged is kept beside the new file
            put_aside(path)
            return self._write(profile, path, b"")
        return self._write(profile, path, data, old, None if overwrite else data)

    def update(self, profile_id: str, **changes: Any) -> Profile:
        """Change some fields of the profile as it is on disk now, whoever wrote it; raises as `revise`."""
        return self.revise(profile_id, lambda profile: replace(profile, **changes))

    def revise(self, profile_id: str, change: Callable[[Profile], Profile]) -> Profile:
        """Make another profile of the one that is on disk now, whoever wrote it.

        Raises KeyError for an unknown id, BadFileError when the file is gone or broken, OSError.
        """
        path = self._paths[profile_id]
        data = read_file(path)
        old = _decode(path, data)
        profile = change(old)
        if profile != old:
            self._write(profile, path, data, old, data)
        return profile

    def duplicate(self, profile: Profile, name: str) -> Profile:
        """Save and return a copy with an id of its own, unknown keys included; its secrets are in secrets.py."""
        copy = duplicated(profile, name)
        path = self._paths.get(profile.id)
        data = self._current(path) if path else None
        try:
            self._write(copy, self._free_path(copy), data or b"")
        except BadFileError:  # the original was broken meanwhile
            self._write(copy, self._free_path(copy), b"")
        return copy

    def delete(self, profile_id: str, *, overwrite: bool = False) -> None:
        """Remove the profile's file; raises ChangedOnDiskError as `save` does, KeyError for an unknown id."""
        path = self._paths[profile_id]
        data = self._current(path)
        if data is not None and not overwrite and _digest(data) != self._seen[path].digest:
            raise ChangedOnDiskError(path, removed=False)
        remove_file(path)
        self._forget(path)

    def delete_file(self, path: Path) -> None:
        """Remove a file of this folder that is no profile; raises OSError, ValueError for a file from elsewhere."""
        if path.parent != self.folder or path not in self._files():
            raise ValueError(path.name)
        remove_file(path)
        self._forget(path)

    def changed_outside(self) -> list[Path]:
        """Return the files that appeared, vanished or changed since they were last seen here; cheap if none did."""
        try:
            there = self._files()
        except OSError:  # load_all says so
            return []
        changed = [path for path in there if path not in self._seen]
        for path, seen in list(self._seen.items()):
            stamp = _stamp(path)
            if path not in there or (stamp != seen.stamp and _digest(self._current(path)) != seen.digest):
                changed.append(path)
            elif stamp != seen.stamp:  # what was written here is there now
                self._seen[path] = replace(seen, stamp=stamp)
        return sorted(changed)

    def path(self, profile_id: str) -> Path | None:
        """Return the profile's file, if it has one."""
        return self._paths.get(profile_id)

    def _files(self) -> list[Path]:
        return [path for path in entries(self.folder) if path.suffix in SUFFIXES and not path.name.startswith(".")]

    def _load(self, path: Path) -> Loaded | Broken:
        stamp, data, profile = _stamp(path), b"", None
        try:
            data = read_file(path)
            profile = _decode(path, data)
            self._take_id(profile.id, path)
        except BadFileError as error:
            self._seen[path] = _Seen(None, _digest(data), stamp)
            return Broken(path=path, problem=error.problem, detail=error.detail, line=error.line)
        self._seen[path] = _Seen(profile.id, _digest(data), stamp)
        return Loaded(path=path, profile=profile)

    def _take_id(self, profile_id: str, path: Path) -> None:
        if profile_id in self._paths:
            raise BadFileError(FileProblem.ID_TAKEN, self._paths[profile_id].name)
        self._paths[profile_id] = path

    def _write(
        self, profile: Profile, path: Path, data: bytes, old: Profile | None = None, expected: bytes | None = None
    ) -> Path:
        if not PROFILE_ID.fullmatch(profile.id):
            raise BadFileError(FileProblem.ID_INVALID)
        new_data = SCHEMA.encode(without_secret_values(profile), data)
        target = path
        if old and path.name == file_name(old) and not exists(named := path.with_name(file_name(profile))):
            target = named  # a file that we named follows the profile's name
        write_file(target, new_data, expected=expected if target == path else None)
        if target != path:
            remove_file(path)
            self._forget(path)
        self._seen[target] = _Seen(profile.id, _digest(new_data), _stamp(target))
        self._paths[profile.id] = target
        return target

    def _free_path(self, profile: Profile) -> Path:
        path = first = self.folder / file_name(profile)
        number = 1
        while exists(path):  # a broken file, say, that was ours once
            number += 1
            path = first.with_stem(f"{first.stem}-{number}")
        return path

    def _still(self, path: Path, data: bytes | None, replaces: Profile | None) -> bool:
        if replaces is None or data is None:
            return True
        try:
            now = _decode(path, data)
        except BadFileError:
            return False
        # these two we change ourselves while an editor is open
        return replace(now, last_used=replaces.last_used, position=replaces.position) == replaces

    def _current(self, path: Path) -> bytes | None:
        """Return the file's bytes now; None if it is gone, b"" if it cannot be read."""
        try:
            return read_file(path)
        except BadFileError:
            return b"" if exists(path) else None

    def _forget(self, path: Path) -> None:
        seen = self._seen.pop(path, None)
        if seen and seen.profile_id and self._paths.get(seen.profile_id) == path:
            del self._paths[seen.profile_id]


def _digest(data: bytes | None) -> bytes:
    return sha256(data).digest() if data else b""


def _stamp(path: Path) -> Stamp | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


def search(profiles: Iterable[Profile], words: str) -> list[Profile]:
    """Return the profiles in which every word occurs: in name, host, folder, client id, user name or notes."""
    wanted = words.casefold().split()

    def text(profile: Profile) -> str:
        parts = (profile.name, profile.host, profile.folder, profile.client_id, profile.username, profile.notes)
        return "\n".join(parts).casefold()

    return [profile for profile in profiles if all(word in text(profile) for word in wanted)]
