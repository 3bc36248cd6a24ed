"""Turns too many topics into fewer: the oldest ones that have no rows any more are forgotten, and counted.

A topic costs about 400 bytes in the table and the tree, and more if its name is long or has many levels, so a sender
that makes up topics without end would eat the memory although the rows are bounded. If every topic still has rows, the
oldest rows leave first. Where topics come faster than they can be counted and forgotten, `judge` says that nothing more
should be taken in for now. That is the last resort: a broker drops what it cannot get rid of.

`tick` is to be called between the ticks of the log and of the tree, so that the tree's changes tell of it in the same
frame, and `judge` after both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Final

from .budget import Budget
from .log import MessageLog
from .tree import TICK_BUDGET_S as TREE_BUDGET_S
from .tree import TopicTree

MAX_TOPICS: Final = 2_000_000
MAX_BYTES: Final = 1 << 30
MAX_WAITING: Final = 2_000_000  # messages that the tree has not counted yet; each takes 14 bytes
LEAST_WAITING: Final = 50_000  # where rows leave, which the tree has to count before: that takes 0.2 s at once
TOPIC_BYTES: Final = 180  # of each topic in table, tree and sums, beside its name; measured
BRANCH_BYTES: Final = 134  # of each node above topics
TICK_BUDGET_S: Final = 0.003
FULL_BUDGET_S: Final = 0.012  # while nothing is read there is more time, for the tree as well
SHARE: Final = 64  # one part in so many is forgotten at a time, so that not every new topic makes work
SLACK: Final = 8  # one part in so many above the limit is what nothing more is taken in at ...
FIRST_SLICE: Final = 32  # topics between two looks at the clock; each may have a hundred branches of its own
QUICK_S: Final = 0.0005  # a slice that took less lets the next one be larger


class TopicBound:
    """Keeps topics at or below `limit` in number, and within `shared` in bytes, as far as its time allows.

    `pinned` gives the topics that must stay whatever their age. It is a keeper of the budget that it shares with the
    topics of other logs; `close` ends that.
    """

    def __init__(
        self,
        log: MessageLog,
        tree: TopicTree,
        *,
        limit: int = MAX_TOPICS,
        shared: Budget | None = None,
        pinned: Callable[[], Iterable[int]] = tuple,
    ) -> None:
        self.limit = limit
        self._log = log
        self._tree = tree
        self._shared = Budget(MAX_BYTES) if shared is None else shared
        self._shared.join(self)
        self._pinned = pinned
        self._oldest: list[int] = []  # candidates, the oldest last
        self._slice = FIRST_SLICE
        self.overfull = False

    def close(self) -> None:
        """The topics are no longer needed: they count in no shared budget any more."""
        self._shared.leave(self)

    @property
    def memory_bytes(self) -> int:
        """What topics and their branches take, about."""
        topics = self._log.topics
        branches = max(0, len(self._tree) - len(topics))
        return topics.name_bytes + TOPIC_BYTES * len(topics) + BRANCH_BYTES * branches

    @property
    def spare_bytes(self) -> int:
        return self.memory_bytes

    @property
    def forgotten(self) -> int:
        """How many topics were forgotten so far."""
        return self._log.topics_forgotten

    @property
    def working(self) -> bool:
        """Whether there are topics to be forgotten."""
        return bool(self._oldest) or self._surplus() > 0

    def _surplus(self) -> int:
        """How many topics are too many."""
        topics = len(self._log.topics)
        over = self._shared.surplus(self)
        by_bytes = -(-over * topics // max(self.memory_bytes, 1)) if over > 0 else 0
        return min(topics, max(topics - self.limit, by_bytes))

    def tick(self, budget_s: float | None = None) -> None:
        """Forget topics for about so long."""
        surplus = self._surplus()
        if not self._oldest and surplus > 0:
            wanted = surplus + min(self.limit, len(self._log.topics)) // SHARE
            self._oldest = self._tree.without_rows(self._log.first, wanted)
            if not self._oldest:
                self._log.give_up(wanted)
        if self._oldest:
            self._go_on(budget_s if budget_s is not None else FULL_BUDGET_S if self.overfull else TICK_BUDGET_S)

    def _go_on(self, budget_s: float) -> None:
        began = perf_counter()
        until = began + budget_s
        pinned = set(self._pinned())
        while self._oldest:
            chosen = self._oldest[: -self._slice - 1 : -1]
            del self._oldest[-self._slice :]
            self._forget([number for number in chosen if number not in pinned])
            took, began = perf_counter() - began, perf_counter()
            self._slice = max(FIRST_SLICE, self._slice * 2 if took < QUICK_S else self._slice // 2)
            if began > until:
                break

    @property
    def tree_budget_s(self) -> float:
        """For how long the tree may count in this frame."""
        return FULL_BUDGET_S if self.overfull else TREE_BUDGET_S

    def judge(self) -> bool:
        """Whether nothing more should be taken in: from well above a limit on, until things are half as bad."""
        slack, part = (2 * SLACK, 2) if self.overfull else (SLACK, 1)
        log, shared = self._log, self._shared
        waiting = MAX_WAITING
        if 2 * log.memory_bytes > log.budget_bytes:
            waiting = min(waiting, max(LEAST_WAITING, (log.last - log.first) // 2))
        self.overfull = (
            self._tree.waiting > waiting // part
            or len(log.topics) > self.limit + self.limit // slack
            or shared.surplus(self) > shared.limit_bytes // slack
        )
        return self.overfull

    def _forget(self, numbers: list[int]) -> None:
        """Those that got rows or left meanwhile stay as they are."""
        still = [number for number in numbers if -1 < self._tree.newest_row(number) < self._log.first]
        self._log.forget_topics(self._tree.forget(still))
