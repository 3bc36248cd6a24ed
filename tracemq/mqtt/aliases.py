"""Topics we publish to into topic aliases, as far as the server takes them (section 3.3.2.3.4).

A topic earns an alias by being published to again; when all are given out, a topic that keeps coming takes the place
of another one in turn. Numbers are given out from the highest downwards, to stay out of the way of those that people
choose by hand.
"""

from __future__ import annotations

from typing import Final

EARNED_BY: Final = 2  # publishes to a topic until it gets a free alias
TAKEN_BY: Final = 16  # ... until it gets somebody else's
_COUNTED: Final = 4096  # topics whose publishes are counted


class OutboundAliases:
    """The mappings that hold at the server on this connection, by topic as it stands on the wire."""

    def __init__(self) -> None:
        self.begin(0, automatic=False)

    def begin(self, maximum: int, *, automatic: bool) -> None:
        """A new connection: no mapping holds any more."""
        self.maximum = maximum
        self.automatic = automatic and maximum > 0
        self._given: dict[bytes, int] = {}  # automatically
        self._topics: dict[int, bytes] = {}  # every mapping that the server knows
        self._by_hand: set[int] = set()
        self._uses: dict[bytes, int] = {}
        self._lowest_given = maximum + 1
        self._next_victim = maximum

    def maps(self, alias: int, topic: bytes) -> bool:
        """Whether the server knows this mapping."""
        return self._topics.get(alias) == topic

    def given(self, topic: bytes) -> int:
        """The alias that a topic has earned; 0 if none."""
        return self._given.get(topic, 0)

    def set_by_hand(self, alias: int, topic: bytes) -> bytes | None:
        """A mapping that the user chose goes out; the topic that loses its alias by it, if any."""
        self._by_hand.add(alias)
        return self._set(alias, topic)

    def earn(self, topic: bytes) -> tuple[int, bytes | None]:
        """Count a publish to a topic without alias. The alias it gets with this one (0: none), and who loses it."""
        uses = self._uses.get(topic, 0) + 1
        alias = self._free() if uses >= EARNED_BY else 0
        if not alias and uses >= TAKEN_BY:
            alias = self._victim()
        if not alias:
            if len(self._uses) >= _COUNTED:
                self._uses.clear()
            self._uses[topic] = uses
            return 0, None
        self._uses.pop(topic, None)
        loser = self._set(alias, topic)
        self._given[topic] = alias
        return alias, loser

    def _set(self, alias: int, topic: bytes) -> bytes | None:
        loser = self._topics.get(alias)
        self._topics[alias] = topic
        if loser is not None and self._given.get(loser) == alias:
            del self._given[loser]
            return loser
        return None

    def _free(self) -> int:
        while self._lowest_given > 1:
            self._lowest_given -= 1
            if self._lowest_given not in self._by_hand:
                return self._lowest_given
        return 0

    def _victim(self) -> int:
        """An alias given automatically, each in its turn; 0 if every one was chosen by hand."""
        for _ in range(min(self.maximum, len(self._by_hand) + 1)):
            alias = self._next_victim
            self._next_victim = alias - 1 or self.maximum
            if alias not in self._by_hand:
                return alias
        return 0
