"""Turns the characters of a query into words, quoted texts and numbers, and says where it cannot.

In quotes, single or double, a backslash stands before a quote or a backslash. A word ends at a space, or at a
parenthesis that was not opened in it, so that `payload~(a|b)` needs no quotes.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final, NoReturn

from .query_terms import Operator
from .regex_guard import RegexProblem, compile_regex


class QueryProblem(Enum):
    """What is wrong with a query."""

    TERM_MISSING = "nothing stands where a term is needed"
    VALUE_MISSING = "nothing stands behind an operator"
    OPERATOR_UNKNOWN = "this field cannot be compared like that"
    PARENTHESIS_OPEN = "a parenthesis is never closed"
    PARENTHESIS_CLOSED = "a parenthesis was never opened"
    QUOTE_OPEN = "a quote is never closed"
    NUMBER = "not a number"
    QOS = "not a quality of service"
    FLAG = "neither true nor false"
    TOPIC_FILTER = "not a topic filter"
    REGEX = "not a regular expression"
    REGEX_TOO_LARGE = "a regular expression that would repeat too much"
    JSON_PATH = "not a JSON path"
    TOO_DEEP = "too many parentheses inside each other"
    TOO_LONG = "longer than a query may be"


class QueryError(ValueError):
    """A query that cannot be read: `text[start:end]` is to blame; `detail` is what a library said of it, if any."""

    def __init__(self, problem: QueryProblem, start: int, end: int, detail: str = "") -> None:
        super().__init__(f"{problem.value} at {start}")
        self.problem = problem
        self.start = start
        self.end = end
        self.detail = detail


OPERATOR: Final = re.compile(r"\s*(==|!=|<=|>=|=|<|>|~|:)\s*")
KEYWORD: Final = re.compile(r"(?:and|or|not|AND|OR|NOT)(?=[\s()]|$)")
KEYWORDS: Final = {word for name in ("and", "or", "not") for word in (name, name.upper())}
QUOTED: Final = {quote: re.compile(rf"{quote}((?:[^{quote}\\]|\\.)*){quote}", re.DOTALL) for quote in "\"'"}
REGEX_PROBLEMS: Final = {
    RegexProblem.SYNTAX: QueryProblem.REGEX,
    RegexProblem.TOO_LARGE: QueryProblem.REGEX_TOO_LARGE,
}


def ignores_case(text: str) -> bool:
    """Whether a text without a capital means its capitals as well."""
    return text == text.lower()


class QueryReader:
    """A query and how far it has been read; every method raises QueryError where it cannot go on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    @property
    def ended(self) -> bool:
        return self.at == len(self.text)

    @property
    def next(self) -> str:
        """The character to be read, or nothing at the end."""
        return self.text[self.at : self.at + 1]

    @property
    def at_quote(self) -> bool:
        return self.next in ("'", '"')

    def fail(self, problem: QueryProblem, start: int, end: int | None = None, detail: str = "") -> NoReturn:
        raise QueryError(problem, start, self.at if end is None else end, detail)

    def skip_space(self) -> None:
        while not self.ended and self.text[self.at].isspace():
            self.at += 1

    def keyword(self) -> str:
        """The keyword that comes next, or nothing; it is not read."""
        found = KEYWORD.match(self.text, self.at)
        return found[0] if found else ""

    def take_keyword(self, word: str) -> bool:
        self.skip_space()
        found = self.keyword()
        if found not in (word, word.upper()):
            return False
        self.at += len(found)
        return True

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def take_operator(self) -> Operator | None:
        found = self.take(OPERATOR)
        if found is None:
            return None
        return Operator.EQUAL if found[1] == "==" else Operator(found[1])

    def allow(self, operator: Operator, *allowed: Operator) -> None:
        """Fail if the operator that was just read is none of these."""
        if operator not in allowed:
            end = len(self.text[: self.at].rstrip())
            self.fail(QueryProblem.OPERATOR_UNKNOWN, end - len(operator.value), end)

    def word(self) -> str:
        start = self.at
        self.at = self.end_of_word(start)
        return self.text[start : self.at]

    def end_of_word(self, at: int) -> int:
        start, depth = at, 0
        while at < len(self.text) and not self.text[at].isspace():
            if self.text[at] == "(":
                if self.text[start:at] in KEYWORDS:
                    break
                depth += 1
            elif self.text[at] == ")":
                depth -= 1
                if depth < 0:
                    break
            at += 1
        return at

    def quoted(self, *, for_regex: bool = False) -> str:
        start, quote = self.at, self.next
        found = self.take(QUOTED[quote])
        if found is None:
            self.fail(QueryProblem.QUOTE_OPEN, start, len(self.text))
        escaped = rf"\\([{quote}])" if for_regex else rf"\\([{quote}\\])"  # in a regex, \\ is the regex's own
        return re.sub(escaped, r"\1", found[1])

    def value(self, *, for_regex: bool = False) -> str:
        """What stands behind an operator."""
        start = self.at
        if self.at_quote:
            return self.quoted(for_regex=for_regex)
        word = self.word()
        if not word:
            self.fail(QueryProblem.VALUE_MISSING, start)
        return word

    def regex(self) -> tuple[str, bool]:
        """A regular expression, and whether it ignores case."""
        start = self.at
        pattern = self.value(for_regex=True)
        ignore_case = ignores_case(re.sub(r"\\.", "", pattern, flags=re.DOTALL))  # \S and \W are not capitals
        problem, detail = compile_regex(pattern, ignore_case).problem
        if problem is not None:
            self.fail(REGEX_PROBLEMS[problem], start, detail=detail)
        return pattern, ignore_case
