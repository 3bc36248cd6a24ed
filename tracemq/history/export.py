"""Turns rows of a log into a file, a few at a time, so that the window goes on meanwhile.

    for done in export(log, all_of(view), Format.CSV, file.write): ...

Rows that leave the log before their turn are missing in the file, and counted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .export_formats import WRITERS, Format
from .log import MessageLog
from .row import LogView

ROWS_AT_ONCE: Final = 256  # about a ms
BYTES_AT_ONCE: Final = 4 << 20


@dataclass(slots=True)
class Exported:
    """How far an export has come."""

    rows: int = 0  # written
    missing: int = 0  # gone before they could be written
    bytes: int = 0


def all_of(view: LogView) -> Iterator[Sequence[int]]:
    """The rows that a view has now, in parts; what joins it later is left out."""
    last = view.last
    position = view.first
    while position < last:
        position = max(position, view.first)
        part = view.seqs(position, min(ROWS_AT_ONCE, last - position)) if position < last else ()
        position += len(part)
        yield part


def export(
    log: MessageLog, seqs: Iterable[Sequence[int]], form: Format, write: Callable[[bytes], object]
) -> Generator[Exported, None, Exported]:
    """Write rows, whose sequence numbers come in ascending parts; yields after about every ms of work.

    `write` takes bytes, such as a binary file's; what it raises comes through.
    """
    writer = WRITERS[form]()
    done = Exported()
    _put(writer.head(), done, write)
    for part in seqs:
        present = part[bisect_left(part, log.first) :]
        done.missing += len(part) - len(present)
        for segment, indexes in log.parts(present):
            at = 0
            while at < len(indexes):  # large payloads are written one by one
                count = max(1, min(ROWS_AT_ONCE, BYTES_AT_ONCE // (segment.used // len(segment) + 1)))
                _put(writer.lines(segment, indexes[at : at + count], log.topics), done, write)
                done.rows += len(indexes[at : at + count])
                at += count
        yield done
    return done


def _put(data: bytes, done: Exported, write: Callable[[bytes], object]) -> None:
    if data:
        write(data)
        done.bytes += len(data)
