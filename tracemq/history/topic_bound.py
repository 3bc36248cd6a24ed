"""Turns too many topics into fewer: the oldest ones that have no rows any more are forgotten, and counted.

A topic costs about 400 bytes in the table and the tree, so a sender that makes up topics without end would eat the
memory although the rows are bounded. If every topic still has rows, the oldest rows leave first.

To be called between the ticks of the log and of the tree, so that the tree's changes tell of it in the same frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Final

from .log import MessageLog
from .tree import TopicTree

MAX_TOPICS: Final = 2_000_000
TICK_BUDGET_S: Final = 0.003
SHARE: Final = 64  # one part in so many is forgotten at a time, so that not every new topic makes work
SLICE: Final = 256  # topics between two looks at the clock


class TopicBound:
    """Keeps the number of topics at or below `limit`, as far as its time allows.

    `pinned` gives the topics that must stay whatever their age, such as those that a topic alias stands for.
    """

    def __init__(
        self,
        log: MessageLog,
        tree: TopicTree,
        *,
        limit: int = MAX_TOPICS,
        pinned: Callable[[], Iterable[int]] = tuple,
    ) -> None:
        self.limit = limit
        self._log = log
        self._tree = tree
        self._pinned = pinned
        self._oldest: list[int] = []  # candidates, the oldest last

    @property
    def forgotten(self) -> int:
        """How many topics were forgotten so far."""
        return self._log.topics_forgotten

    @property
    def working(self) -> bool:
        """Whether there are topics to be forgotten."""
        return bool(self._oldest) or len(self._log.topics) > self.limit

    def tick(self, budget_s: float = TICK_BUDGET_S) -> None:
        topics = self._log.topics
        if not self._oldest:
            surplus = len(topics) - self.limit
            if surplus <= 0:
                return
            self._oldest = self._tree.without_rows(self._log.first, surplus + self.limit // SHARE)
            if not self._oldest:
                self._log.give_up(surplus + self.limit // SHARE)
                return
        until = perf_counter() + budget_s
        pinned = set(self._pinned())
        while self._oldest:
            chosen = self._oldest[: -SLICE - 1 : -1]
            del self._oldest[-SLICE:]
            self._forget([number for number in chosen if number not in pinned])
            if perf_counter() > until:
                break

    def _forget(self, numbers: list[int]) -> None:
        """Those that got rows or left meanwhile stay as they are."""
        still = [number for number in numbers if -1 < self._tree.newest_row(number) < self._log.first]
        self._log.forget_topics(self._tree.forget(still))
