"""A file's bytes are read with care and written whole or not at all; the calls block (fsync), a few milliseconds."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from .yaml_nodes import MAX_BYTES, BadFileError, FileProblem


def read_file(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Return the file's bytes; raises BadFileError for what is no file, not readable, or above the limit in bytes."""
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


def write_file(path: Path, data: bytes, *, to_disk: bool = True) -> None:
    """Replace the file in one step, for its owner only (0600); a crash leaves the old or the new one. Raises OSError.

    A symbolic link stays, and the file that it names is replaced. `to_disk` waits until the disk has it, which takes 10
    to 100 ms; without that a power cut within the next seconds may cost the file.
    """
    if path.is_symlink():
        path = path.resolve()
    make_folder(path.parent)
    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)  # 0600 from the start
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if to_disk:
                os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    if to_disk:
        sync_folder(path.parent)


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
