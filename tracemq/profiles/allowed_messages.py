"""Which messages may read from this computer (its environment, its files): those written here, and those allowed.

Kept beside the messages' folder and not in it, as fingerprints: a folder that is shared cannot bring the permission
along, and a message that somebody else has changed has lost it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from .files import read_file, write_file
from .message_record import MessageRecord, fingerprint
from .yaml_nodes import BadFileError

MOST_KEPT: Final = 10_000
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")


class AllowedMessages:
    """One file of fingerprints, a line each; without a path they live as long as the program."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known: dict[str, None] | None = None  # in the order in which they were allowed

    def __contains__(self, message: MessageRecord) -> bool:
        return fingerprint(message) in self._read()

    def allow(self, message: MessageRecord) -> None:
        """Keep the message's fingerprint; raises OSError, and allows it until the program ends all the same."""
        known, mark = self._read(), fingerprint(message)
        if mark in known:
            return
        known[mark] = None
        for oldest in list(known)[: max(0, len(known) - MOST_KEPT)]:
            del known[oldest]
        if self._path is not None:  # each new message comes by here: it does not wait for the disk
            write_file(self._path, "".join(f"{one}\n" for one in known).encode(), to_disk=False)

    def _read(self) -> dict[str, None]:
        if self._known is None:
            try:
                data = read_file(self._path) if self._path is not None else b""
            except BadFileError:  # not there, or not ours: nothing is allowed
                data = b""
            lines = data.decode(errors="replace").split()
            self._known = {line: None for line in lines if _FINGERPRINT.fullmatch(line)}
        return self._known
