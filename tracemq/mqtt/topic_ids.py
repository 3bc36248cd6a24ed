"""Turns topic names into numbers as a dict does, but never stops to grow for long.

A dict grows by copying all of itself: 63 ms at 1.4 million names, while nothing else happens. Here a dict that has
grown as far as it does in some ms is followed by another one. A name that one does not know leads to the next without
a line of Python, because dict calls `__missing__` of a subclass; up to FULL names it is one dict as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Final

FULL: Final = 349_525  # names; a dict of 2**19 places takes no more, and has last grown at half of that
ROOM: Final = 0.75  # of FULL; a part that has lost so many names takes new ones again

Find = Callable[[bytes], int | None]

_NOTHING: Final[Find] = dict[bytes, int]().get


class _Part(dict[bytes, int]):
    """Has a slot where others have a method: what is to be asked for a name that is not here."""

    __slots__ = ("__missing__",)
    __missing__: Find


class TopicIds:
    """`find` gives a name's number, or None; it may be another function after each `add`."""

    def __init__(self, full: int = FULL) -> None:
        self._full = full
        self._parts: list[_Part] = []  # in the order in which they are asked
        self._recent: list[_Part] = []  # the one that takes new names is the last
        self._added = 0  # names given to that one
        self._append_part()
        self.find: Find = self._parts[0].get

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __iter__(self) -> Iterator[bytes]:
        return chain.from_iterable(self._parts)

    def add(self, name: bytes, number: int) -> None:
        """Take a name that is not known yet."""
        if len(self._recent[-1]) >= self._full:
            self._change_part()
        self._recent[-1][name] = number
        self._added += 1

    def remove(self, name: bytes) -> None:
        """Forget a name; one that is not known is none."""
        for part in self._parts:
            if part.pop(name, None) is not None:
                break

    def newest(self, count: int) -> Iterator[bytes]:
        """The names that were added last, the newest first."""
        own = min(count, self._added)
        yield from islice(reversed(self._recent[-1]), own)
        yield from islice(chain.from_iterable(map(reversed, self._recent[-2::-1])), count - own)

    def _change_part(self) -> None:
        """Take what comes now into a part that has room, or into a new one."""
        emptiest = min(self._parts, key=len)
        if len(emptiest) < self._full * ROOM:
            self._recent.remove(emptiest)
            self._recent.append(emptiest)
            self._added = 0
        else:
            self._append_part()

    def _append_part(self) -> None:
        part = _Part()
        part.__missing__ = _NOTHING
        if self._parts:
            self._parts[-1].__missing__ = part.__getitem__
            self.find = self._parts[0].__getitem__
        self._parts.append(part)
        self._recent.append(part)
        self._added = 0
