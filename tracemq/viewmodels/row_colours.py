"""Turns the colours of subscriptions into the colour of a row: that of the narrowest filter that matches its topic.

A row is asked about when it is painted, and the answer is kept by topic: a table costs a look-up for each row it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tracemq.history.log import MessageLog
from tracemq.mqtt.topics import filter_problem, has_wildcard, matches, split_shared

# Each stands out from the ground of either theme by 3 to 1 (WCAG 1.4.11); what users choose from, in this order.
COLOURS: Final = ("#2f7fd1", "#2e9355", "#c8690f", "#8d62d9", "#d0434a", "#0d8f9b", "#c64a9b", "#857a12")
MOST_KEPT: Final = 20_000  # topics


class RowColours:
    """`of` is what a table asks; `use` takes the filters and their colours. Call `close` when done with it."""

    def __init__(self, log: MessageLog) -> None:
        self._filters: list[tuple[str, str]] = []
        self._known: dict[int, str] = {}
        self._unwatch = log.watch_topics(self._forget)

    def use(self, coloured: Iterable[tuple[str, str]]) -> bool:
        """Take filters with their colours ("" for none); returns whether rows may look different now."""
        filters = [(text, colour) for text, colour in coloured if colour and filter_problem(text) is None]
        filters.sort(key=lambda pair: _narrowness(pair[0]), reverse=True)
        if filters == self._filters:
            return False
        self._filters = filters
        self._known.clear()
        return True

    def of(self, topic_id: int, topic: str) -> str:
        """Return the colour as "#rrggbb", or "" for none; a negative number is no topic."""
        if not self._filters or topic_id < 0:
            return ""
        colour = self._known.get(topic_id)
        if colour is None:
            colour = next((colour for text, colour in self._filters if matches(text, topic)), "")
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[topic_id] = colour
        return colour

    def _forget(self, topic_ids: Sequence[int]) -> None:
        """Their numbers may be given to others."""
        for topic_id in topic_ids:
            self._known.pop(topic_id, None)

    def close(self) -> None:
        """Look at the log no more."""
        self._unwatch()


def free_colour(used: Iterable[str]) -> str:
    """Return the first colour that few others have."""
    taken = list(used)
    counts = [taken.count(colour) for colour in COLOURS]
    return COLOURS[counts.index(min(counts))]


def _narrowness(topic_filter: str) -> tuple[int, bool, int]:
    """More levels without wildcards first, then those that end somewhere, then the longer ones."""
    levels = split_shared(topic_filter)[1].split("/")
    return sum(not has_wildcard(level) for level in levels), levels[-1] != "#", len(levels)
