"""The running program becomes a stage: actions of a user are done on it one after the other, and put away again."""

from __future__ import annotations

import json
import struct
import time
import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QApplication, QDialog

from tests.unit.history.batches import Sent, batch_of
from tracemq.app import Program
from tracemq.ui.conductor import Conductor
from tracemq.ui.connection_tab import ConnectionTab
from tracemq.ui.main_window import MainWindow

ROWS_AT_ONCE: Final = 2000
MANY_ROWS: Final = 100_000
SMALL_BY: Final = 200  # payloads are that much smaller where there are few rows

# What the steps of an action yield, beside a function to wait for, and None: to let the loop run for a while.
TURN: Final = object()  # a turn of the loop
PREPARED: Final = object()  # what was done until now shall not be measured
Steps = Iterator[object]


class Stage:
    """What actions have at hand: the window, a tab that receives, and a folder for files."""

    def __init__(self, program: Program, folder: Path, rows: int) -> None:
        self.window: MainWindow = program._window
        self.conductor: Conductor = program._conductor
        self.folder = folder
        self.rows = rows  # of what is exported and opened
        tab = self.window.tab
        assert tab is not None
        self.tab: ConnectionTab = tab
        self._kinds: dict[str, bytes] = {}

    # the tab asks little of its panels; these are the program's, with all that a user finds there

    @property
    def inspector(self) -> Any:
        return self.tab.inspector

    @property
    def form(self) -> Any:
        return self.tab.publish

    @property
    def subscriptions(self) -> Any:
        return self.tab.subscriptions

    def act(self, name: str) -> None:
        """Trigger an action of the window."""
        self.window.actions_by_name[name].trigger()

    def dialog(self, kind: str) -> Any:
        """The window of this class that is to be seen; None if there is none (its class is not imported for it)."""
        found = (each for each in QApplication.topLevelWidgets() if each.isVisible() and type(each).__name__ == kind)
        return next(found, None)

    def payload_shown(self) -> bool:
        """Whether the inspector has nothing more to do."""
        return not self.inspector.busy

    def tidy(self) -> None:
        """Close every window but the main one, without a question."""
        for each in QApplication.topLevelWidgets():
            if each is self.window or not each.isVisible():
                continue
            if isinstance(each, QDialog):
                QDialog.reject(each)
            else:
                each.close()

    def fill(self, rows: int) -> Steps:
        """Let so many messages arrive beside those that come anyway."""
        connection = self.tab.connection
        sent = [Sent(f"plant/{n % 100}", b'{"temp": %d.5, "n": %d}' % (n % 40, n)) for n in range(ROWS_AT_ONCE)]
        for _ in range(max(1, rows // ROWS_AT_ONCE)):
            connection._received(batch_of(connection.topics, *sent, received_at=time.time()))
            yield TURN

    def arrive(self, kind: str, payload: bytes | None = None) -> Generator[object, None, int]:
        """Let a message of a kind arrive, and wait until it has a row; its number."""
        connection = self.tab.connection
        sent = Sent(f"kinds/{kind}", self.payload(kind) if payload is None else payload)
        connection._received(batch_of(connection.topics, sent, received_at=time.time()))
        seq = connection.log.end - 1
        yield lambda: connection.log.last > seq
        return seq

    def go_to(self, seq: int) -> None:
        """Choose a row."""
        assert self.tab.table.go_to_seq(seq)

    def choose(self, kind: str) -> Steps:
        """Let a message of a kind arrive, choose its row, and wait until its payload is shown."""
        self.go_to((yield from self.arrive(kind)))
        yield self.payload_shown

    def payload(self, kind: str) -> bytes:
        if kind not in self._kinds:
            self._kinds[kind] = KINDS[kind](1 if self.rows >= MANY_ROWS else SMALL_BY)
        return self._kinds[kind]


def _json(size: int) -> bytes:
    each = {"name": "pump-7", "temp": 21.5, "states": [1, 2, 3], "note": "steady", "on": True}
    return json.dumps([{**each, "id": n} for n in range(size // 80)]).encode()


def _xml(size: int) -> bytes:
    row = '<row id="{}"><temp unit="C">21.5</temp><note>steady</note></row>'
    return ("<rows>" + "".join(row.format(n) for n in range(size // 65)) + "</rows>").encode()


def _cbor(count: int) -> bytes:
    each = b"\xa2\x64name\x66pump-7\x64temp\xfb" + struct.pack(">d", 21.5)
    return b"\x9f" + each * count + b"\xff"


def _png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    line = b"\0" + bytes(x % 256 for x in range(3 * width))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(line * height, 1))
        + chunk(b"IEND", b"")
    )


KINDS: Final[dict[str, Callable[[int], bytes]]] = {  # by name: what makes a payload, given what to divide its size by
    "text 1 KB": lambda by: b"steady " * max(1, 150 // by),
    "text 1 MB": lambda by: b"a line of the log that goes on\n" * (33_000 // by),
    "JSON 10 KB": lambda by: _json(max(100, 10_000 // by)),
    "JSON 1 MB": lambda by: _json(1_000_000 // by),
    "JSON 20 MB": lambda by: _json(20_000_000 // by),
    "XML 1 MB": lambda by: _xml(1_000_000 // by),
    "CBOR 1 MB": lambda by: _cbor(40_000 // by),
    "gzip of JSON 1 MB": lambda by: zlib.compress(_json(1_000_000 // by), wbits=31),
    "image": lambda by: _png(2000 // by, 1500 // by),
    "hex 5 MB": lambda by: bytes(n * 7 % 251 for n in range(5_000)) * (1000 // by),
}
