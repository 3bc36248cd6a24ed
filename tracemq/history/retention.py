"""Turns limits by number and by age into the rows that leave: whole old segments, and parts of them where it must be.

A log cuts its segments so short that at least 16 of them make up a limit; then whole segments leaving keeps it well
enough. Segments from before the limit was set are longer. Of these the oldest rows are hidden at once, and their
memory follows when the rest of the segment leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:  # limits are set before there is any log
    from .segment import Segment

MAX_SEGMENT_ROWS: Final = 65_536
PARTS: Final = 16  # a limit is kept in at least so many segments: what leaves at once is a small part of what stays


class Limits:
    """How many rows may stay, and how long; None is no limit."""

    def __init__(self, max_rows: int | None = None, max_age_s: float | None = None) -> None:
        if max_rows is not None and max_rows < 1:
            raise ValueError(f"a log keeps at least one row, not {max_rows}")
        if max_age_s is not None and not max_age_s > 0:
            raise ValueError(f"rows cannot be kept for {max_age_s} seconds")
        self.max_rows = max_rows
        self.max_age_s = max_age_s
        share = MAX_SEGMENT_ROWS if max_rows is None else max_rows // PARTS
        self.segment_rows = max(1, min(MAX_SEGMENT_ROWS, share))

    def closes(self, segment: Segment, now: float) -> bool:
        """Whether a growing segment has become so old that the next rows should be in another one."""
        return self.max_age_s is not None and segment.oldest_at < now - self.max_age_s / PARTS

    def lets_go(self, segment: Segment, first: int, last: int, now: float | None) -> bool:
        """Whether the oldest segment is to leave as a whole; `first` and `last` are the log's.

        `now` is in seconds since the epoch; without it rows do not age.
        """
        if self.max_age_s is not None and now is not None and segment.newest_at < now - self.max_age_s:
            return True
        if self.max_rows is None or last - max(first, segment.first) <= self.max_rows:
            return False
        return last - segment.last >= self.max_rows - self.max_rows // PARTS

    def cut(self, segment: Segment, first: int, last: int, now: float | None) -> int:
        """The oldest row that may be seen, `first` or a later one; `segment` is the one that holds `first`."""
        if self.max_rows is not None:
            first = max(first, last - self.max_rows)
        if self.max_age_s is None or now is None or first >= min(segment.last, last):
            return first
        if segment.received_at(max(first - segment.first, 0)) >= now - self.max_age_s * (1 + 1 / PARTS):
            return first
        return min(max(first, segment.first + segment.index_since(now - self.max_age_s)), last)
