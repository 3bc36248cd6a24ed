"""Turns a search by a regular expression that takes long into one in a thread, which the event loop need not wait for.

The `regex` package lets go of the interpreter while it searches. It looks at its clock after every 256 steps back only,
and in a payload of a megabyte without a line break each of them may go through all of it: a search that was given
20 ms then took 49 ms, and 155 ms if case was ignored. So only short texts are searched at once, and for a short time;
what is not decided by then is searched in a thread, and asked for again later.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from time import perf_counter
from typing import Final

from .numpy_thread import begin_in_thread
from .regex_guard import CompiledRegex

SHORT: Final = 32 << 10  # characters: 256 times through them takes 5 ms at worst
AT_ONCE_S: Final = 0.005  # ordinary patterns need microseconds
IN_THREAD_S: Final = 0.02  # of processor time, that of other threads included, and ...
IN_THREAD_S_A_CHARACTER: Final = 6e-7  # ... as much more for each: 0.65 s for a megabyte


class StillSearching(Exception):
    """It is not known yet: `wait`, or do something else, and ask again, with the same rows in the same order."""

    def __init__(self, searches: SlowSearches, future: Future[bool]) -> None:
        super().__init__()
        self.searches = searches
        self._future = future

    def wait(self, until: float) -> bool:
        """Wait until then (as of perf_counter) at most; whether it is known now."""
        wait([self._future], max(0.0, until - perf_counter()))
        return self._future.done()


class SlowSearches:
    """The searches of one query that took long; what they found is kept until the row they are about is decided."""

    def __init__(self) -> None:
        self._begun: dict[tuple[CompiledRegex, str], Future[bool]] = {}

    def finder(self, regex: CompiledRegex) -> Callable[[str], bool]:
        """Whether the pattern matches somewhere in a text; raises StillSearching and, if it runs away, RegexTooSlow."""
        search, begun = regex.compiled.search, self._begun

        def found_in(text: str) -> bool:
            future = begun.get((regex, text)) if begun else None
            if future is None and len(text) <= SHORT:
                try:
                    return search(text, timeout=AT_ONCE_S) is not None
                except TimeoutError:
                    pass
            if future is None:
                limit_s = IN_THREAD_S + IN_THREAD_S_A_CHARACTER * len(text)
                future = begun[regex, text] = begin_in_thread(lambda: regex.found_in(text, limit_s))
                raise StillSearching(self, future)
            if not future.done():
                raise StillSearching(self, future)
            return future.result()

        return found_in

    def settle(self) -> None:
        """The row is decided."""
        self._begun.clear()
