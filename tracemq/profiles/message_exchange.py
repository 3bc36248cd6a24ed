"""Copies saved messages between their folder and one of the user's, byte for byte, a file a step.

Each file is copied whole or not at all; what is no message stays where it is, and is named in the end.
"""

from __future__ import annotations

import errno
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from .files import make_folder, read_file, write_file
from .message_record import SCHEMA
from .saved_messages import MAX_FILES, MessageStore, folder_name, join, walk
from .yaml_nodes import BadFileError


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was done: files copied, those that were not, each with the reason, and how many were beyond the limit."""

    count: int = 0
    refused: tuple[tuple[str, Exception], ...] = ()
    left_out: int = 0


def export_steps(store: MessageStore, folder: str, target: Path) -> Generator[int, None, Copied]:
    """Copy a folder's messages into a folder that must be empty or not there; raises OSError."""
    make_folder(target)
    if any(target.iterdir()):
        raise OSError(errno.ENOTEMPTY, "Directory not empty", str(target))
    source = store.file(folder)
    count = 0
    refused: list[tuple[str, Exception]] = []
    for path, is_folder in walk(source):
        if is_folder:
            continue
        try:
            write_file(target / path, read_file(source / path))
            count += 1
        except (BadFileError, OSError) as problem:
            refused.append((path, problem))
        yield count
    return Copied(count=count, refused=tuple(refused))


def import_steps(store: MessageStore, source: Path, folder: str) -> Generator[int, None, Copied]:
    """Copy a message's file into a folder, or a folder of them as a new one in it; nothing is written over."""
    if source.is_file():
        files, base = [source], folder
    else:
        files = [source / path for path, is_folder in walk(source) if not is_folder]
        base = _new_folder(store, folder, source.resolve().name)
    count = 0
    refused: list[tuple[str, Exception]] = []
    for file in files[:MAX_FILES]:
        inside = "" if source.is_file() else file.parent.relative_to(source).as_posix().removeprefix(".")
        try:
            data = read_file(file)
            SCHEMA.decode(data)
            parts = (folder_name(part) for part in inside.split("/") if part)
            store.write_new(join(base, "/".join(parts)), file.stem, data)
            count += 1
        except (BadFileError, OSError, ValueError) as problem:  # ValueError: a name that no folder can have
            refused.append((join(inside, file.name), problem))
        yield count
    return Copied(count=count, refused=tuple(refused), left_out=len(files[MAX_FILES:]))


def _new_folder(store: MessageStore, folder: str, name: str) -> str:
    first = path = join(folder, folder_name(name or "import"))
    number = 1
    while store.file(path).exists():
        number += 1
        path = f"{first} {number}"
    return path
