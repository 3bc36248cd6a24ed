"""Turns rows of a log into a file, a few at a time, so that the window goes on meanwhile.

    for done in export(log, all_of(view), Format.CSV, file.write): ...

Rows that leave the log before their turn are missing in the file, and counted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .export_formats import WRITERS, Format, Writer
from .export_long import long_line
from .log import MessageLog
from .row import LogView
from .segment import Segment

ROWS_AT_ONCE: Final = 512  # about a ms
BYTES_AT_ONCE: Final = 512 << 10  # of packets; one that is longer is written in pieces


@dataclass(slots=True)
class Exported:
    """How far an export has come."""

    rows: int = 0  # written
    missing: int = 0  # gone before they could be written
    bytes: int = 0


def all_of(view: LogView) -> Iterator[Sequence[int]]:
    """The rows that a view has now, in parts; what joins it later is left out."""
    return between(view, ((view.first, view.last),))


def between(view: LogView, spans: Iterable[tuple[int, int]]) -> Iterator[Sequence[int]]:
    """The rows at the positions [first, last) of each span, in parts; spans and positions ascend."""
    for first, last in tuple(spans):
        position = first
        while position < last:
            position = max(position, view.first)
            part = view.seqs(position, min(ROWS_AT_ONCE, last - position)) if position < last else ()
            position += len(part)
            yield part


def in_parts(seqs: Sequence[int]) -> Iterator[Sequence[int]]:
    """Ascending sequence numbers, in parts."""
    for start in range(0, len(seqs), ROWS_AT_ONCE):
        yield seqs[start : start + ROWS_AT_ONCE]


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
        todo = part
        while len(todo):
            present = todo[bisect_left(todo, log.first) :]
            done.missing += len(todo) - len(present)
            written = _write_short(log, present, writer, done, write)
            todo = present[written:]
            if len(todo):  # what comes next is long, and takes turns
                yield from _write_long(log, todo[0], form, done, write)
                todo = todo[1:]
        yield done
    return done


def _write_short(
    log: MessageLog, seqs: Sequence[int], writer: Writer, done: Exported, write: Callable[[bytes], object]
) -> int:
    """Write rows up to the first long one; how many there were."""
    count = 0
    for segment, indexes in log.parts(seqs):
        at = 0
        while at < len(indexes):
            share = _share(segment, indexes, at)
            if not share:
                return count
            _put(writer.lines(segment, indexes[at : at + share], log.topics), done, write)
            done.rows += share
            count += share
            at += share
    return count


def _share(segment: Segment, indexes: Sequence[int], at: int) -> int:
    """How many rows from `at` on are written at once; none if the first is long."""
    if segment.span(indexes[at], indexes[-1]) <= BYTES_AT_ONCE:
        return len(indexes) - at
    end = at
    room = BYTES_AT_ONCE
    while end < len(indexes) and (room := room - segment.span(indexes[end], indexes[end])) >= 0:
        end += 1
    return end - at


def _write_long(
    log: MessageLog, seq: int, form: Format, done: Exported, write: Callable[[bytes], object]
) -> Iterator[Exported]:
    for piece in long_line(form, log, seq):
        if piece is None:
            done.missing += 1
            return
        _put(piece, done, write)
        yield done
    done.rows += 1


def _put(data: bytes, done: Exported, write: Callable[[bytes], object]) -> None:
    if data:
        write(data)
        done.bytes += len(data)
