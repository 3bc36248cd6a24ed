"""Shares one memory limit among several logs: the one that keeps most gives up its oldest rows first."""

from __future__ import annotations

from typing import Final, Protocol

LEAST_TOPIC_BYTES: Final = 256 << 20  # a tree with holes helps nobody


class Keeper(Protocol):
    """Something that keeps rows and can give up old ones."""

    @property
    def memory_bytes(self) -> int: ...

    @property
    def spare_bytes(self) -> int:
        """How much of `memory_bytes` could be given up."""


class Budget:
    """A limit in bytes over all logs that joined it; each log asks at its own tick what it must give up."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._keepers: list[Keeper] = []

    @property
    def used_bytes(self) -> int:
        return sum(keeper.memory_bytes for keeper in self._keepers)

    def join(self, keeper: Keeper) -> None:
        self._keepers.append(keeper)

    def leave(self, keeper: Keeper) -> None:
        """A log that is gone no longer counts."""
        self._keepers = [other for other in self._keepers if other is not keeper]

    def surplus(self, keeper: Keeper) -> int:
        """The bytes this keeper should give up now: none while another one could give up more.

        A flood in one tab thus never drives out what a quiet tab keeps.
        """
        over = self.used_bytes - self.limit_bytes
        if over <= 0 or any(other.spare_bytes > keeper.spare_bytes for other in self._keepers):
            return 0
        return over


class Budgets:
    """What all logs together may take, and all their topics as much again: two budgets, as the one gives up rows."""

    def __init__(self, limit_bytes: int) -> None:
        self.rows, self.topics = Budget(limit_bytes), Budget(limit_bytes)
        self.limit(limit_bytes)

    def limit(self, limit_bytes: int) -> None:
        """Set what rows may take; it holds from the next tick on."""
        self.rows.limit_bytes = limit_bytes
        self.topics.limit_bytes = max(limit_bytes, LEAST_TOPIC_BYTES)
