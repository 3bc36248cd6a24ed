"""Turns a regular expression into one that cannot hang the program.

Python's own `re` cannot be interrupted, and a pattern can take it longer than the universe lasts. The `regex` package
can be given a time limit (for 1 us per call), which lets the window go on; a process pool would have to ship every
payload, and RE2 knows neither look-ahead nor back references. What is left is that `regex` writes fixed repetitions out
when it compiles: `a{1000000}` takes it two seconds, so the product of a pattern's repetitions is bounded first.
"""

from __future__ import annotations

import importlib
import re
from enum import Enum
from functools import lru_cache
from math import prod
from typing import Any, Final, NamedTuple

MATCH_LIMIT_S: Final = 0.02  # for a text on the screen; ordinary patterns need microseconds
MAX_REPETITIONS: Final = 20_000
MAX_PATTERN: Final = 2_000  # characters
REPETITION: Final = re.compile(r"\{(\d+)(?:,\d*)?\}")
SPECIAL: Final = re.compile(
    r"""
    \\ (?: (?P<escaped> [^\w\s] ) | \w [0-9A-Fa-f]* (?: <[^>]*> | \{[^}]*\} )? | . )  # \. is itself; \d, \x41, \p{L}
    | \[ \^? \]? (?: [^\]\\] | \\. )* \]   # a class
    | [.^$|()?*+{}]
    """,
    re.VERBOSE | re.DOTALL,
)


class RegexProblem(Enum):
    """Why a pattern cannot be used."""

    SYNTAX = "syntax"
    TOO_LARGE = "too large"


class RegexTooSlow(Exception):
    """A pattern ran away and was stopped."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.pattern = pattern


class CompiledRegex(NamedTuple):
    """A pattern that is ready for use, or what is wrong with it, with the library's words for that."""

    pattern: str
    compiled: Any
    problem: tuple[RegexProblem | None, str]

    def found_in(self, text: str, limit_s: float = MATCH_LIMIT_S) -> bool:
        """Whether the pattern matches somewhere; raises RegexTooSlow if that takes more processor time than this.

        It may take as much as 0.15 us more for each character of the text (see regex_search.py).
        """
        try:
            return self.compiled.search(text, timeout=limit_s) is not None
        except TimeoutError:
            raise RegexTooSlow(self.pattern) from None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the pattern matches, as [start, end); nowhere if it runs away."""
        try:
            return [found.span() for found in self.compiled.finditer(text, timeout=MATCH_LIMIT_S) if found[0]]
        except TimeoutError:
            return []


@lru_cache(maxsize=64)
def compile_regex(pattern: str, ignore_case: bool) -> CompiledRegex:
    repetitions = prod(max(1, int(count[:9])) for count in REPETITION.findall(pattern)[:100])
    if repetitions > MAX_REPETITIONS or len(pattern) > MAX_PATTERN:
        return CompiledRegex(pattern, None, (RegexProblem.TOO_LARGE, ""))
    regex = importlib.import_module("regex")  # 40 ms, for those alone who use it; it has no type hints
    try:
        compiled = regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
    except (regex.error, RecursionError, OverflowError, ValueError) as error:
        return CompiledRegex(pattern, None, (RegexProblem.SYNTAX, str(error)))
    return CompiledRegex(pattern, compiled, (None, ""))


def required_text(pattern: str, ignore_case: bool) -> str:
    """The longest text that everything the pattern matches must contain, as far as it is plain to see; else empty.

    Only what stands outside of groups and alternatives, and is not repeated, counts; and only ASCII, without the two
    letters that have a relative elsewhere if case is ignored: U+212A is a k, U+017F an s.
    """
    never = "ksKS" if ignore_case else ""
    if "|" in pattern or "(?" in pattern or "[[" in pattern:
        return ""
    best = run = ""
    depth = 0
    at = 0
    while at < len(pattern):
        found = SPECIAL.match(pattern, at)
        text = found[0] if found else pattern[at]
        at += len(text)
        if text == "{":
            at = pattern.find("}", at) + 1 or len(pattern)
        depth += (text == "(") - (text == ")")
        literal = "" if found and found["escaped"] is None else text[-1]
        if not literal.isascii() or literal in never:
            literal = ""
        if literal and at < len(pattern) and pattern[at] in "?*{":  # perhaps not there at all
            literal = ""
        if depth or not literal:
            run = ""
            continue
        run += literal
        best = max(best, run, key=len)
    return best
