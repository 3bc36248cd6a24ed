"""Turns a topic filter into the topics that it matches, each judged once, a slice of time after another."""

from __future__ import annotations

from time import perf_counter
from typing import Final

import numpy as np

from tracemq.mqtt.topics import matches

from .log import MessageLog
from .topic_counts import Indices
from .tree import TopicTree

TOPICS_PER_LOOK: Final = 256  # between two looks at the clock
UNKNOWN, NO, YES = 0, 1, 2
NOTHING: Final = np.empty(0, np.int32)


class FilterTopics:
    """Call `step` until it returns true, again when topics have joined, and `close` when done with it."""

    def __init__(self, topic_filter: str, tree: TopicTree, log: MessageLog) -> None:
        self._filter = topic_filter
        self._tree = tree
        self._topics = log.topics
        self._verdicts = np.zeros(0, np.uint8)  # by topic
        self._left = NOTHING  # topics to be judged
        self._unwatch = log.watch_topics(self._forget)

    def step(self, budget_s: float) -> bool:
        """Judge topics that messages were counted of for about so long; true if none is left."""
        until = perf_counter() + budget_s
        if not len(self._left):
            self._left = self._unknown()
        verdicts, name = self._verdicts, self._topics.name
        while len(self._left):
            part: list[int] = self._left[:TOPICS_PER_LOOK].tolist()
            for number in part:
                verdicts[number] = YES if matches(self._filter, name(number)) else NO
            self._left = self._left[TOPICS_PER_LOOK:]
            if perf_counter() > until:
                break
        return not len(self._left)

    def _unknown(self) -> Indices:
        """The numbers of topics that messages were counted of and that were never judged."""
        counted = self._tree.counted_topics()
        if len(counted) and len(self._verdicts) <= counted[-1]:
            grown = np.zeros(self._topics.size + self._topics.size // 8, np.uint8)
            grown[: len(self._verdicts)] = self._verdicts
            self._verdicts = grown
        unknown: Indices = counted[self._verdicts[counted] == UNKNOWN]
        return unknown

    def matching(self) -> Indices:
        """The numbers of the topics known to match that messages were counted of."""
        counted = self._tree.counted_topics()
        if not len(counted):
            return counted
        counted = counted[: np.searchsorted(counted, len(self._verdicts))]
        found: Indices = counted[self._verdicts[counted] == YES]
        return found

    def _forget(self, topic_ids: object) -> None:
        """Their numbers may be given to others."""
        numbers = np.asarray(topic_ids, np.int64)
        self._verdicts[numbers[numbers < len(self._verdicts)]] = UNKNOWN
        self._left = NOTHING

    def close(self) -> None:
        """Look at the log no more."""
        self._unwatch()
