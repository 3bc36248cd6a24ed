"""A file's bytes are read with care and written whole or not at all, and waited for by nobody while the program runs.

`WRITER` does it in a thread then (see writer.py). What is asked of files here has the answer that will be true once it
has done so: ask it here, and not of the paths themselves.
"""

from __future__ import annotations

import asyncio
import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from .writer import Wanted, Writer
from .yaml_nodes import MAX_BYTES, BadFileError, FileProblem


class ChangedOnDiskError(Exception):
    """Someone else changed the file, or removed it (`removed`); nothing was written."""

    def __init__(self, path: Path, *, removed: bool) -> None:
        super().__init__(f"{path.name} was {'removed' if removed else 'changed'} by someone else")
        self.path = path
        self.removed = removed


def read_file(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return the file's bytes; raises BadFileError for what is no file, not readable, or above the limit in bytes."""
    wanted = WRITER.pending(path)
    if wanted is None:
        return _read(path, limit)
    if wanted.data is None:
        raise BadFileError(FileProblem.UNREADABLE, os.strerror(errno.ENOENT))
    data = (_read(path, limit) if wanted.added and path.exists() else b"") + wanted.data
    if len(data) > limit:
        raise BadFileError(FileProblem.TOO_LARGE, str(len(data)))
    return data


def _read(path: Path, limit: int) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                raise BadFileError(FileProblem.NOT_A_FILE)
            data = file.read(limit + 1)
    except IsADirectoryError:
        raise BadFileError(FileProblem.NOT_A_FILE) from None
    except (OSError, ValueError) as error:  # ValueError: a path with NUL
        detail = error.strerror if isinstance(error, OSError) else None
        raise BadFileError(FileProblem.UNREADABLE, detail or type(error).__name__) from error
    if len(data) > limit:
        raise BadFileError(FileProblem.TOO_LARGE, str(facts.st_size))
    return data


def exists(path: Path) -> bool:
    """Whether there is something, or will be."""
    wanted = WRITER.pending(path)
    return path.exists() if wanted is None else wanted.data is not None


def entries(folder: Path) -> list[Path]:
    """What is in a folder, or will be, sorted; raises OSError."""
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    for name, there in WRITER.pending_in(folder).items():
        (names.add if there else names.discard)(name)
    return sorted(folder / name for name in names)


def write_file(path: Path, data: bytes, *, to_disk: bool = True, expected: bytes | None = None) -> None:
    """Replace the file in one step, for its owner only (0600); a crash leaves the old or the new one. Raises OSError.

    A symbolic link stays, and the file that it names is replaced. `to_disk` waits until the disk has it, which takes 10
    to 100 ms; without that a power cut within the next seconds may cost the file. Where something else is there than
    the `expected` bytes (b"": a file) it is left, with ChangedOnDiskError.
    """
    WRITER.ask(path, Wanted(data=data, to_disk=to_disk, expected=expected))


def write_now(path: Path, data: bytes) -> None:
    """The same, and wait for the disk."""
    _replace(path, Wanted(data=data))


def append_to_file(path: Path, data: bytes) -> None:
    """Add to the file, which is for its owner only; nobody waits for the disk. Raises OSError."""
    WRITER.ask(path, Wanted(data=data, added=True, to_disk=False))


def remove_file(path: Path) -> None:
    """Remove the file, if it is there; raises OSError."""
    WRITER.ask(path, Wanted(data=None))


def _write(path: Path, wanted: Wanted) -> None:
    if wanted.data is None:
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)
    elif wanted.added:
        make_folder(path.parent)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            file.write(wanted.data)
    else:
        _replace(path, wanted)


def _replace(path: Path, wanted: Wanted) -> None:
    if wanted.expected is not None:
        there = path.read_bytes() if path.exists() else b""
        if there != wanted.expected:
            raise ChangedOnDiskError(path, removed=not path.exists())
    if path.is_symlink():
        path = path.resolve()
    make_folder(path.parent)
    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)  # 0600 from the start
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(wanted.data or b"")
            file.flush()
            if wanted.to_disk:
                os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    if wanted.to_disk:
        sync_folder(path.parent)


WRITER: Final = Writer(_write)


async def written(path: Path | None) -> None:
    """Wait until the newest that was asked for a file is done; raises OSError and ChangedOnDiskError."""
    if path is not None:
        await asyncio.wrap_future(WRITER.outcome(path))


def make_folder(folder: Path) -> None:
    """Make the folder for its owner only (0700) unless it is there."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)


def sync_folder(folder: Path) -> None:
    """Bring a rename or a removal in the folder to the disk, where the system can do that."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems refuse
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_aside(path: Path) -> Path:
    """Rename a file that is about to be replaced by something unlike it, and return its new path: nothing is lost."""
    number = 1
    while (kept := path.with_name(f"{path.name}.kept-{number}")).exists():
        number += 1
    path.rename(kept)
    return kept
