"""The filter line's language: what it means, and where and why it cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracemq.history.json_path import Below, Element, Every, JsonPath, Member, PathError, read_path, values_at
from tracemq.history.query import (
    QueryError,
    QueryProblem,
    json_query,
    parse,
    payload_query,
    quoted,
    topic_query,
)
from tracemq.history.query_terms import (
    And,
    Field,
    Flag,
    FlagIs,
    JsonIs,
    Not,
    Operator,
    Or,
    PropertyIs,
    QosIs,
    RegexIn,
    SizeIs,
    Term,
    TextIn,
    TopicMatches,
)
from tracemq.history.regex_guard import RegexTooSlow, compile_regex, required_text


def word(text: str) -> TextIn:
    return TextIn(Field.ANYWHERE, text, text == text.lower())


A, B, C, D = (word(letter) for letter in "abcd")
TEMP = JsonPath((Member("temp"),))

TERMS: list[tuple[str, Term]] = [
    ("site/+/temp", TopicMatches("site/+/temp")),
    ("#", TopicMatches("#")),
    ("$SYS/#", TopicMatches("$SYS/#")),
    ("topic:site/a", TopicMatches("site/a")),
    ('topic = "with space/#"', TopicMatches("with space/#")),
    ("topic~^a.c$", RegexIn(Field.TOPIC, "^a.c$", ignore_case=True)),
    ("error", word("error")),
    ("Error", TextIn(Field.ANYWHERE, "Error", ignore_case=False)),
    ("C++", TextIn(Field.ANYWHERE, "C++", ignore_case=False)),
    ("12:30", word("12:30")),
    ("foo(bar)", word("foo(bar)")),
    ("$SYS", TextIn(Field.ANYWHERE, "$SYS", ignore_case=False)),
    ("payload", word("payload")),
    ("retainer", word("retainer")),
    ("orchid", word("orchid")),
    ('"or"', word("or")),
    ("'it\"s'", word('it"s')),
    (r'"a \"b\" \\"', word('a "b" \\')),
    ("payload:x", TextIn(Field.PAYLOAD, "x", ignore_case=True)),
    ("payload : 'two words'", TextIn(Field.PAYLOAD, "two words", ignore_case=True)),
    (
        "payload=21",
        And((SizeIs(Operator.EQUAL, 2), TextIn(Field.PAYLOAD, "21", ignore_case=False))),
    ),
    (
        'payload!="é"',
        Not(And((SizeIs(Operator.EQUAL, 2), TextIn(Field.PAYLOAD, "é", ignore_case=False)))),
    ),
    ("payload~(a|b)c", RegexIn(Field.PAYLOAD, "(a|b)c", ignore_case=True)),
    (r"payload~\S+\W", RegexIn(Field.PAYLOAD, r"\S+\W", ignore_case=True)),
    (r"payload~\S+A", RegexIn(Field.PAYLOAD, r"\S+A", ignore_case=False)),
    (r'payload~"a\\.b \"c"', RegexIn(Field.PAYLOAD, r'a\\.b "c', ignore_case=True)),
    ("qos:1", QosIs(Operator.EQUAL, 1)),
    ("qos >= 1", QosIs(Operator.AT_LEAST, 1)),
    ("retain", FlagIs(Flag.RETAIN)),
    ("RETAIN", FlagIs(Flag.RETAIN)),
    ("dup:false", FlagIs(Flag.DUP, is_set=False)),
    ("retain!=1", FlagIs(Flag.RETAIN, is_set=False)),
    ("size>1000", SizeIs(Operator.GREATER, 1000)),
    ("size <= 2KiB", SizeIs(Operator.AT_MOST, 2048)),
    ("size==3mb", SizeIs(Operator.EQUAL, 3_000_000)),
    ("prop.key=value", PropertyIs("key", Operator.EQUAL, "value")),
    ('prop."a key"!="a value"', PropertyIs("a key", Operator.UNEQUAL, "a value")),
    ("prop.content_type:json", PropertyIs("content_type", Operator.CONTAINS, "json")),
    ("prop.key", PropertyIs("key", Operator.EXISTS)),
    ("prop.n > 5", PropertyIs("n", Operator.GREATER, "5")),
    ("prop.n~x", PropertyIs("n", Operator.MATCHES, "x", ignore_case=True)),
    ("prop.n~X", PropertyIs("n", Operator.MATCHES, "X")),
    ("$.temp > 20", JsonIs(TEMP, Operator.GREATER, 20)),
    ("$.temp>=-2.5e3", JsonIs(TEMP, Operator.AT_LEAST, -2500.0)),
    ("$.temp = '20'", JsonIs(TEMP, Operator.EQUAL, "20")),
    ("$.temp = on", JsonIs(TEMP, Operator.EQUAL, "on")),
    ("$.temp != null", JsonIs(TEMP, Operator.UNEQUAL, None)),
    ("$.temp == true", JsonIs(TEMP, Operator.EQUAL, value=True)),
    ("$.temp:20", JsonIs(TEMP, Operator.CONTAINS, "20")),
    ("$.temp~2+", JsonIs(TEMP, Operator.MATCHES, "2+", ignore_case=True)),
    (r"$.temp~\S+C", JsonIs(TEMP, Operator.MATCHES, r"\S+C")),
    ("$.temp", JsonIs(TEMP, Operator.EXISTS)),
    ("$ > 5", JsonIs(JsonPath(), Operator.GREATER, 5)),
    (f"$ > {'9' * 5000}", JsonIs(JsonPath(), Operator.GREATER, float("inf"))),
    (
        "$.a[0][-1].*[*]..b[\"c d\"]['e'] = 1",
        JsonIs(
            JsonPath(
                (
                    Member("a"),
                    Element(0),
                    Element(-1),
                    Every(),
                    Every(),
                    Below("b"),
                    Member("c d"),
                    Member("e"),
                )
            ),
            Operator.EQUAL,
            1,
        ),
    ),
    ("a b", And((A, B))),
    ("a and b", And((A, B))),
    ("a AND b", And((A, B))),
    ("a or b c", Or((A, And((B, C))))),
    ("a b or c d", Or((And((A, B)), And((C, D))))),
    ("(a or b) c", And((Or((A, B)), C))),
    ("not a b", And((Not(A), B))),
    ("not(a)", Not(A)),
    ("not not a", A),
    ("a and not (b or c)", And((A, Not(Or((B, C)))))),
    ("(payload~(a|b) or retain)", Or((RegexIn(Field.PAYLOAD, "(a|b)", ignore_case=True), FlagIs(Flag.RETAIN)))),
    ("  a  ", A),
]


@pytest.mark.parametrize(("text", "term"), TERMS, ids=[text[:30] for text, _ in TERMS])
def test_a_query_means_its_term(text: str, term: Term) -> None:
    assert parse(text) == term


@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_an_empty_query_means_everything(text: str) -> None:
    assert parse(text) is None


P = QueryProblem
PROBLEMS = [
    ("or", P.TERM_MISSING, 0, 0),
    ("a or", P.TERM_MISSING, 4, 4),
    ("a and and b", P.TERM_MISSING, 6, 6),
    ("not", P.TERM_MISSING, 3, 3),
    ("()", P.TERM_MISSING, 1, 1),
    ("payload:", P.VALUE_MISSING, 8, 8),
    ("(size>)", P.VALUE_MISSING, 6, 6),
    ("prop.", P.VALUE_MISSING, 5, 5),
    ("topic>x", P.OPERATOR_UNKNOWN, 5, 6),
    ("payload >= x", P.OPERATOR_UNKNOWN, 8, 10),
    ("retain~x", P.OPERATOR_UNKNOWN, 6, 7),
    ("((a)", P.PARENTHESIS_OPEN, 0, 1),
    ("a b)", P.PARENTHESIS_CLOSED, 3, 4),
    ('a "b', P.QUOTE_OPEN, 2, 4),
    ("size:big", P.NUMBER, 5, 8),
    ("size:10XB", P.NUMBER, 5, 9),
    ("qos:3", P.QOS, 4, 5),
    ("retain:maybe", P.FLAG, 7, 12),
    ("topic:a/#/b", P.TOPIC_FILTER, 6, 11),
    ("payload~[", P.REGEX, 8, 9),
    ("$.a~(", P.REGEX, 4, 5),
    ("payload~a{1000000}", P.REGEX_TOO_LARGE, 8, 18),
    ("$.", P.JSON_PATH, 1, 2),
    ("x $.a.. y", P.JSON_PATH, 5, 7),
    ("$.a[x]", P.JSON_PATH, 3, 6),
    ("$.a*b", P.JSON_PATH, 3, 5),
    ("(" * 51 + "a" + ")" * 51, P.TOO_DEEP, 50, 51),
    ("a" * 10_001, P.TOO_LONG, 10_000, 10_001),
]


@pytest.mark.parametrize(("text", "problem", "start", "end"), PROBLEMS, ids=[text[:20] for text, *_ in PROBLEMS])
def test_a_query_that_cannot_be_read_says_where_and_why(text: str, problem: P, start: int, end: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.problem, caught.value.start, caught.value.end) == (problem, start, end)


def test_what_the_regex_library_says_comes_along() -> None:
    with pytest.raises(QueryError) as caught:
        parse("payload~[")
    assert "unterminated" in caught.value.detail


@given(st.text(alphabet="ab ()\"'\\$.[]<>=!~:+#/é10-orandt", max_size=40))
@settings(max_examples=400)
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    start, end = 0, 0
    try:
        parse(text)
    except QueryError as error:
        start, end = error.start, error.end
    assert 0 <= start <= end <= len(text)


@given(st.text(min_size=1).filter(lambda text: "\x00" not in text))
@settings(max_examples=200)
def test_a_quoted_text_means_just_itself(text: str) -> None:
    assert parse(quoted(text)) == TextIn(Field.ANYWHERE, text, text == text.lower())
    assert parse(f"not ({quoted(text)})") == Not(TextIn(Field.ANYWHERE, text, text == text.lower()))
    value = parse(payload_query(text))
    assert isinstance(value, And)
    assert value.parts[1] == TextIn(Field.PAYLOAD, text, ignore_case=False)
    path = JsonPath((Member(text), Element(1), Member("b")))
    assert parse(json_query(path, text)) == JsonIs(path, Operator.EQUAL, text)


@pytest.mark.parametrize("value", [None, True, False, 0, -5, 2.5, 1e300, "x", "null", "5"])
def test_a_query_for_a_json_value_means_that_value(value: object) -> None:
    assert parse(json_query(TEMP, value)) == JsonIs(TEMP, Operator.EQUAL, value)  # type: ignore[arg-type]


def test_a_query_for_a_topic_means_that_topic() -> None:
    assert parse(topic_query('a "b"/c')) == TopicMatches('a "b"/c')


# -- JSON paths

DOCUMENT = {"a": [{"b": 1}, {"b": [2, {"b": 3}]}, 4], "c d": {"b": 5}, "": 6}
PATHS = [
    ("$", [DOCUMENT]),
    ("$.a[0].b", [1]),
    ("$.a[-1]", [4]),
    ("$.a[3]", []),
    ("$.a[-4]", []),
    ("$.a.b", []),
    ("$.a[*].b", [1, [2, {"b": 3}]]),
    ("$.*.b", [5]),
    ('$["c d"].b', [5]),
    ("$['']", [6]),
    ("$..b", [1, [2, {"b": 3}], 3, 5]),
    ("$.a[1].b..b", [3]),
    ("$.x.y", []),
]


@pytest.mark.parametrize(("text", "values"), PATHS, ids=[text for text, _ in PATHS])
def test_a_path_leads_to_values(text: str, values: list[object]) -> None:
    path, end = read_path(text, 0)
    assert end == len(text)
    assert values_at(DOCUMENT, path) == values
    assert read_path(str(path), 0)[0] == path


def test_a_path_that_breaks_off_says_where() -> None:
    with pytest.raises(PathError) as caught:
        read_path("$.a[", 0)
    assert caught.value.at == 3


# -- regular expressions


def test_a_pattern_that_runs_away_is_stopped() -> None:
    regex = compile_regex("(a|aa)+$", ignore_case=False)
    with pytest.raises(RegexTooSlow) as caught:
        regex.found_in("a" * 60 + "b")
    assert caught.value.pattern == "(a|aa)+$"


REQUIRED = [
    ("error.*timeout", "timeout"),
    (r'"seq":\d+6', '"seq":'),
    (r"\x41bc", ""),
    (r"\101bc", ""),
    ("a?bcd", "bcd"),
    ("(abc)de", "de"),
    ("(?i)abc", ""),
    ("a|b", ""),
    ("foo{3}bar", "bar"),
    ("fo{0,3}", "f"),
    ("ab+cd", "ab"),
    ("[abc]xyz", "xyz"),
    ("[]x]yz", "yz"),
    (r"[\]x]yz", "yz"),
    (r"\.json$", ".json"),
    (r"\p{L}abc", "abc"),
    (r"\g<name>abc", "abc"),
    ("été abc", " abc"),
    ("abc*", "ab"),
    ("{abc", ""),
]


@pytest.mark.parametrize(("pattern", "text"), REQUIRED, ids=[pattern for pattern, _ in REQUIRED])
def test_the_text_that_a_pattern_needs_is_found_where_it_is_plain(pattern: str, text: str) -> None:
    assert required_text(pattern, ignore_case=False) == text


def test_letters_with_relatives_beyond_ascii_are_not_needed_if_case_is_ignored() -> None:
    assert required_text("task42", ignore_case=True) == "ta"
    assert compile_regex("task42", ignore_case=True).found_in("TA\u017f\u212a42")


@given(st.text(alphabet="ab.?*+{}[]()|\\d1,^$-", max_size=12), st.text(alphabet="ab1 {}[]()", max_size=12))
@settings(max_examples=500)
def test_whatever_a_pattern_matches_has_the_text_it_needs(pattern: str, text: str) -> None:
    for ignore_case in (False, True):
        regex = compile_regex(pattern, ignore_case)
        if regex.problem[0] is None and regex.found_in(text):
            needed = required_text(pattern, ignore_case)
            assert needed in text or (ignore_case and needed.lower() in text.lower())
