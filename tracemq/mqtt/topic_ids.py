"""Turns topic names into numbers as a dict does, but never stops to grow for long.

A dict grows by copying all of itself: 63 ms at 1.4 million names, while nothing else happens. Here a dict that has
grown as far as it does in 15 ms is followed by another one; up to FULL names it is one dict as any other.

Plain dicts, and not a subclass whose `__missing__` leads to the next one: Python's search for garbage passes over a
dict of bytes and integers, but goes through all of a subclass, which takes 20 ms for a million names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Final

FULL: Final = 699_050  # names; a dict of 2**20 places takes no more, and has last grown at half of that: 15 ms
ROOM: Final = 0.75  # of FULL; a part that has lost so many names takes new ones again

Find = Callable[[bytes], int | None]


class TopicIds:
    """`find` gives a name's number, or None; it may be another function after each `add`.

    Who looks up many names asks one of the `parts` after the other for those that are still missing.
    """

    def __init__(self, full: int = FULL) -> None:
        self._full = full
        self.parts: list[dict[bytes, int]] = [{}]
        self._recent = self.parts[:]  # the one that takes new names is the last
        self._added = 0  # names given to that one
        self.find: Find = self.parts[0].get

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[bytes]:
        return chain.from_iterable(self.parts)

    def add(self, name: bytes, number: int) -> None:
        """Take a name that is not known yet."""
        if len(self._recent[-1]) >= self._full:
            self._change_part()
        self._recent[-1][name] = number
        self._added += 1

    def remove(self, name: bytes) -> None:
        """Forget a name; one that is not known is none."""
        for part in self.parts:
            if part.pop(name, None) is not None:
                break

    def newest(self, count: int) -> Iterator[bytes]:
        """The names that were added last, the newest first."""
        own = min(count, self._added)
        yield from islice(reversed(self._recent[-1]), own)
        yield from islice(chain.from_iterable(map(reversed, self._recent[-2::-1])), count - own)

    def _change_part(self) -> None:
        """Take what comes now into a part that has room, or into a new one."""
        part = min(self.parts, key=len)
        if len(part) >= self._full * ROOM:
            part = {}
            self.parts.append(part)
            self.find = self._find_in_parts
        else:
            self._recent = [each for each in self._recent if each is not part]
        self._recent.append(part)
        self._added = 0

    def _find_in_parts(self, name: bytes) -> int | None:
        for part in self.parts:
            number = part.get(name)
            if number is not None:
                return number
        return None
