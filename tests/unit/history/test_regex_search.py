"""Searches that take long go on in a thread: who asks is told to come back, and then has the answer."""

from __future__ import annotations

from time import perf_counter, thread_time

import pytest

from tests.unit.history.test_filter import every_search_is_slow
from tracemq.history.regex_guard import CompiledRegex, RegexTooSlow, compile_regex
from tracemq.history.regex_search import AT_ONCE_S, SHORT, SlowSearches, StillSearching

AWAY = "a" * 60 + "b"


@pytest.fixture
def runaway() -> CompiledRegex:
    return compile_regex("(a|aa)+$", ignore_case=False)


def asked(searches: SlowSearches, regex: CompiledRegex, text: str) -> bool:
    """The answer, however long it takes."""
    while True:
        try:
            return searches.finder(regex)(text)
        except StillSearching as still:
            still.wait(perf_counter() + 10)


def test_what_is_quick_is_answered_at_once() -> None:
    regex = compile_regex("b+c", ignore_case=False)
    assert SlowSearches().finder(regex)("abbc")
    assert not SlowSearches().finder(regex)("abb")


@pytest.mark.parametrize(("text", "found"), [("a" * SHORT + "bc", True), ("a" * SHORT + "bb", False)])
def test_a_long_text_is_answered_when_it_is_asked_for_again(text: str, found: bool) -> None:
    searches, regex = SlowSearches(), compile_regex("b+c", ignore_case=False)
    with pytest.raises(StillSearching) as still:
        searches.finder(regex)(text)
    assert still.value.wait(perf_counter() + 10)
    assert searches.finder(regex)(text) is found


def test_a_pattern_that_runs_away_is_let_go_soon_and_stopped_in_its_thread(runaway: CompiledRegex) -> None:
    searches = SlowSearches()
    began = thread_time()
    with pytest.raises(StillSearching):
        searches.finder(runaway)(AWAY)
    assert thread_time() - began < 3 * AT_ONCE_S
    with pytest.raises(RegexTooSlow) as caught:
        asked(searches, runaway, AWAY)
    assert caught.value.pattern == "(a|aa)+$"


def test_several_answers_are_kept_until_the_row_is_decided() -> None:
    searches = SlowSearches()
    regexes = [compile_regex(pattern, ignore_case=False) for pattern in ("b", "c")]
    with every_search_is_slow():
        answers = [asked(searches, regex, text) for regex in regexes for text in ("ab", "ac")]
        assert answers == [True, False, False, True]
        again = [searches.finder(regex)(text) for regex in regexes for text in ("ab", "ac")]
        assert again == answers
        searches.settle()
        with pytest.raises(StillSearching) as still:
            searches.finder(regexes[0])("ab")
        assert still.value.wait(perf_counter() + 10)
