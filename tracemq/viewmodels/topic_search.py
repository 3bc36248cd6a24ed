"""Turns a searched text into the tree nodes whose topics contain it, a slice of time after another.

A million topics take about 0.1 s: the bytes of the topic table are looked through and not the tree, thousands of them
as one text. Topics that arrive while a search stands are looked at as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from time import perf_counter
from typing import Final

from tracemq.mqtt.batch import TopicTable

TOPICS_PER_LOOK: Final = 2_000  # between two looks at the clock
MOST_FOUND: Final = 2_000


class TopicSearch:
    """Give it a text with `start`, then call `step` until `working` is false, and again when topics have joined."""

    def __init__(self, topics: TopicTable, find: Callable[[str], int | None]) -> None:
        self._topics = topics
        self._find = find
        self._matches: Callable[[bytes], bool] | None = None
        self._needle: bytes | None = None  # what each match contains in small letters; None if that is not so simple
        self._left: Iterator[bytes] = iter(())
        self._seen = 0
        self.working = False
        self.found = 0

    @property
    def active(self) -> bool:
        return self._matches is not None

    @property
    def full(self) -> bool:
        """Whether there may be more matches than are shown."""
        return self.found >= MOST_FOUND

    def start(self, text: str) -> None:
        """Look for a text from now on; case counts if it has a capital. An empty text ends the search."""
        self._matches = _matcher(text) if text else None
        self._needle = text.lower().encode() if text.isascii() else None
        self._left = iter(list(self._topics.ids) if text else ())
        self._seen = len(self._topics)
        self.working = bool(text)
        self.found = 0

    def step(self, budget_s: float) -> list[int]:
        """Return the next nodes found within that time; `working` says whether to come again."""
        nodes: list[int] = []
        if self._matches is None:
            return nodes
        if not self.working:
            self._look_at_new()
        until = perf_counter() + budget_s
        while self.working and not self.full:
            part = list(islice(self._left, TOPICS_PER_LOOK))
            self.working = len(part) == TOPICS_PER_LOOK
            for raw in filter(self._matches, part) if self._may_match(part) else ():
                node = self._find(raw.decode())
                if node is not None and not self.full:
                    nodes.append(node)
                    self.found += 1
            if perf_counter() > until:
                break
        self.working = self.working and not self.full
        return nodes

    def _may_match(self, part: list[bytes]) -> bool:
        """Whether one of these topics might match: looked at as one text, which rules most of them out at once."""
        return self._needle is None or self._needle in b"\0".join(part).lower()

    def _look_at_new(self) -> None:
        joined = len(self._topics) - self._seen
        self._seen += joined
        if joined > 0:
            self._left = iter(list(self._topics.ids.newest(joined)))
            self.working = True


def _matcher(text: str) -> Callable[[bytes], bool]:
    needle = text.encode(errors="surrogatepass")
    if any(character.isupper() for character in text):
        return lambda raw: needle in raw
    if text.isascii():
        return lambda raw: needle in raw.lower()
    folded = text.casefold()
    return lambda raw: folded in raw.decode().casefold()
