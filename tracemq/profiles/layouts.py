"""Window layouts, which are opaque bytes, become small files by name, and back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from .files import WRITER, read_file, remove_file, write_file
from .yaml_nodes import BadFileError

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class LayoutStore:
    """A folder with one file per window or panel."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, name: str) -> bytes:
        """Return the bytes last saved under the name; b"" if there are none or they cannot be read."""
        try:
            return read_file(self._path(name))
        except BadFileError:
            return b""

    def save(self, name: str, data: bytes) -> None:
        """Keep the bytes; raises OSError. The disk is not waited for: a tab has six of them, saved when it closes."""
        with WRITER.quietly():
            write_file(self._path(name), data, to_disk=False)

    def remove(self, name: str) -> None:
        """Forget the bytes; raises OSError."""
        with WRITER.quietly():
            remove_file(self._path(name))

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(name)
        return self._folder / f"{name}.layout"
